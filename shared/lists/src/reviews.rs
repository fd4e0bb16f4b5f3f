//! A reviewer's open and finished reviews.

use contract::reviews::{MyReview, QueuedProposal, TrackQueue};
use domain::review::Review;
use formats::table::{Cell, Table};
use store::is_under_review;
use web::{App, Part, Problem, Request};

use crate::judged::{TrackView, line, own, sees_names, track_view};
use crate::paged::{self, yes_or_no};

const COLUMNS: [&str; 11] =
    ["track", "number", "id", "title", "speakers", "state", "minutes", "owed", "score", "comment", "reviewed_at"];

/// The tracks that the caller reviews or leads.
pub async fn views<'r>(app: &App, request: &'r Request) -> Result<Vec<TrackView<'r>>, Problem> {
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

/// A track's proposals as the caller's queue: those to review first.
pub fn queue<'a>(request: &Request, view: &'a TrackView<'_>) -> TrackQueue<'a> {
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

/// The cells of a review, in the order of [`COLUMNS`].
fn cells(row: &QueuedProposal<'_>) -> Vec<Cell> {
    let mine = |show: fn(&MyReview<'_>) -> Cell| Cell::of(row.mine.as_ref().map(show));
    vec![
        row.line.track.into(),
        row.line.number.into(),
        row.line.id.into(),
        row.line.title.into(),
        Cell::of(row.line.speakers.as_ref().map(|names| names.join(", "))),
        row.line.state.as_str().into(),
        Cell::of(row.line.minutes.map(Cell::number)),
        yes_or_no(row.owed),
        mine(|mine| Cell::of(mine.score.map(Cell::number))),
        mine(|mine| Cell::of(mine.comment)),
        mine(|mine| mine.updated_at.into()),
    ]
}

/// A part of the reviews of all tracks.
pub async fn part(app: &App, request: &Request, limit: usize) -> Result<Part, Problem> {
    let views = views(app, request).await?;
    let queues: Vec<_> = views.iter().map(|view| queue(request, view)).collect();
    let mut rows: Vec<_> = queues.iter().flat_map(|queue| &queue.proposals).collect();
    rows.sort_by_key(|row| row.line.number);
    let name = format!("{}-reviews", request.edition()?.id());
    let number = |row: &&QueuedProposal<'_>| row.line.number;
    Ok(paged::by_number(request, name, Table::new(COLUMNS), limit, rows, number, |row| cells(row)))
}
