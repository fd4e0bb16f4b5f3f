//! The edition that follows from the form: its definition, and the sessions of its timetable.

use std::collections::BTreeSet;

use contract::setup::{StartingPoint, Taken};
use domain::conference::{self, Conference, PoolId};
use domain::input::ValidationError;
use domain::phrase::Phrase;
use domain::timetable::{Draft, Drafted, check};
use formats::schedule::import::Imported;
use jiff::Timestamp;
use messages::Messages;
use serde_json::{Map, Value, json};

use crate::asked::{Asked, Basics, Changes, Named};
use crate::imported;
use crate::template::{self, Days};

/// In bytes. The table stores a definition in one item of at most 400 KB.
const DEFINITION_MAX: usize = 350 * 1024;

/// The definition before names and capacities are changed.
pub(crate) struct Base {
    pub(crate) document: Value,
    file: Option<(Imported, bool)>,
}

pub(crate) struct Plan {
    pub(crate) document: Value,
    pub(crate) conference: Conference,
    pub(crate) sessions: Vec<Drafted>,
    pub(crate) taken: Taken,
}

type Errors = Vec<ValidationError>;

/// What the template or the file gives.
pub(crate) fn base(asked: &Asked, now: Timestamp, words: Messages) -> Result<Base, Errors> {
    let basics = &asked.basics;
    let (days, parts, file) = if let Some(schedule) = &asked.schedule {
        let file = imported::read(schedule)?;
        let days = imported::days(basics, &file, now)?;
        let parts = imported::parts(&file, &days, words);
        (days, parts, Some((file, schedule.is_part)))
    } else {
        let days = typed_days(basics, now)?;
        let parts = template::parts(asked.from, &days, words);
        (days, parts, None)
    };
    days.check_not_over()?;
    let mut document = beginning(basics, &days, words);
    if let (Value::Object(document), Value::Object(parts)) = (&mut document, parts) {
        document.extend(parts);
    }
    Ok(Base { document, file })
}

fn typed_days(basics: &Basics, now: Timestamp) -> Result<Days, Errors> {
    let missing = |key: &str| vec![ValidationError { pointer: format!("/{key}"), detail: Phrase::of("required") }];
    let first = basics.starts_on.ok_or_else(|| missing("starts_on"))?;
    let last = basics.ends_on.ok_or_else(|| missing("ends_on"))?;
    // A template writes something for each day, so the limit of a definition is checked first.
    if (last - first).get_days() > 60 {
        let detail = Phrase::of("must-be-within-60-days");
        return Err(vec![ValidationError { pointer: "/ends_on".into(), detail }]);
    }
    let zone = basics.time_zone.clone().ok_or_else(|| missing("time_zone"))?;
    Ok(Days::of(first, last, zone, now))
}

/// The keys of the edition itself.
fn beginning(basics: &Basics, days: &Days, words: Messages) -> Value {
    json!({
        "id": basics.id,
        "series": series(basics.id.as_str()),
        "name": basics.name,
        "starts_on": days.first,
        "ends_on": days.last,
        "time_zone": days.zone.iana_name().unwrap_or("UTC"),
        "language": words.language.tag().split('-').next().filter(|tag| *tag == "de").unwrap_or("en"),
        "contact": basics.organizer,
        "organizers": [basics.organizer],
        "place": basics.place,
    })
}

/// The id without the year at its end.
fn series(id: &str) -> &str {
    match id.rsplit_once('-') {
        Some((series, year)) if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) => series,
        _ => id,
    }
}

impl Base {
    /// Applies other names and capacities, and checks the whole.
    pub(crate) fn finish(&self, asked: &Asked, words: Messages) -> Result<Plan, Errors> {
        let mut document = self.document.clone();
        let mut errors = apply(&mut document, &asked.changes);
        let read = conference::read(&document).map_err(|errors| placed(errors, &document));
        let conference = match read {
            Ok(conference) if errors.is_empty() => conference,
            Ok(_) => return Err(errors),
            Err(others) => {
                errors.extend(others);
                return Err(errors);
            }
        };
        if document.to_string().len() > DEFINITION_MAX {
            let detail = Phrase::of("setup-definition-too-large").arg("max", DEFINITION_MAX);
            return Err(vec![ValidationError { pointer: "/schedule".into(), detail }]);
        }
        let (sessions, colliding) = self.sessions(&conference, words)?;
        let people = sessions.iter().flat_map(|drafted| &drafted.session.people);
        let taken = Taken {
            days: conference.each_day().len(),
            rooms: conference.rooms.len(),
            tracks: conference.tracks.len(),
            blocks: conference.blocks.len(),
            breaks: conference.breaks.len(),
            people: people.map(|person| &person.guid).collect::<BTreeSet<_>>().len(),
            sessions: sessions.len(),
            colliding,
        };
        Ok(Plan { document, conference, sessions, taken })
    }

    /// The sessions of the file. Those that collide are placed as they were, with the reason.
    fn sessions(&self, conference: &Conference, words: Messages) -> Result<(Vec<Drafted>, usize), Errors> {
        let Some((file, is_part)) = &self.file else { return Ok((Vec::new(), 0)) };
        // The file has the names that its rooms and tracks had before they were changed.
        let named = conference::read(&self.document).map_err(|errors| placed(errors, &self.document))?;
        let mut draft = Draft { sessions: file.fit(&named).map_err(|errors| imported::within(errors, *is_part))? };
        let colliding: BTreeSet<_> = check(conference, &draft).into_iter().map(|(id, _)| id).collect();
        let reason = words.t("setup-import-reason").to_string();
        for drafted in draft.sessions.iter_mut().filter(|drafted| colliding.contains(&drafted.session.id)) {
            if let Some(placement) = &mut drafted.placement {
                placement.override_reason = Some(reason.clone());
            }
        }
        Ok((draft.sessions, colliding.len()))
    }
}

fn apply(document: &mut Value, changes: &Changes) -> Errors {
    let mut errors = Vec::new();
    if let Some(opens) = &changes.opens {
        document["registration"]["opens"] = json!(opens);
    }
    if let Some(closes) = &changes.closes {
        document["registration"]["closes"] = json!(closes);
    }
    for (list, named) in [("rooms", &changes.rooms), ("tracks", &changes.tracks)] {
        for (id, Named { name, capacity }) in named {
            let Some(item) = item(document, list, id) else {
                errors.extend(changes.is_strict.then(|| unknown(list, id)));
                continue;
            };
            if let Some(name) = name {
                item.insert("name".into(), json!(name));
            }
            if let Some(capacity) = capacity {
                item.insert("capacity".into(), json!(capacity));
            }
        }
    }
    for (id, capacity) in &changes.pools {
        match (item(document, "pools", id), *capacity) {
            (Some(_), 0) if id == PoolId::VIRTUAL => {
                document["pools"].as_array_mut().into_iter().for_each(|pools| pools.retain(|pool| pool["id"] != *id));
            }
            (Some(pool), capacity) => {
                pool.insert("capacity".into(), json!(capacity));
            }
            (None, 0) if id == PoolId::VIRTUAL => {}
            (None, capacity) if id == PoolId::VIRTUAL => {
                let pool = json!({ "id": id, "capacity": capacity });
                document["pools"].as_array_mut().into_iter().for_each(|pools| pools.push(pool.clone()));
            }
            (None, _) => errors.extend(changes.is_strict.then(|| unknown("pools", id))),
        }
    }
    errors
}

fn item<'a>(document: &'a mut Value, list: &str, id: &str) -> Option<&'a mut Map<String, Value>> {
    let items = document.get_mut(list)?.as_array_mut()?;
    items.iter_mut().find(|item| item["id"] == id)?.as_object_mut()
}

fn unknown(list: &str, id: &str) -> ValidationError {
    let shown: String = id.chars().take(40).collect();
    ValidationError { pointer: format!("/{list}/{shown}"), detail: Phrase::of("setup-no-such-id") }
}

/// The errors of a definition at the values that were asked for: `/rooms/0/name` is `/rooms/main/name`.
fn placed(errors: Errors, document: &Value) -> Errors {
    let place = |error: ValidationError| {
        let mut parts = error.pointer.splitn(4, '/').skip(1);
        let pointer = match (parts.next(), parts.next(), parts.next()) {
            (Some("organizers" | "contact"), _, _) => "/organizer".to_owned(),
            (Some("series" | "acronym"), _, _) => "/id".to_owned(),
            (Some(list @ ("rooms" | "tracks" | "pools")), Some(at), rest) => {
                let id = at.parse::<usize>().ok().and_then(|at| document[list][at]["id"].as_str());
                format!("/{list}/{}{}", id.unwrap_or(at), rest.map(|rest| format!("/{rest}")).unwrap_or_default())
            }
            (Some("blocks" | "breaks" | "bof_slots" | "hours"), _, _) => "/schedule".to_owned(),
            _ => error.pointer.clone(),
        };
        ValidationError { pointer, ..error }
    };
    errors.into_iter().map(place).collect()
}

/// The open pools with their capacities. Every form has a field for virtual passes; 0 means none.
pub(crate) fn pools(document: &Value) -> Vec<(String, String)> {
    let capacity = |id: &str| {
        let pool = document["pools"].as_array().into_iter().flatten().find(|pool| pool["id"] == id);
        pool.map_or_else(|| "0".to_owned(), |pool| pool["capacity"].to_string())
    };
    ["general", "virtual"].map(|id| (id.to_owned(), capacity(id))).to_vec()
}

/// Whether sessions come with it.
pub(crate) fn is_file(from: StartingPoint) -> bool {
    from == StartingPoint::File
}
