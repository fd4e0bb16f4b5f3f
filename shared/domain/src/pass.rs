//! Passes: the closed ledger of a shard, and what may happen to a pool of shards.

pub mod ledger;
pub mod pool;
pub mod resize;
#[cfg(test)]
mod sequences;
pub mod shards;

pub use ledger::{Ledger, Move, Stock};
pub use pool::PoolStatus;
pub use shards::{CAPACITY_MAX, SHARDS_MAX, Totals, shards_for};
