//! The runner's own answers, before or besides the functions': RFC 9457 problems.

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE};
use http::{HeaderValue, Response, StatusCode};
use messages::Messages;
use serde_json::{Value, json};
use store::{Outage, StoreError};
use web::Kind;

/// A problem that the runner answers with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    status: StatusCode,
    kind: Kind,
    detail: String,
    errors: Vec<(String, String)>,
    allow: Option<&'static str>,
}

impl Problem {
    fn new(kind: Kind, detail: impl Into<String>) -> Self {
        let status = StatusCode::from_u16(kind.status()).expect("the status of a kind");
        Self { status, kind, detail: detail.into(), errors: Vec::new(), allow: None }
    }

    /// Host or path are invalid.
    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(Kind::BadRequest, detail)
    }

    /// The body cannot be read.
    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(Kind::Malformed, detail)
    }

    /// The body arrived too slowly.
    pub(crate) fn timeout() -> Self {
        Self { status: StatusCode::REQUEST_TIMEOUT, ..Self::new(Kind::BadRequest, "the body took too long") }
    }

    /// The body is larger than the limit.
    pub(crate) fn too_large(limit: usize) -> Self {
        Self::new(Kind::TooLarge, Messages::default().say(&web::too_large(limit)))
    }

    /// A page of another site requests a route that is only for this machine.
    pub(crate) fn cross_origin() -> Self {
        let detail = "open this under the address that Plumbline printed when it started";
        Self::new(Kind::CrossOrigin, detail)
    }

    /// There is no such local route.
    pub(crate) fn not_found() -> Self {
        let detail = "there are GET /_local/outbox and POST /_local/clock";
        Self::new(Kind::NotFound, detail)
    }

    /// The local route exists, but not with this method.
    pub(crate) fn method_not_allowed(allowed: &'static str) -> Self {
        let detail = format!("use {allowed}");
        Self { allow: Some(allowed), ..Self::new(Kind::MethodNotAllowed, detail) }
    }

    /// A value is invalid: its pointer, and what is expected.
    pub(crate) fn invalid(pointer: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let shown = format!("{}: {detail}", if pointer.is_empty() { "/" } else { pointer });
        let mut problem = Self::new(Kind::Invalid, shown);
        problem.errors.push((pointer.to_owned(), detail));
        problem
    }

    /// A function or the table failed.
    pub(crate) fn broken(detail: impl Into<String>) -> Self {
        Self::new(Kind::Broken, detail)
    }

    fn storage_unavailable(outage: Outage) -> Self {
        let detail = format!("{outage}; changes may not have been saved, so try again in a few minutes");
        Self::new(Kind::StorageUnavailable, detail)
    }

    /// As an answer.
    pub(crate) fn response(self) -> Response<Bytes> {
        let mut body = json!({
            "type": format!("/problems/{}", self.kind.slug()),
            "title": self.kind.title(),
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

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable { outage, .. } => Self::storage_unavailable(outage),
            StoreError::Busy(_) | StoreError::Broken(_) | StoreError::Unreadable { .. } => {
                Self::broken(error.to_string())
            }
        }
    }
}
