//! The calendar entries attached to mails about registrations and sessions (RFC 5545, RFC 5546).
//!
//! Each registration or session has one `UID` and a growing `SEQUENCE`, so that a change updates the entry and a
//! cancellation removes it. A registration covers whole days, which are the same in every zone and client.
//!
//! `PUBLISH` asks for no answer and must not name an attendee. Both methods must name the organizer, and `CANCEL` must
//! name its recipients as attendees (RFC 5546, sections 3.2.1 and 3.2.5).

use domain::conference::Conference;
use domain::mail::Occasion;
use domain::person::EmailAddress;
use icalendar::{Calendar, Component, Event, Property};
use jiff::Timestamp;

/// The entry of a registration.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    pub registration: &'a str,
    pub sequence: u32,
    pub cancelled: bool,
    /// A virtual registration has no location.
    pub online: bool,
    /// The page of the registration. Without its token, because people share calendars.
    pub url: &'a str,
    pub attendee: &'a EmailAddress,
    pub at: Timestamp,
}

impl Entry<'_> {
    /// The iCalendar method (RFC 5546): `PUBLISH` or `CANCEL`.
    pub fn method(&self) -> &'static str {
        if self.cancelled { "CANCEL" } else { "PUBLISH" }
    }
}

/// Returns text with CRLF line ends.
pub fn calendar(conference: &Conference, entry: &Entry<'_>) -> String {
    let stamp = stamp(entry.at);
    let after = conference.ends_on.tomorrow().unwrap_or(conference.ends_on);
    let date = |name: &str, day: jiff::civil::Date| {
        let mut property = Property::new(name, day.strftime("%Y%m%d").to_string());
        property.add_parameter("VALUE", "DATE");
        property
    };
    let place = if entry.online { "Online".to_owned() } else { conference.place.line() };
    let mut event = Event::with_uid(&uid(conference, entry.registration))
        .append_property(date("DTSTART", conference.starts_on))
        .append_property(date("DTEND", after))
        .add_property("DTSTAMP", &stamp)
        .add_property("LAST-MODIFIED", &stamp)
        .add_property("SEQUENCE", entry.sequence.to_string())
        .add_property("STATUS", if entry.cancelled { "CANCELLED" } else { "CONFIRMED" })
        .add_property("SUMMARY", &conference.name)
        .add_property("LOCATION", place)
        .add_property("URL", entry.url)
        .add_property("TRANSP", "TRANSPARENT")
        .append_property(organizer(conference))
        .done();
    if entry.cancelled {
        event.append_property(person("ATTENDEE", entry.attendee));
    }
    framed("Registration", entry.method(), vec![event])
}

/// The calendar of sessions, either all published or all cancelled. Times are in UTC; clients show them in local time.
pub fn occasions(
    conference: &Conference,
    of: &[&Occasion],
    cancelled: bool,
    attendee: &EmailAddress,
    at: Timestamp,
    base_url: &str,
) -> String {
    let method = if cancelled { "CANCEL" } else { "PUBLISH" };
    let events = of.iter().map(|occasion| {
        let mut event = Event::with_uid(&occasion.guid)
            .add_property("DTSTART", stamp(occasion.starts_at))
            .add_property("DTEND", stamp(occasion.ends_at))
            .add_property("DTSTAMP", stamp(at))
            .add_property("LAST-MODIFIED", stamp(at))
            .add_property("SEQUENCE", occasion.sequence.to_string())
            .add_property("STATUS", if cancelled { "CANCELLED" } else { "CONFIRMED" })
            .add_property("SUMMARY", &occasion.title)
            .add_property("LOCATION", format!("{}, {}", room(conference, &occasion.room), conference.place.line()))
            .add_property("URL", format!("{base_url}/conferences/{}/sessions/{}", conference.id, occasion.session))
            .append_property(organizer(conference))
            .done();
        if cancelled {
            event.append_property(person("ATTENDEE", attendee));
        }
        event
    });
    framed("Timetable", method, events.collect())
}

pub(crate) fn room<'a>(conference: &'a Conference, id: &'a str) -> &'a str {
    conference.rooms.iter().find(|room| room.id.as_str() == id).map_or(id, |room| room.name.as_str())
}

/// The `UID`: the same in every calendar about this registration or session.
fn uid(conference: &Conference, id: &str) -> String {
    format!("{id}@{}", conference.contact.as_str().rsplit('@').next().unwrap_or("plumbline"))
}

fn stamp(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn person(name: &str, email: &EmailAddress) -> Property {
    Property::new(name, format!("mailto:{}", email.deliverable()))
}

fn organizer(conference: &Conference) -> Property {
    let mut organizer = person("ORGANIZER", &conference.contact);
    // A parameter's value cannot hold a double quote (RFC 5545, section 3.1).
    organizer.add_parameter("CN", &conference.name.replace('"', "'"));
    organizer
}

fn framed(of: &str, method: &str, events: Vec<Event>) -> String {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", format!("-//Plumbline//{of}//EN").as_str()))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", method));
    for event in events {
        calendar.push(event);
    }
    calendar.to_string()
}
