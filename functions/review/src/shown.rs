//! What is shown of reviews and verdicts.

use std::collections::BTreeMap;

use domain::conference::Conference;
use domain::proposal::{Decision, Proposal};
use domain::review::{ProposalDecision, Review, Said, Score, Told};
use jiff::Timestamp;
use serde::Serialize;

use crate::judged::Judged;

#[derive(Serialize)]
pub(crate) struct ShownReview<'a> {
    pub(crate) id: &'a str,
    pub(crate) reviewer: &'a str,
    pub(crate) status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) scores: Option<&'a BTreeMap<String, u64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) score: Option<Score>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) comment: Option<&'a str>,
    pub(crate) reviewed_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// A review as those see it who may.
pub(crate) fn review<'a>(judged: &Judged<'_>, review: &'a Review) -> ShownReview<'a> {
    ShownReview {
        id: review.key.as_str(),
        reviewer: review.reviewer.as_str(),
        status: match review.said {
            Said::Given { .. } => "given",
            Said::Conflict { .. } => "conflict",
        },
        scores: review.scores(),
        score: review.overall(&judged.track.review),
        comment: review.comment(),
        reviewed_at: review.reviewed_at,
        updated_at: review.updated_at,
    }
}

/// A verdict, for leads only.
#[derive(Serialize)]
pub(crate) struct ShownDecision<'a> {
    /// What stands: what is decided, else what was told.
    pub(crate) decision: Option<Decision>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rank: Option<u64>,
    /// Whether its people have been told.
    pub(crate) released: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) released_at: Option<Timestamp>,
    pub(crate) rev: u64,
}

pub(crate) fn ruling(ruling: &ProposalDecision) -> ShownDecision<'_> {
    let note = match (&ruling.pending, &ruling.told) {
        (Some(pending), _) => pending.note.as_deref(),
        (None, Some(told)) => told.note.as_deref(),
        (None, None) => None,
    };
    ShownDecision {
        decision: ruling.decision(),
        note,
        rank: ruling.rank,
        released: ruling.pending.is_none() && ruling.told.is_some(),
        released_at: ruling.told.as_ref().map(|told: &Told| told.released_at),
        rev: ruling.rev,
    }
}

impl ShownDecision<'_> {
    /// For people: `accepted`, `accepted, not released`.
    pub(crate) fn words(&self) -> String {
        match self.decision {
            None => "undecided".into(),
            Some(decision) => {
                let held = if self.released { "" } else { ", not released" };
                format!("{}{held}", decision.as_str())
            }
        }
    }

    /// Whether this decision stands.
    pub(crate) fn is(&self, word: &str) -> bool {
        self.decision.map_or("undecided", Decision::as_str) == word
    }
}

/// Who speaks, in a line.
pub(crate) fn speakers(proposal: &Proposal) -> String {
    let names: Vec<_> = proposal.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    names.join(", ")
}

/// An instant on a page, in the conference's zone.
pub(crate) fn when(at: &Timestamp, conference: &Conference) -> String {
    domain::instant::readable(*at, &conference.time_zone)
}

/// A proposal in one line of a list.
#[derive(Serialize)]
pub(crate) struct Line<'a> {
    pub(crate) id: &'a str,
    pub(crate) number: u64,
    pub(crate) track: &'a str,
    pub(crate) title: &'a str,
    pub(crate) state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) minutes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) submitted_at: Option<Timestamp>,
    /// Their names; left out where the caller is not to see them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) speakers: Option<Vec<&'a str>>,
}

/// A proposal's line; `names`, whether who speaks is shown.
pub(crate) fn line(proposal: &Proposal, names: bool) -> Line<'_> {
    Line {
        id: proposal.id.as_str(),
        number: proposal.number,
        track: proposal.track.as_str(),
        title: proposal.shown_title(),
        state: proposal.state.as_str(),
        minutes: proposal.content.minutes,
        submitted_at: proposal.submitted_at,
        speakers: names.then(|| proposal.speakers.iter().map(|speaker| speaker.name.as_str()).collect()),
    }
}
