//! Worlds in which items become unreadable behind the product's back, and workflows panic at some.

use super::calls::CallAct;
use super::{Act, Dice, PROCESSES, Start, World, register};

/// Settings of such a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breakage {
    /// Items of each partition of the `due` index that one query lists: few, as if there were many more to come.
    pub batch: usize,
    /// Whether items are repaired when faults stop, so that retries succeed by themselves; else once all are set aside.
    pub repaired_early: bool,
}

/// A kind of item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A mail that is not sent yet.
    Mail,
    /// A waitlist entry without an offer.
    Waiting,
    /// A waitlist entry with an offer.
    Offered,
    Shard,
    Person,
    /// "Are you still coming?"
    Campaign,
    Call,
    Reminders,
    Proposal,
    Selection,
    Session,
    /// The definition of the other edition.
    Definition,
}

impl Target {
    const ALL: [Self; 12] = [
        Self::Mail,
        Self::Waiting,
        Self::Offered,
        Self::Shard,
        Self::Person,
        Self::Campaign,
        Self::Call,
        Self::Reminders,
        Self::Proposal,
        Self::Selection,
        Self::Session,
        Self::Definition,
    ];

    /// Whether there can be one in a world.
    fn is_in(self, world: &World) -> bool {
        match self {
            Self::Campaign => world.campaign.is_some(),
            Self::Call | Self::Reminders | Self::Proposal | Self::Selection | Self::Session => world.calls.is_some(),
            _ => true,
        }
    }

    /// The workflow that processes such items when they are due, and reads each by itself.
    pub fn workflow(self) -> Option<&'static str> {
        match self {
            Self::Mail => Some("deliver-mail"),
            Self::Offered => Some("promote-waitlist"),
            Self::Campaign => Some("reconfirm"),
            Self::Call => Some("close-cfps"),
            Self::Reminders => Some("send-reminders"),
            Self::Selection => Some("release-decisions"),
            _ => None,
        }
    }
}

/// What happens to an item, or in the other edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakAct {
    /// An attribute of an item gets another type.
    Item {
        target: Target,
        /// Which of those there are.
        which: usize,
        /// Which attribute; the next that makes a difference.
        attribute: u32,
        /// Whether it is one of the other edition.
        elsewhere: bool,
    },
    /// From now on its workflow panics at an item.
    Panic {
        target: Target,
        /// Which of those there are.
        which: usize,
        /// Whether it is one of the other edition.
        elsewhere: bool,
    },
    /// A person registers in the other edition, joins its waitlist when it is sold out, or cancels.
    Elsewhere { person: usize },
}

/// People of the other edition: more than it has passes.
const PEOPLE_ELSEWHERE: usize = 4;

/// Breaks items of a drawn world.
pub(super) fn break_items(dice: &mut Dice, world: &mut World, acts: &mut Vec<Start>, steps: u32) {
    world.breakage = Some(Breakage { batch: [1, 1, 2, 100][dice.index(4)], repaired_early: dice.one_in(3) });
    let mut add = |step: u32, act: Act, dice: &mut Dice| {
        acts.push(Start { step, process: dice.index(PROCESSES), act });
    };
    // Half of the worlds have two shards that are sold out nevertheless.
    if dice.one_in(2) {
        world.capacities[0] = 5 + u64::from(dice.below(2));
        for person in world.people..world.people + 4 {
            let act = register(dice, person);
            add(dice.below(steps / 8), act, dice);
            let act = Act::Join { person, key: None, shouting: false, first_time: false, twice: false };
            add(steps / 6 + dice.below(steps / 6), act, dice);
        }
        world.people += 4;
    }
    for _ in 0..(6 + dice.below(8)) {
        let act = Act::Breaks(BreakAct::Elsewhere { person: dice.index(PEOPLE_ELSEWHERE) });
        add(dice.below(steps * 3 / 4), act, dice);
    }
    let targets: Vec<Target> = Target::ALL.into_iter().filter(|target| target.is_in(world)).collect();
    for _ in 0..=dice.below(3) {
        let target = targets[dice.index(targets.len())];
        let (which, attribute) = (dice.index(64), dice.below(64));
        let elsewhere = target == Target::Definition || dice.one_in(3);
        let act = if target.workflow().is_some() && dice.one_in(3) {
            BreakAct::Panic { target, which, elsewhere }
        } else {
            BreakAct::Item { target, which, attribute, elsewhere }
        };
        let at = steps / 8 + dice.below(steps * 5 / 8);
        add(at, Act::Breaks(act), dice);
        // Its workflow runs soon after.
        for _ in 0..dice.below(3) {
            let act = match target {
                Target::Call | Target::Reminders => Act::Calls(CallAct::Near { which: dice.index(3), millis: 60_000 }),
                Target::Mail => Act::Wake { mail: true },
                _ => Act::Wake { mail: false },
            };
            add(at + dice.below(30), act, dice);
        }
    }
    acts.sort_by_key(|start| start.step);
}
