//! Calls whose proposals are for new tracks, such as microconferences. An accepted proposal becomes a track with its
//! own call, block and passes; `new_track.rs` makes that step.

use jiff::tz::TimeZone;
use serde::Serialize;

use super::track::Format;
use super::{Question, QuestionKind};
use crate::input::{Object, any_text, integer};
use crate::instant::Deadline;
use crate::phrase::Phrase;

/// The defaults for new tracks of a call. An organizer can override them for each track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTracks {
    /// Minutes of a full block.
    pub full_minutes: u64,
    pub half_minutes: u64,
    /// The number of passes reserved for a new track.
    pub passes: u64,
    /// The deadline for claiming them.
    pub claim_by: Option<Deadline>,
    /// The deadline of a new track's own call.
    pub closes: Option<Deadline>,
    /// The number of full blocks available; two half blocks count as one.
    pub room_for: Option<u64>,
}

/// The length of a new track's block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    Full,
    Half,
}

impl Length {
    /// The words of the API, and the ids of the formats.
    pub const WORDS: &'static [(&'static str, Self)] = &[("full", Self::Full), ("half", Self::Half)];

    /// As in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Half => "half",
        }
    }

    /// In half blocks.
    pub fn halves(self) -> u64 {
        match self {
            Self::Full => 2,
            Self::Half => 1,
        }
    }
}

impl NewTracks {
    /// In minutes.
    pub fn minutes(&self, length: Length) -> u64 {
        match length {
            Length::Full => self.full_minutes,
            Length::Half => self.half_minutes,
        }
    }

    /// The formats of such a call: a full or a half block.
    pub(super) fn formats(&self) -> Vec<Format> {
        let format = |length: Length, label: &str| Format {
            id: length.as_str().to_owned(),
            label: label.to_owned(),
            minutes: vec![self.minutes(length)],
        };
        vec![format(Length::Full, "Full length"), format(Length::Half, "Half length")]
    }
}

/// The questions of every call for tracks. An accepted proposal's answers are read by these ids.
pub(super) fn questions() -> Vec<Question> {
    let question = |id: &str, label: &str, kind, required| Question {
        id: id.into(),
        label: label.into(),
        required,
        kind,
        keep_days: None,
    };
    let yes_or_no = QuestionKind::Choice(vec!["yes".into(), "no".into()]);
    vec![
        question(TOPICS, "Topics", QuestionKind::Lines, true),
        question(KEY_ATTENDEES, "Key attendees: without whom it makes no sense", QuestionKind::Lines, false),
        question(ACCOMPLISHMENTS, "If it was there before: what came of it", QuestionKind::Lines, false),
        question(RECORDED, "Shall it be recorded?", yes_or_no, true),
    ]
}

/// Topics, one on each line.
pub const TOPICS: &str = "topics";
/// Required participants, one on each line.
pub const KEY_ATTENDEES: &str = "key_attendees";
/// Results of earlier editions, one on each line.
pub const ACCOMPLISHMENTS: &str = "accomplishments";
/// `yes` or `no`.
pub const RECORDED: &str = "recorded";

/// Parses a track's `new_tracks`.
pub(super) fn read(track: &Object<'_>, zone: &TimeZone) -> Option<NewTracks> {
    let o = track.optional_object("new_tracks")?;
    let instant = |key| o.optional(key, |v| Deadline::parse(any_text(v)?, zone));
    let full_minutes = o.optional("full_minutes", integer(2, 24 * 60)).unwrap_or(210);
    let half_minutes = o.optional("half_minutes", integer(1, 24 * 60)).unwrap_or(full_minutes / 2);
    if half_minutes >= full_minutes {
        o.reject("half_minutes", Phrase::of("half-less-than-full").arg("full-minutes", full_minutes));
    }
    let passes = o.optional("passes", integer(0, 100)).unwrap_or(3);
    let (claim_by, closes) = (instant("claim_by"), instant("closes"));
    let room_for = o.optional("room_for", integer(1, 1000));
    o.done();
    Some(NewTracks { full_minutes, half_minutes, passes, claim_by, closes, room_for })
}
