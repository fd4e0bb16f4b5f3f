//! Secret calendar addresses: at most one that works for each e-mail address, stored as a hash.

use context::Context;
use domain::api_token::hash;
use domain::calendar_address::{CalendarAddress, CurrentAddress, Parts};
use domain::person::EmailAddress;

use crate::table::{Cancelled, Guard, TRIES, Write, item, number, typed};
use crate::{Store, StoreError, keys};

impl Store {
    /// The latest address that works for a person with these e-mail addresses.
    pub async fn current_calendar_address(
        &self,
        person: &[EmailAddress],
    ) -> Result<Option<CurrentAddress>, StoreError> {
        let mut found = Vec::new();
        for email in person {
            let stored = self.calendar_address(&self.address_id(email).await?).await?;
            found.extend(stored.and_then(|stored| stored.current));
        }
        Ok(found.into_iter().max_by_key(|current| current.created_at))
    }

    /// Makes a new address for a person and ends the earlier ones. Returns its path, which no one can read again.
    ///
    /// Guarded by the revision that was read. The secret is a keyed hash of the `Idempotency-Key` and the revision, so
    /// a repeat gets the same while it works. Without a key, it is one of a nonce.
    pub async fn make_calendar_address(
        &self,
        ctx: &Context,
        person: &[EmailAddress],
        key: Option<&str>,
    ) -> Result<(CurrentAddress, String), StoreError> {
        let email = person.first().ok_or_else(|| StoreError::Broken("a person has no address".into()))?;
        self.end_calendar_addresses(ctx, &person[1..]).await?;
        let owner = self.address_id(email).await?;
        let seed = key.map_or_else(|| ctx.nonce(), str::to_owned);
        let request = key.map(hash);
        for attempt in 0..TRIES {
            let before = self.calendar_address(&owner).await?;
            if let Some(repeated) = before.as_ref().and_then(|before| repeated(ctx, before, request.as_deref(), &seed))
            {
                return Ok(repeated);
            }
            let revision = before.as_ref().map_or(0, |before| before.revision) + 1;
            let secret = secret(ctx, ctx.keys().current(), &owner, &seed, revision).expect("the current key is there");
            let current = CurrentAddress {
                email: email.clone(),
                hash: hash(&secret),
                request: request.clone(),
                created_at: ctx.now(),
            };
            let after = CalendarAddress { owner: owner.clone(), revision, current: Some(current.clone()) };
            if self.put_calendar_address(ctx, &after, before.as_ref()).await? {
                return Ok((current, Parts { owner: &owner, secret: &secret }.path()));
            }
            self.back_off(ctx, attempt).await;
        }
        Err(StoreError::Busy("this calendar address is being changed".into()))
    }

    /// Ends the addresses of a person. Guarded by the revision that was read; a repeat changes nothing.
    pub async fn end_calendar_addresses(&self, ctx: &Context, person: &[EmailAddress]) -> Result<(), StoreError> {
        for email in person {
            self.end_calendar_address(ctx, &self.address_id(email).await?).await?;
        }
        Ok(())
    }

    async fn end_calendar_address(&self, ctx: &Context, owner: &str) -> Result<(), StoreError> {
        for attempt in 0..TRIES {
            let Some(before) = self.calendar_address(owner).await? else { return Ok(()) };
            if before.current.is_none() {
                return Ok(());
            }
            let after = CalendarAddress { current: None, revision: before.revision + 1, ..before.clone() };
            if self.put_calendar_address(ctx, &after, Some(&before)).await? {
                return Ok(());
            }
            self.back_off(ctx, attempt).await;
        }
        Err(StoreError::Busy("this calendar address is being changed".into()))
    }

    /// The e-mail address whose calendar this secret opens.
    pub async fn calendar_owner(&self, parts: Parts<'_>) -> Result<Option<EmailAddress>, StoreError> {
        let current = self.calendar_address(parts.owner).await?.and_then(|stored| stored.current);
        let given = hash(parts.secret);
        Ok(current.filter(|current| context::same(&current.hash, &given)).map(|current| current.email))
    }

    async fn calendar_address(&self, owner: &str) -> Result<Option<CalendarAddress>, StoreError> {
        self.table.get(&keys::calendar_address(owner)).await?.map(typed).transpose()
    }

    /// Commits a version over the one that was read; `false` if there is a newer one.
    async fn put_calendar_address(
        &self,
        ctx: &Context,
        after: &CalendarAddress,
        before: Option<&CalendarAddress>,
    ) -> Result<bool, StoreError> {
        let guard = before.map_or(Guard::Absent, |before| Guard::Equals("revision", number(before.revision)));
        let put = Write::Put { item: item(&keys::calendar_address(&after.owner), after), guards: vec![guard] };
        match self.table.transact(ctx.id("transaction", 26), vec![put]).await {
            Ok(()) => Ok(true),
            Err(Cancelled::Reasons(_)) => Ok(false),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}

fn secret(ctx: &Context, key_id: &str, owner: &str, seed: &str, revision: u64) -> Option<String> {
    ctx.keys().token(key_id, "calendar", &[owner, seed, &revision.to_string()])
}

/// The address that an earlier request with the same `Idempotency-Key` made, if it still works. The repeat may come after
/// a rotation of the signing keys.
fn repeated(
    ctx: &Context,
    before: &CalendarAddress,
    request: Option<&str>,
    seed: &str,
) -> Option<(CurrentAddress, String)> {
    let current =
        before.current.as_ref().filter(|current| request.is_some() && current.request.as_deref() == request)?;
    let secrets = ctx.keys().ids().filter_map(|id| secret(ctx, id, &before.owner, seed, before.revision));
    let secret = secrets.into_iter().find(|secret| hash(secret) == current.hash)?;
    Some((current.clone(), Parts { owner: &before.owner, secret: &secret }.path()))
}
