//! Shows the texts of two concurrent edits side by side, so that the second person to save loses nothing and overwrites
//! nothing unseen.

use domain::conference::{QuestionKind, Track};
use domain::proposal::{Proposal, SPEAKERS_MAX};
use messages::Messages;
use serde_json::Value;
use web::Typed;

use crate::fields::document;
use crate::history::{Span, spans};

/// The proposal after another person's change, beside the typed values.
pub(crate) struct Other<'a> {
    pub(crate) proposal: &'a Proposal,
    /// The differences of the abstract; empty if it is the same.
    pub(crate) abstract_spans: Vec<Span>,
    /// Other fields that differ: label, current value, typed value.
    pub(crate) fields: Vec<(String, String, String)>,
}

/// The fields of a form except its abstract, in a form that people can compare.
fn fields(messages: Messages, values: Typed<'_>, track: &Track) -> Vec<(String, String)> {
    let label = |id: &str| messages.t(id).to_string();
    let text = |field: &str| values.text(field).replace("\r\n", "\n").trim().to_owned();
    let mut fields = vec![(label("title"), text("title"))];
    if track.formats.is_empty() {
        fields.push((label("minutes"), text("minutes")));
    } else {
        let slot = text("slot");
        let (format, minutes) = slot.split_once(':').unwrap_or_default();
        let known = track.format(format).map(|format| format!("{} · {minutes}", format.label));
        fields.push((label("format"), known.unwrap_or(slot)));
    }
    let speakers = (1..=SPEAKERS_MAX).filter_map(|n| {
        let (name, email) = (text(&format!("speaker_{n}/name")), text(&format!("speaker_{n}/email")));
        (!name.is_empty() || !email.is_empty()).then(|| format!("{name} {email}").trim().to_owned())
    });
    fields.push((label("speakers"), speakers.collect::<Vec<_>>().join("\n")));
    for question in &track.questions {
        let field = format!("answers/{}", question.id);
        let answer = match question.kind {
            QuestionKind::Tick if values.ticked(&field) => label("yes"),
            QuestionKind::Tick => String::new(),
            _ => text(&field),
        };
        fields.push((question.label.clone(), answer));
    }
    fields.push((label("notes"), text("notes")));
    fields.push((label("links"), text("links")));
    fields.push((label("files"), text("files")));
    fields.push((label("unavailable"), text("unavailable")));
    fields
}

/// The differences between the current proposal and the typed values.
pub(crate) fn other<'a>(messages: Messages, now: &'a Proposal, track: &Track, typed: Typed<'_>) -> Other<'a> {
    let document: Value = document(now);
    let pairs = fields(messages, Typed::new(&document, None), track).into_iter().zip(fields(messages, typed, track));
    let differing = pairs.filter(|((_, theirs), (_, mine))| theirs != mine);
    let typed_abstract = typed.text("abstract").replace("\r\n", "\n");
    let same = now.content.abstract_text.trim() == typed_abstract.trim();
    Other {
        proposal: now,
        abstract_spans: if same { Vec::new() } else { spans(&now.content.abstract_text, &typed_abstract) },
        fields: differing.map(|((label, theirs), (_, mine))| (label, theirs, mine)).collect(),
    }
}
