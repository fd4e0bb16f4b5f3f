//! The activity log of an edition.

use domain::activity::{Entry, Kind as ActKind, Value};
use domain::conference::TrackId;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::Kind;
use crate::parameters::CURSOR;
use crate::route::row::{get, json_or_page, one_of, query};
use crate::route::{Parameter, Route, Who};

const KIND: Parameter = one_of("kind", ActKind::WORDS, "only acts of this kind");

pub(crate) const ROUTES: &[Route] =
    &[get("/conferences/{conference}/activity", "desk", Who::TeamKeeper, "who did what, latest first")
        .takes(&[
            query("actor", "only acts of this person or workflow: an `actor` of the list"),
            query("object", "only acts on this thing: an `object` of the list, such as `pool:general`"),
            KIND,
            query("since", "only acts since this instant (RFC 3339), or since this day, such as `2030-02-01`"),
            CURSOR,
        ])
        .answers(&[json_or_page::<Activity<'_>>(200)])
        .refuses(&[Kind::Invalid])];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Activity<'a> {
    /// Leads see the acts that concern their tracks. With a filter, a page can have few entries, and still a `next`.
    pub activity: Vec<ActivityEntry<'a>>,
    /// The link to the next page, with its `cursor`; null on the last.
    pub next: Option<String>,
}

/// One act of an organizer, lead, reviewer or workflow.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ActivityEntry<'a> {
    pub id: &'a str,
    pub at: Timestamp,
    /// A person's key, or the name of a workflow.
    pub actor: &'a str,
    /// Null for workflows, and for people who are not known any more.
    pub actor_name: Option<&'a str>,
    pub kind: &'static str,
    /// What was changed: its kind and its id, such as `pool:general`.
    pub object: String,
    pub object_name: Option<&'a str>,
    pub before: Option<&'a Value>,
    pub after: Option<&'a Value>,
    /// The track whose leads see this entry.
    pub track: Option<&'a str>,
}

impl<'a> ActivityEntry<'a> {
    pub fn new(entry: &'a Entry, actor_name: Option<&'a str>, object_name: Option<&'a str>) -> Self {
        Self {
            id: &entry.id,
            at: entry.at,
            actor: entry.actor.id(),
            actor_name,
            kind: entry.kind.as_str(),
            object: entry.object.to_string(),
            object_name,
            before: entry.before.as_ref(),
            after: entry.after.as_ref(),
            track: entry.track.as_ref().map(TrackId::as_str),
        }
    }
}
