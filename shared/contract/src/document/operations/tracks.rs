//! Tracks and their calls, and which mails somebody wants.

use utoipa::openapi::path::ParameterIn;

use super::{Answers, Body, Operation};

pub(super) const ZONE: &[(ParameterIn, &str, &str)] =
    &[(ParameterIn::Query, "zone", "an IANA time zone such as `Asia/Tokyo`: pages show times in it too")];

const IF_MATCH: &[(ParameterIn, &str, &str)] = &[(
    ParameterIn::Header,
    "if-match",
    "the `ETag` of what was read: if it is not so any more, nothing is changed and the answer is `412`",
)];

const MAILED: &[(ParameterIn, &str, &str)] = &[(ParameterIn::Query, "token", "as in the mailed link")];

/// The operation of a route that is about these.
pub(super) fn operation(method: &str, path: &str) -> Option<Operation> {
    use Answers::{Feed, Json, JsonOrPage, Nothing, Page, Redirect};
    use Body::{Form, JsonOrForm};
    let (reads, answers): (_, &[_]) = match (method, path) {
        ("GET", "/tracks") => (None, &[(200, JsonOrPage("Tracks"))]),
        ("GET", "/tracks.atom") => (None, &[(200, Feed), (304, Nothing)]),
        ("GET", "/tracks/{track}") => (None, &[(200, JsonOrPage("Track"))]),
        ("PATCH", "/tracks/{track}") => (Some(JsonOrForm("TrackChange")), &[(200, Json("Track"))]),
        ("POST", "/tracks/{track}") => (Some(Form("TrackForm")), &[(303, Redirect)]),
        ("GET", "/tracks/{track}/edit") => (None, &[(200, Page)]),
        ("GET", "/tracks/{track}/outcomes") => (None, &[(200, JsonOrPage("Outcomes"))]),
        ("PUT", "/tracks/{track}/outcomes") => (Some(Body::Json("SayOutcomes")), &[(200, Json("Outcomes"))]),
        ("POST", "/tracks/{track}/outcomes") => (Some(Form("OutcomesForm")), &[(303, Redirect)]),
        ("POST", "/tracks/{track}/remind") => {
            (Some(JsonOrForm("RemindMe")), &[(200, Json("Watching")), (202, Json("Watching")), (303, Redirect)])
        }
        ("DELETE", "/tracks/{track}/remind") => (None, &[(200, Json("Watching"))]),
        ("POST", "/tracks/{track}/remind/stop" | "/tracks/{track}/remind/{watch}") => {
            (None, &[(200, Json("Watching")), (303, Redirect)])
        }
        ("GET", "/tracks/{track}/remind/{watch}") | ("GET" | "POST", "/unsubscribe/{token}") => {
            (None, &[(200, JsonOrPage("Said"))])
        }
        ("GET", "/tracks/{track}/late-links") => (None, &[(200, JsonOrPage("LateLinks"))]),
        ("POST", "/tracks/{track}/late-links") => {
            (Some(JsonOrForm("GiveLateLink")), &[(200, Json("LateLink")), (201, Json("LateLink")), (303, Redirect)])
        }
        ("DELETE", "/tracks/{track}/late-links/{link}") => (None, &[(200, Json("LateLink"))]),
        ("POST", "/tracks/{track}/late-links/{link}") => (None, &[(200, Json("LateLink")), (303, Redirect)]),
        ("GET", "/me/mails") => (None, &[(200, JsonOrPage("MailWishes"))]),
        ("POST", "/me/mails") => (Some(JsonOrForm("MailWish")), &[(200, Json("MailWishes")), (303, Redirect)]),
        _ => return None,
    };
    let parameters = match (method, path) {
        ("GET", "/tracks" | "/tracks/{track}") => ZONE,
        ("PATCH", "/tracks/{track}") => IF_MATCH,
        ("GET" | "POST", "/tracks/{track}/remind/{watch}") => MAILED,
        _ => &[],
    };
    Some(Operation { parameters, reads, answers })
}
