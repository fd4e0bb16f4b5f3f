//! Worlds on the day of the edition: organizers offer the passes of people who have not come, some of them come late,
//! and others come without a pass.

use super::doors::{DoorAct, How};
use super::{Act, Answer, Dice, PROCESSES, Start, World, register};

/// The policy of such a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoShows {
    /// Seconds after the start from which people who are not checked in are no-shows.
    pub from: i64,
    /// How long an offer lasts, in minutes.
    pub minutes: u64,
}

/// Hours after the start at which the edition ends: the world starts at noon of the first day, and there are three.
pub const ENDS_AFTER: i64 = 60;

/// What happens to passes on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoShowAct {
    /// An organizer offers the passes of people who have not come to others: of all, or of the next one from this one on.
    Release {
        of: Option<usize>,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// The next person whose pass was offered to others, from this one on, comes late.
    GiveBack {
        person: usize,
        /// Whether they are checked in with it.
        check_in: bool,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// A person comes without a pass.
    WalkIn {
        person: usize,
        /// The `Idempotency-Key`, if the door sends one.
        key: Option<u32>,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// The next person who is missing, from this one on, comes and is scanned.
    Come {
        person: usize,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// Time passes until about the policy's instant, if that is still to come and little is under way.
    Near {
        /// So many milliseconds later, or sooner.
        millis: i64,
    },
    /// A release in its current meaning; `None` of everyone.
    ReleaseOf { registration: Option<String>, twice: bool },
    /// A pass to give back in its current meaning.
    Return { registration: String, check_in: bool, twice: bool },
}

impl NoShowAct {
    /// In a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Release { .. } | Self::ReleaseOf { .. } => "offer passes of no-shows",
            Self::GiveBack { .. } | Self::Return { .. } => "give a pass back",
            Self::WalkIn { .. } => "walk in",
            Self::Come { .. } | Self::Near { .. } => "none",
        }
    }

    pub fn is_twice(&self) -> bool {
        matches!(
            self,
            Self::ReleaseOf { twice: true, .. } | Self::Return { twice: true, .. } | Self::WalkIn { twice: true, .. }
        )
    }

    /// The registration that it is about.
    pub fn about(&self) -> Option<&str> {
        match self {
            Self::ReleaseOf { registration, .. } => registration.as_deref(),
            Self::Return { registration, .. } => Some(registration),
            _ => None,
        }
    }

    /// Who comes without a pass.
    pub fn person(&self) -> Option<usize> {
        match *self {
            Self::WalkIn { person, .. } => Some(person),
            _ => None,
        }
    }
}

/// Moves a drawn world with a door to the day of its edition.
pub(super) fn miss(dice: &mut Dice, world: &mut World, acts: &mut Vec<Start>, steps: u32) {
    let from = 300 + i64::from(dice.below(1500));
    world.no_shows = Some(NoShows { from, minutes: [10, 30, 60][dice.index(3)] });
    world.campaign = None;
    // Registration ends with the edition, or soon: then people come in at the door only.
    world.closes_after = if dice.one_in(3) { from + i64::from(dice.below(1800)) } else { 40 * 24 * 3600 };
    let time = |act: &Act| matches!(act, Act::Leap { .. } | Act::Scan | Act::Reconfirm { .. } | Act::Wait { .. });
    acts.retain(|start| !time(&start.act) && !dice.one_in(3));
    // In half of the worlds hardly anyone waits: passes go on sale, and late people get them back. In half of those there
    // is a pass for each person: what late people find there are passes that have not gone back on sale yet.
    let waits = dice.one_in(2);
    let roomy = !waits && dice.one_in(2);
    if roomy {
        world.capacities[0] = world.people as u64;
    }
    acts.retain(|start| waits || !matches!(start.act, Act::Join { .. }));
    acts.retain(|start| !roomy || !matches!(start.act, Act::Resize { pool: 0, .. }));
    // Hours that pass before people are missing would pass over that.
    for start in acts.iter_mut().filter(|start| matches!(start.act, Act::Jump { .. })) {
        start.step = start.step.max(steps / 2);
    }
    let people = world.people;
    let mut add = |step: u32, act: Act, dice: &mut Dice| {
        acts.push(Start { step, process: dice.index(PROCESSES), act });
    };
    let missing = steps / 5 + dice.below(steps / 10);
    let millis = if dice.one_in(3) { 60_000 } else { i64::from(dice.below(40)) - 20 };
    add(missing, Act::NoShow(NoShowAct::Near { millis }), dice);
    for _ in 0..(3 + dice.below(4)) {
        let at = missing + dice.below(steps / 2);
        let person = dice.index(people);
        let of = (!dice.one_in(3)).then_some(person);
        add(at, Act::NoShow(NoShowAct::Release { of, twice: dice.one_in(3) }), dice);
        // They come at that very moment, or cancel, or someone else comes.
        for _ in 0..=dice.below(2) {
            let act = NoShowAct::Come { person, twice: dice.one_in(3) };
            add(at + dice.below(30), Act::NoShow(act), dice);
        }
        for _ in 0..=dice.below(4) {
            let act = meanwhile(dice, person, people, waits);
            add(at.saturating_sub(8) + dice.below(24), act, dice);
        }
        for _ in 0..=dice.below(3) {
            add(at + 8 + dice.below(40), Act::Wake { mail: false }, dice);
        }
        // Later, the person of the pass is there after all.
        for _ in 0..=dice.below(3) {
            let (check_in, twice) = (dice.one_in(2), dice.one_in(3));
            let act = NoShowAct::GiveBack { person, check_in, twice };
            add(at + 20 + dice.below(steps / 5), Act::NoShow(act), dice);
        }
    }
    for _ in 0..dice.below(4) {
        let act = walk_in(dice, people);
        add(dice.below(steps * 5 / 6), act, dice);
    }
    acts.sort_by_key(|start| start.step);
}

fn walk_in(dice: &mut Dice, people: usize) -> Act {
    let (person, key, twice) = (dice.index(people), (!dice.one_in(3)).then(|| dice.below(2)), dice.one_in(4));
    Act::NoShow(NoShowAct::WalkIn { person, key, twice })
}

fn meanwhile(dice: &mut Dice, person: usize, people: usize, waits: bool) -> Act {
    match dice.below(12) {
        0..4 => Act::Door(DoorAct::Scan {
            person,
            device: dice.index(2),
            how: [How::Code, How::Search, How::Form][dice.index(3)],
            old: false,
            offline: false,
            twice: dice.one_in(4),
        }),
        4 => Act::Door(DoorAct::Undo { person, twice: false }),
        5 => Act::Cancel { person, twice: dice.one_in(4) },
        6 => register(dice, person),
        7 if waits => {
            Act::Join { person: dice.index(people), key: None, shouting: false, first_time: false, twice: false }
        }
        7..10 => walk_in(dice, people),
        _ => Act::Answer {
            person: dice.index(people),
            offered: true,
            how: if dice.one_in(3) { Answer::Decline } else { Answer::Accept },
            twice: dice.one_in(4),
        },
    }
}
