//! Invitations: codes that claim a pass of a reserved pool, each for one person and one use.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::conference::PoolId;
use crate::person::EmailAddress;
use crate::proposal::ProposalId;

/// An invitation to claim a pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Names it; the code is this and a keyed hash.
    pub id: String,
    /// The pool it claims from.
    pub pool: PoolId,
    /// The only address it works for.
    pub email: EmailAddress,
    pub invited_at: Timestamp,
    /// Mixed into the code, so that the code is not stored.
    pub nonce: String,
    /// The signing key that the code was made with.
    pub key_id: String,
    /// The accepted proposals that have earned it; none if somebody invited by hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earned_by: Vec<ProposalId>,
    #[serde(flatten)]
    pub state: InvitationState,
}

/// What became of an invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum InvitationState {
    /// It can be claimed until the pool's `claim_by`.
    Open,
    Claimed {
        registration: String,
    },
    /// An organizer took it back.
    Revoked,
}

/// Why an invitation does not work. All of them answer `invitation-invalid`, with their own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationError {
    /// There is no such code, or it is for somebody else: the answer does not tell which, or codes could be tried
    /// out against addresses.
    Unknown,
    Used,
    Revoked,
    /// The pool's `claim_by` has passed.
    TooLate {
        claim_by: Timestamp,
    },
    /// The pool has no pass left; an organizer can add one.
    PoolEmpty,
}

impl Invitation {
    /// Whether the person with these addresses may claim it now.
    pub fn check(
        &self,
        addresses: &[EmailAddress],
        claim_by: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), InvitationError> {
        if !addresses.contains(&self.email) {
            return Err(InvitationError::Unknown);
        }
        match self.state {
            InvitationState::Claimed { .. } => return Err(InvitationError::Used),
            InvitationState::Revoked => return Err(InvitationError::Revoked),
            InvitationState::Open => {}
        }
        match claim_by {
            Some(claim_by) if now >= claim_by => Err(InvitationError::TooLate { claim_by }),
            _ => Ok(()),
        }
    }
}
