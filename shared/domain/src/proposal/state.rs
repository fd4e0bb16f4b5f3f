//! What becomes of a proposal. A transition consumes the state before it; one that is not possible says why.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ProposalId;

/// What became of a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ProposalState {
    /// Its people work on it; nobody else sees it.
    Draft,
    /// It is to be decided on.
    Submitted,
    /// Its people took it back, or a lead merged it into another.
    Withdrawn {
        withdrawn_at: Timestamp,
        /// The proposal that has its speakers now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        merged_into: Option<ProposalId>,
    },
    /// It is wanted; its people shall say whether they come.
    Accepted {
        /// When that was made known.
        decided_at: Timestamp,
        /// Until when they shall confirm.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirm_by: Option<Timestamp>,
    },
    /// It is wanted if another falls out.
    Standby {
        /// When that was made known.
        decided_at: Timestamp,
    },
    /// It is not wanted this time.
    Rejected {
        /// When that was made known.
        decided_at: Timestamp,
    },
    /// It is wanted, and its people will come.
    Confirmed { confirmed_at: Timestamp },
    /// It was wanted, and its people will not come.
    Declined { declined_at: Timestamp },
}

/// What is done to a proposal's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Its people hand it in.
    Submit,
    /// Its people, or a lead for them, take it back.
    Withdraw,
    /// A lead puts it into another.
    Merge,
    /// A lead's decision is made known.
    Decide,
    Confirm,
    /// Its people will not come.
    Decline,
    /// Its people throw it away.
    Delete,
    /// It is moved to another track.
    Move,
    /// An organizer makes a track of it.
    BecomeTrack,
}

impl Act {
    fn done(self) -> &'static str {
        match self {
            Self::Submit => "submitted",
            Self::Withdraw => "withdrawn",
            Self::Merge => "merged into another",
            Self::Decide => "decided on",
            Self::Confirm => "confirmed",
            Self::Decline => "declined",
            Self::Delete => "deleted",
            Self::Move => "moved to another track",
            Self::BecomeTrack => "made a track",
        }
    }
}

/// A lead's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Accepted,
    Standby,
    Rejected,
}

impl Decision {
    /// The words of the API.
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

/// An act that a state does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongState {
    /// The state, as in the API.
    pub state: &'static str,
    /// What was to be done.
    pub act: Act,
}

impl fmt::Display for WrongState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let way = match (self.state, self.act) {
            ("submitted" | "standby" | "rejected", Act::BecomeTrack) => "; accept it and release the decision first",
            ("draft", Act::Withdraw) => "; a draft is deleted instead",
            ("draft", _) => "; it has not been submitted",
            ("accepted" | "standby" | "rejected" | "confirmed" | "declined", Act::Submit) => {
                "; it was submitted and decided on"
            }
            (_, Act::Delete) => "; it was submitted, and is withdrawn instead",
            ("confirmed", Act::Decline) => "; withdraw it instead",
            _ => "",
        };
        let state = if self.state == "standby" { "on standby" } else { self.state };
        write!(f, "a proposal that is {state} cannot be {}{way}", self.act.done())
    }
}

impl std::error::Error for WrongState {}

impl ProposalState {
    /// Every state's word.
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

    /// Whether its people contribute by it: it may come, or will.
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

    /// From a draft; also from what was withdrawn, unless another has its speakers.
    pub fn submit(self) -> Result<Self, WrongState> {
        match self {
            Self::Draft | Self::Withdrawn { merged_into: None, .. } => Ok(Self::Submitted),
            other => Err(other.wrong(Act::Submit)),
        }
    }

    /// From whatever may still come.
    pub fn withdraw(self, withdrawn_at: Timestamp) -> Result<Self, WrongState> {
        if self.contributes() {
            Ok(Self::Withdrawn { withdrawn_at, merged_into: None })
        } else {
            Err(self.wrong(Act::Withdraw))
        }
    }

    /// From whatever may still come.
    pub fn merge(self, into: &ProposalId, withdrawn_at: Timestamp) -> Result<Self, WrongState> {
        if self.contributes() {
            Ok(Self::Withdrawn { withdrawn_at, merged_into: Some(into.clone()) })
        } else {
            Err(self.wrong(Act::Merge))
        }
    }

    /// From what is to be decided on; what is on standby or was rejected may be decided on again. An acceptance is a
    /// promise: it ends by its people's act only.
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

    /// From what was accepted.
    pub fn confirm(self, confirmed_at: Timestamp) -> Result<Self, WrongState> {
        match self {
            Self::Accepted { .. } => Ok(Self::Confirmed { confirmed_at }),
            other => Err(other.wrong(Act::Confirm)),
        }
    }

    /// From what was accepted; whoever has confirmed withdraws.
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

    /// Every state by every act: where it leads, or `-`.
    #[test]
    fn every_act_leads_where_the_table_says_and_nowhere_else() {
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
    fn a_refusal_says_what_to_do_instead() {
        let at = Timestamp::UNIX_EPOCH;
        let said = |refused: Result<ProposalState, WrongState>| refused.unwrap_err().to_string();
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
    fn every_state_has_its_word_and_reads_as_it_is_written() {
        for state in states() {
            assert!(ProposalState::WORDS.contains(&state.as_str()));
            let written = serde_json::to_value(&state).unwrap();
            assert_eq!(written["state"], state.as_str());
            assert_eq!(serde_json::from_value::<ProposalState>(written).unwrap(), state);
        }
    }
}
