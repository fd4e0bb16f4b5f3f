//! Local times in the conference's zone, and the `VTIMEZONE` that defines the zone (RFC 5545, section 3.6.5).

use std::fmt::Write;

use domain::timetable::Period;
use icalendar::Property;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use super::utc;

/// A zone with a name, or UTC.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clocks<'a>(Option<(&'a TimeZone, &'a str)>);

impl<'a> Clocks<'a> {
    pub(super) fn of(zone: &'a TimeZone) -> Self {
        Self(zone.iana_name().filter(|name| *name != "UTC").map(|name| (zone, name)))
    }

    /// `DTSTART` and `DTEND`: local times, or both in UTC if a local time is ambiguous.
    pub(super) fn properties(&self, period: Period) -> [Property; 2] {
        let times = [("DTSTART", period.starts_at), ("DTEND", period.ends_at)];
        let Some((zone, name)) = self.0.filter(|(zone, _)| times.iter().all(|(_, at)| is_representable(zone, *at)))
        else {
            return times.map(|(key, at)| Property::new(key, utc(at)));
        };
        times.map(|(key, at)| {
            let mut property = Property::new(key, at.to_zoned(zone.clone()).strftime("%Y%m%dT%H%M%S").to_string());
            property.add_parameter("TZID", name);
            property
        })
    }

    /// The zone from a transition before the period to one after it. Lists each transition with its date, so that
    /// clients do not depend on a rule that may have changed since.
    pub(super) fn component(&self, period: Period) -> String {
        let Some((zone, name)) = self.0 else { return String::new() };
        let mut transitions: Vec<_> = zone.preceding(period.starts_at).take(2).collect();
        transitions.reverse();
        let after = zone.following(period.starts_at - SignedDuration::from_nanos(1));
        // Includes one extra transition, so that both halves of a year are present. A year after the event no
        // transition matters.
        let until = period.ends_at.saturating_add(SignedDuration::from_hours(366 * 24)).unwrap_or(Timestamp::MAX);
        let mut last_needed = false;
        for transition in after.take_while(|transition| transition.timestamp() <= until) {
            if last_needed || transitions.last().is_some_and(|last| last.timestamp() >= transition.timestamp()) {
                continue;
            }
            last_needed = transition.timestamp() > period.ends_at;
            transitions.push(transition);
        }
        observed(name, |text| {
            if transitions.is_empty() {
                let offset = zone.to_offset(period.starts_at);
                observance(text, false, EPOCH, offset, offset, "");
            }
            for transition in &transitions {
                let before = zone.to_offset(transition.timestamp() - SignedDuration::from_nanos(1));
                // The local time of the transition, with the offset before it.
                let local = before.to_datetime(transition.timestamp()).strftime("%Y%m%dT%H%M%S").to_string();
                let summer = transition.dst().is_dst();
                observance(text, summer, &local, before, transition.offset(), transition.abbreviation());
            }
        })
    }
}

/// The zones of a calendar, each with the time that its events take.
#[derive(Debug, Default)]
pub(super) struct Zones<'a>(Vec<(Clocks<'a>, Period)>);

impl<'a> Zones<'a> {
    pub(super) fn add(&mut self, clocks: Clocks<'a>, period: Period) {
        let name = |clocks: &Clocks<'a>| clocks.0.map(|(_, name)| name);
        match self.0.iter_mut().find(|(known, _)| name(known) == name(&clocks)) {
            Some((_, whole)) => {
                whole.starts_at = whole.starts_at.min(period.starts_at);
                whole.ends_at = whole.ends_at.max(period.ends_at);
            }
            None => self.0.push((clocks, period)),
        }
    }

    /// Their definitions, one of each. A calendar without events has that of UTC, because a calendar has at least one
    /// component (RFC 5545, section 3.6), and people subscribe before the timetable is published.
    pub(super) fn components(&self) -> String {
        if self.0.is_empty() {
            return observed("UTC", |text| observance(text, false, EPOCH, Offset::UTC, Offset::UTC, "UTC"));
        }
        self.0.iter().map(|(clocks, period)| clocks.component(*period)).collect()
    }
}

/// Whether clients read the local time back as this instant. Of a repeated hour they take the first.
fn is_representable(zone: &TimeZone, at: Timestamp) -> bool {
    let local = zone.to_datetime(at);
    zone.to_ambiguous_timestamp(local).compatible().is_ok_and(|meant| meant == at)
}

/// The beginning of an observance that has always been.
const EPOCH: &str = "19700101T000000";

fn observed(name: &str, observances: impl FnOnce(&mut String)) -> String {
    let mut text = format!("BEGIN:VTIMEZONE\r\nTZID:{name}\r\n");
    observances(&mut text);
    text.push_str("END:VTIMEZONE\r\n");
    text
}

fn observance(text: &mut String, summer: bool, local: &str, from: Offset, to: Offset, name: &str) {
    let kind = if summer { "DAYLIGHT" } else { "STANDARD" };
    let (from, to) = (offset(from), offset(to));
    let lines = format!("BEGIN:{kind}\r\nDTSTART:{local}\r\nTZOFFSETFROM:{from}\r\nTZOFFSETTO:{to}\r\n");
    text.push_str(&lines);
    if !name.is_empty() {
        let _ = write!(text, "TZNAME:{name}\r\n");
    }
    let _ = write!(text, "END:{kind}\r\n");
}

fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let (hours, minutes, rest) = (seconds.abs() / 3600, seconds.abs() / 60 % 60, seconds.abs() % 60);
    if rest == 0 { format!("{sign}{hours:02}{minutes:02}") } else { format!("{sign}{hours:02}{minutes:02}{rest:02}") }
}
