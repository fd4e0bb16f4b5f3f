//! Two editions in which every kind of automatic work is due and none of it is done, as a stopped process leaves them.

use std::path::Path;

use api_tests::{Answer, Api, at};
use context::SetClock;
use plumbline::DataDirectory;
use plumbline::stack::Stack;
use serde_json::{Value, json};

use super::table_file::{Key, TableFile};

/// The edition in which something breaks, and the other, in which nothing does.
pub(super) const EDITIONS: [&str; 2] = ["demo-2030", "other-2030"];

/// When it was stopped, and is started again.
const NOW: &str = "2030-02-01T12:00:00Z";

/// When people have been asked and reminded.
pub(super) const SOON: &str = "2030-02-01T13:30:00Z";

/// When everything has been due.
pub(super) const LATER: &str = "2030-02-01T14:05:00Z";

/// At 13:00 people are asked and reminded, at 14:00 offers, the call and the reserved pool end.
fn edition(id: &str) -> String {
    let series = id.split('-').next().unwrap_or_default();
    format!(
        r#"
id = "{id}"
series = "{series}"
name = "{id}"
starts_on = "2030-05-01"
ends_on = "2030-05-03"
time_zone = "UTC"
contact = "contact@example.org"
organizers = ["organizer@example.org"]
place = {{ name = "Hall", city = "Berlin", country = "Germany" }}
registration = {{ opens = "2030-01-01T09:00:00", closes = "2030-04-30T18:00:00" }}
waitlist = {{ offer_hours = 2 }}
reconfirmation = {{ ask_at = "2030-02-01T13:00:00Z", answer_by = "2030-02-20T13:00:00Z", silence = "keep" }}
rooms = [{{ id = "big", name = "Big room" }}]
pools = [
    {{ id = "general", capacity = 6 }},
    {{ id = "virtual", capacity = 20 }},
    {{ id = "speakers", capacity = 3, claim_by = "2030-02-01T14:00:00Z" }},
]

[[tracks]]
id = "net"
name = "Networking"
kind = "microconference"
leads = ["lead.{id}@example.org"]
description = "Packets."
cfp = {{ opens = "2030-01-15T12:00:00Z", closes = "2030-02-01T14:00:00Z", reminders = ["PT1H"] }}
"#
    )
}

/// Opens a data directory with the clock that it saved.
pub(super) fn open(data: &Path, seed: u64) -> Api {
    let data = DataDirectory::open(data).expect("the data directory");
    let stack = Stack::builder(SetClock::stopped(at(NOW))).seed(seed).data(data).build();
    Api { stack: stack.expect("a stack") }
}

/// The address of a person of an edition.
pub(super) fn person(id: &str, name: &str) -> String {
    format!("{name}.{id}@example.org")
}

pub(super) fn session(api: &Api, email: &str) -> String {
    web::session::begin(api.stack.context(), &email.parse().expect("an address")).1
}

struct Season<'a> {
    api: &'a Api,
    id: &'static str,
}

impl Season<'_> {
    async fn done(&self, method: &str, rest: &str, token: Option<&str>, body: Value) -> Answer {
        let path = format!("/conferences/{}{rest}", self.id);
        let mut ask = self.api.ask(method, &path);
        if let Some(token) = token {
            ask = ask.token(token);
        }
        let answer = ask.json(&body).send().await;
        assert!((200..300).contains(&answer.status), "{method} {path}: {}", answer.text);
        answer
    }

    async fn register(&self, name: &str) -> Answer {
        let body = json!({ "name": name, "email": person(self.id, name), "attendance": "in_person" });
        self.done("POST", "/registrations", None, body).await
    }

    async fn wait(&self, name: &str) {
        let email = person(self.id, name);
        let body = json!({ "name": name, "email": email, "reason": "To come.", "first_time": true });
        self.done("POST", "/waitlist", None, body).await;
    }

    async fn cancel(&self, registered: &Answer) {
        let (id, token) = (&registered.json["id"], registered.json["manage_token"].as_str());
        let path = format!("/registrations/{}", id.as_str().expect("an id"));
        self.done("DELETE", &path, token, Value::Null).await;
    }

    /// Proposes something; answers its id.
    async fn propose(&self, name: &str, submit: bool) -> String {
        let email = person(self.id, name);
        let body = json!({
            "title": format!("A talk of {name}"), "abstract": "How packets are lost.", "minutes": 20,
            "speakers": [{ "name": name, "email": email }], "submit": submit,
        });
        let made = self.done("POST", "/tracks/net/proposals", Some(&session(self.api, &email)), body).await;
        made.json["id"].as_str().expect("an id").to_owned()
    }

    async fn accept(&self, proposal: &str) {
        let lead = session(self.api, &person(self.id, "lead"));
        self.done("POST", &format!("/proposals/{proposal}/decision"), Some(&lead), json!({ "decision": "accepted" }))
            .await;
        self.done("POST", "/tracks/net/decisions/release", Some(&lead), json!({})).await;
    }

    /// The acts before the process stops for the second to last time.
    async fn begin(&self) -> (Vec<Answer>, String) {
        let mut registered = Vec::new();
        for name in ["ann", "ben", "cas", "dan", "eve", "fay"] {
            registered.push(self.register(name).await);
        }
        for name in ["one", "two", "three", "four", "five", "six", "seven"] {
            self.wait(name).await;
        }
        let speaking = self.propose("speaker", true).await;
        self.propose("drafter", false).await;
        self.accept(&speaking).await;
        self.cancel(&registered[0]).await;
        (registered, speaking)
    }

    /// The last acts. Their follow-up work stays due.
    async fn end(&self, registered: &[Answer], speaking: &str) {
        let organizer = session(self.api, "organizer@example.org");
        let place = json!({ "room": "big", "starts_at": "2030-05-01T10:00:00Z", "minutes": 20 });
        self.done("PUT", &format!("/sessions/{speaking}/placement"), Some(&organizer), place).await;
        self.done("POST", "/timetable/publish", Some(&organizer), json!({})).await;
        let unreleased = self.propose("chosen", true).await;
        self.accept(&unreleased).await;
        self.cancel(&registered[1]).await;
        self.propose("six", true).await;
        let path = format!("/conferences/{}/history?edition={}", self.id, self.id.replace("2030", "2029"));
        let text = format!("email\n{}\n", person(self.id, "seven"));
        let imported = self.api.ask("POST", &path).token(&organizer).raw("text/csv", text.as_bytes()).send().await;
        assert_eq!(imported.status, 200, "{}", imported.text);
    }
}

/// Fills a data directory.
pub(super) async fn make(data: &Path) {
    let api = open(data, 1);
    let seasons = EDITIONS.map(|id| Season { api: &api, id });
    let mut begun = Vec::new();
    for season in &seasons {
        api.stack.load_conference(&edition(season.id)).await.expect("the edition loads");
        begun.push(season.begin().await);
    }
    api.settle().await;
    for (season, (registered, speaking)) in seasons.iter().zip(&begun) {
        season.end(registered, speaking).await;
    }
    drop(api);
    let table = TableFile::open(data);
    for id in EDITIONS {
        interrupt(&table, id);
    }
}

/// Adds what only a process that dies half-way leaves: a change of capacity that is not finished, and a published
/// timetable whose mails are not queued.
fn interrupt(table: &TableFile, id: &str) {
    // Work that is due now in any case.
    let is_mark = |(key, _): &(Key, Value)| key.0.starts_with(&format!("C#{id}#STANDING#"));
    let (mark, _) = table.items().into_iter().find(is_mark).expect("a mark");
    let pool = (format!("C#{id}#POOL#virtual"), "STATUS".to_owned());
    let raise = json!({ "M": { "left": { "N": "1" }, "into": { "S": "spare" } } });
    let resize = json!({ "M": {
        "id": { "S": "interrupted" }, "target": { "N": "21" }, "goal": { "M": { "raise": raise } },
    } });
    table.set(&pool, "resize", &resize);
    table.make_due(&pool, &mark);
    let head = (format!("C#{id}#TIMETABLE"), "RELEASE".to_owned());
    table.set(&head, "told", &json!({ "N": "0" }));
    table.make_due(&head, &mark);
    let is_timetable_mail = |(key, item): &(Key, Value)| {
        key.1 == "MAIL" && item["kind"]["S"] == "timetable" && item["conference"]["S"] == *id
    };
    let mails: Vec<_> = table.items().into_iter().filter(is_timetable_mail).collect();
    assert!(!mails.is_empty(), "the timetable of {id} queued no mail");
    for (key, _) in &mails {
        table.remove(key);
    }
}
