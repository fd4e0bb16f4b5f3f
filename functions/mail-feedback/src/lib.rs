//! Processes delivery feedback from the mail service. It records the feedback on the mail. It suppresses an address if
//! mail to it bounces permanently or its reader complains, and it ends an offer whose mail did not arrive.
//!
//! Unlike the workflows it reads its event, because the content is stored nowhere else. An event may come twice, late,
//! and out of order (SNS delivers at least once). If something cannot be recorded, the function fails, and SNS sends
//! the event again.

mod event;

use context::Context;
use domain::failure::without_personal_data;
use serde_json::Value;
use store::{Store, StoreError};

/// The result of one event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeedbackTotals {
    /// Messages about our mails.
    pub known: usize,
    /// Messages about other mails, or without relevant content.
    pub unknown: usize,
    /// Offers that ended because their mail did not arrive.
    pub lapsed: usize,
}

/// Records the content of an event from the mail service's topic. If one message cannot be recorded, the others still
/// are; the first error is returned at the end, so that the event comes again.
pub async fn process_feedback(context: &Context, store: &Store, event: &Value) -> Result<FeedbackTotals, StoreError> {
    let mut totals = FeedbackTotals::default();
    let mut first_error = None;
    for message in event::messages(event) {
        let (key, feedback) = match event::read(message, context.now()) {
            Ok(read) => read,
            Err(why) => {
                tracing::warn!(cause = why, "ignored a message about a mail");
                totals.unknown += 1;
                continue;
            }
        };
        let outcome = match store.record_feedback(context, &key, &feedback).await {
            Ok(outcome) => outcome,
            Err(error) => {
                let cause = without_personal_data(&error.to_string());
                tracing::error!(mail.key = key, cause, "feedback on a mail could not be recorded");
                first_error.get_or_insert(error);
                continue;
            }
        };
        tracing::info!(
            mail.key = key,
            mail.message_id = feedback.message_id,
            mail.feedback = feedback.kind.as_str(),
            mail.permanent = feedback.permanent,
            known = outcome.known,
            offer.lapsed = outcome.lapsed,
            "recorded feedback on a mail"
        );
        totals.known += usize::from(outcome.known);
        totals.unknown += usize::from(!outcome.known);
        totals.lapsed += usize::from(outcome.lapsed);
    }
    first_error.map_or(Ok(totals), Err)
}
