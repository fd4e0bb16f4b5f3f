//! `/conferences/{c}/audit`: items against counters, shown to organizers and never corrected.

use api_tests::{Api, DEMO};
use serde_json::{Value, json};

const AUDIT: &str = "/conferences/demo-2030/audit";

#[tokio::test]
async fn an_organizer_counts_anew_and_sees_what_the_night_found() {
    let api = Api::new().await;
    let mut registered = Vec::new();
    for n in 0..10 {
        registered.push(api.register(&format!("first{n}@example.org")).await);
    }
    let requested = json!({ "name": "Ann", "email": "ann@example.org", "reason": "To come." });
    assert_eq!(api.post("/conferences/demo-2030/waitlist", requested).await.status, 201);
    let path = format!("/conferences/demo-2030/registrations/{}", registered[0].json["id"].as_str().unwrap());
    let token = registered[0].json["manage_token"].as_str().unwrap();
    assert_eq!(api.ask("DELETE", &path).token(token).send().await.status, 200);
    api.settle().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let none = api.ask("GET", AUDIT).token(&organizer).send().await;
    assert_eq!(none.json["latest"], Value::Null);
    let counted = api.ask("POST", AUDIT).token(&organizer).send().await;
    let latest = &counted.json["latest"];
    assert_eq!((&latest["found"], &latest["by"]), (&json!(0), &json!("organizer")), "{}", counted.text);
    assert_eq!((&latest["registrations"], &latest["entries"]), (&json!(9), &json!(1)), "{}", counted.text);
    assert_eq!(api.ask("GET", AUDIT).token(&organizer).send().await.json, counted.json);
    let page = api.ask("GET", AUDIT).token(&organizer).page().send().await;
    assert!(page.text.contains("No differences"), "{}", page.text);
    let form = api.ask("POST", AUDIT).token(&organizer).form("").send().await;
    assert_eq!((form.status, form.header("location")), (303, AUDIT));
    // The night's.
    api.set_clock("2030-02-02T03:30:00Z");
    let store = api.stack.store();
    let audit = store.audit_settled().await.expect("the audit runs");
    assert!(audit.findings.is_empty(), "{:?}", audit.findings);
    store.keep_daily(api.stack.context(), &audit).await.expect("it is kept");
    let organizer = api.sign_in("organizer@example.org").await;
    let latest = api.ask("GET", AUDIT).token(&organizer).send().await.json["latest"].clone();
    assert_eq!((&latest["by"], &latest["registrations"]), (&json!("daily"), &json!(9)), "{latest}");
}

#[tokio::test]
async fn a_person_who_joined_the_waitlist_twice_is_counted_like_any_other() {
    let api = Api::with(&DEMO.replace("capacity = 10", "capacity = 1")).await;
    assert_eq!(api.register("first@example.org").await.status, 201);
    let request = json!({ "name": "Ann", "email": "ann@example.org", "reason": "To come." });
    let joined = api.post("/conferences/demo-2030/waitlist", request.clone()).await;
    let path = format!("/conferences/demo-2030/waitlist/{}", joined.json["id"].as_str().unwrap());
    let leave = api.ask("DELETE", &path).token(joined.json["manage_token"].as_str().unwrap());
    assert_eq!(leave.send().await.status, 200);
    assert_eq!(api.post("/conferences/demo-2030/waitlist", request).await.status, 201);
    let organizer = api.sign_in("organizer@example.org").await;
    let counted = api.ask("POST", AUDIT).token(&organizer).send().await;
    assert_eq!((counted.status, &counted.json["latest"]["entries"]), (200, &json!(2)), "{}", counted.text);
}
