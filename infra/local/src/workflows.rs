//! Runs the workflows: after every write, every second, and as far as the clock is moved.

use std::fmt;
use std::time::Duration;

use aws_sdk_ses::Client as Ses;
use context::SetClock;
use jiff::Timestamp;
use store::StoreError;
use tokio::sync::{Mutex, MutexGuard};
use web::App;

use crate::functions::Workflow;

/// Least time between two rounds, so that a stampede of writes does not make as many rounds.
pub(crate) const PAUSE: Duration = Duration::from_millis(50);

/// Rounds without any progress after which something due is taken to be stuck.
const PATIENCE: u32 = 20;

/// How much of the background's work is done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// Everything, until nothing is due.
    All,
    /// One batch of each workflow.
    OneBatch,
    /// Only what people who ask now wait for: passes that came back. Mails can wait.
    Urgent,
}

/// The workflows of one Plumbline.
#[derive(Debug)]
pub(crate) struct Workflows {
    app: App,
    ses: Ses,
    /// Held while they run: running twice at once is harmless, and a waste.
    running: Mutex<()>,
}

/// What is due could not be done.
#[derive(Debug)]
pub enum WorkflowError {
    Store(&'static str, StoreError),
    Panicked(&'static str),
    /// Something stays due however often its workflow runs.
    Stuck(&'static str, Timestamp),
}

impl fmt::Display for WorkflowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(workflow, error) => write!(f, "{workflow}: {error}"),
            Self::Panicked(workflow) => write!(f, "{workflow} panicked; see the log"),
            Self::Stuck(workflow, since) => {
                write!(f, "{workflow} has something due since {since} that it does not get done; see the log")
            }
        }
    }
}

impl std::error::Error for WorkflowError {}

impl Workflows {
    pub(crate) fn new(app: App, ses: Ses) -> Self {
        Self { app, ses, running: Mutex::default() }
    }

    /// Does everything that is due now.
    pub(crate) async fn run(&self) -> Result<(), WorkflowError> {
        let running = self.running.lock().await;
        self.settle(&running).await
    }

    /// Moves the clock to `target` through every due instant in order, and does at each what is due.
    pub(crate) async fn run_until(&self, clock: &SetClock, target: Timestamp) -> Result<(), WorkflowError> {
        let running = self.running.lock().await;
        self.settle(&running).await?;
        while let Some((_, next)) = self.next_due().await? {
            if next > target {
                break;
            }
            clock.set(next);
            self.settle(&running).await?;
        }
        clock.set(target);
        self.settle(&running).await
    }

    /// Runs all workflows until nothing is due.
    async fn settle(&self, running: &MutexGuard<'_, ()>) -> Result<(), WorkflowError> {
        let mut idle = 0;
        loop {
            let progress = self.round(running, || Pace::All).await;
            let due = match (&progress, self.next_due().await?) {
                // What fails now may go through in the next round.
                (Err(_), due) => due,
                (Ok(_), due) => due.filter(|(_, at)| *at <= self.app.context.now()),
            };
            match (progress, due) {
                (Ok(_), None) => return Ok(()),
                (Ok(done), Some(_)) if done > 0 => idle = 0,
                (Err(error), _) if idle >= PATIENCE => return Err(error),
                (_, Some((workflow, at))) if idle >= PATIENCE => return Err(WorkflowError::Stuck(workflow, at)),
                _ => {
                    idle += 1;
                    self.app.context.sleep(PAUSE / 5).await;
                }
            }
        }
    }

    /// Runs each workflow as far as `pace` says, which is asked before every batch; answers how much was done.
    async fn round(&self, _: &MutexGuard<'_, ()>, pace: impl Fn() -> Pace) -> Result<u64, WorkflowError> {
        let mut done = 0;
        for workflow in Workflow::ALL {
            loop {
                if pace() == Pace::Urgent && !workflow.is_urgent() {
                    break;
                }
                let (app, ses) = (self.app.clone(), self.ses.clone());
                // On a thread of its own: a panic ends the run, as it would end a function's, and nothing else; and a
                // function's future need not be able to move between threads, since on Lambda it never has to.
                let runtime = tokio::runtime::Handle::current();
                let run = tokio::task::spawn_blocking(move || runtime.block_on(workflow.run(&app, &ses))).await;
                let run = run
                    .map_err(|_| WorkflowError::Panicked(workflow.name()))?
                    .map_err(|error| WorkflowError::Store(workflow.name(), error))?;
                done += run.done;
                if !run.more || run.done == 0 || pace() == Pace::OneBatch {
                    break;
                }
            }
        }
        Ok(done)
    }

    /// The soonest instant at which a workflow has something to do.
    async fn next_due(&self) -> Result<Option<(&'static str, Timestamp)>, WorkflowError> {
        let mut soonest: Option<(&'static str, Timestamp)> = None;
        for workflow in Workflow::ALL.iter().map(|workflow| workflow.name()) {
            let next = self.app.store.next_due(workflow).await.map_err(|e| WorkflowError::Store(workflow, e))?;
            if let Some(next) = next
                && soonest.is_none_or(|(_, at)| next < at)
            {
                soonest = Some((workflow, next));
            }
        }
        Ok(soonest)
    }

    /// One round in the background: what is due and fails stays due.
    pub(crate) async fn wake(&self, pace: impl Fn() -> Pace) {
        let running = self.running.lock().await;
        if let Err(error) = self.round(&running, pace).await {
            tracing::warn!(cause = %error, "a workflow failed and runs again");
        }
    }
}
