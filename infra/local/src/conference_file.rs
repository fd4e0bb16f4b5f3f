//! A conference file: parses TOML into the edition's definition, or reports every error with its line and key.

use std::collections::HashMap;
use std::fmt;

use domain::conference::{self, Conference};
use domain::phrase::Phrase;
use messages::Messages;
use serde_json::{Map, Number, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The largest accepted conference file, in bytes. The table stores a definition in one item of at most 400 KB.
const LIMIT: usize = 350 * 1024;

/// A parsed and valid conference file.
#[derive(Clone, Debug)]
pub struct ConferenceFile {
    /// The definition in the API's format.
    pub document: Value,
    pub conference: Conference,
    places: Places,
}

/// One error in a conference file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1; only for syntax errors of TOML.
    pub column: Option<usize>,
    /// The key, such as `pools[1].capacity`; empty for syntax errors of TOML.
    pub key: String,
    /// What is wrong, and what is expected.
    pub detail: String,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = self.column {
            write!(f, ", column {column}")?;
        }
        if !self.key.is_empty() {
            write!(f, ", {}", self.key)?;
        }
        write!(f, ": {}", self.detail)
    }
}

impl ConferenceFile {
    /// Parses a file's text. Errors come in the order of their lines.
    pub fn read(text: &str) -> Result<Self, Vec<FileError>> {
        let file_error = |offset: usize, detail: String| {
            let (line, column) = position(text, offset);
            vec![FileError { line, column: Some(column), key: String::new(), detail }]
        };
        if text.len() > LIMIT {
            return Err(file_error(LIMIT, format!("a conference file has at most {LIMIT} bytes")));
        }
        let table = DeTable::parse(text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            file_error(offset, error.message().trim().replace('\n', "; "))
        })?;
        let mut places = Places::default();
        let document = Reader { text, places: &mut places }.table("", table.get_ref());
        match conference::read(&document) {
            Ok(conference) => Ok(Self { document, conference, places }),
            Err(errors) => {
                let mut errors: Vec<_> =
                    errors.iter().map(|error| places.error_at(&error.pointer, &error.detail)).collect();
                errors.sort_by_key(|error| error.line);
                Err(errors)
            }
        }
    }

    /// An error that was found later, with its line.
    pub fn error_at(&self, pointer: &str, detail: &Phrase) -> FileError {
        self.places.error_at(pointer, detail)
    }
}

/// The line of each value, by its JSON pointer.
#[derive(Clone, Debug, Default)]
struct Places(HashMap<String, usize>);

impl Places {
    /// If the pointer has no value (a key is missing), uses the line of the table that lacks it.
    fn error_at(&self, pointer: &str, detail: &Phrase) -> FileError {
        let mut at = pointer;
        let line = loop {
            if let Some(line) = self.0.get(at) {
                break *line;
            }
            match at.rsplit_once('/') {
                Some((parent, _)) => at = parent,
                None => break 1,
            }
        };
        FileError { line, column: None, key: dotted(pointer), detail: Messages::default().say(detail) }
    }
}

/// Converts `/pools/1/capacity` to TOML's notation: `pools[1].capacity`.
fn dotted(pointer: &str) -> String {
    let mut key = String::new();
    for part in pointer.split('/').skip(1) {
        let part = part.replace("~1", "/").replace("~0", "~");
        if part.bytes().all(|b| b.is_ascii_digit()) && !key.is_empty() {
            key.extend(["[", &part, "]"]);
        } else {
            if !key.is_empty() {
                key.push('.');
            }
            key.push_str(&part);
        }
    }
    key
}

/// Line and column of a byte, both from 1; columns count characters.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

struct Reader<'a> {
    text: &'a str,
    places: &'a mut Places,
}

impl Reader<'_> {
    fn table(&mut self, at: &str, table: &DeTable<'_>) -> Value {
        let mut map = Map::new();
        // The parser sorts keys; restore the order of the file.
        let mut keys: Vec<_> = table.iter().collect();
        keys.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in keys {
            let name = key.get_ref();
            let pointer = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
            self.note(&pointer, key.span().start);
            let value = self.value(&pointer, value);
            map.insert(name.to_string(), value);
        }
        Value::Object(map)
    }

    fn value(&mut self, at: &str, value: &Spanned<DeValue<'_>>) -> Value {
        match value.get_ref() {
            DeValue::String(text) => Value::String(text.to_string()),
            DeValue::Integer(integer) => match i64::from_str_radix(integer.as_str(), integer.radix()) {
                Ok(number) => Value::Number(number.into()),
                // As text it fails the check "must be a whole number between …".
                Err(_) => Value::String(integer.to_string()),
            },
            DeValue::Float(float) => float
                .as_str()
                .parse()
                .ok()
                .and_then(Number::from_f64)
                .map_or_else(|| Value::String(float.as_str().to_owned()), Value::Number),
            DeValue::Boolean(boolean) => Value::Bool(*boolean),
            DeValue::Datetime(datetime) => Value::String(datetime.to_string()),
            DeValue::Array(items) => {
                let mut values = Vec::new();
                for (i, item) in items.iter().enumerate() {
                    let pointer = format!("{at}/{i}");
                    self.note(&pointer, item.span().start);
                    values.push(self.value(&pointer, item));
                }
                Value::Array(values)
            }
            DeValue::Table(table) => self.table(at, table),
        }
    }

    fn note(&mut self, pointer: &str, offset: usize) {
        self.places.0.insert(pointer.to_owned(), position(self.text, offset).0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    const SMALL: &str = r#"id = "demo-2030"
series = "demo"
name = "Demo 2030"
starts_on = 2030-05-01
ends_on = 2030-05-02
time_zone = "Europe/Berlin"
contact = "contact@example.org"
organizers = ["organizer@example.org"]

[place]
name = "Hall"
city = "Berlin"
country = "Germany"

[registration]
opens = 2030-01-01T09:00:00
closes = "2030-04-30 anywhere on Earth"

[[pools]]
id = "general"
capacity = 10

[[pools]]
id = "virtual"
capacity = 20
"#;

    fn check(text: &str, expected: &Expect) {
        let shown = match ConferenceFile::read(text) {
            Ok(file) => format!("{} opens {}", file.conference.id, file.conference.registration.opens.at),
            Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn a_file_is_read_with_dates_of_its_own_kind() {
        check(SMALL, &expect!["demo-2030 opens 2030-01-01T08:00:00Z"]);
    }

    #[test]
    fn every_fault_has_its_line_and_key() {
        check(
            &SMALL.replace("capacity = 20", "capacity = 0\ncolour = \"red\"").replace("Europe/Berlin", "Berlin"),
            &expect![[r#"
                line 6, time_zone: "Berlin" is not an IANA time zone such as America/New_York
                line 25, pools[1].capacity: must be a whole number between 1 and 1000000
                line 26, pools[1].colour: is not known here; expected id, capacity, claim_by, track"#]],
        );
        check(
            &SMALL.replace("organizer@", "organizer"),
            &expect![[r"
            line 8, organizers[0]: must be an e-mail address such as name@example.org
            line 8, organizers: must name at least one organizer's e-mail"]],
        );
    }

    #[test]
    fn a_missing_key_is_reported_at_its_table() {
        check(
            &SMALL.replace("city = \"Berlin\"\n", "").replace("capacity = 20\n", ""),
            &expect![[r"
            line 10, place.city: is required
            line 22, pools[1].capacity: is required"]],
        );
        check(&SMALL.replace("series = \"demo\"\n", ""), &expect!["line 1, series: is required"]);
    }

    #[test]
    fn a_fault_of_toml_has_line_and_column() {
        check(&SMALL.replace("[place]", "[place"), &expect!["line 10, column 7: unclosed table, expected `]`"]);
        check(&SMALL.replace("series = \"demo\"", "id = \"twice\""), &expect!["line 2, column 1: duplicate key"]);
        check(
            &SMALL.replace("capacity = 10", "capacity = ten"),
            &expect!["line 21, column 12: invalid boolean, expected `true`"],
        );
    }
}
