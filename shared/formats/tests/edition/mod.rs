//! The edition that the tests export: three days in New York. Daylight saving ends in the night before the second.

use domain::conference::Conference;
use domain::person::PersonName;
use domain::timetable::{
    Code, Draft, Drafted, Guid, Kind, Link, LinkKind, Participant, Placement, Release, Role, Session, State, Wishes,
    publish,
};
use jiff::Timestamp;
use serde_json::{Map, json};

pub(crate) const HOME: &str = "https://plumbline.example.org/conferences/demo-2023";

pub(crate) fn conference() -> Conference {
    let document = json!({
        "id": "demo-2023", "series": "demo", "name": "Demo 2023",
        "starts_on": "2023-11-04", "ends_on": "2023-11-06", "time_zone": "America/New_York",
        "contact": "contact@example.org", "organizers": ["organizer@example.org"],
        "place": {"name": "Hall", "city": "New York", "country": "United States"},
        "registration": {"opens": "2023-01-01T09:00:00", "closes": "2023-10-30T18:00:00"},
        "rooms": [
            {"id": "big", "name": "Big <room>", "capacity": 100, "recording": "by_default", "features": ["stage"]},
            {"id": "small", "name": "Small room"},
        ],
        "tracks": [
            {"id": "net", "name": "Net & more", "kind": "microconference", "description": "x"},
            {"id": "bof", "name": "BoFs", "kind": "bof", "description": "x"},
        ],
        "pools": [{"id": "general", "capacity": 10}],
        "breaks": [
            {"label": "Lunch", "starts": "2023-11-04T12:30:00", "minutes": 60},
            {"label": "Lunch", "starts": "2023-11-05T12:30:00", "minutes": 60},
            {"label": "Lunch", "starts": "2023-11-06T12:30:00", "minutes": 60},
        ],
    });
    domain::conference::read(&document).expect("the definition is right")
}

fn person(name: &str, role: Role) -> Participant {
    Participant {
        guid: Guid::named(&[name]),
        key: None,
        name: name.parse::<PersonName>().expect("a name"),
        role,
        unavailable: Vec::new(),
        code: None,
        biography: None,
        carried: Map::new(),
    }
}

pub(crate) fn session(number: u32, track: Option<&str>, title: &str, people: &[(&str, Role)]) -> Session {
    Session {
        id: format!("s{number}").parse().expect("an id"),
        number,
        code: Code::from_random(u64::from(number)),
        guid: Guid::named(&["session", &number.to_string()]),
        kind: if track == Some("bof") { Kind::Bof } else { Kind::Talk },
        track: track.map(|track| track.parse().expect("a track")),
        title: title.into(),
        subtitle: None,
        abstract_text: String::new(),
        description: None,
        format: None,
        language: None,
        people: people.iter().map(|(name, role)| person(name, *role)).collect(),
        minutes: 30,
        not_recorded: false,
        recording_license: None,
        state: State::Confirmed,
        links: Vec::new(),
        logo: None,
        origin_url: None,
        wishes: Wishes::default(),
        carried: Map::new(),
    }
}

fn placed(session: Session, room: &str, starts_at: &str) -> Drafted {
    let placement = Placement {
        room: room.parse().expect("a room"),
        starts_at: starts_at.parse().expect("a time"),
        minutes: session.minutes,
        override_reason: None,
    };
    Drafted { session, placement: Some(placement) }
}

/// The second release: one session was cancelled since the first.
pub(crate) fn release() -> Release {
    let nasty = "A <title>, with; marks & a \u{2603} break";
    let mut talk = session(1, None, nasty, &[("Ann", Role::Speaker), ("Eve", Role::MustBeThere)]);
    talk.abstract_text = format!("]]> & \"quotes\"\u{0}\u{b}\u{1b}\r\nsecond line, {}", "long ".repeat(40));
    talk.subtitle = Some("=cmd()".into());
    talk.language = Some("en".into());
    let link = |kind, attached| Link { kind, url: "https://example.org/x?a=1&b=2".into(), title: None, attached };
    talk.links = vec![link(LinkKind::Recording, false), link(LinkKind::Slides, true)];
    let mut late = session(4, None, "In the hour that comes twice", &[]);
    late.state = State::Tentative;
    let mut draft = Draft {
        sessions: vec![
            placed(talk, "big", "2023-11-05T14:00:00Z"),
            placed(session(2, Some("bof"), "Birds", &[("Ben", Role::Lead)]), "small", "2023-11-04T13:00:00Z"),
            placed(
                session(3, Some("net"), "After the clocks", &[("Ann", Role::Speaker)]),
                "big",
                "2023-11-06T14:00:00Z",
            ),
            // The second 01:30 of that night, in standard time.
            placed(late, "small", "2023-11-05T06:30:00Z"),
            placed(session(5, Some("net"), "Cancelled talk", &[]), "small", "2023-11-06T15:00:00Z"),
        ],
    };
    let first = publish(&conference(), &draft, None, Timestamp::UNIX_EPOCH).expect("sessions").release;
    draft.sessions[4].session.state = State::Cancelled;
    let later = "2023-11-01T00:00:00Z".parse().expect("a time");
    publish(&conference(), &draft, Some(&first), later).expect("a change").release
}
