//! No-shows: who did not come, offering their passes to others, and giving a pass back.

use std::collections::BTreeMap;

use domain::conference::NoShowPasses;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::Kind;
use crate::check_in::DoorPerson;
use crate::parameters::{CURSOR, DONE, DRY_RUN};
use crate::route::row::{SEE_OTHER, get, json, json_or_form, json_or_page, number, post};
use crate::route::{Route, Who};

pub(crate) const ROUTES: &[Route] = &[
    get(
        "/conferences/{conference}/no-shows",
        "check-in",
        Who::Organizer,
        "who has an in-person pass and has not come, by name",
    )
    .takes(&[CURSOR, DONE, number("count", "of a page: how many passes an act concerned")])
    .answers(&[json_or_page::<NoShows>(200)]),
    post(
        "/conferences/{conference}/no-shows/release",
        "check-in",
        Who::Organizer,
        "offer the passes of no-shows to others",
    )
    .takes(&[DRY_RUN])
    .reads(json_or_form::<ReleaseNoShows>())
    .answers(&[json_or_page::<NoShowsReleased>(200), SEE_OTHER])
    .refuses(&[Kind::NoShowsKept]),
    post(
        "/conferences/{conference}/no-shows/{id}/give-back",
        "check-in",
        Who::Door,
        "give a person who comes late a pass back, if one is free and no one is waiting",
    )
    .reads(json_or_form::<GiveBack>())
    .answers(&[json::<DoorPerson>(200), SEE_OTHER])
    .refuses(&[
        Kind::TicketUnknown,
        Kind::RegistrationCancelled,
        Kind::AlreadyRegistered,
        Kind::SoldOut,
        Kind::PeopleWaiting,
        Kind::TicketVirtual,
        Kind::PassOfferedOn,
    ]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct NoShows {
    pub now: Timestamp,
    /// The edition's policy; null if it has none.
    pub policy: Option<NoShowPolicy>,
    /// Whether passes can be offered to others now.
    pub can_release: bool,
    /// People with an in-person pass who are not checked in: those of this page.
    pub missing: Vec<NoShow>,
    pub missing_total: usize,
    /// People whose pass was offered to others: those of this page. A page has the next people by name, of both lists.
    pub offered_on: Vec<NoShow>,
    pub offered_on_total: usize,
    /// The link to the next page, with its `cursor`; null on the last.
    pub next: Option<String>,
    /// People on the waitlist, who get the passes first.
    pub waiting: u64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct NoShowPolicy {
    /// From then on, people who are not checked in are no-shows.
    pub from: Timestamp,
    pub passes: NoShowPassesWord,
    pub offers_until: Timestamp,
    /// How long an offer of such a pass lasts.
    pub offer_minutes: u64,
}

words! {
    NoShowPassesWord { List = "list", OfferOn = "offer_on" }
}

impl From<NoShowPasses> for NoShowPassesWord {
    fn from(passes: NoShowPasses) -> Self {
        match passes {
            NoShowPasses::List => Self::List,
            NoShowPasses::OfferOn => Self::OfferOn,
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct NoShow {
    pub registration: String,
    pub number: String,
    pub name: String,
    pub email: String,
    pub affiliation: Option<String>,
    pub pool: String,
    /// When the pass was offered to others; null for people who still have it.
    pub offered_on_at: Option<Timestamp>,
}

/// Whose passes to offer to others.
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ReleaseNoShows {
    /// For the mail to each person, and for the activity log. Required unless it is a dry run.
    pub reason: Option<String>,
    /// Ids of registrations; everyone who is missing if left out.
    pub registrations: Option<Vec<String>>,
    /// Of a form: the ids, each with `true`.
    pub chosen: Option<BTreeMap<String, String>>,
}

/// What was done, or would be.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct NoShowsReleased {
    /// True if nothing was changed.
    pub dry_run: bool,
    /// Passes that were offered to others, or would be.
    pub released: u64,
    /// People who are here, or whose pass was cancelled otherwise: they were left alone.
    pub skipped: u64,
    /// People whose items other requests changed at the same moment: repeat the request.
    pub failed: u64,
    /// People beyond the 300 that one request takes: repeat the request.
    pub left: u64,
    /// Of the passes, as many as people wait get an offer; the others go on sale at the door.
    pub waiting: u64,
    /// The people of this request, each with the result. The others are only counted.
    pub people: Vec<NoShowResult>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct NoShowResult {
    #[serde(flatten)]
    pub person: NoShow,
    pub result: NoShowOutcome,
}

words! {
    /// What happened to a no-show's pass, or would.
    NoShowOutcome { Released = "released", Here = "here", Cancelled = "cancelled", Failed = "failed" }
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct GiveBack {
    /// Whether to check them in as well.
    pub check_in: Option<bool>,
}
