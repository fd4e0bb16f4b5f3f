//! Personal data: which stored items are about a person, their part of an item, and the item without them.
//!
//! Items are seen as JSON, whatever their type. So an export and an erasure cover each kind of item, also one that is
//! added later, by what identifies the person in it: their addresses, and the keys and ids that only they have.

mod erase;
mod kinds;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::person::EmailAddress;

pub use erase::{ERASED_NAME, Erased, StandIn};
pub use kinds::{DataKind, Ends};

/// Attributes that place an item in the table, or that prove something to it. They are not shown to anyone.
const INTERNAL: &[&str] = &[
    "pk",
    "sk",
    "v",
    "due_pk",
    "due_at",
    "list_pk",
    "list_sk",
    "expires",
    "nonce",
    "key_id",
    "hash",
    "request",
    "swapped_by",
    "secret",
    "trace",
    "failure",
];

/// What identifies a person in stored items.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traces {
    /// All addresses that they have verified.
    pub addresses: Vec<EmailAddress>,
    /// Their names, as they typed them. Names identify no one: they are looked for only in items that are about the
    /// person for another reason.
    pub names: BTreeSet<String>,
    /// Keys and ids of the person: long and random, so that any text that contains one is about them.
    pub ids: BTreeSet<String>,
    /// Not one person, but what has ended of all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

/// What has ended of all people of an edition, by its retention periods.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Whether everything about people has ended.
    pub everyone: bool,
    /// Questions whose answers have ended.
    pub answers: BTreeSet<AnswersTo>,
    /// Addresses that are not erased: those of the edition's settings, which are public or its team's.
    #[serde(default)]
    pub kept: Vec<EmailAddress>,
}

/// A question, for finding the answers to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AnswersTo {
    /// The track whose proposals have the question; `None`: registrations have it.
    pub track: Option<String>,
    pub question: String,
}

impl Ended {
    pub fn is_empty(&self) -> bool {
        !self.everyone && self.answers.is_empty()
    }

    /// Whether an item may have something that has ended. Which answers are among it, only [`Traces::erased`] tells.
    fn may_be_in(&self, item: &Value) -> bool {
        match item {
            Value::String(text) => self.everyone && addresses_in(text).any(|(_, address)| self.names(&address)),
            Value::Array(values) => values.iter().any(|value| self.may_be_in(value)),
            Value::Object(fields) => {
                fields.contains_key("answers")
                    || fields.get("field").is_some_and(|field| field == "answers")
                    || (self.everyone && (is_participant(fields) || fields.contains_key("comment")))
                    || fields.values().any(|value| self.may_be_in(value))
            }
            _ => false,
        }
    }

    fn names(&self, address: &EmailAddress) -> bool {
        self.everyone && !address.is_stand_in() && !self.kept.contains(address)
    }
}

/// Whether an object is a person in a session of the timetable: these have no address.
fn is_participant(fields: &Map<String, Value>) -> bool {
    ["guid", "role", "name"].iter().all(|field| fields.contains_key(*field))
}

impl Traces {
    /// Whether an item under this key is about the person.
    pub fn are_in(&self, pk: &str, sk: &str, item: &Value) -> bool {
        self.names_id(pk) || self.names_id(sk) || self.any(item) || self.ended_is_in(item)
    }

    /// Traces of what has ended of all people of an edition.
    pub fn of_ended(ended: Ended) -> Self {
        Self { ended: Some(ended), ..Self::default() }
    }

    fn ended_is_in(&self, item: &Value) -> bool {
        self.ended.as_ref().is_some_and(|ended| ended.may_be_in(item))
    }

    /// Whether the data of all people is meant.
    pub fn are_everyones(&self) -> bool {
        self.ended.as_ref().is_some_and(|ended| ended.everyone)
    }

    fn any(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.names_address(text) || self.names_id(text),
            Value::Array(values) => values.iter().any(|value| self.any(value)),
            Value::Object(fields) => fields.values().any(|value| self.any(value)),
            _ => false,
        }
    }

    fn names_id(&self, text: &str) -> bool {
        self.ids.iter().any(|id| text.contains(id.as_str()))
    }

    fn names_address(&self, text: &str) -> bool {
        addresses_in(text).any(|(_, address)| self.is_theirs(&address))
    }

    fn is_theirs(&self, address: &EmailAddress) -> bool {
        self.addresses.contains(address) || self.ended.as_ref().is_some_and(|ended| ended.names(address))
    }

    /// Whether an object describes the person: its own address is theirs.
    fn describes(&self, fields: &Map<String, Value>) -> bool {
        ["email", "to"].iter().any(|field| self.is_address(fields.get(*field)))
            || (self.are_everyones() && is_participant(fields))
            || fields.get("guid").and_then(Value::as_str).is_some_and(|guid| self.ids.contains(guid))
    }

    fn is_address(&self, value: Option<&Value>) -> bool {
        let text = value.and_then(Value::as_str);
        text.and_then(|text| EmailAddress::try_from(text.to_owned()).ok()).is_some_and(|email| self.is_theirs(&email))
    }

    /// Notes the names that an item has for the person, so that they are found elsewhere too.
    pub fn learn_names(&mut self, item: &Value) {
        match item {
            Value::String(text) => nested(text).iter().for_each(|inner| self.learn_names(inner)),
            Value::Array(values) => values.iter().for_each(|value| self.learn_names(value)),
            Value::Object(fields) => {
                if self.describes(fields) {
                    let nested = fields.values().filter_map(Value::as_object);
                    let names = std::iter::once(fields).chain(nested).filter_map(|fields| fields.get("name")?.as_str());
                    let names: Vec<_> = names.filter(|name| *name != ERASED_NAME).map(str::to_owned).collect();
                    self.names.extend(names);
                }
                fields.values().for_each(|value| self.learn_names(value));
            }
            _ => {}
        }
    }

    /// The person's part of an item, for themselves: of a list with several people, only what is theirs, without
    /// secrets.
    pub fn part_of(&self, item: &Value) -> Value {
        match item {
            Value::Object(fields) => {
                // Who of the staff did something is for the staff.
                let is_others = |name: &str, value: &Value| {
                    matches!(name, "by" | "asked_by") && value.is_string() && !self.is_address(Some(value))
                };
                let shown =
                    fields.iter().filter(|(name, value)| !INTERNAL.contains(&name.as_str()) && !is_others(name, value));
                Value::Object(shown.map(|(name, value)| (name.clone(), self.part_of(value))).collect())
            }
            Value::Array(values) => {
                let theirs = values.iter().any(|value| value.is_object() && self.any(value));
                let kept = values.iter().filter(|value| !theirs || !value.is_object() || self.any(value));
                Value::Array(kept.map(|value| self.part_of(value)).collect())
            }
            Value::String(text) => nested(text).map_or_else(|| item.clone(), |inner| self.part_of(&inner)),
            other => other.clone(),
        }
    }
}

/// The value of a text that is JSON itself, as in the parts of a release.
fn nested(text: &str) -> Option<Value> {
    text.starts_with(['[', '{']).then(|| serde_json::from_str(text).ok())?
}

/// All addresses in a document.
pub fn addresses_of(document: &Value) -> Vec<EmailAddress> {
    match document {
        Value::String(text) => addresses_in(text).map(|(_, address)| address).collect(),
        Value::Array(values) => values.iter().flat_map(addresses_of).collect(),
        Value::Object(fields) => fields.values().flat_map(addresses_of).collect(),
        _ => Vec::new(),
    }
}

/// The addresses in a text, with the places where they are.
fn addresses_in(text: &str) -> impl Iterator<Item = (std::ops::Range<usize>, EmailAddress)> {
    let ends_word = |c: char| c.is_whitespace() || c.is_control() || "<>()[]{},;:\"'|\\/?&=`".contains(c);
    let mut start = 0;
    let words = if text.contains('@') { text.split_inclusive(ends_word).collect() } else { Vec::new() };
    words.into_iter().filter_map(move |word| {
        let from = start;
        start += word.len();
        let word = word.trim_end_matches(|c| ends_word(c) || c == '.' || c == '!');
        let address = EmailAddress::try_from(word.to_owned()).ok().filter(|_| word.contains('@'))?;
        Some((from..from + word.len(), address))
    })
}

#[cfg(test)]
mod tests;
