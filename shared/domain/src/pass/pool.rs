//! A pool's status item: whether it is sold out, and changes in progress. The passes themselves are in its shards.

use serde::{Deserialize, Serialize};

use super::resize::{Goal, Resize, Resized};
use crate::waitlist::{ByClass, Freed};

/// The pool's state beside its shards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolStatus {
    /// The number of shards; they are numbered from 0.
    pub shards: u32,
    /// Increased by every write that raises `free`. A sell-out proved at one value stays valid until the next.
    pub refill_seq: u64,
    /// At this `refill_seq`, a read of all shards found no free pass.
    pub sold_out: bool,
    /// The number of offers made from this pool; numbers the offers.
    #[serde(default)]
    pub offers: u64,
    /// Offers by the recipient's class at that time. People waiting = joined - left - offered.
    #[serde(default)]
    pub offered: ByClass,
    /// Returned and reallocated passes, by week.
    #[serde(default)]
    pub freed: Freed,
    /// Whether an organizer paused reallocation. Returned passes then wait.
    #[serde(default)]
    pub paused: bool,
    /// Counts class changes of waiting people: a scan of the queue class by class could miss a person who moves.
    #[serde(default)]
    pub moves: u64,
    /// Counts the steps of resizes, so that each is written once.
    #[serde(default)]
    pub step: u64,
    /// The capacity change in progress.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resize: Option<Resize>,
    /// Results of the latest capacity changes, oldest first, to answer repeated requests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resized: Vec<Resized>,
}

/// The number of stored results. Few suffice: organizers resize rarely, and a repeat follows within hours.
const REMEMBERED: usize = 20;

/// A pool's status for a person who wants a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sale {
    /// There may be passes; read the shards.
    Open,
    /// Sold out, but its capacity is being changed: retry in a moment.
    Changing,
    SoldOut,
}

impl PoolStatus {
    /// Whether the pool sells. A proved sell-out does not cover the passes that a change in progress adds.
    pub fn sale(&self) -> Sale {
        match (self.sold_out, self.is_changing()) {
            (false, _) => Sale::Open,
            (true, true) => Sale::Changing,
            (true, false) => Sale::SoldOut,
        }
    }

    /// Whether a capacity change is in progress.
    pub fn is_changing(&self) -> bool {
        self.resize.is_some()
    }

    /// Whether passes are being added.
    pub fn is_being_raised(&self) -> bool {
        let goal = self.resize.as_ref().map(|resize| &resize.goal);
        matches!(goal, Some(Goal::Raise { .. } | Goal::PutBack { .. }))
    }

    /// The stored result of this change.
    pub fn ended(&self, resize_id: &str) -> Option<&Resized> {
        self.resized.iter().find(|resized| resized.id == resize_id)
    }

    /// The stored results after adding one.
    pub fn remembering(&self, ended: Resized) -> Vec<Resized> {
        let forgotten = (self.resized.len() + 1).saturating_sub(REMEMBERED);
        self.resized.iter().skip(forgotten).cloned().chain([ended]).collect()
    }
}
