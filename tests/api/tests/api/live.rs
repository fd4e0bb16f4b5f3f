//! The links of rooms that people follow online: who sees them and when.

use api_tests::{Api, DEMO};
use serde_json::json;

const HOME: &str = "/conferences/demo-2030";
const SECRET: &str = "live.example.org";

/// An edition with a session at 9:00 in Berlin on 1 May, in a room with links; and the session's id.
async fn published() -> (Api, String) {
    let room = "[[rooms]]\nid = \"big\"\nname = \"Big room\"\nlive_url = \"https://live.example.org/watch\"\n\
                chat_url = \"https://live.example.org/chat\"\n";
    let api = Api::with(&format!("{DEMO}\n{room}")).await;
    let organizer = api.sign_in("organizer@example.org").await;
    let ask = |method: &'static str, path: String, body| {
        let ask = api.ask(method, &path).token(&organizer).json(&body);
        async move { ask.send().await }
    };
    let made = ask("POST", format!("{HOME}/sessions"), json!({ "title": "Opening", "minutes": 30 })).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let id = made.json["id"].as_str().unwrap().to_owned();
    let at = json!({ "room": "big", "starts_at": "2030-05-01T07:00:00Z", "minutes": 30 });
    let placed = ask("PUT", format!("{HOME}/sessions/{id}/placement"), at).await;
    assert_eq!(placed.status, 200, "{}", placed.text);
    let published = ask("POST", format!("{HOME}/timetable/publish"), json!({})).await;
    assert_eq!(published.status, 200, "{}", published.text);
    (api, id)
}

#[tokio::test]
async fn people_with_a_pass_see_them_from_a_quarter_of_an_hour_before_the_day_begins() {
    let (api, session) = published().await;
    let made = api.register("ann@example.org").await;
    let pass = format!("{HOME}/registrations/{}", made.json["id"].as_str().unwrap());
    let token = made.json["manage_token"].as_str().unwrap().to_owned();
    api.set_clock("2030-05-01T06:44:00Z");
    let ann = api.sign_in("ann@example.org").await;
    let session = format!("{HOME}/sessions/{session}");
    let seen = |path: String, token: String| {
        let ask = api.ask("GET", &path).token(&token).page();
        async move { ask.send().await }
    };
    assert!(!seen(pass.clone(), token.clone()).await.text.contains(SECRET));
    assert!(!seen(session.clone(), ann.clone()).await.text.contains(SECRET));
    api.set_clock("2030-05-01T06:45:00Z");
    let shown = seen(pass.clone(), token.clone()).await;
    assert!(shown.text.contains("https://live.example.org/watch"), "{}", shown.text);
    let shown = seen(session.clone(), ann.clone()).await;
    assert!(shown.text.contains("https://live.example.org/chat"), "{}", shown.text);
    assert!(shown.header("cache-control").contains("no-store"), "{}", shown.header("cache-control"));
    // A pass that is cancelled shows them no more.
    let cancelled = api.ask("DELETE", &pass).token(&token).send().await;
    assert_eq!(cancelled.status, 200, "{}", cancelled.text);
    assert!(!seen(pass, token).await.text.contains(SECRET));
    assert!(!seen(session, ann).await.text.contains(SECRET));
}

#[tokio::test]
async fn nobody_else_sees_them_in_any_form() {
    let (api, session) = published().await;
    api.register("ann@example.org").await;
    api.set_clock("2030-05-01T07:10:00Z");
    let stranger = api.sign_in("cem@example.org").await;
    let paths = [
        "/".to_owned(),
        HOME.to_owned(),
        format!("{HOME}/timetable"),
        format!("{HOME}/timetable.json"),
        format!("{HOME}/timetable.xml"),
        format!("{HOME}/timetable.ics"),
        format!("{HOME}/timetable/now"),
        format!("{HOME}/sessions/{session}"),
        format!("{HOME}/sessions/{session}.ics"),
        format!("{HOME}/tracks"),
        format!("{HOME}/announcements"),
        format!("{HOME}/definition"),
        format!("{HOME}/bofs"),
        "/me".to_owned(),
    ];
    for path in paths {
        for (page, token) in [(false, None), (true, None), (false, Some(&stranger)), (true, Some(&stranger))] {
            let mut ask = api.ask("GET", &path);
            if let Some(token) = token {
                ask = ask.token(token);
            }
            let answer = if page { ask.page().send().await } else { ask.send().await };
            assert!(!answer.text.contains(SECRET), "{path}");
        }
    }
}
