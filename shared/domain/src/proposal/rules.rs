//! What stands in the way of submitting or changing a proposal.

use jiff::Timestamp;

use super::{Submissions, WrongState};
use crate::conference::Cfp;
use crate::input::ValidationError;

/// Why a proposal is not submitted or not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The track has no call.
    NoCall,
    /// The call has not opened.
    NotOpen {
        opens_at: Timestamp,
    },
    Closed {
        closed_at: Timestamp,
    },
    /// It lacks what a submission needs.
    Incomplete(Vec<ValidationError>),
    /// Its state does not allow it.
    State(WrongState),
    /// Its owner has as many in this track as the call allows.
    LimitReached {
        limit: u64,
    },
    /// Nobody asks to move it.
    NoMove,
    SameTrack,
    /// The two that are to be merged have more speakers than a proposal may.
    TooManySpeakers {
        count: usize,
    },
    /// It has sent as many invitations as a proposal may.
    TooManyInvitations {
        sent: u32,
    },
}

impl From<WrongState> for Refusal {
    fn from(wrong: WrongState) -> Self {
        Self::State(wrong)
    }
}

/// Whether one more submission keeps to the call's limit, given what the same person has submitted under each of
/// their addresses.
pub fn limit<'a>(cfp: Option<&Cfp>, submitted: impl IntoIterator<Item = &'a Submissions>) -> Result<(), Refusal> {
    let Some(limit) = cfp.and_then(|cfp| cfp.limit_per_person) else { return Ok(()) };
    let count: u64 = submitted.into_iter().map(|s| s.proposals.len() as u64).sum();
    if count < limit { Ok(()) } else { Err(Refusal::LimitReached { limit }) }
}
