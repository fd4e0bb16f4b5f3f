//! Promise 8: every mail once.

use std::collections::BTreeMap;

use domain::conference::Attendance;
use domain::mail::{MailState, NO_ANSWER, READER_ERASED};
use domain::reconfirmation::ReconfirmationState;
use jiff::Timestamp;

use super::{Seen, audit, decisions, proposals, reminders, stage};

/// 8: a queued mail is handed over once; twice only if the record of the first hand-over was lost. At the end none is
/// queued.
pub(super) fn promise_8_every_mail_once(seen: &Seen<'_>) -> Result<(), String> {
    if seen.world.calls.is_some() {
        proposals::receipts(seen)?;
        decisions::decisions_are_sent_once(seen)?;
        reminders::once_and_in_time(seen)?;
        reminders::none_is_forgotten(seen)?;
        reminders::closes_are_announced(seen)?;
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
    for mail in seen.now.mails.values().filter(|mail| !seen.mail_waits_for_what_is_broken(mail)) {
        let obligation = mail.key.replace(':', ".");
        let count = taken.get(obligation.as_str()).map_or(0, Vec::len);
        match &mail.state {
            MailState::Sent { .. } if count > 0 => {}
            MailState::Sent { .. } => return Err(format!("{obligation} counts as sent and was never handed over")),
            MailState::Failed { error, .. } if error == READER_ERASED => {}
            MailState::Failed { .. } if count > 0 || seen.book.rejected.contains(&obligation) => {}
            MailState::Failed { error, .. } if error == NO_ANSWER => {}
            MailState::Failed { error, .. } => return Err(format!("{obligation} was given up: {error}")),
            state => return Err(format!("{obligation} is still {state:?} at {}", seen.time)),
        }
    }
    Ok(())
}

/// Only people who registered before the question are asked it. At the end each has an answer or their registration has
/// ended. If nothing ran while there was time to answer, no mail asks a question that is over.
fn asked_once(seen: &Seen<'_>) -> Result<(), String> {
    let Some(campaign) = seen.world.campaign else { return Ok(()) };
    // A scan with a stale answer may miss people: only a later one has to find them.
    let stale_at = seen.book.stale_registrations_at;
    let is_whole = |at: &Timestamp| stale_at.is_none_or(|stale_at| *at > stale_at);
    let scanned = seen.now.scanned.iter().any(|at| (stage(0)..stage(3)).contains(at) && is_whole(at));
    for registration in seen.now.people.values().filter_map(|person| person.confirmed()) {
        let id = &registration.id;
        match registration.reconfirmation.as_ref().map(|known| (&known.state, known.asked_at)) {
            Some((_, asked_at)) if registration.registered_at >= stage(0) || asked_at < stage(0) => {
                return Err(format!("{id} was asked at {asked_at}, and came at {}", registration.registered_at));
            }
            Some((ReconfirmationState::Kept { ended_at }, _)) if !campaign.keep || *ended_at < stage(3) => {
                return Err(format!("{id} was told at {ended_at} that they keep their pass"));
            }
            _ if seen.person_is_broken(id.person().as_str()) || seen.campaign_is_broken() => {}
            Some((ReconfirmationState::Asked { .. }, _)) if seen.at_end => {
                return Err(format!("{id} was asked, and nothing came of it"));
            }
            None if seen.at_end
                && scanned
                && registration.attendance == Attendance::InPerson
                && registration.comes_since() < stage(0)
                // Repaired too late for the question.
                && !seen.person_was_broken(id.person().as_str()) =>
            {
                return Err(format!("{id} came before the question and was not asked"));
            }
            _ => {}
        }
    }
    Ok(())
}
