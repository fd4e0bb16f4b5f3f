//! A track's selection: which decisions are on their way to their people, and who is next if one falls out.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Score;
use crate::person::{EmailAddress, base32};
use crate::proposal::{Proposal, ProposalId, ProposalState};

/// A decision that a lead has released, in the version that they saw.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Going {
    pub proposal: ProposalId,
    /// The verdict's version: a later one is not what was released.
    pub rev: u64,
}

/// How far a track's selection is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    #[serde(default)]
    pub round: u32,
    /// What was released and may not all be told yet. While there is something, the item is due.
    #[serde(default)]
    pub going: Vec<Going>,
    /// Names what was released last, as its preview does: a repeat is known by it.
    #[serde(default)]
    pub preview: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<EmailAddress>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Timestamp>,
    /// When all of that had been told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released_at: Option<Timestamp>,
    /// Decisions that were released then.
    #[serde(default)]
    pub count: u64,
    /// Speakers of accepted proposals for whom there was no pass when it was last looked.
    #[serde(default)]
    pub short: u64,
    /// For how many the organizers were told that.
    #[serde(default)]
    pub short_told: u64,
    /// Until when leads have been told of acceptances that nobody has answered in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue_told: Option<Timestamp>,
    /// Counts the writes; every change is made on the version it was decided on.
    #[serde(default)]
    pub rev: u64,
}

impl Selection {
    /// What names a set of decisions: the same for the same versions of them.
    pub fn preview_of(going: &[Going]) -> String {
        let mut hash = Sha256::new();
        for Going { proposal, rev } in going {
            hash.update(format!("{proposal}:{rev};"));
        }
        base32(&hash.finalize()[..10])
    }

    /// The selection with these decisions on their way.
    #[must_use]
    pub fn release(&self, going: Vec<Going>, by: &EmailAddress, now: Timestamp) -> Self {
        Self {
            round: self.round + 1,
            preview: Self::preview_of(&going),
            count: going.len() as u64,
            going,
            asked_by: Some(by.clone()),
            asked_at: Some(now),
            released_at: None,
            rev: self.rev + 1,
            ..self.clone()
        }
    }

    /// The selection after everything on its way was told.
    #[must_use]
    pub fn done(&self, now: Timestamp) -> Self {
        let released_at = if self.going.is_empty() { self.released_at } else { Some(now) };
        Self { going: Vec::new(), released_at, rev: self.rev + 1, ..self.clone() }
    }
}

/// The acceptances that nobody has answered in time and that leads have not been told of; and when the next runs out.
pub fn overdue<'p>(
    proposals: &'p [Proposal],
    told: Option<Timestamp>,
    now: Timestamp,
) -> (Vec<&'p Proposal>, Option<Timestamp>) {
    let by = |proposal: &'p Proposal| match proposal.state {
        ProposalState::Accepted { confirm_by: Some(by), .. } => Some((by, proposal)),
        _ => None,
    };
    let waiting: Vec<_> = proposals.iter().filter_map(by).collect();
    let over = waiting.iter().filter(|(by, _)| *by <= now && told.is_none_or(|told| told < *by));
    let next = waiting.iter().map(|(by, _)| *by).filter(|by| *by > now).min();
    (over.map(|(_, proposal)| *proposal).collect(), next)
}

/// Of those on standby, each with the lead's rank, the mean of its scores and its number, who is next: the lead's order
/// first, then the scores, then who was first.
pub fn next_on_standby<T>(standby: impl IntoIterator<Item = (Option<u64>, Option<Score>, u64, T)>) -> Option<T> {
    let order = |(rank, mean, number, _): &(Option<u64>, Option<Score>, u64, T)| {
        (rank.unwrap_or(u64::MAX), std::cmp::Reverse(*mean), *number)
    };
    standby.into_iter().min_by_key(order).map(|(.., it)| it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_leads_order_comes_before_the_scores_and_those_before_the_number() {
        let next = |list: &[(Option<u64>, Option<u64>, u64)]| {
            let list = list.iter().map(|(rank, mean, number)| (*rank, mean.map(Score), *number, *number));
            next_on_standby(list)
        };
        assert_eq!(next(&[]), None);
        assert_eq!(next(&[(None, Some(300), 1), (None, Some(400), 2), (None, None, 3)]), Some(2));
        assert_eq!(next(&[(Some(2), Some(500), 1), (Some(1), Some(100), 2), (None, Some(500), 3)]), Some(2));
        assert_eq!(next(&[(None, None, 9), (None, None, 4)]), Some(4));
    }

    #[test]
    fn what_was_looked_at_is_named_by_the_versions_of_all_decisions() {
        let going = |rev| vec![Going { proposal: ProposalId::new("0".repeat(16)), rev }];
        assert_eq!(Selection::preview_of(&going(1)), Selection::preview_of(&going(1)));
        assert_ne!(Selection::preview_of(&going(1)), Selection::preview_of(&going(2)));
        assert_ne!(Selection::preview_of(&going(1)), Selection::preview_of(&[]));
    }

    #[test]
    fn leads_hear_once_of_each_acceptance_that_nobody_answered_in_time() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let accepted = |by: i64| -> Proposal {
            serde_json::from_value(serde_json::json!({
                "id": "0".repeat(16), "number": by, "code": "AAAAAA", "guid": "", "track": "net", "content": {},
                "owner": "ann@example.org", "created_at": at(0), "updated_at": at(0), "revision": 1,
                "state": "accepted", "decided_at": at(0), "confirm_by": at(by),
            }))
            .unwrap()
        };
        let all = [accepted(10), accepted(20)];
        let look = |told: Option<i64>, now| {
            let (over, next) = overdue(&all, told.map(at), at(now));
            (over.iter().map(|proposal| proposal.number).collect::<Vec<_>>(), next.map(Timestamp::as_second))
        };
        assert_eq!(look(None, 9), (vec![], Some(10)));
        assert_eq!(look(Some(9), 10), (vec![10], Some(20)));
        assert_eq!(look(Some(10), 11), (vec![], Some(20)));
        assert_eq!(look(Some(11), 30), (vec![20], None));
        assert_eq!(look(Some(30), 31), (vec![], None));
    }

    #[test]
    fn a_release_is_done_once() {
        let by: EmailAddress = "lead@example.org".parse().unwrap();
        let at = |second| Timestamp::from_second(second).unwrap();
        let going = vec![Going { proposal: ProposalId::new("0".repeat(16)), rev: 1 }];
        let released = Selection::default().release(going, &by, at(5));
        assert_eq!((released.round, released.count, released.released_at), (1, 1, None));
        let done = released.done(at(6));
        assert_eq!((done.going.len(), done.released_at), (0, Some(at(6))));
        assert_eq!(done.done(at(9)).released_at, Some(at(6)));
    }
}
