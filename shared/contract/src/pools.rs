//! Pools of passes and their invitations.

use domain::conference::Class;
use domain::person::EmailAddress;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::parameters::{CURSOR, DONE, DRY_RUN, IDEMPOTENCY_KEY};
use crate::route::row::{SEE_OTHER, delete, form, get, json, json_or_form, json_or_page, number, patch, post, query};
use crate::route::{Route, Who};
use crate::{Kind, Stated};

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/pools", "organize", Who::PoolKeeper, "pools with their figures")
        .takes(&[
            query("pool", "of a page: the pool whose change of capacity it previews"),
            number("capacity", "of a page: the new capacity that it previews"),
            DONE,
        ])
        .answers(&[json_or_page::<Pools<'_>>(200)]),
    get("/conferences/{conference}/pools/{pool}", "organize", Who::PoolKeeper, "one pool")
        .answers(&[json::<Pool<'_>>(200), SEE_OTHER]),
    patch("/conferences/{conference}/pools/{pool}", "organize", Who::Organizer, "change its capacity")
        .takes(&[IDEMPOTENCY_KEY, DRY_RUN])
        .reads(json_or_form::<Resize>())
        .answers(&[json::<Resized<'_>>(200)])
        .refuses(&[Kind::CapacityInUse, Kind::IdempotencyKeyReused]),
    post("/conferences/{conference}/pools/{pool}", "organize", Who::Organizer, "change its capacity by form")
        .reads(form::<Resize>())
        .answers(&[SEE_OTHER])
        .refuses(&[Kind::CapacityInUse, Kind::IdempotencyKeyReused]),
    post("/conferences/{conference}/pools/{pool}/release", "organize", Who::Organizer, "end a reserved pool now")
        .answers(&[json::<PoolReleased<'_>>(200), SEE_OTHER])
        .refuses(&[Kind::PoolOpen]),
    get("/conferences/{conference}/pools/{pool}/invitations", "organize", Who::PoolKeeper, "who was invited")
        .takes(&[CURSOR])
        .answers(&[json_or_page::<Invitations<'_>>(200)])
        .refuses(&[Kind::Invalid]),
    post("/conferences/{conference}/pools/{pool}/invitations", "organize", Who::PoolKeeper, "invite a person")
        .reads(json_or_form::<Invite>())
        .answers(&[json::<Invitation<'_>>(200), json::<Invitation<'_>>(201), SEE_OTHER])
        .refuses(&[Kind::PoolOpen, Kind::ClaimOver, Kind::PoolEmpty]),
    delete(
        "/conferences/{conference}/pools/{pool}/invitations/{invitation}",
        "organize",
        Who::PoolKeeper,
        "take an invitation back",
    )
    .answers(&[json::<Invitation<'_>>(200)])
    .refuses(&[Kind::InvitationClaimed]),
    post(
        "/conferences/{conference}/pools/{pool}/invitations/{invitation}",
        "organize",
        Who::PoolKeeper,
        "take it back by form",
    )
    .answers(&[json::<Invitation<'_>>(200), SEE_OTHER])
    .refuses(&[Kind::InvitationClaimed]),
];

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Resize {
    pub capacity: u64,
    /// Names the change, so that a repeat has no further effect.
    pub resize_id: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Pools<'a> {
    pub pools: Vec<Pool<'a>>,
}

/// A pool's figures.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Pool<'a> {
    pub pool: &'a str,
    /// free + spare + held + taken
    pub capacity: u64,
    /// On sale, or to be claimed by invitation.
    pub free: u64,
    /// Returned or added: on the way to the waitlist, or back on sale.
    #[serde(rename = "spare")]
    pub returned: u64,
    /// On offer to people on the waitlist, or held until an address is confirmed.
    pub held: u64,
    pub taken: u64,
    pub sold_out: bool,
}

/// A pool after a change of its capacity, and the offers that follow.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Resized<'a> {
    #[serde(flatten)]
    pub pool: Pool<'a>,
    /// True if nothing was changed.
    pub dry_run: bool,
    /// Passes that people on the waitlist are offered now, without any further act.
    pub to_offer: u64,
    /// The first of them, in order.
    pub offers_to: Vec<NextInLine>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct NextInLine {
    pub id: String,
    pub name: String,
    pub class: Class,
    pub joined_at: Timestamp,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct PoolReleased<'a> {
    #[serde(flatten)]
    pub pool: Pool<'a>,
    /// Passes that went to `general`; people on the waitlist get them first.
    pub released: u64,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Invite {
    pub email: EmailAddress,
    pub name: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Invitations<'a> {
    pub invitations: Vec<Invitation<'a>>,
    /// The link to the next page, with its `cursor`; null on the last.
    pub next: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Invitation<'a> {
    pub id: &'a str,
    pub pool: &'a str,
    pub email: &'a EmailAddress,
    #[serde(flatten)]
    pub state: Stated<InvitationStatus>,
    pub invited_at: Timestamp,
    /// What the organizers noted; the invited person does not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'a str>,
    /// The registration that claimed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration: Option<&'a str>,
    /// While it is open, so that it can be passed on by other means than mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

words! {
    InvitationStatus { Open = "open", Claimed = "claimed", Revoked = "revoked" }
}
