//! A person's own calendar: their sessions in several editions, and the ends of offers.

use domain::live::Links;
use domain::timetable::{Guid, Period, Released};
use icalendar::{Component, Event, EventLike, Property};
use jiff::{SignedDuration, Timestamp};

use super::zone::{Clocks, Zones};
use super::{Words, event, location, named, timed, utc, with_zones};
use crate::published::{Published, clean, clean_line};

/// How long before a deadline a calendar program reminds of it.
const REMIND_BEFORE: SignedDuration = SignedDuration::from_hours(2);

/// How long the event before a deadline is.
const SHOWN_FOR: SignedDuration = SignedDuration::from_mins(30);

/// A person's part in one edition.
#[derive(Clone, Debug)]
pub struct Personal<'a> {
    pub published: Published<'a>,
    pub words: &'a dyn Words,
    pub sessions: Vec<OwnSession<'a>>,
    pub deadlines: Vec<Deadline>,
}

#[derive(Clone, Debug)]
pub struct OwnSession<'a> {
    pub released: &'a Released,
    /// Its links, while the person may see them.
    pub live: Option<Links>,
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

impl Deadline {
    fn period(&self) -> Period {
        Period { starts_at: self.at - SHOWN_FOR, ends_at: self.at }
    }
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
            calendar.push(own_event(edition, &clocks, own));
        }
        for deadline in &edition.deadlines {
            zones.add(clocks, deadline.period());
            deadlines.push_str(&deadline_event(&edition.published, &clocks, deadline));
        }
    }
    with_zones(&calendar, &zones, &deadlines)
}

fn own_event(edition: &Personal<'_>, clocks: &Clocks<'_>, own: &OwnSession<'_>) -> Event {
    let mut event = event(&edition.published, clocks, own.released, edition.words);
    if let Some(changed_at) = own.live_changed_at {
        let modified_at = utc(own.released.modified_at.max(changed_at));
        event.add_property("DTSTAMP", &modified_at).add_property("LAST-MODIFIED", &modified_at);
    }
    let Some(links) = &own.live else { return event };
    let links = [("VIDEO", &links.live_url), ("CHAT", &links.chat_url)];
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

/// The event ends at the deadline: some programs show no event without a length. As text, because the crate would add a
/// stamp and an id to the alarm.
fn deadline_event(published: &Published<'_>, clocks: &Clocks<'_>, deadline: &Deadline) -> String {
    let mut event = timed(clocks, &deadline.guid, deadline.period(), deadline.since);
    event
        .add_property("SEQUENCE", "0")
        .add_property("STATUS", "CONFIRMED")
        .add_property("TRANSP", "TRANSPARENT")
        .summary(&clean_line(&deadline.title))
        .description(&clean(&format!("{}\n\n{}", deadline.text, deadline.url)))
        .location(&location(published, &[]))
        .add_property("URL", &deadline.url);
    let said: String = Property::new("DESCRIPTION", clean_line(&deadline.title)).try_into().unwrap_or_default();
    let trigger = format!("TRIGGER;RELATED=END:-PT{}H", REMIND_BEFORE.as_hours());
    let alarm = format!("BEGIN:VALARM\r\nACTION:DISPLAY\r\n{said}{trigger}\r\nEND:VALARM\r\n");
    let mut text = event.to_string();
    text.insert_str(text.rfind("END:VEVENT").unwrap_or(text.len()), &alarm);
    text
}
