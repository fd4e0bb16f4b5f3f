//! Returned passes by week, so that people on the waitlist can judge their chances.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// The number of stored weeks.
const WEEKS: usize = 26;

/// The number of passes that returned (cancelled, lapsed, released, added) and were reallocated, by the Monday of the
/// week in the conference's zone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Freed(BTreeMap<Date, u64>);

impl Freed {
    /// Adds passes reallocated now.
    #[must_use]
    pub fn and(&self, passes: u64, now: Timestamp, zone: &TimeZone) -> Self {
        let today = now.to_zoned(zone.clone()).date();
        let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
        let mut weeks = self.0.clone();
        *weeks.entry(monday).or_default() += passes;
        while weeks.len() > WEEKS {
            weeks.pop_first();
        }
        Self(weeks)
    }

    /// Weeks with returned passes, latest first: their Monday and the number.
    pub fn weeks(&self) -> impl Iterator<Item = (Date, u64)> {
        self.0.iter().rev().map(|(monday, passes)| (*monday, *passes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_are_counted_by_the_local_week() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        // Sunday night in local time, Monday in UTC.
        let freed = Freed::default().and(2, at("2023-10-09T02:00:00Z"), &zone);
        let freed = freed.and(1, at("2023-10-09T12:00:00Z"), &zone).and(3, at("2023-10-15T23:00:00Z"), &zone);
        let weeks: Vec<_> = freed.weeks().map(|(monday, passes)| format!("{monday} {passes}")).collect();
        assert_eq!(weeks, ["2023-10-09 4", "2023-10-02 2"]);
        let mut long = freed;
        for week in 0..40 {
            long = long.and(1, at("2024-01-01T12:00:00Z") + jiff::SignedDuration::from_hours(24 * 7 * week), &zone);
        }
        assert_eq!(long.weeks().count(), WEEKS);
    }
}
