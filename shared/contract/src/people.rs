//! The signed-in person: addresses, roles, and everything else that belongs to them.

use domain::link::LinkState;
use domain::person::EmailAddress;
use domain::role::RoleKind;
use domain::role::RoleState;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::parameters::SAID;
use crate::route::row::{SEE_OTHER, delete, form, get, json, json_body, json_or_form, json_or_page, patch, post};
use crate::route::{Route, Who};
use crate::sign_in::{Code, Email, SignInAsked};
use crate::site::Said;
use crate::{Kind, Stated};

pub(crate) const ROUTES: &[Route] = &[
    get("/me", "people", Who::SignedIn, "who is signed in, and all that is theirs")
        .takes(&[SAID])
        .answers(&[json_or_page::<Me<'_>>(200)]),
    post("/me/addresses", "people", Who::SignedIn, "ask to link an address: a mail goes there")
        .reads(json_or_form::<Email>())
        .answers(&[json::<SignInAsked<'_>>(202), SEE_OTHER])
        .refuses(&[Kind::TooManyRequests]),
    get("/me/link/{token}", "people", Who::SignedIn, "the page behind that mail's link: one button")
        .answers(&[json_or_page::<Said<'_>>(200)])
        .refuses(&[Kind::SignInFailed, Kind::Forbidden]),
    post("/me/link/{token}", "people", Who::SignedIn, "link the address, by link or by code")
        .reads(json_or_form::<Code>())
        .answers(&[json::<Addresses>(200), SEE_OTHER])
        .refuses(&[Kind::SignInFailed, Kind::Forbidden, Kind::AddressTaken, Kind::BothRegistered, Kind::Conflict]),
    patch("/me/addresses/{address}", "people", Who::SignedIn, "make it the primary one")
        .reads(json_body::<Prefer>())
        .answers(&[json::<Addresses>(200)])
        .refuses(&[Kind::Conflict]),
    delete("/me/addresses/{address}", "people", Who::SignedIn, "take it away")
        .answers(&[json::<Addresses>(200)])
        .refuses(&[Kind::Conflict]),
    post("/me/addresses/{address}", "people", Who::SignedIn, "either by form")
        .reads(form::<AddressForm>())
        .answers(&[SEE_OTHER])
        .refuses(&[Kind::Conflict]),
    get("/conferences/{conference}/roles", "people", Who::TeamKeeper, "organizers, leads and reviewers")
        .takes(&[SAID])
        .answers(&[json_or_page::<Roles>(200)]),
    post("/conferences/{conference}/roles", "people", Who::TeamKeeper, "offer a person a role")
        .reads(json_or_form::<OfferRole>())
        .answers(&[json::<Role>(200), json::<Role>(201), SEE_OTHER])
        .refuses(&[Kind::TooManyRequests]),
    delete("/conferences/{conference}/roles/{role}", "people", Who::SignedIn, "take it back, or give it up")
        .answers(&[json::<Role>(200)])
        .refuses(&[Kind::Forbidden, Kind::RoleNotOpen, Kind::LastOrganizer, Kind::Conflict]),
    post("/conferences/{conference}/roles/{role}", "people", Who::SignedIn, "accept it, or end it by form")
        .reads(json_or_form::<AnswerRole>())
        .answers(&[json::<Role>(200), SEE_OTHER])
        .refuses(&[Kind::Forbidden, Kind::RoleNotOpen, Kind::LastOrganizer, Kind::Conflict]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Me<'a> {
    /// The primary one of their addresses.
    pub email: &'a EmailAddress,
    pub addresses: Vec<Address>,
    /// When the session ends.
    pub expires_at: Option<Timestamp>,
    pub roles: Vec<&'a MyRoles>,
    /// To accept or to give up.
    pub offered_roles: Vec<&'a MyOffer>,
    pub registrations: Vec<&'a Mine>,
    pub waitlist: Vec<&'a Mine>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Addresses {
    pub addresses: Vec<Address>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Address {
    pub id: String,
    pub email: EmailAddress,
    /// The one to show and to write to.
    pub primary: bool,
    #[serde(flatten)]
    pub state: Stated<LinkState>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Prefer {
    /// Must be true.
    pub primary: bool,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct AddressForm {
    pub action: AddressAct,
}

words! {
    AddressAct { Prefer = "prefer", Unlink = "unlink" }
}

/// A person's roles in one edition.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MyRoles {
    pub conference: String,
    pub name: String,
    pub organizer: bool,
    pub leads: Vec<String>,
    /// Tracks, including those that they lead.
    pub reviews: Vec<String>,
    /// Whether they check in attendees.
    pub door: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MyOffer {
    pub conference: String,
    pub id: String,
    pub role: RoleName,
    /// Left out for an organizer and the door.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub track: Option<String>,
}

/// A registration or a waitlist entry.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Mine {
    pub conference: String,
    pub id: String,
    #[serde(flatten)]
    pub state: Stated<&'static str>,
    pub email: EmailAddress,
    /// Where it is managed; contains its token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Roles {
    pub roles: Vec<Role>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Role {
    pub id: String,
    pub role: RoleName,
    /// Left out for an organizer and the door.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub track: Option<String>,
    pub email: EmailAddress,
    #[serde(flatten)]
    pub state: Stated<RoleState>,
    /// Whether the edition's definition names them.
    pub defined: bool,
    /// Every change, earliest first.
    pub log: Vec<RoleChange>,
}

words! {
    RoleName { Organizer = "organizer", Lead = "lead", Reviewer = "reviewer", Door = "door" }
}

impl From<&RoleKind> for RoleName {
    fn from(kind: &RoleKind) -> Self {
        match kind {
            RoleKind::Organizer => Self::Organizer,
            RoleKind::Lead { .. } => Self::Lead,
            RoleKind::Reviewer { .. } => Self::Reviewer,
            RoleKind::Door => Self::Door,
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct RoleChange {
    pub at: Timestamp,
    pub by: EmailAddress,
    pub to: RoleState,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct OfferRole {
    pub role: RoleName,
    pub email: EmailAddress,
    /// Required for a lead and a reviewer.
    pub track: Option<String>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct AnswerRole {
    pub action: RoleAct,
}

words! {
    RoleAct { Accept = "accept", GiveUp = "give_up", Remove = "remove" }
}
