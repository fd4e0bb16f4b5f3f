//! Parses a proposal from a form's fields or a JSON body, and turns a proposal into the fields of its form.

use domain::conference::track::Link;
use domain::conference::{Conference, Track};
use domain::input::{Reading, Source};
use domain::proposal::{Content, Proposal, ProposalRequest};
use serde_json::{Map, Value, json};
use web::Problem;

/// Form fields that are not part of the proposal.
#[derive(Default)]
pub(crate) struct Pressed {
    /// The pressed button: `save`, `submit`, `preview` or `delete`; `autosave` if the page sends the form by itself.
    pub(crate) action: String,
    /// The revision that the form was made from.
    pub(crate) revision: Option<u64>,
    /// Identifies this form, so that sending it twice makes one proposal.
    pub(crate) key: Option<String>,
}

/// Removes these fields from a form. Splits its single field for format and length.
pub(crate) fn pressed(document: &mut Value, source: Source) -> Pressed {
    let (Value::Object(fields), Source::Form) = (document, source) else { return Pressed::default() };
    let mut take = |key: &str| match fields.shift_remove(key) {
        Some(Value::String(text)) => text,
        _ => String::new(),
    };
    let pressed = Pressed {
        action: take("action"),
        revision: take("revision").parse().ok(),
        key: Some(take("idempotency_key")).filter(|key| !key.is_empty()),
    };
    if let Some((format, minutes)) = take("slot").split_once(':') {
        fields.insert("format".into(), format.into());
        fields.insert("minutes".into(), minutes.into());
    }
    if pressed.action == "submit" {
        fields.insert("submit".into(), "true".into());
    }
    pressed
}

/// Parses a request. A speaker may be named by e-mail alone; they enter their name when they confirm.
pub(crate) fn read(
    document: &mut Value,
    source: Source,
    conference: &Conference,
    track: &Track,
) -> Result<ProposalRequest, Problem> {
    if let Some(Value::Array(speakers)) = document.get_mut("speakers") {
        for speaker in speakers.iter_mut().filter(|speaker| speaker.is_string()) {
            *speaker = Value::Object(Map::from_iter([("email".to_owned(), speaker.take())]));
        }
    }
    let reading = Reading::new(source);
    let requested = reading.root(document).and_then(|o| ProposalRequest::read(o, conference, track));
    Ok(reading.finish(requested)?)
}

/// A proposal as the values of its form.
pub(crate) fn document(proposal: &Proposal) -> Value {
    let Content { title, abstract_text, format, minutes, notes, links, files, answers, unavailable } =
        &proposal.content;
    let lines = |lines: Vec<String>| lines.join("\n");
    let link =
        |link: &Link| if link.label == link.url { link.url.clone() } else { format!("{} {}", link.url, link.label) };
    let minutes = minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
    let answers: Map<String, Value> = answers.iter().map(|(id, text)| (id.clone(), text.as_str().into())).collect();
    let mut document = json!({
        "title": title,
        "abstract": abstract_text,
        "slot": format.as_ref().map(|format| format!("{format}:{minutes}")).unwrap_or_default(),
        "minutes": minutes,
        "notes": notes.as_deref().unwrap_or_default(),
        "links": lines(links.iter().map(link).collect()),
        "files": lines(files.clone()),
        "unavailable": lines(unavailable.iter().map(ToString::to_string).collect()),
        "answers": answers,
    });
    for (number, speaker) in (1..).zip(&proposal.speakers) {
        document[format!("speaker_{number}")] =
            json!({ "name": speaker.name.as_str(), "email": speaker.email.as_str() });
    }
    document
}
