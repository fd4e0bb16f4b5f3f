//! iCalendar (RFC 5545, RFC 7986): the timetable for calendar programs.
//!
//! The details follow from what clients require: a stable `UID`; a new `SEQUENCE` and `LAST-MODIFIED` on every change;
//! always a `LOCATION`; cancelled sessions stay as `CANCELLED`; the zone is defined in the file.

mod personal;
mod zone;

use std::fmt;

use domain::conference::TrackId;
use domain::timetable::{Break, Guid, Period, Released, Role, SessionId, State};
use icalendar::{Calendar, Component, Event, EventLike, Property};
use jiff::Timestamp;

use crate::published::{Published, break_names, clean, clean_line};
use zone::{Clocks, Zones};

pub use personal::{Deadline, OwnSession, Personal, personal};

/// Selects the sessions of a calendar.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    Whole,
    Track(&'a TrackId),
    /// The sessions in which this person speaks or leads.
    Person(&'a Guid),
    /// The listed sessions: a single one, or a reader's selection. Skips sessions that are not in the release.
    These(&'a [SessionId]),
}

/// The words of a description, in the language of the calendar's reader. A caller brings them, so that this crate needs
/// no messages.
pub trait Words: fmt::Debug {
    /// Introduces the leads of a session: `Led by Ann, Ben`.
    fn led_by(&self, leads: &str) -> String;

    /// That a session is not recorded, as a sentence.
    fn not_recorded(&self) -> String;
}

/// Returns text with CRLF line ends.
pub fn calendar(published: &Published<'_>, of: Of<'_>, words: &dyn Words) -> String {
    let release = published.release;
    let (title, sessions): (String, Vec<_>) = match of {
        Of::Whole => (String::new(), release.sessions.iter().collect()),
        Of::Track(track) => (published.track_name(track).to_owned(), release.of_track(track).collect()),
        Of::Person(person) => {
            let sessions: Vec<_> = release.of_person(person).collect();
            let mut people = sessions.iter().flat_map(|r| r.session.public_people());
            let name = people.find(|p| p.guid == *person).map_or(String::new(), |p| p.name.to_string());
            (name, sessions)
        }
        Of::These(ids) => {
            let sessions: Vec<_> = release.sessions.iter().filter(|r| ids.contains(&r.session.id)).collect();
            (if let [one] = &sessions[..] { one.session.title.clone() } else { String::new() }, sessions)
        }
    };
    let clocks = Clocks::of(&published.conference.time_zone);
    let mut calendar = empty(published, &title);
    let mut zones = Zones::default();
    for released in sessions {
        zones.add(clocks, released.placement.period());
        calendar.push(event(published, &clocks, released, words));
    }
    if matches!(of, Of::Whole) {
        for pause in &published.conference.breaks {
            zones.add(clocks, pause.period);
            calendar.push(break_event(published, &clocks, pause));
        }
    }
    with_zones(&calendar, &zones, "")
}

fn empty(published: &Published<'_>, title: &str) -> Calendar {
    let conference = clean_line(&published.conference.name);
    named(&if title.is_empty() { conference } else { format!("{}: {conference}", clean_line(title)) })
}

/// A calendar of this name without events.
fn named(name: &str) -> Calendar {
    let mut interval = Property::new("REFRESH-INTERVAL", "PT1H");
    interval.add_parameter("VALUE", "DURATION");
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Plumbline//Timetable//EN"))
        .append_property(("CALSCALE", "GREGORIAN"))
        // The crate does not know the property NAME (RFC 7986) and does not escape its text.
        .append_property(Property::new("NAME", escaped(name)))
        .append_property(("X-WR-CALNAME", name))
        .append_property(("X-PUBLISHED-TTL", "PT1H"))
        .append_property(interval);
    calendar
}

fn event(published: &Published<'_>, clocks: &Clocks<'_>, released: &Released, words: &dyn Words) -> Event {
    let session = &released.session;
    let status = match session.state {
        _ if released.is_cancelled() => "CANCELLED",
        State::Cancelled => "CANCELLED",
        State::Tentative => "TENTATIVE",
        State::Confirmed => "CONFIRMED",
    };
    let page = published.page(released);
    let mut event = timed(clocks, &session.guid, released.placement.period(), released.modified_at);
    event
        .add_property("SEQUENCE", released.sequence.to_string())
        .add_property("STATUS", status)
        .summary(&clean_line(&session.title))
        .description(&description(published, released, &page, words))
        .location(&location(published, &[published.room_name(&released.placement.room)]))
        .add_property("URL", &page);
    if let Some(track) = &session.track {
        event.add_property("CATEGORIES", escaped(published.track_name(track)));
    }
    event
}

fn break_event(published: &Published<'_>, clocks: &Clocks<'_>, pause: &Break) -> Event {
    let (guid, _) = break_names(published.conference, pause, None);
    let rooms: Vec<_> = pause.rooms.iter().map(|room| published.room_name(room)).collect();
    let mut event = timed(clocks, &guid, pause.period, published.release.published_at);
    event
        .add_property("SEQUENCE", "0")
        .add_property("STATUS", "CONFIRMED")
        .add_property("TRANSP", "TRANSPARENT")
        .summary(&clean_line(&pause.label))
        .location(&location(published, &rooms));
    event
}

/// `DTSTAMP` is the time of this version, not of the request, so that an unchanged file has the same bytes.
fn timed(clocks: &Clocks<'_>, guid: &Guid, period: Period, modified_at: Timestamp) -> Event {
    let [start, end] = clocks.properties(period);
    let mut event = Event::with_uid(guid.as_str());
    event
        .append_property(start)
        .append_property(end)
        .add_property("DTSTAMP", utc(modified_at))
        .add_property("LAST-MODIFIED", utc(modified_at));
    event
}

fn location(published: &Published<'_>, rooms: &[&str]) -> String {
    let place = published.conference.place.line();
    let rooms = rooms.join(", ");
    clean_line(&if rooms.is_empty() { place } else { format!("{rooms}, {place}") })
}

fn description(published: &Published<'_>, released: &Released, page: &str, words: &dyn Words) -> String {
    let session = &released.session;
    let names = |role| {
        let people = session.people.iter().filter(move |person| person.role == role);
        people.map(|person| person.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let (speakers, leads) = (names(Role::Speaker), names(Role::Lead));
    let led = if leads.is_empty() { String::new() } else { words.led_by(&leads) };
    let unrecorded = if published.is_not_recorded(released) { words.not_recorded() } else { String::new() };
    let parts = [
        speakers.as_str(),
        &led,
        &session.abstract_text,
        session.description.as_deref().unwrap_or(""),
        &unrecorded,
        page,
    ];
    // RFC 5545 allows a tab, but some clients refuse it as a control character.
    clean(&parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n"))
        .replace('\t', " ")
}

/// The calendar with its zones before the events, and `more` events after them. The zones are text, because the crate
/// would add a stamp and an id to each part of them.
fn with_zones(calendar: &Calendar, zones: &Zones<'_>, more: &str) -> String {
    let text = calendar.to_string();
    let (rest, end) = text.split_at(text.rfind("END:VCALENDAR").unwrap_or(text.len()));
    let (head, events) = rest.split_at(rest.find("BEGIN:VEVENT").unwrap_or(rest.len()));
    [head, &zones.components(), events, more, end].concat()
}

pub(crate) fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Escapes text for a property's value (RFC 5545, section 3.3.11).
fn escaped(text: &str) -> String {
    clean_line(text).replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}
