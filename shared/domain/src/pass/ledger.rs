//! The ledger of one shard. Every pass is free, returned, held or taken, and none is lost.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The passes of one shard. Invariant: `capacity = free + returned + held + taken`. It holds because every write is a
/// [`Move`], and every move preserves it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// All passes of the shard.
    pub capacity: u64,
    /// On sale. In a reserved pool, an invitation is required.
    pub free: u64,
    /// Returned or added; called `spare` in the table and the API. Only the promotion workflow reallocates these.
    #[serde(rename = "spare")]
    pub returned: u64,
    /// Reserved by an open offer, or by a registration whose address is not confirmed.
    pub held: u64,
    /// Held by a confirmed registration.
    pub taken: u64,
}

/// The stock that new passes are added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stock {
    /// On sale at once: in a pool that is being created, or while the waitlist is empty.
    Free,
    /// Reallocated by the promotion workflow.
    #[serde(rename = "spare")]
    Returned,
}

/// The operations on a shard's passes. Every write of a ledger is one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// A person registers: `free` to `taken`.
    Take,
    /// A registration is cancelled: `taken` to `returned`, never to `free`, so that the waitlist is not bypassed.
    Return,
    /// An offer is made: `returned` to `held`.
    Hold(u64),
    /// A person registers whose address must be confirmed: `free` to `held`.
    HoldFree(u64),
    /// An offer is accepted, or an address confirmed: `held` to `taken`.
    Accept,
    /// An offer lapses or is declined, or an address is not confirmed: `held` to `returned`.
    Lapse(u64),
    /// A person with an offer registers from the shard that holds their pass: `free` to `taken` and `held` to `returned`.
    /// This is one move, because a transaction can write an item only once.
    TakeAndLapse,
    /// The waitlist is empty: `returned` to `free`.
    Reopen(u64),
    /// The pool reopened without seeing people who wait: `free` to `returned`.
    TakeOffSale(u64),
    Add(u64, Stock),
    /// An organizer removes passes, or they move to another pool.
    Remove {
        /// The number from `returned`.
        returned: u64,
        /// The number from `free`.
        free: u64,
    },
}

/// The change of each figure by a move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    pub capacity: i64,
    pub free: i64,
    pub returned: i64,
    pub held: i64,
    pub taken: i64,
}

impl Change {
    /// The figures by their stored names.
    pub fn figures(self) -> [(&'static str, i64); 5] {
        [
            ("capacity", self.capacity),
            ("free", self.free),
            ("spare", self.returned),
            ("held", self.held),
            ("taken", self.taken),
        ]
    }
}

impl Move {
    /// The change of each figure. `store` turns a decrease into a condition, so that the table refuses the same moves
    /// as [`Ledger::apply`].
    pub fn change(self) -> Change {
        let n = |count: u64| i64::try_from(count).expect("a pool has at most a million passes");
        let none = Change::default();
        match self {
            Self::Take => Change { free: -1, taken: 1, ..none },
            Self::Return => Change { taken: -1, returned: 1, ..none },
            Self::Hold(count) => Change { returned: -n(count), held: n(count), ..none },
            Self::HoldFree(count) => Change { free: -n(count), held: n(count), ..none },
            Self::Accept => Change { held: -1, taken: 1, ..none },
            Self::Lapse(count) => Change { held: -n(count), returned: n(count), ..none },
            Self::TakeAndLapse => Change { free: -1, taken: 1, held: -1, returned: 1, ..none },
            Self::Reopen(count) => Change { returned: -n(count), free: n(count), ..none },
            Self::TakeOffSale(count) => Change { free: -n(count), returned: n(count), ..none },
            Self::Add(count, Stock::Free) => Change { capacity: n(count), free: n(count), ..none },
            Self::Add(count, Stock::Returned) => Change { capacity: n(count), returned: n(count), ..none },
            Self::Remove { returned, free } => {
                Change { capacity: -n(returned) - n(free), returned: -n(returned), free: -n(free), ..none }
            }
        }
    }
}

/// A move that a ledger cannot make: a figure would fall below zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exhausted {
    pub figure: &'static str,
    pub have: u64,
}

impl fmt::Display for Exhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is only {}", self.figure, self.have)
    }
}

impl Ledger {
    /// An empty shard.
    pub const EMPTY: Self = Self { capacity: 0, free: 0, returned: 0, held: 0, taken: 0 };

    /// The ledger after the move, or the figure that is too small.
    pub fn apply(self, step: Move) -> Result<Self, Exhausted> {
        let change = step.change();
        let add = |figure, have: u64, delta: i64| have.checked_add_signed(delta).ok_or(Exhausted { figure, have });
        Ok(Self {
            free: add("free", self.free, change.free)?,
            returned: add("spare", self.returned, change.returned)?,
            held: add("held", self.held, change.held)?,
            taken: add("taken", self.taken, change.taken)?,
            capacity: add("capacity", self.capacity, change.capacity)?,
        })
    }

    /// Whether every pass is accounted for (promise 1).
    pub fn is_closed(self) -> bool {
        self.capacity == self.free + self.returned + self.held + self.taken
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
            (0..4u64).prop_map(Move::TakeOffSale),
            (0..9u64).prop_map(|n| Move::Add(n, Stock::Free)),
            (0..9u64).prop_map(|n| Move::Add(n, Stock::Returned)),
            (0..4u64, 0..4u64).prop_map(|(returned, free)| Move::Remove { returned, free }),
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
        fn every_single_move_keeps_the_ledger_balanced(step in any_move()) {
            let change = step.change();
            prop_assert_eq!(change.capacity, change.free + change.returned + change.held + change.taken);
        }
    }

    #[test]
    fn an_empty_shard_sells_nothing() {
        let sold = Ledger { capacity: 1, taken: 1, ..Ledger::EMPTY };
        assert_eq!(sold.apply(Move::Take), Err(Exhausted { figure: "free", have: 0 }));
    }

    #[test]
    fn a_cancelled_pass_becomes_spare_and_is_not_on_sale() {
        let sold = Ledger { capacity: 1, taken: 1, ..Ledger::EMPTY };
        assert_eq!(sold.apply(Move::Return), Ok(Ledger { capacity: 1, returned: 1, ..Ledger::EMPTY }));
    }
}
