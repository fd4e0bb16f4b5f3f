//! Parses and formats instants and deadlines: RFC 3339, a local time in a zone, or "anywhere on Earth".

use std::fmt;

use crate::phrase::Phrase;
use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Span, Timestamp};
use serde::{Deserialize, Serialize};

/// Marks a deadline at the end of a day at UTC-12, the zone where a day ends last.
pub const ANYWHERE: &str = "anywhere on Earth";

/// An instant, with the text in which it was announced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    pub at: Timestamp,
    /// The text in the definition, to show beside the instant.
    pub announced: String,
}

impl Deadline {
    /// Parses `2023-08-20T17:00:00` (in `zone`), `2023-08-20T17:00:00-04:00`, `2023-08-20T21:00:00Z` or
    /// `2023-08-20 anywhere on Earth` (the end of that day at UTC-12).
    pub fn parse(text: &str, zone: &TimeZone) -> Result<Self, Phrase> {
        let text = text.trim();
        let at = if let Some(date) = text.strip_suffix(ANYWHERE).or_else(|| text.strip_suffix("AoE")) {
            let date: Date = date.trim().parse().map_err(|_| expected())?;
            // The first instant of the next day at UTC-12: "on the 20th" includes all of the 20th.
            let next = date.tomorrow().map_err(|_| expected())?;
            next.to_zoned(TimeZone::fixed(jiff::tz::offset(-12))).map_err(|_| expected())?.timestamp()
        } else {
            moment(text, zone).ok_or_else(expected)??
        };
        Ok(Self { at, announced: text.to_owned() })
    }

    /// The day, if it was announced as the end of a day anywhere on Earth.
    pub fn anywhere(&self) -> Option<Date> {
        let text = self.announced.trim();
        let date = text.strip_suffix(ANYWHERE).or_else(|| text.strip_suffix("AoE"))?;
        date.trim().parse().ok()
    }

    /// For people: `20 August 2023, end of day anywhere on Earth`, or the time in the conference's zone.
    pub fn words(&self, zone: &TimeZone) -> String {
        match self.anywhere() {
            Some(day) => format!("{}, end of day {ANYWHERE}", readable_day(day)),
            None => readable(self.at, zone),
        }
    }

    /// For plain text: as announced, in the conference's zone, and in UTC.
    pub fn spelled(&self, zone: &TimeZone) -> String {
        let mut all = vec![self.words(zone)];
        for shown in [readable(self.at, zone), readable(self.at, &TimeZone::UTC)] {
            if !all.contains(&shown) {
                all.push(shown);
            }
        }
        let first = all.remove(0);
        if all.is_empty() { first } else { format!("{first} ({})", all.join("; ")) }
    }
}

/// Parses `2023-11-13T09:00:00` (in `zone`), `2023-11-13T09:00:00-05:00` or `2023-11-13T14:00:00Z`.
pub fn instant(text: &str, zone: &TimeZone) -> Result<Timestamp, Phrase> {
    moment(text.trim(), zone).ok_or_else(|| Phrase::of("must-be-time"))?
}

/// `None` if the text is not a time.
fn moment(text: &str, zone: &TimeZone) -> Option<Result<Timestamp, Phrase>> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(Ok(at));
    }
    let local: DateTime = text.parse().ok()?;
    Some(local_instant(local, zone))
}

fn expected() -> Phrase {
    Phrase::of("must-be-deadline").arg("anywhere", ANYWHERE)
}

/// The instant of a local time. Refuses a time that daylight saving skips or repeats, because it is ambiguous.
pub fn local_instant(local: DateTime, zone: &TimeZone) -> Result<Timestamp, Phrase> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => ambiguous.unambiguous().map_err(|_| expected()),
        AmbiguousOffset::Gap { .. } => Err(Phrase::of("time-skipped").arg("local", local)),
        AmbiguousOffset::Fold { before, after } => {
            Err(Phrase::of("time-twice").arg("local", local).arg("before", before).arg("after", after))
        }
    }
}

/// Looks up an IANA zone.
pub fn zone(name: &str) -> Result<TimeZone, Phrase> {
    let found = TimeZone::get(name).ok().filter(|_| name == "UTC" || name.contains('/'));
    found.ok_or_else(|| Phrase::of("not-a-time-zone").arg("name", format!("{name:?}")))
}

/// For people: `Mon 13 November 2023, 09:00 EST`.
pub fn readable(at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    // Zones without an abbreviation (`-03`) are clearer as an offset from UTC.
    let name = local.strftime("%Z").to_string();
    let name = if name.starts_with(['+', '-']) { format!("UTC{name}") } else { name };
    format!("{} {name}", local.strftime("%a %-d %B %Y, %H:%M"))
}

/// For people: `13 November 2023`.
pub fn readable_day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// The remaining time in words, such as `in 5 days`; `None` if it is over.
pub fn left(left: SignedDuration) -> Option<String> {
    let minutes = left.as_mins();
    let (count, unit) = match minutes {
        _ if !left.is_positive() => return None,
        0 => return Some("in less than a minute".into()),
        1..60 => (minutes, "minute"),
        60..2880 => (minutes / 60, "hour"),
        _ => (minutes / 1440, "day"),
    };
    Some(format!("in {count} {unit}{}", if count == 1 { "" } else { "s" }))
}

/// A span of time before a deadline, as ISO 8601: `P7D`, `PT3H`. A day counts 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Before(SignedDuration);

impl Before {
    /// The instant this long before `at`.
    pub fn from(self, at: Timestamp) -> Timestamp {
        at.checked_sub(self.0).unwrap_or(Timestamp::MIN)
    }

    pub fn duration(self) -> SignedDuration {
        self.0
    }
}

impl TryFrom<String> for Before {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|refused: Phrase| refused.in_log())
    }
}

impl From<Before> for String {
    fn from(before: Before) -> Self {
        before.to_string()
    }
}

impl std::str::FromStr for Before {
    type Err = Phrase;
    fn from_str(text: &str) -> Result<Self, Phrase> {
        duration(text)
            .filter(SignedDuration::is_positive)
            .map(Self)
            .ok_or_else(|| Phrase::of("must-be-before-deadline"))
    }
}

impl fmt::Display for Before {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// An ISO 8601 duration of at most a year; days count 24 hours.
pub fn duration(text: &str) -> Option<SignedDuration> {
    let span: Span = text.parse().ok()?;
    if span.get_years() != 0 || span.get_months() != 0 {
        return None;
    }
    let duration = span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).ok()?;
    (duration.abs() <= SignedDuration::from_hours(366 * 24)).then_some(duration)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: &Expect) {
        let shown = match Deadline::parse(text, &zone("America/New_York").unwrap()) {
            Ok(deadline) => deadline.at.to_string(),
            Err(error) => error.to_string(),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn all_notations_of_a_deadline_give_one_instant() {
        check("2023-08-20T17:00:00", &expect!["2023-08-20T21:00:00Z"]);
        check("2023-08-20T17:00:00-04:00", &expect!["2023-08-20T21:00:00Z"]);
        check("2023-08-20 anywhere on Earth", &expect!["2023-08-21T12:00:00Z"]);
        check(
            "soon",
            &expect![
                "must be a time such as 2023-08-20T17:00:00, 2023-08-20T21:00:00Z or 2023-08-20 anywhere on Earth"
            ],
        );
    }

    #[test]
    fn a_deadline_is_shown_as_announced_and_in_both_zones() {
        let check = |text: &str, expected: &Expect| {
            let zone = zone("America/New_York").unwrap();
            expected.assert_eq(&Deadline::parse(text, &zone).unwrap().spelled(&zone));
        };
        check(
            "2023-08-20 anywhere on Earth",
            &expect![
                "20 August 2023, end of day anywhere on Earth (Mon 21 August 2023, 08:00 EDT; Mon 21 August 2023, 12:00 UTC)"
            ],
        );
        check("2023-09-22T17:00:00", &expect!["Fri 22 September 2023, 17:00 EDT (Fri 22 September 2023, 21:00 UTC)"]);
    }

    #[test]
    fn the_time_left_is_short() {
        let said = |minutes| left(SignedDuration::from_mins(minutes)).unwrap_or_default();
        assert_eq!(
            [1, 59, 60, 47 * 60, 48 * 60].map(said),
            ["in 1 minute", "in 59 minutes", "in 1 hour", "in 47 hours", "in 2 days"]
        );
        let moment = left(SignedDuration::from_secs(20));
        assert_eq!((said(0), moment.as_deref()), (String::new(), Some("in less than a minute")));
    }

    #[test]
    fn skipped_and_repeated_local_times_are_refused() {
        check(
            "2023-11-05T01:30:00",
            &expect![
                "2023-11-05T01:30:00 occurs twice there, with offset -04 and with -05; give it with the one you mean"
            ],
        );
        check(
            "2023-03-12T02:30:00",
            &expect!["2023-03-12T02:30:00 does not exist there: clocks skip it; give it with an offset"],
        );
    }

    #[test]
    fn zones_are_iana_names() {
        assert!(zone("America/New_York").is_ok());
        assert!(zone("Mars/Olympus").is_err());
        assert!(zone("EST5").is_err());
    }
}
