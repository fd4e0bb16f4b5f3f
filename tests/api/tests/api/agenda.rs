//! `/conferences/{c}/agenda`: what happens automatically; running it now; pausing it.

#![allow(clippy::needless_raw_string_hashes, reason = "expect_test writes them")]

use api_tests::{Answer, Api};
use serde_json::{Value, json};

const AGENDA: &str = "/conferences/demo-2030/agenda";

async fn sold_out_with_one_who_waits() -> (Api, String, Vec<Answer>, Answer) {
    let api = Api::new().await;
    let mut registered = Vec::new();
    for n in 0..10 {
        registered.push(api.register(&format!("first{n}@example.org")).await);
    }
    let body = json!({ "name": "Ann", "email": "ann@example.org", "reason": "To come." });
    let joined = api.post("/conferences/demo-2030/waitlist", body).await;
    let organizer = api.sign_in("organizer@example.org").await;
    (api, organizer, registered, joined)
}

async fn lines(api: &Api, organizer: &str) -> Vec<String> {
    let agenda = api.ask("GET", AGENDA).token(organizer).send().await;
    let line = |line: &Value| {
        let paused = if line["paused"] == true { " held back" } else { "" };
        format!("{} {} {}{paused}", line["at"].as_str().unwrap(), line["id"].as_str().unwrap(), line["count"])
    };
    agenda.json["agenda"].as_array().unwrap().iter().map(line).collect()
}

async fn act(api: &Api, organizer: &str, line: &str, action: &str) -> Answer {
    let ask = api.ask("POST", &format!("{AGENDA}/{line}")).token(organizer);
    ask.json(&json!({ "action": action })).send().await
}

async fn cancel(api: &Api, registered: &Answer) {
    let path = format!("/conferences/demo-2030/registrations/{}", registered.json["id"].as_str().unwrap());
    let token = registered.json["manage_token"].as_str().unwrap();
    assert_eq!(api.ask("DELETE", &path).token(token).send().await.status, 200);
    api.settle().await;
}

#[tokio::test]
async fn it_lists_all_that_will_happen_in_order_of_time() {
    let (api, organizer, registered, _) = sold_out_with_one_who_waits().await;
    cancel(&api, &registered[0]).await;
    expect_test::expect![[r#"
        2030-02-03T12:00:00Z remind-offers:1896350400 1
        2030-02-04T12:00:00Z end-offers:1896436800 1
        2030-02-23T12:00:00Z tell-leads:speakers 3
        2030-02-23T12:00:00Z tell-leads:net 2
        2030-03-02T12:00:00Z release:speakers 3
        2030-03-02T12:00:00Z release:net 2
        2030-04-30T16:00:00Z registration-closes 0"#]]
    .assert_eq(&lines(&api, &organizer).await.join("\n"));
    let page = api.ask("GET", AGENDA).token(&organizer).page().send().await;
    assert!(page.text.contains("Offers expire"), "{}", page.text);
    let fixed = api.ask("GET", AGENDA).token(&organizer).send().await;
    let ends = fixed.json["agenda"]
        .as_array()
        .unwrap()
        .iter()
        .find(|l| l["what"].as_str().unwrap().starts_with("Offers expire"));
    let ends = ends.unwrap();
    assert_eq!(ends["concerns"][0]["name"], "Ann");
    for (line, action) in [(ends["id"].as_str().unwrap(), "run"), ("registration-closes", "pause")] {
        assert_eq!(act(&api, &organizer, line, action).await.problem(), "409 agenda-fixed", "{line}");
    }
    for unknown in ["dance", "remind-offers:soon", "tell-leads:general", "tell-decisions:none"] {
        assert_eq!(act(&api, &organizer, unknown, "run").await.problem(), "404 not-found", "{unknown}");
    }
}

#[tokio::test]
async fn reminders_and_notices_are_given_before_their_time_and_once() {
    let (api, organizer, registered, _) = sold_out_with_one_who_waits().await;
    cancel(&api, &registered[0]).await;
    let mails = async |to: &str| api.mails_to(to).await.len();
    let (ann, lead) = (mails("ann@example.org").await, mails("lead@example.org").await);
    for line in ["remind-offers:1896350400", "tell-leads:net"] {
        for _ in 0..2 {
            assert_eq!(act(&api, &organizer, line, "run").await.status, 200, "{line}");
            api.settle().await;
        }
    }
    assert_eq!((mails("ann@example.org").await, mails("lead@example.org").await), (ann + 1, lead + 1));
    let left = lines(&api, &organizer).await;
    assert!(!left.iter().any(|line| line.contains("remind-offers") || line.contains("tell-leads:net")), "{left:?}");
    // Pausing the end of a pool also pauses its notice. Sending the notice early releases no passes.
    assert_eq!(act(&api, &organizer, "tell-leads:speakers", "pause").await.status, 200);
    assert_eq!(act(&api, &organizer, "tell-leads:speakers", "run").await.status, 200);
    api.ask("POST", "/_local/clock").json(&json!({"now": "2030-03-03T12:00:00Z"})).send().await;
    api.settle().await;
    assert_eq!(api.pool("speakers").await, "capacity=3 free=3 spare=0 held=0 taken=0");
    let organizer = api.sign_in("organizer@example.org").await;
    assert_eq!(act(&api, &organizer, "send-mails", "run").await.status, 200);
    assert_eq!(act(&api, &organizer, "send-mails", "pause").await.problem(), "409 agenda-fixed");
    api.audit().await;
}

#[tokio::test]
async fn offers_are_held_back_and_go_on() {
    let (api, organizer, registered, joined) = sold_out_with_one_who_waits().await;
    assert_eq!(act(&api, &organizer, "give-on:general", "pause").await.status, 200);
    cancel(&api, &registered[0]).await;
    assert_eq!(api.pool("general").await, "capacity=10 free=0 spare=1 held=0 taken=9");
    let held = lines(&api, &organizer).await;
    assert!(held.iter().any(|line| line.ends_with("give-on:general 1 held back")), "{held:?}");
    assert_eq!(act(&api, &organizer, "give-on:general", "resume").await.status, 200);
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=10 free=0 spare=0 held=1 taken=9");
    let path = format!("/conferences/demo-2030/waitlist/{}", joined.json["id"].as_str().unwrap());
    let entry = api.ask("GET", &path).token(joined.json["manage_token"].as_str().unwrap()).send().await;
    assert_eq!(entry.json["status"], "offered");
    api.audit().await;
}

#[tokio::test]
async fn a_release_is_held_back_and_run() {
    let (api, organizer, _, _) = sold_out_with_one_who_waits().await;
    assert_eq!(act(&api, &organizer, "release:speakers", "pause").await.status, 200);
    api.ask("POST", "/_local/clock").json(&json!({"now": "2030-03-03T12:00:00Z"})).send().await;
    assert_eq!(api.pool("speakers").await, "capacity=3 free=3 spare=0 held=0 taken=0");
    assert_eq!(api.pool("net").await, "capacity=0 free=0 spare=0 held=0 taken=0");
    let organizer = api.sign_in("organizer@example.org").await;
    assert_eq!(act(&api, &organizer, "release:speakers", "run").await.status, 200);
    assert_eq!(api.pool("speakers").await, "capacity=0 free=0 spare=0 held=0 taken=0");
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=15 free=4 spare=0 held=1 taken=10");
    assert_eq!(act(&api, &organizer, "release:general", "run").await.problem(), "404 not-found");
    assert_eq!(act(&api, &organizer, "release:net", "dance").await.errors(), "422 invalid /action");
    api.audit().await;
}

/// Who exactly, for each kind of line; looking changes nothing.
#[tokio::test]
async fn each_line_names_the_people_it_affects() {
    let section = "[reconfirmation]\nask_at = \"2030-03-20T09:00:00Z\"\nanswer_by = \"2030-04-10T09:00:00Z\"\n\
                   silence = \"keep\"\n\n[[questions]]";
    let api = Api::with(&api_tests::DEMO.replacen("[[questions]]", section, 1)).await;
    let mut registered = Vec::new();
    for n in 0..10 {
        registered.push(api.register(&format!("first{n}@example.org")).await);
    }
    let body = json!({ "name": "Ann", "email": "ann@example.org", "reason": "To come." });
    assert_eq!(api.post("/conferences/demo-2030/waitlist", body).await.status, 201);
    let organizer = api.sign_in("organizer@example.org").await;
    assert_eq!(act(&api, &organizer, "give-on:general", "pause").await.status, 200);
    cancel(&api, &registered[0]).await;
    let before = lines(&api, &organizer).await;
    let preview = async |line: &str| -> Vec<String> {
        let shown = api.ask("GET", &format!("{AGENDA}/{line}")).token(&organizer).send().await;
        assert_eq!(shown.status, 200, "{}", shown.text);
        assert_eq!(shown.json["line"]["id"], line);
        let page = api.ask("GET", &format!("{AGENDA}/{line}")).token(&organizer).page().send().await;
        assert!(page.status == 200 && page.text.contains("Nothing has happened yet"), "{}", page.text);
        let about = shown.json["about"].as_array().unwrap().iter();
        about.map(|one| format!("{} {}", one["email"].as_str().unwrap(), one["detail"].as_str().unwrap())).collect()
    };
    let offered = preview("give-on:general").await;
    assert!(offered.len() == 1 && offered[0].starts_with("ann@example.org Gets offer 1"), "{offered:?}");
    assert_eq!(preview("tell-leads:net").await, ["lead@example.org Gets a mail about 2 unclaimed passes of net"]);
    assert!(preview("release:speakers").await[0].starts_with("ann@example.org Gets offer 1"));
    let asked = preview("reconfirm:ask").await;
    assert!(asked.len() == 9 && asked.iter().all(|line| line.ends_with("Gets the question")), "{asked:?}");
    assert!(preview("reconfirm:remind-1").await.is_empty());
    assert!(preview("registration-closes").await.is_empty());
    let unknown = api.ask("GET", &format!("{AGENDA}/dance")).token(&organizer).send().await;
    assert_eq!(unknown.problem(), "404 not-found");
    assert_eq!(lines(&api, &organizer).await, before, "looking changes nothing");
}
