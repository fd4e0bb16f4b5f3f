//! Due work: the `due` index, and the one way in which every workflow processes it.
//!
//! Treat index reads as hints: readers re-read each item. [`process`] isolates each item from the others, and
//! [`record`] notes failures on the item. [`left_out`] notes unreadable items that a workflow finds, and [`attention`]
//! shows both to people.

mod attention;
mod left_out;
mod process;
mod record;
mod repaired;

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use context::Context;
use futures_util::future::join_all;
use jiff::Timestamp;

use crate::keys::{self, Key};
use crate::table::{DUE, Range, millis};
use crate::{Store, StoreError};

pub use attention::{Attention, AttentionAct, AttentionScope};
pub(crate) use left_out::LeftOut;
pub use process::{Failed, Run, run_again};
pub(crate) use process::{Processing, Work};
pub(crate) use record::failure_of;

/// Every workflow that has due work.
pub const WORKFLOWS: [&str; 11] = [
    "publish-timetable",
    "close-cfps",
    "send-reminders",
    "send-messages",
    "release-decisions",
    "release-passes",
    "reconfirm",
    "promote-waitlist",
    "retain-data",
    "deliver-mail",
    keys::DELIVER_WEBHOOKS,
];

/// An index entry, as listed.
#[derive(Clone, Debug)]
pub(crate) struct DueItem {
    pub(crate) key: Key,
    pub(crate) due_pk: String,
    pub(crate) due_at: AttributeValue,
}

impl Store {
    /// A workflow's due items by `now`, and whether there may be more. Items without a failure come first, at most
    /// about `limit`. Failed items follow, at most a quarter of that, so that failures never delay the others.
    pub(crate) async fn due(
        &self,
        workflow: &str,
        now: Timestamp,
        limit: i32,
    ) -> Result<(Vec<DueItem>, bool), StoreError> {
        let mut due = self.list_due(&keys::due_partitions(workflow), now, limit).await?;
        let mut more = due.len() >= usize::try_from(limit).unwrap_or(usize::MAX);
        let (failed, more_failed) = self.list_failed(workflow, now, limit).await?;
        more |= more_failed;
        due.extend(failed);
        Ok((due, more))
    }

    /// Due items by `now` in some partitions of the index, soonest first.
    pub(crate) async fn list_due(
        &self,
        partitions: &[String],
        now: Timestamp,
        limit: i32,
    ) -> Result<Vec<DueItem>, StoreError> {
        let up_to = Range::UpTo(millis(now));
        let queries = partitions.iter().map(|pk| self.table.query_index(&DUE, pk, up_to.clone(), limit));
        let mut due = Vec::new();
        for (entries, pk) in join_all(queries).await.into_iter().zip(partitions) {
            due.extend(entries?.into_iter().map(|(key, due_at)| DueItem { key, due_pk: pk.clone(), due_at }));
        }
        due.sort_by_cached_key(|item| (at(&item.due_at), item.key.clone()));
        due.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(due)
    }

    /// Failed items that are due again, at most a quarter of a batch, and whether there may be more.
    pub(crate) async fn list_failed(
        &self,
        workflow: &str,
        now: Timestamp,
        batch: i32,
    ) -> Result<(Vec<DueItem>, bool), StoreError> {
        let quota = (batch / 4).max(8);
        let failed = self.list_due(&[keys::due_again(workflow)], now, quota).await?;
        let more = failed.len() >= usize::try_from(quota).unwrap_or(usize::MAX);
        Ok((failed, more))
    }

    /// When a workflow's next item is due, if the index lists any.
    pub async fn next_due(&self, workflow: &str) -> Result<Option<Timestamp>, StoreError> {
        self.soonest(workflow, Range::All).await
    }

    /// The same for items due later than `now`.
    pub async fn next_due_after(&self, workflow: &str, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        self.soonest(workflow, Range::After(millis(now))).await
    }

    async fn soonest(&self, workflow: &str, range: Range) -> Result<Option<Timestamp>, StoreError> {
        let failed = self.table.query_index(&DUE, &keys::due_again(workflow), range.clone(), 1).await?;
        let failed = failed.into_iter().map(|(_, due_at)| at(&due_at));
        Ok(self.due_entries(workflow, range, 1).await?.into_iter().map(|(at, _)| at).chain(failed).min())
    }

    /// The age of a workflow's oldest due item in seconds: 0 if nothing is due.
    pub async fn oldest_due(&self, ctx: &Context, workflow: &str) -> Result<i64, StoreError> {
        let since = self.next_due(workflow).await?;
        Ok(since.map_or(0, |since| ctx.now().duration_since(since).as_secs().max(0)))
    }

    /// A workflow's due items without a failure, soonest first.
    pub(crate) async fn due_entries(
        &self,
        workflow: &str,
        range: Range,
        limit: i32,
    ) -> Result<Vec<(Timestamp, Key)>, StoreError> {
        let partitions = keys::due_partitions(workflow);
        let queries = partitions.iter().map(|pk| self.table.query_index(&DUE, pk, range.clone(), limit));
        let mut soonest = BTreeSet::new();
        for entries in join_all(queries).await {
            for (key, due_at) in entries? {
                soonest.insert((at(&due_at), key));
            }
        }
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(soonest.into_iter().take(limit).collect())
    }
}

impl DueItem {
    pub(crate) fn at(&self) -> Timestamp {
        at(&self.due_at)
    }
}

fn at(due_at: &AttributeValue) -> Timestamp {
    let millis = due_at.as_n().ok().and_then(|n| n.parse().ok()).unwrap_or_default();
    Timestamp::from_millisecond(millis).unwrap_or_default()
}
