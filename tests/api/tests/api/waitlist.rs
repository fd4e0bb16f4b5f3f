//! `/conferences/{c}/waitlist`: joining, offers, classes, and what organizers do.

#![allow(clippy::needless_raw_string_hashes, reason = "expect_test writes them")]

use api_tests::{Answer, Api, DEMO, link_in};
use serde_json::{Value, json};

const WAITLIST: &str = "/conferences/demo-2030/waitlist";

/// Registers as many people as there are passes: `first0@example.org` and on.
async fn sold_out() -> (Api, Vec<Answer>) {
    let api = Api::new().await;
    let mut registered = Vec::new();
    for n in 0..10 {
        registered.push(api.register(&format!("first{n}@example.org")).await);
    }
    (api, registered)
}

fn requested(email: &str) -> Value {
    json!({ "name": "Attendee", "email": email, "reason": "To talk about packets." })
}

async fn join(api: &Api, email: &str) -> Answer {
    let joined = api.post(WAITLIST, requested(email)).await;
    assert_eq!(joined.status, 201, "{}", joined.text);
    joined
}

async fn cancel(api: &Api, registered: &Answer) {
    let path = format!("/conferences/demo-2030/registrations/{}", registered.json["id"].as_str().unwrap());
    let token = registered.json["manage_token"].as_str().unwrap();
    assert_eq!(api.ask("DELETE", &path).token(token).send().await.status, 200);
    api.settle().await;
}

async fn status(api: &Api, joined: &Answer) -> String {
    let entry = ask(api, "GET", joined, "").await;
    entry.json["status"].as_str().unwrap_or_default().to_owned()
}

async fn ask(api: &Api, method: &str, joined: &Answer, act: &str) -> Answer {
    let path = format!("{WAITLIST}/{}{act}", joined.json["id"].as_str().unwrap());
    api.ask(method, &path).token(joined.json["manage_token"].as_str().unwrap()).send().await
}

#[tokio::test]
async fn the_waitlist_stays_empty_while_a_pass_is_free() {
    let api = Api::new().await;
    let refused = api.post(WAITLIST, requested("ann@example.org")).await;
    assert_eq!(refused.problem(), "409 passes-available");
    assert_eq!(refused.json["register"], "/conferences/demo-2030/register");
}

#[tokio::test]
async fn people_wait_in_order_and_a_returned_pass_goes_to_the_first() {
    let (api, registered) = sold_out().await;
    assert_eq!(api.register("late@example.org").await.problem(), "409 sold-out");
    let ann = join(&api, "ann@example.org").await;
    let bob = join(&api, "bob@example.org").await;
    assert_eq!((&ann.json["position"], &bob.json["position"]), (&json!(1), &json!(2)));
    assert_eq!(ann.json["class"], "everyone");
    assert_eq!(api.post(WAITLIST, requested("Ann@Example.org")).await.problem(), "409 already-waiting");
    assert_eq!(api.post(WAITLIST, requested("first0@example.org")).await.problem(), "409 already-registered");
    cancel(&api, &registered[0]).await;
    assert_eq!(status(&api, &ann).await, "offered");
    assert_eq!(status(&api, &bob).await, "waiting");
    assert_eq!(api.pool("general").await, "capacity=10 free=0 spare=0 held=1 taken=9");
    assert_eq!(api.register("walk-in@example.org").await.problem(), "409 sold-out");
    api.audit().await;
    let accepted = ask(&api, "POST", &ann, "/accept").await;
    assert_eq!((accepted.status, &accepted.json["pool"]), (200, &json!("general")), "{}", accepted.text);
    let again = ask(&api, "POST", &ann, "/accept").await;
    assert_eq!(again.json, accepted.json);
    assert_eq!(api.pool("general").await, "capacity=10 free=0 spare=0 held=0 taken=10");
    let subjects: Vec<_> = api.mails_to("ann@example.org").await.iter().map(|m| m["subject"].to_string()).collect();
    assert_eq!(subjects.len(), 4, "joined, link again, offer, confirmed: {subjects:?}");
    api.audit().await;
}

#[tokio::test]
async fn accepting_again_answers_with_the_registration_that_the_offer_became() {
    let (api, registered) = sold_out().await;
    let ann = join(&api, "ann@example.org").await;
    cancel(&api, &registered[0]).await;
    let accepted = ask(&api, "POST", &ann, "/accept").await;
    cancel(&api, &accepted).await;
    assert_eq!(api.register("ann@example.org").await.status, 201);
    let again = ask(&api, "POST", &ann, "/accept").await;
    assert_eq!((again.status, &again.json["id"]), (200, &accepted.json["id"]), "{}", again.text);
    assert_eq!(again.json["status"], "cancelled");
}

#[tokio::test]
async fn the_mailed_link_shows_the_offer_and_opening_it_accepts_nothing() {
    let (api, registered) = sold_out().await;
    let ann = join(&api, "ann@example.org").await;
    cancel(&api, &registered[3]).await;
    let mails = api.mails_to("ann@example.org").await;
    let link = link_in(&mails[0]);
    let opened = api.ask("GET", &link).page().send().await;
    assert_eq!(opened.status, 303);
    let cookie = opened.header("set-cookie").split(';').next().unwrap().to_owned();
    let page = api.ask("GET", opened.header("location")).header("cookie", &cookie).page().send().await;
    assert!(page.text.contains("Accept pass"), "{}", page.text);
    assert_eq!(status(&api, &ann).await, "offered");
    let path = format!("{}/accept", opened.header("location"));
    let taken = api.ask("POST", &path).header("cookie", &cookie).form("").send().await;
    assert_eq!(taken.status, 303);
    let path = taken.header("location").to_owned();
    let cookie = taken.header("set-cookie").split(';').next().unwrap().to_owned();
    let page = api.ask("GET", &path).header("cookie", &cookie).page().send().await;
    assert!(page.text.contains("Confirmed"), "{}", page.text);
}

#[tokio::test]
async fn an_offer_is_reminded_of_and_lapses_to_the_next() {
    let (api, registered) = sold_out().await;
    let ann = join(&api, "ann@example.org").await;
    let bob = join(&api, "bob@example.org").await;
    cancel(&api, &registered[0]).await;
    // Offered at 12:00 on 1 February for 72 hours; a third of it is left on the 3rd.
    api.set_clock("2030-02-03T12:00:00Z");
    let subjects: Vec<_> = api.mails_to("ann@example.org").await.iter().map(|m| m["subject"].to_string()).collect();
    assert!(subjects[0].contains("Reminder: accept"), "{subjects:?}");
    // A millisecond before the end, and at the end.
    api.set_clock("2030-02-04T11:59:59.999Z");
    api.settle().await;
    assert_eq!(status(&api, &ann).await, "offered");
    api.set_clock("2030-02-04T12:00:00Z");
    let late = ask(&api, "POST", &ann, "/accept").await;
    assert_eq!(late.problem(), "410 offer-lapsed");
    assert_eq!(late.json["join"], "/conferences/demo-2030/join-waitlist");
    // The workflow has not run yet, and Ann can join again all the same.
    let again = join(&api, "ann@example.org").await;
    assert_eq!(again.json["position"], 2);
    api.settle().await;
    assert_eq!(status(&api, &ann).await, "lapsed");
    assert_eq!(status(&api, &bob).await, "offered");
    let declined = ask(&api, "POST", &bob, "/decline").await;
    assert_eq!(declined.json["status"], "declined");
    assert_eq!(ask(&api, "POST", &bob, "/decline").await.json["status"], "declined");
    api.settle().await;
    assert_eq!(status(&api, &again).await, "offered");
    api.audit().await;
}

#[tokio::test]
async fn registration_reopens_only_when_the_waitlist_is_empty() {
    let (api, registered) = sold_out().await;
    let ann = join(&api, "ann@example.org").await;
    assert_eq!(ask(&api, "DELETE", &ann, "").await.json["status"], "withdrawn");
    assert_eq!(ask(&api, "DELETE", &ann, "").await.json["status"], "withdrawn");
    cancel(&api, &registered[0]).await;
    assert_eq!(api.pool("general").await, "capacity=10 free=1 spare=0 held=0 taken=9");
    assert_eq!(api.post(WAITLIST, requested("ann@example.org")).await.problem(), "409 passes-available");
    assert_eq!(api.register("walk-in@example.org").await.status, 201);
    api.audit().await;
}

#[tokio::test]
async fn a_virtual_pass_waits_too_and_is_swapped() {
    let (api, registered) = sold_out().await;
    let body = json!({ "name": "Attendee", "email": "ann@example.org", "attendance": "virtual" });
    let online = api.post("/conferences/demo-2030/registrations", body).await;
    let ann = join(&api, "ann@example.org").await;
    cancel(&api, &registered[0]).await;
    let accepted = ask(&api, "POST", &ann, "/accept").await;
    assert_eq!(accepted.json["id"], online.json["id"]);
    assert_eq!(accepted.json["attendance"], "in_person");
    api.settle().await;
    assert_eq!(api.pool("virtual").await, "capacity=20 free=20 spare=0 held=0 taken=0");
    api.audit().await;
}

#[tokio::test]
async fn an_invitation_ends_the_waiting() {
    let (api, _) = sold_out().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let ann = join(&api, "ann@example.org").await;
    let invite = api.ask("POST", "/conferences/demo-2030/pools/speakers/invitations").token(&organizer);
    assert_eq!(invite.json(&json!({"email": "ann@example.org"})).send().await.status, 201);
    let mails = api.mails_to("ann@example.org").await;
    let link = link_in(mails.iter().find(|mail| mail["text"].to_string().contains("invitation=")).unwrap());
    let code = link.split_once("invitation=").unwrap().1;
    let body = json!({ "name": "Ann", "email": "ann@example.org", "attendance": "in_person", "invitation": code });
    assert_eq!(api.post("/conferences/demo-2030/registrations", body).await.json["pool"], "speakers");
    assert_eq!(status(&api, &ann).await, "withdrawn");
    api.audit().await;
}

#[tokio::test]
async fn a_virtual_pass_is_swapped_for_an_invitation() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let body = json!({ "name": "Ann", "email": "ann@example.org", "attendance": "virtual" });
    let online = api.post("/conferences/demo-2030/registrations", body).await;
    let invite = api.ask("POST", "/conferences/demo-2030/pools/speakers/invitations").token(&organizer);
    assert_eq!(invite.json(&json!({"email": "ann@example.org"})).send().await.status, 201);
    let mails = api.mails_to("ann@example.org").await;
    let link = link_in(mails.iter().find(|mail| mail["text"].to_string().contains("invitation=")).unwrap());
    let code = link.split_once("invitation=").unwrap().1;
    let body = json!({ "name": "Ann", "email": "ann@example.org", "attendance": "in_person", "invitation": code });
    let swapped = api.post("/conferences/demo-2030/registrations", body).await;
    assert_eq!((&swapped.json["id"], &swapped.json["pool"]), (&online.json["id"], &json!("speakers")));
    api.settle().await;
    assert_eq!(api.pool("virtual").await, "capacity=20 free=20 spare=0 held=0 taken=0");
    assert_eq!(api.pool("speakers").await, "capacity=3 free=2 spare=0 held=0 taken=1");
    api.audit().await;
}

#[tokio::test]
async fn classes_come_from_the_data_and_an_organizer_may_change_one_with_a_reason() {
    let (api, registered) = sold_out().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let ann = join(&api, "ann@example.org").await;
    let body = json!({ "name": "New", "email": "new@example.org", "reason": "First time.", "first_time": true });
    let new = api.post(WAITLIST, body).await;
    let lead = join(&api, "lead@example.org").await;
    let classes = [&lead, &new, &ann].map(|joined| joined.json["class"].clone());
    assert_eq!(classes, [json!("contributor"), json!("newcomer"), json!("everyone")]);
    assert_eq!([&lead, &new].map(|joined| joined.json["position"].clone()), [json!(1), json!(1)]);
    let path = format!("{WAITLIST}/{}", ann.json["id"].as_str().unwrap());
    let patch = |body: Value| api.ask("PATCH", &path).token(&organizer).json(&body).send();
    assert_eq!(patch(json!({"class": "contributor"})).await.errors(), "422 invalid /reason");
    let moved = patch(json!({"class": "contributor", "reason": "Chairs a session."})).await;
    assert_eq!(
        (&moved.json["ground"], &moved.json["moved"][0]["reason"]),
        (&json!("moved"), &json!("Chairs a session."))
    );
    let list = api.ask("GET", WAITLIST).token(&organizer).send().await;
    let line: Vec<_> = list.json["next_in_line"].as_array().unwrap().iter().map(|e| e["email"].clone()).collect();
    assert_eq!(line, ["ann@example.org", "lead@example.org", "new@example.org"]);
    cancel(&api, &registered[0]).await;
    cancel(&api, &registered[1]).await;
    assert_eq!(
        [status(&api, &ann).await, status(&api, &lead).await, status(&api, &new).await],
        ["offered", "offered", "waiting"]
    );
    let list = api.ask("GET", WAITLIST).token(&organizer).send().await;
    let offers = list.json["waitlist"].as_array().unwrap().iter().filter(|e| !e["offer"].is_null());
    let mut numbers: Vec<_> =
        offers.map(|e| (e["offer"]["number"].as_u64(), e["offer"]["because"]["class"].clone())).collect();
    numbers.sort_by_key(|(number, _)| *number);
    assert_eq!(numbers, [(Some(0), json!("contributor")), (Some(1), json!("contributor"))]);
    let csv = api.ask("GET", &format!("{WAITLIST}.csv")).token(&organizer).send().await;
    assert_eq!(csv.text.lines().count(), 4);
    assert_eq!(api.get(WAITLIST).await.problem(), "401 sign-in-required");
    api.audit().await;
}

#[tokio::test]
async fn newcomers_are_found_in_earlier_editions() {
    let (api, _) = sold_out().await;
    let next =
        DEMO.replace("demo-2030", "demo-2031").replace("2030-", "2031-").replace("capacity = 10", "capacity = 1");
    api.stack.load_conference(&next).await.unwrap();
    api.set_clock("2031-02-01T12:00:00Z");
    let path = "/conferences/demo-2031/registrations";
    let body = json!({ "name": "A", "email": "one@example.org", "attendance": "in_person" });
    assert_eq!(api.post(path, body).await.status, 201);
    let join = async |email: &str, claim: bool| {
        let body = json!({ "name": "A", "email": email, "reason": "Why not.", "first_time": claim });
        api.post("/conferences/demo-2031/waitlist", body).await.json["class"].clone()
    };
    assert_eq!(join("first0@example.org", true).await, "everyone");
    assert_eq!(join("stranger@example.org", false).await, "newcomer");
}

#[tokio::test]
async fn the_same_request_twice_is_one_entry() {
    let (api, _) = sold_out().await;
    let send = || api.ask("POST", WAITLIST).header("idempotency-key", "k1").json(&requested("ann@example.org")).send();
    let (first, second) = tokio::join!(send(), send());
    assert_eq!(first.json["id"], second.json["id"]);
    assert_eq!(first.json["manage_token"], second.json["manage_token"]);
    let other = api.ask("POST", WAITLIST).header("idempotency-key", "k1").json(&json!({
        "name": "Other", "email": "ann@example.org", "reason": "Another."
    }));
    assert_eq!(other.send().await.problem(), "422 idempotency-key-reused");
    api.audit().await;
}

#[tokio::test]
async fn capacity_that_is_raised_goes_to_those_who_wait() {
    let (api, _) = sold_out().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let mut joined = Vec::new();
    for n in 0..30 {
        api.set_clock(&format!("2030-02-01T12:00:00.{:03}Z", n + 1));
        joined.push(join(&api, &format!("w{n}@example.org")).await);
    }
    let raise = api.ask("PATCH", "/conferences/demo-2030/pools/general").token(&organizer);
    assert_eq!(raise.json(&json!({"capacity": 38})).send().await.status, 200);
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=38 free=0 spare=0 held=28 taken=10");
    assert_eq!([status(&api, &joined[27]).await, status(&api, &joined[28]).await], ["offered", "waiting"]);
    api.audit().await;
}

#[tokio::test]
async fn it_says_what_is_wrong_with_a_wish() {
    let (api, _) = sold_out().await;
    let check = async |body: Value| api.post(WAITLIST, body).await.errors();
    assert_eq!(check(json!({})).await, "422 invalid /name /email /reason");
    assert_eq!(check(json!({"name": "A", "email": "a", "reason": 1, "x": 2})).await, "422 invalid /email /reason /x");
    let form = api.ask("POST", WAITLIST).form("name=Ann&email=ann&reason=Because").send().await;
    assert_eq!(form.status, 422);
    assert!(form.text.contains("value=\"Ann\"") && form.text.contains("Because"), "{}", form.text);
    api.set_clock("2030-04-30T18:00:00Z");
    assert_eq!(api.post(WAITLIST, requested("ann@example.org")).await.problem(), "403 registration-closed");
}

#[tokio::test]
async fn a_raise_can_be_looked_at_before_it_is_made() {
    let (api, _) = sold_out().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let ann = join(&api, "ann@example.org").await;
    let patch = |query: &str, capacity: u64| {
        let ask = api.ask("PATCH", &format!("/conferences/demo-2030/pools/general{query}")).token(&organizer);
        ask.json(&json!({ "capacity": capacity })).send()
    };
    let preview = patch("?dry_run=true", 13).await;
    assert_eq!((&preview.json["to_offer"], &preview.json["spare"]), (&json!(1), &json!(3)));
    assert_eq!(preview.json["offers_to"][0]["id"], ann.json["id"]);
    assert_eq!(patch("?dry_run=true", 9).await.problem(), "409 capacity-in-use");
    assert_eq!(api.pool("general").await, "capacity=10 free=0 spare=0 held=0 taken=10");
    assert_eq!(patch("", 13).await.json["to_offer"], 1);
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=13 free=2 spare=0 held=1 taken=10");
}

#[tokio::test]
async fn what_a_reserved_pool_does_not_claim_goes_to_those_who_wait() {
    let (api, _) = sold_out().await;
    let mut joined = Vec::new();
    for n in 0..4 {
        api.set_clock(&format!("2030-02-01T12:00:00.{:03}Z", n + 1));
        joined.push(join(&api, &format!("w{n}@example.org")).await);
    }
    // The lead gets a mail a week before 1 March, anywhere on Earth. At the end the unclaimed passes are released.
    api.ask("POST", "/_local/clock").json(&json!({"now": "2030-03-01T12:00:00Z"})).send().await;
    let to_lead = api.mails_to("lead@example.org").await;
    assert!(to_lead[0]["subject"].as_str().unwrap().starts_with("2 reserved passes not claimed"), "{to_lead:?}");
    assert_eq!(api.pool("speakers").await, "capacity=3 free=3 spare=0 held=0 taken=0");
    api.ask("POST", "/_local/clock").json(&json!({"now": "2030-03-02T12:00:00Z"})).send().await;
    assert_eq!(api.pool("speakers").await, "capacity=0 free=0 spare=0 held=0 taken=0");
    // Three of speakers and two of net: four wait, and one goes on sale.
    assert_eq!(api.pool("general").await, "capacity=15 free=1 spare=0 held=4 taken=10");
    assert_eq!(status(&api, &joined[3]).await, "offered");
    api.audit().await;
}

#[tokio::test]
async fn an_organizer_releases_a_pool_and_what_comes_back_later_goes_the_same_way() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let invite = api.ask("POST", "/conferences/demo-2030/pools/speakers/invitations").token(&organizer);
    assert_eq!(invite.json(&json!({"email": "ann@example.org"})).send().await.status, 201);
    let link = link_in(&api.mails_to("ann@example.org").await[0]);
    let code = link.split_once("invitation=").unwrap().1;
    let body = json!({ "name": "Ann", "email": "ann@example.org", "attendance": "in_person", "invitation": code });
    let claimed = api.post("/conferences/demo-2030/registrations", body).await;
    let release = || api.ask("POST", "/conferences/demo-2030/pools/speakers/release").token(&organizer).send();
    let released = release().await;
    assert_eq!((&released.json["released"], &released.json["capacity"]), (&json!(2), &json!(1)));
    assert_eq!(release().await.json["released"], 0);
    let general = api.ask("POST", "/conferences/demo-2030/pools/general/release").token(&organizer).send().await;
    assert_eq!(general.problem(), "409 pool-open");
    cancel(&api, &claimed).await;
    assert_eq!(api.pool("speakers").await, "capacity=0 free=0 spare=0 held=0 taken=0");
    assert_eq!(api.pool("general").await, "capacity=13 free=13 spare=0 held=0 taken=0");
    api.audit().await;
}

/// Sold out, 300 waiting, 40 reserved passes recovered at `claim_by`, offers accepted, declined and lapsed over three
/// days, registration reopened at the end: every pass and every mail counted.
#[tokio::test]
async fn a_whole_story_from_sold_out_to_reopened() {
    let edition = DEMO.replace("capacity = 10\n", "capacity = 20\n").replace("capacity = 3\n", "capacity = 38\n");
    let edition = edition
        .replace("[[questions]]", "[waitlist]\nquiet_hours = { from = \"22:00\", until = \"07:00\" }\n\n[[questions]]");
    let api = Api::with(&edition).await;
    for n in 0..20 {
        assert_eq!(api.register(&format!("first{n}@example.org")).await.status, 201);
    }
    let mut joined = Vec::new();
    for n in 0..300 {
        api.set_clock(&format!("2030-02-01T12:{:02}:{:02}Z", n / 60, n % 60));
        joined.push(join(&api, &format!("w{n}@example.org")).await);
    }
    assert_eq!(joined[299].json["position"], 300);
    // 40 passes are unclaimed when 1 March ends anywhere on Earth: noon UTC on the 2nd, 13:00 there.
    let clock = async |to: &str| {
        let moved = api.ask("POST", "/_local/clock").json(&json!({ "now": to })).send().await;
        assert_eq!(moved.status, 200, "{}", moved.text);
    };
    clock("2030-03-02T12:00:00Z").await;
    assert_eq!(api.pool("general").await, "capacity=60 free=0 spare=0 held=40 taken=20");
    // Of the first 40, 20 accept, 10 decline, 10 say nothing: 10 go on at once, 10 after three days.
    for entry in &joined[..20] {
        assert_eq!(ask(&api, "POST", entry, "/accept").await.status, 200);
    }
    for entry in &joined[20..30] {
        assert_eq!(ask(&api, "POST", entry, "/decline").await.status, 200);
    }
    api.settle().await;
    assert_eq!(status(&api, &joined[49]).await, "offered");
    assert_eq!(status(&api, &joined[50]).await, "waiting");
    clock("2030-03-05T12:00:00Z").await;
    // Both tens have lapsed in the same instant: 20 more have one now.
    assert_eq!(status(&api, &joined[39]).await, "lapsed");
    assert_eq!(status(&api, &joined[69]).await, "offered");
    assert_eq!(api.pool("general").await, "capacity=60 free=0 spare=0 held=20 taken=40");
    // All others leave, and those with an offer decline. The waitlist is empty, and registration reopens.
    for entry in &joined[70..] {
        assert_eq!(ask(&api, "DELETE", entry, "").await.status, 200);
    }
    for entry in &joined[50..70] {
        assert_eq!(ask(&api, "POST", entry, "/decline").await.status, 200);
    }
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=60 free=20 spare=0 held=0 taken=40");
    assert_eq!(api.register("walk-in@example.org").await.status, 201);
    let outbox = api.ask("GET", "/_local/outbox").header("accept", "application/json").send().await;
    let mut counts = std::collections::BTreeMap::new();
    for mail in outbox.json.as_array().unwrap() {
        let subject = mail["subject"].as_str().unwrap();
        let kind = subject.split([':', ',']).next().unwrap();
        *counts.entry(kind.to_owned()).or_insert(0) += 1;
    }
    let shown: Vec<_> = counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    expect_test::expect![[r#"
        1 2 reserved passes not claimed
        2 38 reserved passes not claimed
        70 Offer
        20 Reminder
        260 You left the waitlist
        300 You're on the waitlist
        20 Your offer expired
        40 Your pass for Demo 2030"#]]
    .assert_eq(&shown.join("\n"));
    api.audit().await;
}

/// Two promoters and 32 clients at once: exactly as many offers as passes, to those who joined first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promoters_and_clients_at_once_give_each_pass_once() {
    let (api, registered) = sold_out().await;
    let mut joined = Vec::new();
    for n in 0..16 {
        api.set_clock(&format!("2030-02-01T12:00:00.{:03}Z", n + 1));
        joined.push(join(&api, &format!("w{n}@example.org")).await);
    }
    let mut tasks = tokio::task::JoinSet::new();
    for cancelled in registered {
        let api = api.clone();
        tasks.spawn(async move {
            let path = format!("/conferences/demo-2030/registrations/{}", cancelled.json["id"].as_str().unwrap());
            let token = cancelled.json["manage_token"].as_str().unwrap();
            api.ask("DELETE", &path).token(token).send().await.status
        });
    }
    for n in 0..22 {
        let api = api.clone();
        tasks.spawn(async move { api.post(WAITLIST, requested(&format!("x{n}@example.org"))).await.status });
    }
    for _ in 0..2 {
        let api = api.clone();
        tasks.spawn(async move {
            for _ in 0..10 {
                api.stack.store().promote(api.stack.context()).await.expect("promoted");
            }
            200
        });
    }
    let statuses: Vec<_> = tasks.join_all().await;
    assert!(statuses.iter().all(|status| [200, 201].contains(status)), "{statuses:?}");
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=10 free=0 spare=0 held=10 taken=0");
    for (n, entry) in joined.iter().enumerate() {
        assert_eq!(status(&api, entry).await, if n < 10 { "offered" } else { "waiting" }, "{n}");
    }
    api.audit().await;
}

#[tokio::test]
async fn who_becomes_a_lead_while_waiting_comes_before_others_and_keeps_the_time_of_joining() {
    let (api, registered) = sold_out().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let ann = join(&api, "ann@example.org").await;
    api.set_clock("2030-02-01T12:00:01Z");
    let bob = join(&api, "bob@example.org").await;
    let definition = "/conferences/demo-2030/definition";
    let mut document = api.ask("GET", definition).token(&organizer).send().await.json;
    document["tracks"][0]["leads"] = json!(["lead@example.org", "bob@example.org"]);
    let put = api.ask("PUT", "/conferences/demo-2030").token(&organizer).json(&document).send().await;
    assert_eq!(put.status, 200, "{}", put.text);
    let now = ask(&api, "GET", &bob, "").await;
    assert_eq!((&now.json["class"], &now.json["position"]), (&json!("contributor"), &json!(1)));
    assert_eq!(now.json["joined_at"], bob.json["joined_at"]);
    document["tracks"][0]["leads"] = json!(["lead@example.org"]);
    assert_eq!(api.ask("PUT", "/conferences/demo-2030").token(&organizer).json(&document).send().await.status, 200);
    assert_eq!(ask(&api, "GET", &bob, "").await.json["class"], "everyone");
    cancel(&api, &registered[0]).await;
    assert_eq!(status(&api, &ann).await, "offered");
    api.audit().await;
}
