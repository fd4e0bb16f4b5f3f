//! `GET …/statistics`: who came, and what became of the waitlist and of proposals.

use api_tests::{Api, DEMO, attendee};
use serde_json::{Value, json};

const STATISTICS: &str = "/conferences/demo-2030/statistics";

async fn statistics(api: &Api, session: &str) -> Value {
    let answer = api.ask("GET", STATISTICS).token(session).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json
}

#[tokio::test]
async fn organizers_see_who_came_and_what_became_of_the_waitlist() {
    let api = Api::new().await;
    let mut registered = Vec::new();
    for n in 0..10 {
        registered.push(api.register(&format!("guest{n}@example.org")).await.json);
    }
    let watch = json!({ "name": "A Viewer", "email": "viewer@example.org", "attendance": "virtual" });
    assert_eq!(api.post("/conferences/demo-2030/registrations", watch).await.status, 201);
    for email in ["first@example.org", "second@example.org", "third@example.org"] {
        let body = json!({ "name": "Attendee", "email": email, "reason": "To talk about packets." });
        assert_eq!(api.post("/conferences/demo-2030/waitlist", body).await.status, 201);
    }
    // Two hours later one pass comes back, and the first person accepts the offer.
    api.set_clock("2030-02-01T14:00:00Z");
    let path = |one: &Value| format!("/conferences/demo-2030/registrations/{}", one["id"].as_str().unwrap());
    let token = registered[9]["manage_token"].as_str().unwrap();
    assert_eq!(api.ask("DELETE", &path(&registered[9])).token(token).send().await.status, 200);
    api.settle().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let before = statistics(&api, &organizer).await;
    assert_eq!(before["in_person"], json!({ "passes": 9, "here": 0, "no_show_rate": 1.0 }));
    assert_eq!((&before["virtual"], &before["newcomers"]), (&json!(1), &Value::Null));
    let waitlist = &before["waitlist"];
    assert_eq!(
        (&waitlist["joined"], &waitlist["offered"], &waitlist["open_offers"]),
        (&json!(3), &json!(1), &json!(1))
    );
    assert_eq!((&waitlist["waiting"], &waitlist["median_wait_minutes"]), (&json!(2), &json!(120)));

    for (day, people) in [("2030-05-01T07:00:00Z", 0..6), ("2030-05-02T07:00:00Z", 6..8)] {
        api.set_clock(day);
        api.settle().await;
        let organizer = api.sign_in("organizer@example.org").await;
        for one in &registered[people] {
            let scan = json!({ "registration": one["id"] });
            let scanned =
                api.ask("POST", "/conferences/demo-2030/check-ins").token(&organizer).json(&scan).send().await;
            assert_eq!(scanned.json["state"], "checked_in", "{}", scanned.text);
        }
    }
    let organizer = api.sign_in("organizer@example.org").await;
    let after = statistics(&api, &organizer).await;
    assert_eq!(after["in_person"], json!({ "passes": 9, "here": 8, "no_show_rate": 0.111 }));
    let days = json!([{ "date": "2030-05-01", "checked_in": 6 }, { "date": "2030-05-02", "checked_in": 2 }]);
    assert_eq!(after["days"], days);
    assert_eq!(after["pools"][0]["pool"], "general");
    let page = api.ask("GET", STATISTICS).token(&organizer).page().send().await;
    assert!(
        page.text.contains("<svg") && page.text.contains("11.1 %") && page.text.contains("2 hours"),
        "{}",
        page.text
    );
    let csv = api.ask("GET", &format!("{STATISTICS}.csv")).token(&organizer).send().await;
    assert!(csv.text.contains("attendance,in_person,here,8\r\n"), "{}", csv.text);
    assert!(csv.text.contains("day,2030-05-02,checked_in,2\r\n"), "{}", csv.text);
}

#[tokio::test]
async fn newcomers_are_people_without_a_registration_in_an_earlier_edition() {
    let api = Api::new().await;
    assert_eq!(api.register("before@example.org").await.status, 201);
    api.stack.load_conference(&DEMO.replace("demo-2030", "demo-2031").replace("2030-", "2031-")).await.unwrap();
    api.set_clock("2031-02-01T12:00:00Z");
    let organizer = api.sign_in("organizer@example.org").await;
    let csv = "email\r\nImported@example.org\r\n";
    let history = api.ask("POST", "/conferences/demo-2031/history?edition=demo-2028").token(&organizer);
    let imported = history.raw("text/csv; charset=utf-8", csv.as_bytes()).send().await;
    assert!(imported.status < 300, "{}", imported.text);
    for email in ["Before@example.org", "imported@example.org", "new@example.org", "other@example.org"] {
        assert_eq!(api.post("/conferences/demo-2031/registrations", attendee(email)).await.status, 201);
    }
    let found = api.ask("GET", "/conferences/demo-2031/statistics").token(&organizer).send().await;
    assert_eq!(found.json["newcomers"], json!({ "newcomers": 2, "returning": 2 }));
}

#[tokio::test]
async fn proposals_are_counted_once_by_track_and_outcome() {
    let open = "[tracks.cfp]\nopens = \"2030-01-01T09:00:00\"\ncloses = \"2030-04-01T09:00:00\"\n";
    let api = Api::with(&format!("{DEMO}{open}")).await;
    let ann = api.sign_in("ann@example.org").await;
    let both = json!([
        { "name": "Ann", "email": "ann@example.org" }, { "name": "Bob", "email": "bob@example.org" },
    ]);
    let path = "/conferences/demo-2030/tracks/net/proposals";
    for submit in [true, false] {
        let body = json!({ "title": "Packets", "abstract": "All of them.", "speakers": both, "submit": submit });
        let made = api.ask("POST", path).token(&ann).json(&body).send().await;
        assert_eq!(made.status, 201, "{}", made.text);
    }
    let organizer = api.sign_in("organizer@example.org").await;
    let tracks = statistics(&api, &organizer).await["tracks"].clone();
    let expected = json!([{
        "track": "net", "name": "Networking", "submitted": 1, "accepted": 0, "standby": 0, "rejected": 0,
        "withdrawn": 0, "undecided": 1,
    }]);
    assert_eq!(tracks, expected);
}
