//! The campaign "Are you still coming?": asks every holder of an in-person pass once and reminds people without an
//! answer. At the end it keeps or returns the passes of silent holders.
//!
//! A campaign consists of a few instants, each with a scan of all registrations. The action for a registration depends
//! only on the registration and the scan's instant ([`step_due`]). So a repeated, late or interrupted scan asks each
//! person exactly once.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::conference::{Attendance, ReconfirmationPolicy, Silence};
use crate::registration::Registration;

pub mod state;

pub use state::{Reconfirmation, ReconfirmationState};

/// A scan reads an eventually consistent index. The first and the last scan run again after this time.
pub const AGAIN: SignedDuration = SignedDuration::from_mins(15);

/// Counters of answers. They only grow, so that concurrent answers can be added without conflict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// People who answered yes first.
    #[serde(default)]
    pub yes: u64,
    /// People who answered no first.
    #[serde(default)]
    pub no: u64,
    /// People who changed from yes to no.
    #[serde(default)]
    pub changed: u64,
    /// Silent people whose pass was returned at the end.
    #[serde(default)]
    pub returned: u64,
}

/// The counter of [`Answers`] that a change increases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// [`Answers::yes`]
    Yes,
    /// [`Answers::no`]
    No,
    /// [`Answers::changed`]
    Changed,
    /// [`Answers::returned`]
    Returned,
}

impl Counter {
    /// The stored attribute's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Changed => "changed",
            Self::Returned => "returned",
        }
    }
}

/// The figures for organizers. Invariant: `asked = yes + no + silent + returned`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    pub asked: u64,
    pub yes: u64,
    pub no: u64,
    /// People without an answer; after the end, people who kept their pass.
    pub silent: u64,
    /// People whose pass was returned because they did not answer.
    pub returned: u64,
}

impl Figures {
    /// Computes the figures from the counters.
    pub fn of(asked: u64, answers: Answers) -> Self {
        let Answers { yes, no, changed, returned } = answers;
        let silent = asked.saturating_sub(yes + no + returned);
        Self { asked, yes: yes.saturating_sub(changed), no: no + changed, silent, returned }
    }
}

/// An edition's campaign in force. An organizer can bring an instant forward or pause it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// People who have held an in-person pass since before this instant are asked.
    pub ask_at: Timestamp,
    /// When silent holders are reminded.
    #[serde(default)]
    pub reminders_at: Vec<Timestamp>,
    /// The first instant at which an answer is too late.
    pub answer_by: Timestamp,
    pub silence: Silence,
    /// Paused by an organizer, or no longer in the definition.
    #[serde(default)]
    pub paused: bool,
    /// The scan in progress.
    #[serde(default, rename = "walk", skip_serializing_if = "Option::is_none")]
    pub scan: Option<Scan>,
    /// The instant of the last completed scan.
    #[serde(default, rename = "walked_at", skip_serializing_if = "Option::is_none")]
    pub scanned_at: Option<Timestamp>,
    #[serde(default)]
    pub asked: u64,
    /// Version for optimistic locking: a write succeeds only on the version that was read.
    pub rev: u64,
}

/// The progress of a scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// The instant that decides the actions.
    pub at: Timestamp,
    /// The part of the index that it reads, from 0.
    pub part: u32,
    /// The last entry of that part that was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// An instant of a campaign, for organizers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Ask,
    /// A reminder, counted from 0.
    Remind(usize),
    End,
}

impl Campaign {
    /// The campaign for a policy. Earlier questions stay valid, so counts and answers continue.
    pub fn planned(policy: &ReconfirmationPolicy, before: Option<&Self>) -> Self {
        let mut reminders_at: Vec<_> = policy.reminders.iter().map(|r| r.from(policy.answer_by.at)).collect();
        reminders_at.sort_unstable();
        Self {
            ask_at: policy.ask_at.at,
            reminders_at,
            answer_by: policy.answer_by.at,
            silence: policy.silence,
            paused: false,
            scan: None,
            scanned_at: None,
            asked: before.map_or(0, |campaign| campaign.asked),
            rev: before.map_or(0, |campaign| campaign.rev + 1),
        }
    }

    /// Pauses it until it is planned again or resumed.
    #[must_use]
    pub fn held_back(&self) -> Self {
        Self { paused: true, rev: self.rev + 1, ..self.clone() }
    }

    /// Brings a stage forward to `now`; `None` for a past stage, and for the end, because people know its date.
    pub fn brought_forward(&self, stage: Stage, now: Timestamp) -> Option<Self> {
        let mut after = Self { rev: self.rev + 1, ..self.clone() };
        let instant = match stage {
            Stage::Ask => &mut after.ask_at,
            Stage::Remind(number) if now > self.ask_at => after.reminders_at.get_mut(number)?,
            Stage::Remind(_) | Stage::End => return None,
        };
        if *instant <= now || now >= self.answer_by {
            return None;
        }
        *instant = now;
        Some(after)
    }

    /// The instants of scans, in order. A later scan finds entries that were missing in the index at an earlier one.
    fn instants(&self) -> Vec<Timestamp> {
        let again = |at: Timestamp| at.checked_add(AGAIN).unwrap_or(at);
        let mut instants = self.reminders_at.clone();
        instants.extend([self.ask_at, again(self.ask_at), self.answer_by, again(self.answer_by)]);
        instants.sort_unstable();
        instants
    }

    /// The time of the next work: at once while a scan is in progress, else at the next instant. `None` while paused.
    pub fn due_at(&self) -> Option<Timestamp> {
        if self.paused {
            return None;
        }
        if let Some(scan) = &self.scan {
            return Some(scan.at);
        }
        self.instants().into_iter().find(|at| self.scanned_at.is_none_or(|scanned| *at > scanned))
    }

    /// The scan to run at `now`: the one in progress, or a new one if an instant is due.
    pub fn scan_at(&self, now: Timestamp) -> Option<Scan> {
        self.due_at().filter(|due| *due <= now)?;
        Some(self.scan.clone().unwrap_or(Scan { at: now, part: 0, after: None }))
    }

    /// Records a part of a scan. `next` is where it continues; `None` at its end.
    #[must_use]
    pub fn scanned(&self, scan: &Scan, next: Option<Scan>, asked: u64) -> Self {
        let scanned_at = if next.is_none() { Some(scan.at) } else { self.scanned_at };
        Self { scan: next, scanned_at, asked: self.asked + asked, rev: self.rev + 1, ..self.clone() }
    }

    /// Whether an answer is too late, because the pass returns to the waitlist or already has.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.silence == Silence::Return && now >= self.answer_by && !self.paused
    }

    /// The number of reminders due at an instant.
    fn reminders_by(&self, at: Timestamp) -> u32 {
        u32::try_from(self.reminders_at.iter().filter(|reminder| **reminder <= at).count()).unwrap_or(u32::MAX)
    }

    /// The next reminder after an instant.
    pub fn next_reminder(&self, at: Timestamp) -> Option<(usize, Timestamp)> {
        self.reminders_at.iter().copied().enumerate().find(|(_, reminder)| *reminder > at)
    }
}

/// The action for one registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send the question, and store this state.
    Ask(Reconfirmation),
    /// Send the reminder with this number, counted from 1, and store this state.
    Remind(Reconfirmation, u32),
    /// Confirm that they keep the pass, and store this state.
    Keep(Reconfirmation),
    /// Return the pass to the waitlist.
    Return,
}

/// Decides the action for a registration in a scan at an instant.
pub fn step_due(campaign: &Campaign, registration: &Registration, at: Timestamp) -> Option<Step> {
    let comes = registration.is_confirmed() && registration.attendance == Attendance::InPerson;
    if !comes {
        return None;
    }
    let Some(known) = &registration.reconfirmation else {
        let concerns = registration.comes_since() < campaign.ask_at && campaign.ask_at <= at && at < campaign.answer_by;
        let state = ReconfirmationState::Asked { reminded: campaign.reminders_by(at) };
        return concerns.then_some(Step::Ask(Reconfirmation { asked_at: at, state }));
    };
    let ReconfirmationState::Asked { reminded } = known.state else { return None };
    if at >= campaign.answer_by {
        return Some(match campaign.silence {
            Silence::Keep => {
                let state = ReconfirmationState::Kept { ended_at: at };
                Step::Keep(Reconfirmation { state, ..known.clone() })
            }
            Silence::Return => Step::Return,
        });
    }
    let due = campaign.reminders_by(at);
    (due > reminded).then(|| {
        let state = ReconfirmationState::Asked { reminded: due };
        Step::Remind(Reconfirmation { state, ..known.clone() }, due)
    })
}

impl Registration {
    /// The time since which it is an in-person pass.
    pub fn comes_since(&self) -> Timestamp {
        self.in_person_since.unwrap_or(self.registered_at)
    }

    /// Records a yes. Returns the registration and the counter to increase; `None` if they were not asked.
    pub fn coming(&self, now: Timestamp) -> Option<(Self, Option<Counter>)> {
        let known = self.reconfirmation.as_ref()?;
        if !known.state.is_silent() {
            return Some((self.clone(), None));
        }
        let state = ReconfirmationState::Coming { answered_at: now };
        let reconfirmation = Some(Reconfirmation { state, ..known.clone() });
        Some((Self { reconfirmation, ..self.clone() }, Some(Counter::Yes)))
    }

    /// Records a no, or (`silent`) no answer until the end. Returns the counter to increase.
    pub fn not_coming(&mut self, now: Timestamp, silent: bool) -> Option<Counter> {
        let known = self.reconfirmation.as_mut()?;
        let counter = match known.state {
            ReconfirmationState::Asked { .. } if silent => Counter::Returned,
            ReconfirmationState::Asked { .. } | ReconfirmationState::Kept { .. } => Counter::No,
            ReconfirmationState::Coming { .. } => Counter::Changed,
            ReconfirmationState::NotComing { .. } | ReconfirmationState::Returned { .. } => return None,
        };
        known.state = if counter == Counter::Returned {
            ReconfirmationState::Returned { ended_at: now }
        } else {
            ReconfirmationState::NotComing { answered_at: now }
        };
        Some(counter)
    }
}

#[cfg(test)]
mod tests;
