//! Worlds in which the number of passes changes: the reserved pool ends, or organizers raise capacities.

use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;

use super::{Act, Dice, PROCESSES, Plan, Start, World};

impl Plan {
    /// Lets the reserved pool end, early or late, now and then at two places at once.
    pub(super) fn end(&mut self) {
        let mut dice = Dice(ChaCha8Rng::seed_from_u64(self.seed));
        let steps = self.steps;
        self.world.ends = true;
        self.acts.retain(|start| !matches!(start.act, Act::Resize { .. }));
        for _ in 0..=dice.below(2) {
            let at = dice.below(steps * 3 / 4);
            let mut add = |step: u32, act: Act, dice: &mut Dice| {
                self.acts.push(Start { step, process: dice.index(PROCESSES), act });
            };
            add(at, Act::Release { twice: dice.one_in(2) }, &mut dice);
            for _ in 0..=dice.below(3) {
                add(at + dice.below(40), Act::End, &mut dice);
                add(at + dice.below(40), Act::Wake { mail: false }, &mut dice);
            }
        }
        self.acts.sort_by_key(|start| start.step);
    }

    /// Sells out, raises, and sells out again: people register around each raise and no registration is cancelled. In
    /// one world of three some join the waitlist while a raise is under way.
    pub(super) fn raise(&mut self) {
        let mut dice = Dice(ChaCha8Rng::seed_from_u64(self.seed));
        let steps = self.steps;
        let people = 10 + dice.index(10);
        let capacity = u64::from(1 + dice.below(3));
        let world = &mut self.world;
        let joins = dice.one_in(3);
        *world = World { people, raises: !joins, closes_after: 40 * 24 * 3600, campaign: None, ..world.clone() };
        world.capacities[0] = capacity;
        world.capacities[1] = capacity;
        // The first raise may be by the edition's document: sent again after a later one, it lowers nothing.
        let by_document = dice.one_in(3);
        let mut acts: Vec<Start> = Vec::new();
        let mut next = 0;
        let mut come = |count: usize, from: u32, over: u32, dice: &mut Dice, acts: &mut Vec<Start>| {
            for _ in 0..count {
                let act = Act::Register {
                    person: next % people,
                    key: dice.one_in(2).then_some(0),
                    shouting: false,
                    online: next % 4 == 3,
                    invited: false,
                    twice: dice.one_in(6),
                };
                next += 1;
                acts.push(Start { step: from + dice.below(over), process: dice.index(PROCESSES), act });
            }
        };
        come(4 + dice.index(4), 0, steps / 10, &mut dice, &mut acts);
        let raises = 2 + dice.below(3);
        let mut target = capacity;
        for raise in 0..raises {
            let at = steps / 8 + steps * 3 / 4 * raise / raises + dice.below(steps / 20);
            // Now and then so many that one transaction does not hold their shards.
            target += if dice.one_in(8) { 400 } else { u64::from(1 + dice.below(4)) };
            let process = dice.index(PROCESSES);
            if by_document && raise == 0 {
                acts.push(Start { step: at, process, act: Act::Enlarge { capacity: target } });
            } else {
                let pool = usize::from(dice.one_in(4));
                acts.push(Start { step: at, process, act: Act::Resize { pool, target, id: raise } });
                if dice.one_in(4) {
                    let act = Act::Resize { pool, target: target.saturating_sub(2).max(1), id: raise + 10 };
                    acts.push(Start { step: at + dice.below(60), process: dice.index(PROCESSES), act });
                }
            }
            // Before it, while it is under way, and after it.
            come(3 + dice.index(6), at.saturating_sub(20), 20 + steps / 10, &mut dice, &mut acts);
            // Few, and late: the raise looks at the waitlist after a moment, and then it should be empty.
            for _ in 0..(if joins { 1 + dice.below(2) } else { 0 }) {
                let person = dice.index(people);
                let act = Act::Join { person, key: None, shouting: false, first_time: false, twice: dice.one_in(4) };
                acts.push(Start { step: at + 10 + dice.below(90), process: dice.index(PROCESSES), act });
            }
            for _ in 0..dice.below(4) {
                let act = Act::Wake { mail: dice.one_in(4) };
                acts.push(Start { step: at + dice.below(steps / 10), process: dice.index(PROCESSES), act });
            }
        }
        acts.sort_by_key(|start| start.step);
        self.acts = acts;
    }
}
