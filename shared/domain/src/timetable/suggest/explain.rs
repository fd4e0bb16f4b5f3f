//! Explains why a session has no suggestion.

use serde::Serialize;

use crate::conference::TrackId;
use crate::phrase::Phrase;
use crate::timetable::{Kind, Session};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reason {
    /// No area exists for it: there are no BoF slots, or every room and hour is reserved for a track.
    NowhereToGo { track: Option<TrackId>, bof: bool },
    /// It is longer than each of its areas.
    TooLong {
        minutes: u32,
        /// The longest area, in minutes.
        longest: u32,
    },
    /// Not enough time is left.
    Full {
        minutes: u32,
        /// Minutes left in its areas, in pieces that are too short.
        left: u32,
    },
    /// There is time, but not when all its people are available.
    PeopleBusy { people: Vec<String> },
}

impl Reason {
    /// A sentence without a full stop that names the fix.
    pub fn sentence(&self) -> Phrase {
        match self {
            Self::NowhereToGo { bof: true, .. } => Phrase::of("unplaced-no-bof-slots"),
            Self::NowhereToGo { track: Some(track), .. } => Phrase::of("unplaced-no-block").arg("track", track),
            Self::NowhereToGo { track: None, .. } => Phrase::of("unplaced-no-time"),
            Self::TooLong { minutes, longest } => {
                Phrase::of("unplaced-too-long").arg("minutes", minutes).arg("longest", longest)
            }
            Self::Full { minutes, left: 0 } => Phrase::of("unplaced-nothing-left").arg("minutes", minutes),
            Self::Full { minutes, left } => Phrase::of("unplaced-in-pieces").arg("minutes", minutes).arg("left", left),
            Self::PeopleBusy { people } => Phrase::of("unplaced-people-busy").arg("people", people.join(", ")),
        }
    }
}

/// Derives the reason from figures, in minutes: the longest area, the time left in all, and whether one piece is long
/// enough.
pub(super) fn reason(session: &Session, longest: Option<usize>, left: usize, room_somewhere: bool) -> Reason {
    let minutes = session.minutes;
    let figure = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    match longest.map(figure) {
        None => Reason::NowhereToGo { track: session.track.clone(), bof: session.kind == Kind::Bof },
        Some(longest) if longest < minutes => Reason::TooLong { minutes, longest },
        Some(_) if room_somewhere => {
            Reason::PeopleBusy { people: session.people.iter().map(|person| person.name.to_string()).collect() }
        }
        Some(_) => Reason::Full { minutes, left: figure(left) },
    }
}
