//! Webhooks: `/conferences/{c}/webhooks`, and what a receiver gets.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use api_tests::{Answer, Api, DEMO, OPEN, at, attendee};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use context::SetClock;
use hmac::{Hmac, KeyInit, Mac};
use plumbline::stack::Stack;
use serde_json::{Value, json};
use sha2::Sha256;

const WEBHOOKS: &str = "/conferences/demo-2030/webhooks";

/// A request that a receiver got.
#[derive(Clone, Debug)]
struct Received {
    head: String,
    body: String,
}

impl Received {
    fn header(&self, name: &str) -> &str {
        let found = self.head.lines().filter_map(|line| line.split_once(": ")).find(|(known, _)| *known == name);
        found.map(|(_, value)| value).unwrap_or_default()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// How many of its signatures this secret makes.
    fn signatures_of(&self, secret: &str) -> usize {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        assert!(key.len() >= 24);
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        let signed = format!("{}.{}.{}", self.header("webhook-id"), self.header("webhook-timestamp"), self.body);
        mac.update(signed.as_bytes());
        let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        self.header("webhook-signature").split(' ').filter(|signature| *signature == expected).count()
    }
}

/// A receiver on this machine: answers as told, then 204.
#[derive(Clone)]
struct Receiver {
    url: String,
    received: Arc<Mutex<Vec<Received>>>,
    answers: Arc<Mutex<VecDeque<String>>>,
}

impl Receiver {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/in?from=plumbline", listener.local_addr().unwrap());
        let receiver = Self { url, received: Arc::default(), answers: Arc::default() };
        let own = receiver.clone();
        // It ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                own.receive(stream.unwrap());
            }
        });
        receiver
    }

    fn receive(&self, mut stream: std::net::TcpStream) {
        let mut bytes = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            let read = stream.read(&mut buffer).unwrap_or(0);
            bytes.extend_from_slice(&buffer[..read]);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                if read == 0 {
                    return;
                }
                continue;
            };
            let received = Received { head: head.to_owned(), body: body.to_owned() };
            if body.len() < received.header("content-length").parse().unwrap() && read > 0 {
                continue;
            }
            self.received.lock().unwrap().push(received);
            let answer = self.answers.lock().unwrap().pop_front();
            let answer = answer.unwrap_or_else(|| "204 No Content\r\n\r\n".into());
            let _ = stream.write_all(format!("HTTP/1.1 {answer}").as_bytes());
            return;
        }
    }

    fn answers(&self, answers: &[&str]) {
        self.answers.lock().unwrap().extend(answers.iter().map(|answer| (*answer).to_owned()));
    }

    fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    fn types(&self) -> Vec<String> {
        self.received().iter().map(|one| one.json()["type"].as_str().unwrap().to_owned()).collect()
    }
}

/// A Plumbline that may reach receivers on this machine.
async fn api() -> Api {
    let stack = Stack::builder(SetClock::stopped(at(OPEN))).seed(1).webhooks_to_loopback(true).build().unwrap();
    stack.load_conference(DEMO).await.unwrap();
    Api { stack }
}

async fn ask(api: &Api, method: &str, path: &str, token: &str, body: Value) -> Answer {
    let ask = api.ask(method, path).token(token);
    if body.is_null() { ask.send().await } else { ask.json(&body).send().await }
}

/// Adds a webhook; returns its path and its secret.
async fn added(api: &Api, token: &str, url: &str, events: &[&str]) -> (String, String) {
    let answer = ask(api, "POST", WEBHOOKS, token, json!({ "url": url, "events": events })).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    (answer.header("location").to_owned(), answer.json["secret"].as_str().unwrap().to_owned())
}

async fn deliveries(api: &Api, token: &str, path: &str) -> Vec<Value> {
    let answer = ask(api, "GET", &format!("{path}/deliveries"), token, Value::Null).await;
    answer.json["deliveries"].as_array().unwrap().clone()
}

#[tokio::test]
async fn an_event_is_sent_once_signed_and_without_personal_data() {
    let (api, receiver) = (api().await, Receiver::start());
    let token = api.sign_in("organizer@example.org").await;
    let (path, secret) = added(&api, &token, &receiver.url, &["registration.created"]).await;
    let made = api.register("ann@example.org").await;
    assert_eq!(made.status, 201);
    // A repeat, and other events, cause nothing.
    api.register("ann@example.org").await;
    api.settle().await;
    let id = made.json["id"].as_str().unwrap();
    let gone = api.ask("DELETE", &format!("/conferences/demo-2030/registrations/{id}"));
    assert_eq!(gone.token(made.json["manage_token"].as_str().unwrap()).send().await.status, 200);
    api.settle().await;
    let received = receiver.received();
    assert_eq!(received.len(), 1, "{received:?}");
    let one = &received[0];
    assert!(one.head.starts_with("POST /in?from=plumbline HTTP/1.1"), "{}", one.head);
    assert_eq!(one.signatures_of(&secret), 1);
    assert_eq!(one.header("webhook-timestamp"), at(OPEN).as_second().to_string());
    assert_eq!(one.header("content-type"), "application/json");
    let body = one.json();
    assert_eq!((&body["type"], &body["data"]["id"]), (&json!("registration.created"), &made.json["id"]));
    assert_eq!(body["data"]["state"], "confirmed");
    assert!(!one.body.contains("ann@") && !one.body.contains("Attendee"), "{}", one.body);
    let log = deliveries(&api, &token, &path).await;
    assert_eq!((log.len(), &log[0]["state"], &log[0]["attempts"][0]["status"]), (1, &json!("delivered"), &json!(204)));
    assert_eq!(log[0]["id"], one.header("webhook-id"));
    // The secret is shown once.
    let list = ask(&api, "GET", WEBHOOKS, &token, Value::Null).await;
    assert!(!list.text.contains(&secret) && list.json["webhooks"][0]["state"] == "active", "{}", list.text);
    api.audit().await;
}

#[tokio::test]
async fn an_edition_without_webhooks_writes_no_events() {
    let api = api().await;
    let token = api.sign_in("organizer@example.org").await;
    api.register("ann@example.org").await;
    let receiver = Receiver::start();
    let (path, _) = added(&api, &token, &receiver.url, &["registration.created"]).await;
    let paused = ask(&api, "PATCH", &path, &token, json!({ "state": "paused" })).await;
    assert_eq!((paused.status, &paused.json["state"]), (200, &json!("paused")));
    api.register("ben@example.org").await;
    let active = ask(&api, "PATCH", &path, &token, json!({ "state": "active" })).await;
    assert_eq!(active.json["state"], "active");
    api.settle().await;
    assert_eq!(receiver.received().len(), 0);
    api.register("eve@example.org").await;
    api.settle().await;
    assert_eq!(receiver.types(), ["registration.created"]);
}

#[tokio::test]
async fn a_failed_delivery_is_tried_again_under_the_same_id() {
    let (api, receiver) = (api().await, Receiver::start());
    let token = api.sign_in("organizer@example.org").await;
    let (path, secret) = added(&api, &token, &receiver.url, &["registration.created"]).await;
    receiver.answers(&["500 No\r\ncontent-length: 9\r\n\r\nno\nreason"]);
    api.register("ann@example.org").await;
    api.settle().await;
    let log = deliveries(&api, &token, &path).await;
    assert_eq!((&log[0]["state"], &log[0]["attempts"][0]["error"]), (&json!("pending"), &json!("no reason")));
    let webhook = ask(&api, "GET", &path, &token, Value::Null).await;
    assert_eq!(webhook.json["failing_since"], OPEN);
    api.set_clock("2030-02-01T12:00:06Z");
    api.settle().await;
    let received = receiver.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].header("webhook-id"), received[1].header("webhook-id"));
    assert_eq!(received[0].body, received[1].body);
    assert_eq!(received[1].signatures_of(&secret), 1);
    let log = deliveries(&api, &token, &path).await;
    assert_eq!((&log[0]["state"], log[0]["attempts"].as_array().unwrap().len()), (&json!("delivered"), 2));
    let webhook = ask(&api, "GET", &path, &token, Value::Null).await;
    assert_eq!(webhook.json["failing_since"], Value::Null);
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let (api, receiver, other) = (api().await, Receiver::start(), Receiver::start());
    let token = api.sign_in("organizer@example.org").await;
    let (path, _) = added(&api, &token, &receiver.url, &["registration.created"]).await;
    receiver.answers(&[&format!("302 Found\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n", other.url)]);
    api.register("ann@example.org").await;
    api.settle().await;
    assert_eq!((receiver.received().len(), other.received().len()), (1, 0));
    let log = deliveries(&api, &token, &path).await;
    assert_eq!((&log[0]["state"], &log[0]["attempts"][0]["status"]), (&json!("pending"), &json!(302)));
}

#[tokio::test]
async fn after_a_rotation_both_secrets_sign_for_a_day() {
    let (api, receiver) = (api().await, Receiver::start());
    let token = api.sign_in("organizer@example.org").await;
    let (path, former) = added(&api, &token, &receiver.url, &["registration.created"]).await;
    let rotate = || {
        let ask = api.ask("POST", &format!("{path}/rotate-secret")).token(&token);
        ask.header("idempotency-key", "one").send()
    };
    let rotated = rotate().await;
    let current = rotated.json["secret"].as_str().unwrap().to_owned();
    assert_ne!(current, former);
    // A repeat gets the same secret, and the former one stays valid.
    assert_eq!(rotate().await.json["secret"], current.as_str());
    api.register("ann@example.org").await;
    api.settle().await;
    api.set_clock("2030-02-02T12:00:00Z");
    api.register("ben@example.org").await;
    api.settle().await;
    let received = receiver.received();
    assert_eq!((received[0].signatures_of(&current), received[0].signatures_of(&former)), (1, 1));
    assert_eq!((received[1].signatures_of(&current), received[1].signatures_of(&former)), (1, 0));
}

#[tokio::test]
async fn only_public_https_addresses_are_taken() {
    let api = Api::new().await;
    let token = api.sign_in("organizer@example.org").await;
    for url in [
        "http://hooks.example.org/",
        "http://127.0.0.1:9/",
        "https://127.0.0.1/",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/",
        "https://db.internal/",
        "https://ann:secret@hooks.example.org/",
    ] {
        let body = json!({ "url": url, "events": ["offer.made"] });
        assert_eq!(ask(&api, "POST", WEBHOOKS, &token, body).await.errors(), "422 invalid /url", "{url}");
    }
    let nothing = json!({ "url": "https://hooks.example.org/", "events": [] });
    assert_eq!(ask(&api, "POST", WEBHOOKS, &token, nothing).await.errors(), "422 invalid /events");
    let unknown = json!({ "url": "https://hooks.example.org/", "events": ["offer.maid"] });
    assert!(ask(&api, "POST", WEBHOOKS, &token, unknown).await.errors().starts_with("422 invalid /events"));
    let lead = api.sign_in("lead@example.org").await;
    assert_eq!(ask(&api, "GET", WEBHOOKS, &lead, Value::Null).await.problem(), "403 forbidden");
}

#[tokio::test]
async fn a_repeat_of_adding_has_no_further_effect() {
    let api = Api::new().await;
    let token = api.sign_in("organizer@example.org").await;
    let add = |url: &str| {
        let body = json!({ "url": url, "events": ["offer.made"] });
        api.ask("POST", WEBHOOKS).token(&token).header("idempotency-key", "k").json(&body).send()
    };
    let (first, again) = (add("https://hooks.example.org/").await, add("https://hooks.example.org/").await);
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!((&first.json["id"], &first.json["secret"]), (&again.json["id"], &again.json["secret"]));
    assert_eq!(add("https://other.example.org/").await.problem(), "422 idempotency-key-reused");
    let log = ask(&api, "GET", "/conferences/demo-2030/activity?kind=webhook_added", &token, Value::Null).await;
    assert_eq!(log.json["activity"].as_array().map_or(0, Vec::len), 1, "{}", log.text);
    for _ in 0..9 {
        added(&api, &token, "https://hooks.example.org/", &["offer.made"]).await;
    }
    let full = json!({ "url": "https://hooks.example.org/", "events": ["offer.made"] });
    assert_eq!(ask(&api, "POST", WEBHOOKS, &token, full).await.errors(), "422 invalid /url");
}

#[tokio::test]
async fn tests_and_replays_are_queued_and_safe_to_repeat() {
    let (api, receiver) = (api().await, Receiver::start());
    let token = api.sign_in("organizer@example.org").await;
    let (path, secret) = added(&api, &token, &receiver.url, &["offer.made"]).await;
    let test = || {
        let ask = api.ask("POST", &format!("{path}/test")).token(&token);
        ask.header("idempotency-key", "one").send()
    };
    let (first, again) = (test().await, test().await);
    assert_eq!((first.status, &first.json["id"]), (202, &again.json["id"]));
    api.settle().await;
    assert_eq!(receiver.types(), ["webhook.test"]);
    assert_eq!(receiver.received()[0].signatures_of(&secret), 1);
    let replay = format!("{path}/deliveries/{}/replay", first.json["id"].as_str().unwrap());
    for _ in 0..2 {
        let replayed = ask(&api, "POST", &replay, &token, Value::Null).await;
        assert_eq!((replayed.status, &replayed.json["state"]), (202, &json!("pending")));
    }
    api.settle().await;
    let received = receiver.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].header("webhook-id"), received[1].header("webhook-id"));
    let log = ask(&api, "GET", "/conferences/demo-2030/activity?kind=webhook_replayed", &token, Value::Null).await;
    assert_eq!(log.json["activity"].as_array().map_or(0, Vec::len), 1, "{}", log.text);
    let gone = format!("{path}/deliveries/evt_none/replay");
    assert_eq!(ask(&api, "POST", &gone, &token, Value::Null).await.status, 404);
    assert_eq!(ask(&api, "DELETE", &path, &token, Value::Null).await.status, 204);
    assert_eq!(ask(&api, "DELETE", &path, &token, Value::Null).await.status, 204);
    assert_eq!(ask(&api, "GET", &path, &token, Value::Null).await.status, 404);
}

#[tokio::test]
async fn an_endpoint_that_is_gone_is_disabled_and_can_be_activated_again() {
    let (api, receiver) = (api().await, Receiver::start());
    let token = api.sign_in("organizer@example.org").await;
    let (path, _) = added(&api, &token, &receiver.url, &["registration.created"]).await;
    receiver.answers(&["410 Gone\r\ncontent-length: 0\r\n\r\n"]);
    api.register("ann@example.org").await;
    api.settle().await;
    let webhook = ask(&api, "GET", &path, &token, Value::Null).await;
    assert_eq!(webhook.json["state"], "disabled");
    let log = ask(&api, "GET", "/conferences/demo-2030/activity?kind=webhook_disabled", &token, Value::Null).await;
    assert_eq!(log.json["activity"].as_array().map_or(0, Vec::len), 1, "{}", log.text);
    api.register("ben@example.org").await;
    api.settle().await;
    assert_eq!(receiver.received().len(), 1);
    ask(&api, "PATCH", &path, &token, json!({ "state": "active" })).await;
    api.register("eve@example.org").await;
    api.settle().await;
    assert_eq!(receiver.received().len(), 2);
}

#[tokio::test]
async fn offers_and_cancellations_are_told_once() {
    let (api, receiver) = (api().await, Receiver::start());
    let token = api.sign_in("organizer@example.org").await;
    let mut made = Vec::new();
    for n in 0..10 {
        made.push(api.register(&format!("p{n}@example.org")).await.json);
    }
    let events = ["registration.created", "registration.cancelled", "offer.made", "offer.accepted", "offer.lapsed"];
    added(&api, &token, &receiver.url, &events).await;
    let mut entries = Vec::new();
    for who in ["w1@example.org", "w2@example.org"] {
        let wish = json!({ "name": "A Waiter", "email": who, "reason": "To learn." });
        entries.push(api.post("/conferences/demo-2030/waitlist", wish).await.json);
    }
    for one in &made[..2] {
        let path = format!("/conferences/demo-2030/registrations/{}", one["id"].as_str().unwrap());
        api.ask("DELETE", &path).token(one["manage_token"].as_str().unwrap()).send().await;
    }
    api.settle().await;
    let path = format!("/conferences/demo-2030/waitlist/{}/accept", entries[0]["id"].as_str().unwrap());
    let accepted = api.ask("POST", &path).token(entries[0]["manage_token"].as_str().unwrap()).send().await;
    assert_eq!(accepted.status, 200, "{}", accepted.text);
    api.settle().await;
    let mut types = receiver.types();
    types.sort();
    let cancelled = "registration.cancelled";
    let expected = ["offer.accepted", "offer.made", "offer.made", cancelled, cancelled, "registration.created"];
    assert_eq!(types, {
        let mut expected = expected.map(str::to_owned).to_vec();
        expected.sort();
        expected
    });
    api.set_clock("2030-02-09T12:00:00Z");
    api.settle().await;
    assert_eq!(receiver.types().last().map(String::as_str), Some("offer.lapsed"));
    assert!(receiver.received().iter().all(|one| !one.body.contains('@') && !one.body.contains("Waiter")));
    api.audit().await;
}

#[tokio::test]
async fn organizers_manage_webhooks_on_their_pages() {
    let (api, receiver) = (api().await, Receiver::start());
    let token = api.sign_in("organizer@example.org").await;
    let empty = api.ask("GET", WEBHOOKS).page().token(&token).send().await;
    assert!(empty.status == 200 && empty.text.contains("No webhooks yet."), "{}", empty.text);
    let post = |path: &str, form: String| api.ask("POST", path).token(&token).form(&form).send();
    let wrong = post(WEBHOOKS, "url=http%3A%2F%2Fhooks.example.org%2F&events.offer.made=true".into()).await;
    assert!(wrong.status == 422 && wrong.text.contains("error-url"), "{}", wrong.text);
    let none = post(WEBHOOKS, "url=https%3A%2F%2Fhooks.example.org%2F".into()).await;
    assert!(none.status == 422 && none.text.contains("error-events"), "{}", none.text);
    let url = receiver.url.replace(':', "%3A").replace('/', "%2F").replace('?', "%3F").replace('=', "%3D");
    let page = post(WEBHOOKS, format!("url={url}&events.offer.made=true")).await;
    assert!(page.status == 201 && page.text.contains("whsec_"), "{}", page.text);
    let list = ask(&api, "GET", WEBHOOKS, &token, Value::Null).await;
    let path = format!("{WEBHOOKS}/{}", list.json["webhooks"][0]["id"].as_str().unwrap());
    for (form, done) in [("action=test", "tested"), ("action=pause", "paused"), ("action=resume", "resumed")] {
        let answer = post(&path, form.into()).await;
        assert_eq!((answer.status, answer.header("location")), (303, &*format!("{path}?done={done}")), "{form}");
    }
    api.settle().await;
    let id = receiver.received()[0].header("webhook-id").to_owned();
    let replayed = post(&path, format!("action=replay&delivery={id}")).await;
    assert_eq!(replayed.status, 303, "{}", replayed.text);
    let saved = post(&path, format!("action=save&url={url}&events.timetable.published=true")).await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    let without = post(&path, format!("action=save&url={url}")).await;
    assert_eq!(without.status, 422);
    let rotated = post(&path, "action=rotate".into()).await;
    assert!(rotated.status == 200 && rotated.text.contains("whsec_"), "{}", rotated.text);
    let shown = api.ask("GET", &path).page().token(&token).send().await;
    assert!(shown.text.contains(&id) && !shown.text.contains("whsec_"), "{}", shown.text);
    assert_eq!(post(&path, "action=remove".into()).await.header("location"), format!("{WEBHOOKS}?done=removed"));
    let list = ask(&api, "GET", WEBHOOKS, &token, Value::Null).await;
    assert_eq!(list.json["webhooks"], json!([]));
}

#[tokio::test]
async fn a_check_in_is_told_with_its_registration() {
    let (api, receiver) = (api().await, Receiver::start());
    let token = api.sign_in("organizer@example.org").await;
    added(&api, &token, &receiver.url, &["person.checked_in"]).await;
    let made = api.post("/conferences/demo-2030/registrations", attendee("ann@example.org")).await;
    let scan = json!({ "registration": made.json["id"], "at": OPEN, "device": "door-1" });
    for _ in 0..2 {
        let scanned = ask(&api, "POST", "/conferences/demo-2030/check-ins", &token, scan.clone()).await;
        assert_eq!(scanned.status, 200, "{}", scanned.text);
    }
    api.settle().await;
    let received = receiver.received();
    assert_eq!(received.len(), 1, "{received:?}");
    assert_eq!(received[0].json()["data"]["id"], made.json["id"]);
}
