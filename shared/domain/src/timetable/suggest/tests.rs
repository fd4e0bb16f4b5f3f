//! Suggestions follow every rule, for any draft.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::super::tests::{conference, person, session};
use super::super::*;
use super::suggest;

fn check(draft: &Draft, interest: &Interest, expected: &Expect) {
    let conference = conference();
    let suggestion = suggest(&conference, draft, interest, 7, |_| true);
    let mut lines: Vec<_> =
        suggestion.placed.iter().map(|(id, p)| format!("{id}: {}", shown(&conference, p))).collect();
    lines.extend(suggestion.unplaced.iter().map(|(id, reason)| format!("{id}: {}", reason.sentence())));
    lines.push(format!("{} people in two places; {} before", suggestion.clashes.1, suggestion.clashes.0));
    expected.assert_eq(&lines.join("\n"));
}

fn unplaced(sessions: impl IntoIterator<Item = Session>) -> Draft {
    Draft { sessions: sessions.into_iter().map(|session| Drafted { session, placement: None }).collect() }
}

#[test]
fn sessions_are_suggested_in_their_blocks_slots_or_unreserved_time() {
    let sessions = [session(1, "net", "Ann"), session(2, "gnu", "Ann"), session(3, "bof", "Dan"), session(4, "", "")];
    check(
        &unplaced(sessions),
        &Interest::default(),
        &expect![[r"
        s1: Wed 1 May 2030, 09:00 CEST to 09:30, Big room
        s4: Wed 1 May 2030, 09:00 CEST to 09:30, Small room
        s3: Wed 1 May 2030, 14:00 CEST to 14:30, BoF room
        s2: Thu 2 May 2030, 09:00 CEST to 09:30, Big room
        0 people in two places; 0 before"]],
    );
}

#[test]
fn unplaceable_sessions_are_explained() {
    let mut long = session(1, "net", "Ann");
    long.minutes = 200;
    let mut many: Vec<_> = (2..9).map(|number| session(number, "net", "")).collect();
    many.push(long);
    let mut absent = session(10, "gnu", "Eve");
    absent.people[0].unavailable = vec![conference().period()];
    many.push(absent);
    many.push(Session { minutes: 90, ..session(11, "bof", "Ann") });
    check(
        &unplaced(many),
        &Interest::default(),
        &expect![[r"
            s7: Wed 1 May 2030, 09:00 CEST to 09:30, Big room
            s4: Wed 1 May 2030, 09:30 CEST to 10:00, Big room
            s6: Wed 1 May 2030, 10:00 CEST to 10:30, Big room
            s8: Wed 1 May 2030, 11:00 CEST to 11:30, Big room
            s3: Wed 1 May 2030, 11:30 CEST to 12:00, Big room
            s1: it takes 200 minutes, and the longest stretch it could be in has 90: shorten it
            s10: there is room, but never when all of its people can be there: Eve; move what they are in, or place it by hand
            s11: it takes 90 minutes, and the longest stretch it could be in has 60: shorten it
            s2: it takes 30 minutes, and nothing is left where it belongs: shorten or move another
            s5: it takes 30 minutes, and nothing is left where it belongs: shorten or move another
            0 people in two places; 0 before"]],
    );
}

#[test]
fn sessions_with_shared_interest_do_not_overlap() {
    // Both fit at nine, but forty people are interested in both.
    let sessions = [session(1, "gnu", ""), session(2, "gnu", "")];
    let mut interest = Interest::default();
    interest.in_sessions(&sessions[0].id, &sessions[1].id, 40);
    check(
        &unplaced(sessions),
        &interest,
        &expect![[r"
            s1: Wed 1 May 2030, 09:00 CEST to 09:30, Small room
            s2: Thu 2 May 2030, 09:00 CEST to 09:30, Big room
            0 people in two places; 0 before"]],
    );
}

#[test]
fn preferences_are_met_if_possible() {
    let mut one = session(1, "gnu", "Ann");
    one.wishes.preferred = vec![conference().each_day()[1].hours];
    one.wishes.room = Some("small".parse().expect("a room"));
    let mut two = session(2, "gnu", "Ben");
    two.wishes.apart_from = vec![one.id.clone()];
    check(
        &unplaced([one, two]),
        &Interest::default(),
        &expect![[r"
            s2: Thu 2 May 2030, 09:00 CEST to 09:30, Big room
            s1: Thu 2 May 2030, 09:30 CEST to 10:00, Small room
            0 people in two places; 0 before"]],
    );
}

#[test]
fn a_full_block_makes_room_by_moving_earlier_suggestions() {
    // 150 minutes in two pieces of 90 and 60 only fit as 60 + 30 and 60.
    let lengths = [30, 60, 60];
    let sessions =
        lengths.into_iter().zip(1..).map(|(minutes, number)| Session { minutes, ..session(number, "net", "") });
    check(
        &unplaced(sessions),
        &Interest::default(),
        &expect![[r"
        s2: Wed 1 May 2030, 09:00 CEST to 10:00, Big room
        s1: Wed 1 May 2030, 10:00 CEST to 10:30, Big room
        s3: Wed 1 May 2030, 11:00 CEST to 12:00, Big room
        0 people in two places; 0 before"]],
    );
}

prop_compose! {
    fn any_session()(
        track in prop::sample::select(vec!["net", "gnu", "bof", ""]),
        speakers in prop::collection::btree_set(prop::sample::select(vec!["Ann", "Ben", "Cem", "Dan"]), 0..3),
        minutes in prop::sample::select(vec![10u32, 25, 30, 45, 60, 95]),
        fixed in prop::option::weighted(0.3, (0usize..3, 0i64..2880)),
        away in prop::option::weighted(0.2, (0i64..2880, 1u32..900)),
        cancelled in prop::bool::weighted(0.1),
    ) -> (Session, Option<(usize, i64)>, Option<(i64, u32)>) {
        let mut session = session(1, track, "");
        session.people = speakers.into_iter().map(|name| person(name, Role::Speaker)).collect();
        session.minutes = minutes;
        if cancelled {
            session.state = State::Cancelled;
        }
        (session, fixed, away)
    }
}

#[test]
fn three_hundred_sessions_in_eight_rooms_over_three_days_find_a_place() {
    // Eight rooms of seven and a half hours are 60 hours a day; 300 sessions of 30 minutes are 150. A hundred people
    // speak three times each, and each session shares an audience with ten others.
    let mut conference = conference();
    conference.ends_on = conference.ends_on.tomorrow().expect("a day");
    conference.rooms = (0..8)
        .map(|n| Room { id: format!("room-{n}").parse().expect("an id"), ..conference.rooms[0].clone() })
        .collect();
    conference.bof_slots.clear();
    conference.blocks.clear();
    let draft =
        unplaced((0..300).map(|n| session(n + 1, ["net", "gnu"][n as usize % 2], &format!("Person {}", n % 100))));
    let mut interest = Interest::default();
    for (at, one) in draft.sessions.iter().enumerate() {
        for other in draft.sessions[..at].iter().rev().take(10) {
            interest.in_sessions(&one.session.id, &other.session.id, 6);
        }
    }
    let suggestion = suggest(&conference, &draft, &interest, 1, |_| true);
    assert_eq!((suggestion.placed.len(), suggestion.unplaced.len()), (300, 0));
    // In plain order, seven sessions are parallel to each: about 300 * 7 / 2 pairs with ten people in common.
    assert!(suggestion.clashes.1 < 600, "{:?}", suggestion.clashes);
    assert_eq!(super::super::check(&conference, &suggestion.apply(&draft)), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_suggestion_breaks_no_rule_and_moves_nothing(all in prop::collection::vec(any_session(), 1..40), seed: u64) {
        let conference = conference();
        let start = conference.period().starts_at;
        let minute = |n: i64| start + jiff::SignedDuration::from_mins(n);
        let mut draft = Draft::default();
        for ((mut session, fixed, away), number) in all.into_iter().zip(1..) {
            session.id = format!("s{number}").parse().expect("an id");
            if let (Some(person), Some((from, minutes))) = (session.people.first_mut(), away) {
                person.unavailable = vec![Period::of(minute(from), minutes)];
            }
            let placement = fixed.map(|(room, from)| Placement {
                room: conference.rooms[room].id.clone(),
                starts_at: minute(from),
                minutes: session.minutes,
                override_reason: Some("as it is".into()),
            });
            draft.sessions.push(Drafted { session, placement });
        }
        let interest = Interest::default();
        let suggestion = suggest(&conference, &draft, &interest, seed, |_| true);
        prop_assert_eq!(&suggestion, &suggest(&conference, &draft, &interest, seed, |_| true));
        let mut turned = draft.clone();
        turned.sessions.reverse();
        prop_assert_eq!(&suggestion, &suggest(&conference, &turned, &interest, seed, |_| true));

        let open = |d: &&Drafted| d.placement.is_none() && d.session.state != State::Cancelled;
        let mut listed: Vec<_> = suggestion.placed.iter().map(|p| &p.0).chain(suggestion.unplaced.iter().map(|u| &u.0)).collect();
        listed.sort();
        let mut open: Vec<_> = draft.sessions.iter().filter(open).map(|d| &d.session.id).collect();
        open.sort();
        prop_assert_eq!(listed, open);

        // Each placement is allowed for a lead, or in unreserved time for an organizer.
        let after = suggestion.apply(&draft);
        for (id, placement) in &suggestion.placed {
            let session = &after.session(id).expect("it is there").session;
            let wanted = Wanted {
                room: placement.room.clone(),
                starts_at: placement.starts_at,
                minutes: placement.minutes,
                reason: None,
            };
            let tracks: Vec<_> = session.track.iter().cloned().collect();
            let led = matches!(session.track.as_ref().map(TrackId::as_str), Some("net" | "bof"));
            let by = if led { By::Lead(&tracks) } else { By::Organizer };
            let placed = place(&conference, &after, &interest, id, &wanted, by);
            prop_assert!(placed.is_ok(), "{id}: {placed:?}");
        }
    }
}
