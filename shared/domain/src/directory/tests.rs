use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::conference::{Attendance, Class};
use crate::person::{EmailAddress, PersonKey};
use crate::registration::{RegistrationId, RegistrationState};
use crate::waitlist::EntryState;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn key(email: &str) -> PersonKey {
    PersonKey::new("salt", &email.parse().unwrap())
}

/// A row with a role, so that it can have anything else or not.
fn row(name: &str, email: &str) -> PersonRow {
    let address: EmailAddress = email.parse().unwrap();
    let role = crate::role::Role::invited(
        &key(email),
        address.clone(),
        crate::role::RoleKind::Organizer,
        &address,
        Timestamp::UNIX_EPOCH,
    );
    let facts = Facts { roles: vec![&role], others: vec![&address], ..Facts::default() };
    let mut row = PersonRow::of(&key(email), &facts).unwrap();
    row.name = name.to_owned();
    row
}

fn registered(state: RegistrationState, attendance: Attendance) -> PersonRow {
    let registration = RowRegistration {
        id: RegistrationId::new(&key("ann@example.org"), "x"),
        state,
        offered_on_at: None,
        attendance,
        pool: "general".parse().unwrap(),
        registered_at: at(5),
        first_time: false,
        nonce: "nonce".into(),
        key_id: "key".into(),
    };
    let mut row = row("Ann", "ann@example.org");
    (row.registration, row.since) = (Some(registration), Some(at(5)));
    row
}

fn waiting(state: EntryState, class: Class) -> PersonRow {
    let id = RegistrationId::new(&key("ann@example.org"), "y");
    let entry = RowWaitlist { id, state, class, joined_at: at(6), offered_at: None, expires_at: None };
    let mut row = row("Ann", "ann@example.org");
    row.waitlist = Some(entry);
    row
}

#[test]
fn case_accents_and_width_do_not_matter() {
    for (text, expected) in [
        ("José  Núñez", "jose nunez"),
        ("ŁUKASZ", "lukasz"),
        ("Öztürk İpek", "ozturk ipek"),
        ("Jørgen Straße", "jorgen strasse"),
        ("\u{ff21}nn", "ann"),
        ("e\u{301}", "e"),
        ("李 小龍", "李 小龍"),
        ("  a\tb ", "a b"),
    ] {
        assert_eq!(folded(text), expected, "{text}");
        assert_eq!(folded(&folded(text)), expected, "{text}");
    }
}

#[test]
fn nobody_without_anything_has_a_row() {
    assert_eq!(PersonRow::of(&key("ann@example.org"), &Facts::default()), None);
}

#[test]
fn a_filter_is_read_back_from_its_pairs() {
    let filter = Filter {
        q: Some("Ann B".into()),
        state: Some(PersonState::Waiting),
        attendance: Some(Attendance::Virtual),
        pool: Some("general".parse().unwrap()),
        class: Some(Class::Newcomer),
        role: Some(RoleName::Lead),
        speaks: Some(false),
    };
    let pairs = filter.pairs();
    assert_eq!(pairs.len(), Filter::NAMES.len());
    let text_of = |name: &str| pairs.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str());
    assert_eq!(Filter::parse(text_of), Ok(filter));
    assert_eq!(Filter::parse(|_| Some(" ")), Ok(Filter::default()), "an empty field asks for nothing");
    let wrong = Filter::parse(|name| (name != "q").then_some("Wrong!")).unwrap_err();
    let wrong: Vec<_> = wrong.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(wrong, ["/state", "/attendance", "/pool", "/class", "/role", "/speaks"]);
}

#[test]
fn every_state_chooses_its_own_people() {
    let ended_at = at(9);
    let rows = [
        registered(RegistrationState::Held { until: ended_at }, Attendance::InPerson),
        registered(RegistrationState::Confirmed, Attendance::InPerson),
        registered(RegistrationState::Cancelled { cancelled_at: at(9) }, Attendance::InPerson),
        waiting(EntryState::Waiting, Class::Everyone),
        waiting(EntryState::Offered, Class::Everyone),
        waiting(
            EntryState::Accepted { ended_at, registration: RegistrationId::new(&key("ann@example.org"), "x") },
            Class::Everyone,
        ),
        waiting(EntryState::Declined { ended_at }, Class::Everyone),
        waiting(EntryState::Lapsed { ended_at, unreachable: false }, Class::Everyone),
        waiting(EntryState::Withdrawn { ended_at }, Class::Everyone),
    ];
    for (at, (_, state)) in PersonState::WORDS.iter().enumerate() {
        let filter = Filter { state: Some(*state), ..Filter::default() };
        let matching: Vec<_> = rows.iter().map(|row| filter.matches(row)).collect();
        let expected: Vec<_> = (0..rows.len()).map(|n| n == at).collect();
        assert_eq!(matching, expected, "{}", state.as_str());
    }
}

#[test]
fn an_act_says_why_it_does_nothing() {
    let decide = |act: &BulkAct, row: &PersonRow, already| consequence(act, row, already, &mut 1);
    let cancel = BulkAct::Cancel { reason: None };
    assert_eq!(
        decide(&cancel, &registered(RegistrationState::Confirmed, Attendance::Virtual), false),
        Ok(Effect::PassCancelled)
    );
    assert_eq!(
        decide(&cancel, &registered(RegistrationState::Cancelled { cancelled_at: at(9) }, Attendance::Virtual), false),
        Err(Kept::Already)
    );
    assert_eq!(decide(&cancel, &row("A", "a@example.org"), false), Err(Kept::NoPass));
    let to = BulkAct::Move { class: Class::Newcomer, reason: "x".into() };
    let from = Class::Everyone;
    assert_eq!(decide(&to, &waiting(EntryState::Waiting, from), false), Ok(Effect::ClassChanged { from }));
    assert_eq!(decide(&to, &waiting(EntryState::Waiting, Class::Newcomer), false), Err(Kept::Already));
    assert_eq!(decide(&to, &waiting(EntryState::Offered, from), false), Err(Kept::HasOffer));
    assert_eq!(
        decide(&to, &registered(RegistrationState::Confirmed, Attendance::InPerson), false),
        Err(Kept::NotWaiting)
    );
    assert_eq!(decide(&BulkAct::Resend, &waiting(EntryState::Offered, from), false), Ok(Effect::LinkSent));
    assert_eq!(decide(&BulkAct::Resend, &waiting(EntryState::Offered, from), true), Err(Kept::Already));
    assert_eq!(
        decide(
            &BulkAct::Resend,
            &registered(RegistrationState::Cancelled { cancelled_at: at(9) }, Attendance::InPerson),
            false
        ),
        Err(Kept::NoLink)
    );
    let invite = BulkAct::Invite { pool: "speakers".parse().unwrap() };
    assert_eq!(
        decide(&invite, &registered(RegistrationState::Confirmed, Attendance::InPerson), false),
        Err(Kept::HasPass)
    );
    assert_eq!(decide(&invite, &row("A", "a@example.org"), true), Err(Kept::Already));
    let mut left = 1;
    let online = registered(RegistrationState::Confirmed, Attendance::Virtual);
    assert_eq!(consequence(&invite, &online, false, &mut left), Ok(Effect::Invited));
    assert_eq!(consequence(&invite, &online, false, &mut left), Err(Kept::PoolEmpty));
}

#[test]
fn names_without_accents_sort_together_and_empty_ones_last() {
    let rows = [
        row("", "d@example.org"),
        row("Zoë", "c@example.org"),
        row("änne", "b@example.org"),
        row("Bo", "a@example.org"),
    ];
    let rows: Vec<_> = rows.into_iter().map(std::sync::Arc::new).collect();
    let names: Vec<_> = Sort::Name.sorted(&rows).into_iter().map(|(_, row)| row.name.clone()).collect();
    assert_eq!(names, ["änne", "Bo", "Zoë", ""]);
}

proptest! {
    /// A page that begins after any place has exactly the rows behind it.
    #[test]
    fn a_cursor_keeps_its_place(
        people in proptest::collection::vec(("[a-cÄ é]{0,30}", proptest::option::of(0i64..5)), 1..20),
        sort in 0usize..5,
        from in 0usize..20,
    ) {
        let rows: Vec<_> = people.iter().enumerate().map(|(n, (name, since))| {
            let mut row = row(name, &format!("p{n}@example.org"));
            row.since = since.map(at);
            std::sync::Arc::new(row)
        }).collect();
        let sort = Sort::parse(Sort::WORDS[sort]).unwrap();
        let sorted = sort.sorted(&rows);
        let from = from % sorted.len();
        let cursor = sorted[from].0.to_cursor();
        prop_assert!(cursor.len() <= 200, "{cursor}");
        let place = Place::of_cursor(&cursor).unwrap();
        prop_assert_eq!(&place, &sorted[from].0);
        let behind: Vec<_> = sorted.iter().filter(|(other, _)| sort.is_after(other, &place)).map(|(_, r)| &r.id).collect();
        let expected: Vec<_> = sorted[from + 1..].iter().map(|(_, r)| &r.id).collect();
        prop_assert_eq!(behind, expected);
    }

    #[test]
    fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
        prop_assert_eq!(folded(&folded(&text)), folded(&text));
    }
}
