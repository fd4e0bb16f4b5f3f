//! Bodies: JSON read strictly, forms read into the same document.

use std::fmt;

use domain::input::Source;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::{Kind, Problem};

/// The largest body that is looked at, in bytes.
pub(crate) const BODY_MAX: usize = 2 * 1024 * 1024;

/// Reads a body of this content type into one document.
pub(crate) fn read(content_type: &str, body: &[u8]) -> Result<(Value, Source), Problem> {
    if body.len() > BODY_MAX {
        return Err(Problem::new(Kind::TooLarge, format!("a body can have at most {BODY_MAX} bytes")));
    }
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" => Ok((json(body)?, Source::Typed)),
        "application/x-www-form-urlencoded" => Ok((form(body)?, Source::Form)),
        _ => Err(Problem::new(
            Kind::UnsupportedMediaType,
            "a body must be application/json or application/x-www-form-urlencoded",
        )),
    }
}

fn json(body: &[u8]) -> Result<Value, Problem> {
    let text = std::str::from_utf8(body)
        .map_err(|e| Problem::new(Kind::Malformed, format!("the body is not UTF-8 after byte {}", e.valid_up_to())))?;
    let mut parser = serde_json::Deserializer::from_str(text);
    let read = Strict::deserialize(&mut parser).and_then(|value| parser.end().map(|()| value.0));
    read.map_err(|e| Problem::new(Kind::Malformed, format!("the body is not valid JSON: {e}")))
}

/// A form as an object of texts; `answers.size` becomes `answers: {size}`.
fn form(body: &[u8]) -> Result<Value, Problem> {
    let invalid = || Problem::new(Kind::Malformed, "the form is not UTF-8");
    std::str::from_utf8(body).map_err(|_| invalid())?;
    let mut object = Map::new();
    for (name, value) in form_urlencoded::parse(body) {
        // A byte sequence that is not UTF-8 decodes to this character; nobody types it.
        if name.contains('\u{fffd}') || value.contains('\u{fffd}') {
            return Err(invalid());
        }
        let (target, key) = match name.split_once('.') {
            Some((outer, inner)) => {
                let nested = object.entry(outer.to_owned()).or_insert_with(|| Value::Object(Map::new()));
                match nested {
                    Value::Object(nested) => (nested, inner.to_owned()),
                    _ => return Err(Problem::new(Kind::Malformed, format!("the field {outer} is there twice"))),
                }
            }
            None => (&mut object, name.into_owned()),
        };
        if target.contains_key(&key) {
            let key: String = key.chars().take(40).collect();
            return Err(Problem::new(Kind::Malformed, format!("the field {key} is there twice")));
        }
        target.insert(key, Value::String(value.into_owned()));
    }
    Ok(Value::Object(object))
}

/// A JSON value in which no key stands twice: which of the two counts would be anybody's guess (RFC 8259, section 4).
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Strict)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
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
        while let Some(Strict(item)) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if object.contains_key(&key) {
                let key: String = key.chars().take(40).collect();
                return Err(serde::de::Error::custom(format!("the key {key:?} is there twice")));
            }
            let Strict(value) = map.next_value()?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fault(content_type: &str, body: &[u8]) -> String {
        read(content_type, body).unwrap_err().detail().to_owned()
    }

    #[test]
    fn json_is_read_strictly() {
        let read = read("application/json; charset=utf-8", br#"{"a": [1, {"b": null}]}"#).unwrap();
        assert_eq!(read, (json!({"a": [1, {"b": null}]}), Source::Typed));
        assert!(fault("application/json", br#"{"a": 1, "a": 2}"#).contains("\"a\" is there twice"));
        assert!(fault("application/json", b"{\"a\": \"\xff\"}").contains("not UTF-8 after byte 7"));
        assert!(fault("application/json", b"{} x").contains("not valid JSON"));
        assert!(fault("text/plain", b"hello").contains("application/json"));
    }

    #[test]
    fn a_form_becomes_the_same_document() {
        let (value, source) = read("application/x-www-form-urlencoded", b"name=Ann+B&answers.size=M").unwrap();
        assert_eq!((value, source), (json!({"name": "Ann B", "answers": {"size": "M"}}), Source::Form));
        assert!(fault("application/x-www-form-urlencoded", b"a=1&a=2").contains("twice"));
        assert!(fault("application/x-www-form-urlencoded", b"a=%ff").contains("UTF-8"));
    }
}
