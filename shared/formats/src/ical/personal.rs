//! A person's own calendar: their sessions in several editions, and the ends of offers.

use domain::conference::Room;
use domain::timetable::{Guid, Period, Released};
use icalendar::{Component, Event, Property};
use jiff::{SignedDuration, Timestamp};

use super::zone::{Clocks, Zones};
use super::{event, named, utc, with_zones};
use crate::published::{Published, clean, clean_line};

/// How long before a deadline a calendar program reminds of it.
const REMIND_BEFORE: SignedDuration = SignedDuration::from_hours(2);

/// A person's part in one edition.
#[derive(Clone, Debug)]
pub struct Personal<'a> {
    pub published: Published<'a>,
    pub sessions: Vec<OwnSession<'a>>,
    pub deadlines: Vec<Deadline>,
}

#[derive(Clone, Debug)]
pub struct OwnSession<'a> {
    pub released: &'a Released,
    /// Its room, while the person may see the room's links.
    pub live: Option<&'a Room>,
    /// The links in words, because many programs show no `CONFERENCE` (RFC 7986). Empty without links.
    pub live_text: String,
    /// When the links were last shown or hidden.
    pub live_changed_at: Option<Timestamp>,
}

/// Something that a person must do by an instant.
#[derive(Clone, Debug)]
pub struct Deadline {
    pub guid: Guid,
    pub at: Timestamp,
    pub since: Timestamp,
    pub title: String,
    pub text: String,
    /// Where to do it.
    pub url: String,
}

/// Returns text with CRLF line ends.
pub fn personal(name: &str, editions: &[Personal<'_>]) -> String {
    let mut calendar = named(&clean_line(name));
    let mut zones = Zones::default();
    let mut deadlines = String::new();
    for edition in editions {
        let clocks = Clocks::of(&edition.published.conference.time_zone);
        for own in &edition.sessions {
            zones.add(clocks, own.released.placement.period());
            calendar.push(own_event(&edition.published, &clocks, own));
        }
        for deadline in &edition.deadlines {
            zones.add(clocks, Period { starts_at: deadline.at, ends_at: deadline.at });
            deadlines.push_str(&deadline_event(&clocks, deadline));
        }
    }
    with_zones(&calendar, &zones, &deadlines)
}

fn own_event(published: &Published<'_>, clocks: &Clocks<'_>, own: &OwnSession<'_>) -> Event {
    let mut event = event(published, clocks, own.released, own.released.is_cancelled());
    if let Some(changed_at) = own.live_changed_at {
        let modified_at = utc(own.released.modified_at.max(changed_at));
        event.add_property("DTSTAMP", &modified_at).add_property("LAST-MODIFIED", &modified_at);
    }
    let Some(room) = own.live else { return event };
    let links = [("VIDEO", &room.live_url), ("CHAT", &room.chat_url)];
    for (feature, url) in links {
        let Some(url) = url else { continue };
        let mut property = Property::new("CONFERENCE", clean_line(url));
        property.add_parameter("VALUE", "URI").add_parameter("FEATURE", feature);
        event.append_multi_property(property);
    }
    let text = [clean(&own.live_text), event.get_description().unwrap_or_default().to_owned()];
    event.description(&text.join("\n\n"));
    event
}

/// An event without a length at the deadline, with an alarm. As text, because the crate would add a stamp and an id to
/// the alarm.
fn deadline_event(clocks: &Clocks<'_>, deadline: &Deadline) -> String {
    let mut event = Event::with_uid(deadline.guid.as_str());
    let text = clean(&format!("{}\n\n{}", deadline.text, deadline.url));
    event
        .append_property(clocks.property("DTSTART", deadline.at))
        .add_property("DTSTAMP", utc(deadline.since))
        .add_property("LAST-MODIFIED", utc(deadline.since))
        .add_property("SEQUENCE", "0")
        .add_property("STATUS", "CONFIRMED")
        .add_property("TRANSP", "TRANSPARENT")
        .summary(&clean_line(&deadline.title))
        .description(&text)
        .add_property("URL", &deadline.url);
    let said: String = Property::new("DESCRIPTION", clean_line(&deadline.title)).try_into().unwrap_or_default();
    let trigger = format!("-PT{}H", REMIND_BEFORE.as_hours());
    let alarm = format!("BEGIN:VALARM\r\nACTION:DISPLAY\r\n{said}TRIGGER:{trigger}\r\nEND:VALARM\r\n");
    let mut text = event.to_string();
    text.insert_str(text.rfind("END:VEVENT").unwrap_or(text.len()), &alarm);
    text
}
