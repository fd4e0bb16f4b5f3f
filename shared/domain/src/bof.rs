//! Birds of a feather (BoF): proposals by attendees, and their slots.
//!
//! All slots and the whole list of waiting BoFs are one [`Board`], so that assigning, freeing and reassigning a slot
//! is each one decision on one item. That scales far enough: a conference has a few dozen slots.

mod board;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Map;
use sha2::{Digest, Sha256};

use crate::conference::{BofSlot, Conference, Period, TrackId, TrackKind};
use crate::input::{Object, integer, line, paragraphs};
use crate::person::{EmailAddress, PersonKey, PersonName, base32};
use crate::timetable::{
    Code, Guid, Kind, Participant, Placement, Release, Released, Role, Session, SessionId, State, Wishes,
};

pub use board::{Board, Given, PER_PERSON, Wants};

/// Identifies a BoF among all sessions of the edition.
pub type BofId = SessionId;

/// A release with the BoFs that have a slot. They appear at once, independent of releases.
#[must_use]
pub fn with_bofs(conference: &Conference, mut release: Release, bofs: &[Bof]) -> Release {
    release.sessions.extend(bofs.iter().filter_map(|bof| bof.released(conference)));
    let room = |r: &Released| conference.rooms.iter().position(|room| room.id == r.placement.room);
    release.sessions.sort_by_key(|r| (r.placement.starts_at, room(r), r.session.number));
    release
}

/// The edition's track for BoFs.
pub fn track(conference: &Conference) -> Option<&TrackId> {
    conference.tracks.iter().find(|track| track.kind == TrackKind::Bof).map(|track| &track.id)
}

/// A validated request to hold a BoF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Propose {
    pub title: String,
    pub abstract_text: String,
    /// Length in minutes; `None` for the whole slot.
    pub minutes: Option<u32>,
}

/// In minutes.
pub const MINUTES: (u64, u64) = (10, 480);

impl Propose {
    /// Reads the body of `POST …/bofs`.
    pub fn read(o: Object<'_>) -> Option<Self> {
        let title = o.required("title", line(200));
        let abstract_text = o.required("abstract", paragraphs(5000));
        let minutes = o.optional("minutes", integer(MINUTES.0, MINUTES.1));
        o.done();
        let minutes = minutes.and_then(|minutes| u32::try_from(minutes).ok());
        Some(Self { title: title?, abstract_text: abstract_text?, minutes })
    }

    /// Identifies repeats of this request.
    pub fn mark(&self) -> String {
        base32(&Sha256::digest(format!("{:?}", (&self.title, &self.abstract_text, self.minutes)).as_bytes())[..16])
    }
}

/// A change of a BoF's texts. Its slot stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reword {
    pub title: Option<String>,
    pub abstract_text: Option<String>,
}

impl Reword {
    /// Reads the body of `PATCH …/bofs/{bof}`.
    pub fn read(o: Object<'_>) -> Self {
        let title = o.optional("title", line(200));
        let abstract_text = o.optional("abstract", paragraphs(5000));
        o.done();
        Self { title, abstract_text }
    }
}

/// BoFs are never recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bof {
    pub id: BofId,
    /// Globally unique, for schedule exports. Never changes.
    pub guid: Guid,
    /// Unique in the edition, for schedule exports. Never changes.
    pub code: Code,
    /// Unique in the edition, for schedule exports. Never changes.
    pub number: u32,
    pub title: String,
    pub abstract_text: String,
    /// Length in minutes; `None` for the whole slot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// The host's name, as on the badge.
    pub name: PersonName,
    /// Receives the mails about this BoF.
    pub email: EmailAddress,
    /// The host; the BoF depends on their in-person pass.
    pub person: PersonKey,
    /// The host's guid in schedule exports.
    pub person_guid: Guid,
    /// Hash of the request, to recognize a repeat.
    pub request: String,
    pub proposed_at: Timestamp,
    pub updated_at: Timestamp,
    /// Counts the notified changes: the calendar entry's `SEQUENCE`.
    pub sequence: u32,
    /// Version for optimistic locking: a write succeeds only on the version that was read.
    pub rev: u64,
    #[serde(flatten)]
    pub state: BofState,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum BofState {
    Placed {
        slot: BofSlot,
    },
    /// On the list for slots that become free.
    Waiting,
    Cancelled {
        cancelled_at: Timestamp,
        because: Ended,
        /// The former slot; calendars keep the entry as cancelled.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        slot: Option<BofSlot>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// The host cancelled it.
    Proposer,
    Organizer,
    /// The host no longer has an in-person pass.
    NoPass,
}

impl Bof {
    pub fn is_active(&self) -> bool {
        !matches!(self.state, BofState::Cancelled { .. })
    }

    /// The current slot, or the last one of a cancelled BoF.
    pub fn slot(&self) -> Option<&BofSlot> {
        match &self.state {
            BofState::Placed { slot } => Some(slot),
            BofState::Cancelled { slot, .. } => slot.as_ref(),
            BofState::Waiting => None,
        }
    }

    /// From the start of its slot, for its own length. Also set for a cancelled BoF that had a slot.
    pub fn period(&self) -> Option<Period> {
        let slot = self.slot()?;
        Some(Period::of(slot.period.starts_at, self.minutes.unwrap_or_else(|| slot.period.minutes())))
    }

    /// As a session of the timetable; `None` while it has no slot.
    pub fn released(&self, conference: &Conference) -> Option<Released> {
        let (slot, period) = (self.slot()?, self.period()?);
        let person = Participant {
            guid: self.person_guid.clone(),
            key: Some(self.person.clone()),
            name: self.name.clone(),
            role: Role::Lead,
            unavailable: Vec::new(),
            code: None,
            biography: None,
            carried: Map::new(),
        };
        let session = Session {
            id: self.id.clone(),
            number: self.number,
            code: self.code.clone(),
            guid: self.guid.clone(),
            kind: Kind::Bof,
            track: track(conference).cloned(),
            title: self.title.clone(),
            subtitle: None,
            abstract_text: self.abstract_text.clone(),
            description: None,
            format: None,
            language: None,
            people: vec![person],
            minutes: period.minutes(),
            not_recorded: true,
            recording_license: None,
            state: if self.is_active() { State::Confirmed } else { State::Cancelled },
            links: Vec::new(),
            logo: None,
            origin_url: None,
            wishes: Wishes::default(),
            carried: Map::new(),
        };
        let (room, starts_at) = (slot.room.clone(), period.starts_at);
        let placement = Placement { room, starts_at, minutes: period.minutes(), override_reason: None };
        Some(Released { session, placement, sequence: self.sequence, modified_at: self.updated_at, moved: None })
    }

    /// Assigns a slot. Counts as a notified change.
    #[must_use]
    pub fn placed(&self, slot: BofSlot, now: Timestamp) -> Self {
        Self { state: BofState::Placed { slot }, ..self.next(now) }
    }

    /// Cancels it. Counts as a notified change.
    #[must_use]
    pub fn cancelled(&self, because: Ended, now: Timestamp) -> Self {
        let slot = self.slot().cloned();
        Self { state: BofState::Cancelled { cancelled_at: now, because, slot }, ..self.next(now) }
    }

    /// Applies a change of its texts.
    #[must_use]
    pub fn reworded(&self, words: &Reword, now: Timestamp) -> Self {
        let title = words.title.clone().unwrap_or_else(|| self.title.clone());
        let abstract_text = words.abstract_text.clone().unwrap_or_else(|| self.abstract_text.clone());
        if title == self.title && abstract_text == self.abstract_text {
            return self.clone();
        }
        Self { title, abstract_text, ..self.next(now) }
    }

    fn next(&self, now: Timestamp) -> Self {
        Self { updated_at: now, sequence: self.sequence + 1, rev: self.rev + 1, ..self.clone() }
    }
}

impl BofState {
    /// As in the API.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Placed { .. } => "placed",
            Self::Waiting => "waiting",
            Self::Cancelled { .. } => "cancelled",
        }
    }
}
