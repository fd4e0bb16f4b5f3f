//! What a form's fields and a JSON body say of a proposal, and a proposal as the fields of its form.

use domain::conference::track::Link;
use domain::conference::{Conference, Track};
use domain::input::{Reading, Source};
use domain::proposal::{Content, Proposal, Wish};
use serde_json::{Map, Value, json};
use web::Problem;

/// What a page's form says beside what a proposal holds.
#[derive(Default)]
pub(crate) struct Pressed {
    /// Which button: `save`, `submit`, `preview`, `delete`, or `autosave` by itself.
    pub(crate) action: String,
    /// The revision that the form was made of.
    pub(crate) revision: Option<u64>,
    /// Names this form, so that sending it twice makes one proposal.
    pub(crate) key: Option<String>,
}

/// Takes out of a form what is the form's own; a format and its length stand in one field there.
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

/// Reads a wish. A speaker may be named by e-mail alone, and says their name when they confirm.
pub(crate) fn read(
    document: &mut Value,
    source: Source,
    conference: &Conference,
    track: &Track,
) -> Result<Wish, Problem> {
    if let Some(Value::Array(speakers)) = document.get_mut("speakers") {
        for speaker in speakers.iter_mut().filter(|speaker| speaker.is_string()) {
            *speaker = Value::Object(Map::from_iter([("email".to_owned(), speaker.take())]));
        }
    }
    let reading = Reading::new(source);
    let wish = reading.root(document).and_then(|o| Wish::read(o, conference, track));
    Ok(reading.finish(wish)?)
}

/// A proposal as the fields of its form.
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
