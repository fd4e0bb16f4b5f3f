//! JSON-LD for pages: schema.org `Event`, for search engines and other programs.

use domain::conference::{Attendance, Conference};
use domain::timetable::{Released, State};
use serde_json::{Map, Value, json};

use crate::published::{Published, clean, with_offset};

/// The conference with its sessions, safe inside `<script type="application/ld+json">`.
pub fn timetable(published: &Published<'_>) -> String {
    let mut event = conference(published.conference, published.home);
    let sessions = published.release.taking_place().map(|released| object(session(published, released)));
    event.insert("subEvent".into(), sessions.collect());
    embedded(event)
}

/// One session, safe inside `<script type="application/ld+json">`.
pub fn of_session(published: &Published<'_>, released: &Released) -> String {
    let mut event = session(published, released);
    event.insert("superEvent".into(), Value::Object(conference(published.conference, published.home)));
    embedded(event)
}

fn embedded(mut event: Map<String, Value>) -> String {
    event.insert("@context".into(), json!("https://schema.org"));
    // `<` could end the script element.
    object(event).to_string().replace('<', "\\u003c")
}

fn object(map: Map<String, Value>) -> Value {
    Value::Object(map)
}

fn conference(conference: &Conference, home: &str) -> Map<String, Value> {
    let days = conference.each_day();
    let (first, last) = (days.first(), days.last());
    let virtual_too = conference.open_pool(Attendance::Virtual).is_some();
    let mode = if virtual_too { "MixedEventAttendanceMode" } else { "OfflineEventAttendanceMode" };
    let venue = place(conference, None);
    let location = if virtual_too { json!([venue, {"@type": "VirtualLocation", "url": home}]) } else { venue };
    let mut event = map(json!({
        "@type": "Event",
        "@id": home,
        "name": clean(&conference.name),
        "url": home,
        "startDate": first.map(|day| with_offset(conference, day.hours.starts_at)),
        "endDate": last.map(|day| with_offset(conference, day.hours.ends_at)),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": format!("https://schema.org/{mode}"),
        "location": location,
        "organizer": {"@type": "Organization", "name": clean(&conference.name), "url": conference.website.as_deref().unwrap_or(home)},
    }));
    if let Some(description) = &conference.description {
        event.insert("description".into(), json!(clean(description)));
    }
    event
}

fn place(conference: &Conference, room: Option<&str>) -> Value {
    let place = &conference.place;
    let name = room.map_or_else(|| place.name.clone(), |room| format!("{room}, {}", place.name));
    let mut address = map(json!({
        "@type": "PostalAddress",
        "addressLocality": clean(&place.city),
        "addressCountry": clean(&place.country),
    }));
    if let Some(street) = &place.address {
        address.insert("streetAddress".into(), json!(clean(street)));
    }
    json!({"@type": "Place", "name": clean(&name), "address": address})
}

fn session(published: &Published<'_>, released: &Released) -> Map<String, Value> {
    let (conference, session) = (published.conference, &released.session);
    let period = released.placement.period();
    let status = if session.state == State::Cancelled { "EventCancelled" } else { "EventScheduled" };
    let page = published.page(released);
    let people = session.public_people().map(|person| json!({"@type": "Person", "name": clean(person.name.as_str())}));
    let people: Vec<_> = people.collect();
    let mut event = map(json!({
        "@type": "Event",
        "@id": page,
        "identifier": session.guid,
        "name": clean(&session.title),
        "url": page,
        "startDate": with_offset(conference, period.starts_at),
        "endDate": with_offset(conference, period.ends_at),
        "eventStatus": format!("https://schema.org/{status}"),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": place(conference, Some(published.room_name(&released.placement.room))),
        "organizer": {"@type": "Organization", "name": clean(&conference.name), "url": published.home},
    }));
    if !session.abstract_text.is_empty() {
        event.insert("description".into(), json!(clean(&session.abstract_text)));
    }
    if !people.is_empty() {
        event.insert("performer".into(), json!(people));
    }
    if let Some(language) = &session.language {
        event.insert("inLanguage".into(), json!(language));
    }
    event
}

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
