//! Runs a plan: starts acts, answers one call at a time, moves the clock, kills processes, and has every step checked.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context as Task, Poll, Wake, Waker};
use std::time::Duration;

use aws_sdk_dynamodb::config::retry::RetryPartition;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use context::{Clock, Context, KeyRing, Randomness, Settings, SigningKey};
use domain::person::{EmailAddress, PersonKey};
use domain::sign_in::Attempt as Attempted;
use domain::waitlist::{Entry, EntryState, Offer};
use dynoxide::Database;
use jiff::{SignedDuration, Timestamp};
use plumbline::direct::Direct;
use plumbline::mail_service::{MailService, ses_config};
use plumbline::stack::TABLE;
use plumbline::table::{EmbeddedTable, dynamodb_config};
use plumbline::template::Template;
use serde_json::Value;
use store::Store;
use web::App;

use crate::book::{Attempt, Book, HandOver};
use crate::bug::{Bug, Planted};
use crate::clock::VirtualClock;
use crate::dump::Dump;
use crate::fault::{Fault, contains};
use crate::gate::{Answer, Call, Gate, Service};
use crate::plan::{Act, PROCESSES, Plan, ROUND};
use crate::promises::{self, Broken, Line};
use crate::request::{self, Knows, START, Told};

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
    /// Checks made, by promise.
    pub checks: BTreeMap<u8, u64>,
    /// Answers to each kind of act: a status, or a problem's kind.
    pub answers: BTreeMap<(&'static str, String), u64>,
    /// What became of the entries of the waitlist, by state; and reminders.
    pub entries: BTreeMap<&'static str, u64>,
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

/// What runs by itself here.
#[derive(Clone, Copy, Debug)]
enum Workflow {
    Promote,
    Mail,
    Round,
}

enum Done {
    Answered(Told),
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
    /// Acts started so far.
    started: usize,
    /// Acts about an offer that wait until there is one, with their processes.
    pending: VecDeque<(Act, usize)>,
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
    /// Whether something was written or told since the last check.
    news: bool,
    /// The keys that were written since the last check.
    written: BTreeSet<(String, String)>,
    /// What was free, with the instant since when: as far back as a process may keep a pool's status.
    was_free: VecDeque<(Timestamp, BTreeMap<String, u64>)>,
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
            direct: Arc::new(Direct::new(&template)?),
            context,
            session,
            processes: Vec::new(),
            actors: BTreeMap::new(),
            next_actor: 0,
            clients: Vec::new(),
            started: 0,
            pending: VecDeque::new(),
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
            was_free: VecDeque::new(),
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
        let told = self.book.attempts.last().and_then(|attempt| attempt.told.as_ref());
        match told {
            Some(told) if told.status == 201 => {}
            other => return Err(format!("the edition was not created: {other:?}")),
        }
        self.book.attempts.clear();
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
        self.settle()?;
        self.check(true)
    }

    /// Counts what happened, to show that the seeds play what they are to try.
    fn count(&mut self) {
        for attempt in &self.book.attempts {
            let answer = match &attempt.told {
                None => "nothing".to_owned(),
                Some(told) if told.problem().is_empty() => told.status.to_string(),
                Some(told) => told.problem().to_owned(),
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

    fn start_acts(&mut self) {
        while let Some(start) = self.plan.acts.get(self.started).filter(|start| start.step <= self.step) {
            self.started += 1;
            match start.act {
                Act::Wake { mail: true } => self.wake(Workflow::Mail, start.process),
                Act::Wake { mail: false } => self.wake(Workflow::Promote, start.process),
                Act::Walk => self.wake(Workflow::Round, start.process),
                Act::Leap { stage, millis } => self.leap(stage, millis),
                Act::Wait { millis } => {
                    self.tell(&format!("{millis} ms pass"));
                    self.clock.set(self.now() + SignedDuration::from_millis(millis));
                }
                // Most of these come while there is an offer.
                Act::Jump { .. } | Act::Answer { offered: true, .. } => {
                    self.pending.push_back((start.act.clone(), start.process));
                }
                _ => self.comes(start.act.clone(), start.process),
            }
        }
        // Not at once, so that other things happen while there is an offer.
        let now = self.plan.choices.get(self.step as usize).is_some_and(|choice| choice % 4 == 0);
        let offered = |entry: &Entry| entry.state == EntryState::Offered;
        if !now || !self.dump.entries.values().any(offered) {
            return;
        }
        // Whatever is under way when hours pass is over time: mostly nothing is.
        if matches!(self.pending.front(), Some((Act::Jump { .. }, _))) && self.actors.len() > 1 {
            return;
        }
        match self.pending.pop_front() {
            Some((Act::Jump { reminder, millis }, _)) => {
                self.jump(reminder, millis);
                // Whoever was about to answer does so at this very moment.
                if let Some((act @ Act::Answer { .. }, process)) = self.pending.front().cloned() {
                    self.pending.pop_front();
                    self.comes(self.resolved(&act), process);
                }
            }
            Some((act, process)) => self.comes(self.resolved(&act), process),
            None => {}
        }
    }

    /// A client comes with its request.
    fn comes(&mut self, act: Act, process: usize) {
        self.clients.push(Client { act, process, tries: 0, again_at: None });
        self.ask(self.clients.len() - 1);
    }

    /// Time passes until about the next reminder or end of an offer.
    fn jump(&mut self, reminder: bool, millis: i64) {
        let offers = self.dump.entries.values().filter(|entry| entry.state == EntryState::Offered);
        let offers = offers.filter_map(|entry| entry.offer.as_ref());
        let reminder_of = |offer: &Offer| offer.remind_at.filter(|_| !offer.reminded);
        let instants = offers.filter_map(|offer| if reminder { reminder_of(offer) } else { Some(offer.expires_at) });
        let Some(next) = instants.min() else { return };
        self.clock.set(next + SignedDuration::from_millis(millis));
        let (_, session) = web::session::begin(&self.context, &organizer());
        self.session = session;
        self.tell(&format!("it is {} now", self.now()));
    }

    /// Time passes until about an instant of the round.
    fn leap(&mut self, stage: usize, millis: i64) {
        let start: Timestamp = START.parse().unwrap_or(Timestamp::MIN);
        let to = start + SignedDuration::from_secs(ROUND[stage]) + SignedDuration::from_millis(millis);
        if to > self.now() {
            self.clock.set(to);
            let (_, session) = web::session::begin(&self.context, &organizer());
            self.session = session;
            self.tell(&format!("it is {} now", self.now()));
        }
    }

    /// An act as it is done now: whoever has an offer answers it.
    fn resolved(&self, act: &Act) -> Act {
        let Act::Answer { person, offered: true, how, twice } = *act else { return act.clone() };
        let people = self.plan.world.people;
        let has_offer = |person: &usize| {
            let entry = self.book.waits.get(person).and_then(|(id, _)| self.dump.entries.get(id));
            entry.is_some_and(|entry| entry.state == EntryState::Offered)
        };
        let person = (person..person + people).map(|person| person % people).find(has_offer).unwrap_or(person);
        Act::Answer { person, offered: true, how, twice }
    }

    /// A client sends its request, again if need be.
    fn ask(&mut self, client: usize) {
        let Client { act, process, tries, again_at } = &mut self.clients[client];
        *again_at = None;
        *tries += 1;
        let (act, process) = (act.clone(), (*process + *tries as usize) % PROCESSES);
        self.begin(Some(client), &act, process);
        let twice = matches!(
            act,
            Act::Register { twice: true, .. }
                | Act::Cancel { twice: true, .. }
                | Act::Invite { twice: true, .. }
                | Act::Join { twice: true, .. }
                | Act::Answer { twice: true, .. }
                | Act::Reconfirm { twice: true, .. }
        );
        if twice && self.clients[client].tries == 1 {
            self.begin(Some(client), &act, (process + 1) % PROCESSES);
        }
    }

    /// Sends one request to one process.
    fn begin(&mut self, client: Option<usize>, act: &Act, process: usize) {
        let person = match *act {
            Act::Register { person, .. }
            | Act::Cancel { person, .. }
            | Act::Change { person, .. }
            | Act::Link { person }
            | Act::Invite { person, .. }
            | Act::Revoke { person }
            | Act::Join { person, .. }
            | Act::Answer { person, .. }
            | Act::Reconfirm { person, .. }
            | Act::Move { person, .. }
            | Act::LinkAddress { person, .. }
            | Act::UnlinkAddress { person, .. } => Some(person),
            Act::Resize { .. }
            | Act::Put { .. }
            | Act::Wake { .. }
            | Act::Wait { .. }
            | Act::Jump { .. }
            | Act::Leap { .. }
            | Act::Walk => None,
        };
        let knows = Knows {
            registration: person.and_then(|person| self.book.held.get(&person).cloned()),
            entry: person.and_then(|person| self.book.waits.get(&person).cloned()),
            code: person.and_then(|person| self.book.codes.get(&person).cloned()),
            session: self.session.clone(),
            ..self.knows_of_addresses(act)
        };
        let Some(request) = request::request(act, &self.plan.world, &knows) else { return };
        let about = match act {
            Act::Cancel { .. } | Act::Change { .. } | Act::Reconfirm { .. } => knows.registration.map(|(id, _)| id),
            Act::Answer { .. } | Act::Move { .. } => knows.entry.map(|(id, _)| id),
            _ => None,
        };
        let attempt = self.book.attempts.len();
        let least_free = self.least_free_lately();
        self.book.attempts.push(Attempt {
            act: act.clone(),
            begun: self.now(),
            begun_step: self.step,
            ended: None,
            told: None,
            before: promises::registrations(&self.dump),
            least_free,
            about,
        });
        let (direct, app) = (Arc::clone(&self.direct), self.processes[process].app.clone());
        let future = async move { Done::Answered(Told::read(&direct.request(&app, request).await)) };
        let name = format!("{act:?}");
        self.tell(&format!("#{} in process {process}: {name}", self.next_actor));
        self.add(name, process, Some(attempt), client, Box::pin(future), REQUEST_LASTS);
    }

    /// What somebody knows who links or takes away an address: the mail's link, their own list.
    fn knows_of_addresses(&self, act: &Act) -> Knows {
        let (Act::LinkAddress { person, other } | Act::UnlinkAddress { person, other }) = *act else {
            return Knows::default();
        };
        let Ok(own) = request::address(person).parse::<EmailAddress>() else { return Knows::default() };
        let Ok(other) = request::address(other).parse::<EmailAddress>() else { return Knows::default() };
        let (_, own_session) = web::session::begin(&self.context, &own);
        let live = |(attempt, by): &&(Attempted, EmailAddress)| {
            attempt.email == other && *by == own && attempt.is_live(self.now())
        };
        let link = self.dump.linkings.values().find(live).and_then(|(attempt, _)| {
            let parts = [attempt.id.as_str(), attempt.nonce.as_str()];
            let token = self.context.keys().token(&attempt.key_id, "link", &parts)?;
            Some(format!("/me/link/{}.{token}", attempt.id))
        });
        let id = self.dump.people_salt.as_ref().map(|salt| PersonKey::new(salt, &other));
        Knows { own_session, link, address: id.map(|id| format!("/me/addresses/{id}")), ..Knows::default() }
    }

    fn wake(&mut self, workflow: Workflow, process: usize) {
        let Process { app, ses } = &self.processes[process];
        let (app, ses) = (app.clone(), ses.clone());
        let (name, future): (_, Pin<Box<dyn Future<Output = Done>>>) = match workflow {
            Workflow::Mail => (
                "deliver-mail",
                Box::pin(async move {
                    let ran = deliver_mail::run(&app.context, &app.store, &ses).await;
                    Done::Ran(ran.map(|ran| format!("{} sent", ran.sent)).map_err(|e| e.to_string()))
                }),
            ),
            Workflow::Promote => (
                "promote-waitlist",
                Box::pin(async move {
                    let ran = promote_waitlist::run(&app.context, &app.store).await;
                    let words = |ran: store::Promoted| {
                        format!("{} offered, {} lapsed, {} reopened", ran.offered, ran.lapsed, ran.reopened)
                    };
                    Done::Ran(ran.map(words).map_err(|e| e.to_string()))
                }),
            ),
            Workflow::Round => (
                "reconfirm",
                Box::pin(async move {
                    let ran = reconfirm::run(&app.context, &app.store).await;
                    let words = |ran: store::Reconfirmed| {
                        format!("{} asked, {} reminded, {} returned", ran.asked, ran.reminded, ran.returned)
                    };
                    Done::Ran(ran.map(words).map_err(|e| e.to_string()))
                }),
            ),
        };
        self.tell(&format!("#{} in process {process}: {name}", self.next_actor));
        self.add(name.into(), process, None, None, future, WORKFLOW_LASTS);
    }

    fn add(
        &mut self,
        name: String,
        process: usize,
        attempt: Option<usize>,
        client: Option<usize>,
        future: Pin<Box<dyn Future<Output = Done>>>,
        lasts: SignedDuration,
    ) {
        let deadline = self.now() + lasts;
        let flag = Arc::new(Flag(AtomicBool::new(true)));
        self.lines.insert(self.next_actor, (Rc::new(self.dump.waiting()), false));
        self.actors.insert(self.next_actor, Actor { name, process, attempt, client, future, flag, deadline });
        self.next_actor += 1;
    }

    /// Polls everybody who was woken until all wait.
    fn poll(&mut self) {
        loop {
            let woken = self.actors.iter().find(|(_, actor)| actor.flag.0.load(Ordering::SeqCst)).map(|(id, _)| *id);
            let Some(id) = woken else { return };
            self.gate.polls(id, self.now());
            let Some(actor) = self.actors.get_mut(&id) else { return };
            actor.flag.0.store(false, Ordering::SeqCst);
            let waker = Waker::from(Arc::clone(&actor.flag));
            let Poll::Ready(done) = actor.future.as_mut().poll(&mut Task::from_waker(&waker)) else { continue };
            let Some(actor) = self.actors.remove(&id) else { return };
            let (attempt, client) = (actor.attempt, actor.client);
            drop(actor.future);
            match done {
                Done::Answered(told) => {
                    self.tell(&format!("#{id} is told {}", told.words()));
                    self.told(attempt, client, Some(told));
                }
                Done::Ran(Ok(what)) => self.tell(&format!("#{id} ends: {what}")),
                Done::Ran(Err(why)) => {
                    self.book.hurt.insert(id);
                    self.tell(&format!("#{id} fails: {why}"));
                    if why.contains("makes no sense") {
                        self.book.nonsense.push(why);
                    }
                }
            }
            self.news = true;
        }
    }

    /// Notes what a client was told; who got nothing, or "later", asks again.
    fn told(&mut self, attempt: Option<usize>, client: Option<usize>, told: Option<Told>) {
        let again = told.as_ref().is_none_or(Told::is_temporary);
        let now = self.now();
        if let Some(attempt) = attempt {
            self.book.told(attempt, now, told);
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
        self.told(actor.attempt, actor.client, None);
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
                // The SDK gave it up: to its caller its answer is lost, whatever comes of it.
                self.book.hurt.insert(who);
            }
            if abandoned.is_some_and(|since| self.settling || now.duration_since(since) > ORPHAN_LASTS) {
                self.gate.answer(id, Answer::Lost);
            }
        }
    }

    /// Answers one call, with what goes wrong with it.
    fn serve(&mut self, id: u64, fault: Option<Fault>, choice: u32) {
        let Some(call) = self.gate.call(id) else { return };
        self.note_line(&call);
        if call.abandoned.is_some() {
            self.book.hurt.insert(call.who);
            // Half of what is still on its way arrives.
            if choice & 128 == 0 {
                self.tell(&format!("a late call of #{} arrives: {}", call.who, call.operation));
                self.execute(&call);
            }
            self.gate.answer(id, Answer::Lost);
            return;
        }
        let Some(fault) = fault.filter(|fault| fault.fits(&call)) else {
            let answer = self.execute(&call);
            self.gate.answer(id, answer);
            if call.operation == "Query" {
                self.serve_queries(&call, choice);
            }
            return;
        };
        *self.outcome.faults.entry(fault).or_default() += 1;
        self.book.hurt.insert(call.who);
        let what = if call.service == Service::Mail { "mail service" } else { call.operation.as_str() };
        self.tell(&format!("{fault:?} at #{}'s call: {what}", call.who));
        if let Some(refusal) = fault.refusal(&call) {
            if fault == Fault::Rejected
                && let Some(obligation) = obligation(&call.body)
            {
                self.book.rejected.insert(obligation);
            }
            self.gate.answer(id, refusal);
            return;
        }
        let process = self.actors.get(&call.who).map(|actor| actor.process);
        match fault {
            Fault::Stalled => {
                let millis = 100 + i64::from(choice % 8000);
                self.gate.stall(id, self.now() + SignedDuration::from_millis(millis));
            }
            Fault::StaleIndex => {
                let answer = self.stale(&call);
                self.gate.answer(id, answer);
            }
            Fault::Doubled => {
                let answer = self.execute(&call);
                self.execute(&call);
                self.gate.answer(id, answer);
            }
            Fault::DeathBefore | Fault::DeathAfter => {
                if fault == Fault::DeathAfter {
                    self.execute(&call);
                }
                self.gate.answer(id, Answer::Lost);
                if let Some(process) = process {
                    self.kill(process);
                }
            }
            _ => {
                self.execute(&call);
                self.gate.answer(id, Answer::Lost);
            }
        }
    }

    /// Notes who waits when a call begins to read the queue, and what a transaction was decided on.
    fn note_line(&mut self, call: &Call) {
        let Some((line, has_read)) = self.lines.get_mut(&call.who) else { return };
        match call.operation.as_str() {
            "Query" if contains(&call.body, b"#QUEUE#") && !*has_read => {
                *line = Rc::new(self.dump.waiting());
                *has_read = true;
            }
            // What comes next is decided on what is read next.
            "BatchGetItem" if contains(&call.body, b"#TALLY#") => *has_read = false,
            "TransactWriteItems" => {
                *has_read = false;
                let line = Rc::clone(line);
                self.line = Rc::clone(self.lines_of.entry(token(&call.body)).or_insert(line));
            }
            _ => {}
        }
    }

    /// An actor asks all partitions of an index or of the queue at once. Those of an index are answered at once; of
    /// the queue's some, so that it is read in pieces.
    fn serve_queries(&mut self, first: &Call, choice: u32) {
        let index = contains(&first.body, b"\"IndexName\"");
        for id in self.gate.ready(self.now()) {
            let Some(call) = self.gate.call(id) else { continue };
            let later = !index && !self.settling && (choice >> (id % 16)).is_multiple_of(4);
            if call.who == first.who && call.operation == "Query" && call.abandoned.is_none() && !later {
                let answer = self.execute(&call);
                self.gate.answer(id, answer);
            }
        }
    }

    /// Does what a call asks for.
    fn execute(&mut self, call: &Call) -> Answer {
        if call.service == Service::Mail {
            let (status, body) = self.mails.answer(&call.body);
            if status == 200
                && let Some(obligation) = obligation(&call.body)
            {
                self.tell(&format!("the mail service takes {obligation} from #{}", call.who));
                self.book.hand_overs.push(HandOver { obligation, by: call.who });
                self.news = true;
            }
            return Answer::Http(status, body);
        }
        let mut call = call.clone();
        if let Some(answer) = self.planted.as_mut().and_then(|planted| planted.request(&mut call)) {
            return Answer::Http(200, answer);
        }
        let (status, mut body) = self.table.answer(&format!("DynamoDB_20120810.{}", call.operation), &call.body);
        if status == 200 && matches!(call.operation.as_str(), "TransactWriteItems" | "UpdateItem") {
            self.news = true;
            self.written.extend(written(&call.body));
        }
        if let Some(partition) = partition(&call) {
            self.answered.insert(partition, body.clone());
        }
        if let Some(planted) = &mut self.planted {
            body = planted.answer(&call.operation, body);
        }
        Answer::Http(status, body)
    }

    /// An index as it was when it was last asked, or without its newest entry.
    fn stale(&mut self, call: &Call) -> Answer {
        let partition = partition(call).unwrap_or_default();
        if let Some(earlier) = self.answered.get(&partition) {
            return Answer::Http(200, earlier.clone());
        }
        let Answer::Http(status, body) = self.execute(call) else { return Answer::Lost };
        let mut answer: Value = serde_json::from_slice(&body).unwrap_or_default();
        if let Some(items) = answer["Items"].as_array_mut() {
            items.pop();
            let count = items.len();
            answer["Count"] = count.into();
            answer["ScannedCount"] = count.into();
        }
        Answer::Http(status, answer.to_string().into_bytes())
    }

    /// Faults have stopped: everybody comes to an end.
    fn quiet(&mut self) -> Result<(), Broken> {
        self.gate.release();
        let mut steps = 0;
        while !self.actors.is_empty() || self.next_again().is_some() {
            self.one_step()?;
            steps += 1;
            if steps > SETTLE_STEPS {
                let detail = format!("{} requests or workflows do not come to an end", self.actors.len());
                return Err(Broken { promise: 2, step: self.step, detail });
            }
        }
        Ok(())
    }

    /// Runs what is due, in order of time, until nothing is.
    fn settle(&mut self) -> Result<(), Broken> {
        self.tell("faults stop; what is due is done");
        self.settling = true;
        self.quiet()?;
        for _ in 0..200 {
            let closed = self.now() >= promises::closes(&self.plan.world);
            let waits = !self.dump.waiting().is_empty();
            // After the close nothing is offered: what is spare is looked at once a day, for ever.
            let ends = |pk: &&String| !(closed && waits && pk.contains("#POOL#general#"));
            let soonest = self.dump.due.iter().filter(|(pk, _)| ends(pk)).map(|(_, at)| *at).min();
            let Some(soonest) = soonest else { return Ok(()) };
            self.clock.set(Timestamp::from_millisecond(soonest).unwrap_or(Timestamp::MIN));
            if self.plan.world.round.is_some() {
                self.wake(Workflow::Round, 2);
            }
            self.wake(Workflow::Promote, 0);
            self.wake(Workflow::Mail, 1);
            self.quiet()?;
        }
        Ok(())
    }

    /// The least that was free while a status may have been read that is still kept.
    fn least_free_lately(&mut self) -> BTreeMap<String, u64> {
        let kept = SignedDuration::try_from(store::KEPT_FOR).expect("a moment");
        let since = self.now() - kept;
        // The first one that is left was so at that instant.
        while self.was_free.get(1).is_some_and(|(at, _)| *at <= since) {
            self.was_free.pop_front();
        }
        let mut least = promises::free(&self.dump);
        for (pool, free) in self.was_free.iter().flat_map(|(_, free)| free) {
            let least = least.entry(pool.clone()).or_insert(*free);
            *least = (*least).min(*free);
        }
        least
    }

    fn check(&mut self, at_end: bool) -> Result<(), Broken> {
        if !self.news && !at_end {
            return Ok(());
        }
        self.news = false;
        let before = if self.written.is_empty() {
            None
        } else {
            let before = self.dump.figures();
            if self.was_free.is_empty() {
                self.was_free.push_back((Timestamp::MIN, promises::free(&self.dump)));
            }
            self.dump.refresh(&self.table, TABLE, &std::mem::take(&mut self.written));
            let free = promises::free(&self.dump);
            self.was_free.push_back((self.now(), free.clone()));
            for attempt in self.book.attempts.iter_mut().filter(|attempt| attempt.ended.is_none()) {
                for (pool, free) in &free {
                    let least = attempt.least_free.entry(pool.clone()).or_insert(*free);
                    *least = (*least).min(*free);
                }
            }
            Some(before)
        };
        let seen = promises::Seen {
            world: &self.plan.world,
            before: before.as_ref(),
            line: &self.line,
            now: &self.dump,
            book: &self.book,
            time: self.now(),
            at_end,
        };
        for (promise, check) in promises::ALL {
            *self.outcome.checks.entry(promise).or_default() += 1;
            check(&seen).map_err(|detail| Broken { promise, step: self.step, detail })?;
        }
        Ok(())
    }
}

/// The keys of what a call writes.
fn written(body: &[u8]) -> Vec<(String, String)> {
    let request: Value = serde_json::from_slice(body).unwrap_or_default();
    let part = |key: &Value, name: &str| key[name]["S"].as_str().unwrap_or_default().to_owned();
    let key = |key: &Value| (part(key, "pk"), part(key, "sk"));
    let items = request["TransactItems"].as_array().into_iter().flatten();
    let items = items.map(|item| match item.as_object().and_then(|item| item.iter().next()) {
        Some((kind, put)) if kind == "Put" => &put["Item"],
        Some((_, write)) => &write["Key"],
        None => &Value::Null,
    });
    items.chain(request.get("Key")).map(key).collect()
}

/// A transaction's token.
fn token(body: &[u8]) -> String {
    let request: Value = serde_json::from_slice(body).unwrap_or_default();
    request["ClientRequestToken"].as_str().unwrap_or_default().to_owned()
}

fn organizer() -> EmailAddress {
    "organizer@example.org".parse().expect("an address")
}

/// The partition of an index that a query asks.
fn partition(call: &Call) -> Option<String> {
    if call.operation != "Query" || !contains(&call.body, b"\"IndexName\"") {
        return None;
    }
    let request: Value = serde_json::from_slice(&call.body).ok()?;
    let values = request["ExpressionAttributeValues"].as_object()?;
    let texts = values.values().filter_map(|value| value["S"].as_str());
    texts.filter(|text| text.starts_with("DUE#") || text.starts_with("C#")).map(str::to_owned).next()
}

/// The obligation that a mail settles, from its `Message-ID`.
fn obligation(body: &[u8]) -> Option<String> {
    let (_, data) = form_urlencoded::parse(body).find(|(name, _)| name == "RawMessage.Data")?;
    let raw = STANDARD.decode(data.as_bytes()).ok()?;
    let text = String::from_utf8_lossy(&raw);
    let line = text.lines().find(|line| line.to_ascii_lowercase().starts_with("message-id:"))?;
    let id = line.split_once('<')?.1;
    Some(id.rsplit_once('@')?.0.to_owned())
}
