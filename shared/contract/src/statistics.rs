//! An edition in figures.

use jiff::Timestamp;
use jiff::civil::Date;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::parameters::{DOWNLOAD, PART};
use crate::route::row::{CSV_PART, WORKBOOK_PART, get, json_or_page};
use crate::route::{Route, Who};

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/statistics", "desk", Who::Organizer, "the edition in figures")
        .answers(&[json_or_page::<Statistics>(200)]),
    get(
        "/conferences/{conference}/statistics.csv",
        "desk",
        Who::Organizer,
        "the same as CSV, with one figure in each row",
    )
    .takes(&[PART, DOWNLOAD])
    .answers(&[CSV_PART]),
    get("/conferences/{conference}/statistics.xlsx", "export", Who::Organizer, "the same as a workbook")
        .takes(&[PART, DOWNLOAD])
        .answers(&[WORKBOOK_PART]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Statistics {
    pub now: Timestamp,
    /// In-person passes.
    pub in_person: Came,
    /// Virtual passes.
    pub r#virtual: u64,
    /// In-person passes by pool.
    pub pools: Vec<PoolCame>,
    /// First check-ins by day at the conference.
    pub days: Vec<CheckInDay>,
    /// Passes of no-shows that went to others. They are in no other figure.
    pub offered_on: u64,
    pub waitlist: WaitlistOutcome,
    /// Holders of an in-person pass, by whether they were registered for an earlier edition. Null where none is known.
    pub newcomers: Option<Newcomers>,
    pub tracks: Vec<TrackOutcome>,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Came {
    pub passes: u64,
    /// Holders who were checked in.
    pub here: u64,
    /// The share of holders who were not, between 0 and 1, to a thousandth; null without passes.
    pub no_show_rate: Option<f64>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct PoolCame {
    pub pool: String,
    #[serde(flatten)]
    pub came: Came,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct CheckInDay {
    pub date: Date,
    pub checked_in: u64,
}

/// What became of the people who joined the waitlist, by their latest entry.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct WaitlistOutcome {
    pub joined: u64,
    /// People who got an offer.
    pub offered: u64,
    pub accepted: u64,
    pub declined: u64,
    pub lapsed: u64,
    /// People who left, or got a pass in another way.
    pub left: u64,
    pub waiting: u64,
    pub open_offers: u64,
    /// From joining to the offer, in minutes, of people who got one.
    pub median_wait_minutes: Option<u64>,
    pub longest_wait_minutes: Option<u64>,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Newcomers {
    pub newcomers: u64,
    pub returning: u64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct TrackOutcome {
    pub track: String,
    pub name: String,
    pub submitted: u64,
    /// Accepted or confirmed.
    pub accepted: u64,
    pub standby: u64,
    pub rejected: u64,
    /// Withdrawn, or declined after the acceptance.
    pub withdrawn: u64,
    pub undecided: u64,
}
