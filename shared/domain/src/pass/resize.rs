//! Changing a pool's capacity, in steps small enough for one transaction each, that a crash can interrupt anywhere.
//!
//! The intent is kept on the pool's status item and every step moves some passes and shortens the intent in one
//! transaction. Whoever finds an intent can go on with it: the request that began it, a repeat, or the workflow.

use serde::{Deserialize, Serialize};

use super::ledger::{Ledger, Move, Stock};
use super::shards::{Totals, shards_for};

/// Shards that one step writes, beside the status item. `TransactWriteItems` takes 100 items.
const SHARDS_PER_STEP: usize = 90;

/// A change of capacity that is under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resize {
    /// Names the request, so that a repeat changes nothing.
    pub id: String,
    pub target: u64,
    /// What is left to do.
    pub goal: Goal,
}

/// What is left of a resize.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Add `left` passes.
    Raise { left: u64, into: Stock },
    /// Take `left` passes away; `removed` are gone already.
    Lower {
        left: u64,
        /// Passes removed so far, to be put back if the rest cannot be had.
        removed: u64,
    },
    /// Passes were taken meanwhile, so that lowering cannot succeed: put `left` back.
    PutBack {
        /// Passes still to put back.
        left: u64,
        refused: CapacityInUse,
    },
}

/// The capacity wanted is below what people hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapacityInUse {
    pub wanted: u64,
    pub held: u64,
    pub taken: u64,
}

impl CapacityInUse {
    /// The least capacity possible.
    pub fn least(self) -> u64 {
        self.held + self.taken
    }
}

/// How a resize ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resized {
    pub id: String,
    /// The capacity it asked for.
    pub target: u64,
    /// Set if it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<CapacityInUse>,
}

/// What the first look at a pool says about a wish to resize it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begin {
    /// The pool has this capacity.
    Nothing,
    /// People hold more passes than that. Nothing was written.
    Refused(CapacityInUse),
    /// Write this intent, then take its steps.
    Start(Resize),
}

/// Decides what a wish for `target` passes means for a pool with these figures.
pub fn begin(id: &str, target: u64, now: Totals) -> Begin {
    let refused = CapacityInUse { wanted: target, held: now.held, taken: now.taken };
    let goal = match target.cmp(&now.capacity) {
        std::cmp::Ordering::Equal => return Begin::Nothing,
        std::cmp::Ordering::Less if target < refused.least() => return Begin::Refused(refused),
        std::cmp::Ordering::Less => Goal::Lower { left: now.capacity - target, removed: 0 },
        std::cmp::Ordering::Greater => Goal::Raise { left: target - now.capacity, into: Stock::Spare },
    };
    Begin::Start(Resize { id: id.to_owned(), target, goal })
}

/// One transaction of a resize.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The shards to write; numbers from the present count up are new.
    pub moves: Vec<(u32, Move)>,
    /// How many shards the pool has afterwards.
    pub shards: u32,
    /// The intent afterwards, or how it ended.
    pub then: Result<Resize, Resized>,
}

/// The next transaction of a resize, given every shard as just read, in order of number.
pub fn next_step(resize: &Resize, shards: &[Ledger]) -> Step {
    let count = u32::try_from(shards.len()).expect("at most SHARDS_MAX");
    let ended = |refused| Err(Resized { id: resize.id.clone(), target: resize.target, refused });
    let going = |goal| Ok(Resize { goal, ..resize.clone() });
    match &resize.goal {
        Goal::Raise { left, into } => {
            let (moves, added) = raise(*left, *into, shards);
            let shards = moves.iter().map(|(n, _)| n + 1).max().unwrap_or(0).max(count);
            let then =
                if added == *left { ended(None) } else { going(Goal::Raise { left: left - added, into: *into }) };
            Step { moves, shards, then }
        }
        Goal::PutBack { left, refused } => {
            let (moves, added) = raise(*left, Stock::Spare, shards);
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
            if now.free + now.spare < *left {
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

/// Fills the shards up to one level, opening new ones where the pool has fewer than its size asks for.
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

/// Takes from `spare` first, then from `free`, as evenly as the order of shards gives.
fn lower(left: u64, shards: &[Ledger]) -> (Vec<(u32, Move)>, u64) {
    let mut from_spare = left.min(shards.iter().map(|s| s.spare).sum());
    let mut from_free = left - from_spare;
    let mut moves = Vec::new();
    let mut taken = 0;
    for (number, shard) in (0u32..).zip(shards) {
        let spare = shard.spare.min(from_spare);
        let free = shard.free.min(from_free);
        if spare + free > 0 {
            from_spare -= spare;
            from_free -= free;
            taken += spare + free;
            moves.push((number, Move::Remove { spare, free }));
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

    /// Runs a resize to its end on a pool in memory, letting `meddle` change shards between the steps.
    fn run(shards: &mut Vec<Ledger>, start: Resize, mut meddle: impl FnMut(&mut Vec<Ledger>)) -> Resized {
        let mut resize = start;
        for _ in 0..1000 {
            let step = next_step(&resize, shards);
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
    fn lowering_is_refused_with_the_figures_and_puts_everything_back() {
        // 200 shards of one free pass: two steps are needed, and between them people take the rest.
        let mut shards = vec![Ledger { capacity: 1, free: 1, ..Ledger::EMPTY }; 200];
        let Begin::Start(start) = begin("r", 20, totals(&shards)) else { panic!("it can start") };
        let ended = run(&mut shards, start, |shards| {
            for shard in shards.iter_mut() {
                *shard = shard.apply(Move::Take).unwrap_or(*shard);
            }
        });
        assert_eq!(ended.refused, Some(CapacityInUse { wanted: 20, held: 0, taken: 110 }));
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
                .map(|(free, spare, held, taken)| Ledger { capacity: free + spare + held + taken, free, spare, held, taken })
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
