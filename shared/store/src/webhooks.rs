//! Webhooks: what organizers do with endpoints. See [`events`] for what acts write, and [`delivering`] for the workflow.
//!
//! The edition's definition item says which events its active endpoints want, so that an act needs no further read to
//! know whether it writes an event, and writes none in vain. So a change of what an endpoint wants is a new revision of the
//! edition.

mod delivering;
mod events;

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::ConferenceId;
use domain::person::base32;
use domain::webhook::{
    Delivery, Endpoint, EndpointChange, EndpointState, Event, EventKind, MOST_ENDPOINTS, NewEndpoint, SecretSeed,
    secret_text, wanted,
};

use crate::editions::definition_writes_for;
use crate::table::{Cancelled, Guard, Item, TRIES, Write, item, millis, number, text, typed};
use crate::{CACHE_FOR, Cursor, Edition, Page, Store, StoreError, keys};

pub use delivering::{Sending, WebhooksDelivered};
pub(crate) use events::event_write;

/// The outcome of adding an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddWebhook {
    /// The endpoint and its secret, which no later answer shows. A repeat gets the same.
    Added(Endpoint, String),
    /// The edition has as many as it can have.
    Full,
    /// The `Idempotency-Key` was used for another request.
    KeyReused,
}

/// A change of an endpoint, before it is written. No endpoint after it means that it is removed.
struct Change {
    before: Option<Endpoint>,
    after: Option<Endpoint>,
    act: Act,
}

/// The secret of a seed; `None` if its signing key has been retired.
fn secret(ctx: &Context, c: &ConferenceId, endpoint: &str, seed: &SecretSeed) -> Option<[u8; 32]> {
    ctx.keys().hash(&seed.key_id, "webhook-secret", &[c.as_str(), endpoint, &seed.nonce])
}

/// What an `Idempotency-Key` stands for, so that a repeat finds it; without a key, something new.
fn mark(ctx: &Context, purpose: &str, parts: &[&str], key: Option<&str>) -> String {
    let seed = key.map_or_else(|| ctx.nonce(), str::to_owned);
    let parts = [parts, &[seed.as_str()]].concat();
    let hash = ctx.keys().hash(ctx.keys().current(), purpose, &parts).expect("the current key is in the ring");
    base32(&hash[..15])
}

impl Store {
    /// An edition's endpoints, oldest first.
    pub async fn webhooks(&self, c: &ConferenceId) -> Result<Vec<Endpoint>, StoreError> {
        let mut endpoints: Vec<Endpoint> = self.readable(self.table.query(&keys::webhooks(c)).await?);
        endpoints.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        Ok(endpoints)
    }

    pub async fn webhook(&self, c: &ConferenceId, id: &str) -> Result<Option<Endpoint>, StoreError> {
        self.table.get(&keys::webhook(c, id)).await?.map(typed).transpose()
    }

    /// Adds an endpoint. Guarded by its absence and by the edition's revision; a repeat with the same key finds it.
    pub async fn add_webhook(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        requested: &NewEndpoint,
        key: Option<&str>,
    ) -> Result<AddWebhook, StoreError> {
        let id = mark(ctx, "webhook-id", &[c.as_str()], key);
        let request = requested.mark();
        for attempt in 0..TRIES {
            let edition = self.edition_there(c).await?;
            let all = self.webhooks(c).await?;
            if let Some(earlier) = all.iter().find(|endpoint| endpoint.id == id) {
                let shown = secret(ctx, c, &id, &earlier.secret).filter(|_| earlier.request == request);
                return Ok(shown
                    .map_or(AddWebhook::KeyReused, |shown| AddWebhook::Added(earlier.clone(), secret_text(&shown))));
            }
            if all.len() >= MOST_ENDPOINTS {
                return Ok(AddWebhook::Full);
            }
            let made = Endpoint {
                id: id.clone(),
                conference: c.clone(),
                url: requested.url.clone(),
                events: requested.events.clone(),
                state: EndpointState::Active,
                secret: SecretSeed { key_id: ctx.keys().current().to_owned(), nonce: ctx.nonce() },
                former: None,
                request: request.clone(),
                created_at: ctx.now(),
                rev: 1,
                tested: None,
                failing_since: None,
                failures: 0,
                rests_until: None,
            };
            let act = Act::new(Kind::WebhookAdded, &id, 1);
            let change = Change { before: None, after: Some(made.clone()), act };
            if self.write_webhook(ctx, &edition, &all, change).await? {
                let shown = secret(ctx, c, &id, &made.secret).expect("the current key is in the ring");
                return Ok(AddWebhook::Added(made, secret_text(&shown)));
            }
            self.back_off(ctx, attempt).await;
        }
        Err(StoreError::Busy("the webhooks of this edition change just now".into()))
    }

    /// Changes an endpoint. A repeat changes nothing. `None` if there is no such endpoint.
    pub async fn change_webhook(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        id: &str,
        change: &EndpointChange,
    ) -> Result<Option<Endpoint>, StoreError> {
        self.change_webhook_with(ctx, c, id, |before| {
            let after = before.changed(change);
            let act = Act::new(Kind::WebhookChanged, id, after.rev);
            (after.rev != before.rev).then(|| {
                let act = act.before(before.state.as_str()).after(after.state.as_str());
                (after, act)
            })
        })
        .await
    }

    /// Gives an endpoint a new secret; the former one signs for a day too. Returns the endpoint with the secret. A repeat
    /// with the same key gets the same. `None` if there is no such endpoint.
    pub async fn rotate_webhook_secret(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        id: &str,
        key: Option<&str>,
    ) -> Result<Option<(Endpoint, String)>, StoreError> {
        let nonce = mark(ctx, "webhook-rotation", &[c.as_str(), id], key);
        let seed = SecretSeed { key_id: ctx.keys().current().to_owned(), nonce };
        let rotated = self
            .change_webhook_with(ctx, c, id, |before| {
                let after = before.rotated(seed.clone(), ctx.now());
                let act = Act::new(Kind::WebhookSecretRotated, id, after.rev);
                (before.secret != seed).then_some((after, act))
            })
            .await?;
        Ok(rotated.and_then(|endpoint| {
            let shown = secret_text(&secret(ctx, c, id, &endpoint.secret)?);
            Some((endpoint, shown))
        }))
    }

    /// Changes an endpoint under the version that was read; `make` returns `None` if nothing changes.
    async fn change_webhook_with(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        id: &str,
        make: impl Fn(&Endpoint) -> Option<(Endpoint, Act)>,
    ) -> Result<Option<Endpoint>, StoreError> {
        for attempt in 0..TRIES {
            let edition = self.edition_there(c).await?;
            let all = self.webhooks(c).await?;
            let Some(before) = all.iter().find(|endpoint| endpoint.id == id).cloned() else { return Ok(None) };
            let Some((after, act)) = make(&before) else { return Ok(Some(before)) };
            let change = Change { before: Some(before), after: Some(after.clone()), act };
            if self.write_webhook(ctx, &edition, &all, change).await? {
                return Ok(Some(after));
            }
            self.back_off(ctx, attempt).await;
        }
        Err(StoreError::Busy("the webhooks of this edition change just now".into()))
    }

    /// Removes an endpoint; what is queued for it is dropped when it is due. A repeat finds nothing. Returns whether it
    /// was there.
    pub async fn remove_webhook(&self, ctx: &Context, c: &ConferenceId, id: &str) -> Result<bool, StoreError> {
        for attempt in 0..TRIES {
            let edition = self.edition_there(c).await?;
            let all = self.webhooks(c).await?;
            let Some(before) = all.iter().find(|endpoint| endpoint.id == id).cloned() else { return Ok(false) };
            let act = Act::new(Kind::WebhookRemoved, id, before.rev + 1);
            if self.write_webhook(ctx, &edition, &all, Change { before: Some(before), after: None, act }).await? {
                return Ok(true);
            }
            self.back_off(ctx, attempt).await;
        }
        Err(StoreError::Busy("the webhooks of this edition change just now".into()))
    }

    /// Writes a change of an endpoint, and what the edition's endpoints want then. Guarded by the versions of both; returns
    /// whether they were current. Afterwards no process works with the earlier edition.
    async fn write_webhook(
        &self,
        ctx: &Context,
        edition: &Edition,
        all: &[Endpoint],
        change: Change,
    ) -> Result<bool, StoreError> {
        let c = edition.id();
        let key = change.before.as_ref().or(change.after.as_ref()).map(|endpoint| keys::webhook(c, &endpoint.id));
        let key = key.expect("a change has an endpoint before or after it");
        let others = all.iter().filter(|endpoint| endpoint.id != key.sk);
        let events = wanted(others.chain(&change.after));
        let guard = match &change.before {
            Some(before) => Guard::Equals("rev", number(before.rev)),
            None => Guard::Absent,
        };
        let mut writes = vec![match &change.after {
            Some(after) => Write::Put { item: item(&key, after), guards: vec![guard] },
            None => Write::Delete { key, guards: vec![guard] },
        }];
        // Even if the edition wants the same: of two endpoints that change at once, the second must see the first, or the
        // edition would miss what one of them wants.
        let wants = |endpoint: &Option<Endpoint>| endpoint.as_ref().map(|one| (one.state, one.events.clone()));
        let is_new_revision = wants(&change.before) != wants(&change.after);
        if is_new_revision {
            writes.extend(definition_writes_for(edition, &edition.document, &events));
        }
        writes.extend(self.activity(ctx, c, change.act));
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => {
                if is_new_revision {
                    ctx.sleep(CACHE_FOR).await;
                }
                Ok(true)
            }
            Err(Cancelled::Reasons(_)) => Ok(false),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Queues a test event for one endpoint. Guarded by the endpoint's version; a repeat of the latest test with the same
    /// key finds its delivery. `base_url` begins its link. `None` if there is no such endpoint.
    pub async fn test_webhook(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        id: &str,
        key: Option<&str>,
        base_url: &str,
    ) -> Result<Option<Delivery>, StoreError> {
        let request = mark(ctx, "webhook-test", &[c.as_str(), id], key);
        for attempt in 0..TRIES {
            let Some(before) = self.webhook(c, id).await? else { return Ok(None) };
            if let Some((_, event)) = before.tested.as_ref().filter(|(earlier, _)| *earlier == request) {
                return self.webhook_delivery(c, id, event).await;
            }
            let event = Event::new(c, EventKind::Test, id, before.state.as_str(), &request, ctx.now());
            let delivery = Delivery::new(&event, &before, base_url, ctx.now());
            let tested = Some((request.clone(), event.id.clone()));
            let after = Endpoint { tested, rev: before.rev + 1, ..before.clone() };
            let guards = vec![Guard::Equals("rev", number(before.rev))];
            let mut writes = vec![
                Write::Put { item: item(&keys::webhook(c, id), &after), guards },
                Write::Put { item: delivery_item(c, &delivery), guards: vec![Guard::Absent] },
            ];
            writes.extend(self.activity(ctx, c, Act::new(Kind::WebhookTested, id, after.rev)));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(Some(delivery)),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("this webhook changes just now".into()))
    }

    pub async fn webhook_delivery(
        &self,
        c: &ConferenceId,
        endpoint: &str,
        event: &str,
    ) -> Result<Option<Delivery>, StoreError> {
        self.table.get(&keys::delivery(c, endpoint, event)).await?.map(typed).transpose()
    }

    /// An endpoint's deliveries, latest event first.
    pub async fn webhook_deliveries(
        &self,
        c: &ConferenceId,
        endpoint: &str,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<Delivery>, StoreError> {
        let pk = keys::deliveries(c, endpoint);
        let before = after.and_then(|after| after.as_str().split_once('#')).map(|(_, id)| id);
        let found = self.table.query_latest(&pk, before, limit + 1).await?;
        let has_more = found.len() > limit;
        let mut items: Vec<Delivery> = self.readable(found.into_iter().map(|(_, item)| item));
        items.truncate(limit);
        let next = items.last().filter(|_| has_more).map(|last| Cursor::at(format!("{}#{}", last.at, last.id)));
        Ok(Page { items, next })
    }

    /// Queues a delivery again, with the same id and body. Guarded by its version; a repeat finds it queued. `None` if
    /// there is no such delivery.
    pub async fn replay_webhook(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        endpoint: &str,
        event: &str,
    ) -> Result<Option<Delivery>, StoreError> {
        for attempt in 0..TRIES {
            let Some(before) = self.webhook_delivery(c, endpoint, event).await? else { return Ok(None) };
            let Some(after) = before.replayed(ctx.now()) else { return Ok(Some(before)) };
            let mut writes = vec![delivery_write(c, &after, &before)];
            let act = Act::new(Kind::WebhookReplayed, endpoint, format!("{event}:{}", after.rev)).after(event);
            writes.extend(self.activity(ctx, c, act));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(Some(after)),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("this delivery changes just now".into()))
    }
}

/// Due while it is pending. It expires with the log.
fn delivery_item(c: &ConferenceId, delivery: &Delivery) -> Item {
    let mut put = item(&keys::delivery(c, &delivery.endpoint, &delivery.id), delivery);
    if let Some(at) = delivery.next_try_at {
        put.insert("due_pk".into(), text(keys::due_delivery(&delivery.id)));
        put.insert("due_at".into(), millis(at));
    }
    put.insert("expires".into(), number((delivery.at + domain::webhook::KEPT_FOR).as_second()));
    put
}

/// Guarded by the version that was read.
fn delivery_write(c: &ConferenceId, after: &Delivery, before: &Delivery) -> Write {
    Write::Put { item: delivery_item(c, after), guards: vec![Guard::Equals("rev", number(before.rev))] }
}
