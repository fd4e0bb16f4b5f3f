//! The agenda of automatic actions, and the consistency check.

use domain::person::EmailAddress;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::Kind;
use crate::parameters::CURSOR;
use crate::route::row::{SEE_OTHER, get, json, json_or_form, json_or_page, post};
use crate::route::{Route, Who};

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/audit", "organize", Who::Organizer, "what the latest consistency check found")
        .answers(&[json_or_page::<ConsistencyCheck<'_>>(200)]),
    post("/conferences/{conference}/audit", "organize", Who::Organizer, "count anew, now")
        .answers(&[json::<ConsistencyCheck<'_>>(200), SEE_OTHER])
        .refuses(&[Kind::AuditTooLarge]),
    get("/conferences/{conference}/agenda", "organize", Who::Organizer, "what will happen by itself")
        .answers(&[json_or_page::<Agenda>(200)]),
    get(
        "/conferences/{conference}/agenda/{line}",
        "organize",
        Who::Organizer,
        "one line of it, with everyone it concerns",
    )
    .takes(&[CURSOR])
    .answers(&[json_or_page::<AgendaPreview>(200)])
    .refuses(&[Kind::Invalid]),
    post("/conferences/{conference}/agenda/{line}", "organize", Who::Organizer, "run it now, hold it back, let it go")
        .reads(json_or_form::<AgendaAct>())
        .answers(&[json::<Agenda>(200), SEE_OTHER])
        .refuses(&[Kind::AgendaFixed]),
    post(
        "/conferences/{conference}/agenda/set-aside/{id}/retry",
        "organize",
        Who::Organizer,
        "try what failed again, or all of it",
    )
    .answers(&[json::<Agenda>(200), SEE_OTHER]),
    post(
        "/conferences/{conference}/agenda/set-aside/{id}/skip",
        "organize",
        Who::Organizer,
        "skip what failed, or all that is set aside",
    )
    .answers(&[json::<Agenda>(200), SEE_OTHER]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Agenda {
    pub now: Timestamp,
    pub agenda: Vec<AgendaLine>,
    /// What failed, set aside first; the first 200.
    pub set_aside: Vec<SetAside>,
    /// How many failed.
    pub set_aside_total: usize,
}

/// An item that a workflow could not process.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SetAside {
    /// For retry and skip.
    pub id: String,
    /// The function that processes it.
    pub workflow: String,
    /// What it is.
    pub object: String,
    /// Without names and addresses.
    pub error: String,
    pub failures: u32,
    pub since: Timestamp,
    /// While it is retried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_try_at: Option<Timestamp>,
    pub state: SetAsideState,
}

words! {
    SetAsideState { Retrying = "retrying", SetAside = "set_aside" }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct AgendaLine {
    pub id: String,
    /// What is due already happens within a minute.
    pub at: Timestamp,
    /// The function that does it.
    pub workflow: &'static str,
    pub what: String,
    /// How many passes, people or mails it affects.
    pub count: u64,
    /// The first of them.
    pub concerns: Vec<Concerned>,
    pub can_run: bool,
    pub can_pause: bool,
    pub paused: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Concerned {
    pub id: String,
    pub name: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct AgendaPreview {
    pub line: AgendaLine,
    /// The people it concerns as things stand now.
    pub about: Vec<AgendaAbout>,
    /// The link to the next page, with its `cursor`; null on the last.
    pub next: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct AgendaAbout {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// What happens to them.
    pub detail: String,
    /// Where to read more about them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct AgendaAct {
    pub action: AgendaAction,
}

words! {
    AgendaAction { Run = "run", Pause = "pause", Resume = "resume" }
}

/// The latest consistency check; null before the first.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ConsistencyCheck<'a> {
    pub latest: Option<AuditResult<'a>>,
}

/// What a consistency check compared and found.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct AuditResult<'a> {
    pub at: Timestamp,
    pub by: AuditedBy,
    pub shards: usize,
    pub registrations: usize,
    pub entries: usize,
    /// Differences; nothing is corrected.
    pub found: usize,
    /// The first of them.
    pub findings: Vec<Finding<'a>>,
}

words! {
    AuditedBy { Daily = "daily", Organizer = "organizer" }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Finding<'a> {
    /// Which of the design's promises it breaks.
    pub promise: u8,
    pub detail: &'a str,
}
