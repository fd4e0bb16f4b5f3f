//! A plan: the world, what everybody does from which step on, and what goes wrong at which step. All from a seed.

pub mod calls;

use std::collections::BTreeMap;

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

use self::calls::{CallAct, Calls};
use crate::fault::Fault;

/// Steps of a run unless told otherwise.
pub const STEPS: u32 = 600;

/// Processes that answer requests and run workflows.
pub const PROCESSES: usize = 3;

/// The pools of every world.
pub const POOLS: [&str; 3] = ["general", "virtual", "speakers"];

/// The classes of every world's waitlist, in order.
pub const CLASSES: [&str; 3] = ["contributor", "newcomer", "everyone"];

/// What there is before anybody does anything.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    pub round: Option<Round>,
    /// The call for proposals and the slots for BoFs, if there are any.
    pub calls: Option<Calls>,
    /// Whether the reserved pool ends while people come.
    pub ends: bool,
}

/// A round of "are you still coming?": asked an hour after the start, reminded of after two hours and after two and a
/// half, ended after three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// Whether those who are silent keep their pass.
    pub keep: bool,
}

/// Seconds after the start at which something happens in a round: the question, two reminders, the end.
pub const ROUND: [i64; 4] = [3600, 7200, 9000, 10_800];

/// What somebody does about their place on the waitlist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// They leave, offer or not.
    Leave,
    Accept,
    Decline,
}

/// What somebody does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Register {
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
        person: usize,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// Somebody changes between coming and watching, if they hold anything.
    Change {
        person: usize,
        /// Whether they watch from now on.
        online: bool,
    },
    /// Somebody asks for their link again.
    Link {
        person: usize,
    },
    /// An organizer changes a pool's capacity.
    Resize {
        /// Which of [`POOLS`].
        pool: usize,
        target: u64,
        /// The `resize_id`.
        id: u32,
    },
    /// An organizer invites somebody to speak.
    Invite {
        person: usize,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// An organizer sends the edition again, under another name.
    Put {
        name: u32,
    },
    /// An organizer takes somebody's invitation back, if they have one.
    Revoke {
        person: usize,
    },
    Join {
        person: usize,
        /// Their `Idempotency-Key`, if they send one.
        key: Option<u32>,
        /// How they write their address.
        shouting: bool,
        /// Whether they say that they are new.
        first_time: bool,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// Somebody leaves the waitlist, or answers an offer, if they know of their place.
    Answer {
        person: usize,
        /// Whether it is the next person who has an offer instead, if anybody has one.
        offered: bool,
        how: Answer,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// An organizer moves somebody who waits to another class, if they have joined.
    Move {
        person: usize,
        /// Which of [`CLASSES`].
        class: usize,
    },
    /// Somebody asks for another's address to be linked with theirs, or goes on with it once the mail is there.
    LinkAddress {
        person: usize,
        other: usize,
    },
    /// Somebody takes another's address away again.
    UnlinkAddress {
        person: usize,
        other: usize,
    },
    /// Time passes until about the next reminder or end of an offer, if there is one.
    Jump {
        reminder: bool,
        /// So many milliseconds later, or sooner.
        millis: i64,
    },
    /// Somebody says whether they still come, if they hold anything.
    Reconfirm {
        person: usize,
        coming: bool,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// Time passes until about an instant of the round, if that is still to come.
    Leap {
        /// Which of [`ROUND`].
        stage: usize,
        /// So many milliseconds later, or sooner.
        millis: i64,
    },
    /// An organizer ends the reserved pool.
    Release {
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// `release-passes` runs, in whichever process it is woken.
    End,
    /// `reconfirm` runs, in whichever process it is woken.
    Walk,
    /// Something about a call, a decision or a BoF.
    Calls(CallAct),
    /// A workflow runs, in whichever process it is woken.
    Wake {
        /// Whether it is `deliver-mail` rather than `promote-waitlist`.
        mail: bool,
    },
    Wait {
        millis: i64,
    },
}

impl Act {
    /// In a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Register { .. } => "register",
            Self::Cancel { .. } => "cancel",
            Self::Change { .. } => "change",
            Self::Link { .. } => "link",
            Self::Resize { .. } => "resize",
            Self::Invite { .. } => "invite",
            Self::Revoke { .. } => "revoke",
            Self::Put { .. } => "put",
            Self::Join { .. } => "join",
            Self::Answer { how: Answer::Leave, .. } => "leave",
            Self::Answer { how: Answer::Accept, .. } => "accept",
            Self::Answer { how: Answer::Decline, .. } => "decline",
            Self::Move { .. } => "move",
            Self::LinkAddress { .. } => "link-address",
            Self::UnlinkAddress { .. } => "unlink-address",
            Self::Reconfirm { coming: true, .. } => "coming",
            Self::Reconfirm { coming: false, .. } => "not coming",
            Self::Release { .. } => "release the pool",
            Self::Calls(act) => act.kind(),
            Self::Wake { .. } | Self::Wait { .. } | Self::Jump { .. } | Self::Leap { .. } | Self::Walk | Self::End => {
                "none"
            }
        }
    }
}

/// Somebody's act and when it starts.
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
    /// Steps before faults stop and what is due is run to its end.
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

/// Seeds from here on are of worlds in which an organizer ends the reserved pool, drawn on top in the same way; nobody
/// changes a capacity there, so that all passes together stay as many.
pub const ENDING: u64 = 3 << 32;

impl Plan {
    /// The plan of a seed.
    pub fn from_seed(seed: u64, steps: u32) -> Self {
        // A call's season is longer.
        let calls = (CALLS..ENDING).contains(&seed);
        let steps = if calls { steps * 3 / 2 } else { steps };
        let mut plan = Self::drawn(seed % LINKING, steps);
        if seed >= ENDING {
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

    /// Lets the reserved pool end, early or late, now and then at two places at once.
    fn end(&mut self) {
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

    /// Lets people link addresses while they register, wait and accept with both.
    fn link(&mut self) {
        let mut dice = Dice(ChaCha8Rng::seed_from_u64(self.seed));
        let (people, steps) = (self.world.people, self.steps);
        for _ in 0..(3 + dice.below(5)) {
            // Mostly the same two, so that what is linked is used.
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

    /// The plan of a seed in which nobody links addresses.
    fn drawn(seed: u64, steps: u32) -> Self {
        let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
        // Two worlds in three are too small for all who want to come.
        let crowded = !dice.one_in(3);
        let people = if crowded { 4 + dice.index(5) } else { 3 + dice.index(6) };
        let mut capacities = std::array::from_fn(|_| u64::from(1 + dice.below(6)));
        if crowded {
            capacities[0] = u64::from(1 + dice.below(4));
        }
        let closes_after = match dice.below(6) {
            0 => i64::from(5 + dice.below(60)),
            1 => i64::from(3600 + dice.below(20 * 3600)),
            _ => 40 * 24 * 3600,
        };
        let offer_hours = [1, 3, 6][dice.index(3)];
        // Its own dice, so that worlds without a round are as they were before there were any.
        let mut round_dice = Dice(ChaCha8Rng::seed_from_u64(seed ^ 0x726f_756e_6473));
        let long = closes_after > ROUND[3] + 3600;
        let round = (round_dice.one_in(3) && long).then(|| Round { keep: round_dice.one_in(2) });
        let world = World {
            people,
            capacities,
            closes_after,
            offer_hours,
            quiet: dice.one_in(4),
            round,
            calls: None,
            ends: false,
        };
        let count = 10 + people * 8 + dice.index(30);
        let mut acts: Vec<Start> = Vec::new();
        for _ in 0..count {
            // People come in waves: half of all acts start at a handful of moments.
            let at = dice.below(steps * 3 / 4);
            let step = if dice.one_in(2) { at - at % (steps / 6).max(1) } else { at };
            let act = if crowded && dice.one_in(2) { wait(&mut dice, people) } else { act(&mut dice, people) };
            let jumps = matches!(act, Act::Jump { .. });
            acts.push(Start { step, process: dice.index(PROCESSES), act });
            // Somebody answers at that very moment, and the workflow runs, or not.
            for _ in 0..(if jumps { dice.below(3) } else { 0 }) {
                let act = if dice.one_in(3) { Act::Wake { mail: false } } else { answer(&mut dice, people) };
                acts.push(Start { step: step + dice.below(4), process: dice.index(PROCESSES), act });
            }
        }
        if crowded {
            // The passes are gone early.
            for person in 0..people {
                let act = register(&mut dice, person);
                acts.push(Start { step: dice.below(steps / 8), process: dice.index(PROCESSES), act });
                // Its writes wake the workflow, soon after as a rule.
                let act = Act::Wake { mail: false };
                acts.push(Start { step: dice.below(steps), process: dice.index(PROCESSES), act });
            }
        }
        // Schedules: late, doubled and missing, since each is drawn by itself.
        for _ in 0..(4 + dice.below(16)) {
            let act = Act::Wake { mail: dice.one_in(2) };
            acts.push(Start { step: dice.below(steps), process: dice.index(PROCESSES), act });
        }
        if world.round.is_some() {
            acts.extend(round_acts(&mut round_dice, people, steps));
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

/// The round's instants in order, with walks and answers around each.
fn round_acts(dice: &mut Dice, people: usize, steps: u32) -> Vec<Start> {
    let mut acts = Vec::new();
    for stage in 0..ROUND.len() {
        let at = steps * (2 + u32::try_from(stage).unwrap_or(0)) / 8 + dice.below(steps / 20);
        let millis = if dice.one_in(3) { 60_000 } else { i64::from(dice.below(30)) - 20 };
        acts.push(Start { step: at, process: 0, act: Act::Leap { stage, millis } });
        for _ in 0..=dice.below(4) {
            acts.push(Start { step: at + dice.below(12), process: dice.index(PROCESSES), act: Act::Walk });
        }
        for _ in 0..dice.below(5) {
            let act = Act::Reconfirm { person: dice.index(people), coming: !dice.one_in(3), twice: dice.one_in(4) };
            acts.push(Start { step: at + dice.below(steps / 10), process: dice.index(PROCESSES), act });
        }
    }
    acts
}

fn register(dice: &mut Dice, person: usize) -> Act {
    Act::Register {
        person,
        key: (!dice.one_in(3)).then(|| dice.below(2)),
        shouting: dice.one_in(3),
        online: dice.one_in(5),
        invited: dice.one_in(4),
        twice: dice.one_in(4),
    }
}

fn answer(dice: &mut Dice, people: usize) -> Act {
    let how = match dice.below(8) {
        0 => Answer::Leave,
        1 | 2 => Answer::Decline,
        _ => Answer::Accept,
    };
    Act::Answer { person: dice.index(people), offered: !dice.one_in(4), how, twice: dice.one_in(4) }
}

/// Acts of a world in which people wait.
fn wait(dice: &mut Dice, people: usize) -> Act {
    let person = dice.index(people);
    match dice.below(100) {
        0..45 => Act::Join {
            person,
            key: (!dice.one_in(3)).then(|| dice.below(2)),
            shouting: dice.one_in(3),
            first_time: dice.one_in(3),
            twice: dice.one_in(4),
        },
        45..74 => answer(dice, people),
        74..82 => Act::Move { person, class: dice.index(CLASSES.len()) },
        82..88 => Act::Wake { mail: false },
        _ => Act::Jump {
            reminder: dice.one_in(3),
            // Around the very instant, or well after it.
            millis: if dice.one_in(4) { 60_000 } else { i64::from(dice.below(30)) - 24 },
        },
    }
}

fn act(dice: &mut Dice, people: usize) -> Act {
    let person = dice.index(people);
    match dice.below(100) {
        0..44 => register(dice, person),
        44..61 => Act::Cancel { person, twice: dice.one_in(4) },
        61..69 => Act::Change { person, online: dice.one_in(2) },
        69..73 => Act::Link { person },
        73..83 => {
            // A `resize_id` names one wish: what it asks for follows from it.
            let (pool, id) = (dice.index(POOLS.len()), dice.below(6));
            Act::Resize { pool, target: 1 + (u64::from(id) * 5 + pool as u64 * 3) % 8, id }
        }
        83..89 => Act::Invite { person, twice: dice.one_in(4) },
        89..91 => Act::Revoke { person },
        91..94 => Act::Put { name: dice.below(3) },
        94..97 => Act::Wait { millis: i64::from(dice.below(20_000)) },
        _ => Act::Wake { mail: dice.one_in(2) },
    }
}
