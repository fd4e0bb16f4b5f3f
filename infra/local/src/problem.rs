//! Answers of the runner itself, before or beside the functions: RFC 9457 problems.

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE};
use http::{HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

/// A problem that the runner answers with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    status: StatusCode,
    slug: &'static str,
    title: &'static str,
    detail: String,
    errors: Vec<(String, String)>,
    allow: Option<&'static str>,
}

impl Problem {
    fn new(status: StatusCode, slug: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self { status, slug, title, detail: detail.into(), errors: Vec::new(), allow: None }
    }

    /// Host or path are not what they must be.
    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-request", "The request is not understood", detail)
    }

    /// The body cannot be read.
    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", "The body cannot be read", detail)
    }

    /// The body came too slowly.
    pub(crate) fn timeout() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "bad-request", "The request is not understood", "the body took too long")
    }

    /// The body is larger than any that is looked at.
    pub(crate) fn too_large(limit: usize) -> Self {
        let detail = format!("a body has at most {limit} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The body is too large", detail)
    }

    /// A page of another site asks for what is only for this machine.
    pub(crate) fn cross_origin() -> Self {
        let detail = "open this under the address that Plumbline printed when it started";
        Self::new(StatusCode::FORBIDDEN, "cross-origin", "The form was sent from another site", detail)
    }

    /// There is no such local route.
    pub(crate) fn not_found() -> Self {
        let detail = "there are GET /_local/outbox and POST /_local/clock";
        Self::new(StatusCode::NOT_FOUND, "not-found", "There is nothing here", detail)
    }

    /// The local route is there, the method is not.
    pub(crate) fn method_not_allowed(allowed: &'static str) -> Self {
        let detail = format!("use {allowed}");
        let problem =
            Self::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "This cannot be done here", detail);
        Self { allow: Some(allowed), ..problem }
    }

    /// A value is wrong: where, and what would be right.
    pub(crate) fn invalid(pointer: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let title = "Some of this is not right";
        let shown = format!("{}: {detail}", if pointer.is_empty() { "/" } else { pointer });
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", title, shown);
        problem.errors.push((pointer.to_owned(), detail));
        problem
    }

    /// A function or the table failed.
    pub(crate) fn broken(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something is broken here", detail)
    }

    /// As an answer.
    pub(crate) fn response(self) -> Response<Bytes> {
        let mut body = json!({
            "type": format!("/problems/{}", self.slug),
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if !self.errors.is_empty() {
            let errors = self.errors.iter().map(|(pointer, detail)| json!({"pointer": pointer, "detail": detail}));
            body["errors"] = errors.collect::<Value>();
        }
        let mut response = Response::new(Bytes::from(body.to_string()));
        *response.status_mut() = self.status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(methods) = self.allow {
            response.headers_mut().insert(ALLOW, HeaderValue::from_static(methods));
        }
        response
    }
}
