//! `/conferences/{conference}/timetable/wall`: the screen in the hall.

use api_tests::{Answer, Api, DEMO};
use serde_json::{Value, json};

const HOME: &str = "/conferences/demo-2030";
const WALL: &str = "/conferences/demo-2030/timetable/wall";

/// The demo edition with an opening at 9:00 and a talk at 11:00 in the big room, a panel at 11:00 in the small room,
/// lunch at 12:00, and a closing the next day at 9:00.
struct Hall {
    api: Api,
    talk: String,
    panel: String,
}

impl Hall {
    async fn new() -> Self {
        let grid = r#"
[[rooms]]
id = "big"
name = "Big room"

[[rooms]]
id = "small"
name = "Small room"

[[rooms]]
id = "never"
name = "Storage"

[[breaks]]
label = "Lunch"
starts = 2030-05-01T12:00:00
minutes = 60
"#;
        let api = Api::with(&format!("{DEMO}\n{grid}")).await;
        let mut hall = Self { api, talk: String::new(), panel: String::new() };
        hall.placed("Opening", "big", "2030-05-01T09:00:00").await;
        hall.talk = hall.placed("Talk", "big", "2030-05-01T11:00:00").await;
        hall.panel = hall.placed("Panel", "small", "2030-05-01T11:00:00").await;
        hall.placed("Closing", "big", "2030-05-02T09:00:00").await;
        hall.publish().await;
        hall
    }

    async fn organize(&self, method: &str, rest: &str, body: Value) -> Answer {
        let organizer = self.api.sign_in("organizer@example.org").await;
        let done = self.api.ask(method, &format!("{HOME}{rest}")).token(&organizer).json(&body).send().await;
        assert!(done.status < 300, "{method} {rest}: {}", done.text);
        done
    }

    async fn placed(&self, title: &str, room: &str, at: &str) -> String {
        let made = self.organize("POST", "/sessions", json!({ "title": title, "minutes": 30 })).await;
        let id = made.json["id"].as_str().unwrap().to_owned();
        self.place(&id, room, at).await;
        id
    }

    async fn place(&self, id: &str, room: &str, at: &str) {
        let place = json!({ "room": room, "starts_at": at, "minutes": 30 });
        self.organize("PUT", &format!("/sessions/{id}/placement"), place).await;
    }

    async fn publish(&self) {
        self.organize("POST", "/timetable/publish", json!({})).await;
    }

    /// The state, and each room with what is on, what is next and what is cancelled.
    async fn shows(&self, query: &str) -> String {
        let wall = self.api.get(&format!("{WALL}{query}")).await;
        assert_eq!(wall.status, 200, "{}", wall.text);
        let title = |session: &Value| session["title"].as_str().unwrap_or("-").to_owned();
        let room = |room: &Value| {
            let off: Vec<_> = room["cancelled"].as_array().unwrap().iter().map(title).collect();
            let off = if off.is_empty() { String::new() } else { format!(" without {}", off.join(", ")) };
            format!("{}: {} then {}{off}", room["room"].as_str().unwrap(), title(&room["now"]), title(&room["next"]))
        };
        let rooms: Vec<_> = wall.json["rooms"].as_array().unwrap().iter().map(room).collect();
        format!("{}; {}", wall.json["state"].as_str().unwrap(), rooms.join("; "))
    }

    async fn page(&self, query: &str) -> String {
        let page = self.api.ask("GET", &format!("{WALL}{query}")).page().send().await;
        assert_eq!(page.status, 200, "{}", page.text);
        page.text
    }
}

#[tokio::test]
async fn it_shows_each_room_before_during_between_and_after_the_sessions() {
    let hall = Hall::new().await;
    for (at, shows, says) in [
        ("2030-04-30T12:00:00Z", "before; big: - then Opening; small: - then Panel", "Starts Wed 1 May, 09:00"),
        ("2030-05-01T06:30:00Z", "before; big: - then Opening; small: - then Panel", "Starts at 09:00"),
        ("2030-05-01T07:29:59Z", "running; big: Opening then Talk; small: - then Panel", "Nothing is on right now."),
        ("2030-05-01T07:30:00Z", "between; big: - then Talk; small: - then Panel", "Continues at 11:00"),
        ("2030-05-01T09:00:00Z", "running; big: Talk then Closing; small: Panel then -", "Nothing more to come."),
        (
            "2030-05-01T10:15:00Z",
            "between; big: - then Closing",
            "<strong>Lunch</strong> <span>Continues Thu 2 May, 09:00",
        ),
        ("2030-05-02T07:00:00Z", "running; big: Closing then -", "Thu 2 May 2030"),
        ("2030-05-02T07:30:00Z", "after; ", "The programme has ended."),
    ] {
        hall.api.set_clock(at);
        assert_eq!(hall.shows("").await, shows, "{at}");
        let page = hall.page("").await;
        assert!(page.contains(says), "{at} {says}: {page}");
    }
}

#[tokio::test]
async fn a_screen_at_a_door_shows_one_room() {
    let hall = Hall::new().await;
    hall.api.set_clock("2030-05-01T09:10:00Z");
    assert_eq!(hall.shows("?room=small").await, "running; small: Panel then -");
    let page = hall.page("?room=small").await;
    assert!(page.contains("Panel") && !page.contains("Talk") && page.contains("All rooms"), "{page}");
    assert_eq!(hall.shows("?room=never").await, "after; never: - then -");
    hall.api.set_clock("2030-05-01T09:30:00Z");
    assert_eq!(hall.shows("?room=small").await, "after; small: - then -");
    assert!(hall.page("?room=small").await.contains("Nothing more to come."));
    assert_eq!(hall.api.get(&format!("{WALL}?room=cellar")).await.errors(), "422 invalid /room");
}

#[tokio::test]
async fn it_marks_what_is_cancelled_or_was_moved_today() {
    let hall = Hall::new().await;
    hall.api.set_clock("2030-05-01T08:00:00Z");
    hall.organize("DELETE", &format!("/sessions/{}", hall.talk), json!({})).await;
    hall.place(&hall.panel, "small", "2030-05-01T11:20:00").await;
    hall.publish().await;
    assert_eq!(hall.shows("").await, "between; big: - then Closing without Talk; small: - then Panel");
    let moved = &hall.api.get(WALL).await.json["rooms"][1]["next"]["moved"]["from"]["starts_at"];
    assert_eq!(moved, "2030-05-01T09:00:00Z");
    let page = hall.page("").await;
    assert!(page.contains("Moved, was 11:00") && page.contains("Cancelled"), "{page}");
    // Something else takes its place.
    hall.placed("Quiz", "big", "2030-05-01T11:00:00").await;
    hall.publish().await;
    assert_eq!(hall.shows("?room=big").await, "between; big: - then Quiz");
    // Another day, it is no news.
    hall.place(&hall.panel, "small", "2030-05-02T09:00:00").await;
    hall.publish().await;
    hall.api.set_clock("2030-05-02T06:30:00Z");
    assert!(!hall.page("").await.contains("Moved"));
}

#[tokio::test]
async fn it_is_there_before_anything_is_published_and_refreshes_without_scripts() {
    let api = Api::new().await;
    let page = api.ask("GET", WALL).page().send().await;
    assert!(page.text.contains("Not published yet."), "{}", page.text);
    assert!(page.text.contains("<noscript><meta http-equiv=\"refresh\" content=\"30\"></noscript>"));
    assert!(page.header("cache-control").starts_with("public"), "{}", page.header("cache-control"));
    assert_eq!(api.get(WALL).await.json["rooms"], json!([]));
    // Organizers find it on the timetable.
    let organizer = api.sign_in("organizer@example.org").await;
    let now = api.ask("GET", &format!("{HOME}/timetable/now")).token(&organizer).page().send().await;
    assert!(now.text.contains(&format!("href=\"{WALL}\"")), "{}", now.text);
}
