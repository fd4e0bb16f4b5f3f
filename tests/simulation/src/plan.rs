//! A plan: the world, what everybody does from which step on, and what goes wrong at which step. All from a seed.

use std::collections::BTreeMap;

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

use crate::fault::Fault;

/// Steps of a run unless told otherwise.
pub const STEPS: u32 = 600;

/// Processes that answer requests and run workflows.
pub const PROCESSES: usize = 3;

/// The pools of every world.
pub const POOLS: [&str; 3] = ["general", "virtual", "speakers"];

/// What there is before anybody does anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    /// People, numbered from 0.
    pub people: usize,
    /// The capacities of [`POOLS`].
    pub capacities: [u64; 3],
    /// Seconds after the start at which registration closes.
    pub closes_after: i64,
}

/// What somebody does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Somebody registers.
    Register {
        /// Who.
        person: usize,
        /// Their `Idempotency-Key`, if they send one.
        key: Option<u32>,
        /// How they write their address.
        shouting: bool,
        /// Whether they want to watch instead of coming.
        online: bool,
        /// Whether they claim their invitation, if they know of one.
        invited: bool,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// Somebody cancels what they hold, if they know of any.
    Cancel {
        /// Who.
        person: usize,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// Somebody changes between coming and watching, if they hold anything.
    Change {
        /// Who.
        person: usize,
        /// Whether they watch from now on.
        online: bool,
    },
    /// Somebody asks for their link again.
    Link {
        /// Who.
        person: usize,
    },
    /// An organizer changes a pool's capacity.
    Resize {
        /// Which of [`POOLS`].
        pool: usize,
        /// To what.
        target: u64,
        /// The `resize_id`.
        id: u32,
    },
    /// An organizer invites somebody to speak.
    Invite {
        /// Whom.
        person: usize,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// An organizer sends the edition again, under another name.
    Put {
        /// The name's number.
        name: u32,
    },
    /// A workflow runs, in whichever process it is woken.
    Wake {
        /// Whether it is `deliver-mail` rather than `promote-waitlist`.
        mail: bool,
    },
    /// Time passes.
    Wait {
        /// How much, in milliseconds.
        millis: i64,
    },
}

/// Somebody's act and when it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The first step at which it may start.
    pub step: u32,
    /// The process it goes to.
    pub process: usize,
    /// What.
    pub act: Act,
}

/// Everything that decides a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The seed it was made from; ids follow from it too.
    pub seed: u64,
    /// Steps before faults stop and what is due is run to its end.
    pub steps: u32,
    /// What there is.
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

impl Plan {
    /// The plan of a seed.
    pub fn from_seed(seed: u64, steps: u32) -> Self {
        let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
        let people = 3 + dice.index(6);
        let capacities = std::array::from_fn(|_| u64::from(1 + dice.below(6)));
        let closes_after = if dice.one_in(3) { i64::from(5 + dice.below(60)) } else { 40 * 24 * 3600 };
        let world = World { people, capacities, closes_after };
        let count = 10 + people * 8 + dice.index(30);
        let mut acts: Vec<Start> = (0..count)
            .map(|_| {
                // People come in waves: half of all acts start at a handful of moments.
                let at = dice.below(steps * 3 / 4);
                let step = if dice.one_in(2) { at - at % (steps / 6).max(1) } else { at };
                Start { step, process: dice.index(PROCESSES), act: act(&mut dice, people) }
            })
            .collect();
        // Schedules: late, doubled and missing, since each is drawn by itself.
        for _ in 0..(4 + dice.below(16)) {
            let act = Act::Wake { mail: dice.one_in(2) };
            acts.push(Start { step: dice.below(steps), process: dice.index(PROCESSES), act });
        }
        acts.sort_by_key(|start| start.step);
        let mut faults = BTreeMap::new();
        // One world in eight has none; in the others each kind has a rate of its own.
        if !dice.one_in(8) {
            let rates: Vec<(Fault, u32)> = Fault::ALL
                .into_iter()
                .map(|fault| {
                    let rate = if dice.one_in(3) { 0 } else { dice.below(40) };
                    let deadly = matches!(fault, Fault::DeathBefore | Fault::DeathAfter);
                    (fault, if deadly { rate / 4 } else { rate })
                })
                .collect();
            for step in 0..steps {
                // Of kinds that want the same step, the first drawn gets it.
                let first = dice.index(rates.len());
                let order = rates.iter().cycle().skip(first).take(rates.len());
                let hit = order.filter(|(_, rate)| dice.below(1000) < *rate).map(|(fault, _)| *fault).next();
                if let Some(fault) = hit {
                    faults.insert(step, fault);
                }
            }
        }
        let choices = (0..steps).map(|_| dice.0.next_u32()).collect();
        Self { seed, steps, world, acts, faults, choices }
    }
}

fn act(dice: &mut Dice, people: usize) -> Act {
    let person = dice.index(people);
    match dice.below(100) {
        0..45 => Act::Register {
            person,
            key: (!dice.one_in(3)).then(|| dice.below(2)),
            shouting: dice.one_in(3),
            online: dice.one_in(5),
            invited: dice.one_in(4),
            twice: dice.one_in(4),
        },
        45..62 => Act::Cancel { person, twice: dice.one_in(4) },
        62..70 => Act::Change { person, online: dice.one_in(2) },
        70..74 => Act::Link { person },
        74..84 => {
            // A `resize_id` names one wish: what it asks for follows from it.
            let (pool, id) = (dice.index(POOLS.len()), dice.below(6));
            Act::Resize { pool, target: 1 + (u64::from(id) * 5 + pool as u64 * 3) % 8, id }
        }
        84..90 => Act::Invite { person, twice: dice.one_in(4) },
        90..93 => Act::Put { name: dice.below(3) },
        93..97 => Act::Wait { millis: i64::from(dice.below(20_000)) },
        _ => Act::Wake { mail: dice.one_in(2) },
    }
}
