//! `/me/calendar` and `/calendar/{token}`: a person's own calendar, by a secret address.

use api_tests::{Answer, Api};
use serde_json::{Value, json};

use crate::review::{TRACK, decide, of, propose, refereed};

const HOME: &str = "/conferences/demo-2030";

/// An event's properties without parameters; of several with one name, the last.
type Event = std::collections::BTreeMap<String, String>;

struct Calendar {
    api: Api,
    organizer: String,
    /// The edition that the organizer works on.
    home: &'static str,
}

impl Calendar {
    /// With a refereed track, a room with links, another one, and a slot for a BoF.
    async fn new() -> Self {
        let rooms = "[[rooms]]\nid = \"big\"\nname = \"Big room\"\nlive_url = \"https://live.example.org/watch\"\n\
                     chat_url = \"https://live.example.org/chat\"\n[[rooms]]\nid = \"small\"\nname = \"Small room\"\n\
                     [[bof_slots]]\nroom = \"small\"\nstarts = 2030-05-02T17:00:00\nminutes = 45\n";
        Self::of(&format!("{}\n{rooms}", refereed(""))).await
    }

    async fn of(edition: &str) -> Self {
        let api = Api::with(edition).await;
        let organizer = api.sign_in("organizer@example.org").await;
        Self { api, organizer, home: HOME }
    }

    async fn ask(&self, method: &str, path: &str, token: &str, body: Value) -> Answer {
        let ask = self.api.ask(method, path).token(token);
        let answer = if body.is_null() { ask.send().await } else { ask.json(&body).send().await };
        assert!(answer.status < 300, "{method} {path}: {}", answer.text);
        answer
    }

    async fn by_organizer(&self, method: &str, path: &str, body: Value) -> Answer {
        self.ask(method, &format!("{}{path}", self.home), &self.organizer, body).await
    }

    /// Places a new entry and answers its id.
    async fn entry(&self, title: &str, room: &str, at: &str) -> String {
        let made = self.by_organizer("POST", "/sessions", json!({ "title": title, "minutes": 30 })).await;
        let id = made.json["id"].as_str().unwrap().to_owned();
        self.place(&id, room, at).await;
        id
    }

    async fn place(&self, id: &str, room: &str, at: &str) {
        let body = json!({ "room": room, "starts_at": at, "minutes": 30 });
        self.by_organizer("PUT", &format!("/sessions/{id}/placement"), body).await;
    }

    async fn publish(&self) {
        self.by_organizer("POST", "/timetable/publish", json!({})).await;
    }

    async fn bookmark(&self, token: &str, sessions: &[&str]) {
        let body = json!({ "sessions": sessions });
        self.ask("PUT", &format!("{}/timetable/bookmarks", self.home), token, body).await;
    }

    /// Makes a calendar address and answers its path.
    async fn address(&self, token: &str) -> String {
        let made = self.ask("POST", "/me/calendar", token, json!({})).await;
        assert_eq!(made.status, 201);
        path_of(made.json["url"].as_str().unwrap())
    }
}

fn path_of(url: &str) -> String {
    let (_, rest) = url.split_once("://").unwrap();
    rest[rest.find('/').unwrap()..].to_owned()
}

fn events(calendar: &str) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for line in calendar.replace("\r\n ", "").lines() {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        if line == "BEGIN:VEVENT" {
            events.push(Event::new());
        } else if let Some(event) = events.last_mut() {
            event.insert(name.split(';').next().unwrap().to_owned(), value.to_owned());
        }
    }
    events
}

fn titles(calendar: &Answer) -> Vec<String> {
    assert_eq!(calendar.status, 200, "{}", calendar.text);
    events(&calendar.text).iter().map(|event| event["SUMMARY"].clone()).collect()
}

fn event(calendar: &Answer, title: &str) -> Event {
    assert_eq!(calendar.status, 200, "{}", calendar.text);
    events(&calendar.text)
        .into_iter()
        .find(|event| event["SUMMARY"] == title)
        .unwrap_or_else(|| panic!("{}", calendar.text))
}

#[tokio::test]
async fn it_has_what_a_person_speaks_in_bookmarked_and_leads_and_nothing_of_others() {
    let t = Calendar::new().await;
    let chair = t.api.sign_in("chair@example.org").await;
    let talk = propose(&t.api, "Counting", "ann@example.org").await;
    let other = propose(&t.api, "Sorting", "ben@example.org").await;
    for id in [&talk, &other] {
        assert_eq!(decide(&t.api, &chair, id, json!({ "decision": "accepted" })).await.status, 200);
    }
    let path = format!("{TRACK}/decisions/release");
    let looked = t.api.ask("GET", &path).token(&chair).send().await;
    t.ask("POST", &path, &chair, json!({ "preview": looked.json["preview"] })).await;
    t.api.settle().await;
    t.place(&talk, "big", "2030-05-01T10:00:00").await;
    t.place(&other, "big", "2030-05-01T11:00:00").await;
    let opening = t.entry("Opening", "big", "2030-05-01T09:00:00").await;
    t.entry("Closing", "big", "2030-05-03T17:00:00").await;
    t.publish().await;
    let ann = t.api.sign_in("ann@example.org").await;
    t.api.register("ann@example.org").await;
    t.ask("POST", &format!("{HOME}/bofs"), &ann, json!({ "title": "Traces", "abstract": "Of stacks." })).await;
    t.bookmark(&ann, &[&opening]).await;
    let path = t.address(&ann).await;
    let own = t.api.get(&path).await;
    assert_eq!(titles(&own), ["Opening", "Counting", "Traces"]);
    assert_eq!(
        (own.header("content-type"), own.header("cache-control")),
        ("text/calendar; charset=utf-8", "private, no-cache")
    );
    assert!(!own.text.contains('@'), "{}", own.text);
    assert_eq!(t.api.ask("GET", &path).header("if-none-match", own.header("etag")).send().await.status, 304);
    // Ben has his talk only.
    let ben = t.api.sign_in("ben@example.org").await;
    let path = t.address(&ben).await;
    assert_eq!(titles(&t.api.get(&path).await), ["Sorting"]);
    // He declines: it stays as cancelled with the next release.
    assert_eq!(t.api.ask("POST", &of(&other, "decline")).token(&ben).send().await.status, 200);
    t.publish().await;
    let sorting = event(&t.api.get(&path).await, "Sorting");
    assert_eq!((sorting["STATUS"].as_str(), sorting["SEQUENCE"].as_str()), ("CANCELLED", "1"));
    t.api.audit().await;
}

#[tokio::test]
async fn a_session_that_moves_keeps_its_uid_and_raises_its_sequence_with_the_release() {
    let t = Calendar::new().await;
    let opening = t.entry("Opening", "small", "2030-05-01T09:00:00").await;
    t.publish().await;
    let ann = t.api.sign_in("ann@example.org").await;
    t.bookmark(&ann, &[&opening]).await;
    let path = t.address(&ann).await;
    let before = t.api.get(&path).await;
    let first = event(&before, "Opening");
    assert_eq!((first["SEQUENCE"].as_str(), first["DTSTART"].as_str()), ("0", "20300501T090000"));
    t.api.set_clock("2030-02-02T12:00:00Z");
    t.place(&opening, "small", "2030-05-01T09:30:00").await;
    let draft = t.api.ask("GET", &path).header("if-none-match", before.header("etag")).send().await;
    assert_eq!(draft.status, 304, "a draft changes nothing");
    t.publish().await;
    let after = t.api.ask("GET", &path).header("if-none-match", before.header("etag")).send().await;
    let second = event(&after, "Opening");
    assert_eq!((second["SEQUENCE"].as_str(), second["DTSTART"].as_str()), ("1", "20300501T093000"));
    assert_eq!(second["UID"], first["UID"]);
    assert_eq!(
        (second["DTSTAMP"].as_str(), second["LAST-MODIFIED"].as_str()),
        ("20300202T120000Z", "20300202T120000Z")
    );
    t.by_organizer("DELETE", &format!("/sessions/{opening}"), json!({})).await;
    t.publish().await;
    let third = event(&t.api.get(&path).await, "Opening");
    assert_eq!((third["SEQUENCE"].as_str(), third["STATUS"].as_str()), ("2", "CANCELLED"));
    assert_eq!(third["UID"], first["UID"]);
}

#[tokio::test]
async fn an_open_offer_ends_in_it_until_it_is_answered() {
    let t = Calendar::new().await;
    let mut passes = Vec::new();
    for n in 0..10 {
        passes.push(t.api.register(&format!("first{n}@example.org")).await);
    }
    let body = json!({ "name": "Ann", "email": "ann@example.org", "reason": "To talk." });
    let joined = t.api.post(&format!("{HOME}/waitlist"), body).await;
    let ann = t.api.sign_in("ann@example.org").await;
    let path = t.address(&ann).await;
    assert_eq!(titles(&t.api.get(&path).await), [""; 0]);
    let pass = format!("{HOME}/registrations/{}", passes[0].json["id"].as_str().unwrap());
    t.ask("DELETE", &pass, passes[0].json["manage_token"].as_str().unwrap(), json!({})).await;
    t.api.settle().await;
    let offered = t.api.get(&path).await;
    let title = "Accept your pass by Mon 4 February 2030\\, 13:00 CET: Demo 2030";
    assert_eq!(titles(&offered), [title], "{}", offered.text);
    let offer = event(&offered, title);
    assert_eq!((offer["DTSTART"].as_str(), offer["DTEND"].as_str()), ("20300204T123000", "20300204T130000"));
    assert_eq!(offer["DTSTAMP"], "20300201T120000Z");
    assert!(
        offered.text.contains("BEGIN:VALARM\r\nACTION:DISPLAY\r\n") && offer["TRIGGER"] == "-PT2H",
        "{}",
        offered.text
    );
    assert!(offer["URL"].ends_with("/me"), "{offer:?}");
    let token = joined.json["manage_token"].as_str().unwrap();
    assert!(!offered.text.contains(token), "the calendar can accept no offer");
    let accept = format!("{HOME}/waitlist/{}/accept", joined.json["id"].as_str().unwrap());
    t.ask("POST", &accept, token, json!({})).await;
    assert_eq!(titles(&t.api.get(&path).await), [""; 0]);
}

#[tokio::test]
async fn a_new_address_ends_the_earlier_one_and_an_ended_one_is_unknown() {
    let t = Calendar::new().await;
    assert_eq!(t.api.get("/me/calendar").await.problem(), "401 sign-in-required");
    let ann = t.api.sign_in("ann@example.org").await;
    let current = || async { t.ask("GET", "/me/calendar", &ann, Value::Null).await.json["created_at"].clone() };
    assert_eq!(current().await, Value::Null);
    let first = t.address(&ann).await;
    assert_eq!((t.api.get(&first).await.status, current().await), (200, json!("2030-02-01T12:00:00Z")));
    let wrong = format!("{}0.ics", first.trim_end_matches(".ics"));
    for unknown in ["/calendar/none", "/calendar/a-b.ics", &wrong, first.trim_end_matches(".ics")] {
        assert_eq!(t.api.get(unknown).await.problem(), "404 not-found", "{unknown}");
    }
    let second = t.address(&ann).await;
    assert_eq!((t.api.get(&first).await.problem().as_str(), t.api.get(&second).await.status), ("404 not-found", 200));
    for _ in 0..2 {
        let ended = t.ask("DELETE", "/me/calendar", &ann, Value::Null).await;
        assert_eq!((ended.status, &ended.json["created_at"]), (200, &Value::Null));
    }
    assert_eq!(t.api.get(&second).await.problem(), "404 not-found");
    t.api.audit().await;
}

#[tokio::test]
async fn a_repeated_request_gets_the_same_address_and_never_one_that_was_ended() {
    let t = Calendar::new().await;
    let ann = t.api.sign_in("ann@example.org").await;
    let make = |key: &'static str| {
        let ask = t.api.ask("POST", "/me/calendar").token(&ann).header("idempotency-key", key).json(&json!({}));
        async move { path_of(ask.send().await.json["url"].as_str().unwrap()) }
    };
    let first = make("one").await;
    assert_eq!(make("one").await, first);
    let second = make("two").await;
    assert_ne!(second, first);
    t.ask("POST", "/me/calendar", &ann, json!({ "action": "end" })).await;
    let third = make("two").await;
    assert!(third != second && third != first);
    assert_eq!(t.api.get(&second).await.problem(), "404 not-found");
    let bad = t.api.ask("POST", "/me/calendar").token(&ann).json(&json!({ "action": "show" })).send().await;
    assert_eq!(bad.errors(), "422 invalid /action");
}

#[tokio::test]
async fn the_page_shows_a_new_address_once_and_ends_it() {
    let t = Calendar::new().await;
    let ann = t.api.sign_in("ann@example.org").await;
    let cookie = format!("__Host-plumbline-session={ann}");
    let page = || t.api.ask("GET", "/me/calendar").header("cookie", &cookie).page().send();
    assert!(page().await.text.contains("No calendar address yet."));
    let send = |form: &'static str| t.api.ask("POST", "/me/calendar").header("cookie", &cookie).form(form).send();
    let made = send("action=create&idempotency_key=f").await;
    assert_eq!((made.status, made.header("cache-control")), (201, "no-store"));
    assert!(made.text.contains("/calendar/") && made.text.contains("href=\"webcal://"), "{}", made.text);
    let (_, rest) = made.text.split_once("webcal://").unwrap();
    let path = path_of(&format!("webcal://{}", rest.split('"').next().unwrap()));
    assert_eq!(t.api.get(&path).await.status, 200);
    let later = page().await;
    assert!(later.text.contains("1 February 2030") && !later.text.contains(".ics"), "{}", later.text);
    let ended = send("action=end").await;
    assert_eq!((ended.status, ended.header("location")), (303, "/me/calendar?said=calendar-ended"));
    assert_eq!(t.api.get(&path).await.status, 404);
}

#[tokio::test]
async fn people_with_a_pass_get_the_links_of_rooms_on_the_day_and_nobody_else_does() {
    let t = Calendar::new().await;
    let opening = t.entry("Opening", "big", "2030-05-01T09:00:00").await;
    let later = t.entry("Later", "big", "2030-05-02T09:00:00").await;
    t.publish().await;
    let pass = t.api.register("ann@example.org").await;
    let mut paths = Vec::new();
    for email in ["ann@example.org", "eve@example.org"] {
        let token = t.api.sign_in(email).await;
        t.bookmark(&token, &[&opening, &later]).await;
        paths.push(t.address(&token).await);
    }
    t.api.set_clock("2030-05-01T06:44:59Z");
    let early = t.api.get(&paths[0]).await;
    assert!(!early.text.contains("live.example.org"), "{}", early.text);
    t.api.set_clock("2030-05-01T06:45:00Z");
    let shown = t.api.ask("GET", &paths[0]).header("if-none-match", early.header("etag")).send().await;
    let today = event(&shown, "Opening");
    let unfolded = shown.text.replace("\r\n ", "");
    assert!(unfolded.contains("CONFERENCE;FEATURE=VIDEO;VALUE=URI:https://live.example.org/watch\r\n"), "{unfolded}");
    assert!(unfolded.contains("CONFERENCE;FEATURE=CHAT;VALUE=URI:https://live.example.org/chat\r\n"), "{unfolded}");
    assert!(today["DESCRIPTION"].starts_with("Watch: https://live.example.org/watch\\nChat: "), "{today:?}");
    assert_eq!((today["LAST-MODIFIED"].as_str(), today["SEQUENCE"].as_str()), ("20300501T064500Z", "0"));
    // A change of a session's own links is a change of its entry.
    t.api.set_clock("2030-05-01T07:10:00Z");
    let organizer = t.api.sign_in("organizer@example.org").await;
    let own = json!({ "live_url": "https://live.example.org/own" });
    t.ask("PATCH", &format!("{HOME}/sessions/{opening}"), &organizer, own).await;
    t.api.set_clock("2030-05-01T07:20:00Z");
    let changed = t.api.ask("GET", &paths[0]).header("if-none-match", shown.header("etag")).send().await;
    let entry = event(&changed, "Opening");
    assert!(entry["DESCRIPTION"].contains("/own"), "{entry:?}");
    assert_eq!((&*entry["LAST-MODIFIED"], &*entry["DTSTAMP"]), ("20300501T071000Z", "20300501T071000Z"));
    let tomorrow = event(&shown, "Later");
    assert!(!tomorrow.contains_key("CONFERENCE"), "the next day's links come on the next day: {tomorrow:?}");
    assert!(!t.api.get(&paths[1]).await.text.contains("live.example.org"), "she has no pass");
    // The next day, the first day's links are hidden again.
    t.api.set_clock("2030-05-02T07:00:00Z");
    let next = t.api.get(&paths[0]).await;
    assert!(!event(&next, "Opening").contains_key("CONFERENCE") && event(&next, "Later").contains_key("CONFERENCE"));
    assert_eq!(event(&next, "Opening")["LAST-MODIFIED"], "20300501T220000Z");
    let path = format!("{HOME}/registrations/{}", pass.json["id"].as_str().unwrap());
    t.ask("DELETE", &path, pass.json["manage_token"].as_str().unwrap(), json!({})).await;
    assert!(!t.api.get(&paths[0]).await.text.contains("live.example.org"), "the pass is cancelled");
}

/// The edition around the night in which its zone's clocks change.
async fn around(zone: &str, days: [&str; 3]) -> (Calendar, String) {
    let edition =
        refereed("").replace("Europe/Berlin", zone).replace("2030-05-01", days[0]).replace("2030-05-03", days[2]);
    let t = Calendar::of(&format!("{edition}\n[[rooms]]\nid = \"small\"\nname = \"Small room\"\n")).await;
    let before = t.entry("Before", "small", &format!("{}T09:00:00", days[0])).await;
    let after = t.entry("After", "small", &format!("{}T09:00:00", days[2])).await;
    t.publish().await;
    let ann = t.api.sign_in("ann@example.org").await;
    t.bookmark(&ann, &[&before, &after]).await;
    let path = t.address(&ann).await;
    (t, path)
}

#[tokio::test]
async fn times_have_the_editions_own_zone_on_each_side_of_a_change_of_clocks() {
    let london = ("Europe/London", ["2030-10-26", "2030-10-27", "2030-10-28"]);
    let new_york = ("America/New_York", ["2030-11-02", "2030-11-03", "2030-11-04"]);
    let changes = [
        "BEGIN:STANDARD|DTSTART:20301027T020000|TZOFFSETFROM:+0100|TZOFFSETTO:+0000|TZNAME:GMT|END:STANDARD",
        "BEGIN:STANDARD|DTSTART:20301103T020000|TZOFFSETFROM:-0400|TZOFFSETTO:-0500|TZNAME:EST|END:STANDARD",
    ];
    for ((zone, days), change) in [london, new_york].into_iter().zip(changes) {
        let (t, path) = around(zone, days).await;
        let text = t.api.get(&path).await.text;
        for day in [days[0], days[2]] {
            let start = format!("DTSTART;TZID={zone}:{}T090000\r\n", day.replace('-', ""));
            assert!(text.contains(&start), "{start} {text}");
        }
        assert_eq!(text.matches(&format!("BEGIN:VTIMEZONE\r\nTZID:{zone}\r\n")).count(), 1, "{text}");
        assert!(text.contains(&change.replace('|', "\r\n")), "{text}");
        // The name of the zone's winter time is no zone.
        assert!(!text.contains("TZID:GMT") && !text.contains("TZID=GMT"), "{text}");
    }
}

#[tokio::test]
async fn several_editions_are_in_one_calendar_each_with_its_zone() {
    let mut t = Calendar::new().await;
    let other = refereed("").replace("Europe/Berlin", "Europe/London").replace("demo-2030", "other-2030");
    t.api.stack.load_conference(&format!("{other}\n[[rooms]]\nid = \"small\"\nname = \"Small room\"\n")).await.unwrap();
    let ann = t.api.sign_in("ann@example.org").await;
    for (home, title) in [(HOME, "Here"), ("/conferences/other-2030", "There")] {
        t.home = home;
        let id = t.entry(title, "small", "2030-05-01T09:00:00").await;
        t.publish().await;
        t.bookmark(&ann, &[&id]).await;
    }
    let path = t.address(&ann).await;
    let both = t.api.get(&path).await;
    for (title, zone) in [("Here", "Europe/Berlin"), ("There", "Europe/London")] {
        assert_eq!(event(&both, title)["DTSTART"], "20300501T090000");
        assert!(both.text.contains(&format!("DTSTART;TZID={zone}:20300501T090000")), "{}", both.text);
        assert_eq!(both.text.matches(&format!("TZID:{zone}\r\n")).count(), 1, "{}", both.text);
    }
    // One that cannot be read harms no other.
    t.api.break_item("C#other-2030", "HEAD", "revision");
    assert_eq!(titles(&t.api.get(&path).await), ["Here"]);
}

#[tokio::test]
async fn an_edition_stays_in_a_calendar_for_a_year() {
    let t = Calendar::new().await;
    let ann = t.api.sign_in("ann@example.org").await;
    let id = t.entry("Here", "small", "2030-05-01T09:00:00").await;
    t.publish().await;
    t.bookmark(&ann, &[&id]).await;
    let path = t.address(&ann).await;
    t.api.set_clock("2031-05-04T12:00:00Z");
    assert_eq!(titles(&t.api.get(&path).await), ["Here"]);
    t.api.set_clock("2031-05-06T12:00:00Z");
    assert_eq!(titles(&t.api.get(&path).await), [""; 0]);
}
