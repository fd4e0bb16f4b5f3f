//! The requests of a season.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use context::{Clock, Context, Randomness, SetClock};
use domain::conference::{Conference, ConferenceId};
use http::Request;
use jiff::Timestamp;
use serde_json::Value;
use web::App;

use super::{SEED, SeasonError};
use crate::mail_service::Delivered;
use crate::stack::Stack;

/// The organizer's address.
pub(super) const ORGANIZER: &str = "organizer@example.org";

/// What a person got: the id in the URL, and the token that opens it.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub(super) id: String,
    pub(super) token: String,
}

#[derive(Debug)]
pub(super) struct Play {
    pub(super) stack: Stack,
    pub(super) conference: ConferenceId,
    /// The path of the edition.
    pub(super) home: String,
    /// By kind and owner: `registration attendee-1@example.org`.
    made: Mutex<BTreeMap<String, Made>>,
}

impl Play {
    pub(super) fn new(stack: Stack, conference: &Conference) -> Self {
        Self {
            stack,
            conference: conference.id.clone(),
            home: format!("/conferences/{}", conference.id),
            made: Mutex::default(),
        }
    }

    /// The person of an event, with a clock and ids of their own. Events of the same hours then run at once and still
    /// give the same season.
    pub(super) fn visitor(&self, at: Timestamp, event: usize) -> Visitor<'_> {
        let context = self.stack.context();
        let (clock, seed) = (Arc::new(SetClock::stopped(at)) as Arc<dyn Clock>, SEED << 32 | event as u64);
        let randomness = Randomness::from_seed(seed);
        let context = Context::new(clock, randomness, context.keys().clone(), context.settings().clone());
        Visitor { play: self, app: App::new(context, self.stack.store().clone()) }
    }

    /// Moves the clock forward, and processes everything due until then.
    pub(super) async fn pass_until(&self, target: Timestamp) -> Result<(), SeasonError> {
        self.stack.pass_until(target).await.map_err(SeasonError::Workflow)
    }

    pub(super) fn note(&self, what: &str, whose: &str, answer: &Value) -> Result<(), SeasonError> {
        let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
        let made = Made { id: text("id"), token: text("manage_token") };
        if made.id.is_empty() {
            return Err(SeasonError::Answer(format!("{what} of {whose}: no id in {answer}")));
        }
        self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(format!("{what} {whose}"), made);
        Ok(())
    }

    pub(super) fn made(&self, what: &str, whose: &str) -> Result<Made, SeasonError> {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner).get(&format!("{what} {whose}")).cloned();
        made.ok_or_else(|| SeasonError::Answer(format!("there is no {what} of {whose}")))
    }

    /// The latest mail to an address.
    pub(super) fn mail_to(&self, email: &str) -> Result<Delivered, SeasonError> {
        let mails = self.stack.mails().delivered(Some(email), 0, 1);
        let mail = mails.map_err(|error| SeasonError::Answer(error.to_string()))?.pop();
        mail.ok_or_else(|| SeasonError::Answer(format!("there is no mail to {email}")))
    }
}

/// Someone who sends requests at one time.
#[derive(Debug)]
pub(super) struct Visitor<'a> {
    pub(super) play: &'a Play,
    app: App,
}

impl Visitor<'_> {
    /// A session of this person. It is what the mailed link gives, without filling the outbox with links.
    pub(super) fn sign_in(&self, email: &str) -> String {
        let email = email.parse().expect("the season's addresses are addresses");
        web::session::begin(&self.app.context, &email).1
    }

    /// Sends a request below the edition's path, and expects success.
    pub(super) async fn ask(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &Value,
    ) -> Result<Value, SeasonError> {
        let (status, answer) = self.send(method, path, token, "application/json", body.to_string()).await?;
        if (200..400).contains(&status) {
            return Ok(serde_json::from_str(&answer).unwrap_or(Value::Null));
        }
        Err(SeasonError::Answer(format!("{method} {path}: {status} {answer}\nfor {body}")))
    }

    /// Sends a request and returns the answer's status and text.
    pub(super) async fn send(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        content_type: &str,
        body: String,
    ) -> Result<(u16, String), SeasonError> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.play.home));
        request = request.header("accept", "application/json");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let has_body = !matches!(method, "GET" | "DELETE");
        if has_body {
            request = request.header("content-type", content_type);
        }
        let body = if has_body { Bytes::from(body) } else { Bytes::new() };
        let request = request.body(body).map_err(|error| SeasonError::Answer(format!("{path}: {error}")))?;
        let (parts, body) = self.play.stack.request_with(self.app.clone(), request).await.into_parts();
        Ok((parts.status.as_u16(), String::from_utf8_lossy(&body).into_owned()))
    }

    pub(super) fn now(&self) -> Timestamp {
        self.app.context.now()
    }
}
