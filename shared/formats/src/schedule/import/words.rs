//! Parses the texts of a schedule file: cleaned, and not longer than what we accept.

use domain::input::{Object, any_text};
use domain::phrase::Phrase;
use serde_json::{Map, Value};

use crate::published::{clean, clean_line};

/// A required line, without characters that the formats cannot carry.
pub(super) fn words(max: usize) -> impl Fn(&Value) -> Result<String, Phrase> {
    move |value| any_words(max)(value)?.ok_or_else(|| Phrase::of("must-not-be-empty"))
}

/// A line; `None` if it is empty.
pub(super) fn any_words(max: usize) -> impl Fn(&Value) -> Result<Option<String>, Phrase> {
    move |value| at_most(max, domain::text::clean_line(&clean_line(any_text(value)?))?.trim())
}

/// Several lines; `None` if they are blank.
pub(super) fn paragraphs(value: &Value) -> Result<Option<String>, Phrase> {
    at_most(50_000, &domain::text::clean_paragraphs(&clean(any_text(value)?)))
}

fn at_most(max: usize, text: &str) -> Result<Option<String>, Phrase> {
    if text.chars().count() > max {
        return Err(Phrase::of("must-be-at-most-characters").arg("max", max));
    }
    Ok((!text.trim().is_empty()).then(|| text.to_owned()))
}

/// The nonempty fields without a counterpart here.
pub(super) fn carried(o: &Object<'_>, keys: &[&str]) -> Map<String, Value> {
    let all = o.entries().filter(|(key, value)| keys.contains(&key.as_str()) && !is_empty(value));
    all.map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}
