//! A person's own data: reading all of it, and erasing it.

use domain::person::EmailAddress;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::Kind;
use crate::parameters::{DRY_RUN, SAID};
use crate::route::row::{SEE_OTHER, get, json, json_or_form, json_or_page, post};
use crate::route::{Route, Who};
use crate::site::Said;

pub(crate) const ROUTES: &[Route] = &[
    get("/me/data", "people", Who::SignedIn, "everything that is stored about one")
        .takes(&[SAID])
        .answers(&[json_or_page::<MyData<'_>>(200)])
        .refuses(&[Kind::TooManyRequests]),
    get("/me/data.json", "people", Who::SignedIn, "the same as a file")
        .answers(&[json::<MyData<'_>>(200)])
        .refuses(&[Kind::TooManyRequests]),
    post("/me/erasure", "people", Who::SignedIn, "ask to erase one's data: a mail with a link to confirm it")
        .reads(json_or_form::<AskErasure>())
        .answers(&[json::<Said<'_>>(202), SEE_OTHER])
        .refuses(&[Kind::TooManyRequests, Kind::LastOrganizer]),
    get("/me/erasure/{token}", "people", Who::Anyone, "the page behind that mail's link: one button")
        .answers(&[json_or_page::<Said<'_>>(200)])
        .refuses(&[Kind::SignInFailed]),
    post("/me/erasure/{token}", "people", Who::Anyone, "erase all data of the person who got the link")
        .answers(&[json_or_page::<Said<'_>>(202)])
        .refuses(&[Kind::SignInFailed, Kind::LastOrganizer]),
    post(
        "/conferences/{conference}/people/{id}/erasure",
        "directory",
        Who::Organizer,
        "erase a person from the edition",
    )
    .takes(&[DRY_RUN])
    .reads(json_or_form::<ErasePerson>())
    .answers(&[json_or_page::<ErasureEffects>(200), json::<ErasureEffects>(202), SEE_OTHER])
    .refuses(&[Kind::LastOrganizer]),
];

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ErasePerson {
    /// For the person; a dry run needs none.
    pub reason: Option<String>,
}

/// What erasing a person does in the edition.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ErasureEffects {
    pub dry_run: bool,
    /// Passes that are cancelled, and go to others.
    pub passes: usize,
    /// Waitlist entries that end; an open offer goes to the next person.
    pub waitlist: usize,
    /// The titles of proposals that are withdrawn or deleted, and lose their content.
    pub proposals: Vec<String>,
    /// Roles that end.
    pub roles: usize,
    /// The titles of proposals that stay in the programme, with the person's name.
    pub stays_public: Vec<String>,
    /// When the name goes from the programme; null if the edition keeps personal data.
    pub public_until: Option<Timestamp>,
}

/// Nothing is needed.
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct AskErasure {}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MyData<'a> {
    /// All their verified addresses.
    pub addresses: &'a [EmailAddress],
    /// When it was read.
    pub read_at: Timestamp,
    /// Without groups that are empty.
    pub groups: Vec<DataGroup>,
}

/// Data of one kind.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct DataGroup {
    /// Such as `registrations`.
    pub kind: &'static str,
    /// Its name, in the reader's language.
    pub label: String,
    /// What it is for, in the reader's language.
    pub purpose: String,
    /// When it ends, in the reader's language.
    pub ends: String,
    pub items: Vec<DataItem>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct DataItem {
    /// The edition that it belongs to; null if it belongs to the account.
    pub conference: Option<String>,
    /// As it is stored, without secrets and without other people's parts.
    pub data: Value,
}
