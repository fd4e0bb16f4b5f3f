//! Worlds in which people link their addresses.

use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;

use super::passes::register;
use super::{Act, Answer, Dice, PROCESSES, Plan, Start};

impl Plan {
    /// Lets people link addresses while they register, wait and accept with both.
    pub(super) fn link(&mut self) {
        let mut dice = Dice(ChaCha8Rng::seed_from_u64(self.seed));
        let (people, steps) = (self.world.people, self.steps);
        for _ in 0..(3 + dice.below(5)) {
            // Mostly the same two addresses, so that links are used.
            let (person, other) = match dice.below(6) {
                0..3 => (0, 1),
                3 => (1, 0),
                4 => (0, 2),
                _ => {
                    let person = dice.index(people);
                    (person, (person + 1 + dice.index(people - 1)) % people)
                }
            };
            let at = dice.below(steps * 3 / 4);
            let mut add = |step: u32, act: Act, dice: &mut Dice| {
                self.acts.push(Start { step, process: dice.index(PROCESSES), act });
            };
            // Asked, and then gone on with, now and then by two processes at once.
            add(at, Act::LinkAddress { person, other }, &mut dice);
            for _ in 0..=dice.below(3) {
                let later = at + 8 + dice.below(40);
                add(later, Act::LinkAddress { person, other }, &mut dice);
                // Meanwhile either does something.
                let who = if dice.one_in(2) { person } else { other };
                let act = match dice.below(8) {
                    0..3 => register(&mut dice, who),
                    3 => Act::Cancel { person: who, twice: false },
                    4 => Act::Change { person: who, online: dice.one_in(2) },
                    5 | 6 => Act::Join { person: who, key: None, shouting: false, first_time: false, twice: false },
                    _ => Act::Answer { person: who, offered: false, how: Answer::Accept, twice: dice.one_in(2) },
                };
                add(later.saturating_sub(6) + dice.below(16), act, &mut dice);
            }
            if dice.one_in(3) {
                add(at + 40 + dice.below(150), Act::UnlinkAddress { person, other }, &mut dice);
            }
        }
        self.acts.sort_by_key(|start| start.step);
    }
}
