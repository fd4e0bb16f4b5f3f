//! A track's selection: released decisions that are being notified, and the next proposal on standby.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Score;
use crate::person::{EmailAddress, base32};
use crate::proposal::{Proposal, ProposalId, ProposalState};

/// A released decision, in the version that the lead saw.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Going {
    pub proposal: ProposalId,
    /// The decision's version. A later version is not released.
    pub rev: u64,
}

/// The progress of a track's selection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    #[serde(default)]
    pub round: u32,
    /// Released decisions whose people may not all be notified yet. The item is due until this is empty.
    #[serde(default)]
    pub going: Vec<Going>,
    /// Identifies the last released set, to recognize a repeat; equals the preview's id.
    #[serde(default)]
    pub preview: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<EmailAddress>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Timestamp>,
    /// The time at which all notifications were queued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released_at: Option<Timestamp>,
    /// The number of decisions in the last release.
    #[serde(default)]
    pub count: u64,
    /// The number of accepted speakers without a pass at the last check.
    #[serde(default)]
    pub short: u64,
    /// The number that the organizers were last notified of.
    #[serde(default, rename = "short_told")]
    pub short_notified: u64,
    /// Leads were notified of acceptances that expired before this instant.
    #[serde(default, rename = "overdue_told", skip_serializing_if = "Option::is_none")]
    pub overdue_notified: Option<Timestamp>,
    /// Version for optimistic locking: a write succeeds only on the version that was read.
    #[serde(default)]
    pub rev: u64,
}

impl Selection {
    /// The id of a set of decisions: a hash of their versions.
    pub fn preview_of(going: &[Going]) -> String {
        let mut hash = Sha256::new();
        for Going { proposal, rev } in going {
            hash.update(format!("{proposal}:{rev};"));
        }
        base32(&hash.finalize()[..10])
    }

    /// Releases these decisions.
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

    /// Records that all released decisions are notified.
    #[must_use]
    pub fn done(&self, now: Timestamp) -> Self {
        let released_at = if self.going.is_empty() { self.released_at } else { Some(now) };
        Self { going: Vec::new(), released_at, rev: self.rev + 1, ..self.clone() }
    }
}

/// Expired acceptances that leads were not notified of, and the time at which the next one expires.
pub fn overdue<'p>(
    proposals: &'p [Proposal],
    notified: Option<Timestamp>,
    now: Timestamp,
) -> (Vec<&'p Proposal>, Option<Timestamp>) {
    let by = |proposal: &'p Proposal| match proposal.state {
        ProposalState::Accepted { confirm_by: Some(by), .. } => Some((by, proposal)),
        _ => None,
    };
    let waiting: Vec<_> = proposals.iter().filter_map(by).collect();
    let over = waiting.iter().filter(|(by, _)| *by <= now && notified.is_none_or(|notified| notified < *by));
    let next = waiting.iter().map(|(by, _)| *by).filter(|by| *by > now).min();
    (over.map(|(_, proposal)| *proposal).collect(), next)
}

/// The next proposal on standby. Each comes with the lead's rank, its mean score and its number: ordered by rank, then
/// score, then number.
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
    fn standby_is_ordered_by_rank_then_score_then_number() {
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
    fn the_id_of_a_set_depends_on_all_versions() {
        let going = |rev| vec![Going { proposal: ProposalId::new("0".repeat(16)), rev }];
        assert_eq!(Selection::preview_of(&going(1)), Selection::preview_of(&going(1)));
        assert_ne!(Selection::preview_of(&going(1)), Selection::preview_of(&going(2)));
        assert_ne!(Selection::preview_of(&going(1)), Selection::preview_of(&[]));
    }

    #[test]
    fn leads_are_notified_once_of_each_expired_acceptance() {
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
        let look = |notified: Option<i64>, now| {
            let (over, next) = overdue(&all, notified.map(at), at(now));
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
