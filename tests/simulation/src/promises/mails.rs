//! Promise 8: every mail once.

use std::collections::BTreeMap;

use domain::conference::Attendance;
use domain::mail::MailState;
use domain::reconfirmation::ReconfirmationState;

use super::{Seen, audit, decisions, proposals, reminders, stage};

/// 8: an obligation is handed over once; twice only where the first hand-over's note was lost. At the end none is owed.
pub(super) fn promise_8_every_mail_once(seen: &Seen<'_>) -> Result<(), String> {
    if seen.world.calls.is_some() {
        proposals::receipts(seen)?;
        decisions::decisions_are_told_once(seen)?;
        reminders::once_and_in_time(seen)?;
        reminders::none_is_forgotten(seen)?;
        reminders::closes_are_told(seen)?;
    }
    audit(seen, 8)?;
    asked_once(seen)?;
    let mut taken: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for hand_over in &seen.book.hand_overs {
        taken.entry(&hand_over.obligation).or_default().push(hand_over.by);
    }
    for (obligation, by) in &taken {
        let excused = by.first().is_some_and(|by| seen.book.hurt.contains(by));
        if by.len() > 2 || by.len() == 2 && !excused {
            return Err(format!("{obligation} was handed over {} times, by {by:?}", by.len()));
        }
    }
    if !seen.at_end {
        return Ok(());
    }
    for mail in seen.now.mails.values() {
        let obligation = mail.key.replace(':', ".");
        let count = taken.get(obligation.as_str()).map_or(0, Vec::len);
        match &mail.state {
            MailState::Sent { .. } if count > 0 => {}
            MailState::Sent { .. } => return Err(format!("{obligation} counts as sent and was never handed over")),
            MailState::Failed { .. } if count > 0 || seen.book.rejected.contains(&obligation) => {}
            MailState::Failed { error, .. } if error.starts_with("handed over twice") => {}
            MailState::Failed { error, .. } => return Err(format!("{obligation} was given up: {error}")),
            state => return Err(format!("{obligation} is still {state:?} at {}", seen.time)),
        }
    }
    Ok(())
}

/// Who came before the question is asked it, and nobody else; at the end nobody is left without an answer or an end.
/// Where nothing ran as long as there was time to answer, nobody is asked a question that is over.
fn asked_once(seen: &Seen<'_>) -> Result<(), String> {
    let Some(round) = seen.world.round else { return Ok(()) };
    let walked = seen.now.walked.range(stage(0)..stage(3)).next().is_some();
    for registration in seen.now.people.values().filter_map(|person| person.confirmed()) {
        let id = &registration.id;
        match registration.reconfirmation.as_ref().map(|known| (&known.state, known.asked_at)) {
            Some((_, asked_at)) if registration.registered_at >= stage(0) || asked_at < stage(0) => {
                return Err(format!("{id} was asked at {asked_at}, and came at {}", registration.registered_at));
            }
            Some((ReconfirmationState::Kept { ended_at }, _)) if !round.keep || *ended_at < stage(3) => {
                return Err(format!("{id} was told at {ended_at} that they keep their pass"));
            }
            Some((ReconfirmationState::Asked { .. }, _)) if seen.at_end => {
                return Err(format!("{id} was asked, and nothing came of it"));
            }
            None if seen.at_end
                && walked
                && registration.attendance == Attendance::InPerson
                && registration.comes_since() < stage(0) =>
            {
                return Err(format!("{id} came before the question and was not asked"));
            }
            _ => {}
        }
    }
    Ok(())
}
