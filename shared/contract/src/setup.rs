//! Setting up an edition: from a template, or from the schedule file of another system.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::parameters::{DONE, DRY_RUN};
use crate::route::row::{SEE_OTHER, get, json, json_or_form_with_files, json_or_page, post};
use crate::route::{Route, Who};

pub(crate) const ROUTES: &[Route] = &[
    get("/setup", "setup", Who::Founder, "the steps of setting up an edition")
        .takes(&[DONE])
        .answers(&[json_or_page::<SetupOffer>(200)]),
    post("/setup", "setup", Who::Founder, "set up an edition: a new one, from a template or from a schedule file")
        .takes(&[DRY_RUN])
        .reads(json_or_form_with_files::<Setup>())
        .answers(&[json_or_page::<SetUp<'_>>(200), json::<SetUp<'_>>(201), SEE_OTHER]),
];

words! {
    /// What an edition starts from; `file` is a schedule file.
    StartingPoint {
        Microconferences = "microconferences",
        SingleTrack = "single_track",
        CallOnly = "call_only",
        File = "file",
    }
}

/// What can be set up.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SetupOffer {
    pub templates: Vec<StartingPoint>,
    /// How many editions there are.
    pub editions: usize,
}

/// An edition to set up. A form has the same fields, with slashes in the names of inner ones (`place/city`); its file
/// is `file`.
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Setup {
    pub name: String,
    /// Without it, the id follows from the name.
    pub id: Option<String>,
    /// `name`, `address`, `city`, `country`.
    pub place: Map<String, Value>,
    /// Of the organizer, who signs in with it.
    pub organizer: String,
    /// The first day. A file names its own days.
    pub starts_on: Option<String>,
    pub ends_on: Option<String>,
    /// An IANA name. A file's own zone counts more.
    pub time_zone: Option<String>,
    /// `microconferences`, `single_track`, `call_only` or `file`.
    pub template: Option<String>,
    /// Schedule JSON, schedule XML, or Indico's timetable JSON: as text, or as the JSON itself.
    pub schedule: Option<Value>,
    /// By id: other names and capacities than those of the template or the file.
    pub rooms: Option<Map<String, Value>>,
    /// By id: other names.
    pub tracks: Option<Map<String, Value>>,
    /// By id: other capacities. `virtual` adds virtual passes; with 0 there are none.
    pub pools: Option<Map<String, Value>>,
    /// `opens` and `closes`.
    pub registration: Option<Map<String, Value>>,
    /// Of the page's form: which step comes next.
    pub step: Option<String>,
    /// Of the page's form: the schedule file.
    pub file: Option<String>,
}

/// The edition that was set up, or with `dry_run` would be.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SetUp<'a> {
    pub dry_run: bool,
    pub id: &'a str,
    pub definition: &'a Map<String, Value>,
    pub taken: Taken,
}

/// What the edition got from the template or the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Taken {
    pub days: usize,
    pub rooms: usize,
    pub tracks: usize,
    /// Parts of the timetable that belong to a track.
    pub blocks: usize,
    pub breaks: usize,
    /// In the draft of the timetable.
    pub sessions: usize,
    pub people: usize,
    /// Sessions that collide with others. They are placed all the same.
    pub colliding: usize,
}
