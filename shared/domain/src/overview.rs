//! What an overview asks a person to look at.

use jiff::{SignedDuration, Timestamp};

/// How long before its deadline a call, or the claiming of an allotment, needs attention.
pub const SOON: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Where no earlier edition had the call, fewer proposals than this are few.
const FEW: u64 = 3;

/// Whether an instant is to come, and soon.
pub fn is_soon(at: Timestamp, now: Timestamp) -> bool {
    at > now && at.duration_since(now) <= SOON
}

/// Whether a call has few proposals: fewer than half of what the last edition had as long before its deadline.
pub fn has_few(submitted: u64, last_edition: Option<u64>) -> bool {
    match last_edition {
        Some(earlier) => submitted * 2 < earlier,
        None => submitted < FEW,
    }
}

/// The instant in the last edition that was as long before its deadline as `now` is before this one.
pub fn same_time_before(now: Timestamp, closes: Timestamp, earlier_closes: Timestamp) -> Timestamp {
    earlier_closes - closes.duration_since(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(day * 86_400).unwrap()
    }

    #[test]
    fn a_call_is_compared_with_the_last_edition_as_long_before_its_deadline() {
        assert_eq!(same_time_before(at(400), at(410), at(45)), at(35));
        assert!(has_few(4, Some(19)) && !has_few(10, Some(19)));
        assert!(has_few(2, None) && !has_few(3, None));
        assert!(!has_few(0, Some(0)), "the last edition had no proposals either");
    }

    #[test]
    fn soon_is_two_weeks_and_not_the_past() {
        assert!(is_soon(at(14), at(0)) && !is_soon(at(15), at(0)) && !is_soon(at(0), at(0)));
    }
}
