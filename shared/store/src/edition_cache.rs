//! A short-lived cache of an edition's head and a pool's status.
//!
//! Every registration and every refusal needs both. Each is one item, which `DynamoDB` reads 3,000 times a second at
//! most (units of one partition; Amazon DynamoDB Developer Guide, "Partitions and data distribution"). With the cache,
//! each process reads them a few times a second.
//!
//! The cost is bounded. A refusal may be as old as [`CACHE_FOR`]. A pass is still taken under the ledger's own
//! condition, and a sell-out is still proved under `refill_seq`. A change of an edition is acknowledged only when no
//! process uses the old one any more ([`Store::put_edition`](crate::Store::put_edition) waits).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use context::Context;
use domain::conference::{ConferenceId, PoolId};
use domain::pass::PoolStatus;
use jiff::{SignedDuration, Timestamp};

/// How long entries stay valid.
pub const CACHE_FOR: Duration = Duration::from_millis(200);

/// The edition's revision and the pool's status, read within the last [`CACHE_FOR`].
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) revision: u64,
    pub(crate) status: PoolStatus,
    read_at: Timestamp,
}

#[derive(Debug, Default)]
pub(crate) struct EditionCache(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    seen: HashMap<(ConferenceId, PoolId), Seen>,
    /// Counts this process's writes: each one invalidates earlier reads.
    writes: u64,
}

/// A read that has begun.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    writes: u64,
    began_at: Timestamp,
}

impl EditionCache {
    fn with<T>(&self, use_it: impl FnOnce(&mut Inner) -> T) -> T {
        use_it(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The cached entry for the revision that the caller knows, or a read to begin.
    pub(crate) fn get(&self, ctx: &Context, c: &ConferenceId, p: &PoolId, revision: u64) -> Result<Seen, Reading> {
        let now = ctx.now();
        let lasts = SignedDuration::try_from(CACHE_FOR).expect("a moment");
        self.with(|inner| {
            let seen = inner.seen.get(&(c.clone(), p.clone()));
            let fresh = |seen: &&Seen| seen.revision == revision && now.duration_since(seen.read_at) < lasts;
            seen.filter(fresh).cloned().ok_or(Reading { writes: inner.writes, began_at: now })
        })
    }

    /// Caches a read, unless this process has written since the read began.
    pub(crate) fn keep(&self, c: &ConferenceId, p: &PoolId, reading: Reading, revision: u64, status: &PoolStatus) {
        let seen = Seen { revision, status: status.clone(), read_at: reading.began_at };
        self.with(|inner| {
            if inner.writes == reading.writes {
                inner.seen.insert((c.clone(), p.clone()), seen);
            }
        });
    }

    /// Clears the cache after a write of a head or a status.
    pub(crate) fn forget(&self) {
        self.with(|inner| {
            inner.writes += 1;
            inner.seen.clear();
        });
    }
}
