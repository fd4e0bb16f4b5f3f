//! Promise 7: a deadline is a deadline.

use domain::reconfirmation::ReconfirmationState;
use domain::waitlist::{EntryState, Offer};
use jiff::Timestamp;

use super::{Seen, closes, holds, proposals, stage};
use crate::book::Attempt;
use crate::plan::{Act, Answer};

/// 7: a request after the close gets nothing new. An answer before the close never says that it is over. The same holds
/// for the end of an offer.
pub(super) fn promise_7_a_deadline_is_a_deadline(seen: &Seen<'_>) -> Result<(), String> {
    if seen.world.calls.is_some() {
        proposals::the_close_is_the_close(seen)?;
    }
    let closes = closes(seen.world);
    for attempt in &seen.book.attempts {
        let (Some(response), Some(ended)) = (&attempt.response, attempt.ended) else { continue };
        let id = response.json["id"].as_str().unwrap_or_default();
        // Another request for the same person, sent in time, may have made it meanwhile.
        let in_time = match attempt.act {
            Act::Register { invited: false, .. } => {
                seen.now.registration(id).is_none_or(|registration| registration.registered_at < closes)
                    || seen.came_without_a_pass(id)
            }
            Act::Join { .. } => {
                let in_time = |at| at < closes || seen.offers_passes_of_no_shows(at);
                seen.now.entries.get(id).is_none_or(|entry| in_time(entry.joined_at))
            }
            Act::Answer { how, .. } => {
                answered_in_time(seen, attempt, how, ended)?;
                continue;
            }
            _ => continue,
        };
        let is_new = response.status == 201 && !attempt.before.contains(id);
        if is_new && attempt.begun >= closes && !in_time {
            return Err(format!("{id} was made by a request sent at {}, after the close", attempt.begun));
        }
        if response.problem() == "registration-closed" && ended < closes {
            return Err(format!("a request answered at {ended} was told that registration closed at {closes}"));
        }
    }
    round_ends(seen)?;
    holds::a_hold_ends_at_its_end(seen)?;
    offers_stand(seen)
}

/// An answer to an offer from its end on is refused as lapsed, unless it was answered before. No answer says so sooner.
fn answered_in_time(seen: &Seen<'_>, attempt: &Attempt, how: Answer, ended: Timestamp) -> Result<(), String> {
    let id = attempt.about.as_deref().unwrap_or_default();
    let Some(response) = attempt.response.as_ref().filter(|_| how != Answer::Leave) else { return Ok(()) };
    let Some(offer) = seen.now.entries.get(id).and_then(|entry| entry.offer.as_ref()) else {
        return if response.status == 200 {
            Err(format!("{id} was answered {how:?} without an offer"))
        } else {
            Ok(())
        };
    };
    let expires_at = offer.expires_at;
    let same = |other: &&Attempt| {
        other.about == attempt.about && matches!(other.act, Act::Answer { how: theirs, .. } if theirs == how)
    };
    let sent_in_time = seen.book.attempts.iter().filter(same).any(|other| other.begun < expires_at);
    if response.status == 200 && !sent_in_time {
        return Err(format!("{how:?} of {id} was granted at {ended}, and the offer ended at {expires_at}"));
    }
    if response.problem() == "offer-lapsed" && ended < expires_at {
        return Err(format!("{how:?} of {id} was told at {ended} that the offer had lapsed: it ends at {expires_at}"));
    }
    let open = matches!(response.json["waitlist_status"].as_str(), Some("waiting" | "offered" | "lapsed"));
    if attempt.begun >= expires_at && response.problem() == "no-offer" && open {
        return Err(format!("{how:?} of {id} came too late and was told {}", response.words()));
    }
    Ok(())
}

/// An offer does not change; it is accepted before its end and lapses after it.
fn offers_stand(seen: &Seen<'_>) -> Result<(), String> {
    let as_made = |offer: &Offer| Offer { reminded: false, ..offer.clone() };
    for (id, entry) in &seen.now.entries {
        let Some(offer) = &entry.offer else { continue };
        let before = seen.before.and_then(|before| before.entries.get(id)?.offer.as_ref());
        if before.is_some_and(|before| as_made(before) != as_made(offer)) {
            return Err(format!("the offer of {id} was changed"));
        }
        match entry.state {
            EntryState::Accepted { ended_at, .. } if ended_at >= offer.expires_at => {
                return Err(format!("{id} was accepted at {ended_at}, after its end"));
            }
            EntryState::Lapsed { ended_at, .. } if ended_at < offer.expires_at => {
                return Err(format!("{id} lapsed at {ended_at}, before its end at {}", offer.expires_at));
            }
            _ => {}
        }
    }
    Ok(())
}

/// A yes at the end or later is too late in a campaign where silence returns the pass. No answer says so sooner, and no
/// pass is returned sooner.
fn round_ends(seen: &Seen<'_>) -> Result<(), String> {
    let Some(campaign) = seen.world.campaign.filter(|campaign| !campaign.keep) else { return Ok(()) };
    let ends = stage(3);
    for attempt in &seen.book.attempts {
        let Act::Reconfirm { coming, .. } = attempt.act else { continue };
        let (Some(response), Some(ended)) = (&attempt.response, attempt.ended) else { continue };
        let same =
            |other: &&Attempt| other.about == attempt.about && matches!(other.act, Act::Reconfirm { coming: true, .. });
        let sent_in_time = seen.book.attempts.iter().filter(same).any(|other| other.begun < ends);
        if coming && response.status == 200 && !sent_in_time {
            return Err(format!("{:?} was granted at {ended}, and the round ended at {ends}", attempt.act));
        }
        if response.problem() == "reconfirmation-over" && ended < ends {
            return Err(format!(
                "{:?} was told at {ended} that {campaign:?} had ended: it ends at {ends}",
                attempt.act
            ));
        }
    }
    let registrations = seen.now.people.values().flat_map(|person| [&person.registration, &person.previous]);
    for registration in registrations.flatten() {
        let state = registration.reconfirmation.as_ref().map(|known| &known.state);
        if let Some(ReconfirmationState::Returned { ended_at }) = state
            && *ended_at < ends
        {
            return Err(format!("{} was returned at {ended_at}, before the end", registration.id));
        }
    }
    Ok(())
}
