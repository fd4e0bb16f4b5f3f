use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::registration::{RegistrationId, RegistrationState};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn campaign(silence: Silence) -> Campaign {
    Campaign {
        ask_at: at("2030-03-01T09:00:00Z"),
        reminders_at: vec![at("2030-03-08T09:00:00Z"), at("2030-03-13T09:00:00Z")],
        answer_by: at("2030-03-15T09:00:00Z"),
        silence,
        paused: false,
        scan: None,
        scanned_at: None,
        asked: 0,
        rev: 0,
    }
}

fn registration(since: &str) -> Registration {
    Registration {
        id: RegistrationId::parse("0123456789abcdefghjkmnpqrs-1").unwrap_or_else(|| {
            RegistrationId::new(&crate::person::PersonKey::new("s", &"a@example.org".parse().unwrap()), "1")
        }),
        state: RegistrationState::Confirmed,
        name: "Ann".parse().unwrap(),
        affiliation: None,
        first_time: None,
        answers: std::collections::BTreeMap::new(),
        consents: std::collections::BTreeMap::new(),
        attendance: Attendance::InPerson,
        pool: "general".parse().unwrap(),
        shard: 0,
        invitation: None,
        nonce: "n".into(),
        key_id: "k".into(),
        request: None,
        swapped_by: None,
        registered_at: at(since),
        was_held: false,
        address_confirmed_at: None,
        in_person_since: None,
        reconfirmation: None,
        offered_on: None,
        sequence: 0,
    }
}

/// Runs all scans of a campaign for one registration, which may answer yes before a scan.
fn check(campaign: &Campaign, mut who: Registration, yes_before: Option<&str>, expected: &Expect) {
    let mut campaign = campaign.clone();
    let mut steps = Vec::new();
    while let Some(due) = campaign.due_at() {
        let scan = campaign.scan_at(due).expect("it is due");
        if yes_before.is_some_and(|yes| scan.at >= at(yes))
            && let Some((after, _)) = who.coming(scan.at)
        {
            who = after;
        }
        let step = step_due(&campaign, &who, scan.at);
        let words = match step {
            None => "nothing".to_owned(),
            Some(Step::Ask(after)) => {
                who.reconfirmation = Some(after);
                "ask".into()
            }
            Some(Step::Remind(after, number)) => {
                who.reconfirmation = Some(after);
                format!("remind {number}")
            }
            Some(Step::Keep(after)) => {
                who.reconfirmation = Some(after);
                "keep".into()
            }
            Some(Step::Return) => {
                who.not_coming(scan.at, true);
                who.state = RegistrationState::Cancelled { cancelled_at: scan.at };
                "return".into()
            }
        };
        steps.push(format!("{} {words}", scan.at));
        campaign = campaign.scanned(&scan, None, 0);
    }
    expected.assert_eq(&steps.join("\n"));
}

#[test]
fn a_silent_holder_is_asked_once_and_reminded_twice() {
    check(
        &campaign(Silence::Keep),
        registration("2030-02-01T09:00:00Z"),
        None,
        &expect![[r"
            2030-03-01T09:00:00Z ask
            2030-03-01T09:15:00Z nothing
            2030-03-08T09:00:00Z remind 1
            2030-03-13T09:00:00Z remind 2
            2030-03-15T09:00:00Z keep
            2030-03-15T09:15:00Z nothing"]],
    );
    check(
        &campaign(Silence::Return),
        registration("2030-02-01T09:00:00Z"),
        None,
        &expect![[r"
            2030-03-01T09:00:00Z ask
            2030-03-01T09:15:00Z nothing
            2030-03-08T09:00:00Z remind 1
            2030-03-13T09:00:00Z remind 2
            2030-03-15T09:00:00Z return
            2030-03-15T09:15:00Z nothing"]],
    );
}

#[test]
fn people_who_answered_or_registered_later_get_no_mail() {
    check(
        &campaign(Silence::Return),
        registration("2030-02-01T09:00:00Z"),
        Some("2030-03-10T00:00:00Z"),
        &expect![[r"
            2030-03-01T09:00:00Z ask
            2030-03-01T09:15:00Z nothing
            2030-03-08T09:00:00Z remind 1
            2030-03-13T09:00:00Z nothing
            2030-03-15T09:00:00Z nothing
            2030-03-15T09:15:00Z nothing"]],
    );
    let campaign = campaign(Silence::Return);
    let nothing =
        |who: &Registration| campaign.instants().into_iter().all(|instant| step_due(&campaign, who, instant).is_none());
    assert!(nothing(&registration("2030-03-01T09:00:00Z")), "registered at the very instant");
    let swapped = Some(at("2030-03-02T09:00:00Z"));
    assert!(nothing(&Registration { in_person_since: swapped, ..registration("2030-02-01T09:00:00Z") }));
    assert!(nothing(&Registration { attendance: Attendance::Virtual, ..registration("2030-02-01T09:00:00Z") }));
}

#[test]
fn an_entry_missing_in_the_index_is_asked_at_the_next_scan() {
    let campaign = campaign(Silence::Return);
    let who = registration("2030-03-01T08:59:59Z");
    let Some(Step::Ask(asked)) = step_due(&campaign, &who, at("2030-03-08T09:00:00Z")) else {
        panic!("they are asked")
    };
    let who = Registration { reconfirmation: Some(asked), ..who };
    assert_eq!(step_due(&campaign, &who, at("2030-03-08T09:00:00Z")), None);
    assert!(matches!(step_due(&campaign, &who, at("2030-03-13T09:00:00Z")), Some(Step::Remind(_, 2))));
    // People that no scan found before the end keep their pass, because they were not asked.
    assert_eq!(step_due(&campaign, &registration("2030-02-01T09:00:00Z"), at("2030-03-15T09:00:00Z")), None);
}

#[test]
fn an_instant_is_brought_forward_once_and_the_end_never() {
    let (campaign, now) = (campaign(Silence::Keep), at("2030-02-20T12:00:00Z"));
    let asked = campaign.brought_forward(Stage::Ask, now).unwrap();
    assert_eq!((asked.ask_at, asked.due_at()), (now, Some(now)));
    assert_eq!(asked.brought_forward(Stage::Ask, now), None);
    assert_eq!(campaign.brought_forward(Stage::Remind(0), now), None, "no question was sent yet");
    assert_eq!(campaign.brought_forward(Stage::End, at("2030-03-14T12:00:00Z")), None);
    let reminded = campaign.brought_forward(Stage::Remind(1), at("2030-03-09T12:00:00Z")).unwrap();
    assert_eq!(reminded.reminders_at[1], at("2030-03-09T12:00:00Z"));
    assert_eq!(campaign.held_back().due_at(), None);
    assert!(!campaign.held_back().is_over(at("2030-04-01T00:00:00Z")));
}

proptest! {
    /// The figures stay consistent for any scans, in any order of instants, with any answers between them.
    #[test]
    fn figures_agree_with_the_registrations(
        people in prop::collection::vec((0i64..60, prop::collection::vec(0u8..4, 0..6)), 1..12),
        keep in any::<bool>(),
    ) {
        let mut campaign = campaign(if keep { Silence::Keep } else { Silence::Return });
        let first = at("2030-02-01T09:00:00Z");
        let mut answers = Answers::default();
        let count = |answers: &mut Answers, counter: Option<Counter>| match counter {
            Some(Counter::Yes) => answers.yes += 1,
            Some(Counter::No) => answers.no += 1,
            Some(Counter::Changed) => answers.changed += 1,
            Some(Counter::Returned) => answers.returned += 1,
            None => {}
        };
        let mut all: Vec<_> = people
            .iter()
            .map(|(day, acts)| {
                let mut who = registration("2030-02-01T09:00:00Z");
                who.registered_at = first + SignedDuration::from_hours(24 * day);
                (who, acts.iter())
            })
            .collect();
        let mut number = 0;
        while let Some(due) = campaign.due_at() {
            let scan = campaign.scan_at(due).unwrap();
            let mut asked = 0;
            for (who, acts) in &mut all {
                match step_due(&campaign, who, scan.at) {
                    Some(Step::Ask(after)) => {
                        prop_assert!(who.registered_at < campaign.ask_at);
                        asked += 1;
                        who.reconfirmation = Some(after);
                    }
                    Some(Step::Remind(after, _) | Step::Keep(after)) => who.reconfirmation = Some(after),
                    Some(Step::Return) => {
                        count(&mut answers, who.not_coming(scan.at, true));
                        who.state = RegistrationState::Cancelled { cancelled_at: scan.at };
                    }
                    None => {}
                }
                prop_assert_eq!(step_due(&campaign, who, scan.at), None, "twice is harmless");
                match acts.next() {
                    Some(0) if who.is_confirmed() => {
                        if let Some((after, counter)) = who.coming(scan.at) {
                            *who = after;
                            count(&mut answers, counter);
                        }
                    }
                    Some(1) if who.is_confirmed() => {
                        count(&mut answers, who.not_coming(scan.at, false));
                        who.state = RegistrationState::Cancelled { cancelled_at: scan.at };
                    }
                    _ => {}
                }
            }
            campaign = campaign.scanned(&scan, None, asked);
            number += 1;
        }
        prop_assert_eq!(number, 6);
        let figures = Figures::of(campaign.asked, answers);
        let is = |wanted: &[&str]| {
            let states = all.iter().filter_map(|(who, _)| who.reconfirmation.as_ref());
            states.filter(|known| wanted.contains(&known.state.as_str())).count() as u64
        };
        prop_assert_eq!(figures.yes, is(&["coming"]));
        prop_assert_eq!(figures.no, is(&["not_coming"]));
        prop_assert_eq!(figures.silent, is(&["asked", "kept"]));
        prop_assert_eq!(figures.returned, is(&["returned"]));
        prop_assert_eq!(figures.asked, figures.yes + figures.no + figures.silent + figures.returned);
        prop_assert_eq!(is(&["asked"]), 0, "the campaign has ended");
    }
}
