//! Reads what a person asks for: the edition's name and place, what it starts from, and other names and capacities.

use std::collections::BTreeMap;

use contract::setup::StartingPoint;
use domain::conference::ConferenceId;
use domain::input::{Object, Reading, Source, ValidationError, any_text, integer, line, one_of, parsed};
use domain::new_track::id_of;
use domain::pass::CAPACITY_MAX;
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

/// The first step.
#[derive(Clone, Debug)]
pub(crate) struct Basics {
    pub(crate) name: String,
    pub(crate) id: ConferenceId,
    pub(crate) place: Value,
    pub(crate) starts_on: Option<Date>,
    pub(crate) ends_on: Option<Date>,
    pub(crate) time_zone: Option<TimeZone>,
    pub(crate) organizer: EmailAddress,
}

/// All steps.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) basics: Basics,
    pub(crate) from: StartingPoint,
    /// The text of a file; its errors are reported inside it if it is a part of a JSON document.
    pub(crate) schedule: Option<Schedule>,
    pub(crate) changes: Changes,
}

#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    pub(crate) text: String,
    pub(crate) is_part: bool,
}

/// Other values than those of the template or the file, by id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    pub(crate) rooms: BTreeMap<String, Named>,
    pub(crate) tracks: BTreeMap<String, Named>,
    pub(crate) pools: BTreeMap<String, u64>,
    pub(crate) opens: Option<String>,
    pub(crate) closes: Option<String>,
    /// Whether an id that is not there is an error. A form carries those of another template.
    pub(crate) is_strict: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Named {
    pub(crate) name: Option<String>,
    pub(crate) capacity: Option<u64>,
}

pub(crate) const STARTING_POINTS: &[(&str, StartingPoint)] = &[
    ("microconferences", StartingPoint::Microconferences),
    ("single_track", StartingPoint::SingleTrack),
    ("call_only", StartingPoint::CallOnly),
    ("file", StartingPoint::File),
];

/// Reads the fields of the first step only.
pub(crate) fn basics(document: &Value, source: Source) -> Result<Basics, Vec<ValidationError>> {
    let reading = Reading::new(source);
    let read = reading.root(document).and_then(|o| read_basics(&o));
    reading.finish(read)
}

/// Reads all fields.
pub(crate) fn all(document: &Value, source: Source) -> Result<Asked, Vec<ValidationError>> {
    let reading = Reading::new(source);
    let read = reading.root(document).and_then(|o| {
        let basics = read_basics(&o);
        let schedule = schedule(document);
        o.ignore("schedule");
        let from = match (&schedule, o.has("template")) {
            (Some(_), false) => Some(StartingPoint::File),
            _ => o.required("template", one_of(STARTING_POINTS)),
        };
        let schedule = schedule.filter(|_| from.is_none_or(|from| from == StartingPoint::File));
        if from == Some(StartingPoint::File) && schedule.is_none() {
            o.reject("schedule", Phrase::of("setup-schedule-required"));
        }
        if let (Some(basics), Some(from)) = (&basics, from) {
            days_are_there(&o, basics, from);
        }
        let changes = changes(&o, source);
        o.done();
        Some(Asked { basics: basics?, from: from?, schedule, changes })
    });
    reading.finish(read)
}

/// A template needs days and zone; a file has its own.
fn days_are_there(o: &Object<'_>, basics: &Basics, from: StartingPoint) {
    if from == StartingPoint::File {
        return;
    }
    let there = [
        ("starts_on", basics.starts_on.is_some()),
        ("ends_on", basics.ends_on.is_some()),
        ("time_zone", basics.time_zone.is_some()),
    ];
    for (key, _) in there.into_iter().filter(|(_, there)| !there) {
        o.reject(key, Phrase::of("setup-required-with-template"));
    }
}

fn read_basics(o: &Object<'_>) -> Option<Basics> {
    let name = o.required("name", line(200));
    let typed = o.optional("id", parsed::<ConferenceId>);
    let place = o.required_object("place").and_then(place);
    let starts_on = o.optional("starts_on", day);
    let ends_on = o.optional("ends_on", day);
    if let (Some(first), Some(last)) = (starts_on, ends_on)
        && last < first
    {
        o.reject("ends_on", Phrase::of("must-not-be-before-starts-on").arg("first", first));
    }
    let time_zone = o.optional("time_zone", |v| domain::instant::zone(any_text(v)?));
    let organizer = o.required("organizer", parsed);
    let name = name?;
    let id = typed.or_else(|| {
        let from_name = id_of(&name).parse();
        from_name.map_err(|_| o.reject("id", Phrase::of("setup-id-required"))).ok()
    });
    Some(Basics { name, id: id?, place: place?, starts_on, ends_on, time_zone, organizer: organizer? })
}

fn place(o: Object<'_>) -> Option<Value> {
    let name = o.required("name", line(200));
    let address = o.optional("address", line(200));
    let city = o.required("city", line(200));
    let country = o.required("country", line(100));
    o.done();
    let mut place = json!({ "name": name?, "city": city?, "country": country? });
    if let Some(address) = address {
        place["address"] = address.into();
    }
    Some(place)
}

fn day(value: &Value) -> Result<Date, Phrase> {
    any_text(value)?.trim().parse().map_err(|_| Phrase::of("setup-day"))
}

fn schedule(document: &Value) -> Option<Schedule> {
    match &document["schedule"] {
        Value::Null => None,
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(text) => Some(Schedule { text: text.clone(), is_part: false }),
        part => Some(Schedule { text: part.to_string(), is_part: true }),
    }
}

fn changes(o: &Object<'_>, source: Source) -> Changes {
    let mut changes = Changes { is_strict: source == Source::Typed, ..Changes::default() };
    if let Some(rooms) = o.optional_object("rooms") {
        changes.rooms = by_id(&rooms, |room| Named {
            name: room.optional("name", line(100)),
            capacity: room.optional("capacity", integer(1, 100_000)),
        });
    }
    if let Some(tracks) = o.optional_object("tracks") {
        changes.tracks = by_id(&tracks, |track| Named { name: track.optional("name", line(200)), capacity: None });
    }
    if let Some(pools) = o.optional_object("pools") {
        let read = |pool: &Object<'_>| pool.optional("capacity", integer(0, CAPACITY_MAX));
        changes.pools = by_id(&pools, read).into_iter().filter_map(|(id, capacity)| Some((id, capacity?))).collect();
    }
    if let Some(registration) = o.optional_object("registration") {
        changes.opens = registration.optional("opens", line(100));
        changes.closes = registration.optional("closes", line(100));
        registration.done();
    }
    changes
}

fn by_id<T>(o: &Object<'_>, read: impl Fn(&Object<'_>) -> T) -> BTreeMap<String, T> {
    let read = |(id, entry): (&str, Object<'_>)| {
        let value = read(&entry);
        entry.done();
        (id.to_owned(), value)
    };
    o.objects_by_key().into_iter().map(read).collect()
}

/// The object of a document that is one.
pub(crate) fn object(document: &Value) -> &Map<String, Value> {
    document.as_object().expect("a definition is an object")
}
