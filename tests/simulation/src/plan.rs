//! A plan: the world, everyone's acts and when they start, and the faults and their steps. All from a seed.

pub mod breakage;
pub mod calls;
pub mod doors;
pub mod erasures;
pub mod holds;
pub mod no_shows;

mod acts;
mod linking;
mod passes;
mod pools;

use std::collections::BTreeMap;

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

pub use self::acts::{Act, Answer};
use self::breakage::Breakage;
use self::calls::Calls;
use self::doors::Doors;
use self::no_shows::NoShows;
use self::passes::register;
use crate::fault::Fault;

/// Steps of a run by default.
pub const STEPS: u32 = 600;

/// Processes that answer requests and run workflows.
pub const PROCESSES: usize = 3;

/// The pools of every world.
pub const POOLS: [&str; 3] = ["general", "virtual", "speakers"];

/// The classes of every world's waitlist, in order.
pub const CLASSES: [&str; 3] = ["contributor", "newcomer", "everyone"];

/// The state of the world before the first act.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of world")]
pub struct World {
    /// People, numbered from 0.
    pub people: usize,
    /// The capacities of [`POOLS`].
    pub capacities: [u64; 3],
    /// Seconds after the start at which registration closes.
    pub closes_after: i64,
    /// How long an offer lasts, in hours: from 3 on there is a reminder.
    pub offer_hours: u64,
    /// Whether no offer starts or ends at night.
    pub quiet: bool,
    /// Whether people are asked if they still come.
    pub campaign: Option<CampaignPlan>,
    /// The call for proposals and the slots for BoFs, if there are any.
    pub calls: Option<Calls>,
    /// Whether the reserved pool ends while people come.
    pub ends: bool,
    /// Whether items break, and how.
    pub breakage: Option<Breakage>,
    /// Whether organizers raise capacities while the waitlist is empty and stays so, and no registration is cancelled.
    pub raises: bool,
    /// The devices at the door, if it is open.
    pub doors: Option<Doors>,
    /// Whether people are erased.
    pub erases: bool,
    /// The policy for people who do not come, if it is the day of the edition.
    pub no_shows: Option<NoShows>,
    /// For how many minutes a pass is held until its address is confirmed, if the edition asks for that.
    pub confirm_minutes: Option<u64>,
}

/// A campaign of "are you still coming?": asked an hour after the start, reminded of after two hours and after two and a
/// half, ended after three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CampaignPlan {
    /// Whether those who are silent keep their pass.
    pub keep: bool,
}

/// Seconds after the start at which something happens in a campaign: the question, two reminders, the end.
pub const ROUND: [i64; 4] = [3600, 7200, 9000, 10_800];
/// A person's act and when it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The first step at which it may start.
    pub step: u32,
    /// The process it goes to.
    pub process: usize,
    pub act: Act,
}

/// Everything that decides a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The seed it was made from; ids follow from it too.
    pub seed: u64,
    /// Steps before faults stop and all due work is done.
    pub steps: u32,
    pub world: World,
    /// Who does what, in order of their steps.
    pub acts: Vec<Start>,
    /// What goes wrong, by step; where it does not fit the step's call, nothing does.
    pub faults: BTreeMap<u32, Fault>,
    /// What the scheduler picks by, one number for each step.
    pub choices: Vec<u32>,
}

/// Draws from a seed.
struct Dice(ChaCha8Rng);

impl Dice {
    fn below(&mut self, below: u32) -> u32 {
        u32::try_from((u64::from(self.0.next_u32()) * u64::from(below.max(1))) >> 32).unwrap_or(0)
    }

    fn index(&mut self, below: usize) -> usize {
        self.below(u32::try_from(below).unwrap_or(u32::MAX)) as usize
    }

    fn one_in(&mut self, n: u32) -> bool {
        self.below(n) == 0
    }
}

/// Seeds from here on are of worlds in which people link their addresses and take them away, drawn on top of the world of
/// the seed without this.
pub const LINKING: u64 = 1 << 32;

/// Seeds from here on are of worlds with a call for proposals and with slots for BoFs, drawn on top in the same way.
pub const CALLS: u64 = 2 << 32;

/// Seeds from here on are of worlds in which an organizer ends the reserved pool, drawn on top in the same way. No
/// capacity changes there, so that the total number of passes stays the same.
pub const ENDING: u64 = 3 << 32;

/// Seeds from here on are of worlds in which organizers raise capacities while people register and the waitlist is
/// empty.
pub const RAISING: u64 = 4 << 32;
/// Seeds from here on are of worlds in which items break, drawn on top of a world of one of the kinds before but that of
/// linked addresses.
pub const BREAKING: u64 = 5 << 32;

/// Seeds from here on are of worlds in which devices scan tickets at the door, drawn on top of the world of the seed
/// without this; in one of four people link their addresses too.
pub const DOORS: u64 = 6 << 32;

/// Seeds from here on are of worlds in which people are erased, drawn on top of a world of one of four kinds: without
/// more, with a call, with a door, and with linked addresses.
pub const ERASING: u64 = 7 << 32;

/// Seeds from here on are of worlds on the day of the edition: people do not come, come late or come without a pass,
/// drawn on top of a world with a door.
pub const MISSING: u64 = 8 << 32;

/// Seeds from here on are of worlds in which an address must be confirmed, drawn on top of the world of the seed without
/// this; in one of four people link their addresses too.
pub const HOLDING: u64 = 16 << 32;

impl Plan {
    /// The plan of a seed.
    pub fn from_seed(seed: u64, steps: u32) -> Self {
        let breaks = (BREAKING..DOORS).contains(&seed);
        let erases = (ERASING..MISSING).contains(&seed);
        let calls = (CALLS..ENDING).contains(&seed) || (breaks && seed % 2 == 1) || (erases && seed % 4 == 1);
        // A call's season is longer.
        let steps = if calls { steps * 3 / 2 } else { steps };
        let mut plan = Self::drawn(seed % LINKING, steps);
        if seed >= HOLDING {
            plan.seed = seed;
            if seed % 4 == 3 {
                plan.link();
            }
            let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
            holds::hold(&mut dice, &mut plan.world, &mut plan.acts, steps);
        } else if seed >= MISSING {
            plan.seed = seed;
            let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
            doors::open(&mut dice, &mut plan.world, &mut plan.acts, steps);
            no_shows::miss(&mut dice, &mut plan.world, &mut plan.acts, steps);
        } else if erases {
            plan.seed = seed;
            let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
            match seed % 4 {
                0 => {}
                1 => calls::call(&mut dice, &mut plan.world, &mut plan.acts, steps),
                2 => doors::open(&mut dice, &mut plan.world, &mut plan.acts, steps),
                _ => plan.link(),
            }
            erasures::erase(&mut dice, &mut plan.world, &mut plan.acts, steps);
        } else if seed >= DOORS {
            plan.seed = seed;
            if seed % 4 == 3 {
                plan.link();
            }
            let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
            doors::open(&mut dice, &mut plan.world, &mut plan.acts, steps);
        } else if breaks {
            plan.seed = seed;
            let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
            match seed % 4 {
                0 => {}
                2 => plan.end(),
                _ => calls::call(&mut dice, &mut plan.world, &mut plan.acts, steps),
            }
            breakage::break_items(&mut dice, &mut plan.world, &mut plan.acts, steps);
        } else if seed >= RAISING {
            plan.seed = seed;
            plan.raise();
        } else if seed >= ENDING {
            plan.seed = seed;
            plan.end();
        } else if calls {
            plan.seed = seed;
            let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
            calls::call(&mut dice, &mut plan.world, &mut plan.acts, steps);
        } else if seed >= LINKING {
            plan.seed = seed;
            plan.link();
        }
        plan
    }
}
