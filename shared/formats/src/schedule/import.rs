//! Reading the schedule formats: JSON and XML become sessions, or a clear refusal that names the place.
//!
//! What a file says has three ways: into a session's own fields; carried along with the session or the person, so that
//! an export says it again (`feedback_url`, a person's `avatar`); or it is a fact of the edition (rooms, days, logo), which
//! the definition says and the import only compares. Addresses of pages and slugs are made anew; where a session comes
//! from becomes its `origin_url`.

mod json;
mod people;
mod xml;

use std::collections::BTreeSet;

use domain::conference::{Conference, RoomId, TrackId};
use domain::input::ValidationError;
use domain::timetable::{Drafted, Kind, Period, Placement, Session};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub use json::json;
pub use xml::xml;

/// The largest file that is read, in bytes: ten times what 300 sessions take.
pub const LIMIT: usize = 5 * 1024 * 1024;

/// The most sessions that are read.
pub const SESSIONS: usize = 5000;

/// A schedule that was read.
#[derive(Clone, Debug)]
pub struct Imported {
    pub title: String,
    pub acronym: String,
    /// Its zone, if the file names one.
    pub time_zone: Option<TimeZone>,
    /// The dates of its days, in order.
    pub days: Vec<Date>,
    /// The names of its rooms with their seats, in order.
    pub rooms: Vec<(String, Option<u64>)>,
    /// The names of its tracks, in order.
    pub tracks: Vec<String>,
    pub sessions: Vec<ImportedSession>,
}

/// A session that was read. Its track and room are names still: [`Imported::fit`] finds what they are here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedSession {
    /// The session, without its track.
    pub session: Session,
    pub track: Option<String>,
    pub room: String,
    pub starts_at: Timestamp,
    /// JSON pointer to it in the file; for XML, to where it would be in JSON, with the line.
    pub place: String,
}

impl Imported {
    /// The sessions as a draft of this edition: rooms and tracks found by name or id. Breaks that the definition has are
    /// left out; others become free entries, so that none is lost. Everything that does not fit is named at once.
    pub fn fit(&self, conference: &Conference) -> Result<Vec<Drafted>, Vec<ValidationError>> {
        let mut errors = Vec::new();
        let mut told = BTreeSet::new();
        let mut drafted = Vec::new();
        let days = conference.period();
        for imported in &self.sessions {
            let minutes = imported.session.minutes;
            let period = Period::of(imported.starts_at, minutes);
            let mut error = |key: &str, detail| {
                errors.push(ValidationError { pointer: format!("{}/{key}", imported.place), detail });
            };
            let room = room(conference, &imported.room);
            if room.is_none() && told.insert(("room", imported.room.as_str())) {
                let rooms: Vec<_> = conference.rooms.iter().map(|room| room.name.as_str()).collect();
                error("room", format!("there is no room {}; there are {}", imported.room, rooms.join(", ")));
            }
            let track = imported.track.as_deref().map(|name| track(conference, name));
            if let (Some(None), Some(name)) = (&track, &imported.track)
                && told.insert(("track", name))
            {
                let tracks: Vec<_> = conference.tracks.iter().map(|track| track.name.as_str()).collect();
                error("track", format!("there is no track {name}; there are {}", tracks.join(", ")));
            }
            if !days.contains(period) {
                let last = conference.ends_on;
                let detail = format!("is outside the conference, which is from {} to {last}", conference.starts_on);
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
