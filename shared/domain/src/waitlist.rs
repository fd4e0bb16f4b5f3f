//! Waiting for a pass: who comes first, what an offer is, and until when it lasts.

mod entry;
mod hours;
mod standing;

pub use entry::{Because, Entry, EntryId, EntryState, Join, Moved, Offer};
pub use hours::{Hours, LapseBy, Opening};
pub use standing::{Facts, Ground, Standing, standing};

use jiff::Timestamp;

use crate::conference::{Class, WaitlistPolicy};

/// A place in the queue: compares as the queue is ordered, by class, then time of joining, then id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The class's place in the edition's order; a class that the edition does not name counts as everyone.
    pub rank: usize,
    /// When they joined.
    pub joined_at: Timestamp,
    /// Who.
    pub id: EntryId,
}

impl WaitlistPolicy {
    /// The place of a class in the order, from 0.
    pub fn rank(&self, class: Class) -> usize {
        let last = self.classes.len().saturating_sub(1);
        self.classes.iter().position(|c| *c == class).unwrap_or(last)
    }
}
