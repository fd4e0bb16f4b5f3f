//! A lead's decisions: pending until released, then notified once for each release.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::conference::TrackId;
use crate::person::EmailAddress;
use crate::proposal::{Decision, Proposal, ProposalId, ProposalState};

/// The number of changes kept in the log.
const LOG_MAX: usize = 50;

/// The pending decision about a proposal, and the last one that its people were notified of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalDecision {
    pub proposal: ProposalId,
    /// The track that decided. A move to another track starts over.
    pub track: TrackId,
    /// Decided but not released; only leads see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Pending>,
    /// The last released decision.
    #[serde(default, rename = "told", skip_serializing_if = "Option::is_none")]
    pub notified: Option<NotifiedDecision>,
    /// The lead's rank on standby, from 1; without one the scores decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u64>,
    /// The number of released decisions, over all tracks.
    #[serde(default)]
    pub rounds: u32,
    pub log: Vec<DecisionLogEntry>,
    /// Version for optimistic locking: a write succeeds only on the version that was read.
    pub rev: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    pub decision: Decision,
    /// A note to the proposal's people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A released decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotifiedDecision {
    pub decision: Decision,
    /// The note that was sent with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Counts the releases; part of the mails' keys.
    pub round: u32,
    pub released_at: Timestamp,
    /// The deadline to confirm an acceptance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm_by: Option<Timestamp>,
    /// Input of the answer links' keyed hash, so that the links are not stored.
    #[serde(default)]
    pub nonce: String,
    /// The signing key of the links.
    #[serde(default)]
    pub key_id: String,
}

/// One change of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionLogEntry {
    pub at: Timestamp,
    pub by: EmailAddress,
    /// The new decision; `None` if it was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

/// A lead's request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// `None` removes the decision.
    pub decision: Option<Decision>,
    /// A note to the proposal's people.
    pub note: Option<String>,
    /// The rank on standby; `None` keeps the current one.
    pub rank: Option<u64>,
    /// The version that the lead saw, if given. Prevents overwriting a change that they have not seen.
    pub seen: Option<u64>,
}

/// The result of a lead's request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecisionChange {
    Same,
    /// Write this over the previous version.
    New(Box<ProposalDecision>),
}

/// Why a decision is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The proposal's state allows no decision.
    Undecidable {
        /// Its state, as in the API.
        state: &'static str,
    },
    /// The decision was already released, so a changed note would not reach its people.
    Notified {
        released_at: Timestamp,
    },
    Stale {
        rev: u64,
    },
}

impl ProposalDecision {
    /// The current decision of a proposal. Ignores a stored one of another track, and a released one that predates a
    /// withdrawal and new submission.
    pub fn of(proposal: &Proposal, stored: Option<Self>) -> Self {
        let none = Self {
            proposal: proposal.id.clone(),
            track: proposal.track.clone(),
            pending: None,
            notified: None,
            rank: None,
            rounds: 0,
            log: Vec::new(),
            rev: 0,
        };
        match stored {
            None => none,
            Some(stored) if stored.track == proposal.track && proposal.state == ProposalState::Submitted => {
                Self { notified: None, ..stored }
            }
            Some(stored) if stored.track == proposal.track => stored,
            // Versions and releases keep counting, because they are part of keys.
            Some(stored) => Self { rounds: stored.rounds, rev: stored.rev, ..none },
        }
    }

    /// The pending decision, or else the released one.
    pub fn decision(&self) -> Option<Decision> {
        self.pending.as_ref().map(|p| p.decision).or(self.notified.as_ref().map(|notified| notified.decision))
    }

    /// Releases the pending decision, with the inputs of its links; `None` if no decision is pending.
    pub fn released(
        &self,
        confirm_by: Option<Timestamp>,
        (nonce, key_id): (String, String),
        now: Timestamp,
    ) -> Option<Self> {
        let Pending { decision, note } = self.pending.clone()?;
        let confirm_by = confirm_by.filter(|_| decision == Decision::Accepted);
        let round = self.rounds + 1;
        let notified = NotifiedDecision { decision, note, round, released_at: now, confirm_by, nonce, key_id };
        Some(Self { pending: None, rounds: round, notified: Some(notified), rev: self.rev + 1, ..self.clone() })
    }
}

fn is_decidable(state: &ProposalState) -> bool {
    // The transition at the release must be possible.
    state.clone().decide(Decision::Accepted, None, Timestamp::UNIX_EPOCH).is_ok()
}

/// Applies a lead's request to a decision.
pub fn rule(
    before: &ProposalDecision,
    proposal: &Proposal,
    request: &Rule,
    by: &EmailAddress,
    now: Timestamp,
) -> Result<DecisionChange, Refusal> {
    if !is_decidable(&proposal.state) {
        return Err(Refusal::Undecidable { state: proposal.state.as_str() });
    }
    let pending = match (request.decision, &before.notified) {
        (None, _) => None,
        (Some(decision), Some(notified)) if notified.decision == decision => {
            if request.note.as_ref().is_some_and(|note| notified.note.as_ref() != Some(note)) {
                return Err(Refusal::Notified { released_at: notified.released_at });
            }
            None
        }
        (Some(decision), _) => Some(Pending { decision, note: request.note.clone() }),
    };
    let rank = request.rank.or(before.rank);
    if pending == before.pending && rank == before.rank {
        return Ok(DecisionChange::Same);
    }
    if request.seen.is_some_and(|seen| seen != before.rev) {
        return Err(Refusal::Stale { rev: before.rev });
    }
    let mut log = before.log.clone();
    log.push(DecisionLogEntry { at: now, by: by.clone(), decision: pending.as_ref().map(|pending| pending.decision) });
    log.drain(..log.len().saturating_sub(LOG_MAX));
    Ok(DecisionChange::New(Box::new(ProposalDecision { pending, rank, log, rev: before.rev + 1, ..before.clone() })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use std::fmt::Write;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn lead() -> EmailAddress {
        "lead@example.org".parse().unwrap()
    }

    fn released(decision: &ProposalDecision, confirm_by: Option<Timestamp>, second: i64) -> Option<ProposalDecision> {
        decision.released(confirm_by, (String::new(), String::new()), at(second))
    }

    fn proposal(state: &serde_json::Value) -> Proposal {
        let mut all = serde_json::json!({
            "id": "0".repeat(16), "number": 1, "code": "AAAAAA", "guid": "", "track": "net", "content": {},
            "owner": "ann@example.org", "created_at": at(0), "updated_at": at(0), "revision": 1,
        });
        all.as_object_mut().unwrap().extend(state.as_object().unwrap().clone());
        serde_json::from_value(all).unwrap()
    }

    fn request(decision: Option<Decision>) -> Rule {
        Rule { decision, note: None, rank: None, seen: None }
    }

    fn ruled(before: &ProposalDecision, proposal: &Proposal, request: &Rule) -> ProposalDecision {
        match rule(before, proposal, request, &lead(), at(1)).unwrap() {
            DecisionChange::New(decision) => *decision,
            DecisionChange::Same => before.clone(),
        }
    }

    /// The result of a request in short: the pending decision, or the reason for a refusal.
    fn shown(outcome: &Result<DecisionChange, Refusal>) -> String {
        let word = |decision: Option<Decision>| match decision {
            Some(Decision::Accepted) => "accepted",
            Some(Decision::Standby) => "standby",
            Some(Decision::Rejected) => "rejected",
            None => "-",
        };
        match outcome {
            Ok(DecisionChange::Same) => "same".into(),
            Ok(DecisionChange::New(v)) => word(v.pending.as_ref().map(|p| p.decision)).into(),
            Err(Refusal::Undecidable { .. }) => "no".into(),
            Err(Refusal::Notified { .. }) => "notified".into(),
            Err(Refusal::Stale { .. }) => "stale".into(),
        }
    }

    /// The full table: the pending decision after every request, for every state of a proposal and every decision
    /// pending before.
    #[test]
    fn decisions_match_the_table() {
        let states = [
            serde_json::json!({"state": "draft"}),
            serde_json::json!({"state": "submitted"}),
            serde_json::json!({"state": "withdrawn", "withdrawn_at": at(0)}),
            serde_json::json!({"state": "accepted", "decided_at": at(0)}),
            serde_json::json!({"state": "standby", "decided_at": at(0)}),
            serde_json::json!({"state": "rejected", "decided_at": at(0)}),
            serde_json::json!({"state": "confirmed", "confirmed_at": at(0)}),
            serde_json::json!({"state": "declined", "declined_at": at(0)}),
        ];
        let decisions = [None, Some(Decision::Accepted), Some(Decision::Standby), Some(Decision::Rejected)];
        let mut table = String::from("state, pending: accepted standby rejected undecided\n");
        for state in states {
            let proposal = proposal(&state);
            for pending in decisions {
                let mut before = ProposalDecision::of(&proposal, None);
                before.rev = 7;
                before.pending = pending.map(|decision| Pending { decision, note: None });
                before.notified =
                    serde_json::from_value(state["state"].clone()).ok().map(|decision| NotifiedDecision {
                        decision,
                        note: None,
                        round: 1,
                        released_at: at(0),
                        confirm_by: None,
                        nonce: String::new(),
                        key_id: String::new(),
                    });
                let ends = decisions.iter().cycle().skip(1).take(4);
                let ends = ends.map(|to| shown(&rule(&before, &proposal, &request(*to), &lead(), at(1))));
                let ends = ends.collect::<Vec<_>>().join(" ");
                let pending = shown(&Ok(DecisionChange::New(Box::new(before))));
                let _ = writeln!(table, "{}, {pending}: {ends}", proposal.state.as_str());
            }
        }
        expect![[r"
            state, pending: accepted standby rejected undecided
            draft, -: no no no no
            draft, accepted: no no no no
            draft, standby: no no no no
            draft, rejected: no no no no
            submitted, -: accepted standby rejected same
            submitted, accepted: same standby rejected -
            submitted, standby: accepted same rejected -
            submitted, rejected: accepted standby same -
            withdrawn, -: no no no no
            withdrawn, accepted: no no no no
            withdrawn, standby: no no no no
            withdrawn, rejected: no no no no
            accepted, -: no no no no
            accepted, accepted: no no no no
            accepted, standby: no no no no
            accepted, rejected: no no no no
            standby, -: accepted same rejected same
            standby, accepted: same - rejected -
            standby, standby: accepted - rejected -
            standby, rejected: accepted - same -
            rejected, -: accepted standby same same
            rejected, accepted: same standby - -
            rejected, standby: accepted same - -
            rejected, rejected: accepted standby - -
            confirmed, -: no no no no
            confirmed, accepted: no no no no
            confirmed, standby: no no no no
            confirmed, rejected: no no no no
            declined, -: no no no no
            declined, accepted: no no no no
            declined, standby: no no no no
            declined, rejected: no no no no
        "]]
        .assert_eq(&table);
    }

    #[test]
    fn a_lead_does_not_overwrite_an_unseen_change() {
        let proposal = proposal(&serde_json::json!({"state": "submitted"}));
        let none = ProposalDecision::of(&proposal, None);
        let seen = |decision| Rule { seen: Some(0), ..request(Some(decision)) };
        let first = ruled(&none, &proposal, &seen(Decision::Accepted));
        let second = rule(&first, &proposal, &seen(Decision::Rejected), &lead(), at(2));
        assert_eq!(second, Err(Refusal::Stale { rev: 1 }));
        let knowing = Rule { seen: Some(1), ..request(Some(Decision::Rejected)) };
        let after = ruled(&first, &proposal, &knowing);
        assert_eq!(
            after.log.iter().map(|d| d.decision).collect::<Vec<_>>(),
            [Some(Decision::Accepted), Some(Decision::Rejected)]
        );
    }

    #[test]
    fn a_decision_is_released_once_and_a_late_note_is_refused() {
        let proposal = proposal(&serde_json::json!({"state": "standby", "decided_at": at(0)}));
        let none = ProposalDecision::of(&proposal, None);
        let note = |decision, note: &str| Rule { note: Some(note.into()), ..request(Some(decision)) };
        let decided = ruled(&none, &proposal, &note(Decision::Standby, "first of two"));
        let first = released(&decided, Some(at(99)), 5).unwrap();
        let kept = first.notified.clone().unwrap();
        assert_eq!((kept.round, kept.note.as_deref(), kept.confirm_by), (1, Some("first of two"), None));
        assert_eq!(released(&first, None, 6), None);
        let again = rule(&first, &proposal, &note(Decision::Standby, "more"), &lead(), at(7));
        assert_eq!(again, Err(Refusal::Notified { released_at: at(5) }));
        let same = rule(&first, &proposal, &note(Decision::Standby, "first of two"), &lead(), at(7));
        assert_eq!(same, Ok(DecisionChange::Same));
        let promoted = ruled(&first, &proposal, &request(Some(Decision::Accepted)));
        let promoted = released(&promoted, Some(at(99)), 8).unwrap().notified.unwrap();
        assert_eq!((promoted.round, promoted.confirm_by), (2, Some(at(99))));
    }

    #[test]
    fn a_resubmitted_proposal_can_be_accepted_again() {
        let submitted = proposal(&serde_json::json!({"state": "submitted"}));
        let first = ruled(&ProposalDecision::of(&submitted, None), &submitted, &request(Some(Decision::Accepted)));
        let first = released(&first, None, 5).unwrap();
        let again = ProposalDecision::of(&submitted, Some(first.clone()));
        assert_eq!((again.decision(), again.rev, again.rounds), (None, first.rev, 1));
        let again = ruled(&again, &submitted, &request(Some(Decision::Accepted)));
        assert_eq!(released(&again, None, 9).unwrap().notified.unwrap().round, 2);
    }

    #[test]
    fn another_track_decides_anew_with_new_mail_keys() {
        let mut moved = proposal(&serde_json::json!({"state": "submitted"}));
        let first = ruled(&ProposalDecision::of(&moved, None), &moved, &request(Some(Decision::Standby)));
        let first = released(&first, None, 5).unwrap();
        moved.track = "other".parse().unwrap();
        let anew = ProposalDecision::of(&moved, Some(first.clone()));
        assert_eq!((anew.decision(), anew.rev), (None, first.rev));
        let again = ruled(&anew, &moved, &request(Some(Decision::Standby)));
        assert_eq!(released(&again, None, 9).unwrap().notified.unwrap().round, 2);
    }
}
