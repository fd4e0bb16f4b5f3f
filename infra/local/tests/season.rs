//! The scenes of the sample, as people and organizers see them.

use std::collections::BTreeSet;

use bytes::Bytes;
use context::{KeyRing, SigningKey};
use http::Request;
use jiff::SignedDuration;
use plumbline::season::{self, Scene};
use plumbline::{DataDirectory, Stack};
use serde_json::{Value, json};

const SAMPLE: &str = include_str!("../sample/lpc-2023.toml");
const ORGANIZER: &str = "organizer@example.org";

async fn play(scene: Scene) -> Stack {
    play_with(scene, SAMPLE).await
}

async fn play_with(scene: Scene, definition: &str) -> Stack {
    let keys = KeyRing::new(vec![SigningKey { id: "test".into(), secret: "x".repeat(52) }]).unwrap();
    season::play(scene, definition, "http://localhost:8080", keys).await.unwrap_or_else(|error| panic!("{error}"))
}

/// An answer below the edition's path, as this person sees it; as the public does without one.
async fn see(stack: &Stack, path: &str, email: Option<&str>) -> Value {
    let uri = if path.starts_with("/me") { path.to_owned() } else { format!("/conferences/lpc-2023{path}") };
    let mut request = Request::get(uri).header("accept", "application/json");
    if let Some(email) = email {
        let (_, token) = web::session::begin(stack.context(), &email.parse().unwrap());
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let answer = stack.request(request.body(Bytes::new()).unwrap()).await;
    assert_eq!(answer.status(), 200, "{path}: {}", String::from_utf8_lossy(answer.body()));
    serde_json::from_slice(answer.body()).unwrap()
}

/// All pages of an organizers' list.
async fn list(stack: &Stack, name: &str) -> Vec<Value> {
    let (mut all, mut path) = (Vec::new(), format!("/{name}"));
    loop {
        let page = see(stack, &path, Some(ORGANIZER)).await;
        all.extend(page[name].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => next.trim_start_matches("/conferences/lpc-2023").clone_into(&mut path),
            None => return all,
        }
    }
}

fn count(list: &[Value], state: &str) -> usize {
    list.iter().filter(|one| one["state"] == state).count()
}

async fn assert_consistent(stack: &Stack) {
    let audit = stack.store().audit_settled().await.unwrap();
    assert!(audit.findings.is_empty(), "{:?}", audit.findings);
}

/// What the public and the organizers see, for a comparison.
async fn all_of(stack: &Stack) -> Vec<Value> {
    let mut seen = Vec::new();
    for path in ["", "/announcements", "/tracks", "/tracks/refereed", "/bofs"] {
        seen.push(see(stack, path, None).await);
    }
    for name in ["registrations", "waitlist", "roles"] {
        seen.push(Value::Array(list(stack, name).await));
    }
    seen
}

/// Removes the minute of the sell-out: people register at once, and which of them finds the pool empty first differs.
fn forget_when_it_sold_out(shown: &mut Value) {
    match shown {
        Value::Object(fields) => {
            if fields.get("kind").is_some_and(|kind| kind == "sold_out") {
                fields.remove("at");
            }
            fields.values_mut().for_each(forget_when_it_sold_out);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_when_it_sold_out),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_season_shows_a_conference_in_full_swing() {
    let stack = play(Scene::Season).await;
    assert_eq!(stack.context().now(), Scene::Season.shows());
    assert_consistent(&stack).await;

    let news = see(&stack, "/announcements", None).await;
    let news = news["announcements"].as_array().unwrap();
    let sold_out: Vec<_> = news.iter().filter(|one| one["kind"] == "sold_out").collect();
    assert_eq!(sold_out.len(), 1, "{news:?}");
    assert!(sold_out[0]["at"].as_str().unwrap().starts_with("2023-08-12T12:"), "{}", sold_out[0]);
    for kind in ["manual", "call_opened", "call_closed"] {
        assert!(news.iter().any(|one| one["kind"] == kind), "{kind}: {news:?}");
    }

    let waitlist = list(&stack, "waitlist").await;
    for (state, least) in [("waiting", 20), ("offered", 3), ("lapsed", 3), ("declined", 2), ("accepted", 3)] {
        assert!(count(&waitlist, state) >= least, "{} are {state}", count(&waitlist, state));
    }
    for class in ["contributor", "newcomer", "everyone"] {
        assert!(waitlist.iter().any(|entry| entry["class"] == class), "{class}");
    }
    let registrations = list(&stack, "registrations").await;
    assert!(count(&registrations, "cancelled") >= 15);
    assert!(registrations.iter().filter(|one| one["attendance"] == "virtual").count() >= 40);

    let reviews = see(&stack, "/reviews", Some("reviewer-2@example.org")).await;
    let queue = reviews["tracks"][0]["proposals"].as_array().unwrap();
    assert!(
        queue.iter().any(|one| one["mine"].is_object()) && queue.iter().any(|one| one["owed"] == true),
        "{reviews}"
    );
    assert_eq!(count(&list(&stack, "roles").await, "invited"), 2);
    let mut drafts = 0;
    for number in 201..235 {
        let mine = see(&stack, "/me/proposals", Some(&format!("speaker-{number}@example.org"))).await;
        drafts += mine.to_string().matches(r#""draft""#).count();
    }
    assert!(drafts >= 8, "{drafts}");
    let mails = see(&stack, "/mails", Some(ORGANIZER)).await;
    assert!(mails.to_string().contains("bounce"), "{mails}");

    let again = play(Scene::Season).await;
    let (mut first, mut second) = (all_of(&stack).await, all_of(&again).await);
    for shown in first.iter_mut().chain(&mut second) {
        forget_when_it_sold_out(shown);
    }
    assert_eq!(first, second);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes long: .ci/run runs it"]
async fn the_day_shows_a_morning_in_progress() {
    let stack = play(Scene::Day).await;
    assert_consistent(&stack).await;
    let door = see(&stack, "/check-in", Some("door-1@example.org")).await;
    let (here, expected) = (door["here"].as_u64().unwrap(), door["expected"].as_u64().unwrap());
    assert!(here > 150 && here + 10 < expected, "{door}");
    let no_shows = see(&stack, "/no-shows", Some(ORGANIZER)).await;
    assert_eq!((&no_shows["can_release"], &no_shows["missing_total"]), (&true.into(), &(expected - here).into()));
    let wall = see(&stack, "/timetable/wall", None).await;
    let room = wall["rooms"].as_array().unwrap().iter().find(|room| room["room"] == "mc-1").unwrap();
    assert_eq!(room["now"]["moved"]["from"]["starts_at"], "2023-11-14T14:55:00Z", "{room}");
    let timetable = see(&stack, "/timetable", None).await;
    let sessions = timetable["sessions"].as_array().unwrap();
    let recorded = sessions.iter().filter(|one| one["links"].to_string().contains("recording")).count();
    assert!(recorded >= 6, "{recorded}");
    let mut ratings = 0;
    for session in sessions.iter().filter(|one| one["track"] == "refereed") {
        let path = format!("/sessions/{}/feedback", session["id"].as_str().unwrap());
        ratings += see(&stack, &path, Some(ORGANIZER)).await["summary"]["count"].as_u64().unwrap_or(0);
    }
    assert!(ratings > 20, "{ratings}");
    let again = play(Scene::Day).await;
    assert_eq!(see(&again, "/no-shows", Some(ORGANIZER)).await, no_shows);
    // With numbers, codes and links, as every format has them.
    assert_eq!(see(&again, "/timetable", None).await, timetable);
    let now = see(&stack, "/timetable/now", None).await;
    for part in ["now", "next"] {
        assert!(!now[part].as_array().unwrap().is_empty(), "{part}: {now}");
    }
    let bofs = see(&stack, "/bofs", None).await;
    assert!(count(bofs["bofs"].as_array().unwrap(), "placed") >= 5, "{bofs}");
    let campaign = see(&stack, "/reconfirmation", Some(ORGANIZER)).await;
    assert!(campaign["yes"].as_u64() > Some(100) && campaign["no"].as_u64() > Some(3), "{campaign}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_has_the_whole_season_or_no_table() {
    let directory = tempfile::tempdir().unwrap();
    let data = DataDirectory::open(directory.path()).unwrap();
    // As a process leaves it that is killed while it stores the season.
    std::fs::write(data.mails(), "{\"id\":\"torn").unwrap();
    std::fs::write(directory.path().join("table.new"), "torn").unwrap();
    assert!(data.is_empty());
    season::play_into(&data, Scene::Season, SAMPLE, "http://localhost:8080").await.unwrap();
    assert!(!data.is_empty());
    assert_eq!(data.scene().unwrap().as_deref(), Some("season"));
    let clock = context::SetClock::stopped(data.last_time().unwrap().unwrap());
    let stack = Stack::builder(clock).data(data).build().unwrap();
    assert_eq!(stack.context().now(), Scene::Season.shows());
    assert!(list(&stack, "waitlist").await.len() > 30);
    assert!(stack.mails().count() > 300);
    assert_consistent(&stack).await;
}

/// All items of the table.
fn items(stack: &Stack) -> Vec<Value> {
    let (mut items, mut after) = (Vec::new(), Value::Null);
    loop {
        let mut scan = json!({ "TableName": stack.context().settings().table });
        if !after.is_null() {
            scan["ExclusiveStartKey"] = after;
        }
        let (status, answer) = stack.table().answer("DynamoDB_20120810.Scan", scan.to_string().as_bytes());
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        items.extend(answer["Items"].as_array().unwrap().iter().cloned());
        after = answer["LastEvaluatedKey"].clone();
        if after.is_null() {
            return items;
        }
    }
}

/// The names and addresses of an edition's people. Those that its settings name stay: they are its team's.
async fn people_of(stack: &Stack) -> BTreeSet<String> {
    let settings = see(stack, "/definition", Some(ORGANIZER)).await.to_string();
    let people = list(stack, "people").await;
    let fields = people.iter().flat_map(|person| ["name", "email"].map(|field| person[field].as_str()));
    let found: BTreeSet<_> = fields.flatten().filter(|text| text.len() > 4 && !settings.contains(text)).collect();
    found.into_iter().map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes long: .ci/run runs it"]
async fn nothing_personal_is_left_of_a_season_after_its_retention_period() {
    let stack = play_with(Scene::Day, &format!("{SAMPLE}\n[privacy]\nkeep_days = 30\n")).await;
    let people = people_of(&stack).await;
    assert!(people.len() > 500, "{}", people.len());
    // Who came for the first time was part of what people said about themselves.
    let figures = |mut seen: Value| {
        let fields = seen.as_object_mut().unwrap();
        fields.retain(|name, _| !["now", "newcomers"].contains(&name.as_str()));
        seen
    };
    let after = async |days: i64| {
        let to = stack.context().now() + SignedDuration::from_hours(24 * days);
        stack.run_until(to).await.expect("workflows run");
    };
    after(20).await;
    let before = figures(see(&stack, "/statistics", Some(ORGANIZER)).await);
    let agenda = see(&stack, "/agenda", Some(ORGANIZER)).await.to_string();
    assert!(agenda.contains("Erase the personal data of everyone"), "{agenda}");
    after(20).await;

    // What belongs to no edition is its people's own: their accounts, and the mails that sign them in. Who still has a role
    // is on the team.
    let of_people = |item: &Value| {
        let pk = item["pk"]["S"].as_str().unwrap();
        (pk.starts_with("C#") || item.get("conference").is_some()) && !pk.ends_with("#ROLES")
    };
    let ours = items(&stack).into_iter().filter(of_people);
    let texts: Vec<_> = ours.map(|item| item.to_string()).collect();
    let left =
        |text: &String| texts.iter().find(|item| item.contains(text.as_str())).map(|item| (text.clone(), item.clone()));
    let left: Vec<_> = people.iter().filter_map(left).take(5).collect();
    assert_eq!(left, Vec::new());
    assert_eq!(figures(see(&stack, "/statistics", Some(ORGANIZER)).await), before, "figures stay");
    assert_consistent(&stack).await;
}
