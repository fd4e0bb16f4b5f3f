//! A person's own calendar: two editions with a zone each, around the night in which the clocks change.

mod edition;
#[path = "edition/english.rs"]
mod english;

use domain::conference::Conference;
use domain::live::Links;
use domain::timetable::{Draft, Drafted, Guid, Placement, Release, publish};
use expect_test::expect;
use formats::ical::{Deadline, OwnSession, Personal, personal};
use formats::published::Published;
use jiff::Timestamp;
use serde_json::json;

use english::English;

const LONDON: &str = "https://plumbline.example.org/conferences/london-2023";

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn london() -> Conference {
    let document = json!({
        "id": "london-2023", "series": "demo", "name": "London 2023",
        "starts_on": "2023-10-28", "ends_on": "2023-10-30", "time_zone": "Europe/London",
        "contact": "contact@example.org", "organizers": ["organizer@example.org"],
        "place": {"name": "Hall", "city": "London", "country": "United Kingdom"},
        "registration": {"opens": "2023-01-01T09:00:00", "closes": "2023-10-20T18:00:00"},
        "rooms": [{"id": "big", "name": "Big room", "live_url": "https://live.example.org/1?a=1,2"}],
        "pools": [{"id": "general", "capacity": 10}],
    });
    domain::conference::read(&document).expect("the definition is right")
}

/// A session at nine on the day before the clocks change, and one at nine on the day after.
fn london_release() -> Release {
    let placed = |number: u32, title: &str, starts_at: &str| {
        let session = edition::session(number, None, title, &[]);
        let room = "big".parse().expect("a room");
        let placement = Placement { room, starts_at: at(starts_at), minutes: 30, override_reason: None };
        Drafted { session, placement: Some(placement) }
    };
    let sessions = vec![placed(1, "Before", "2023-10-28T08:00:00Z"), placed(2, "After", "2023-10-30T09:00:00Z")];
    publish(&london(), &Draft { sessions }, None, Timestamp::UNIX_EPOCH).expect("sessions").release
}

fn calendar(live: bool) -> String {
    let (conference, release) = (london(), london_release());
    let (other, others) = (edition::conference(), edition::release());
    let own = |released| OwnSession {
        released,
        live: live.then(|| Links::of_room(&conference.rooms[0])),
        live_text: if live { "Watch: https://live.example.org/1?a=1,2".into() } else { String::new() },
        live_changed_at: live.then(|| at("2023-10-28T07:45:00Z")),
    };
    let plain = |released| OwnSession { released, live: None, live_text: String::new(), live_changed_at: None };
    let deadline = Deadline {
        guid: Guid::named(&["offer"]),
        at: at("2023-10-01T17:00:00Z"),
        since: at("2023-09-28T17:00:00Z"),
        title: "Accept your pass, soon: London 2023".into(),
        text: "We hold a pass\nfor you.".into(),
        url: "https://plumbline.example.org/me".into(),
    };
    let editions = [
        Personal {
            published: Published { conference: &conference, release: &release, home: LONDON },
            words: &English,
            sessions: release.sessions.iter().map(own).collect(),
            deadlines: vec![deadline],
        },
        Personal {
            published: Published { conference: &other, release: &others, home: edition::HOME },
            words: &English,
            sessions: others.sessions.iter().map(plain).collect(),
            deadlines: Vec::new(),
        },
    ];
    personal("My programme", &editions)
}

#[test]
fn each_zone_is_defined_once_and_has_its_own_name() {
    let text = calendar(false);
    for zone in ["Europe/London", "America/New_York"] {
        assert_eq!(text.matches(&format!("TZID:{zone}\r\n")).count(), 1, "{text}");
    }
    assert!(!text.contains("TZID:GMT") && !text.contains("TZID=GMT"), "{text}");
    assert!(text.contains("DTSTART;TZID=Europe/London:20231028T090000\r\n"), "{text}");
    assert!(text.contains("DTSTART;TZID=Europe/London:20231030T090000\r\n"), "{text}");
    // The zone covers the deadline too, which is weeks before the sessions.
    assert!(text.contains("DTSTART;TZID=Europe/London:20231001T173000\r\n"), "{text}");
    let zone = &text[text.find("BEGIN:VTIMEZONE").expect("a zone")..];
    expect![[r"
        BEGIN:VTIMEZONE
        TZID:Europe/London
        BEGIN:STANDARD
        DTSTART:20221030T020000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0000
        TZNAME:GMT
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:20230326T010000
        TZOFFSETFROM:+0000
        TZOFFSETTO:+0100
        TZNAME:BST
        END:DAYLIGHT
        BEGIN:STANDARD
        DTSTART:20231029T020000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0000
        TZNAME:GMT
        END:STANDARD
    "]]
    .assert_eq(&zone[..zone.find("BEGIN:DAYLIGHT\r\nDTSTART:2024").unwrap_or(0)].replace("\r\n", "\n"));
}

#[test]
fn links_and_deadlines_are_as_programs_read_them() {
    let text = calendar(true);
    let event = |title: &str| {
        let title = text.find(title).expect("the event");
        let from = text[..title].rfind("BEGIN:VEVENT").expect("its beginning");
        let until = title + text[title..].find("END:VEVENT").expect("its end");
        text[from..until].replace("\r\n", "\n")
    };
    expect![[r"
        BEGIN:VEVENT
        DESCRIPTION:Watch: https://live.example.org/1?a=1\,2\n\nhttps://plumbline.e
         xample.org/conferences/london-2023/sessions/s1
        DTEND;TZID=Europe/London:20231028T093000
        DTSTAMP:20231028T074500Z
        DTSTART;TZID=Europe/London:20231028T090000
        LAST-MODIFIED:20231028T074500Z
        LOCATION:Big room\, Hall\, London\, United Kingdom
        SEQUENCE:0
        STATUS:CONFIRMED
        SUMMARY:Before
        UID:13db4f43-1501-80e4-a3f4-59180d7d6931
        URL:https://plumbline.example.org/conferences/london-2023/sessions/s1
        CONFERENCE;FEATURE=VIDEO;VALUE=URI:https://live.example.org/1?a=1,2
    "]]
    .assert_eq(&event("SUMMARY:Before"));
    expect![[r"
        BEGIN:VEVENT
        DESCRIPTION:We hold a pass\nfor you.\n\nhttps://plumbline.example.org/me
        DTEND;TZID=Europe/London:20231001T180000
        DTSTAMP:20230928T170000Z
        DTSTART;TZID=Europe/London:20231001T173000
        LAST-MODIFIED:20230928T170000Z
        LOCATION:Hall\, London\, United Kingdom
        SEQUENCE:0
        STATUS:CONFIRMED
        SUMMARY:Accept your pass\, soon: London 2023
        TRANSP:TRANSPARENT
        UID:881c6c5d-3d44-8214-9438-a154ea71a401
        URL:https://plumbline.example.org/me
        BEGIN:VALARM
        ACTION:DISPLAY
        DESCRIPTION:Accept your pass\, soon: London 2023
        TRIGGER;RELATED=END:-PT2H
        END:VALARM
    "]]
    .assert_eq(&event("SUMMARY:Accept"));
    assert!(text.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"), "{text}");
    for line in text.split("\r\n") {
        assert!(line.len() <= 75 && !line.contains(char::is_control), "{line:?}");
    }
}

#[test]
fn a_person_with_nothing_has_a_calendar_with_one_component() {
    let text = personal("My programme", &[]);
    assert!(text.contains("X-WR-CALNAME:My programme\r\n") && !text.contains("BEGIN:VEVENT"), "{text}");
    assert!(text.contains("BEGIN:VTIMEZONE\r\nTZID:UTC\r\n"), "a calendar without a component is none: {text}");
}
