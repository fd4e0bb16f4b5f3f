//! Threads for blocking calls, so that the runtime's own threads never wait for the disk.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

type Job = Box<dyn FnOnce() + Send>;

/// A few threads with one queue. They end when the last handle is dropped.
#[derive(Clone, Debug)]
pub(crate) struct Threads {
    queue: Sender<Job>,
}

impl Threads {
    /// Starts `count` threads; each does one job at a time, and jobs start in the order of arrival.
    pub(crate) fn start(name: &str, count: usize) -> std::io::Result<Self> {
        let (queue, jobs) = channel::<Job>();
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..count {
            let jobs = Arc::clone(&jobs);
            std::thread::Builder::new().name(name.to_owned()).spawn(move || work(&jobs))?;
        }
        Ok(Self { queue })
    }

    /// Runs a job to its end even if the caller is gone, like a call over a network. `None` if the job panicked.
    pub(crate) async fn run<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let (answer, answered) = oneshot::channel();
        self.queue.send(Box::new(move || drop(answer.send(job())))).ok()?;
        answered.await.ok()
    }
}

fn work(jobs: &Mutex<Receiver<Job>>) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // A panicking job loses its answer, but its thread continues.
        drop(std::panic::catch_unwind(std::panic::AssertUnwindSafe(job)));
    }
}
