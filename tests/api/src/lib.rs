//! One Plumbline in this process for a test: requests in, answers out, mails to read, a clock to set.

pub mod contract;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{HeaderMap, Request};
use jiff::Timestamp;
use plumbline::stack::Stack;
use serde_json::{Value, json};

/// A small edition: ten passes to come, twenty virtual ones, and three for speakers.
pub const DEMO: &str = r#"
id = "demo-2030"
series = "demo"
name = "Demo 2030"
starts_on = "2030-05-01"
ends_on = "2030-05-03"
time_zone = "Europe/Berlin"
contact = "contact@example.org"
organizers = ["organizer@example.org", "second@example.org"]

[place]
name = "Hall"
city = "Berlin"
country = "Germany"

[registration]
opens = "2030-01-01T09:00:00"
closes = "2030-04-30T18:00:00"

[[pools]]
id = "general"
capacity = 10

[[pools]]
id = "virtual"
capacity = 20

[[pools]]
id = "speakers"
capacity = 3
claim_by = "2030-03-01 anywhere on Earth"

[[pools]]
id = "net"
capacity = 2
claim_by = "2030-03-01 anywhere on Earth"
track = "net"

[[questions]]
id = "size"
label = "T-shirt"
kind = "choice"
choices = ["S", "M", "L"]

[[tracks]]
id = "net"
name = "Networking"
kind = "microconference"
leads = ["lead@example.org"]
description = "Packets."
"#;

/// Registration is open at this time.
pub const OPEN: &str = "2030-02-01T12:00:00Z";

/// A Plumbline with the demo edition.
#[derive(Clone, Debug)]
pub struct Api {
    /// The stack itself, for what no request can see.
    pub stack: Stack,
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    /// The body as JSON, if it is JSON.
    pub json: Value,
}

impl Answer {
    /// A header's text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// Status and problem type, for snapshots: `409 sold-out`.
    pub fn problem(&self) -> String {
        let kind = self.json["type"].as_str().unwrap_or_default().trim_start_matches("/problems/").to_owned();
        format!("{} {kind}", self.status).trim().to_owned()
    }

    /// Status, problem type and the JSON pointers of the validation errors: `422 invalid /name /email`.
    pub fn errors(&self) -> String {
        let pointers = self.json["errors"].as_array().into_iter().flatten();
        let pointers = pointers.map(|error| error["pointer"].as_str().unwrap_or_default());
        [self.problem()].into_iter().chain(pointers.map(str::to_owned)).collect::<Vec<_>>().join(" ")
    }
}

/// A request to send.
#[derive(Debug)]
pub struct Send<'a> {
    api: &'a Api,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl<'a> Send<'a> {
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// With a bearer token: a session or a manage token.
    #[must_use]
    pub fn token(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// As a browser asks.
    #[must_use]
    pub fn page(self) -> Self {
        self.header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
    }

    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.raw("application/json", body.to_string().as_bytes())
    }

    #[must_use]
    pub fn form(self, body: &str) -> Self {
        self.page().raw("application/x-www-form-urlencoded", body.as_bytes())
    }

    /// With any body.
    #[must_use]
    pub fn raw(mut self, content_type: &str, body: &[u8]) -> Self {
        self.body = body.to_vec();
        self.header("content-type", content_type)
    }

    /// Sends it. Boxed, because a test that sends many would overflow its thread's stack.
    ///
    /// # Panics
    /// If the test wrote a request that is none.
    pub fn send(self) -> BoxFuture<'a, Answer> {
        let answer = async move {
            let mut request = Request::builder().method(self.method.as_str()).uri(&self.path);
            for (name, value) in &self.headers {
                request = request.header(name, value);
            }
            let request = request.body(Bytes::from(self.body)).expect("a request");
            let (parts, body) = self.api.stack.request(request).await.into_parts();
            let text = String::from_utf8_lossy(&body).into_owned();
            let json = serde_json::from_str(&text).unwrap_or(Value::Null);
            let answer = Answer { status: parts.status.as_u16(), headers: parts.headers, text, json };
            contract::check(&self.method, &self.path, &answer);
            answer
        };
        Box::pin(answer)
    }
}

impl Api {
    /// A fresh one, with the demo edition, while registration is open.
    ///
    /// # Panics
    /// If it cannot be set up.
    pub async fn new() -> Self {
        Self::with(DEMO).await
    }

    /// A fresh one with this edition.
    ///
    /// # Panics
    /// If it cannot be set up.
    pub async fn with(edition: &str) -> Self {
        let stack = Stack::in_memory(at(OPEN), 1).expect("a stack");
        stack.load_conference(edition).await.expect("the edition loads");
        Self { stack }
    }

    pub fn ask(&self, method: &str, path: &str) -> Send<'_> {
        Send { api: self, method: method.into(), path: path.into(), headers: Vec::new(), body: Vec::new() }
    }

    /// `GET`
    pub async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path).send().await
    }

    /// `POST` with JSON.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask("POST", path).json(&body).send().await
    }

    /// Registers a person in person (not virtually).
    pub async fn register(&self, email: &str) -> Answer {
        self.post("/conferences/demo-2030/registrations", attendee(email)).await
    }

    /// Sets the clock forward.
    pub fn set_clock(&self, to: &str) {
        self.stack.clock().set(at(to));
    }

    /// Lets everything happen that is due.
    ///
    /// # Panics
    /// If a workflow fails.
    pub async fn settle(&self) {
        self.stack.run_workflows().await.expect("workflows run");
    }

    /// The mails to an address, or to all that contain this text, latest first.
    ///
    /// # Panics
    /// If the outbox cannot be read.
    pub async fn mails_to(&self, email: &str) -> Vec<Value> {
        self.settle().await;
        // Asked for by the whole address, the other mails need not be read, of which a test can have thousands.
        let is_address = |c: char| c.is_ascii_alphanumeric() || "@.-_+".contains(c);
        let is_whole =
            email.split_once('@').is_some_and(|(_, domain)| domain.contains('.')) && email.chars().all(is_address);
        let query = if is_whole { format!("?to={}", email.replace('+', "%2B")) } else { String::new() };
        let outbox =
            self.ask("GET", &format!("/_local/outbox{query}")).header("accept", "application/json").send().await;
        let mails = outbox.json.as_array().cloned().expect("the outbox is a list");
        mails.into_iter().filter(|mail| mail["to"].to_string().contains(email)).collect()
    }

    /// Signs in with the mailed link and returns the bearer token.
    ///
    /// # Panics
    /// If that fails.
    pub async fn sign_in(&self, email: &str) -> String {
        assert_eq!(self.post("/sign-in", json!({ "email": email })).await.status, 202);
        let mails = self.mails_to(email).await;
        // Other mails may have been queued at the same instant.
        let asked = |mail: &&Value| mail["subject"].as_str().is_some_and(|s| s.contains("is your sign-in code"));
        let link = link_in(mails.iter().find(asked).expect("a mail with the link"));
        let answer = self.ask("POST", &link).header("accept", "application/json").send().await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json["token"].as_str().expect("a token").to_owned()
    }

    /// The figures of a pool, as `capacity=10 free=9 spare=0 held=0 taken=1`.
    ///
    /// # Panics
    /// If the pool is not there.
    pub async fn pool(&self, pool: &str) -> String {
        let store = self.stack.store();
        let figures = store.pool(&"demo-2030".parse().expect("an id"), &pool.parse().expect("an id")).await;
        let f = figures.expect("the pool is there");
        format!("capacity={} free={} spare={} held={} taken={}", f.capacity, f.free, f.returned, f.held, f.taken)
    }

    /// Gives an attribute of an item a type that it cannot have, as a person does who repairs it by hand.
    ///
    /// # Panics
    /// If the table refuses.
    pub fn break_item(&self, pk: &str, sk: &str, attribute: &str) {
        let body = json!({
            "TableName": "plumbline",
            "Key": { "pk": { "S": pk }, "sk": { "S": sk } },
            "UpdateExpression": "SET #name = :value",
            "ConditionExpression": "attribute_exists(#name)",
            "ExpressionAttributeNames": { "#name": attribute },
            "ExpressionAttributeValues": { ":value": { "M": {} } },
        });
        let (status, answer) = self.stack.table().answer("DynamoDB_20120810.UpdateItem", body.to_string().as_bytes());
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
    }

    /// Proves the promises over the table.
    ///
    /// # Panics
    /// If one is broken.
    pub async fn audit(&self) {
        let audit = self.stack.store().audit().await.expect("the audit runs");
        let findings: Vec<_> = audit.findings.iter().map(ToString::to_string).collect();
        assert!(findings.is_empty(), "{findings:#?}");
    }
}

/// A registration for attendance in person.
pub fn attendee(email: &str) -> Value {
    json!({ "name": "An Attendee", "email": email, "attendance": "in_person" })
}

/// The path of the first link in a mail's text.
///
/// # Panics
/// If there is none.
pub fn link_in(mail: &Value) -> String {
    let text = mail["text"].as_str().expect("a text part");
    let line = text.lines().find(|line| line.starts_with("http")).expect("a link on a line of its own");
    let (_, rest) = line.split_once("://").expect("an address");
    rest[rest.find('/').expect("a path")..].to_owned()
}

/// An instant.
///
/// # Panics
/// If it is none.
pub fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}
