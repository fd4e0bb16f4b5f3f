//! Which mails somebody does not want: switched off by one click, for a person whatever the edition.

use std::collections::BTreeMap;

use context::Context;
use domain::person::{EmailAddress, PersonKey};
use domain::reminder::ReminderKind;
use futures_util::future::try_join_all;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::registrations::TRIES;
use crate::table::{Cancelled, Guard, Write, item, number, typed};
use crate::{Store, StoreError, keys};

/// What somebody has switched off, and since when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailWishes {
    /// Kinds of reminders that they do not want.
    #[serde(default)]
    pub off: BTreeMap<ReminderKind, Timestamp>,
    /// Counts the changes: guards writes against each other.
    #[serde(default)]
    revision: u64,
}

impl MailWishes {
    /// Whether they do not want this kind.
    pub fn is_off(&self, kind: ReminderKind) -> bool {
        self.off.contains_key(&kind)
    }
}

/// The path that switches these kinds off for a reader by one click (RFC 8058); `kinds` are their words, joined by
/// hyphens. Who has it can do that and nothing else; `None` if its signing key has been retired.
pub fn unsubscribe_path(ctx: &Context, reader: &str, kinds: &str) -> Option<String> {
    let token = ctx.keys().token(ctx.keys().current(), "unsubscribe", &[reader, kinds])?;
    Some(format!("/unsubscribe/{kinds}.{reader}.{token}"))
}

/// The reader and the kinds that such a path's last part is for, if it is right.
pub fn unsubscribe_token(ctx: &Context, text: &str) -> Option<(String, Vec<ReminderKind>)> {
    let mut parts = text.splitn(3, '.');
    let (kinds, reader, token) = (parts.next()?, parts.next()?, parts.next()?);
    let right = ctx.keys().ids().any(|id| ctx.keys().verify(token, id, "unsubscribe", &[reader, kinds]));
    let read = |word: &str| ReminderKind::WORDS.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind);
    let kinds = kinds.split('-').map(read).collect::<Option<Vec<_>>>()?;
    (right && reader.parse::<PersonKey>().is_ok()).then(|| (reader.to_owned(), kinds))
}

impl Store {
    /// Names a reader in links: a salted hash of their first address, the same in every edition.
    pub async fn reader(&self, email: &EmailAddress) -> Result<String, StoreError> {
        let salt = self.people_salt().await?;
        let salt = salt.ok_or_else(|| StoreError::Broken("there is no edition that anybody could read of".into()))?;
        Ok(PersonKey::new(&format!("{salt}#mail"), email).as_str().to_owned())
    }

    /// What a reader has switched off.
    pub async fn mail_wishes(&self, reader: &str) -> Result<MailWishes, StoreError> {
        Ok(self.table.get(&keys::mail_wishes(reader)).await?.map(typed).transpose()?.unwrap_or_default())
    }

    /// These people as readers, each with what they have switched off.
    pub(crate) async fn mail_wishes_of(
        &self,
        emails: &[&EmailAddress],
    ) -> Result<Vec<(String, MailWishes)>, StoreError> {
        let readers = try_join_all(emails.iter().map(|email| self.reader(email))).await?;
        let asked: Vec<_> = readers.iter().map(|reader| keys::mail_wishes(reader)).collect();
        let found = self.table.get_all(&asked).await?;
        Ok(readers
            .into_iter()
            .zip(found)
            .map(|(reader, found)| (reader, self.readable_one(found).unwrap_or_default()))
            .collect())
    }

    /// Switches kinds of mails off for a reader, or on again. Guarded by what they wished before; twice finds it so.
    pub async fn wish_mails(
        &self,
        ctx: &Context,
        reader: &str,
        kinds: &[ReminderKind],
        off: bool,
    ) -> Result<MailWishes, StoreError> {
        for attempt in 0..TRIES {
            let key = keys::mail_wishes(reader);
            let before = self.table.get(&key).await?.map(typed::<MailWishes>).transpose()?;
            let mut after = before.clone().unwrap_or_default();
            for kind in kinds {
                if off {
                    after.off.entry(*kind).or_insert(ctx.now());
                } else {
                    after.off.remove(kind);
                }
            }
            if before.as_ref().map_or(after.off.is_empty(), |before| before.off == after.off) {
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
        Err(StoreError::Busy("these wishes are being changed".into()))
    }
}
