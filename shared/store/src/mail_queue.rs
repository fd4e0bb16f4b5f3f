//! The order in which due mails go: by priority, then oldest first.

use std::collections::{HashSet, VecDeque};

use context::Context;
use domain::mail::{MailOrder, MailPriority};
use futures_util::future::{BoxFuture, try_join_all};
use futures_util::stream::{self, Stream, StreamExt};
use jiff::Timestamp;

use crate::due::DueItem;
use crate::keys::{self, DELIVER_MAIL, Key};
use crate::{Store, StoreError};

/// New mails listed at once in a renewed search for mails that a person waits for.
const LOOK_AGAIN: usize = 25;

/// Due mails in the order in which they go. The index is only a hint: claim each mail.
#[derive(Debug)]
pub struct MailQueue<'a> {
    store: &'a Store,
    context: &'a Context,
    /// Mails of each priority that are listed and not yet taken.
    listed: [VecDeque<DueItem>; MailPriority::ALL.len()],
    order: MailOrder,
    /// The index lags behind the table, so it may list a mail again just after it was taken.
    taken: HashSet<(Timestamp, Key)>,
    /// How many more may be taken.
    left: usize,
    /// Whether no mail was taken since the last search for mails that a person waits for.
    is_fresh: bool,
    /// Whether that search found as many as it asked for.
    was_full: bool,
    /// Whether more failed mails are due again than are listed.
    more_failed: bool,
}

impl Store {
    /// Due mails that are at least as urgent as `lowest`; the queue returns about `limit` of them at most. Failed mails
    /// come last, beyond the limit, so that they delay no others.
    pub async fn mail_queue<'a>(
        &'a self,
        context: &'a Context,
        lowest: MailPriority,
        limit: usize,
    ) -> Result<MailQueue<'a>, StoreError> {
        let mut queue = MailQueue {
            store: self,
            context,
            listed: Default::default(),
            order: MailOrder::default(),
            taken: HashSet::new(),
            left: limit,
            is_fresh: true,
            was_full: false,
            more_failed: false,
        };
        let asked = MailPriority::ALL.into_iter().filter(|priority| *priority <= lowest);
        let listed = try_join_all(asked.map(|priority| queue.list(priority, limit))).await?;
        for (queued, listed) in queue.listed.iter_mut().zip(listed) {
            queued.extend(listed);
        }
        if lowest == MailPriority::Routine {
            let batch = i32::try_from(limit).unwrap_or(i32::MAX);
            let (failed, more) = self.list_failed(DELIVER_MAIL, context.now(), batch).await?;
            queue.left += failed.len();
            queue.more_failed = more;
            queue.listed[MailPriority::Routine as usize].extend(failed);
        }
        Ok(queue)
    }
}

impl MailQueue<'_> {
    async fn list(&self, priority: MailPriority, most: usize) -> Result<Vec<DueItem>, StoreError> {
        let most = i32::try_from(most).unwrap_or(i32::MAX);
        self.store.list_due(&keys::due_mail_partitions(priority), self.context.now(), most).await
    }

    /// Takes the next mails, at most `most`. First it searches for mails that a person has begun to wait for since.
    pub async fn take(&mut self, most: usize) -> Result<Vec<Key>, StoreError> {
        Ok(self.take_due(most).await?.into_iter().map(|mail| mail.key).collect())
    }

    async fn take_due(&mut self, most: usize) -> Result<Vec<DueItem>, StoreError> {
        let is_known = !self.listed[MailPriority::Interactive as usize].is_empty();
        if !is_known && !std::mem::take(&mut self.is_fresh) {
            let most = LOOK_AGAIN + self.taken.len();
            let mut listed = self.list(MailPriority::Interactive, most).await?;
            self.was_full = listed.len() >= most;
            listed.retain(|mail| !self.taken.contains(&(mail.at(), mail.key.clone())));
            self.listed[MailPriority::Interactive as usize].extend(listed);
        }
        let mut mails = Vec::new();
        while mails.len() < most && self.left > 0 {
            let listed = &self.listed;
            let Some(next) = self.order.next(|priority| !listed[priority as usize].is_empty()) else { break };
            let Some(mail) = self.listed[next as usize].pop_front() else { break };
            self.left -= 1;
            self.taken.insert((mail.at(), mail.key.clone()));
            mails.push(mail);
        }
        Ok(mails)
    }

    /// Mails in turns, until none is left. `next_turn` waits until mails may go and returns how many may. Mails are
    /// chosen only then, so a mail that a person begins to wait for goes next, however many others there are. The
    /// stream ends once it returns 0.
    pub(crate) fn turns<'t, 'n: 't>(
        &'t mut self,
        next_turn: impl Fn() -> BoxFuture<'n, usize> + 't,
    ) -> impl Stream<Item = Result<DueItem, StoreError>> + 't {
        stream::unfold((Some(self), next_turn), |(queue, next_turn)| async move {
            let queue = queue.filter(|queue| !queue.is_empty())?;
            let most = next_turn().await;
            if most == 0 {
                return None;
            }
            let (mails, queue) = match queue.take_due(most).await {
                Ok(mails) => (mails.into_iter().map(Ok).collect(), Some(queue)),
                Err(error) => (vec![Err(error)], None),
            };
            Some((stream::iter(mails), (queue, next_turn)))
        })
        .flatten()
    }

    /// Whether the queue has no more mails, as far as it has searched.
    pub fn is_empty(&self) -> bool {
        self.left == 0 || (!self.was_full && self.listed.iter().all(VecDeque::is_empty))
    }

    /// Whether more mails may be due than were taken.
    pub fn has_more(&self) -> bool {
        self.left == 0 || self.more_failed || !self.is_empty()
    }
}
