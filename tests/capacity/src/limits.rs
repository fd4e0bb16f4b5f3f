//! DynamoDB's limits, as AWS documents them.
//!
//! - A partition serves 1,000 write units and 3,000 read units a second (developer guide, "Best practices for designing
//!   and using partition keys effectively"), whatever the table as a whole may.
//! - A fresh on-demand table or index serves 4,000 write and 12,000 read units a second, which is four partitions; with
//!   a warm throughput set it has as many as that takes ("Understanding DynamoDB warm throughput in different
//!   scenarios").
//! - A partition that stays hot is split, but an item is never ("Burst and adaptive capacity"). How soon is not said;
//!   minutes are seen. A run of this model is shorter, so none is.
//! - A transaction is cancelled if another transaction in progress has one of its items ("Amazon DynamoDB Transactions: How it
//!   works", transaction conflict handling), and costs two write units an item of up to 1 KB, done or cancelled.
//! - An index is written after the table, for what was done only; what it cannot take is refused to the table's next
//!   writes ("Using Global Secondary Indexes", back-pressure;
//!   "DynamoDB throttling resolution guide", `IndexWriteKeyRangeThroughputExceeded`).

use std::hash::{DefaultHasher, Hash, Hasher};

/// Write units a second of one partition.
pub(crate) const PARTITION_WRITES: f64 = 1_000.0;
/// Read units a second of one partition.
pub(crate) const PARTITION_READS: f64 = 3_000.0;
/// Write units a second of a fresh on-demand table.
pub(crate) const FRESH_WRITES: u32 = 4_000;

pub(crate) type Micros = u64;

/// A table or an index: partitions, each with what it has left of its second.
#[derive(Clone, Debug)]
pub(crate) struct Partitions {
    buckets: Vec<Bucket>,
}

/// What a partition has left. It saves up no more than a second: burst capacity is not promised.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    writes: f64,
    reads: f64,
    at: Micros,
}

impl Bucket {
    #[allow(clippy::cast_precision_loss, reason = "a run lasts minutes")]
    fn refill(&mut self, now: Micros) {
        let seconds = now.saturating_sub(self.at) as f64 / 1e6;
        self.writes = (self.writes + seconds * PARTITION_WRITES).min(PARTITION_WRITES);
        self.reads = (self.reads + seconds * PARTITION_READS).min(PARTITION_READS);
        self.at = self.at.max(now);
    }
}

impl Partitions {
    /// As many as serve this many write units a second, spread evenly.
    pub(crate) fn new(writes_a_second: u32) -> Self {
        let count = writes_a_second.div_ceil(1_000).max(1) as usize;
        Self { buckets: vec![Bucket { writes: PARTITION_WRITES, reads: PARTITION_READS, at: 0 }; count] }
    }

    /// The partition that a key is in. DynamoDB hashes partition keys; any even hash does for the model.
    pub(crate) fn of(&self, key: &str) -> usize {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        usize::try_from(hasher.finish() % self.buckets.len() as u64).unwrap_or(0)
    }

    /// Takes write units of a partition, if it has them left.
    pub(crate) fn write(&mut self, partition: usize, units: f64, now: Micros) -> bool {
        let bucket = &mut self.buckets[partition];
        bucket.refill(now);
        let has = bucket.writes >= units;
        if has {
            bucket.writes -= units;
        }
        has
    }

    /// Whether a partition has write units left at all.
    pub(crate) fn accepts(&mut self, partition: usize, now: Micros) -> bool {
        self.buckets[partition].refill(now);
        self.buckets[partition].writes >= 1.0
    }

    /// Takes read units of a partition, if it has them left.
    pub(crate) fn read(&mut self, partition: usize, units: f64, now: Micros) -> bool {
        let bucket = &mut self.buckets[partition];
        bucket.refill(now);
        let has = bucket.reads >= units;
        if has {
            bucket.reads -= units;
        }
        has
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partition_serves_its_thousand_and_no_more_until_the_next_second() {
        let mut table = Partitions::new(FRESH_WRITES);
        assert_eq!((0..2_000).filter(|_| table.write(0, 1.0, 0)).count(), 1_000);
        assert!(!table.write(0, 1.0, 500) && table.write(1, 1.0, 500), "another partition has its own");
        assert_eq!((0..2_000).filter(|_| table.write(0, 1.0, 500_000)).count(), 500);
    }
}
