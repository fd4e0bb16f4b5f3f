//! What goes on by itself: workflows after every write and every second, the clock's notes, the sweep.

use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{NOTE_AHEAD, Stack};
use crate::workflows::{self, Pace};

/// Real time between two sweeps of expired items.
const SWEEP_EVERY: Duration = Duration::from_mins(5);

/// Real time between two notes of the clock.
const NOTE_EVERY: Duration = Duration::from_secs(2);

/// Requests under way from which on mails wait: both need the disk, and people wait for answers.
const BUSY: usize = 8;

/// Seconds between two batches of mails while it is so.
const BATCH_EVERY: u32 = 5;

impl Stack {
    /// Runs the workflows in the background, after every write and every second, until it is stopped.
    pub fn start_background(&self) -> Background {
        let (stop, stopped) = watch::channel(false);
        Background { stop, task: tokio::spawn(self.clone().keep_going(stopped)) }
    }

    async fn keep_going(self, mut stopped: watch::Receiver<bool>) {
        let mut rounds: u32 = 0;
        let rounds_of = |duration: Duration| u32::try_from(duration.as_secs()).unwrap_or(u32::MAX).max(1);
        loop {
            let second = self.context().sleep(Duration::from_secs(1));
            tokio::pin!(second);
            // Within a second there may be many wake-ups; housekeeping counts only the seconds.
            let is_tick = loop {
                tokio::select! {
                    _ = stopped.changed() => {
                        self.note_time(self.context().now());
                        return;
                    }
                    () = &mut second => break true,
                    () = self.inner.table.written() => {
                        self.context().sleep(workflows::PAUSE).await;
                        self.inner.workflows.wake(|| self.pace(Pace::Urgent)).await;
                    }
                }
            };
            if is_tick {
                rounds = rounds.wrapping_add(1);
                let batch = if rounds.is_multiple_of(BATCH_EVERY) { Pace::OneBatch } else { Pace::Urgent };
                self.inner.workflows.wake(|| self.pace(batch)).await;
                if rounds.is_multiple_of(rounds_of(NOTE_EVERY)) {
                    self.note_time(self.context().now() + NOTE_AHEAD);
                }
                if rounds.is_multiple_of(rounds_of(SWEEP_EVERY)) {
                    self.sweep().await;
                }
            }
        }
    }

    /// Everything, or only so much while many requests are under way.
    fn pace(&self, while_busy: Pace) -> Pace {
        if self.inner.asked.load(Ordering::Relaxed) < BUSY { Pace::All } else { while_busy }
    }
}

/// Workflows that run in the background.
#[derive(Debug)]
pub struct Background {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Background {
    /// Lets the round under way end, and stops.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        if self.task.await.is_err() {
            tracing::error!("the workflows had stopped before");
        }
    }
}
