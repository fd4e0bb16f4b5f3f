//! The curve of registrations over time, as points of an SVG.

use contract::desk::RegistrationDay;
use jiff::ToSpan;
use jiff::civil::Date;

/// The area of the curves, in units of the SVG.
const WIDTH: u64 = 580;
const TOP: u64 = 10;
const BOTTOM: u64 = 150;

/// Confirmed registrations up to each day.
pub(super) struct Chart {
    pub(super) first: Date,
    pub(super) last: Date,
    /// The points of the two curves.
    pub(super) in_person: String,
    pub(super) r#virtual: String,
    /// The top of the scale.
    pub(super) most: u64,
    /// By day, latest first, with the sums.
    pub(super) rows: Vec<Row>,
}

pub(super) struct Row {
    pub(super) day: RegistrationDay,
    pub(super) in_person: u64,
    pub(super) r#virtual: u64,
}

impl Chart {
    /// `today` is the last day of the curve, unless there are later registrations. `None` without registrations.
    pub(super) fn new(days: &[RegistrationDay], today: Date) -> Option<Self> {
        let first = days.first()?.date;
        let last = days.last()?.date.max(today);
        let mut rows = Vec::new();
        let (mut in_person, mut r#virtual) = (0, 0);
        for day in days {
            in_person += day.in_person;
            r#virtual += day.r#virtual;
            rows.push(Row { day: *day, in_person, r#virtual });
        }
        let most = in_person.max(r#virtual).max(1);
        let scale = Scale { first, span: days_between(first, last).max(1), most };
        let in_person = scale.curve(&rows, last, |row| row.in_person);
        let r#virtual = scale.curve(&rows, last, |row| row.r#virtual);
        rows.reverse();
        Some(Self { first, last, in_person, r#virtual, most, rows })
    }
}

struct Scale {
    first: Date,
    span: u64,
    most: u64,
}

impl Scale {
    /// A step to each day's sum; the days between have the sum of the day before.
    fn curve(&self, rows: &[Row], last: Date, sum: impl Fn(&Row) -> u64) -> String {
        let mut points = vec![self.point(self.first, 0)];
        let mut before = 0;
        for row in rows {
            let eve = row.day.date.saturating_sub(1.day());
            if eve > self.first {
                points.push(self.point(eve, before));
            }
            before = sum(row);
            points.push(self.point(row.day.date, before));
        }
        points.push(self.point(last, before));
        points.dedup();
        points.join(" ")
    }

    fn point(&self, day: Date, sum: u64) -> String {
        let x = days_between(self.first, day) * WIDTH / self.span;
        let y = BOTTOM - sum * (BOTTOM - TOP) / self.most;
        format!("{x},{y}")
    }
}

fn days_between(from: Date, to: Date) -> u64 {
    from.until(to).ok().and_then(|span| u64::try_from(span.get_days()).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn day(day: i8, in_person: u64, r#virtual: u64) -> RegistrationDay {
        RegistrationDay { date: date(2030, 2, day), in_person, r#virtual }
    }

    #[test]
    fn the_curve_steps_at_days_with_registrations_and_ends_today() {
        let chart = Chart::new(&[day(1, 2, 1), day(3, 2, 0)], date(2030, 2, 5)).unwrap();
        assert_eq!(chart.in_person, "0,150 0,80 145,80 290,10 580,10");
        assert_eq!(chart.r#virtual, "0,150 0,115 145,115 290,115 580,115");
        assert_eq!((chart.most, chart.last), (4, date(2030, 2, 5)));
        let sums: Vec<_> = chart.rows.iter().map(|row| (row.in_person, row.r#virtual)).collect();
        assert_eq!(sums, [(4, 1), (2, 1)]);
    }

    #[test]
    fn one_day_alone_is_a_curve_too_and_no_day_is_none() {
        let chart = Chart::new(&[day(1, 1, 0)], date(2030, 2, 1)).unwrap();
        assert_eq!(chart.in_person, "0,150 0,10");
        assert!(Chart::new(&[], date(2030, 2, 1)).is_none());
    }
}
