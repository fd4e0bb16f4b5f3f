//! Mails against the rate of the mail service (SES): how long a sign-in mail waits behind others that are queued.
//!
//! SES takes so many mails a second, so each mail has a slot. `deliver-mail` chooses at each slot by
//! `domain::mail::MailOrder`; where slots are short, it looks for new urgent mails once for several. The model begins
//! where a run is under way: how soon one starts, and how long one hand-over takes, comes on top.

use std::collections::VecDeque;
use std::iter::successors;

use domain::mail::{MailOrder, MailPriority};

use crate::limits::Micros;

/// How often `deliver-mail` looks for mails that people wait for, where more than one slot is in it (`TURN` there).
const TURN: Micros = 50_000;

/// Who asks while mails are queued, and how fast they go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Queued {
    /// Mails a second that SES takes: 14 in most accounts at first.
    pub(crate) per_second: u32,
    /// Confirmations that are queued at the start.
    pub(crate) routine: u32,
    /// Time between two people who ask to sign in, until the confirmations would all be sent without sign-ins.
    pub(crate) sign_in_every: Micros,
    pub(crate) with_priority: bool,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) sign_ins: u32,
    /// The longest that a sign-in mail waited for its slot.
    pub(crate) longest_wait: Micros,
    /// The same in slots, the last begun one included.
    pub(crate) slots: u64,
    /// When the last confirmation went.
    pub(crate) routine_out: Micros,
    /// Most slots from one confirmation to the next.
    pub(crate) routine_gap: u64,
}

/// Plays a queue to its end. The same queue always gives the same result.
pub(crate) fn play(queued: Queued) -> Sent {
    let slot = 1_000_000 / Micros::from(queued.per_second);
    let until = slot * Micros::from(queued.routine);
    // In the middle of a slot, so that no sign-in is served at once by chance.
    let mut arrivals: VecDeque<Micros> =
        successors(Some(slot / 2), |at| Some(at + queued.sign_in_every)).take_while(|at| *at < until).collect();
    let slots_in_turn = (TURN / slot).max(1);
    let mut sent = Sent { sign_ins: u32::try_from(arrivals.len()).unwrap_or(u32::MAX), ..Sent::default() };
    let mut order = MailOrder::default();
    let mut waiting: VecDeque<Micros> = VecDeque::new();
    let mut routine = queued.routine;
    let mut last_routine = None;
    for number in 0.. {
        let now = number * slot;
        if number % slots_in_turn == 0 {
            while let Some(at) = arrivals.front().copied().filter(|at| *at <= now) {
                arrivals.pop_front();
                waiting.push_back(at);
            }
        }
        let (has_sign_in, has_routine) = (!waiting.is_empty(), routine > 0);
        let next = if queued.with_priority {
            order.next(|priority| match priority {
                MailPriority::Interactive => has_sign_in,
                MailPriority::TimeCritical => false,
                MailPriority::Routine => has_routine,
            })
        } else {
            // The oldest first: all confirmations were queued before the first sign-in.
            has_routine.then_some(MailPriority::Routine).or(has_sign_in.then_some(MailPriority::Interactive))
        };
        match next {
            Some(MailPriority::Interactive) => {
                let wait = now - waiting.pop_front().unwrap_or(now);
                sent.longest_wait = sent.longest_wait.max(wait);
            }
            Some(_) => {
                routine -= 1;
                sent.routine_out = now;
                sent.routine_gap = sent.routine_gap.max(last_routine.map_or(number + 1, |last| number - last));
                last_routine = Some(number);
            }
            None if arrivals.is_empty() => break,
            None => {}
        }
    }
    sent.slots = sent.longest_wait.div_ceil(slot);
    sent
}

/// What the runbook's page on capacity shows.
pub(crate) fn of_the_runbook() -> Vec<(u32, u32, Micros)> {
    let minute = 60_000_000;
    vec![
        (14, 3_000, minute),
        (14, 10_000, minute),
        (14, 10_000, minute / 60),
        (14, 10_000, minute / 1_200),
        (100, 10_000, minute / 60),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queued(per_second: u32, sign_in_every: Micros) -> Queued {
        Queued { per_second, routine: 10_000, sign_in_every, with_priority: true }
    }

    #[test]
    fn a_sign_in_mail_waits_for_one_slot_at_most_whatever_is_queued() {
        for every in [60_000_000, 1_000_000, 200_000] {
            let sent = play(queued(14, every));
            assert_eq!(sent.slots, 1, "{sent:?}");
            assert!(sent.sign_ins > 10, "{sent:?}");
        }
    }

    #[test]
    fn without_priority_it_waits_behind_everything() {
        let sent = play(Queued { with_priority: false, ..queued(14, 60_000_000) });
        assert_eq!((sent.slots, sent.routine_gap), (10_000, 1), "{sent:?}");
    }

    #[test]
    fn where_slots_are_short_it_waits_for_one_look() {
        let sent = play(queued(200, 1_001_000));
        assert!(sent.longest_wait <= TURN, "{sent:?}");
    }

    /// More people ask than SES takes: they wait for each other, and still one mail in nine is a confirmation.
    #[test]
    fn a_flood_of_sign_ins_does_not_starve_the_rest() {
        let sent = play(queued(14, 50_000));
        assert!(sent.slots > 1_000, "the flood waits for itself: {sent:?}");
        assert_eq!(sent.routine_gap, 9, "{sent:?}");
    }
}
