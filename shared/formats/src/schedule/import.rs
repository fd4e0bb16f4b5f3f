//! Imports schedules: turns schedule JSON and XML, and Indico's timetable JSON, into sessions, or reports every error
//! with its position.
//!
//! An imported value goes one of three ways. Most become fields of a session. Values without a counterpart stay with
//! the session or the person, and exports repeat them (`feedback_url`, a person's `avatar`). Facts of the edition
//! (rooms, days, logo) come from the definition, so the import only compares them. Page addresses and slugs are
//! generated again; the page in the other system becomes the session's `origin_url`.

mod html;
mod indico;
mod json;
mod people;
mod words;
mod xml;

use std::collections::BTreeSet;

use domain::conference::{Conference, RoomId, TrackId};
use domain::input::ValidationError;
use domain::phrase::Phrase;
use domain::timetable::{Drafted, Kind, Period, Placement, Session};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub use indico::indico;
pub use json::json;
pub use xml::xml;

/// The largest accepted file, in bytes: ten times the size of 300 sessions.
pub const LIMIT: usize = 5 * 1024 * 1024;

/// The most sessions in one file.
pub const SESSIONS: usize = 5000;

/// A parsed schedule.
#[derive(Clone, Debug)]
pub struct Imported {
    pub title: String,
    pub acronym: String,
    /// `None` if the file names no zone.
    pub time_zone: Option<TimeZone>,
    /// In order.
    pub days: Vec<Date>,
    /// Names with seats, in the order of the file.
    pub rooms: Vec<(String, Option<u64>)>,
    /// Names, in the order of the file.
    pub tracks: Vec<String>,
    pub sessions: Vec<ImportedSession>,
    /// Parts of the timetable that belong to a track. Only Indico's files have them.
    pub blocks: Vec<ImportedBlock>,
    /// Breaks for the definition. Each is an entry in `sessions` too. Only Indico's files have them.
    pub breaks: Vec<ImportedBreak>,
}

/// A session block, by the names of its track and room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedBlock {
    pub track: String,
    pub room: String,
    pub period: Period,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedBreak {
    pub label: String,
    /// `None` for all rooms.
    pub room: Option<String>,
    pub period: Period,
}

/// Parses a file in any of the formats, or returns all its errors.
pub fn read(bytes: &[u8]) -> Result<Imported, Vec<ValidationError>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.trim_ascii_start().first() == Some(&b'<') {
        return xml(bytes);
    }
    let document = json::parse(bytes)?;
    if document.get("results").is_some() && document.get("schedule").is_none() {
        indico(&document)
    } else {
        json::document_of(&document)
    }
}

/// A parsed session. Its track and room are still names; [`Imported::fit`] looks them up in the edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedSession {
    /// Without its track.
    pub session: Session,
    pub track: Option<String>,
    pub room: String,
    pub starts_at: Timestamp,
    /// JSON pointer to it in the file. For XML, the pointer of the equivalent JSON, with the line.
    pub place: String,
}

impl Imported {
    /// Makes a draft of this edition from the sessions. Finds rooms and tracks by name or id. Skips breaks that the
    /// definition contains; other breaks become free entries, so that none is lost. Reports all mismatches at once.
    pub fn fit(&self, conference: &Conference) -> Result<Vec<Drafted>, Vec<ValidationError>> {
        let mut errors = Vec::new();
        let mut reported = BTreeSet::new();
        let mut drafted = Vec::new();
        let days = conference.period();
        for imported in &self.sessions {
            let minutes = imported.session.minutes;
            let period = Period::of(imported.starts_at, minutes);
            let mut error = |key: &str, detail| {
                errors.push(ValidationError { pointer: format!("{}/{key}", imported.place), detail });
            };
            let room = room(conference, &imported.room);
            if room.is_none() && reported.insert(("room", imported.room.as_str())) {
                let rooms: Vec<_> = conference.rooms.iter().map(|room| room.name.as_str()).collect();
                error("room", Phrase::of("placed-no-room").arg("room", &imported.room).arg("rooms", rooms.join(", ")));
            }
            let track = imported.track.as_deref().map(|name| track(conference, name));
            if let (Some(None), Some(name)) = (&track, &imported.track)
                && reported.insert(("track", name))
            {
                let tracks: Vec<_> = conference.tracks.iter().map(|track| track.name.as_str()).collect();
                error("track", Phrase::of("placed-no-track").arg("track", name).arg("tracks", tracks.join(", ")));
            }
            if !days.contains(period) {
                let last = conference.ends_on;
                let detail = Phrase::of("schedule-outside").arg("first", conference.starts_on).arg("last", last);
                error("date", detail);
            }
            let Some(room) = room else { continue };
            let is_break = imported.session.kind == Kind::Entry;
            let known = conference
                .breaks
                .iter()
                .any(|pause| pause.label == imported.session.title && pause.period == period && pause.is_in(&room));
            if !(is_break && known) {
                let session = Session { track: track.flatten(), ..imported.session.clone() };
                let placement = Placement { room, starts_at: imported.starts_at, minutes, override_reason: None };
                drafted.push(Drafted { session, placement: Some(placement) });
            }
        }
        if errors.is_empty() { Ok(drafted) } else { Err(errors) }
    }
}

fn room(conference: &Conference, name: &str) -> Option<RoomId> {
    let by_name = conference.rooms.iter().find(|room| room.name == name);
    let by_id = || conference.rooms.iter().find(|room| room.id.as_str() == name);
    by_name.or_else(by_id).map(|room| room.id.clone())
}

fn track(conference: &Conference, name: &str) -> Option<TrackId> {
    let by_name = conference.tracks.iter().find(|track| track.name == name);
    by_name.or_else(|| conference.track(name)).map(|track| track.id.clone())
}
