//! Changes that leads make to their track in the edition's definition: its texts and the window of its call.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::conference::TrackId;
use crate::input::{Object, Reading, Source, ValidationError, any_text, kind, unknown_key};
use crate::person::base32;
use crate::phrase::Phrase;

/// A partial change of a track: omitted keys stay unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrackChange {
    /// The keys of the track's definition to replace; `null` removes one.
    keys: Map<String, Value>,
    /// The keys of its call to replace.
    cfp: Map<String, Value>,
}

/// The keys that leads may change. Only organizers change the others.
const TEXTS: [&str; 2] = ["description", "contact"];
const LISTS: [&str; 2] = ["topics", "accomplishments"];

impl TrackChange {
    /// Parses the body of `PATCH …/tracks/{track}`, or its form. A form has lists with one entry on each line, and
    /// recordings as URL and label. The values are validated later, when the definition is parsed.
    pub fn read(source: Source, document: &Value) -> Result<Self, Vec<ValidationError>> {
        let reading = Reading::new(source);
        let change = reading.root(document).map(|o| Self::from(&o, source));
        reading.finish(change)
    }

    fn from(o: &Object<'_>, source: Source) -> Self {
        let mut change = Self::default();
        let known = ["description", "contact", "topics", "accomplishments", "recordings", "cfp"];
        for (key, value) in o.entries() {
            let key = key.as_str();
            if TEXTS.contains(&key) {
                let value = match (source, value.as_str().map(str::trim)) {
                    (Source::Form, Some("")) => Value::Null,
                    (Source::Form, Some(text)) => text.replace("\r\n", "\n").into(),
                    _ => value.clone(),
                };
                change.keys.insert(key.into(), value);
            } else if LISTS.contains(&key) {
                change.keys.insert(key.into(), list(source, value, |line| json!(line)));
            } else if key == "recordings" {
                change.keys.insert(key.into(), list(source, value, recording));
            } else if key == "cfp" {
                match value {
                    Value::Object(cfp) => {
                        for (key, value) in cfp {
                            match (key.as_str(), any_text(value)) {
                                ("opens" | "closes", Ok(_)) => drop(change.cfp.insert(key.clone(), value.clone())),
                                ("opens" | "closes", Err(detail)) => o.reject(&format!("cfp/{key}"), detail),
                                _ => o.reject(&format!("cfp/{key}"), unknown_key(["opens", "closes"])),
                            }
                        }
                    }
                    other => o.reject("cfp", Phrase::of("must-be-object").phrase("kind", kind(other))),
                }
            } else if key == "etag" && source == Source::Form {
                // Only in the form: the version that was edited.
            } else {
                let shown: String = key.chars().take(40).collect();
                o.reject(&shown, unknown_key(known));
            }
        }
        change
    }

    /// Applies the change to a definition; `None` if it has no such track.
    pub fn apply(&self, definition: &Value, track: &TrackId) -> Option<Value> {
        let mut after = definition.clone();
        let tracks = after.get_mut("tracks")?.as_array_mut()?;
        let track = tracks.iter_mut().find(|t| t["id"] == track.as_str())?.as_object_mut()?;
        for (key, value) in &self.keys {
            let same = match track.get(key) {
                // A form sends every field, trimmed; equal values are not a change.
                Some(before) => before.as_str().map(str::trim).is_some_and(|before| Some(before) == value.as_str()),
                None => value.as_array().is_some_and(Vec::is_empty),
            };
            if same {
                continue;
            }
            if value.is_null() {
                track.shift_remove(key);
            } else {
                track.insert(key.clone(), value.clone());
            }
        }
        if !self.cfp.is_empty() {
            let cfp = track.entry("cfp").or_insert_with(|| json!({}));
            cfp.as_object_mut()?.extend(self.cfp.clone());
        }
        Some(after)
    }
}

fn list(source: Source, value: &Value, read: impl Fn(&str) -> Value) -> Value {
    match (source, value.as_str()) {
        (Source::Form, Some(text)) => {
            text.lines().map(str::trim).filter(|line| !line.is_empty()).map(read).collect::<Vec<_>>().into()
        }
        _ => value.clone(),
    }
}

/// Parses `https://… label`.
fn recording(line: &str) -> Value {
    let (url, label) = line.split_once(char::is_whitespace).unwrap_or((line, line));
    json!({ "label": label.trim(), "url": url })
}

pub fn defined<'v>(definition: &'v Value, track: &TrackId) -> Option<&'v Value> {
    definition["tracks"].as_array()?.iter().find(|t| t["id"] == track.as_str())
}

/// Identifies a version of a track, to detect edits of an outdated version.
pub fn tag(definition: &Value, track: &TrackId) -> String {
    let text = defined(definition, track).map(Value::to_string).unwrap_or_default();
    base32(&Sha256::digest(text.as_bytes())[..10])
}

/// Makes a definition's errors relative to the track: `/tracks/3/cfp/closes` becomes `/cfp/closes`.
pub fn own_errors(definition: &Value, track: &TrackId, errors: Vec<ValidationError>) -> Vec<ValidationError> {
    let at = definition["tracks"].as_array().and_then(|all| all.iter().position(|t| t["id"] == track.as_str()));
    let prefix = format!("/tracks/{}/", at.unwrap_or_default());
    let own = |error: ValidationError| match error.pointer.strip_prefix(&prefix) {
        Some(rest) => ValidationError { pointer: format!("/{rest}"), ..error },
        None => error,
    };
    errors.into_iter().map(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn definition() -> Value {
        json!({"id": "demo", "tracks": [
            {"id": "other", "description": "x"},
            {"id": "net", "description": "Packets.", "topics": ["a"], "cfp": {"opens": "o", "closes": "c"}},
        ]})
    }

    fn check(source: Source, body: &Value, expected: &Expect) {
        let net = "net".parse().unwrap();
        let shown = match TrackChange::read(source, body) {
            Ok(change) => {
                let after = change.apply(&definition(), &net).unwrap();
                assert_eq!(after["tracks"][0], definition()["tracks"][0], "another track is not touched");
                defined(&after, &net).unwrap().to_string()
            }
            Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn omitted_keys_stay_unchanged() {
        check(
            Source::Typed,
            &json!({"topics": ["b", "c"], "cfp": {"closes": "2023-08-27 anywhere on Earth"}}),
            &expect![[
                r#"{"id":"net","description":"Packets.","topics":["b","c"],"cfp":{"opens":"o","closes":"2023-08-27 anywhere on Earth"}}"#
            ]],
        );
    }

    #[test]
    fn a_form_has_lines() {
        check(
            Source::Form,
            &json!({
                "topics": "", "accomplishments": "one\r\n\r\n two ", "contact": "",
                "recordings": "https://example.org/v The whole day\nhttps://example.org/w", "etag": "x",
            }),
            &expect![[
                r#"{"id":"net","description":"Packets.","topics":[],"cfp":{"opens":"o","closes":"c"},"accomplishments":["one","two"],"recordings":[{"label":"The whole day","url":"https://example.org/v"},{"label":"https://example.org/w","url":"https://example.org/w"}]}"#
            ]],
        );
    }

    #[test]
    fn leads_cannot_change_other_keys() {
        check(
            Source::Typed,
            &json!({"leads": ["me@example.org"], "cfp": {"reminders": [], "closes": 5}}),
            &expect![[r"
                /leads: is not known here; expected description, contact, topics, accomplishments, recordings, cfp
                /cfp~1reminders: is not known here; expected opens, closes
                /cfp~1closes: must be text, not a number"]],
        );
    }

    #[test]
    fn another_version_has_another_tag() {
        let net = "net".parse().unwrap();
        let change = TrackChange::read(Source::Typed, &json!({"description": "Frames."})).unwrap();
        let after = change.apply(&definition(), &net).unwrap();
        assert_ne!(tag(&definition(), &net), tag(&after, &net));
        assert_eq!(tag(&definition(), &"other".parse().unwrap()), tag(&after, &"other".parse().unwrap()));
    }
}
