//! "Are you still coming?": asked once of everybody who holds a pass to come, with reminders to those who are silent,
//! and ended as the edition says.
//!
//! A round is a few instants, and at each of them a walk over everybody who is registered. What a walk does about
//! somebody follows from their registration and the walk's instant alone ([`owed`]), so a walk that is repeated, late
//! or cut short asks nobody twice and forgets nobody.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::conference::Attendance;
use crate::instant::{Before, Deadline};
use crate::registration::Registration;

/// Reminders that an edition may have.
pub const REMINDERS_MAX: usize = 2;

/// A walk reads a list that may lag behind: the first and the last are made once more after this.
pub const AGAIN: SignedDuration = SignedDuration::from_mins(15);

/// How an edition asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReconfirmationPolicy {
    /// When everybody who holds a pass to come is asked.
    pub ask_at: Deadline,
    /// The first instant that is too late for an answer.
    pub answer_by: Deadline,
    /// Reminders to those who are silent, before `answer_by`, the earliest first.
    pub reminders: Vec<Before>,
    /// What it means to say nothing.
    pub silence: Silence,
}

/// What it means to say nothing until the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    Keep,
    /// The pass goes to whoever waits.
    Return,
}

impl Silence {
    /// The words of the definition and the API.
    pub const WORDS: &'static [(&'static str, Self)] = &[("keep", Self::Keep), ("return", Self::Return)];

    /// As in the definition.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Return => "return",
        }
    }
}

/// What has become of one registration in the round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconfirmation {
    /// When the question was owed.
    pub asked_at: Timestamp,
    #[serde(flatten)]
    pub state: ReconfirmationState,
}

/// What came of the question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum ReconfirmationState {
    Asked {
        /// Reminders whose time has come, whether or not one was needed.
        reminded: u32,
    },
    Coming {
        answered_at: Timestamp,
    },
    /// They do not come: they said so, cancelled, or take part online instead.
    NotComing {
        answered_at: Timestamp,
    },
    /// Nothing until the end, and the pass stayed theirs.
    Kept {
        ended_at: Timestamp,
    },
    /// Nothing until the end, and the pass went to whoever waits.
    Returned {
        ended_at: Timestamp,
    },
}

impl ReconfirmationState {
    /// As in the API.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Asked { .. } => "asked",
            Self::Coming { .. } => "coming",
            Self::NotComing { .. } => "not_coming",
            Self::Kept { .. } => "kept",
            Self::Returned { .. } => "returned",
        }
    }

    /// Whether nobody knows yet, during the round or after it.
    pub fn is_silent(&self) -> bool {
        matches!(self, Self::Asked { .. } | Self::Kept { .. })
    }
}

/// What is counted of the answers. Each only grows, so that two who answer at once need not meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Silent people who said that they come.
    #[serde(default)]
    pub yes: u64,
    /// Silent people who do not come.
    #[serde(default)]
    pub no: u64,
    /// People who had said that they come, and then do not.
    #[serde(default)]
    pub changed: u64,
    /// Silent people whose pass was returned at the end.
    #[serde(default)]
    pub returned: u64,
}

/// Which of [`Answers`] a change counts up.
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
    /// Its stored name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Changed => "changed",
            Self::Returned => "returned",
        }
    }
}

/// What organizers see of a round. `asked = yes + no + silent + returned` always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    pub asked: u64,
    pub yes: u64,
    pub no: u64,
    /// Who has said nothing; after the end they keep their pass.
    pub silent: u64,
    /// Whose pass went to whoever waits because they said nothing.
    pub returned: u64,
}

impl Figures {
    /// The figures of what was counted.
    pub fn of(asked: u64, answers: Answers) -> Self {
        let Answers { yes, no, changed, returned } = answers;
        let silent = asked.saturating_sub(yes + no + returned);
        Self { asked, yes: yes.saturating_sub(changed), no: no + changed, silent, returned }
    }
}

/// The round of an edition, as it is in force: an organizer may bring an instant forward or hold all of it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Who holds a pass to come since before this is asked.
    pub ask_at: Timestamp,
    /// When those who are silent are reminded.
    #[serde(default)]
    pub reminders_at: Vec<Timestamp>,
    /// The first instant that is too late for an answer.
    pub answer_by: Timestamp,
    /// What it means to say nothing.
    pub silence: Silence,
    /// Whether an organizer holds it back, or the edition does not ask any more.
    #[serde(default)]
    pub paused: bool,
    /// The walk that is under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub walk: Option<Scan>,
    /// The instant of the latest walk that came to its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub walked_at: Option<Timestamp>,
    #[serde(default)]
    pub asked: u64,
    /// Counts the writes; every one is made on the version it was decided on.
    pub rev: u64,
}

/// How far a walk has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// The instant that decides what is owed.
    pub at: Timestamp,
    /// Which part of the list it is in, from 0.
    pub part: u32,
    /// The entry of that part that it looked at last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// An instant of a round, for organizers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Ask,
    /// A reminder, from 0.
    Remind(usize),
    End,
}

impl Campaign {
    /// The round that a policy asks for. What was asked before stays asked: counts and answers go on.
    pub fn planned(policy: &ReconfirmationPolicy, before: Option<&Self>) -> Self {
        let mut reminders_at: Vec<_> = policy.reminders.iter().map(|r| r.from(policy.answer_by.at)).collect();
        reminders_at.sort_unstable();
        Self {
            ask_at: policy.ask_at.at,
            reminders_at,
            answer_by: policy.answer_by.at,
            silence: policy.silence,
            paused: false,
            walk: None,
            walked_at: None,
            asked: before.map_or(0, |round| round.asked),
            rev: before.map_or(0, |round| round.rev + 1),
        }
    }

    /// The same, not going on by itself until it is planned or let go again.
    #[must_use]
    pub fn held_back(&self) -> Self {
        Self { paused: true, rev: self.rev + 1, ..self.clone() }
    }

    /// The same with a stage brought forward to `now`; `None` for the end, which people were told, and for what has
    /// been already.
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

    /// The instants at which everybody is looked at, in order. Whoever was not in the list yet when it was first read
    /// is found at the next.
    fn instants(&self) -> Vec<Timestamp> {
        let again = |at: Timestamp| at.checked_add(AGAIN).unwrap_or(at);
        let mut instants = self.reminders_at.clone();
        instants.extend([self.ask_at, again(self.ask_at), self.answer_by, again(self.answer_by)]);
        instants.sort_unstable();
        instants
    }

    /// When there is something to do: at once while a walk is under way, else at the next instant; never while it is
    /// held back.
    pub fn due_at(&self) -> Option<Timestamp> {
        if self.paused {
            return None;
        }
        if let Some(walk) = &self.walk {
            return Some(walk.at);
        }
        self.instants().into_iter().find(|at| self.walked_at.is_none_or(|walked| *at > walked))
    }

    /// The walk to go on with at `now`: the one under way, or a new one if an instant has come.
    pub fn scan_at(&self, now: Timestamp) -> Option<Scan> {
        self.due_at().filter(|due| *due <= now)?;
        Some(self.walk.clone().unwrap_or(Scan { at: now, part: 0, after: None }))
    }

    /// The same after a part of a walk: `next` is where it goes on, `None` where it is at its end.
    #[must_use]
    pub fn walked(&self, walk: &Scan, next: Option<Scan>, asked: u64) -> Self {
        let walked_at = if next.is_none() { Some(walk.at) } else { self.walked_at };
        Self { walk: next, walked_at, asked: self.asked + asked, rev: self.rev + 1, ..self.clone() }
    }

    /// Whether an answer comes too late: the pass goes to whoever waits, whether or not that was done yet.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.silence == Silence::Return && now >= self.answer_by && !self.paused
    }

    /// Reminders whose time has come at an instant.
    fn reminders_by(&self, at: Timestamp) -> u32 {
        u32::try_from(self.reminders_at.iter().filter(|reminder| **reminder <= at).count()).unwrap_or(u32::MAX)
    }

    /// The first reminder that is still to come at an instant.
    pub fn next_reminder(&self, at: Timestamp) -> Option<(usize, Timestamp)> {
        self.reminders_at.iter().copied().enumerate().find(|(_, reminder)| *reminder > at)
    }
}

/// What is owed to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The question; the registration after it.
    Ask(Reconfirmation),
    /// Another reminder, of this number from 1; the registration after it.
    Remind(Reconfirmation, u32),
    /// The word that they keep their pass; the registration after it.
    Keep(Reconfirmation),
    /// Their pass goes to whoever waits.
    Return,
}

/// What a walk at an instant owes to whoever holds this registration.
pub fn owed(round: &Campaign, registration: &Registration, at: Timestamp) -> Option<Step> {
    let comes = registration.is_confirmed() && registration.attendance == Attendance::InPerson;
    if !comes {
        return None;
    }
    let Some(known) = &registration.reconfirmation else {
        let concerns = registration.comes_since() < round.ask_at && round.ask_at <= at && at < round.answer_by;
        let state = ReconfirmationState::Asked { reminded: round.reminders_by(at) };
        return concerns.then_some(Step::Ask(Reconfirmation { asked_at: at, state }));
    };
    let ReconfirmationState::Asked { reminded } = known.state else { return None };
    if at >= round.answer_by {
        return Some(match round.silence {
            Silence::Keep => {
                let state = ReconfirmationState::Kept { ended_at: at };
                Step::Keep(Reconfirmation { state, ..known.clone() })
            }
            Silence::Return => Step::Return,
        });
    }
    let due = round.reminders_by(at);
    (due > reminded).then(|| {
        let state = ReconfirmationState::Asked { reminded: due };
        Step::Remind(Reconfirmation { state, ..known.clone() }, due)
    })
}

impl Registration {
    /// Since when it is a pass to come.
    pub fn comes_since(&self) -> Timestamp {
        self.in_person_since.unwrap_or(self.registered_at)
    }

    /// The same after its holder said that they come, with what that counts; `None` where they were not asked.
    pub fn coming(&self, now: Timestamp) -> Option<(Self, Option<Counter>)> {
        let known = self.reconfirmation.as_ref()?;
        if !known.state.is_silent() {
            return Some((self.clone(), None));
        }
        let state = ReconfirmationState::Coming { answered_at: now };
        let reconfirmation = Some(Reconfirmation { state, ..known.clone() });
        Some((Self { reconfirmation, ..self.clone() }, Some(Counter::Yes)))
    }

    /// Notes that its holder does not come, or (`silent`) said nothing until the end; answers what that counts.
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
