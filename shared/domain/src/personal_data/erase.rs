//! An item without a person.

use serde_json::{Map, Value};

use super::{AnswersTo, Ended, Traces, addresses_in, nested};
use crate::person::EmailAddress;

/// Stands for the name of an erased person, in every language.
pub const ERASED_NAME: &str = "—";

/// Facts about a person beside their name and addresses. None is needed for a count or a decision.
const FACTS: &[&str] =
    &["affiliation", "first_time", "answers", "consents", "language", "biography", "unavailable", "carried", "comment"];

/// The same, but an item cannot be read without them.
const REQUIRED_FACTS: &[&str] = &["reason"];

/// Makes what replaces an address. In items of an edition it has the same key there ([`EmailAddress::erased`]), so that
/// everything that follows from the address still follows.
pub type StandIn<'a> = dyn Fn(&EmailAddress) -> EmailAddress + Sync + 'a;

/// What becomes of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Erased {
    /// It has nothing of the person that goes.
    Unchanged,
    Replaced(Map<String, Value>),
}

impl Traces {
    /// The item without the person: their addresses, names and facts are replaced. With `keeps_name`, their name stays,
    /// for what is public.
    pub fn erased(&self, item: &Map<String, Value>, stand_in: &StandIn<'_>, keeps_name: bool) -> Erased {
        let mut after = Value::Object(item.clone());
        let track = item.get("track").and_then(Value::as_str).map(str::to_owned);
        Erase { traces: self, stand_in, keeps_name, track }.value(&mut after);
        match after {
            Value::Object(after) if after != *item => Erased::Replaced(after),
            _ => Erased::Unchanged,
        }
    }
}

struct Erase<'a> {
    traces: &'a Traces,
    stand_in: &'a StandIn<'a>,
    keeps_name: bool,
    /// The track of a proposal.
    track: Option<String>,
}

impl Erase<'_> {
    fn value(&self, value: &mut Value) {
        match value {
            Value::String(text) => match nested(text) {
                Some(mut inner) => {
                    self.value(&mut inner);
                    *text = inner.to_string();
                }
                None => *text = self.text(text),
            },
            Value::Array(values) => values.iter_mut().for_each(|value| self.value(value)),
            Value::Object(fields) => self.object(fields),
            _ => {}
        }
    }

    fn object(&self, fields: &mut Map<String, Value>) {
        if let Some(ended) = &self.traces.ended {
            self.ended(ended, fields);
        }
        if self.traces.describes(fields) {
            self.facts(fields);
            fields.values_mut().filter_map(Value::as_object_mut).for_each(|nested| self.facts(nested));
        }
        fields.iter_mut().filter(|(name, _)| *name != "pk" && *name != "sk").for_each(|(_, value)| self.value(value));
    }

    /// Removes the answers that have ended, also from the history of a proposal, whose changes have the answers to all
    /// questions as one text.
    fn ended(&self, ended: &Ended, fields: &mut Map<String, Value>) {
        if let Some(Value::Object(answers)) = fields.get_mut("answers") {
            answers.retain(|question, _| {
                let answer = AnswersTo { track: self.track.clone(), question: question.clone() };
                !ended.everyone && !ended.answers.contains(&answer)
            });
        }
        let is_history = fields.get("field").is_some_and(|field| field == "answers");
        if is_history && (ended.everyone || ended.answers.iter().any(|answer| answer.track.is_some())) {
            for side in ["before", "after"] {
                if let Some(Value::String(text)) = fields.get_mut(side) {
                    text.clear();
                }
            }
        }
        if ended.everyone {
            fields.remove("comment");
        }
    }

    fn facts(&self, fields: &mut Map<String, Value>) {
        if self.keeps_name {
            return;
        }
        for fact in FACTS {
            fields.remove(*fact);
        }
        for fact in REQUIRED_FACTS {
            if let Some(Value::String(text)) = fields.get_mut(*fact) {
                text.clear();
            }
        }
        if let Some(Value::String(name)) = fields.get_mut("name") {
            ERASED_NAME.clone_into(name);
        }
    }

    fn text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for (place, address) in addresses_in(text) {
            if self.traces.is_theirs(&address) {
                out.push_str(&text[from..place.start]);
                out.push_str((self.stand_in)(&address).as_str());
                from = place.end;
            }
        }
        out.push_str(&text[from..]);
        if self.keeps_name {
            return out;
        }
        self.traces.names.iter().fold(out, |text, name| without_name(&text, name))
    }
}

/// Replaces a name where it is not part of a longer word.
fn without_name(text: &str, name: &str) -> String {
    if name.is_empty() || !text.contains(name) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, _) in text.match_indices(name) {
        let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let after = text[at + name.len()..].chars().next().is_some_and(char::is_alphanumeric);
        if at >= from && !before && !after {
            out.push_str(&text[from..at]);
            out.push_str(ERASED_NAME);
            from = at + name.len();
        }
    }
    out.push_str(&text[from..]);
    out
}
