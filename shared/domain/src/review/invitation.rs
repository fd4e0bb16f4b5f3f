//! Invitations earned by accepted proposals: one for each speaker. An unclaimed one is revoked if the proposal drops
//! out.

use crate::invitation::{Invitation, InvitationState};
use crate::proposal::ProposalId;

/// Whether a speaker has an in-person pass, apart from their invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    InPerson,
    None,
}

/// The change of a speaker's invitation when their proposal is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earned {
    /// No change: they have a pass or a manual invitation, or already used and gave up this one.
    Nothing,
    /// They have an open invitation from another proposal; add this proposal to it.
    Shared,
    New,
}

/// Decides the change for a speaker with this current invitation to the pool.
pub fn earn(proposal: &ProposalId, pass: Pass, invitation: Option<&Invitation>) -> Earned {
    let Some(invitation) = invitation else {
        return if pass == Pass::InPerson { Earned::Nothing } else { Earned::New };
    };
    let counted = invitation.earned_by.contains(proposal);
    match invitation.state {
        // A manual invitation does not depend on the proposal.
        InvitationState::Open if counted || invitation.earned_by.is_empty() => Earned::Nothing,
        InvitationState::Open => Earned::Shared,
        // An invitation that was claimed and given up, or revoked manually, is not issued again for the same proposal.
        InvitationState::Claimed { .. } | InvitationState::Revoked if counted => Earned::Nothing,
        InvitationState::Claimed { .. } | InvitationState::Revoked if pass == Pass::InPerson => Earned::Nothing,
        InvitationState::Claimed { .. } | InvitationState::Revoked => Earned::New,
    }
}

/// The speaker's invitation after a proposal drops out; `None` if it does not change. It stays open if another
/// proposal earned it too.
pub fn take_back(proposal: &ProposalId, invitation: &Invitation) -> Option<Invitation> {
    if invitation.state != InvitationState::Open || !invitation.earned_by.contains(proposal) {
        return None;
    }
    let mut after = invitation.clone();
    after.earned_by.retain(|earned| earned != proposal);
    if after.earned_by.is_empty() {
        after.state = InvitationState::Revoked;
    }
    Some(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn id(n: u8) -> ProposalId {
        ProposalId::new(n.to_string().repeat(16))
    }

    fn invitation(state: InvitationState, earned: &[u8]) -> Invitation {
        Invitation {
            note: None,
            id: "i".into(),
            pool: "speakers".parse().unwrap(),
            email: "ann@example.org".parse().unwrap(),
            invited_at: Timestamp::UNIX_EPOCH,
            nonce: "n".into(),
            key_id: "k".into(),
            earned_by: earned.iter().map(|n| id(*n)).collect(),
            state,
        }
    }

    fn claimed() -> InvitationState {
        InvitationState::Claimed { registration: "r".into() }
    }

    #[test]
    fn a_speaker_with_several_talks_gets_one_invitation() {
        assert_eq!(earn(&id(1), Pass::None, None), Earned::New);
        assert_eq!(earn(&id(1), Pass::InPerson, None), Earned::Nothing);
        let open = |earned| invitation(InvitationState::Open, earned);
        assert_eq!(earn(&id(1), Pass::None, Some(&open(&[1]))), Earned::Nothing);
        assert_eq!(earn(&id(2), Pass::None, Some(&open(&[1]))), Earned::Shared);
        assert_eq!(earn(&id(2), Pass::None, Some(&open(&[]))), Earned::Nothing);
    }

    #[test]
    fn a_given_up_invitation_is_not_issued_again_for_the_same_talk() {
        for state in [claimed(), InvitationState::Revoked] {
            assert_eq!(earn(&id(1), Pass::None, Some(&invitation(state.clone(), &[1]))), Earned::Nothing);
            assert_eq!(earn(&id(2), Pass::None, Some(&invitation(state.clone(), &[1]))), Earned::New);
            assert_eq!(earn(&id(2), Pass::InPerson, Some(&invitation(state, &[1]))), Earned::Nothing);
        }
    }

    #[test]
    fn only_the_last_talk_revokes_an_unclaimed_invitation() {
        let both = invitation(InvitationState::Open, &[1, 2]);
        let one = take_back(&id(1), &both).unwrap();
        assert_eq!((one.state.clone(), one.earned_by.clone()), (InvitationState::Open, vec![id(2)]));
        assert_eq!(take_back(&id(2), &one).unwrap().state, InvitationState::Revoked);
        assert_eq!(take_back(&id(3), &both), None);
        assert_eq!(take_back(&id(1), &invitation(claimed(), &[1])), None);
        assert_eq!(take_back(&id(1), &invitation(InvitationState::Open, &[])), None);
    }
}
