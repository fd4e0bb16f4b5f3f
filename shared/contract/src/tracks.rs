//! Tracks, their calls for proposals, and late links.

use domain::conference::Phase;
use domain::conference::TrackKind;
use domain::person::EmailAddress;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::parameters::{DONE, IF_MATCH, ZONE};
use crate::route::row::{
    FEED, NOT_MODIFIED, PAGE, SEE_OTHER, delete, form, get, json, json_or_form, json_or_page, patch, post,
};
use crate::route::{Route, Who};
use crate::shape::OrNull;
use crate::{Kind, Stated};

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/tracks", "tracks", Who::Anyone, "tracks and their calls, open ones first")
        .takes(&[ZONE])
        .answers(&[json_or_page::<Tracks<'_>>(200)])
        .refuses(&[Kind::Invalid]),
    get("/conferences/{conference}/tracks.atom", "tracks", Who::Anyone, "open calls as a feed, soonest close first")
        .answers(&[FEED, NOT_MODIFIED]),
    get("/conferences/{conference}/tracks/{track}", "tracks", Who::Anyone, "a track and its call")
        .takes(&[ZONE, DONE])
        .answers(&[json_or_page::<Track<'_>>(200)])
        .refuses(&[Kind::Invalid]),
    patch("/conferences/{conference}/tracks/{track}", "tracks", Who::TrackLead, "change its text and deadline")
        .takes(&[IF_MATCH])
        .reads(json_or_form::<TrackChange>())
        .answers(&[json::<Track<'_>>(200)])
        .refuses(&[Kind::ChangedMeanwhile]),
    post("/conferences/{conference}/tracks/{track}", "tracks", Who::TrackLead, "change it by form")
        .reads(form::<TrackForm>())
        .answers(&[SEE_OTHER])
        .refuses(&[Kind::ChangedMeanwhile]),
    get("/conferences/{conference}/tracks/{track}/edit", "tracks", Who::TrackLead, "the form to change it")
        .answers(&[PAGE]),
    get("/conferences/{conference}/tracks/{track}/late-links", "tracks", Who::TrackLead, "who may send proposals late")
        .answers(&[json_or_page::<LateLinks<'_>>(200)]),
    post(
        "/conferences/{conference}/tracks/{track}/late-links",
        "tracks",
        Who::TrackLead,
        "let a person send proposals late",
    )
    .reads(json_or_form::<GiveLateLink>())
    .answers(&[json::<LateLink<'_>>(200), json::<LateLink<'_>>(201), SEE_OTHER]),
    delete(
        "/conferences/{conference}/tracks/{track}/late-links/{link}",
        "tracks",
        Who::TrackLead,
        "take a late link back",
    )
    .answers(&[json::<LateLink<'_>>(200)]),
    post(
        "/conferences/{conference}/tracks/{track}/late-links/{link}",
        "tracks",
        Who::TrackLead,
        "take it back by form",
    )
    .answers(&[json::<LateLink<'_>>(200), SEE_OTHER]),
];

/// Tracks, those with an open call first.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Tracks<'a> {
    pub tracks: Vec<Track<'a>>,
}

/// A track as everyone sees it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Track<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub kind: TrackKind,
    /// Markdown.
    pub description: &'a str,
    pub topics: &'a [String],
    pub accomplishments: &'a [String],
    pub recordings: Vec<Link<'a>>,
    /// Its leads, or the address to ask in their place.
    pub contacts: &'a [EmailAddress],
    /// Null where it has no call.
    pub cfp: Option<TrackCall<'a>>,
}

/// A call for proposals.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct TrackCall<'a> {
    pub state: Phase,
    pub opens_at: Timestamp,
    /// The end, exclusive: from this instant on it is too late.
    pub closes_at: Timestamp,
    /// The deadline in the words it was announced with.
    pub announced: &'a str,
    /// Its earlier deadlines, in order.
    pub was: Vec<EarlierClose<'a>>,
    pub proposal: ProposalNeeds<'a>,
}

/// What a proposal to a track needs, and what it can have.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ProposalNeeds<'a> {
    /// The fields that a submission needs. A draft may lack them. A format or length without a choice is filled in.
    pub required: &'a [&'a str],
    /// One of them is its `format`. If there are none, a proposal only states its length.
    pub formats: Vec<ProposalFormat<'a>>,
    /// The track's own questions. Answers go into `answers`, by the ids.
    pub questions: Vec<Question<'a>>,
    pub limits: ProposalLimits,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ProposalFormat<'a> {
    pub id: &'a str,
    pub label: &'a str,
    /// The lengths to choose from.
    pub minutes: &'a [u64],
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Question<'a> {
    pub id: &'a str,
    pub label: &'a str,
    pub kind: QuestionKind,
    /// To submit, not to save a draft.
    pub required: bool,
    /// The allowed answers, if the kind is `choice`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choices: Option<&'a [String]>,
}

words! {
    /// The kind of answer: one line, one item on each line, one of the choices, true or false, a day as YYYY-MM-DD.
    QuestionKind { Text = "text", Lines = "lines", Choice = "choice", Tick = "tick", Date = "date" }
}

impl<'a> From<&'a domain::conference::Question> for Question<'a> {
    fn from(question: &'a domain::conference::Question) -> Self {
        let domain::conference::Question { id, label, required, kind, keep_days: _ } = question;
        let (kind, choices) = match kind {
            domain::conference::QuestionKind::Text => (QuestionKind::Text, None),
            domain::conference::QuestionKind::Lines => (QuestionKind::Lines, None),
            domain::conference::QuestionKind::Choice(choices) => (QuestionKind::Choice, Some(choices.as_slice())),
            domain::conference::QuestionKind::Tick => (QuestionKind::Tick, None),
            domain::conference::QuestionKind::Date => (QuestionKind::Date, None),
        };
        // An unticked checkbox is absent, so it is never required.
        let required = *required && kind != QuestionKind::Tick;
        Self { id, label, kind, required, choices }
    }
}

/// The most of each.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ProposalLimits {
    /// Submitted proposals of one person to this track; null where there is no limit.
    pub proposals: Option<u64>,
    /// In characters.
    pub title: usize,
    /// In characters.
    pub r#abstract: usize,
    /// In characters.
    pub notes: usize,
    pub speakers: usize,
    pub links: usize,
    pub files: usize,
    pub unavailable: usize,
    pub minutes: u64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct EarlierClose<'a> {
    pub closes_at: Timestamp,
    pub announced: &'a str,
}

/// A link with its text.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Link<'a> {
    pub label: &'a str,
    pub url: &'a str,
}

impl<'a> From<&'a domain::conference::track::Link> for Link<'a> {
    fn from(link: &'a domain::conference::track::Link) -> Self {
        Self { label: &link.label, url: &link.url }
    }
}

/// What leads can change of their track. What is left out stays.
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct TrackChange {
    /// Markdown.
    pub description: Option<String>,
    /// Shown in place of the leads' addresses; null shows those again.
    pub contact: Option<OrNull<String>>,
    pub topics: Option<Vec<String>>,
    pub accomplishments: Option<Vec<String>>,
    pub recordings: Option<Vec<Link<'static>>>,
    pub cfp: Option<CallChange>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct CallChange {
    /// As in the definition; fixed once the call has opened.
    pub opens: Option<String>,
    /// In the future: `2023-08-27T18:00:00` in the conference's zone, `2023-08-27T22:00:00Z`, or `2023-08-27 anywhere
    /// on Earth`.
    pub closes: Option<String>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct TrackForm {
    /// The version that was changed.
    pub etag: Option<String>,
    pub description: Option<String>,
    pub contact: Option<String>,
    /// One on each line.
    pub topics: Option<String>,
    /// One on each line.
    pub accomplishments: Option<String>,
    /// One on each line: address, space, what it leads to.
    pub recordings: Option<String>,
    #[cfg_attr(feature = "schema", schemars(rename = "cfp.opens"))]
    pub opens: Option<String>,
    #[cfg_attr(feature = "schema", schemars(rename = "cfp.closes"))]
    pub closes: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct LateLinks<'a> {
    pub late_links: Vec<LateLink<'a>>,
}

/// Lets one person send proposals to a track after its deadline.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct LateLink<'a> {
    pub id: &'a str,
    pub track: &'a str,
    pub email: &'a EmailAddress,
    /// The end, exclusive: from this instant on it is too late.
    pub until: Timestamp,
    /// The same in the words it was given with.
    pub announced: &'a str,
    #[serde(flatten)]
    pub state: Stated<LateLinkStatus>,
    /// Everything that was done to it, in order.
    pub log: Vec<LateLinkChange<'a>>,
}

words! {
    LateLinkStatus { Working = "working", Over = "over", Revoked = "revoked" }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct LateLinkChange<'a> {
    pub at: Timestamp,
    pub by: &'a EmailAddress,
    pub act: LateLinkAct,
}

words! {
    LateLinkAct { Given = "given", Revoked = "revoked" }
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct GiveLateLink {
    pub email: EmailAddress,
    /// `2023-08-20T17:00:00` in the conference's zone, `2023-08-20T21:00:00Z`, or `2023-08-20 anywhere on Earth`.
    pub until: String,
}
