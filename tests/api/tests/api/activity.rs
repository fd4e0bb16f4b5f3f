//! `GET /conferences/{conference}/activity`: who did what, each act once (promise 11).

use api_tests::Api;
use serde_json::{Value, json};

const ACTIVITY: &str = "/conferences/demo-2030/activity";

async fn entries(api: &Api, token: &str, query: &str) -> Vec<Value> {
    let answer = api.ask("GET", &format!("{ACTIVITY}{query}")).token(token).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json["activity"].as_array().unwrap().clone()
}

fn kinds(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["kind"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_act_has_one_entry_with_who_and_what_before_and_after() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let resize = json!({"capacity": 12, "resize_id": "r1"});
    for _ in 0..2 {
        let path = "/conferences/demo-2030/pools/general";
        assert_eq!(api.ask("PATCH", path).token(&organizer).json(&resize).send().await.status, 200);
    }
    let found = entries(&api, &organizer, "?kind=pool_resized").await;
    assert_eq!(found.len(), 1, "{found:?}");
    let entry = &found[0];
    assert_eq!((&entry["object"], &entry["before"], &entry["after"]), (&json!("pool:general"), &json!(10), &json!(12)));
    assert_eq!((&entry["at"], &entry["actor_name"]), (&json!("2030-02-01T12:00:00Z"), &json!("organizer@example.org")));
}

#[tokio::test]
async fn attendees_have_no_entries_for_their_own_acts_and_organizers_do() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let own = api.register("ann@example.org").await;
    let path = format!("/conferences/demo-2030/registrations/{}", own.json["id"].as_str().unwrap());
    let cancelled = api.ask("DELETE", &path).token(own.json["manage_token"].as_str().unwrap()).send().await;
    assert_eq!(cancelled.status, 200);
    assert!(entries(&api, &organizer, "?kind=registration_cancelled").await.is_empty());

    let other = api.register("ben@example.org").await;
    let id = other.json["id"].as_str().unwrap();
    let path = format!("/conferences/demo-2030/registrations/{id}");
    for _ in 0..2 {
        assert_eq!(api.ask("DELETE", &path).token(&organizer).send().await.status, 200);
    }
    let found = entries(&api, &organizer, &format!("?object=registration:{id}")).await;
    assert_eq!(kinds(&found), ["registration_cancelled"]);
    assert_eq!(found[0]["object_name"], "An Attendee");
}

#[tokio::test]
async fn workflows_act_under_their_name() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    for n in 0..10 {
        api.register(&format!("a{n}@example.org")).await;
    }
    api.register("late@example.org").await;
    let requested = json!({"name": "Lea Late", "email": "late@example.org", "reason": "I speak"});
    assert_eq!(api.ask("POST", "/conferences/demo-2030/waitlist").json(&requested).send().await.status, 201);
    let raise = json!({"capacity": 11});
    let path = "/conferences/demo-2030/pools/general";
    assert_eq!(api.ask("PATCH", path).token(&organizer).json(&raise).send().await.status, 200);
    api.settle().await;
    let found = entries(&api, &organizer, "?actor=promote-waitlist").await;
    let mut seen = kinds(&found);
    seen.sort_unstable();
    assert_eq!(seen, ["offers_made", "sales_stopped"]);
    let offers = found.iter().find(|entry| entry["kind"] == "offers_made").unwrap();
    assert_eq!((&offers["before"], &offers["after"]), (&json!(0), &json!(1)));
    assert_eq!(offers["actor_name"], Value::Null);
    api.audit().await;
}

#[tokio::test]
async fn pauses_that_change_nothing_have_no_entry() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let ctx = api.stack.context();
    let c = "demo-2030".parse().unwrap();
    let email = "organizer@example.org".parse().unwrap();
    let edition = api.stack.store().edition(&c).await.unwrap().unwrap();
    let store = api.stack.store().acting(Some(&edition), &email);
    let pool = "general".parse().unwrap();
    for paused in [false, true, true, false, false] {
        store.pause(ctx, &c, &pool, paused).await.unwrap();
    }
    let mut found = entries(&api, &organizer, "?object=pool:general").await;
    found.reverse();
    let mut found = kinds(&found);
    found.sort_unstable();
    assert_eq!(found, ["pool_paused", "pool_resumed"]);
}

#[tokio::test]
async fn a_lead_sees_the_acts_of_their_track_only() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let lead = api.sign_in("lead@example.org").await;
    let raise = json!({"capacity": 11});
    let path = "/conferences/demo-2030/pools/general";
    assert_eq!(api.ask("PATCH", path).token(&organizer).json(&raise).send().await.status, 200);
    let words = json!({"description": "Packets and their paths."});
    let changed = api.ask("PATCH", "/conferences/demo-2030/tracks/net").token(&lead).json(&words).send().await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let found = entries(&api, &lead, "").await;
    assert_eq!(kinds(&found), ["track_changed"]);
    assert_eq!((&found[0]["actor_name"], &found[0]["track"]), (&json!("lead@example.org"), &json!("net")));
    assert_eq!(entries(&api, &organizer, "").await.len(), 2);
    let ann = api.sign_in("ann@example.org").await;
    assert_eq!(api.ask("GET", ACTIVITY).token(&ann).send().await.problem(), "403 forbidden");
}

#[tokio::test]
async fn pages_follow_each_other_and_keep_the_filter() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    for n in 0..60 {
        api.set_clock(&format!("2030-02-01T12:{n:02}:30Z"));
        let post = json!({"title": format!("News {n}"), "body": "Something happened."});
        let path = "/conferences/demo-2030/announcements";
        assert_eq!(api.ask("POST", path).token(&organizer).json(&post).send().await.status, 201);
    }
    let first = api.ask("GET", &format!("{ACTIVITY}?kind=announcement_posted")).token(&organizer).send().await;
    let next = first.json["next"].as_str().unwrap().to_owned();
    assert!(next.contains("kind=announcement_posted"), "{next}");
    let second = api.ask("GET", &next).token(&organizer).send().await;
    let all = [&first, &second].map(|page| page.json["activity"].as_array().unwrap().clone()).concat();
    let names: Vec<_> = all.iter().map(|entry| entry["object_name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names, (0..60).rev().map(|n| format!("News {n}")).collect::<Vec<_>>());
    assert_eq!(second.json["next"], Value::Null);
    let late = entries(&api, &organizer, "?since=2030-02-01T12:58:00Z").await;
    assert_eq!(late.len(), 2);
    let wrong = api.ask("GET", &format!("{ACTIVITY}?since=yesterday")).token(&organizer).send().await;
    assert_eq!(wrong.problem(), "422 invalid");
}

#[tokio::test]
async fn the_page_says_it_in_words_in_both_languages() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let raise = json!({"capacity": 11});
    let path = "/conferences/demo-2030/pools/general";
    assert_eq!(api.ask("PATCH", path).token(&organizer).json(&raise).send().await.status, 200);
    let english = api.ask("GET", ACTIVITY).token(&organizer).page().send().await;
    assert!(english.text.contains("Changed the capacity of general from 10 to 11"), "{}", english.text);
    let german = api.ask("GET", ACTIVITY).token(&organizer).header("accept-language", "de").page().send().await;
    assert!(german.text.contains("Hat die Kapazität von general von 10 auf 11 geändert"), "{}", german.text);
}

#[test]
fn every_kind_has_a_sentence() {
    for language in [messages::Language::English, messages::Language::German] {
        let messages = messages::Messages::new(language, &messages::DESK);
        for kind in domain::activity::Kind::WORDS {
            assert!(messages.has("activity-act", kind), "{language:?} {kind}");
        }
    }
}
