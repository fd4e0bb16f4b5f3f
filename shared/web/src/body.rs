//! Request bodies: parses JSON strictly, and forms into the same kind of document. See `upload.rs` for forms with
//! files. Each function decides what the values mean.

use std::cell::{Cell, RefCell};
use std::fmt;

use domain::input::Source;
use domain::phrase::Phrase;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::{Kind, Problem};

/// The largest accepted body, in bytes.
pub const BODY_MAX: usize = 2 * 1024 * 1024;

/// Parses a body by its content type.
pub(crate) fn read(content_type: &str, body: &[u8]) -> Result<(Value, Source), Problem> {
    check_size(body)?;
    match essence(content_type).as_str() {
        "application/json" | "application/merge-patch+json" => Ok((json(body)?, Source::Typed)),
        "application/x-www-form-urlencoded" => Ok((form(body)?, Source::Form)),
        _ => Err(Problem::new(Kind::UnsupportedMediaType, Phrase::of("body-type"))),
    }
}

/// The detail of the problem for a body with more than `limit` bytes.
pub fn too_large(limit: usize) -> Phrase {
    Phrase::of("body-too-large").arg("megabytes", limit / 1024 / 1024)
}

pub(crate) fn check_size(body: &[u8]) -> Result<(), Problem> {
    if body.len() > BODY_MAX {
        return Err(Problem::new(Kind::TooLarge, too_large(BODY_MAX)));
    }
    Ok(())
}

/// A content type without its parameters, in lower case.
pub(crate) fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn json(body: &[u8]) -> Result<Value, Problem> {
    let text = match std::str::from_utf8(body) {
        Ok(text) => text,
        Err(error) => {
            // Parse the valid part, to find the pointer of the value with the invalid byte.
            let place = Place::default();
            let whole = std::str::from_utf8(&body[..error.valid_up_to()]).unwrap_or_default();
            let _ = Strict(&place).deserialize(&mut serde_json::Deserializer::from_str(whole));
            return Err(not_utf8(&place.pointer(), Phrase::of("not-utf8-after").arg("byte", error.valid_up_to())));
        }
    };
    let place = Place::default();
    let mut parser = serde_json::Deserializer::from_str(text);
    let read = Strict(&place).deserialize(&mut parser).and_then(|value| parser.end().map(|()| value));
    read.map_err(|e| {
        if place.twice.get() {
            return twice(&place.pointer());
        }
        Problem::new(Kind::Malformed, Phrase::of("body-not-json").arg("error", e))
    })
}

/// Parses a form into an object of strings; the field `answers.size` becomes `answers: {size}`.
fn form(body: &[u8]) -> Result<Value, Problem> {
    let mut object = Map::new();
    for (name, value) in form_urlencoded::parse(body) {
        let (outer, inner) = match name.split_once('.') {
            Some((outer, inner)) => (outer, Some(inner)),
            None => (&*name, None),
        };
        let pointer = || pointer([outer].into_iter().chain(inner));
        // Invalid UTF-8 decodes to this character, and people do not type it.
        if name.contains('\u{fffd}') || value.contains('\u{fffd}') {
            return Err(not_utf8(&pointer(), Phrase::of("not-utf8")));
        }
        let (target, key) = match inner {
            Some(inner) => match object.entry(outer).or_insert_with(|| Value::Object(Map::new())) {
                Value::Object(nested) => (nested, inner),
                _ => return Err(twice(&pointer())),
            },
            None => (&mut object, outer),
        };
        if target.contains_key(key) {
            return Err(twice(&pointer()));
        }
        target.insert(key.to_owned(), Value::String(value.into_owned()));
    }
    Ok(Value::Object(object))
}

fn twice(pointer: &str) -> Problem {
    Problem::new(Kind::Malformed, Phrase::of("there-twice-once").arg("pointer", pointer))
        .because(pointer, Phrase::of("there-twice"))
}

fn not_utf8(pointer: &str, detail: Phrase) -> Problem {
    let whole = if pointer.is_empty() {
        Phrase::of("of-body").phrase("detail", detail.clone())
    } else {
        Phrase::of("of-pointer").arg("pointer", pointer).phrase("detail", detail.clone())
    };
    Problem::new(Kind::Malformed, whole).because(pointer, detail)
}

/// A JSON pointer (RFC 6901) to these parts. Each part is cut to 40 characters so that an error stays readable.
fn pointer<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let shown = |part: &str| part.chars().take(40).collect::<String>().replace('~', "~0").replace('/', "~1");
    parts.into_iter().fold(String::new(), |pointer, part| pointer + "/" + &shown(part))
}

/// The parser's current position. After an error it still points at the value that failed.
#[derive(Default)]
struct Place {
    path: RefCell<Vec<String>>,
    twice: Cell<bool>,
}

impl Place {
    fn pointer(&self) -> String {
        pointer(self.path.borrow().iter().map(String::as_str))
    }

    /// Parses a nested value, one level below the current position.
    fn inside<T, E>(&self, part: String, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        self.path.borrow_mut().push(part);
        let part = read()?;
        self.path.borrow_mut().pop();
        Ok(part)
    }
}

/// Parses a JSON value and refuses repeated keys: parsers disagree on which of them counts (RFC 8259, section 4).
#[derive(Clone, Copy)]
struct Strict<'p>(&'p Place);

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = self.0.inside(items.len().to_string(), || seq.next_element_seed(self))? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = self.0.inside(key.clone(), || {
                if object.contains_key(&key) {
                    self.0.twice.set(true);
                    return Err(serde::de::Error::custom("a key is there twice"));
                }
                map.next_value_seed(self)
            })?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use messages::Messages;
    use serde_json::json;

    use super::*;

    fn error(content_type: &str, body: &[u8]) -> String {
        Messages::default().say(read(content_type, body).unwrap_err().detail())
    }

    fn pointers(content_type: &str, body: &[u8]) -> Vec<String> {
        let problem = read(content_type, body).unwrap_err();
        problem.errors().iter().map(|error| Messages::default().error_line(error)).collect()
    }

    #[test]
    fn json_is_read_strictly() {
        let read = read("application/json; charset=utf-8", br#"{"a": [1, {"b": null}]}"#).unwrap();
        assert_eq!(read, (json!({"a": [1, {"b": null}]}), Source::Typed));
        assert!(error("application/json", br#"{"a": 1, "a": 2}"#).contains("/a is there twice"));
        assert!(error("application/json", b"{\"a\": \"\xff\"}").contains("/a is not UTF-8 after byte 7"));
        assert!(error("application/json", b"{} x").contains("not valid JSON"));
        assert!(error("text/plain", b"hello").contains("application/json"));
    }

    #[test]
    fn repeated_keys_and_invalid_utf_8_are_reported_by_pointer() {
        let json = |body: &[u8]| pointers("application/json", body);
        assert_eq!(json(br#"{"a": [1, {"b/c": 1, "b/c": 2}]}"#), ["/a/1/b~1c: is there twice"]);
        assert_eq!(json(br#"{"a": {"x": 1}, "b": [{"y": 2}, 3], "a": 1}"#), ["/a: is there twice"]);
        assert_eq!(json(b"{\"a\": [0, {\"b\": \"x\xff\"}]}"), ["/a/1/b: is not UTF-8 after byte 18 of the body"]);
        assert_eq!(json(b"\xff"), ["/: is not UTF-8 after byte 0 of the body"]);
        let form = |body: &[u8]| pointers("application/x-www-form-urlencoded", body);
        assert_eq!(form(b"answers.size=M&answers.size=L"), ["/answers/size: is there twice"]);
        assert_eq!(form(b"answers=M&answers.size=L"), ["/answers/size: is there twice"]);
        assert_eq!(form(b"name=Ann&email=%ff"), ["/email: is not UTF-8"]);
        assert_eq!(form(b"name=\xff"), ["/name: is not UTF-8"]);
    }

    #[test]
    fn a_form_becomes_the_same_document() {
        let (value, source) = read("application/x-www-form-urlencoded", b"name=Ann+B&answers.size=M").unwrap();
        assert_eq!((value, source), (json!({"name": "Ann B", "answers": {"size": "M"}}), Source::Form));
        assert!(error("application/x-www-form-urlencoded", b"a=1&a=2").contains("twice"));
        assert!(error("application/x-www-form-urlencoded", b"a=%ff").contains("UTF-8"));
    }
}
