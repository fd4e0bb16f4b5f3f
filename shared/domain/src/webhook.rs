//! Webhooks: an organizer's HTTPS addresses that get an edition's events, signed as the Standard Webhooks specification
//! says (<https://www.standardwebhooks.com>).
//!
//! An event is written in the transaction of the act that causes it. A workflow makes a delivery of it for each endpoint
//! that asks for such events, and tries each until the receiver accepts it or the tries are used up. Payloads name ids,
//! states and links; never names, addresses or answers.

mod address;
mod delivery;
mod url;

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::activity::words;
use crate::conference::ConferenceId;
use crate::input::{Object, any_text, one_of};
use crate::person::base32;
use crate::phrase::Phrase;

pub use address::{AddressClass, class_of};
pub use delivery::{Attempt, Delivery, DeliveryState, KEPT_FOR, Outcome, TRIES_MOST, delay_after};
pub use url::{Target, WebhookUrl};

/// The most endpoints of an edition: one event and its deliveries fit in a transaction, with room to spare.
pub const MOST_ENDPOINTS: usize = 10;

/// How long the secret before a rotation still signs.
pub const ROTATION: SignedDuration = SignedDuration::from_hours(24);

/// After failing this long, with no success in between, an endpoint is disabled.
pub const DISABLED_AFTER: SignedDuration = SignedDuration::from_hours(5 * 24);

words! {
    /// What happened. `webhook.test` needs no subscription: only an organizer's test causes it.
    EventKind {
        RegistrationCreated = "registration.created",
        RegistrationCancelled = "registration.cancelled",
        OfferMade = "offer.made",
        OfferAccepted = "offer.accepted",
        OfferLapsed = "offer.lapsed",
        ProposalSubmitted = "proposal.submitted",
        DecisionReleased = "decision.released",
        TimetablePublished = "timetable.published",
        PersonCheckedIn = "person.checked_in",
        Test = "webhook.test",
    }
}

words! {
    /// Whether an endpoint gets events. Organizers pause one. One is disabled that fails for days, or answers that it is
    /// gone.
    EndpointState {
        Active = "active",
        Paused = "paused",
        Disabled = "disabled",
    }
}

impl EventKind {
    /// The events that an endpoint can ask for.
    pub fn offered() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|kind| *kind != Self::Test)
    }

    /// What kind of thing `data.id` names.
    pub fn object(self) -> &'static str {
        match self {
            Self::RegistrationCreated | Self::RegistrationCancelled | Self::PersonCheckedIn => "registration",
            Self::OfferMade | Self::OfferAccepted | Self::OfferLapsed => "waitlist_entry",
            Self::ProposalSubmitted | Self::DecisionReleased => "proposal",
            Self::TimetablePublished => "timetable",
            Self::Test => "webhook",
        }
    }

    fn path(self, c: &ConferenceId, id: &str) -> String {
        match self.object() {
            "registration" => format!("/conferences/{c}/registrations/{id}"),
            "waitlist_entry" => format!("/conferences/{c}/waitlist/{id}"),
            "proposal" => format!("/conferences/{c}/proposals/{id}"),
            "timetable" => format!("/conferences/{c}/timetable"),
            _ => format!("/conferences/{c}/webhooks/{id}"),
        }
    }
}

/// One event, as stored until it has its deliveries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The `webhook-id` of each delivery. It follows from the act and its instant, and sorts by that.
    pub id: String,
    pub conference: ConferenceId,
    pub kind: EventKind,
    pub at: Timestamp,
    /// The id of what it is about.
    pub object: String,
    /// The state of that after the event.
    pub state: String,
}

impl Event {
    /// `change` tells acts of one kind on one object apart, such as the object's new revision.
    pub fn new(
        c: &ConferenceId,
        kind: EventKind,
        object: impl fmt::Display,
        state: &str,
        change: impl fmt::Display,
        at: Timestamp,
    ) -> Self {
        let object = object.to_string();
        let hash = Sha256::digest(format!("{c} {kind} {object} {change}").as_bytes());
        let at = Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at);
        let millis = at.as_millisecond().to_be_bytes();
        let id = format!("evt_{}", base32(&[&millis[2..], &hash[..14]].concat()));
        Self { id, conference: c.clone(), kind, at, object, state: state.to_owned() }
    }

    /// The body of its deliveries. `base_url` begins the links.
    pub fn body(&self, base_url: &str) -> String {
        let data = serde_json::json!({
            "conference": self.conference,
            "object": self.kind.object(),
            "id": self.object,
            "state": self.state,
            "url": format!("{base_url}{}", self.kind.path(&self.conference, &self.object)),
        });
        serde_json::json!({ "type": self.kind, "timestamp": self.at, "data": data }).to_string()
    }
}

/// How a secret is shown to an organizer.
pub fn secret_text(secret: &[u8]) -> String {
    use base64::Engine as _;
    format!("whsec_{}", base64::engine::general_purpose::STANDARD.encode(secret))
}

/// What a secret is derived from with a signing key of the deployment, so that no secret is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretSeed {
    pub key_id: String,
    pub nonce: String,
}

/// The secret before a rotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerSecret {
    pub seed: SecretSeed,
    pub until: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    pub id: String,
    pub conference: ConferenceId,
    pub url: WebhookUrl,
    pub events: Vec<EventKind>,
    pub state: EndpointState,
    pub secret: SecretSeed,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former: Option<FormerSecret>,
    /// Identifies the request that created it, to recognize a repeat with the same `Idempotency-Key`.
    pub request: String,
    pub created_at: Timestamp,
    /// Counts its changes.
    pub rev: u64,
    /// The latest test: what identifies its request, and its event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tested: Option<(String, String)>,
    /// Since when every try failed; none after a success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<Timestamp>,
    /// Failures in a row, and until when its other deliveries wait, so that a receiver that is down is not asked for
    /// each of them.
    #[serde(default)]
    pub failures: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rests_until: Option<Timestamp>,
}

impl Endpoint {
    pub fn wants(&self, kind: EventKind) -> bool {
        kind == EventKind::Test || self.events.contains(&kind)
    }

    pub fn is_active(&self) -> bool {
        self.state == EndpointState::Active
    }

    /// The seeds of the secrets that sign now, the current one first.
    pub fn seeds(&self, now: Timestamp) -> Vec<&SecretSeed> {
        let former = self.former.as_ref().filter(|former| now < former.until);
        std::iter::once(&self.secret).chain(former.map(|former| &former.seed)).collect()
    }

    /// After a rotation the former secret signs too, for [`ROTATION`].
    #[must_use]
    pub fn rotated(&self, to: SecretSeed, now: Timestamp) -> Self {
        let former = FormerSecret { seed: self.secret.clone(), until: now + ROTATION };
        Self { secret: to, former: Some(former), rev: self.rev + 1, ..self.clone() }
    }

    /// The endpoint after a try; `None` if nothing about it changes.
    #[must_use]
    pub fn after(&self, outcome: &Outcome, rest: SignedDuration, now: Timestamp) -> Option<Self> {
        let mut after = Self { rev: self.rev + 1, ..self.clone() };
        if outcome.is_success() {
            (after.failing_since, after.failures, after.rests_until) = (None, 0, None);
            return (self.failing_since.is_some() || self.rests_until.is_some()).then_some(after);
        }
        let since = self.failing_since.unwrap_or(now);
        (after.failing_since, after.failures, after.rests_until) = (Some(since), self.failures + 1, Some(now + rest));
        if outcome.is_gone() || now.duration_since(since) >= DISABLED_AFTER {
            after.state = EndpointState::Disabled;
        }
        Some(after)
    }

    #[must_use]
    pub fn changed(&self, change: &EndpointChange) -> Self {
        let mut after = self.clone();
        if let Some(url) = &change.url {
            after.url = url.clone();
        }
        if let Some(events) = &change.events {
            after.events.clone_from(events);
        }
        if let Some(state) = change.state {
            after.state = state;
        }
        if after == *self {
            return after;
        }
        // What failed before may work now.
        (after.failing_since, after.failures, after.rests_until) = (None, 0, None);
        after.rev += 1;
        after
    }
}

/// A validated request for an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEndpoint {
    pub url: WebhookUrl,
    pub events: Vec<EventKind>,
}

/// A validated change; absent fields stay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndpointChange {
    pub url: Option<WebhookUrl>,
    pub events: Option<Vec<EventKind>>,
    pub state: Option<EndpointState>,
}

/// The states that an organizer can set.
const SETTABLE: &[(&str, EndpointState)] = &[("active", EndpointState::Active), ("paused", EndpointState::Paused)];

impl NewEndpoint {
    pub fn read(o: Object<'_>, target: Target) -> Option<Self> {
        let url = o.required("url", |value| WebhookUrl::parse(any_text(value)?, target));
        let events = read_events(&o);
        if events.as_ref().is_none_or(Vec::is_empty) && !o.has("events") {
            o.reject("events", Phrase::of("webhook-events-missing"));
        }
        o.done();
        Some(Self { url: url?, events: events? })
    }

    /// Tells requests under one `Idempotency-Key` apart.
    pub fn mark(&self) -> String {
        let text = format!("{:?}", (self.url.as_str(), &self.events));
        base32(&Sha256::digest(text.as_bytes())[..16])
    }
}

impl EndpointChange {
    pub fn read(o: Object<'_>, target: Target) -> Option<Self> {
        let url = o.optional("url", |value| WebhookUrl::parse(any_text(value)?, target));
        let events = if o.has("events") { read_events(&o) } else { None };
        let state = o.optional("state", one_of(SETTABLE));
        o.done();
        Some(Self { url, events, state })
    }
}

/// A list of words; in a form, a box for each word.
fn read_events(o: &Object<'_>) -> Option<Vec<EventKind>> {
    let parse = |text: &str| {
        let words = || EventKind::offered().map(EventKind::as_str);
        EventKind::offered().find(|kind| kind.as_str() == text).ok_or_else(|| crate::input::must_be_one_of(words()))
    };
    let mut events = if o.is_object("events") {
        let boxes = o.optional_object("events")?;
        boxes.entries().filter_map(|(name, _)| parse(name).map_err(|detail| boxes.reject(name, detail)).ok()).collect()
    } else {
        o.list("events", |value| parse(any_text(value)?))
    };
    events.sort_unstable();
    events.dedup();
    if events.is_empty() && o.has("events") {
        o.reject("events", Phrase::of("webhook-events-missing"));
    }
    Some(events)
}

/// The events that any active endpoint wants. The edition has them, so that an act writes no event in vain.
pub fn wanted<'e>(endpoints: impl IntoIterator<Item = &'e Endpoint>) -> Vec<EventKind> {
    let active = endpoints.into_iter().filter(|endpoint| endpoint.is_active());
    let all: std::collections::BTreeSet<_> = active.flat_map(|endpoint| endpoint.events.iter().copied()).collect();
    all.into_iter().collect()
}

#[cfg(test)]
mod tests;
