//! Retention periods: `[privacy]` and the `keep_days` of questions.

use api_tests::{Api, DEMO};
use serde_json::{Value, json};

use crate::privacy::{later, left, named};
use crate::review::{TRACK, refereed};

const EDITION: &str = "/conferences/demo-2030";
const REGISTRATIONS: &str = "/conferences/demo-2030/registrations";

/// From the time at which the tests begin until the edition has ended.
const TO_THE_END: u64 = 60 * 24 * 92;

/// An edition that forgets sizes after 10 days and everyone after 30.
fn forgetful() -> String {
    let size = "kind = \"choice\"\nchoices = [\"S\", \"M\", \"L\"]";
    DEMO.replace(size, &format!("{size}\nkeep_days = 10")) + "\n[privacy]\nkeep_days = 30\n"
}

async fn agenda(api: &Api) -> Vec<String> {
    let organizer = api.sign_in("organizer@example.org").await;
    let agenda = api.ask("GET", &format!("{EDITION}/agenda")).token(&organizer).send().await;
    let lines = agenda.json["agenda"].as_array().unwrap().iter().filter(|line| line["id"] == "erase-data");
    lines.map(|line| format!("{} {}", line["at"].as_str().unwrap(), line["what"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn answers_end_first_then_everyone_and_the_agenda_says_so() {
    let api = Api::with(&forgetful()).await;
    let mut form = named("Ann Example", "ann@example.org");
    form["answers"] = json!({ "size": "M" });
    assert_eq!(api.post(REGISTRATIONS, form).await.status, 201);
    assert_eq!(agenda(&api).await, ["2030-05-13T22:00:00Z Erase the answers to one question"]);
    let organizer = api.sign_in("organizer@example.org").await;
    let line = api.ask("POST", &format!("{EDITION}/agenda/erase-data")).token(&organizer);
    assert_eq!(line.json(&json!({ "action": "run" })).send().await.problem(), "409 agenda-fixed");
    let answers = || left(&api, &["\"size\":{\"s\":\"m\"}"]).len();
    later(&api, TO_THE_END + 60 * 24 * 5).await;
    assert_eq!(answers(), 1, "not yet");

    later(&api, 60 * 24 * 10).await;
    assert_eq!(answers(), 0);
    assert!(!left(&api, &["Ann Example"]).is_empty(), "the rest stays");
    assert_eq!(agenda(&api).await, ["2030-06-02T22:00:00Z Erase the personal data of everyone"]);
    later(&api, 60 * 24 * 20).await;
    let is_account = |item: &String| item.contains("SIGN-IN#");
    assert!(left(&api, &["Ann Example", "ann@example.org"]).iter().all(is_account));
    assert_eq!(api.pool("general").await, "capacity=15 free=14 spare=0 held=0 taken=1", "figures stay");
    assert!(agenda(&api).await[0].ends_with("Erase the personal data of everyone"), "it looks again");

    let organizer = api.sign_in("organizer@example.org").await;
    let log = api.ask("GET", &format!("{EDITION}/activity?kind=data_ended")).token(&organizer).send().await;
    assert_eq!(log.json["activity"].as_array().unwrap().len(), 2, "{}", log.text);
    later(&api, 60 * 24 * 40).await;
    let organizer = api.sign_in("organizer@example.org").await;
    let log = api.ask("GET", &format!("{EDITION}/activity?kind=data_ended")).token(&organizer).send().await;
    assert_eq!(log.json["activity"].as_array().unwrap().len(), 2, "looking again is no news");
    api.audit().await;
}

#[tokio::test]
async fn what_ends_follows_the_settings_which_show_it_before() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    api.post(REGISTRATIONS, named("Ann Example", "ann@example.org")).await;
    assert_eq!(agenda(&api).await, Vec::<String>::new());
    let patch = async |query: &str, change: Value| {
        let ask = api.ask("PATCH", &format!("{EDITION}{query}")).token(&organizer);
        ask.json(&change).send().await
    };
    let wrong = patch("", json!({ "privacy": { "keep_days": 0 } })).await;
    assert_eq!(wrong.errors(), "422 invalid /privacy/keep_days");
    let seen = patch("?dry_run=true", json!({ "privacy": { "keep_days": 30 } })).await;
    assert!(seen.text.contains("data_end_planned"), "{}", seen.text);
    assert_eq!(agenda(&api).await, Vec::<String>::new(), "a preview changes nothing");
    patch("", json!({ "privacy": { "keep_days": 30 } })).await;
    assert_eq!(agenda(&api).await.len(), 1);
    let seen = patch("?dry_run=true", json!({ "privacy": null })).await;
    assert!(seen.text.contains("data_end_stopped"), "{}", seen.text);
    patch("", json!({ "privacy": null })).await;
    assert_eq!(agenda(&api).await, Vec::<String>::new());

    // A period that is over when it is set ends at once.
    later(&api, TO_THE_END + 60 * 24 * 60).await;
    assert!(!left(&api, &["Ann Example"]).is_empty());
    let organizer = api.sign_in("organizer@example.org").await;
    let saved =
        api.ask("PATCH", EDITION).token(&organizer).json(&json!({ "privacy": { "keep_days": 30 } })).send().await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    // While that erasure goes on, the next waits for it.
    api.settle().await;
    let saved =
        api.ask("PATCH", EDITION).token(&organizer).json(&json!({ "privacy": { "keep_days": 31 } })).send().await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    api.settle().await;
    later(&api, 20).await;
    assert_eq!(left(&api, &["Ann Example"]), Vec::<String>::new());
    api.audit().await;
}

#[tokio::test]
async fn answers_in_proposals_end_too() {
    let question = "[[tracks.questions]]\nid = \"visa\"\nlabel = \"Visa\"\nkind = \"text\"\nkeep_days = 5";
    let api = Api::with(&refereed(question)).await;
    assert_eq!(agenda(&api).await, ["2030-05-08T22:00:00Z Erase the answers to one question"]);
    let proposal = json!({
        "title": "Fast packets", "abstract": "x", "answers": { "visa": "needed, from Ann" },
        "speakers": [{ "name": "Ann Example", "email": "ann@example.org" }], "submit": true,
    });
    let ann = api.sign_in("ann@example.org").await;
    let sent = api.ask("POST", &format!("{TRACK}/proposals")).token(&ann).json(&proposal).send().await;
    assert_eq!(sent.status, 201, "{}", sent.text);
    assert!(!left(&api, &["needed, from Ann"]).is_empty());
    later(&api, TO_THE_END + 60 * 24 * 10).await;
    assert_eq!(left(&api, &["needed, from Ann"]), Vec::<String>::new());
    assert!(!left(&api, &["Fast packets", "Ann Example"]).is_empty(), "the proposal stays");
    api.audit().await;
}
