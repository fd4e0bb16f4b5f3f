//! Worlds in which an address must be confirmed: passes are held, and confirmed or not, around the end of the hold.

use super::{Act, Dice, PROCESSES, Start, World, register};

/// What happens to held passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldAct {
    /// A person opens the mailed link and confirms, if they were mailed one.
    Confirm {
        person: usize,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// Time passes until about the next end of a hold, if there is one.
    Near {
        /// So many milliseconds later, or sooner.
        millis: i64,
    },
}

impl HoldAct {
    /// In a word.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Confirm { .. } => "confirm an address",
            Self::Near { .. } => "none",
        }
    }

    pub fn is_twice(self) -> bool {
        matches!(self, Self::Confirm { twice: true, .. })
    }

    pub fn person(self) -> Option<usize> {
        match self {
            Self::Confirm { person, .. } => Some(person),
            Self::Near { .. } => None,
        }
    }
}

/// Lets a drawn world ask for confirmed addresses: people register in waves, and around the end of their holds they
/// confirm, cancel and register again while the workflow runs.
pub(super) fn hold(dice: &mut Dice, world: &mut World, acts: &mut Vec<Start>, steps: u32) {
    world.confirm_minutes = Some([5, 30, 60][dice.index(3)]);
    let people = world.people;
    let mut add = |step: u32, act: Act, dice: &mut Dice| {
        acts.push(Start { step, process: dice.index(PROCESSES), act });
    };
    for _ in 0..(5 + dice.below(6)) {
        let at = dice.below(steps * 3 / 4);
        let person = dice.index(people);
        add(at, register(dice, person), dice);
        let ends = at + 12 + dice.below(40);
        if dice.one_in(2) {
            let act = HoldAct::Confirm { person: dice.index(people), twice: dice.one_in(4) };
            add(at + 4 + dice.below(20), Act::Hold(act), dice);
        }
        // Around the very instant, or well after it.
        let millis = if dice.one_in(4) { 60_000 } else { i64::from(dice.below(30)) - 24 };
        add(ends, Act::Hold(HoldAct::Near { millis }), dice);
        for _ in 0..=dice.below(4) {
            let person = if dice.one_in(2) { person } else { dice.index(people) };
            let act = match dice.below(8) {
                0..4 => Act::Hold(HoldAct::Confirm { person, twice: dice.one_in(3) }),
                4 => Act::Cancel { person, twice: dice.one_in(4) },
                5 => register(dice, person),
                _ => Act::Wake { mail: false },
            };
            add(ends + dice.below(8), act, dice);
        }
        add(ends + dice.below(6), Act::Wake { mail: false }, dice);
    }
    acts.sort_by_key(|start| start.step);
}
