//! The states of a proposal. A transition consumes the previous state; an impossible one returns the reason.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ProposalId;
use crate::phrase::Phrase;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ProposalState {
    /// Only its own people see it.
    Draft,
    /// Awaits a decision.
    Submitted,
    /// Withdrawn by its people, or merged into another by a lead.
    Withdrawn {
        withdrawn_at: Timestamp,
        /// The proposal that it was merged into.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        merged_into: Option<ProposalId>,
    },
    /// Awaits confirmation by its people.
    Accepted {
        /// The time of release.
        decided_at: Timestamp,
        /// The deadline to confirm.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirm_by: Option<Timestamp>,
    },
    /// Moves up if an accepted proposal drops out.
    Standby {
        /// The time of release.
        decided_at: Timestamp,
    },
    Rejected {
        /// The time of release.
        decided_at: Timestamp,
    },
    /// Accepted, and its people confirmed.
    Confirmed { confirmed_at: Timestamp },
    /// Accepted, but its people declined.
    Declined { declined_at: Timestamp },
}

/// A transition of a proposal's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// By its people.
    Submit,
    /// By its people, or by a lead for them.
    Withdraw,
    /// A lead merges it into another.
    Merge,
    /// Releases a lead's decision.
    Decide,
    Confirm,
    /// By its people.
    Decline,
    /// Its people delete it.
    Delete,
    /// It is moved to another track.
    Move,
    BecomeTrack,
}

impl Act {
    fn done(self) -> Phrase {
        match self {
            Self::Submit => Phrase::of("act-submitted"),
            Self::Withdraw => Phrase::of("act-withdrawn"),
            Self::Merge => Phrase::of("act-merged"),
            Self::Decide => Phrase::of("act-decided"),
            Self::Confirm => Phrase::of("act-confirmed"),
            Self::Decline => Phrase::of("act-declined"),
            Self::Delete => Phrase::of("act-deleted"),
            Self::Move => Phrase::of("act-moved"),
            Self::BecomeTrack => Phrase::of("act-made-a-track"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Accepted,
    Standby,
    Rejected,
}

impl Decision {
    pub const WORDS: &'static [(&'static str, Self)] =
        &[("accepted", Self::Accepted), ("standby", Self::Standby), ("rejected", Self::Rejected)];

    /// As in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Standby => "standby",
            Self::Rejected => "rejected",
        }
    }
}

/// A transition that the state does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongState {
    /// The state's word in the API.
    pub state: &'static str,
    pub act: Act,
}

impl WrongState {
    pub fn detail(&self) -> Phrase {
        let way = match (self.state, self.act) {
            ("submitted" | "standby" | "rejected", Act::BecomeTrack) => Phrase::of("wrong-state-accept-first"),
            ("draft", Act::Withdraw) => Phrase::of("wrong-state-delete"),
            ("draft", _) => Phrase::of("wrong-state-not-submitted"),
            ("accepted" | "standby" | "rejected" | "confirmed" | "declined", Act::Submit) => {
                Phrase::of("wrong-state-decided")
            }
            (_, Act::Delete) => Phrase::of("wrong-state-withdraw"),
            ("confirmed", Act::Decline) => Phrase::of("wrong-state-withdraw-instead"),
            _ => Phrase::of("wrong-state"),
        };
        way.word_of("in-state", "state", self.state).phrase("act", self.act.done())
    }
}

impl ProposalState {
    /// The words of all states.
    pub const WORDS: &'static [&'static str] =
        &["draft", "submitted", "withdrawn", "accepted", "standby", "rejected", "confirmed", "declined"];

    /// As in the API.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Accepted { .. } => "accepted",
            Self::Standby { .. } => "standby",
            Self::Rejected { .. } => "rejected",
            Self::Confirmed { .. } => "confirmed",
            Self::Declined { .. } => "declined",
        }
    }

    /// Whether its people count as contributors: it is open, accepted or confirmed.
    pub fn contributes(&self) -> bool {
        matches!(self, Self::Submitted | Self::Accepted { .. } | Self::Standby { .. } | Self::Confirmed { .. })
    }

    pub fn merged_into(&self) -> Option<&ProposalId> {
        match self {
            Self::Withdrawn { merged_into, .. } => merged_into.as_ref(),
            _ => None,
        }
    }

    fn wrong(&self, act: Act) -> WrongState {
        WrongState { state: self.as_str(), act }
    }

    /// From a draft, or from withdrawn unless it was merged.
    pub fn submit(self) -> Result<Self, WrongState> {
        match self {
            Self::Draft | Self::Withdrawn { merged_into: None, .. } => Ok(Self::Submitted),
            other => Err(other.wrong(Act::Submit)),
        }
    }

    /// From every state that can still lead to a session.
    pub fn withdraw(self, withdrawn_at: Timestamp) -> Result<Self, WrongState> {
        if self.contributes() {
            Ok(Self::Withdrawn { withdrawn_at, merged_into: None })
        } else {
            Err(self.wrong(Act::Withdraw))
        }
    }

    /// From every state that can still lead to a session.
    pub fn merge(self, into: &ProposalId, withdrawn_at: Timestamp) -> Result<Self, WrongState> {
        if self.contributes() {
            Ok(Self::Withdrawn { withdrawn_at, merged_into: Some(into.clone()) })
        } else {
            Err(self.wrong(Act::Merge))
        }
    }

    /// From submitted, and again from standby or rejected. An acceptance is a promise: only its own people can end it.
    pub fn decide(
        self,
        decision: Decision,
        confirm_by: Option<Timestamp>,
        decided_at: Timestamp,
    ) -> Result<Self, WrongState> {
        match self {
            Self::Submitted | Self::Standby { .. } | Self::Rejected { .. } => Ok(match decision {
                Decision::Accepted => Self::Accepted { decided_at, confirm_by },
                Decision::Standby => Self::Standby { decided_at },
                Decision::Rejected => Self::Rejected { decided_at },
            }),
            other => Err(other.wrong(Act::Decide)),
        }
    }

    /// From accepted.
    pub fn confirm(self, confirmed_at: Timestamp) -> Result<Self, WrongState> {
        match self {
            Self::Accepted { .. } => Ok(Self::Confirmed { confirmed_at }),
            other => Err(other.wrong(Act::Confirm)),
        }
    }

    /// From accepted. People who have confirmed withdraw instead.
    pub fn decline(self, declined_at: Timestamp) -> Result<Self, WrongState> {
        match self {
            Self::Accepted { .. } => Ok(Self::Declined { declined_at }),
            other => Err(other.wrong(Act::Decline)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use std::fmt::Write;

    fn states() -> Vec<ProposalState> {
        let at = Timestamp::UNIX_EPOCH;
        vec![
            ProposalState::Draft,
            ProposalState::Submitted,
            ProposalState::Withdrawn { withdrawn_at: at, merged_into: None },
            ProposalState::Withdrawn { withdrawn_at: at, merged_into: Some(ProposalId::new("0".repeat(16))) },
            ProposalState::Accepted { decided_at: at, confirm_by: None },
            ProposalState::Standby { decided_at: at },
            ProposalState::Rejected { decided_at: at },
            ProposalState::Confirmed { confirmed_at: at },
            ProposalState::Declined { declined_at: at },
        ]
    }

    /// The full table of states and transitions: the resulting state, or `-`.
    #[test]
    fn transitions_match_the_table() {
        let at = Timestamp::UNIX_EPOCH;
        let other = ProposalId::new("1".repeat(16));
        let mut table = String::from("state: submit withdraw merge accept standby reject confirm decline\n");
        for state in states() {
            let merged = if state.merged_into().is_some() { " (merged)" } else { "" };
            let ends = [
                state.clone().submit(),
                state.clone().withdraw(at),
                state.clone().merge(&other, at),
                state.clone().decide(Decision::Accepted, Some(at), at),
                state.clone().decide(Decision::Standby, None, at),
                state.clone().decide(Decision::Rejected, None, at),
                state.clone().confirm(at),
                state.clone().decline(at),
            ];
            let ends = ends.map(|end| end.map_or("-", |state| state.as_str()));
            let _ = writeln!(table, "{}{merged}: {}", state.as_str(), ends.join(" "));
        }
        expect![[r"
            state: submit withdraw merge accept standby reject confirm decline
            draft: submitted - - - - - - -
            submitted: - withdrawn withdrawn accepted standby rejected - -
            withdrawn: submitted - - - - - - -
            withdrawn (merged): - - - - - - - -
            accepted: - withdrawn withdrawn - - - confirmed declined
            standby: - withdrawn withdrawn accepted standby rejected - -
            rejected: - - - accepted standby rejected - -
            confirmed: - withdrawn withdrawn - - - - -
            declined: - - - - - - - -
        "]]
        .assert_eq(&table);
    }

    #[test]
    fn a_refusal_names_the_alternative() {
        let at = Timestamp::UNIX_EPOCH;
        let said = |refused: Result<ProposalState, WrongState>| refused.unwrap_err().detail().to_string();
        assert_eq!(
            said(ProposalState::Draft.withdraw(at)),
            "a proposal that is draft cannot be withdrawn; a draft is deleted instead"
        );
        assert_eq!(
            said(ProposalState::Confirmed { confirmed_at: at }.decline(at)),
            "a proposal that is confirmed cannot be declined; withdraw it instead"
        );
    }

    #[test]
    fn every_state_has_a_word_and_survives_serialization() {
        for state in states() {
            assert!(ProposalState::WORDS.contains(&state.as_str()));
            let written = serde_json::to_value(&state).unwrap();
            assert_eq!(written["state"], state.as_str());
            assert_eq!(serde_json::from_value::<ProposalState>(written).unwrap(), state);
        }
    }
}
