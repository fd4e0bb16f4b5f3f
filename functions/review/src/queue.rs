//! `GET …/reviews`: what a reviewer owes, and what they have done.

use askama::Template;
use domain::conference::Conference;
use domain::review::Review;
use jiff::Timestamp;
use serde::Serialize;
use store::is_under_review;
use web::{App, Layout, Problem, Reply, Request};

use crate::judged::{TrackView, own, sees_names, track_view};
use crate::shown::{Line, line};

/// A proposal in a reviewer's list.
#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    line: Line<'a>,
    /// Whether a review of theirs is wanted.
    owed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    mine: Option<Mine<'a>>,
}

/// A review of one's own in the list.
#[derive(Serialize)]
struct Mine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<domain::review::Score>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<&'a str>,
    updated_at: Timestamp,
}

/// A track in a reviewer's list.
#[derive(Serialize)]
struct Part<'a> {
    track: &'a str,
    name: &'a str,
    mode: &'static str,
    blind: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_by: Option<Timestamp>,
    /// Whether the caller leads it.
    leads: bool,
    owed: usize,
    proposals: Vec<Row<'a>>,
}

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    parts: Vec<Part<'a>>,
}

/// The tracks that the caller reviews or leads.
async fn views<'r>(app: &App, request: &'r Request) -> Result<Vec<TrackView<'r>>, Problem> {
    let edition = request.edition()?;
    let reviews = request.caller.reviews(edition);
    let all = request.caller.organizes(Some(edition));
    let mut views = Vec::new();
    for track in edition.conference.tracks.iter().filter(|track| all || reviews.contains(&&track.id)) {
        let view = track_view(app, request, track).await?;
        if reviews.contains(&&track.id) || !view.proposals.is_empty() {
            views.push(view);
        }
    }
    Ok(views)
}

fn part<'a>(request: &Request, view: &'a TrackView<'_>) -> Part<'a> {
    let track = view.track;
    let judges = request.caller.reviews(view.edition).contains(&&track.id);
    let row = |proposal: &'a domain::proposal::Proposal| {
        let reviews: Vec<&Review> = view.reviews.iter().filter(|review| review.proposal == proposal.id).collect();
        let mine = own(reviews, &request.caller);
        Row {
            line: line(proposal, sees_names(track, view.as_lead, proposal)),
            // An organizer may review, and owes nothing.
            owed: mine.is_none() && judges && is_under_review(&proposal.state),
            mine: mine.map(|review| Mine {
                score: review.overall(&track.review),
                comment: review.comment(),
                updated_at: review.updated_at,
            }),
        }
    };
    let mut proposals: Vec<_> = view.proposals.iter().map(row).collect();
    proposals.sort_by_key(|row| (!row.owed, row.line.number));
    Part {
        track: track.id.as_str(),
        name: &track.name,
        mode: track.review.mode.as_str(),
        blind: track.review.blind,
        due_by: track.review.due_by.as_ref().map(|by| by.at),
        leads: view.as_lead,
        owed: proposals.iter().filter(|row| row.owed).count(),
        proposals,
    }
}

/// `GET …/reviews`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    let views = views(app, request).await?;
    let parts: Vec<_> = views.iter().map(|view| part(request, view)).collect();
    if !request.wants_html {
        let owed: usize = parts.iter().map(|part| part.owed).sum();
        return Ok(Reply::json(200, &serde_json::json!({ "owed": owed, "tracks": parts })));
    }
    let layout = request.layout().titled("Reviews");
    Ok(Reply::page(200, &QueuePage { layout, conference: &request.edition()?.conference, parts }))
}

/// `GET …/reviews.csv`
pub(crate) async fn all(app: &App, request: &Request) -> Result<Reply, Problem> {
    let head =
        ["track", "number", "id", "title", "speakers", "state", "minutes", "owed", "score", "comment", "reviewed_at"];
    let mut table = formats::table::Table::new(head);
    let views = views(app, request).await?;
    for view in &views {
        for row in part(request, view).proposals {
            let mine = |show: fn(&Mine<'_>) -> String| row.mine.as_ref().map(show).unwrap_or_default();
            table.line([
                row.line.track,
                &row.line.number.to_string(),
                row.line.id,
                row.line.title,
                &row.line.speakers.unwrap_or_default().join(", "),
                row.line.state,
                &row.line.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
                if row.owed { "yes" } else { "no" },
                &mine(|mine| mine.score.map(|score| score.to_string()).unwrap_or_default()),
                &mine(|mine| mine.comment.unwrap_or_default().to_owned()),
                &mine(|mine| mine.updated_at.to_string()),
            ]);
        }
    }
    Ok(Reply::download("text/csv; charset=utf-8", table.finish(), &format!("{}-reviews.csv", request.edition()?.id())))
}
