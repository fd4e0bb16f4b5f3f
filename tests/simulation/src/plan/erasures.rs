//! Worlds in which people are erased, in the middle of whatever they do.

use super::calls::{CallAct, Job};
use super::{Act, Answer, Dice, PROCESSES, Start, World, register};

/// What has to do with an erasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EraseAct {
    /// A person asks to be erased everywhere, or confirms it once the mail is there.
    Everywhere {
        person: usize,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// An organizer erases a person from the edition.
    FromEdition {
        person: usize,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// `retain-data` runs, in whichever process it is woken.
    Run,
    /// Time passes until about the next step of an erasure, if there is one and little is under way.
    Near {
        /// So many milliseconds later, or sooner.
        millis: i64,
    },
    /// The lead gives a proposal that was accepted a place on the timetable.
    Place { of: usize, number: u32 },
    /// The lead publishes the timetable.
    Publish,
}

impl EraseAct {
    /// In a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Everywhere { .. } => "erase oneself",
            Self::FromEdition { .. } => "erase a person",
            Self::Place { .. } => "place",
            Self::Publish => "publish",
            Self::Run | Self::Near { .. } => "none",
        }
    }

    pub fn is_twice(&self) -> bool {
        matches!(self, Self::Everywhere { twice: true, .. } | Self::FromEdition { twice: true, .. })
    }

    /// The person that it concerns.
    pub fn person(&self) -> Option<usize> {
        match *self {
            Self::Everywhere { person, .. } | Self::FromEdition { person, .. } => Some(person),
            Self::Place { of, .. } => Some(of),
            Self::Run | Self::Near { .. } | Self::Publish => None,
        }
    }
}

/// Has people of a drawn world erased.
pub(super) fn erase(dice: &mut Dice, world: &mut World, acts: &mut Vec<Start>, steps: u32) {
    world.erases = true;
    // There is time for what people do, and for the erasure beside it.
    acts.retain(|start| !matches!(start.act, Act::Wait { .. }) && !dice.one_in(3));
    let people = world.people;
    let calls = world.calls.is_some();
    for _ in 0..=dice.below(2) {
        let person = dice.index(people);
        let mut add = |step: u32, act: Act, dice: &mut Dice| {
            acts.push(Start { step, process: dice.index(PROCESSES), act });
        };
        let at = steps / 6 + dice.below(steps / 2);
        // They have something that ends, mostly.
        for _ in 0..dice.below(3) {
            let act = does(dice, person);
            add(at.saturating_sub(40 + dice.below(40)), act, dice);
        }
        if calls && dice.one_in(2) {
            let number = if dice.one_in(2) { 1 } else { 3 };
            let twice = dice.one_in(4);
            add(at / 4, Act::Calls(CallAct::Propose { person, number, twice }), dice);
            add(at / 2, Act::Calls(CallAct::Decide { of: person, number, decision: dice.index(2) }), dice);
            add(at / 2 + 10, Act::Calls(CallAct::Release { twice: false }), dice);
            add(at / 2 + 25, Act::Calls(CallAct::Run { job: Job::Release }), dice);
            add(at * 3 / 4, Act::Erase(EraseAct::Place { of: person, number }), dice);
            add(at * 3 / 4 + 20 + dice.below(40), Act::Erase(EraseAct::Publish), dice);
        }
        let twice = dice.one_in(3);
        if dice.one_in(3) {
            add(at + 10, Act::Erase(EraseAct::FromEdition { person, twice }), dice);
        } else {
            // Asked, and then confirmed.
            add(at.saturating_sub(16), Act::Erase(EraseAct::Everywhere { person, twice: false }), dice);
            for _ in 0..=dice.below(2) {
                add(at + 4 + dice.below(12), Act::Erase(EraseAct::Everywhere { person, twice }), dice);
            }
        }
        // Requests that begin before the erasure and end after a part of it.
        for _ in 0..=dice.below(3) {
            let act = does(dice, person);
            add(at + dice.below(30), act, dice);
        }
        let mut from = at + 20;
        for _ in 0..(2 + dice.below(3)) {
            for _ in 0..=dice.below(3) {
                add(from + dice.below(24), Act::Erase(EraseAct::Run), dice);
            }
            if dice.one_in(2) {
                add(from + dice.below(24), Act::Wake { mail: !dice.one_in(3) }, dice);
            }
            let millis = if dice.one_in(3) { 3000 } else { i64::from(dice.below(30)) - 10 };
            add(from + 30 + dice.below(20), Act::Erase(EraseAct::Near { millis }), dice);
            // Two in three are gone for good; others come back while they are erased, or later.
            if dice.one_in(3) {
                let act = does(dice, person);
                add(from + dice.below(60), act, dice);
            }
            from += 40 + dice.below(20);
        }
    }
    acts.sort_by_key(|start| start.step);
}

/// What a person does at the wrong moment.
fn does(dice: &mut Dice, person: usize) -> Act {
    match dice.below(12) {
        0..5 => register(dice, person),
        5 => Act::Cancel { person, twice: dice.one_in(4) },
        6 => Act::Change { person, online: dice.one_in(2) },
        7 => Act::Link { person },
        8 | 9 => Act::Join { person, key: None, shouting: dice.one_in(3), first_time: false, twice: dice.one_in(4) },
        10 => Act::Invite { person, twice: false },
        _ => Act::Answer { person, offered: false, how: Answer::Accept, twice: dice.one_in(2) },
    }
}
