//! Runs the workflows, each by itself: after every write, every second, and while the clock is moved.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

use aws_sdk_ses::Client as Ses;
use context::SetClock;
use jiff::Timestamp;
use serde::Serialize;
use store::{AttentionScope, Outage, StoreError};
use tokio::sync::Mutex;
use web::App;

use crate::functions::Workflow;
use crate::table::EmbeddedTable;

/// Minimum time between two runs of a workflow, so that a stampede of writes does not cause as many runs.
pub(crate) const PAUSE: Duration = Duration::from_millis(50);

/// Rounds without progress after which a due item counts as stuck.
const PATIENCE: u32 = 20;

/// Time limit of one run: a workflow that hangs is ended, as Lambda would do.
const RUN_LASTS: Duration = Duration::from_mins(1);

/// The most failed items in an answer.
const LISTED: usize = 1000;

/// How much background work to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// Everything, until nothing is due.
    All,
    /// One batch of each workflow.
    OneBatch,
    /// Only work that people are waiting for: returned passes, and mails such as sign-in links.
    Urgent,
}

/// The workflows of one Plumbline.
#[derive(Debug)]
pub(crate) struct Workflows {
    app: App,
    ses: Ses,
    /// A lock for each workflow: running twice at once is harmless but wasteful.
    running: [Mutex<()>; Workflow::ALL.len()],
}

/// The result of running the workflows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// The clock's time afterwards.
    pub now: Timestamp,
    /// Items that failed; everything else that was due is processed.
    pub failed: Vec<Unprocessed>,
}

/// A due item that was not processed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unprocessed {
    pub workflow: String,
    /// The item's key; `None` if the workflow itself failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    pub error: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_try_at: Option<Timestamp>,
    /// Whether it needs a person.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub set_aside: bool,
}

/// Some due items could not be processed; all others were.
#[derive(Debug)]
pub struct WorkflowError(pub Vec<Unprocessed>);

impl fmt::Display for WorkflowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |one: &Unprocessed| {
            let item = one.item.as_ref().map(|item| format!(": {item}")).unwrap_or_default();
            format!("{}{item}: {}", one.workflow, one.error)
        };
        f.write_str(&self.0.iter().map(line).collect::<Vec<_>>().join("\n"))
    }
}

impl std::error::Error for WorkflowError {}

/// Why one run of a workflow failed.
#[derive(Debug)]
enum RunError {
    Store(StoreError),
    Panicked,
    TooLong,
}

impl RunError {
    fn outage(&self) -> Option<Outage> {
        match self {
            Self::Store(error) => error.outage(),
            Self::Panicked | Self::TooLong => None,
        }
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Panicked => f.write_str("it panicked; see the log"),
            Self::TooLong => write!(f, "it was ended after {} seconds", RUN_LASTS.as_secs()),
        }
    }
}

/// Workflows that make no progress while the clock is moved.
#[derive(Debug, Default)]
struct Stuck {
    /// By workflow: since when its items are due, and why they are stuck.
    since: BTreeMap<&'static str, (Timestamp, String)>,
    /// Workflows that hang; they do not run again.
    hanging: BTreeSet<&'static str>,
}

impl Workflows {
    pub(crate) fn new(app: App, ses: Ses) -> Self {
        Self { app, ses, running: Default::default() }
    }

    /// Processes everything that is due now.
    pub(crate) async fn run(&self) -> Settled {
        let mut stuck = Stuck::default();
        self.settle(&mut stuck).await;
        self.settled(stuck).await
    }

    /// Moves the clock to `target` through every due instant in order, and processes the due items at each.
    pub(crate) async fn run_until(&self, clock: &SetClock, target: Timestamp) -> Settled {
        let mut stuck = Stuck::default();
        self.settle(&mut stuck).await;
        while let Some(next) = self.next_due_after(self.app.context.now()).await.filter(|next| *next <= target) {
            clock.set(next);
            self.settle(&mut stuck).await;
        }
        clock.set(target);
        self.settle(&mut stuck).await;
        self.settled(stuck).await
    }

    /// The same for a season that is played at the start: reads the due work in one scan and runs only the workflows
    /// that have some. Nothing may fail, because nothing in a season is broken.
    pub(crate) async fn pass_until(
        &self,
        table: &EmbeddedTable,
        clock: &SetClock,
        target: Timestamp,
    ) -> Result<(), String> {
        let mut idle = 0;
        loop {
            let due = table.due(&self.app.context.settings().table)?;
            if let Some(failed) = due.iter().find(|entry| entry.has_failed()) {
                return Err(format!("{}: something failed that was due; see the log", failed.workflow()));
            }
            let now = self.app.context.now();
            let is_due = |workflow: &&Workflow| due.iter().any(|e| e.at <= now && e.workflow() == workflow.name());
            let mut ran = 0;
            let mut done = 0;
            for workflow in Workflow::ALL.iter().filter(is_due) {
                done += self.run_one(*workflow, || Pace::All).await.map_err(|error| error.to_string())?;
                ran += 1;
            }
            idle = if done > 0 { 0 } else { idle + ran };
            if idle > PATIENCE {
                return Err("something is due and stays so; see the log".into());
            }
            if ran == 0 {
                let Some(next) = due.iter().map(|entry| entry.at).filter(|at| *at > now && *at <= target).min() else {
                    clock.set(target);
                    return Ok(());
                };
                clock.set(next);
            }
        }
    }

    /// Collects the failures recorded on items, and other stuck work.
    async fn settled(&self, stuck: Stuck) -> Settled {
        let now = self.app.context.now();
        let mut failed = Vec::new();
        match self.app.store.attention(AttentionScope::All, LISTED).await {
            Ok((items, _)) => failed.extend(items.into_iter().map(|item| Unprocessed {
                workflow: item.workflow,
                item: Some(format!("{} {}", item.key.pk, item.key.sk)),
                error: item.error,
                next_try_at: item.next_try_at,
                set_aside: item.next_try_at.is_none(),
            })),
            Err(error) => failed.push(unprocessed("all", error.to_string())),
        }
        failed.extend(stuck.since.into_iter().map(|(workflow, (_, error))| unprocessed(workflow, error)));
        Settled { now, failed }
    }

    /// Runs all workflows, in order, until nothing is due. A failing one does not stop the others.
    async fn settle(&self, stuck: &mut Stuck) {
        let mut idle = 0;
        loop {
            let mut done = 0;
            let mut errors = BTreeMap::new();
            for workflow in Workflow::ALL {
                if stuck.hanging.contains(workflow.name()) {
                    continue;
                }
                match self.run_one(*workflow, || Pace::All).await {
                    Ok(progress) => done += progress,
                    Err(error) => {
                        if matches!(error, RunError::TooLong) {
                            stuck.hanging.insert(workflow.name());
                            stuck.since.insert(workflow.name(), (self.app.context.now(), error.to_string()));
                        }
                        errors.insert(workflow.name(), error.to_string());
                    }
                }
            }
            let due = self.due_now(stuck).await;
            if due.is_empty() {
                return;
            }
            idle = if done > 0 { 0 } else { idle + 1 };
            if idle >= PATIENCE {
                for (workflow, since) in due {
                    let stays = || format!("something is due since {since} and stays so; see the log");
                    let error = errors.remove(workflow).unwrap_or_else(stays);
                    stuck.since.insert(workflow, (since, error));
                }
                return;
            }
            if done == 0 {
                self.app.context.sleep(PAUSE / 5).await;
            }
        }
    }

    /// Runs one workflow as far as `pace` allows, which it asks before every batch; returns the amount of work done.
    async fn run_one(&self, workflow: Workflow, pace: impl Fn() -> Pace) -> Result<u64, RunError> {
        let _running = self.running[workflow as usize].lock().await;
        let mut done = 0;
        loop {
            let urgent_only = pace() == Pace::Urgent;
            if urgent_only && !workflow.is_urgent() {
                return Ok(done);
            }
            let (app, ses) = (self.app.clone(), self.ses.clone());
            // On a separate thread: a panic then ends only this run, like a function's. Also, a function's future need
            // not be `Send`, because on Lambda it never moves between threads.
            let runtime = tokio::runtime::Handle::current();
            let run = tokio::task::spawn_blocking(move || {
                runtime.block_on(async {
                    tokio::select! {
                        run = workflow.run(&app, &ses, urgent_only) => run.map_err(RunError::Store),
                        () = app.context.sleep(RUN_LASTS) => Err(RunError::TooLong),
                    }
                })
            });
            let run = run.await.unwrap_or(Err(RunError::Panicked))?;
            done += run.done;
            if !run.more || run.done == 0 || pace() == Pace::OneBatch {
                return Ok(done);
            }
        }
    }

    /// The workflows with due items that are not known to be stuck, and since when.
    async fn due_now(&self, stuck: &Stuck) -> Vec<(&'static str, Timestamp)> {
        let now = self.app.context.now();
        let mut due = Vec::new();
        for workflow in Workflow::ALL.iter().map(|workflow| workflow.name()) {
            let since = match self.app.store.next_due(workflow).await {
                Ok(since) => since,
                Err(error) => {
                    self.warn(error.outage(), workflow, &error, "what is due cannot be listed");
                    Some(Timestamp::MIN)
                }
            };
            let is_stuck = |since: &Timestamp| {
                stuck.hanging.contains(workflow) || stuck.since.get(workflow).is_some_and(|(at, _)| at == since)
            };
            due.extend(since.filter(|since| *since <= now && !is_stuck(since)).map(|since| (workflow, since)));
        }
        due
    }

    /// The next instant after `now` at which a workflow has work.
    async fn next_due_after(&self, now: Timestamp) -> Option<Timestamp> {
        let mut soonest: Option<Timestamp> = None;
        for workflow in Workflow::ALL.iter().map(|workflow| workflow.name()) {
            match self.app.store.next_due_after(workflow, now).await {
                Ok(next) => soonest = soonest.into_iter().chain(next).min(),
                Err(error) => self.warn(error.outage(), workflow, &error, "what is due cannot be listed"),
            }
        }
        soonest
    }

    /// One background run of a workflow; failed items stay due.
    pub(crate) async fn wake(&self, workflow: Workflow, pace: impl Fn() -> Pace) {
        if let Err(error) = self.run_one(workflow, pace).await {
            self.warn(error.outage(), workflow.name(), &error, "a workflow failed and runs again");
        }
    }

    /// Logs a storage outage once a minute, because every workflow runs into it every second.
    fn warn(&self, outage: Option<Outage>, workflow: &str, cause: &dyn fmt::Display, what: &str) {
        if outage.is_none_or(|outage| self.app.context.should_log(outage.reason())) {
            tracing::warn!(workflow, cause = %cause, "{what}");
        }
    }
}

fn unprocessed(workflow: &str, error: String) -> Unprocessed {
    Unprocessed { workflow: workflow.to_owned(), item: None, error, next_try_at: None, set_aside: false }
}
