//! Bad input: a documented problem with a pointer, and nothing changed.

use api_tests::{Api, attendee};
use expect_test::{Expect, expect};
use serde_json::json;

const PATH: &str = "/conferences/demo-2030/registrations";

async fn check(body: &[u8], expected: Expect) {
    let api = Api::new().await;
    let answer = api.ask("POST", PATH).raw("application/json", body).send().await;
    assert_eq!(answer.header("content-type"), "application/problem+json");
    expected.assert_eq(&answer.faults());
    assert_eq!(api.pool("general").await, "capacity=10 free=10 spare=0 held=0 taken=0");
    api.settle().await;
    assert!(api.stack.outbox().unwrap().is_empty());
}

#[tokio::test]
async fn json_that_is_not_right() {
    check(b"", expect!["400 malformed"]).await;
    check(b"{", expect!["400 malformed"]).await;
    check(b"[]", expect!["422 invalid "]).await;
    check(b"{}", expect!["422 invalid /name /email /attendance"]).await;
    check(b"{\"name\": \"\xff\"}", expect!["400 malformed"]).await;
    check(br#"{"name": "a", "name": "b"}"#, expect!["400 malformed"]).await;
    check(br#"{"name": 5, "email": "ann@example.org", "attendance": "in_person"}"#, expect!["422 invalid /name"]).await;
    check(
        br#"{"name": "Ann", "email": "ann@example.org", "attendance": "maybe", "colour": "red"}"#,
        expect!["422 invalid /attendance /colour"],
    )
    .await;
    check(
        br#"{"name": "Ann", "email": "ann@example.org", "attendance": "in_person", "answers": {"size": "XXL", "x": "y"}}"#,
        expect!["422 invalid /answers/size /answers/x"],
    )
    .await;
    let huge = json!({"name": "a".repeat(1_000_000), "email": "ann@example.org", "attendance": "in_person"});
    check(huge.to_string().as_bytes(), expect!["422 invalid /name"]).await;
    check(&vec![b' '; 3_000_000], expect!["413 too-large"]).await;
}

#[tokio::test]
async fn addresses_that_cannot_get_mail() {
    for email in ["ann", "ann@", "ann@example", "ann@example.org\r\nBcc: bob@example.org", "a b@example.org", ""] {
        let mut body = attendee("x@example.org");
        body["email"] = json!(email);
        check(body.to_string().as_bytes(), expect!["422 invalid /email"]).await;
    }
    let mut body = attendee("ann@example.org");
    body["name"] = json!("Ann\r\nBcc: bob@example.org");
    check(body.to_string().as_bytes(), expect!["422 invalid /name"]).await;
}

#[tokio::test]
async fn requests_that_fit_no_route() {
    let api = Api::new().await;
    let registered = api.register("ann@example.org").await;
    let own = format!("{PATH}/{}", registered.json["id"].as_str().unwrap());
    let problem = |method: &'static str, path: &str| {
        let send = api.ask(method, path).json(&json!({}));
        async { send.send().await.problem() }
    };
    assert_eq!(problem("GET", "/nowhere").await, "404 not-found");
    assert_eq!(problem("DELETE", PATH).await, "405 method-not-allowed");
    assert_eq!(api.ask("DELETE", PATH).send().await.header("allow"), "POST, GET");
    assert_eq!(problem("POST", "/conferences/none-2030/registrations").await, "404 not-found");
    assert_eq!(problem("POST", "/conferences/..%2f/registrations").await, "404 not-found");
    assert_eq!(api.ask("GET", &format!("{own}x")).token("x").send().await.problem(), "401 sign-in-required");
    assert_eq!(api.ask("GET", &own).token("wrong").send().await.problem(), "401 sign-in-required");
    let text = api.ask("POST", PATH).raw("text/plain", b"hello").send().await;
    assert_eq!(text.problem(), "415 unsupported-media-type");
    let bad_host = api.ask("GET", "/").header("host", "a b/").send().await;
    assert_eq!(bad_host.status, 400);
    let long_key = api.ask("POST", PATH).header("idempotency-key", &"k".repeat(201)).json(&attendee("b@example.org"));
    assert_eq!(long_key.send().await.problem(), "400 bad-request");
}

#[tokio::test]
async fn pools_and_editions_that_cannot_be() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let general = "/conferences/demo-2030/pools/general";
    let resize = |body: serde_json::Value| api.ask("PATCH", general).token(&organizer).json(&body).send();
    assert_eq!(resize(json!({"capacity": 0})).await.faults(), "422 invalid /capacity");
    assert_eq!(resize(json!({"capacity": "many"})).await.faults(), "422 invalid /capacity");
    assert_eq!(resize(json!({"capacity": -1})).await.faults(), "422 invalid /capacity");
    assert_eq!(resize(json!({})).await.faults(), "422 invalid /capacity");
    let none = api.ask("PATCH", "/conferences/demo-2030/pools/none").token(&organizer).json(&json!({"capacity": 1}));
    assert_eq!(none.send().await.problem(), "404 not-found");

    let document = api.ask("GET", "/conferences/demo-2030/definition").token(&organizer).send().await.json;
    let put = |key: &str, value: serde_json::Value| {
        let mut changed = document.clone();
        changed[key] = value;
        api.ask("PUT", "/conferences/demo-2030").token(&organizer).json(&changed).send()
    };
    assert_eq!(put("ends_on", json!("2030-01-01")).await.faults(), "422 invalid /ends_on");
    assert_eq!(put("pools", json!([{"id": "general", "capacity": 0}])).await.faults(), "422 invalid /pools/0/capacity");
    assert_eq!(put("time_zone", json!("Nowhere/City")).await.faults(), "422 invalid /time_zone");
    let mut past = document.clone();
    (past["starts_on"], past["ends_on"]) = (json!("2029-05-01"), json!("2029-05-03"));
    let answer = api.ask("PUT", "/conferences/demo-2030").token(&organizer).json(&past).send().await;
    assert_eq!(answer.faults(), "422 invalid /ends_on");
    assert_eq!(api.get("/conferences/demo-2030").await.json["ends_on"], "2030-05-03");
}

#[tokio::test]
async fn a_form_with_faults_comes_back_with_what_was_typed() {
    let api = Api::new().await;
    let body = "name=Ann+%3Cb%3E&email=ann&attendance=virtual&affiliation=Here&answers.size=M";
    let page = api.ask("POST", PATH).form(body).send().await;
    assert_eq!(page.status, 422);
    for kept in
        ["Ann &#60;b&#62;", "value=\"ann\"", "value=\"Here\"", "<option selected>M</option>", "must be an e-mail"]
    {
        assert!(page.text.contains(kept), "{kept} is missing in {}", page.text);
    }
    assert!(!page.text.contains("<b>"));
    let empty = api.ask("POST", PATH).form("").send().await;
    assert_eq!(empty.status, 422);
}
