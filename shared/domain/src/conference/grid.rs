//! The grid of the timetable: rooms, hours, blocks, breaks and BoF slots, from the definition. Sessions are in
//! `timetable`.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Conference, RoomId, TrackId};
use crate::instant::local_instant;

/// The grid of start times, in minutes.
pub const STEP_MINUTES: u32 = 5;

/// A half-open interval: the end is the first instant after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

impl Period {
    /// Starts at an instant and lasts for `minutes`.
    pub fn of(starts_at: Timestamp, minutes: u32) -> Self {
        let length = SignedDuration::from_mins(i64::from(minutes));
        Self { starts_at, ends_at: starts_at.checked_add(length).unwrap_or(Timestamp::MAX) }
    }

    pub fn overlaps(self, other: Self) -> bool {
        self.starts_at < other.ends_at && other.starts_at < self.ends_at
    }

    /// Whether an instant is inside. The end is not.
    pub fn covers(self, at: Timestamp) -> bool {
        self.starts_at <= at && at < self.ends_at
    }

    /// Whether `other` lies fully inside.
    pub fn contains(self, other: Self) -> bool {
        self.starts_at <= other.starts_at && other.ends_at <= self.ends_at
    }

    /// Whole minutes; 0 if it ends before it starts.
    pub fn minutes(self) -> u32 {
        u32::try_from(self.ends_at.duration_since(self.starts_at).as_mins()).unwrap_or(0)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    pub id: RoomId,
    /// As on the door. Unique, because exports identify rooms by name.
    pub name: String,
    pub capacity: Option<u64>,
    /// Equipment, for people: `projector`, `hearing loop`.
    pub features: Vec<String>,
    pub recording: Recording,
    /// Where people with a pass follow its sessions online. Never public: see [`crate::live`].
    pub live_url: Option<String>,
    /// Where people with a pass talk about its sessions. Never public.
    pub chat_url: Option<String>,
}

/// Whether sessions in a room are recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recording {
    /// Recorded unless a session opts out.
    ByDefault,
    /// Recorded only if a session asks for it.
    OnRequest,
    Forbidden,
    /// Never: the room lacks the equipment.
    Impossible,
    #[default]
    Unknown,
}

impl Recording {
    /// The words of the definition and the API.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("by_default", Self::ByDefault),
        ("on_request", Self::OnRequest),
        ("forbidden", Self::Forbidden),
        ("impossible", Self::Impossible),
        ("unknown", Self::Unknown),
    ];

    /// Whether a session placed there can be recorded.
    pub fn is_possible(self) -> bool {
        !matches!(self, Self::Forbidden | Self::Impossible)
    }
}

/// The daily hours of sessions, in local time. Suggestions stay inside and exports show them; organizers may place
/// entries outside, such as a dinner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The earliest start of a session.
    pub from: Time,
    /// The latest end of a session.
    pub until: Time,
}

/// A part of the timetable reserved for a track, such as a microconference's half day. The track's leads place
/// sessions only inside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    pub track: TrackId,
    pub room: RoomId,
    #[serde(flatten)]
    pub period: Period,
}

/// A time without sessions: lunch, coffee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Break {
    pub label: String,
    /// Empty for all rooms.
    pub rooms: Vec<RoomId>,
    #[serde(flatten)]
    pub period: Period,
}

impl Break {
    /// Whether the break covers this room.
    pub fn is_in(&self, room: &RoomId) -> bool {
        self.rooms.is_empty() || self.rooms.contains(room)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BofSlot {
    pub room: RoomId,
    #[serde(flatten)]
    pub period: Period,
}

/// One day of a conference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Counts from 1.
    pub index: u32,
    pub date: Date,
    /// From local midnight to midnight: 23 or 25 hours when daylight saving time begins or ends.
    pub whole: Period,
    pub hours: Period,
}

impl Conference {
    pub fn room(&self, id: &RoomId) -> Option<&Room> {
        self.rooms.iter().find(|room| room.id == *id)
    }

    /// Its days, in order.
    pub fn each_day(&self) -> Vec<Day> {
        let zone = &self.time_zone;
        let midnight = |date: Date| zone.to_ambiguous_zoned(date.at(0, 0, 0, 0)).compatible().map(|z| z.timestamp());
        // If daylight saving time skips or repeats these hours on that day, use the whole day.
        let hour = |date: Date, time: Time, otherwise| local_instant(date.to_datetime(time), zone).unwrap_or(otherwise);
        let mut days = Vec::new();
        let mut date = self.starts_on;
        while date <= self.ends_on {
            let (Ok(next), Ok(starts_at)) = (date.tomorrow(), midnight(date)) else { break };
            let Ok(ends_at) = midnight(next) else { break };
            let whole = Period { starts_at, ends_at };
            let from = hour(date, self.hours.from, starts_at);
            let until = hour(date, self.hours.until, ends_at);
            let hours = Period { starts_at: from, ends_at: until };
            days.push(Day { index: u32::try_from(days.len() + 1).unwrap_or(u32::MAX), date, whole, hours });
            date = next;
        }
        days
    }

    /// From the local midnight before the first day to the one after the last.
    pub fn period(&self) -> Period {
        let days = self.each_day();
        let starts_at = days.first().map_or(Timestamp::MAX, |day| day.whole.starts_at);
        Period { starts_at, ends_at: days.last().map_or(Timestamp::MIN, |day| day.whole.ends_at) }
    }

    /// The local day of an instant.
    pub fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.time_zone.clone()).date()
    }

    /// A track's blocks, in order of time.
    pub fn blocks_of<'a>(&'a self, track: &'a TrackId) -> impl Iterator<Item = &'a Block> {
        self.blocks.iter().filter(move |block| block.track == *track)
    }
}
