//! The pass ledger, offers and the outbox as a model: every order of every step of three people who want two passes
//! and of two workflow processes that can die between any two calls. The decisions are the product's own
//! (`domain::pass::Ledger`, `domain::mail::claim`); what the model adds is everything that can happen in between.
//!
//! The offers are modelled ahead of the waitlist's code: with the guard that its promotion needs, and without it, to
//! show what would go wrong.

use std::collections::BTreeSet;

use domain::mail::{CLAIM_LASTS, Claim, MailState, claim};
use domain::pass::{Ledger, Move};
use jiff::Timestamp;
use stateright::{Checker, Model, Property};

const PEOPLE: usize = 3;
const PASSES: u64 = 2;
const WORKFLOWS: usize = 2;

/// What the model assumes of the promotion.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Rules {
    /// Whether reopening is refused when a person has joined since the queue was read.
    reopening_sees_joins: bool,
    /// Deaths of a process in one course of events.
    crashes: u8,
}

/// Free, returned, held, taken: a [`Ledger`] that can be hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Passes(u64, u64, u64, u64);

impl Passes {
    fn apply(self, step: Move) -> Option<Self> {
        let Self(free, returned, held, taken) = self;
        let ledger = Ledger { capacity: free + returned + held + taken, free, returned, held, taken };
        let Ledger { free, returned, held, taken, .. } = ledger.apply(step).ok()?;
        Some(Self(free, returned, held, taken))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Person {
    New,
    Waiting,
    Offered,
    Confirmed,
    Cancelled,
    Declined,
}

/// The confirmation that is queued for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Confirmation {
    NotQueued,
    Queued,
    /// `lasts` while the process that claimed it can still be at work.
    Claimed {
        doubts: u32,
        lasts: bool,
    },
    Sent,
    Failed,
}

impl Confirmation {
    /// What `domain::mail` decides about it.
    fn claim(self) -> Claim {
        let now = Timestamp::UNIX_EPOCH;
        let state = match self {
            Self::NotQueued => return Claim::Leave,
            Self::Queued => MailState::Queued,
            Self::Claimed { doubts, lasts } => {
                MailState::Claimed { until: if lasts { now + CLAIM_LASTS } else { now }, doubts }
            }
            Self::Sent => MailState::Sent { sent_at: now, message_id: String::new() },
            Self::Failed => MailState::Failed { failed_at: now, error: String::new() },
        };
        claim(&state, 0, now)
    }
}

/// What a workflow process is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Workflow {
    Idle,
    /// It has read this many `returned` passes and this head of the queue.
    Promoting {
        returned: u64,
        next: Option<usize>,
        joins: u8,
    },
    /// It has claimed a mail and has not handed it over.
    Claimed(usize),
    /// The service took the mail, and that is not noted.
    HandedOver(usize),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State {
    ledger: Passes,
    people: [Person; PEOPLE],
    /// Who waits, by time of joining.
    queue: Vec<usize>,
    joins: u8,
    mails: [Confirmation; PEOPLE],
    /// How often the service took each mail.
    handed_over: [u8; PEOPLE],
    /// How often a process died between the service's acceptance and the note.
    lost_notes: [u8; PEOPLE],
    workflows: [Workflow; WORKFLOWS],
    crashes: u8,
    /// Whether a person has registered again after cancelling: once in a course of events, to keep it finite.
    again: bool,
    /// A person who had not waited got a returned pass, past a person who had.
    jumped: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Register(usize),
    Join(usize),
    Cancel(usize),
    Accept(usize),
    Lapse(usize),
    ReadReturned(usize),
    Promote(usize),
    ClaimMail(usize, usize),
    HandOver(usize),
    NoteMail(usize),
    Crash(usize),
    ClaimEnds(usize),
}

impl State {
    fn confirm(&mut self, person: usize) {
        self.people[person] = Person::Confirmed;
        // The mail of a second registration is another obligation, which adds nothing here.
        if self.mails[person] == Confirmation::NotQueued {
            self.mails[person] = Confirmation::Queued;
        }
    }

    fn at_work_on(&self, mail: usize) -> bool {
        self.workflows.iter().any(|w| *w == Workflow::Claimed(mail) || *w == Workflow::HandedOver(mail))
    }

    /// One transaction of the promotion: an offer to the next in line, or back on sale.
    fn promote(&mut self, rules: Rules, workflow: usize) -> Option<()> {
        let Workflow::Promoting { returned, next, joins } = self.workflows[workflow] else { return None };
        self.workflows[workflow] = Workflow::Idle;
        let guards = self.ledger.1 == returned;
        match next {
            // Guarded by the entry still waiting and by there being a returned pass.
            Some(person) if self.people[person] == Person::Waiting && self.ledger.1 > 0 => {
                self.ledger = self.ledger.apply(Move::Hold(1))?;
                self.people[person] = Person::Offered;
                self.queue.retain(|waiting| *waiting != person);
            }
            None if guards && (!rules.reopening_sees_joins || self.joins == joins) => {
                self.ledger = self.ledger.apply(Move::Reopen(returned))?;
            }
            // A guard refused: nothing was written, and the work is still due.
            _ => {}
        }
        Some(())
    }
}

impl Model for Rules {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State {
            ledger: Passes(PASSES, 0, 0, 0),
            people: [Person::New; PEOPLE],
            queue: Vec::new(),
            joins: 0,
            mails: [Confirmation::NotQueued; PEOPLE],
            handed_over: [0; PEOPLE],
            lost_notes: [0; PEOPLE],
            workflows: [Workflow::Idle; WORKFLOWS],
            crashes: 0,
            again: false,
            jumped: false,
        }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        for person in 0..PEOPLE {
            match state.people[person] {
                Person::New if state.ledger.0 > 0 => actions.push(Action::Register(person)),
                Person::New => actions.push(Action::Join(person)),
                Person::Offered => actions.extend([Action::Accept(person), Action::Lapse(person)]),
                Person::Confirmed => actions.push(Action::Cancel(person)),
                Person::Cancelled if state.ledger.0 > 0 && !state.again => actions.push(Action::Register(person)),
                Person::Waiting | Person::Cancelled | Person::Declined => {}
            }
            let lasts = matches!(state.mails[person], Confirmation::Claimed { lasts: true, .. });
            // A claim outlives its process: it ends only when no process can be working on it.
            if lasts && !state.at_work_on(person) {
                actions.push(Action::ClaimEnds(person));
            }
        }
        for (number, workflow) in state.workflows.iter().enumerate() {
            match workflow {
                Workflow::Idle => {
                    if state.ledger.1 > 0 {
                        actions.push(Action::ReadReturned(number));
                    }
                    let due = (0..PEOPLE).filter(|mail| state.mails[*mail].claim() != Claim::Leave);
                    actions.extend(due.map(|mail| Action::ClaimMail(number, mail)));
                    continue;
                }
                Workflow::Promoting { .. } => actions.push(Action::Promote(number)),
                Workflow::Claimed(_) => actions.push(Action::HandOver(number)),
                Workflow::HandedOver(_) => actions.push(Action::NoteMail(number)),
            }
            if state.crashes < self.crashes {
                actions.push(Action::Crash(number));
            }
        }
    }

    fn next_state(&self, before: &State, action: Action) -> Option<State> {
        let mut state = before.clone();
        match action {
            Action::Register(person) => {
                state.ledger = state.ledger.apply(Move::Take)?;
                state.jumped |= !state.queue.is_empty();
                state.again |= state.people[person] == Person::Cancelled;
                state.confirm(person);
            }
            Action::Join(person) => {
                state.people[person] = Person::Waiting;
                state.queue.push(person);
                state.joins += 1;
            }
            Action::Cancel(person) => {
                state.ledger = state.ledger.apply(Move::Return)?;
                state.people[person] = Person::Cancelled;
            }
            Action::Accept(person) => {
                state.ledger = state.ledger.apply(Move::Accept)?;
                state.confirm(person);
            }
            Action::Lapse(person) => {
                state.ledger = state.ledger.apply(Move::Lapse(1))?;
                state.people[person] = Person::Declined;
            }
            Action::ReadReturned(workflow) => {
                let (returned, next) = (state.ledger.1, state.queue.first().copied());
                state.workflows[workflow] = Workflow::Promoting { returned, next, joins: state.joins };
            }
            Action::Promote(workflow) => state.promote(*self, workflow)?,
            Action::ClaimMail(workflow, mail) => match state.mails[mail].claim() {
                Claim::Take(MailState::Claimed { doubts, .. }) => {
                    state.mails[mail] = Confirmation::Claimed { doubts, lasts: true };
                    state.workflows[workflow] = Workflow::Claimed(mail);
                }
                Claim::GiveUp(_) => state.mails[mail] = Confirmation::Failed,
                Claim::Take(_) | Claim::Leave => return None,
            },
            Action::HandOver(workflow) => {
                let Workflow::Claimed(mail) = state.workflows[workflow] else { return None };
                state.handed_over[mail] += 1;
                state.workflows[workflow] = Workflow::HandedOver(mail);
            }
            Action::NoteMail(workflow) => {
                let Workflow::HandedOver(mail) = state.workflows[workflow] else { return None };
                state.mails[mail] = Confirmation::Sent;
                state.workflows[workflow] = Workflow::Idle;
            }
            Action::Crash(workflow) => {
                if let Workflow::HandedOver(mail) = state.workflows[workflow] {
                    state.lost_notes[mail] += 1;
                }
                state.workflows[workflow] = Workflow::Idle;
                state.crashes += 1;
            }
            Action::ClaimEnds(mail) => {
                let Confirmation::Claimed { doubts, .. } = state.mails[mail] else { return None };
                state.mails[mail] = Confirmation::Claimed { doubts, lasts: false };
            }
        }
        Some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("1: the ledger is closed and agrees with people", |_, state: &State| {
                let Passes(free, returned, held, taken) = state.ledger;
                let count = |wanted: Person| state.people.iter().filter(|p| **p == wanted).count();
                free + returned + held + taken == PASSES
                    && usize::try_from(taken) == Ok(count(Person::Confirmed))
                    && usize::try_from(held) == Ok(count(Person::Offered))
            }),
            Property::always("3: who waits waits once", |_, state: &State| {
                let waiting: BTreeSet<_> = state.queue.iter().collect();
                waiting.len() == state.queue.len()
                    && state.queue.iter().all(|person| state.people[*person] == Person::Waiting)
            }),
            Property::always("4: no one jumps the queue", |_, state: &State| !state.jumped),
            Property::always("8: each mail once, or twice where a note was lost", |_, state: &State| {
                (0..PEOPLE).all(|mail| state.handed_over[mail] <= 1 + state.lost_notes[mail].min(1))
            }),
            Property::eventually(
                "2: every pass is reallocated, and every mail is settled",
                |rules: &Self, state: &State| {
                    let mut actions = Vec::new();
                    rules.actions(state, &mut actions);
                    let by_itself = |action: &Action| !matches!(action, Action::Cancel(_));
                    !actions.iter().any(by_itself)
                        && state.ledger.1 == 0
                        && (0..PEOPLE).all(|mail| {
                            let written = matches!(state.mails[mail], Confirmation::Sent | Confirmation::Failed);
                            written || state.mails[mail] == Confirmation::NotQueued
                        })
                },
            ),
            Property::sometimes("a person who waited gets a pass", |_, state: &State| {
                state.joins > 0 && state.people.contains(&Person::Offered)
            }),
            Property::sometimes("a mail is handed over twice", |_, state: &State| state.handed_over.contains(&2)),
        ]
    }
}

fn check_every_order(crashes: u8) {
    let checker = Rules { reopening_sees_joins: true, crashes }.checker().threads(2).spawn_bfs().join();
    checker.assert_properties();
    assert!(checker.unique_state_count() > 10_000, "{} states", checker.unique_state_count());
    println!("{} states", checker.unique_state_count());
}

#[test]
fn every_promise_holds_in_every_order() {
    check_every_order(1);
}

#[test]
#[ignore = "takes long: .ci/run runs it"]
fn every_promise_holds_in_every_order_through_two_crashes() {
    check_every_order(2);
}

#[test]
fn reopening_that_does_not_see_a_join_lets_a_person_jump_the_queue() {
    let checker = Rules { reopening_sees_joins: false, crashes: 0 }.checker().threads(2).spawn_bfs().join();
    checker.assert_any_discovery("4: no one jumps the queue");
}
