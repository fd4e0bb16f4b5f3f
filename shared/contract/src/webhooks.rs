//! Webhooks: an edition's endpoints and the log of their deliveries.

use domain::webhook;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::Kind;
use crate::parameters::{CURSOR, DONE, IDEMPOTENCY_KEY};
use crate::route::row::{
    NO_CONTENT, SEE_OTHER, delete, form, get, json, json_body, json_or_form, json_or_page, page, patch, post,
};
use crate::route::{Route, Who};

pub(crate) const ROUTES: &[Route] = &[
    get(
        "/conferences/{conference}/webhooks",
        "settings",
        Who::Organizer,
        "the addresses that get the edition's events",
    )
    .takes(&[DONE])
    .answers(&[json_or_page::<Webhooks>(200)]),
    post(
        "/conferences/{conference}/webhooks",
        "settings",
        Who::Organizer,
        "add a webhook; only this answer shows its secret",
    )
    .takes(&[IDEMPOTENCY_KEY])
    .reads(json_or_form::<NewWebhook>())
    .answers(&[json_or_page::<WebhookWithSecret>(201)])
    .refuses(&[Kind::IdempotencyKeyReused]),
    get(
        "/conferences/{conference}/webhooks/{id}",
        "settings",
        Who::Organizer,
        "one webhook; its page has its deliveries",
    )
    .takes(&[CURSOR, DONE])
    .answers(&[json_or_page::<Webhook>(200)]),
    patch("/conferences/{conference}/webhooks/{id}", "settings", Who::Organizer, "change a webhook, or pause it")
        .reads(json_body::<WebhookChange>())
        .answers(&[json::<Webhook>(200)]),
    delete("/conferences/{conference}/webhooks/{id}", "settings", Who::Organizer, "remove a webhook")
        .answers(&[NO_CONTENT]),
    post(
        "/conferences/{conference}/webhooks/{id}",
        "settings",
        Who::Organizer,
        "the same, a new secret, a test and a replay by form",
    )
    .reads(form::<WebhookForm>())
    .answers(&[page(200), SEE_OTHER]),
    post(
        "/conferences/{conference}/webhooks/{id}/rotate-secret",
        "settings",
        Who::Organizer,
        "give a webhook a new secret, which only this answer shows; the former one signs for 24 hours too",
    )
    .takes(&[IDEMPOTENCY_KEY])
    .answers(&[json::<WebhookWithSecret>(200)]),
    post(
        "/conferences/{conference}/webhooks/{id}/test",
        "settings",
        Who::Organizer,
        "queue a test event for a webhook",
    )
    .takes(&[IDEMPOTENCY_KEY])
    .answers(&[json::<WebhookDelivery>(202)]),
    get(
        "/conferences/{conference}/webhooks/{id}/deliveries",
        "settings",
        Who::Organizer,
        "what was sent to a webhook in the last 30 days, latest first",
    )
    .takes(&[CURSOR])
    .answers(&[json::<WebhookDeliveries>(200)]),
    post(
        "/conferences/{conference}/webhooks/{id}/deliveries/{delivery}/replay",
        "settings",
        Who::Organizer,
        "queue a delivery again, with the same id and body",
    )
    .answers(&[json::<WebhookDelivery>(202)]),
];

words! {
    /// What happened. `webhook.test` needs no subscription.
    WebhookEvent {
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
    /// Disabled: it failed for five days without a success, or answered 410. Set it to `active` to use it again.
    WebhookState { Active = "active", Paused = "paused", Disabled = "disabled" }
}

words! {
    WebhookDeliveryState { Pending = "pending", Delivered = "delivered", Failed = "failed" }
}

words! {
    WebhookAct {
        Save = "save",
        Pause = "pause",
        Resume = "resume",
        Rotate = "rotate",
        Test = "test",
        Replay = "replay",
        Remove = "remove",
    }
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct NewWebhook {
    /// HTTPS, at a public name.
    pub url: String,
    /// In a form, a field for each: `events.offer.made`.
    pub events: Vec<WebhookEvent>,
    /// Of a form; programs send the header.
    pub idempotency_key: Option<String>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct WebhookChange {
    pub url: Option<String>,
    pub events: Option<Vec<WebhookEvent>>,
    /// `active` or `paused`. While it is paused, nothing is queued for it, and what is queued is given up when it is due.
    pub state: Option<WebhookState>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct WebhookForm {
    pub action: WebhookAct,
    /// To save.
    pub url: Option<String>,
    /// To save: a field for each, such as `events.offer.made`.
    pub events: Option<Vec<WebhookEvent>>,
    /// The delivery to replay.
    pub delivery: Option<String>,
    /// For a new secret and a test.
    pub idempotency_key: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Webhooks {
    pub webhooks: Vec<Webhook>,
    /// Always null: the list is whole.
    pub next: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Webhook {
    pub id: String,
    pub url: String,
    pub events: Vec<WebhookEvent>,
    pub state: WebhookState,
    pub created_at: Timestamp,
    /// Until when the secret before the last rotation signs too; null if it does not.
    pub former_secret_until: Option<Timestamp>,
    /// Since when every try failed; null if the last one did not.
    pub failing_since: Option<Timestamp>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct WebhookWithSecret {
    #[serde(flatten)]
    pub about: Webhook,
    /// The key of the signatures (Standard Webhooks): base 64 after `whsec_`. Not shown again.
    pub secret: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct WebhookDeliveries {
    pub deliveries: Vec<WebhookDelivery>,
    /// The link to the next page, with its `cursor`; null on the last.
    pub next: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct WebhookDelivery {
    /// The header `webhook-id`, the same for every try.
    pub id: String,
    #[serde(rename = "type")]
    pub kind: WebhookEvent,
    pub state: WebhookDeliveryState,
    /// When the event happened.
    pub at: Timestamp,
    /// The body as it is sent: `type`, `timestamp`, and `data` with ids, a state and a link.
    pub body: String,
    /// The latest tries, oldest first.
    pub attempts: Vec<WebhookAttempt>,
    /// Null if there is none.
    pub next_try_at: Option<Timestamp>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct WebhookAttempt {
    pub at: Timestamp,
    /// Null without an answer.
    pub status: Option<u16>,
    pub duration_ms: u64,
    /// Why it failed: at most 200 characters. Null if it did not.
    pub error: Option<String>,
}

impl From<webhook::EventKind> for WebhookEvent {
    fn from(kind: webhook::EventKind) -> Self {
        use webhook::EventKind;
        match kind {
            EventKind::RegistrationCreated => Self::RegistrationCreated,
            EventKind::RegistrationCancelled => Self::RegistrationCancelled,
            EventKind::OfferMade => Self::OfferMade,
            EventKind::OfferAccepted => Self::OfferAccepted,
            EventKind::OfferLapsed => Self::OfferLapsed,
            EventKind::ProposalSubmitted => Self::ProposalSubmitted,
            EventKind::DecisionReleased => Self::DecisionReleased,
            EventKind::TimetablePublished => Self::TimetablePublished,
            EventKind::PersonCheckedIn => Self::PersonCheckedIn,
            EventKind::Test => Self::Test,
        }
    }
}

impl From<webhook::EndpointState> for WebhookState {
    fn from(state: webhook::EndpointState) -> Self {
        match state {
            webhook::EndpointState::Active => Self::Active,
            webhook::EndpointState::Paused => Self::Paused,
            webhook::EndpointState::Disabled => Self::Disabled,
        }
    }
}

impl From<webhook::DeliveryState> for WebhookDeliveryState {
    fn from(state: webhook::DeliveryState) -> Self {
        match state {
            webhook::DeliveryState::Pending => Self::Pending,
            webhook::DeliveryState::Delivered => Self::Delivered,
            webhook::DeliveryState::Failed => Self::Failed,
        }
    }
}

impl Webhook {
    pub fn new(endpoint: &webhook::Endpoint, now: Timestamp) -> Self {
        let former = endpoint.former.as_ref().map(|former| former.until);
        Self {
            id: endpoint.id.clone(),
            url: endpoint.url.as_str().to_owned(),
            events: endpoint.events.iter().copied().map(Into::into).collect(),
            state: endpoint.state.into(),
            created_at: endpoint.created_at,
            former_secret_until: former.filter(|until| now < *until),
            failing_since: endpoint.failing_since,
        }
    }
}

impl From<&webhook::Delivery> for WebhookDelivery {
    fn from(delivery: &webhook::Delivery) -> Self {
        let attempt = |attempt: &webhook::Attempt| WebhookAttempt {
            at: attempt.at,
            status: attempt.status,
            duration_ms: attempt.millis,
            error: attempt.error.clone(),
        };
        Self {
            id: delivery.id.clone(),
            kind: delivery.kind.into(),
            state: delivery.state.into(),
            at: delivery.at,
            body: delivery.body.clone(),
            attempts: delivery.attempts.iter().map(attempt).collect(),
            next_try_at: delivery.next_try_at,
        }
    }
}
