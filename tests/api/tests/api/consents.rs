//! Texts that people agree to when they register: `[[privacy.consents]]`.

use api_tests::{Api, DEMO, attendee};
use serde_json::{Value, json};

const EDITION: &str = "/conferences/demo-2030";
const REGISTRATIONS: &str = "/conferences/demo-2030/registrations";

const CONSENTS: &str = r#"
[[privacy.consents]]
id = "conduct"
text = "I follow the code of conduct."
url = "https://conference.example.org/conduct"
version = "1"

[[privacy.consents]]
id = "photos"
text = "I may be in photos."
version = "a"
required = false
"#;

async fn asking() -> Api {
    Api::with(&format!("{DEMO}\n{CONSENTS}")).await
}

fn agreeing(email: &str, consents: &Value) -> Value {
    let mut body = attendee(email);
    body["consents"] = consents.clone();
    body
}

#[tokio::test]
async fn a_registration_records_the_version_that_its_holder_read() {
    let api = asking().await;
    let edition = api.get(EDITION).await;
    let texts = &edition.json["registration"]["consents"];
    assert_eq!((&texts[0]["version"], &texts[0]["required"]), (&json!("1"), &json!(true)));
    assert_eq!((&texts[1]["url"], &texts[1]["required"]), (&Value::Null, &json!(false)));

    for (consents, refused) in [
        (json!(null), "422 invalid /consents/conduct"),
        (json!({"conduct": null}), "422 invalid /consents/conduct"),
        (json!({"conduct": true}), "422 invalid /consents/conduct"),
        (json!({"conduct": "0"}), "422 invalid /consents/conduct"),
        (json!({"conduct": "1", "newsletter": "1"}), "422 invalid /consents/newsletter"),
    ] {
        let answer = api.post(REGISTRATIONS, agreeing("ann@example.org", &consents)).await;
        assert_eq!(answer.errors(), refused, "{consents}");
    }
    let made = api.post(REGISTRATIONS, agreeing("ann@example.org", &json!({"conduct": "1"}))).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let agreed = json!([{"id": "conduct", "version": "1", "agreed_at": "2030-02-01T12:00:00Z"}]);
    assert_eq!(made.json["consents"], agreed);

    // The holder agrees to one more. The other keeps its time.
    let token = made.json["manage_token"].as_str().expect("a token");
    let own = format!("{REGISTRATIONS}/{}", made.json["id"].as_str().expect("an id"));
    let change = |consents: Value| api.ask("PATCH", &own).token(token).json(&json!({ "consents": consents })).send();
    api.set_clock("2030-02-02T12:00:00Z");
    assert_eq!(change(json!({"photos": "a"})).await.errors(), "422 invalid /consents/conduct");
    let changed = change(json!({"conduct": "1", "photos": "a"})).await;
    assert_eq!(changed.json["consents"][0], agreed[0]);
    assert_eq!(changed.json["consents"][1]["agreed_at"], "2030-02-02T12:00:00Z");

    // A new version asks everyone who comes later, and changes nothing of what was agreed to.
    let organizer = api.sign_in("organizer@example.org").await;
    let next = json!({"privacy": {"consents": [
        {"id": "conduct", "text": "I follow the code of conduct.", "version": "2"},
    ]}});
    let saved = api.ask("PATCH", EDITION).token(&organizer).json(&next).send().await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    let late = api.post(REGISTRATIONS, agreeing("bob@example.org", &json!({"conduct": "1"}))).await;
    assert_eq!(late.errors(), "422 invalid /consents/conduct");
    assert!(late.text.contains("version 2"), "{}", late.text);
    assert_eq!(api.post(REGISTRATIONS, agreeing("bob@example.org", &json!({"conduct": "2"}))).await.status, 201);
    assert_eq!(change(json!({"conduct": "1"})).await.json["consents"], agreed, "what was agreed to can stay");

    let csv = api.ask("GET", &format!("{REGISTRATIONS}.csv")).token(&organizer).send().await;
    let lines: Vec<_> = csv.text.lines().collect();
    assert!(lines[0].ends_with(",consent_conduct"), "{}", csv.text);
    assert!(lines[1..].iter().any(|line| line.contains("ann@example.org") && line.ends_with(",1")), "{}", csv.text);
    let person = api.ask("GET", &format!("{EDITION}/people?q=ann")).token(&organizer).send().await;
    let path = format!("{EDITION}/people/{}", person.json["people"][0]["id"].as_str().expect("an id"));
    let page = api.ask("GET", &path).token(&organizer).page().send().await;
    assert!(page.text.contains("I follow the code of conduct.") && page.text.contains("Version 1,"), "{}", page.text);
}

#[tokio::test]
async fn forms_ask_and_a_refused_one_says_where() {
    let api = asking().await;
    let page = api.ask("GET", &format!("{EDITION}/register")).page().send().await;
    assert!(page.text.contains(r#"name="consents.conduct" value="1" required"#), "{}", page.text);
    let form = "name=Ann&email=ann@example.org&attendance=in_person";
    let refused = api.ask("POST", REGISTRATIONS).form(form).send().await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains(r#"id="error-conduct""#), "{}", refused.text);
    let made = api.ask("POST", REGISTRATIONS).form(&format!("{form}&consents.conduct=1")).send().await;
    assert_eq!(made.status, 303, "{}", made.text);
    api.audit().await;
}

#[tokio::test]
async fn a_pass_from_the_waitlist_has_what_was_agreed_to_when_joining() {
    let api = asking().await;
    for number in 0..10 {
        let body = agreeing(&format!("a{number}@example.org"), &json!({"conduct": "1"}));
        assert_eq!(api.post(REGISTRATIONS, body).await.status, 201);
    }
    let join = |consents: Value| {
        let body = json!({"name": "Wa", "email": "wa@example.org", "reason": "I want to come.", "consents": consents});
        api.post("/conferences/demo-2030/waitlist", body)
    };
    assert_eq!(join(json!({})).await.errors(), "422 invalid /consents/conduct");
    let joined = join(json!({"conduct": "1", "photos": "a"})).await;
    assert_eq!(joined.status, 201, "{}", joined.text);
    let organizer = api.sign_in("organizer@example.org").await;
    let raised = api.ask("PATCH", "/conferences/demo-2030/pools/general").token(&organizer);
    assert_eq!(raised.json(&json!({"capacity": 11})).send().await.status, 200);
    api.settle().await;
    let accept = format!("/conferences/demo-2030/waitlist/{}/accept", joined.json["id"].as_str().expect("an id"));
    let token = joined.json["manage_token"].as_str().expect("a token");
    let accepted = api.ask("POST", &accept).token(token).send().await;
    assert_eq!(accepted.status, 200, "{}", accepted.text);
    let ids: Vec<_> = accepted.json["consents"].as_array().unwrap().iter().map(|agreed| &agreed["id"]).collect();
    assert_eq!(ids, ["conduct", "photos"]);
}
