//! A pool: its shards' sum, and the status item that says whether it is sold out.

use serde::{Deserialize, Serialize};

use super::ledger::Ledger;
use super::resize::{Resize, Resized};

/// Passes that a shard of a fresh pool gets. DynamoDB lets one item serve one transaction at a time, so few passes
/// to a shard keep people who register at the same moment apart.
pub const PASSES_PER_SHARD: u64 = 4;

/// The most shards of one pool: reading all of them, to prove a sell-out, stays at six batches of 100.
pub const SHARDS_MAX: u32 = 512;

/// The most passes of one pool.
pub const CAPACITY_MAX: u64 = 1_000_000;

/// How many shards a pool of this capacity has.
pub fn shards_for(capacity: u64) -> u32 {
    let wanted = capacity.div_ceil(PASSES_PER_SHARD).clamp(1, u64::from(SHARDS_MAX));
    u32::try_from(wanted).expect("clamped to SHARDS_MAX")
}

/// What the pool's status item says beside its shards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolStatus {
    /// Shards are numbered from 0 to below this.
    pub shards: u32,
    /// Raised by every write that raises `free`: a sell-out proved under one value holds until the next.
    pub refill_seq: u64,
    /// Proved: at this `refill_seq` every shard was seen without a free pass.
    pub sold_out: bool,
    /// Counts the writes of resizes, so that each is made once.
    #[serde(default)]
    pub step: u64,
    /// A change of capacity that is under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resize: Option<Resize>,
    /// How the last change of capacity ended, for a repeat of the same request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_resize: Option<Resized>,
}

/// A pool's figures: the sum over its shards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// All passes.
    pub capacity: u64,
    /// On sale.
    pub free: u64,
    /// Waiting for the promotion workflow.
    pub spare: u64,
    /// On offer.
    pub held: u64,
    /// Registered.
    pub taken: u64,
}

impl<'a> FromIterator<&'a Ledger> for Totals {
    fn from_iter<I: IntoIterator<Item = &'a Ledger>>(shards: I) -> Self {
        shards.into_iter().fold(Self::default(), |sum, shard| Self {
            capacity: sum.capacity + shard.capacity,
            free: sum.free + shard.free,
            spare: sum.spare + shard.spare,
            held: sum.held + shard.held,
            taken: sum.taken + shard.taken,
        })
    }
}
