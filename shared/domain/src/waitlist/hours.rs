//! When offers start and end: outside quiet hours, shorter near the event, and never after its start.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::conference::{Conference, NoShowPasses};

/// Near the event an offer lasts one third of the remaining time, so that three consecutive offers are possible.
const SHARE_OF_WHAT_IS_LEFT: i32 = 3;

/// The shortest offer, so that people have time to see it. Only the close of registration cuts it.
const SHORTEST: SignedDuration = SignedDuration::from_hours(1);

/// The reminder is sent when one third of the offer's time is left.
const REMIND_AT_LAST: i32 = 3;

/// The inputs for an offer's time.
#[derive(Clone, Debug)]
pub struct Hours<'c> {
    zone: &'c TimeZone,
    quiet: Option<(Time, Time)>,
    lasts: SignedDuration,
    closes: Timestamp,
    /// When passes of people who did not come can be offered.
    late: Option<Late>,
}

/// The hours of offers during the edition. Their policy sets how long they last, whatever time is left.
#[derive(Clone, Debug)]
struct Late {
    from: Timestamp,
    until: Timestamp,
    lasts: SignedDuration,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It can start now; contains its end.
    Now(LapseBy),
    /// Quiet hours last until this instant.
    Later(Timestamp),
    /// Registration has closed, or closes too soon for an answer.
    Over,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LapseBy {
    /// The time of the reminder; `None` if there is no time for one.
    pub remind_at: Option<Timestamp>,
    /// The first instant at which accepting is too late.
    pub expires_at: Timestamp,
}

impl<'c> Hours<'c> {
    /// The hours of an edition. Offers end before registration closes and before the first day. The policy for no-shows
    /// opens a second period during the edition.
    pub fn of(conference: &'c Conference) -> Self {
        let starts = conference.starts_on.to_zoned(conference.time_zone.clone()).map(|day| day.timestamp());
        let closes = conference.registration.closes.at;
        let hours = i64::try_from(conference.waitlist.offer_hours).unwrap_or(72);
        let policy = conference.no_show.as_ref().filter(|policy| policy.passes == NoShowPasses::OfferOn);
        Self {
            zone: &conference.time_zone,
            quiet: conference.waitlist.quiet_hours,
            lasts: SignedDuration::from_hours(hours),
            closes: starts.map_or(closes, |starts| starts.max(conference.registration.opens.at).min(closes)),
            late: policy.map(|policy| Late {
                from: policy.from.at,
                until: policy.offers_until,
                lasts: policy.offer_lasts(),
            }),
        }
    }

    /// Decides whether an offer can start at `now`, and when it would end.
    pub fn opening(&self, now: Timestamp) -> Opening {
        let left = self.closes.duration_since(now);
        let lasts = self.lasts.min((left / SHARE_OF_WHAT_IS_LEFT).max(SHORTEST));
        match (self.opening_before(self.closes, now, lasts), &self.late) {
            (Opening::Over, Some(late)) if now < late.from => Opening::Later(late.from),
            (Opening::Over, Some(late)) => self.opening_before(late.until, now, late.lasts),
            (opening, _) => opening,
        }
    }

    /// The same for one period, which closes.
    fn opening_before(&self, closes: Timestamp, now: Timestamp, lasts: SignedDuration) -> Opening {
        if now >= closes {
            return Opening::Over;
        }
        if let Some((_, until)) = self.quiet_at(now) {
            return if until < closes { Opening::Later(until) } else { Opening::Over };
        }
        let mut expires_at = now + lasts;
        if let Some((from, until)) = self.quiet_at(expires_at) {
            // Prefer the later end, so that quiet hours do not shorten an offer; near the limit, take the earlier one.
            expires_at = if until <= closes { until } else { from };
        }
        let expires_at = expires_at.min(closes);
        if expires_at <= now {
            return Opening::Over;
        }
        let lasts = expires_at.duration_since(now);
        let remind_at = expires_at - lasts / REMIND_AT_LAST;
        let remind_at = self.quiet_at(remind_at).map_or(remind_at, |(from, _)| from);
        let useful = lasts >= SHORTEST * 3 && remind_at > now;
        Opening::Now(LapseBy { remind_at: useful.then_some(remind_at), expires_at })
    }

    /// The quiet period that contains an instant.
    fn quiet_at(&self, at: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let (from, until) = self.quiet?;
        if from == until {
            return None;
        }
        let today = at.to_zoned(self.zone.clone()).date();
        // Quiet hours can begin on the day before.
        [today.yesterday().ok()?, today].into_iter().find_map(|day| {
            let begins = self.instant(day, from)?;
            let last = if until > from { day } else { day.checked_add(1.day()).ok()? };
            let ends = self.instant(last, until)?;
            (begins <= at && at < ends).then_some((begins, ends))
        })
    }

    fn instant(&self, day: jiff::civil::Date, time: Time) -> Option<Timestamp> {
        Some(day.to_datetime(time).to_zoned(self.zone.clone()).ok()?.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hours(zone: &TimeZone, quiet: Option<(i8, i8)>) -> Hours<'_> {
        Hours {
            zone,
            quiet: quiet.map(|(from, until)| (Time::constant(from, 0, 0, 0), Time::constant(until, 0, 0, 0))),
            lasts: SignedDuration::from_hours(72),
            closes: "2030-05-01T00:00:00Z".parse().unwrap(),
            late: None,
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn an_offer_is_shorter_near_the_event() {
        let zone = TimeZone::UTC;
        let hours = hours(&zone, None);
        let ends = |now: &str| match hours.opening(at(now)) {
            Opening::Now(lapse) => lapse.expires_at.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(ends("2030-03-01T12:00:00Z"), "2030-03-04T12:00:00Z");
        assert_eq!(ends("2030-04-28T00:00:00Z"), "2030-04-29T00:00:00Z");
        assert_eq!(ends("2030-04-30T23:30:00Z"), "2030-05-01T00:00:00Z");
        assert_eq!(ends("2030-05-01T00:00:00Z"), "Over");
    }

    #[test]
    fn no_offer_starts_or_ends_in_quiet_hours() {
        let zone = TimeZone::UTC;
        let hours = hours(&zone, Some((22, 7)));
        assert_eq!(hours.opening(at("2030-03-01T23:00:00Z")), Opening::Later(at("2030-03-02T07:00:00Z")));
        assert_eq!(hours.opening(at("2030-03-01T06:59:59Z")), Opening::Later(at("2030-03-01T07:00:00Z")));
        let Opening::Now(lapse) = hours.opening(at("2030-04-30T14:00:00Z")) else { panic!("an afternoon") };
        assert_eq!(lapse.expires_at, at("2030-04-30T17:20:00Z"));
    }

    #[test]
    fn during_the_event_an_offer_is_short_and_starts_once_the_missing_are_no_shows() {
        let zone = TimeZone::UTC;
        let late = Late {
            from: at("2030-05-01T11:00:00Z"),
            until: at("2030-05-02T12:00:00Z"),
            lasts: SignedDuration::from_mins(45),
        };
        let hours = Hours { late: Some(late), ..hours(&zone, Some((22, 7))) };
        let opening = |now: &str| match hours.opening(at(now)) {
            Opening::Now(lapse) => lapse.expires_at.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(opening("2030-04-30T12:00:00Z"), "2030-04-30T16:00:00Z");
        assert_eq!(opening("2030-05-01T09:00:00Z"), "Later(2030-05-01T11:00:00Z)");
        assert_eq!(opening("2030-05-01T11:00:00Z"), "2030-05-01T11:45:00Z");
        assert_eq!(opening("2030-05-01T23:00:00Z"), "Later(2030-05-02T07:00:00Z)");
        assert_eq!(opening("2030-05-02T11:30:00Z"), "2030-05-02T12:00:00Z");
        assert_eq!(opening("2030-05-02T12:00:00Z"), "Over");
    }

    proptest! {
        #[test]
        fn an_offer_never_starts_or_ends_in_quiet_hours_or_outlasts_the_event(
            minutes in 0i64..80_000, from in 0i8..24, until in 0i8..24, zone in prop_oneof![Just("UTC"), Just("America/New_York"), Just("Australia/Lord_Howe")],
        ) {
            let zone = TimeZone::get(zone).unwrap();
            let hours = hours(&zone, Some((from, until)));
            let now = hours.closes - SignedDuration::from_mins(minutes);
            if let Opening::Now(lapse) = hours.opening(now) {
                prop_assert!(now < lapse.expires_at && lapse.expires_at <= hours.closes);
                prop_assert!(hours.quiet_at(now).is_none());
                prop_assert!(lapse.expires_at == hours.closes || hours.quiet_at(lapse.expires_at).is_none_or(|(from, _)| from == lapse.expires_at));
                if let Some(remind_at) = lapse.remind_at {
                    prop_assert!(now < remind_at && remind_at < lapse.expires_at);
                }
            }
        }
    }
}
