//! Lists that organizers page through, latest first, merged from the index's partitions.

use std::collections::BTreeMap;
use std::str::FromStr;

use domain::conference::ConferenceId;
use domain::mail::Mail;
use domain::phrase::Phrase;
use domain::registration::Person;
use futures_util::future::join_all;
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use crate::keys::SPREAD;
use crate::table::{LISTING, Range, text};
use crate::{Store, StoreError, keys};

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// The next page's start; `None` on the last page.
    pub next: Option<Cursor>,
}

/// A part of the mails that are no longer queued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailList {
    /// Handed over, whether or not they arrived.
    Sent,
    Failed,
    /// Sent mails that did not arrive, or that their reader did not want.
    Bounced,
}

/// The start of a page: after the entry with this sort key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(String);

impl Cursor {
    /// After the entry at this position, an instant and a key.
    pub(crate) fn at(place: String) -> Self {
        Self(place)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Cursor {
    type Err = Phrase;

    /// A sort key of every list is an instant, in our format, and a key.
    fn from_str(text: &str) -> Result<Self, Phrase> {
        let is_ours = |(at, key): (&str, &str)| {
            at.parse::<Timestamp>().is_ok_and(|instant| instant.to_string() == at)
                && (1..=200).contains(&key.len())
                && key.bytes().all(|b| b.is_ascii_graphic())
        };
        match text.split_once('#') {
            Some(parts) if is_ours(parts) => Ok(Self(text.to_owned())),
            _ => Err(Phrase::of("must-be-cursor")),
        }
    }
}

impl Store {
    /// Registrations, cancelled ones too, latest first.
    pub async fn registrations(
        &self,
        c: &ConferenceId,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<Person>, StoreError> {
        self.list((0..SPREAD).map(|n| keys::registrations(c, n)).collect(), after, limit).await
    }

    /// Sent and undeliverable mails, latest first.
    pub async fn mails(
        &self,
        c: &ConferenceId,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<Mail>, StoreError> {
        self.mails_of(c, None, after, limit).await
    }

    /// The same; with `only`, those of one list.
    pub async fn mails_of(
        &self,
        c: &ConferenceId,
        only: Option<MailList>,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<Mail>, StoreError> {
        let c = c.as_str();
        let arrived = (0..SPREAD).map(|n| keys::mails(c, n));
        let lists = match only {
            Some(MailList::Failed) => vec![keys::failed_mails(c)],
            Some(MailList::Bounced) => vec![keys::bounced_mails(c)],
            Some(MailList::Sent) => arrived.chain([keys::bounced_mails(c)]).collect(),
            None => arrived.chain([keys::failed_mails(c), keys::bounced_mails(c)]).collect(),
        };
        self.list(lists, after, limit).await
    }

    /// One page of the items in some partitions of the `listing` index. The cursor is the last sort key shown.
    pub(crate) async fn list<T: DeserializeOwned>(
        &self,
        partitions: Vec<String>,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<T>, StoreError> {
        let range = after.map_or(Range::All, |after| Range::Before(text(after.as_str())));
        let wanted = i32::try_from(limit + 1).unwrap_or(i32::MAX);
        let queries = partitions.iter().map(|pk| self.table.query_index(&LISTING, pk, range.clone(), wanted));
        let mut merged = BTreeMap::new();
        for entries in join_all(queries).await {
            for (key, at) in entries? {
                merged.insert((at.as_s().cloned().unwrap_or_default(), key.clone()), key);
            }
        }
        let page: Vec<_> = merged.into_iter().rev().take(limit + 1).collect();
        let next = page.get(limit).and_then(|_| page.get(limit - 1)).map(|((at, _), _)| Cursor(at.clone()));
        let keys: Vec<_> = page.into_iter().take(limit).map(|(_, key)| key).collect();
        let items = self.readable(self.table.get_all(&keys).await?.into_iter().flatten());
        Ok(Page { items, next })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_a_sort_key_as_we_write_it() {
        let reads = |text: &str| text.parse::<Cursor>().is_ok();
        assert!(reads("2030-02-01T12:00:00Z#0k3n"));
        assert!(reads("2030-02-01T12:00:00.5Z#registration-confirmed:0k3n-1"));
        for other in ["", "1", "#", "2030-02-01T12:00:00Z", "2030-02-01T12:00:00Z#", "2030-02-01T12:00:00.500Z#a"] {
            assert!(!reads(other), "{other}");
        }
        assert!(!reads("2030-02-01#a") && !reads("2030-02-01T13:00:00+01:00#a") && !reads("2030-02-01T12:00:00Z#a b"));
    }
}
