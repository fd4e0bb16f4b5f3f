//! How many mails of an edition are queued, sent, failed and bounced.
//!
//! Nothing counts mails as they go: a counter would cost every mail two write units and make deliveries wait for each
//! other. Failed and bounced mails have lists of their own, which are short. Sent mails are counted on the `listing`
//! index (about 50 entries to a read unit): the first time all of them, then only those since. Queued mails are on the
//! `due` index, whose entries do not name the edition; a process remembers which mail is whose.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use context::Context;
use domain::conference::ConferenceId;
use domain::mail::{Mail, MailState};
use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp};

use crate::keys::{self, DELIVER_MAIL, Key, SPREAD};
use crate::table::{LISTING, Range};
use crate::{Store, StoreError};

/// Mails sent longer ago than this are counted once: by then, the index lists them.
const SETTLED: SignedDuration = SignedDuration::from_mins(2);

/// After this time all are counted again, because another process may have resent some of them, or recorded a bounce.
const COUNT_ANEW: SignedDuration = SignedDuration::from_mins(10);

/// Queued mails listed per partition of the index, for the count.
const QUEUED_MOST: i32 = 1000;

/// Remembered mails; then the memory starts over.
const REMEMBERED: usize = 50_000;

/// An edition's mails by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MailFigures {
    /// Handed over, whether or not they arrived.
    pub sent: u64,
    pub queued: u64,
    /// When the first queued mail is due.
    pub next_at: Option<Timestamp>,
    /// Given up.
    pub failed: u64,
    /// Sent, but they did not arrive or were not wanted.
    pub bounced: u64,
}

/// What this process knows of sent and queued mails.
#[derive(Debug, Default)]
pub(crate) struct SentMails(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    sent: BTreeMap<ConferenceId, Sent>,
    /// The edition of each mail.
    about: HashMap<Key, Option<String>>,
    /// Counts the mails that left the list of sent ones.
    left: u64,
}

/// The mails sent before `until`.
#[derive(Clone, Copy, Debug)]
struct Sent {
    until: Timestamp,
    count: u64,
    counted_at: Timestamp,
}

impl SentMails {
    fn with<T>(&self, use_it: impl FnOnce(&mut Known) -> T) -> T {
        use_it(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Forgets the count of an edition if this write takes a mail off the list of those that arrived.
    pub(crate) fn note(&self, before: &Mail, after: &Mail) {
        let arrived = |mail: &Mail| matches!(mail.state, MailState::Sent { .. }) && !mail.can_be_sent_again();
        if arrived(before) && !arrived(after) {
            self.with(|known| {
                known.left += 1;
                known.sent.clear();
            });
        }
    }
}

impl Store {
    /// An edition's mails by state.
    pub async fn mail_figures(&self, ctx: &Context, c: &ConferenceId) -> Result<MailFigures, StoreError> {
        let count = |pk: String| async move { self.table.count_index(&LISTING, &pk, None).await };
        let failed = count(keys::failed_mails(c.as_str())).await?;
        let bounced = count(keys::bounced_mails(c.as_str())).await?;
        let (queued, next_at) = self.queued_figures(c).await?;
        let sent = self.arrived(ctx, c).await? + bounced;
        Ok(MailFigures { sent, queued, next_at, failed, bounced })
    }

    /// Sent mails without those that bounced.
    async fn arrived(&self, ctx: &Context, c: &ConferenceId) -> Result<u64, StoreError> {
        let now = ctx.now();
        let (known, left) = self.sent_mails.with(|known| (known.sent.get(c).copied(), known.left));
        let is_current = |known: &Sent| known.until <= now && now.duration_since(known.counted_at) < COUNT_ANEW;
        if let Some(known) = known.filter(is_current) {
            return Ok(known.count + self.count_arrived(c, Some(known.until)).await?);
        }
        let until = now - SETTLED;
        let total = self.count_arrived(c, None).await?;
        let recent = self.count_arrived(c, Some(until)).await?;
        self.sent_mails.with(|all| {
            if all.left == left {
                let sent = Sent { until, count: total.saturating_sub(recent), counted_at: now };
                all.sent.insert(c.clone(), sent);
            }
        });
        Ok(total)
    }

    /// The list's sort keys begin with the instant. `~` sorts after the `#` that follows it.
    async fn count_arrived(&self, c: &ConferenceId, after: Option<Timestamp>) -> Result<u64, StoreError> {
        let after = after.map(|at| format!("{at}~"));
        let count = |n| {
            let (pk, after) = (keys::mails(c.as_str(), n), after.as_deref());
            async move { self.table.count_index(&LISTING, &pk, after).await }
        };
        Ok(try_join_all((0..SPREAD).map(count)).await?.into_iter().sum())
    }

    /// How many mails of an edition are queued, and when the first is due.
    async fn queued_figures(&self, c: &ConferenceId) -> Result<(u64, Option<Timestamp>), StoreError> {
        let due = self.due_entries(DELIVER_MAIL, Range::All, QUEUED_MOST).await?;
        let unknown: Vec<Key> = self.sent_mails.with(|known| {
            due.iter().map(|(_, key)| key).filter(|key| !known.about.contains_key(key)).cloned().collect()
        });
        let found = self.table.get_all(&unknown).await?;
        let read: Vec<(Key, Option<String>)> = unknown
            .into_iter()
            .zip(found)
            .filter_map(|(key, found)| Some((key, self.readable_one::<Mail>(found)?.conference)))
            .collect();
        Ok(self.sent_mails.with(|known| {
            if known.about.len() > REMEMBERED {
                known.about.clear();
            }
            known.about.extend(read);
            let is_ours = |key: &Key| known.about.get(key).is_some_and(|about| about.as_deref() == Some(c.as_str()));
            let mut ours = due.iter().filter(|(_, key)| is_ours(key)).map(|(at, _)| *at);
            let first = ours.next();
            (ours.count() as u64 + u64::from(first.is_some()), first)
        }))
    }
}
