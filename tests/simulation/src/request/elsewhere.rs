//! Requests of worlds in which items break: to the other edition, and for a session in the first.

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use super::{Asks, ClientResponse, EDITION, ELSEWHERE, built, definition};
use crate::plan::World;

/// What a person has in the other edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Has {
    #[default]
    Nothing,
    /// Nothing, and their request was answered with "sold out".
    SoldOut,
    /// A registration or a waitlist entry.
    Something { path: String, token: String },
}

impl Has {
    /// What they have after this answer.
    #[must_use]
    pub fn after(self, response: &ClientResponse) -> Self {
        let text = |name: &str| response.json[name].as_str().map(str::to_owned);
        match (response.status, text("id"), text("manage_token")) {
            (201, Some(id), Some(token)) => {
                let kind = if self == Self::SoldOut { "waitlist" } else { "registrations" };
                Self::Something { path: format!("/conferences/{ELSEWHERE}/{kind}/{id}"), token }
            }
            _ if response.problem() == "sold-out" => Self::SoldOut,
            (200, ..) => Self::Nothing,
            _ if response.is_temporary() => self,
            _ => Self::Nothing,
        }
    }
}

/// The person's next request: register, else join the waitlist; then cancel.
pub fn next(person: usize, has: &Has) -> Option<Request<Bytes>> {
    let base = format!("/conferences/{ELSEWHERE}");
    let email = format!("elsewhere{person}@example.org");
    let name = format!("Person elsewhere {person}");
    built(match has {
        Has::Nothing => {
            let body = json!({ "name": name, "email": email, "attendance": "in_person" });
            Asks::new("POST", format!("{base}/registrations"), body)
        }
        Has::SoldOut => {
            let body = json!({ "name": name, "email": email, "reason": "To be somewhere else." });
            Asks::new("POST", format!("{base}/waitlist"), body)
        }
        Has::Something { path, token } => {
            Asks { token: Some(token.clone()), ..Asks::new("DELETE", path.clone(), Value::Null) }
        }
    })
}

/// Creates the other edition: like the first, with two passes.
pub fn put(world: &World, session: &str) -> Option<Request<Bytes>> {
    let world = World { capacities: [2, 1, 1], ..world.clone() };
    let mut body = definition(&world, 0);
    body["id"] = ELSEWHERE.into();
    body["series"] = "other".into();
    body["name"] = "Other 2030".into();
    built(Asks { token: Some(session.to_owned()), ..Asks::new("PUT", format!("/conferences/{ELSEWHERE}"), body) })
}

/// Makes a session without speakers in the first edition.
pub fn session(session: &str) -> Option<Request<Bytes>> {
    let body = json!({ "title": "Welcome", "minutes": 30 });
    built(Asks {
        token: Some(session.to_owned()),
        ..Asks::new("POST", format!("/conferences/{EDITION}/sessions"), body)
    })
}
