//! Registrations: the request, and what holders and organizers see.

use std::collections::BTreeMap;

use domain::conference::Attendance;
use domain::person::EmailAddress;
use domain::reconfirmation::ReconfirmationState;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::parameters::{CURSOR, DONE, DOWNLOAD, IDEMPOTENCY_KEY, PART};
use crate::route::row::{
    CSV_PART, PAGE, SEE_OTHER, WORKBOOK_PART, delete, form, get, json, json_or_form, json_or_page, one_of, patch, post,
    query,
};
use crate::route::{Route, Who};
use crate::shape::{AnswerGiven, OrNull};
use crate::sign_in::Email;
use crate::site::Said;
use crate::{Kind, Stated};

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/register", "register", Who::Anyone, "the registration form")
        .takes(&[
            query("invitation", "as in the mailed invitation"),
            one_of("attendance", &["in_person", "virtual"], "the choice that the form begins with"),
        ])
        .answers(&[PAGE]),
    post("/conferences/{conference}/registrations", "register", Who::Anyone, "register")
        .takes(&[IDEMPOTENCY_KEY])
        .reads(json_or_form::<Register>())
        .answers(&[json_or_page::<RegistrationSummary<'_>>(200), json::<Registration<'_>>(201), SEE_OTHER])
        .refuses(&[
            Kind::RegistrationNotOpen,
            Kind::RegistrationClosed,
            Kind::InvitationInvalid,
            Kind::SoldOut,
            Kind::AlreadyRegistered,
            Kind::IdempotencyKeyReused,
        ]),
    get("/conferences/{conference}/registrations/{id}", "register", Who::Holder, "a registration")
        .takes(&[DONE])
        .answers(&[json_or_page::<Registration<'_>>(200), SEE_OTHER]),
    patch("/conferences/{conference}/registrations/{id}", "register", Who::Holder, "change it")
        .reads(json_or_form::<Change>())
        .answers(&[json::<Registration<'_>>(200)])
        .refuses(&[Kind::RegistrationCancelled, Kind::AddressNotConfirmed, Kind::HoldLapsed, Kind::SoldOut]),
    delete("/conferences/{conference}/registrations/{id}", "register", Who::Holder, "cancel it")
        .answers(&[json::<Registration<'_>>(200)]),
    post("/conferences/{conference}/registrations/{id}", "register", Who::Holder, "change or cancel it by form")
        .reads(form::<ManageForm>())
        .answers(&[SEE_OTHER])
        .refuses(&[Kind::RegistrationCancelled, Kind::AddressNotConfirmed, Kind::HoldLapsed, Kind::SoldOut]),
    post("/conferences/{conference}/registrations/{id}/confirm", "register", Who::Holder, "confirm its address")
        .answers(&[json::<Registration<'_>>(200), SEE_OTHER])
        .refuses(&[Kind::RegistrationCancelled, Kind::HoldLapsed]),
    get("/conferences/{conference}/link", "register", Who::Anyone, "the form to get one's link again")
        .takes(&[query("sent", "of a page: that it says a mail is on its way")])
        .answers(&[PAGE]),
    post("/conferences/{conference}/link", "register", Who::Anyone, "get one's link again")
        .reads(json_or_form::<Email>())
        .answers(&[json::<Said<'_>>(202), SEE_OTHER]),
    get("/conferences/{conference}/registrations", "organize", Who::Organizer, "who is registered")
        .takes(&[CURSOR])
        .answers(&[json_or_page::<Registrations<'_>>(200)])
        .refuses(&[Kind::Invalid]),
    get("/conferences/{conference}/registrations.csv", "organize", Who::Organizer, "the same as CSV")
        .takes(&[CURSOR, PART, DOWNLOAD])
        .answers(&[CSV_PART])
        .refuses(&[Kind::Invalid]),
    get("/conferences/{conference}/registrations.xlsx", "export", Who::Organizer, "the same as a workbook")
        .takes(&[CURSOR, PART, DOWNLOAD])
        .answers(&[WORKBOOK_PART])
        .refuses(&[Kind::Invalid]),
];

/// A request for a pass.
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Register {
    pub name: String,
    pub email: EmailAddress,
    pub attendance: Attendance,
    pub affiliation: Option<String>,
    pub first_time: Option<bool>,
    /// Answers to the edition's questions, by their ids.
    pub answers: Option<BTreeMap<String, AnswerGiven>>,
    /// What they agree to: the version that they read, by the ids of the edition's consents.
    pub consents: Option<BTreeMap<String, Option<String>>>,
    /// An invitation code: claims a pass of its pool.
    pub invitation: Option<String>,
    /// Of a form; programs send the header.
    pub idempotency_key: Option<String>,
}

/// What a holder can change. What is left out stays.
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Change {
    pub name: Option<String>,
    /// Null removes it.
    pub affiliation: Option<OrNull<String>>,
    pub attendance: Option<Attendance>,
    pub first_time: Option<bool>,
    /// All answers to the edition's questions, by their ids.
    pub answers: Option<BTreeMap<String, AnswerGiven>>,
    /// All that they agree to: the version that they read, by the ids of the edition's consents.
    pub consents: Option<BTreeMap<String, Option<String>>>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct ManageForm {
    pub action: ManageAct,
    pub name: Option<String>,
    pub attendance: Option<Attendance>,
    /// The form has every field: a box that it does not name is not ticked.
    pub whole: Option<bool>,
}

words! {
    ManageAct { Change = "change", Cancel = "cancel" }
}

words! {
    /// Where a registration stands. `held`: its pass waits until its holder confirms the address; `lapsed`: they did not
    /// in time.
    RegistrationStatus { Held = "held", Confirmed = "confirmed", Cancelled = "cancelled", Lapsed = "lapsed" }
}

impl From<&domain::registration::RegistrationState> for RegistrationStatus {
    fn from(state: &domain::registration::RegistrationState) -> Self {
        match state {
            domain::registration::RegistrationState::Held { .. } => Self::Held,
            domain::registration::RegistrationState::Confirmed => Self::Confirmed,
            domain::registration::RegistrationState::Cancelled { .. } => Self::Cancelled,
            domain::registration::RegistrationState::Lapsed { .. } => Self::Lapsed,
        }
    }
}

/// What a repeated request gets that proves nothing but the address.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct RegistrationSummary<'a> {
    pub id: &'a str,
    #[serde(flatten)]
    pub state: Stated<RegistrationStatus>,
    pub pool: &'a str,
    pub attendance: Attendance,
    pub registered_at: Timestamp,
    /// Of a held pass: confirm the address before this instant, with the mailed link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lapsed_at: Option<Timestamp>,
}

/// A registration as its holder and organizers see it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Registration<'a> {
    pub id: &'a str,
    #[serde(flatten)]
    pub state: Stated<RegistrationStatus>,
    pub name: &'a str,
    pub email: &'a EmailAddress,
    pub pool: &'a str,
    pub attendance: Attendance,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_time: Option<bool>,
    /// Answers to the edition's questions, by their ids.
    pub answers: &'a BTreeMap<String, String>,
    /// What they agreed to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<Agreed<'a>>,
    pub registered_at: Timestamp,
    /// Of a held pass: confirm the address before this instant, with the mailed link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Timestamp>,
    /// When a held pass was returned, because the address was not confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lapsed_at: Option<Timestamp>,
    /// Once the holder was asked whether they still come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reconfirmation: Option<Reconfirmation>,
    /// The earliest scan of their ticket, once they have checked in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked_in_at: Option<Timestamp>,
    /// To see, change and cancel it; only in the answer to the request that made it, and not while the address must be
    /// confirmed: then only the mail has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manage_token: Option<String>,
}

/// Whether the holder was asked if they are still coming, and their answer.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Reconfirmation {
    pub asked_at: Timestamp,
    #[serde(flatten)]
    pub state: Stated<ReconfirmationStatus>,
    /// Reminders whose time has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reminded: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

words! {
    /// What a holder answered; `kept` and `returned` say what happened to the pass of one who did not.
    ReconfirmationStatus {
        Asked = "asked",
        Coming = "coming",
        NotComing = "not_coming",
        Kept = "kept",
        Returned = "returned",
    }
}

impl From<&ReconfirmationState> for ReconfirmationStatus {
    fn from(state: &ReconfirmationState) -> Self {
        match state {
            ReconfirmationState::Asked { .. } => Self::Asked,
            ReconfirmationState::Coming { .. } => Self::Coming,
            ReconfirmationState::NotComing { .. } => Self::NotComing,
            ReconfirmationState::Kept { .. } => Self::Kept,
            ReconfirmationState::Returned { .. } => Self::Returned,
        }
    }
}

impl From<&domain::reconfirmation::Reconfirmation> for Reconfirmation {
    fn from(known: &domain::reconfirmation::Reconfirmation) -> Self {
        let (mut reminded, mut answered_at, mut ended_at) = (None, None, None);
        match known.state {
            ReconfirmationState::Asked { reminded: count } => reminded = Some(count),
            ReconfirmationState::Coming { answered_at: at } | ReconfirmationState::NotComing { answered_at: at } => {
                answered_at = Some(at);
            }
            ReconfirmationState::Kept { ended_at: at } | ReconfirmationState::Returned { ended_at: at } => {
                ended_at = Some(at);
            }
        }
        Self { asked_at: known.asked_at, state: Stated::new(&known.state), reminded, answered_at, ended_at }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Registrations<'a> {
    pub registrations: Vec<RegistrationEntry<'a>>,
    /// The link to the next page, with its `cursor`; null on the last.
    pub next: Option<String>,
}

/// The version of a text that somebody agreed to.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Agreed<'a> {
    pub id: &'a str,
    pub version: &'a str,
    pub agreed_at: Timestamp,
}

/// A registration in the organizers' list.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct RegistrationEntry<'a> {
    pub id: &'a str,
    #[serde(flatten)]
    pub state: Stated<RegistrationStatus>,
    pub name: &'a str,
    pub email: &'a EmailAddress,
    pub affiliation: Option<&'a str>,
    pub attendance: Attendance,
    pub pool: &'a str,
    pub first_time: Option<bool>,
    pub registered_at: Timestamp,
    /// What the holder answered when asked whether they still come; null if they were not asked.
    pub reconfirmation: Option<ReconfirmationStatus>,
    /// The earliest scan of their ticket; null if they have not checked in.
    pub checked_in_at: Option<Timestamp>,
}
