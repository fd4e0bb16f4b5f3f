//! Reviews, and proposals as reviewers and leads see them.

use std::collections::BTreeMap;

use domain::conference::ReviewMode;
use domain::person::EmailAddress;
use domain::proposal::Decision;
use domain::review::{ProposalDecision, Score};
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::parameters::{AFTER, DOWNLOAD, PART};
use crate::proposals::ProposalStatus;
use crate::route::row::{
    CSV_PART, NO_CONTENT, SEE_OTHER, WORKBOOK_PART, delete, get, json, json_or_form, json_or_page, post, put,
};
use crate::route::{Route, Who};
use crate::tracks::Link;
use crate::{Kind, Stated};

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/reviews", "review", Who::Reviewer, "the reviews to write, and those written")
        .answers(&[json_or_page::<ReviewQueue<'_>>(200)]),
    get("/conferences/{conference}/reviews.csv", "review", Who::Reviewer, "the same as CSV")
        .takes(&[AFTER, PART, DOWNLOAD])
        .answers(&[CSV_PART])
        .refuses(&[Kind::Invalid]),
    get("/conferences/{conference}/reviews.xlsx", "export", Who::Reviewer, "the same as a workbook")
        .takes(&[AFTER, PART, DOWNLOAD])
        .answers(&[WORKBOOK_PART])
        .refuses(&[Kind::Invalid]),
    get("/conferences/{conference}/proposals/{id}/reviews", "review", Who::Reviewer, "a proposal as its judges see it")
        .answers(&[json_or_page::<Judged<'_>>(200)]),
    put("/conferences/{conference}/proposals/{id}/reviews/mine", "review", Who::Reviewer, "review it")
        .reads(json_or_form::<GiveReview>())
        .answers(&[json::<Review<'_>>(200)])
        .refuses(&[Kind::ReviewClosed]),
    post("/conferences/{conference}/proposals/{id}/reviews/mine", "review", Who::Reviewer, "review it by form")
        .reads(json_or_form::<GiveReview>())
        .answers(&[json::<Review<'_>>(200), SEE_OTHER])
        .refuses(&[Kind::ReviewClosed]),
    delete(
        "/conferences/{conference}/proposals/{id}/reviews/{review}",
        "review",
        Who::Reviewer,
        "lift a conflict of interest, for leads",
    )
    .answers(&[NO_CONTENT]),
    post("/conferences/{conference}/proposals/{id}/reviews/{review}", "review", Who::Reviewer, "lift it by form")
        .reads(json_or_form::<LiftConflict>())
        .answers(&[NO_CONTENT, SEE_OTHER]),
    put("/conferences/{conference}/proposals/{id}/tags", "review", Who::Reviewer, "tag it, for leads")
        .reads(json_or_form::<Tags>())
        .answers(&[json::<Tags>(200)]),
    post("/conferences/{conference}/proposals/{id}/tags", "review", Who::Reviewer, "tag it by form")
        .reads(json_or_form::<Tags>())
        .answers(&[json::<Tags>(200), SEE_OTHER]),
];

/// A proposal in one line of a list.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ProposalLine<'a> {
    pub id: &'a str,
    pub number: u64,
    pub track: &'a str,
    pub title: &'a str,
    pub state: ProposalStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Timestamp>,
    /// Their names; left out where the caller must not see them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speakers: Option<Vec<&'a str>>,
}

/// What the reviews of a proposal come to.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Figures {
    /// Reviews with a score.
    pub count: u64,
    pub mean: Option<Score>,
    /// The scores' standard deviation.
    pub disagreement: Option<Score>,
    pub distribution: Vec<Bucket>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Bucket {
    pub from: u64,
    pub to: u64,
    pub count: u64,
}

impl From<&domain::review::Figures> for Figures {
    fn from(figures: &domain::review::Figures) -> Self {
        let domain::review::Figures { count, mean, disagreement, distribution } = figures;
        let bucket = |b: &domain::review::Bucket| Bucket { from: b.from, to: b.to, count: b.count };
        Self {
            count: *count,
            mean: *mean,
            disagreement: *disagreement,
            distribution: distribution.iter().map(bucket).collect(),
        }
    }
}

/// What the caller has to review, and has reviewed.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ReviewQueue<'a> {
    /// How many reviews they owe.
    pub owed: usize,
    pub tracks: Vec<TrackQueue<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct TrackQueue<'a> {
    pub track: &'a str,
    pub name: &'a str,
    pub mode: ReviewMode,
    pub blind: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_by: Option<Timestamp>,
    /// Whether the caller leads it.
    pub leads: bool,
    pub owed: usize,
    pub proposals: Vec<QueuedProposal<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct QueuedProposal<'a> {
    #[serde(flatten)]
    pub line: ProposalLine<'a>,
    /// Whether the caller's review is wanted.
    pub owed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mine: Option<MyReview<'a>>,
}

/// The caller's review in the list.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MyReview<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<&'a str>,
    pub updated_at: Timestamp,
}

/// A proposal as the people who judge it see it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Judged<'a> {
    pub proposal: JudgedProposal<'a>,
    pub mode: ReviewMode,
    pub blind: bool,
    pub criteria: Vec<Criterion<'a>>,
    pub under_review: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mine: Option<Review<'a>>,
    /// Others' reviews: for leads, and for reviewers who have given theirs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviews: Option<Vec<Review<'a>>>,
    /// For leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selection: Option<ForLeads<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct JudgedProposal<'a> {
    #[serde(flatten)]
    pub line: ProposalLine<'a>,
    /// Markdown.
    #[serde(rename = "abstract")]
    pub abstract_text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<&'a str>,
    pub links: Vec<Link<'a>>,
    pub files: &'a [String],
    pub answers: &'a BTreeMap<String, String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Criterion<'a> {
    pub id: &'a str,
    pub label: &'a str,
    pub weight: u64,
    pub min: u64,
    pub max: u64,
}

/// What only leads see of a proposal.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ForLeads<'a> {
    #[serde(flatten)]
    pub figures: Figures,
    #[serde(rename = "verdict")]
    pub decision: DecisionForLeads<'a>,
    pub tags: &'a [String],
}

/// A decision, for leads only.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct DecisionForLeads<'a> {
    /// Null if nothing is decided.
    pub decision: Option<Decision>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<u64>,
    /// Whether its speakers know it.
    pub released: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub released_at: Option<Timestamp>,
    pub rev: u64,
}

impl<'a> From<&'a ProposalDecision> for DecisionForLeads<'a> {
    fn from(ruling: &'a ProposalDecision) -> Self {
        let note = match (&ruling.pending, &ruling.notified) {
            (Some(pending), _) => pending.note.as_deref(),
            (None, Some(notified)) => notified.note.as_deref(),
            (None, None) => None,
        };
        Self {
            decision: ruling.decision(),
            note,
            rank: ruling.rank,
            released: ruling.pending.is_none() && ruling.notified.is_some(),
            released_at: ruling.notified.as_ref().map(|notified| notified.released_at),
            rev: ruling.rev,
        }
    }
}

#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct GiveReview {
    /// Where the track has one criterion.
    pub score: Option<u64>,
    /// By the ids of the track's criteria.
    pub scores: Option<BTreeMap<String, u64>>,
    pub comment: Option<String>,
    /// Declares a conflict of interest: from then on the proposal is hidden from the caller.
    pub conflict: Option<bool>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Review<'a> {
    pub id: &'a str,
    pub reviewer: &'a EmailAddress,
    #[serde(flatten)]
    pub state: Stated<ReviewStatus>,
    /// By the ids of the track's criteria.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scores: Option<&'a BTreeMap<String, u64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<&'a str>,
    pub reviewed_at: Timestamp,
    pub updated_at: Timestamp,
}

words! {
    ReviewStatus { Given = "given", Conflict = "conflict" }
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct LiftConflict {
    pub action: ConflictAct,
}

words! {
    ConflictAct { Lift = "lift" }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Tags {
    /// In a form, words separated by commas.
    pub tags: Vec<String>,
}
