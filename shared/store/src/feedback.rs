//! Delivery feedback from the mail service, and the suppressed addresses.

use context::Context;
use domain::conference::ConferenceId;
use domain::mail::{Feedback, Mail};
use domain::person::{EmailAddress, base32};
use domain::waitlist::EntryId;

use crate::keys::Key;
use crate::table::{Item, TRIES, Write, attributes, number, text};
use crate::{Store, StoreError, keys};

/// The outcome of a delivery notification.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeedbackOutcome {
    /// Whether this deployment has such a mail.
    pub known: bool,
    /// Whether it ended an offer.
    pub lapsed: bool,
}

impl Store {
    /// Notes delivery feedback on a mail, suppresses its address if needed, and ends an offer that could not be
    /// delivered. A repeat, also after a crash, does what is left to do.
    pub async fn record_feedback(
        &self,
        ctx: &Context,
        key: &str,
        reported: &Feedback,
    ) -> Result<FeedbackOutcome, StoreError> {
        let Some(mail) = self.note_feedback(ctx, key, reported).await? else { return Ok(FeedbackOutcome::default()) };
        let lost = mail.feedback.as_ref().is_some_and(|f| f.holds() && f.loses_offer(&mail));
        let lapsed = lost && self.lapse_offer_of(ctx, &mail).await?;
        Ok(FeedbackOutcome { known: true, lapsed })
    }

    /// Guarded by the mail's version; a repeat finds it noted.
    async fn note_feedback(&self, ctx: &Context, key: &str, reported: &Feedback) -> Result<Option<Mail>, StoreError> {
        for attempt in 0..TRIES {
            let Some(mail) = self.mail(key).await? else { return Ok(None) };
            let Some(feedback) = mail.feedback_after(reported) else { return Ok(Some(mail)) };
            let suppress = feedback.suppresses().then(|| suppress(ctx, &mail.to));
            let after = Mail { feedback: Some(feedback), feedback_count: mail.feedback_count + 1, ..mail.clone() };
            if self.put_mail_and(ctx, &mail, &after, suppress.into_iter().collect()).await? {
                return Ok(Some(after));
            }
            self.back_off(ctx, attempt).await;
        }
        Err(StoreError::Busy("feedback on a mail could not be recorded".into()))
    }

    async fn lapse_offer_of(&self, ctx: &Context, mail: &Mail) -> Result<bool, StoreError> {
        let c = mail.conference.as_deref().and_then(|c| c.parse::<ConferenceId>().ok());
        let (Some(c), Some(entry)) = (c, EntryId::parse(mail.fact("entry"))) else { return Ok(false) };
        match self.edition(&c).await? {
            Some(edition) => self.lapse_bounced(ctx, &edition, &entry).await,
            None => Ok(false),
        }
    }

    /// Whether an address is suppressed. One read, of an item for each signing key.
    pub async fn is_suppressed(&self, ctx: &Context, email: &EmailAddress) -> Result<bool, StoreError> {
        Ok(self.suppressed(ctx, [email].into_iter()).await? == [true])
    }

    /// The same for several addresses, in order.
    pub(crate) async fn suppressed<'a>(
        &self,
        ctx: &Context,
        emails: impl Iterator<Item = &'a EmailAddress>,
    ) -> Result<Vec<bool>, StoreError> {
        let keys: Vec<_> = emails.map(|email| suppressed_keys(ctx, email)).collect();
        let found = self.table.get_all(&keys.concat()).await?;
        let each = keys.first().map_or(1, Vec::len).max(1);
        Ok(found.chunks(each).map(|found| found.iter().any(Option::is_some)).collect())
    }
}

/// An address under each signing key, the current one first. A suppression ends with its key: by the time an old key is
/// retired, the editions that used it are over.
fn suppressed_keys(ctx: &Context, email: &EmailAddress) -> Vec<Key> {
    let hash = |id| ctx.keys().hash(id, "suppressed", &[&email.folded()]);
    ctx.keys().ids().filter_map(hash).map(|hash| keys::suppressed(&base32(&hash[..20]))).collect()
}

/// No guard: a repeat puts the same item with another instant.
fn suppress(ctx: &Context, email: &EmailAddress) -> Write {
    let key = suppressed_keys(ctx, email).swap_remove(0);
    let mut put: Item = attributes(&key);
    put.insert("v".into(), number(1));
    put.insert("since".into(), text(ctx.now().to_string()));
    Write::Put { item: put, guards: Vec::new() }
}

/// Ends the suppression of an address. No guard: a repeat removes nothing more.
pub(crate) fn lift(ctx: &Context, email: &EmailAddress) -> Vec<Write> {
    let keys = suppressed_keys(ctx, email);
    keys.into_iter().map(|key| Write::Delete { key, guards: Vec::new() }).collect()
}
