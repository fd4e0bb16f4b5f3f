//! What two people have written at once, side by side: so that the second to save loses nothing, and takes nothing
//! away without having seen it.

use domain::conference::{QuestionKind, Track};
use domain::proposal::{Proposal, SPEAKERS_MAX};
use serde_json::Value;
use web::Typed;

use crate::fields::document;
use crate::history::{Span, spans};

/// The proposal after another person's change, beside what was typed.
pub(crate) struct Other<'a> {
    pub(crate) proposal: &'a Proposal,
    /// The abstract's differences; none if it is the same.
    pub(crate) abstract_spans: Vec<Span>,
    /// Other fields that differ: what each is called, how it is now, what was typed.
    pub(crate) fields: Vec<(&'a str, String, String)>,
}

/// The fields of a form beside its abstract, as a reader compares them.
fn fields<'t>(values: Typed<'_>, track: &'t Track) -> Vec<(&'t str, String)> {
    let text = |field: &str| values.text(field).replace("\r\n", "\n").trim().to_owned();
    let mut fields = vec![("Title", text("title"))];
    if track.formats.is_empty() {
        fields.push(("Minutes", text("minutes")));
    } else {
        let slot = text("slot");
        let (format, minutes) = slot.split_once(':').unwrap_or_default();
        let known = track.format(format).map(|format| format!("{}, {minutes} minutes", format.label));
        fields.push(("Format", known.unwrap_or(slot)));
    }
    let speakers = (1..=SPEAKERS_MAX).filter_map(|n| {
        let (name, email) = (text(&format!("speaker_{n}/name")), text(&format!("speaker_{n}/email")));
        (!name.is_empty() || !email.is_empty()).then(|| format!("{name} {email}").trim().to_owned())
    });
    fields.push(("Speakers", speakers.collect::<Vec<_>>().join("\n")));
    for question in &track.questions {
        let field = format!("answers/{}", question.id);
        let answer = match question.kind {
            QuestionKind::Tick if values.ticked(&field) => "yes".to_owned(),
            QuestionKind::Tick => String::new(),
            _ => text(&field),
        };
        fields.push((question.label.as_str(), answer));
    }
    fields.push(("Notes for those who decide", text("notes")));
    fields.push(("Links", text("links")));
    fields.push(("Files", text("files")));
    fields.push(("When a speaker cannot be there", text("unavailable")));
    fields
}

/// What differs between the proposal as it is now and what was typed.
pub(crate) fn other<'a>(now: &'a Proposal, track: &'a Track, typed: Typed<'_>) -> Other<'a> {
    let document: Value = document(now);
    let pairs = fields(Typed::new(&document, None), track).into_iter().zip(fields(typed, track));
    let differing = pairs.filter(|((_, theirs), (_, mine))| theirs != mine);
    let typed_abstract = typed.text("abstract").replace("\r\n", "\n");
    let same = now.content.abstract_text.trim() == typed_abstract.trim();
    Other {
        proposal: now,
        abstract_spans: if same { Vec::new() } else { spans(&now.content.abstract_text, &typed_abstract) },
        fields: differing.map(|((label, theirs), (_, mine))| (label, theirs, mine)).collect(),
    }
}
