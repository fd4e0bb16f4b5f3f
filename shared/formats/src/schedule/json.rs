//! The schedule as JSON.

use serde_json::{Map, Value, json};

use super::document::{Day, Schedule};

/// The document as JSON text.
pub fn json(schedule: &Schedule) -> String {
    let mut conference = Map::new();
    let mut put = |key: &str, value: Value| conference.insert(key.into(), value);
    put("acronym", json!(schedule.acronym));
    put("title", json!(schedule.title));
    put("start", json!(schedule.start));
    put("end", json!(schedule.end));
    put("daysCount", json!(schedule.days.len()));
    put("timeslot_duration", json!("00:05"));
    // Zones that the schema has no pattern for, such as Etc/GMT+12, are left out: it wants canonical names.
    if let Some(zone) = schedule.time_zone.as_deref().filter(|zone| is_canonical(zone)) {
        put("time_zone_name", json!(zone));
    }
    put("url", json!(schedule.url));
    put("tracks", json!(schedule.tracks));
    put("rooms", json!(schedule.rooms));
    put("days", schedule.days.iter().map(day).collect());
    let document = json!({
        "$schema": "https://c3voc.de/schedule/schema.json",
        "generator": {"name": "plumbline", "version": env!("CARGO_PKG_VERSION")},
        "schedule": {
            "version": schedule.version,
            "base_url": schedule.base_url,
            "conference": conference,
        },
    });
    document.to_string()
}

fn day(day: &Day) -> Value {
    let rooms: Map<_, _> = day.rooms.iter().map(|room| (room.name.clone(), json!(room.events))).collect();
    json!({
        "index": day.index,
        "date": day.date,
        "day_start": day.start,
        "day_end": day.end,
        "rooms": rooms,
    })
}

/// `Area/Place`, each beginning with a capital and a small letter; or UTC.
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
