//! The calendar entry that goes with a registration (RFC 5545, RFC 5546).
//!
//! One `UID` per registration and a `SEQUENCE` that grows, so that a change updates the entry and a cancellation
//! removes it. Whole days: they are the same in every zone and every client.
//!
//! `PUBLISH` asks for no answer and must not name an attendee; both methods must name the organizer, and `CANCEL` those
//! who are told (RFC 5546, sections 3.2.1 and 3.2.5).

use domain::conference::Conference;
use domain::person::EmailAddress;
use icalendar::{Calendar, Component, Event, Property};
use jiff::Timestamp;

/// The entry of a registration.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The registration's id.
    pub registration: &'a str,
    /// Counts the changes.
    pub sequence: u32,
    /// Whether it is over.
    pub cancelled: bool,
    /// Whether it is virtual: then there is no place to go to.
    pub online: bool,
    /// Where the registration can be seen, without its token: calendars are shared.
    pub url: &'a str,
    /// Whose it is.
    pub attendee: &'a EmailAddress,
    /// When this version was made.
    pub at: Timestamp,
}

impl Entry<'_> {
    /// The iCalendar method (RFC 5546): publish, or cancel what was published.
    pub fn method(&self) -> &'static str {
        if self.cancelled { "CANCEL" } else { "PUBLISH" }
    }
}

/// The calendar as text with CRLF line ends.
pub fn calendar(conference: &Conference, entry: &Entry<'_>) -> String {
    let stamp = entry.at.strftime("%Y%m%dT%H%M%SZ").to_string();
    let after = conference.ends_on.tomorrow().unwrap_or(conference.ends_on);
    let domain = conference.contact.as_str().rsplit('@').next().unwrap_or("plumbline");
    let date = |name: &str, day: jiff::civil::Date| {
        let mut property = Property::new(name, day.strftime("%Y%m%d").to_string());
        property.add_parameter("VALUE", "DATE");
        property
    };
    let person = |name: &str, email: &EmailAddress| Property::new(name, format!("mailto:{}", email.deliverable()));
    let mut organizer = person("ORGANIZER", &conference.contact);
    // A parameter's value cannot hold a double quote (RFC 5545, section 3.1).
    organizer.add_parameter("CN", &conference.name.replace('"', "'"));
    let place = if entry.online { "Online".to_owned() } else { conference.place.line() };
    let mut event = Event::with_uid(&format!("{}@{domain}", entry.registration))
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
        .append_property(organizer)
        .done();
    if entry.cancelled {
        event.append_property(person("ATTENDEE", entry.attendee));
    }
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Plumbline//Registration//EN"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", entry.method()))
        .push(event);
    calendar.to_string()
}
