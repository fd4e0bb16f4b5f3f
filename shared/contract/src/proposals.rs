//! Proposals: their content, their state, their history.

use std::collections::BTreeMap;

use domain::person::EmailAddress;
use domain::proposal::Deed;
use domain::proposal::ProposalState;
use domain::proposal::Speaker;
use domain::proposal::SpeakerState;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Kind;
use crate::parameters::{AFTER, DONE, DOWNLOAD, DRY_RUN, IDEMPOTENCY_KEY, IF_MATCH, PART, ZONE};
use crate::problem::ValueError;
use crate::route::row::{
    CSV_PART, NO_CONTENT, PAGE, SEE_OTHER, WORKBOOK_PART, delete, form, get, json, json_or_form, json_or_page, number,
    one_of, post, put, query,
};
use crate::route::{Route, Who};
use crate::shape::AnswerGiven;
use crate::tracks::Link;

pub(crate) const ROUTES: &[Route] = &[
    get(
        "/conferences/{conference}/tracks/{track}/propose",
        "submit-proposal",
        Who::SignedIn,
        "the form to propose something",
    )
    .takes(&[ZONE])
    .answers(&[PAGE]),
    post("/conferences/{conference}/tracks/{track}/proposals", "submit-proposal", Who::SignedIn, "propose something")
        .takes(&[IDEMPOTENCY_KEY])
        .reads(json_or_form::<Propose>())
        .answers(&[PAGE, json::<Proposal<'_>>(201), SEE_OTHER])
        .refuses(&[
            Kind::CfpNotOpen,
            Kind::CfpClosed,
            Kind::LimitReached,
            Kind::IdempotencyKeyReused,
            Kind::TooManyRequests,
        ]),
    get(
        "/conferences/{conference}/proposals",
        "submit-proposal",
        Who::SignedIn,
        "the proposals that the caller may see",
    )
    .takes(&[
        query("track", "only those of this track"),
        one_of("state", ProposalState::WORDS, "only those in this state"),
        number("after", "only those with a greater number; `next` has it"),
    ])
    .answers(&[json_or_page::<Proposals<'_>>(200)])
    .refuses(&[Kind::Invalid]),
    get("/conferences/{conference}/proposals.csv", "submit-proposal", Who::SignedIn, "the same as CSV")
        .takes(&[
            query("track", "only those of this track"),
            one_of("state", ProposalState::WORDS, "only those in this state"),
            AFTER,
            PART,
            DOWNLOAD,
        ])
        .answers(&[CSV_PART])
        .refuses(&[Kind::Invalid]),
    get("/conferences/{conference}/proposals.xlsx", "export", Who::SignedIn, "the same as a workbook")
        .takes(&[
            query("track", "only those of this track"),
            one_of("state", ProposalState::WORDS, "only those in this state"),
            AFTER,
            PART,
            DOWNLOAD,
        ])
        .answers(&[WORKBOOK_PART])
        .refuses(&[Kind::Invalid]),
    get(
        "/conferences/{conference}/proposals/import",
        "submit-proposal",
        Who::Organizer,
        "the form to bring proposals in",
    )
    .answers(&[PAGE]),
    post(
        "/conferences/{conference}/proposals/import",
        "submit-proposal",
        Who::Organizer,
        "bring proposals in from an export",
    )
    .takes(&[DRY_RUN])
    .reads(json_or_form::<BringProposals>())
    .answers(&[json_or_page::<ProposalsBrought>(200)]),
    get("/conferences/{conference}/proposals/{id}", "submit-proposal", Who::Author, "a proposal")
        .takes(&[ZONE, DONE])
        .answers(&[json_or_page::<Proposal<'_>>(200)]),
    put("/conferences/{conference}/proposals/{id}", "submit-proposal", Who::Author, "change it")
        .takes(&[IF_MATCH])
        .reads(json_or_form::<Propose>())
        .answers(&[json::<Proposal<'_>>(200)])
        .refuses(&[
            Kind::CfpNotOpen,
            Kind::CfpClosed,
            Kind::ProposalState,
            Kind::LimitReached,
            Kind::ChangedMeanwhile,
            Kind::PreconditionRequired,
            Kind::TooManyRequests,
        ]),
    delete("/conferences/{conference}/proposals/{id}", "submit-proposal", Who::Author, "delete a draft")
        .takes(&[IF_MATCH])
        .answers(&[NO_CONTENT])
        .refuses(&[Kind::ProposalState, Kind::ChangedMeanwhile]),
    post("/conferences/{conference}/proposals/{id}", "submit-proposal", Who::Author, "change or delete it by form")
        .reads(form::<Propose>())
        .answers(&[json_or_page::<Proposal<'_>>(200), SEE_OTHER])
        .refuses(&[
            Kind::CfpNotOpen,
            Kind::CfpClosed,
            Kind::ProposalState,
            Kind::LimitReached,
            Kind::ChangedMeanwhile,
            Kind::TooManyRequests,
        ]),
    get("/conferences/{conference}/proposals/{id}/edit", "submit-proposal", Who::Author, "the form to change it")
        .takes(&[ZONE])
        .answers(&[PAGE])
        .refuses(&[Kind::CfpNotOpen]),
    get(
        "/conferences/{conference}/proposals/{id}/history",
        "submit-proposal",
        Who::Author,
        "what changed in it, for leads",
    )
    .answers(&[json_or_page::<ProposalHistory<'_>>(200)]),
    post("/conferences/{conference}/proposals/{id}/submit", "submit-proposal", Who::Author, "submit it")
        .takes(&[IF_MATCH])
        .answers(&[json::<Proposal<'_>>(200), SEE_OTHER])
        .refuses(&[
            Kind::CfpNotOpen,
            Kind::CfpClosed,
            Kind::ProposalState,
            Kind::LimitReached,
            Kind::ChangedMeanwhile,
            Kind::Invalid,
        ]),
    post("/conferences/{conference}/proposals/{id}/withdraw", "submit-proposal", Who::Author, "take it back")
        .takes(&[IF_MATCH])
        .answers(&[json::<Proposal<'_>>(200), SEE_OTHER])
        .refuses(&[Kind::ProposalState, Kind::ChangedMeanwhile]),
    post(
        "/conferences/{conference}/proposals/{id}/move",
        "submit-proposal",
        Who::Author,
        "move it to another track, or answer that",
    )
    .takes(&[IF_MATCH])
    .reads(json_or_form::<MoveProposal>())
    .answers(&[json::<Proposal<'_>>(200), SEE_OTHER])
    .refuses(&[Kind::CfpNotOpen, Kind::CfpClosed, Kind::ProposalState, Kind::NoMove, Kind::ChangedMeanwhile]),
    post(
        "/conferences/{conference}/proposals/{id}/merge",
        "submit-proposal",
        Who::Author,
        "merge it into another, for leads",
    )
    .takes(&[IF_MATCH])
    .reads(json_or_form::<MergeProposal>())
    .answers(&[json::<Proposal<'_>>(200), SEE_OTHER])
    .refuses(&[Kind::ProposalState, Kind::ChangedMeanwhile]),
    get(
        "/conferences/{conference}/proposals/{id}/speakers/{speaker}",
        "submit-proposal",
        Who::Holder,
        "the page behind a speaker's link",
    )
    .takes(&[DONE])
    .answers(&[json_or_page::<Proposal<'_>>(200)]),
    post(
        "/conferences/{conference}/proposals/{id}/speakers/{speaker}",
        "submit-proposal",
        Who::Holder,
        "say whether one speaks",
    )
    .reads(json_or_form::<SpeakerAnswer>())
    .answers(&[json::<Proposal<'_>>(200), SEE_OTHER])
    .refuses(&[Kind::ProposalState]),
    get("/me/proposals", "submit-proposal", Who::SignedIn, "all of one's proposals")
        .takes(&[ZONE, DONE])
        .answers(&[json_or_page::<MyProposals<'_>>(200)]),
];

/// What a proposal says. A form has fields of its own beside these: a button, and a row for each speaker.
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct Propose {
    /// One line of at most 200 characters.
    pub title: Option<String>,
    /// Markdown of at most 10,000 characters.
    pub r#abstract: Option<String>,
    /// `{name?, email}` each, at most 10. Each new one is asked by mail.
    pub speakers: Option<Vec<Map<String, Value>>>,
    /// One of the track's formats.
    pub format: Option<String>,
    pub minutes: Option<u64>,
    /// For the people who decide; never published.
    pub notes: Option<String>,
    /// `{url, label?}` each.
    pub links: Option<Vec<Map<String, Value>>>,
    /// Web addresses.
    pub files: Option<Vec<String>>,
    /// Answers to the track's questions, by their ids.
    pub answers: Option<BTreeMap<String, AnswerGiven>>,
    /// When a speaker cannot be there: `2023-11-13`, or `2023-11-13 09:00 to 12:00`.
    pub unavailable: Option<Vec<String>>,
    /// Submit it at once; a draft may be incomplete.
    pub submit: Option<bool>,
}

/// A proposal as its people, leads and organizers see it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Proposal<'a> {
    pub id: &'a str,
    /// Unique in the edition; never changes.
    pub number: u64,
    /// Six of A-Z and 0-9, unique in the edition; never changes.
    pub code: &'a str,
    /// A UUID.
    pub guid: &'a str,
    pub state: ProposalStatus,
    pub track: &'a str,
    pub title: &'a str,
    /// Markdown.
    #[serde(rename = "abstract")]
    pub abstract_text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<&'a str>,
    pub links: Vec<Link<'a>>,
    pub files: &'a [String],
    /// Answers to the track's questions, by their ids.
    pub answers: &'a BTreeMap<String, String>,
    pub unavailable: Vec<String>,
    pub owner: &'a EmailAddress,
    pub speakers: Vec<ProposalSpeaker<'a>>,
    pub created_at: Timestamp,
    /// When it was first submitted: lateness is judged by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Timestamp>,
    pub updated_at: Timestamp,
    /// Its `ETag`.
    pub revision: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirm_by: Option<Timestamp>,
    /// The proposal that has its speakers now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moving: Option<Moving<'a>>,
    /// What it lacks to be submitted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<ValueError>,
}

words! {
    /// Where a proposal stands.
    ProposalStatus {
        Draft = "draft",
        Submitted = "submitted",
        Withdrawn = "withdrawn",
        Accepted = "accepted",
        Standby = "standby",
        Rejected = "rejected",
        Confirmed = "confirmed",
        Declined = "declined",
    }
}

impl From<&ProposalState> for ProposalStatus {
    fn from(state: &ProposalState) -> Self {
        match state {
            ProposalState::Draft => Self::Draft,
            ProposalState::Submitted => Self::Submitted,
            ProposalState::Withdrawn { .. } => Self::Withdrawn,
            ProposalState::Accepted { .. } => Self::Accepted,
            ProposalState::Standby { .. } => Self::Standby,
            ProposalState::Rejected { .. } => Self::Rejected,
            ProposalState::Confirmed { .. } => Self::Confirmed,
            ProposalState::Declined { .. } => Self::Declined,
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ProposalSpeaker<'a> {
    pub name: &'a str,
    pub email: &'a EmailAddress,
    pub state: SpeakerStatus,
}

words! {
    SpeakerStatus { Invited = "invited", Confirmed = "confirmed", Declined = "declined" }
}

impl From<&SpeakerState> for SpeakerStatus {
    fn from(state: &SpeakerState) -> Self {
        match state {
            SpeakerState::Invited { .. } => Self::Invited,
            SpeakerState::Confirmed { .. } => Self::Confirmed,
            SpeakerState::Declined { .. } => Self::Declined,
        }
    }
}

impl<'a> From<&'a Speaker> for ProposalSpeaker<'a> {
    fn from(speaker: &'a Speaker) -> Self {
        Self { name: speaker.name.as_str(), email: &speaker.email, state: (&speaker.state).into() }
    }
}

/// A move to another track that its lead has not answered yet.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Moving<'a> {
    /// The track.
    pub to: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
    pub asked_by: &'a EmailAddress,
    pub asked_at: Timestamp,
}

impl<'a> From<&'a domain::proposal::Moving> for Moving<'a> {
    fn from(moving: &'a domain::proposal::Moving) -> Self {
        let domain::proposal::Moving { to, reason, asked_by, asked_at } = moving;
        Self { to: to.as_str(), reason: reason.as_deref(), asked_by, asked_at: *asked_at }
    }
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MoveProposal {
    /// To ask; a lead of both tracks moves it at once.
    pub track: Option<String>,
    pub reason: Option<String>,
    /// Of a lead of the track that it is moved to.
    pub answer: Option<MoveAnswer>,
}

words! {
    MoveAnswer { Accept = "accept", Decline = "decline" }
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MergeProposal {
    /// The other's id, number or code.
    pub into: String,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SpeakerAnswer {
    pub answer: SpeakerAct,
    /// As it appears in the programme.
    pub name: Option<String>,
    pub token: Option<String>,
}

words! {
    SpeakerAct { Confirm = "confirm", Decline = "decline" }
}

/// A schedule export as it is, with what it does not say.
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct BringProposals {
    /// Of the export; in a form its text, JSON or XML.
    pub schedule: Map<String, Value>,
    /// For sessions whose track is not here.
    pub track: Option<String>,
    /// Addresses of speakers by name: exports have none.
    pub emails: Option<Map<String, Value>>,
    /// They take place: in the timetable's draft at once.
    pub confirmed: Option<bool>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ProposalsBrought {
    /// True if nothing was imported.
    pub dry_run: bool,
    pub new: usize,
    /// Imported before, known by their guid, and left as they are.
    pub known: usize,
    pub proposals: Vec<ProposalBrought>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ProposalBrought {
    pub guid: String,
    pub id: String,
    pub title: String,
    pub track: String,
    pub outcome: ImportOutcome,
}

words! {
    ImportOutcome { New = "new", Known = "known" }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Proposals<'a> {
    pub proposals: Vec<Proposal<'a>>,
    /// The link to the next page; null on the last.
    pub next: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MyProposals<'a> {
    pub editions: Vec<EditionProposals<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct EditionProposals<'a> {
    pub conference: &'a str,
    pub proposals: Vec<Proposal<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ProposalHistory<'a> {
    /// Latest first.
    pub changes: Vec<ProposalChange<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ProposalChange<'a> {
    /// The revision that it made.
    pub revision: u64,
    pub at: Timestamp,
    pub by: &'a EmailAddress,
    pub deed: Deed,
    pub fields: Vec<FieldChange<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct FieldChange<'a> {
    pub field: &'a str,
    pub before: &'a str,
    pub after: &'a str,
}

impl<'a> From<&'a domain::proposal::Change> for ProposalChange<'a> {
    fn from(change: &'a domain::proposal::Change) -> Self {
        let field = |change: &'a domain::proposal::FieldChange| FieldChange {
            field: &change.field,
            before: &change.before,
            after: &change.after,
        };
        Self {
            revision: change.revision,
            at: change.at,
            by: &change.by,
            deed: change.deed,
            fields: change.fields.iter().map(field).collect(),
        }
    }
}
