//! What was typed into a form, and what is wrong with it: for the page that a failing form answers again.

use domain::input::ValidationError;
use serde_json::Value;

use crate::Problem;

/// A form's fields as they came, each with what is wrong with it.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    document: &'a Value,
    errors: &'a [ValidationError],
}

impl<'a> Typed<'a> {
    /// What a page shows in its fields: what was typed, or what it begins with.
    pub fn new(document: &'a Value, problem: Option<&'a Problem>) -> Self {
        Self { document, errors: problem.map(Problem::errors).unwrap_or_default() }
    }

    /// A form that nobody has filled in.
    pub fn empty() -> Self {
        Self { document: &Value::Null, errors: &[] }
    }

    /// The text of a field, `name` or `answers/size`; empty if there is none.
    pub fn text(&self, name: &str) -> &'a str {
        self.document.pointer(&format!("/{name}")).and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        matches!(self.text(name), "true" | "yes" | "on")
    }

    /// What is wrong with a field.
    pub fn error(&self, name: &str) -> Option<&'a str> {
        let pointer = format!("/{name}");
        self.errors.iter().find(|error| error.pointer == pointer).map(|error| error.detail.as_str())
    }
}
