//! The queue: positions in order, spread over a few keys, read consistently and merged.
//!
//! Beside each key is a tally. A join counts it up, on condition that the pool was not reopened since the person saw it
//! sold out. A reopening writes all tallies, on condition that there was no join since the queue was seen empty. So no
//! pass goes on sale while people wait, and no one waits for a pass that is on sale (promise 4). And no single item
//! takes every write.

use std::collections::BTreeSet;

use domain::conference::{Class, ConferenceId, PoolId, WaitlistPolicy};
use domain::pass::PoolStatus;
use domain::waitlist::{ByClass, Entry, EntryState, Place};
use futures_util::future::try_join_all;
use serde::Deserialize;

use crate::keys::{self, Key, QUEUES};
use crate::table::{Batch, Guard, Write, item, number, typed};
use crate::{Store, StoreError};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Tally {
    /// Counts joins; `None` before the first.
    joined: Option<u64>,
    #[serde(default)]
    joined_contributor: u64,
    #[serde(default)]
    joined_newcomer: u64,
    #[serde(default)]
    joined_everyone: u64,
    #[serde(default)]
    left_contributor: u64,
    #[serde(default)]
    left_newcomer: u64,
    #[serde(default)]
    left_everyone: u64,
}

impl Tally {
    /// People who joined a class, less those who left it; offers are not counted here.
    pub(crate) fn stayed(&self, class: Class) -> i64 {
        let (joined, left) = match class {
            Class::Contributor => (self.joined_contributor, self.left_contributor),
            Class::Newcomer => (self.joined_newcomer, self.left_newcomer),
            Class::Everyone => (self.joined_everyone, self.left_everyone),
        };
        i64::try_from(joined).unwrap_or(i64::MAX) - i64::try_from(left).unwrap_or(i64::MAX)
    }
}

/// The attributes of a tally that count joins of a class, and departures from it without an offer.
fn counters(class: Class) -> (&'static str, &'static str) {
    match class {
        Class::Contributor => ("joined_contributor", "left_contributor"),
        Class::Newcomer => ("joined_newcomer", "left_newcomer"),
        Class::Everyone => ("joined_everyone", "left_everyone"),
    }
}

/// The number of people who wait, from the counters.
pub(crate) fn waiting(tallies: &Tallies, offered: &ByClass) -> ByClass {
    let mut waiting = ByClass::default();
    for (_, class) in Class::WORDS {
        let stayed: i64 = tallies.iter().map(|tally| tally.stayed(*class)).sum();
        let offered = i64::try_from(offered.of(*class)).unwrap_or(i64::MAX);
        *waiting.of_mut(*class) = u64::try_from(stayed - offered).unwrap_or(0);
    }
    waiting
}

/// The tallies of an edition, read before its queue.
pub(crate) type Tallies = Vec<Tally>;

/// The first positions of a queue.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) place: Place,
    pub(crate) class: Class,
    pub(crate) key: Key,
}

impl Store {
    pub(crate) async fn tallies(&self, c: &ConferenceId) -> Result<Tallies, StoreError> {
        let keys: Vec<_> = (0..QUEUES).map(|n| keys::tally(c, n)).collect();
        let found = self.table.get_all(&keys).await?;
        found.into_iter().map(|tally| tally.map_or(Ok(Tally::default()), typed)).collect()
    }

    /// The first `limit` people who wait, in order, with their entries. Skips a position whose entry is unreadable or
    /// does not wait there: it stays in the queue until it is repaired.
    pub(crate) async fn front(
        &self,
        c: &ConferenceId,
        policy: &WaitlistPolicy,
        limit: usize,
    ) -> Result<Vec<(Head, Entry)>, StoreError> {
        let mut asked = limit;
        loop {
            let heads = self.heads(c, policy, asked).await?;
            let keys: Vec<_> = heads.iter().map(|head| keys::entry(c, &head.place.id)).collect();
            let found = self.table.get_all(&keys).await?;
            let listed = heads.len();
            let mut front = Vec::new();
            for (head, found) in heads.into_iter().zip(found) {
                let is_there = found.is_some();
                match self.readable_one::<Entry>(found) {
                    Some(entry) if waits_at(c, &entry, &head) => front.push((head, entry)),
                    None if is_there => {}
                    before => {
                        if let Some(entry) = self.entry_again(c, &head, before.as_ref()).await? {
                            front.push((head, entry));
                        }
                    }
                }
            }
            let passed_over = listed - front.len();
            if front.len() >= limit || listed < asked {
                front.truncate(limit);
                return Ok(front);
            }
            asked = limit + passed_over;
        }
    }

    /// Reads a position again, and then the entry that did not wait there. The person may have left the position
    /// between the reads, or left it and come back. It is an error only if the entry has not changed meanwhile.
    async fn entry_again(
        &self,
        c: &ConferenceId,
        head: &Head,
        before: Option<&Entry>,
    ) -> Result<Option<Entry>, StoreError> {
        if self.table.get(&head.key).await?.is_none() {
            return Ok(None);
        }
        let entry: Option<Entry> = self.readable_one(self.table.get(&keys::entry(c, &head.place.id)).await?);
        if entry.as_ref().map(|entry| entry.rev) == before.map(|before| before.rev) {
            self.go_on_without(&head.key, StoreError::Broken("no entry waits at this place".into()))?;
        }
        Ok(entry.filter(|entry| waits_at(c, entry, head)))
    }

    /// The first `limit` positions, in order: by class, time of joining, id.
    async fn heads(&self, c: &ConferenceId, policy: &WaitlistPolicy, limit: usize) -> Result<Vec<Head>, StoreError> {
        let mut heads: Vec<Head> = Vec::new();
        let last = policy.classes.len().saturating_sub(1);
        for rank in 0..=last {
            // People in classes that the edition does not name wait with everyone.
            let classes = Class::WORDS.iter().map(|(_, class)| *class).filter(|class| policy.rank(*class) == rank);
            let queries = classes.flat_map(|class| (0..QUEUES).map(move |n| (class, n))).map(|(class, n)| async move {
                let (queue, prefix) = (keys::queue(c, n), keys::class_prefix(class));
                let mut asked = limit;
                loop {
                    let keys = self.table.query_keys(&queue, &prefix, i32::try_from(asked).unwrap_or(i32::MAX)).await?;
                    let listed = keys.len();
                    let heads: Vec<_> = keys.into_iter().filter_map(|key| self.head(key, rank, class)).collect();
                    if heads.len() >= limit || listed < asked {
                        return Ok::<_, StoreError>(heads);
                    }
                    asked = limit + listed - heads.len();
                }
            });
            heads.extend(try_join_all(queries).await?.into_iter().flatten());
            if heads.len() >= limit {
                break;
            }
        }
        heads.sort_by(|a, b| a.place.cmp(&b.place));
        // A person who changes class meanwhile can be in two of the parts.
        let mut once = BTreeSet::new();
        heads.retain(|head| once.insert(head.place.id.to_string()));
        heads.truncate(limit);
        Ok(heads)
    }

    fn head(&self, key: Key, rank: usize, class: Class) -> Option<Head> {
        if let Some((joined_at, id)) = keys::parse_place(&key.sk) {
            return Some(Head { place: Place { rank, joined_at, id }, class, key });
        }
        let why = "its key is no place in the queue".into();
        let error = StoreError::Unreadable { key: key.clone(), why };
        self.leave_out_unreadable(&key, &error);
        None
    }

    /// The number of people who wait before this entry.
    pub async fn ahead_of(&self, c: &ConferenceId, policy: &WaitlistPolicy, entry: &Entry) -> Result<u64, StoreError> {
        let own = policy.rank(entry.priority.class);
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
        // The range ends with their own position, which counts once while they wait.
        Ok(counted.saturating_sub(u64::from(entry.state == EntryState::Waiting)))
    }

    /// The number of people who wait, by class: from the counters, in one read however long the queue is.
    pub async fn waiting(&self, c: &ConferenceId, pool: &PoolId) -> Result<ByClass, StoreError> {
        let mut batch = Batch::default();
        let status = batch.ask::<PoolStatus>(keys::status(c, pool));
        let tallies: Vec<_> = (0..QUEUES).map(|n| batch.ask::<Tally>(keys::tally(c, n))).collect();
        let mut found = batch.read(&self.table).await?;
        let status: Option<PoolStatus> = self.readable_one(found.take_item(&status));
        let tallies = tallies.into_iter().map(|tally| found.take_item(&tally));
        let tallies: Tallies = tallies.map(|tally| self.readable_one(tally).unwrap_or_default()).collect();
        Ok(waiting(&tallies, &status.unwrap_or_default().offered))
    }
}

fn waits_at(c: &ConferenceId, entry: &Entry, head: &Head) -> bool {
    entry.state == EntryState::Waiting && keys::queue_place(c, entry) == head.key
}

/// Adds a person to the queue, unless the pool was reopened since `refill_seq` was read.
pub(crate) fn join_queue(c: &ConferenceId, entry: &Entry, refill_seq: u64) -> [Write; 2] {
    let (joined, _) = counters(entry.priority.class);
    let tally = Write::Count {
        key: keys::tally(c, keys::queue_number(&entry.id)),
        names: vec!["joined", joined],
        set: vec![("refill_seq", number(refill_seq))],
        guards: vec![Guard::EqualsOrUnset("refill_seq", number(refill_seq))],
    };
    [take_place(c, entry), tally]
}

fn take_place(c: &ConferenceId, entry: &Entry) -> Write {
    let place = keys::queue_place(c, entry);
    let put = item(&place, &serde_json::Map::new());
    Write::Put { item: put, guards: vec![Guard::Absent] }
}

/// Removes a person who now has an offer from the queue; the pool's status counts them.
pub(crate) fn vacate(c: &ConferenceId, entry: &Entry) -> Write {
    Write::Delete { key: keys::queue_place(c, entry), guards: vec![Guard::Exists] }
}

/// Removes a person who no longer waits from the queue.
pub(crate) fn leave_queue(c: &ConferenceId, entry: &Entry) -> [Write; 2] {
    let (_, left) = counters(entry.priority.class);
    let key = keys::tally(c, keys::queue_number(&entry.id));
    let tally = Write::Count { key, names: vec![left], set: Vec::new(), guards: vec![Guard::Exists] };
    [vacate(c, entry), tally]
}

/// Moves a person to another class; the caller counts it on the pool's status.
pub(crate) fn change_class(c: &ConferenceId, before: &Entry, after: &Entry) -> [Write; 3] {
    let (_, left) = counters(before.priority.class);
    let (joined, _) = counters(after.priority.class);
    let key = keys::tally(c, keys::queue_number(&after.id));
    let names = vec![joined, left];
    let tally = Write::Count { key, names, set: Vec::new(), guards: vec![Guard::Exists] };
    [vacate(c, before), take_place(c, after), tally]
}

/// Notes a reopening on every tally, unless a person has joined since they were read.
pub(crate) fn note_reopening(c: &ConferenceId, tallies: &Tallies, refill_seq: u64) -> Vec<Write> {
    let write = |(n, tally): (u32, &Tally)| Write::Set {
        key: keys::tally(c, n),
        set: vec![("refill_seq", number(refill_seq))],
        remove: Vec::new(),
        guards: vec![tally.joined.map_or(Guard::Unset("joined"), |joined| Guard::Equals("joined", number(joined)))],
    };
    (0u32..).zip(tallies).map(write).collect()
}
