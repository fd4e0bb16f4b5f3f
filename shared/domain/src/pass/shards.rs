//! A pool's shards: their number and their sum.

use serde::{Deserialize, Serialize};

use super::ledger::Ledger;

/// Passes in each shard of a new pool. DynamoDB allows one transaction on an item at a time, so few passes to a shard
/// reduce conflicts between simultaneous registrations.
pub const PASSES_PER_SHARD: u64 = 4;

/// The most shards of one pool, so that reading all of them to prove a sell-out takes at most six batches of 100.
pub const SHARDS_MAX: u32 = 512;

/// The most passes of one pool.
pub const CAPACITY_MAX: u64 = 1_000_000;

/// The number of shards for this capacity.
pub fn shards_for(capacity: u64) -> u32 {
    let wanted = capacity.div_ceil(PASSES_PER_SHARD).clamp(1, u64::from(SHARDS_MAX));
    u32::try_from(wanted).expect("clamped to SHARDS_MAX")
}

/// A pool's figures: the sum over its shards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub capacity: u64,
    pub free: u64,
    /// Returned passes; the promotion workflow reallocates them.
    #[serde(rename = "spare")]
    pub returned: u64,
    pub held: u64,
    pub taken: u64,
}

impl<'a> FromIterator<&'a Ledger> for Totals {
    fn from_iter<I: IntoIterator<Item = &'a Ledger>>(shards: I) -> Self {
        shards.into_iter().fold(Self::default(), |sum, shard| Self {
            capacity: sum.capacity + shard.capacity,
            free: sum.free + shard.free,
            returned: sum.returned + shard.returned,
            held: sum.held + shard.held,
            taken: sum.taken + shard.taken,
        })
    }
}
