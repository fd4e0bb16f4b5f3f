//! Everyone at once: clients take requests from one plan and send each until it is answered.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use crate::Outcome;
use crate::attendee::Attendee;
use crate::client::{Answer, Ask, Client, wait};

/// Times that one request is sent before it counts as given up.
const TRIES: u32 = 40;

/// The longest wait that a `Retry-After` is followed for.
const RETRY_AFTER_MOST: Duration = Duration::from_secs(5);

/// How long a lost connection waits while the server counts as up.
const RECONNECT: Duration = Duration::from_millis(50);

/// A request with its last answer. Times count from the start of the run.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) attendee: Attendee,
    /// When it was first sent.
    pub(crate) first_asked: Duration,
    /// When it was sent that time that it was answered.
    pub(crate) asked: Duration,
    /// When the answer was there.
    pub(crate) received: Duration,
    /// The answer, or why there is none.
    pub(crate) answer: Result<Answer, String>,
}

/// What a crowd was answered.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    /// Each request of the plan, in no order.
    pub(crate) sent: Vec<Sent>,
    /// Every answer by its status and problem, those included after which the client tried again.
    pub(crate) tally: BTreeMap<String, u64>,
}

/// A crowd that registers.
#[derive(Debug)]
pub(crate) struct Crowd {
    address: SocketAddr,
    path: String,
    plan: Vec<Attendee>,
    next: AtomicUsize,
    start: Instant,
    progress: Progress,
    is_up: watch::Receiver<bool>,
}

/// The progress of a run.
#[derive(Debug)]
pub(crate) struct Progress {
    has_pass: Vec<AtomicBool>,
    registered: AtomicU32,
    answered: AtomicUsize,
    moved: Notify,
}

impl Progress {
    pub(crate) fn new(people: usize) -> Self {
        Self {
            has_pass: (0..people).map(|_| AtomicBool::new(false)).collect(),
            registered: AtomicU32::new(0),
            answered: AtomicUsize::new(0),
            moved: Notify::new(),
        }
    }

    pub(crate) fn note(&self, attendee: Attendee, answer: &Answer) {
        if matches!(answer.status, 200 | 201)
            && let Some(has_pass) = self.has_pass.get(attendee.0 as usize)
            && !has_pass.swap(true, Ordering::Relaxed)
        {
            self.registered.fetch_add(1, Ordering::Relaxed);
        }
        self.answered.fetch_add(1, Ordering::Relaxed);
        self.moved.notify_waiters();
    }

    /// The number of people whose answer says that they have a pass.
    pub(crate) fn registered(&self) -> u32 {
        self.registered.load(Ordering::Relaxed)
    }

    /// Waits until that many people have such an answer.
    pub(crate) async fn wait_registered(&self, people: u32) {
        self.wait(|| self.registered() >= people).await;
    }

    /// Waits until that many requests were answered.
    pub(crate) async fn wait_answered(&self, requests: usize) {
        self.wait(|| self.answered.load(Ordering::Relaxed) >= requests).await;
    }

    async fn wait(&self, done: impl Fn() -> bool) {
        loop {
            let moved = self.moved.notified();
            if done() {
                return;
            }
            moved.await;
        }
    }
}

impl Crowd {
    /// A crowd of `people` with this plan. `is_up` says whether the server runs; while it does not, no request is sent.
    pub(crate) fn new(
        address: SocketAddr,
        path: String,
        people: u32,
        plan: Vec<Attendee>,
        is_up: watch::Receiver<bool>,
    ) -> Arc<Self> {
        Arc::new(Self {
            address,
            path,
            plan,
            next: AtomicUsize::new(0),
            start: Instant::now(),
            progress: Progress::new(people as usize),
            is_up,
        })
    }

    /// The progress of the run.
    pub(crate) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// When the run started; times of [`Sent`] count from here.
    pub(crate) fn start(&self) -> Instant {
        self.start
    }

    /// Sends everyone's requests over this many clients, until all are answered.
    pub(crate) async fn run(self: &Arc<Self>, clients: u32) -> Outcome<Answers> {
        let mut running = JoinSet::new();
        for _ in 0..clients {
            let crowd = Arc::clone(self);
            running.spawn(async move { crowd.client().await });
        }
        let mut all = Answers::default();
        while let Some(answers) = running.join_next().await {
            let answers = answers.map_err(|e| format!("a client failed: {e}"))?;
            all.sent.extend(answers.sent);
            for (kind, count) in answers.tally {
                *all.tally.entry(kind).or_default() += count;
            }
        }
        Ok(all)
    }

    async fn client(&self) -> Answers {
        let mut client = Client::new(self.address);
        let mut answers = Answers::default();
        while let Some(attendee) = self.plan.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            let sent = self.register(&mut client, *attendee, &mut answers.tally).await;
            answers.sent.push(sent);
        }
        answers
    }

    async fn register(&self, client: &mut Client, attendee: Attendee, tally: &mut BTreeMap<String, u64>) -> Sent {
        let first_asked = self.start.elapsed();
        let ask = registration(&self.path, attendee);
        let (asked, answer) = send_until_answered(client, &ask, self.is_up.clone(), tally).await;
        if let Ok(answer) = &answer
            && answer.status != 503
        {
            self.progress.note(attendee, answer);
        }
        let asked = asked.saturating_duration_since(self.start);
        Sent { attendee, first_asked, asked, received: self.start.elapsed(), answer }
    }
}

/// Sends a request until it is answered with something else than "try again". Returns when the last one was sent, and its
/// answer, or why there is none.
pub(crate) async fn send_until_answered(
    client: &mut Client,
    ask: &Ask,
    mut is_up: watch::Receiver<bool>,
    tally: &mut BTreeMap<String, u64>,
) -> (Instant, Result<Answer, String>) {
    let mut last = Err("was never sent".to_owned());
    let mut asked = Instant::now();
    for _ in 0..TRIES {
        asked = Instant::now();
        last = client.send(ask).await;
        let kind = match &last {
            Ok(answer) => format!("{} {}", answer.status, answer.problem().unwrap_or_default()),
            Err(_) => "connection lost".to_owned(),
        };
        *tally.entry(kind.trim_end().to_owned()).or_default() += 1;
        match &last {
            Ok(answer) if answer.status == 503 => {
                wait(Duration::from_secs(answer.retry_after.unwrap_or(1)).min(RETRY_AFTER_MOST)).await;
            }
            Ok(_) => break,
            Err(_) => {
                wait(RECONNECT).await;
                // Its sender is gone only when the run is.
                let _ = is_up.wait_for(|up| *up).await;
            }
        }
    }
    (asked, last)
}

/// The request that registers an attendee.
pub(crate) fn registration(path: &str, attendee: Attendee) -> Ask {
    let ask = Ask::post(path, &attendee.body());
    match attendee.key() {
        Some(key) => ask.header("idempotency-key", key),
        None => ask,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn progress_counts_people_and_not_answers() {
        let progress = Progress::new(3);
        let made = Answer { status: 201, ..Answer::default() };
        for number in [0, 0, 2] {
            progress.note(Attendee(number), &made);
        }
        progress.note(Attendee(1), &Answer { status: 409, ..Answer::default() });
        assert_eq!(progress.registered(), 2);
        progress.wait_registered(2).await;
        progress.wait_answered(4).await;
    }
}
