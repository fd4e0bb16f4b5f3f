//! Reviews and decisions.

use utoipa::openapi::path::ParameterIn;

use super::{Answers, Body};

const SELECTION: &[(ParameterIn, &str, &str)] = &[
    (ParameterIn::Query, "q", "text in title, abstract or a speaker's name"),
    (ParameterIn::Query, "state", "of the proposal"),
    (ParameterIn::Query, "decision", "`undecided`, `accepted`, `standby` or `rejected`"),
    (ParameterIn::Query, "tag", "one that it has"),
    (ParameterIn::Query, "sort", "`score`, `number`, `title`, `reviews` or `disagreement`"),
];

const COMPARE: &[(ParameterIn, &str, &str)] = &[(ParameterIn::Query, "proposals", "two to six ids, parted by commas")];

const LINK: &[(ParameterIn, &str, &str)] = &[(ParameterIn::Query, "token", "of the mailed link")];

/// What a route reads, and what it answers with success.
type ReadsAndAnswers = (Option<Body>, &'static [(u16, Answers)]);

/// What a route of reviews and decisions reads and answers.
pub(super) fn operation(method: &str, conference: &str) -> ReadsAndAnswers {
    use Answers::{Csv, Json, JsonOrPage, Nothing, Redirect};
    use Body::JsonOrForm;
    match (method, conference) {
        ("GET", "/reviews") => (None, &[(200, JsonOrPage("ReviewQueue"))]),
        ("GET", "/reviews.csv" | "/tracks/{track}/selection.csv") => (None, &[(200, Csv)]),
        ("GET", "/proposals/{id}/reviews") => (None, &[(200, JsonOrPage("Judged"))]),
        ("PUT", "/proposals/{id}/reviews/mine") => (Some(JsonOrForm("GiveReview")), &[(200, Json("Review"))]),
        ("POST", "/proposals/{id}/reviews/mine") => {
            (Some(JsonOrForm("GiveReview")), &[(200, Json("Review")), (303, Redirect)])
        }
        ("DELETE", "/proposals/{id}/reviews/{review}") => (None, &[(204, Nothing)]),
        ("POST", "/proposals/{id}/reviews/{review}") => {
            (Some(JsonOrForm("LiftConflict")), &[(204, Nothing), (303, Redirect)])
        }
        ("PUT", "/proposals/{id}/tags") => (Some(JsonOrForm("Tags")), &[(200, Json("Tags"))]),
        ("POST", "/proposals/{id}/tags") => (Some(JsonOrForm("Tags")), &[(200, Json("Tags")), (303, Redirect)]),
        ("POST", "/proposals/{id}/decision") => {
            (Some(JsonOrForm("Decide")), &[(200, Json("Verdict")), (303, Redirect)])
        }
        ("GET", "/tracks/{track}/selection") => (None, &[(200, JsonOrPage("Selection"))]),
        ("GET", "/tracks/{track}/compare") => (None, &[(200, JsonOrPage("Compared"))]),
        ("POST", "/tracks/{track}/decisions") => {
            (Some(JsonOrForm("DecideMany")), &[(200, Json("DecidedMany")), (303, Redirect)])
        }
        ("GET", "/tracks/{track}/decisions/release") => (None, &[(200, JsonOrPage("ReleasePreview"))]),
        ("POST", "/tracks/{track}/decisions/release") => {
            (Some(JsonOrForm("ReleaseDecisions")), &[(202, Json("DecisionRelease")), (303, Redirect)])
        }
        ("POST", "/tracks/{track}/invite-speakers") => (None, &[(202, Json("DecisionRelease")), (303, Redirect)]),
        ("GET", "/proposals/{id}/answer") => (None, &[(200, JsonOrPage("Acceptance"))]),
        ("POST", "/proposals/{id}/confirm" | "/proposals/{id}/decline") => {
            (None, &[(200, Json("Acceptance")), (303, Redirect)])
        }
        (method, path) => unreachable!("{method} {path} is described in operations/review.rs"),
    }
}

/// What such a route takes in its query.
pub(super) fn parameters(method: &str, conference: &str) -> &'static [(ParameterIn, &'static str, &'static str)] {
    match (method, conference) {
        ("GET", "/tracks/{track}/selection") => SELECTION,
        ("GET", "/tracks/{track}/compare") => COMPARE,
        ("GET", "/proposals/{id}/answer") | ("POST", "/proposals/{id}/confirm" | "/proposals/{id}/decline") => LINK,
        _ => &[],
    }
}
