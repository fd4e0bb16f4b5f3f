//! Hears from the mail service what became of mails after it had taken them: it marks the mail, suppresses an address
//! that mails come back from for good or whose reader does not want them, and ends an offer whose mail did not arrive.
//!
//! Unlike the workflows it reads its event: the content is nowhere else. It may come twice, late, and out of order
//! (SNS delivers at least once); what could not be noted is an error, and the event comes again.

mod event;

use context::Context;
use serde_json::Value;
use store::{Store, StoreError};

/// What one event came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Messages about mails of ours.
    pub known: usize,
    /// Messages about other mails, or about nothing that matters here.
    pub unknown: usize,
    /// Offers that ended because their mail did not arrive.
    pub lapsed: usize,
}

/// Notes what an event of the mail service's topic says.
pub async fn hear(context: &Context, store: &Store, event: &Value) -> Result<Told, StoreError> {
    let mut told = Told::default();
    for message in event::messages(event) {
        let (key, feedback) = match event::read(message, context.now()) {
            Ok(heard) => heard,
            Err(why) => {
                tracing::warn!(cause = why, "a message about a mail was left alone");
                told.unknown += 1;
                continue;
            }
        };
        let heard = store.hear(context, &key, &feedback).await?;
        tracing::info!(
            mail.key = key,
            mail.message_id = feedback.message_id,
            mail.feedback = feedback.kind.as_str(),
            mail.permanent = feedback.permanent,
            known = heard.known,
            offer.lapsed = heard.lapsed,
            "heard of a mail"
        );
        told.known += usize::from(heard.known);
        told.unknown += usize::from(!heard.known);
        told.lapsed += usize::from(heard.lapsed);
    }
    Ok(told)
}
