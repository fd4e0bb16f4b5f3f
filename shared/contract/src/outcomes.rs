//! The results of tracks and their sessions.

use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::Kind;
use crate::parameters::SAVED;
use crate::route::row::{SEE_OTHER, form, get, json, json_body, json_or_page, post, put};
use crate::route::{Route, Who};

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/tracks/{track}/outcomes", "tracks", Who::Anyone, "what came of a track")
        .takes(&[SAVED])
        .answers(&[json_or_page::<Outcomes<'_>>(200)]),
    put("/conferences/{conference}/tracks/{track}/outcomes", "tracks", Who::TrackLead, "say what came of it")
        .reads(json_body::<SayOutcomes>())
        .answers(&[json::<Outcomes<'_>>(200)])
        .refuses(&[Kind::Conflict]),
    post("/conferences/{conference}/tracks/{track}/outcomes", "tracks", Who::TrackLead, "say it by form")
        .reads(form::<OutcomesForm>())
        .answers(&[SEE_OTHER])
        .refuses(&[Kind::Conflict]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Outcomes<'a> {
    pub track: &'a str,
    pub revision: u64,
    pub lines: &'a [String],
    pub sessions: Vec<SessionOutcome<'a>>,
    pub changed_at: Option<Timestamp>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SessionOutcome<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub lines: &'a [String],
    pub recording: Option<&'a str>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SayOutcomes {
    pub lines: Option<Vec<String>>,
    pub sessions: Option<Vec<SaySessionOutcome>>,
    /// The revision that was read: if it is not the latest any more, nothing is changed.
    pub revision: Option<u64>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SaySessionOutcome {
    /// Of an accepted proposal of the track.
    pub id: String,
    pub lines: Option<Vec<String>>,
    pub recording: Option<String>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct OutcomesForm {
    /// One on each line.
    pub lines: Option<String>,
    /// Of a session: one on each line.
    #[cfg_attr(feature = "schema", schemars(rename = "lines_of.{id}"))]
    pub lines_of: Option<String>,
    /// Of a session: a web address.
    #[cfg_attr(feature = "schema", schemars(rename = "recording_of.{id}"))]
    pub recording_of: Option<String>,
    pub revision: Option<String>,
}
