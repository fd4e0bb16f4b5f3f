//! Dates and times as a language writes them. The patterns are messages of [`crate::SITE`].

use domain::instant::Deadline;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};

use crate::text::Messages;

impl Messages {
    /// `13 November 2023`
    pub fn day(&self, day: Date) -> String {
        self.t("date-day")
            .arg("day", day.day().to_string())
            .arg("month", self.month(day))
            .arg("year", day.year().to_string())
            .to_string()
    }

    /// `13 Nov`
    pub fn short_day(&self, day: Date) -> String {
        self.t("date-short").arg("day", day.day().to_string()).arg("month", self.short_month(day)).to_string()
    }

    /// `Mon 13 Nov`
    pub fn weekday(&self, day: Date) -> String {
        let weekday = day.weekday().to_monday_one_offset().to_string();
        self.t("date-weekday")
            .arg("weekday", self.word("weekday", &weekday))
            .arg("day", day.day().to_string())
            .arg("month", self.short_month(day))
            .to_string()
    }

    /// `Mon 13 November 2023`
    pub fn full_day(&self, day: Date) -> String {
        let weekday = day.weekday().to_monday_one_offset().to_string();
        self.t("date-full").arg("weekday", self.word("weekday", &weekday)).arg("date", self.day(day)).to_string()
    }

    /// `13–15 November 2023`, `30 October – 2 November 2023`
    pub fn days(&self, first: Date, last: Date) -> String {
        if first == last {
            return self.day(first);
        }
        let id = match (first.year() == last.year(), first.month() == last.month()) {
            (true, true) => "date-range-in-month",
            (true, false) => "date-range-in-year",
            _ => "date-range",
        };
        self.t(id)
            .arg("first", first.day().to_string())
            .arg("first-month", self.month(first))
            .arg("first-year", first.year().to_string())
            .arg("last", self.day(last))
            .to_string()
    }

    /// `Mon 13 November 2023, 09:00 EST`
    pub fn instant(&self, at: Timestamp, zone: &TimeZone) -> String {
        let local = at.to_zoned(zone.clone());
        let weekday = local.weekday().to_monday_one_offset().to_string();
        self.t("date-instant")
            .arg("weekday", self.word("weekday", &weekday))
            .arg("date", self.day(local.date()))
            .arg("time", local.strftime("%H:%M").to_string())
            .arg("zone", zone_name(&local))
            .to_string()
    }

    /// `13 Nov, 09:00`, for lists where the zone is clear.
    pub fn short_instant(&self, at: Timestamp, zone: &TimeZone) -> String {
        let local = at.to_zoned(zone.clone());
        self.t("date-short-instant")
            .arg("date", self.short_day(local.date()))
            .arg("time", local.strftime("%H:%M").to_string())
            .to_string()
    }

    /// The day of an instant in a zone, as in [`Self::short_day`].
    pub fn short_day_of(&self, at: Timestamp, zone: &TimeZone) -> String {
        self.short_day(at.to_zoned(zone.clone()).date())
    }

    /// A deadline as it was announced: in the conference's zone, or as the end of a day anywhere on Earth.
    pub fn deadline(&self, deadline: &Deadline, zone: &TimeZone) -> String {
        match deadline.anywhere() {
            Some(day) => self.t("date-anywhere").arg("day", self.day(day)).to_string(),
            None => self.instant(deadline.at, zone),
        }
    }

    /// `Mon 13 November 2023, 09:00 EST (14:00 UTC)`, for readers in many zones.
    pub fn instant_with_utc(&self, at: Timestamp, zone: &TimeZone) -> String {
        let local = self.instant(at, zone);
        self.in_utc(at, zone).map_or(local.clone(), |utc| format!("{local} ({utc})"))
    }

    /// The same instant in UTC, with its day only if that is another one there; `None` if the zone is UTC.
    fn in_utc(&self, at: Timestamp, zone: &TimeZone) -> Option<String> {
        let (local, utc) = (at.to_zoned(zone.clone()), at.to_zoned(TimeZone::UTC));
        if local.date() != utc.date() {
            return Some(self.instant(at, &TimeZone::UTC));
        }
        let time = self.t("date-time").arg("time", utc.strftime("%H:%M").to_string()).arg("zone", zone_name(&utc));
        (zone_name(&local) != zone_name(&utc)).then(|| time.to_string())
    }

    /// A deadline for plain text: as announced, in the conference's zone, and in UTC.
    pub fn spelled(&self, deadline: &Deadline, zone: &TimeZone) -> String {
        let (announced, local) = (self.deadline(deadline, zone), self.instant(deadline.at, zone));
        let others = [Some(local).filter(|local| *local != announced), self.in_utc(deadline.at, zone)];
        let others: Vec<_> = others.into_iter().flatten().collect();
        if others.is_empty() { announced } else { format!("{announced} ({})", others.join("; ")) }
    }

    /// The day of a deadline, as in [`Self::short_day`].
    pub fn deadline_day(&self, deadline: &Deadline, zone: &TimeZone) -> String {
        self.short_day(deadline.anywhere().unwrap_or_else(|| deadline.at.to_zoned(zone.clone()).date()))
    }

    /// The remaining time, such as `in 5 days`; `None` if it is over.
    pub fn left(&self, left: SignedDuration) -> Option<String> {
        let minutes = left.as_mins();
        let text = match minutes {
            _ if !left.is_positive() => return None,
            0 => self.t("left-moment"),
            1..60 => self.t("left-minutes").arg("count", minutes),
            60..2880 => self.t("left-hours").arg("count", minutes / 60),
            2880..86_400 => self.t("left-days").arg("count", minutes / 1440),
            _ => self.t("left-weeks").arg("count", minutes / 10_080),
        };
        Some(text.to_string())
    }

    fn month(&self, day: Date) -> String {
        self.word("month", &day.month().to_string()).to_string()
    }

    fn short_month(&self, day: Date) -> String {
        self.word("month-short", &day.month().to_string()).to_string()
    }
}

/// The zone's abbreviation. Zones without one (`-03`) are clearer as an offset from UTC.
fn zone_name(local: &Zoned) -> String {
    let name = local.strftime("%Z").to_string();
    if name.starts_with(['+', '-']) { format!("UTC{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::Language;
    use crate::SITE;

    #[test]
    fn dates_follow_the_language() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let at: Timestamp = "2023-11-13T14:00:00Z".parse().unwrap();
        let aoe = Deadline::parse("2023-08-25 anywhere on Earth", &zone).unwrap();
        let shown = |language| {
            let messages = Messages::new(language, &SITE);
            [
                messages.days(date(2023, 11, 13), date(2023, 11, 15)),
                messages.days(date(2023, 10, 30), date(2023, 11, 2)),
                messages.days(date(2023, 12, 30), date(2024, 1, 2)),
                messages.instant(at, &zone),
                messages.short_instant(at, &zone),
                messages.weekday(date(2023, 11, 13)),
                messages.deadline(&aoe, &zone),
                messages.left(SignedDuration::from_hours(72)).unwrap(),
                messages.left(SignedDuration::from_hours(24 * 70)).unwrap(),
            ]
        };
        assert_eq!(
            shown(Language::English),
            [
                "13–15 November 2023",
                "30 October – 2 November 2023",
                "30 December 2023 – 2 January 2024",
                "Mon 13 November 2023, 09:00 EST",
                "13 Nov, 09:00",
                "Mon 13 Nov",
                "25 August 2023, end of day anywhere on Earth",
                "in 3 days",
                "in 10 weeks",
            ]
        );
        assert_eq!(
            shown(Language::German),
            [
                "13.–15. November 2023",
                "30. Oktober – 2. November 2023",
                "30. Dezember 2023 – 2. Januar 2024",
                "Mo, 13. November 2023, 09:00 EST",
                "13. Nov., 09:00",
                "Mo, 13. Nov.",
                "25. August 2023, Ende des Tages überall auf der Erde",
                "in 3 Tagen",
                "in 10 Wochen",
            ]
        );
    }

    #[test]
    fn large_numbers_are_grouped() {
        let shown = |language| Messages::new(language, &SITE).t("left-days").arg("count", 1_234_567).to_string();
        assert_eq!(shown(Language::English), "in 1,234,567 days");
        assert_eq!(shown(Language::German), "in 1.234.567 Tagen");
    }
}
