//! People who do not come, and people who come without a pass.

use api_tests::{Answer, Api, DEMO};
use futures_util::future::join;
use serde_json::{Value, json};

const NO_SHOWS: &str = "/conferences/demo-2030/no-shows";
const RELEASE: &str = "/conferences/demo-2030/no-shows/release";
const SCANS: &str = "/conferences/demo-2030/check-ins";
const WALK_INS: &str = "/conferences/demo-2030/check-ins/walk-ins";

/// When people who are missing count as no-shows.
const FROM: &str = "2030-05-01T10:00:00Z";

async fn with_policy(passes: &str) -> Api {
    let section = format!("[no_show]\nfrom = \"{FROM}\"\npasses = \"{passes}\"\noffer_minutes = 45\n\n[[questions]]");
    Api::with(&DEMO.replacen("[[questions]]", &section, 1)).await
}

fn id(registered: &Answer) -> String {
    assert_eq!(registered.status, 201, "{}", registered.text);
    registered.json["id"].as_str().unwrap().to_owned()
}

/// Sells every pass that is there on the day, to `guest0@example.org` and on.
async fn sold_out(api: &Api) -> Vec<String> {
    api.set_clock("2030-04-29T10:00:00Z");
    api.settle().await;
    let mut ids = Vec::new();
    while !api.pool("general").await.contains("free=0 ") {
        let n = ids.len();
        ids.push(id(&api.register(&format!("guest{n}@example.org")).await));
    }
    assert_eq!(api.register("late@example.org").await.problem(), "409 sold-out");
    ids
}

async fn waits(api: &Api, email: &str) {
    let body = json!({"name": "Attendee", "email": email, "reason": "To talk about packets."});
    let joined = api.post("/conferences/demo-2030/waitlist", body).await;
    assert_eq!(joined.status, 201, "{}", joined.text);
}

async fn organizer(api: &Api, now: &str) -> String {
    api.set_clock(now);
    api.settle().await;
    api.sign_in("organizer@example.org").await
}

async fn send(api: &Api, session: &str, path: &str, body: Value) -> Answer {
    api.ask("POST", path).token(session).json(&body).send().await
}

async fn scan(api: &Api, session: &str, id: &str) -> Answer {
    send(api, session, SCANS, json!({"registration": id})).await
}

async fn list(api: &Api, session: &str) -> Answer {
    let list = api.ask("GET", NO_SHOWS).token(session).send().await;
    assert_eq!(list.status, 200, "{}", list.text);
    list
}

fn names(people: &Value, field: &str) -> Vec<String> {
    people.as_array().unwrap().iter().map(|one| one[field].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn passes_of_the_missing_go_to_the_waitlist_after_a_preview() {
    let api = with_policy("offer_on").await;
    let ids = sold_out(&api).await;
    waits(&api, "waiting@example.org").await;
    let session = organizer(&api, "2030-05-01T09:59:59Z").await;
    for here in &ids[2..] {
        assert_eq!(scan(&api, &session, here).await.json["state"], "checked_in");
    }
    let early = list(&api, &session).await;
    assert_eq!((&early.json["can_release"], &early.json["waiting"]), (&json!(false), &json!(1)));
    assert_eq!(early.json["policy"]["passes"], "offer_on");
    assert_eq!(send(&api, &session, RELEASE, json!({"reason": "Not here"})).await.problem(), "409 no-shows-kept");
    api.set_clock(FROM);
    assert_eq!(send(&api, &session, RELEASE, json!({})).await.errors(), "422 invalid /reason");
    let preview = send(&api, &session, &format!("{RELEASE}?dry_run=true"), json!({})).await;
    assert_eq!((&preview.json["released"], &preview.json["dry_run"]), (&json!(2), &json!(true)), "{}", preview.text);
    let mut previewed = names(&preview.json["people"], "registration");
    previewed.sort();
    let mut expected = ids[..2].to_vec();
    expected.sort();
    assert_eq!(previewed, expected);
    let before = api.pool("general").await;
    // One of them, and one who is here.
    let some = json!({"reason": "You did not come.", "registrations": [ids[0], ids[5]]});
    let done = send(&api, &session, RELEASE, some.clone()).await;
    assert_eq!((&done.json["released"], &done.json["skipped"]), (&json!(1), &json!(1)), "{}", done.text);
    api.settle().await;
    assert_ne!(api.pool("general").await, before);
    assert!(api.pool("general").await.contains("free=0 spare=0 held=1"), "{}", api.pool("general").await);
    let again = send(&api, &session, RELEASE, some).await;
    assert_eq!((&again.json["released"], &again.json["skipped"]), (&json!(0), &json!(2)), "{}", again.text);
    let offer = &api.mails_to("waiting@example.org").await[0];
    assert_eq!(offer["subject"], "Offer: accept by Wed 1 May, 12:45 (Demo 2030)");
    let gone = &api.mails_to("guest0@example.org").await[0];
    let text = gone["text"].as_str().unwrap();
    assert!(text.contains("You did not come.") && text.contains("registration desk"), "{text}");
    assert_eq!(scan(&api, &session, &ids[0]).await.problem(), "409 pass-offered-on");
    let now = list(&api, &session).await;
    assert_eq!(names(&now.json["missing"], "registration"), [ids[1].clone()]);
    assert_eq!(names(&now.json["offered_on"], "registration"), [ids[0].clone()]);
    api.audit().await;
}

#[tokio::test]
async fn a_person_who_comes_late_gets_a_pass_back_while_nobody_waits() {
    let api = with_policy("offer_on").await;
    let ids = sold_out(&api).await;
    let session = organizer(&api, FROM).await;
    let reason = json!({"reason": "Not here", "registrations": [ids[0]]});
    for _ in 0..2 {
        assert_eq!(send(&api, &session, RELEASE, reason.clone()).await.json["released"], 1);
        api.settle().await;
        assert_eq!(scan(&api, &session, &ids[0]).await.problem(), "409 pass-offered-on");
        let back = format!("{NO_SHOWS}/{}/give-back", ids[0]);
        for _ in 0..2 {
            let back = send(&api, &session, &back, json!({})).await;
            assert_eq!((back.status, &back.json["state"]), (200, &json!("confirmed")), "{}", back.text);
        }
    }
    assert_eq!(scan(&api, &session, &ids[0]).await.json["state"], "checked_in");
    assert!(api.pool("general").await.contains("free=0 spare=0 held=0"), "{}", api.pool("general").await);
    // Once somebody waits, the pass is theirs.
    waits_on_the_day(&api, &session, &ids[1]).await;
    api.audit().await;
}

/// A person joins the waitlist on the day, gets the offer, and the late holder does not come before them.
async fn waits_on_the_day(api: &Api, session: &str, late: &str) {
    waits(api, "waiting@example.org").await;
    let reason = json!({"reason": "Not here", "registrations": [late]});
    assert_eq!(send(api, session, RELEASE, reason).await.json["released"], 1);
    let back = format!("{NO_SHOWS}/{late}/give-back");
    let refused = send(api, session, &back, json!({"check_in": true})).await;
    assert_eq!(refused.problem(), "409 people-waiting", "{}", refused.text);
    api.settle().await;
    let refused = send(api, session, &back, json!({"check_in": true})).await;
    assert_eq!(refused.problem(), "409 sold-out", "the pass is held for the offer: {}", refused.text);
    // The offer lasts 45 minutes; then nobody waits.
    api.set_clock("2030-05-01T10:45:00Z");
    api.settle().await;
    let back = send(api, session, &back, json!({"check_in": true})).await;
    assert_eq!((back.status, back.json["checked_in_at"].is_string()), (200, true), "{}", back.text);
}

#[tokio::test]
async fn a_scan_and_a_release_at_the_same_moment_have_one_winner() {
    let api = with_policy("offer_on").await;
    let mut registered = Vec::new();
    for n in 0..8 {
        registered.push(id(&api.register(&format!("guest{n}@example.org")).await));
    }
    let session = organizer(&api, FROM).await;
    for one in &registered {
        let reason = json!({"reason": "Not here", "registrations": [one]});
        let (scanned, released) = join(scan(&api, &session, one), send(&api, &session, RELEASE, reason)).await;
        let admitted = scanned.json["state"] == "checked_in";
        assert!(admitted || scanned.problem() == "409 pass-offered-on", "{}", scanned.text);
        assert_eq!(released.json["released"] == 1, !admitted, "{} {}", scanned.text, released.text);
        let now = list(&api, &session).await;
        let offered_on = names(&now.json["offered_on"], "registration");
        assert_eq!(offered_on.contains(one), !admitted);
    }
    api.audit().await;
}

#[tokio::test]
async fn without_a_policy_that_offers_passes_they_stay() {
    for api in [with_policy("list").await, Api::new().await] {
        let ann = id(&api.register("ann@example.org").await);
        let session = organizer(&api, "2030-05-01T12:00:00Z").await;
        let list = list(&api, &session).await;
        assert_eq!(names(&list.json["missing"], "registration"), [ann]);
        assert_eq!(send(&api, &session, RELEASE, json!({"reason": "x"})).await.problem(), "409 no-shows-kept");
    }
}

#[tokio::test]
async fn a_person_without_a_pass_is_registered_at_the_door_while_one_is_free() {
    let api = with_policy("offer_on").await;
    let person = |email: &str| json!({"name": "A Walk-in", "email": email, "affiliation": "Example"});
    let session = organizer(&api, "2030-05-01T07:00:00Z").await;
    let walk_in = |email: &'static str, key: &'static str| {
        api.ask("POST", WALK_INS).token(&session).header("idempotency-key", key).json(&person(email)).send()
    };
    let first = walk_in("a@example.org", "one").await;
    assert_eq!((first.status, &first.json["state"]), (201, &json!("checked_in")), "{}", first.text);
    assert_eq!(walk_in("a@example.org", "one").await.json, first.json);
    assert_eq!(walk_in("a@example.org", "two").await.problem(), "409 already-registered");
    let mail = &api.mails_to("a@example.org").await[0];
    assert!(mail["text"].as_str().unwrap().contains("Ticket:"), "{mail}");
    assert_eq!(send(&api, &session, WALK_INS, json!({"name": "A"})).await.errors(), "422 invalid /email");
    let activity = api.ask("GET", "/conferences/demo-2030/activity").token(&session).send().await;
    assert!(activity.text.contains("walk_in_registered"), "{}", activity.text);
    let after = organizer(&api, "2030-06-01T07:00:00Z").await;
    assert_eq!(send(&api, &after, WALK_INS, person("b@example.org")).await.problem(), "403 registration-closed");
    api.audit().await;
}

#[tokio::test]
async fn a_person_at_the_door_never_comes_before_people_who_wait() {
    let api = with_policy("offer_on").await;
    let ids = sold_out(&api).await;
    let person = json!({"name": "A Walk-in", "email": "door@example.org"});
    let session = organizer(&api, FROM).await;
    assert_eq!(send(&api, &session, WALK_INS, person.clone()).await.problem(), "409 sold-out");
    waits(&api, "waiting@example.org").await;
    assert_eq!(send(&api, &session, WALK_INS, person.clone()).await.problem(), "409 people-waiting");
    let reason = json!({"reason": "Not here", "registrations": ids[..2]});
    assert_eq!(send(&api, &session, RELEASE, reason).await.json["released"], 2);
    assert_eq!(send(&api, &session, WALK_INS, person.clone()).await.problem(), "409 people-waiting");
    api.settle().await;
    // One pass is held for the person who waited; the other is free.
    assert_eq!(send(&api, &session, WALK_INS, person).await.status, 201);
    assert!(api.pool("general").await.contains("free=0 spare=0 held=1"), "{}", api.pool("general").await);
    api.audit().await;
}

#[tokio::test]
async fn the_pages_work_without_a_script() {
    let api = with_policy("offer_on").await;
    let ann = id(&api.register("ann@example.org").await);
    let session = organizer(&api, FROM).await;
    let cookie = format!("__Host-plumbline-session={session}");
    let form = |path: String, body: String| {
        let ask = api.ask("POST", &path).header("cookie", &cookie);
        async move { ask.form(&body).send().await }
    };
    let page = |path: String| {
        let ask = api.ask("GET", &path).header("cookie", &cookie).page();
        async move { ask.send().await }
    };
    assert!(page(NO_SHOWS.into()).await.text.contains("An Attendee"));
    let preview = form(format!("{RELEASE}?dry_run=true"), String::new()).await;
    assert!(preview.text.contains(&format!("chosen.{ann}")), "{}", preview.text);
    let without = form(RELEASE.into(), format!("chosen.{ann}=true&reason=")).await;
    assert!(without.status == 422 && without.text.contains("id=\"error-reason\""), "{}", without.text);
    assert!(without.text.contains(&format!("chosen.{ann}")), "{}", without.text);
    let done = form(RELEASE.into(), format!("chosen.{ann}=true&reason=Not+here")).await;
    assert_eq!(done.header("location"), format!("{NO_SHOWS}?done=released&count=1"));
    assert!(page(format!("{NO_SHOWS}?done=released&count=1")).await.text.contains("1 pass was offered"));
    api.settle().await;
    let found = page("/conferences/demo-2030/check-in?q=attend".into()).await;
    assert!(found.text.contains("/give-back") && found.text.contains("Offered to others"), "{}", found.text);
    let back = form(format!("{NO_SHOWS}/{ann}/give-back"), "check_in=true".into()).await;
    let to = format!("/conferences/demo-2030/check-in?registration={ann}&done=given_back");
    assert_eq!((back.status, back.header("location")), (303, to.as_str()));
    let body = "name=A+Walk-in&email=door%40example.org&affiliation=&idempotency_key=k1";
    let first = form(WALK_INS.into(), body.into()).await;
    assert!(first.header("location").ends_with("&done=walk_in"), "{}", first.text);
    let shown = page(first.header("location").to_owned()).await;
    assert!(shown.text.contains("Registered and checked in."), "{}", shown.text);
    assert_eq!(form(WALK_INS.into(), body.into()).await.header("location"), first.header("location"));
    let wrong = form(WALK_INS.into(), "name=&email=x&affiliation=&idempotency_key=k2".into()).await;
    assert!(wrong.status == 422 && wrong.text.contains("id=\"error-email\""), "{}", wrong.text);
}

#[tokio::test]
async fn the_agenda_says_when_people_count_as_no_shows_until_they_do() {
    for (passes, what) in [
        ("offer_on", "People who aren't checked in count as no-shows, and you can offer their passes to others"),
        ("list", "People who aren't checked in count as no-shows"),
    ] {
        let api = with_policy(passes).await;
        let agenda = "/conferences/demo-2030/agenda";
        let session = organizer(&api, "2030-05-01T09:00:00Z").await;
        let line = |seen: &Value| {
            let lines = seen.as_array().unwrap().iter();
            lines
                .filter(|line| line["id"] == "no-shows")
                .map(|line| (line["at"].clone(), line["what"].clone()))
                .collect()
        };
        let expected: Vec<(Value, Value)> = vec![(json!(FROM), json!(what))];
        let early: Vec<_> = line(&api.ask("GET", agenda).token(&session).send().await.json["agenda"]);
        assert_eq!(early, expected);
        let desk = api.ask("GET", "/conferences/demo-2030/desk").token(&session).send().await;
        let next: Vec<_> = line(&desk.json["next"]);
        assert_eq!(next, expected, "{}", desk.text);
        let preview = api.ask("GET", &format!("{agenda}/no-shows")).token(&session).send().await;
        assert_eq!((preview.status, &preview.json["about"]), (200, &json!([])), "{}", preview.text);
        let run = send(&api, &session, &format!("{agenda}/no-shows"), json!({"action": "run"})).await;
        assert_eq!(run.problem(), "409 agenda-fixed");
        let session = organizer(&api, FROM).await;
        let late: Vec<_> = line(&api.ask("GET", agenda).token(&session).send().await.json["agenda"]);
        assert_eq!(late, []);
    }
}

#[tokio::test]
async fn a_long_list_of_no_shows_comes_in_pages_and_a_release_takes_300() {
    let section = format!("[no_show]\nfrom = \"{FROM}\"\npasses = \"offer_on\"\n\n[[questions]]");
    let many = DEMO.replacen("capacity = 10", "capacity = 400", 1).replacen("[[questions]]", &section, 1);
    let api = Api::with(&many).await;
    let mut ids = Vec::new();
    for n in 0..305 {
        ids.push(id(&api.register(&format!("guest{n}@example.org")).await));
    }
    let session = organizer(&api, FROM).await;
    let first = list(&api, &session).await;
    let next = first.json["next"].as_str().unwrap().to_owned();
    // A pass of the first page is offered on in between: it changes the list, and moves no one to another page.
    let moved = first.json["missing"][7]["registration"].as_str().unwrap().to_owned();
    let reason = json!({"reason": "Not here", "registrations": [moved]});
    assert_eq!(send(&api, &session, RELEASE, reason).await.json["released"], 1);
    let second = api.ask("GET", &next).token(&session).send().await;
    assert_eq!((second.status, &second.json["next"]), (200, &json!(null)), "{}", second.text);
    assert_eq!((&second.json["missing_total"], &second.json["offered_on_total"]), (&json!(304), &json!(1)));
    assert_eq!(second.json["offered_on"], json!([]));
    let mut seen = names(&first.json["missing"], "registration");
    assert_eq!(seen.len(), 200);
    seen.extend(names(&second.json["missing"], "registration"));
    seen.sort();
    ids.sort();
    assert_eq!(seen, ids);
    let again = list(&api, &session).await;
    assert_eq!(names(&again.json["offered_on"], "registration"), [moved]);
    let page = api.ask("GET", NO_SHOWS).token(&session).page().send().await;
    assert!(page.text.contains("/no-shows?cursor="), "{}", page.text);
    let wrong = api.ask("GET", &format!("{NO_SHOWS}?cursor=2030-01-01T00%3A00%3A00Z%23x")).token(&session).send().await;
    assert_eq!(wrong.errors(), "422 invalid /cursor");
    let preview = send(&api, &session, &format!("{RELEASE}?dry_run=true"), json!({})).await;
    assert_eq!((&preview.json["released"], &preview.json["left"]), (&json!(300), &json!(4)));
    assert_eq!(preview.json["people"].as_array().unwrap().len(), 300);
}
