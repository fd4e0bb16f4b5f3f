//! Exports one release in every format and checks the properties that clients rely on. The release spans the end of
//! daylight saving time in New York, and its texts contain markup.

mod edition;
#[path = "edition/english.rs"]
mod english;

use std::collections::BTreeSet;

use domain::timetable::{Guid, SessionId};
use expect_test::expect;
use formats::ical::{self, Of};
use formats::published::Published;
use formats::{jsonld, schedule};
use serde_json::Value;

use edition::{conference, release};
use english::English;

fn with<T>(check: impl FnOnce(&Published<'_>) -> T) -> T {
    let (conference, release) = (conference(), release());
    check(&Published { conference: &conference, release: &release, home: edition::HOME })
}

fn json() -> Value {
    with(|published| serde_json::from_str(&schedule::json(&schedule::schedule(published))).expect("JSON"))
}

fn xml() -> String {
    with(|published| schedule::xml(&schedule::schedule(published)))
}

fn calendar(of: Of<'_>) -> String {
    with(|published| ical::calendar(published, of, &English))
}

/// The unfolded lines of a calendar.
fn unfolded(calendar: &str) -> Vec<String> {
    calendar.replace("\r\n ", "").lines().map(str::to_owned).collect()
}

/// The properties of each event by name, without parameters.
fn events(calendar: &str) -> Vec<Vec<(String, String)>> {
    let mut events: Vec<Vec<_>> = Vec::new();
    for line in unfolded(calendar) {
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        if line == "BEGIN:VEVENT" {
            events.push(Vec::new());
        } else if let Some(event) = events.last_mut() {
            event.push((name.split(';').next().unwrap_or(name).to_owned(), value.to_owned()));
        }
    }
    events
}

#[test]
fn the_json_is_valid_by_the_public_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../tests/formats/schedule.schema.json")).expect("a schema");
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
    let errors: Vec<_> = validator.iter_errors(&json()).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert_eq!(errors, [""; 0]);
}

#[test]
fn an_event_in_json() {
    let document = json();
    let event = &document["schedule"]["conference"]["days"][1]["rooms"]["Big <room>"][0];
    expect![[r#"
        {
          "id": 1,
          "guid": "13db4f43-1501-80e4-a3f4-59180d7d6931",
          "code": "322222",
          "logo": "",
          "date": "2023-11-05T09:00:00-05:00",
          "start": "09:00",
          "end": "2023-11-05T09:30:00-05:00",
          "duration": "00:30",
          "room": "Big <room>",
          "slug": "demo2023-1-a-title-with-marks-a-break",
          "url": "https://plumbline.example.org/conferences/demo-2023/sessions/s1",
          "title": "A <title>, with; marks & a ☃ break",
          "subtitle": "=cmd()",
          "track": null,
          "type": "Talk",
          "language": "en",
          "abstract": "]]> & \"quotes\"\nsecond line, long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long ",
          "description": "",
          "recording_license": "",
          "do_not_record": false,
          "persons": [
            {
              "guid": "c4ede59b-6062-83f6-8e73-ccba45c86909",
              "name": "Ann"
            }
          ],
          "links": [
            {
              "type": "media",
              "url": "https://example.org/x?a=1&b=2"
            }
          ],
          "attachments": [
            {
              "type": "slides",
              "url": "https://example.org/x?a=1&b=2"
            }
          ]
        }"#]].assert_eq(&serde_json::to_string_pretty(event).expect("JSON"));
}

#[test]
fn an_event_in_xml() {
    let xml = xml();
    let from = xml.find("<event id=\"2\"").expect("the BoF");
    let until = from + xml[from..].find("</event>").expect("its end");
    expect![[r#"
        <event id="2" guid="e6589e45-493b-82be-9d14-b179c3350284" code="422222">
            <room>Small room</room>
            <title>Birds</title>
            <subtitle/>
            <type>BoF</type>
            <date>2023-11-04T09:00:00-04:00</date>
            <start>09:00</start>
            <duration>00:30</duration>
            <abstract/>
            <slug>demo2023-2-birds</slug>
            <track>BoFs</track>
            <logo/>
            <persons>
             <person guid="2f21e8b5-45b8-8710-87c7-37da1aa95cf6">Ben</person>
            </persons>
            <language/>
            <description/>
            <recording>
             <license/>
             <optout>true</optout>
            </recording>
            <links/>
            <attachments/>
            <url>https://plumbline.example.org/conferences/demo-2023/sessions/s2</url>"#]]
    .assert_eq(xml[from..until].trim_end());
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <schedule>
         <generator name="plumbline" version="0.1.0"/>
         <url>https://plumbline.example.org/conferences/demo-2023/timetable</url>
         <version>2</version>
         <conference>
          <acronym>demo2023</acronym>
          <title>Demo 2023</title>
          <start>2023-11-04</start>
          <end>2023-11-06</end>
          <days>3</days>
          <timeslot_duration>00:05</timeslot_duration>
          <base_url>https://plumbline.example.org/conferences/demo-2023/</base_url>
          <url>https://plumbline.example.org/conferences/demo-2023/timetable</url>
          <time_zone_name>America/New_York</time_zone_name>
          <track name="Net &amp; more" slug="net"/>
          <track name="BoFs" slug="bof"/>
         </conference>
         <day index="1" date="2023-11-04" start="2023-11-04T09:00:00-04:00" end="2023-11-04T18:00:00-04:00">
          <room name="Big &lt;room&gt;" guid="0705cc2b-236d-81c9-892c-bc1ebcff1c39">"#]]
    .assert_eq(xml[..xml.find("<event ").expect("an event")].trim_end());
}

#[test]
fn ids_guids_codes_and_slugs_are_unique() {
    let document = json();
    let days = document["schedule"]["conference"]["days"].as_array().expect("days");
    let rooms = days.iter().flat_map(|day| day["rooms"].as_object().expect("rooms").values());
    let events: Vec<_> = rooms.flat_map(|room| room.as_array().expect("events")).collect();
    for key in ["id", "guid", "slug"] {
        let values: BTreeSet<_> = events.iter().map(|event| event[key].to_string()).collect();
        assert_eq!(values.len(), events.len(), "{key}");
    }
    // Three sessions take place; lunch is in two rooms on each of three days.
    assert_eq!(events.len(), 4 + 6);
}

#[test]
fn every_event_has_the_fields_that_apps_require() {
    // Giggity drops events without these fields. XML: guid or id, title, start or date, duration. Calendar: UID,
    // summary, location, start, end.
    let xml = xml();
    let events: Vec<_> = xml.split("<event ").skip(1).collect();
    assert_eq!(events.len(), 10);
    for event in events {
        for part in ["guid=\"", "<title>", "<start>", "<date>", "<duration>"] {
            assert!(event.contains(part), "{part} in {event}");
        }
    }
    assert!(xml.contains("<time_zone_name>America/New_York</time_zone_name>"));
    let events = events_of(Of::Whole);
    assert_eq!(events.len(), 5 + 3);
    for event in events {
        for name in ["UID", "SUMMARY", "LOCATION", "DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "STATUS"]
        {
            let found = event.iter().filter(|(key, value)| key == name && !value.is_empty()).count();
            assert_eq!(found, 1, "{name} of {event:?}");
        }
    }
}

fn events_of(of: Of<'_>) -> Vec<Vec<(String, String)>> {
    events(&calendar(of))
}

#[test]
fn a_calendar_defines_its_zone_and_the_right_instants() {
    let text = calendar(Of::These(&["s1".parse().expect("an id"), "s3".parse().expect("an id")]));
    expect![[r#"
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Plumbline//Timetable//EN
        CALSCALE:GREGORIAN
        NAME:Demo 2023
        X-WR-CALNAME:Demo 2023
        X-PUBLISHED-TTL:PT1H
        REFRESH-INTERVAL;VALUE=DURATION:PT1H
        BEGIN:VTIMEZONE
        TZID:America/New_York
        BEGIN:DAYLIGHT
        DTSTART:20230312T020000
        TZOFFSETFROM:-0500
        TZOFFSETTO:-0400
        TZNAME:EDT
        END:DAYLIGHT
        BEGIN:STANDARD
        DTSTART:20231105T020000
        TZOFFSETFROM:-0400
        TZOFFSETTO:-0500
        TZNAME:EST
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:20240310T020000
        TZOFFSETFROM:-0500
        TZOFFSETTO:-0400
        TZNAME:EDT
        END:DAYLIGHT
        END:VTIMEZONE
        BEGIN:VEVENT
        DESCRIPTION:Ann\n\n]]> & "quotes"\nsecond line\, long long long long long l
         ong long long long long long long long long long long long long long long 
         long long long long long long long long long long long long long long lon
         g long long long long long\n\nhttps://plumbline.example.org/conferences/de
         mo-2023/sessions/s1
        DTEND;TZID=America/New_York:20231105T093000
        DTSTAMP:19700101T000000Z
        DTSTART;TZID=America/New_York:20231105T090000
        LAST-MODIFIED:19700101T000000Z
        LOCATION:Big <room>\, Hall\, New York\, United States
        SEQUENCE:0
        STATUS:CONFIRMED
        SUMMARY:A <title>\, with\; marks & a ☃ break
        UID:13db4f43-1501-80e4-a3f4-59180d7d6931
        URL:https://plumbline.example.org/conferences/demo-2023/sessions/s1
        END:VEVENT
        BEGIN:VEVENT
        CATEGORIES:Net & more
        DESCRIPTION:Ann\n\nhttps://plumbline.example.org/conferences/demo-2023/sess
         ions/s3
        DTEND;TZID=America/New_York:20231106T093000
        DTSTAMP:19700101T000000Z
        DTSTART;TZID=America/New_York:20231106T090000
        LAST-MODIFIED:19700101T000000Z
        LOCATION:Big <room>\, Hall\, New York\, United States
        SEQUENCE:0
        STATUS:CONFIRMED
        SUMMARY:After the clocks
        UID:fb615341-b07a-846d-b3c0-23e379eef31d
        URL:https://plumbline.example.org/conferences/demo-2023/sessions/s3
        END:VEVENT
        END:VCALENDAR
    "#]]
    .assert_eq(&text.replace("\r\n", "\n"));
}

#[test]
fn calendar_lines_are_short_and_clean() {
    let text = calendar(Of::Whole);
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.contains(char::is_control), "{line:?}");
    }
}

#[test]
fn cancelled_sessions_stay_in_formats_with_a_status() {
    let status = |event: &Vec<(String, String)>| event.iter().find(|(key, _)| key == "STATUS").map(|(_, v)| v.clone());
    let all: Vec<_> = events_of(Of::Whole).iter().filter_map(status).collect();
    assert_eq!(all.iter().filter(|s| *s == "CANCELLED").count(), 1);
    assert!(all.iter().all(|s| ["TENTATIVE", "CONFIRMED", "CANCELLED"].contains(&s.as_str())), "{all:?}");
    assert!(!xml().contains("Cancelled talk"), "the format cannot say cancelled, so it is not in it");
    assert!(with(schedule::csv).contains("cancelled,Cancelled talk"));
}

#[test]
fn calendars_of_a_track_a_person_and_one_session_select_their_sessions() {
    let titles = |of: Of<'_>| -> Vec<_> {
        let summary =
            |event: &Vec<(String, String)>| event.iter().find(|(k, _)| k == "SUMMARY").map(|(_, v)| v.clone());
        events_of(of).iter().filter_map(summary).collect()
    };
    let track = "net".parse().expect("a track");
    assert_eq!(titles(Of::Track(&track)), ["After the clocks", "Cancelled talk"]);
    assert_eq!(
        titles(Of::Person(&Guid::named(&["Ann"]))),
        ["A <title>\\, with\\; marks & a ☃ break", "After the clocks"]
    );
    // People who are only required to attend stay private, so the session is not in their public calendar.
    assert_eq!(titles(Of::Person(&Guid::named(&["Eve"]))), [""; 0]);
    let one: [SessionId; 1] = ["s2".parse().expect("an id")];
    assert_eq!(titles(Of::These(&one)), ["Birds"]);
    for text in [calendar(Of::Whole), xml(), json().to_string()] {
        assert!(!text.contains("Eve"));
    }
}

#[test]
fn a_bof_is_marked_as_not_recorded_in_every_format() {
    let xml = xml();
    let bof = &xml[xml.find("<event id=\"2\"").expect("the BoF")..];
    assert!(bof[..bof.find("</event>").expect("its end")].contains("<optout>true</optout>"));
    let document = json();
    let rooms = &document["schedule"]["conference"]["days"][0]["rooms"];
    let bof = rooms["Small room"].as_array().expect("events").iter().find(|event| event["id"] == 2).expect("the BoF");
    assert_eq!(bof["do_not_record"], true);
    assert!(calendar(Of::Whole).contains("Not recorded."));
    assert!(with(schedule::csv).contains(",no,https"));
}

#[test]
fn breaks_survive() {
    assert_eq!(xml().matches("<title>Lunch</title>").count(), 6);
    assert_eq!(calendar(Of::Whole).matches("SUMMARY:Lunch").count(), 3);
}

#[test]
fn people_are_a_name_and_a_guid() {
    let document = json();
    let person = &document["schedule"]["conference"]["days"][1]["rooms"]["Big <room>"][0]["persons"][0];
    let keys: Vec<_> = person.as_object().expect("a person").keys().cloned().collect();
    assert_eq!(keys, ["guid", "name"]);
}

#[test]
fn without_a_change_a_file_is_the_same() {
    assert_eq!(xml(), xml());
    assert_eq!(calendar(Of::Whole), calendar(Of::Whole));
}

#[test]
fn json_ld_has_the_fields_for_search_engines() {
    let text = with(jsonld::timetable);
    assert!(!text.contains('<'), "it could end its script element");
    let event: Value = serde_json::from_str(&text).expect("JSON");
    for key in ["@context", "@type", "name", "startDate", "endDate", "location", "eventAttendanceMode", "eventStatus"] {
        assert!(!event[key].is_null(), "{key}");
    }
    assert_eq!(event["eventAttendanceMode"], "https://schema.org/OfflineEventAttendanceMode");
    let sessions = event["subEvent"].as_array().expect("sessions");
    assert_eq!(sessions.len(), 4);
    for session in sessions {
        assert_eq!(session["location"]["address"]["addressLocality"], "New York");
        assert!(session["startDate"].as_str().expect("a start").contains("-0"), "with its offset");
    }
    let one = with(|published| jsonld::of_session(published, &published.release.sessions[0]));
    expect![[r#"{"@type":"Event","@id":"https://plumbline.example.org/conferences/demo-2023/sessions/s2","identifier":"e6589e45-493b-82be-9d14-b179c3350284","name":"Birds","url":"https://plumbline.example.org/conferences/demo-2023/sessions/s2","startDate":"2023-11-04T09:00:00-04:00","endDate":"2023-11-04T09:30:00-04:00","eventStatus":"https://schema.org/EventScheduled","eventAttendanceMode":"https://schema.org/OfflineEventAttendanceMode","location":{"@type":"Place","name":"Small room, Hall","address":{"@type":"PostalAddress","addressLocality":"New York","addressCountry":"United States"}},"organizer":{"@type":"Organization","name":"Demo 2023","url":"https://plumbline.example.org/conferences/demo-2023"},"performer":[{"@type":"Person","name":"Ben"}],"superEvent":{"@type":"Event","@id":"https://plumbline.example.org/conferences/demo-2023","name":"Demo 2023","url":"https://plumbline.example.org/conferences/demo-2023","startDate":"2023-11-04T09:00:00-04:00","endDate":"2023-11-06T18:00:00-05:00","eventStatus":"https://schema.org/EventScheduled","eventAttendanceMode":"https://schema.org/OfflineEventAttendanceMode","location":{"@type":"Place","name":"Hall","address":{"@type":"PostalAddress","addressLocality":"New York","addressCountry":"United States"}},"organizer":{"@type":"Organization","name":"Demo 2023","url":"https://plumbline.example.org/conferences/demo-2023"}},"@context":"https://schema.org"}"#]].assert_eq(&one);
}

#[test]
fn a_table_opens_in_a_spreadsheet() {
    expect![[r#"
        ﻿number,code,id,state,title,track,type,people,room,starts_at,ends_at,local_start,minutes,recorded,url,abstract
        2,422222,s2,confirmed,Birds,BoFs,BoF,Ben,Small room,2023-11-04T13:00:00Z,2023-11-04T13:30:00Z,2023-11-04 09:00,30,no,https://plumbline.example.org/conferences/demo-2023/sessions/s2,
        4,622222,s4,tentative,In the hour that comes twice,,Talk,,Small room,2023-11-05T06:30:00Z,2023-11-05T07:00:00Z,2023-11-05 01:30,30,yes,https://plumbline.example.org/conferences/demo-2023/sessions/s4,
        1,322222,s1,confirmed,"A <title>, with; marks & a ☃ break",,Talk,Ann,Big <room>,2023-11-05T14:00:00Z,2023-11-05T14:30:00Z,2023-11-05 09:00,30,yes,https://plumbline.example.org/conferences/demo-2023/sessions/s1,"]]> & ""quotes""
        second line, long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long "
        3,522222,s3,confirmed,After the clocks,Net & more,Talk,Ann,Big <room>,2023-11-06T14:00:00Z,2023-11-06T14:30:00Z,2023-11-06 09:00,30,yes,https://plumbline.example.org/conferences/demo-2023/sessions/s3,
        5,722222,s5,cancelled,Cancelled talk,Net & more,Talk,,Small room,2023-11-06T15:00:00Z,2023-11-06T15:30:00Z,2023-11-06 10:00,30,yes,https://plumbline.example.org/conferences/demo-2023/sessions/s5,
    "#]].assert_eq(&with(schedule::csv).replace("\r\n", "\n"));
}
