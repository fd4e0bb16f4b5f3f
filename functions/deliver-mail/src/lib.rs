//! Hands queued mails to the mail service, each once, within the service's rate, and the most urgent first.
//!
//! Level-triggered: the `due` index has the time at which to send each mail. The function claims a mail before the
//! hand-over, so that no two invocations send it at once, and records the outcome afterwards. See `domain::mail::claim`
//! for a mail whose claim ends without an outcome.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_sdk_ses::Client;
use aws_sdk_ses::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ses::operation::send_raw_email::SendRawEmailError;
use aws_sdk_ses::primitives::Blob;
use aws_sdk_ses::types::RawMessage;
use context::Context;
use domain::mail::{Mail, MailPriority, NOT_SENT, SUPPRESSED};
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use store::{Handover, Run, Store, StoreError};

/// The most mails in one batch.
const BATCH: usize = 100;

/// The most hand-overs in progress at once.
const AT_ONCE: usize = 8;

/// Length of a turn, after which the queue is checked again for mails that people wait for. If the rate allows less
/// than one mail in this time, each mail is a turn.
const TURN: Duration = Duration::from_millis(50);

/// How long a batch runs if its caller sets no end.
const BATCH_LASTS: Duration = Duration::from_secs(30);

/// Time limit for one hand-over to the mail service.
const HAND_OVER_LASTS: Duration = Duration::from_secs(20);

/// How long before its deadline a call stops taking mails, so that the last one is sent and recorded before Lambda ends
/// the call.
pub const STOPS_BEFORE: Duration = Duration::from_secs(25);

/// The result of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Mails that the service accepted.
    pub sent: usize,
    /// Mails to try again later.
    pub delayed: usize,
    pub failed: usize,
    /// Mails whose outcome is unknown; due again when their claim ends.
    pub unknown: usize,
}

impl std::ops::AddAssign for Delivered {
    fn add_assign(&mut self, other: Self) {
        self.sent += other.sent;
        self.delayed += other.delayed;
        self.failed += other.failed;
        self.unknown += other.unknown;
    }
}

/// The client for handing over mails. It never retries: a retry after a lost answer would send a second mail, and
/// `domain::mail` decides when to try again.
pub fn client(config: aws_sdk_ses::config::Builder) -> Client {
    use aws_sdk_ses::config::retry::RetryConfig;
    use aws_sdk_ses::config::timeout::TimeoutConfig;
    let limits = TimeoutConfig::builder().operation_timeout(HAND_OVER_LASTS).build();
    Client::from_conf(config.retry_config(RetryConfig::disabled()).timeout_config(limits).build())
}

/// Hands over due mails, at most one batch.
pub async fn run(context: &Context, store: &Store, ses: &Client) -> Result<Run<Delivered>, StoreError> {
    run_down_to(MailPriority::Routine, context, store, ses).await
}

/// Hands over due mails that are at least as urgent as `lowest`, at most one batch.
pub async fn run_down_to(
    lowest: MailPriority,
    context: &Context,
    store: &Store,
    ses: &Client,
) -> Result<Run<Delivered>, StoreError> {
    Delivery::new(context, store, ses, context.now() + BATCH_LASTS).batch(lowest).await
}

/// Hands over due mails, batch after batch, until none is due or `ends_at` comes.
pub async fn run_until(
    ends_at: Timestamp,
    context: &Context,
    store: &Store,
    ses: &Client,
) -> Result<Run<Delivered>, StoreError> {
    let mut delivery = Delivery::new(context, store, ses, ends_at);
    let mut all = Run::default();
    loop {
        all += delivery.batch(MailPriority::Routine).await?;
        if !all.more || context.now() >= ends_at {
            return Ok(all);
        }
    }
}

/// Batches within one call of the function. They share one pace: `GetSendQuota` allows one call a second, and a batch
/// that starts without a pause would exceed the rate.
#[derive(Debug)]
struct Delivery<'a> {
    context: &'a Context,
    store: &'a Store,
    ses: &'a Client,
    ends_at: Timestamp,
    turns: Option<Turns<'a>>,
}

impl<'a> Delivery<'a> {
    fn new(context: &'a Context, store: &'a Store, ses: &'a Client, ends_at: Timestamp) -> Self {
        Self { context, store, ses, ends_at, turns: None }
    }

    async fn batch(&mut self, lowest: MailPriority) -> Result<Run<Delivered>, StoreError> {
        let (context, store, ses) = (self.context, self.store, self.ses);
        let queue = store.mail_queue(context, lowest, BATCH).await?;
        if queue.is_empty() {
            return Ok(Run::default());
        }
        let turns = match &mut self.turns {
            Some(turns) => turns,
            none => {
                let Some(per_second) = rate(ses).await else { return Ok(Run::default()) };
                none.insert(Turns::new(context, Pace::at(per_second), self.ends_at))
            }
        };
        let turns = &*turns;
        let next_turn = || -> BoxFuture<'_, _> { Box::pin(turns.next()) };
        let deliver =
            |mail: Mail| -> BoxFuture<'_, _> { Box::pin(async move { deliver(context, store, ses, &mail).await }) };
        let mut run = store.deliver_due(context, queue, AT_ONCE, next_turn, deliver).await?;
        let delivered = run.done;
        run.more &= delivered.sent > 0;
        if delivered != Delivered::default() {
            tracing::info!(
                metric.mails_sent = delivered.sent,
                metric.mails_delayed = delivered.delayed,
                metric.mails_failed = delivered.failed,
                metric.mails_unknown = delivered.unknown,
                "delivered"
            );
        }
        Ok(run)
    }
}

/// The pace of mails: a number in each turn, then a pause.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pace {
    mails: usize,
    pause: Duration,
}

impl Pace {
    /// The pace for a number of mails a second; one mail in a turn if the rate is low.
    fn at(per_second: f64) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rate is neither huge nor negative"
        )]
        let mails = ((per_second * TURN.as_secs_f64()) as usize).max(1);
        #[expect(clippy::cast_precision_loss, reason = "a handful")]
        let pause = Duration::from_secs_f64(mails as f64 / per_second);
        Self { mails, pause }
    }
}

/// The turns of one delivery.
#[derive(Debug)]
struct Turns<'a> {
    context: &'a Context,
    pace: Pace,
    ends_at: Timestamp,
    last: Mutex<Option<Timestamp>>,
}

impl<'a> Turns<'a> {
    fn new(context: &'a Context, pace: Pace, ends_at: Timestamp) -> Self {
        Self { context, pace, ends_at, last: Mutex::default() }
    }

    /// Waits for the next turn and returns how many mails may go in it; 0 from `ends_at` on.
    async fn next(&self) -> usize {
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = last {
            let passed = Duration::try_from(self.context.now().duration_since(last)).unwrap_or_default();
            self.context.sleep(self.pace.pause.saturating_sub(passed)).await;
        }
        let now = self.context.now();
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        if now < self.ends_at { self.pace.mails } else { 0 }
    }
}

/// Mails a second that the service allows; `None` if it currently allows none. If it does not answer, the lowest rate.
async fn rate(ses: &Client) -> Option<f64> {
    match ses.get_send_quota().send().await {
        Ok(quota) => {
            let left = quota.max24_hour_send - quota.sent_last24_hours;
            // -1 means no limit (SES API, GetSendQuota).
            (quota.max24_hour_send < 0.0 || left >= 1.0).then(|| quota.max_send_rate.max(1.0))
        }
        Err(error) => {
            tracing::warn!(cause = error.code().unwrap_or("unreachable"), "the mail service gives no quota");
            Some(1.0)
        }
    }
}

async fn deliver(ctx: &Context, store: &Store, ses: &Client, mail: &Mail) -> Result<Delivered, StoreError> {
    // Do everything that can fail before the claim, so that a failure counts for this mail and is retried.
    let is_suppressed = store.is_suppressed(ctx, &mail.to).await?;
    let edition = match mail.conference.as_deref().map(str::parse) {
        Some(Ok(id)) => store.edition_hint(&id).await?,
        _ => None,
    };
    let readable = match &edition {
        Some(edition) => &store.in_readers_language(edition, mail).await?,
        None => mail,
    };
    let composed = mail::compose(ctx, readable, edition.as_ref().map(|e| &*e.conference));
    let Some(claimed) = store.claim_mail(ctx, mail).await? else { return Ok(Delivered::default()) };
    let trace = claimed.trace.as_deref().unwrap_or_default();
    if is_suppressed {
        tracing::warn!(mail.key = claimed.key, request.trace = trace, "nothing is sent to this address");
        store.note_mail(ctx, &claimed, Handover::Refused { error: SUPPRESSED.into() }).await?;
        return Ok(Delivered { failed: 1, ..Delivered::default() });
    }
    let composed = match composed {
        Ok(composed) => composed,
        Err(error) => {
            tracing::error!(mail.key = claimed.key, request.trace = trace, cause = error, "a mail cannot be composed");
            store.note_mail(ctx, &claimed, Handover::Refused { error }).await?;
            return Ok(Delivered { failed: 1, ..Delivered::default() });
        }
    };
    let unknown = Delivered { unknown: 1, ..Delivered::default() };
    let message = RawMessage::builder().data(Blob::new(composed.raw)).build();
    let Ok(message) = message else { return Ok(unknown) };
    let sent = ses
        .send_raw_email()
        .destinations(composed.to)
        .raw_message(message)
        .set_configuration_set_name(ctx.settings().configuration_set.clone())
        .send()
        .await;
    let (how, done) = match sent {
        Ok(answer) => {
            tracing::info!(
                mail.key = claimed.key,
                mail.message_id = answer.message_id,
                request.trace = trace,
                "the mail service took a mail"
            );
            (Handover::Accepted { message_id: answer.message_id }, Delivered { sent: 1, ..Delivered::default() })
        }
        Err(error) => match refusal(&error) {
            Some(Handover::Refused { error }) => {
                tracing::error!(mail.key = claimed.key, request.trace = trace, cause = error, "a mail was refused");
                (Handover::Refused { error }, Delivered { failed: 1, ..Delivered::default() })
            }
            Some(how) => (how, Delivered { delayed: 1, ..Delivered::default() }),
            None => {
                tracing::warn!(mail.key = claimed.key, request.trace = trace, "the mail service did not answer");
                return Ok(unknown);
            }
        },
    };
    store.note_mail(ctx, &claimed, how).await?;
    Ok(done)
}

/// What an error means for the mail: refused permanently, refused for now, or (`None`) unknown.
fn refusal(error: &SdkError<SendRawEmailError>) -> Option<Handover> {
    match error {
        // The request was never sent.
        SdkError::ConstructionFailure(_) => Some(Handover::Delayed { error: NOT_SENT.into() }),
        SdkError::DispatchFailure(failure) if failure.is_user() => Some(Handover::Delayed { error: NOT_SENT.into() }),
        SdkError::ServiceError(service) => {
            let refused = service.err();
            let text = format!("{}: {}", refused.code().unwrap_or("?"), refused.message().unwrap_or(""));
            let for_good = refused.is_message_rejected() || refused.code() == Some("InvalidParameterValue");
            Some(if for_good { Handover::Refused { error: text } } else { Handover::Delayed { error: text } })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_rates_go_one_by_one_and_fast_ones_a_few_in_a_turn() {
        for (per_second, mails, millis) in [(1.0, 1, 1_000), (14.0, 1, 71), (100.0, 5, 50), (200.0, 10, 50)] {
            let pace = Pace::at(per_second);
            assert_eq!((pace.mails, pace.pause.as_millis()), (mails, millis), "{per_second}");
        }
    }
}
