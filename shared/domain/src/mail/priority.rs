//! The order of mails: first those that people wait for at a screen, then those with a deadline, then the rest.

use super::MailKind;

/// How soon a mail must go, most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MailPriority {
    /// A person has just asked for it and waits at a screen.
    Interactive,
    /// It loses its value with time: its reader can act only until some instant.
    TimeCritical,
    Routine,
}

impl MailPriority {
    /// Most urgent first.
    pub const ALL: [Self; 3] = [Self::Interactive, Self::TimeCritical, Self::Routine];
}

impl MailKind {
    pub fn priority(self) -> MailPriority {
        match self {
            Self::SignIn
            | Self::LinkAddress
            | Self::ConfirmAddress
            | Self::ManageLink
            | Self::WaitlistLink
            | Self::CallWatch
            | Self::EraseData
            | Self::MessageTest => MailPriority::Interactive,
            // `Timetable` also announces moves on the day; `AddressesChanged` warns of a link that its reader did not
            // make. An erasure waits for `DataErased`.
            Self::Offer
            | Self::OfferReminder
            | Self::OfferLapsed
            | Self::HoldLapsed
            | Self::PassOfferedOn
            | Self::Invitation
            | Self::LateLink
            | Self::DecisionReleased
            | Self::AcceptancesOverdue
            | Self::PlaceFreed
            | Self::Timetable
            | Self::DataErased
            | Self::AddressesChanged => MailPriority::TimeCritical,
            // Even those with a date, such as reminders, are sent days before it and to many people at once.
            Self::RegistrationConfirmed
            | Self::RegistrationChanged
            | Self::RegistrationCancelled
            | Self::WaitlistJoined
            | Self::WaitlistLeft
            | Self::PassesUnclaimed
            | Self::ProposalSubmitted
            | Self::ProposalWithdrawn
            | Self::SpeakerInvited
            | Self::SpeakerAnswered
            | Self::ReconfirmAsk
            | Self::ReconfirmReminder
            | Self::ReconfirmKept
            | Self::BofPlaced
            | Self::BofWaiting
            | Self::BofCancelled
            | Self::ProposalMoveAsked
            | Self::ProposalMoveAnswered
            | Self::ProposalMerged
            | Self::RoleInvitation
            | Self::RoleAnswered
            | Self::RoleRemoved
            | Self::CallMoved
            | Self::CallClosed
            | Self::Reminder
            | Self::Message
            | Self::TrackMade
            | Self::AcceptanceConfirmed
            | Self::AcceptanceDeclined
            | Self::SpeakerPassesShort => MailPriority::Routine,
        }
    }
}

/// The number of more urgent mails that may go in a row while a mail of lower priority waits. With this number, each
/// priority with waiting mails gets at least one in ten.
pub const AHEAD_MAX: u32 = 8;

/// Decides which priority's oldest mail goes next. A lower priority never starves. A single urgent mail never waits for
/// it, because only mails that went ahead give the lower priority a turn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailOrder {
    /// By priority: the number of more urgent mails that went ahead of its waiting mails since its last turn.
    ahead: [u32; MailPriority::ALL.len()],
}

impl MailOrder {
    /// The priority of the next mail, among those with a waiting mail.
    pub fn next(&mut self, is_waiting: impl Fn(MailPriority) -> bool) -> Option<MailPriority> {
        let waiting: Vec<_> = MailPriority::ALL.into_iter().filter(|priority| is_waiting(*priority)).collect();
        let starving = waiting.iter().find(|priority| self.ahead[**priority as usize] >= AHEAD_MAX);
        let next = *starving.or(waiting.first())?;
        for priority in MailPriority::ALL {
            let ahead = &mut self.ahead[priority as usize];
            match priority {
                _ if !waiting.contains(&priority) => *ahead = 0,
                priority if priority == next => *ahead = 0,
                priority if priority > next => *ahead += 1,
                _ => {}
            }
        }
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::MailPriority::{Interactive, Routine, TimeCritical};
    use super::*;

    #[test]
    fn what_a_person_waits_for_goes_first_then_what_has_a_deadline() {
        for (kind, priority) in [
            (MailKind::SignIn, Interactive),
            (MailKind::LinkAddress, Interactive),
            (MailKind::ConfirmAddress, Interactive),
            (MailKind::ManageLink, Interactive),
            (MailKind::WaitlistLink, Interactive),
            (MailKind::CallWatch, Interactive),
            (MailKind::Offer, TimeCritical),
            (MailKind::OfferReminder, TimeCritical),
            (MailKind::DecisionReleased, TimeCritical),
            (MailKind::AcceptancesOverdue, TimeCritical),
            (MailKind::RegistrationConfirmed, Routine),
            (MailKind::Reminder, Routine),
            (MailKind::ReconfirmAsk, Routine),
        ] {
            assert_eq!(kind.priority(), priority, "{kind:?}");
        }
    }

    fn play(order: &mut MailOrder, waiting: &[MailPriority], turns: usize) -> Vec<MailPriority> {
        (0..turns).filter_map(|_| order.next(|priority| waiting.contains(&priority))).collect()
    }

    #[test]
    fn each_priority_gets_one_turn_in_ten_where_all_have_mails() {
        let turns = play(&mut MailOrder::default(), &MailPriority::ALL, 1_000);
        let count = |priority| turns.iter().filter(|turn| **turn == priority).count();
        assert_eq!([Interactive, TimeCritical, Routine].map(count), [800, 100, 100]);
    }

    #[test]
    fn a_lone_urgent_mail_goes_next_whatever_went_before() {
        let mut order = MailOrder::default();
        for _ in 0..100 {
            assert_eq!(play(&mut order, &[Routine], 30), [Routine; 30]);
            assert_eq!(play(&mut order, &MailPriority::ALL, 1), [Interactive]);
            assert_eq!(play(&mut order, &[TimeCritical, Routine], 1), [TimeCritical]);
        }
    }

    #[test]
    fn nothing_waits_and_nothing_goes() {
        assert_eq!(MailOrder::default().next(|_| false), None);
    }

    proptest! {
        #[test]
        fn nobody_waits_for_more_than_nine_others(waiting in prop::collection::vec(prop::array::uniform3(any::<bool>()), 1..300)) {
            let mut order = MailOrder::default();
            let mut passed_over = [0; 3];
            for now in waiting {
                let next = order.next(|priority| now[priority as usize]);
                prop_assert_eq!(next.is_some(), now.contains(&true));
                for priority in MailPriority::ALL {
                    let at = priority as usize;
                    let is_over = !now[at] || next == Some(priority);
                    passed_over[at] = if is_over { 0 } else { passed_over[at] + 1 };
                    prop_assert!(passed_over[at] <= 9, "{:?} waits for too long", priority);
                }
            }
        }
    }
}
