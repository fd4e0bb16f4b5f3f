//! The clock behind all reading of time and all waiting: the machine's, or one that a test or a rehearsal sets.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::RwLock;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

pub trait Clock: fmt::Debug + Send + Sync {
    fn now(&self) -> Timestamp;
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

#[allow(clippy::disallowed_methods, reason = "this is the one place")]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// A clock that can be set forward. It is either stopped or runs on from the set time.
#[derive(Debug)]
pub struct SetClock {
    state: RwLock<State>,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Stopped(Timestamp),
    RunsAhead(SignedDuration),
}

impl SetClock {
    /// Shows `now` until it is set.
    pub fn stopped(now: Timestamp) -> Self {
        Self { state: RwLock::new(State::Stopped(now)) }
    }

    /// Starts at `now` and runs on.
    pub fn running(now: Timestamp) -> Self {
        let ahead = now.duration_since(SystemClock.now());
        Self { state: RwLock::new(State::RunsAhead(ahead)) }
    }

    /// Sets the clock forward and returns its new time. An earlier time is ignored: time never runs backwards.
    pub fn set(&self, to: Timestamp) -> Timestamp {
        let mut state = self.state.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        let now = read(*state);
        if to > now {
            *state = match *state {
                State::Stopped(_) => State::Stopped(to),
                State::RunsAhead(_) => State::RunsAhead(to.duration_since(SystemClock.now())),
            };
            to
        } else {
            now
        }
    }
}

fn read(state: State) -> Timestamp {
    match state {
        State::Stopped(now) => now,
        State::RunsAhead(ahead) => SystemClock.now() + ahead,
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        read(*self.state.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    // Callers wait to back off between attempts, which takes real time even while the clock is stopped.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        SystemClock.sleep(duration)
    }
}
