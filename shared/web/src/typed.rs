//! The typed values of a failed form and their errors, for showing the form again.

use domain::input::ValidationError;
use domain::phrase::Phrase;
use serde_json::Value;

use crate::Problem;

/// A form's values with their errors.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    document: &'a Value,
    errors: &'a [ValidationError],
}

impl<'a> Typed<'a> {
    /// `document` holds the typed values, or the initial ones.
    pub fn new(document: &'a Value, problem: Option<&'a Problem>) -> Self {
        Self { document, errors: problem.map(Problem::errors).unwrap_or_default() }
    }

    /// A blank form.
    pub fn empty() -> Self {
        Self { document: &Value::Null, errors: &[] }
    }

    /// The text of a field such as `name` or `answers/size`; empty if it is missing.
    pub fn text(&self, name: &str) -> &'a str {
        self.document.pointer(&format!("/{name}")).and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether a checkbox is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        matches!(self.text(name), "true" | "yes" | "on")
    }

    pub fn error(&self, name: &str) -> Option<&'a Phrase> {
        let pointer = format!("/{name}");
        self.errors.iter().find(|error| error.pointer == pointer).map(|error| &error.detail)
    }
}
