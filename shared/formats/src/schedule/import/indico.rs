//! Parses Indico's timetable JSON (`/export/timetable/{id}.json`): days of entries, where a session block has entries
//! of its own. A session's title is a track here, its block a block, its contributions are sessions.

use std::collections::{BTreeSet, HashMap};

use domain::conference::Period;
use domain::input::{Object, Reading, Source, ValidationError, any_text, one_of};
use domain::instant::zone;
use domain::person::PersonName;
use domain::phrase::Phrase;
use domain::timetable::{Code, Guid, Kind, MINUTES_MAX, Participant, Role, Session, State, Wishes};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::html::markdown;
use super::words::{any_words, paragraphs, words};
use super::{Imported, ImportedBlock, ImportedBreak, ImportedSession, SESSIONS};

/// Numbers of entries that have none in the file begin here: no edition counts so far.
const OWN_NUMBERS: u32 = 1 << 30;

/// Where an entry without a room and a location takes place.
const SOMEWHERE: &str = "Main room";

/// Indico's words for the kinds of entries.
#[derive(Clone, Copy, PartialEq)]
enum EntryType {
    Session,
    Contribution,
    Break,
}

const ENTRY_TYPES: &[(&str, EntryType)] =
    &[("Session", EntryType::Session), ("Contribution", EntryType::Contribution), ("Break", EntryType::Break)];

/// Parses the document, or returns all its errors.
pub fn indico(document: &Value) -> Result<Imported, Vec<ValidationError>> {
    let reading = Reading::new(Source::Typed);
    let imported = reading.root(document).and_then(|root| {
        let results = root.required_object("results")?;
        let mut events = results.objects_by_key();
        if events.len() != 1 {
            root.reject("results", Phrase::of("schedule-one-event").arg("count", events.len()));
            return None;
        }
        let (event, days) = events.remove(0);
        let mut reader = Reader::new(event);
        for (_, day) in days.objects_by_key() {
            reader.entries(day.objects_by_key(), None);
        }
        if reader.imported.sessions.len() > SESSIONS {
            root.reject("results", Phrase::of("schedule-too-many").arg("max", SESSIONS));
        }
        Some(reader.finish())
    });
    reading.finish(imported)
}

/// The session block around an entry.
#[derive(Clone)]
struct Around {
    track: String,
    room: String,
}

/// State of the parser.
struct Reader<'a> {
    event: &'a str,
    imported: Imported,
    days: BTreeSet<Date>,
    /// Pointers of the contributions so far, by number.
    numbers: HashMap<u32, String>,
    codes: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    fn new(event: &'a str) -> Self {
        let imported = Imported {
            title: String::new(),
            acronym: String::new(),
            time_zone: None,
            days: Vec::new(),
            rooms: Vec::new(),
            tracks: Vec::new(),
            sessions: Vec::new(),
            blocks: Vec::new(),
            breaks: Vec::new(),
        };
        Self { event, imported, days: BTreeSet::new(), numbers: HashMap::new(), codes: BTreeSet::new() }
    }

    fn entries(&mut self, entries: Vec<(&str, Object<'_>)>, around: Option<&Around>) {
        for (key, entry) in entries {
            self.entry(key, &entry, around);
        }
    }

    fn entry(&mut self, key: &str, o: &Object<'_>, around: Option<&Around>) {
        let kind = o.required("entryType", one_of(ENTRY_TYPES));
        let title = o.required("title", words(500));
        let period = self.period(o);
        let (Some(kind), Some(title), Some(period)) = (kind, title, period) else { return };
        let named = o.optional("room", any_words(100)).flatten();
        let named = named.or_else(|| around.map(|around| around.room.clone()));
        // A break outside of blocks that names no room is one for everybody; `finish` finds a room for its entry.
        let is_for_all = kind == EntryType::Break && named.is_none();
        let located = || o.optional("location", any_words(100)).flatten().unwrap_or_else(|| SOMEWHERE.to_owned());
        let room = if is_for_all { String::new() } else { named.unwrap_or_else(located) };
        match kind {
            EntryType::Session => self.block(o, &title, room, period),
            EntryType::Contribution => {
                let session = self.session(key, o, title, period, Kind::Talk);
                self.add(o, session, around.map(|around| around.track.clone()), room, period);
            }
            EntryType::Break => {
                let of = (!is_for_all).then(|| room.clone());
                self.imported.breaks.push(ImportedBreak { label: cut(&title, 100), room: of, period });
                let session = self.session(key, o, title, period, Kind::Entry);
                self.add(o, session, None, room, period);
            }
        }
    }

    fn block(&mut self, o: &Object<'_>, title: &str, room: String, period: Period) {
        let track = cut(title, 200);
        if !self.imported.tracks.contains(&track) {
            self.imported.tracks.push(track.clone());
        }
        self.note_room(&room);
        self.imported.blocks.push(ImportedBlock { track: track.clone(), room: room.clone(), period });
        let around = Around { track, room };
        // Indico writes an empty object as an empty list.
        if !o.is_empty_list("entries")
            && let Some(entries) = o.optional_object("entries")
        {
            self.entries(entries.objects_by_key(), Some(&around));
        }
    }

    fn note_room(&mut self, room: &str) {
        if !self.imported.rooms.iter().any(|(name, _)| name == room) {
            self.imported.rooms.push((room.to_owned(), None));
        }
    }

    fn add(&mut self, o: &Object<'_>, session: Option<Session>, track: Option<String>, room: String, period: Period) {
        let Some(session) = session else { return };
        if !room.is_empty() {
            self.note_room(&room);
        }
        let place = o.pointer("").trim_end_matches('/').to_owned();
        self.imported.sessions.push(ImportedSession { session, track, room, starts_at: period.starts_at, place });
    }

    fn period(&mut self, o: &Object<'_>) -> Option<Period> {
        let (starts_at, ends_at) = (self.instant(o, "startDate"), self.instant(o, "endDate"));
        let period = Period { starts_at: starts_at?, ends_at: ends_at? };
        if period.ends_at <= period.starts_at {
            o.reject("endDate", Phrase::of("schedule-end-after-start"));
        } else if period.minutes() > MINUTES_MAX || period.minutes() == 0 {
            o.reject("endDate", Phrase::of("schedule-end-hours").arg("hours", MINUTES_MAX / 60));
        } else {
            return Some(period);
        }
        None
    }

    fn instant(&mut self, o: &Object<'_>, key: &'static str) -> Option<jiff::Timestamp> {
        let at = o.required_object(key)?;
        let expected_day = || Phrase::of("must-be-day");
        let date: Option<Date> = at.required("date", |v| any_text(v)?.parse().map_err(|_| expected_day()));
        let expected_time = || Phrase::of("must-be-time-of-day-seconds");
        let time: Option<Time> = at.required("time", |v| any_text(v)?.parse().map_err(|_| expected_time()));
        let tz: Option<TimeZone> = at.required("tz", |v| zone(any_text(v)?));
        let (date, time, tz) = (date?, time?, tz?);
        if key == "startDate" {
            self.days.insert(date);
        }
        let at = tz.to_ambiguous_timestamp(date.to_datetime(time)).compatible().ok();
        self.imported.time_zone.get_or_insert(tz);
        at
    }

    fn session(&mut self, key: &str, o: &Object<'_>, title: String, period: Period, kind: Kind) -> Option<Session> {
        let guid = Guid::named(&["indico", self.event, key]);
        let has_number = kind == Kind::Talk && o.has("contributionId");
        let number = if has_number { Some(self.number(o)?) } else { None };
        let number = number.unwrap_or_else(|| self.own_number(&guid, o));
        let mut people = Vec::new();
        for list in ["presenters", "speakers"] {
            if people.is_empty() {
                people = o.objects(list).iter().filter_map(person).collect();
            }
        }
        let text = o.optional("description", any_text_of).flatten();
        let url = o.optional("url", any_words(2000)).flatten();
        Some(Session {
            id: format!("x{}", guid.as_str().replace('-', "")).parse().ok()?,
            number,
            code: self.code(&guid),
            guid,
            kind,
            track: None,
            title,
            subtitle: None,
            abstract_text: text.unwrap_or_default(),
            description: None,
            format: None,
            language: None,
            people,
            minutes: period.minutes(),
            not_recorded: false,
            recording_license: None,
            state: State::Confirmed,
            links: Vec::new(),
            logo: None,
            origin_url: url.filter(|url| url.starts_with("https://") || url.starts_with("http://")),
            wishes: Wishes::default(),
            carried: Map::new(),
        })
    }

    /// The contribution's own id, which is unique in Indico; `None` if it is wrong.
    fn number(&mut self, o: &Object<'_>) -> Option<u32> {
        let read = |value: &Value| {
            let text = value.as_u64().map(|n| n.to_string()).or_else(|| value.as_str().map(str::to_owned));
            let number = text.and_then(|text| text.trim().parse::<u32>().ok());
            number.filter(|n| (1..OWN_NUMBERS).contains(n)).ok_or_else(|| Phrase::of("must-be-whole"))
        };
        let number = o.required("contributionId", read)?;
        let here = o.pointer("").trim_end_matches('/').to_owned();
        if let Some(first) = self.numbers.insert(number, here) {
            o.reject("contributionId", Phrase::of("schedule-number-twice").arg("number", number).arg("first", first));
            return None;
        }
        Some(number)
    }

    /// Follows from the guid, so that importing a file again gives the same number.
    fn own_number(&mut self, guid: &Guid, o: &Object<'_>) -> u32 {
        let digits: String = guid.as_str().chars().filter(char::is_ascii_hexdigit).take(7).collect();
        let mut number = OWN_NUMBERS + u32::from_str_radix(&digits, 16).unwrap_or(0);
        while self.numbers.contains_key(&number) {
            number += 1;
        }
        self.numbers.insert(number, o.pointer(""));
        number
    }

    /// The same for the code.
    fn code(&mut self, guid: &Guid) -> Code {
        let digits: String = guid.as_str().chars().filter(char::is_ascii_hexdigit).take(15).collect();
        let mut random = u64::from_str_radix(&digits, 16).unwrap_or(0);
        loop {
            let code = Code::from_random(random);
            if self.codes.insert(code.to_string()) {
                return code;
            }
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        }
    }

    fn finish(mut self) -> Imported {
        self.imported.days = std::mem::take(&mut self.days).into_iter().collect();
        if self.imported.rooms.is_empty() {
            self.note_room(SOMEWHERE);
        }
        let first = self.imported.rooms.first().map(|(name, _)| name.clone()).unwrap_or_default();
        for session in self.imported.sessions.iter_mut().filter(|session| session.room.is_empty()) {
            session.room.clone_from(&first);
        }
        self.imported
    }
}

/// A presenter. The guid follows from the name: what Indico gives of an address must not lead back to it.
fn person(o: &Object<'_>) -> Option<Participant> {
    let given = o.optional("firstName", any_words(100)).flatten();
    let family = o.optional("familyName", any_words(100)).flatten();
    let name = if let (Some(given), Some(family)) = (given, family) {
        format!("{given} {family}")
    } else {
        let name = o.required("name", words(200))?;
        // Indico writes "Family, Given" in some versions.
        name.split_once(", ").map(|(family, given)| format!("{given} {family}")).unwrap_or(name)
    };
    let name: PersonName = name.parse().map_err(|detail: Phrase| o.reject("name", detail)).ok()?;
    let guid = Guid::named(&["imported", &format!("name {name}"), name.as_str()]);
    Some(Participant {
        guid,
        key: None,
        name,
        role: Role::Speaker,
        unavailable: Vec::new(),
        code: None,
        biography: None,
        carried: Map::new(),
    })
}

fn any_text_of(value: &Value) -> Result<Option<String>, Phrase> {
    paragraphs(&Value::String(markdown(any_text(value)?)))
}

fn cut(text: &str, max: usize) -> String {
    text.chars().take(max).collect::<String>().trim_end().to_owned()
}
