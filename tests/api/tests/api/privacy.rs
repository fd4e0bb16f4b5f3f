//! `/me/data` and `/me/erasure`: everything that is stored about a person, and its end.

use std::time::Duration;

use api_tests::{Answer, Api, DEMO, link_in};
use serde_json::{Value, json};

use crate::review::{TRACK, decide, propose, refereed, score, state};

const REGISTRATIONS: &str = "/conferences/demo-2030/registrations";
const WAITLIST: &str = "/conferences/demo-2030/waitlist";

pub(crate) fn named(name: &str, email: &str) -> Value {
    json!({ "name": name, "email": email, "attendance": "in_person" })
}

/// The items of one group.
fn items<'a>(data: &'a Value, kind: &str) -> Vec<&'a Value> {
    let groups = data["groups"].as_array().unwrap().iter().filter(|group| group["kind"] == kind);
    groups.flat_map(|group| group["items"].as_array().unwrap()).map(|item| &item["data"]).collect()
}

#[tokio::test]
async fn a_person_reads_all_of_their_data_over_all_their_addresses() {
    let api = Api::new().await;
    api.post(REGISTRATIONS, named("Ann Example", "ann@example.org")).await;
    api.post(REGISTRATIONS, named("Other Person", "other@example.org")).await;
    let ann = api.sign_in("ann@example.org").await;
    let asked = api.ask("POST", "/me/addresses").token(&ann).json(&json!({ "email": "ann@work.example" })).send().await;
    assert_eq!(asked.status, 202, "{}", asked.text);
    let mail = api.mails_to("ann@work.example").await.remove(0);
    let linked = api.ask("POST", &link_in(&mail)).token(&ann).header("accept", "application/json").send().await;
    assert_eq!(linked.status, 200, "{}", linked.text);
    let work = api.sign_in("ann@work.example").await;
    api.ask("POST", "/me/calendar").token(&work).json(&json!({})).send().await;

    assert_eq!(api.get("/me/data").await.problem(), "401 sign-in-required");
    let data = api.ask("GET", "/me/data").token(&work).send().await;
    assert_eq!(data.status, 200, "{}", data.text);
    let mut addresses = data.json["addresses"].as_array().unwrap().clone();
    addresses.sort_by_key(ToString::to_string);
    assert_eq!(addresses, ["ann@example.org", "ann@work.example"]);
    let held: Vec<_> = items(&data.json, "registrations");
    assert!(held.iter().any(|item| item["registration"]["name"] == "Ann Example"), "{}", data.text);
    assert!(!items(&data.json, "mails").is_empty() && !items(&data.json, "calendar").is_empty(), "{}", data.text);
    assert_eq!(items(&data.json, "addresses").len(), 2);
    for group in data.json["groups"].as_array().unwrap() {
        for text in ["label", "purpose", "ends"] {
            assert!(!group[text].as_str().unwrap().is_empty(), "{group}");
        }
    }
    assert!(!data.text.contains("Other Person") && !data.text.contains("other@example.org"), "{}", data.text);
    for secret in ["nonce", "key_id", "\"hash\"", "\"pk\""] {
        assert!(!data.text.contains(secret), "{secret} is shown: {}", data.text);
    }
}

#[tokio::test]
async fn the_page_shows_each_group_and_offers_the_file() {
    let api = Api::new().await;
    api.post(REGISTRATIONS, named("Ann <b>Example", "ann@example.org")).await;
    let ann = api.sign_in("ann@example.org").await;
    let me = api.ask("GET", "/me").token(&ann).page().send().await;
    assert!(me.text.contains("href=\"/me/data\""), "{}", me.text);
    let page = api.ask("GET", "/me/data").token(&ann).page().send().await;
    assert!(page.text.contains("Ann &#60;b&#62;Example") && page.text.contains("Registrations"), "{}", page.text);
    assert!(page.text.contains("href=\"/me/data.json\""), "{}", page.text);
    let file = api.ask("GET", "/me/data.json").token(&ann).page().send().await;
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"my-data.json\"");
    assert_eq!(items(&file.json, "registrations").len(), 1, "{}", file.text);
}

/// Each answer reads the whole table.
#[tokio::test]
async fn reading_ones_data_again_and_again_is_limited() {
    let api = Api::new().await;
    let ann = api.sign_in("ann@example.org").await;
    let mut last = api.ask("GET", "/me/data").token(&ann).send().await;
    for _ in 0..30 {
        last = api.ask("GET", "/me/data").token(&ann).send().await;
    }
    assert_eq!(last.problem(), "429 too-many-requests");
}

/// Every item of the table, as text.
pub(crate) fn table(api: &Api) -> Vec<String> {
    let (mut items, mut after) = (Vec::new(), Value::Null);
    loop {
        let mut scan = json!({ "TableName": api.stack.context().settings().table });
        if !after.is_null() {
            scan["ExclusiveStartKey"] = after;
        }
        let (status, answer) = api.stack.table().answer("DynamoDB_20120810.Scan", scan.to_string().as_bytes());
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        items.extend(answer["Items"].as_array().unwrap().iter().map(ToString::to_string));
        after = answer["LastEvaluatedKey"].clone();
        if after.is_null() {
            return items;
        }
    }
}

/// The items that contain one of these texts.
pub(crate) fn left(api: &Api, texts: &[&str]) -> Vec<String> {
    let has = |item: &String| texts.iter().any(|text| item.to_lowercase().contains(&text.to_lowercase()));
    table(api).into_iter().filter(has).collect()
}

pub(crate) async fn later(api: &Api, minutes: u64) {
    let to = api.stack.context().now() + Duration::from_secs(60 * minutes);
    api.stack.run_until(to).await.expect("workflows run");
}

/// The mail that confirms Ann's erasure.
async fn last_mail(api: &Api) -> Value {
    let mut mails = api.mails_to("ann@example.org").await;
    mails.retain(|mail| mail["subject"] == "Your data is erased");
    assert_eq!(mails.len(), 1, "it is sent once");
    mails.remove(0)
}

/// The path of the link that confirms an erasure.
async fn asked(api: &Api, token: &str, email: &str) -> String {
    let asked = api.ask("POST", "/me/erasure").token(token).json(&json!({})).send().await;
    assert_eq!(asked.status, 202, "{}", asked.text);
    let mails = api.mails_to(email).await;
    let is_it = |mail: &&Value| mail["subject"].as_str().unwrap().starts_with("Confirm that we erase");
    link_in(mails.iter().find(is_it).expect("a mail to confirm it"))
}

async fn post(api: &Api, path: &str) -> Answer {
    api.ask("POST", path).header("accept", "application/json").send().await
}

async fn erase(api: &Api, email: &str) {
    let token = api.sign_in(email).await;
    let link = asked(api, &token, email).await;
    assert_eq!(post(api, &link).await.status, 202);
    later(api, 10).await;
}

#[tokio::test]
async fn only_the_mailed_links_button_erases_and_nothing_is_left_of_the_person() {
    let api = Api::new().await;
    let mut form = named("Ann Example", "Ann@example.org");
    (form["affiliation"], form["answers"]) = (json!("Example Works"), json!({ "size": "M" }));
    assert_eq!(api.post(REGISTRATIONS, form).await.status, 201);
    api.post(REGISTRATIONS, named("Other Person", "other@example.org")).await;
    let ann = api.sign_in("ann@example.org").await;
    api.ask("POST", "/me/addresses").token(&ann).json(&json!({ "email": "ann@work.example" })).send().await;
    let mail = api.mails_to("ann@work.example").await.remove(0);
    api.ask("POST", &link_in(&mail)).token(&ann).header("accept", "application/json").send().await;
    api.ask("POST", "/me/calendar").token(&ann).json(&json!({})).send().await;

    let link = asked(&api, &ann, "ann@example.org").await;
    let page = api.ask("GET", &link).page().send().await;
    assert!(page.text.contains("ann@work.example") && page.text.contains("Erase my data now"), "{}", page.text);
    let wrong = format!("{}x", link.trim_end_matches(|c| c != '.'));
    assert_eq!(post(&api, &wrong).await.problem(), "401 sign-in-failed");
    later(&api, 5).await;
    assert_eq!(api.pool("general").await, "capacity=10 free=8 spare=0 held=0 taken=2", "looking erases nothing");

    assert_eq!(post(&api, &link).await.status, 202);
    assert_eq!(post(&api, &link).await.status, 202, "twice is once");
    later(&api, 10).await;
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=0 held=0 taken=1");
    let texts = ["ann@example.org", "ann@work.example", "Ann Example", "Example Works"];
    assert_eq!(left(&api, &texts), Vec::<String>::new());
    assert!(!left(&api, &["Other Person"]).is_empty(), "others stay");
    let _ = last_mail(&api).await;
    assert_eq!(post(&api, &link).await.problem(), "401 sign-in-failed", "the link is gone too");
    // Both addresses can come back, as two people: nothing links them any more.
    for email in ["ann@example.org", "ann@work.example"] {
        let again = api.post(REGISTRATIONS, named("Someone New", email)).await;
        assert_eq!(again.status, 201, "{email}: {}", again.text);
    }
    api.audit().await;
}

#[tokio::test]
async fn an_erased_person_can_come_back_as_a_new_one() {
    let api = Api::new().await;
    let first = api.post(REGISTRATIONS, named("Ann Example", "ann@example.org")).await;
    erase(&api, "ann@example.org").await;
    // No one else can pass for the person who was erased.
    let key = first.json["id"].as_str().unwrap().split('-').next().unwrap();
    let stand_in = named("Other Person", &format!("erased-{key}@unknown.invalid"));
    assert_eq!(api.post(REGISTRATIONS, stand_in).await.errors(), "422 invalid /email");
    let again = api.post(REGISTRATIONS, named("Ann Again", "ann@example.org")).await;
    assert_eq!(again.status, 201, "{}", again.text);
    let mail = api.mails_to("ann@example.org").await.remove(0);
    assert!(mail["text"].as_str().unwrap().contains("Ann Again"), "{mail}");
    api.audit().await;
}

#[tokio::test]
async fn a_pass_taken_while_its_person_is_erased_comes_back() {
    let api = Api::new().await;
    assert_eq!(api.post(REGISTRATIONS, named("Ann Example", "ann@example.org")).await.status, 201);
    let token = api.sign_in("ann@example.org").await;
    let link = asked(&api, &token, "ann@example.org").await;
    assert_eq!(post(&api, &link).await.status, 202);
    // After what was active has ended, and before the last scan.
    later(&api, 1).await;
    assert_eq!(api.pool("general").await, "capacity=10 free=10 spare=0 held=0 taken=0");
    assert_eq!(api.post(REGISTRATIONS, named("Ann Again", "ann@example.org")).await.status, 201);
    later(&api, 20).await;
    assert_eq!(api.pool("general").await, "capacity=10 free=10 spare=0 held=0 taken=0");
    assert_eq!(left(&api, &["ann@example.org", "Ann Example", "Ann Again"]), Vec::<String>::new());
    let _ = last_mail(&api).await;
    api.audit().await;
}

/// It was not theirs when they asked, and no one asked for its data.
#[tokio::test]
async fn an_address_that_is_linked_while_its_person_is_erased_keeps_its_pass() {
    let api = Api::new().await;
    for (name, email) in [("Ann Example", "ann@example.org"), ("Ann at Work", "ann@work.example")] {
        assert_eq!(api.post(REGISTRATIONS, named(name, email)).await.status, 201);
    }
    let ann = api.sign_in("ann@example.org").await;
    let confirm = asked(&api, &ann, "ann@example.org").await;
    assert_eq!(post(&api, &confirm).await.status, 202);
    later(&api, 1).await;
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=0 held=0 taken=1");
    api.ask("POST", "/me/addresses").token(&ann).json(&json!({ "email": "ann@work.example" })).send().await;
    let mail = api.mails_to("ann@work.example").await.remove(0);
    let linked = api.ask("POST", &link_in(&mail)).token(&ann).header("accept", "application/json").send().await;
    assert_eq!(linked.status, 200, "{}", linked.text);
    later(&api, 20).await;
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=0 held=0 taken=1");
    assert_eq!(left(&api, &["ann@example.org", "Ann Example"]), Vec::<String>::new());
    api.audit().await;
}

#[tokio::test]
async fn an_erasure_is_in_the_activity_log_once_although_it_scans_again() {
    let api = Api::with(&refereed("")).await;
    propose(&api, "Fast packets", "ann@example.org").await;
    erase(&api, "ann@example.org").await;
    let organizer = api.sign_in("organizer@example.org").await;
    let log = api.ask("GET", "/conferences/demo-2030/activity?kind=person_erased").token(&organizer).send().await;
    assert_eq!(log.json["activity"].as_array().unwrap().len(), 1, "{}", log.text);
}

#[tokio::test]
async fn an_open_offer_of_an_erased_person_goes_to_the_next() {
    let api = Api::new().await;
    let mut registered = Vec::new();
    for n in 0..10 {
        registered.push(api.register(&format!("holder-{n}@example.org")).await);
    }
    for (name, email) in [("Ann Example", "ann@example.org"), ("Next Person", "next@example.org")] {
        let joined =
            api.post(WAITLIST, json!({ "name": name, "email": email, "reason": "I, Ann Example, speak." })).await;
        assert_eq!(joined.status, 201, "{}", joined.text);
        later(&api, 1).await;
    }
    let path = format!("{REGISTRATIONS}/{}", registered[0].json["id"].as_str().unwrap());
    let token = registered[0].json["manage_token"].as_str().unwrap();
    assert_eq!(api.ask("DELETE", &path).token(token).send().await.status, 200);
    let offer = api.mails_to("ann@example.org").await.remove(0);
    assert!(offer["subject"].as_str().unwrap().starts_with("Offer"), "{offer}");
    assert_eq!(api.pool("general").await, "capacity=10 free=0 spare=0 held=1 taken=9");
    erase(&api, "ann@example.org").await;
    assert_eq!(api.pool("general").await, "capacity=10 free=0 spare=0 held=1 taken=9", "the next has the offer");
    assert!(api.mails_to("next@example.org").await.len() >= 2);
    let others: Vec<_> = left(&api, &["ann@example.org"]);
    assert_eq!(others, Vec::<String>::new());
    assert!(left(&api, &["Ann Example"]).iter().all(|item| item.contains("next@example.org")), "another wrote it");
    api.audit().await;
}

#[tokio::test]
async fn a_proposal_in_review_is_withdrawn_and_blanked() {
    let api = Api::with(&refereed("")).await;
    let ann = propose(&api, "Fast packets", "ann@example.org").await;
    let chair = api.sign_in("chair@example.org").await;
    score(&api, &chair, &ann, 3).await;
    erase(&api, "ann@example.org").await;
    assert_eq!(state(&api, &ann).await, "withdrawn");
    assert_eq!(left(&api, &["ann@example.org", "Speaker ann", "Fast packets"]), Vec::<String>::new());
    api.audit().await;
}

#[tokio::test]
async fn a_session_in_the_programme_keeps_the_name_until_the_retention_period_ends() {
    let rooms = "[[rooms]]\nid = \"big\"\nname = \"Big room\"\n[privacy]\nkeep_days = 90\n";
    let api = Api::with(&format!("{}\n{rooms}", refereed(""))).await;
    let ann = propose(&api, "Fast packets", "ann@example.org").await;
    let chair = api.sign_in("chair@example.org").await;
    decide(&api, &chair, &ann, json!({ "decision": "accepted" })).await;
    let path = format!("{TRACK}/decisions/release");
    let preview = api.ask("GET", &path).token(&chair).send().await.json["preview"].clone();
    let released = api.ask("POST", &path).token(&chair).json(&json!({ "preview": preview })).send().await;
    assert!(released.status < 300, "{}", released.text);
    api.settle().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let place = json!({ "room": "big", "starts_at": "2030-05-01T10:00:00", "minutes": 30 });
    let path = format!("/conferences/demo-2030/sessions/{ann}/placement");
    let placed = api.ask("PUT", &path).token(&organizer).json(&place).send().await;
    assert!(placed.status < 300, "{}", placed.text);
    let publish = "/conferences/demo-2030/timetable/publish";
    let published = api.ask("POST", publish).token(&organizer).json(&json!({})).send().await;
    assert!(published.status < 300, "{}", published.text);
    later(&api, 1).await;

    erase(&api, "ann@example.org").await;
    assert_eq!(left(&api, &["ann@example.org"]), Vec::<String>::new());
    let last = last_mail(&api).await;
    assert!(last["text"].as_str().unwrap().contains("Demo 2030: your sessions stay"), "{last}");
    let page = || async { api.get("/conferences/demo-2030/timetable.json").await.text };
    assert!(page().await.contains("Speaker ann"), "{}", page().await);
    api.audit().await;

    later(&api, 60 * 24 * 120).await;
    assert!(page().await.contains("Speaker ann"), "the edition is not over for 90 days");
    later(&api, 60 * 24 * 70).await;
    assert!(!page().await.contains("Speaker ann") && page().await.contains("Fast packets"), "{}", page().await);
    assert_eq!(left(&api, &["Speaker ann"]), Vec::<String>::new());
    api.audit().await;
}

#[tokio::test]
async fn a_person_without_whom_an_edition_cannot_be_is_not_erased() {
    let alone = DEMO.replace(", \"second@example.org\"", "");
    let api = Api::with(&alone).await;
    let organizer = api.sign_in("organizer@example.org").await;
    let asked = api.ask("POST", "/me/erasure").token(&organizer).json(&json!({})).send().await;
    assert_eq!(asked.problem(), "409 last-organizer");
    // One of two organizers can go, and leaves the settings.
    let api = Api::new().await;
    erase(&api, "second@example.org").await;
    assert_eq!(left(&api, &["second@example.org"]), Vec::<String>::new());
    api.audit().await;
}

#[tokio::test]
async fn an_organizer_sees_what_erasing_a_person_does_and_erases_them_from_their_edition_only() {
    let api = Api::with(&refereed("")).await;
    api.post(REGISTRATIONS, named("Ann Example", "ann@example.org")).await;
    propose(&api, "Fast packets", "ann@example.org").await;
    let organizer = api.sign_in("organizer@example.org").await;
    let mut other = api.ask("GET", "/conferences/demo-2030/definition").token(&organizer).send().await.json;
    other["id"] = json!("other-2030");
    assert_eq!(api.ask("PUT", "/conferences/other-2030").token(&organizer).json(&other).send().await.status, 201);
    api.post("/conferences/other-2030/registrations", named("Ann Example", "ann@example.org")).await;
    let people = api.ask("GET", "/conferences/demo-2030/people?q=ann@").token(&organizer).send().await;
    let path = format!("/conferences/demo-2030/people/{}", people.json["people"][0]["id"].as_str().unwrap());
    let act = |query: &str, body: Value| {
        let ask = api.ask("POST", &format!("{path}/erasure{query}")).token(&organizer);
        async move { ask.json(&body).send().await }
    };
    let seen = act("?dry_run=true", json!({})).await;
    assert_eq!((seen.status, &seen.json["passes"]), (200, &json!(1)), "{}", seen.text);
    assert_eq!(seen.json["proposals"], json!(["Fast packets"]));
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=0 held=0 taken=1");
    assert_eq!(act("", json!({})).await.errors(), "422 invalid /reason");
    let page = api.ask("POST", &format!("{path}/erasure?dry_run=true")).token(&organizer).form("").send().await;
    assert!(page.text.contains("Erase Ann Example") && page.text.contains("Fast packets"), "{}", page.text);
    let form = "reason=They+wrote+to+us";
    let done = api.ask("POST", &format!("{path}/erasure")).token(&organizer).form(form).send().await;
    assert_eq!(done.status, 303, "{}", done.text);
    later(&api, 10).await;
    let last = last_mail(&api).await;
    assert!(last["text"].as_str().unwrap().contains("They wrote to us"), "{last}");
    let left = left(&api, &["ann@example.org", "Ann Example", "Speaker ann"]);
    assert!(left.iter().all(|item| item.contains("other-2030") || item.contains("SIGN-IN#")), "{left:#?}");
    assert!(!left.is_empty(), "the other edition keeps its registration");
    let log = api.ask("GET", "/conferences/demo-2030/activity?kind=person_erased").token(&organizer).send().await;
    assert_eq!(log.json["activity"].as_array().unwrap().len(), 1, "{}", log.text);
    api.audit().await;
}
