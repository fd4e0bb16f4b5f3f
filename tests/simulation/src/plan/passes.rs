//! The world of every seed before others are drawn on top: passes, the waitlist, and a campaign in some.

use std::collections::BTreeMap;

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

use super::{Act, Answer, CLASSES, CampaignPlan, Dice, POOLS, PROCESSES, Plan, ROUND, Start, World};
use crate::fault::Fault;

impl Plan {
    /// The plan of a seed in which no addresses are linked.
    pub(super) fn drawn(seed: u64, steps: u32) -> Self {
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
            confirm_minutes: None,
            erases: false,
            no_shows: None,
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

pub(super) fn register(dice: &mut Dice, person: usize) -> Act {
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
