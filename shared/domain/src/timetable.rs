//! The timetable: sessions, where and when they are placed, and the numbered releases that people see.
//!
//! A [`Draft`] is what leads and organizers work on: every session, with a placement or none. Publishing makes a
//! [`Release`] of it. Rooms, hours, blocks, breaks and BoF slots are the definition's
//! ([`crate::conference::grid`]).

mod areas;
mod interest;
mod names;
mod obstacles;
mod place;
mod publish;
#[cfg(test)]
mod publish_tests;
mod session;
mod shift;
mod suggest;
mod talk;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use crate::conference::grid::{Block, BofSlot, Break, Day, Period, Room};
use crate::conference::{RoomId, TrackId};
pub use areas::Area;
pub use interest::{Interest, MANY, clashes};
pub use names::{Code, Guid, SessionId};
pub use obstacles::{Collision, span};
pub use place::{By, NEAREST, Placed, Refusal, Wanted, Warning, check, place, shown, unplace, warnings_of};
pub use publish::{Affected, Change, Part, Publication, Unchanged, What, publish};
pub use session::{Kind, Link, LinkKind, Participant, Role, Session, State, Wishes};
pub use shift::{Moved, ShiftRefusal, shift};
pub use suggest::{Reason, Suggestion, suggest};
pub use talk::talk;

/// Where and when a session is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    pub room: RoomId,
    pub starts_at: Timestamp,
    /// How long, in minutes; 1 to [`MINUTES_MAX`].
    pub minutes: u32,
    /// Why an organizer placed it against a rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<String>,
}

/// The longest session, in minutes: a day.
pub const MINUTES_MAX: u32 = 24 * 60;

impl Placement {
    /// From its start to its end.
    pub fn period(&self) -> Period {
        Period::of(self.starts_at, self.minutes)
    }

    /// Whether both are at the same place and time, whatever the reasons.
    pub fn is_where(&self, other: &Self) -> bool {
        (&self.room, self.starts_at, self.minutes) == (&other.room, other.starts_at, other.minutes)
    }
}

/// A session of the draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafted {
    pub session: Session,
    /// Where and when, once placed.
    pub placement: Option<Placement>,
}

/// What leads and organizers work on: every session there is, cancelled ones too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub sessions: Vec<Drafted>,
}

impl Draft {
    pub fn session(&self, id: &SessionId) -> Option<&Drafted> {
        self.sessions.iter().find(|drafted| drafted.session.id == *id)
    }

    /// Sessions that take place and are placed.
    pub fn placed(&self) -> impl Iterator<Item = (&Session, &Placement)> {
        self.sessions
            .iter()
            .filter(|drafted| drafted.session.state != State::Cancelled)
            .filter_map(|drafted| Some((&drafted.session, drafted.placement.as_ref()?)))
    }

    /// The least number that no session has.
    pub fn next_number(&self) -> u32 {
        self.sessions.iter().map(|drafted| drafted.session.number).max().unwrap_or(0).saturating_add(1)
    }
}

/// A session as a release shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    /// What it is; [`State::Cancelled`] if it no longer takes place.
    pub session: Session,
    /// Where and when; of a cancelled session, where it would have been.
    pub placement: Placement,
    /// Counts the changes that a calendar must show (RFC 5545, section 3.8.7.4); it never falls.
    pub sequence: u32,
    pub modified_at: Timestamp,
}

impl Released {
    /// Whether it no longer takes place.
    pub fn is_cancelled(&self) -> bool {
        self.session.state == State::Cancelled
    }
}

/// A numbered timetable as people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// Counts from 1.
    pub number: u32,
    pub published_at: Timestamp,
    /// In order of time, then of rooms as the definition lists them. Cancelled ones stay.
    pub sessions: Vec<Released>,
}

impl Release {
    pub fn session(&self, id: &SessionId) -> Option<&Released> {
        self.sessions.iter().find(|released| released.session.id == *id)
    }

    /// Those that take place.
    pub fn taking_place(&self) -> impl Iterator<Item = &Released> {
        self.sessions.iter().filter(|released| !released.is_cancelled())
    }

    pub fn of_track<'a>(&'a self, track: &'a TrackId) -> impl Iterator<Item = &'a Released> {
        self.sessions.iter().filter(move |released| released.session.track.as_ref() == Some(track))
    }

    /// Those that somebody speaks in or leads.
    pub fn of_person<'a>(&'a self, person: &'a Guid) -> impl Iterator<Item = &'a Released> {
        self.sessions.iter().filter(move |released| released.session.public_people().any(|p| p.guid == *person))
    }
}
