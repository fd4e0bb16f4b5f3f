//! The waitlist: the order of people, offers, and how long an offer lasts. Start at `entry.rs`.

mod entry;
mod freed;
mod hours;
mod priority;

pub use entry::{Because, Entry, EntryId, EntryState, Join, Moved, Offer};
pub use freed::Freed;
pub use hours::{Hours, LapseBy, Opening};
pub use priority::{Facts, Ground, PriorityClass, priority_class};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::conference::{Class, WaitlistPolicy};

/// The sort key of the waitlist: class, then time of joining, then id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The class's position in the edition's order. Classes that the edition does not list count as everyone.
    pub rank: usize,
    pub joined_at: Timestamp,
    pub id: EntryId,
}

/// A count for each class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByClass {
    #[serde(default)]
    pub contributor: u64,
    #[serde(default)]
    pub newcomer: u64,
    #[serde(default)]
    pub everyone: u64,
}

impl ByClass {
    pub fn of(&self, class: Class) -> u64 {
        match class {
            Class::Contributor => self.contributor,
            Class::Newcomer => self.newcomer,
            Class::Everyone => self.everyone,
        }
    }

    pub fn of_mut(&mut self, class: Class) -> &mut u64 {
        match class {
            Class::Contributor => &mut self.contributor,
            Class::Newcomer => &mut self.newcomer,
            Class::Everyone => &mut self.everyone,
        }
    }

    /// The sum over this class and all classes before it.
    pub fn up_to(&self, policy: &WaitlistPolicy, class: Class) -> u64 {
        let own = policy.rank(class);
        Class::WORDS.iter().filter(|(_, class)| policy.rank(*class) <= own).map(|(_, class)| self.of(*class)).sum()
    }

    pub fn total(&self) -> u64 {
        self.contributor + self.newcomer + self.everyone
    }
}

impl WaitlistPolicy {
    /// The class's position in the order, from 0.
    pub fn rank(&self, class: Class) -> usize {
        let last = self.classes.len().saturating_sub(1);
        self.classes.iter().position(|c| *c == class).unwrap_or(last)
    }
}
