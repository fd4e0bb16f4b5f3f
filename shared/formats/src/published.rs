//! A timetable release with everything that exports need: its edition, the names of rooms and tracks, and the
//! addresses of pages.

use std::collections::HashMap;

use domain::conference::{Conference, RoomId, TrackId};
use domain::timetable::{Break, Guid, Period, Release, Released};
use jiff::Timestamp;

#[derive(Clone, Copy, Debug)]
pub struct Published<'a> {
    pub conference: &'a Conference,
    pub release: &'a Release,
    /// The edition's address without a slash at its end: `https://example.org/conferences/lpc-2023`.
    pub home: &'a str,
}

impl<'a> Published<'a> {
    pub fn page(&self, released: &Released) -> String {
        format!("{}/sessions/{}", self.home, released.session.id)
    }

    pub fn timetable(&self) -> String {
        format!("{}/timetable", self.home)
    }

    /// The room's name, or its id if the definition no longer contains the room.
    pub fn room_name(&self, room: &'a RoomId) -> &'a str {
        self.conference.room(room).map_or(room.as_str(), |room| room.name.as_str())
    }

    /// The track's name, or its id if the definition no longer contains the track.
    pub fn track_name(&self, track: &'a TrackId) -> &'a str {
        self.conference.track(track.as_str()).map_or(track.as_str(), |track| track.name.as_str())
    }

    /// True if the session forbids it, is a BoF, or is in a room that is not recorded.
    pub fn is_not_recorded(&self, released: &Released) -> bool {
        let room = self.conference.room(&released.placement.room);
        released.session.is_not_recorded() || room.is_some_and(|room| !room.recording.is_possible())
    }

    /// The same in every release.
    pub fn room_guid(&self, room: &RoomId) -> Guid {
        Guid::named(&["room", self.conference.id.as_str(), room.as_str()])
    }

    /// Breaks and the sessions that take place, by room.
    pub(crate) fn by_room(&self) -> HashMap<&'a RoomId, Vec<Slot<'a>>> {
        let mut rooms: HashMap<&RoomId, Vec<Slot<'_>>> = HashMap::new();
        for released in self.release.taking_place() {
            rooms.entry(&released.placement.room).or_default().push(Slot::Session(released));
        }
        for room in &self.conference.rooms {
            let breaks = self.conference.breaks.iter().filter(|pause| pause.is_in(&room.id));
            rooms.entry(&room.id).or_default().extend(breaks.map(Slot::Break));
        }
        for slots in rooms.values_mut() {
            slots.sort_by_key(Slot::period);
        }
        rooms
    }
}

/// An entry of the timetable.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Slot<'a> {
    Session(&'a Released),
    Break(&'a Break),
}

impl Slot<'_> {
    pub(crate) fn period(&self) -> Period {
        match self {
            Self::Session(released) => released.placement.period(),
            Self::Break(pause) => pause.period,
        }
    }
}

/// The guid and number of a break in a room, or in the whole conference. Both derive from the break's content, so they
/// are the same in every release. Sessions count from 1; breaks use much higher numbers.
pub(crate) fn break_names(conference: &Conference, pause: &Break, room: Option<&RoomId>) -> (Guid, u32) {
    let room = room.map_or("", RoomId::as_str);
    let guid = Guid::named(&["break", conference.id.as_str(), &pause.label, room, &pause.period.starts_at.to_string()]);
    let digits = u32::from_str_radix(&guid.as_str()[..7], 16).unwrap_or(0);
    (guid, 1_000_000_000 + digits)
}

/// Removes characters that the formats cannot carry: control characters and those that XML 1.0 excludes. Line ends
/// become `\n`.
pub(crate) fn clean(text: &str) -> String {
    // Fast path: nearly all text is clean, and an export has much text.
    let plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    if text.bytes().all(plain) {
        return text.to_owned();
    }
    let kept = |c: &char| matches!(c, '\n' | '\t') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(kept).collect()
}

/// Like [`clean`], on a single line.
pub(crate) fn clean_line(text: &str) -> String {
    clean(text).replace(['\n', '\t'], " ")
}

/// RFC 3339 with the zone's offset at that instant.
pub(crate) fn with_offset(conference: &Conference, at: Timestamp) -> String {
    at.to_zoned(conference.time_zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
