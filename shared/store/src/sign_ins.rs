//! Signing in: attempts, and sessions that were ended before their time.

use aws_sdk_dynamodb::types::AttributeValue;
use context::Context;
use domain::mail::MailKind;
use domain::person::EmailAddress;
use domain::sign_in::{Attempt, LINK_VALID};
use jiff::Timestamp;

use crate::attempts::{attempt_item, attempt_mail};
use crate::table::{Cancelled, Guard, Write, item, number, typed};
use crate::{Store, StoreError, keys};

impl Store {
    /// Begins an attempt and queues its mail, unless `silent` (a limit was reached: the answer is the same, and nothing
    /// is mailed). Guarded by the absence of its random id.
    pub async fn begin_sign_in(
        &self,
        ctx: &Context,
        email: &EmailAddress,
        language: Option<&str>,
        silent: bool,
    ) -> Result<Attempt, StoreError> {
        let attempt = Attempt {
            id: ctx.id("attempt", 16),
            email: email.clone(),
            nonce: ctx.nonce(),
            key_id: ctx.keys().current().to_owned(),
            tries: 0,
            expires_at: ctx.now() + LINK_VALID,
        };
        if silent {
            return Ok(attempt);
        }
        let mail = attempt_mail(MailKind::SignIn, &attempt, ctx.now()).in_language(language);
        self.begin_attempt(ctx, attempt_item(&keys::attempt(&attempt.id), &attempt), &mail).await?;
        Ok(attempt)
    }

    pub async fn sign_in_attempt(&self, id: &str) -> Result<Option<Attempt>, StoreError> {
        self.table.get(&keys::attempt(id)).await?.map(typed).transpose()
    }

    /// Counts a try of the code before checking it. Guarded by the count that was read, so that every try counts.
    pub async fn count_try(&self, ctx: &Context, attempt: &Attempt) -> Result<bool, StoreError> {
        let write = Write::Set {
            key: keys::attempt(&attempt.id),
            set: vec![("tries", number(attempt.tries + 1))],
            remove: Vec::new(),
            guards: vec![Guard::Equals("tries", number(attempt.tries))],
        };
        match self.table.transact(ctx.id("transaction", 26), vec![write]).await {
            Ok(()) => Ok(true),
            Err(Cancelled::Reasons(_)) => Ok(false),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Ends a session early. A repeat changes nothing.
    pub async fn end_session(&self, ctx: &Context, id: &str, expires_at: Timestamp) -> Result<(), StoreError> {
        let mut put = item(&keys::ended_session(id), &std::collections::BTreeMap::<String, String>::new());
        put.insert("expires".into(), number(expires_at.as_second() + 3600));
        put.insert("ended".into(), AttributeValue::Bool(true));
        let write = Write::Put { item: put, guards: vec![Guard::Absent] };
        match self.table.transact(ctx.id("transaction", 26), vec![write]).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(()),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Whether a session was ended early.
    pub async fn session_ended(&self, id: &str) -> Result<bool, StoreError> {
        Ok(self.table.get(&keys::ended_session(id)).await?.is_some())
    }
}
