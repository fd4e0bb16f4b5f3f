//! The season's dates, and how things spread over days without chance.

use jiff::civil::{Date, DateTime, date};
use jiff::{Timestamp, ToSpan};

/// The edition is created: a week before its first call.
pub(super) const FIRST: &str = "2023-04-24T13:00:00Z";
pub(super) const START: &str = "2023-07-10T12:00:00Z";
pub(super) const SEASON: &str = "2023-08-15T13:30:00Z";
pub(super) const DAY: &str = "2023-11-14T15:20:00Z";

/// The time zone of all times in this module and its neighbours.
pub(super) const ZONE: &str = "America/New_York";

/// Registration opens.
pub(super) const OPENS: Date = date(2023, 6, 26);
/// The in-person passes are sold out early in the morning.
pub(super) const SOLD_OUT: Date = date(2023, 8, 12);

/// A time on the conference's clocks.
pub(super) fn at(local: DateTime) -> Timestamp {
    local.in_tz(ZONE).expect("a zone and a time that exists in it").timestamp()
}

/// A number below `below` that looks like chance and is always the same for the same `index`.
pub(super) fn scatter(index: usize, below: usize) -> usize {
    let mixed = (index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    usize::try_from((mixed ^ (mixed >> 32)) % below as u64).expect("below a usize")
}

/// A time of day between `from` and `until` o'clock.
pub(super) fn time_on(day: Date, index: usize, from: i8, until: i8) -> DateTime {
    let seconds = usize::try_from(until - from).expect("later than from") * 3600;
    let second = i64::try_from(scatter(index, seconds)).expect("less than a day");
    day.at(from, 0, 0, 0).checked_add(second.seconds()).expect("the same day")
}

/// Spreads `total` over the days from `first` in proportion to their weights.
pub(super) fn spread(first: Date, weights: &[usize], total: usize) -> Vec<Date> {
    let all: usize = weights.iter().sum();
    let (mut before, mut days) = (0, Vec::with_capacity(total));
    for (offset, weight) in weights.iter().enumerate() {
        let count = (before + weight) * total / all - before * total / all;
        before += weight;
        let offset = i64::try_from(offset).expect("a few days");
        let day = first.checked_add(offset.days()).expect("within the season");
        days.extend(std::iter::repeat_n(day, count));
    }
    days
}

/// Days from `first` until before `until`.
pub(super) fn days_between(first: Date, until: Date) -> usize {
    usize::try_from(first.until(until).map_or(0, |span| span.get_days())).unwrap_or(0)
}

/// Whether it is Saturday or Sunday.
pub(super) fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_spread_and_nothing_is_lost() {
        let days = spread(OPENS, &[3, 0, 1], 8);
        assert_eq!(days.len(), 8);
        assert_eq!(days.iter().filter(|day| **day == OPENS).count(), 6);
        assert!(days.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!(days_between(OPENS, SOLD_OUT), 47);
    }

    #[test]
    fn scattered_numbers_differ() {
        let numbers: std::collections::BTreeSet<_> = (0..100).map(|index| scatter(index, 1000)).collect();
        assert!(numbers.len() > 85, "{}", numbers.len());
    }
}
