//! What a lead decides: kept apart until it is released, then told once for each round.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::conference::TrackId;
use crate::person::EmailAddress;
use crate::proposal::{Decision, Proposal, ProposalId, ProposalState};

/// The latest changes that a verdict remembers.
const LOG_MAX: usize = 50;

/// What was decided about a proposal, and what its people have been told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalDecision {
    pub proposal: ProposalId,
    /// In which track: another one begins anew.
    pub track: TrackId,
    /// Decided, and not released yet: leads see it, nobody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Pending>,
    /// What its people have been told last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
    /// Its place on standby as the lead sees it, from 1; without one the scores rank it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u64>,
    /// How many decisions its people have been told, in whichever track.
    #[serde(default)]
    pub rounds: u32,
    pub log: Vec<DecisionLogEntry>,
    /// Counts the writes; every change is made on the version it was decided on.
    pub rev: u64,
}

/// A decision that is not released yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    pub decision: Decision,
    /// What its people are told with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A decision that its people have been told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub decision: Decision,
    /// What they were told with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The how manieth that was: names the mails.
    pub round: u32,
    pub released_at: Timestamp,
    /// Until when they shall confirm, if it was an acceptance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm_by: Option<Timestamp>,
    /// Mixed into the links to answer, so that they are not stored.
    #[serde(default)]
    pub nonce: String,
    /// The signing key that the links were made with.
    #[serde(default)]
    pub key_id: String,
}

/// One change of a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionLogEntry {
    pub at: Timestamp,
    pub by: EmailAddress,
    /// What they decided; `None` where they took it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

/// What a lead wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The decision; `None` to have none again.
    pub decision: Option<Decision>,
    /// What its people are to be told with it.
    pub note: Option<String>,
    /// Its place on standby; `None` leaves it as it is.
    pub rank: Option<u64>,
    /// The version that they saw, if they say: another one in between is not overwritten unseen.
    pub seen: Option<u64>,
}

/// What a ruling comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecisionChange {
    Same,
    /// To be written over the version before.
    New(Box<ProposalDecision>),
}

/// Why a ruling is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The proposal is not to be decided on.
    Undecidable {
        /// Its state, as in the API.
        state: &'static str,
    },
    /// Its people have been told this decision: another note would not reach them.
    Told {
        released_at: Timestamp,
    },
    Stale {
        rev: u64,
    },
}

impl ProposalDecision {
    /// The verdict of a proposal as it stands: what is stored, unless that was in another track. What its people were
    /// told before they withdrew it and submitted it again stands no more.
    pub fn of(proposal: &Proposal, stored: Option<Self>) -> Self {
        let none = Self {
            proposal: proposal.id.clone(),
            track: proposal.track.clone(),
            pending: None,
            told: None,
            rank: None,
            rounds: 0,
            log: Vec::new(),
            rev: 0,
        };
        match stored {
            None => none,
            Some(stored) if stored.track == proposal.track && proposal.state == ProposalState::Submitted => {
                Self { told: None, ..stored }
            }
            Some(stored) if stored.track == proposal.track => stored,
            // Versions and rounds count on: they name what is written.
            Some(stored) => Self { rounds: stored.rounds, rev: stored.rev, ..none },
        }
    }

    /// What stands: what is pending, else what was told.
    pub fn decision(&self) -> Option<Decision> {
        self.pending.as_ref().map(|p| p.decision).or(self.told.as_ref().map(|told| told.decision))
    }

    /// The verdict after its pending decision was told, with what its links are made of; `None` if there is nothing
    /// pending.
    pub fn released(
        &self,
        confirm_by: Option<Timestamp>,
        (nonce, key_id): (String, String),
        now: Timestamp,
    ) -> Option<Self> {
        let Pending { decision, note } = self.pending.clone()?;
        let confirm_by = confirm_by.filter(|_| decision == Decision::Accepted);
        let round = self.rounds + 1;
        let told = Told { decision, note, round, released_at: now, confirm_by, nonce, key_id };
        Some(Self { pending: None, rounds: round, told: Some(told), rev: self.rev + 1, ..self.clone() })
    }
}

/// Whether a proposal in this state is to be decided on.
fn is_decidable(state: &ProposalState) -> bool {
    // What the release will do must be possible.
    state.clone().decide(Decision::Accepted, None, Timestamp::UNIX_EPOCH).is_ok()
}

/// Decides what a lead's wish makes of a verdict.
pub fn rule(
    before: &ProposalDecision,
    proposal: &Proposal,
    wish: &Rule,
    by: &EmailAddress,
    now: Timestamp,
) -> Result<DecisionChange, Refusal> {
    if !is_decidable(&proposal.state) {
        return Err(Refusal::Undecidable { state: proposal.state.as_str() });
    }
    let pending = match (wish.decision, &before.told) {
        (None, _) => None,
        (Some(decision), Some(told)) if told.decision == decision => {
            if wish.note.as_ref().is_some_and(|note| told.note.as_ref() != Some(note)) {
                return Err(Refusal::Told { released_at: told.released_at });
            }
            None
        }
        (Some(decision), _) => Some(Pending { decision, note: wish.note.clone() }),
    };
    let rank = wish.rank.or(before.rank);
    if pending == before.pending && rank == before.rank {
        return Ok(DecisionChange::Same);
    }
    if wish.seen.is_some_and(|seen| seen != before.rev) {
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

    fn told(ruling: &ProposalDecision, confirm_by: Option<Timestamp>, second: i64) -> Option<ProposalDecision> {
        ruling.released(confirm_by, (String::new(), String::new()), at(second))
    }

    fn proposal(state: &serde_json::Value) -> Proposal {
        let mut all = serde_json::json!({
            "id": "0".repeat(16), "number": 1, "code": "AAAAAA", "guid": "", "track": "net", "content": {},
            "owner": "ann@example.org", "created_at": at(0), "updated_at": at(0), "revision": 1,
        });
        all.as_object_mut().unwrap().extend(state.as_object().unwrap().clone());
        serde_json::from_value(all).unwrap()
    }

    fn wish(decision: Option<Decision>) -> Rule {
        Rule { decision, note: None, rank: None, seen: None }
    }

    fn ruled(before: &ProposalDecision, proposal: &Proposal, wish: &Rule) -> ProposalDecision {
        match rule(before, proposal, wish, &lead(), at(1)).unwrap() {
            DecisionChange::New(ruling) => *ruling,
            DecisionChange::Same => before.clone(),
        }
    }

    /// What became of a wish: the decision pending and the one told, or why not.
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
            Err(Refusal::Told { .. }) => "told".into(),
            Err(Refusal::Stale { .. }) => "stale".into(),
        }
    }

    /// Every state of a proposal, with every decision that its people may have been told and every one pending, by every
    /// wish of a lead: what is pending afterwards.
    #[test]
    fn every_wish_in_every_state_ends_as_the_table_says() {
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
                before.told = serde_json::from_value(state["state"].clone()).ok().map(|decision| Told {
                    decision,
                    note: None,
                    round: 1,
                    released_at: at(0),
                    confirm_by: None,
                    nonce: String::new(),
                    key_id: String::new(),
                });
                let ends = decisions.iter().cycle().skip(1).take(4);
                let ends = ends.map(|to| shown(&rule(&before, &proposal, &wish(*to), &lead(), at(1))));
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
    fn two_leads_who_looked_at_the_same_page_do_not_undo_each_other_unseen() {
        let proposal = proposal(&serde_json::json!({"state": "submitted"}));
        let none = ProposalDecision::of(&proposal, None);
        let seen = |decision| Rule { seen: Some(0), ..wish(Some(decision)) };
        let first = ruled(&none, &proposal, &seen(Decision::Accepted));
        let second = rule(&first, &proposal, &seen(Decision::Rejected), &lead(), at(2));
        assert_eq!(second, Err(Refusal::Stale { rev: 1 }));
        let knowing = Rule { seen: Some(1), ..wish(Some(Decision::Rejected)) };
        let after = ruled(&first, &proposal, &knowing);
        assert_eq!(
            after.log.iter().map(|d| d.decision).collect::<Vec<_>>(),
            [Some(Decision::Accepted), Some(Decision::Rejected)]
        );
    }

    #[test]
    fn a_decision_is_told_once_a_round_and_a_note_that_would_reach_nobody_is_refused() {
        let proposal = proposal(&serde_json::json!({"state": "standby", "decided_at": at(0)}));
        let none = ProposalDecision::of(&proposal, None);
        let note = |decision, note: &str| Rule { note: Some(note.into()), ..wish(Some(decision)) };
        let decided = ruled(&none, &proposal, &note(Decision::Standby, "first of two"));
        let first = told(&decided, Some(at(99)), 5).unwrap();
        let kept = first.told.clone().unwrap();
        assert_eq!((kept.round, kept.note.as_deref(), kept.confirm_by), (1, Some("first of two"), None));
        assert_eq!(told(&first, None, 6), None);
        let again = rule(&first, &proposal, &note(Decision::Standby, "more"), &lead(), at(7));
        assert_eq!(again, Err(Refusal::Told { released_at: at(5) }));
        let same = rule(&first, &proposal, &note(Decision::Standby, "first of two"), &lead(), at(7));
        assert_eq!(same, Ok(DecisionChange::Same));
        let promoted = ruled(&first, &proposal, &wish(Some(Decision::Accepted)));
        let promoted = told(&promoted, Some(at(99)), 8).unwrap().told.unwrap();
        assert_eq!((promoted.round, promoted.confirm_by), (2, Some(at(99))));
    }

    #[test]
    fn what_was_accepted_withdrawn_and_submitted_again_can_be_accepted_again() {
        let submitted = proposal(&serde_json::json!({"state": "submitted"}));
        let first = ruled(&ProposalDecision::of(&submitted, None), &submitted, &wish(Some(Decision::Accepted)));
        let first = told(&first, None, 5).unwrap();
        let again = ProposalDecision::of(&submitted, Some(first.clone()));
        assert_eq!((again.decision(), again.rev, again.rounds), (None, first.rev, 1));
        let again = ruled(&again, &submitted, &wish(Some(Decision::Accepted)));
        assert_eq!(told(&again, None, 9).unwrap().told.unwrap().round, 2);
    }

    #[test]
    fn another_track_decides_anew_and_its_mails_have_new_names() {
        let mut moved = proposal(&serde_json::json!({"state": "submitted"}));
        let first = ruled(&ProposalDecision::of(&moved, None), &moved, &wish(Some(Decision::Standby)));
        let first = told(&first, None, 5).unwrap();
        moved.track = "other".parse().unwrap();
        let anew = ProposalDecision::of(&moved, Some(first.clone()));
        assert_eq!((anew.decision(), anew.rev), (None, first.rev));
        let again = ruled(&anew, &moved, &wish(Some(Decision::Standby)));
        assert_eq!(told(&again, None, 9).unwrap().told.unwrap().round, 2);
    }
}
