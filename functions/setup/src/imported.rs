//! The parts of a definition that a schedule file has: days, zone, rooms, tracks, blocks, breaks and hours.

use std::collections::BTreeSet;

use domain::conference::Period;
use domain::input::ValidationError;
use domain::new_track::id_of;
use domain::phrase::Phrase;
use formats::schedule::import::{self, Imported};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use messages::Messages;
use serde_json::{Value, json};

use crate::asked::{Basics, Schedule};
use crate::template::Days;

/// The most errors of a file that are shown at once.
const ERRORS: usize = 50;

/// Seats of a conference whose file names none.
const SEATS: u64 = 100;

/// A session that ends in the small hours belongs to the day on which it began.
const SMALL_HOURS: Time = Time::constant(6, 0, 0, 0);

/// Parses the file. Its errors name the line, or the pointer in the file.
pub(crate) fn read(schedule: &Schedule) -> Result<Imported, Vec<ValidationError>> {
    import::read(schedule.text.as_bytes()).map_err(|errors| within(errors, schedule.is_part))
}

/// Errors of a file as errors of the field that contains it.
pub(crate) fn within(errors: Vec<ValidationError>, is_part: bool) -> Vec<ValidationError> {
    let more = errors.len().saturating_sub(ERRORS);
    let place = |ValidationError { pointer, detail }: ValidationError| match (is_part, pointer.is_empty()) {
        (true, _) => ValidationError { pointer: format!("/schedule{pointer}"), detail },
        (false, true) => ValidationError { pointer: "/schedule".into(), detail },
        (false, false) => ValidationError {
            pointer: "/schedule".into(),
            detail: Phrase::of("at-pointer").arg("pointer", pointer).phrase("detail", detail),
        },
    };
    let mut shown: Vec<_> = errors.into_iter().take(ERRORS).map(place).collect();
    if more > 0 {
        shown.push(ValidationError {
            pointer: "/schedule".into(),
            detail: Phrase::of("setup-more-errors").arg("more", more),
        });
    }
    shown
}

/// The days and the zone: the file's, and days that were typed beside them.
pub(crate) fn days(basics: &Basics, file: &Imported, now: Timestamp) -> Result<Days, Vec<ValidationError>> {
    let error = |pointer: &str, detail: Phrase| vec![ValidationError { pointer: pointer.into(), detail }];
    let zone = file.time_zone.clone().or_else(|| basics.time_zone.clone());
    let zone = zone.ok_or_else(|| error("/time_zone", Phrase::of("setup-zone-required")))?;
    let mut dates: BTreeSet<Date> = file.days.iter().copied().chain(basics.starts_on).chain(basics.ends_on).collect();
    for period in periods(file) {
        dates.insert(period.starts_at.to_zoned(zone.clone()).date());
        // A session that ends at midnight does not reach into the next day.
        dates.insert((period.ends_at - SignedDuration::from_nanos(1)).to_zoned(zone.clone()).date());
    }
    let (Some(first), Some(last)) = (dates.first(), dates.last()) else {
        return Err(error("/schedule", Phrase::of("setup-no-days")));
    };
    Ok(Days::of(*first, *last, zone, now))
}

fn periods(file: &Imported) -> impl Iterator<Item = Period> {
    let sessions = file.sessions.iter().map(|session| Period::of(session.starts_at, session.session.minutes));
    sessions.chain(file.blocks.iter().map(|block| block.period))
}

/// What the file adds to the basics.
pub(crate) fn parts(file: &Imported, days: &Days, words: Messages) -> Value {
    let mut rooms: Vec<(String, &str)> = Vec::new();
    let mut seats = Vec::new();
    for (name, capacity) in &file.rooms {
        if !rooms.iter().any(|(_, known)| known == name) {
            rooms.push((new_id(name, "room", &rooms), name));
            seats.push(*capacity);
        }
    }
    let mut tracks: Vec<(String, &str)> = Vec::new();
    for name in &file.tracks {
        if !tracks.iter().any(|(_, known)| known == name) {
            tracks.push((new_id(name, "track", &tracks), name));
        }
    }
    let most = seats.iter().flatten().max().copied().unwrap_or(SEATS);
    let with_seats = rooms.iter().zip(&seats).map(|((id, name), seats)| match seats {
        Some(seats) => json!({ "id": id, "name": name, "capacity": seats }),
        None => json!({ "id": id, "name": name }),
    });
    let with_blocks: BTreeSet<&str> = file.blocks.iter().map(|block| block.track.as_str()).collect();
    let described = tracks.iter().map(|(id, name)| {
        let kind = if with_blocks.contains(name) { "microconference" } else { "refereed" };
        let about = words.t("setup-track-about").arg("name", *name).to_string();
        json!({ "id": id, "name": name, "kind": kind, "description": about })
    });
    let mut parts = json!({
        "registration": days.registration(),
        "rooms": with_seats.collect::<Vec<_>>(),
        "tracks": described.collect::<Vec<_>>(),
        "blocks": blocks(file, &rooms, &tracks),
        "breaks": breaks(file, &rooms),
        "pools": [{ "id": "general", "capacity": most }],
    });
    if let Some(hours) = hours(file, &days.zone) {
        parts["hours"] = hours;
    }
    parts
}

/// An id from a name, different from those before.
fn new_id(name: &str, kind: &str, known: &[(String, &str)]) -> String {
    let of_name = id_of(name);
    let begin = match of_name.len() {
        0 => kind.to_owned(),
        1 => format!("{kind}-{of_name}"),
        _ => of_name,
    };
    let is_known = |id: &str| known.iter().any(|(other, _)| other == id);
    let mut id = begin.clone();
    let mut number = 2;
    while is_known(&id) {
        id = format!("{begin}-{number}");
        number += 1;
    }
    id
}

fn id_in<'a>(known: &'a [(String, &str)], name: &str) -> Option<&'a str> {
    known.iter().find(|(_, other)| *other == name).map(|(id, _)| id.as_str())
}

/// Blocks in one room do not overlap here; of two that do, the first one stays.
fn blocks(file: &Imported, rooms: &[(String, &str)], tracks: &[(String, &str)]) -> Vec<Value> {
    let mut kept: Vec<&import::ImportedBlock> = Vec::new();
    for block in &file.blocks {
        if !kept.iter().any(|other| other.room == block.room && other.period.overlaps(block.period)) {
            kept.push(block);
        }
    }
    let written = |block: &import::ImportedBlock| {
        let (track, room) = (id_in(tracks, &block.track)?, id_in(rooms, &block.room)?);
        let Period { starts_at, ends_at } = block.period;
        Some(json!({ "track": track, "room": room, "starts": starts_at, "ends": ends_at }))
    };
    kept.into_iter().filter_map(written).collect()
}

/// The same for breaks. One that is left out stays an entry of the timetable.
fn breaks(file: &Imported, rooms: &[(String, &str)]) -> Vec<Value> {
    let mut kept: Vec<&import::ImportedBreak> = Vec::new();
    for pause in &file.breaks {
        let meets = |other: &&import::ImportedBreak| {
            let shares_a_room = other.room.is_none() || pause.room.is_none() || other.room == pause.room;
            shares_a_room && other.period.overlaps(pause.period)
        };
        if !kept.iter().any(meets) {
            kept.push(pause);
        }
    }
    let written = |pause: &import::ImportedBreak| {
        let Period { starts_at, ends_at } = pause.period;
        let mut written = json!({ "label": pause.label, "starts": starts_at, "ends": ends_at });
        if let Some(room) = &pause.room {
            written["rooms"] = json!([id_in(rooms, room)?]);
        }
        Some(written)
    };
    kept.into_iter().filter_map(written).collect()
}

/// From the earliest to the latest session of any day; nothing if some go on into the small hours.
fn hours(file: &Imported, zone: &TimeZone) -> Option<Value> {
    let local = |at: Timestamp| at.to_zoned(zone.clone()).time();
    let from = periods(file).map(|period| local(period.starts_at)).min()?;
    let until = periods(file).map(|period| local(period.ends_at)).max()?;
    let is_late = periods(file).any(|period| local(period.ends_at) < SMALL_HOURS);
    let shown = |time: Time| time.strftime("%H:%M").to_string();
    (!is_late && from < until).then(|| json!({ "from": shown(from), "until": shown(until) }))
}
