//! What the routes of proposals read and answer.

use utoipa::openapi::path::ParameterIn;

use super::{Answers, Body, KEY};

const IF_MATCH: &[(ParameterIn, &str, &str)] = &[(
    ParameterIn::Header,
    "if-match",
    "the `ETag` of the revision that was read: of two who change it at once, the second is told",
)];

const OF_PROPOSALS: &[(ParameterIn, &str, &str)] = &[
    (ParameterIn::Query, "track", "only those of this track"),
    (ParameterIn::Query, "state", "only those in this state"),
    (ParameterIn::Query, "after", "only those with a greater number; `next` has it"),
];

const DRY_RUN: &[(ParameterIn, &str, &str)] =
    &[(ParameterIn::Query, "dry_run", "`true`: what would happen, and nothing is changed")];

/// What a route reads, and what it answers with success.
type ReadsAndAnswers = (Option<Body>, &'static [(u16, Answers)]);

/// What a route of proposals reads and answers; `None` if it is none of them.
pub(super) fn operation(method: &str, path: &str) -> Option<ReadsAndAnswers> {
    use Answers::{Csv, Json, JsonOrPage, Nothing, Page, Redirect};
    use Body::{Form, JsonOrForm};
    let (reads, answers): (_, &[_]) = match (method, path) {
        ("GET", "/tracks/{track}/propose" | "/proposals/{id}/edit" | "/proposals/import") => (None, &[(200, Page)]),
        ("POST", "/tracks/{track}/proposals") => {
            (Some(JsonOrForm("Propose")), &[(200, Page), (201, Json("Proposal")), (303, Redirect)])
        }
        ("POST", "/proposals/import") => (Some(JsonOrForm("BringProposals")), &[(200, JsonOrPage("ProposalsBrought"))]),
        ("GET", "/proposals") => (None, &[(200, JsonOrPage("Proposals"))]),
        ("GET", "/proposals.csv") => (None, &[(200, Csv)]),
        ("GET", "/proposals/{id}" | "/proposals/{id}/speakers/{speaker}") => (None, &[(200, JsonOrPage("Proposal"))]),
        ("PUT", "/proposals/{id}") => (Some(JsonOrForm("Propose")), &[(200, Json("Proposal"))]),
        ("DELETE", "/proposals/{id}") => (None, &[(204, Nothing)]),
        ("POST", "/proposals/{id}") => (Some(Form("Propose")), &[(200, JsonOrPage("Proposal")), (303, Redirect)]),
        ("GET", "/proposals/{id}/history") => (None, &[(200, JsonOrPage("ProposalHistory"))]),
        ("POST", "/proposals/{id}/submit" | "/proposals/{id}/withdraw") => {
            (None, &[(200, Json("Proposal")), (303, Redirect)])
        }
        ("POST", "/proposals/{id}/move") => {
            (Some(JsonOrForm("MoveProposal")), &[(200, Json("Proposal")), (303, Redirect)])
        }
        ("POST", "/proposals/{id}/merge") => {
            (Some(JsonOrForm("MergeProposal")), &[(200, Json("Proposal")), (303, Redirect)])
        }
        ("POST", "/proposals/{id}/speakers/{speaker}") => {
            (Some(JsonOrForm("SpeakerAnswer")), &[(200, Json("Proposal")), (303, Redirect)])
        }
        ("GET", "/me/proposals") => (None, &[(200, JsonOrPage("MyProposals"))]),
        _ => return None,
    };
    Some((reads, answers))
}

/// The parameters of a route of proposals beside those of its path.
pub(super) fn parameters(method: &str, path: &str) -> &'static [(ParameterIn, &'static str, &'static str)] {
    match (method, path) {
        ("POST", "/tracks/{track}/proposals") => KEY,
        ("PUT" | "DELETE", "/proposals/{id}")
        | (
            "POST",
            "/proposals/{id}/submit" | "/proposals/{id}/withdraw" | "/proposals/{id}/move" | "/proposals/{id}/merge",
        ) => IF_MATCH,
        ("POST", "/proposals/import") => DRY_RUN,
        ("GET", "/proposals" | "/proposals.csv") => OF_PROPOSALS,
        _ => &[],
    }
}
