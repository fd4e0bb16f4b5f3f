//! Lists that organizers page through, latest first, merged from the index's partitions.

use std::collections::BTreeMap;

use domain::conference::ConferenceId;
use domain::mail::Mail;
use domain::registration::Person;
use futures_util::future::join_all;
use serde::de::DeserializeOwned;

use crate::keys::SPREAD;
use crate::table::{LISTING, Range, text, typed};
use crate::{Store, StoreError, keys};

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Where the next one starts; `None` on the last.
    pub next: Option<String>,
}

impl Store {
    /// Registrations, cancelled ones too, latest first.
    pub async fn registrations(
        &self,
        c: &ConferenceId,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<Person>, StoreError> {
        self.list((0..SPREAD).map(|n| keys::registrations(c, n)).collect(), after, limit).await
    }

    /// Mails that were sent or given up, latest first.
    pub async fn mails(&self, c: &ConferenceId, after: Option<&str>, limit: usize) -> Result<Page<Mail>, StoreError> {
        self.list((0..SPREAD).map(|n| keys::mails(c.as_str(), n)).collect(), after, limit).await
    }

    /// One page of what some partitions of the `listing` index name. The cursor is the last sort key shown.
    pub(crate) async fn list<T: DeserializeOwned>(
        &self,
        partitions: Vec<String>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<T>, StoreError> {
        let range = after.map_or(Range::All, |after| Range::Before(text(after)));
        let wanted = i32::try_from(limit + 1).unwrap_or(i32::MAX);
        let queries = partitions.iter().map(|pk| self.table.query_index(&LISTING, pk, range.clone(), wanted));
        let mut merged = BTreeMap::new();
        for entries in join_all(queries).await {
            for (key, at) in entries? {
                merged.insert((at.as_s().cloned().unwrap_or_default(), key.clone()), key);
            }
        }
        let page: Vec<_> = merged.into_iter().rev().take(limit + 1).collect();
        let next = page.get(limit).and_then(|_| page.get(limit - 1)).map(|((at, _), _)| at.clone());
        let keys: Vec<_> = page.into_iter().take(limit).map(|(_, key)| key).collect();
        let items = self.table.get_all(&keys).await?.into_iter().flatten().map(typed).collect::<Result<_, _>>()?;
        Ok(Page { items, next })
    }
}
