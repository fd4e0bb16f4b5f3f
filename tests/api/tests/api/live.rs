//! Where people follow rooms and sessions online: who sees the links and when.

use api_tests::{Answer, Api, DEMO};
use serde_json::{Value, json};
use web::access::ROUTES;

const HOME: &str = "/conferences/demo-2030";
const SECRET: &str = "live.example.org";
/// The link of the talk's own.
const OWN: &str = "https://live.example.org/own";

/// An edition on 1 May with an opening at 9:00 in Berlin and a talk of the track `net` at 13:00, both in a room with
/// links, and a panel at 15:00 in a room without.
struct Day {
    api: Api,
    organizer: String,
    lead: String,
    opening: String,
    talk: String,
    panel: String,
}

impl Day {
    async fn new() -> Self {
        let grid = r#"
[[rooms]]
id = "big"
name = "Big room"
live_url = "https://live.example.org/watch"
chat_url = "https://live.example.org/chat"

[[rooms]]
id = "small"
name = "Small room"

[[tracks]]
id = "fs"
name = "Filesystems"
kind = "microconference"
leads = ["other@example.org"]
description = "Files."

[[blocks]]
track = "net"
room = "big"
starts = 2030-05-01T13:00:00
ends = 2030-05-01T16:00:00
"#;
        let api = Api::with(&format!("{DEMO}\n{grid}")).await;
        let organizer = api.sign_in("organizer@example.org").await;
        let lead = api.sign_in("lead@example.org").await;
        let nothing = String::new;
        let mut day = Self { api, organizer, lead, opening: nothing(), talk: nothing(), panel: nothing() };
        day.opening = day.placed("Opening", None, "big", "2030-05-01T07:00:00Z").await;
        day.talk = day.placed("Talk", Some("net"), "big", "2030-05-01T11:00:00Z").await;
        day.panel = day.placed("Panel", None, "small", "2030-05-01T13:00:00Z").await;
        let published = day.ask("POST", "/timetable/publish", &day.organizer, json!({})).await;
        assert_eq!(published.status, 200, "{}", published.text);
        day
    }

    async fn placed(&self, title: &str, track: Option<&str>, room: &str, at: &str) -> String {
        let entry = json!({ "title": title, "minutes": 30, "track": track });
        let made = self.ask("POST", "/sessions", &self.organizer, entry).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let id = made.json["id"].as_str().unwrap().to_owned();
        let at = json!({ "room": room, "starts_at": at, "minutes": 30 });
        let placed = self.ask("PUT", &format!("/sessions/{id}/placement"), &self.organizer, at).await;
        assert_eq!(placed.status, 200, "{}", placed.text);
        id
    }

    async fn ask(&self, method: &str, rest: &str, token: &str, body: Value) -> Answer {
        self.api.ask(method, &format!("{HOME}{rest}")).token(token).json(&body).send().await
    }

    async fn change(&self, token: &str, session: &str, links: Value) -> Answer {
        self.ask("PATCH", &format!("/sessions/{session}"), token, links).await
    }

    async fn page(&self, rest: &str, token: &str) -> Answer {
        self.api.ask("GET", &format!("{HOME}{rest}")).token(token).page().send().await
    }

    /// A person with a pass: the path of the pass, its token, and their session.
    async fn holder(&self, email: &str) -> (String, String, String) {
        let made = self.api.register(email).await;
        let pass = format!("/registrations/{}", made.json["id"].as_str().unwrap());
        (pass, made.json["manage_token"].as_str().unwrap().to_owned(), self.api.sign_in(email).await)
    }
}

#[tokio::test]
async fn people_with_a_pass_see_them_from_a_quarter_of_an_hour_before_the_day_begins() {
    let day = Day::new().await;
    let (pass, token, _) = day.holder("ann@example.org").await;
    let session = format!("/sessions/{}", day.opening);
    day.api.set_clock("2030-05-01T06:44:00Z");
    let ann = day.api.sign_in("ann@example.org").await;
    assert!(!day.page(&pass, &token).await.text.contains(SECRET));
    assert!(!day.page(&session, &ann).await.text.contains(SECRET));
    day.api.set_clock("2030-05-01T06:45:00Z");
    let shown = day.page(&pass, &token).await;
    assert!(shown.text.contains("https://live.example.org/watch"), "{}", shown.text);
    let shown = day.page(&session, &ann).await;
    assert!(shown.text.contains("https://live.example.org/chat"), "{}", shown.text);
    assert!(shown.header("cache-control").contains("no-store"), "{}", shown.header("cache-control"));
    // A pass that is cancelled shows them no more.
    let cancelled = day.ask("DELETE", &pass, &token, json!({})).await;
    assert_eq!(cancelled.status, 200, "{}", cancelled.text);
    assert!(!day.page(&pass, &token).await.text.contains(SECRET));
    assert!(!day.page(&session, &ann).await.text.contains(SECRET));
}

#[tokio::test]
async fn a_sessions_own_links_replace_its_rooms_at_once() {
    let day = Day::new().await;
    let (pass, token, _) = day.holder("ann@example.org").await;
    let (talk, panel) = (format!("/sessions/{}", day.talk), format!("/sessions/{}", day.panel));
    day.api.set_clock("2030-05-01T10:45:00Z");
    let (ann, lead) = (day.api.sign_in("ann@example.org").await, day.api.sign_in("lead@example.org").await);
    let organizer = day.api.sign_in("organizer@example.org").await;
    assert!(day.page(&talk, &ann).await.text.contains("/watch\""));
    assert!(!day.page(&panel, &ann).await.text.contains(SECRET), "its room has none");

    let changed = day.change(&lead, &day.talk, json!({ "live_url": OWN })).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    assert!(!changed.text.contains(SECRET), "{}", changed.text);
    for (path, token) in [(&talk, &ann), (&pass, &token)] {
        let shown = day.page(path, token).await;
        assert!(shown.text.contains(OWN) && !shown.text.contains("/watch\""), "{path}: {}", shown.text);
        assert!(shown.text.contains("/chat\""), "what it has none of is its room's: {}", shown.text);
        assert!(shown.header("cache-control").contains("no-store"));
    }
    assert!(!day.page(&format!("/sessions/{}", day.opening), &ann).await.text.contains(OWN));
    let form = format!("action=set_live&live_url=&chat_url={}", "https%3A%2F%2Flive.example.org%2Ftalks");
    let sent = day.api.ask("POST", &format!("{HOME}{talk}")).token(&lead).form(&form).send().await;
    assert_eq!(sent.header("location"), format!("{HOME}/timetable/edit?done=live#s-{}", day.talk), "{}", sent.text);
    let shown = day.page(&talk, &ann).await;
    assert!(shown.text.contains("/watch\"") && shown.text.contains("/talks\""), "{}", shown.text);

    // An organizer gives links to a session whose room has none, and takes them away.
    let set = json!({ "live_url": OWN, "chat_url": null });
    assert_eq!(day.change(&organizer, &day.panel, set).await.status, 200);
    assert!(day.page(&panel, &ann).await.text.contains(OWN));
    assert!(!day.page(&pass, &token).await.text.contains(OWN), "the panel is not on yet");
    assert_eq!(day.change(&organizer, &day.panel, json!({ "live_url": null })).await.status, 200);
    assert!(!day.page(&panel, &ann).await.text.contains(SECRET));
    let timetable = day.api.get(&format!("{HOME}/timetable")).await;
    assert_eq!(timetable.json["release"], 1, "nothing was published");
    day.api.audit().await;
}

#[tokio::test]
async fn a_refused_change_leaves_them_as_they_are() {
    let day = Day::new().await;
    let (_, _, _) = day.holder("ann@example.org").await;
    let other = day.api.sign_in("other@example.org").await;
    assert_eq!(day.change(&day.lead, &day.talk, json!({ "live_url": OWN })).await.status, 200);
    let new = "https://live.example.org/new";
    for (token, body) in [
        (&other, json!({ "live_url": new })),
        (&day.lead, json!({ "live_url": new, "chat_url": "ftp://live.example.org" })),
        (&day.lead, json!({ "live_url": new, "title": "" })),
        (&day.lead, json!({ "live_url": new, "unknown": true })),
    ] {
        let refused = day.change(token, &day.talk, body.clone()).await;
        assert!((400..500).contains(&refused.status), "{body}: {}", refused.text);
    }
    day.api.set_clock("2030-05-01T10:45:00Z");
    let ann = day.api.sign_in("ann@example.org").await;
    let shown = day.page(&format!("/sessions/{}", day.talk), &ann).await;
    assert!(shown.text.contains(OWN) && !shown.text.contains(new), "{}", shown.text);
}

#[tokio::test]
async fn an_unreadable_item_hides_its_own_links_only() {
    let day = Day::new().await;
    let (pass, token, _) = day.holder("ann@example.org").await;
    for (session, url) in [(&day.opening, OWN), (&day.panel, "https://live.example.org/panel")] {
        assert_eq!(day.change(&day.organizer, session, json!({ "live_url": url })).await.status, 200);
    }
    day.api.break_item("C#demo-2030#LIVE", &day.opening, "revision");
    day.api.set_clock("2030-05-01T07:00:00Z");
    let ann = day.api.sign_in("ann@example.org").await;
    let shown = day.page(&pass, &token).await;
    assert!(shown.status == 200 && shown.text.contains("/watch\""), "its room's: {}", shown.text);
    let panel = day.page(&format!("/sessions/{}", day.panel), &ann).await;
    assert!(panel.text.contains("live.example.org/panel"), "{}", panel.text);
    let organizer = day.api.sign_in("organizer@example.org").await;
    assert_eq!(day.page("/timetable/edit", &organizer).await.status, 200);
}

#[tokio::test]
async fn a_bof_opens_them_on_every_page_alike() {
    let grid = "[[rooms]]\nid = \"big\"\nname = \"Big room\"\nlive_url = \"https://live.example.org/watch\"\n\
                [[bof_slots]]\nroom = \"big\"\nstarts = 2030-05-01T08:00:00\nminutes = 45\n";
    let api = Api::with(&format!("{DEMO}\n{grid}")).await;
    let made = api.register("ann@example.org").await;
    let pass = format!("{HOME}/registrations/{}", made.json["id"].as_str().unwrap());
    let token = made.json["manage_token"].as_str().unwrap();
    let organizer = api.sign_in("organizer@example.org").await;
    let entry = json!({ "title": "Opening", "minutes": 30 });
    let session = api.ask("POST", &format!("{HOME}/sessions")).token(&organizer).json(&entry).send().await;
    let id = session.json["id"].as_str().unwrap();
    let at = json!({ "room": "big", "starts_at": "2030-05-01T09:00:00Z", "minutes": 30 });
    let placement = format!("{HOME}/sessions/{id}/placement");
    assert_eq!(api.ask("PUT", &placement).token(&organizer).json(&at).send().await.status, 200);
    let publish = format!("{HOME}/timetable/publish");
    assert_eq!(api.ask("POST", &publish).token(&organizer).json(&json!({})).send().await.status, 200);
    let ann = api.sign_in("ann@example.org").await;
    let bof = json!({ "title": "Early", "abstract": "Birds.", "minutes": 45 });
    let bof = api.ask("POST", &format!("{HOME}/bofs")).token(&ann).json(&bof).send().await;
    assert_eq!(bof.status, 201, "{}", bof.text);
    // The BoF at 8:00 in Berlin is the day's first session.
    api.set_clock("2030-05-01T05:45:00Z");
    let ann = api.sign_in("ann@example.org").await;
    let page = |path: String, token: String| {
        let ask = api.ask("GET", &path).token(&token).page();
        async move { ask.send().await.text }
    };
    assert!(page(pass, token.into()).await.contains("/watch\""));
    assert!(page(format!("{HOME}/sessions/{id}"), ann).await.contains("/watch\""));
}

#[tokio::test]
async fn links_alone_publish_nothing() {
    let day = Day::new().await;
    // A move that waits to be published.
    let small = json!({ "room": "small", "starts_at": "2030-05-01T09:00:00Z", "minutes": 30 });
    let moved = day.ask("PUT", &format!("/sessions/{}/placement", day.opening), &day.organizer, small).await;
    assert_eq!(moved.status, 200, "{}", moved.text);
    let changed = day.change(&day.organizer, &day.opening, json!({ "live_url": OWN })).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let timetable = day.api.get(&format!("{HOME}/timetable")).await;
    assert_eq!(timetable.json["release"], 1, "{}", timetable.text);
}

#[tokio::test]
async fn only_organizers_and_leads_of_its_track_change_and_see_them_in_the_editor() {
    let day = Day::new().await;
    let (_, _, ann) = day.holder("ann@example.org").await;
    let other = day.api.sign_in("other@example.org").await;
    let set = || json!({ "live_url": OWN });
    for refused in [&other, &ann] {
        assert_eq!(day.change(refused, &day.talk, set()).await.problem(), "403 forbidden");
    }
    assert_eq!(day.change(&day.lead, &day.opening, set()).await.problem(), "403 forbidden", "of no track");
    assert_eq!(day.change(&day.lead, "none", set()).await.problem(), "404 not-found");
    let wrong = day.change(&day.lead, &day.talk, json!({ "chat_url": "live.example.org" })).await;
    assert_eq!(wrong.errors(), "422 invalid /chat_url");
    let talk = format!("{HOME}/sessions/{}", day.talk);
    let wrong =
        day.api.ask("POST", &talk).token(&day.lead).page().form("action=set_live&live_url=nowhere").send().await;
    assert!(wrong.status == 422 && wrong.text.contains("value=\"nowhere\""), "{}", wrong.text);

    assert_eq!(day.change(&day.lead, &day.talk, set()).await.status, 200);
    let own = json!([{ "session": day.talk, "live_url": OWN, "chat_url": null }]);
    for (who, links) in [(&day.organizer, &own), (&day.lead, &own), (&other, &json!([]))] {
        let editor = day.api.ask("GET", &format!("{HOME}/timetable/edit")).token(who).send().await;
        assert_eq!(&editor.json["live_links"], links);
        let page = day.page("/timetable/edit", who).await;
        assert_eq!(page.text.contains(OWN), *links == own);
        assert_eq!(page.header("cache-control"), "no-store");
    }
    // The log says who changed them, and not to what. A repeat changes nothing.
    assert_eq!(day.change(&day.lead, &day.talk, set()).await.status, 200);
    let log =
        day.api.ask("GET", &format!("{HOME}/activity?kind=live_links_changed")).token(&day.organizer).send().await;
    let entries = log.json["activity"].as_array().unwrap();
    assert_eq!(entries.len(), 1, "{}", log.text);
    assert_eq!(entries[0]["object_name"], "Talk", "{}", log.text);
    assert!(!log.text.contains(SECRET), "{}", log.text);
}

/// Every `GET` of the contract, and every format that a suffix or the query asks for.
fn everything(day: &Day, registration: &str) -> Vec<String> {
    let part = |part: &'static str| match part {
        "{conference}" => "demo-2030".to_owned(),
        "{session}" => day.talk.clone(),
        "{track}" => "net".to_owned(),
        "{pool}" => "general".to_owned(),
        "{id}" => registration.to_owned(),
        "{section}" => "rooms".to_owned(),
        part if part.starts_with('{') => "none".to_owned(),
        part => part.to_owned(),
    };
    let path = |path: &'static str| path.split('/').map(part).collect::<Vec<_>>().join("/");
    let routes = ROUTES.iter().filter(|route| route.method == "GET").map(|route| path(route.path));
    let talk = format!("{HOME}/sessions/{}", day.talk);
    let more = [
        format!("{HOME}/timetable?detail=1"),
        format!("{HOME}/timetable?q=live"),
        format!("{HOME}/timetable?draft=1"),
        format!("{HOME}/timetable.json?draft=1"),
        format!("{HOME}/timetable.ics?sessions={}", day.talk),
        format!("{HOME}/timetable/tracks/net.ics"),
        format!("{talk}.ics"),
        format!("{talk}?draft=1"),
    ];
    routes.chain(more).collect()
}

#[tokio::test]
async fn nobody_else_sees_them_in_any_form() {
    let day = Day::new().await;
    let (pass, _, _) = day.holder("ann@example.org").await;
    let registration = pass.rsplit('/').next().unwrap();
    assert_eq!(day.change(&day.lead, &day.talk, json!({ "live_url": OWN, "chat_url": OWN })).await.status, 200);
    // A later release has them no more than the first.
    let title = json!({ "abstract": "With a new text." });
    assert_eq!(day.change(&day.organizer, &day.opening, title).await.status, 200);
    day.api.set_clock("2030-05-01T11:10:00Z");
    let stranger = day.api.sign_in("cem@example.org").await;
    let ann = day.api.sign_in("ann@example.org").await;
    let organizer = day.api.sign_in("organizer@example.org").await;
    let get = |path: String, token: Option<String>, page: bool| {
        let ask = day.api.ask("GET", &path);
        let ask = if let Some(token) = token { ask.token(&token) } else { ask };
        let ask = if page { ask.page() } else { ask };
        async move { ask.send().await }
    };
    for path in everything(&day, registration) {
        for token in [None, Some(stranger.clone())] {
            for page in [false, true] {
                let answer = get(path.clone(), token.clone(), page).await;
                assert!(!answer.text.contains(SECRET), "{path}");
            }
        }
        // Programs of people with a pass do not get them either, and a page that has them is never cached.
        assert!(!get(path.clone(), Some(ann.clone()), false).await.text.contains(SECRET), "{path}");
        for token in [&ann, &organizer] {
            let page = get(path.clone(), Some(token.clone()), true).await;
            assert!(!page.text.contains(SECRET) || page.header("cache-control") == "no-store", "{path}");
        }
        // Organizers see them where they set them.
        let sets = ["/settings/rooms", "/definition", "/timetable/edit"].iter().any(|own| path.ends_with(own));
        let seen = get(path.clone(), Some(organizer.clone()), false).await.text.contains(SECRET);
        assert!(!seen || sets || path == HOME, "{path}");
    }
    day.api.settle().await;
    let outbox = day.api.ask("GET", "/_local/outbox").header("accept", "application/json").send().await;
    assert!(!outbox.text.contains(SECRET));
}
