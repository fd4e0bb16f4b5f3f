//! Tracks and their calls for proposals.

use serde::{Deserialize, Serialize};

use super::{ConfirmPolicy, NewTracks, Question, ReviewPolicy, TrackId, Window};
use crate::instant::Before;
use crate::person::EmailAddress;

/// A track of the programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    pub id: TrackId,
    pub name: String,
    pub kind: TrackKind,
    pub leads: Vec<EmailAddress>,
    /// Whom to ask about it, where that is not its leads themselves: then their addresses are not shown.
    pub contact: Option<EmailAddress>,
    /// What it is about, in Markdown.
    pub description: String,
    /// What proposals may be about.
    pub topics: Vec<String>,
    /// What came of earlier editions.
    pub accomplishments: Vec<String>,
    pub recordings: Vec<Link>,
    /// What can be proposed; without any, a proposal says how long it takes and no more.
    pub formats: Vec<Format>,
    /// What is asked in a proposal beside the usual.
    pub questions: Vec<Question>,
    /// Whether what is proposed to it are tracks, and on what terms.
    pub new_tracks: Option<NewTracks>,
    /// How long its block shall be, until it is given one.
    pub block_minutes: Option<u64>,
    /// Whether its sessions are recorded.
    pub recorded: bool,
    pub cfp: Option<Cfp>,
    pub review: ReviewPolicy,
    /// Until when its accepted speakers confirm.
    pub confirm: ConfirmPolicy,
}

impl Track {
    pub fn format(&self, id: &str) -> Option<&Format> {
        self.formats.iter().find(|format| format.id == id)
    }

    /// Whom people can write to about it: the address that is given for that, or its leads.
    pub fn contacts(&self) -> &[EmailAddress] {
        self.contact.as_ref().map_or(&self.leads, std::slice::from_ref)
    }
}

/// A format of proposals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Format {
    pub id: String,
    pub label: String,
    /// How long it can be, shortest first.
    pub minutes: Vec<u64>,
}

/// A link with its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub label: String,
    /// Where: `https` or `http`.
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

    pub fn label(self) -> &'static str {
        match self {
            Self::Microconference => "microconference",
            Self::Refereed => "refereed track",
            Self::Summit => "summit",
            Self::Bof => "birds of a feather",
            Self::Other => "track",
        }
    }
}

/// A call for proposals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cfp {
    /// When proposals can be sent.
    pub window: Window,
    /// When drafts' authors are reminded before it closes.
    pub reminders: Vec<Before>,
    /// Proposals that one person may have submitted at a time; without, any number.
    pub limit_per_person: Option<u64>,
}
