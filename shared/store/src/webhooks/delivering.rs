//! The workflow `deliver-webhooks`: makes deliveries of events, and tries each until it is delivered or given up.

use std::ops::AddAssign;

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::ConferenceId;
use domain::webhook::{Delivery, Endpoint, EndpointState, Event, EventKind, Outcome, WebhookUrl, delay_after};
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};

use super::{Change, delivery_item, delivery_write, secret};
use crate::due::{Processing, Run, Work};
use crate::keys::{DELIVER_WEBHOOKS, EVENT, Key};
use crate::table::{Cancelled, Guard, TRIES, Write, item, number, text, typed};
use crate::{Store, StoreError, keys};

/// A try may last 10 s, so a run with these figures ends within 40 s.
const WORK: Work = Work { at_once: 16, ..Work::each(DELIVER_WEBHOOKS, 64) };

/// How long a try is claimed: longer than a run may last, so that no other run tries it meanwhile.
const CLAIM: SignedDuration = SignedDuration::from_secs(90);

/// The longest rest of an endpoint after a failure, for its other deliveries.
const LONGEST_REST: SignedDuration = SignedDuration::from_hours(1);

/// What one run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WebhooksDelivered {
    /// Events that got their deliveries.
    pub events: u64,
    pub delivered: u64,
    /// Tries that failed.
    pub failed: u64,
    /// Deliveries put off or given up without a try.
    pub held: u64,
}

impl AddAssign for WebhooksDelivered {
    fn add_assign(&mut self, other: Self) {
        self.events += other.events;
        self.delivered += other.delivered;
        self.failed += other.failed;
        self.held += other.held;
    }
}

/// One try to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    pub url: WebhookUrl,
    /// The `webhook-id`.
    pub id: String,
    /// The `webhook-timestamp`.
    pub at: Timestamp,
    pub body: String,
    /// Each signs; the current one first.
    pub secrets: Vec<[u8; 32]>,
}

impl Store {
    /// Processes due events and deliveries, at most a batch. `send` makes one try and answers within 10 s.
    pub async fn deliver_webhooks_due(
        &self,
        ctx: &Context,
        send: impl Fn(Sending) -> BoxFuture<'static, Outcome> + Sync,
    ) -> Result<Run<WebhooksDelivered>, StoreError> {
        let store = &self.acting_workflow(DELIVER_WEBHOOKS).lenient();
        let send = &send;
        let process = |keys: Vec<Key>| -> Processing<'_, WebhooksDelivered> {
            Box::pin(async move {
                let mut done = WebhooksDelivered::default();
                for key in keys {
                    if key.sk == EVENT {
                        done.events += u64::from(store.fan_out(ctx, &key).await?);
                    } else {
                        done += store.deliver_webhook(ctx, &key, send).await?;
                    }
                }
                // Deliveries of these events are due at once.
                Ok((done, done.events > 0))
            })
        };
        store.process_due(ctx, &WORK, process).await
    }

    /// Makes a delivery of an event for each endpoint that wants it. Guarded by the event's being due and by each
    /// delivery's absence; a repeat changes nothing. Returns whether this call did it.
    async fn fan_out(&self, ctx: &Context, key: &Key) -> Result<bool, StoreError> {
        let broken = || StoreError::Broken(format!("{} is not an event", key.pk));
        let (c, _) = keys::parse_event(key).ok_or_else(broken)?;
        let Some(found) = self.table.get(key).await? else { return Ok(false) };
        let Some(due_at) = found.get("due_at").cloned() else { return Ok(false) };
        let event: Event = typed(found)?;
        let guards = vec![Guard::Equals("due_at", due_at)];
        let mut writes = vec![Write::Set {
            key: key.clone(),
            set: vec![("fanned_out_at", text(ctx.now().to_string()))],
            remove: vec!["due_pk", "due_at"],
            guards,
        }];
        for endpoint in self.webhooks(&c).await? {
            if endpoint.is_active() && endpoint.wants(event.kind) && endpoint.created_at <= event.at {
                let delivery = Delivery::new(&event, &endpoint, &ctx.settings().base_url, ctx.now());
                writes.push(Write::Put { item: delivery_item(&c, &delivery), guards: vec![Guard::Absent] });
            }
        }
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok(true),
            Err(Cancelled::Reasons(_)) => Ok(false),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// One due delivery: claimed before the try, noted after it.
    async fn deliver_webhook(
        &self,
        ctx: &Context,
        key: &Key,
        send: &(impl Fn(Sending) -> BoxFuture<'static, Outcome> + Sync),
    ) -> Result<WebhooksDelivered, StoreError> {
        let held = WebhooksDelivered { held: 1, ..WebhooksDelivered::default() };
        let broken = || StoreError::Broken(format!("{} is not a delivery", key.pk));
        let (c, endpoint) = keys::parse_delivery(key).ok_or_else(broken)?;
        let now = ctx.now();
        let Some(found) = self.table.get(key).await? else { return Ok(WebhooksDelivered::default()) };
        let delivery: Delivery = typed(found)?;
        if !delivery.is_due(now) {
            return Ok(WebhooksDelivered::default());
        }
        let Some(endpoint) = self.webhook(&c, endpoint).await? else {
            let guards = vec![Guard::Equals("rev", number(delivery.rev))];
            self.try_write(ctx, Write::Delete { key: key.clone(), guards }).await?;
            return Ok(held);
        };
        // A test answers a question about the endpoint, whatever its state is.
        if delivery.kind != EventKind::Test {
            if !endpoint.is_active() {
                let stopped = delivery.stopped(endpoint.state, now);
                self.try_write(ctx, delivery_write(&c, &stopped, &delivery)).await?;
                return Ok(held);
            }
            if let Some(until) = endpoint.rests_until.filter(|until| *until > now) {
                let postponed = delivery.postponed(until);
                self.try_write(ctx, delivery_write(&c, &postponed, &delivery)).await?;
                return Ok(held);
            }
        }
        let claimed = match delivery.claim(now + CLAIM) {
            Ok(claimed) => claimed,
            Err(given_up) => {
                self.try_write(ctx, delivery_write(&c, &given_up, &delivery)).await?;
                return Ok(held);
            }
        };
        if !self.try_write(ctx, delivery_write(&c, &claimed, &delivery)).await? {
            return Ok(WebhooksDelivered::default());
        }
        self.try_delivery(ctx, &c, &endpoint, &claimed, send).await
    }

    async fn try_delivery(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        endpoint: &Endpoint,
        claimed: &Delivery,
        send: &(impl Fn(Sending) -> BoxFuture<'static, Outcome> + Sync),
    ) -> Result<WebhooksDelivered, StoreError> {
        let began = ctx.now();
        let secrets = endpoint.seeds(began).into_iter().filter_map(|seed| secret(ctx, c, &endpoint.id, seed));
        let sending = Sending {
            url: endpoint.url.clone(),
            id: claimed.id.clone(),
            at: began,
            body: claimed.body.clone(),
            secrets: secrets.collect(),
        };
        let outcome = if sending.secrets.is_empty() {
            Outcome::Failed("the key that its secret is made with is retired: rotate the secret".into())
        } else {
            send(sending).await
        };
        let ended = ctx.now();
        let millis = u64::try_from(ended.duration_since(began).as_millis()).unwrap_or(0);
        let next = ended + delay_after(claimed.tries, ctx.below("webhook-jitter", 1000));
        let after = claimed.tried(&outcome, began, millis, next);
        tracing::info!(
            conference.id = %c,
            webhook.id = endpoint.id,
            event.id = claimed.id,
            status = outcome.status().unwrap_or(0),
            duration_ms = millis,
            delivered = outcome.is_success(),
            "webhook tried"
        );
        self.try_write(ctx, delivery_write(c, &after, claimed)).await?;
        self.note_try(ctx, c, endpoint, &outcome).await?;
        let ok = u64::from(outcome.is_success());
        Ok(WebhooksDelivered { delivered: ok, failed: 1 - ok, ..WebhooksDelivered::default() })
    }

    /// Notes on the endpoint how a try ended. Guarded by its version; if another try has noted something meanwhile, that
    /// stays, unless this one disables the endpoint.
    async fn note_try(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        endpoint: &Endpoint,
        outcome: &Outcome,
    ) -> Result<(), StoreError> {
        let now = ctx.now();
        let rest = delay_after(endpoint.failures + 1, 0).min(LONGEST_REST);
        let Some(after) = endpoint.after(outcome, rest, now) else { return Ok(()) };
        if after.state != EndpointState::Disabled || !endpoint.is_active() {
            let after = Endpoint { state: endpoint.state, ..after };
            let guards = vec![Guard::Equals("rev", number(endpoint.rev))];
            self.try_write(ctx, Write::Put { item: item(&keys::webhook(c, &endpoint.id), &after), guards }).await?;
            return Ok(());
        }
        for attempt in 0..TRIES {
            let edition = self.edition_there(c).await?;
            let all = self.webhooks(c).await?;
            let current = all.iter().find(|one| one.id == endpoint.id && one.is_active()).cloned();
            let Some(before) = current.filter(|current| current.url == endpoint.url) else { return Ok(()) };
            let after = Endpoint { state: EndpointState::Disabled, rev: before.rev + 1, ..before.clone() };
            let act = Act::new(Kind::WebhookDisabled, &endpoint.id, after.rev);
            let change = Change { before: Some(before), after: Some(after), act };
            if self.write_webhook(ctx, &edition, &all, change).await? {
                return Ok(());
            }
            self.back_off(ctx, attempt).await;
        }
        Err(StoreError::Busy("the webhooks of this edition change just now".into()))
    }

    /// Returns whether the guards held.
    async fn try_write(&self, ctx: &Context, write: Write) -> Result<bool, StoreError> {
        match self.table.transact(ctx.id("transaction", 26), vec![write]).await {
            Ok(()) => Ok(true),
            Err(Cancelled::Reasons(_)) => Ok(false),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}
