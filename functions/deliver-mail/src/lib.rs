//! Hands owed mails to the mail service, each once, within the rate it gives.
//!
//! Level-triggered: mails say in the `due` index when they are to be sent. A mail is claimed before it is handed
//! over, so that no two invocations hand it over at once, and noted afterwards; see `domain::mail::claim` for what
//! happens to one whose claim ends without a note.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aws_sdk_ses::Client;
use aws_sdk_ses::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ses::operation::send_raw_email::SendRawEmailError;
use aws_sdk_ses::primitives::Blob;
use aws_sdk_ses::types::RawMessage;
use context::Context;
use domain::mail::SUPPRESSED;
use futures_util::stream::{self, StreamExt};
use store::keys::Key;
use store::{Handover, Store, StoreError};

/// Mails looked at in one run.
const BATCH: i32 = 100;

/// Hand-overs under way at once.
const AT_ONCE: usize = 8;

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
    /// Whether more may be due now: run again.
    pub more: bool,
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
pub async fn run(context: &Context, store: &Store, ses: &Client) -> Result<Delivered, StoreError> {
    let due = store.mails_due(context, BATCH).await?;
    if due.is_empty() {
        return Ok(Delivered::default());
    }
    let Some(per_second) = rate(ses).await else { return Ok(Delivered::default()) };
    let counts: [AtomicUsize; 4] = Default::default();
    let number = AtomicUsize::new(0);
    let results: Vec<Result<(), StoreError>> = stream::iter(due.clone())
        .map(|key| {
            let (counts, number) = (&counts, &number);
            async move {
                let position = number.fetch_add(1, Ordering::Relaxed);
                if position >= AT_ONCE {
                    // Each of those at once waits its share, so that together they keep to the rate.
                    #[allow(clippy::cast_precision_loss, reason = "a handful")]
                    context.sleep(Duration::from_secs_f64(AT_ONCE as f64 / per_second)).await;
                }
                if let Some(outcome) = deliver(context, store, ses, &key).await? {
                    counts[outcome as usize].fetch_add(1, Ordering::Relaxed);
                }
                Ok(())
            }
        })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let count = |outcome: Outcome| counts[outcome as usize].load(Ordering::Relaxed);
    let delivered = Delivered {
        sent: count(Outcome::Sent),
        delayed: count(Outcome::Delayed),
        failed: count(Outcome::Failed),
        unknown: count(Outcome::Unknown),
        more: due.len() >= usize::try_from(BATCH).unwrap_or(0) && count(Outcome::Sent) > 0,
    };
    tracing::info!(
        metric.mails_sent = delivered.sent,
        metric.mails_delayed = delivered.delayed,
        metric.mails_failed = delivered.failed,
        metric.mails_unknown = delivered.unknown,
        "delivered"
    );
    results.into_iter().collect::<Result<Vec<()>, _>>()?;
    Ok(delivered)
}

#[derive(Clone, Copy, Debug)]
enum Outcome {
    Sent,
    Delayed,
    Failed,
    Unknown,
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

async fn deliver(ctx: &Context, store: &Store, ses: &Client, key: &Key) -> Result<Option<Outcome>, StoreError> {
    let Some(claimed) = store.claim_mail(ctx, key).await? else { return Ok(None) };
    let trace = claimed.trace.as_deref().unwrap_or_default();
    if store.is_suppressed(ctx, &claimed.to).await? {
        tracing::warn!(mail.key = claimed.key, request.trace = trace, "nothing is sent to this address");
        store.note_mail(ctx, &claimed, Handover::Refused { error: SUPPRESSED.into() }).await?;
        return Ok(Some(Outcome::Failed));
    }
    let edition = match claimed.conference.as_deref().map(str::parse) {
        Some(Ok(id)) => store.edition_hint(&id).await?,
        _ => None,
    };
    let composed = match mail::compose(ctx, &claimed, edition.as_ref().map(|e| &*e.conference)) {
        Ok(composed) => composed,
        Err(error) => {
            tracing::error!(mail.key = claimed.key, request.trace = trace, cause = error, "a mail cannot be composed");
            store.note_mail(ctx, &claimed, Handover::Refused { error }).await?;
            return Ok(Some(Outcome::Failed));
        }
    };
    let message = RawMessage::builder().data(Blob::new(composed.raw)).build();
    let Ok(message) = message else { return Ok(Some(Outcome::Unknown)) };
    let sent = ses
        .send_raw_email()
        .destinations(composed.to)
        .raw_message(message)
        .set_configuration_set_name(ctx.settings().configuration_set.clone())
        .send()
        .await;
    let (how, outcome) = match sent {
        Ok(answer) => {
            tracing::info!(
                mail.key = claimed.key,
                mail.message_id = answer.message_id,
                request.trace = trace,
                "the mail service took a mail"
            );
            (Handover::Accepted { message_id: answer.message_id }, Outcome::Sent)
        }
        Err(error) => match refusal(&error) {
            Some(Handover::Refused { error }) => {
                tracing::error!(mail.key = claimed.key, request.trace = trace, cause = error, "a mail was refused");
                (Handover::Refused { error }, Outcome::Failed)
            }
            Some(how) => (how, Outcome::Delayed),
            None => {
                tracing::warn!(mail.key = claimed.key, request.trace = trace, "the mail service did not answer");
                return Ok(Some(Outcome::Unknown));
            }
        },
    };
    store.note_mail(ctx, &claimed, how).await?;
    Ok(Some(outcome))
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
