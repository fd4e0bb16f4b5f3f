//! Acts as HTTP requests, and their answers.

pub mod calls;
mod doors;
pub mod elsewhere;
mod erasures;
mod holds;
mod no_shows;

use bytes::Bytes;
use http::{Request, Response};
use serde_json::{Value, json};

use crate::plan::{Act, Answer, CLASSES, POOLS, ROUND, World};

/// The edition of every world.
pub const EDITION: &str = "demo-2030";

/// The other edition, in worlds that have one.
pub const ELSEWHERE: &str = "other-2030";

/// When every world starts; registration opened a month before.
pub const START: &str = "2030-02-01T12:00:00Z";

/// An answer that a client got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientResponse {
    pub status: u16,
    /// The body, if it is JSON.
    pub json: Value,
}

impl ClientResponse {
    /// Reads a response.
    pub fn read(response: &Response<Bytes>) -> Self {
        Self { status: response.status().as_u16(), json: serde_json::from_slice(response.body()).unwrap_or_default() }
    }

    /// The problem's kind, such as `sold-out`; empty where it is none.
    pub fn problem(&self) -> &str {
        self.json["type"].as_str().unwrap_or_default().trim_start_matches("/problems/")
    }

    /// Whether the client should ask again.
    pub fn is_temporary(&self) -> bool {
        matches!(self.status, 429 | 500..)
    }

    /// A few words for the story.
    pub fn words(&self) -> String {
        let mut words = self.status.to_string();
        for part in [self.problem(), self.json["id"].as_str().unwrap_or_default()] {
            if !part.is_empty() {
                words = format!("{words} {part}");
            }
        }
        if let Some(status) = self.json["status"].as_str() {
            words = format!("{words} {status}");
        }
        words
    }
}

/// A person's address as it is stored.
pub fn address(person: usize) -> String {
    format!("person{person}@example.org")
}

/// The edition's definition.
pub fn definition(world: &World, name: u32) -> Value {
    let closes: jiff::Timestamp = START.parse().expect("a constant");
    let closes = closes + jiff::SignedDuration::from_secs(world.closes_after);
    let pools: Vec<_> = POOLS
        .iter()
        .zip(world.capacities)
        .map(|(id, capacity)| match *id {
            "speakers" => json!({ "id": id, "capacity": capacity, "claim_by": "2030-03-01 anywhere on Earth" }),
            _ => json!({ "id": id, "capacity": capacity }),
        })
        .collect();
    let mut waitlist = json!({ "classes": CLASSES, "offer_hours": world.offer_hours });
    if world.quiet {
        waitlist["quiet_hours"] = json!({ "from": "22:00", "until": "07:00" });
    }
    let mut definition = json!({
        "id": EDITION,
        "series": "demo",
        "name": format!("Demo 2030 ({name})"),
        "starts_on": "2030-05-01",
        "ends_on": "2030-05-03",
        "time_zone": "UTC",
        "contact": "contact@example.org",
        "organizers": ["organizer@example.org"],
        "place": { "name": "Hall", "city": "Berlin", "country": "Germany" },
        "registration": {
            "opens": "2030-01-01T09:00:00",
            "closes": closes.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        },
        "pools": pools,
        "waitlist": waitlist,
    });
    if let Some(campaign) = world.campaign {
        let start: jiff::Timestamp = START.parse().expect("a constant");
        let at = |seconds| (start + jiff::SignedDuration::from_secs(seconds)).to_string();
        let before = |seconds: i64| format!("PT{}S", ROUND[3] - seconds);
        definition["reconfirmation"] = json!({
            "ask_at": at(ROUND[0]),
            "answer_by": at(ROUND[3]),
            "reminders": [before(ROUND[1]), before(ROUND[2])],
            "silence": if campaign.keep { "keep" } else { "return" },
        });
    }
    if let Some(minutes) = world.confirm_minutes {
        definition["registration"]["confirm_email"] = true.into();
        definition["registration"]["confirm_minutes"] = minutes.into();
    }
    if let Some(calls) = &world.calls {
        calls::define(&mut definition, calls);
    }
    if let Some(policy) = &world.no_shows {
        no_shows::define(&mut definition, policy);
    }
    definition
}

/// What a client knows when it sends a request.
#[derive(Clone, Debug, Default)]
pub struct Knows {
    /// The id and manage token of the registration they hold or held.
    pub registration: Option<(String, String)>,
    /// The id and manage token of the place on the waitlist that they know of.
    pub entry: Option<(String, String)>,
    /// The code of their invitation.
    pub code: Option<String>,
    pub session: String,
    pub own_session: String,
    /// The path of the mailed link that proves the address they want to link.
    pub link: Option<String>,
    /// The path of the mailed link that confirms an erasure.
    pub erasure: Option<String>,
    /// The path of an address that they may take away.
    pub address: Option<String>,
    /// The id of the proposal that it is about, and the revision that they have read.
    pub proposal: Option<(String, u64)>,
    /// Their key in the edition.
    pub speaker: Option<String>,
    /// The id of the BoF that it is about.
    pub bof: Option<String>,
}

/// The request of an act; `None` for acts that are none, and for clients who know too little to ask.
pub fn request(act: &Act, world: &World, knows: &Knows) -> Option<Request<Bytes>> {
    match act {
        Act::Calls(act) => calls::request(act, world, knows),
        Act::Door(act) => doors::request(act, knows),
        Act::Erase(act) => erasures::request(act, knows),
        Act::NoShow(act) => no_shows::request(act, knows),
        Act::Hold(act) => holds::request(*act, knows),
        _ => about_passes(act, world, knows),
    }
}

fn about_passes(act: &Act, world: &World, knows: &Knows) -> Option<Request<Bytes>> {
    let base = format!("/conferences/{EDITION}");
    let held = || knows.registration.as_ref().map(|(id, token)| (format!("{base}/registrations/{id}"), token.clone()));
    let (method, path, token, key, body) = match act {
        Act::Register { person, key, shouting, online, invited, .. } => {
            let email = address(*person);
            let mut body = json!({
                "name": format!("Person {person}"),
                "email": if *shouting { email.to_uppercase() } else { email },
                "attendance": if *online { "virtual" } else { "in_person" },
            });
            if *invited {
                body["invitation"] = knows.code.clone()?.into();
            }
            let key = key.map(|key| format!("person-{person}-{key}"));
            ("POST", format!("{base}/registrations"), None, key, body)
        }
        Act::Cancel { .. } => {
            let (path, token) = held()?;
            ("DELETE", path, Some(token), None, Value::Null)
        }
        Act::Change { online, .. } => {
            let (path, token) = held()?;
            ("PATCH", path, Some(token), None, json!({ "attendance": if *online { "virtual" } else { "in_person" } }))
        }
        Act::Link { person } => ("POST", format!("{base}/link"), None, None, json!({ "email": address(*person) })),
        Act::Resize { pool, target, id } => (
            "PATCH",
            format!("{base}/pools/{}", POOLS[*pool]),
            Some(knows.session.clone()),
            None,
            json!({ "capacity": target, "resize_id": format!("resize-{id}") }),
        ),
        Act::Release { .. } => {
            ("POST", format!("{base}/pools/speakers/release"), Some(knows.session.clone()), None, json!({}))
        }
        Act::Invite { person, .. } => (
            "POST",
            format!("{base}/pools/speakers/invitations"),
            Some(knows.session.clone()),
            None,
            json!({ "email": address(*person) }),
        ),
        Act::Put { name } => ("PUT", base, Some(knows.session.clone()), None, definition(world, *name)),
        Act::Enlarge { capacity } => {
            let mut definition = definition(world, 0);
            definition["pools"][0]["capacity"] = (*capacity).into();
            ("PUT", base, Some(knows.session.clone()), None, definition)
        }
        Act::Revoke { .. } => {
            let code = knows.code.as_deref()?;
            let id = code.split('.').next().unwrap_or_default();
            let path = format!("{base}/pools/speakers/invitations/{id}");
            ("DELETE", path, Some(knows.session.clone()), None, Value::Null)
        }
        Act::Join { person, key, shouting, first_time, .. } => {
            let email = address(*person);
            let body = json!({
                "name": format!("Person {person}"),
                "email": if *shouting { email.to_uppercase() } else { email },
                "reason": "To talk about packets.",
            });
            // A person's statement under one key is always the same.
            let body = if *first_time && key.is_none() { with(body, "first_time", true) } else { body };
            let key = key.map(|key| format!("person-{person}-waits-{key}"));
            ("POST", format!("{base}/waitlist"), None, key, body)
        }
        Act::Answer { how, .. } => {
            let (id, token) = knows.entry.clone()?;
            let path = format!("{base}/waitlist/{id}");
            match how {
                Answer::Leave => ("DELETE", path, Some(token), None, Value::Null),
                Answer::Accept => ("POST", format!("{path}/accept"), Some(token), None, Value::Null),
                Answer::Decline => ("POST", format!("{path}/decline"), Some(token), None, Value::Null),
            }
        }
        Act::Move { class, .. } => {
            let (id, _) = knows.entry.as_ref()?;
            let body = json!({ "class": CLASSES[*class], "reason": format!("They are a {}.", CLASSES[*class]) });
            ("PATCH", format!("{base}/waitlist/{id}"), Some(knows.session.clone()), None, body)
        }
        Act::LinkAddress { other, .. } => {
            let session = Some(knows.own_session.clone());
            match &knows.link {
                Some(path) => ("POST", path.clone(), session, None, Value::Null),
                None => ("POST", "/me/addresses".into(), session, None, json!({ "email": address(*other) })),
            }
        }
        Act::UnlinkAddress { .. } => {
            ("DELETE", knows.address.clone()?, Some(knows.own_session.clone()), None, Value::Null)
        }
        Act::Reconfirm { coming, .. } => {
            let (path, token) = held()?;
            ("POST", format!("{path}/reconfirm"), Some(token), None, json!({ "coming": coming }))
        }
        // Time, workflows, and breakage.
        _ => return None,
    };
    built(Asks { method, path, token, key, etag: None, body })
}

/// What a request says.
struct Asks {
    method: &'static str,
    path: String,
    token: Option<String>,
    key: Option<String>,
    etag: Option<String>,
    body: Value,
}

impl Asks {
    fn new(method: &'static str, path: String, body: Value) -> Self {
        Self { method, path, token: None, key: None, etag: None, body }
    }
}

fn built(asks: Asks) -> Option<Request<Bytes>> {
    let Asks { method, path, token, key, etag, body } = asks;
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("accept", "application/json")
        .header("content-type", "application/json");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    if let Some(etag) = etag {
        request = request.header("if-match", etag);
    }
    let body = if body.is_null() { Bytes::new() } else { body.to_string().into() };
    request.body(body).ok()
}

fn with(mut body: Value, name: &str, value: bool) -> Value {
    body[name] = value.into();
    body
}
