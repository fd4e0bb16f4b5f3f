//! Imports schedules: exporting them again gives the same content, and errors name their position.

mod edition;

use domain::conference::{Conference, Recording};
use domain::input::ValidationError;
use domain::timetable::{Draft, publish};
use expect_test::{Expect, expect};
use formats::published::Published;
use formats::schedule::import::{self, Imported};
use formats::schedule::{json, schedule, xml};
use jiff::Timestamp;
use messages::Messages;
use proptest::prelude::*;
use serde_json::{Map, Value, json as value};

const EXAMPLE: &str = include_str!("../../../tests/formats/example-schedule.json");

/// An edition with the rooms, tracks and days of a file.
fn edition_of(imported: &Imported, id: &str) -> Conference {
    let slug = |n: usize, kind: &str| format!("{kind}-{n}");
    let rooms = imported.rooms.iter().enumerate();
    let tracks = imported.tracks.iter().enumerate();
    let zone = imported.time_zone.as_ref().and_then(|zone| zone.iana_name()).unwrap_or("UTC");
    let document = value!({
        "id": id, "series": "demo", "name": imported.title, "acronym": imported.acronym,
        "starts_on": imported.days.first().expect("a day").to_string(),
        "ends_on": imported.days.last().expect("a day").to_string(),
        "time_zone": zone,
        "contact": "contact@example.org", "organizers": ["organizer@example.org"],
        "place": {"name": "Hall", "city": "Here", "country": "There"},
        "registration": {"opens": "2020-01-01T09:00:00Z", "closes": "2020-02-01T18:00:00Z"},
        "rooms": rooms.map(|(n, (name, _))| value!({"id": slug(n, "room"), "name": name})).collect::<Vec<_>>(),
        "tracks": tracks
            .map(|(n, name)| value!({"id": slug(n, "track"), "name": name, "kind": "other", "description": "x"}))
            .collect::<Vec<_>>(),
        "pools": [{"id": "general", "capacity": 10}],
    });
    domain::conference::read(&document).expect("the definition is right")
}

/// The sessions of a file, published in an edition that fits it.
fn exported<T>(imported: &Imported, write: impl FnOnce(&Published<'_>) -> T) -> T {
    let conference = edition_of(imported, "imported");
    let sessions = imported.fit(&conference).expect("it fits");
    let release = publish(&conference, &Draft { sessions }, None, Timestamp::UNIX_EPOCH).expect("sessions").release;
    write(&Published { conference: &conference, release: &release, home: edition::HOME })
}

fn as_json(imported: &Imported) -> Value {
    let text = exported(imported, |published| json(&schedule(published)));
    serde_json::from_str(&text).expect("JSON")
}

/// Events by guid, normalized for comparison: instants in one zone, and null or empty values removed.
fn events(document: &Value) -> Vec<(String, Map<String, Value>)> {
    let days = document["schedule"]["conference"]["days"].as_array().expect("days");
    let mut events = Vec::new();
    for day in days {
        for list in day["rooms"].as_object().expect("rooms").values() {
            for event in list.as_array().expect("events") {
                let mut event = meant(event);
                event.insert("day".into(), day["date"].clone());
                events.push((event["guid"].to_string(), event));
            }
        }
    }
    events.sort_by(|a, b| a.0.cmp(&b.0));
    events
}

fn meant(object: &Value) -> Map<String, Value> {
    let absent =
        |value: &Value| value.is_null() || value.as_str() == Some("") || value.as_array().is_some_and(Vec::is_empty);
    let mut map: Map<_, _> = object.as_object().expect("an object").clone();
    map.retain(|_, value| !absent(value));
    if let Some(date) = map.get("date").and_then(Value::as_str) {
        map.insert("date".into(), value!(date.parse::<Timestamp>().expect("an instant").to_string()));
    }
    // Follows from the date and the duration.
    map.remove("start");
    map.remove("end");
    if let Some(Value::Array(persons)) = map.get("persons") {
        let persons = persons.iter().map(meant).map(|mut person| {
            // An older field for the name.
            if let Some(name) = person.remove("public_name") {
                person.insert("name".into(), name);
            }
            Value::Object(person)
        });
        map.insert("persons".into(), persons.collect());
    }
    map
}

#[test]
fn the_example_is_exported_as_it_was_imported() {
    let imported = import::json(EXAMPLE.as_bytes()).expect("it reads");
    assert_eq!((imported.sessions.len(), imported.rooms.len(), imported.days.len()), (36, 2, 3));
    let (before, after) = (events(&serde_json::from_str(EXAMPLE).expect("JSON")), events(&as_json(&imported)));
    assert_eq!(before.len(), after.len());
    for ((_, mut before), (_, mut after)) in before.into_iter().zip(after) {
        // Pages and slugs are ours; the original page is the origin.
        assert_eq!(before.remove("url"), after.remove("origin_url"));
        for ours in ["slug", "url", "code"] {
            before.remove(ours);
            after.remove(ours);
        }
        // Every person has a guid here.
        for person in after.get_mut("persons").and_then(Value::as_array_mut).into_iter().flatten() {
            person.as_object_mut().expect("a person").remove("guid").expect("a guid");
        }
        assert_eq!(before, after);
    }
}

#[test]
fn the_exported_example_is_valid_by_the_public_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../tests/formats/schedule.schema.json")).expect("a schema");
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
    let document = as_json(&import::json(EXAMPLE.as_bytes()).expect("it reads"));
    let errors: Vec<_> = validator.iter_errors(&document).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert_eq!(errors, [""; 0]);
}

#[test]
fn xml_imports_like_json() {
    let imported = import::json(EXAMPLE.as_bytes()).expect("it reads");
    let text = exported(&imported, |published| xml(&schedule(published)));
    let again = import::xml(text.as_bytes()).expect("our own XML reads");
    let sessions = |imported: &Imported| {
        let mut all = imported.sessions.clone();
        for session in &mut all {
            session.place.clear();
            for person in &mut session.session.people {
                // XML has no elements for these.
                person.code = None;
                person.biography = None;
                person.carried.clear();
            }
        }
        all.sort_by(|a, b| a.session.id.cmp(&b.session.id));
        all
    };
    assert_eq!(sessions(&imported), sessions(&again));
    assert_eq!(imported.tracks, again.tracks);
    assert_eq!(imported.days, again.days);
}

#[test]
fn importing_our_own_export_gives_the_same_file() {
    let (conference, release) = (edition::conference(), edition::release());
    let published = Published { conference: &conference, release: &release, home: edition::HOME };
    let first = json(&schedule(&published));
    let imported = import::json(first.as_bytes()).expect("our own JSON reads");
    let mut conference = conference.clone();
    conference.rooms.iter_mut().for_each(|room| room.recording = Recording::Unknown);
    let sessions = imported.fit(&conference).expect("it fits");
    // Breaks come from the definition.
    assert_eq!(sessions.len(), 4);
    let again = publish(&conference, &Draft { sessions }, None, release.published_at).expect("sessions").release;
    let second = json(&schedule(&Published { release: &again, conference: &conference, home: edition::HOME }));
    let strip = |mut events: Vec<(String, Map<String, Value>)>| {
        // Our page addresses contain an id that the file lacks.
        for (_, event) in &mut events {
            event.remove("url");
        }
        events
    };
    let read = |text: &str| strip(events(&serde_json::from_str(text).expect("JSON")));
    assert_eq!(read(&first), read(&second));
}

#[test]
fn fields_without_a_counterpart_are_exported_again() {
    let mut document: Value = serde_json::from_str(EXAMPLE).expect("JSON");
    let event = &mut document["schedule"]["conference"]["days"][0]["rooms"]["Gray Room"][0];
    event["feedback_url"] = value!("https://example.org/feedback");
    event["do_not_stream"] = value!(true);
    event["links"] = value!([{"type": "article", "url": "https://example.org/a", "title": "An article"}]);
    event["attachments"] = value!([{"type": "slides", "url": "/media/slides.pdf"}]);
    event["persons"][0]["avatar"] = value!("https://example.org/avatar.png");
    let imported = import::json(document.to_string().as_bytes()).expect("it reads");
    let document = as_json(&imported);
    let event = &document["schedule"]["conference"]["days"][0]["rooms"]["Gray Room"][0];
    assert_eq!(event["feedback_url"], "https://example.org/feedback");
    assert_eq!(event["do_not_stream"], true);
    assert_eq!(event["links"][0]["title"], "An article");
    assert_eq!(event["attachments"][0]["url"], "http://localhost/media/slides.pdf");
    assert_eq!(event["persons"][0]["avatar"], "https://example.org/avatar.png");
}

fn small() -> Value {
    value!({"schedule": {"version": "1", "conference": {
        "acronym": "demo", "title": "Demo", "time_zone_name": "Europe/Berlin",
        "rooms": [{"name": "Big"}],
        "days": [{"index": 1, "date": "2030-10-27", "rooms": {"Big": [{
            "id": 1, "guid": "13db4f43-1501-80e4-a3f4-59180d7d6931", "title": "Talk",
            "date": "2030-10-27T09:00:00", "duration": "00:30", "room": "Big", "type": "Talk",
        }]}}],
    }}})
}

fn errors_of(errors: &[ValidationError]) -> String {
    errors.iter().map(|error| Messages::default().error_line(error)).collect::<Vec<_>>().join("\n")
}

fn check(change: impl FnOnce(&mut Value), expected: &Expect) {
    let mut document = small();
    change(&mut document["schedule"]["conference"]);
    let shown = match import::json(document.to_string().as_bytes()) {
        Ok(imported) => imported.sessions.iter().map(|s| s.starts_at.to_string()).collect::<Vec<_>>().join(", "),
        Err(errors) => errors_of(&errors),
    };
    expected.assert_eq(&shown);
}

#[test]
fn every_error_in_a_file_names_its_position() {
    check(|_| (), &expect!["2030-10-27T08:00:00Z"]);
    check(
        |c| c["time_zone_name"] = value!("Mars/Olympus"),
        &expect![[r#"
        /schedule/conference/time_zone_name: "Mars/Olympus" is not an IANA time zone such as America/New_York
        /schedule/conference/days/0/rooms/Big/0/date: must be a time with its offset, such as 2023-11-13T09:00:00-05:00: no zone is named"#]],
    );
    check(
        |c| {
            let event = &mut c["days"][0]["rooms"]["Big"][0];
            event["date"] = value!("2030-10-27T02:30:00");
            event["duration"] = value!("00:00");
            event["guid"] = value!("1");
            event["room"] = value!("Small");
        },
        &expect![[r"
            /schedule/conference/days/0/rooms/Big/0/guid: must be a UUID such as 0e8e2b53-7a75-4f4a-9d2c-55c54cbb3a3e
            /schedule/conference/days/0/rooms/Big/0/room: is Small, but it stands in the list of Big
            /schedule/conference/days/0/rooms/Big/0/date: 2030-10-27T02:30:00 occurs twice there, with offset +02 and with +01; give it with the one you mean
            /schedule/conference/days/0/rooms/Big/0/duration: must be hours and minutes such as 00:30, one minute to 24 hours"]],
    );
    check(
        |c| c["days"][0]["rooms"]["Big"][0]["date"] = value!("2030-03-31T02:30:00"),
        &expect![
            "/schedule/conference/days/0/rooms/Big/0/date: 2030-03-31T02:30:00 does not exist there: clocks skip it; give it with an offset"
        ],
    );
    check(
        |c| {
            let twin = c["days"][0]["rooms"]["Big"][0].clone();
            c["days"][0]["rooms"]["Big"].as_array_mut().expect("events").push(twin);
        },
        &expect![[r"
            /schedule/conference/days/0/rooms/Big/1/id: 1 is that of /schedule/conference/days/0/rooms/Big/0 too
            /schedule/conference/days/0/rooms/Big/1/guid: 13db4f43-1501-80e4-a3f4-59180d7d6931 is that of /schedule/conference/days/0/rooms/Big/0 too"]],
    );
    check(
        |c| c["days"][0]["rooms"]["Attic"] = value!([]),
        &expect!["/schedule/conference/days/0/rooms/Attic: is not one of the conference's rooms"],
    );
    check(
        |c| c["days"][0]["rooms"]["Big"][0]["end"] = value!("2030-10-27T08:00:00"),
        &expect!["/schedule/conference/days/0/rooms/Big/0/end: must be after its start, 2030-10-27T08:00:00Z"],
    );
    check(
        |c| {
            c["days"][0]["day_start"] = value!("2030-10-27T09:00:00+01:00");
            c["days"][0]["day_end"] = value!("2030-10-27T09:00:00+01:00");
        },
        &expect!["/schedule/conference/days/0/day_end: must be after day_start, 2030-10-27T08:00:00Z"],
    );
    check(
        |c| c["days"][0]["rooms"]["Big"][0]["links"] = value!([{"url": "javascript:alert(1)"}]),
        &expect![
            "/schedule/conference/days/0/rooms/Big/0/links/0/url: must be a web address that begins with https:// or http://"
        ],
    );
    check(
        |c| {
            c.as_object_mut().expect("an object").remove("time_zone_name");
        },
        &expect![
            "/schedule/conference/days/0/rooms/Big/0/date: must be a time with its offset, such as 2023-11-13T09:00:00-05:00: no zone is named"
        ],
    );
}

#[test]
fn every_mismatch_with_the_edition_names_its_position() {
    let imported = import::json(EXAMPLE.as_bytes()).expect("it reads");
    let errors = imported.fit(&edition::conference()).expect_err("other rooms, tracks and days");
    assert_eq!(errors.len(), 2 + 2 + 36);
    expect![[r"
        /schedule/conference/days/0/rooms/Gray Room/0/room: there is no room Gray Room; there are Big <room>, Small room
        /schedule/conference/days/0/rooms/Gray Room/0/track: there is no track Phased; there are Net & more, BoFs
        /schedule/conference/days/0/rooms/Gray Room/0/date: is outside the conference, which is from 2023-11-04 to 2023-11-06"]].assert_eq(&errors_of(&errors[..3]));
}

fn check_xml(text: &str, expected: &Expect) {
    expected.assert_eq(
        &import::xml(text.as_bytes())
            .map_or_else(|errors| errors_of(&errors), |imported| format!("{} sessions", imported.sessions.len())),
    );
}

#[test]
fn xml_that_could_do_harm_is_refused() {
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE schedule [<!ENTITY a \"aaaa\">]>\n<schedule>&a;</schedule>";
    check_xml(bomb, &expect!["/: line 2: has a document type; a schedule is read without one"]);
    check_xml(
        "<schedule>\n<version>&xxe;</version></schedule>",
        &expect!["/: line 2: has the entity &xxe;; only amp, lt, gt, quot and apos are read"],
    );
    check_xml(
        "<schedule generator=\"&xxe;\"/>",
        &expect!["/: line 1: cannot be read: at 1..4: unrecognized entity `xxe`"],
    );
    check_xml(&"<schedule>".repeat(100), &expect!["/: line 1: is nested too deep for a schedule"]);
    check_xml(
        "<schedule>\n<conference>\n</schedule>",
        &expect![
            "/: line 3: cannot be read: ill-formed document: expected `</conference>`, but `</schedule>` was found"
        ],
    );
    check_xml("<rss/>", &expect!["/: line 1: is <rss>, not <schedule>"]);
    check_xml("", &expect!["/: line 1: has no element"]);
    check_xml(
        "<schedule/>",
        &expect![[r"
        /schedule/conference/title: is required (line 1)
        /schedule/conference/acronym: is required (line 1)"]],
    );
    let large = format!("<schedule>{}</schedule>", " ".repeat(import::LIMIT));
    check_xml(&large, &expect!["/: has 5242901 bytes; a schedule of at most 5242880 bytes is read"]);
}

#[test]
fn an_error_in_xml_names_its_line() {
    let text = r#"<schedule><version>1</version>
<conference><acronym>demo</acronym><title>Demo &amp; more</title><time_zone_name>Europe/Berlin</time_zone_name></conference>
<day index="1" date="2030-10-27" start="2030-10-27T09:00:00+01:00" end="2030-10-27T18:00:00+01:00">
<room name="Big">
<event id="0" guid="13db4f43-1501-80e4-a3f4-59180d7d6931">
<room>Big</room><title>Talk</title><type>Talk</type>
<date>2030-10-27T02:30:00</date><start>02:30</start>
<duration>00:75</duration></event>
</room></day></schedule>"#;
    check_xml(
        text,
        &expect![[r"
        /schedule/conference/days/0/rooms/Big/0/id: must be a whole number between 1 and 4294967295 (line 5)
        /schedule/conference/days/0/rooms/Big/0/date: 2030-10-27T02:30:00 occurs twice there, with offset +02 and with +01; give it with the one you mean (line 7)
        /schedule/conference/days/0/rooms/Big/0/duration: must be hours and minutes such as 00:30, one minute to 24 hours (line 8)"]],
    );
    let fixed = text.replace("id=\"0\"", "id=\"7\"").replace("02:30:00<", "02:30:00+01:00<").replace("00:75", "01:15");
    check_xml(&fixed, &expect!["1 sessions"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Both formats preserve any text of a talk.
    #[test]
    fn texts_survive_export_and_import(title in "\\PC{1,60}", text in "(\\PC|\n){0,200}") {
        let title = title.trim();
        prop_assume!(!title.is_empty());
        let mut document = small();
        let event = &mut document["schedule"]["conference"]["days"][0]["rooms"]["Big"][0];
        event["title"] = value!(title);
        event["abstract"] = value!(text);
        let imported = import::json(document.to_string().as_bytes()).expect("it reads");
        let sessions = |imported: &Imported| {
            let all = imported.sessions.iter().map(|s| (s.session.title.clone(), s.session.abstract_text.clone()));
            all.collect::<Vec<_>>()
        };
        let (in_json, in_xml) = exported(&imported, |p| (json(&schedule(p)), xml(&schedule(p))));
        prop_assert_eq!(sessions(&imported), sessions(&import::json(in_json.as_bytes()).expect("our JSON reads")));
        prop_assert_eq!(sessions(&imported), sessions(&import::xml(in_xml.as_bytes()).expect("our XML reads")));
    }

    /// Any input is parsed or refused; none panics.
    #[test]
    fn the_reader_never_panics(text in "(<|>|/|&|;|schedule|day|room|event| |\"|=|[a-z]){0,60}") {
        let _ = import::xml(text.as_bytes());
        let _ = import::json(text.as_bytes());
    }
}
