//! Problems: every way an answer can be "no", as RFC 9457 `application/problem+json` or as a page.

use askama::Template;
use domain::input::ValidationError;
use serde_json::{Map, Value, json};
use store::StoreError;

pub use contract::Kind;

use crate::layout::Layout;
use crate::reply::Reply;

/// One occurrence of a problem.
#[derive(Clone, Debug)]
pub struct Problem {
    kind: Kind,
    detail: String,
    errors: Vec<ValidationError>,
    extra: Map<String, Value>,
    /// Where a person can go from here: label and path.
    ways: Vec<(String, String)>,
    retry_after: Option<u64>,
    allow: Option<String>,
    cause: Option<String>,
}

impl Problem {
    /// A problem with what is special about it and what to do, as a sentence without a full stop.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            errors: Vec::new(),
            extra: Map::new(),
            ways: Vec::new(),
            retry_after: None,
            allow: None,
            cause: None,
        }
    }

    /// Wrong values, each with its pointer.
    pub fn invalid(errors: Vec<ValidationError>) -> Self {
        let detail = match errors.as_slice() {
            [one] => format!("one value is not right: {one}"),
            many => format!("{} values are not right", many.len()),
        };
        Self { errors, ..Self::new(Kind::Invalid, detail) }
    }

    /// One wrong value.
    pub fn validation(pointer: &str, detail: impl Into<String>) -> Self {
        Self::invalid(vec![ValidationError { pointer: pointer.to_owned(), detail: detail.into() }])
    }

    /// The same, said of one value too: a form shows it beside the value's field.
    #[must_use]
    pub fn at(self, pointer: &str) -> Self {
        let detail = self.detail.clone();
        self.because(pointer, &detail)
    }

    /// With what is wrong with one value.
    #[must_use]
    pub(crate) fn because(mut self, pointer: &str, detail: &str) -> Self {
        self.errors.push(ValidationError { pointer: pointer.to_owned(), detail: detail.to_owned() });
        self
    }

    /// Come again in a while.
    pub fn busy(detail: impl Into<String>) -> Self {
        Self { retry_after: Some(1), ..Self::new(Kind::Busy, detail) }
    }

    /// Nothing of this name.
    pub fn not_found(what: &str) -> Self {
        Self::new(Kind::NotFound, format!("there is no {what} of this name"))
    }

    /// With a figure or a link that programs can use.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(name.to_owned(), value.into());
        self
    }

    /// With a way on: a link on the page, and in JSON under its relation.
    #[must_use]
    pub fn way(mut self, relation: &str, label: &str, path: String) -> Self {
        self.extra.insert(relation.to_owned(), Value::String(path.clone()));
        self.ways.push((label.to_owned(), path));
        self
    }

    /// Without a way that turned out to be closed.
    #[must_use]
    pub fn without_way(mut self, relation: &str) -> Self {
        if let Some(path) = self.extra.shift_remove(relation) {
            self.ways.retain(|(_, other)| path != *other);
        }
        self
    }

    /// Not before so many seconds.
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

    /// What is special about it.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The same as a sentence, for a page.
    pub fn sentence(&self) -> String {
        let mut letters = self.detail.chars();
        let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
        format!("{first}{}.", letters.as_str())
    }

    /// The values that are wrong, for a form to show beside its fields.
    pub fn errors(&self) -> &[ValidationError] {
        &self.errors
    }

    pub fn ways(&self) -> &[(String, String)] {
        &self.ways
    }

    /// The title, for a page.
    pub fn title(&self) -> &'static str {
        self.kind.title()
    }

    /// What lies behind it, for the log only.
    pub(crate) fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    /// The headers that go with it, whichever body it gets.
    pub fn dress(&self, mut reply: Reply) -> Reply {
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

    /// As the page of the form that failed, with the problem's status.
    pub fn on_page(&self, page: &impl Template) -> Reply {
        self.dress(Reply::page(self.kind.status(), page))
    }

    /// As an answer.
    pub fn reply(&self, html: bool, layout: Layout) -> Reply {
        let reply = if html {
            let page = ProblemPage { layout: layout.titled(self.kind.title()), problem: self };
            Reply::page(self.kind.status(), &page)
        } else {
            self.json_reply()
        };
        self.dress(reply)
    }

    fn json_reply(&self) -> Reply {
        let mut body = json!({
            "type": format!("/problems/{}", self.kind.slug()),
            "title": self.kind.title(),
            "status": self.kind.status(),
            "detail": self.detail,
        });
        let object = body.as_object_mut().expect("made as one");
        if !self.errors.is_empty() {
            object.insert("errors".into(), json!(self.errors));
        }
        object.extend(self.extra.clone());
        Reply::new(self.kind.status(), "application/problem+json", body.to_string())
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(_) => Self {
                cause: Some(error.to_string()),
                ..Self::busy("nothing is known to have changed; try again in a moment")
            },
            StoreError::Broken(_) | StoreError::Unreadable { .. } => Self {
                cause: Some(error.to_string()),
                ..Self::new(Kind::Broken, "this is not your doing; the operator has been told")
            },
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
