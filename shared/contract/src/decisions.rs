//! Decisions about proposals: choosing, releasing, and the speakers' answers.

use domain::conference::ReviewMode;
use domain::person::EmailAddress;
use domain::proposal::ProposalState;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::Kind;
use crate::parameters::{AFTER, DOWNLOAD, PART};
use crate::problem::ProblemType;
use crate::proposals::ProposalStatus;
use crate::reviews::{DecisionForLeads, Figures, ProposalLine};
use crate::route::row::{
    CSV_PART, SEE_OTHER, WORKBOOK_PART, get, json, json_or_form, json_or_page, one_of, post, query,
};
use crate::route::{Route, Who};

/// The states of proposals that a selection shows: all but drafts.
const SUBMITTED: &[&str] = match ProposalState::WORDS.split_first() {
    Some((_draft, others)) => others,
    None => &[],
};

/// What can be decided about a proposal, as a selection is filtered by it.
pub const DECISIONS: &[&str] = &["undecided", "accepted", "standby", "rejected"];

/// The orders of a selection.
pub const SORTS: &[&str] = &["score", "number", "title", "reviews", "disagreement"];

pub(crate) const ROUTES: &[Route] = &[
    post("/conferences/{conference}/proposals/{id}/decision", "review", Who::Reviewer, "decide, for leads")
        .reads(json_or_form::<Decide>())
        .answers(&[json::<DecisionForLeads<'_>>(200), SEE_OTHER])
        .refuses(&[Kind::NotDecidable, Kind::DecisionReleased, Kind::Conflict]),
    get("/conferences/{conference}/tracks/{track}/selection", "review", Who::TrackLead, "choose among proposals")
        .takes(&[
            query("q", "text in title, abstract or a speaker's name"),
            one_of("state", SUBMITTED, "of the proposal"),
            one_of("decision", DECISIONS, "what is decided about it"),
            query("tag", "one that it has"),
            one_of("sort", SORTS, "the order"),
        ])
        .answers(&[json_or_page::<Selection<'_>>(200)])
        .refuses(&[Kind::Invalid]),
    get("/conferences/{conference}/tracks/{track}/selection.csv", "review", Who::TrackLead, "the same as CSV")
        .takes(&[AFTER, PART, DOWNLOAD])
        .answers(&[CSV_PART])
        .refuses(&[Kind::Invalid]),
    get("/conferences/{conference}/tracks/{track}/selection.xlsx", "export", Who::TrackLead, "the same as a workbook")
        .takes(&[AFTER, PART, DOWNLOAD])
        .answers(&[WORKBOOK_PART])
        .refuses(&[Kind::Invalid]),
    get("/conferences/{conference}/tracks/{track}/compare", "review", Who::TrackLead, "proposals side by side")
        .takes(&[
            query("proposals", "two to six ids, with commas between them"),
            query("proposals.{id}", "with any value: compare this one too"),
        ])
        .answers(&[json_or_page::<Compared<'_>>(200)])
        .refuses(&[Kind::Invalid]),
    post("/conferences/{conference}/tracks/{track}/decisions", "review", Who::TrackLead, "decide on many")
        .reads(json_or_form::<DecideMany>())
        .answers(&[json::<DecidedMany>(200), SEE_OTHER]),
    get(
        "/conferences/{conference}/tracks/{track}/decisions/release",
        "review",
        Who::TrackLead,
        "what a release would send",
    )
    .answers(&[json_or_page::<ReleasePreview<'_>>(200)]),
    post(
        "/conferences/{conference}/tracks/{track}/decisions/release",
        "review",
        Who::TrackLead,
        "release the decisions",
    )
    .reads(json_or_form::<ReleaseDecisions>())
    .answers(&[json::<DecisionRelease<'_>>(202), SEE_OTHER])
    .refuses(&[Kind::NothingDecided, Kind::Conflict]),
    post(
        "/conferences/{conference}/tracks/{track}/invite-speakers",
        "review",
        Who::TrackLead,
        "look for passes for speakers without",
    )
    .answers(&[json::<DecisionRelease<'_>>(202), SEE_OTHER]),
    get("/conferences/{conference}/proposals/{id}/answer", "review", Who::Holder, "an acceptance to answer")
        .answers(&[json_or_page::<Acceptance<'_>>(200)]),
    post("/conferences/{conference}/proposals/{id}/confirm", "review", Who::Holder, "confirm an acceptance")
        .answers(&[json::<Acceptance<'_>>(200), SEE_OTHER])
        .refuses(&[Kind::NotAccepted]),
    post("/conferences/{conference}/proposals/{id}/decline", "review", Who::Holder, "decline an acceptance")
        .answers(&[json::<Acceptance<'_>>(200), SEE_OTHER])
        .refuses(&[Kind::NotAccepted]),
];

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Decide {
    pub decision: DecisionWanted,
    /// Sent with the decision.
    pub note: Option<String>,
    /// The position on standby; 1 is next.
    pub rank: Option<u64>,
    /// The version that was looked at: if there is a later one, nothing is decided.
    pub rev: Option<u64>,
}

words! {
    /// What to decide; `undecided` takes a decision back.
    DecisionWanted { Accepted = "accepted", Standby = "standby", Rejected = "rejected", Undecided = "undecided" }
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct DecideMany {
    /// Ids; in a form, `proposals.ID` with the decision's version.
    pub proposals: Vec<String>,
    pub decision: DecisionWanted,
    pub note: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct DecidedMany {
    pub decided: Vec<String>,
    pub refused: Vec<NotDecided>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct NotDecided {
    pub id: String,
    pub r#type: ProblemType,
    pub detail: String,
}

/// A track's selection as its leads see it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct Selection<'a> {
    pub track: &'a str,
    pub mode: ReviewMode,
    pub blind: bool,
    pub counts: SelectionCounts,
    /// Proposals that the caller must not judge.
    pub hidden: usize,
    pub next_on_standby: Option<&'a str>,
    pub release: DecisionRelease<'a>,
    pub proposals: Vec<SelectionRow<'a>>,
}

/// How many there are of each.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SelectionCounts {
    pub undecided: u64,
    pub accepted: u64,
    pub standby: u64,
    pub rejected: u64,
    pub unreleased: u64,
    /// Passes of accepted speakers that are not claimed yet.
    pub unclaimed: u64,
    pub without_pass: u64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SelectionRow<'a> {
    #[serde(flatten)]
    pub line: ProposalLine<'a>,
    #[serde(flatten)]
    pub figures: Figures,
    /// Reviewers who have declared a conflict of interest.
    pub conflicts: usize,
    pub tags: &'a [String],
    #[serde(rename = "verdict")]
    pub decision: DecisionForLeads<'a>,
    /// The passes of an accepted proposal's speakers.
    pub passes: Vec<SpeakerPass<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SpeakerPass<'a> {
    pub name: &'a str,
    pub email: &'a EmailAddress,
    pub standing: PassStanding,
}

words! {
    PassStanding { Holds = "holds", Unclaimed = "unclaimed", GivenUp = "given_up", None = "none" }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Compared<'a> {
    pub proposals: Vec<SelectionRow<'a>>,
}

/// What a release would do.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ReleasePreview<'a> {
    /// Identifies this preview; send it with the release.
    pub preview: &'a str,
    pub counts: DecisionCounts,
    pub undecided: Vec<UndecidedProposal<'a>>,
    pub mails: Vec<MailPreview>,
    /// Proposals that the caller must not see.
    pub hidden: usize,
    /// Speakers who get an invitation.
    pub invited: u64,
    /// Speakers who get no pass, because none is left.
    pub without_pass: u64,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct DecisionCounts {
    pub accepted: u64,
    pub standby: u64,
    pub rejected: u64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct UndecidedProposal<'a> {
    pub id: &'a str,
    pub number: u64,
    pub title: &'a str,
}

/// A mail as it would be sent, without the link that only its reader gets.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MailPreview {
    pub to: EmailAddress,
    pub proposal: String,
    pub title: String,
    pub subject: String,
    pub text: String,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ReleaseDecisions {
    /// What was looked at: if the decisions have changed since, nothing is released.
    pub preview: Option<String>,
}

/// How far the release of a track's decisions is.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct DecisionRelease<'a> {
    /// Releases so far.
    pub round: u32,
    /// Decisions that the last one released.
    pub count: u64,
    /// How many of them may not have been mailed yet.
    pub on_their_way: usize,
    pub preview: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub released_at: Option<Timestamp>,
}

impl<'a> From<&'a domain::review::Selection> for DecisionRelease<'a> {
    fn from(selection: &'a domain::review::Selection) -> Self {
        Self {
            round: selection.round,
            count: selection.count,
            on_their_way: selection.going.len(),
            preview: &selection.preview,
            asked_at: selection.asked_at,
            released_at: selection.released_at,
        }
    }
}

/// An accepted proposal, for its speakers to answer.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Acceptance<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub track: &'a str,
    pub state: ProposalStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirm_by: Option<Timestamp>,
}
