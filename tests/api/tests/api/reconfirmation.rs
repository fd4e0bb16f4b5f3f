//! "Are you still coming?": asked, answered, reminded of, ended; by page and by program.

#![allow(clippy::needless_raw_string_hashes, reason = "expect_test writes them")]

use api_tests::{Answer, Api, DEMO, link_in};
use serde_json::{Value, json};

const REGISTRATIONS: &str = "/conferences/demo-2030/registrations";
const ROUND: &str = "/conferences/demo-2030/reconfirmation";

/// The demo edition, which asks on 1 March and ends on 15 March.
async fn asking(silence: &str) -> Api {
    let section = format!(
        "[reconfirmation]\nask_at = \"2030-03-01T09:00:00Z\"\nanswer_by = \"2030-03-15T09:00:00Z\"\n\
         silence = \"{silence}\"\n\n[[questions]]"
    );
    Api::with(&DEMO.replacen("[[questions]]", &section, 1)).await
}

async fn move_to(api: &Api, now: &str) {
    let moved = api.ask("POST", "/_local/clock").json(&json!({ "now": now })).send().await;
    assert_eq!(moved.status, 200, "{}", moved.text);
}

async fn subjects(api: &Api, email: &str) -> Vec<String> {
    let mails = api.mails_to(email).await;
    mails
        .iter()
        .map(|mail| mail["subject"].as_str().unwrap().trim_end_matches(" Demo 2030").trim_end_matches(':').to_owned())
        .collect()
}

async fn answer(api: &Api, registered: &Answer, coming: bool) -> Answer {
    let path = format!("{REGISTRATIONS}/{}/reconfirm", registered.json["id"].as_str().unwrap());
    let ask = api.ask("POST", &path).token(registered.json["manage_token"].as_str().unwrap());
    ask.json(&json!({ "coming": coming })).send().await
}

async fn counts(api: &Api) -> String {
    let organizer = api.sign_in("organizer@example.org").await;
    let shown = api.ask("GET", ROUND).token(&organizer).send().await;
    let figure = |name: &str| format!("{name}={}", shown.json[name]);
    ["asked", "yes", "no", "silent", "returned"].map(figure).join(" ")
}

#[tokio::test]
async fn attendees_are_asked_once_and_reminded_twice_without_an_answer() {
    let api = asking("keep").await;
    let ann = api.register("ann@example.org").await;
    api.register("bob@example.org").await;
    let body = json!({ "name": "Eve", "email": "eve@example.org", "attendance": "virtual" });
    assert_eq!(api.post(REGISTRATIONS, body).await.status, 201);
    assert_eq!(answer(&api, &ann, true).await.problem(), "409 not-asked");
    move_to(&api, "2030-03-01T09:00:00Z").await;
    // From the instant of the question on, it isn't sent to people who register: they have just decided to come.
    api.register("late@example.org").await;
    assert_eq!(subjects(&api, "ann@").await, ["Are you still coming?", "Your pass for"]);
    assert_eq!(counts(&api).await, "asked=2 yes=0 no=0 silent=2 returned=0");
    let yes = answer(&api, &ann, true).await;
    assert_eq!((yes.status, &yes.json["reconfirmation"]["status"]), (200, &json!("coming")), "{}", yes.text);
    assert_eq!(answer(&api, &ann, true).await.json, yes.json);
    move_to(&api, "2030-04-01T00:00:00Z").await;
    assert_eq!(subjects(&api, "ann@").await, ["Are you still coming?", "Your pass for"]);
    assert_eq!(
        subjects(&api, "bob@").await,
        [
            "You keep your pass",
            "Please answer: are you still coming?",
            "Please answer: are you still coming?",
            "Are you still coming?",
            "Your pass for"
        ]
    );
    assert_eq!(subjects(&api, "late@").await, ["Your pass for"]);
    assert_eq!(subjects(&api, "eve@").await, ["Your pass for"]);
    assert_eq!(counts(&api).await, "asked=2 yes=1 no=0 silent=1 returned=0");
    assert_eq!(api.pool("general").await, "capacity=15 free=12 spare=0 held=0 taken=3");
    api.audit().await;
}

#[tokio::test]
async fn a_no_offers_the_pass_to_the_waitlist_at_once() {
    let api = asking("keep").await;
    let mut registered = Vec::new();
    for n in 0..10 {
        registered.push(api.register(&format!("first{n}@example.org")).await);
    }
    let requested = json!({ "name": "Ann", "email": "ann@example.org", "reason": "To come." });
    assert_eq!(api.post("/conferences/demo-2030/waitlist", requested).await.status, 201);
    move_to(&api, "2030-03-01T09:00:00Z").await;
    let no = answer(&api, &registered[0], false).await;
    assert_eq!((&no.json["status"], &no.json["reconfirmation"]["status"]), (&json!("cancelled"), &json!("not_coming")));
    assert_eq!(answer(&api, &registered[0], false).await.json, no.json);
    assert_eq!(answer(&api, &registered[0], true).await.problem(), "409 registration-cancelled");
    assert!(subjects(&api, "ann@").await[0].starts_with("Offer: accept by"));
    // Cancelling on the manage page counts as an answer too, and so does changing to virtual attendance.
    assert_eq!(answer(&api, &registered[1], true).await.status, 200);
    let path = format!("{REGISTRATIONS}/{}", registered[1].json["id"].as_str().unwrap());
    let cancel = api.ask("DELETE", &path).token(registered[1].json["manage_token"].as_str().unwrap());
    assert_eq!(cancel.send().await.status, 200);
    let path = format!("{REGISTRATIONS}/{}", registered[2].json["id"].as_str().unwrap());
    let online = api.ask("PATCH", &path).token(registered[2].json["manage_token"].as_str().unwrap());
    let online = online.json(&json!({ "attendance": "virtual" })).send().await;
    assert_eq!(online.json["reconfirmation"]["status"], "not_coming", "{}", online.text);
    assert_eq!(counts(&api).await, "asked=10 yes=0 no=3 silent=7 returned=0");
    api.settle().await;
    api.audit().await;
}

#[tokio::test]
async fn silence_returns_the_pass_where_the_edition_says_so_and_an_answer_at_the_end_is_too_late() {
    let api = asking("return").await;
    let ann = api.register("ann@example.org").await;
    let bob = api.register("bob@example.org").await;
    move_to(&api, "2030-03-01T09:00:00Z").await;
    assert_eq!(answer(&api, &ann, true).await.status, 200);
    move_to(&api, "2030-03-14T09:00:00Z").await;
    // At the end, whether or not the workflow has run.
    api.set_clock("2030-03-15T09:00:00Z");
    let late = answer(&api, &bob, true).await;
    assert_eq!(late.problem(), "410 reconfirmation-over");
    assert_eq!(late.json["register"], "/conferences/demo-2030/register");
    move_to(&api, "2030-03-15T10:00:00Z").await;
    assert_eq!(counts(&api).await, "asked=2 yes=1 no=0 silent=0 returned=1");
    let mails = api.mails_to("bob@").await;
    assert_eq!(mails[0]["subject"], "Your pass is cancelled: Demo 2030");
    assert!(mails[0]["text"].as_str().unwrap().contains("hear from you in time"), "{}", mails[0]["text"]);
    assert_eq!(mails.len(), 5, "registered, asked, reminded twice, cancelled");
    assert_eq!(answer(&api, &bob, true).await.problem(), "409 registration-cancelled");
    assert_eq!(api.pool("general").await, "capacity=15 free=14 spare=0 held=0 taken=1");
    api.audit().await;
}

#[tokio::test]
async fn the_mailed_link_asks_and_opening_it_answers_nothing() {
    let api = asking("return").await;
    api.register("ann@example.org").await;
    move_to(&api, "2030-03-01T09:00:00Z").await;
    let link = link_in(&api.mails_to("ann@").await[0]);
    let opened = api.ask("GET", &link).page().send().await;
    assert_eq!(opened.status, 303);
    let path = opened.header("location").to_owned();
    assert!(path.ends_with("/reconfirm"), "{path}");
    let cookie = opened.header("set-cookie").split(';').next().unwrap().to_owned();
    let page = api.ask("GET", &path).header("cookie", &cookie).page().send().await;
    assert!(page.text.contains("Yes, I&#39;m coming") && page.text.contains("Answer needed"), "{}", page.text);
    let wrong = api.ask("POST", &path).header("cookie", &cookie).form("coming=perhaps").send().await;
    assert!(wrong.status == 422 && wrong.text.contains("Yes, I&#39;m coming"), "{}", wrong.text);
    let yes = api.ask("POST", &path).header("cookie", &cookie).form("coming=true").send().await;
    assert_eq!((yes.status, yes.header("location")), (303, &*format!("{path}?done")));
    let page = api.ask("GET", yes.header("location")).header("cookie", &cookie).page().send().await;
    assert!(page.text.contains("Thank you") && !page.text.contains("Yes, I&#39;m coming"), "{}", page.text);
    let no = api.ask("POST", &path).header("cookie", &cookie).form("coming=false").send().await;
    assert!(no.status == 303 && no.header("location").ends_with("?done=cancelled"), "{}", no.header("location"));
    let gone = api.ask("POST", &path).header("cookie", &cookie).form("coming=true").send().await;
    assert!(gone.status == 409 && gone.text.contains("Register again"), "{}", gone.text);
    // No other caller may answer.
    assert_eq!(api.ask("POST", &path).json(&json!({ "coming": true })).send().await.problem(), "401 sign-in-required");
}

#[tokio::test]
async fn organizers_run_the_round_now_and_hold_it_back() {
    let api = asking("return").await;
    for n in 0..3 {
        api.register(&format!("person{n}@example.org")).await;
    }
    move_to(&api, "2030-02-10T09:00:00Z").await;
    let organizer = api.sign_in("organizer@example.org").await;
    let lines = async |organizer: &str| -> Vec<String> {
        let agenda = api.ask("GET", "/conferences/demo-2030/agenda").token(organizer).send().await;
        let ours = agenda.json["agenda"].as_array().unwrap().iter().filter(|line| line["workflow"] == "reconfirm");
        ours.map(|line: &Value| {
            let paused = if line["paused"] == true { " held back" } else { "" };
            format!("{} {} {}{paused}", line["at"].as_str().unwrap(), line["id"].as_str().unwrap(), line["count"])
        })
        .collect()
    };
    let act = async |organizer: &str, line: &str, action: &str| -> Answer {
        let ask = api.ask("POST", &format!("/conferences/demo-2030/agenda/{line}")).token(organizer);
        ask.json(&json!({ "action": action })).send().await
    };
    expect_test::expect![[r#"
        2030-03-01T09:00:00Z reconfirm:ask 3
        2030-03-08T09:00:00Z reconfirm:remind-1 0
        2030-03-13T09:00:00Z reconfirm:remind-2 0
        2030-03-15T09:00:00Z reconfirm:end 0"#]]
    .assert_eq(&lines(&organizer).await.join("\n"));
    assert_eq!(act(&organizer, "reconfirm:end", "run").await.problem(), "409 agenda-fixed");
    assert_eq!(act(&organizer, "reconfirm:remind-1", "run").await.problem(), "409 agenda-fixed");
    assert_eq!(act(&organizer, "reconfirm:dance", "run").await.problem(), "404 not-found");
    assert_eq!(act(&organizer, "reconfirm:ask", "run").await.status, 200);
    api.settle().await;
    assert_eq!(subjects(&api, "person0@").await[0], "Are you still coming?");
    assert_eq!(act(&organizer, "reconfirm:remind-1", "pause").await.status, 200);
    move_to(&api, "2030-03-20T09:00:00Z").await;
    let organizer = api.sign_in("organizer@example.org").await;
    assert!(lines(&organizer).await.iter().all(|line| line.ends_with("held back")));
    assert_eq!(subjects(&api, "person0@").await.len(), 2, "nothing came while it was held back");
    assert_eq!(act(&organizer, "reconfirm:end", "resume").await.status, 200);
    api.settle().await;
    assert_eq!(counts(&api).await, "asked=3 yes=0 no=0 silent=0 returned=3");
    let page = api.ask("GET", ROUND).token(&organizer).page().send().await;
    assert!(page.text.contains(">Ended<"), "{}", page.text);
    api.audit().await;
}

#[tokio::test]
async fn a_round_added_later_asks_registered_people_and_a_removed_one_asks_none() {
    let api = Api::new().await;
    api.register("ann@example.org").await;
    let organizer = api.sign_in("organizer@example.org").await;
    assert_eq!(api.ask("GET", ROUND).token(&organizer).send().await.problem(), "404 not-found");
    let page = api.ask("GET", ROUND).token(&organizer).page().send().await;
    assert!(page.text.contains("This edition has no reconfirmation. Add a section"), "{}", page.text);
    let path = "/conferences/demo-2030";
    let mut document = api.ask("GET", &format!("{path}/definition")).token(&organizer).send().await.json;
    let ask = json!({ "ask_at": "2030-02-02T09:00:00Z", "answer_by": "2030-02-20T09:00:00Z", "silence": "return" });
    document["reconfirmation"] = ask;
    assert_eq!(api.ask("PUT", path).token(&organizer).json(&document).send().await.status, 200);
    move_to(&api, "2030-02-03T09:00:00Z").await;
    assert_eq!(subjects(&api, "ann@").await[0], "Are you still coming?");
    document.as_object_mut().unwrap().remove("reconfirmation");
    let organizer = api.sign_in("organizer@example.org").await;
    assert_eq!(api.ask("PUT", path).token(&organizer).json(&document).send().await.status, 200);
    move_to(&api, "2030-03-03T09:00:00Z").await;
    assert_eq!(subjects(&api, "ann@").await.len(), 2, "no more reminders");
    assert_eq!(api.pool("general").await, "capacity=15 free=14 spare=0 held=0 taken=1");
    api.audit().await;
}

/// A hundred people of one part of the list: more than a page of it.
#[tokio::test]
async fn a_round_of_many_pages_asks_each_once() {
    let api = asking("return").await;
    let organizer = api.sign_in("organizer@example.org").await;
    let resize = api.ask("PATCH", "/conferences/demo-2030/pools/general").token(&organizer);
    assert_eq!(resize.json(&json!({ "capacity": 120 })).send().await.status, 200);
    api.settle().await;
    let edition = api.stack.store().edition(&"demo-2030".parse().unwrap()).await.unwrap().unwrap();
    let part = |email: &String| store::keys::spread(edition.person_key(&email.parse().unwrap()).as_str());
    let people: Vec<_> =
        (0..).map(|n| format!("p{n}@example.org")).filter(|email| part(email) == 3).take(100).collect();
    for email in &people {
        assert_eq!(api.register(email).await.status, 201);
    }
    move_to(&api, "2030-03-01T12:00:00Z").await;
    assert_eq!(counts(&api).await, "asked=100 yes=0 no=0 silent=100 returned=0");
    for email in [&people[0], &people[45], &people[99]] {
        assert_eq!(subjects(&api, &format!("\"{email}")).await, ["Are you still coming?", "Your pass for"]);
    }
    move_to(&api, "2030-03-16T12:00:00Z").await;
    assert_eq!(counts(&api).await, "asked=100 yes=0 no=0 silent=0 returned=100");
    api.audit().await;
}
