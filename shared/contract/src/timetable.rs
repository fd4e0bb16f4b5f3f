//! The timetable as a whole: reading it, suggesting, shifting, publishing, importing.

use domain::timetable::What;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Kind;
use crate::parameters::{DONE, DRAFT, ZONE};
use crate::route::row::{
    CALENDAR, CSV, NOT_MODIFIED, SEE_OTHER, XML, flag, get, json, json_or_form, json_or_page, json_page_or_calendar,
    number, post, put, query,
};
use crate::route::{Route, Who};
use crate::sessions::{Session, SessionPlace};

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/timetable", "timetable", Who::Anyone, "the timetable")
        .takes(&[
            DRAFT,
            query("day", "one day: its date, or its number from 1"),
            query("track", "one track: its id"),
            query("q", "words that title, text, people, room or track have"),
            flag("detail", "a page with what each session is about"),
            ZONE,
        ])
        .answers(&[json_page_or_calendar::<Timetable<'_>>(200), NOT_MODIFIED])
        .refuses(&[Kind::Invalid, Kind::SignInRequired, Kind::Forbidden]),
    get("/conferences/{conference}/timetable.json", "timetable", Who::Anyone, "the same as schedule JSON")
        .takes(&[DRAFT])
        .answers(&[json::<ScheduleDocument>(200), NOT_MODIFIED])
        .refuses(&[Kind::Invalid, Kind::SignInRequired, Kind::Forbidden]),
    get("/conferences/{conference}/timetable.xml", "timetable", Who::Anyone, "the same as schedule XML")
        .takes(&[DRAFT])
        .answers(&[XML, NOT_MODIFIED])
        .refuses(&[Kind::Invalid, Kind::SignInRequired, Kind::Forbidden]),
    get("/conferences/{conference}/timetable.ics", "timetable", Who::Anyone, "the same as a calendar")
        .takes(&[DRAFT, query("sessions", "ids with commas between them: a calendar of these only")])
        .answers(&[CALENDAR, NOT_MODIFIED])
        .refuses(&[Kind::Invalid, Kind::SignInRequired, Kind::Forbidden]),
    get("/conferences/{conference}/timetable.csv", "timetable", Who::Anyone, "the same as CSV")
        .takes(&[DRAFT])
        .answers(&[CSV, NOT_MODIFIED])
        .refuses(&[Kind::Invalid, Kind::SignInRequired, Kind::Forbidden]),
    get("/conferences/{conference}/timetable/now", "timetable", Who::Anyone, "what is on, and what is next")
        .takes(&[DRAFT, ZONE])
        .answers(&[json_or_page::<NowAndNext<'_>>(200), NOT_MODIFIED])
        .refuses(&[Kind::Invalid, Kind::SignInRequired, Kind::Forbidden]),
    get("/conferences/{conference}/timetable/wall", "timetable", Who::Anyone, "what is on and next, for a screen")
        .takes(&[query("room", "one room, for a screen at its door: its id")])
        .answers(&[json_or_page::<Wall<'_>>(200), NOT_MODIFIED])
        .refuses(&[Kind::Invalid]),
    get("/conferences/{conference}/timetable/people", "timetable", Who::Anyone, "who speaks")
        .takes(&[DRAFT, ZONE])
        .answers(&[json_or_page::<People<'_>>(200), NOT_MODIFIED])
        .refuses(&[Kind::Invalid, Kind::SignInRequired, Kind::Forbidden]),
    get("/conferences/{conference}/timetable/people/{person}", "timetable", Who::Anyone, "a speaker's sessions")
        .takes(&[DRAFT, ZONE])
        .answers(&[json_page_or_calendar::<Person<'_>>(200), NOT_MODIFIED])
        .refuses(&[Kind::Invalid, Kind::SignInRequired, Kind::Forbidden]),
    get("/conferences/{conference}/timetable/tracks/{track}", "timetable", Who::Anyone, "a track's sessions")
        .takes(&[
            DRAFT,
            query("day", "one day: its date, or its number from 1"),
            query("track", "one track: its id"),
            query("q", "words that title, text, people, room or track have"),
            flag("detail", "a page with what each session is about"),
            ZONE,
        ])
        .answers(&[json_page_or_calendar::<Timetable<'_>>(200), NOT_MODIFIED])
        .refuses(&[Kind::Invalid, Kind::SignInRequired, Kind::Forbidden]),
    get("/conferences/{conference}/timetable/releases", "timetable", Who::Anyone, "what each release changed")
        .answers(&[json_or_page::<Releases<'_>>(200)]),
    get("/conferences/{conference}/timetable/edit", "timetable", Who::TeamKeeper, "what is placed and what is not")
        .takes(&[
            DONE,
            number("placed", "of a page: how many sessions its message counts"),
            number("left", "of a page: how many more its message counts"),
        ])
        .answers(&[json_or_page::<Draft<'_>>(200)]),
    get("/conferences/{conference}/timetable/publish", "timetable", Who::Organizer, "what publishing would change")
        .answers(&[json_or_page::<ReleaseMade<'_>>(200)]),
    post("/conferences/{conference}/timetable/publish", "timetable", Who::Organizer, "publish the draft")
        .reads(json_or_form::<Publish>())
        .answers(&[json::<ReleaseMade<'_>>(200), SEE_OTHER]),
    post("/conferences/{conference}/timetable/suggest", "timetable", Who::TeamKeeper, "place what is unplaced")
        .reads(json_or_form::<Suggest>())
        .answers(&[json::<Suggested<'_>>(200), SEE_OTHER]),
    post("/conferences/{conference}/timetable/shift", "timetable", Who::TeamKeeper, "shift the rest of a block")
        .reads(json_or_form::<Shift>())
        .answers(&[json::<Shifted<'_>>(200), SEE_OTHER])
        .refuses(&[Kind::PlacementConflict]),
    post("/conferences/{conference}/timetable/import", "timetable", Who::Organizer, "bring a schedule from elsewhere")
        .takes(&[
            flag("dry_run", "what would be imported; nothing is"),
            query("reason", "why sessions may collide; without it such a file is refused"),
        ])
        .reads(json_or_form::<ImportForm>())
        .answers(&[json::<ScheduleImported>(200), SEE_OTHER])
        .refuses(&[Kind::PlacementConflict]),
    get(
        "/conferences/{conference}/timetable/bookmarks",
        "timetable",
        Who::SignedIn,
        "the caller's bookmarked sessions",
    )
    .answers(&[json::<Bookmarks<'_>>(200)]),
    put(
        "/conferences/{conference}/timetable/bookmarks",
        "timetable",
        Who::SignedIn,
        "keep the caller's bookmarked sessions",
    )
    .reads(json_or_form::<Bookmarks<'_>>())
    .answers(&[json::<Bookmarks<'_>>(200)]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct Timetable<'a> {
    /// The release in force; null before the first.
    pub release: Option<u32>,
    pub draft: bool,
    pub changed_at: Timestamp,
    pub sessions: Vec<Session<'a>>,
}

/// As the public schema of schedule JSON says.
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct ScheduleDocument {
    pub schedule: Map<String, Value>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct NowAndNext<'a> {
    pub at: Timestamp,
    pub now: Vec<Session<'a>>,
    /// The next in each room.
    pub next: Vec<Session<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Wall<'a> {
    pub at: Timestamp,
    pub state: WallState,
    /// The room that was asked for, or those that are used on the day of what is on or comes next.
    pub rooms: Vec<WallRoom<'a>>,
}

words! {
    WallState { Before = "before", Running = "running", Between = "between", After = "after" }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct WallRoom<'a> {
    pub room: &'a str,
    pub name: &'a str,
    pub now: Option<Session<'a>>,
    /// Possibly on a later day.
    pub next: Option<Session<'a>>,
    /// Cancelled sessions that would be on or come next, if nothing else takes place instead.
    pub cancelled: Vec<Session<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct People<'a> {
    pub people: Vec<PersonEntry<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct PersonEntry<'a> {
    pub guid: &'a str,
    pub name: &'a str,
    /// Ids of their sessions.
    pub sessions: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Person<'a> {
    pub guid: &'a str,
    pub name: &'a str,
    pub sessions: Vec<Session<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Releases<'a> {
    pub releases: Vec<Release<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Release<'a> {
    pub number: u32,
    pub published_at: Timestamp,
    /// Each change in words.
    pub changes: &'a [String],
}

/// The sessions that the caller can place.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Draft<'a> {
    pub placed: Vec<Session<'a>>,
    pub unplaced: Vec<Session<'a>>,
    /// Of those that have links of their own.
    pub live_links: Vec<LiveLinks<'a>>,
}

/// Where people with a pass follow a session, in place of its room's links.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct LiveLinks<'a> {
    pub session: &'a str,
    pub live_url: Option<&'a str>,
    pub chat_url: Option<&'a str>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Shift {
    /// It and what follows in its block.
    pub session: String,
    pub minutes: u64,
    pub way: Option<ShiftWay>,
    pub reason: Option<String>,
}

words! {
    ShiftWay { Later = "later", Earlier = "earlier" }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Shifted<'a> {
    pub moved: Vec<Session<'a>>,
    /// The release that has it; null if the timetable is not published.
    pub release: Option<u32>,
}

/// Ids of the sessions that the caller bookmarked.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Bookmarks<'a> {
    /// Their ids.
    pub sessions: Vec<&'a str>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Suggest {
    /// Orders what is equal: the same seed gives the same answer.
    pub seed: Option<u64>,
    /// What would be placed; nothing is.
    pub dry_run: Option<bool>,
    /// Only their sessions.
    pub tracks: Option<Vec<String>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Suggested<'a> {
    /// True if nothing was placed.
    pub dry_run: bool,
    pub placed: Vec<SuggestedPlace<'a>>,
    pub unplaced: Vec<NoPlace<'a>>,
    pub clashes: Clashes,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SuggestedPlace<'a> {
    pub session: &'a str,
    pub title: &'a str,
    pub to: Option<SessionPlace<'a>>,
    /// The place in words.
    pub detail: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct NoPlace<'a> {
    pub session: &'a str,
    pub title: &'a str,
    /// Why there is no place for it.
    pub detail: String,
}

/// How often a person would have to be in two places at once.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Clashes {
    pub before: u64,
    pub after: u64,
}

#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct ImportForm {
    /// The body is schedule JSON or XML itself; a form has it in this field.
    pub schedule: Option<Map<String, Value>>,
    /// Of a form: only look.
    pub dry_run: Option<String>,
    /// Of a form: why sessions may collide.
    pub reason: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ScheduleImported {
    /// True if nothing was imported.
    pub dry_run: bool,
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Publish {
    /// Whether to announce it; yes if left out.
    pub announce: Option<bool>,
}

/// What publishing changed, or would change.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ReleaseMade<'a> {
    /// The release in force; null before the first.
    pub release: Option<u32>,
    pub changes: Vec<TimetableChange<'a>>,
    /// How many people are written to.
    pub mails: usize,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct TimetableChange<'a> {
    pub session: &'a str,
    pub title: &'a str,
    pub change: ChangeKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<SessionPlace<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<SessionPlace<'a>>,
    /// What else is different about it.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub details: &'a [String],
    /// The change as a sentence.
    pub detail: String,
}

words! {
    ChangeKind { New = "new", Moved = "moved", Cancelled = "cancelled", Changed = "changed" }
}

impl<'a> TimetableChange<'a> {
    /// A change with its sentence, whose times are on the conference's clocks.
    pub fn new(conference: &domain::conference::Conference, change: &'a domain::timetable::Change) -> Self {
        let (kind, from, to) = match &change.what {
            What::New { to } => (ChangeKind::New, None, Some(to)),
            What::Moved { from, to } => (ChangeKind::Moved, Some(from), Some(to)),
            What::Cancelled { from } => (ChangeKind::Cancelled, Some(from), None),
            What::Changed => (ChangeKind::Changed, None, None),
        };
        Self {
            session: change.session.as_str(),
            title: &change.title,
            change: kind,
            from: from.map(SessionPlace::from),
            to: to.map(SessionPlace::from),
            details: &change.details,
            detail: change.sentence(conference),
        }
    }
}
