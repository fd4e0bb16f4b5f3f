//! The promises on the day of the edition: passes of people who did not come, and people who come without a pass.

use std::collections::BTreeMap;

use domain::registration::Registration;
use domain::ticket::CheckIn;
use jiff::Timestamp;

use super::Seen;
use crate::book::Attempt;
use crate::plan::Act;
use crate::plan::no_shows::NoShowAct;

fn acts<'a>(seen: &Seen<'a>) -> impl Iterator<Item = (&'a NoShowAct, &'a Attempt)> {
    seen.book.attempts.iter().filter_map(|attempt| match &attempt.act {
        Act::NoShow(act) => Some((act, attempt)),
        _ => None,
    })
}

/// The registration of a person who came without a pass, from the answer.
pub(super) fn walked_in(attempt: &Attempt) -> Option<(usize, &str)> {
    let Act::NoShow(NoShowAct::WalkIn { person, .. }) = attempt.act else { return None };
    let response = attempt.response.as_ref().filter(|response| response.status == 201)?;
    Some((person, response.json["registration"].as_str()?))
}

/// 5: the same key of the door is one registration.
pub(super) fn a_repeat_is_free(seen: &Seen<'_>) -> Result<(), String> {
    let mut by_key: BTreeMap<(usize, u32), &str> = BTreeMap::new();
    for (act, attempt) in acts(seen) {
        let (NoShowAct::WalkIn { person, key: Some(key), .. }, Some((_, id))) = (act, walked_in(attempt)) else {
            continue;
        };
        let first = by_key.entry((*person, *key)).or_insert(id);
        // Two registrations are remembered.
        if *first != id && seen.now.registration(first).is_some() && seen.now.registration(id).is_some() {
            return Err(format!("person {person} walked in as {first} and as {id} with one key"));
        }
    }
    Ok(())
}

/// 6: a person who was given a pass at the door has it until it is given up.
pub(super) fn what_was_answered_is_kept(seen: &Seen<'_>) -> Result<(), String> {
    for (act, attempt) in acts(seen) {
        let id = match act {
            NoShowAct::Return { registration, .. } => {
                let given = attempt.response.as_ref().is_some_and(|response| response.status == 200);
                Some(registration.as_str()).filter(|_| given)
            }
            _ => walked_in(attempt).map(|(_, id)| id),
        };
        let Some(id) = id.filter(|id| !super::given_up(seen, id)) else { continue };
        if !seen.now.registration(id).is_some_and(Registration::is_confirmed) {
            return Err(format!("{id} was given a pass at the door, and does not have it"));
        }
    }
    Ok(())
}

/// 12: no pass of a person who is here is offered to others; what an organizer was told of each pass is so.
pub(super) fn only_the_missing_lose_their_pass(seen: &Seen<'_>) -> Result<(), String> {
    let all = seen.now.people.values().flat_map(|person| [&person.registration, &person.previous]).flatten();
    for registration in all.filter(|registration| registration.offered_on.is_some()) {
        let id = registration.id.as_str();
        if seen.now.check_ins.get(id).is_some_and(CheckIn::is_here) {
            return Err(format!("{id} is here, and its pass was offered to others"));
        }
    }
    let activity = seen.now.activity.values();
    let offered: Vec<&str> = activity
        .filter(|entry| entry.kind == domain::activity::Kind::PassOfferedOn)
        .map(|entry| entry.object.id.as_str())
        .collect();
    for (_, attempt) in acts(seen).filter(|(act, _)| matches!(act, NoShowAct::ReleaseOf { .. })) {
        let Some(response) = attempt.response.as_ref().filter(|response| response.status == 200) else { continue };
        for one in response.json["people"].as_array().into_iter().flatten() {
            let id = one["registration"].as_str().unwrap_or_default();
            let was_here = || seen.now.check_ins.get(id).is_some_and(|item| item.is_here() || !item.undone.is_empty());
            match one["result"].as_str() {
                Some("released") if !offered.contains(&id) => {
                    return Err(format!("the pass of {id} was offered to others according to an answer only"));
                }
                Some("here") if !was_here() => {
                    return Err(format!("{id} kept the pass because they are here, and they never were"));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

impl Seen<'_> {
    /// Whether a registration lost its pass because its holder did not come. One that is no longer remembered may have.
    pub(super) fn was_offered_on(&self, id: &str) -> bool {
        let released = acts(self).any(|(act, attempt)| {
            let of = matches!(act, NoShowAct::ReleaseOf { registration, .. }
                if registration.as_ref().is_none_or(|of| of == id));
            of && attempt.response.as_ref().is_none_or(|response| response.status != 409)
        });
        released && self.now.registration(id).is_none_or(|registration| registration.offered_on.is_some())
    }

    /// Whether the door was asked to give this pass back.
    pub(super) fn was_given_back(&self, id: &str) -> bool {
        acts(self).any(|(act, attempt)| matches!(act, NoShowAct::Return { .. }) && attempt.about.as_deref() == Some(id))
    }

    /// Whether a person was registered as this at the door: also once registration has closed.
    pub(super) fn came_without_a_pass(&self, id: &str) -> bool {
        // A walk-in that got no answer may have made it.
        let key = id.split('-').next().unwrap_or_default();
        acts(self).any(|(act, attempt)| match act {
            NoShowAct::WalkIn { person, .. } => {
                walked_in(attempt).is_some_and(|(_, own)| own == id) || self.is_key_of(key, *person)
            }
            _ => false,
        })
    }

    fn is_key_of(&self, key: &str, person: usize) -> bool {
        let own = crate::request::address(person);
        self.now.people.values().any(|person| person.key.as_str() == key && person.email.folded() == own)
    }

    /// Whether the door checked a person in at this instant, with the pass that it gave them.
    pub(super) fn was_checked_in_with_a_pass(&self, id: &str, instant: Timestamp) -> bool {
        acts(self).any(|(act, attempt)| {
            let is_then = (attempt.begun..=attempt.ended.unwrap_or(self.time)).contains(&instant);
            match act {
                NoShowAct::Return { registration, check_in: true, .. } => registration == id && is_then,
                // A repeat has the instant of the registration.
                NoShowAct::WalkIn { .. } => self.now.registration(id).is_some_and(|one| one.registered_at == instant),
                _ => false,
            }
        })
    }

    /// Whether people can join the waitlist although registration has closed: while passes of no-shows are offered.
    pub(super) fn offers_passes_of_no_shows(&self, at: Timestamp) -> bool {
        let since = self.world.no_shows.map(|policy| crate::request::calls::after_start(policy.from));
        since.is_some_and(|since| at >= since && at < super::last_offers(self.world))
    }
}
