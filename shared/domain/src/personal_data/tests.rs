use serde_json::{Value, json};

use super::*;
use crate::person::PersonKey;

const KEY: &str = "0123456789abcdefghjkmnpqrs";

fn ann() -> Traces {
    Traces {
        addresses: vec!["ann@example.org".parse().unwrap()],
        names: ["Ann Example".to_owned()].into(),
        ids: [KEY.to_owned()].into(),
        ended: None,
    }
}

fn stand_in(_: &EmailAddress) -> EmailAddress {
    EmailAddress::erased(&KEY.parse().unwrap())
}

fn erased(item: &Value) -> Value {
    match ann().erased(item.as_object().unwrap(), &stand_in, false) {
        Erased::Replaced(after) => Value::Object(after),
        Erased::Unchanged => item.clone(),
    }
}

#[test]
fn an_item_is_about_a_person_by_address_or_key_and_never_by_name() {
    let is_in = |pk: &str, item: Value| ann().are_in(pk, "", &item);
    assert!(is_in("C#x", json!({ "by": "ANN@example.org" })));
    assert!(is_in("C#x", json!({ "note": "write to <Ann@Example.org>." })));
    assert!(is_in("C#x", json!({ "facts": { "link": "https://x.example/?mail=ann@example.org" } })));
    assert!(is_in(&format!("C#x#PERSON#{KEY}"), json!({})));
    assert!(is_in("C#x", json!({ "object": format!("registration:{KEY}-abc") })));
    assert!(!is_in("C#x", json!({ "by": "joann@example.org", "name": "Ann Example" })));
    assert!(!is_in("C#x", json!({ "by": "ann@example.org.example" })));
}

#[test]
fn a_person_reads_their_own_part_without_secrets() {
    let item = json!({
        "pk": "x", "v": 1, "nonce": "n", "title": "A talk",
        "speakers": [
            { "name": "Ann Example", "email": "ann@example.org", "nonce": "n", "key_id": "k" },
            { "name": "Other", "email": "other@example.org" },
        ],
        "tags": ["one", "two"],
    });
    let part = json!({
        "title": "A talk", "speakers": [{ "name": "Ann Example", "email": "ann@example.org" }], "tags": ["one", "two"],
    });
    assert_eq!(ann().part_of(&item), part);
}

#[test]
fn erasing_leaves_nothing_of_a_person_and_everything_of_others() {
    let item = json!({
        "pk": "C#x", "email": "Ann@example.org", "reason": "I speak", "state": "waiting", "rev": 3,
        "registration": { "name": "Ann Example", "affiliation": "Example", "answers": { "size": "M" }, "pool": "general" },
        "log": [{ "by": "ann@example.org", "to": "held" }, { "by": "other@example.org", "to": "held" }],
        "text": "Ann Example (ann@example.org) and Joann Examples wait.",
        "sessions": r#"[{"people":[{"guid":"0123456789abcdefghjkmnpqrs","name":"Annie","biography":"Writes."}]}]"#,
    });
    let after = erased(&item);
    let stand_in = format!("erased-{KEY}@unknown.invalid");
    let expected = json!({
        "pk": "C#x", "email": stand_in, "reason": "", "state": "waiting", "rev": 3,
        "registration": { "name": ERASED_NAME, "pool": "general" },
        "log": [{ "by": stand_in, "to": "held" }, { "by": "other@example.org", "to": "held" }],
        "text": format!("— ({stand_in}) and Joann Examples wait."),
        "sessions": r#"[{"people":[{"guid":"0123456789abcdefghjkmnpqrs","name":"—"}]}]"#,
    });
    assert_eq!(after, expected);
    assert_eq!(erased(&after), after, "a repeat changes nothing");
}

#[test]
fn what_is_public_keeps_the_name_but_no_address() {
    let item = json!({ "speakers": [{ "name": "Ann Example", "email": "ann@example.org", "biography": "Writes." }] });
    let Erased::Replaced(after) = ann().erased(item.as_object().unwrap(), &stand_in, true) else {
        panic!("an address")
    };
    let speaker = &after["speakers"][0];
    assert_eq!((&speaker["name"], &speaker["biography"]), (&json!("Ann Example"), &json!("Writes.")));
    assert!(!after["speakers"].to_string().contains("ann@"));
}

#[test]
fn names_are_learned_from_what_describes_the_person() {
    let mut traces = Traces { names: BTreeSet::new(), ..ann() };
    traces.learn_names(&json!({ "email": "ann@example.org", "registration": { "name": "Ann E." } }));
    traces.learn_names(&json!({ "speakers": [{ "name": "Ann X", "email": "ann@example.org" }, { "name": "Other" }] }));
    traces.learn_names(&json!({ "name": "Conference", "organizers": ["ann@example.org"] }));
    assert_eq!(traces.names, ["Ann E.".to_owned(), "Ann X".to_owned()].into());
}

/// What is derived from an address must be derived from its stand-in too: pointers, roles, ids in the programme.
#[test]
fn a_stand_in_has_the_key_of_the_address_that_it_replaces() {
    let key = PersonKey::new("salt", &"ann@example.org".parse().unwrap());
    assert_eq!(PersonKey::new("salt", &EmailAddress::erased(&key)), key);
    // No one can give such an address, and so pass for another person.
    assert!(EmailAddress::erased(&key).as_str().parse::<EmailAddress>().is_err());
}

fn after(ended: Ended, item: &Value) -> Value {
    match Traces::of_ended(ended).erased(item.as_object().unwrap(), &stand_in, false) {
        Erased::Replaced(after) => Value::Object(after),
        Erased::Unchanged => item.clone(),
    }
}

#[test]
fn answers_that_have_ended_go_and_others_stay() {
    let answers = |track: Option<&str>| Ended {
        answers: [AnswersTo { track: track.map(str::to_owned), question: "diet".into() }].into(),
        ..Ended::default()
    };
    let registration = json!({
        "email": "ann@example.org", "registration": { "name": "Ann", "answers": { "diet": "none", "size": "M" } },
    });
    let without = json!({ "email": "ann@example.org", "registration": { "name": "Ann", "answers": { "size": "M" } } });
    assert_eq!(after(answers(None), &registration), without);
    assert_eq!(after(answers(Some("net")), &registration), registration, "it is another question");
    let proposal = json!({ "track": "net", "content": { "title": "T", "answers": { "diet": "none" } } });
    let without = json!({ "track": "net", "content": { "title": "T", "answers": {} } });
    assert_eq!(after(answers(Some("net")), &proposal), without);
    assert_eq!(after(answers(None), &proposal), proposal);
    let change = json!({ "fields": [{ "field": "answers", "before": "diet: none", "after": "diet: some" }] });
    let without = json!({ "fields": [{ "field": "answers", "before": "", "after": "" }] });
    assert_eq!(after(answers(Some("net")), &change), without);
}

#[test]
fn when_everyones_data_ends_only_the_addresses_of_the_settings_stay() {
    let ended = Ended { everyone: true, kept: vec!["contact@example.org".parse().unwrap()], ..Ended::default() };
    let item = json!({
        "email": "ann@example.org", "name": "Ann", "note": "by bob@example.org, not contact@example.org",
        "people": [{ "guid": "g", "role": "speaker", "name": "Ann", "unavailable": [] }], "title": "T", "guid": "s",
        "reviews": [{ "score": 3, "comment": "Ann is right" }],
    });
    let erased = format!("erased-{KEY}@unknown.invalid");
    let without = json!({
        "email": erased, "name": ERASED_NAME, "note": format!("by {erased}, not contact@example.org"),
        "people": [{ "guid": "g", "role": "speaker", "name": ERASED_NAME }], "title": "T", "guid": "s",
        "reviews": [{ "score": 3 }],
    });
    assert_eq!(after(ended.clone(), &item), without);
    assert_eq!(after(ended, &without), without, "a repeat changes nothing");
}
