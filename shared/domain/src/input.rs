//! Parses untrusted documents: one pass collects every error with its JSON pointer (RFC 6901).
//!
//! The same parser serves JSON bodies, HTML forms and conference files, so an error has the same text everywhere.

use std::cell::RefCell;
use std::str::FromStr;

use serde_json::{Map, Value};

use crate::phrase::Phrase;
use crate::text;

/// One error in the input: its place, and the expected value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationError {
    /// JSON pointer (RFC 6901) to the invalid value; empty for the whole document.
    pub pointer: String,
    /// What is wrong and what is expected, as a sentence without a full stop.
    pub detail: Phrase,
}

impl ValidationError {
    /// For logs. Readers get it from `messages`.
    pub fn in_log(&self) -> String {
        format!("{}: {}", self.pointer, self.detail.in_log())
    }
}

#[cfg(test)]
impl std::fmt::Display for ValidationError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", if self.pointer.is_empty() { "/" } else { &self.pointer }, self.detail)
    }
}

/// The source of a document. A form contains only text, so its numbers and checkboxes are text too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// JSON or TOML: values have types.
    Typed,
    /// `application/x-www-form-urlencoded`: all values are text, and an empty field means that the value is absent.
    Form,
}

/// Collects the errors of one document.
#[derive(Debug)]
pub struct Reading {
    source: Source,
    errors: RefCell<Vec<ValidationError>>,
}

impl Reading {
    /// Starts parsing a document from `source`.
    pub fn new(source: Source) -> Self {
        Self { source, errors: RefCell::default() }
    }

    /// Records an error.
    pub fn reject(&self, pointer: impl Into<String>, detail: impl Into<Phrase>) {
        self.errors.borrow_mut().push(ValidationError { pointer: pointer.into(), detail: detail.into() });
    }

    /// The document's root, which must be an object.
    pub fn root<'a>(&'a self, document: &'a Value) -> Option<Object<'a>> {
        self.object(String::new(), document)
    }

    fn object<'a>(&'a self, at: String, value: &'a Value) -> Option<Object<'a>> {
        if let Value::Object(map) = value {
            Some(Object { at, map, known: RefCell::default(), reading: self })
        } else {
            self.reject(at, Phrase::of("must-be-object").phrase("kind", kind(value)));
            None
        }
    }

    /// The value if there was no error, otherwise all errors.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Vec<ValidationError>> {
        let errors = self.errors.into_inner();
        match value {
            Some(value) if errors.is_empty() => Ok(value),
            _ => Err(errors),
        }
    }
}

/// One object of the document. Remembers which keys were read, so that [`Self::done`] can refuse the others.
#[derive(Debug)]
pub struct Object<'a> {
    at: String,
    map: &'a Map<String, Value>,
    known: RefCell<Vec<&'static str>>,
    reading: &'a Reading,
}

impl<'a> Object<'a> {
    /// The pointer of a key of this object.
    pub fn pointer(&self, key: &str) -> String {
        format!("{}/{}", self.at, key.replace('~', "~0").replace('/', "~1"))
    }

    /// Records an error at a key of this object.
    pub fn reject(&self, key: &str, detail: impl Into<Phrase>) {
        self.reading.reject(self.pointer(key), detail);
    }

    /// Records an error at a key of an object inside this one that was parsed before.
    pub fn reject_inside(&self, outer: &str, key: &str, detail: impl Into<Phrase>) {
        self.reading.reject(format!("{}/{key}", self.pointer(outer)), detail);
    }

    fn value(&self, key: &'static str) -> Option<&'a Value> {
        self.known.borrow_mut().push(key);
        match self.map.get(key) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) if self.reading.source == Source::Form && text.trim().is_empty() => None,
            found => found,
        }
    }

    /// A required value.
    pub fn required<T>(&self, key: &'static str, parse: impl Fn(&Value) -> Result<T, Phrase>) -> Option<T> {
        let Some(value) = self.value(key) else {
            self.reject(key, Phrase::of("required"));
            return None;
        };
        self.parse(key, value, parse)
    }

    fn parse<T>(&self, key: &str, value: &Value, parse: impl Fn(&Value) -> Result<T, Phrase>) -> Option<T> {
        self.read_as(value, parse).map_err(|detail| self.reject(key, detail)).ok()
    }

    /// Records an error inside a value of this object, at a path such as `blocks/3`.
    pub fn reject_within(&self, path: &str, detail: impl Into<Phrase>) {
        self.reading.reject(format!("{}/{path}", self.at), detail);
    }

    /// Whether a key has a value, valid or not.
    pub fn has(&self, key: &str) -> bool {
        self.map.get(key).is_some_and(|value| !value.is_null())
    }

    /// Parses a value of this object. In a form, text is also parsed as the number or boolean that it spells.
    pub fn read_as<T>(&self, value: &Value, parse: impl Fn(&Value) -> Result<T, Phrase>) -> Result<T, Phrase> {
        let spelled = || match (self.reading.source, value.as_str().map(str::trim)) {
            (Source::Form, Some("on" | "true" | "yes")) => Some(Value::Bool(true)),
            (Source::Form, Some("off" | "false" | "no")) => Some(Value::Bool(false)),
            (Source::Form, Some(text)) => text.parse::<u64>().ok().map(Value::from),
            _ => None,
        };
        parse(value).or_else(|detail| spelled().and_then(|value| parse(&value).ok()).ok_or(detail))
    }

    /// An optional value. An invalid one is recorded as an error and counts as absent.
    pub fn optional<T>(&self, key: &'static str, parse: impl Fn(&Value) -> Result<T, Phrase>) -> Option<T> {
        self.parse(key, self.value(key)?, parse)
    }

    /// A required object.
    pub fn required_object(&self, key: &'static str) -> Option<Object<'a>> {
        let Some(value) = self.value(key) else {
            self.reject(key, Phrase::of("required"));
            return None;
        };
        self.reading.object(self.pointer(key), value)
    }

    /// An optional object.
    pub fn optional_object(&self, key: &'static str) -> Option<Object<'a>> {
        self.reading.object(self.pointer(key), self.value(key)?)
    }

    /// A list of objects; empty if absent.
    pub fn objects(&self, key: &'static str) -> Vec<Object<'a>> {
        self.value(key).map_or_else(Vec::new, |value| self.objects_of(key, value))
    }

    /// Every entry as a list of objects, for keys that only the document defines, such as rooms by name.
    pub fn lists(&self) -> Vec<(&'a str, Vec<Object<'a>>)> {
        self.map.iter().map(|(key, value)| (key.as_str(), self.objects_of(key, value))).collect()
    }

    /// Every entry as an object, for keys that only the document defines, such as days by date.
    pub fn objects_by_key(&self) -> Vec<(&'a str, Object<'a>)> {
        let read = |(key, value): (&'a String, &'a Value)| {
            Some((key.as_str(), self.reading.object(self.pointer(key), value)?))
        };
        self.map.iter().filter_map(read).collect()
    }

    fn objects_of(&self, key: &str, value: &'a Value) -> Vec<Object<'a>> {
        match value {
            Value::Array(items) => items
                .iter()
                .enumerate()
                .filter_map(|(i, item)| self.reading.object(format!("{}/{i}", self.pointer(key)), item))
                .collect(),
            other => {
                self.reject(key, Phrase::of("must-be-objects").phrase("kind", kind(other)));
                Vec::new()
            }
        }
    }

    /// The number of entries in a list, including invalid ones.
    pub fn count(&self, key: &str) -> usize {
        self.map.get(key).and_then(Value::as_array).map_or(0, Vec::len)
    }

    /// Whether a value is a list without entries.
    pub fn is_empty_list(&self, key: &str) -> bool {
        self.map.get(key).and_then(Value::as_array).is_some_and(Vec::is_empty)
    }

    /// A list of scalars; empty if absent. Errors point to the element.
    pub fn list<T>(&self, key: &'static str, mut parse: impl FnMut(&Value) -> Result<T, Phrase>) -> Vec<T> {
        match self.value(key) {
            None => Vec::new(),
            Some(Value::Array(items)) => items
                .iter()
                .enumerate()
                .filter_map(|(i, item)| {
                    parse(item).map_err(|d| self.reading.reject(format!("{}/{i}", self.pointer(key)), d)).ok()
                })
                .collect(),
            Some(other) => {
                self.reject(key, Phrase::of("must-be-list").phrase("kind", kind(other)));
                Vec::new()
            }
        }
    }

    /// Whether a key has an object, as fields of a form with a dot in their names make one.
    pub fn is_object(&self, key: &str) -> bool {
        self.map.get(key).is_some_and(Value::is_object)
    }

    /// Whether a key has a text value, as all values of a form are.
    pub fn has_text(&self, key: &str) -> bool {
        self.map.get(key).is_some_and(Value::is_string)
    }

    /// Whether all of its fields are blank.
    pub fn is_blank(&self) -> bool {
        self.map.values().all(|value| value.as_str().is_some_and(|text| text.trim().is_empty()))
    }

    /// The remaining entries, unparsed: for keys that only the conference defines (`answers`).
    pub fn entries(&self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.map.iter()
    }

    /// Accepts a key without reading it (a form's own fields).
    pub fn ignore(&self, key: &'static str) {
        self.known.borrow_mut().push(key);
    }

    /// Refuses every key that was not read. Call it last.
    pub fn done(self) {
        let known = self.known.borrow();
        for key in self.map.keys().filter(|key| !known.contains(&key.as_str())) {
            let shown: String = key.chars().take(40).collect();
            self.reading.reject(self.pointer(&shown), unknown_key(known.iter().copied()));
        }
    }
}

/// Parses a document with exactly one key.
pub fn only<T>(
    source: Source,
    document: &Value,
    key: &'static str,
    parse: impl Fn(&Value) -> Result<T, Phrase>,
) -> Result<T, Vec<ValidationError>> {
    let reading = Reading::new(source);
    let value = reading.root(document).and_then(|o| {
        let value = o.required(key, parse);
        o.done();
        value
    });
    reading.finish(value)
}

/// The type of a JSON value, for a message.
pub fn kind(value: &Value) -> Phrase {
    match value {
        Value::Null => Phrase::of("kind-null"),
        Value::Bool(_) => Phrase::of("kind-boolean"),
        Value::Number(_) => Phrase::of("kind-number"),
        Value::String(_) => Phrase::of("kind-text"),
        Value::Array(_) => Phrase::of("kind-list"),
        Value::Object(_) => Phrase::of("kind-object"),
    }
}

/// An error in a line of a text or a table.
pub fn at_line(line: impl ToString, detail: impl Into<Phrase>) -> Phrase {
    Phrase::of("at-line").arg("line", line).phrase("detail", detail)
}

/// An error in a column of a table's line.
pub fn at_column(line: u64, column: &str, detail: impl Into<Phrase>) -> Phrase {
    Phrase::of("at-column").arg("line", line).arg("column", column).phrase("detail", detail)
}

/// Text of any length, unchanged.
pub fn any_text(value: &Value) -> Result<&str, Phrase> {
    value.as_str().ok_or_else(|| Phrase::of("must-be-text").phrase("kind", kind(value)))
}

/// Text parsed by the constructor of its type.
pub fn parsed<T: FromStr>(value: &Value) -> Result<T, Phrase>
where
    T::Err: Into<Phrase>,
{
    any_text(value)?.parse().map_err(Into::into)
}

/// One line of at most `max` characters, trimmed, without control characters. Handles invisible characters like
/// [`text::clean_line`].
pub fn line(max: usize) -> impl Fn(&Value) -> Result<String, Phrase> {
    move |value| checked(any_text(value)?, max, false)
}

/// Several lines of at most `max` characters. Line ends become `\n`. Handles invisible characters like
/// [`text::clean_paragraphs`].
pub fn paragraphs(max: usize) -> impl Fn(&Value) -> Result<String, Phrase> {
    move |value| checked(&any_text(value)?.replace("\r\n", "\n").replace(['\u{2028}', '\u{2029}'], "\n"), max, true)
}

fn checked(text: &str, max: usize, lines: bool) -> Result<String, Phrase> {
    let text = if lines { text::clean_paragraphs(text) } else { text::clean_line(text)? };
    let text = text.trim();
    if text::is_blank(text) {
        return Err(Phrase::of("must-not-be-empty"));
    }
    let count = text.chars().take(max + 1).count();
    if count > max {
        return Err(Phrase::of("must-be-at-most-characters").arg("max", max));
    }
    if let Some(c) = text.chars().find(|c| c.is_control() && !(lines && matches!(c, '\n' | '\t'))) {
        return Err(Phrase::of("must-not-have-control").arg("code", format!("{:04X}", u32::from(c))));
    }
    // Text goes into feeds and schedules; these two are the remaining characters that XML cannot contain (XML 1.0,
    // section 2.2).
    if let Some(c) = text.chars().find(|c| matches!(c, '\u{fffe}' | '\u{ffff}')) {
        return Err(Phrase::of("must-not-have-noncharacter").arg("code", format!("{:04X}", u32::from(c))));
    }
    Ok(text.to_owned())
}

pub fn web_address(value: &Value) -> Result<String, Phrase> {
    let text = line(2000)(value)?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.contains([' ', '"', '<', '>']) => Ok(text),
        _ => Err(Phrase::of("must-be-web-address")),
    }
}

/// A web address that browsers open with TLS.
pub fn secure_address(value: &Value) -> Result<String, Phrase> {
    let address = web_address(value).map_err(|_| secure())?;
    if address.starts_with("https://") { Ok(address) } else { Err(secure()) }
}

fn secure() -> Phrase {
    Phrase::of("must-be-secure-address")
}

/// A whole number between `least` and `most`.
pub fn integer(least: u64, most: u64) -> impl Fn(&Value) -> Result<u64, Phrase> {
    move |value| {
        value
            .as_u64()
            .filter(|n| (least..=most).contains(n))
            .ok_or_else(|| Phrase::of("must-be-between").arg("least", least).arg("most", most))
    }
}

pub fn boolean(value: &Value) -> Result<bool, Phrase> {
    value.as_bool().ok_or_else(|| Phrase::of("must-be-boolean").phrase("kind", kind(value)))
}

/// A day of the calendar, as RFC 3339 writes it.
pub fn day(value: &Value) -> Result<jiff::civil::Date, Phrase> {
    any_text(value)?.parse().map_err(|_| Phrase::of("must-be-day"))
}

/// The error that lists the allowed values.
pub fn must_be_one_of<'a>(allowed: impl IntoIterator<Item = &'a str>) -> Phrase {
    let allowed: Vec<_> = allowed.into_iter().collect();
    if allowed.is_empty() {
        Phrase::of("not-asked-here")
    } else {
        Phrase::of("must-be-one-of").arg("words", allowed.join(", "))
    }
}

/// The error that lists the known keys.
pub fn unknown_key<'a>(known: impl IntoIterator<Item = &'a str>) -> Phrase {
    let known: Vec<_> = known.into_iter().collect();
    if known.is_empty() {
        Phrase::of("not-known-here")
    } else {
        Phrase::of("not-known-here-expected").arg("words", known.join(", "))
    }
}

/// One of the listed words, with its meaning.
pub fn one_of<T: Copy>(words: &'static [(&'static str, T)]) -> impl Fn(&Value) -> Result<T, Phrase> {
    move |value| {
        let text = value.as_str().unwrap_or_default();
        let found = words.iter().find(|(word, _)| *word == text);
        found.map(|(_, meaning)| *meaning).ok_or_else(|| must_be_one_of(words.iter().map(|(word, _)| *word)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use serde_json::json;

    fn check(document: &Value, expected: &Expect) {
        let reading = Reading::new(Source::Typed);
        let read = reading.root(document).and_then(|o| {
            let name = o.required("name", line(5));
            let size = o.optional("size", integer(1, 9));
            let tags = o.list("tags", line(3));
            o.done();
            Some((name?, size, tags))
        });
        let shown = match reading.finish(read) {
            Ok(value) => format!("{value:?}"),
            Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn every_fault_of_a_document_is_named_at_once() {
        check(&json!({"name": " ann ", "size": 3}), &expect![[r#"("ann", Some(3), [])"#]]);
        check(
            &json!({"name": "a\nb", "size": 12, "tags": ["ok", 4, "long"], "colour/x": 1}),
            &expect![[r"
                /name: must not contain the control character U+000A
                /size: must be a whole number between 1 and 9
                /tags/1: must be text, not a number
                /tags/2: must be at most 3 characters long
                /colour~1x: is not known here; expected name, size, tags"]],
        );
        check(&json!([]), &expect!["/: must be an object, not a list"]);
        check(&json!({"name": "a\u{fffe}"}), &expect!["/name: must not contain U+FFFE, which is no character"]);
        check(&json!({"name": "abcdef"}), &expect!["/name: must be at most 5 characters long"]);
        check(&json!({"name": "\u{200b}"}), &expect!["/name: must not be empty"]);
        check(&json!({"name": "\u{feff}ann\u{200b}"}), &expect![[r#"("ann", None, [])"#]]);
        check(
            &json!({"name": "\u{202e}nna"}),
            &expect![[
                "/name: must not contain U+202E (character 1), which changes the direction of the text around it; remove it"
            ]],
        );
    }
}
