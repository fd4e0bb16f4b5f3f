//! What an accepted proposal earns its speakers: an invitation each, taken back unclaimed if the proposal falls out.

use crate::invitation::{Invitation, InvitationState};
use crate::proposal::ProposalId;

/// Whether a speaker has a pass to come, apart from what they are invited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// They hold one, or claimed one.
    InPerson,
    None,
}

/// What a proposal makes of its speaker's invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earned {
    /// Nothing: they have a pass or an invitation that no proposal earned, or had this one and gave it up.
    Nothing,
    /// Another proposal has earned them the open one: this one counts for it too.
    Shared,
    New,
}

/// What an accepted proposal earns a speaker, whose invitation to the pool is this.
pub fn earn(proposal: &ProposalId, pass: Pass, invitation: Option<&Invitation>) -> Earned {
    let Some(invitation) = invitation else {
        return if pass == Pass::InPerson { Earned::Nothing } else { Earned::New };
    };
    let counted = invitation.earned_by.contains(proposal);
    match invitation.state {
        // Whoever was invited by hand keeps that, whatever becomes of the proposal.
        InvitationState::Open if counted || invitation.earned_by.is_empty() => Earned::Nothing,
        InvitationState::Open => Earned::Shared,
        // One that was claimed for this proposal and given back, or taken back by hand, is not given twice.
        InvitationState::Claimed { .. } | InvitationState::Revoked if counted => Earned::Nothing,
        InvitationState::Claimed { .. } | InvitationState::Revoked if pass == Pass::InPerson => Earned::Nothing,
        InvitationState::Claimed { .. } | InvitationState::Revoked => Earned::New,
    }
}

/// What becomes of a speaker's invitation when a proposal falls out; `None` if nothing does. One that another proposal
/// has earned too stays open.
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
    fn a_speaker_gets_one_invitation_however_many_talks_they_give() {
        assert_eq!(earn(&id(1), Pass::None, None), Earned::New);
        assert_eq!(earn(&id(1), Pass::InPerson, None), Earned::Nothing);
        let open = |earned| invitation(InvitationState::Open, earned);
        assert_eq!(earn(&id(1), Pass::None, Some(&open(&[1]))), Earned::Nothing);
        assert_eq!(earn(&id(2), Pass::None, Some(&open(&[1]))), Earned::Shared);
        assert_eq!(earn(&id(2), Pass::None, Some(&open(&[]))), Earned::Nothing);
    }

    #[test]
    fn what_was_given_up_is_not_given_again_for_the_same_talk() {
        for state in [claimed(), InvitationState::Revoked] {
            assert_eq!(earn(&id(1), Pass::None, Some(&invitation(state.clone(), &[1]))), Earned::Nothing);
            assert_eq!(earn(&id(2), Pass::None, Some(&invitation(state.clone(), &[1]))), Earned::New);
            assert_eq!(earn(&id(2), Pass::InPerson, Some(&invitation(state, &[1]))), Earned::Nothing);
        }
    }

    #[test]
    fn only_the_last_talk_takes_the_invitation_with_it_and_never_a_claimed_one() {
        let both = invitation(InvitationState::Open, &[1, 2]);
        let one = take_back(&id(1), &both).unwrap();
        assert_eq!((one.state.clone(), one.earned_by.clone()), (InvitationState::Open, vec![id(2)]));
        assert_eq!(take_back(&id(2), &one).unwrap().state, InvitationState::Revoked);
        assert_eq!(take_back(&id(3), &both), None);
        assert_eq!(take_back(&id(1), &invitation(claimed(), &[1])), None);
        assert_eq!(take_back(&id(1), &invitation(InvitationState::Open, &[])), None);
    }
}
