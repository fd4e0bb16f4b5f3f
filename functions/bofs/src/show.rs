//! A BoF as an answer.

use domain::bof::{Bof, BofState};
use domain::conference::{Conference, Period};
use domain::instant::readable;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use web::Request;

/// A BoF as everybody sees it. Whose it is is a name; the address is for mails.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    pub(crate) id: &'a str,
    pub(crate) status: &'static str,
    pub(crate) title: &'a str,
    #[serde(rename = "abstract")]
    pub(crate) abstract_text: &'a str,
    pub(crate) name: &'a str,
    /// Minutes that it takes, once it has a slot, or that it asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) minutes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) room: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) room_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) starts_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ends_at: Option<Timestamp>,
    /// Its place on the list for slots that come back, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<usize>,
    pub(crate) not_recorded: bool,
    pub(crate) proposed_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cancelled_at: Option<Timestamp>,
    /// Whether the caller may change it.
    pub(crate) mine: bool,
}

impl<'a> Shown<'a> {
    pub(crate) fn new(bof: &'a Bof, place: Option<usize>, conference: &'a Conference, mine: bool) -> Self {
        let (slot, period) = (bof.slot(), bof.period());
        Self {
            id: bof.id.as_str(),
            status: bof.state.as_str(),
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

    /// When, for people: on the conference's clocks and in UTC.
    pub(crate) fn when(&self, conference: &Conference) -> Option<String> {
        let starts_at = self.starts_at?;
        let utc = readable(starts_at, &TimeZone::UTC);
        Some(format!("{} ({utc})", readable(starts_at, &conference.time_zone)))
    }
}

/// Whether a BoF is the caller's own.
pub(crate) fn is_own(request: &Request, bof: &Bof) -> bool {
    let Ok(edition) = request.edition() else { return false };
    request.caller.addresses.iter().any(|email| edition.person_key(email) == bof.person)
}
