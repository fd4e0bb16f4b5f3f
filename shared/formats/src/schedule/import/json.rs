//! Parses schedule JSON.

use std::collections::HashMap;

use domain::conference::Period;
use domain::input::{Object, Reading, Source, ValidationError, any_text, boolean, integer, parsed};
use domain::instant::{instant, zone};
use domain::phrase::Phrase;
use domain::timetable::{Code, Guid, Kind, Link, LinkKind, MINUTES_MAX, Session, State, Wishes};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde_json::Value;

use super::super::document::BREAK;
use super::people::People;
use super::words::{any_words, carried, paragraphs, words};
use super::{Imported, ImportedSession, LIMIT, SESSIONS};

/// Parses a file, or returns all its errors.
pub fn json(bytes: &[u8]) -> Result<Imported, Vec<ValidationError>> {
    document_of(&parse(bytes)?)
}

pub(super) fn parse(bytes: &[u8]) -> Result<Value, Vec<ValidationError>> {
    check_size(bytes)?;
    serde_json::from_slice(bytes).map_err(|error| {
        vec![ValidationError { pointer: String::new(), detail: Phrase::of("schedule-not-json").arg("error", error) }]
    })
}

pub(super) fn check_size(bytes: &[u8]) -> Result<(), Vec<ValidationError>> {
    if bytes.len() <= LIMIT {
        return Ok(());
    }
    let detail = Phrase::of("schedule-too-large").arg("bytes", bytes.len()).arg("max", LIMIT);
    Err(vec![ValidationError { pointer: String::new(), detail }])
}

/// Parses a document in the shape of the JSON format; XML is converted to it first.
pub(super) fn document_of(document: &Value) -> Result<Imported, Vec<ValidationError>> {
    let reading = Reading::new(Source::Typed);
    let imported = reading.root(document).and_then(|root| {
        let generator = root.optional_object("generator").and_then(|g| g.optional("name", any_words(100)).flatten());
        let schedule = root.required_object("schedule")?;
        let base_url = schedule.optional("base_url", any_words(2000)).flatten();
        let conference = schedule.required_object("conference")?;
        // In our own export the pages are ours, so they are not an origin.
        let ours = generator.as_deref() == Some("plumbline");
        read_conference(
            &conference,
            Reader { base_url, ours, zone: None, known: HashMap::new(), people: People::default() },
        )
    });
    reading.finish(imported)
}

/// State of the parser.
struct Reader {
    base_url: Option<String>,
    ours: bool,
    zone: Option<TimeZone>,
    /// The pointer of the first occurrence of each id, guid and code, to report duplicates.
    known: HashMap<String, String>,
    people: People,
}

fn read_conference(o: &Object<'_>, mut reader: Reader) -> Option<Imported> {
    let title = o.required("title", words(300));
    let acronym = o.required("acronym", words(60));
    let named = o.optional("time_zone_name", |v| zone(any_text(v)?));
    reader.zone.clone_from(&named);
    let rooms: Vec<_> = o
        .objects("rooms")
        .into_iter()
        .filter_map(|room| Some((room.required("name", words(100))?, room.optional("capacity", integer(1, 1_000_000)))))
        .collect();
    let mut tracks: Vec<String> =
        o.objects("tracks").into_iter().filter_map(|track| track.required("name", words(200))).collect();
    let closed = !rooms.is_empty();
    let mut imported = Imported {
        title: title?,
        acronym: acronym?,
        time_zone: named,
        days: Vec::new(),
        rooms,
        tracks: Vec::new(),
        sessions: Vec::new(),
        blocks: Vec::new(),
        breaks: Vec::new(),
    };
    for day in o.objects("days") {
        let date: Option<Date> = day.required("date", |v| any_text(v)?.parse().map_err(|_| Phrase::of("must-be-day")));
        let at = |value: &Value| reader.instant(any_text(value)?);
        let (start, end) = (day.optional("day_start", at), day.optional("day_end", at));
        if let (Some(start), Some(end)) = (start, end)
            && end <= start
        {
            day.reject("day_end", Phrase::of("schedule-day-end").arg("start", start));
        }
        let Some(date) = date else { continue };
        imported.days.push(date);
        let Some(in_rooms) = day.required_object("rooms") else { continue };
        for (room, events) in in_rooms.lists() {
            if !imported.rooms.iter().any(|(name, _)| name == room) {
                if closed {
                    in_rooms.reject(room, Phrase::of("schedule-not-a-room"));
                    continue;
                }
                imported.rooms.push((room.to_owned(), None));
            }
            for event in events {
                imported.sessions.extend(reader.event(&event, room, date));
                if imported.sessions.len() > SESSIONS {
                    o.reject("days", Phrase::of("schedule-have-too-many").arg("max", SESSIONS));
                    return None;
                }
            }
        }
    }
    for track in imported.sessions.iter().filter_map(|session| session.track.as_ref()) {
        if !tracks.contains(track) {
            tracks.push(track.clone());
        }
    }
    imported.tracks = tracks;
    Some(imported)
}

impl Reader {
    /// An instant; without an offset it is in the conference's zone.
    fn instant(&self, text: &str) -> Result<Timestamp, Phrase> {
        match &self.zone {
            Some(zone) => instant(text, zone),
            None => text.parse().map_err(|_| Phrase::of("must-be-time-with-offset")),
        }
    }

    fn event(&mut self, o: &Object<'_>, room: &str, day: Date) -> Option<ImportedSession> {
        let number = o.required("id", integer(1, u64::from(u32::MAX)));
        let guid: Option<Guid> = o.required("guid", parsed);
        let code: Option<String> = o.optional("code", words(40));
        let identities = [
            ("id", number.map(|n| n.to_string())),
            ("guid", guid.as_ref().map(Guid::to_string)),
            ("code", code.clone()),
        ];
        for (key, value) in identities {
            let Some(value) = value else { continue };
            if let Some(first) = self.known.insert(format!("{key} {value}"), o.pointer("")) {
                o.reject(
                    key,
                    Phrase::of("schedule-value-twice").arg("value", value).arg("other", first.trim_end_matches('/')),
                );
            }
        }
        let title = o.required("title", words(500));
        if let Some(said) = o.optional("room", words(100)).filter(|said| said != room) {
            o.reject("room", Phrase::of("schedule-other-room").arg("said", said).arg("room", room));
        }
        let starts_at = self.starts_at(o, day);
        let minutes = o.required("duration", duration);
        if let (Some(starts_at), Some(end)) = (starts_at, o.optional("end", |v| self.instant(any_text(v)?))) {
            let period = minutes.map(|minutes| Period::of(starts_at, minutes));
            if end <= starts_at {
                o.reject("end", Phrase::of("schedule-end-before").arg("starts-at", starts_at));
            } else if period.is_some_and(|period| period.ends_at != end) {
                o.reject("end", Phrase::of("schedule-end-differs"));
            }
        }
        let kind = o.optional("type", any_words(100)).flatten();
        let track = o.optional("track", any_words(200)).flatten();
        let mut people = Vec::new();
        for person in o.objects("persons") {
            people.extend(self.people.read(&person));
        }
        let mut links = self.links(o, "links", false);
        links.extend(self.links(o, "attachments", true));
        let url = o.optional("url", any_words(2000)).flatten();
        let origin_url = o.optional("origin_url", any_words(2000)).flatten();
        let (guid, number) = (guid?, u32::try_from(number?).ok()?);
        let session = Session {
            id: format!("x{}", guid.as_str().replace('-', "")).parse().ok()?,
            number,
            code: code.and_then(|code| code.parse().ok()).unwrap_or_else(|| self.new_code(&guid)),
            guid,
            kind: kind_of(kind.as_deref()),
            track: None,
            title: title?,
            subtitle: o.optional("subtitle", any_words(500)).flatten(),
            abstract_text: o.optional("abstract", paragraphs).flatten().unwrap_or_default(),
            description: o.optional("description", paragraphs).flatten(),
            format: kind,
            language: o.optional("language", any_words(40)).flatten(),
            people,
            minutes: minutes?,
            not_recorded: o.optional("do_not_record", boolean).unwrap_or(false),
            recording_license: o.optional("recording_license", any_words(200)).flatten(),
            state: State::Confirmed,
            links,
            logo: o.optional("logo", any_words(2000)).flatten(),
            origin_url: origin_url.or(url.filter(|_| !self.ours)).and_then(|url| self.absolute(&url)),
            wishes: Wishes::default(),
            carried: carried(o, &["feedback_url", "video_download_url", "do_not_stream"]),
        };
        let place = o.pointer("").trim_end_matches('/').to_owned();
        Some(ImportedSession { session, track, room: room.to_owned(), starts_at: starts_at?, place })
    }

    /// `date` is an instant. Files without it have `start`, a local time on the enclosing day.
    fn starts_at(&self, o: &Object<'_>, day: Date) -> Option<Timestamp> {
        if o.has("date") {
            return o.required("date", |v| self.instant(any_text(v)?));
        }
        o.required("start", |v| {
            let time: Time = any_text(v)?.parse().map_err(|_| Phrase::of("must-be-time-of-day-9"))?;
            self.instant(&day.to_datetime(time).to_string())
        })
    }

    fn links(&self, o: &Object<'_>, key: &'static str, attached: bool) -> Vec<Link> {
        let read = |link: Object<'_>| {
            let url = link.required("url", |v| {
                let text = any_text(v)?.trim();
                self.absolute(text).ok_or_else(|| Phrase::of("must-be-web-address"))
            });
            let kind = link.optional("type", any_words(40)).flatten();
            let title = link.optional("title", any_words(500)).flatten();
            Some(Link { kind: kind.as_deref().map_or(LinkKind::Web, link_kind), url: url?, title, attached })
        };
        o.objects(key).into_iter().filter_map(read).collect()
    }

    /// URLs can be relative to `base_url`.
    fn absolute(&self, url: &str) -> Option<String> {
        let is_web = |url: &str| url.starts_with("https://") || url.starts_with("http://");
        let fine = |url: &str| url.len() <= 2000 && !url.contains(|c: char| c.is_control() || " \"<>".contains(c));
        if !fine(url) {
            return None;
        }
        if is_web(url) {
            return Some(url.to_owned());
        }
        let base = self.base_url.as_deref().filter(|base| is_web(base) && fine(base))?;
        if url.is_empty() || url.contains(':') || url.starts_with("//") {
            return None;
        }
        let host = base.match_indices('/').nth(2).map_or(base, |(at, _)| &base[..at]);
        let folder = if url.starts_with('/') { host } else { base.rfind('/').map_or(base, |at| &base[..=at]) };
        Some(format!("{folder}{url}"))
    }

    /// The code of a session that has none: derived from its guid, so that importing a file again gives the same code.
    fn new_code(&mut self, guid: &Guid) -> Code {
        let digits: String = guid.as_str().chars().filter(char::is_ascii_hexdigit).take(15).collect();
        let mut random = u64::from_str_radix(&digits, 16).unwrap_or(0);
        loop {
            let code = Code::from_random(random);
            if self.known.insert(format!("code {code}"), String::new()).is_none() {
                return code;
            }
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        }
    }
}

fn kind_of(kind: Option<&str>) -> Kind {
    let kind = kind.unwrap_or_default().to_lowercase();
    match kind.as_str() {
        "bof" | "birds of a feather" => Kind::Bof,
        other if other == BREAK.to_lowercase() => Kind::Entry,
        _ => Kind::Talk,
    }
}

fn link_kind(kind: &str) -> LinkKind {
    match kind {
        "media" | "recording" | "video" => LinkKind::Recording,
        "slides" => LinkKind::Slides,
        "paper" => LinkKind::Paper,
        "web" => LinkKind::Web,
        "blog" => LinkKind::Blog,
        "article" => LinkKind::Article,
        "activitypub" => LinkKind::Activitypub,
        _ => LinkKind::Related,
    }
}

/// Hours and minutes, optionally seconds: `00:30`, `1:30:00`.
fn duration(value: &Value) -> Result<u32, Phrase> {
    let expected = || Phrase::of("must-be-duration").arg("hours", MINUTES_MAX / 60);
    let text = any_text(value)?;
    let parts: Vec<_> = text.split(':').collect();
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let minutes = match numbers[..] {
        [hours, minutes] | [hours, minutes, 0] if minutes < 60 && parts.len() == numbers.len() && hours <= 24 => {
            hours * 60 + minutes
        }
        _ => return Err(expected()),
    };
    if (1..=MINUTES_MAX).contains(&minutes) { Ok(minutes) } else { Err(expected()) }
}
