//! Runs a plan: starts acts, answers one call at a time, moves the clock, kills processes, and has every step checked.

mod acts;
mod breaking;
mod checking;
mod doors;
mod erasures;
mod holds;
mod no_shows;
mod serve;
mod workflows;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context as Task, Poll, Wake, Waker};
use std::time::Duration;

use aws_sdk_dynamodb::config::retry::RetryPartition;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use context::{Clock, Context, KeyRing, Randomness, Settings, SigningKey};
use domain::person::EmailAddress;
use dynoxide::Database;
use jiff::{SignedDuration, Timestamp};
use plumbline::direct::Direct;
use plumbline::mail_service::{MailService, ses_config};
use plumbline::stack::TABLE;
use plumbline::table::{EmbeddedTable, dynamodb_config};
use plumbline::template::Template;
use store::Store;
use web::App;

use self::breaking::HadElsewhere;
use self::doors::Kept;
use self::workflows::Workflow;
use crate::book::Book;
use crate::bug::{Bug, Planted};
use crate::clock::VirtualClock;
use crate::damage::Key;
use crate::dump::Dump;
use crate::fault::Fault;
use crate::gate::{Answer, Call, Gate, Service};
use crate::plan::breakage::BreakAct;
use crate::plan::calls::CallAct;
use crate::plan::{Act, PROCESSES, Plan};
use crate::promises::{Broken, Line};
use crate::request::{ClientResponse, START};

/// What Lambda gives a request, in seconds of virtual time (`infra/template.yaml`).
const REQUEST_LASTS: SignedDuration = SignedDuration::from_secs(15);
/// What it gives a workflow.
const WORKFLOW_LASTS: SignedDuration = SignedDuration::from_secs(60);
/// How long a call whose sender is gone may still arrive.
const ORPHAN_LASTS: SignedDuration = SignedDuration::from_secs(5);
/// How often a client asks again.
const TRIES: u32 = 6;
/// Answers after which a run that does not come to rest is given up.
const SETTLE_STEPS: u32 = 60_000;
/// The number of runs of all workflows in which everything due must be done.
const SETTLE_ROUNDS: u32 = 200;

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Calls answered and waits ended.
    pub steps: u64,
    /// The first promise that was broken.
    pub broken: Option<Broken>,
    /// Who did what, in order.
    pub story: Vec<String>,
    /// Faults that happened, by kind.
    pub faults: BTreeMap<Fault, u64>,
    pub checks: BTreeMap<u8, u64>,
    /// Answers to each kind of act: a status, or a problem's kind.
    pub answers: BTreeMap<(&'static str, String), u64>,
    /// What became of the entries of the waitlist, by state; and reminders.
    pub entries: BTreeMap<&'static str, u64>,
    /// Items that workflows could not process or read, before they were repaired.
    pub failures: u64,
}

/// Runs a plan to its end, or to the first broken promise. A pure function of its arguments.
pub fn run(plan: &Plan, bug: Option<Bug>) -> Outcome {
    // The SDK draws the jitter of its retries from this thread's generator.
    fastrand::seed(plan.seed);
    let mut run = match Run::new(plan, bug) {
        Ok(run) => run,
        Err(why) => {
            let broken = Broken { promise: 0, step: 0, detail: format!("the world cannot be made: {why}") };
            return Outcome { broken: Some(broken), ..Outcome::default() };
        }
    };
    let played = run.play();
    run.count();
    if let Err(broken) = played {
        run.outcome.story.push(format!("{:>5}  PROMISE {} BROKEN: {}", run.step, broken.promise, broken.detail));
        run.outcome.broken = Some(broken);
    }
    run.outcome
}

enum Done {
    Answered(ClientResponse),
    Ran(Result<String, String>),
}

struct Actor {
    name: String,
    process: usize,
    attempt: Option<usize>,
    client: Option<usize>,
    future: Pin<Box<dyn Future<Output = Done>>>,
    flag: Arc<Flag>,
    deadline: Timestamp,
}

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[derive(Debug)]
struct Client {
    act: Act,
    process: usize,
    tries: u32,
    again_at: Option<Timestamp>,
}

#[derive(Debug)]
struct Process {
    app: App,
    ses: aws_sdk_ses::Client,
}

/// An instant until about which time passes.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// Which of [`crate::plan::calls::Calls::instants`].
    Call(usize),
    /// The next step of an erasure.
    Erasure,
    /// From when on people are no-shows.
    NoShows,
}

struct Run<'p> {
    plan: &'p Plan,
    clock: VirtualClock,
    gate: Gate,
    table: EmbeddedTable,
    mails: MailService,
    direct: Arc<Direct>,
    context: Context,
    session: String,
    processes: Vec<Process>,
    actors: BTreeMap<usize, Actor>,
    next_actor: usize,
    clients: Vec<Client>,
    started: usize,
    /// Acts about an offer that wait until there is one, with their processes.
    pending: VecDeque<(Act, usize)>,
    /// Acts about decisions that wait until there are some, with their processes.
    laters: VecDeque<(CallAct, usize)>,
    /// Instants that wait until little is under way, with milliseconds.
    nears: VecDeque<(Moment, i64)>,
    /// Acts that break an item as soon as it is there, with processes.
    breaks: VecDeque<(BreakAct, usize)>,
    /// Scans of devices that are offline, in order.
    kept: Vec<Kept>,
    /// The forms of the door's page that were filled in.
    forms: usize,
    elsewhere: HadElsewhere,
    /// Who asks in the other edition, by actor.
    asking_elsewhere: BTreeMap<usize, usize>,
    book: Book,
    dump: Dump,
    /// What each index partition answered last.
    answered: BTreeMap<String, Vec<u8>>,
    /// Who waited when an actor last began to read the queue, and whether it has read since.
    lines: BTreeMap<usize, (Rc<Line>, bool)>,
    /// The same for each transaction, by its token: a late one was decided on what was read then.
    lines_of: BTreeMap<String, Rc<Line>>,
    /// That of the latest write.
    line: Rc<Line>,
    planted: Option<Planted>,
    step: u32,
    /// Whether the table changed or a client got an answer since the last check.
    news: bool,
    /// The keys that were written since the last check.
    written: BTreeSet<(String, String)>,
    /// When each item was last written, in worlds in which people are erased.
    written_at: BTreeMap<Key, Timestamp>,
    /// What was free, with the instant since when: as far back as a process may keep a pool's status.
    was_free: VecDeque<(Timestamp, BTreeMap<String, u64>)>,
    /// Since when each pool has a change of capacity under way.
    changing: BTreeMap<String, Timestamp>,
    settling: bool,
    outcome: Outcome,
}

impl<'p> Run<'p> {
    fn new(plan: &'p Plan, bug: Option<Bug>) -> Result<Self, String> {
        let template = Template::embedded()?;
        let database = Database::memory().map_err(|e| e.to_string())?;
        let table = EmbeddedTable::new(database).map_err(|e| e.to_string())?;
        table.create(TABLE, &template.table)?;
        let clock = VirtualClock::new(START.parse::<Timestamp>().map_err(|e| e.to_string())?);
        let randomness = Randomness::from_seed(plan.seed);
        let keys = KeyRing::new(vec![SigningKey { id: "simulation".into(), secret: "x".repeat(52) }])?;
        let parsed = |address: &str| address.parse().map_err(|_| format!("{address} is no address"));
        let settings = Settings {
            table: TABLE.into(),
            base_url: "http://localhost:8080".into(),
            mail_from: parsed("plumbline@example.org")?,
            configuration_set: None,
            show_units: false,
            first_organizers: vec![organizer()],
            open_setup: false,
            webhooks_to_loopback: false,
            workflows: std::collections::BTreeMap::new(),
        };
        let context = Context::new(Arc::new(clock.clone()), randomness, keys, settings);
        let (_, session) = web::session::begin(&context, &organizer());
        let gate = Gate::default();
        let mails = MailService::in_memory(context.clone()).map_err(|e| e.to_string())?;
        let mut run = Self {
            plan,
            clock,
            gate,
            table,
            mails,
            direct: Arc::new(Direct::new(template)?),
            context,
            session,
            processes: Vec::new(),
            actors: BTreeMap::new(),
            next_actor: 0,
            clients: Vec::new(),
            started: 0,
            pending: VecDeque::new(),
            laters: VecDeque::new(),
            nears: VecDeque::new(),
            breaks: VecDeque::new(),
            kept: Vec::new(),
            forms: 0,
            elsewhere: HadElsewhere::new(),
            asking_elsewhere: BTreeMap::new(),
            book: Book::default(),
            dump: Dump::default(),
            answered: BTreeMap::new(),
            lines: BTreeMap::new(),
            lines_of: BTreeMap::new(),
            line: Rc::default(),
            planted: None,
            step: 0,
            news: false,
            written: BTreeSet::new(),
            written_at: BTreeMap::new(),
            was_free: VecDeque::new(),
            changing: BTreeMap::new(),
            settling: false,
            outcome: Outcome::default(),
        };
        run.processes = (0..PROCESSES).map(|_| run.process()).collect();
        run.found()?;
        run.planted = bug.map(Planted::new);
        Ok(run)
    }

    /// Creates the edition, with nothing going wrong.
    fn found(&mut self) -> Result<(), String> {
        self.settling = true;
        self.begin(None, &Act::Put { name: 0 }, 0);
        self.quiet().map_err(|broken| broken.detail)?;
        self.settling = false;
        let response = self.book.attempts.last().and_then(|attempt| attempt.response.as_ref());
        match response {
            Some(response) if response.status == 201 => {}
            other => return Err(format!("the edition was not created: {other:?}")),
        }
        self.book.attempts.clear();
        if self.plan.world.breakage.is_some() {
            self.settling = true;
            self.found_elsewhere()?;
            self.settling = false;
        }
        self.outcome = Outcome::default();
        self.dump = Dump::read(&self.table, TABLE);
        Ok(())
    }

    /// A new process: nothing learnt, its own clients.
    fn process(&self) -> Process {
        let limits = TimeoutConfig::builder().operation_attempt_timeout(Duration::from_secs(3)).build();
        let config = dynamodb_config(self.gate.connection(Service::Table))
            .sleep_impl(self.clock.clone())
            .time_source(self.clock.clone())
            .timeout_config(limits)
            // Its own, so that no run is touched by another.
            .retry_partition(RetryPartition::custom("simulation").build())
            .build();
        let store = Store::new(aws_sdk_dynamodb::Client::from_conf(config), TABLE);
        let ses = ses_config(self.gate.connection(Service::Mail))
            .sleep_impl(self.clock.clone())
            .time_source(self.clock.clone());
        Process { app: App::new(self.context.clone(), store), ses: deliver_mail::client(ses) }
    }

    fn now(&self) -> Timestamp {
        Clock::now(&self.clock)
    }

    fn tell(&mut self, line: &str) {
        let line = format!("{:>5}  {line}", self.step);
        self.outcome.story.push(line);
    }

    fn play(&mut self) -> Result<(), Broken> {
        while self.step < self.plan.steps {
            self.start_acts();
            self.one_step()?;
            self.step += 1;
        }
        self.settle()
    }

    /// Counts events, to show that the seeds cover what they are meant to.
    fn count(&mut self) {
        for attempt in &self.book.attempts {
            let answer = match &attempt.response {
                None => "nothing".to_owned(),
                Some(response) if response.problem().is_empty() => response.status.to_string(),
                Some(response) => response.problem().to_owned(),
            };
            *self.outcome.answers.entry((attempt.act.kind(), answer)).or_default() += 1;
        }
        for entry in self.dump.entries.values() {
            *self.outcome.entries.entry(entry.state.as_str()).or_default() += 1;
            if entry.offer.as_ref().is_some_and(|offer| offer.reminded) {
                *self.outcome.entries.entry("reminded").or_default() += 1;
            }
        }
    }

    /// Polls all woken actors until all wait.
    fn poll(&mut self) {
        loop {
            let woken = self.actors.iter().find(|(_, actor)| actor.flag.0.load(Ordering::SeqCst)).map(|(id, _)| *id);
            let Some(id) = woken else { return };
            self.gate.polls(id, self.now());
            let Some(actor) = self.actors.get_mut(&id) else { return };
            actor.flag.0.store(false, Ordering::SeqCst);
            let waker = Waker::from(Arc::clone(&actor.flag));
            let mut task = Task::from_waker(&waker);
            let polled = catch_unwind(AssertUnwindSafe(|| actor.future.as_mut().poll(&mut task)));
            let done = match polled {
                Ok(Poll::Pending) => continue,
                Ok(Poll::Ready(done)) => done,
                Err(_) => {
                    self.book.panicked.push(actor.name.clone());
                    Done::Ran(Err("it panicked".into()))
                }
            };
            let Some(actor) = self.actors.remove(&id) else { return };
            let (attempt, client) = (actor.attempt, actor.client);
            drop(actor.future);
            match done {
                Done::Answered(response) => {
                    self.tell(&format!("#{id} gets {}", response.words()));
                    self.keep_response(id, &response);
                    self.end_attempt(attempt, client, Some(response));
                }
                Done::Ran(Ok(what)) => self.tell(&format!("#{id} ends: {what}")),
                Done::Ran(Err(why)) => {
                    if self.book.hurt.insert(id) {
                        self.book.failed.push(format!("{}: {why}", actor.name));
                    }
                    self.tell(&format!("#{id} fails: {why}"));
                    if why.contains("makes no sense") {
                        self.book.nonsense.push(why);
                    }
                }
            }
            self.news = true;
        }
    }

    /// Records a client's answer. A client that got none, or "later", asks again.
    fn end_attempt(&mut self, attempt: Option<usize>, client: Option<usize>, response: Option<ClientResponse>) {
        let again = response.as_ref().is_none_or(ClientResponse::is_temporary);
        let now = self.now();
        if let Some(attempt) = attempt {
            self.book.record_response(attempt, now, response);
        }
        if let Some(client) = client.map(|client| &mut self.clients[client])
            && again
            && client.tries < TRIES
        {
            client.again_at = Some(now + SignedDuration::from_millis(300 * i64::from(client.tries)));
        }
    }

    /// Ends an actor as a crash would.
    fn end(&mut self, id: usize, why: &str) {
        let Some(actor) = self.actors.remove(&id) else { return };
        self.gate.polls(id, self.now());
        drop(actor.future);
        self.book.hurt.insert(id);
        self.tell(&format!("#{id} ({}) is ended: {why}", actor.name));
        self.end_attempt(actor.attempt, actor.client, None);
        self.news = true;
    }

    fn kill(&mut self, process: usize) {
        self.tell(&format!("process {process} dies"));
        let in_it: Vec<usize> =
            self.actors.iter().filter(|(_, actor)| actor.process == process).map(|(id, _)| *id).collect();
        for id in in_it {
            self.end(id, "its process died");
        }
        self.processes[process] = self.process();
    }

    fn one_step(&mut self) -> Result<(), Broken> {
        self.time_has_come();
        self.poll();
        let ready = self.gate.ready(self.now());
        let choice = self.plan.choices.get(self.step as usize).copied().filter(|_| !self.settling).unwrap_or(1);
        if ready.is_empty() {
            let next = [self.clock.next_sleeper(), self.gate.next_stalled(), self.next_again()];
            if let Some(next) = next.into_iter().flatten().min() {
                self.clock.set(next);
                self.outcome.steps += 1;
            }
        } else {
            self.outcome.steps += 1;
            let pick = if self.settling { 0 } else { (choice >> 8) as usize % ready.len() };
            let fault = self.plan.faults.get(&self.step).copied().filter(|_| !self.settling);
            self.serve(ready[pick], fault, choice);
            // Calls take a moment; now and then a longer one.
            let millis = if choice % 32 == 0 { 40 } else { 1 };
            self.clock.set(self.now() + SignedDuration::from_millis(millis));
        }
        self.poll();
        self.check(false)
    }

    fn next_again(&self) -> Option<Timestamp> {
        self.clients.iter().filter_map(|client| client.again_at).min()
    }

    /// Ends who is over time, lets who waited ask again, drops calls that will never arrive.
    fn time_has_come(&mut self) {
        let now = self.now();
        let over: Vec<usize> =
            self.actors.iter().filter(|(_, actor)| actor.deadline <= now).map(|(id, _)| *id).collect();
        for id in over {
            self.end(id, "its time is up");
        }
        let again: Vec<usize> = (0..self.clients.len())
            .filter(|at| self.clients[*at].again_at.is_some_and(|again_at| again_at <= now))
            .collect();
        for client in again {
            self.ask(client);
        }
        for id in self.gate.ready(now) {
            let Some(Call { who, abandoned, .. }) = self.gate.call(id) else { continue };
            if abandoned.is_some() {
                // The SDK gave the call up: its caller never gets the answer, whatever the call does.
                self.book.hurt.insert(who);
            }
            if abandoned.is_some_and(|since| self.settling || now.duration_since(since) > ORPHAN_LASTS) {
                self.gate.answer(id, Answer::Lost);
            }
        }
    }
}

fn organizer() -> EmailAddress {
    "organizer@example.org".parse().expect("an address")
}
