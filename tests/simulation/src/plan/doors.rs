//! Worlds with a door: devices scan tickets, twice and from several sides, and some send their scans late.

use jiff::Timestamp;

use super::{Act, Dice, PROCESSES, Start, World, register};

/// The door of such a world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doors {
    /// Milliseconds by which the clock of each device is ahead, or behind. Less than the product allows.
    pub devices: Vec<i64>,
}

/// How a scan says which ticket and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The code, with the device and its time.
    Code,
    /// The registration that a search found, with the device and its time.
    Search,
    /// A page's form: a device of its own and no time.
    Form,
}

/// A scan as it is sent, again and again the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub registration: String,
    /// The ticket's code, if that is what is sent.
    pub code: Option<String>,
    pub device: String,
    /// The device's time; `None` for a form.
    pub at: Option<Timestamp>,
}

/// What happens at the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoorAct {
    /// A device scans a person's ticket.
    Scan {
        person: usize,
        device: usize,
        how: How,
        /// Whether it is the ticket of the registration before the current one, if there is one.
        old: bool,
        /// Whether the device is offline, and keeps the scan.
        offline: bool,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// A device is online again and sends what it kept, latest first.
    Connect { device: usize },
    /// The next person who is checked in, from this one on, is sent back.
    Undo {
        person: usize,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// A scan in its current meaning.
    Send { scan: Sent, twice: bool },
    /// An undo in its current meaning.
    TakeBack { registration: String, twice: bool },
}

impl DoorAct {
    /// In a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Scan { .. } | Self::Connect { .. } | Self::Send { .. } => "scan",
            Self::Undo { .. } | Self::TakeBack { .. } => "undo a check-in",
        }
    }

    pub fn is_twice(&self) -> bool {
        matches!(self, Self::Send { twice: true, .. } | Self::TakeBack { twice: true, .. })
    }

    /// The registration that it is about.
    pub fn about(&self) -> Option<&str> {
        match self {
            Self::Send { scan, .. } => Some(&scan.registration),
            Self::TakeBack { registration, .. } => Some(registration),
            _ => None,
        }
    }
}

/// Opens the door of a drawn world: people come in waves, and each is scanned by several devices. Now and then one
/// cancels, comes back or goes online at that moment.
pub(super) fn open(dice: &mut Dice, world: &mut World, acts: &mut Vec<Start>, steps: u32) {
    let people = world.people;
    let devices = 2 + dice.index(4);
    // Half of the clocks are right; the others are up to four minutes ahead or behind.
    let clock = |dice: &mut Dice| if dice.one_in(2) { 0 } else { i64::from(dice.below(480_000)) - 240_000 };
    world.doors = Some(Doors { devices: (0..devices).map(|_| clock(dice)).collect() });
    let mut add = |step: u32, act: Act, dice: &mut Dice| {
        acts.push(Start { step, process: dice.index(PROCESSES), act });
    };
    for person in 0..people {
        // There is something to scan, although few passes may be left.
        let act = register(dice, person);
        add(dice.below(steps / 10), act, dice);
    }
    for _ in 0..(4 + dice.below(6)) {
        let at = steps / 10 + dice.below(steps * 7 / 10);
        let person = dice.index(people);
        for _ in 0..(2 + dice.below(4)) {
            let how = [How::Code, How::Code, How::Code, How::Search, How::Form][dice.index(5)];
            let (device, old, offline, twice) = (dice.index(devices), dice.one_in(8), dice.one_in(3), dice.one_in(4));
            let act = DoorAct::Scan { person, device, how, old, offline, twice };
            add(at + dice.below(12), Act::Door(act), dice);
            if offline {
                add(at + dice.below(steps / 4), Act::Door(DoorAct::Connect { device }), dice);
            }
        }
        if dice.one_in(3) {
            let act = DoorAct::Undo { person, twice: dice.one_in(4) };
            add(at + dice.below(80), Act::Door(act), dice);
        }
        // Meanwhile something happens to the pass.
        for _ in 0..dice.below(3) {
            let act = match dice.below(4) {
                0 | 1 => Act::Cancel { person, twice: dice.one_in(4) },
                2 => Act::Change { person, online: !dice.one_in(3) },
                _ => register(dice, person),
            };
            add(at.saturating_sub(4) + dice.below(30), act, dice);
        }
    }
    acts.sort_by_key(|start| start.step);
}
