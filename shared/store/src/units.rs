//! The cost of operations, as the table reports it.

use std::sync::atomic::{AtomicU64, Ordering};

/// Capacity units consumed, from `ReturnConsumedCapacity`, and calls made. Reads are counted in halves.
#[derive(Debug, Default)]
pub struct Units {
    read_halves: AtomicU64,
    write: AtomicU64,
    calls: AtomicU64,
}

impl Units {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "units are small and not negative")]
    pub(crate) fn add_read(&self, units: f64) {
        self.read_halves.fetch_add((units * 2.0).round() as u64, Ordering::Relaxed);
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "units are small and not negative")]
    pub(crate) fn add_write(&self, units: f64) {
        self.write.fetch_add(units.round() as u64, Ordering::Relaxed);
    }

    pub(crate) fn add_call(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    #[allow(clippy::cast_precision_loss, reason = "units are small")]
    pub fn read(&self) -> f64 {
        self.read_halves.load(Ordering::Relaxed) as f64 / 2.0
    }

    pub fn write(&self) -> u64 {
        self.write.load(Ordering::Relaxed)
    }

    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }
}
