//! The timetable: sessions, their placements, and numbered public releases.
//!
//! Leads and organizers edit a [`Draft`]: every session, with or without a placement. Publishing makes a [`Release`]
//! of it. Rooms, hours, blocks, breaks and BoF slots are in the definition ([`crate::conference::grid`]).

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
pub(crate) mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use crate::conference::grid::{Block, BofSlot, Break, Day, Period, Room};
use crate::conference::{RoomId, TrackId};
pub use areas::Area;
pub use interest::{Interest, MANY, clashes};
pub use names::{Code, Guid, SessionId};
pub use obstacles::{Collision, span};
pub use place::{
    By, NEAREST, Placed, Preferred, Refusal, Wanted, Warning, check, place, placed_at, shown, unplace, warnings_of,
};
pub use publish::{Affected, Change, Part, Publication, Unchanged, What, publish};
pub use session::{Kind, Link, LinkKind, Participant, Role, Session, State, Wishes};
pub use shift::{Moved, ShiftRefusal, shift};
pub use suggest::{Reason, Suggestion, suggest};
pub use talk::talk;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    pub room: RoomId,
    pub starts_at: Timestamp,
    /// Length, 1 to [`MINUTES_MAX`].
    pub minutes: u32,
    /// The organizer's reason for overriding a rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<String>,
}

/// In minutes: a day.
pub const MINUTES_MAX: u32 = 24 * 60;

impl Placement {
    pub fn period(&self) -> Period {
        Period::of(self.starts_at, self.minutes)
    }

    /// Compares place and time, ignoring the reasons.
    pub fn is_where(&self, other: &Self) -> bool {
        (&self.room, self.starts_at, self.minutes) == (&other.room, other.starts_at, other.minutes)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafted {
    pub session: Session,
    /// `None` until it is placed.
    pub placement: Option<Placement>,
}

/// The working version: all sessions, including cancelled ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub sessions: Vec<Drafted>,
}

impl Draft {
    pub fn session(&self, id: &SessionId) -> Option<&Drafted> {
        self.sessions.iter().find(|drafted| drafted.session.id == *id)
    }

    /// Placed sessions that take place.
    pub fn placed(&self) -> impl Iterator<Item = (&Session, &Placement)> {
        self.sessions
            .iter()
            .filter(|drafted| drafted.session.state != State::Cancelled)
            .filter_map(|drafted| Some((&drafted.session, drafted.placement.as_ref()?)))
    }

    /// The smallest unused session number.
    pub fn next_number(&self) -> u32 {
        self.sessions.iter().map(|drafted| drafted.session.number).max().unwrap_or(0).saturating_add(1)
    }
}

/// A session in a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    /// Its state is [`State::Cancelled`] if it no longer takes place.
    pub session: Session,
    /// For a cancelled session, the last placement.
    pub placement: Placement,
    /// The calendar entry's `SEQUENCE` (RFC 5545, section 3.8.7.4). Never decreases.
    pub sequence: u32,
    pub modified_at: Timestamp,
    /// The last move, if it has been moved since it was first published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<LastMove>,
}

/// The move of a session from one release to a later one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastMove {
    /// Where it was. Of several moves on one day, where it was at the beginning of that day.
    pub from: Placement,
    pub at: Timestamp,
}

impl Released {
    pub fn is_cancelled(&self) -> bool {
        self.session.state == State::Cancelled
    }
}

/// A numbered public timetable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// Counts from 1.
    pub number: u32,
    pub published_at: Timestamp,
    /// Ordered by time, then by the definition's order of rooms. Includes cancelled sessions.
    pub sessions: Vec<Released>,
}

impl Release {
    pub fn session(&self, id: &SessionId) -> Option<&Released> {
        self.sessions.iter().find(|released| released.session.id == *id)
    }

    /// Without cancelled sessions.
    pub fn taking_place(&self) -> impl Iterator<Item = &Released> {
        self.sessions.iter().filter(|released| !released.is_cancelled())
    }

    pub fn of_track<'a>(&'a self, track: &'a TrackId) -> impl Iterator<Item = &'a Released> {
        self.sessions.iter().filter(move |released| released.session.track.as_ref() == Some(track))
    }

    /// The sessions in which this person speaks or leads.
    pub fn of_person<'a>(&'a self, person: &'a Guid) -> impl Iterator<Item = &'a Released> {
        self.sessions.iter().filter(move |released| released.session.public_people().any(|p| p.guid == *person))
    }
}
