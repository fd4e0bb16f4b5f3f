//! A plan: the world, everyone's acts and when they start, and the faults and their steps. All from a seed.

pub mod breakage;
pub mod calls;
pub mod doors;

use std::collections::BTreeMap;

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

use self::breakage::{BreakAct, Breakage};
use self::calls::{CallAct, Calls};
use self::doors::{DoorAct, Doors};
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

/// What a person does about their waitlist entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// They leave, offer or not.
    Leave,
    Accept,
    Decline,
}

/// What a person does.
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
    /// A person cancels their registration, if they know of any.
    Cancel {
        person: usize,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// A person changes between in-person and virtual attendance, if they have a registration.
    Change {
        person: usize,
        /// Whether they watch from now on.
        online: bool,
    },
    /// A person asks for their link again.
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
    /// An organizer sends the edition with another capacity of the first pool.
    Enlarge {
        capacity: u64,
    },
    /// An organizer invites a person to speak.
    Invite {
        person: usize,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// An organizer sends the edition again, under another name.
    Put {
        name: u32,
    },
    /// An organizer takes a person's invitation back, if they have one.
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
    /// A person leaves the waitlist, or answers an offer, if they know of their entry.
    Answer {
        person: usize,
        /// Whether the next person with an offer does it instead, if there is one.
        offered: bool,
        how: Answer,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// An organizer moves a person on the waitlist to another class, if they have joined.
    Move {
        person: usize,
        /// Which of [`CLASSES`].
        class: usize,
    },
    /// A person asks to link another's address with theirs, or continues once the mail is there.
    LinkAddress {
        person: usize,
        other: usize,
    },
    /// A person takes another's address away again.
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
    /// A person says whether they still come, if they have a registration.
    Reconfirm {
        person: usize,
        coming: bool,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// Time passes until about an instant of the campaign, if that is still to come.
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
    Scan,
    /// Something about a call, a decision or a BoF.
    Calls(CallAct),
    /// An item breaks, or something happens in the other edition.
    Breaks(BreakAct),
    /// Something at the door.
    Door(DoorAct),
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
            Self::Enlarge { .. } => "enlarge",
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
            Self::Door(act) => act.kind(),
            Self::Wake { .. }
            | Self::Wait { .. }
            | Self::Jump { .. }
            | Self::Leap { .. }
            | Self::Breaks(_)
            | Self::Scan
            | Self::End => "none",
        }
    }
}

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

impl Plan {
    /// The plan of a seed.
    pub fn from_seed(seed: u64, steps: u32) -> Self {
        let breaks = (BREAKING..DOORS).contains(&seed);
        let calls = (CALLS..ENDING).contains(&seed) || (breaks && seed % 2 == 1);
        // A call's season is longer.
        let steps = if calls { steps * 3 / 2 } else { steps };
        let mut plan = Self::drawn(seed % LINKING, steps);
        if seed >= DOORS {
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

    /// Sells out, raises, and sells out again: people register around each raise and no registration is cancelled. In
    /// one world of three some join the waitlist while a raise is under way.
    fn raise(&mut self) {
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

    /// Lets people link addresses while they register, wait and accept with both.
    fn link(&mut self) {
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

    /// The plan of a seed in which no addresses are linked.
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
        // Separate dice, so that worlds without a campaign stay the same as before campaigns were added.
        let mut campaign_dice = Dice(ChaCha8Rng::seed_from_u64(seed ^ 0x726f_756e_6473));
        let long = closes_after > ROUND[3] + 3600;
        let campaign = (campaign_dice.one_in(3) && long).then(|| CampaignPlan { keep: campaign_dice.one_in(2) });
        let world = World {
            people,
            capacities,
            closes_after,
            offer_hours,
            quiet: dice.one_in(4),
            campaign,
            calls: None,
            ends: false,
            breakage: None,
            raises: false,
            doors: None,
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
            // People answer at that very moment, and the workflow runs, or not.
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
        if world.campaign.is_some() {
            acts.extend(campaign_acts(&mut campaign_dice, people, steps));
        }
        acts.sort_by_key(|start| start.step);
        let mut faults = BTreeMap::new();
        // One world in eight has none; in the others each kind has its own rate.
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

/// The campaign's instants in order, with scans and answers around each.
fn campaign_acts(dice: &mut Dice, people: usize, steps: u32) -> Vec<Start> {
    let mut acts = Vec::new();
    for stage in 0..ROUND.len() {
        let at = steps * (2 + u32::try_from(stage).unwrap_or(0)) / 8 + dice.below(steps / 20);
        let millis = if dice.one_in(3) { 60_000 } else { i64::from(dice.below(30)) - 20 };
        acts.push(Start { step: at, process: 0, act: Act::Leap { stage, millis } });
        for _ in 0..=dice.below(4) {
            acts.push(Start { step: at + dice.below(12), process: dice.index(PROCESSES), act: Act::Scan });
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
            // A `resize_id` names one request: what it asks for follows from it.
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
