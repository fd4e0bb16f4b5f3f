//! Hands owed mails to the mail service, each once, within the rate it gives, and the most urgent first.
//!
//! Level-triggered: mails say in the `due` index when they are to be sent. A mail is claimed before it is handed
//! over, so that no two invocations hand it over at once, and noted afterwards; see `domain::mail::claim` for what
//! happens to one whose claim ends without a note.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_sdk_ses::Client;
use aws_sdk_ses::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ses::operation::send_raw_email::SendRawEmailError;
use aws_sdk_ses::primitives::Blob;
use aws_sdk_ses::types::RawMessage;
use context::Context;
use domain::mail::{Mail, MailPriority, SUPPRESSED};
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use store::{Handover, Run, Store, StoreError};

/// Mails looked at in one run.
const BATCH: usize = 100;

/// Hand-overs under way at once.
const AT_ONCE: usize = 8;

/// Time of a turn, after which the queue is asked again for mails that people wait for. Where the rate allows less than
/// one mail in it, each mail is a turn.
const TURN: Duration = Duration::from_millis(50);

/// How long mails are taken in one run: with the last hand-over's 20 s it ends within the function's time limit.
const RUN_LASTS: Duration = Duration::from_secs(30);

/// What one run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Mails that the service took.
    pub sent: usize,
    /// Mails to be tried again later.
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

/// The client that mails are handed over with. It never tries again by itself: a second try after a lost answer
/// would be a second mail, and when to try again is decided by `domain::mail`.
pub fn client(config: aws_sdk_ses::config::Builder) -> Client {
    use aws_sdk_ses::config::retry::RetryConfig;
    use aws_sdk_ses::config::timeout::TimeoutConfig;
    let limits = TimeoutConfig::builder().operation_timeout(Duration::from_secs(20)).build();
    Client::from_conf(config.retry_config(RetryConfig::disabled()).timeout_config(limits).build())
}

/// Hands over what is due, a batch at most.
pub async fn run(context: &Context, store: &Store, ses: &Client) -> Result<Run<Delivered>, StoreError> {
    run_down_to(MailPriority::Routine, context, store, ses).await
}

/// Hands over what is due and at least as urgent as `lowest`, a batch at most.
pub async fn run_down_to(
    lowest: MailPriority,
    context: &Context,
    store: &Store,
    ses: &Client,
) -> Result<Run<Delivered>, StoreError> {
    let queue = store.mail_queue(context, lowest, BATCH).await?;
    if queue.is_empty() {
        return Ok(Run::default());
    }
    let Some(per_second) = rate(ses).await else { return Ok(Run::default()) };
    let turns = &Turns::new(context, Pace::at(per_second));
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

/// How fast mails go: so many in a turn, and then a pause.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pace {
    mails: usize,
    pause: Duration,
}

impl Pace {
    /// Keeps to so many mails a second: one in a turn where they are few.
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

/// The turns of one run.
#[derive(Debug)]
struct Turns<'a> {
    context: &'a Context,
    pace: Pace,
    ends_at: Timestamp,
    last: Mutex<Option<Timestamp>>,
}

impl<'a> Turns<'a> {
    fn new(context: &'a Context, pace: Pace) -> Self {
        Self { context, pace, ends_at: context.now() + RUN_LASTS, last: Mutex::default() }
    }

    /// Waits for the next turn, and answers how many mails may go in it: none once the run has taken long enough.
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

/// Mails a second that the service allows; `None` if it allows none for now. Unreachable: the least of all rates.
async fn rate(ses: &Client) -> Option<f64> {
    match ses.get_send_quota().send().await {
        Ok(quota) => {
            let left = quota.max24_hour_send - quota.sent_last24_hours;
            // -1 stands for no limit (SES API, GetSendQuota).
            (quota.max24_hour_send < 0.0 || left >= 1.0).then(|| quota.max_send_rate.max(1.0))
        }
        Err(error) => {
            tracing::warn!(cause = error.code().unwrap_or("unreachable"), "the mail service gives no quota");
            Some(1.0)
        }
    }
}

async fn deliver(ctx: &Context, store: &Store, ses: &Client, mail: &Mail) -> Result<Delivered, StoreError> {
    // All that can fail comes before the claim, so that a failure is this mail's, and tried again as such.
    let is_suppressed = store.is_suppressed(ctx, &mail.to).await?;
    let edition = match mail.conference.as_deref().map(str::parse) {
        Some(Ok(id)) => store.edition_hint(&id).await?,
        _ => None,
    };
    let composed = mail::compose(ctx, mail, edition.as_ref().map(|e| &*e.conference));
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

/// What an error says of the mail: refused for good, not now, or (`None`) unknown.
fn refusal(error: &SdkError<SendRawEmailError>) -> Option<Handover> {
    match error {
        // It never left.
        SdkError::ConstructionFailure(_) => Some(Handover::Delayed { error: "it could not be sent".into() }),
        SdkError::DispatchFailure(failure) if failure.is_user() => {
            Some(Handover::Delayed { error: "it could not be sent".into() })
        }
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
