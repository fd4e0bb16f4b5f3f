//! Proposals, reviews, tags, decisions and selections.

use domain::conference::{ConferenceId, TrackId};
use domain::person::PersonKey;
use domain::proposal::ProposalId;

use super::Key;

/// The sort key of a proposal itself.
pub(crate) const PROPOSAL: &str = "PROPOSAL";

/// The prefix of the sort keys of a proposal's changes.
pub(crate) const CHANGE: &str = "CHANGE#";

pub(crate) fn proposal(c: &ConferenceId, id: &ProposalId) -> Key {
    Key::new(format!("C#{c}#PROPOSAL#{id}"), PROPOSAL)
}
pub(crate) fn proposal_change(c: &ConferenceId, id: &ProposalId, revision: u64) -> Key {
    Key::new(format!("C#{c}#PROPOSAL#{id}"), &format!("{CHANGE}{revision:08}"))
}

/// The partition of a track's proposals: their ids are its sort keys.
pub(crate) fn track_proposals(c: &ConferenceId, t: &TrackId) -> String {
    format!("C#{c}#TRACK#{t}#PROPOSALS")
}

/// The partition of a person's proposals: their ids are its sort keys.
pub(crate) fn speaker(c: &ConferenceId, person: &PersonKey) -> String {
    format!("C#{c}#SPEAKER#{person}")
}
pub(crate) fn submissions(c: &ConferenceId, t: &TrackId, person: &PersonKey) -> Key {
    Key::new(format!("C#{c}#TRACK#{t}#BY#{person}"), "SUBMISSIONS")
}

/// The decision on a proposal, and the latest one that was sent.
pub(crate) fn decision(c: &ConferenceId, id: &ProposalId) -> Key {
    Key::new(format!("C#{c}#PROPOSAL#{id}"), "DECISION")
}

/// The partition of a track's reviews, by proposal.
pub(crate) fn reviews(c: &ConferenceId, t: &TrackId) -> String {
    format!("C#{c}#TRACK#{t}#REVIEWS")
}
pub(crate) fn review(c: &ConferenceId, t: &TrackId, proposal: &ProposalId, person: &PersonKey) -> Key {
    Key { pk: reviews(c, t), sk: format!("{proposal}#{person}") }
}

/// The partition of the tags of a track's proposals: their ids are its sort keys.
pub(crate) fn tags(c: &ConferenceId, t: &TrackId) -> String {
    format!("C#{c}#TRACK#{t}#TAGS")
}
pub(crate) fn tagged(c: &ConferenceId, t: &TrackId, proposal: &ProposalId) -> Key {
    Key { pk: tags(c, t), sk: proposal.as_str().to_owned() }
}
pub(crate) fn selection(c: &ConferenceId, t: &TrackId) -> Key {
    Key::new(format!("C#{c}#TRACK#{t}"), "SELECTION")
}

/// The edition and the track that a due selection names.
pub(crate) fn parse_selection(key: &Key) -> Option<(ConferenceId, TrackId)> {
    let (c, t) = key.pk.strip_prefix("C#")?.split_once("#TRACK#")?;
    Some((c.parse().ok()?, t.parse().ok()?))
}
