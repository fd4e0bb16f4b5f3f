//! The document that both schedule formats write. Start at [`schedule`].

use domain::conference::{Conference, Recording, RoomId};
use domain::timetable::{Break, Guid, Link, LinkKind, Released, Session};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::published::{Published, Slot, break_names, clean, with_offset};

#[derive(Clone, Debug)]
pub struct Schedule {
    pub version: String,
    /// The timetable's page.
    pub url: String,
    /// The common beginning of the edition's pages.
    pub base_url: String,
    /// Such as `lpc2023`.
    pub acronym: String,
    pub title: String,
    pub start: String,
    pub end: String,
    pub time_zone: Option<String>,
    /// All tracks, also those without sessions.
    pub tracks: Vec<Track>,
    /// In the definition's order.
    pub rooms: Vec<Room>,
    pub days: Vec<Day>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Track {
    pub name: String,
    pub slug: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Room {
    pub name: String,
    pub slug: String,
    pub guid: Guid,
    pub capacity: Option<u64>,
    /// The room's equipment, and whether sessions in it are recorded.
    pub features: Map<String, Value>,
}

#[derive(Clone, Debug)]
pub struct Day {
    /// Counts from 1.
    pub index: u32,
    pub date: String,
    /// The start of the day's hours or of its first session, whichever is earlier.
    pub start: String,
    /// The end of the day's hours or of its last session, whichever is later.
    pub end: String,
    /// Every room with its entries, in order of time.
    pub rooms: Vec<RoomDay>,
}

#[derive(Clone, Debug)]
pub struct RoomDay {
    pub name: String,
    pub guid: Guid,
    /// In order of time.
    pub events: Vec<Event>,
}

/// A session or a break. The fields are in the order of the files.
#[derive(Clone, Debug, Serialize)]
pub struct Event {
    /// At least 1, the same in every release.
    pub id: u32,
    pub guid: Guid,
    /// Six of `A-Z0-9`; `None` for breaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The address of a picture, or empty.
    pub logo: String,
    pub date: String,
    /// The local start time, `09:00`.
    pub start: String,
    pub end: String,
    /// Hours and minutes, `00:30`.
    pub duration: String,
    pub room: String,
    /// `lpc2023-17-a-title`.
    pub slug: String,
    pub url: String,
    pub title: String,
    pub subtitle: String,
    pub track: Option<String>,
    /// `Talk`, `BoF`, `Break`.
    #[serde(rename = "type")]
    pub kind: String,
    /// ISO 639.
    pub language: Option<String>,
    #[serde(rename = "abstract")]
    pub abstract_text: String,
    pub description: String,
    pub recording_license: String,
    /// BoFs are never recorded.
    pub do_not_record: bool,
    pub persons: Vec<Person>,
    pub links: Vec<Attachment>,
    pub attachments: Vec<Attachment>,
    /// Its page in the system it was imported from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin_url: Option<String>,
    /// Imported fields without a counterpart here.
    #[serde(flatten)]
    pub carried: Map<String, Value>,
}

/// A speaker or lead: name and guid, never an e-mail address or a value derived from one. The other fields come only
/// from imports.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    pub guid: Guid,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub biography: Option<String>,
    /// Imported fields without a counterpart here.
    #[serde(flatten)]
    pub carried: Map<String, Value>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Attachment {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// Builds the document of a release: every room on every day, with breaks and the sessions that take place.
pub fn schedule(published: &Published<'_>) -> Schedule {
    let conference = published.conference;
    let by_room = published.by_room();
    let days = conference.each_day();
    let day = |day: &domain::conference::Day| {
        let mut whole = day.hours;
        let mut rooms = Vec::new();
        for room in &conference.rooms {
            let slots = by_room.get(&room.id).into_iter().flatten();
            let today = slots.filter(|slot| conference.day_of(slot.period().starts_at) == day.date);
            let today: Vec<_> = today
                .map(|slot| {
                    let period = slot.period();
                    whole.starts_at = whole.starts_at.min(period.starts_at);
                    whole.ends_at = whole.ends_at.max(period.ends_at);
                    match slot {
                        Slot::Session(released) => session(published, released),
                        Slot::Break(pause) => pause_event(published, pause, &room.id),
                    }
                })
                .collect();
            rooms.push(RoomDay { name: clean(&room.name), guid: published.room_guid(&room.id), events: today });
        }
        Day {
            index: day.index,
            date: day.date.to_string(),
            start: with_offset(conference, whole.starts_at),
            end: with_offset(conference, whole.ends_at),
            rooms,
        }
    };
    let days = days.iter().map(day).collect();
    Schedule {
        version: published.release.number.to_string(),
        url: published.timetable(),
        base_url: format!("{}/", published.home),
        acronym: conference.acronym.clone(),
        title: clean(&conference.name),
        start: conference.starts_on.to_string(),
        end: conference.ends_on.to_string(),
        time_zone: conference.time_zone.iana_name().map(str::to_owned),
        tracks: conference.tracks.iter().map(|t| Track { name: clean(&t.name), slug: t.id.to_string() }).collect(),
        rooms: conference.rooms.iter().map(|r| room(published, r)).collect(),
        days,
    }
}

fn room(published: &Published<'_>, room: &domain::conference::Room) -> Room {
    let recording = match room.recording {
        Recording::ByDefault => "record_by_default",
        Recording::OnRequest => "not_recorded_by_default",
        Recording::Forbidden => "recording_forbidden",
        Recording::Impossible => "recording_not_possible",
        Recording::Unknown => "unknown",
    };
    let mut features: Map<_, _> = room.features.iter().map(|feature| (clean(feature), json!(true))).collect();
    features.insert("recording".into(), json!(recording));
    Room {
        name: clean(&room.name),
        slug: room.id.to_string(),
        guid: published.room_guid(&room.id),
        capacity: room.capacity,
        features,
    }
}

fn session(published: &Published<'_>, released: &Released) -> Event {
    let (conference, session) = (published.conference, &released.session);
    let period = released.placement.period();
    let start = period.starts_at.to_zoned(conference.time_zone.clone());
    let attached = |files: bool| {
        let links = session.links.iter().filter(move |link| link.attached == files);
        links.map(attachment).collect::<Vec<_>>()
    };
    Event {
        id: session.number,
        guid: session.guid.clone(),
        code: Some(session.code.to_string()),
        logo: session.logo.clone().unwrap_or_default(),
        date: with_offset(conference, period.starts_at),
        start: start.strftime("%H:%M").to_string(),
        end: with_offset(conference, period.ends_at),
        duration: duration(released.placement.minutes),
        room: clean(published.room_name(&released.placement.room)),
        slug: slug(conference, session.number, &session.title),
        url: published.page(released),
        title: clean(&session.title),
        subtitle: clean(session.subtitle.as_deref().unwrap_or("")),
        track: session.track.as_ref().map(|track| clean(published.track_name(track))),
        kind: clean(session.format_label()),
        language: session.language.clone(),
        abstract_text: clean(&session.abstract_text),
        description: clean(session.description.as_deref().unwrap_or("")),
        recording_license: clean(session.recording_license.as_deref().unwrap_or("")),
        do_not_record: published.is_not_recorded(released),
        persons: persons(session),
        links: attached(false),
        attachments: attached(true),
        origin_url: session.origin_url.clone(),
        carried: session.carried.clone(),
    }
}

fn persons(session: &Session) -> Vec<Person> {
    let person = |p: &domain::timetable::Participant| Person {
        guid: p.guid.clone(),
        name: clean(p.name.as_str()),
        code: p.code.clone(),
        biography: p.biography.as_deref().map(clean),
        carried: p.carried.clone(),
    };
    session.public_people().map(person).collect()
}

fn attachment(link: &Link) -> Attachment {
    let kind = match link.kind {
        LinkKind::Recording => "media",
        LinkKind::Slides => "slides",
        LinkKind::Paper => "paper",
        LinkKind::Web => "web",
        LinkKind::Blog => "blog",
        LinkKind::Article => "article",
        LinkKind::Related => "related",
        LinkKind::Activitypub => "activitypub",
    };
    Attachment { kind, url: link.url.clone(), title: link.title.as_deref().map(clean) }
}

fn pause_event(published: &Published<'_>, pause: &Break, room: &RoomId) -> Event {
    let conference = published.conference;
    let (guid, id) = break_names(conference, pause, Some(room));
    let start = pause.period.starts_at.to_zoned(conference.time_zone.clone());
    Event {
        id,
        guid,
        code: None,
        logo: String::new(),
        date: with_offset(conference, pause.period.starts_at),
        start: start.strftime("%H:%M").to_string(),
        end: with_offset(conference, pause.period.ends_at),
        duration: duration(pause.period.minutes()),
        room: conference.room(room).map_or_else(|| room.to_string(), |room| clean(&room.name)),
        slug: slug(conference, id, &pause.label),
        url: published.timetable(),
        title: clean(&pause.label),
        subtitle: String::new(),
        track: None,
        kind: BREAK.to_owned(),
        language: None,
        abstract_text: String::new(),
        description: String::new(),
        recording_license: String::new(),
        do_not_record: true,
        persons: Vec::new(),
        links: Vec::new(),
        attachments: Vec::new(),
        origin_url: None,
        carried: Map::new(),
    }
}

/// The event type of breaks.
pub(super) const BREAK: &str = "Break";

fn duration(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Acronym, number and title. The number makes the slug unique and long enough for both schemas.
fn slug(conference: &Conference, number: u32, title: &str) -> String {
    let words: String =
        title.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let mut slug = format!("{}-{number}", conference.acronym);
    for word in words.split_whitespace().take(12) {
        slug.push('-');
        slug.extend(word.chars().take(30));
    }
    // The schemas want at least four characters after the first hyphen, and no hyphen at the end.
    if slug.len() < conference.acronym.len() + 5 { format!("{slug}-session") } else { slug }
}
