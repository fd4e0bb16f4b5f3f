//! `GET …/reviews`: a reviewer's open and finished reviews.

use askama::Template;
use contract::reviews::{MyReview, QueuedProposal, ReviewQueue, TrackQueue};
use domain::conference::Conference;
use domain::review::Review;
use jiff::Timestamp;
use store::is_under_review;
use web::{ANSWER_BYTES, App, CsvPart, Layout, Problem, Reply, Request};

use crate::judged::{TrackView, own, sees_names, track_view};
use crate::shown::line;

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    parts: Vec<TrackQueue<'a>>,
    now: Timestamp,
}

impl<'a> QueuePage<'a> {
    fn rows(&self) -> impl Iterator<Item = &QueuedProposal<'a>> {
        self.parts.iter().flat_map(|part| &part.proposals)
    }

    fn total(&self) -> usize {
        self.rows().count()
    }

    fn to_review(&self) -> usize {
        self.rows().filter(|row| row.owed).count()
    }

    fn reviewed(&self) -> usize {
        self.rows().filter(|row| row.mine.is_some()).count()
    }

    /// The next proposal to review.
    fn next(&self) -> Option<&'a str> {
        self.rows().find(|row| row.owed).map(|row| row.line.id)
    }

    /// The first deadline of the reviews that are missing.
    fn due_by(&self) -> Option<Timestamp> {
        self.parts.iter().filter(|part| part.owed > 0).filter_map(|part| part.due_by).min()
    }

    /// The remaining time until a deadline.
    fn left(&self, by: &Timestamp) -> Option<String> {
        self.layout.messages.left(by.duration_since(self.now))
    }
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

fn part<'a>(request: &Request, view: &'a TrackView<'_>) -> TrackQueue<'a> {
    let track = view.track;
    let judges = request.caller.reviews(view.edition).contains(&&track.id);
    let row = |proposal: &'a domain::proposal::Proposal| {
        let reviews: Vec<&Review> = view.reviews.iter().filter(|review| review.proposal == proposal.id).collect();
        let mine = own(reviews, &request.caller);
        QueuedProposal {
            line: line(proposal, sees_names(track, view.as_lead, proposal)),
            // An organizer may review but need not.
            owed: mine.is_none() && judges && is_under_review(&proposal.state),
            mine: mine.map(|review| MyReview {
                score: review.overall(&track.review),
                comment: review.comment(),
                updated_at: review.updated_at,
            }),
        }
    };
    let mut proposals: Vec<_> = view.proposals.iter().map(row).collect();
    proposals.sort_by_key(|row| (!row.owed, row.line.number));
    TrackQueue {
        track: track.id.as_str(),
        name: &track.name,
        mode: track.review.mode,
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
        return Ok(Reply::json(200, &ReviewQueue { owed, tracks: parts }));
    }
    let layout = request.layout().titled(request.t("desk-reviews"));
    let (conference, now) = (&request.edition()?.conference, app.context.now());
    Ok(Reply::page(200, &QueuePage { layout, conference, parts, now }))
}

/// `GET …/reviews.csv`
pub(crate) async fn all(app: &App, request: &Request) -> Result<Reply, Problem> {
    let head =
        ["track", "number", "id", "title", "speakers", "state", "minutes", "owed", "score", "comment", "reviewed_at"];
    let mut table = formats::table::Table::new(head);
    let views = views(app, request).await?;
    let after = request.number("after").unwrap_or(0);
    let parts: Vec<_> = views.iter().map(|view| part(request, view)).collect();
    let mut rows: Vec<_> =
        parts.iter().flat_map(|part| &part.proposals).filter(|row| row.line.number > after).collect();
    rows.sort_by_key(|row| row.line.number);
    let (mut last, mut next) = (0, None);
    for row in rows {
        let mine = |show: fn(&MyReview<'_>) -> String| row.mine.as_ref().map(show).unwrap_or_default();
        let added = table.line_within(
            ANSWER_BYTES,
            [
                row.line.track,
                &row.line.number.to_string(),
                row.line.id,
                row.line.title,
                &row.line.speakers.as_ref().map(|names| names.join(", ")).unwrap_or_default(),
                row.line.state.as_str(),
                &row.line.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
                if row.owed { "yes" } else { "no" },
                &mine(|mine| mine.score.map(|score| score.to_string()).unwrap_or_default()),
                &mine(|mine| mine.comment.unwrap_or_default().to_owned()),
                &mine(|mine| mine.updated_at.to_string()),
            ],
        );
        if !added {
            next = Some(("after", last.to_string()));
            break;
        }
        last = row.line.number;
    }
    let name = format!("{}-reviews", request.edition()?.id());
    Ok(request.export(CsvPart { name, rows: table.rows(), text: table.finish(), next }))
}
