//! Invitations: single-use codes with which one person claims a pass from a reserved pool.

pub mod table;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::conference::PoolId;
use crate::person::EmailAddress;
use crate::proposal::ProposalId;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The code consists of this id and a keyed hash.
    pub id: String,
    pub pool: PoolId,
    /// The invited address; the code works for no other person.
    pub email: EmailAddress,
    pub invited_at: Timestamp,
    /// Input of the keyed hash, so that the code is not stored.
    pub nonce: String,
    /// The signing key of the code.
    pub key_id: String,
    /// What the organizers noted. The invited person does not see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The accepted proposals that earned it; empty for a manual invitation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earned_by: Vec<ProposalId>,
    #[serde(flatten)]
    pub state: InvitationState,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum InvitationState {
    /// Claimable until the pool's `claim_by`.
    Open,
    Claimed {
        registration: String,
    },
    /// Revoked by an organizer.
    Revoked,
}

/// Why an invitation is refused. All variants answer `invitation-invalid`, each with its own detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationError {
    /// Unknown code, or a code for another person. The answer does not distinguish them, so that codes cannot be
    /// tested against addresses.
    Unknown,
    Used,
    Revoked,
    /// The pool's `claim_by` has passed.
    TooLate {
        claim_by: Timestamp,
    },
    /// The pool has no pass left. An organizer can add one.
    PoolEmpty,
}

impl Invitation {
    /// Checks whether the person with these addresses may claim it now.
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
