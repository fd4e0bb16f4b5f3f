//! How long people have been waiting, by class.

use domain::conference::Class;
use jiff::Timestamp;

/// The upper ends of the columns, in days; the last column has none.
const DAYS: [i64; 3] = [1, 7, 28];

pub(super) const COLUMNS: usize = DAYS.len() + 1;

/// One class of the waitlist.
pub(super) struct WaitingClass {
    pub(super) class: Class,
    /// People by time of waiting: less than a day, a week, four weeks, or longer.
    pub(super) columns: [u64; COLUMNS],
    pub(super) total: u64,
}

/// The classes in the order of the API.
pub(super) fn by_class(since: &[(Class, Timestamp)], now: Timestamp) -> Vec<WaitingClass> {
    let of = |class: Class| {
        let mut columns = [0; COLUMNS];
        for (_, joined_at) in since.iter().filter(|(of, _)| *of == class) {
            let days = now.duration_since(*joined_at).as_hours() / 24;
            columns[DAYS.iter().position(|end| days < *end).unwrap_or(DAYS.len())] += 1;
        }
        WaitingClass { class, columns, total: columns.iter().sum() }
    };
    Class::WORDS.iter().map(|(_, class)| of(*class)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_counted_by_whole_days_of_waiting() {
        let at = |hours: i64| Timestamp::from_second(hours * 3600).unwrap();
        let now = at(24 * 40);
        let since = [23, 24, 24 * 7 - 1, 24 * 7, 24 * 28, 24 * 40].map(|hours| (Class::Newcomer, at(24 * 40 - hours)));
        let classes = by_class(&since, now);
        let newcomers = classes.iter().find(|of| of.class == Class::Newcomer).unwrap();
        assert_eq!((newcomers.columns, newcomers.total), ([1, 2, 1, 2], 6));
        assert_eq!(classes.iter().map(|of| of.total).sum::<u64>(), 6);
    }
}
