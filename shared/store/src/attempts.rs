//! Attempts that a mailed link or code completes: signing in, linking an address, erasing a person.

use context::Context;
use domain::mail::{Mail, MailKind};
use domain::sign_in::Attempt;
use jiff::Timestamp;

use crate::keys::Key;
use crate::mails::enqueue_mail;
use crate::table::{Cancelled, Guard, Item, Write, item, number};
use crate::{Store, StoreError};

/// The attempt's item. The table removes it an hour after its end, when it can only be too late.
pub(crate) fn attempt_item(key: &Key, attempt: &Attempt) -> Item {
    let mut put = item(key, attempt);
    put.insert("expires".into(), number(attempt.expires_at.as_second() + 3600));
    put
}

/// The mail whose link and code complete the attempt.
pub(crate) fn attempt_mail(kind: MailKind, attempt: &Attempt, now: Timestamp) -> Mail {
    Mail::queued(kind, &attempt.id, attempt.email.clone(), now)
        .with("attempt", &attempt.id)
        .with("nonce", &attempt.nonce)
        .with("key_id", &attempt.key_id)
}

impl Store {
    /// Puts an attempt and queues its mail. Guarded by the absence of its random id.
    pub(crate) async fn begin_attempt(&self, ctx: &Context, item: Item, mail: &Mail) -> Result<(), StoreError> {
        let writes = vec![Write::Put { item, guards: vec![Guard::Absent] }, enqueue_mail(mail)];
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok(()),
            Err(Cancelled::Reasons(_)) => Err(StoreError::Busy("an attempt's id was taken".into())),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}
