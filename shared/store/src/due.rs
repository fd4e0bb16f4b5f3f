//! What is due: entries of the `due` index, soonest first. The index is only a hint; readers read again.

use std::collections::BTreeSet;

use context::Context;
use futures_util::future::join_all;
use jiff::Timestamp;

use crate::keys::{self, Key, SPREAD};
use crate::table::{DUE, Range, millis};
use crate::{Store, StoreError};

impl Store {
    /// The keys that are due for a workflow by `now`, at most about `limit`.
    pub(crate) async fn due(&self, workflow: &str, now: Timestamp, limit: i32) -> Result<Vec<Key>, StoreError> {
        let entries = self.due_entries(workflow, Range::UpTo(millis(now)), limit).await?;
        Ok(entries.into_iter().map(|(_, key)| key).collect())
    }

    /// When a workflow has something to do next, if the index knows of anything.
    pub async fn next_due(&self, workflow: &str) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.due_entries(workflow, Range::All, 1).await?.into_iter().map(|(at, _)| at).min())
    }

    /// For how many seconds the oldest due item of a workflow has been due: 0 if nothing is.
    pub async fn oldest_due(&self, ctx: &Context, workflow: &str) -> Result<i64, StoreError> {
        let since = self.next_due(workflow).await?;
        Ok(since.map_or(0, |since| ctx.now().duration_since(since).as_secs().max(0)))
    }

    pub(crate) async fn due_entries(
        &self,
        workflow: &str,
        range: Range,
        limit: i32,
    ) -> Result<Vec<(Timestamp, Key)>, StoreError> {
        let partitions: Vec<_> = (0..SPREAD).map(|number| keys::due(workflow, number)).collect();
        let queries = partitions.iter().map(|pk| self.table.query_index(&DUE, pk, range.clone(), limit));
        let mut soonest = BTreeSet::new();
        for entries in join_all(queries).await {
            for (key, at) in entries? {
                let at = at.as_n().ok().and_then(|n| n.parse().ok()).unwrap_or_default();
                soonest.insert((Timestamp::from_millisecond(at).unwrap_or_default(), key));
            }
        }
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(soonest.into_iter().take(limit).collect())
    }
}
