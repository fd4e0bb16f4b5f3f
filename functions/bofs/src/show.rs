//! A BoF in the form of an answer.

use contract::Stated;
use contract::bofs as answers;
use domain::bof::{Bof, BofState};
use domain::conference::{Conference, Period};
use jiff::tz::TimeZone;
use messages::Messages;
use web::Request;

/// A BoF as everyone sees it. Shows the proposer's name but not the address, which is for mails only.
pub(crate) fn shown<'a>(
    bof: &'a Bof,
    place: Option<usize>,
    conference: &'a Conference,
    mine: bool,
) -> answers::Bof<'a> {
    let (slot, period) = (bof.slot(), bof.period());
    answers::Bof {
        id: bof.id.as_str(),
        state: Stated::new(&bof.state),
        title: &bof.title,
        abstract_text: &bof.abstract_text,
        name: bof.name.as_str(),
        minutes: period.map(Period::minutes).or(bof.minutes),
        room: slot.map(|slot| slot.room.as_str()),
        room_name: slot.and_then(|slot| conference.room(&slot.room)).map(|room| room.name.as_str()),
        starts_at: period.map(|period| period.starts_at),
        ends_at: period.map(|period| period.ends_at),
        place,
        not_recorded: true,
        proposed_at: bof.proposed_at,
        updated_at: bof.updated_at,
        cancelled_at: match bof.state {
            BofState::Cancelled { cancelled_at, .. } => Some(cancelled_at),
            _ => None,
        },
        mine,
    }
}

/// Its time for people: in the conference's zone and in UTC.
pub(crate) fn when(messages: &Messages, bof: &answers::Bof<'_>, conference: &Conference) -> Option<String> {
    let starts_at = bof.starts_at?;
    let utc = messages.instant(starts_at, &TimeZone::UTC);
    Some(format!("{} ({utc})", messages.instant(starts_at, &conference.time_zone)))
}

/// Its time for a list: in the conference's zone.
pub(crate) fn short(messages: &Messages, bof: &answers::Bof<'_>, conference: &Conference) -> Option<String> {
    Some(messages.short_instant(bof.starts_at?, &conference.time_zone))
}

/// Whether a BoF is the caller's own.
pub(crate) fn is_own(request: &Request, bof: &Bof) -> bool {
    let Ok(edition) = request.edition() else { return false };
    request.caller.addresses.iter().any(|email| edition.person_key(email) == bof.person)
}
