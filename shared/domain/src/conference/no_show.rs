//! An edition's policy for people who do not come: from when they count as no-shows, and whether their passes can be
//! offered to others.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::input::{Object, any_text, integer, one_of};
use crate::instant::Deadline;
use crate::phrase::Phrase;

/// How long an offer of a no-show's pass lasts, in minutes: people decide whether to travel to the venue.
const OFFER_MINUTES: u64 = 60;

/// The shortest offer, so that people have time to see it.
const OFFER_MINUTES_MIN: u64 = 10;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoShowPolicy {
    /// From this instant on, holders of an in-person pass who are not checked in are no-shows.
    pub from: Deadline,
    pub passes: NoShowPasses,
    /// The first instant at which it is too late to offer a pass.
    pub offers_until: Timestamp,
    /// How long an offer lasts that is made after `from`.
    pub offer_minutes: u64,
}

/// What happens to the passes of no-shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoShowPasses {
    /// Organizers see who is missing.
    List,
    /// Organizers can also offer their passes to others.
    OfferOn,
}

impl NoShowPasses {
    /// The words of the definition and the API.
    pub const WORDS: &'static [(&'static str, Self)] = &[("list", Self::List), ("offer_on", Self::OfferOn)];

    /// As in the definition.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::OfferOn => "offer_on",
        }
    }
}

impl NoShowPolicy {
    /// Whether people who are not checked in count as no-shows at this instant.
    pub fn has_begun(&self, now: Timestamp) -> bool {
        self.from.at <= now
    }

    /// Whether passes of no-shows may be offered to others at this instant.
    pub fn offers_at(&self, now: Timestamp) -> bool {
        self.passes == NoShowPasses::OfferOn && self.has_begun(now) && now < self.offers_until
    }

    /// How long an offer lasts.
    pub fn offer_lasts(&self) -> SignedDuration {
        SignedDuration::from_mins(i64::try_from(self.offer_minutes).unwrap_or(60))
    }
}

/// The edition's days as instants: its start, and the end of its last day.
type Days = (Timestamp, Timestamp);

/// The instants at which an edition starts and ends; `None` if its dates are invalid.
pub(super) fn days(dates: Option<(jiff::civil::Date, jiff::civil::Date)>, zone: &TimeZone) -> Option<Days> {
    let (first, last) = dates?;
    let starts = first.to_zoned(zone.clone()).ok()?.timestamp();
    let ends = last.checked_add(1.day()).ok()?.to_zoned(zone.clone()).ok()?.timestamp();
    Some((starts, ends))
}

pub(super) fn read(o: Object<'_>, zone: &TimeZone, days: Option<Days>) -> Option<NoShowPolicy> {
    let instant = |v: &serde_json::Value| Deadline::parse(any_text(v)?, zone);
    let from = o.required("from", instant);
    let passes = o.required("passes", one_of(NoShowPasses::WORDS));
    let offers_until = o.optional("offers_until", instant).map(|until| until.at);
    let offer_minutes = o.optional("offer_minutes", integer(OFFER_MINUTES_MIN, 24 * 60)).unwrap_or(OFFER_MINUTES);
    let Some((starts, ends)) = days else {
        o.done();
        return None;
    };
    if let Some(from) = &from {
        if from.at < starts {
            o.reject("from", Phrase::of("not-before-first-day").arg("starts", starts));
        } else if from.at >= ends {
            o.reject("from", Phrase::of("before-last-day-ends").arg("ends", ends));
        } else if offers_until.is_some_and(|until| until <= from.at) {
            o.reject("offers_until", Phrase::of("must-be-after-from").arg("from", from.at));
        }
    }
    if offers_until.is_some_and(|until| until > ends) {
        o.reject("offers_until", Phrase::of("not-after-last-day").arg("ends", ends));
    }
    o.done();
    Some(NoShowPolicy { from: from?, passes: passes?, offers_until: offers_until.unwrap_or(ends), offer_minutes })
}
