//! Tracks and their calls for proposals.

use serde::{Deserialize, Serialize};

use super::{ConfirmPolicy, NewTracks, Question, ReviewPolicy, TrackId, Window};
use crate::instant::Before;
use crate::person::EmailAddress;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    pub id: TrackId,
    pub name: String,
    pub kind: TrackKind,
    pub leads: Vec<EmailAddress>,
    /// The public contact address. If set, pages hide the leads' addresses.
    pub contact: Option<EmailAddress>,
    /// Markdown.
    pub description: String,
    /// Suggested topics for proposals.
    pub topics: Vec<String>,
    /// Results of earlier editions.
    pub accomplishments: Vec<String>,
    pub recordings: Vec<Link>,
    /// The formats of proposals. If empty, a proposal only states its length.
    pub formats: Vec<Format>,
    /// Additional questions in a proposal.
    pub questions: Vec<Question>,
    /// Set if the track's proposals become new tracks.
    pub new_tracks: Option<NewTracks>,
    /// The wanted length of its block, until it has one.
    pub block_minutes: Option<u64>,
    pub recorded: bool,
    pub cfp: Option<Cfp>,
    pub review: ReviewPolicy,
    pub confirm: ConfirmPolicy,
}

impl Track {
    pub fn format(&self, id: &str) -> Option<&Format> {
        self.formats.iter().find(|format| format.id == id)
    }

    /// The contact address, or else the leads' addresses.
    pub fn contacts(&self) -> &[EmailAddress] {
        self.contact.as_ref().map_or(&self.leads, std::slice::from_ref)
    }
}

/// A format of proposals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Format {
    pub id: String,
    pub label: String,
    /// Possible lengths in minutes, shortest first.
    pub minutes: Vec<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub label: String,
    /// `https` or `http`.
    pub url: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrackKind {
    /// Discussions, run by its leads.
    Microconference,
    Refereed,
    Summit,
    Bof,
    Other,
}

impl TrackKind {
    /// The words of the definition.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("microconference", Self::Microconference),
        ("refereed", Self::Refereed),
        ("summit", Self::Summit),
        ("bof", Self::Bof),
        ("other", Self::Other),
    ];

    /// As in the definition and the API.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|(_, kind)| *kind == self).map_or("other", |(word, _)| *word)
    }
}

/// A call for proposals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cfp {
    /// The period in which proposals are accepted.
    pub window: Window,
    /// Times before the deadline at which owners of drafts are reminded.
    pub reminders: Vec<Before>,
    /// The limit of submitted proposals for one person; `None` for no limit.
    pub limit_per_person: Option<u64>,
}
