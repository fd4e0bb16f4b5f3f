//! `/conferences/{conference}/timetable` and `/conferences/{conference}/sessions`

use api_tests::{Answer, Api, DEMO};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};

const HOME: &str = "/conferences/demo-2030";
const TIMETABLE: &str = "/conferences/demo-2030/timetable";

/// The demo edition with rooms, a block of the track `net`, a break, and a slot for a BoF.
fn edition() -> String {
    format!(
        r#"{DEMO}
[[tracks]]
id = "fs"
name = "Filesystems"
kind = "microconference"
leads = ["other@example.org"]
description = "Files."

[[rooms]]
id = "big"
name = "Big room"

[[rooms]]
id = "small"
name = "Small room"

[[breaks]]
label = "Lunch"
starts = 2030-05-01T12:00:00
minutes = 60

[[blocks]]
track = "net"
room = "big"
starts = 2030-05-01T13:00:00
ends = 2030-05-01T16:00:00

[[bof_slots]]
room = "small"
starts = 2030-05-02T17:00:00
minutes = 45
"#
    )
}

struct Timetable {
    api: Api,
    organizer: String,
    lead: String,
}

impl Timetable {
    async fn new() -> Self {
        Self::with(&edition()).await
    }

    async fn with(edition: &str) -> Self {
        let api = Api::with(edition).await;
        let organizer = api.sign_in("organizer@example.org").await;
        let lead = api.sign_in("lead@example.org").await;
        Self { api, organizer, lead }
    }

    /// A free entry, of a track or none; answers its id.
    async fn entry(&self, title: &str, track: Option<&str>) -> String {
        let body = json!({ "title": title, "minutes": 30, "track": track });
        let made = self.api.ask("POST", &format!("{HOME}/sessions")).token(&self.organizer).json(&body).send().await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.json["id"].as_str().unwrap().to_owned()
    }

    async fn place(&self, token: &str, id: &str, room: &str, at: &str) -> Answer {
        self.place_with(token, id, json!({ "room": room, "starts_at": at, "minutes": 30 })).await
    }

    async fn place_with(&self, token: &str, id: &str, body: Value) -> Answer {
        self.api.ask("PUT", &format!("{HOME}/sessions/{id}/placement")).token(token).json(&body).send().await
    }

    async fn publish(&self) -> Answer {
        self.api.ask("POST", &format!("{TIMETABLE}/publish")).token(&self.organizer).json(&json!({})).send().await
    }

    async fn get(&self, rest: &str) -> Answer {
        self.api.get(&format!("{TIMETABLE}{rest}")).await
    }
}

fn kinds(refused: &Answer) -> String {
    let collisions = refused.json["collisions"].as_array().cloned().unwrap_or_default();
    let kinds: Vec<_> = collisions.iter().map(|c| c["kind"].as_str().unwrap_or_default().to_owned()).collect();
    format!("{} {}", refused.problem(), kinds.join(" ")).trim().to_owned()
}

#[tokio::test]
async fn it_is_there_in_every_format_before_anything_is_placed() {
    let t = Timetable::new().await;
    assert_eq!(t.get("").await.json["release"], Value::Null);
    for (rest, kind) in [
        (".json", "application/json"),
        (".xml", "application/xml"),
        (".ics", "text/calendar; charset=utf-8"),
        (".csv", "text/csv; charset=utf-8"),
    ] {
        let answer = t.get(rest).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{rest}");
    }
    for rest in ["", "/now", "/people", "/releases", "?detail=1"] {
        let page = t.api.ask("GET", &format!("{TIMETABLE}{rest}")).page().send().await;
        assert!(page.status == 200 && page.text.contains("</html>"), "{rest}");
    }
}

#[tokio::test]
async fn what_is_placed_is_seen_when_it_is_published_and_moves_with_its_sequence() {
    let t = Timetable::new().await;
    let opening = t.entry("Opening", None).await;
    assert_eq!(t.place(&t.organizer, &opening, "big", "2030-05-01T09:00:00").await.status, 200);
    assert_eq!(t.get("").await.json["sessions"], json!([]));
    let draft = t.api.ask("GET", &format!("{TIMETABLE}?draft")).token(&t.organizer).send().await;
    assert_eq!(draft.json["sessions"][0]["title"], "Opening");
    assert_eq!(t.get("?draft").await.problem(), "401 sign-in-required");

    let preview = t.api.ask("GET", &format!("{TIMETABLE}/publish")).token(&t.organizer).send().await;
    assert_eq!((&preview.json["release"], &preview.json["changes"][0]["change"]), (&Value::Null, &json!("new")));
    assert_eq!(t.publish().await.json["release"], 1);
    let seen = t.get("").await;
    assert_eq!((&seen.json["release"], &seen.json["sessions"][0]["sequence"]), (&json!(1), &json!(0)));
    assert_eq!(seen.json["sessions"][0]["starts_at"], "2030-05-01T07:00:00Z");
    // Nothing has changed since: nothing is published.
    let again = t.publish().await;
    assert_eq!((&again.json["release"], &again.json["changes"]), (&json!(1), &json!([])));

    let uid = |ics: &str| ics.lines().find(|line| line.starts_with("UID:")).unwrap_or_default().to_owned();
    let path = format!("{HOME}/sessions/{opening}.ics");
    let first = t.api.get(&path).await.text;
    assert!(first.contains("SEQUENCE:0"), "{first}");
    t.place(&t.organizer, &opening, "big", "2030-05-01T09:30:00").await;
    let moved = t.publish().await;
    assert_eq!((&moved.json["release"], &moved.json["changes"][0]["change"]), (&json!(2), &json!("moved")));
    let second = t.api.get(&path).await.text;
    assert!(second.contains("SEQUENCE:1") && uid(&first) == uid(&second), "{second}");

    // Called off, it stays in calendars as cancelled.
    t.api.ask("DELETE", &format!("{HOME}/sessions/{opening}")).token(&t.organizer).send().await;
    assert_eq!(t.publish().await.json["changes"][0]["change"], "cancelled");
    assert!(t.get(".ics").await.text.contains("STATUS:CANCELLED"));
    let releases = t.get("/releases").await;
    assert_eq!(releases.json["releases"].as_array().unwrap().len(), 3, "{}", releases.text);
    let news = t.api.get(&format!("{HOME}/announcements")).await;
    assert_eq!(news.json["announcements"].as_array().unwrap().len(), 3, "{}", news.text);
    t.api.audit().await;
}

#[tokio::test]
async fn a_client_with_the_current_version_gets_304_without_a_body() {
    let t = Timetable::new().await;
    let opening = t.entry("Opening", None).await;
    t.place(&t.organizer, &opening, "big", "2030-05-01T09:00:00").await;
    t.publish().await;
    for rest in ["", ".json", ".xml", ".ics", ".csv", "?detail=1", "/people"] {
        let path = format!("{TIMETABLE}{rest}");
        let answer = t.api.get(&path).await;
        let etag = answer.header("etag").to_owned();
        assert!(answer.header("cache-control").starts_with("public") && !answer.header("last-modified").is_empty());
        let again = t.api.ask("GET", &path).header("if-none-match", &etag).send().await;
        assert_eq!((again.status, again.text.as_str()), (304, ""), "{rest}");
    }
    let etag = t.get(".json").await.header("etag").to_owned();
    t.place(&t.organizer, &opening, "big", "2030-05-01T10:00:00").await;
    t.publish().await;
    let changed = t.api.ask("GET", &format!("{TIMETABLE}.json")).header("if-none-match", &etag).send().await;
    assert_eq!(changed.status, 200);
}

#[tokio::test]
async fn a_lead_places_only_inside_their_block_and_only_their_own() {
    let t = Timetable::new().await;
    let (net, opening) = (t.entry("Packets", Some("net")).await, t.entry("Opening", None).await);
    let outside = t.place(&t.lead, &net, "big", "2030-05-01T16:00:00").await;
    assert_eq!(kinds(&outside), "409 placement-conflict outside_block");
    assert_eq!(outside.json["nearest"][0]["starts_at"], "2030-05-01T13:30:00Z", "{}", outside.text);
    assert_eq!(t.place(&t.lead, &net, "big", "2030-05-01T15:30:00").await.status, 200);
    assert_eq!(t.place(&t.lead, &opening, "big", "2030-05-01T13:00:00").await.problem(), "403 forbidden");
    // A reason is for organizers.
    let body = json!({ "room": "small", "starts_at": "2030-05-01T09:00:00", "minutes": 30, "reason": "Please" });
    assert_eq!(kinds(&t.place_with(&t.lead, &net, body).await), "409 placement-conflict outside_block");
    let publish = t.api.ask("POST", &format!("{TIMETABLE}/publish")).token(&t.lead).json(&json!({}));
    assert_eq!(publish.send().await.problem(), "403 forbidden");
    let stranger = t.api.sign_in("stranger@example.org").await;
    assert_eq!(t.place(&stranger, &net, "big", "2030-05-01T13:00:00").await.problem(), "403 forbidden");
}

#[tokio::test]
async fn what_collides_is_named_and_nothing_is_changed() {
    let t = Timetable::new().await;
    let (one, two) = (t.entry("One", None).await, t.entry("Two", None).await);
    assert_eq!(t.place(&t.organizer, &one, "small", "2030-05-01T10:00:00").await.status, 200);
    let by_a_minute = t.place(&t.organizer, &two, "small", "2030-05-01T10:29:00").await;
    assert_eq!(kinds(&by_a_minute), "409 placement-conflict room_taken");
    assert!(by_a_minute.json["detail"].as_str().unwrap().contains("\"One\" is in Small room"), "{}", by_a_minute.text);
    let lunch = t.place(&t.organizer, &two, "small", "2030-05-01T11:45:00").await;
    assert_eq!(kinds(&lunch), "409 placement-conflict break");
    let nowhere = t.place(&t.organizer, &two, "attic", "2030-05-01T10:00:00").await;
    assert_eq!(kinds(&nowhere), "409 placement-conflict unknown_room");
    let late = t.place(&t.organizer, &two, "small", "2030-05-04T10:00:00").await;
    assert_eq!(kinds(&late), "409 placement-conflict outside_conference");
    let backwards = json!({ "room": "small", "starts_at": "2030-05-01T10:00:00", "ends_at": "2030-05-01T09:00:00" });
    assert_eq!(t.place_with(&t.organizer, &two, backwards).await.errors(), "422 invalid /ends_at");
    let never = t.place(&t.organizer, &two, "small", "2030-03-31T02:30:00").await;
    assert_eq!(never.errors(), "422 invalid /starts_at", "a local time that never is");
    let draft = t.api.ask("GET", &format!("{TIMETABLE}/edit")).token(&t.organizer).send().await;
    assert_eq!(draft.json["unplaced"][0]["title"], "Two");
    // An organizer may, with a reason.
    let body =
        json!({ "room": "small", "starts_at": "2030-05-01T11:45:00", "minutes": 30, "reason": "It is a lunch talk" });
    let overridden = t.place_with(&t.organizer, &two, body).await;
    assert_eq!((overridden.status, &overridden.json["warnings"][0]["kind"]), (200, &json!("overridden")));
    t.api.audit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_who_place_at_once_lose_nothing() {
    let t = Timetable::new().await;
    let mut ids = Vec::new();
    for n in 0..8 {
        ids.push(t.entry(&format!("Session {n}"), None).await);
    }
    // All eight want the same room, two of them at each time.
    let answers: Vec<_> = stream::iter(ids.iter().enumerate())
        .map(|(n, id)| {
            let t = &t;
            async move { t.place(&t.organizer, id, "small", &format!("2030-05-02T{:02}:00:00", 9 + n / 2)).await }
        })
        .buffer_unordered(8)
        .collect()
        .await;
    let placed = answers.iter().filter(|answer| answer.status == 200).count();
    let refused = answers.iter().filter(|answer| kinds(answer) == "409 placement-conflict room_taken").count();
    assert_eq!((placed, refused), (4, 4));
    let draft = t.api.ask("GET", &format!("{TIMETABLE}/edit")).token(&t.organizer).send().await;
    assert_eq!(draft.json["placed"].as_array().unwrap().len(), 4);
    t.api.audit().await;
}

#[tokio::test]
async fn on_the_day_a_lead_shifts_the_rest_of_the_block_and_readers_see_it() {
    let t = Timetable::new().await;
    let (one, two) = (t.entry("One", Some("net")).await, t.entry("Two", Some("net")).await);
    t.place(&t.lead, &one, "big", "2030-05-01T13:00:00").await;
    t.place(&t.lead, &two, "big", "2030-05-01T13:30:00").await;
    t.publish().await;
    t.api.set_clock("2030-05-01T11:35:00Z");
    let lead = t.api.sign_in("lead@example.org").await;
    let now = t.get("/now").await;
    assert_eq!(now.json["now"][0]["title"], "Two");
    let shift = |minutes: u32| {
        let body = json!({ "session": two, "minutes": minutes });
        t.api.ask("POST", &format!("{TIMETABLE}/shift")).token(&lead).json(&body).send()
    };
    let shifted = shift(10).await;
    assert_eq!((shifted.status, &shifted.json["release"]), (200, &json!(2)), "{}", shifted.text);
    assert_eq!(shifted.json["moved"][0]["starts_at"], "2030-05-01T11:40:00Z");
    let now = t.get("/now").await;
    assert_eq!((&now.json["now"], &now.json["next"][0]["title"]), (&json!([]), &json!("Two")));
    assert_eq!(kinds(&shift(200).await), "409 placement-conflict");
}

#[tokio::test]
async fn a_suggestion_places_what_is_unplaced_and_says_what_it_could_not() {
    let t = Timetable::new().await;
    let fixed = t.entry("Fixed", Some("net")).await;
    t.place(&t.lead, &fixed, "big", "2030-05-01T14:00:00").await;
    for n in 0..6 {
        t.entry(&format!("Packets {n}"), Some("net")).await;
    }
    t.entry("Files", Some("fs")).await;
    let suggest =
        |body: Value| t.api.ask("POST", &format!("{TIMETABLE}/suggest")).token(&t.organizer).json(&body).send();
    let preview = suggest(json!({ "dry_run": true })).await;
    assert_eq!(preview.json["placed"].as_array().unwrap().len(), 6, "{}", preview.text);
    let draft = || t.api.ask("GET", &format!("{TIMETABLE}/edit")).token(&t.organizer).send();
    assert_eq!(draft().await.json["unplaced"].as_array().unwrap().len(), 7);
    let done = suggest(json!({})).await;
    assert_eq!(done.json["placed"], preview.json["placed"], "the same seed, the same answer");
    // Five of them fill the block. The sixth finds no place, or one that was still free.
    assert!(done.json["unplaced"].as_array().unwrap().iter().all(|one| one["detail"].is_string()), "{}", done.text);
    let after = draft().await;
    let at = |title: &str| {
        let all = after.json["placed"].as_array().unwrap();
        all.iter().find(|s| s["title"] == title).map(|s| s["starts_at"].clone())
    };
    assert_eq!(at("Fixed"), Some(json!("2030-05-01T12:00:00Z")));
    t.api.audit().await;
}

#[tokio::test]
async fn what_many_have_bookmarked_is_not_held_at_once_unawares() {
    let t = Timetable::new().await;
    let (one, two) = (t.entry("One", Some("net")).await, t.entry("Two", Some("fs")).await);
    let path = format!("{TIMETABLE}/bookmarks");
    assert_eq!(t.api.get(&path).await.problem(), "401 sign-in-required");
    for n in 0..5 {
        let token = t.api.sign_in(&format!("reader{n}@example.org")).await;
        let put = |body: Value| t.api.ask("PUT", &path).token(&token).json(&body).send();
        assert_eq!(put(json!({})).await.errors(), "422 invalid /sessions");
        assert_eq!(put(json!({ "sessions": ["no such id!"] })).await.errors(), "422 invalid /sessions/0");
        assert_eq!(put(json!({ "sessions": [one, two, one] })).await.status, 200);
        let kept = t.api.ask("GET", &path).token(&token).send().await;
        assert_eq!(kept.json["sessions"].as_array().unwrap().len(), 2, "{}", kept.text);
    }
    assert_eq!(t.place(&t.organizer, &one, "big", "2030-05-01T13:00:00").await.json["warnings"], json!([]));
    let clash = t.place(&t.organizer, &two, "small", "2030-05-01T13:00:00").await;
    assert_eq!(clash.status, 200, "{}", clash.text);
    let warning = clash.json["warnings"][0]["detail"].as_str().unwrap();
    assert!(warning.contains("5 people"), "{warning}");
    assert!(!clash.text.contains("reader0"), "the warning names a reader");
}

#[tokio::test]
async fn recordings_are_linked_after_the_event_and_seen_at_once() {
    let t = Timetable::new().await;
    let net = t.entry("Packets", Some("net")).await;
    t.place(&t.lead, &net, "big", "2030-05-01T13:00:00").await;
    t.publish().await;
    let path = format!("{HOME}/sessions/{net}");
    let links = json!({ "links": [{ "kind": "recording", "url": "https://video.example.org/1", "title": "Video" }] });
    assert_eq!(t.api.ask("PATCH", &path).token(&t.lead).json(&links).send().await.status, 200);
    let seen = t.api.get(&path).await;
    assert_eq!(seen.json["links"][0]["url"], "https://video.example.org/1");
    let page = t.api.ask("GET", &path).page().send().await;
    assert!(page.text.contains("Video") && page.text.contains("application/ld+json"), "{}", page.text);
    let plain = json!({ "links": [{ "kind": "slides", "url": "http://example.org/1" }] });
    let plain = t.api.ask("PATCH", &path).token(&t.lead).json(&plain).send().await;
    assert_eq!(plain.errors(), "422 invalid /links/0/url");
    let form = t.api.ask("POST", &path).token(&t.lead).form("action=add_link&link_kind=slides&link_url=nonsense");
    let refused = form.send().await;
    assert!(refused.status == 422 && refused.text.contains("value=\"nonsense\""), "{}", refused.text);
    let other = t.api.sign_in("other@example.org").await;
    assert_eq!(t.api.ask("PATCH", &path).token(&other).json(&links).send().await.problem(), "403 forbidden");
    // Links cause no mail and no announcement.
    assert_eq!(t.api.get(&format!("{HOME}/announcements")).await.json["announcements"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_bof_is_on_the_timetable_as_soon_as_it_has_its_slot() {
    let t = Timetable::new().await;
    t.api.register("ann@example.org").await;
    let ann = t.api.sign_in("ann@example.org").await;
    let body = json!({ "title": "Stack traces", "abstract": "About *them*." });
    let bof = t.api.ask("POST", &format!("{HOME}/bofs")).token(&ann).json(&body).send().await;
    assert_eq!(bof.status, 201, "{}", bof.text);
    let seen = t.get("").await;
    assert_eq!(
        (&seen.json["sessions"][0]["kind"], &seen.json["sessions"][0]["not_recorded"]),
        (&json!("bof"), &json!(true))
    );
    let xml = t.get(".xml").await.text;
    assert!(xml.contains("<optout>true</optout>"), "{xml}");
    assert!(t.get(".json").await.text.contains("\"do_not_record\":true"));
    let detail = t.api.ask("GET", &format!("{TIMETABLE}?detail=1")).page().send().await;
    assert!(detail.text.contains("Not recorded") && detail.text.contains("<em>them</em>"), "{}", detail.text);
    // A reader can download that BoF alone.
    let id = bof.json["id"].as_str().unwrap();
    let ics = t.get(&format!(".ics?sessions={id}")).await.text;
    assert!(ics.contains("SUMMARY:Stack traces") && !ics.contains("Lunch"), "{ics}");
    assert_eq!(t.get(".ics?sessions=A%20B").await.errors(), "422 invalid /sessions");
}

#[tokio::test]
async fn a_public_calendar_speaks_the_editions_language() {
    for (language, recorded) in [("en", "Not recorded."), ("de", "Wird nicht aufgezeichnet.")] {
        let t = Timetable::with(&format!("language = \"{language}\"\n{}", edition())).await;
        t.api.register("ann@example.org").await;
        let ann = t.api.sign_in("ann@example.org").await;
        let body = json!({ "title": "Stack traces", "abstract": "About them." });
        let bof = t.api.ask("POST", &format!("{HOME}/bofs")).token(&ann).json(&body).send().await;
        let id = bof.json["id"].as_str().unwrap();
        for path in [format!("{TIMETABLE}.ics"), format!("{HOME}/sessions/{id}.ics")] {
            // The language of the program that fetches it does not count: its copy is read by others.
            let ics = t.api.ask("GET", &path).header("accept-language", "fr, en, de").send().await.text;
            let unfolded = ics.replace("\r\n ", "");
            let leads = if language == "de" { "Geleitet von " } else { "Led by " };
            assert!(unfolded.contains(recorded) && unfolded.contains(leads), "{unfolded}");
        }
    }
}

#[tokio::test]
async fn it_is_found_by_day_by_track_by_word_and_on_other_clocks() {
    let t = Timetable::new().await;
    let (net, opening) = (t.entry("Packets & more", Some("net")).await, t.entry("Opening", None).await);
    t.place(&t.lead, &net, "big", "2030-05-01T13:00:00").await;
    t.place(&t.organizer, &opening, "small", "2030-05-02T09:00:00").await;
    t.publish().await;
    let titles = |answer: &Answer| {
        let sessions = answer.json["sessions"].as_array().cloned().unwrap_or_default();
        sessions.iter().map(|s| s["title"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(titles(&t.get("?day=2030-05-02").await), ["Opening"]);
    assert_eq!(titles(&t.get("?day=1").await), ["Packets & more"]);
    assert_eq!(titles(&t.get("?track=net").await), ["Packets & more"]);
    assert_eq!(titles(&t.get("?q=PACK%20big").await), ["Packets & more"]);
    assert_eq!(t.get("?day=9").await.errors(), "422 invalid /day");
    assert_eq!(t.get("?track=none").await.errors(), "422 invalid /track");
    assert_eq!(t.get("?zone=Mars/Olympus").await.errors(), "422 invalid /zone");
    let page = t.api.ask("GET", &format!("{TIMETABLE}?zone=Asia/Tokyo")).page().send().await;
    assert!(page.text.contains(">20:00</time>") && page.text.contains("Packets &#38; more"), "{}", page.text);
    assert!(t.get("/tracks/net.ics").await.text.contains("SUMMARY:Packets"));
    assert_eq!(t.get("/tracks/none").await.problem(), "404 not-found");
}

#[tokio::test]
async fn a_form_that_fails_is_the_editor_again_with_what_was_typed() {
    let t = Timetable::new().await;
    let net = t.entry("Packets", Some("net")).await;
    let form = |body: &str| {
        let path = format!("{HOME}/sessions/{net}/placement");
        t.api.ask("POST", &path).token(&t.lead).form(body).send()
    };
    let refused = form("action=place&room=big&starts_at=2030-05-01T09%3A00&minutes=30").await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    assert!(refused.text.contains("value=\"2030-05-01T09:00\"") && refused.text.contains("outside its track"));
    let placed = form("action=place&room=big&starts_at=2030-05-01T13%3A00&minutes=30").await;
    assert_eq!(placed.status, 303, "{}", placed.text);
    let page = t.api.ask("GET", &format!("{TIMETABLE}/edit")).token(&t.lead).page().send().await;
    assert!(page.text.contains("Every session is placed"), "{}", page.text);
    assert_eq!(form("action=take_off").await.status, 303);
}

#[tokio::test]
async fn what_is_exported_is_imported_whole_or_not_at_all() {
    let t = Timetable::new().await;
    let (one, two) = (t.entry("One", Some("net")).await, t.entry("Two", None).await);
    t.place(&t.lead, &one, "big", "2030-05-01T13:00:00").await;
    t.place(&t.organizer, &two, "small", "2030-05-02T09:00:00").await;
    t.publish().await;
    let exports = [("application/json", t.get(".json").await.text), ("application/xml", t.get(".xml").await.text)];

    let other = Timetable::new().await;
    let import = |kind: &'static str, text: String, rest: &'static str| {
        let ask = other.api.ask("POST", &format!("{TIMETABLE}/import{rest}")).token(&other.organizer);
        ask.raw(kind, text.as_bytes()).send()
    };
    for (kind, text) in &exports {
        let looked = import(kind, text.clone(), "?dry_run=1").await;
        assert_eq!((&looked.json["new"], &looked.json["dry_run"]), (&json!(2), &json!(true)), "{}", looked.text);
    }
    let [(_, text), _] = exports;
    let broken = text.replace("Small room", "Attic");
    assert_eq!(import("application/json", broken, "").await.problem(), "422 invalid");
    let draft = || other.api.ask("GET", &format!("{TIMETABLE}/edit")).token(&other.organizer).send();
    assert_eq!(draft().await.json["placed"], json!([]));
    assert_eq!(import("application/json", text.clone(), "").await.json["new"], 2);
    assert_eq!(draft().await.json["placed"].as_array().unwrap().len(), 2);
    // Sessions that are created after the import get numbers that the import didn't use.
    let three = other.api.ask("POST", &format!("{HOME}/sessions")).token(&other.organizer);
    let three = three.header("idempotency-key", "three");
    let three = three.json(&json!({ "title": "Three", "minutes": 30 })).send().await;
    let numbers: Vec<_> =
        draft().await.json["placed"].as_array().unwrap().iter().map(|s| s["number"].clone()).collect();
    assert!(three.json["number"].is_u64() && !numbers.contains(&three.json["number"]), "{numbers:?} {}", three.text);
    // Again, it is all here.
    assert_eq!(import("application/json", text, "").await.json["unchanged"], 2);
    let entities = "<!DOCTYPE s [<!ENTITY a 'b'>]><schedule>&a;</schedule>";
    assert_eq!(import("application/xml", entities.into(), "").await.problem(), "422 invalid");
    let lead = other.api.ask("POST", &format!("{TIMETABLE}/import")).token(&other.lead);
    assert_eq!(lead.raw("application/json", b"{}").send().await.problem(), "403 forbidden");
}

#[tokio::test]
async fn feedback_is_anonymous_one_per_pass_and_shown_from_three_answers_on() {
    let t = Timetable::new().await;
    let talk = t.entry("Packets", Some("net")).await;
    t.place(&t.lead, &talk, "big", "2030-05-01T13:00:00").await;
    t.publish().await;
    let names = ["ann", "bea", "cem"].map(|name| format!("{name}@example.org"));
    for name in &names {
        assert_eq!(t.api.register(name).await.status, 201);
    }
    let path = format!("{HOME}/sessions/{talk}/feedback");
    let see = async |token: &str| t.api.ask("GET", &path).token(token).send().await;
    let give = async |token: &str, body: Value| t.api.ask("POST", &path).token(token).json(&body).send().await;
    // It ends at 11:30 UTC.
    t.api.set_clock("2030-05-01T11:29:00Z");
    let ann = t.api.sign_in(&names[0]).await;
    assert_eq!(give(&ann, json!({ "rating": 4 })).await.problem(), "409 feedback-not-open");
    assert_eq!(see(&ann).await.json["open"], false);
    t.api.set_clock("2030-05-01T11:31:00Z");
    let lead = t.api.sign_in("lead@example.org").await;
    assert_eq!(give(&ann, json!({ "rating": 6 })).await.errors(), "422 invalid /rating");
    let given = give(&ann, json!({ "rating": 2, "comment": "Too fast." })).await;
    assert_eq!((given.status, &given.json["mine"]["rating"]), (200, &json!(2)), "{}", given.text);
    for name in &names[1..] {
        assert!(see(&lead).await.json["summary"].is_null());
        let token = t.api.sign_in(name).await;
        assert_eq!(give(&token, json!({ "rating": 4 })).await.status, 200);
    }
    // A change counts once, and a repeat changes nothing.
    for _ in 0..2 {
        assert_eq!(give(&ann, json!({ "rating": 5, "comment": "Better now." })).await.status, 200);
    }
    let seen = see(&lead).await;
    assert_eq!(seen.json["summary"], json!({ "count": 3, "average": 4.33, "comments": ["Better now."] }));
    assert!(!seen.text.contains("ann@"), "{}", seen.text);
    // Others do not see the answers, and people without a pass give none.
    let attendee = see(&ann).await;
    assert!(
        attendee.json["summary"].is_null() && attendee.json["mine"]["comment"] == "Better now.",
        "{}",
        attendee.text
    );
    let other = t.api.sign_in("other@example.org").await;
    assert_eq!(give(&other, json!({ "rating": 1 })).await.problem(), "409 feedback-not-open");
    assert!(see(&other).await.json["summary"].is_null());

    let page = t.api.ask("GET", &path).token(&lead).page().send().await;
    assert!(page.status == 200 && page.text.contains("Better now.") && page.text.contains("4.33"), "{}", page.text);
    let sent = t.api.ask("POST", &path).token(&ann).form("rating=3&comment=").page().send().await;
    assert_eq!((sent.status, sent.header("location")), (303, format!("{path}?done=saved").as_str()));
    let page = t.api.ask("GET", &path).token(&ann).page().send().await;
    assert!(page.text.contains("value=\"3\" required checked"), "{}", page.text);
}
