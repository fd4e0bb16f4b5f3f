use std::str::FromStr;

use super::*;
use crate::person::{EmailAddress, PersonKey};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn recipient(name: &str) -> Recipient {
    let email = EmailAddress::from_str(&format!("{name}@example.org")).unwrap();
    let key = PersonKey::new("salt", &email);
    Recipient { key, email, name: None, reader: "r".into(), necessary: false, skipped: None }
}

fn message(progress: Progress) -> Message {
    Message {
        id: MessageId::new("0000000000000000".into()),
        subject: "Doors".into(),
        body: "At nine.".into(),
        group: Group::default(),
        necessary: false,
        created_by: "ann@example.org".parse().unwrap(),
        created_at: at(0),
        send_at: at(100),
        progress,
        request: None,
        rev: 1,
    }
}

#[test]
fn a_message_queues_each_batch_once_and_then_counts_each() {
    let all: Vec<_> = (0..=BATCH).map(|n| recipient(&format!("p{n}"))).collect();
    let scheduled = message(Progress::Scheduled { paused: false });
    assert_eq!(scheduled.step(at(99)), Step::Nothing);
    assert_eq!(scheduled.step(at(100)), Step::Begin);
    let mut sending = scheduled.begun(Delivery::new("b".into(), &all, at(100)), at(100));
    for batch in 0..2 {
        assert_eq!(sending.step(at(100)), Step::Queue(batch));
        sending = sending.queued(0, 0, at(100));
    }
    assert_eq!(sending.step(at(100)), Step::Nothing, "it looks again after a while");
    assert_eq!(sending.step(at(120)), Step::Count(0));
    assert_eq!(sending.counted(None, at(120)).step(at(120)), Step::Nothing);
    sending = sending.counted(Some((40, 0)), at(120));
    assert_eq!(sending.step(at(120)), Step::Count(1));
    let sent = sending.counted(Some((0, 1)), at(121));
    assert_eq!((sent.progress.as_str(), sent.due_at()), ("sent", None));
    assert_eq!(sent.delivery().map(|delivery| (delivery.sent, delivery.failed)), Some((40, 1)));
}

#[test]
fn only_a_scheduled_message_can_be_cancelled_changed_or_paused() {
    let scheduled = message(Progress::Scheduled { paused: false });
    let paused = scheduled.paused(true).unwrap();
    assert_eq!((paused.due_at(), paused.step(at(500))), (None, Step::Nothing));
    assert_eq!(paused.brought_forward(at(50)).unwrap().due_at(), Some(at(50)));
    let cancelled = scheduled.cancelled(at(50)).unwrap();
    assert_eq!((cancelled.progress.as_str(), cancelled.due_at()), ("cancelled", None));
    assert!(cancelled.cancelled(at(51)).is_none() && cancelled.paused(true).is_none());
}

#[test]
fn a_message_to_nobody_is_sent_at_once() {
    let sent = message(Progress::Scheduled { paused: false }).begun(Delivery::new("b".into(), &[], at(100)), at(100));
    assert_eq!(sent.progress.as_str(), "sent");
}

#[test]
fn who_opted_out_gets_only_what_is_necessary_and_a_suppressed_address_nothing() {
    let ordinary = recipient("a");
    let necessary = Recipient { necessary: true, ..recipient("b") };
    assert_eq!(ordinary.skip(true, false), Some(Skipped::OptedOut));
    assert_eq!(necessary.skip(true, false), None);
    assert_eq!(necessary.skip(true, true), Some(Skipped::Suppressed));
    assert_eq!(ordinary.skip(false, false), None);
}

#[test]
fn a_preview_is_known_by_its_text_and_by_those_who_get_a_mail() {
    let (a, b) = (recipient("a"), recipient("b"));
    let skipped = Recipient { skipped: Some(Skipped::OptedOut), ..recipient("c") };
    let seen = preview_id("Doors", "At nine.", &[a.clone(), b.clone()]);
    assert_eq!(preview_id("Doors", "At nine.", &[b.clone(), a.clone(), skipped]), seen);
    assert_ne!(preview_id("Doors", "At nine.", std::slice::from_ref(&a)), seen);
    assert_ne!(preview_id("Doors", "At ten.", &[a, b]), seen);
}
