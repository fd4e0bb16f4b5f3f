//! The queue: places in order, spread over a few keys, read consistently and merged.
//!
//! Beside each key stands a tally. Whoever joins counts it up, under the condition that the pool was not reopened since
//! they saw it sold out; whoever reopens writes all of them, under the condition that nobody has joined since they saw
//! the queue empty. So no pass goes on sale while somebody waits, and nobody waits for a pass that is on sale
//! (promise 4), and no item is written by everybody.

use domain::conference::{Class, ConferenceId, WaitlistPolicy};
use domain::waitlist::{Entry, Place};
use futures_util::future::try_join_all;
use serde::Deserialize;

use crate::keys::{self, Key, QUEUES};
use crate::table::{Guard, Write, item, number, typed};
use crate::{Store, StoreError};

/// A tally as it was read; `None` of both where nobody has joined and nothing was reopened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Tally {
    /// How many have joined.
    joined: Option<u64>,
}

/// The tallies of an edition, read before its queue.
pub(crate) type Tallies = Vec<Tally>;

/// The first places of a queue.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) place: Place,
    pub(crate) class: Class,
    /// The place's item.
    pub(crate) key: Key,
}

impl Store {
    pub(crate) async fn tallies(&self, c: &ConferenceId) -> Result<Tallies, StoreError> {
        let keys: Vec<_> = (0..QUEUES).map(|n| keys::tally(c, n)).collect();
        let found = self.table.get_all(&keys).await?;
        found.into_iter().map(|tally| tally.map_or(Ok(Tally::default()), typed)).collect()
    }

    /// The first `limit` who wait, in order: by class, time of joining, id.
    pub(crate) async fn heads(
        &self,
        c: &ConferenceId,
        policy: &WaitlistPolicy,
        limit: usize,
    ) -> Result<Vec<Head>, StoreError> {
        let mut heads: Vec<Head> = Vec::new();
        let last = policy.classes.len().saturating_sub(1);
        for rank in 0..=last {
            // Classes that the edition does not name (any more) wait with everyone.
            let classes = Class::WORDS.iter().map(|(_, class)| *class).filter(|class| policy.rank(*class) == rank);
            let queries = classes.flat_map(|class| (0..QUEUES).map(move |n| (class, n))).map(|(class, n)| async move {
                let (queue, prefix) = (keys::queue(c, n), keys::class_prefix(class));
                let keys = self.table.query_keys(&queue, &prefix, i32::try_from(limit).unwrap_or(i32::MAX));
                let read = |key: Key| {
                    let (joined_at, id) = keys::parse_place(&key.sk)
                        .ok_or_else(|| StoreError::Broken(format!("{} is no place in a queue", key.sk)))?;
                    Ok(Head { place: Place { rank, joined_at, id }, class, key })
                };
                keys.await?.into_iter().map(read).collect::<Result<Vec<_>, StoreError>>()
            });
            heads.extend(try_join_all(queries).await?.into_iter().flatten());
            if heads.len() >= limit {
                break;
            }
        }
        heads.sort_by(|a, b| a.place.cmp(&b.place));
        heads.truncate(limit);
        Ok(heads)
    }

    /// How many wait before this entry.
    pub async fn ahead_of(&self, c: &ConferenceId, policy: &WaitlistPolicy, entry: &Entry) -> Result<u64, StoreError> {
        let own = policy.rank(entry.standing.class);
        let counts = Class::WORDS.iter().filter(|(_, class)| policy.rank(*class) <= own).flat_map(|(_, class)| {
            let from = keys::class_prefix(*class);
            let below = if policy.rank(*class) < own {
                format!("{from}~")
            } else {
                keys::queue_sort(*class, entry.joined_at, &entry.id)
            };
            (0..QUEUES).map(move |n| (keys::queue(c, n), from.clone(), below.clone()))
        });
        let counts = counts.map(|(pk, from, below)| async move { self.table.query_count(&pk, &from, &below).await });
        let counted: u64 = try_join_all(counts).await?.into_iter().sum();
        // Their own place ends the range, and counts once where they still wait.
        Ok(counted.saturating_sub(u64::from(entry.state == domain::waitlist::EntryState::Waiting)))
    }

    /// How many wait.
    pub async fn waiting(&self, c: &ConferenceId) -> Result<u64, StoreError> {
        let counts = (0..QUEUES).map(|n| async move { self.table.query_count(&keys::queue(c, n), " ", "~").await });
        Ok(try_join_all(counts).await?.into_iter().sum())
    }
}

/// Puts somebody into the queue, unless the pool was reopened since `refill_seq` was read.
pub(crate) fn join_queue(c: &ConferenceId, entry: &Entry, refill_seq: u64) -> [Write; 2] {
    let tally = Write::Count {
        key: keys::tally(c, keys::queue_number(&entry.id)),
        name: "joined",
        set: vec![("refill_seq", number(refill_seq))],
        guards: vec![Guard::EqualsOrUnset("refill_seq", number(refill_seq))],
    };
    [take_place(c, entry), tally]
}

/// Writes a place without counting it: for somebody who waits already and changes class.
pub(crate) fn take_place(c: &ConferenceId, entry: &Entry) -> Write {
    let place = keys::queue_place(c, entry);
    let put = item(&place, &serde_json::Map::new());
    Write::Put { item: put, guards: vec![Guard::Absent] }
}

/// Takes somebody out of the queue.
pub(crate) fn leave_queue(c: &ConferenceId, entry: &Entry) -> Write {
    Write::Delete { key: keys::queue_place(c, entry), guards: vec![Guard::Exists] }
}

/// Notes a reopening on every tally, unless somebody has joined since they were read.
pub(crate) fn note_reopening(c: &ConferenceId, tallies: &Tallies, refill_seq: u64) -> Vec<Write> {
    let write = |(n, tally): (u32, &Tally)| Write::Set {
        key: keys::tally(c, n),
        set: vec![("refill_seq", number(refill_seq))],
        remove: Vec::new(),
        guards: vec![tally.joined.map_or(Guard::Unset("joined"), |joined| Guard::Equals("joined", number(joined)))],
    };
    (0u32..).zip(tallies).map(write).collect()
}
