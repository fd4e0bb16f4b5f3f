//! Answers to an edition's or a track's own questions.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Question, QuestionKind};
use crate::input::{Object, any_text, at_line, boolean, day, line, must_be_one_of, unknown_key};
use crate::phrase::Phrase;

/// Whether required questions must be answered yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    Now,
    /// Not yet: drafts may be incomplete.
    Later,
}

/// Validates `answers` against the questions. A form sends each as `answers.<id>`, decoded to an object.
pub fn read(o: &Object<'_>, questions: &[Question], required: Required) -> Option<BTreeMap<String, String>> {
    let given = o.optional_object("answers");
    let mut answers = BTreeMap::new();
    let mut whole = true;
    for question in questions {
        let value = given.as_ref().and_then(|g| g.entries().find(|(id, _)| **id == question.id)).map(|(_, v)| v);
        let empty = value.is_none_or(|v| v.is_null() || v.as_str().is_some_and(|t| t.trim().is_empty()));
        let error = |detail: Phrase| match &given {
            Some(given) => given.reject(&question.id, detail),
            None => o.reject("answers", Phrase::of("of-value").arg("value", &question.id).phrase("detail", detail)),
        };
        if empty {
            if question.required && question.kind != QuestionKind::Tick && required == Required::Now {
                error(Phrase::of("required-labelled").arg("label", &question.label));
                whole = false;
            }
            continue;
        }
        match o.read_as(value.unwrap_or(&Value::Null), |value| answer(question, value)) {
            Ok(text) => {
                answers.insert(question.id.clone(), text);
            }
            Err(detail) => {
                error(detail);
                whole = false;
            }
        }
    }
    if let Some(given) = &given {
        let ids = || questions.iter().map(|question| question.id.as_str());
        for (id, _) in given.entries() {
            if !questions.iter().any(|q| q.id == *id) {
                given.reject(id, unknown_key(ids()));
                whole = false;
            }
        }
    }
    whole.then_some(answers)
}

/// Required questions without an answer.
pub fn missing<'q>(
    questions: &'q [Question],
    answers: &BTreeMap<String, String>,
) -> impl Iterator<Item = &'q Question> {
    let answered = |question: &&Question| answers.contains_key(&question.id);
    let needed = questions.iter().filter(|q| q.required && q.kind != QuestionKind::Tick);
    needed.filter(move |question| !answered(question)).collect::<Vec<_>>().into_iter()
}

fn answer(question: &Question, value: &Value) -> Result<String, Phrase> {
    match &question.kind {
        QuestionKind::Text => line(500)(value),
        QuestionKind::Lines => lines(value),
        QuestionKind::Tick => boolean(value).map(|b| if b { "yes" } else { "no" }.to_owned()),
        QuestionKind::Date => day(value).map(|day| day.to_string()),
        QuestionKind::Choice(choices) => {
            let text = line(100)(value)?;
            if choices.contains(&text) { Ok(text) } else { Err(must_be_one_of(choices.iter().map(String::as_str))) }
        }
    }
}

/// The most lines in one answer.
const LINES_MAX: usize = 50;

/// Several lines, one item on each; ignores empty lines.
fn lines(value: &Value) -> Result<String, Phrase> {
    let text = any_text(value)?;
    let found = text.lines().enumerate().filter(|(_, text)| !text.trim().is_empty());
    let read = |(at, text): (usize, &str)| line(300)(&Value::from(text)).map_err(|detail| at_line(at + 1, detail));
    let lines = found.map(read).collect::<Result<Vec<_>, _>>()?;
    if lines.len() > LINES_MAX {
        Err(Phrase::of("must-be-at-most-lines").arg("max", LINES_MAX))
    } else {
        Ok(lines.join("\n"))
    }
}
