//! Mail preferences: a person can switch off kinds of mails with one click, for all editions.

use std::collections::BTreeMap;

use context::Context;
use domain::conference::ConferenceId;
use domain::person::{EmailAddress, PersonKey};
use domain::reminder::ReminderKind;
use futures_util::future::try_join_all;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::table::{Cancelled, Guard, TRIES, Write, item, number, typed};
use crate::{Store, StoreError, keys};

/// The kinds of mails that a person has switched off, and since when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailPreferences {
    /// Kinds of reminders that they do not want.
    #[serde(default)]
    pub off: BTreeMap<ReminderKind, Timestamp>,
    /// Editions whose messages to groups they do not want.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub messages_off: BTreeMap<String, Timestamp>,
    /// Counts the changes: guards concurrent writes.
    #[serde(default)]
    revision: u64,
}

impl MailPreferences {
    pub fn is_off(&self, kind: ReminderKind) -> bool {
        self.off.contains_key(&kind)
    }

    /// Whether they want no messages to groups of this edition, or of any.
    pub fn refuses_messages(&self, c: &ConferenceId) -> bool {
        self.is_off(ReminderKind::Messages) || self.messages_off.contains_key(c.as_str())
    }

    fn switch(&mut self, what: &Unwanted, off: bool, now: Timestamp) {
        match (what, off) {
            (Unwanted::Reminders(kinds), true) => {
                for kind in kinds {
                    self.off.entry(*kind).or_insert(now);
                }
            }
            (Unwanted::Reminders(kinds), false) => self.off.retain(|kind, _| !kinds.contains(kind)),
            (Unwanted::Messages(c), true) => {
                self.messages_off.entry(c.to_string()).or_insert(now);
            }
            (Unwanted::Messages(c), false) => {
                self.messages_off.remove(c.as_str());
            }
        }
    }

    /// Whether all of these mails are switched off.
    pub fn refuses(&self, what: &Unwanted) -> bool {
        match what {
            Unwanted::Reminders(kinds) => kinds.iter().all(|kind| self.is_off(*kind)),
            Unwanted::Messages(c) => self.refuses_messages(c),
        }
    }
}

/// The mails that an unsubscribe link is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unwanted {
    Reminders(Vec<ReminderKind>),
    /// Messages to groups of one edition.
    Messages(ConferenceId),
}

/// The kind of an unsubscribe link for messages to groups of an edition. No word of [`ReminderKind`] has a tilde.
pub fn messages_kind(c: &ConferenceId) -> String {
    format!("{MESSAGES}{c}")
}

const MESSAGES: &str = "messages~";

/// The path that switches these kinds off for a reader by one click (RFC 8058); `kinds` are their words, joined by
/// hyphens. The path permits nothing else. `None` if its signing key has been retired.
pub fn unsubscribe_path(ctx: &Context, reader: &str, kinds: &str) -> Option<String> {
    let token = ctx.keys().token(ctx.keys().current(), "unsubscribe", &[reader, kinds])?;
    Some(format!("/unsubscribe/{kinds}.{reader}.{token}"))
}

/// The reader and the mails in the last part of such a path, if its signature is valid.
pub fn unsubscribe_token(ctx: &Context, text: &str) -> Option<(String, Unwanted)> {
    let mut parts = text.splitn(3, '.');
    let (kinds, reader, token) = (parts.next()?, parts.next()?, parts.next()?);
    let right = ctx.keys().ids().any(|id| ctx.keys().verify(token, id, "unsubscribe", &[reader, kinds]));
    let read = |word: &str| ReminderKind::WORDS.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind);
    let what = match kinds.strip_prefix(MESSAGES) {
        Some(edition) => Unwanted::Messages(edition.parse().ok()?),
        None => Unwanted::Reminders(kinds.split('-').map(read).collect::<Option<Vec<_>>>()?),
    };
    (right && reader.parse::<PersonKey>().is_ok()).then(|| (reader.to_owned(), what))
}

impl Store {
    /// Names a reader in links: a salted hash of their first address, the same in every edition.
    pub async fn reader(&self, email: &EmailAddress) -> Result<String, StoreError> {
        let salt = self.people_salt().await?;
        let salt = salt.ok_or_else(|| StoreError::Broken("there is no edition that anybody could read of".into()))?;
        Ok(PersonKey::new(&format!("{salt}#mail"), email).as_str().to_owned())
    }

    /// The kinds that a reader has switched off.
    pub async fn mail_preferences(&self, reader: &str) -> Result<MailPreferences, StoreError> {
        Ok(self.table.get(&keys::mail_preferences(reader)).await?.map(typed).transpose()?.unwrap_or_default())
    }

    /// These people as readers, each with the kinds that they have switched off.
    pub(crate) async fn mail_preferences_of(
        &self,
        emails: &[&EmailAddress],
    ) -> Result<Vec<(String, MailPreferences)>, StoreError> {
        let readers = try_join_all(emails.iter().map(|email| self.reader(email))).await?;
        let preferences = self.mail_preferences_of_readers(readers.iter().map(String::as_str)).await?;
        Ok(readers.into_iter().zip(preferences).collect())
    }

    /// What these readers have switched off, in order.
    pub(crate) async fn mail_preferences_of_readers(
        &self,
        readers: impl Iterator<Item = &str>,
    ) -> Result<Vec<MailPreferences>, StoreError> {
        let asked: Vec<_> = readers.map(keys::mail_preferences).collect();
        let found = self.table.get_all(&asked).await?;
        Ok(found.into_iter().map(|found| self.readable_one(found).unwrap_or_default()).collect())
    }

    /// Switches kinds of mails off or on for a reader. Guarded by the earlier preferences; a repeat changes nothing.
    pub async fn set_mail_preference(
        &self,
        ctx: &Context,
        reader: &str,
        what: &Unwanted,
        off: bool,
    ) -> Result<MailPreferences, StoreError> {
        for attempt in 0..TRIES {
            let key = keys::mail_preferences(reader);
            let before = self.table.get(&key).await?.map(typed::<MailPreferences>).transpose()?;
            let mut after = before.clone().unwrap_or_default();
            after.switch(what, off, ctx.now());
            if after == before.clone().unwrap_or_default() {
                return Ok(after);
            }
            after.revision += 1;
            let guard = before.map_or(Guard::Absent, |before| Guard::Equals("revision", number(before.revision)));
            let put = Write::Put { item: item(&key, &after), guards: vec![guard] };
            match self.table.transact(ctx.id("transaction", 26), vec![put]).await {
                Ok(()) => return Ok(after),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("these preferences are being changed".into()))
    }
}
