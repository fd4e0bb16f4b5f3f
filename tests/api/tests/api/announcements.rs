//! `/conferences/{c}/announcements`: those that write themselves, those that organizers write, the feed, the text.

use api_tests::{Api, DEMO};
use serde_json::{Value, json};

const ANNOUNCEMENTS: &str = "/conferences/demo-2030/announcements";

async fn sell_out(api: &Api) -> Vec<api_tests::Answer> {
    let mut registered = Vec::new();
    for n in 0..10 {
        registered.push(api.register(&format!("a{n}@example.org")).await);
    }
    assert_eq!(api.register("late@example.org").await.problem(), "409 sold-out");
    registered
}

async fn titles(api: &Api) -> Vec<String> {
    let list = api.get(ANNOUNCEMENTS).await;
    let title = |a: &Value| a["title"].as_str().unwrap().to_owned();
    list.json["announcements"].as_array().unwrap().iter().map(title).collect()
}

async fn cancel(api: &Api, registered: &api_tests::Answer) {
    let path = format!("/conferences/demo-2030/registrations/{}", registered.json["id"].as_str().unwrap());
    let token = registered.json["manage_token"].as_str().unwrap();
    assert_eq!(api.ask("DELETE", &path).token(token).send().await.status, 200);
    api.settle().await;
}

#[tokio::test]
async fn sold_out_and_reopened_are_announced_once_each_time() {
    let api = Api::new().await;
    let registered = sell_out(&api).await;
    for n in 0..5 {
        assert_eq!(api.register(&format!("later{n}@example.org")).await.problem(), "409 sold-out");
    }
    assert_eq!(titles(&api).await, ["Demo 2030 is sold out"]);
    api.set_clock("2030-02-01T12:01:00Z");
    cancel(&api, &registered[0]).await;
    cancel(&api, &registered[1]).await;
    assert_eq!(titles(&api).await, ["Registration for Demo 2030 has reopened", "Demo 2030 is sold out"]);
    api.set_clock("2030-02-01T12:02:00Z");
    for email in ["b0@example.org", "b1@example.org"] {
        assert_eq!(api.register(email).await.status, 201);
    }
    assert_eq!(api.register("late@example.org").await.problem(), "409 sold-out");
    assert_eq!(titles(&api).await.len(), 3);
    let edition = api.get("/conferences/demo-2030").await;
    assert_eq!(edition.json["announcements"][0]["kind"], "sold_out");
    let page = api.ask("GET", "/conferences/demo-2030").page().send().await;
    assert!(page.text.contains("Demo 2030 is sold out"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stampede_announces_the_sell_out_once() {
    let api = Api::new().await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..64 {
        let api = api.clone();
        tasks.spawn(async move { api.register(&format!("a{n}@example.org")).await.status });
    }
    let statuses = tasks.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 10);
    assert_eq!(titles(&api).await, ["Demo 2030 is sold out"]);
}

#[tokio::test]
async fn an_edition_can_hold_them_for_approval_or_do_without() {
    let policies = "[announcements]\nsold_out = \"hold\"\nreopened = \"off\"\n\n[[questions]]";
    let api = Api::with(&DEMO.replace("[[questions]]", policies)).await;
    let registered = sell_out(&api).await;
    cancel(&api, &registered[0]).await;
    assert!(titles(&api).await.is_empty());
    let organizer = api.sign_in("organizer@example.org").await;
    let all = api.ask("GET", ANNOUNCEMENTS).token(&organizer).send().await;
    assert_eq!(all.json["announcements"].as_array().unwrap().len(), 1);
    let held = &all.json["announcements"][0];
    assert_eq!(held["state"], "held");
    let path = format!("{ANNOUNCEMENTS}/{}", held["id"].as_str().unwrap());
    assert_eq!(api.get(&path).await.problem(), "404 not-found");
    let publish = |body: serde_json::Value| api.ask("PATCH", &path).token(&organizer).json(&body).send();
    assert_eq!(publish(json!({"state": "published"})).await.json["state"], "published");
    assert_eq!(publish(json!({"state": "published"})).await.json["state"], "published");
    assert_eq!(api.get(&path).await.status, 200);
    assert_eq!(publish(json!({"state": "withdrawn"})).await.json["state"], "withdrawn");
    assert_eq!(api.get(&path).await.problem(), "404 not-found");
    assert_eq!(publish(json!({"state": "burnt"})).await.errors(), "422 invalid /state");
    assert_eq!(publish(json!({})).await.errors(), "422 invalid /state");
    // `status` is the earlier name.
    let earlier = publish(json!({"status": "published"})).await.json;
    assert_eq!((&earlier["state"], &earlier["status"]), (&json!("published"), &json!("published")));
    assert_eq!(publish(json!({"status": "burnt"})).await.errors(), "422 invalid /status");
    assert_eq!(publish(json!({"state": "withdrawn", "status": "published"})).await.json["state"], "withdrawn");
}

#[tokio::test]
async fn an_organizer_writes_one_once_however_often_it_is_sent() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let body = json!({ "title": "Rooms", "body": "The rooms are known.\n\nSee the page." });
    let send = |body: &Value| {
        api.ask("POST", ANNOUNCEMENTS).token(&organizer).header("idempotency-key", "k").json(body).send()
    };
    let first = send(&body).await;
    assert_eq!(first.status, 201);
    assert_eq!(send(&body).await.json, first.json);
    let other = json!({ "title": "Other", "body": "Other." });
    assert_eq!(send(&other).await.problem(), "422 idempotency-key-reused");
    assert_eq!(titles(&api).await, ["Rooms"]);
    let refused = api.ask("POST", ANNOUNCEMENTS).token(&organizer).json(&json!({ "title": "a\nb" })).send().await;
    assert_eq!(refused.errors(), "422 invalid /title /body");
    assert_eq!(api.post(ANNOUNCEMENTS, body).await.problem(), "401 sign-in-required");
    let page = api.ask("GET", first.header("location")).page().send().await;
    assert!(page.text.contains("<p>See the page.</p>"), "{}", page.text);
}

#[tokio::test]
async fn the_feed_validates_and_is_kept_while_nothing_changes() {
    let api = Api::new().await;
    let path = format!("{ANNOUNCEMENTS}.atom");
    let empty: atom_syndication::Feed = api.get(&path).await.text.parse().expect("a feed");
    assert!(empty.entries().is_empty());
    sell_out(&api).await;
    let organizer = api.sign_in("organizer@example.org").await;
    let body = json!({ "title": "Rooms & <halls>", "body": "]]> & \"quoted\"" });
    assert_eq!(api.ask("POST", ANNOUNCEMENTS).token(&organizer).json(&body).send().await.status, 201);
    let answer = api.get(&path).await;
    assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
    let feed: atom_syndication::Feed = answer.text.parse().expect("a feed");
    assert_eq!(feed.entries().len(), 2);
    let written = feed.entries().iter().find(|entry| entry.title().as_str().starts_with("Rooms")).unwrap();
    assert_eq!(written.title().as_str(), "Rooms & <halls>");
    assert_eq!(written.content().unwrap().value(), Some("]]> & \"quoted\""));
    assert!(feed.links().iter().any(|link| link.rel() == "self" && link.href().contains("/announcements.")));
    let known = api.ask("GET", &path).header("if-none-match", answer.header("etag")).send().await;
    assert_eq!((known.status, known.text.as_str()), (304, ""));
    assert_eq!(answer.header("last-modified"), "Fri, 01 Feb 2030 12:00:00 GMT");
}

#[tokio::test]
async fn as_text_it_fits_a_mailing_list() {
    let api = Api::new().await;
    sell_out(&api).await;
    let list = api.get(ANNOUNCEMENTS).await;
    let id = list.json["announcements"][0]["id"].as_str().unwrap();
    let text = api.get(&format!("{ANNOUNCEMENTS}/{id}.txt")).await;
    assert_eq!(text.header("content-type"), "text/plain; charset=utf-8");
    let wide: Vec<_> = text.text.lines().filter(|line| line.chars().count() > 72 && line.contains(' ')).collect();
    assert!(wide.is_empty(), "{wide:?}");
    assert!(text.text.contains("Fri 1 February 2030, 12:00 UTC"), "{}", text.text);
}

#[tokio::test]
async fn a_german_edition_announces_in_german_whoever_causes_it() {
    let api = Api::with(&format!("language = \"de\"\n{DEMO}")).await;
    sell_out(&api).await;
    let list = api.ask("GET", ANNOUNCEMENTS).header("accept-language", "en").send().await;
    let announced = &list.json["announcements"][0];
    assert_eq!(announced["title"], "Demo 2030 ist ausverkauft");
    let body = announced["body"].as_str().unwrap();
    assert!(body.contains("Warteliste") && body.contains("Die Registrierung ist bis"), "{body}");
    // In the feeds and on a mailing list, dates are German, too.
    let text = api.get(&format!("{ANNOUNCEMENTS}/{}.txt", announced["id"].as_str().unwrap())).await.text;
    assert!(text.contains("Fr, 1. Februar 2030, 12:00 UTC"), "{text}");
    let calls = api.get("/conferences/demo-2030/tracks.atom").await.text;
    assert!(calls.contains("Demo 2030: Einreichungen") && calls.contains("xml:lang=\"de\""), "{calls}");
}

/// What RFC 4287 asks of a feed, read by a parser that is not ours.
#[tokio::test]
async fn the_feed_keeps_the_rules_of_atom_whatever_is_written() {
    let api = Api::new().await;
    sell_out(&api).await;
    let organizer = api.sign_in("organizer@example.org").await;
    let post = async |title: &str, body: &str| {
        let body = json!({ "title": title, "body": body });
        api.ask("POST", ANNOUNCEMENTS).token(&organizer).json(&body).send().await
    };
    for title in ["]]>&amp;<!--", "\u{1F427} \u{5d0}\u{5d1} right to left", "\u{10FFFF}\u{FDD0}"] {
        assert_eq!(post(title, "A\ttab and\n\n<b>no markup</b> &#0;").await.status, 201, "{title}");
    }
    // What XML cannot carry is refused where it is typed.
    for wrong in ["\u{fffe}", "a\u{ffff}b", "\u{0}", "\u{1b}[0m", "\u{85}"] {
        assert_eq!(post(wrong, "x").await.errors(), "422 invalid /title", "{wrong:?}");
        assert_eq!(post("x", wrong).await.errors(), "422 invalid /body", "{wrong:?}");
    }
    let text = api.get(&format!("{ANNOUNCEMENTS}.atom")).await.text;
    let carried =
        |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(text.chars().all(carried), "XML 1.0, section 2.2");
    let feed: atom_syndication::Feed = text.parse().expect("a feed");
    assert!(!feed.authors().is_empty(), "4.1.1: an author, of the feed or of every entry");
    assert!(!feed.title().as_str().is_empty());
    let selves: Vec<_> = feed.links().iter().filter(|link| link.rel() == "self").collect();
    assert_eq!(selves.len(), 1, "4.1.1: one link to itself");
    let latest = feed.entries().iter().map(|entry| *entry.updated()).max();
    assert_eq!(Some(*feed.updated()), latest, "a reader need not look further if nothing has changed");
    let mut ids: Vec<_> = feed.entries().iter().map(|entry| entry.id().to_owned()).collect();
    assert_eq!(ids.len(), 4);
    ids.push(feed.id().to_owned());
    assert!(ids.iter().all(|id| id.starts_with("http") && !id.contains(' ')), "4.2.6: an IRI: {ids:?}");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 5, "4.2.6: ids differ");
    for entry in feed.entries() {
        assert!(entry.links().iter().any(|link| link.rel() == "alternate"), "4.1.2");
        let content = entry.content().expect("4.1.2");
        assert_eq!(content.content_type(), Some("text"), "4.1.3.1");
    }
    let again: atom_syndication::Feed = api.get(&format!("{ANNOUNCEMENTS}.atom")).await.text.parse().expect("a feed");
    assert_eq!(again, feed);
}

#[tokio::test]
async fn a_form_sent_twice_is_one_announcement() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let page = api.ask("GET", ANNOUNCEMENTS).token(&organizer).page().send().await;
    let key = page.text.split("name=\"idempotency_key\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let form = format!("idempotency_key={}&title=Rooms&body=Known.", key.expect("a hidden key"));
    for _ in 0..2 {
        let sent = api.ask("POST", ANNOUNCEMENTS).token(&organizer).form(&form).send().await;
        assert_eq!(sent.status, 303, "{}", sent.text);
    }
    assert_eq!(titles(&api).await, ["Rooms"]);
    let wrong = api.ask("POST", ANNOUNCEMENTS).token(&organizer).form("idempotency_key=k&title=Rooms").send().await;
    assert!(wrong.status == 422 && wrong.text.contains("idempotency_key"), "{}", wrong.text);
}

#[tokio::test]
async fn many_announcements_come_in_pages() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    for n in 0..45 {
        let body = json!({ "title": format!("No. {n}"), "body": "x" });
        assert_eq!(api.ask("POST", ANNOUNCEMENTS).token(&organizer).json(&body).send().await.status, 201);
    }
    let mut path = ANNOUNCEMENTS.to_owned();
    let mut seen = Vec::new();
    loop {
        let page = api.get(&path).await;
        let announcements = page.json["announcements"].as_array().unwrap().clone();
        seen.push(announcements.len());
        let Some(next) = page.json["next"].as_str() else { break };
        let html = api.ask("GET", &path).page().send().await;
        assert!(html.text.contains("Earlier news"), "{}", html.text);
        path = next.to_owned();
    }
    assert_eq!(seen, [20, 20, 5]);
    assert_eq!(api.get(&format!("{ANNOUNCEMENTS}?cursor=x")).await.errors(), "422 invalid /cursor");
}

#[tokio::test]
async fn reserved_passes_that_go_to_those_who_wait_are_announced_once_for_all_pools_that_end_together() {
    let api = Api::new().await;
    sell_out(&api).await;
    let requested = json!({ "name": "Ann", "email": "ann@example.org", "reason": "To come." });
    assert_eq!(api.post("/conferences/demo-2030/waitlist", requested).await.status, 201);
    let moved = api.ask("POST", "/_local/clock").json(&json!({ "now": "2030-03-02T12:30:00Z" })).send().await;
    assert_eq!(moved.status, 200, "{}", moved.text);
    let all = titles(&api).await;
    assert_eq!(all.iter().filter(|title| title.contains("reserved passes released")).count(), 1, "{all:?}");
    let list = api.get(ANNOUNCEMENTS).await;
    let released = list.json["announcements"].as_array().unwrap().iter().find(|a| a["kind"] == "released").unwrap();
    assert_eq!(released["title"], "5 reserved passes released for Demo 2030");
    assert!(released["body"].as_str().unwrap().contains("1 person is on the waitlist"), "{released}");
    let api = Api::with(&DEMO.replace("[[questions]]", "[announcements]\nreleased = \"off\"\n\n[[questions]]")).await;
    sell_out(&api).await;
    let requested = json!({ "name": "Ann", "email": "ann@example.org", "reason": "To come." });
    assert_eq!(api.post("/conferences/demo-2030/waitlist", requested).await.status, 201);
    api.ask("POST", "/_local/clock").json(&json!({ "now": "2030-03-02T12:30:00Z" })).send().await;
    assert!(titles(&api).await.iter().all(|title| !title.contains("reserved passes released")));
}
