//! The history of a proposal, for leads: what changed, when, and which person did it. It begins with the first
//! submission.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Proposal;
use crate::person::EmailAddress;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The revision after the change.
    pub revision: u64,
    pub at: Timestamp,
    pub by: EmailAddress,
    pub deed: Deed,
    pub fields: Vec<FieldChange>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    Created,
    /// Its content or speakers changed.
    Edited,
    Submitted,
    Withdrawn,
    Answered,
    /// A move to another track was requested.
    MoveAsked,
    /// The move was answered; the track shows the answer.
    MoveAnswered,
    /// It was merged, either into another proposal or with another one into it.
    Merged,
    /// A decision was released.
    Decided,
    Confirmed,
    /// Its speakers declined.
    Declined,
    Imported,
    BecameTrack,
}

/// The change of one field, as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field's name in the API.
    pub field: String,
    pub before: String,
    pub after: String,
}

impl Change {
    /// The differences between two revisions; `None` as `before` for the first.
    pub fn between(before: Option<&Proposal>, after: &Proposal, by: &EmailAddress, deed: Deed) -> Self {
        let was = before.map(fields).unwrap_or_default();
        let differs = |(field, now): (&'static str, String)| {
            let before = was.iter().find(|(name, _)| *name == field).map(|(_, text)| text.clone()).unwrap_or_default();
            (before != now).then(|| FieldChange { field: field.to_owned(), before, after: now })
        };
        Self {
            revision: after.revision,
            at: after.updated_at,
            by: by.clone(),
            deed,
            fields: fields(after).into_iter().filter_map(differs).collect(),
        }
    }
}

fn fields(proposal: &Proposal) -> Vec<(&'static str, String)> {
    let content = &proposal.content;
    let lines = |lines: Vec<String>| lines.join("\n");
    vec![
        ("title", content.title.clone()),
        ("abstract", content.abstract_text.clone()),
        ("track", proposal.track.to_string()),
        ("state", proposal.state.as_str().to_owned()),
        ("became", proposal.became.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("format", content.format.clone().unwrap_or_default()),
        ("minutes", content.minutes.map(|minutes| minutes.to_string()).unwrap_or_default()),
        ("notes", content.notes.clone().unwrap_or_default()),
        ("links", lines(content.links.iter().map(|link| format!("{} {}", link.url, link.label)).collect())),
        ("files", lines(content.files.clone())),
        ("answers", lines(content.answers.iter().map(|(id, answer)| format!("{id}: {answer}")).collect())),
        ("unavailable", lines(content.unavailable.iter().map(ToString::to_string).collect())),
        (
            "speakers",
            lines(proposal.speakers.iter().map(|s| format!("{} <{}> {}", s.name, s.email, s.state.as_str())).collect()),
        ),
    ]
}
