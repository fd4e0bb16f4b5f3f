//! Reviews and decisions in the form of answers.

use contract::Stated;
use contract::reviews::DecisionForLeads;
use contract::reviews::{self as answers, ReviewStatus};
use domain::conference::Conference;
use domain::proposal::Decision;
use domain::review::{Review, Said};
use jiff::Timestamp;
use lists::judged::Judged;
pub(crate) use lists::judged::{line, speakers};
use web::Layout;

/// A review, for callers who may see it.
pub(crate) fn review<'a>(judged: &Judged<'_>, review: &'a Review) -> answers::Review<'a> {
    answers::Review {
        id: review.key.as_str(),
        reviewer: &review.reviewer,
        state: Stated::new(match review.said {
            Said::Given { .. } => ReviewStatus::Given,
            Said::Conflict { .. } => ReviewStatus::Conflict,
        }),
        scores: review.scores(),
        score: review.overall(&judged.track.review),
        comment: review.comment(),
        reviewed_at: review.reviewed_at,
        updated_at: review.updated_at,
    }
}

/// The API's word of the current decision, or `undecided`.
pub(crate) fn word(decision: &DecisionForLeads<'_>) -> &'static str {
    decision.decision.map_or("undecided", Decision::as_str)
}

/// Whether this is the current decision.
pub(crate) fn is(decision: &DecisionForLeads<'_>, expected: &str) -> bool {
    word(decision) == expected
}

/// The kind of the pill for a decision or a proposal's state.
pub(crate) fn pill(word: &str) -> &'static str {
    match word {
        "accepted" | "confirmed" => "good",
        "standby" => "warn",
        "rejected" | "declined" => "bad",
        "submitted" => "info",
        _ => "",
    }
}

/// An instant on a page, in the conference's zone.
pub(crate) fn when(layout: &Layout, at: &Timestamp, conference: &Conference) -> String {
    layout.messages.instant(*at, &conference.time_zone)
}

/// The same, short enough for lists.
pub(crate) fn short(layout: &Layout, at: &Timestamp, conference: &Conference) -> String {
    layout.messages.short_instant(*at, &conference.time_zone)
}
