//! Random histories of a pool: promise 1 holds after each act of attendees and organizers, in any order.

use proptest::prelude::*;

use super::resize::{Begin, Resize, begin, next_step};
use super::{Ledger, Move, Stock, Totals};

/// An act; the numbers choose a shard.
#[derive(Clone, Copy, Debug)]
enum Act {
    Register(usize),
    Cancel(usize),
    /// Claims a pass of the reserved pool.
    Claim(usize),
    GiveUp(usize),
    Resize(u64),
    /// Runs one step of the resize in progress, with the waitlist empty or not.
    Step(bool),
    Promote,
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => any::<usize>().prop_map(Act::Register),
        2 => any::<usize>().prop_map(Act::Cancel),
        2 => any::<usize>().prop_map(Act::Claim),
        1 => any::<usize>().prop_map(Act::GiveUp),
        1 => (1..60u64).prop_map(Act::Resize),
        3 => any::<bool>().prop_map(Act::Step),
        2 => Just(Act::Promote),
    ]
}

#[derive(Default)]
struct World {
    general: Vec<Ledger>,
    reserved: Vec<Ledger>,
    /// The shards of people's passes.
    registered: Vec<usize>,
    claimed: Vec<usize>,
    resize: Option<Resize>,
}

fn fresh(passes: u64) -> Vec<Ledger> {
    vec![Ledger { capacity: 4, free: 4, ..Ledger::EMPTY }; usize::try_from(passes / 4).unwrap_or(1)]
}

/// Makes a move if the ledger allows it, exactly like the table.
fn make(shards: &mut [Ledger], number: usize, step: Move) -> bool {
    match shards[number].apply(step) {
        Ok(after) => {
            shards[number] = after;
            true
        }
        Err(_) => false,
    }
}

fn take(shards: &mut [Ledger], choice: usize, holders: &mut Vec<usize>) {
    let number = choice % shards.len();
    if make(shards, number, Move::Take) {
        holders.push(number);
    }
}

fn give_back(shards: &mut [Ledger], choice: usize, holders: &mut Vec<usize>) {
    if !holders.is_empty() {
        let number = holders.swap_remove(choice % holders.len());
        assert!(make(shards, number, Move::Return), "a held pass can always be given back");
    }
}

fn promote(shards: &mut [Ledger]) {
    for number in 0..shards.len() {
        let returned = shards[number].returned;
        assert!(make(shards, number, Move::Reopen(returned)), "what is spare can be put on sale");
    }
}

impl World {
    fn act(&mut self, act: Act) {
        match act {
            Act::Register(choice) => take(&mut self.general, choice, &mut self.registered),
            Act::Cancel(choice) => give_back(&mut self.general, choice, &mut self.registered),
            Act::Claim(choice) => take(&mut self.reserved, choice, &mut self.claimed),
            Act::GiveUp(choice) => give_back(&mut self.reserved, choice, &mut self.claimed),
            Act::Promote => {
                promote(&mut self.general);
                promote(&mut self.reserved);
            }
            Act::Resize(target) if self.resize.is_none() => {
                if let Begin::Start(start) = begin("r", target, self.general.iter().collect()) {
                    self.resize = Some(start);
                }
            }
            Act::Resize(_) => {}
            Act::Step(empty) => {
                let Some(resize) = self.resize.take() else { return };
                let step = next_step(&resize, &self.general, if empty { Stock::Free } else { Stock::Returned });
                self.general.resize(step.shards as usize, Ledger::EMPTY);
                for (number, change) in step.moves {
                    assert!(make(&mut self.general, number as usize, change), "a step is planned on what was read");
                }
                self.resize = step.then.ok();
            }
        }
    }

    fn check(&self) {
        for (shards, holders) in [(&self.general, &self.registered), (&self.reserved, &self.claimed)] {
            for (number, shard) in shards.iter().enumerate() {
                assert!(shard.is_closed(), "{shard:?}");
                let held = holders.iter().filter(|holder| **holder == number).count();
                assert_eq!(shard.taken, held as u64, "the ledger agrees with the registrations");
            }
        }
    }
}

proptest! {
    #[test]
    fn no_history_oversells_or_loses_a_pass(acts in prop::collection::vec(any_act(), 0..300)) {
        let mut world = World { general: fresh(20), reserved: fresh(8), ..World::default() };
        for act in acts {
            world.act(act);
            world.check();
        }
        // After the resize ends and returned passes are reallocated, every pass is taken or on sale.
        while world.resize.is_some() {
            world.act(Act::Step(true));
        }
        world.act(Act::Promote);
        let end: Totals = world.general.iter().collect();
        prop_assert_eq!((end.returned, end.held), (0, 0));
        prop_assert_eq!(end.capacity, end.free + end.taken);
    }
}
