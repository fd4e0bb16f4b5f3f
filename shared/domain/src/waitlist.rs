//! Waiting for a pass: who comes first, what an offer is, and until when it lasts.

mod entry;
mod freed;
mod hours;
mod standing;

pub use entry::{Because, Entry, EntryId, EntryState, Join, Moved, Offer};
pub use freed::Freed;
pub use hours::{Hours, LapseBy, Opening};
pub use standing::{Facts, Ground, Standing, standing};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::conference::{Class, WaitlistPolicy};

/// A place in the queue: compares as the queue is ordered, by class, then time of joining, then id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The class's place in the edition's order; a class that the edition does not name counts as everyone.
    pub rank: usize,
    pub joined_at: Timestamp,
    pub id: EntryId,
}

/// A count for each class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByClass {
    /// Of [`Class::Contributor`].
    #[serde(default)]
    pub contributor: u64,
    /// Of [`Class::Newcomer`].
    #[serde(default)]
    pub newcomer: u64,
    /// Of [`Class::Everyone`].
    #[serde(default)]
    pub everyone: u64,
}

impl ByClass {
    /// The count of a class.
    pub fn of(&self, class: Class) -> u64 {
        match class {
            Class::Contributor => self.contributor,
            Class::Newcomer => self.newcomer,
            Class::Everyone => self.everyone,
        }
    }

    /// The count of a class, to change.
    pub fn of_mut(&mut self, class: Class) -> &mut u64 {
        match class {
            Class::Contributor => &mut self.contributor,
            Class::Newcomer => &mut self.newcomer,
            Class::Everyone => &mut self.everyone,
        }
    }

    /// The sum over the classes that come no later than this one.
    pub fn up_to(&self, policy: &WaitlistPolicy, class: Class) -> u64 {
        let own = policy.rank(class);
        Class::WORDS.iter().filter(|(_, class)| policy.rank(*class) <= own).map(|(_, class)| self.of(*class)).sum()
    }

    pub fn total(&self) -> u64 {
        self.contributor + self.newcomer + self.everyone
    }
}

impl WaitlistPolicy {
    /// The place of a class in the order, from 0.
    pub fn rank(&self, class: Class) -> usize {
        let last = self.classes.len().saturating_sub(1);
        self.classes.iter().position(|c| *c == class).unwrap_or(last)
    }
}
