//! The waitlist: the request to join, an entry, an offer, and the organizers' view.

use std::collections::BTreeMap;

use domain::conference::Class;
use domain::person::EmailAddress;
use domain::waitlist::EntryId;
use domain::waitlist::EntryState;
use jiff::Timestamp;
use jiff::civil::Date;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::parameters::{CURSOR, DONE, DOWNLOAD, IDEMPOTENCY_KEY, PART};
use crate::registrations::Registration;
use crate::route::row::{
    CSV_PART, PAGE, SEE_OTHER, WORKBOOK_PART, delete, form, get, json, json_or_form, json_or_page, patch, post,
};
use crate::route::{Route, Who};
use crate::{Kind, Stated};

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/join-waitlist", "register", Who::Anyone, "the form to join the waitlist")
        .answers(&[PAGE]),
    post("/conferences/{conference}/waitlist", "register", Who::Anyone, "join the waitlist")
        .takes(&[IDEMPOTENCY_KEY])
        .reads(json_or_form::<Join>())
        .answers(&[json::<Entry<'_>>(201), SEE_OTHER])
        .refuses(&[
            Kind::RegistrationNotOpen,
            Kind::RegistrationClosed,
            Kind::PassesAvailable,
            Kind::AlreadyWaiting,
            Kind::AlreadyRegistered,
            Kind::IdempotencyKeyReused,
            Kind::TooManyRequests,
        ]),
    get("/conferences/{conference}/waitlist/{id}", "register", Who::Holder, "a place on the waitlist")
        .takes(&[DONE])
        .answers(&[json_or_page::<Entry<'_>>(200), SEE_OTHER]),
    delete("/conferences/{conference}/waitlist/{id}", "register", Who::Holder, "leave the waitlist")
        .answers(&[json::<Entry<'_>>(200)])
        .refuses(&[Kind::NoOffer]),
    post("/conferences/{conference}/waitlist/{id}", "register", Who::Holder, "leave it by form")
        .reads(form::<WithdrawForm>())
        .answers(&[SEE_OTHER])
        .refuses(&[Kind::NoOffer]),
    post("/conferences/{conference}/waitlist/{id}/accept", "register", Who::Holder, "accept an offer")
        .answers(&[json::<Registration<'_>>(200), SEE_OTHER])
        .refuses(&[Kind::NoOffer, Kind::OfferLapsed]),
    post("/conferences/{conference}/waitlist/{id}/decline", "register", Who::Holder, "decline an offer")
        .answers(&[json::<Entry<'_>>(200), SEE_OTHER])
        .refuses(&[Kind::NoOffer, Kind::OfferLapsed]),
    get("/conferences/{conference}/waitlist", "organize", Who::Organizer, "who waits, in order")
        .takes(&[CURSOR])
        .answers(&[json_or_page::<Waitlist<'_>>(200)])
        .refuses(&[Kind::Invalid]),
    get("/conferences/{conference}/waitlist.csv", "organize", Who::Organizer, "the same as CSV")
        .takes(&[CURSOR, PART, DOWNLOAD])
        .answers(&[CSV_PART])
        .refuses(&[Kind::Invalid]),
    get("/conferences/{conference}/waitlist.xlsx", "export", Who::Organizer, "the same as a workbook")
        .takes(&[CURSOR, PART, DOWNLOAD])
        .answers(&[WORKBOOK_PART])
        .refuses(&[Kind::Invalid]),
    patch("/conferences/{conference}/waitlist/{id}", "organize", Who::Organizer, "move a person, with a reason")
        .reads(json_or_form::<Move>())
        .answers(&[json::<WaitlistEntry<'_>>(200)])
        .refuses(&[Kind::NotWaiting]),
    post("/conferences/{conference}/waitlist/{id}/move", "organize", Who::Organizer, "move a person by form")
        .reads(form::<Move>())
        .answers(&[SEE_OTHER])
        .refuses(&[Kind::NotWaiting]),
];

/// A request to join the waitlist.
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Join {
    pub name: String,
    pub email: EmailAddress,
    /// Why they want to come; for the organizers.
    pub reason: String,
    pub affiliation: Option<String>,
    /// Counts only where no earlier edition of the series is known.
    pub first_time: Option<bool>,
    /// What they agree to: the version that they read, by the ids of the edition's consents.
    pub consents: Option<BTreeMap<String, Option<String>>>,
    /// Of a form; programs send the header.
    pub idempotency_key: Option<String>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct WithdrawForm {
    pub action: WithdrawAct,
}

words! {
    WithdrawAct { Withdraw = "withdraw" }
}

words! {
    /// Where a waitlist entry stands.
    EntryStatus {
        Waiting = "waiting",
        Offered = "offered",
        Accepted = "accepted",
        Declined = "declined",
        Lapsed = "lapsed",
        Withdrawn = "withdrawn",
    }
}

impl From<&EntryState> for EntryStatus {
    fn from(state: &EntryState) -> Self {
        match state {
            EntryState::Waiting => Self::Waiting,
            EntryState::Offered => Self::Offered,
            EntryState::Accepted { .. } => Self::Accepted,
            EntryState::Declined { .. } => Self::Declined,
            EntryState::Lapsed { .. } => Self::Lapsed,
            EntryState::Withdrawn { .. } => Self::Withdrawn,
        }
    }
}

/// A waitlist entry as its holder sees it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Entry<'a> {
    pub id: &'a str,
    #[serde(flatten)]
    pub state: Stated<EntryStatus>,
    pub name: &'a str,
    pub email: &'a EmailAddress,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<&'a str>,
    pub reason: &'a str,
    pub class: Class,
    /// From 1, while they wait. It can also grow: classes come first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
    pub joined_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// The registration that an accepted offer became.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration: Option<&'a str>,
    /// Each time an organizer moved them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<Moved<'a>>,
    /// The entry ended because mail to this address comes back.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unreachable: bool,
    /// Passes that came back so far, latest week first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freed_per_week: Option<Vec<FreedWeek>>,
    /// To see, leave and accept; only in the answer to the request that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manage_token: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Offer {
    pub offered_at: Timestamp,
    /// The end, exclusive: from this instant on it is too late.
    pub expires_at: Timestamp,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct FreedWeek {
    /// Its Monday.
    pub week_of: Date,
    pub passes: u64,
}

/// What an organizer changed about an entry's class.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Moved<'a> {
    pub at: Timestamp,
    pub from: Class,
    pub to: Class,
    pub reason: &'a str,
}

impl<'a> From<&'a domain::waitlist::Moved> for Moved<'a> {
    fn from(moved: &'a domain::waitlist::Moved) -> Self {
        Self { at: moved.at, from: moved.from, to: moved.to, reason: &moved.reason }
    }
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Move {
    pub class: Class,
    pub reason: String,
}

/// The waitlist as organizers see it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Waitlist<'a> {
    /// How many people wait.
    pub waiting: u64,
    /// The first of them, in the order in which they get offers.
    pub next_in_line: Vec<WaitlistEntry<'a>>,
    /// All entries, a page at a time, also those that ended.
    pub waitlist: Vec<WaitlistEntry<'a>>,
    /// The link to the next page, with its `cursor`; null on the last.
    pub next: Option<String>,
}

/// A waitlist entry as organizers see it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct WaitlistEntry<'a> {
    pub id: &'a str,
    #[serde(flatten)]
    pub state: Stated<EntryStatus>,
    pub name: &'a str,
    pub email: &'a EmailAddress,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<&'a str>,
    pub reason: &'a str,
    pub class: Class,
    /// Why they are of this class.
    pub ground: Ground,
    /// The track that they lead, where that is the ground.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub track: Option<&'a str>,
    /// One of their proposals, where that is the ground.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<&'a str>,
    pub joined_at: Timestamp,
    /// Each time an organizer moved them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<Moved<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<OfferMade<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// The entry ended because mail to this address comes back.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unreachable: bool,
}

impl<'a> From<&'a domain::waitlist::Entry> for WaitlistEntry<'a> {
    fn from(entry: &'a domain::waitlist::Entry) -> Self {
        let (track, proposal) = match &entry.priority.ground {
            domain::waitlist::Ground::Leads { track } => (Some(track.as_str()), None),
            domain::waitlist::Ground::Contributes { proposal } => (None, Some(proposal.as_str())),
            domain::waitlist::Ground::NoEarlierEdition
            | domain::waitlist::Ground::Unverified
            | domain::waitlist::Ground::Nothing
            | domain::waitlist::Ground::Moved => (None, None),
        };
        Self {
            id: entry.id.as_str(),
            state: Stated::new(&entry.state),
            name: entry.name.as_str(),
            email: &entry.email,
            affiliation: entry.affiliation.as_deref(),
            reason: &entry.reason,
            class: entry.priority.class,
            ground: Ground::from(&entry.priority.ground),
            track,
            proposal,
            joined_at: entry.joined_at,
            moved: entry.moved.iter().map(Into::into).collect(),
            offer: entry.offer.as_ref().map(Into::into),
            ended_at: entry.state.ended_at(),
            unreachable: entry.state.is_unreachable(),
        }
    }
}

words! {
    /// Why a person is in a class.
    Ground {
        Leads = "leads",
        Contributes = "contributes",
        NoEarlierEdition = "no_earlier_edition",
        Unverified = "unverified",
        Nothing = "nothing",
        Moved = "moved",
    }
}

impl From<&domain::waitlist::Ground> for Ground {
    fn from(ground: &domain::waitlist::Ground) -> Self {
        match ground {
            domain::waitlist::Ground::Leads { .. } => Self::Leads,
            domain::waitlist::Ground::Contributes { .. } => Self::Contributes,
            domain::waitlist::Ground::NoEarlierEdition => Self::NoEarlierEdition,
            domain::waitlist::Ground::Unverified => Self::Unverified,
            domain::waitlist::Ground::Nothing => Self::Nothing,
            domain::waitlist::Ground::Moved => Self::Moved,
        }
    }
}

/// An offer, and why this person got it before all others.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct OfferMade<'a> {
    /// Offers were made in this order.
    pub number: u64,
    pub offered_at: Timestamp,
    /// The end, exclusive: from this instant on it is too late.
    pub expires_at: Timestamp,
    pub because: Because<'a>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct Because<'a> {
    pub class: Class,
    /// Of the class, from 0.
    pub rank: usize,
    /// The entry that would have been next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<&'a str>,
}

impl<'a> From<&'a domain::waitlist::Offer> for OfferMade<'a> {
    fn from(offer: &'a domain::waitlist::Offer) -> Self {
        let domain::waitlist::Because { class, rank, next } = &offer.because;
        Self {
            number: offer.number,
            offered_at: offer.offered_at,
            expires_at: offer.expires_at,
            because: Because { class: *class, rank: *rank, next: next.as_ref().map(EntryId::as_str) },
        }
    }
}
