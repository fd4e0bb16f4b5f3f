//! Promise 6: acknowledged writes survive.

use domain::conference::Attendance;
use domain::reconfirmation::ReconfirmationState;
use domain::registration::{Person, Registration};
use domain::waitlist::EntryState;

use super::{
    Seen, addresses_join, addresses_part, audit, bofs, confirmed_id, decisions, given_up, holds, no_shows, proposals,
};
use crate::book::Attempt;
use crate::plan::{Act, Answer};

/// 6: what was answered with success is in the table, until its holder cancels it; what was cancelled stays so.
pub(super) fn promise_6_answered_means_kept(seen: &Seen<'_>) -> Result<(), String> {
    audit(seen, 6)?;
    no_shows::what_was_answered_is_kept(seen)?;
    if seen.world.calls.is_some() {
        proposals::what_was_answered_is_kept(seen)?;
        decisions::releases_are_kept(seen)?;
        bofs::what_was_answered_is_kept(seen)?;
    }
    holds::confirmed_is_kept(seen)?;
    for attempt in &seen.book.attempts {
        let Some(response) = &attempt.response else { continue };
        let found = |id: &str| seen.now.registration(id);
        match attempt.act {
            Act::Register { .. } => {
                let Some(id) = confirmed_id(attempt).filter(|id| !given_up(seen, id)) else { continue };
                if !found(id).is_some_and(Registration::is_confirmed) {
                    return Err(format!("{id} was confirmed to its owner and is not there"));
                }
            }
            Act::Cancel { .. } if response.status == 200 => {
                let id = attempt.about.as_deref().unwrap_or_default();
                if found(id).is_some_and(Registration::is_confirmed) && !seen.was_given_back(id) {
                    return Err(format!("{id} was cancelled to its owner's knowledge and holds a pass"));
                }
            }
            Act::Reconfirm { coming, .. } if response.status == 200 => answer_is_kept(seen, attempt, coming)?,
            Act::Join { .. } if response.status == 201 => joined_is_kept(seen, &response.json["id"])?,
            Act::Answer { how, .. } if response.status == 200 => {
                let id = attempt.about.as_deref().unwrap_or_default();
                let state = seen.now.entries.get(id).map(|entry| &entry.state);
                let kept = match (how, state) {
                    (Answer::Accept, Some(EntryState::Accepted { registration, .. })) => {
                        let id = registration.as_str();
                        given_up(seen, id) || found(id).is_some_and(Registration::is_confirmed)
                    }
                    (Answer::Decline, Some(EntryState::Declined { .. })) => true,
                    // Leaving an entry that has already ended succeeds.
                    (Answer::Leave, Some(state)) => state.ended_at().is_some(),
                    _ => false,
                };
                if !kept {
                    return Err(format!("{how:?} of {id} was answered with success, and it is {state:?}"));
                }
            }
            Act::Change { person, online } if response.status == 200 && seen.at_end => {
                last_change(seen, person, online)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// A person who said that they come keeps their pass until they give it up; one who said no has none.
fn answer_is_kept(seen: &Seen<'_>, attempt: &Attempt, coming: bool) -> Result<(), String> {
    let id = attempt.about.as_deref().unwrap_or_default();
    let Some(registration) = seen.now.registration(id).filter(|_| !seen.was_erased(id)) else { return Ok(()) };
    let state = registration.reconfirmation.as_ref().map(|known| &known.state);
    let kept = match state {
        Some(ReconfirmationState::Coming { .. }) => registration.is_confirmed(),
        // Or they take part online now.
        Some(ReconfirmationState::NotComing { .. }) => true,
        _ => false,
    };
    if coming && !kept {
        return Err(format!("{id} was told that they are expected, and it is {state:?}"));
    }
    if !coming && registration.is_confirmed() {
        return Err(format!("{id} does not come, and holds a pass"));
    }
    Ok(())
}

/// A person who was answered that they wait does, until they or an offer's end change it.
fn joined_is_kept(seen: &Seen<'_>, id: &serde_json::Value) -> Result<(), String> {
    let id = id.as_str().unwrap_or_default();
    let Some(entry) = seen.now.entries.get(id) else { return Err(format!("{id} joined and is not there")) };
    let ended_well = match &entry.state {
        EntryState::Waiting | EntryState::Offered => true,
        EntryState::Accepted { .. } => seen.book.was_asked(id, Answer::Accept),
        EntryState::Declined { .. } => seen.book.was_asked(id, Answer::Decline) || seen.was_erased(id),
        EntryState::Lapsed { ended_at, .. } => entry.offer.as_ref().is_some_and(|offer| offer.expires_at <= *ended_at),
        EntryState::Withdrawn { .. } => {
            // Or they got a pass another way.
            let key = entry.id.person();
            let own = |person: &&Person| person.key == key || person.alias_of.as_ref() == Some(&key);
            let root = seen.now.people.values().find(own).and_then(|person| person.alias_of.clone());
            let counts = |person: &&Person| own(person) || root.as_ref() == Some(&person.key) || addresses_part(seen);
            let passes = seen
                .now
                .people
                .values()
                .filter(counts)
                .flat_map(|person| [&person.registration, &person.previous])
                .flatten();
            seen.book.was_asked(id, Answer::Leave) || passes.count() > 0 || seen.was_erased(id)
        }
    };
    if ended_well { Ok(()) } else { Err(format!("{id} joined, and is {:?} although no one asked for it", entry.state)) }
}

/// A person who changed once, and got that answer, has what they asked for.
fn last_change(seen: &Seen<'_>, person: usize, online: bool) -> Result<(), String> {
    let of = |attempt: &&Attempt| matches!(attempt.act, Act::Change { person: p, .. } if p == person);
    // An invitation or an accepted offer swaps a virtual pass.
    let swaps = |attempt: &Attempt| match attempt.act {
        Act::Register { person: p, invited: true, .. } | Act::Answer { person: p, how: Answer::Accept, .. } => {
            p == person || addresses_join(seen)
        }
        _ => false,
    };
    if seen.book.attempts.iter().any(swaps) {
        return Ok(());
    }
    let of = |attempt: &&Attempt| of(attempt) || (addresses_join(seen) && matches!(attempt.act, Act::Change { .. }));
    let mut changes = seen.book.attempts.iter().filter(of);
    let (Some(only), None) = (changes.next(), changes.next()) else { return Ok(()) };
    let Some(now) = only.about.as_deref().and_then(|id| seen.now.registration(id)) else { return Ok(()) };
    let wanted = if online { Attendance::Virtual } else { Attendance::InPerson };
    if now.attendance == wanted { Ok(()) } else { Err(format!("{} was changed, and is as it was", now.id)) }
}
