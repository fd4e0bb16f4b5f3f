//! Feedback on sessions.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::Kind;
use crate::parameters::DONE;
use crate::route::row::{SEE_OTHER, get, json, json_or_form, json_or_page, post};
use crate::route::{Route, Who};

pub(crate) const ROUTES: &[Route] = &[
    get(
        "/conferences/{conference}/sessions/{session}/feedback",
        "timetable",
        Who::SignedIn,
        "the caller's feedback on a session; for its speakers, leads and organizers also the average and the comments",
    )
    .takes(&[DONE])
    .answers(&[json_or_page::<SessionFeedback<'_>>(200)]),
    post(
        "/conferences/{conference}/sessions/{session}/feedback",
        "timetable",
        Who::SignedIn,
        "rate a session after its end, with a pass; sending again changes the rating",
    )
    .reads(json_or_form::<GiveFeedback>())
    .answers(&[json::<SessionFeedback<'_>>(200), SEE_OTHER])
    .refuses(&[Kind::FeedbackNotOpen]),
];

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct GiveFeedback {
    /// From 1 to 5, the best.
    pub rating: u32,
    pub comment: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SessionFeedback<'a> {
    pub session: &'a str,
    /// Whether the caller can give or change feedback now.
    pub open: bool,
    /// What the caller said.
    pub mine: Option<GivenFeedback<'a>>,
    /// Null for other callers than the session's speakers, leads and organizers, and while there are fewer than three
    /// answers.
    pub summary: Option<FeedbackSummary<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct GivenFeedback<'a> {
    pub rating: u32,
    pub comment: Option<&'a str>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct FeedbackSummary<'a> {
    pub count: usize,
    pub average: f64,
    /// In no order that says who wrote them.
    pub comments: Vec<&'a str>,
}
