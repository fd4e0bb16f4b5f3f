//! Virtual time: stopped until the scheduler moves it, for the product's own waiting and for the SDK's.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context as Task, Poll, Waker};
use std::time::{Duration, SystemTime};

use aws_smithy_async::rt::sleep::{AsyncSleep, Sleep};
use aws_smithy_async::time::TimeSource;
use context::Clock;
use jiff::Timestamp;

/// A clock that only [`VirtualClock::set`] moves. Clones are the same clock.
#[derive(Clone, Debug)]
pub struct VirtualClock {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    now: Timestamp,
    next: u64,
    /// Who sleeps until when, in order.
    sleepers: BTreeMap<(Timestamp, u64), Option<Waker>>,
}

impl VirtualClock {
    /// A clock that stands at `now`.
    pub fn new(now: Timestamp) -> Self {
        Self { state: Arc::new(Mutex::new(State { now, next: 0, sleepers: BTreeMap::new() })) }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When the next sleeper wakes; `None` if there is none.
    pub fn next_sleeper(&self) -> Option<Timestamp> {
        self.lock().sleepers.keys().next().map(|(at, _)| *at)
    }

    /// Moves the clock forward, and wakes who has slept long enough. A time before its own is ignored.
    pub fn set(&self, to: Timestamp) {
        let mut state = self.lock();
        state.now = state.now.max(to);
        let now = state.now;
        let due: Vec<Waker> =
            state.sleepers.range_mut(..=(now, u64::MAX)).filter_map(|(_, waker)| waker.take()).collect();
        drop(state);
        due.into_iter().for_each(Waker::wake);
    }

    fn sleeper(&self, duration: Duration) -> Sleeper {
        let mut state = self.lock();
        let key = (state.now.checked_add(duration).unwrap_or(Timestamp::MAX), state.next);
        state.next += 1;
        state.sleepers.insert(key, None);
        Sleeper { clock: self.clone(), key }
    }
}

struct Sleeper {
    clock: VirtualClock,
    key: (Timestamp, u64),
}

impl Future for Sleeper {
    type Output = ();

    fn poll(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<()> {
        let mut state = self.clock.lock();
        if state.now >= self.key.0 {
            return Poll::Ready(());
        }
        state.sleepers.insert(self.key, Some(task.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Sleeper {
    fn drop(&mut self) {
        self.clock.lock().sleepers.remove(&self.key);
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        self.lock().now
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(self.sleeper(duration))
    }
}

impl AsyncSleep for VirtualClock {
    fn sleep(&self, duration: Duration) -> Sleep {
        Sleep::new(self.sleeper(duration))
    }
}

impl TimeSource for VirtualClock {
    fn now(&self) -> SystemTime {
        Clock::now(self).into()
    }
}
