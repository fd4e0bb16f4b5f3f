//! Announcements.

use domain::announcement::AnnouncementKind;
use domain::announcement::AnnouncementState;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::parameters::{CURSOR, IDEMPOTENCY_KEY};
use crate::route::row::{
    FEED, NOT_MODIFIED, SEE_OTHER, form, get, json, json_or_form, json_or_page, json_page_or_text, patch, post,
};
use crate::route::{Route, Who};
use crate::{Kind, Stated};

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/announcements", "home", Who::Anyone, "announcements")
        .takes(&[CURSOR])
        .answers(&[json_or_page::<Announcements<'_>>(200)])
        .refuses(&[Kind::Invalid]),
    get("/conferences/{conference}/announcements.atom", "home", Who::Anyone, "the same as a feed")
        .answers(&[FEED, NOT_MODIFIED]),
    get("/conferences/{conference}/announcements/{announcement}", "home", Who::Anyone, "one of them")
        .answers(&[json_page_or_text::<Announcement<'_>>(200)]),
    post("/conferences/{conference}/announcements", "organize", Who::Organizer, "write an announcement")
        .takes(&[IDEMPOTENCY_KEY])
        .reads(json_or_form::<Post>())
        .answers(&[json::<Announcement<'_>>(201), SEE_OTHER])
        .refuses(&[Kind::IdempotencyKeyReused]),
    patch(
        "/conferences/{conference}/announcements/{announcement}",
        "organize",
        Who::Organizer,
        "publish it or take it back",
    )
    .reads(json_or_form::<AnnouncementChange>())
    .answers(&[json::<Announcement<'_>>(200)]),
    post(
        "/conferences/{conference}/announcements/{announcement}",
        "organize",
        Who::Organizer,
        "publish it or take it back by form",
    )
    .reads(form::<AnnouncementChange>())
    .answers(&[SEE_OTHER]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Announcements<'a> {
    pub announcements: Vec<Announcement<'a>>,
    /// The link to the next page, with its `cursor`; null on the last.
    pub next: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Announcement<'a> {
    pub id: &'a str,
    /// What it announces; `manual` if an organizer wrote it.
    pub kind: AnnouncementKind,
    pub title: &'a str,
    /// Paragraphs, separated by blank lines.
    pub body: &'a str,
    /// When it was published; while it is held, when it was written.
    pub at: Timestamp,
    #[serde(flatten)]
    pub state: Stated<AnnouncementState>,
}

impl<'a> From<&'a domain::announcement::Announcement> for Announcement<'a> {
    fn from(announcement: &'a domain::announcement::Announcement) -> Self {
        let domain::announcement::Announcement { id, kind, title, body, at, state } = announcement;
        Self { id: id.as_str(), kind: *kind, title, body, at: *at, state: Stated::new(*state) }
    }
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Post {
    pub title: String,
    pub body: String,
    /// Of a form; programs send the header.
    pub idempotency_key: Option<String>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct AnnouncementChange {
    pub state: Option<AnnouncementAct>,
    /// The earlier name of `state`.
    #[cfg_attr(feature = "schema", schemars(extend("deprecated" = true)))]
    pub status: Option<AnnouncementAct>,
}

words! {
    AnnouncementAct { Published = "published", Withdrawn = "withdrawn" }
}
