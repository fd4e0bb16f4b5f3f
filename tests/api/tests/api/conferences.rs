//! `/conferences/{conference}`

use api_tests::Api;
use serde_json::{Value, json};

async fn definition(api: &Api, organizer: &str) -> Value {
    api.ask("GET", "/conferences/demo-2030/definition").token(organizer).send().await.json
}

#[tokio::test]
async fn an_edition_shows_its_state_and_its_calls() {
    let api = Api::new().await;
    let home = api.get("/").await;
    assert_eq!(home.json["conferences"][0]["id"], "demo-2030");
    let edition = api.get("/conferences/demo-2030").await;
    assert_eq!(edition.json["registration"]["state"], "open");
    assert_eq!(edition.json["registration"]["in_person"]["sold_out"], false);
    assert_eq!(edition.json["tracks"][0]["id"], "net");
    assert_eq!(api.get("/conferences/other-2030").await.problem(), "404 not-found");
}

#[tokio::test]
async fn the_definition_that_is_shown_can_be_put_again() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let document = definition(&api, &organizer).await;
    let put = api.ask("PUT", "/conferences/demo-2030").token(&organizer).json(&document).send().await;
    assert_eq!(put.status, 200, "{}", put.text);
    assert_eq!(definition(&api, &organizer).await, document);
}

#[tokio::test]
async fn a_change_keeps_what_people_have_and_refuses_what_would_take_it() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    for n in 0..6 {
        api.register(&format!("a{n}@example.org")).await;
    }
    let mut document = definition(&api, &organizer).await;
    let put = |document: &Value| api.ask("PUT", "/conferences/demo-2030").token(&organizer).json(document).send();
    document["name"] = json!("Demo Conference 2030");
    document["pools"][0]["capacity"] = json!(5);
    let refused = put(&document).await;
    assert_eq!(refused.problem(), "409 capacity-in-use");
    assert_eq!(refused.json["pool"], "general");
    assert_eq!(api.get("/conferences/demo-2030").await.json["name"], "Demo 2030", "half of it was taken over");
    document["pools"][0]["capacity"] = json!(8);
    assert_eq!(put(&document).await.status, 200);
    assert_eq!(api.pool("general").await, "capacity=8 free=2 spare=0 held=0 taken=6");
    document["pools"][0]["capacity"] = json!(30);
    assert_eq!(put(&document).await.status, 200);
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=30 free=24 spare=0 held=0 taken=6");
    // Leaving a pool out that people hold passes of would lose them.
    document["pools"].as_array_mut().unwrap().remove(0);
    document["pools"].as_array_mut().unwrap().push(json!({"id": "general2", "capacity": 4}));
    assert_eq!(put(&document).await.problem(), "422 invalid");
    assert_eq!(api.get("/conferences/demo-2030").await.json["name"], "Demo Conference 2030");
    api.audit().await;
}

#[tokio::test]
async fn what_an_organizer_set_since_is_kept_unless_the_document_changes_it() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let resize = api.ask("PATCH", "/conferences/demo-2030/pools/general").token(&organizer);
    resize.json(&json!({"capacity": 40})).send().await;
    let mut document = definition(&api, &organizer).await;
    document["name"] = json!("Renamed");
    assert_eq!(api.ask("PUT", "/conferences/demo-2030").token(&organizer).json(&document).send().await.status, 200);
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=40 free=40 spare=0 held=0 taken=0");
}

#[tokio::test]
async fn a_new_edition_needs_a_first_organizer() {
    let api = Api::new().await;
    // Organizes this edition, but the deployment does not name them.
    let organizer = api.sign_in("second@example.org").await;
    let mut document = definition(&api, &organizer).await;
    document["id"] = json!("demo-2031");
    let put = api.ask("PUT", "/conferences/demo-2031").token(&organizer).json(&document).send().await;
    assert_eq!(put.problem(), "403 forbidden");
    let first = api.sign_in("organizer@example.org").await;
    let put = api.ask("PUT", "/conferences/demo-2031").token(&first).json(&document).send().await;
    assert_eq!(put.status, 201, "{}", put.text);
    document["id"] = json!("demo-2032");
    let put = api.ask("PUT", "/conferences/demo-2030").token(&organizer).json(&document).send().await;
    assert_eq!(put.errors(), "422 invalid /id");
}
