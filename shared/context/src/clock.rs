//! Clocks.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::RwLock;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// Tells the time and waits.
pub trait Clock: fmt::Debug + Send + Sync {
    fn now(&self) -> Timestamp;
    /// Waits for a while on this clock.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

/// The machine's clock.
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

/// A clock that can be set forward: it stands still, or it runs on from where it was set.
#[derive(Debug)]
pub struct SetClock {
    state: RwLock<State>,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Stands(Timestamp),
    RunsAhead(SignedDuration),
}

impl SetClock {
    /// A clock that stands at `now` until it is set.
    pub fn standing(now: Timestamp) -> Self {
        Self { state: RwLock::new(State::Stands(now)) }
    }

    /// A clock that shows `now` and runs on.
    pub fn running(now: Timestamp) -> Self {
        let ahead = now.duration_since(SystemClock.now());
        Self { state: RwLock::new(State::RunsAhead(ahead)) }
    }

    /// Sets it forward; a time before its own is ignored. Answers its time afterwards.
    pub fn set(&self, to: Timestamp) -> Timestamp {
        let mut state = self.state.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        let now = read(*state);
        if to > now {
            *state = match *state {
                State::Stands(_) => State::Stands(to),
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
        State::Stands(now) => now,
        State::RunsAhead(ahead) => SystemClock.now() + ahead,
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        read(*self.state.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    // Waiting is for back-off between tries, which takes real time even when the clock stands.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        SystemClock.sleep(duration)
    }
}
