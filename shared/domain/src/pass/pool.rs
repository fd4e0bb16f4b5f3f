//! A pool's status item: whether it is sold out, and what is being changed about it.

use serde::{Deserialize, Serialize};

use super::ledger::Stock;
use super::resize::{Goal, Resize, Resized};
use crate::waitlist::{ByClass, Freed};

/// What the pool's status item says beside its shards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolStatus {
    /// Shards are numbered from 0 to below this.
    pub shards: u32,
    /// Raised by every write that raises `free`: a sell-out proved under one value holds until the next.
    pub refill_seq: u64,
    /// Proved: at this `refill_seq` every shard was seen without a free pass.
    pub sold_out: bool,
    /// Counts the offers made of this pool: it numbers them.
    #[serde(default)]
    pub offers: u64,
    /// The same by the class that people were in then: who waits is who joined, less who left and who got an offer.
    #[serde(default)]
    pub offered: ByClass,
    /// Passes that came back and were given on, by week.
    #[serde(default)]
    pub freed: Freed,
    /// Whether an organizer holds back what came back: it stays spare.
    #[serde(default)]
    pub paused: bool,
    /// Counts who changed class while waiting: whoever reads the queue class by class could miss them.
    #[serde(default)]
    pub moves: u64,
    /// Counts the writes of resizes, so that each is made once.
    #[serde(default)]
    pub step: u64,
    /// A change of capacity that is under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resize: Option<Resize>,
    /// How the latest changes of capacity ended, oldest first, for repeats of their requests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resized: Vec<Resized>,
}

/// Ended changes of capacity that are remembered: a repeat comes within hours, and organizers make few.
const REMEMBERED: usize = 20;

impl PoolStatus {
    /// Whether passes are being put on sale: a pool that is being created is not sold out.
    pub fn is_being_filled(&self) -> bool {
        let goal = self.resize.as_ref().map(|resize| &resize.goal);
        matches!(goal, Some(Goal::Raise { into: Stock::Free, .. }))
    }

    /// How the change of this name ended, if it is remembered.
    pub fn ended(&self, resize_id: &str) -> Option<&Resized> {
        self.resized.iter().find(|resized| resized.id == resize_id)
    }

    /// What is remembered after one more has ended.
    pub fn remembering(&self, ended: Resized) -> Vec<Resized> {
        let forgotten = (self.resized.len() + 1).saturating_sub(REMEMBERED);
        self.resized.iter().skip(forgotten).cloned().chain([ended]).collect()
    }
}
