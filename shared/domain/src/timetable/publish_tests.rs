//! Tests of consecutive releases.

use std::fmt::Write;

use expect_test::{Expect, expect};
use jiff::Timestamp;
use proptest::prelude::*;

use super::tests::{conference, person, session};
use super::*;

fn place(room: &str, starts_at: &str) -> Placement {
    let room = room.parse().expect("a room");
    let starts_at = starts_at.parse().expect("a time");
    Placement { room, starts_at, minutes: 30, override_reason: Some("a secret".into()) }
}

fn first() -> (Draft, Release) {
    let mut one = session(1, "net", "Ann");
    one.people.push(person("Cem", Role::MustBeThere));
    one.people[0].unavailable = vec![Period::of(Timestamp::MIN, 5)];
    one.wishes.room = Some("small".parse().expect("a room"));
    let draft = Draft {
        sessions: vec![
            Drafted { session: one, placement: Some(place("big", "2030-05-01T07:00:00Z")) },
            Drafted { session: session(2, "net", "Ben"), placement: Some(place("small", "2030-05-01T07:00:00Z")) },
            Drafted { session: session(3, "gnu", "Ann"), placement: None },
        ],
    };
    let publication = publish(&conference(), &draft, None, Timestamp::UNIX_EPOCH).expect("something new");
    (draft, publication.release)
}

fn check(draft: &Draft, last: Option<&Release>, expected: &Expect) {
    let conference = conference();
    let mut text = String::new();
    match publish(&conference, draft, last, Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(1)) {
        Err(Unchanged { number }) => writeln!(text, "as release {number:?}").expect("a string"),
        Ok(publication) => {
            writeln!(text, "release {}", publication.release.number).expect("a string");
            for r in &publication.release.sessions {
                let cancelled = if r.is_cancelled() { " cancelled" } else { "" };
                let id = &r.session.id;
                writeln!(text, "{id} {} sequence {} of {}{cancelled}", r.placement.room, r.sequence, r.modified_at)
                    .expect("a string");
            }
            for change in &publication.changes {
                writeln!(text, "{}", change.sentence(&conference)).expect("a string");
            }
            for Affected { person, sessions } in &publication.affected {
                writeln!(text, "to {}: {sessions:?}", person.name).expect("a string");
            }
        }
    }
    expected.assert_eq(&text);
}

#[test]
fn everything_is_new_in_the_first_release() {
    check(
        &first().0,
        None,
        &expect![[r#"
        release 1
        s1 big sequence 0 of 1970-01-01T01:00:00Z
        s2 small sequence 0 of 1970-01-01T01:00:00Z
        New: Talk 1: Wed 1 May 2030, 09:00 CEST to 09:30, Big room
        New: Talk 2: Wed 1 May 2030, 09:00 CEST to 09:30, Small room
        to Ann: [(SessionId("s1"), Takes)]
        to Cem: [(SessionId("s1"), Takes)]
        to Ben: [(SessionId("s2"), Takes)]
    "#]],
    );
}

#[test]
fn a_release_lists_all_changes_and_notifies_each_person_once() {
    let (mut draft, last) = first();
    draft.sessions[0].placement = Some(place("small", "2030-05-01T08:00:00Z"));
    draft.sessions[1].placement = None;
    draft.sessions[2].placement = Some(place("small", "2030-05-02T08:00:00Z"));
    check(
        &draft,
        Some(&last),
        &expect![[r#"
        release 2
        s2 small sequence 1 of 1970-01-01T01:00:00Z cancelled
        s1 small sequence 1 of 1970-01-01T01:00:00Z
        s3 small sequence 0 of 1970-01-01T01:00:00Z
        Cancelled: Talk 2: it was Wed 1 May 2030, 09:00 CEST to 09:30, Small room
        Moved: Talk 1: Wed 1 May 2030, 10:00 CEST to 10:30, Small room; it was Wed 1 May 2030, 09:00 CEST to 09:30, Big room
        New: Talk 3: Thu 2 May 2030, 10:00 CEST to 10:30, Small room
        to Ben: [(SessionId("s2"), Gone)]
        to Ann: [(SessionId("s1"), Takes), (SessionId("s3"), Takes)]
        to Cem: [(SessionId("s1"), Takes)]
    "#]],
    );
}

#[test]
fn a_removed_speaker_is_notified_and_a_changed_link_notifies_no_one() {
    let (mut draft, last) = first();
    draft.sessions[0].session.people[0] = person("Eve", Role::Speaker);
    let link = Link { kind: LinkKind::Slides, url: "https://example.org/1".into(), title: None, attached: true };
    draft.sessions[1].session.links.push(link);
    check(
        &draft,
        Some(&last),
        &expect![[r#"
        release 2
        s1 big sequence 1 of 1970-01-01T01:00:00Z
        s2 small sequence 1 of 1970-01-01T01:00:00Z
        Changed: Talk 1 (people)
        Changed: Talk 2 (links)
        to Eve: [(SessionId("s1"), Takes)]
        to Cem: [(SessionId("s1"), Takes)]
        to Ann: [(SessionId("s1"), Gone)]
    "#]],
    );
}

#[test]
fn an_unchanged_draft_makes_no_release() {
    let (mut draft, last) = first();
    check(
        &draft,
        Some(&last),
        &expect![[r"
        as release Some(1)
    "]],
    );
    // Not public: preferences, required people, reasons for overriding a rule.
    draft.sessions[0].session.wishes = Wishes::default();
    draft.sessions[0].session.people[0].unavailable.clear();
    draft.sessions[0].placement.as_mut().expect("placed").override_reason = None;
    check(
        &draft,
        Some(&last),
        &expect![[r"
        as release Some(1)
    "]],
    );
    check(
        &Draft::default(),
        None,
        &expect![[r"
        as release None
    "]],
    );
}

#[test]
fn a_cancelled_session_stays_cancelled_and_can_come_back() {
    let (mut draft, last) = first();
    draft.sessions[1].session.state = State::Cancelled;
    let second = publish(&conference(), &draft, Some(&last), Timestamp::UNIX_EPOCH).expect("a change").release;
    check(
        &draft,
        Some(&second),
        &expect![[r"
        as release Some(2)
    "]],
    );
    draft.sessions.remove(1);
    check(
        &draft,
        Some(&second),
        &expect![[r"
        as release Some(2)
    "]],
    );
    draft
        .sessions
        .push(Drafted { session: session(2, "net", "Ben"), placement: Some(place("small", "2030-05-01T07:00:00Z")) });
    check(
        &draft,
        Some(&second),
        &expect![[r#"
        release 3
        s1 big sequence 0 of 1970-01-01T00:00:00Z
        s2 small sequence 2 of 1970-01-01T01:00:00Z
        New: Talk 2: Wed 1 May 2030, 09:00 CEST to 09:30, Small room
        to Ben: [(SessionId("s2"), Takes)]
    "#]],
    );
}

#[test]
fn a_release_contains_no_confidential_data() {
    let (_, release) = first();
    let text = serde_json::to_string(&release).expect("JSON");
    assert!(!text.contains("secret") && !text.contains("unavailable\":[{") && !text.contains("small\"}"), "{text}");
    assert_eq!(serde_json::from_str::<Release>(&text).expect("it reads back"), release);
}

/// One edit of a draft: the session and its change.
fn edit(draft: &mut Draft, which: usize, what: u8) {
    let at = which % draft.sessions.len();
    let drafted = &mut draft.sessions[at];
    match what % 6 {
        0 => drafted.placement = None,
        1 => drafted.placement = Some(place("big", "2030-05-01T09:00:00Z")),
        2 => drafted.placement = Some(place("small", "2030-05-02T09:00:00Z")),
        3 => drafted.session.state = State::Cancelled,
        4 => drafted.session.state = State::Confirmed,
        _ => drafted.session.title.push('!'),
    }
}

proptest! {
    /// Calendars depend on this: published sessions never vanish, and changed ones have a higher sequence.
    #[test]
    fn published_sessions_never_vanish_and_sequences_grow(
        edits in prop::collection::vec(prop::collection::vec((0usize..4, any::<u8>()), 0..5), 1..8),
    ) {
        let conference = conference();
        let (mut draft, mut last) = first();
        for edits in edits {
            for (which, what) in edits {
                edit(&mut draft, which, what);
            }
            let Ok(publication) = publish(&conference, &draft, Some(&last), Timestamp::UNIX_EPOCH) else { continue };
            let next = publication.release;
            prop_assert_eq!(next.number, last.number + 1);
            prop_assert_eq!(publish(&conference, &draft, Some(&next), Timestamp::UNIX_EPOCH), Err(Unchanged { number: Some(next.number) }));
            for before in &last.sessions {
                let after = next.session(&before.session.id).expect("it stays");
                prop_assert_eq!(&after.session.guid, &before.session.guid);
                let changed = publication.changes.iter().any(|change| change.session == before.session.id);
                prop_assert_eq!(after.sequence, before.sequence + u32::from(changed));
            }
            for (session, placement) in draft.placed() {
                let shown = next.session(&session.id).expect("it is placed");
                prop_assert!(!shown.is_cancelled() && shown.placement.is_where(placement));
            }
            last = next;
        }
    }
}

#[test]
fn a_moved_session_knows_where_it_was_at_the_beginning_of_the_day() {
    let (mut draft, mut release) = first();
    let mut moved = |to: &str, at: &str| {
        draft.sessions[0].placement = Some(place("big", to));
        release = publish(&conference(), &draft, Some(&release), at.parse().expect("an instant")).expect("new").release;
        let released = release.session(&draft.sessions[0].session.id).expect("it is released");
        released.moved.as_ref().map(|moved| moved.from.starts_at.to_string())
    };
    let (seven, eight) = (Some("2030-05-01T07:00:00Z".to_owned()), Some("2030-05-01T08:00:00Z".to_owned()));
    assert_eq!(moved("2030-05-01T07:30:00Z", "2030-04-30T09:00:00Z"), seven);
    assert_eq!(moved("2030-05-01T08:00:00Z", "2030-04-30T10:00:00Z"), seven);
    assert_eq!(moved("2030-05-01T07:00:00Z", "2030-04-30T11:00:00Z"), None, "back where it was");
    assert_eq!(moved("2030-05-01T08:00:00Z", "2030-04-30T12:00:00Z"), seven);
    assert_eq!(moved("2030-05-01T09:00:00Z", "2030-05-01T06:00:00Z"), eight, "the next day");
}
