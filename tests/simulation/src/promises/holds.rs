//! Held passes, in promises 6, 7 and 11: a confirmed pass stays, a hold ends at its end, and its end has an entry.

use domain::activity::Kind;
use domain::registration::RegistrationState;

use super::{Seen, given_up};
use crate::plan::Act;
use crate::plan::holds::HoldAct;

/// A pass that was confirmed to its holder is theirs until they give it up.
pub(super) fn confirmed_is_kept(seen: &Seen<'_>) -> Result<(), String> {
    for attempt in &seen.book.attempts {
        let Act::Hold(HoldAct::Confirm { .. }) = attempt.act else { continue };
        let confirmed = attempt.response.as_ref().is_some_and(|response| response.status == 200);
        let Some(id) = attempt.about.as_deref().filter(|id| confirmed && !given_up(seen, id)) else { continue };
        match seen.now.registration(id).map(|registration| &registration.state) {
            Some(RegistrationState::Confirmed) => {}
            state => return Err(format!("{id} was confirmed to its holder, and is {state:?}")),
        }
    }
    Ok(())
}

/// A hold lapses from its end on, and is confirmed before; no answer says sooner that it is over.
pub(super) fn a_hold_ends_at_its_end(seen: &Seen<'_>) -> Result<(), String> {
    let Some(minutes) = seen.world.confirm_minutes else { return Ok(()) };
    let lasts = jiff::SignedDuration::from_mins(i64::try_from(minutes).unwrap_or(i64::MAX));
    let all = seen.now.people.values().flat_map(|person| [&person.registration, &person.previous]).flatten();
    for registration in all.filter(|registration| registration.was_held) {
        let ends = registration.registered_at + lasts;
        if registration.state.held_until().is_some_and(|until| until != ends) {
            return Err(format!("the hold of {} was moved", registration.id));
        }
        if registration.state.lapsed_at().is_some_and(|at| at < ends) {
            return Err(format!("{} lapsed before its end at {ends}", registration.id));
        }
        if registration.address_confirmed_at.is_some_and(|at| at >= ends) {
            return Err(format!("{} was confirmed after its end at {ends}", registration.id));
        }
    }
    for attempt in &seen.book.attempts {
        let Act::Hold(HoldAct::Confirm { .. }) = attempt.act else { continue };
        let (Some(response), Some(ended)) = (&attempt.response, attempt.ended) else { continue };
        let Some(registration) = attempt.about.as_deref().and_then(|id| seen.now.registration(id)) else { continue };
        if response.problem() == "hold-lapsed" && ended < registration.registered_at + lasts {
            return Err(format!("{} was told at {ended} that its hold had lapsed", registration.id));
        }
    }
    Ok(())
}

/// Each hold that lapsed has one entry.
pub(super) fn each_lapse_has_an_entry(seen: &Seen<'_>) -> Result<(), String> {
    let all = seen.now.people.values().flat_map(|person| [&person.registration, &person.previous]).flatten();
    for registration in all.filter(|registration| registration.was_held) {
        let id = registration.id.as_str();
        let entries =
            seen.now.activity.values().filter(|entry| entry.kind == Kind::HoldLapsed && entry.object.id == id);
        let wanted = usize::from(registration.state.lapsed_at().is_some());
        let found = entries.count();
        if found != wanted {
            return Err(format!("{id} has {found} entries of its lapse, and {wanted} are right"));
        }
    }
    Ok(())
}
