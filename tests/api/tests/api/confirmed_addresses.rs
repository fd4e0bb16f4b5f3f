//! Confirmed addresses: a pass is held until the mailed link is opened and its button pressed.

use api_tests::{Answer, Api, DEMO, attendee, link_in};
use futures_util::StreamExt;
use serde_json::{Value, json};

const PATH: &str = "/conferences/demo-2030/registrations";

/// The demo edition, which holds passes for 30 minutes.
async fn asking() -> Api {
    let closes = "closes = \"2030-04-30T18:00:00\"\n";
    Api::with(&DEMO.replacen(closes, &format!("{closes}confirm_email = true\n"), 1)).await
}

async fn subjects(api: &Api, email: &str) -> Vec<String> {
    api.mails_to(email).await.iter().map(|mail| mail["subject"].as_str().unwrap_or_default().to_owned()).collect()
}

/// The registration's path and token, from the latest mail that has its link.
async fn mailed(api: &Api, email: &str) -> (String, String) {
    let mails = api.mails_to(email).await;
    let links = mails.iter().map(link_in);
    let link = links.into_iter().find(|link| link.contains("/registrations/")).expect("a link to the registration");
    let (path, token) = link.split_once("?token=").expect("a token");
    (path.to_owned(), token.to_owned())
}

async fn confirm(api: &Api, email: &str) -> Answer {
    let (path, token) = mailed(api, email).await;
    api.ask("POST", &format!("{path}/confirm")).token(&token).send().await
}

async fn register_fine(api: &Api, email: &str) -> Answer {
    let answer = api.register(email).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer
}

#[tokio::test]
async fn a_pass_is_held_until_its_address_is_confirmed() {
    let api = asking().await;
    let held = register_fine(&api, "ann@example.org").await;
    assert_eq!((&held.json["state"], &held.json["held_until"]), (&json!("held"), &json!("2030-02-01T12:30:00Z")));
    assert!(held.json.get("manage_token").is_none(), "only the mail has the link: {}", held.text);
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=0 held=1 taken=0");
    assert_eq!(subjects(&api, "ann@example.org").await, ["Confirm your address: Demo 2030"]);
    api.audit().await;
    // Opening the link changes nothing.
    let (path, token) = mailed(&api, "ann@example.org").await;
    let opened = api.ask("GET", &format!("{path}?token={token}")).page().send().await;
    let cookie = opened.header("set-cookie").split(';').next().unwrap().to_owned();
    let page = api.ask("GET", opened.header("location")).header("cookie", &cookie).page().send().await;
    assert!(page.text.contains("Confirm and get my pass"), "{}", page.text);
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=0 held=1 taken=0");
    let done = api.ask("POST", &format!("{path}/confirm")).header("cookie", &cookie).form("").send().await;
    assert_eq!((done.status, done.header("location")), (303, format!("{path}?done=confirmed").as_str()));
    let page = api.ask("GET", done.header("location")).header("cookie", &cookie).page().send().await;
    assert!(page.text.contains("the pass is yours"), "{}", page.text);
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=0 held=0 taken=1");
    let expected = ["Your pass for Demo 2030", "Confirm your address: Demo 2030"];
    assert_eq!(subjects(&api, "ann@example.org").await, expected);
    // Twice has the effect of once, and the time no longer matters.
    api.set_clock("2030-02-01T13:00:00Z");
    api.settle().await;
    let again = api.ask("POST", &format!("{path}/confirm")).token(&token).send().await;
    assert_eq!((again.status, &again.json["state"]), (200, &json!("confirmed")));
    assert_eq!(subjects(&api, "ann@example.org").await, expected);
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=0 held=0 taken=1");
    api.audit().await;
}

#[tokio::test]
async fn without_a_confirmation_the_pass_goes_back_and_the_person_can_register_again() {
    let api = asking().await;
    register_fine(&api, "ann@example.org").await;
    let (path, token) = mailed(&api, "ann@example.org").await;
    api.set_clock("2030-02-01T12:29:59.999Z");
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=0 held=1 taken=0");
    api.set_clock("2030-02-01T12:30:00Z");
    let late = api.ask("POST", &format!("{path}/confirm")).token(&token).send().await;
    assert_eq!(
        (late.problem(), &late.json["register"]),
        ("410 hold-lapsed".into(), &json!("/conferences/demo-2030/register"))
    );
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=10 free=10 spare=0 held=0 taken=0");
    let own = api.ask("GET", &path).token(&token).send().await;
    assert_eq!((&own.json["state"], &own.json["lapsed_at"]), (&json!("lapsed"), &json!("2030-02-01T12:30:00Z")));
    let mails = subjects(&api, "ann@example.org").await;
    assert_eq!(mails[0], "Your address was not confirmed: Demo 2030");
    let late = api.ask("POST", &format!("{path}/confirm")).token(&token).send().await;
    assert_eq!(late.problem(), "410 hold-lapsed");
    api.audit().await;
    let again = register_fine(&api, "ann@example.org").await;
    assert_eq!(again.json["state"], "held");
    assert_eq!(confirm(&api, "ann@example.org").await.json["state"], "confirmed");
    api.audit().await;
}

#[tokio::test]
async fn a_person_registers_again_before_the_workflow_has_ended_the_hold() {
    let api = asking().await;
    let first = register_fine(&api, "ann@example.org").await;
    api.set_clock("2030-02-01T12:30:00Z");
    let second = register_fine(&api, "ann@example.org").await;
    assert_ne!(first.json["id"], second.json["id"]);
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=0 held=1 taken=0");
    api.audit().await;
}

#[tokio::test]
async fn a_repeat_sends_the_link_once_more_and_holds_no_second_pass() {
    let api = asking().await;
    let send = || api.ask("POST", PATH).header("idempotency-key", "k1").json(&attendee("ann@example.org")).send();
    let (first, same) = (send().await, send().await);
    assert_eq!((first.status, &first.json), (201, &same.json));
    api.settle().await;
    api.set_clock("2030-02-01T12:00:01Z");
    let repeat = api.register("ANN@example.org").await;
    assert_eq!((repeat.status, &repeat.json["state"]), (200, &json!("held")), "{}", repeat.text);
    assert_eq!(repeat.json["held_until"], "2030-02-01T12:30:00Z");
    api.register("ann@example.org").await;
    let asked = api.post("/conferences/demo-2030/link", json!({ "email": "ann@example.org" })).await;
    assert_eq!(asked.status, 202);
    assert_eq!(subjects(&api, "ann@example.org").await, ["Confirm your address: Demo 2030"; 2]);
    let mut other = attendee("ann@example.org");
    other["name"] = json!("Someone Else");
    assert_eq!(api.post(PATH, other).await.problem(), "409 already-registered");
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=0 held=1 taken=0");
    // The request that got no token gets none later either: it proves nothing.
    confirm(&api, "ann@example.org").await;
    let after = send().await;
    assert_eq!((after.status, &after.json["state"]), (201, &json!("confirmed")));
    assert!(after.json.get("manage_token").is_none(), "{}", after.text);
    api.audit().await;
}

#[tokio::test]
async fn the_form_leads_to_a_page_that_says_what_to_do_and_until_when() {
    let api = asking().await;
    let form = "name=Ann&email=ann%40example.org&attendance=in_person&idempotency_key=f1";
    for _ in 0..2 {
        let page = api.ask("POST", PATH).form(form).send().await;
        assert_eq!(page.status, 200, "{}", page.text);
        assert!(page.header("set-cookie").is_empty(), "the answer must not manage the registration");
        for words in ["Check your mail", "ann@example.org", "Fri 1 February 2030, 13:30 CET"] {
            assert!(page.text.contains(words), "{words} is not on {}", page.text);
        }
    }
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=0 held=1 taken=0");
    let (path, token) = mailed(&api, "ann@example.org").await;
    let held = |method: &'static str, path: String| api.ask(method, &path).token(&token);
    let changed = held("PATCH", path.clone()).json(&json!({ "name": "Anne" })).send().await;
    assert_eq!(changed.problem(), "409 address-not-confirmed");
    assert_eq!(held("GET", format!("{path}/ticket")).send().await.problem(), "409 address-not-confirmed");
    // A person who no longer wants the pass returns it.
    assert_eq!(held("DELETE", path).send().await.json["state"], "cancelled");
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=10 free=10 spare=0 held=0 taken=0");
    assert_eq!(confirm(&api, "ann@example.org").await.problem(), "409 registration-cancelled");
    api.audit().await;
}

#[tokio::test]
async fn a_proved_address_gets_its_pass_at_once() {
    let api = asking().await;
    let session = api.sign_in("ann@example.org").await;
    let own = api.ask("POST", PATH).token(&session).json(&attendee("ann@example.org")).send().await;
    assert_eq!((own.status, &own.json["state"]), (201, &json!("confirmed")), "{}", own.text);
    assert!(own.json["manage_token"].is_string());
    // Signed in, but for another address.
    let other = api.ask("POST", PATH).token(&session).json(&attendee("bob@example.org")).send().await;
    assert_eq!(other.json["state"], "held");
    let organizer = api.sign_in("organizer@example.org").await;
    let invitations = "/conferences/demo-2030/pools/speakers/invitations";
    let invited =
        api.ask("POST", invitations).token(&organizer).json(&json!({ "email": "eve@example.org" })).send().await;
    let mut eve = attendee("eve@example.org");
    eve["invitation"] = invited.json["code"].clone();
    let eve = api.post(PATH, eve).await;
    assert_eq!((&eve.json["state"], &eve.json["pool"]), (&json!("confirmed"), &json!("speakers")), "{}", eve.text);
    api.audit().await;
}

#[tokio::test]
async fn a_lapsed_pass_is_offered_to_the_waitlist_first() {
    let api = asking().await;
    for n in 0..10 {
        register_fine(&api, &format!("held{n}@example.org")).await;
    }
    assert_eq!(api.register("late@example.org").await.problem(), "409 sold-out");
    let waits = json!({ "name": "Late", "email": "late@example.org", "reason": "To talk." });
    let joined = api.post("/conferences/demo-2030/waitlist", waits.clone()).await;
    assert_eq!(joined.status, 201, "joining is not held: {}", joined.text);
    let own = json!({ "name": "Held", "email": "held0@example.org", "reason": "To talk." });
    assert_eq!(api.post("/conferences/demo-2030/waitlist", own).await.problem(), "409 already-registered");
    for n in 0..9 {
        assert_eq!(confirm(&api, &format!("held{n}@example.org")).await.status, 200);
    }
    api.set_clock("2030-02-01T12:30:00Z");
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=10 free=0 spare=0 held=1 taken=9");
    let entry = format!("/conferences/demo-2030/waitlist/{}", joined.json["id"].as_str().unwrap());
    let token = joined.json["manage_token"].as_str().unwrap();
    assert_eq!(api.ask("GET", &entry).token(token).send().await.json["status"], "offered");
    let accepted = api.ask("POST", &format!("{entry}/accept")).token(token).send().await;
    assert_eq!(accepted.json["state"], "confirmed", "an offer proves the address: {}", accepted.text);
    api.audit().await;
}

#[tokio::test]
async fn an_accepted_offer_replaces_a_held_virtual_pass() {
    let api = asking().await;
    for n in 0..10 {
        register_fine(&api, &format!("held{n}@example.org")).await;
    }
    let mut ann = attendee("ann@example.org");
    ann["attendance"] = json!("virtual");
    let virtual_pass = api.post(PATH, ann).await;
    assert_eq!((&virtual_pass.json["state"], &virtual_pass.json["pool"]), (&json!("held"), &json!("virtual")));
    let waits = json!({ "name": "Ann", "email": "ann@example.org", "reason": "To talk." });
    let joined = api.post("/conferences/demo-2030/waitlist", waits).await;
    assert_eq!(joined.status, 201, "{}", joined.text);
    let (path, token) = mailed(&api, "held0@example.org").await;
    assert_eq!(api.ask("DELETE", &path).token(&token).send().await.status, 200);
    api.settle().await;
    let entry = format!("/conferences/demo-2030/waitlist/{}/accept", joined.json["id"].as_str().unwrap());
    let accepted = api.ask("POST", &entry).token(joined.json["manage_token"].as_str().unwrap()).send().await;
    assert_eq!((&accepted.json["state"], &accepted.json["attendance"]), (&json!("confirmed"), &json!("in_person")));
    api.settle().await;
    assert_eq!(api.pool("virtual").await, "capacity=20 free=20 spare=0 held=0 taken=0");
    assert_eq!(api.pool("general").await, "capacity=10 free=0 spare=0 held=9 taken=1");
    api.audit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_stampede_over_ten_passes_with_half_unconfirmed_is_exact() {
    let api = asking().await;
    let came: Vec<(String, Answer)> = futures_util::stream::iter(0..50)
        .map(|n| {
            let api = api.clone();
            async move {
                let email = format!("rush{n}@example.org");
                for _ in 0..50 {
                    let answer = api.register(&email).await;
                    if answer.status != 503 {
                        return (email, answer);
                    }
                }
                panic!("{email} was told to come again fifty times");
            }
        })
        .buffer_unordered(50)
        .collect()
        .await;
    let held: Vec<_> = came.iter().filter(|(_, answer)| answer.status == 201).map(|(email, _)| email.clone()).collect();
    assert_eq!(held.len(), 10, "{:?}", came.iter().map(|(_, answer)| answer.problem()).collect::<Vec<_>>());
    assert_eq!(api.pool("general").await, "capacity=10 free=0 spare=0 held=10 taken=0");
    api.audit().await;
    for email in &held[..5] {
        assert_eq!(confirm(&api, email).await.status, 200);
    }
    api.set_clock("2030-02-01T12:30:00Z");
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=10 free=5 spare=0 held=0 taken=5");
    for n in 0..5 {
        register_fine(&api, &format!("second{n}@example.org")).await;
    }
    assert_eq!(api.register("third@example.org").await.problem(), "409 sold-out");
    api.audit().await;
}

#[tokio::test]
async fn organizers_see_who_has_not_confirmed_and_when_their_passes_go_back() {
    let api = asking().await;
    let organizer = api.sign_in("organizer@example.org").await;
    register_fine(&api, "ann@example.org").await;
    register_fine(&api, "bob@example.org").await;
    confirm(&api, "bob@example.org").await;
    let get = |path: &str| api.ask("GET", path).token(&organizer);
    let people = get("/conferences/demo-2030/people?state=held").send().await;
    let emails: Vec<&Value> = people.json["people"].as_array().unwrap().iter().map(|one| &one["email"]).collect();
    assert_eq!(emails, [&json!("ann@example.org")]);
    assert_eq!(people.json["people"][0]["registration"]["state"], "held");
    let page = get("/conferences/demo-2030/people?state=held").page().send().await;
    assert!(page.text.contains("Address not confirmed"), "{}", page.text);
    let one = format!("/conferences/demo-2030/people/{}", people.json["people"][0]["id"].as_str().unwrap());
    let page = get(&one).page().send().await;
    assert!(page.text.contains("Held until"), "{}", page.text);
    let agenda = get("/conferences/demo-2030/agenda").send().await;
    let line = agenda.json["agenda"]
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["id"].as_str().is_some_and(|id| id.starts_with("end-holds:")));
    let line = line.unwrap_or_else(|| panic!("no line in {}", agenda.text));
    assert_eq!((&line["at"], &line["count"]), (&json!("2030-02-01T12:30:00Z"), &json!(1)));
    let preview = get(&format!("/conferences/demo-2030/agenda/{}", line["id"].as_str().unwrap())).send().await;
    assert_eq!(preview.json["about"][0]["email"], "ann@example.org", "{}", preview.text);
    // At the desk, an organizer confirms for a person who stands there.
    let ann = people.json["people"][0]["registration"]["id"].as_str().unwrap();
    let confirmed = api.ask("POST", &format!("{PATH}/{ann}/confirm")).token(&organizer).send().await;
    assert_eq!(confirmed.json["state"], "confirmed", "{}", confirmed.text);
    let activity = get("/conferences/demo-2030/activity?kind=address_confirmed").send().await;
    assert_eq!(activity.json["activity"].as_array().map(Vec::len), Some(1), "{}", activity.text);
    api.audit().await;
}

#[tokio::test]
async fn fewer_passes_than_are_held_are_refused_with_the_figures() {
    let api = asking().await;
    let organizer = api.sign_in("organizer@example.org").await;
    for n in 0..3 {
        register_fine(&api, &format!("held{n}@example.org")).await;
    }
    let lower = |capacity: u64| {
        let body = json!({ "capacity": capacity, "resize_id": format!("to-{capacity}") });
        api.ask("PATCH", "/conferences/demo-2030/pools/general").token(&organizer).json(&body).send()
    };
    assert_eq!(lower(2).await.problem(), "409 capacity-in-use");
    assert_eq!(lower(3).await.status, 200);
    assert_eq!(api.pool("general").await, "capacity=3 free=0 spare=0 held=3 taken=0");
    assert_eq!(confirm(&api, "held0@example.org").await.status, 200);
    assert_eq!(lower(12).await.status, 200);
    api.set_clock("2030-02-01T12:30:00Z");
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=12 free=11 spare=0 held=0 taken=1");
    api.audit().await;
}

#[tokio::test]
async fn erasing_a_person_returns_the_pass_held_for_them() {
    let api = asking().await;
    let organizer = api.sign_in("organizer@example.org").await;
    register_fine(&api, "ann@example.org").await;
    let people = api.ask("GET", "/conferences/demo-2030/people?q=ann").token(&organizer).send().await;
    let one = people.json["people"][0]["id"].as_str().unwrap();
    let path = format!("/conferences/demo-2030/people/{one}/erasure");
    let erased = api.ask("POST", &path).token(&organizer).json(&json!({ "reason": "They asked for it." })).send().await;
    assert!(erased.status < 300, "{}", erased.text);
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=10 free=10 spare=0 held=0 taken=0");
    api.audit().await;
}

#[tokio::test]
async fn the_settings_turn_it_on_and_say_what_follows() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let patch = |path: &str, body: Value| {
        api.ask("PATCH", path).token(&organizer).raw("application/merge-patch+json", body.to_string().as_bytes()).send()
    };
    let on = json!({ "registration": { "confirm_email": true, "confirm_minutes": 45 } });
    let tried = patch("/conferences/demo-2030?dry_run=true", on.clone()).await;
    assert!(tried.text.contains("within 45 minutes"), "{}", tried.text);
    let wrong = json!({ "registration": { "confirm_email": true, "confirm_minutes": 3 } });
    assert_eq!(patch("/conferences/demo-2030", wrong).await.errors(), "422 invalid /registration/confirm_minutes");
    assert!(patch("/conferences/demo-2030", on).await.status < 300);
    let held = register_fine(&api, "ann@example.org").await;
    assert_eq!(held.json["held_until"], "2030-02-01T12:45:00Z");
    let page = api.ask("GET", "/conferences/demo-2030/settings/passes").token(&organizer).page().send().await;
    assert!(page.text.contains("Ask for a confirmed address"), "{}", page.text);
    // Turned off again, the pass that is held stays so.
    assert!(patch("/conferences/demo-2030", json!({ "registration": { "confirm_email": null } })).await.status < 300);
    assert_eq!(register_fine(&api, "bob@example.org").await.json["state"], "confirmed");
    assert_eq!(confirm(&api, "ann@example.org").await.json["state"], "confirmed");
    api.audit().await;
}
