//! Delivers events to organizers' webhooks: to each endpoint, until its receiver accepts or the tries are used up.
//!
//! Level-triggered: an event, and then each of its deliveries, is due in the `due` index. A delivery is claimed before
//! a try and noted after it. If a run ends in between, it is tried again under the same id, by which receivers recognize
//! it.

mod send;
mod signature;

use context::Context;
use domain::webhook::Outcome;
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use store::{Run, Sending, Store, StoreError, WebhooksDelivered};

/// How long before its deadline a call starts no further batch: a batch makes up to four tries of 10 s in a row.
pub const STOPS_BEFORE: SignedDuration = SignedDuration::from_secs(45);

/// Processes what is due, at most one batch.
pub async fn run(context: &Context, store: &Store) -> Result<Run<WebhooksDelivered>, StoreError> {
    let send = |sending: Sending| -> BoxFuture<'static, Outcome> {
        let context = context.clone();
        Box::pin(async move { send::send(&context, &sending).await })
    };
    let run = store.deliver_webhooks_due(context, send).await?;
    if run.done != WebhooksDelivered::default() {
        tracing::info!(
            webhooks.events = run.done.events,
            metric.webhooks_delivered = run.done.delivered,
            metric.webhooks_failed = run.done.failed,
            webhooks.held = run.done.held,
            "webhooks delivered"
        );
    }
    Ok(run)
}

/// Processes batch after batch, until nothing is due or `ends_at` comes.
pub async fn run_until(
    ends_at: Timestamp,
    context: &Context,
    store: &Store,
) -> Result<Run<WebhooksDelivered>, StoreError> {
    let mut all = Run::default();
    loop {
        all += run(context, store).await?;
        if !all.more || context.now() >= ends_at {
            return Ok(all);
        }
    }
}
