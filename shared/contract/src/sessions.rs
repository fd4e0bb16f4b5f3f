//! Sessions, and where they are placed.

use domain::conference::TrackId;
use domain::timetable::Drafted;
use domain::timetable::Kind as SessionKind;
use domain::timetable::LinkKind as SessionLinkKind;
use domain::timetable::Participant;
use domain::timetable::Placement;
use domain::timetable::Released;
use domain::timetable::Role;
use domain::timetable::State as SessionState;
use domain::timetable::Warning;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::parameters::{DRAFT, IDEMPOTENCY_KEY, ZONE};
use crate::route::row::{
    NOT_MODIFIED, SEE_OTHER, delete, form, get, json, json_or_form, json_page_or_calendar, patch, post, put,
};
use crate::route::{Route, Who};
use crate::{Kind, Stated};

pub(crate) const ROUTES: &[Route] = &[
    post("/conferences/{conference}/sessions", "timetable", Who::Organizer, "add a free entry")
        .takes(&[IDEMPOTENCY_KEY])
        .reads(json_or_form::<NewEntry>())
        .answers(&[json::<Session<'_>>(201), SEE_OTHER])
        .refuses(&[Kind::IdempotencyKeyReused]),
    get("/conferences/{conference}/sessions/{session}", "timetable", Who::Anyone, "a session")
        .takes(&[DRAFT, ZONE])
        .answers(&[json_page_or_calendar::<Session<'_>>(200), NOT_MODIFIED])
        .refuses(&[Kind::Invalid, Kind::SignInRequired, Kind::Forbidden]),
    patch("/conferences/{conference}/sessions/{session}", "timetable", Who::TeamKeeper, "change its links or words")
        .reads(json_or_form::<ReviseSession>())
        .answers(&[json::<Session<'_>>(200)]),
    delete("/conferences/{conference}/sessions/{session}", "timetable", Who::TeamKeeper, "call a free entry off")
        .answers(&[json::<Session<'_>>(200)]),
    post("/conferences/{conference}/sessions/{session}", "timetable", Who::TeamKeeper, "the same by form")
        .reads(form::<SessionForm>())
        .answers(&[SEE_OTHER]),
    put("/conferences/{conference}/sessions/{session}/placement", "timetable", Who::TeamKeeper, "place it")
        .reads(json_or_form::<Place>())
        .answers(&[json::<PlacedSession<'_>>(200)])
        .refuses(&[Kind::PlacementConflict]),
    delete("/conferences/{conference}/sessions/{session}/placement", "timetable", Who::TeamKeeper, "take it off")
        .answers(&[json::<PlacedSession<'_>>(200)]),
    post("/conferences/{conference}/sessions/{session}/placement", "timetable", Who::TeamKeeper, "either by form")
        .reads(form::<PlaceForm>())
        .answers(&[SEE_OTHER])
        .refuses(&[Kind::PlacementConflict]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Session<'a> {
    pub id: &'a str,
    pub number: u32,
    /// Six of A-Z and 0-9.
    pub code: &'a str,
    pub guid: &'a str,
    pub kind: SessionKind,
    pub track: Option<&'a str>,
    pub title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<&'a str>,
    /// Markdown.
    #[serde(rename = "abstract")]
    pub abstract_text: &'a str,
    pub format: &'a str,
    pub people: Vec<SessionPerson<'a>>,
    pub room: Option<&'a str>,
    /// Null while it is not placed.
    pub starts_at: Option<Timestamp>,
    pub ends_at: Option<Timestamp>,
    pub minutes: u32,
    #[serde(flatten)]
    pub state: Stated<SessionState>,
    pub not_recorded: bool,
    pub links: Vec<SessionLink<'a>>,
    /// Counts the changes that calendars show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified_at: Option<Timestamp>,
    /// Its last move, if it was moved since it was first published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved: Option<SessionMove<'a>>,
    /// Why an organizer placed it against a rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<&'a str>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SessionMove<'a> {
    /// Where it was. Of several moves on one day, where it was at the beginning of that day.
    pub from: SessionPlace<'a>,
    pub at: Timestamp,
}

/// Where and when a session is.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SessionPlace<'a> {
    pub room: &'a str,
    pub starts_at: Timestamp,
    pub minutes: u32,
    /// Why an organizer placed it against a rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<&'a str>,
}

impl<'a> From<&'a Placement> for SessionPlace<'a> {
    fn from(placement: &'a Placement) -> Self {
        let Placement { room, starts_at, minutes, override_reason } = placement;
        Self {
            room: room.as_str(),
            starts_at: *starts_at,
            minutes: *minutes,
            override_reason: override_reason.as_deref(),
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SessionPerson<'a> {
    pub guid: &'a str,
    pub name: &'a str,
    pub role: Role,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SessionLink<'a> {
    pub kind: SessionLinkKind,
    pub url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<&'a str>,
    /// Whether it is a file that belongs to the session, such as its slides.
    pub attached: bool,
}

impl<'a> Session<'a> {
    /// A session of the draft.
    pub fn drafted(session: &'a domain::timetable::Session, placement: Option<&'a Placement>) -> Self {
        let period = placement.map(Placement::period);
        let person = |p: &'a Participant| SessionPerson { guid: p.guid.as_str(), name: p.name.as_str(), role: p.role };
        let link = |link: &'a domain::timetable::Link| SessionLink {
            kind: link.kind,
            url: &link.url,
            title: link.title.as_deref(),
            attached: link.attached,
        };
        Self {
            id: session.id.as_str(),
            number: session.number,
            code: session.code.as_str(),
            guid: session.guid.as_str(),
            kind: session.kind,
            track: session.track.as_ref().map(TrackId::as_str),
            title: &session.title,
            subtitle: session.subtitle.as_deref(),
            abstract_text: &session.abstract_text,
            format: session.format_label(),
            people: session.public_people().map(person).collect(),
            room: placement.map(|placement| placement.room.as_str()),
            starts_at: period.map(|period| period.starts_at),
            ends_at: period.map(|period| period.ends_at),
            minutes: placement.map_or(session.minutes, |placement| placement.minutes),
            state: Stated::new(session.state),
            not_recorded: session.is_not_recorded(),
            links: session.links.iter().map(link).collect(),
            sequence: None,
            modified_at: None,
            moved: None,
            override_reason: placement.and_then(|placement| placement.override_reason.as_deref()),
        }
    }
}

impl<'a> From<&'a Drafted> for Session<'a> {
    fn from(drafted: &'a Drafted) -> Self {
        Self::drafted(&drafted.session, drafted.placement.as_ref())
    }
}

impl<'a> From<&'a Released> for Session<'a> {
    fn from(released: &'a Released) -> Self {
        let Released { session, placement, sequence, modified_at, moved } = released;
        let moved = moved.as_ref().map(|moved| SessionMove { from: (&moved.from).into(), at: moved.at });
        let (sequence, modified_at) = (Some(*sequence), Some(*modified_at));
        Self { sequence, modified_at, moved, ..Self::drafted(session, Some(placement)) }
    }
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct NewEntry {
    pub title: String,
    pub r#abstract: Option<String>,
    pub minutes: Option<u64>,
    pub track: Option<String>,
    pub not_recorded: Option<bool>,
    /// Of a form; programs send the header.
    pub idempotency_key: Option<String>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ReviseSession {
    /// All of them.
    pub links: Option<Vec<SessionLinkGiven>>,
    /// Of a free entry; a talk has its proposal's.
    pub title: Option<String>,
    pub r#abstract: Option<String>,
    pub minutes: Option<u64>,
    /// Where people with a pass follow it, in place of its room's link. Null removes it. No answer but that of
    /// `GET …/timetable/edit` contains it.
    pub live_url: Option<String>,
    /// Where people with a pass talk about it, in place of its room's link.
    pub chat_url: Option<String>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SessionLinkGiven {
    pub kind: SessionLinkKind,
    pub url: String,
    pub title: Option<String>,
    /// Whether it is a file that belongs to the session, such as its slides.
    pub attached: Option<bool>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct SessionForm {
    pub action: SessionAct,
    pub link_kind: Option<SessionLinkKind>,
    pub link_url: Option<String>,
    pub link_title: Option<String>,
    pub live_url: Option<String>,
    pub chat_url: Option<String>,
}

words! {
    SessionAct { AddLink = "add_link", RemoveLink = "remove_link", SetLive = "set_live", Cancel = "cancel" }
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Place {
    pub room: String,
    /// An instant, or a time in the conference's zone.
    pub starts_at: String,
    /// Defaults to the session's own length.
    pub minutes: Option<u64>,
    /// In place of `minutes`.
    pub ends_at: Option<String>,
    /// Why an organizer places it against a rule.
    pub reason: Option<String>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct PlaceForm {
    pub action: PlaceAct,
    /// Defaults to the session's own length.
    pub minutes: Option<u64>,
    /// In place of `minutes`.
    pub ends_at: Option<String>,
    /// Why an organizer places it against a rule.
    pub reason: Option<String>,
}

words! {
    PlaceAct { Place = "place", TakeOff = "take_off" }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct PlacedSession<'a> {
    pub session: Session<'a>,
    /// Warnings about this place. They do not prevent the placement.
    pub warnings: Vec<PlacementWarning<'a>>,
}

/// What to know about a place: a `kind` with its figures, and the same as a sentence.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct PlacementWarning<'a> {
    #[serde(flatten)]
    pub warning: &'a Warning,
    pub detail: String,
}

impl<'a> PlacementWarning<'a> {
    /// A warning with its sentence, whose times are on the conference's clocks.
    pub fn new(warning: &'a Warning, detail: String) -> Self {
        Self { warning, detail }
    }
}
