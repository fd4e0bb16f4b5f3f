//! Error answers, as RFC 9457 `application/problem+json` or as a page. The kinds and their titles are in the contract
//! crate.

use askama::Template;
use domain::input::ValidationError;
use domain::phrase::Phrase;
use messages::Messages;
use serde_json::{Map, Value};
use store::{Outage, StoreError};

pub use contract::Kind;
use contract::problem::{ProblemType, ValueError};

use crate::layout::Layout;
use crate::reply::Reply;

/// One occurrence of a problem.
#[derive(Clone, Debug)]
pub struct Problem {
    kind: Kind,
    detail: Phrase,
    errors: Vec<ValidationError>,
    extra: Map<String, Value>,
    /// Links to continue with: label and path.
    ways: Vec<(Phrase, String)>,
    retry_after: Option<u64>,
    allow: Option<String>,
    cause: Option<String>,
    outage: Option<Outage>,
}

/// Seconds until a retry while storage is unavailable, because an operator must repair it first.
const OUTAGE_RETRY_AFTER: u64 = 30;

impl Problem {
    /// `detail` says what is wrong and how to fix it, as a sentence without a full stop.
    pub fn new(kind: Kind, detail: impl Into<Phrase>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            errors: Vec::new(),
            extra: Map::new(),
            ways: Vec::new(),
            retry_after: None,
            allow: None,
            cause: None,
            outage: None,
        }
    }

    /// One or more invalid values.
    pub fn invalid(errors: Vec<ValidationError>) -> Self {
        let detail = match errors.as_slice() {
            [one] => {
                let pointer = if one.pointer.is_empty() { "/" } else { &one.pointer };
                Phrase::of("check-field").arg("pointer", pointer).phrase("detail", one.detail.clone())
            }
            many => Phrase::of("check-fields").count("count", many.len() as u64),
        };
        Self { errors, ..Self::new(Kind::Invalid, detail) }
    }

    /// A single invalid value.
    pub fn validation(pointer: &str, detail: impl Into<Phrase>) -> Self {
        Self::invalid(vec![ValidationError { pointer: pointer.to_owned(), detail: detail.into() }])
    }

    /// Repeats the detail as the error of one value, so that a form shows it beside that field.
    #[must_use]
    pub fn at(self, pointer: &str) -> Self {
        let detail = self.detail.clone();
        self.because(pointer, detail)
    }

    /// Adds the error of one value.
    #[must_use]
    pub(crate) fn because(mut self, pointer: &str, detail: impl Into<Phrase>) -> Self {
        self.errors.push(ValidationError { pointer: pointer.to_owned(), detail: detail.into() });
        self
    }

    /// Asks the client to retry after a second.
    pub fn busy(detail: impl Into<Phrase>) -> Self {
        Self { retry_after: Some(1), ..Self::new(Kind::Busy, detail) }
    }

    /// `id` is the message that says what there is none of.
    pub fn not_found(id: &'static str) -> Self {
        Self::new(Kind::NotFound, Phrase::of(id))
    }

    /// Adds an RFC 9457 extension member for programs.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(name.to_owned(), value.into());
        self
    }

    /// Adds the state of the waitlist entry, also under its earlier name.
    #[must_use]
    pub fn waitlist_state(self, state: &str) -> Self {
        self.with("waitlist_state", state).with("waitlist_status", state)
    }

    /// Adds a link to continue with: on the page by its label, in JSON by its relation.
    #[must_use]
    pub fn way(mut self, relation: &str, label: impl Into<Phrase>, path: String) -> Self {
        self.extra.insert(relation.to_owned(), Value::String(path.clone()));
        self.ways.push((label.into(), path));
        self
    }

    /// Removes a link that does not apply after all.
    #[must_use]
    pub fn without_way(mut self, relation: &str) -> Self {
        if let Some(path) = self.extra.shift_remove(relation) {
            self.ways.retain(|(_, other)| path != *other);
        }
        self
    }

    /// Sets the `Retry-After` header, in seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    #[must_use]
    pub fn allow(mut self, methods: String) -> Self {
        self.allow = Some(methods);
        self
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether the same request can succeed later, so that a form keeps its idempotency key.
    pub fn is_temporary(&self) -> bool {
        matches!(self.kind, Kind::Busy | Kind::StorageUnavailable)
    }

    /// The storage outage, if that is the problem.
    pub(crate) fn outage(&self) -> Option<Outage> {
        self.outage
    }

    pub fn detail(&self) -> &Phrase {
        &self.detail
    }

    /// The invalid values; a form shows them beside its fields.
    pub fn errors(&self) -> &[ValidationError] {
        &self.errors
    }

    pub fn ways(&self) -> &[(Phrase, String)] {
        &self.ways
    }

    /// The underlying error. Only for the log: it can contain internals.
    pub(crate) fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    /// Adds the problem's headers to an answer.
    pub fn add_headers(&self, mut reply: Reply) -> Reply {
        if let Some(seconds) = self.retry_after {
            reply = reply.header("retry-after", &seconds.to_string());
        }
        if let Some(methods) = &self.allow {
            reply = reply.header("allow", methods);
        }
        if self.kind == Kind::SignInRequired {
            reply = reply.header("www-authenticate", "Bearer");
        }
        reply.header("cache-control", "no-store")
    }

    /// The failed form's own page, with the problem's status.
    pub fn on_page(&self, page: &impl Template) -> Reply {
        self.add_headers(Reply::page(self.kind.status(), page))
    }

    /// A page in the layout's language, or JSON in the language that a program asked for.
    pub fn reply(&self, html: bool, layout: Layout) -> Reply {
        let reply = if html {
            let title = layout.word("problem", self.kind.slug()).to_string();
            let page = ProblemPage { layout: layout.titled(title), problem: self };
            Reply::page(self.kind.status(), &page)
        } else {
            self.json_reply(layout.messages)
        };
        self.add_headers(reply)
    }

    fn json_reply(&self, messages: Messages) -> Reply {
        let title = messages.word("problem", self.kind.slug()).to_string();
        let detail = messages.say(&self.detail);
        let body = contract::problem::Problem {
            r#type: ProblemType(self.kind),
            title: &title,
            status: self.kind.status(),
            detail: &detail,
            reason: self.outage.map(Outage::reason),
            errors: self.errors.iter().map(|error| value_error(error, messages)).collect(),
            more: &self.extra,
        };
        let body = serde_json::to_string(&body).expect("a map with text keys");
        Reply::new(self.kind.status(), "application/problem+json", body)
            .header("content-language", messages.language.tag())
    }
}

/// An invalid or missing value, for JSON.
pub fn value_error(error: &ValidationError, messages: Messages) -> ValueError {
    ValueError { pointer: error.pointer.clone(), detail: messages.say(&error.detail) }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(_) => {
                Self { cause: Some(error.to_string()), ..Self::busy(Phrase::of("nothing-known-changed")) }
            }
            StoreError::Broken(_) | StoreError::Unreadable { .. } => {
                Self { cause: Some(error.to_string()), ..Self::new(Kind::Broken, Phrase::of("not-your-doing")) }
            }
            StoreError::Unavailable { outage, .. } => {
                let detail = Phrase::of("storage-outage").word_of("outage", "outage", outage.reason());
                Self {
                    cause: Some(error.to_string()),
                    outage: Some(outage),
                    ..Self::new(Kind::StorageUnavailable, detail).retry_after(OUTAGE_RETRY_AFTER)
                }
            }
        }
    }
}

impl From<Vec<ValidationError>> for Problem {
    fn from(errors: Vec<ValidationError>) -> Self {
        Self::invalid(errors)
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    layout: Layout,
    problem: &'a Problem,
}

#[cfg(test)]
mod tests {
    use messages::Messages;

    use super::Kind;

    #[test]
    fn pages_and_the_api_name_a_kind_alike() {
        for kind in Kind::ALL {
            assert_eq!(Messages::default().word("problem", kind.slug()).to_string(), kind.title());
        }
    }
}
