//! Passes: the ledger of a shard, and the operations on a pool of shards. Start at `ledger.rs`.

pub mod ledger;
pub mod pool;
pub mod resize;
#[cfg(test)]
mod sequences;
pub mod shards;

pub use ledger::{Ledger, Move, Stock};
pub use pool::{PoolStatus, Sale};
pub use shards::{CAPACITY_MAX, SHARDS_MAX, Totals, shards_for};
