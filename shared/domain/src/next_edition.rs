//! Drafts the next edition of a series: the same definition with shifted dates, and each track's results listed as
//! results of earlier editions.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::conference::{Conference, ConferenceId, TrackId};
use crate::instant::Deadline;
use crate::outcome::Outcomes;

/// The settings of the next edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    pub id: ConferenceId,
    /// Its first day; all other dates shift by the same number of days.
    pub starts_on: Date,
    /// Tracks to omit.
    pub without: BTreeSet<TrackId>,
}

/// A suggested id: this edition's with the next year.
pub fn likely_id(conference: &Conference) -> Option<ConferenceId> {
    let year = conference.starts_on.year();
    let id = conference.id.as_str();
    id.contains(&year.to_string())
        .then(|| id.replace(&year.to_string(), &(year + 1).to_string()).parse().ok())
        .flatten()
}

/// The definition of the next edition, for an organizer to review and submit.
pub fn next_edition(
    document: &Value,
    conference: &Conference,
    outcomes: &BTreeMap<TrackId, Outcomes>,
    next: &Next,
) -> Value {
    let days = (next.starts_on - conference.starts_on).get_days();
    let mut after = shifted(document, days, &conference.time_zone);
    let (was, is) = (conference.starts_on.year().to_string(), next.starts_on.year().to_string());
    after["id"] = json!(next.id);
    for key in ["name", "acronym"] {
        if let Some(text) = document[key].as_str() {
            after[key] = json!(text.replace(&was, &is));
        }
    }
    // Acronyms are unique; without a year in it, derive the acronym from the id.
    if after["acronym"] == document["acronym"]
        && let Some(object) = after.as_object_mut()
    {
        object.shift_remove("acronym");
    }
    let left_out = |track: &Value| next.without.iter().any(|id| track.as_str() == Some(id.as_str()));
    for (list, key) in [("tracks", "id"), ("pools", "track"), ("blocks", "track")] {
        if let Some(items) = after.get_mut(list).and_then(Value::as_array_mut) {
            items.retain(|item| !left_out(&item[key]));
        }
    }
    for track in after.get_mut("tracks").and_then(Value::as_array_mut).into_iter().flatten() {
        let id = track["id"].as_str().and_then(|id| id.parse::<TrackId>().ok());
        let Some(outcomes) = id.and_then(|id| outcomes.get(&id)).filter(|outcomes| !outcomes.is_empty()) else {
            continue;
        };
        let said = outcomes.accomplishments();
        if !said.is_empty() {
            track["accomplishments"] = json!(said);
        }
        let mut recordings: Vec<Value> = outcomes.recordings().iter().map(|link| json!(link)).collect();
        recordings.extend(track["recordings"].as_array().cloned().unwrap_or_default());
        if !recordings.is_empty() {
            track["recordings"] = recordings.into();
        }
    }
    after
}

/// Shifts every date and instant in a document by a number of days. Local times of day stay the same across daylight
/// saving changes.
fn shifted(value: &Value, days: i32, zone: &TimeZone) -> Value {
    match value {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), shifted(value, days, zone))).collect(),
        Value::Array(items) => items.iter().map(|value| shifted(value, days, zone)).collect(),
        Value::String(text) => json!(shifted_text(text, days, zone).unwrap_or_else(|| text.clone())),
        other => other.clone(),
    }
}

/// Shifts one text; `None` if it is neither a date nor an instant.
fn shifted_text(text: &str, days: i32, zone: &TimeZone) -> Option<String> {
    let (day, rest) = text.split_at_checked(10)?;
    let day: Date = day.parse().ok()?;
    if !rest.is_empty() && Deadline::parse(text, zone).is_err() {
        return None;
    }
    Some(format!("{}{rest}", day.checked_add(days.days()).ok()?))
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect_test writes them")]
mod tests {
    use super::*;
    use crate::conference;
    use crate::outcome::SessionOutcome;
    use expect_test::expect;

    fn document() -> Value {
        json!({
            "id": "demo-2030", "series": "demo", "acronym": "demo2030", "name": "Demo 2030",
            "starts_on": "2030-05-01", "ends_on": "2030-05-02", "time_zone": "Europe/Berlin",
            "contact": "contact@example.org", "organizers": ["organizer@example.org"],
            "place": {"name": "Hall", "city": "Berlin", "country": "Germany"},
            "registration": {"opens": "2030-01-01T09:00:00", "closes": "2030-04-30T18:00:00Z"},
            "rooms": [{"id": "hall", "name": "Hall"}],
            "pools": [{"id": "general", "capacity": 10},
                      {"id": "mc-net", "capacity": 3, "claim_by": "2030-03-01 anywhere on Earth", "track": "net"}],
            "tracks": [
                {"id": "net", "name": "Networking", "kind": "microconference", "description": "2030-05-01 is a day.",
                 "accomplishments": ["Of 2029."], "recordings": [{"label": "2029", "url": "https://example.org/2029"}],
                 "cfp": {"opens": "2030-01-15T12:00:00Z", "closes": "2030-02-20 anywhere on Earth"}},
                {"id": "storage", "name": "Storage", "kind": "microconference", "description": "Blocks.",
                 "accomplishments": ["Of 2029."]},
            ],
        })
    }

    fn outcomes() -> BTreeMap<TrackId, Outcomes> {
        let session = SessionOutcome {
            id: "a1".into(),
            title: "Queues".into(),
            lines: vec!["Merged.".into()],
            recording: Some("https://example.org/queues".into()),
        };
        let net = Outcomes { lines: vec!["A plan.".into()], sessions: vec![session], ..Outcomes::default() };
        BTreeMap::from([("net".parse().unwrap(), net)])
    }

    fn next(without: &[&str]) -> Value {
        let document = document();
        let conference = conference::read(&document).unwrap();
        let without = without.iter().map(|id| id.parse().unwrap()).collect();
        let next = Next { id: "demo-2031".parse().unwrap(), starts_on: "2031-04-30".parse().unwrap(), without };
        next_edition(&document, &conference, &outcomes(), &next)
    }

    #[test]
    fn dates_shift_and_a_tracks_results_carry_over() {
        let after = next(&[]);
        let read = conference::read(&after).unwrap();
        assert_eq!(
            (read.id.as_str(), read.name.as_str(), read.acronym.as_str()),
            ("demo-2031", "Demo 2031", "demo2031")
        );
        expect![[r#"{"opens":"2030-12-31T09:00:00","closes":"2031-04-29T18:00:00Z"}"#]]
            .assert_eq(&after["registration"].to_string());
        expect![[r#""2031-02-28 anywhere on Earth""#]].assert_eq(&after["pools"][1]["claim_by"].to_string());
        expect![[r#"["A plan.","Queues: Merged."]"#]].assert_eq(&after["tracks"][0]["accomplishments"].to_string());
        expect![[r#"[{"label":"Queues","url":"https://example.org/queues"},{"label":"2029","url":"https://example.org/2029"}]"#]]
            .assert_eq(&after["tracks"][0]["recordings"].to_string());
        assert_eq!(after["tracks"][0]["description"], "2030-05-01 is a day.");
        assert_eq!(after["tracks"][1]["accomplishments"], json!(["Of 2029."]), "no other results are recorded");
    }

    #[test]
    fn omitting_a_track_removes_its_pool() {
        let after = next(&["net"]);
        let read = conference::read(&after).unwrap();
        assert_eq!(read.tracks.iter().map(|track| track.id.as_str()).collect::<Vec<_>>(), ["storage"]);
        assert_eq!(read.pools.len(), 1);
    }

    #[test]
    fn the_suggested_id_has_the_next_year() {
        let conference = conference::read(&document()).unwrap();
        assert_eq!(likely_id(&conference).unwrap().as_str(), "demo-2031");
    }
}
