//! Background work: workflows after every write and every second, the clock's record, the sweep.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use super::{NOTE_AHEAD, Stack};
use crate::functions::Workflow;
use crate::workflows::{self, Pace};

/// Real time between two sweeps of expired items.
const SWEEP_EVERY: Duration = Duration::from_mins(5);

/// Real time between two records of the clock.
const NOTE_EVERY: Duration = Duration::from_secs(2);

/// From this number of requests in progress on, most mails wait: both need the disk, and people wait for answers.
const BUSY: usize = 8;

/// Seconds between two batches of mails in that case.
const BATCH_EVERY: u32 = 5;

/// Wakes one workflow.
#[derive(Debug, Default)]
struct Waker {
    notify: Notify,
    /// Whether it may process a batch although many requests are in progress.
    batch: AtomicBool,
}

impl Stack {
    /// Runs the workflows in the background, after every write and every second, until it is stopped. Each runs by
    /// itself, so one that fails, panics or hangs delays none of the others.
    pub fn start_background(&self) -> Background {
        let (stop, stopped) = watch::channel(false);
        let wakers: Vec<_> = Workflow::ALL.iter().map(|workflow| (*workflow, Arc::new(Waker::default()))).collect();
        let mut tasks = Vec::new();
        for (workflow, waker) in &wakers {
            tasks.push(tokio::spawn(self.clone().keep_running(*workflow, Arc::clone(waker), stopped.clone())));
        }
        let wakers = wakers.into_iter().map(|(_, waker)| waker).collect();
        tasks.push(tokio::spawn(self.clone().keep_going(wakers, stopped)));
        Background { stack: self.clone(), stop, tasks }
    }

    async fn keep_running(self, workflow: Workflow, waker: Arc<Waker>, mut stopped: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                _ = stopped.changed() => return,
                () = waker.notify.notified() => {}
            }
            let while_busy = if waker.batch.swap(false, Ordering::Relaxed) { Pace::OneBatch } else { Pace::Urgent };
            self.inner.workflows.wake(workflow, || self.pace(while_busy)).await;
        }
    }

    async fn keep_going(self, wakers: Vec<Arc<Waker>>, mut stopped: watch::Receiver<bool>) {
        let wake_all = || wakers.iter().for_each(|waker| waker.notify.notify_one());
        let mut rounds: u32 = 0;
        let rounds_of = |duration: Duration| u32::try_from(duration.as_secs()).unwrap_or(u32::MAX).max(1);
        loop {
            let second = self.context().sleep(Duration::from_secs(1));
            tokio::pin!(second);
            // A second can have many wake-ups; housekeeping counts only the seconds.
            loop {
                tokio::select! {
                    _ = stopped.changed() => return,
                    () = &mut second => break,
                    () = self.inner.table.written() => {
                        self.context().sleep(workflows::PAUSE).await;
                        wake_all();
                    }
                }
            }
            rounds = rounds.wrapping_add(1);
            if rounds.is_multiple_of(BATCH_EVERY) {
                for waker in &wakers {
                    waker.batch.store(true, Ordering::Relaxed);
                }
            }
            wake_all();
            if rounds.is_multiple_of(rounds_of(NOTE_EVERY)) {
                self.note_time(self.context().now() + NOTE_AHEAD);
            }
            if rounds.is_multiple_of(rounds_of(SWEEP_EVERY)) {
                self.sweep().await;
            }
        }
    }

    /// Everything, or only `while_busy` while many requests are in progress.
    fn pace(&self, while_busy: Pace) -> Pace {
        if self.inner.asked.load(Ordering::Relaxed) < BUSY { Pace::All } else { while_busy }
    }
}

/// Workflows that run in the background.
#[derive(Debug)]
pub struct Background {
    stack: Stack,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Background {
    /// Finishes the runs in progress, then stops.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for task in self.tasks {
            if task.await.is_err() {
                tracing::error!("a workflow had stopped before");
            }
        }
        self.stack.note_time(self.stack.context().now());
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;
    use crate::stack::tests::{CONFERENCE, ask, stack};

    fn post(path: &str, body: &'static str) -> Request<&'static str> {
        let request = Request::post(path).header("accept", "application/json");
        request.header("content-type", "application/json").body(body).unwrap()
    }

    #[tokio::test]
    async fn while_many_requests_are_under_way_sign_in_mails_go_and_others_wait() {
        let stack = stack();
        stack.load_conference(CONFERENCE).await.unwrap();
        stack.run_workflows().await.unwrap();
        let attendee = r#"{"name": "Ann", "email": "ann@example.org", "attendance": "in_person"}"#;
        assert_eq!(ask(&stack, post("/conferences/demo-2030/registrations", attendee)).await.0, 201);
        assert_eq!(ask(&stack, post("/sign-in", r#"{"email": "organizer@example.org"}"#)).await.0, 202);
        let sent_to = || stack.outbox().unwrap().into_iter().map(|mail| mail.to).collect::<Vec<_>>();
        stack.inner.asked.store(BUSY, Ordering::Relaxed);
        stack.inner.workflows.wake(Workflow::DeliverMail, || stack.pace(Pace::Urgent)).await;
        assert_eq!(sent_to(), ["organizer@example.org"]);
        stack.inner.asked.store(0, Ordering::Relaxed);
        stack.inner.workflows.wake(Workflow::DeliverMail, || stack.pace(Pace::Urgent)).await;
        assert_eq!(sent_to(), ["ann@example.org", "organizer@example.org"]);
    }
}
