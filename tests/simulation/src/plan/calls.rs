//! Worlds with a call for proposals and with slots for BoFs: what people, the track's lead and the workflows do there.

use super::{Act, Dice, PROCESSES, Start, World, register};

/// The call and the slots of such a world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calls {
    /// Seconds after the start at which the call closes.
    pub closes_after: i64,
    /// Seconds after the start to which its lead moves the close, if they do.
    pub extended_to: Option<i64>,
    /// Proposals that one person may have submitted at a time.
    pub limit: Option<u64>,
    /// Slots for BoFs: the first two at the same time.
    pub slots: usize,
}

/// Seconds before the close at which people are reminded: an hour, ten minutes.
pub const REMINDERS: [i64; 2] = [3600, 600];

/// What a lead decides: the last takes a decision back.
pub const DECISIONS: [&str; 4] = ["accepted", "standby", "rejected", "undecided"];

/// A workflow of these worlds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// `close-cfps`
    Close,
    /// `send-reminders`
    Remind,
    /// `release-decisions`
    Release,
}

/// What a person does about a proposal, a decision or a BoF. `number` names one of a person's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallAct {
    /// A person proposes something: a draft, or submitted at once if the number is odd.
    Propose {
        person: usize,
        number: u32,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// A person changes their proposal, in the version that they see.
    Edit {
        person: usize,
        number: u32,
        /// What it is called from now on.
        words: u32,
        /// Whether they submit it with that.
        submit: bool,
    },
    /// A person submits their proposal.
    Submit {
        person: usize,
        number: u32,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// A person withdraws their proposal.
    Withdraw {
        person: usize,
        number: u32,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// A person who is named as a speaker says whether they speak.
    Speak { of: usize, number: u32, yes: bool },
    /// A person reads a proposal, their own or another's.
    Read { person: usize, of: usize, number: u32 },
    /// A person says whether they come, after an acceptance.
    Say {
        person: usize,
        number: u32,
        yes: bool,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// A person asks for reminders of the call.
    Watch { person: usize },
    Decide {
        of: usize,
        number: u32,
        /// Which of [`DECISIONS`].
        decision: usize,
    },
    /// The lead releases the decisions.
    Release {
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// The lead moves the close.
    Extend,
    /// A person proposes a BoF.
    Bof {
        person: usize,
        number: u32,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// A person cancels a BoF.
    CallOff {
        person: usize,
        number: u32,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// A workflow runs, in whichever process it is woken.
    Run { job: Job },
    /// Time passes until about an instant of the call, if that is still to come and little is under way.
    Near {
        /// Which of [`Calls::instants`].
        which: usize,
        /// So many milliseconds later, or sooner.
        millis: i64,
    },
}

/// The second speaker of every third proposal.
pub fn with(person: usize, number: u32, people: usize) -> Option<usize> {
    (number.is_multiple_of(3) && people > 1).then_some((person + 1) % people)
}

impl Calls {
    /// Seconds after the start at which something happens: the reminders, the close, the later close.
    pub fn instants(&self) -> Vec<i64> {
        let before = REMINDERS.iter().map(|before| self.closes_after - before);
        before.chain([self.closes_after]).chain(self.extended_to).collect()
    }

    /// A world's call, drawn.
    fn drawn(dice: &mut Dice) -> Self {
        let closes_after = 5400 + i64::from(dice.below(1800));
        Self {
            closes_after,
            extended_to: dice.one_in(3).then(|| closes_after + 1200 + i64::from(dice.below(1800))),
            limit: dice.one_in(3).then_some(1),
            slots: 1 + dice.index(3),
        }
    }
}

impl CallAct {
    /// In a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Propose { .. } => "propose",
            Self::Edit { .. } => "edit",
            Self::Submit { .. } => "submit",
            Self::Withdraw { .. } => "withdraw",
            Self::Speak { .. } => "speak",
            Self::Read { .. } => "read",
            Self::Say { yes: true, .. } => "confirm",
            Self::Say { yes: false, .. } => "decline to come",
            Self::Watch { .. } => "watch",
            Self::Decide { .. } => "decide",
            Self::Release { .. } => "release",
            Self::Extend => "extend",
            Self::Bof { .. } => "propose a BoF",
            Self::CallOff { .. } => "call a BoF off",
            Self::Run { .. } | Self::Near { .. } => "none",
        }
    }

    /// Whether the request is sent to two processes at once.
    pub fn is_twice(&self) -> bool {
        match *self {
            Self::Propose { twice, .. }
            | Self::Submit { twice, .. }
            | Self::Withdraw { twice, .. }
            | Self::Say { twice, .. }
            | Self::Release { twice }
            | Self::Bof { twice, .. }
            | Self::CallOff { twice, .. } => twice,
            _ => false,
        }
    }

    /// The proposal that it is about: whose, and which of theirs.
    pub fn proposal(&self) -> Option<(usize, u32)> {
        match *self {
            Self::Propose { person: of, number, .. }
            | Self::Edit { person: of, number, .. }
            | Self::Submit { person: of, number, .. }
            | Self::Withdraw { person: of, number, .. }
            | Self::Say { person: of, number, .. }
            | Self::Speak { of, number, .. }
            | Self::Read { of, number, .. }
            | Self::Decide { of, number, .. } => Some((of, number)),
            _ => None,
        }
    }

    /// The BoF that it is about.
    pub fn bof(&self) -> Option<(usize, u32)> {
        match *self {
            Self::Bof { person, number, .. } | Self::CallOff { person, number, .. } => Some((person, number)),
            _ => None,
        }
    }

    /// Who does it; `None` if it is the lead, or no person at all.
    pub fn person(&self, people: usize) -> Option<usize> {
        match *self {
            Self::Speak { of, number, .. } => with(of, number, people),
            Self::Propose { person, .. }
            | Self::Edit { person, .. }
            | Self::Submit { person, .. }
            | Self::Withdraw { person, .. }
            | Self::Say { person, .. }
            | Self::Read { person, .. }
            | Self::Watch { person }
            | Self::Bof { person, .. }
            | Self::CallOff { person, .. } => Some(person),
            Self::Decide { .. } | Self::Release { .. } | Self::Extend | Self::Run { .. } | Self::Near { .. } => None,
        }
    }
}

/// Adds a call and slots to a drawn world, and leaves less of what was drawn in it, so that there is time for both.
pub(super) fn call(dice: &mut Dice, world: &mut World, acts: &mut Vec<Start>, steps: u32) {
    let calls = Calls::drawn(dice);
    world.closes_after = 40 * 24 * 3600;
    world.campaign = None;
    // To propose a BoF, a person must attend: there is room for half of them.
    world.capacities[0] = world.capacities[0].max(world.people as u64 / 2);
    // A lead's new close and an organizer's definition with the old one would only undo each other.
    let keeps = |act: &Act| match act {
        Act::Leap { .. } | Act::Scan | Act::End | Act::Release { .. } | Act::Reconfirm { .. } | Act::Wait { .. } => {
            false
        }
        Act::Put { .. } => calls.extended_to.is_none(),
        _ => true,
    };
    acts.retain(|start| keeps(&start.act) && dice.one_in(6));
    // Hours that pass before the call closes would pass over it.
    for start in acts.iter_mut().filter(|start| matches!(start.act, Act::Jump { .. })) {
        start.step = start.step.max(steps * 5 / 6);
    }
    let people = world.people;
    let mut add = |step: u32, act: Act, dice: &mut Dice| {
        acts.push(Start { step, process: dice.index(PROCESSES), act });
    };
    for person in 0..people {
        let act = register(dice, person);
        add(dice.below(steps / 6), act, dice);
        // Two in three submit at once, and speak alone or with another.
        let number = [1, 1, 3, 3, 0, 2][dice.index(6)];
        let act = Act::Calls(CallAct::Propose { person, number, twice: dice.one_in(3) });
        add(dice.below(steps / 5), act, dice);
    }
    for (which, _) in calls.instants().iter().enumerate() {
        let at = steps * (3 + 2 * u32::try_from(which).unwrap_or(0)) / 12 + dice.below(steps / 24);
        let millis = if dice.one_in(4) { 60_000 } else { i64::from(dice.below(40)) - 25 };
        add(at, Act::Calls(CallAct::Near { which, millis }), dice);
        for _ in 0..=dice.below(3) {
            let job = if which < REMINDERS.len() { Job::Remind } else { Job::Close };
            add(at + dice.below(12), Act::Calls(CallAct::Run { job }), dice);
        }
        for _ in 0..(2 + dice.below(4)) {
            let (act, step) = (about_a_proposal(dice, people), at + dice.below(16));
            add(step, Act::Calls(act), dice);
        }
        if which + 1 == REMINDERS.len() && calls.extended_to.is_some() {
            add(at + dice.below(steps / 4), Act::Calls(CallAct::Extend), dice);
        }
    }
    for _ in 0..(people + dice.index(12)) {
        let (act, step) = (about_a_proposal(dice, people), dice.below(steps * 5 / 6));
        add(step, Act::Calls(act), dice);
    }
    // A lead decides on several and releases them; the workflow runs soon after, in two places now and then.
    for _ in 0..(2 + dice.below(3)) {
        let at = steps / 4 + dice.below(steps * 3 / 5);
        for _ in 0..=dice.below(4) {
            let decision = if dice.one_in(2) { 0 } else { dice.index(DECISIONS.len()) };
            let act = CallAct::Decide { of: dice.index(people), number: one_of_theirs(dice), decision };
            add(at + dice.below(steps / 12), Act::Calls(act), dice);
        }
        let released = at + steps / 20 + dice.below(steps / 12);
        add(released, Act::Calls(CallAct::Release { twice: dice.one_in(3) }), dice);
        for _ in 0..=dice.below(3) {
            add(released + 6 + dice.below(20), Act::Calls(CallAct::Run { job: Job::Release }), dice);
        }
        for _ in 0..dice.below(5) {
            let (person, number) = (dice.index(people), one_of_theirs(dice));
            let act = CallAct::Say { person, number, yes: !dice.one_in(3), twice: dice.one_in(3) };
            add(released + 20 + dice.below(steps / 8), Act::Calls(act), dice);
        }
    }
    if dice.one_in(3) {
        let of = dice.index(people);
        for (at, act) in taken_back(dice, of) {
            add(steps / 8 + at * steps / 40 + dice.below(steps / 80), Act::Calls(act), dice);
        }
    }
    for _ in 0..(2 + people + dice.index(4)) {
        let (person, number, twice) = (dice.index(people), dice.below(3), dice.one_in(3));
        let act = if dice.one_in(4) {
            CallAct::CallOff { person, number, twice }
        } else {
            CallAct::Bof { person, number, twice }
        };
        add(steps / 10 + dice.below(steps * 4 / 5), Act::Calls(act), dice);
    }
    for _ in 0..(3 + dice.below(5)) {
        let job = [Job::Close, Job::Remind, Job::Release][dice.index(3)];
        add(dice.below(steps), Act::Calls(CallAct::Run { job }), dice);
        add(dice.below(steps), Act::Wake { mail: dice.one_in(2) }, dice);
    }
    acts.sort_by_key(|start| start.step);
    world.calls = Some(calls);
}

/// A decision is released, and the proposal withdrawn before or after the mail is queued. Then it is submitted again,
/// maybe decided again, and released.
fn taken_back(dice: &mut Dice, of: usize) -> Vec<(u32, CallAct)> {
    let (person, number, decision) = (of, 1, dice.index(2));
    let mut acts = vec![
        (0, CallAct::Propose { person, number, twice: false }),
        (2, CallAct::Decide { of, number, decision }),
        (4, CallAct::Release { twice: false }),
        (6, CallAct::Withdraw { person, number, twice: false }),
        (8, CallAct::Submit { person, number, twice: false }),
        (12, CallAct::Release { twice: false }),
    ];
    acts.push((if dice.one_in(2) { 5 } else { 7 }, CallAct::Run { job: Job::Release }));
    if dice.one_in(2) {
        acts.push((10, CallAct::Decide { of, number, decision }));
    }
    acts
}

/// Mostly one that is submitted at once.
fn one_of_theirs(dice: &mut Dice) -> u32 {
    [0, 1, 1, 1, 2, 3, 3, 3][dice.index(8)]
}

fn about_a_proposal(dice: &mut Dice, people: usize) -> CallAct {
    let (person, number, twice) = (dice.index(people), one_of_theirs(dice), dice.one_in(4));
    match dice.below(20) {
        0..5 => CallAct::Propose { person, number, twice },
        5..8 => CallAct::Edit { person, number, words: dice.below(3), submit: dice.one_in(3) },
        8..11 => CallAct::Submit { person, number, twice },
        11..13 => CallAct::Withdraw { person, number, twice },
        13..15 => CallAct::Speak { of: person, number: if dice.one_in(3) { 0 } else { 3 }, yes: !dice.one_in(4) },
        15..19 => {
            CallAct::Read { person: if dice.one_in(3) { dice.index(people) } else { person }, of: person, number }
        }
        _ => CallAct::Watch { person },
    }
}
