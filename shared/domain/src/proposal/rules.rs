//! Reasons to refuse the submission or change of a proposal.

use jiff::Timestamp;

use super::{Submissions, WrongState};
use crate::conference::Cfp;
use crate::input::ValidationError;

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
    /// Values required for a submission are missing.
    Incomplete(Vec<ValidationError>),
    /// Its state does not allow it.
    State(WrongState),
    /// The owner has reached the call's limit in this track.
    LimitReached {
        limit: u64,
    },
    /// No move was requested.
    NoMove,
    SameTrack,
    /// The two proposals to merge have more speakers than the limit.
    TooManySpeakers {
        count: usize,
    },
    /// It has reached the limit of invitations.
    TooManyInvitations {
        sent: u32,
    },
}

impl From<WrongState> for Refusal {
    fn from(wrong: WrongState) -> Self {
        Self::State(wrong)
    }
}

/// Checks the call's limit for one more submission, over all of the person's addresses.
pub fn limit<'a>(cfp: Option<&Cfp>, submitted: impl IntoIterator<Item = &'a Submissions>) -> Result<(), Refusal> {
    let Some(limit) = cfp.and_then(|cfp| cfp.limit_per_person) else { return Ok(()) };
    let count: u64 = submitted.into_iter().map(|s| s.proposals.len() as u64).sum();
    if count < limit { Ok(()) } else { Err(Refusal::LimitReached { limit }) }
}
