//! The closed ledger of one shard: every pass is free, spare, held or taken, and none is lost.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The passes of one shard. `capacity = free + spare + held + taken` always holds, because every write is a
/// [`Move`] and every move keeps it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// All passes of the shard.
    pub capacity: u64,
    /// On sale to whoever asks; in a reserved pool, to whoever holds an invitation.
    pub free: u64,
    /// Came back or was added; only the promotion workflow gives it on.
    pub spare: u64,
    /// Held by an offer (later also by a registration that waits for payment).
    pub held: u64,
    /// Held by a confirmed registration.
    pub taken: u64,
}

/// A stock that new passes can be put into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stock {
    /// On sale at once; only for a pool that is being created.
    Free,
    /// For the promotion workflow to give on.
    Spare,
}

/// What can happen to a shard's passes. Everything that writes a ledger writes one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Somebody registers: `free` to `taken`.
    Take,
    /// A registration is cancelled: `taken` to `spare`, never to `free`, so that nobody jumps the queue.
    Return,
    /// An offer is made: `spare` to `held`.
    Hold(u64),
    /// An offer is made to somebody who joined just after a reopening: `free` to `held`.
    HoldFree(u64),
    /// An offer is accepted: `held` to `taken`.
    Accept,
    /// An offer lapses or is declined: `held` to `spare`.
    Lapse(u64),
    /// Somebody with an offer takes a pass that is on sale in the shard that holds theirs: `free` to `taken`, `held` to
    /// `spare`. One move, since an item can be written once in a transaction.
    TakeAndLapse,
    /// Nobody waits: `spare` to `free`.
    Reopen(u64),
    Add(u64, Stock),
    /// An organizer takes passes away, or they move to another pool.
    Remove {
        /// How many from `spare`.
        spare: u64,
        /// How many from `free`.
        free: u64,
    },
}

/// What a move adds to each figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Added to `capacity`.
    pub capacity: i64,
    /// Added to `free`.
    pub free: i64,
    /// Added to `spare`.
    pub spare: i64,
    /// Added to `held`.
    pub held: i64,
    /// Added to `taken`.
    pub taken: i64,
}

impl Change {
    /// The figures by their stored names.
    pub fn figures(self) -> [(&'static str, i64); 5] {
        [
            ("capacity", self.capacity),
            ("free", self.free),
            ("spare", self.spare),
            ("held", self.held),
            ("taken", self.taken),
        ]
    }
}

impl Move {
    /// What this move adds to each figure: `store` turns a negative one into a condition, so that the table refuses
    /// what [`Ledger::apply`] refuses.
    pub fn change(self) -> Change {
        let n = |count: u64| i64::try_from(count).expect("a pool has at most a million passes");
        let none = Change::default();
        match self {
            Self::Take => Change { free: -1, taken: 1, ..none },
            Self::Return => Change { taken: -1, spare: 1, ..none },
            Self::Hold(count) => Change { spare: -n(count), held: n(count), ..none },
            Self::HoldFree(count) => Change { free: -n(count), held: n(count), ..none },
            Self::Accept => Change { held: -1, taken: 1, ..none },
            Self::Lapse(count) => Change { held: -n(count), spare: n(count), ..none },
            Self::TakeAndLapse => Change { free: -1, taken: 1, held: -1, spare: 1, ..none },
            Self::Reopen(count) => Change { spare: -n(count), free: n(count), ..none },
            Self::Add(count, Stock::Free) => Change { capacity: n(count), free: n(count), ..none },
            Self::Add(count, Stock::Spare) => Change { capacity: n(count), spare: n(count), ..none },
            Self::Remove { spare, free } => {
                Change { capacity: -n(spare) - n(free), spare: -n(spare), free: -n(free), ..none }
            }
        }
    }
}

/// A move that a ledger cannot make: a figure would fall below zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exhausted {
    /// The figure that is too small.
    pub figure: &'static str,
    pub have: u64,
}

impl fmt::Display for Exhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is only {}", self.figure, self.have)
    }
}

impl Ledger {
    /// A shard that holds nothing yet.
    pub const EMPTY: Self = Self { capacity: 0, free: 0, spare: 0, held: 0, taken: 0 };

    /// The ledger after the move, or the figure that stands in the way.
    pub fn apply(self, step: Move) -> Result<Self, Exhausted> {
        let change = step.change();
        let add = |figure, have: u64, delta: i64| have.checked_add_signed(delta).ok_or(Exhausted { figure, have });
        Ok(Self {
            free: add("free", self.free, change.free)?,
            spare: add("spare", self.spare, change.spare)?,
            held: add("held", self.held, change.held)?,
            taken: add("taken", self.taken, change.taken)?,
            capacity: add("capacity", self.capacity, change.capacity)?,
        })
    }

    /// Whether every pass is accounted for (promise 1).
    pub fn is_closed(self) -> bool {
        self.capacity == self.free + self.spare + self.held + self.taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_move() -> impl Strategy<Value = Move> {
        prop_oneof![
            Just(Move::Take),
            Just(Move::Return),
            (0..4u64).prop_map(Move::Hold),
            (0..4u64).prop_map(Move::HoldFree),
            Just(Move::Accept),
            (0..4u64).prop_map(Move::Lapse),
            Just(Move::TakeAndLapse),
            (0..4u64).prop_map(Move::Reopen),
            (0..9u64).prop_map(|n| Move::Add(n, Stock::Free)),
            (0..9u64).prop_map(|n| Move::Add(n, Stock::Spare)),
            (0..4u64, 0..4u64).prop_map(|(spare, free)| Move::Remove { spare, free }),
        ]
    }

    proptest! {
        #[test]
        fn no_sequence_of_moves_loses_or_invents_a_pass(moves in prop::collection::vec(any_move(), 0..200)) {
            let mut ledger = Ledger::EMPTY;
            for step in moves {
                if let Ok(next) = ledger.apply(step) {
                    ledger = next;
                }
                prop_assert!(ledger.is_closed(), "{ledger:?} after {step:?}");
            }
        }

        #[test]
        fn no_move_by_itself_unbalances_the_ledger(step in any_move()) {
            let change = step.change();
            prop_assert_eq!(change.capacity, change.free + change.spare + change.held + change.taken);
        }
    }

    #[test]
    fn an_empty_shard_sells_nothing() {
        let sold = Ledger { capacity: 1, taken: 1, ..Ledger::EMPTY };
        assert_eq!(sold.apply(Move::Take), Err(Exhausted { figure: "free", have: 0 }));
    }

    #[test]
    fn a_cancelled_pass_is_spare_and_not_on_sale() {
        let sold = Ledger { capacity: 1, taken: 1, ..Ledger::EMPTY };
        assert_eq!(sold.apply(Move::Return), Ok(Ledger { capacity: 1, spare: 1, ..Ledger::EMPTY }));
    }
}
