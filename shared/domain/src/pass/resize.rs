//! Changes a pool's capacity in steps of one transaction each. A crash can interrupt it at any point.
//!
//! The intent is stored on the pool's status item. Each step moves some passes and reduces the intent in one
//! transaction. Any caller can continue an intent: the original request, a repeat, or the workflow.

use serde::{Deserialize, Serialize};

use super::ledger::{Ledger, Move, Stock};
use super::shards::{Totals, shards_for};

/// The most shards in one step, beside the status item and the activity entry. `TransactWriteItems` takes 100 items.
pub const SHARDS_PER_STEP: usize = 89;

/// A capacity change in progress.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resize {
    /// Identifies the request, so that a repeat changes nothing.
    pub id: String,
    pub target: u64,
    pub goal: Goal,
}

/// The remaining work of a resize.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Add `left` passes.
    Raise {
        left: u64,
        /// `Free` while a pool is being created. In an existing pool it is `Returned`, and each step puts its passes on sale
        /// instead if the waitlist is empty at that moment.
        into: Stock,
    },
    /// Remove `left` passes.
    Lower {
        left: u64,
        /// Passes removed so far; restored if the rest cannot be removed.
        removed: u64,
    },
    /// Passes were taken in the meantime, so lowering cannot succeed. Restores the removed passes.
    PutBack {
        /// Passes still to restore.
        left: u64,
        refused: CapacityInUse,
    },
}

impl Goal {
    /// Whether it adds passes to a pool that already sells.
    pub fn adds_to_existing(&self) -> bool {
        matches!(self, Self::Raise { into: Stock::Returned, .. } | Self::PutBack { .. })
    }
}

/// The requested capacity is below the number of passes in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapacityInUse {
    pub wanted: u64,
    pub held: u64,
    pub taken: u64,
}

impl CapacityInUse {
    /// The smallest possible capacity.
    pub fn least(self) -> u64 {
        self.held + self.taken
    }
}

/// The result of a resize.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resized {
    pub id: String,
    /// The requested capacity.
    pub target: u64,
    /// `None` if it succeeded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<CapacityInUse>,
}

/// The first decision about a resize request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begin {
    /// The pool already has this capacity.
    Nothing,
    /// More passes are in use. Nothing is written.
    Refused(CapacityInUse),
    /// Write this intent, then run its steps.
    Start(Resize),
}

/// Decides about a request for `target` passes in a pool with these figures.
pub fn begin(id: &str, target: u64, now: Totals) -> Begin {
    let refused = CapacityInUse { wanted: target, held: now.held, taken: now.taken };
    let goal = match target.cmp(&now.capacity) {
        std::cmp::Ordering::Equal => return Begin::Nothing,
        std::cmp::Ordering::Less if target < refused.least() => return Begin::Refused(refused),
        std::cmp::Ordering::Less => Goal::Lower { left: now.capacity - target, removed: 0 },
        std::cmp::Ordering::Greater => Goal::Raise { left: target - now.capacity, into: Stock::Returned },
    };
    Begin::Start(Resize { id: id.to_owned(), target, goal })
}

/// One transaction of a resize.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The shards to write; numbers at or above the current count are new.
    pub moves: Vec<(u32, Move)>,
    /// The number of shards afterwards.
    pub shards: u32,
    /// The intent afterwards, or the result.
    pub then: Result<Resize, Resized>,
}

/// The next transaction of a resize. `shards` are all shards as just read, in order of number; passes that are added to
/// an existing pool go to `added_to`.
pub fn next_step(resize: &Resize, shards: &[Ledger], added_to: Stock) -> Step {
    let count = u32::try_from(shards.len()).expect("at most SHARDS_MAX");
    let ended = |refused| Err(Resized { id: resize.id.clone(), target: resize.target, refused });
    let going = |goal| Ok(Resize { goal, ..resize.clone() });
    match &resize.goal {
        Goal::Raise { left, into } => {
            let now = if *into == Stock::Free { Stock::Free } else { added_to };
            let (moves, added) = raise(*left, now, shards);
            let shards = moves.iter().map(|(n, _)| n + 1).max().unwrap_or(0).max(count);
            let then =
                if added == *left { ended(None) } else { going(Goal::Raise { left: left - added, into: *into }) };
            Step { moves, shards, then }
        }
        Goal::PutBack { left, refused } => {
            let (moves, added) = raise(*left, added_to, shards);
            let shards = moves.iter().map(|(n, _)| n + 1).max().unwrap_or(0).max(count);
            let then = if added == *left {
                ended(Some(*refused))
            } else {
                going(Goal::PutBack { left: left - added, refused: *refused })
            };
            Step { moves, shards, then }
        }
        Goal::Lower { left, removed } => {
            let now: Totals = shards.iter().collect();
            if now.free + now.returned < *left {
                let refused = CapacityInUse { wanted: resize.target, held: now.held, taken: now.taken };
                let then = match removed {
                    0 => ended(Some(refused)),
                    removed => going(Goal::PutBack { left: *removed, refused }),
                };
                return Step { moves: Vec::new(), shards: count, then };
            }
            let (moves, taken) = lower(*left, shards);
            let then = if taken == *left {
                ended(None)
            } else {
                going(Goal::Lower { left: left - taken, removed: removed + taken })
            };
            Step { moves, shards: count, then }
        }
    }
}

/// Fills the shards evenly; adds shards if the new capacity needs more.
fn raise(left: u64, into: Stock, shards: &[Ledger]) -> (Vec<(u32, Move)>, u64) {
    let capacity: u64 = shards.iter().map(|s| s.capacity).sum::<u64>() + left;
    let count = shards_for(capacity).max(u32::try_from(shards.len()).expect("at most SHARDS_MAX"));
    let (level, rest) = (capacity / u64::from(count), capacity % u64::from(count));
    let mut given = 0;
    let mut moves = Vec::new();
    for number in 0..count {
        let has = shards.get(number as usize).map_or(0, |s| s.capacity);
        let wants = level + u64::from(u64::from(number) < rest);
        let share = wants.saturating_sub(has).min(left - given);
        if share > 0 {
            given += share;
            moves.push((number, Move::Add(share, into)));
        }
        if moves.len() == SHARDS_PER_STEP || given == left {
            break;
        }
    }
    (moves, given)
}

/// Removes from `returned` first, then from `free`, in the order of the shards.
fn lower(left: u64, shards: &[Ledger]) -> (Vec<(u32, Move)>, u64) {
    let mut from_returned = left.min(shards.iter().map(|s| s.returned).sum());
    let mut from_free = left - from_returned;
    let mut moves = Vec::new();
    let mut taken = 0;
    for (number, shard) in (0u32..).zip(shards) {
        let returned = shard.returned.min(from_returned);
        let free = shard.free.min(from_free);
        if returned + free > 0 {
            from_returned -= returned;
            from_free -= free;
            taken += returned + free;
            moves.push((number, Move::Remove { returned, free }));
        }
        if moves.len() == SHARDS_PER_STEP {
            break;
        }
    }
    (moves, taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::SHARDS_MAX;
    use proptest::prelude::*;

    /// Runs a resize to its end in memory; `meddle` changes shards between the steps. Every other step finds the waitlist
    /// empty.
    fn run(shards: &mut Vec<Ledger>, start: Resize, mut meddle: impl FnMut(&mut Vec<Ledger>)) -> Resized {
        let mut resize = start;
        for n in 0..1000 {
            let step = next_step(&resize, shards, if n % 2 == 0 { Stock::Free } else { Stock::Returned });
            assert!(step.moves.len() <= SHARDS_PER_STEP);
            assert!(step.shards <= SHARDS_MAX);
            shards.resize(step.shards as usize, Ledger::EMPTY);
            for (number, change) in step.moves {
                let shard = &mut shards[number as usize];
                *shard = shard.apply(change).expect("planned on what was read");
                assert!(shard.is_closed());
            }
            match step.then {
                Ok(next) => resize = next,
                Err(ended) => return ended,
            }
            meddle(shards);
        }
        panic!("a resize must end");
    }

    fn totals(shards: &[Ledger]) -> Totals {
        shards.iter().collect()
    }

    #[test]
    fn a_fresh_pool_has_about_four_passes_to_a_shard() {
        let mut shards = Vec::new();
        let goal = Goal::Raise { left: 100, into: Stock::Free };
        run(&mut shards, Resize { id: "r".into(), target: 100, goal }, |_| ());
        assert_eq!(shards.len(), 25);
        assert!(shards.iter().all(|s| s.free == 4));
    }

    #[test]
    fn a_large_pool_is_built_in_steps_and_spread_over_all_shards() {
        let mut shards = Vec::new();
        let goal = Goal::Raise { left: 10_000, into: Stock::Free };
        run(&mut shards, Resize { id: "r".into(), target: 10_000, goal }, |_| ());
        assert_eq!(shards.len(), 512);
        assert_eq!(totals(&shards).free, 10_000);
        assert!(shards.iter().all(|s| (19..=20).contains(&s.free)));
    }

    #[test]
    fn what_is_added_to_an_existing_pool_goes_where_the_step_is_told() {
        let shards = [Ledger { capacity: 4, taken: 4, ..Ledger::EMPTY }];
        let Begin::Start(start) = begin("r", 6, totals(&shards)) else { panic!("it can start") };
        assert!(start.goal.adds_to_existing());
        for stock in [Stock::Free, Stock::Returned] {
            assert_eq!(next_step(&start, &shards, stock).moves, [(1, Move::Add(2, stock))]);
        }
        let goal = Goal::PutBack { left: 1, refused: CapacityInUse { wanted: 3, held: 0, taken: 4 } };
        let back = Resize { goal, ..start };
        assert_eq!(next_step(&back, &shards, Stock::Free).moves.len(), 1);
        // A pool that is being created has no waitlist.
        let created = Resize { goal: Goal::Raise { left: 3, into: Stock::Free }, ..back };
        assert!(!created.goal.adds_to_existing());
        assert_eq!(next_step(&created, &[], Stock::Returned).moves, [(0, Move::Add(3, Stock::Free))]);
    }

    #[test]
    fn lowering_is_refused_with_the_figures_and_puts_everything_back() {
        // 200 shards of one free pass: two steps are needed, and between them people take the rest.
        let mut shards = vec![Ledger { capacity: 1, free: 1, ..Ledger::EMPTY }; 200];
        let Begin::Start(start) = begin("r", 20, totals(&shards)) else { panic!("it can start") };
        let ended = run(&mut shards, start, |shards| {
            for shard in shards.iter_mut() {
                *shard = shard.apply(Move::Take).unwrap_or(*shard);
            }
        });
        assert_eq!(ended.refused, Some(CapacityInUse { wanted: 20, held: 0, taken: 111 }));
        assert_eq!(totals(&shards).capacity, 200);
    }

    proptest! {
        #[test]
        fn a_resize_ends_at_its_target_or_where_it_began(
            free in prop::collection::vec((0..5u64, 0..5u64, 0..3u64, 0..5u64), 1..300),
            target in 1..1500u64,
            greedy in any::<bool>(),
        ) {
            let mut shards: Vec<_> = free.into_iter()
                .map(|(free, returned, held, taken)| Ledger { capacity: free + returned + held + taken, free, returned, held, taken })
                .collect();
            let before = totals(&shards);
            match begin("r", target, before) {
                Begin::Nothing => prop_assert_eq!(before.capacity, target),
                Begin::Refused(figures) => prop_assert!(figures.least() > target),
                Begin::Start(start) => {
                    let ended = run(&mut shards, start, |shards| if greedy {
                        for shard in shards.iter_mut() {
                            *shard = shard.apply(Move::Take).unwrap_or(*shard);
                        }
                    });
                    let after = totals(&shards);
                    prop_assert_eq!(after.capacity, if ended.refused.is_some() { before.capacity } else { target });
                    prop_assert!(after.taken >= before.taken && after.held == before.held);
                }
            }
        }
    }
}
