//! Reminders of a call that people have asked for.

use context::Context;
use domain::conference::{ConferenceId, TrackId};
use domain::mail::{Mail, MailKind};
use domain::person::EmailAddress;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::mails::enqueue_mail;
use crate::table::{Cancelled, Guard, Reason, TRIES, Write, item, millis, number, text, typed};
use crate::{Edition, Store, StoreError, keys};

/// How long an unconfirmed request is stored.
const UNCONFIRMED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A request to be reminded of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// The person's key, which identifies the request.
    pub id: String,
    pub email: EmailAddress,
    pub asked_at: Timestamp,
    /// When the person confirmed it; no reminders go before that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Timestamp>,
    /// Salts the link that confirms it.
    pub nonce: String,
    /// The signing key of the link.
    pub key_id: String,
}

/// The outcome of a request for reminders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchOutcome {
    Certain(Watch),
    /// They get a mail to confirm it, or none if they had enough of them lately.
    Asked,
    /// The call is closed, or there is none.
    Closed,
}

impl Store {
    /// The people to remind of a track's call.
    pub async fn watchers(&self, c: &ConferenceId, t: &TrackId) -> Result<Vec<Watch>, StoreError> {
        let items = self.table.query(&keys::watchers(c, t)).await?;
        let all: Vec<Watch> = self.readable(items);
        Ok(all.into_iter().filter(|watch| watch.confirmed_at.is_some()).collect())
    }

    /// One request, confirmed or not.
    pub async fn watch(&self, c: &ConferenceId, t: &TrackId, id: &str) -> Result<Option<Watch>, StoreError> {
        self.table.get(&keys::watch(c, t, id)).await?.map(typed).transpose()
    }

    /// The confirmed request of a person with these addresses.
    pub async fn watch_of(
        &self,
        edition: &Edition,
        t: &TrackId,
        addresses: &[EmailAddress],
    ) -> Result<Option<Watch>, StoreError> {
        let key = |email| keys::watch(edition.id(), t, edition.person_key(email).as_str());
        let found = self.table.get_all(&addresses.iter().map(key).collect::<Vec<_>>()).await?;
        let all = found.into_iter().flatten().map(typed::<Watch>).collect::<Result<Vec<_>, _>>()?;
        Ok(all.into_iter().find(|watch| watch.confirmed_at.is_some()))
    }

    /// Stores a person's request for reminders. Unless they are signed in, a mail asks them to confirm it, except with
    /// `quiet`. Guarded by the call's not being over and by the earlier request; a repeat finds it confirmed.
    pub async fn ask_to_watch(
        &self,
        ctx: &Context,
        edition: &Edition,
        t: &TrackId,
        email: &EmailAddress,
        (certain, quiet): (bool, bool),
    ) -> Result<WatchOutcome, StoreError> {
        let (c, now) = (edition.id(), ctx.now());
        let id = edition.person_key(email).as_str().to_owned();
        let key = keys::watch(c, t, &id);
        for attempt in 0..TRIES {
            let before = self.watch(c, t, &id).await?;
            if let Some(before) = before.as_ref().filter(|before| before.confirmed_at.is_some()) {
                // Only a person signed in with the address learns that it is on the list.
                return Ok(if certain { WatchOutcome::Certain(before.clone()) } else { WatchOutcome::Asked });
            }
            let watch = Watch {
                id: id.clone(),
                email: email.clone(),
                asked_at: now,
                confirmed_at: certain.then_some(now),
                nonce: ctx.nonce(),
                key_id: ctx.keys().current().to_owned(),
            };
            let mut put = item(&key, &watch);
            if !certain {
                put.insert("expires".into(), number((now + UNCONFIRMED).as_second()));
            }
            let guard = before.map_or(Guard::Absent, |before| Guard::Equals("nonce", text(before.nonce)));
            let open = Write::Check { key: keys::call(c, t), guards: vec![Guard::Above("closes_at", millis(now))] };
            let mut writes = vec![open, Write::Put { item: put, guards: vec![guard] }];
            if !certain && !quiet {
                // A repeated request gets another mail, within the limit.
                let mail = Mail::queued(MailKind::CallWatch, &ctx.id("watch", 10), email.clone(), now)
                    .about(c.as_str())
                    .with("track", t.as_str())
                    .with("watch", &watch.id)
                    .with("nonce", &watch.nonce)
                    .with("key_id", &watch.key_id);
                writes.push(enqueue_mail(&mail));
            }
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(if certain { WatchOutcome::Certain(watch) } else { WatchOutcome::Asked }),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(reasons)) if matches!(reasons.first(), Some(Reason::Guard(_))) => {
                    return Ok(WatchOutcome::Closed);
                }
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("this reminder is being changed".into()))
    }

    /// Confirms a request through its mailed link. Guarded by its nonce; a repeat finds it confirmed.
    pub async fn confirm_watch(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        t: &TrackId,
        watch: &Watch,
    ) -> Result<Option<Watch>, StoreError> {
        if watch.confirmed_at.is_some() {
            return Ok(Some(watch.clone()));
        }
        let key = keys::watch(c, t, &watch.id);
        let after = Watch { confirmed_at: Some(ctx.now()), ..watch.clone() };
        let put = Write::Put { item: item(&key, &after), guards: vec![Guard::Equals("nonce", text(&watch.nonce))] };
        match self.table.transact(ctx.id("transaction", 26), vec![put]).await {
            Ok(()) => Ok(Some(after)),
            Err(Cancelled::Store(error)) => Err(error),
            Err(Cancelled::Reasons(_)) => self.watch(c, t, &watch.id).await,
        }
    }

    /// Removes a request for reminders. No guard: a repeat removes nothing more.
    pub async fn stop_watching(
        &self,
        ctx: &Context,
        edition: &Edition,
        t: &TrackId,
        addresses: &[EmailAddress],
    ) -> Result<(), StoreError> {
        let forget = |email| Write::Delete {
            key: keys::watch(edition.id(), t, edition.person_key(email).as_str()),
            guards: Vec::new(),
        };
        let writes: Vec<_> = addresses.iter().map(forget).collect();
        for attempt in 0..TRIES {
            match self.table.transact(ctx.id("transaction", 26), writes.clone()).await {
                Ok(()) => return Ok(()),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("this reminder is being changed".into()))
    }
}
