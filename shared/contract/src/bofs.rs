//! Birds of a feather.

use domain::bof::BofState;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::parameters::{DONE, IDEMPOTENCY_KEY};
use crate::route::row::{PAGE, SEE_OTHER, delete, form, get, json, json_or_form, json_or_page, patch, post};
use crate::route::{Route, Who};
use crate::{Kind, Stated};

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/bofs", "bofs", Who::Anyone, "birds of a feather")
        .answers(&[json_or_page::<Bofs<'_>>(200)]),
    get("/conferences/{conference}/propose-bof", "bofs", Who::SignedIn, "the form to propose one").answers(&[PAGE]),
    post("/conferences/{conference}/bofs", "bofs", Who::SignedIn, "propose one: it gets the first free slot")
        .takes(&[IDEMPOTENCY_KEY])
        .reads(json_or_form::<ProposeBof>())
        .answers(&[json::<Bof<'_>>(201), SEE_OTHER])
        .refuses(&[Kind::InPersonOnly, Kind::NoSlotLeft, Kind::BofLimit, Kind::IdempotencyKeyReused]),
    get("/conferences/{conference}/bofs/{bof}", "bofs", Who::Anyone, "one of them")
        .takes(&[DONE])
        .answers(&[json_or_page::<Bof<'_>>(200)]),
    patch("/conferences/{conference}/bofs/{bof}", "bofs", Who::SignedIn, "change its text")
        .reads(json_or_form::<RewordBof>())
        .answers(&[json::<Bof<'_>>(200)])
        .refuses(&[Kind::Forbidden, Kind::BofCancelled]),
    delete("/conferences/{conference}/bofs/{bof}", "bofs", Who::SignedIn, "call it off")
        .answers(&[json::<Bof<'_>>(200)])
        .refuses(&[Kind::Forbidden]),
    post("/conferences/{conference}/bofs/{bof}", "bofs", Who::SignedIn, "change it or call it off by form")
        .reads(form::<BofForm>())
        .answers(&[SEE_OTHER])
        .refuses(&[Kind::Forbidden, Kind::BofCancelled]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Bofs<'a> {
    pub bofs: Vec<Bof<'a>>,
    /// Slots that are free and still to come.
    pub free_slots: usize,
}

/// A BoF as everyone sees it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Bof<'a> {
    pub id: &'a str,
    #[serde(flatten)]
    pub state: Stated<BofStatus>,
    pub title: &'a str,
    /// Markdown.
    #[serde(rename = "abstract")]
    pub abstract_text: &'a str,
    /// Of the person who holds it.
    pub name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// The room's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// On the list for slots that come back, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<usize>,
    /// Always true: BoFs are not recorded.
    pub not_recorded: bool,
    pub proposed_at: Timestamp,
    pub updated_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Timestamp>,
    /// Whether the caller proposed it.
    pub mine: bool,
}

words! {
    BofStatus { Placed = "placed", Waiting = "waiting", Cancelled = "cancelled" }
}

impl From<&BofState> for BofStatus {
    fn from(state: &BofState) -> Self {
        match state {
            BofState::Placed { .. } => Self::Placed,
            BofState::Waiting => Self::Waiting,
            BofState::Cancelled { .. } => Self::Cancelled,
        }
    }
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ProposeBof {
    pub title: String,
    /// Markdown.
    pub r#abstract: String,
    /// 10 to 480; as long as the slot if left out.
    pub minutes: Option<u64>,
    /// Of a form; programs send the header.
    pub idempotency_key: Option<String>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct RewordBof {
    pub title: Option<String>,
    pub r#abstract: Option<String>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct BofForm {
    pub action: BofAct,
    pub title: Option<String>,
    pub r#abstract: Option<String>,
}

words! {
    BofAct { Change = "change", Cancel = "cancel" }
}
