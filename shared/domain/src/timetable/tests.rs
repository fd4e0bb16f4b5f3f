//! Tests of placing and shifting, by the texts that people see.

use std::fmt::Write;

use expect_test::{Expect, expect};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::conference::Conference;
use crate::input::{Reading, Source};
use crate::person::PersonName;

/// Two days in Berlin, two rooms and one for BoFs; a microconference has the first morning in the big room.
pub(super) fn conference() -> Conference {
    let document = json!({
        "id": "demo-2030", "series": "demo", "name": "Demo 2030",
        "starts_on": "2030-05-01", "ends_on": "2030-05-02", "time_zone": "Europe/Berlin",
        "contact": "contact@example.org", "organizers": ["organizer@example.org"],
        "place": {"name": "Hall", "city": "Berlin", "country": "Germany"},
        "registration": {"opens": "2030-01-01T09:00:00", "closes": "2030-04-30T18:00:00"},
        "rooms": [
            {"id": "big", "name": "Big room"},
            {"id": "small", "name": "Small room"},
            {"id": "bof", "name": "BoF room", "recording": "forbidden"},
        ],
        "tracks": [
            {"id": "net", "name": "Net", "kind": "microconference", "description": "x"},
            {"id": "gnu", "name": "GNU", "kind": "other", "description": "x"},
            {"id": "bof", "name": "BoFs", "kind": "bof", "description": "x"},
        ],
        "pools": [{"id": "general", "capacity": 10}],
        "blocks": [{"track": "net", "room": "big", "starts": "2030-05-01T09:00:00", "minutes": 180}],
        "breaks": [
            {"label": "Coffee", "starts": "2030-05-01T10:30:00", "minutes": 30},
            {"label": "Lunch", "starts": "2030-05-01T12:30:00", "minutes": 60},
        ],
        "bof_slots": [
            {"room": "bof", "starts": "2030-05-01T15:00:00", "minutes": 45},
            {"room": "bof", "starts": "2030-05-01T14:00:00", "minutes": 45},
            {"room": "bof", "starts": "2030-05-02T14:00:00", "minutes": 60},
        ],
    });
    crate::conference::read(&document).expect("the definition is right")
}

pub(super) fn person(name: &str, role: Role) -> Participant {
    Participant {
        guid: Guid::named(&[name]),
        key: None,
        name: name.parse::<PersonName>().expect("a name"),
        role,
        unavailable: Vec::new(),
        code: None,
        biography: None,
        carried: serde_json::Map::new(),
    }
}

/// A session of 30 minutes of a track, with one speaker.
pub(super) fn session(number: u32, track: &str, speaker: &str) -> Session {
    Session {
        id: format!("s{number}").parse().expect("an id"),
        number,
        code: Code::from_random(u64::from(number)),
        guid: Guid::named(&["session", &number.to_string()]),
        kind: if track == "bof" { Kind::Bof } else { Kind::Talk },
        track: (!track.is_empty()).then(|| track.parse().expect("a track")),
        title: format!("Talk {number}"),
        subtitle: None,
        abstract_text: String::new(),
        description: None,
        format: None,
        language: None,
        people: if speaker.is_empty() { Vec::new() } else { vec![person(speaker, Role::Speaker)] },
        minutes: 30,
        not_recorded: false,
        recording_license: None,
        state: State::Confirmed,
        links: Vec::new(),
        logo: None,
        origin_url: None,
        wishes: Wishes::default(),
        carried: serde_json::Map::new(),
    }
}

/// A release of sessions of half an hour, by room and time.
pub(crate) fn released(places: &[(&str, Timestamp)]) -> Release {
    let sessions = (1..).zip(places).map(|(number, (room, starts_at))| Released {
        session: session(number, "", ""),
        placement: Placement {
            room: room.parse().expect("a room"),
            starts_at: *starts_at,
            minutes: 30,
            override_reason: None,
        },
        sequence: 0,
        modified_at: *starts_at,
        moved: None,
    });
    Release { number: 1, published_at: Timestamp::UNIX_EPOCH, sessions: sessions.collect() }
}

fn at(text: &str) -> Timestamp {
    crate::instant::instant(&format!("2030-05-{text}:00"), &conference().time_zone).expect("a time")
}

/// `big 01T09:00 30`.
fn placement(text: &str) -> Placement {
    let mut words = text.split(' ');
    let mut word = || words.next().expect("three words");
    Placement {
        room: word().parse().expect("a room"),
        starts_at: at(word()),
        minutes: word().parse().expect("minutes"),
        override_reason: None,
    }
}

/// Talks 1 to 3 of net, 4 and 5 of gnu, 6 and 7 BoFs; 1 and 4 are placed.
fn draft() -> Draft {
    let mut sessions = Vec::new();
    let all =
        [("net", "Ann"), ("net", "Ben"), ("net", ""), ("gnu", "Cem"), ("gnu", "Ann"), ("bof", "Dan"), ("bof", "Ann")];
    for ((track, speaker), number) in all.into_iter().zip(1..) {
        let placement = match number {
            1 => Some(placement("big 01T09:00 30")),
            4 => Some(placement("small 01T09:00 45")),
            _ => None,
        };
        sessions.push(Drafted { session: session(number, track, speaker), placement });
    }
    Draft { sessions }
}

fn id(text: &str) -> SessionId {
    text.parse().expect("an id")
}

fn wanted(text: &str, reason: Option<&str>) -> Wanted {
    let place = placement(text);
    Wanted { room: place.room, starts_at: place.starts_at, minutes: place.minutes, reason: reason.map(str::to_owned) }
}

fn check_place(draft: &Draft, session: &str, place_at: &str, by: By<'_>, reason: Option<&str>, expected: &Expect) {
    let conference = conference();
    let mut interest = Interest::default();
    interest.in_tracks(&"net".parse().expect("a track"), &"gnu".parse().expect("a track"), 12);
    let found = place(&conference, draft, &interest, &id(session), &wanted(place_at, reason), by);
    let mut text = String::new();
    match found {
        Ok(placed) => {
            writeln!(text, "{}", shown(&conference, &placed.placement)).expect("a string");
            if let Some(reason) = &placed.placement.override_reason {
                writeln!(text, "because: {reason}").expect("a string");
            }
            for warning in placed.warnings {
                writeln!(text, "note: {}", warning.sentence(&conference)).expect("a string");
            }
        }
        Err(refusal) => {
            for sentence in refusal.sentences(&conference) {
                writeln!(text, "no: {sentence}").expect("a string");
            }
            if let Refusal::Collides { nearest, .. } = refusal {
                for place in nearest {
                    writeln!(text, "free: {}", shown(&conference, &place)).expect("a string");
                }
            }
        }
    }
    expected.assert_eq(&text);
}

fn net() -> Vec<TrackId> {
    vec!["net".parse().expect("a track")]
}

#[test]
fn a_lead_places_inside_their_block() {
    check_place(
        &draft(),
        "s2",
        "big 01T09:30 30",
        By::Lead(&net()),
        None,
        &expect![[r"
        Wed 1 May 2030, 09:30 CEST to 10:00, Big room
        note: 12 people are interested in GNU too, which has a session at the same time
    "]],
    );
}

#[test]
fn an_occupied_room_is_refused_with_the_nearest_free_places() {
    check_place(
        &draft(),
        "s2",
        "big 01T09:29 30",
        By::Lead(&net()),
        None,
        &expect![[r#"
            no: "Talk 1" is in Big room, Wed 1 May 2030, 09:00 CEST to 09:30
            free: Wed 1 May 2030, 09:30 CEST to 10:00, Big room
            free: Wed 1 May 2030, 10:00 CEST to 10:30, Big room
            free: Wed 1 May 2030, 11:00 CEST to 11:30, Big room
        "#]],
    );
}

#[test]
fn a_person_cannot_be_in_two_rooms_at_once() {
    check_place(
        &draft(),
        "s5",
        "bof 01T09:20 30",
        By::Organizer,
        None,
        &expect![[r#"
            no: Ann, who speaks, is in "Talk 1" in Big room, Wed 1 May 2030, 09:00 CEST to 09:30
            free: Wed 1 May 2030, 09:45 CEST to 10:15, Small room
            free: Wed 1 May 2030, 11:00 CEST to 11:30, Small room
            free: Wed 1 May 2030, 11:30 CEST to 12:00, Small room
        "#]],
    );
    let mut draft = draft();
    draft.sessions[2].session.people.push(person("Cem", Role::MustBeThere));
    check_place(
        &draft,
        "s3",
        "big 01T09:30 30",
        By::Lead(&net()),
        None,
        &expect![[r#"
            no: Cem, who must be there, is in "Talk 4" in Small room, Wed 1 May 2030, 09:00 CEST to 09:45
            free: Wed 1 May 2030, 09:45 CEST to 10:15, Big room
            free: Wed 1 May 2030, 11:00 CEST to 11:30, Big room
            free: Wed 1 May 2030, 11:30 CEST to 12:00, Big room
        "#]],
    );
}

#[test]
fn a_lead_never_places_outside_their_block() {
    check_place(
        &draft(),
        "s2",
        "small 01T15:00 30",
        By::Lead(&net()),
        None,
        &expect![[r"
            no: it is outside its track's blocks: Wed 1 May 2030, 09:00 CEST to 12:00 in Big room
            free: Wed 1 May 2030, 11:30 CEST to 12:00, Big room
            free: Wed 1 May 2030, 11:00 CEST to 11:30, Big room
            free: Wed 1 May 2030, 10:00 CEST to 10:30, Big room
        "]],
    );
    check_place(
        &draft(),
        "s2",
        "small 01T15:00 30",
        By::Lead(&net()),
        Some("please"),
        &expect![[r"
            no: it is outside its track's blocks: Wed 1 May 2030, 09:00 CEST to 12:00 in Big room
            free: Wed 1 May 2030, 11:30 CEST to 12:00, Big room
            free: Wed 1 May 2030, 11:00 CEST to 11:30, Big room
            free: Wed 1 May 2030, 10:00 CEST to 10:30, Big room
        "]],
    );
    check_place(
        &draft(),
        "s2",
        "big 01T11:45 30",
        By::Lead(&net()),
        None,
        &expect![[r"
            no: it is outside its track's blocks: Wed 1 May 2030, 09:00 CEST to 12:00 in Big room
            free: Wed 1 May 2030, 11:30 CEST to 12:00, Big room
            free: Wed 1 May 2030, 11:00 CEST to 11:30, Big room
            free: Wed 1 May 2030, 10:00 CEST to 10:30, Big room
        "]],
    );
    check_place(
        &draft(),
        "s4",
        "small 01T15:00 30",
        By::Lead(&net()),
        None,
        &expect![[r"
        no: it is not of a track that you lead
    "]],
    );
}

#[test]
fn an_organizer_places_anywhere_and_overrides_rules_with_a_reason() {
    check_place(
        &draft(),
        "s2",
        "small 01T15:00 30",
        By::Organizer,
        None,
        &expect![[r"
        Wed 1 May 2030, 15:00 CEST to 15:30, Small room
    "]],
    );
    check_place(
        &draft(),
        "s5",
        "big 01T10:15 30",
        By::Organizer,
        None,
        &expect![[r#"
            no: the break "Coffee" is then, Wed 1 May 2030, 10:30 CEST to 11:00
            free: Wed 1 May 2030, 10:00 CEST to 10:30, Small room
            free: Wed 1 May 2030, 11:00 CEST to 11:30, Small room
            free: Wed 1 May 2030, 11:30 CEST to 12:00, Small room
        "#]],
    );
    check_place(
        &draft(),
        "s5",
        "big 01T10:15 30",
        By::Organizer,
        Some("asked for it"),
        &expect![[r#"
            Wed 1 May 2030, 10:15 CEST to 10:45, Big room
            because: asked for it
            note: the break "Coffee" is then, Wed 1 May 2030, 10:30 CEST to 11:00
            note: it is in a block of Net
        "#]],
    );
    check_place(
        &draft(),
        "s5",
        "small 01T20:15 30",
        By::Organizer,
        None,
        &expect![[r"
        Wed 1 May 2030, 20:15 CEST to 20:45, Small room
        note: it is outside the hours of the conference
    "]],
    );
}

#[test]
fn placements_outside_the_conference_are_always_refused() {
    check_place(
        &draft(),
        "s5",
        "attic 01T14:00 30",
        By::Organizer,
        Some("x"),
        &expect![[r"
            no: there is no room attic; there are big, small, bof
            free: Wed 1 May 2030, 14:00 CEST to 14:30, Big room
            free: Wed 1 May 2030, 14:00 CEST to 14:30, Small room
            free: Wed 1 May 2030, 13:30 CEST to 14:00, Big room
        "]],
    );
    check_place(
        &draft(),
        "s5",
        "small 02T23:45 30",
        By::Organizer,
        Some("x"),
        &expect![[r"
            no: it is outside the conference, which is from Wed 1 May 2030, 00:00 CEST to Fri 3 May 2030, 00:00 CEST
            free: Thu 2 May 2030, 17:30 CEST to 18:00, Small room
            free: Thu 2 May 2030, 17:30 CEST to 18:00, Big room
            free: Thu 2 May 2030, 17:00 CEST to 17:30, Small room
        "]],
    );
    check_place(
        &draft(),
        "s9",
        "small 02T10:00 30",
        By::Organizer,
        None,
        &expect![[r"
        no: there is no such session
    "]],
    );
}

#[test]
fn an_unavailable_speaker_is_not_placed() {
    let mut draft = draft();
    draft.sessions[4].session.people[0].unavailable =
        vec![Period { starts_at: at("01T00:00"), ends_at: at("02T12:00") }];
    // Entered for talk 5, and applies to talk 7 too.
    check_place(
        &draft,
        "s7",
        "bof 01T14:00 45",
        By::Organizer,
        None,
        &expect![[r"
        no: Ann cannot come, Wed 1 May 2030, 00:00 CEST to Thu 2 May 2030, 12:00 CEST
        free: Thu 2 May 2030, 14:00 CEST to 14:45, BoF room
    "]],
    );
}

#[test]
fn missed_preferences_are_only_hints() {
    let mut draft = draft();
    draft.sessions[4].session.wishes = Wishes {
        preferred: vec![Period { starts_at: at("02T09:00"), ends_at: at("02T12:00") }],
        room: Some("big".parse().expect("a room")),
        apart_from: vec![id("s4")],
        after: vec![id("s1")],
    };
    draft.sessions[4].session.people.clear();
    check_place(
        &draft,
        "s5",
        "bof 01T09:15 20",
        By::Organizer,
        None,
        &expect![[r"
        Wed 1 May 2030, 09:15 CEST to 09:35, BoF room
        note: 12 people are interested in Net too, which has a session at the same time
        note: it is not when its people prefer it
        note: it is not in the room its people prefer
        note: it is not apart from what its people want to hear
        note: it is not after what its people want it to follow
    "]],
    );
}

#[test]
fn a_requested_placement_reports_every_error() {
    let read = |document: &serde_json::Value| {
        let reading = Reading::new(Source::Typed);
        let wanted = reading.root(document).and_then(|o| {
            let wanted = Wanted::read(&o, &conference(), 40);
            o.done();
            wanted
        });
        match reading.finish(wanted) {
            Ok(wanted) => format!("{} {} {}", wanted.room, wanted.starts_at, wanted.minutes),
            Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        }
    };
    expect!["big 2030-05-01T07:00:00Z 30"].assert_eq(&read(
        &json!({"room": "big", "starts_at": "2030-05-01T09:00:00", "ends_at": "2030-05-01T07:30:00Z"}),
    ));
    expect!["big 2030-05-01T09:00:00Z 40"]
        .assert_eq(&read(&json!({"room": "big", "starts_at": "2030-05-01T09:00:00Z"})));
    expect![[r"
        /room: must be 2 to 40 of a-z, 0-9 and hyphens, such as lpc-2023
        /starts_at: 2030-03-31T02:30:00 does not exist there: clocks skip it; give it with an offset
        /minutes: must be a whole number between 1 and 1440"]]
    .assert_eq(&read(&json!({"room": "B", "starts_at": "2030-03-31T02:30:00", "minutes": 0})));
    expect![[r"
        /ends_at: must be after starts_at, 2030-05-01T07:00:00Z
        /end: is not known here; expected room, starts_at, ends_at, minutes, reason"]]
    .assert_eq(&read(
        &json!({"room": "big", "starts_at": "2030-05-01T09:00:00", "ends_at": "2030-05-01T08:59:00", "end": 1}),
    ));
}

#[test]
fn later_changes_of_breaks_or_people_are_reported() {
    let mut draft = draft();
    draft.sessions[4].placement = Some(placement("small 01T09:15 30"));
    draft.sessions[5].placement = Some(placement("bof 01T12:00 45"));
    let found = check(&conference(), &draft);
    let lines: Vec<_> = found.iter().map(|(id, c)| format!("{id}: {}", c.sentence(&conference()))).collect();
    expect![[r#"
        s1: Ann, who speaks, is in "Talk 5" in Small room, Wed 1 May 2030, 09:15 CEST to 09:45
        s4: "Talk 5" is in Small room, Wed 1 May 2030, 09:15 CEST to 09:45
        s6: the break "Lunch" is then, Wed 1 May 2030, 12:30 CEST to 13:30"#]]
    .assert_eq(&lines.join("\n"));
    draft.sessions[4].placement.as_mut().expect("placed").override_reason = Some("a panel".into());
    assert_eq!(check(&conference(), &draft).len(), 1);
}

fn check_shift(draft: &Draft, from: &str, minutes: i32, by: By<'_>, reason: Option<&str>, expected: &Expect) {
    let conference = conference();
    let text = match shift(&conference, draft, &conference.blocks[0], at(from), minutes, by, reason) {
        Ok(moved) => {
            moved.iter().map(|(id, p)| format!("{id}: {}", shown(&conference, p))).collect::<Vec<_>>().join("\n")
        }
        Err(ShiftRefusal::Collides(met)) => {
            met.iter().map(|(id, c)| format!("{id}: {}", c.sentence(&conference))).collect::<Vec<_>>().join("\n")
        }
        Err(refusal) => format!("{refusal:?}"),
    };
    expected.assert_eq(&text);
}

#[test]
fn the_rest_of_a_block_can_be_shifted() {
    let mut draft = draft();
    draft.sessions[1].placement = Some(placement("big 01T09:30 60"));
    draft.sessions[2].placement = Some(placement("big 01T11:00 50"));
    check_shift(
        &draft,
        "01T09:30",
        10,
        By::Lead(&net()),
        None,
        &expect![[r"
        s2: Wed 1 May 2030, 09:40 CEST to 10:40, Big room
        s3: Wed 1 May 2030, 11:10 CEST to 12:00, Big room"]],
    );
    check_shift(&draft, "01T09:30", 15, By::Lead(&net()), None, &expect!["PastTheBlock { most: 10 }"]);
    check_shift(
        &draft,
        "01T09:30",
        -5,
        By::Lead(&net()),
        None,
        &expect![[r#"s2: "Talk 1" is in Big room, Wed 1 May 2030, 09:00 CEST to 09:30"#]],
    );
    check_shift(
        &draft,
        "01T09:30",
        15,
        By::Organizer,
        Some("fire alarm"),
        &expect![[r"
        s2: Wed 1 May 2030, 09:45 CEST to 10:45, Big room
        s3: Wed 1 May 2030, 11:15 CEST to 12:05, Big room"]],
    );
    check_shift(&draft, "01T11:30", 10, By::Lead(&net()), None, &expect!["NothingLeft"]);
    check_shift(&draft, "01T09:00", 10, By::Lead(&["gnu".parse().expect("a track")]), None, &expect!["NotYours"]);
}

#[test]
fn bookmarks_are_counted_without_identities() {
    let draft = draft();
    let (ann, ben) = ([id("s1"), id("s2"), id("s4")], [id("s1"), id("s4"), id("s9")]);
    let interest = Interest::count(&draft, [ann.as_slice(), ben.as_slice()]);
    assert_eq!(interest.of_sessions(&id("s4"), &id("s1")), 2);
    assert_eq!(interest.of_sessions(&id("s1"), &id("s2")), 1);
    assert_eq!(interest.of_tracks(&"net".parse().expect("a track"), &"gnu".parse().expect("a track")), 2);
    assert_eq!(clashes(&draft, &interest), 2);
}

proptest! {
    /// After any sequence of placements without a reason, no sessions collide and no lead leaves their blocks.
    #[test]
    fn placements_without_a_reason_never_collide(
        steps in prop::collection::vec((1u32..8, 0usize..3, 0i64..2 * 24 * 12, 5u32..120, any::<bool>()), 1..40),
    ) {
        let conference = conference();
        let mut draft = draft();
        let net = net();
        for (number, room, step, minutes, led) in steps {
            let id = id(&format!("s{number}"));
            let wanted = Wanted {
                room: conference.rooms[room].id.clone(),
                starts_at: conference.period().starts_at + jiff::SignedDuration::from_mins(5 * step),
                minutes,
                reason: None,
            };
            let by = if led { By::Lead(&net) } else { By::Organizer };
            match place(&conference, &draft, &Interest::default(), &id, &wanted, by) {
                Ok(placed) => {
                    let block = &conference.blocks[0];
                    let inside = placed.placement.room == block.room && block.period.contains(placed.placement.period());
                    prop_assert!(!led || inside);
                    let drafted = draft.sessions.iter_mut().find(|d| d.session.id == id).expect("it is there");
                    drafted.placement = Some(placed.placement);
                    prop_assert_eq!(check(&conference, &draft), []);
                }
                Err(Refusal::Collides { nearest, .. }) => {
                    // A place listed as free is free for the same person.
                    for free in nearest {
                        let wanted = Wanted { room: free.room, starts_at: free.starts_at, minutes: free.minutes, reason: None };
                        let again = place(&conference, &draft, &Interest::default(), &id, &wanted, by);
                        prop_assert!(again.is_ok(), "{:?}", again);
                    }
                }
                Err(_) => {}
            }
        }
    }
}
