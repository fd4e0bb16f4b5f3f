//! Writes schedule JSON.

use serde::{Serialize, Serializer};

use super::document::{Day, Room, RoomDay, Schedule, Track};

pub fn json(schedule: &Schedule) -> String {
    let document = Document {
        schema: "https://c3voc.de/schedule/schema.json",
        generator: Generator { name: "plumbline", version: env!("CARGO_PKG_VERSION") },
        schedule: Body {
            version: &schedule.version,
            base_url: &schedule.base_url,
            conference: Conference {
                acronym: &schedule.acronym,
                title: &schedule.title,
                start: &schedule.start,
                end: &schedule.end,
                days_count: schedule.days.len(),
                timeslot_duration: "00:05",
                time_zone_name: schedule.time_zone.as_deref().filter(|zone| is_canonical(zone)),
                url: &schedule.url,
                tracks: &schedule.tracks,
                rooms: &schedule.rooms,
                days: schedule.days.iter().map(DayBody::of).collect(),
            },
        },
    };
    // All keys are text, so serializing cannot fail.
    serde_json::to_string(&document).unwrap_or_default()
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    generator: Generator,
    schedule: Body<'a>,
}

#[derive(Serialize)]
struct Generator {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Body<'a> {
    version: &'a str,
    base_url: &'a str,
    conference: Conference<'a>,
}

#[derive(Serialize)]
struct Conference<'a> {
    acronym: &'a str,
    title: &'a str,
    start: &'a str,
    end: &'a str,
    #[serde(rename = "daysCount")]
    days_count: usize,
    timeslot_duration: &'static str,
    /// Omitted for zones outside the schema's pattern, such as `Etc/GMT+12`.
    #[serde(skip_serializing_if = "Option::is_none")]
    time_zone_name: Option<&'a str>,
    url: &'a str,
    tracks: &'a [Track],
    rooms: &'a [Room],
    days: Vec<DayBody<'a>>,
}

#[derive(Serialize)]
struct DayBody<'a> {
    index: u32,
    date: &'a str,
    day_start: &'a str,
    day_end: &'a str,
    #[serde(serialize_with = "by_name")]
    rooms: &'a [RoomDay],
}

impl<'a> DayBody<'a> {
    fn of(day: &'a Day) -> Self {
        Self { index: day.index, date: &day.date, day_start: &day.start, day_end: &day.end, rooms: &day.rooms }
    }
}

fn by_name<S: Serializer>(rooms: &[RoomDay], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(rooms.iter().map(|room| (&room.name, &room.events)))
}

/// The schema's pattern: `UTC`, or `Area/Place` with a capital and a small letter at the start of each.
fn is_canonical(zone: &str) -> bool {
    let word = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(|c| c.is_ascii_uppercase()) && letters.next().is_some_and(|c| c.is_ascii_lowercase())
    };
    zone == "UTC"
        || zone.split_once('/').is_some_and(|(area, place)| {
            word(area) && area.chars().skip(1).all(|c| c.is_ascii_lowercase()) && word(place)
        })
}
