//! Runs the workflows, each by itself: after every write, every second, and as far as the clock is moved.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

use aws_sdk_ses::Client as Ses;
use context::SetClock;
use jiff::Timestamp;
use serde::Serialize;
use store::{AttentionScope, StoreError};
use tokio::sync::Mutex;
use web::App;

use crate::functions::Workflow;

/// Least time between two runs of a workflow, so that a stampede of writes does not make as many.
pub(crate) const PAUSE: Duration = Duration::from_millis(50);

/// Rounds without any progress after which something due is taken to be stuck.
const PATIENCE: u32 = 20;

/// How long one run may take: a workflow that hangs is ended, as Lambda would end it.
const RUN_LASTS: Duration = Duration::from_mins(1);

/// Failed items that an answer lists.
const LISTED: usize = 1000;

/// How much of the background's work is done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// Everything, until nothing is due.
    All,
    /// One batch of each workflow.
    OneBatch,
    /// Only what people who ask now wait for: passes that came back, and mails such as sign-in links. The rest can wait.
    Urgent,
}

/// The workflows of one Plumbline.
#[derive(Debug)]
pub(crate) struct Workflows {
    app: App,
    ses: Ses,
    /// Of each workflow, held while it runs: running twice at once is harmless, and a waste.
    running: [Mutex<()>; Workflow::ALL.len()],
}

/// What the workflows came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// The clock's time afterwards.
    pub now: Timestamp,
    /// What is not processed: everything else that was due is.
    pub failed: Vec<Unprocessed>,
}

/// Something due that is not processed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unprocessed {
    pub workflow: String,
    /// The item's key; `None` where the workflow itself failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    pub error: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_try_at: Option<Timestamp>,
    /// Whether it waits for a person.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub set_aside: bool,
}

/// Something due could not be processed; everything else was.
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

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Panicked => f.write_str("it panicked; see the log"),
            Self::TooLong => write!(f, "it was ended after {} seconds", RUN_LASTS.as_secs()),
        }
    }
}

/// Workflows that make no progress, while the clock is moved.
#[derive(Debug, Default)]
struct Stuck {
    /// With what the workflow has due since when, and why.
    since: BTreeMap<&'static str, (Timestamp, String)>,
    /// Those that hang: they are not run again.
    hanging: BTreeSet<&'static str>,
}

impl Workflows {
    pub(crate) fn new(app: App, ses: Ses) -> Self {
        Self { app, ses, running: Default::default() }
    }

    /// Does everything that is due now.
    pub(crate) async fn run(&self) -> Settled {
        let mut stuck = Stuck::default();
        self.settle(&mut stuck).await;
        self.settled(stuck).await
    }

    /// Moves the clock to `target` through every due instant in order, and does at each what is due.
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

    /// What the items say of failures, and what else is stuck.
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

    /// Runs all workflows, in order, until nothing is due. One that fails keeps none of the others back.
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

    /// Runs one workflow as far as `pace` says, which is asked before every batch; answers how much was done.
    async fn run_one(&self, workflow: Workflow, pace: impl Fn() -> Pace) -> Result<u64, RunError> {
        let _running = self.running[workflow as usize].lock().await;
        let mut done = 0;
        loop {
            let urgent_only = pace() == Pace::Urgent;
            if urgent_only && !workflow.is_urgent() {
                return Ok(done);
            }
            let (app, ses) = (self.app.clone(), self.ses.clone());
            // On a thread of its own: a panic ends the run, as it would end a function's, and nothing else; and a
            // function's future need not be able to move between threads, since on Lambda it never has to.
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

    /// Which workflows have something due now that is not known to be stuck, and since when.
    async fn due_now(&self, stuck: &Stuck) -> Vec<(&'static str, Timestamp)> {
        let now = self.app.context.now();
        let mut due = Vec::new();
        for workflow in Workflow::ALL.iter().map(|workflow| workflow.name()) {
            let since = match self.app.store.next_due(workflow).await {
                Ok(since) => since,
                Err(error) => {
                    tracing::warn!(workflow, cause = %error, "what is due cannot be listed");
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

    /// The soonest instant after `now` at which a workflow has something to do.
    async fn next_due_after(&self, now: Timestamp) -> Option<Timestamp> {
        let mut soonest: Option<Timestamp> = None;
        for workflow in Workflow::ALL.iter().map(|workflow| workflow.name()) {
            match self.app.store.next_due_after(workflow, now).await {
                Ok(next) => soonest = soonest.into_iter().chain(next).min(),
                Err(error) => tracing::warn!(workflow, cause = %error, "what is due cannot be listed"),
            }
        }
        soonest
    }

    /// One run of a workflow in the background: what is due and fails stays due.
    pub(crate) async fn wake(&self, workflow: Workflow, pace: impl Fn() -> Pace) {
        if let Err(error) = self.run_one(workflow, pace).await {
            tracing::warn!(workflow = workflow.name(), cause = %error, "a workflow failed and runs again");
        }
    }
}

fn unprocessed(workflow: &str, error: String) -> Unprocessed {
    Unprocessed { workflow: workflow.to_owned(), item: None, error, next_try_at: None, set_aside: false }
}
