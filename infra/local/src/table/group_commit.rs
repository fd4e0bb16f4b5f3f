//! Group commit: one flush to the disk makes many writes durable.
//!
//! `SQLite` would flush its log once for every write, under its one lock. Here it does not: `synchronous = NORMAL`
//! writes the log and flushes it only before a checkpoint. Instead, a call is answered only after a flush of the log
//! that began after the call was done. Concurrent calls share a flush. So every answered write is on the disk, and so
//! is everything that it depends on: a read also waits while anything that it may have seen is not flushed.

use std::fmt;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use store::Outage;
use tokio::sync::watch;

use crate::storage::outage_of_io;

/// Flushes on a separate thread, which ends when the last clone is dropped.
#[derive(Clone)]
pub(crate) struct GroupCommit {
    shared: Arc<Shared>,
    ended: watch::Receiver<Ended>,
    _last: Arc<StopOnDrop>,
}

struct Shared {
    flushes: Mutex<Flushes>,
    wanted: Condvar,
}

#[derive(Default)]
struct Flushes {
    /// The number of the last flush that began.
    begun: u64,
    /// The number of the flush that covers all completed writes.
    needed: u64,
    /// Writes in progress: their effects are visible before they are done.
    writing: u64,
    stop: bool,
}

impl Flushes {
    /// A flush that has already begun may miss this write.
    fn need_another(&mut self) {
        self.needed = self.begun + 1;
    }
}

/// The number of the last completed flush, or why no more will follow.
#[derive(Clone, Debug)]
enum Ended {
    Flush(u64),
    Failed(FlushFailure),
}

/// A flush failed. The state of the system's buffers is then unknown, so nothing is answered until a restart reads the
/// disk again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FlushFailure {
    pub(crate) outage: Outage,
    pub(crate) cause: String,
}

struct StopOnDrop(Arc<Shared>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.lock().stop = true;
        self.0.wanted.notify_one();
    }
}

impl fmt::Debug for GroupCommit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GroupCommit")
    }
}

/// A write in progress, from before it changes anything until it is done. Then it needs a flush, even if no caller
/// waits for it.
pub(crate) struct WriteUnderWay(Arc<Shared>);

impl Drop for WriteUnderWay {
    fn drop(&mut self) {
        let mut flushes = self.0.lock();
        flushes.writing -= 1;
        flushes.need_another();
        drop(flushes);
        self.0.wanted.notify_one();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Flushes> {
        self.flushes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl GroupCommit {
    /// Starts the thread; `flush` returns when everything written before the call is on the disk.
    pub(crate) fn start(flush: impl FnMut() -> io::Result<()> + Send + 'static) -> io::Result<Self> {
        let shared = Arc::new(Shared { flushes: Mutex::default(), wanted: Condvar::new() });
        let (tell, ended) = watch::channel(Ended::Flush(0));
        let for_thread = Arc::clone(&shared);
        std::thread::Builder::new().name("flush".into()).spawn(move || keep_flushing(&for_thread, &tell, flush))?;
        let last = Arc::new(StopOnDrop(Arc::clone(&shared)));
        Ok(Self { shared, ended, _last: last })
    }

    /// Call this before a write, and drop the result when the write is done.
    pub(crate) fn begin_write(&self) -> WriteUnderWay {
        self.shared.lock().writing += 1;
        WriteUnderWay(Arc::clone(&self.shared))
    }

    /// The failure after which nothing is answered.
    pub(crate) fn failure(&self) -> Option<FlushFailure> {
        match &*self.ended.borrow() {
            Ended::Flush(_) => None,
            Ended::Failed(failure) => Some(failure.clone()),
        }
    }

    /// Call this after a call is done: waits until everything that it wrote or saw is on the disk. After a failed flush
    /// it always fails.
    pub(crate) async fn wait(&self) -> Result<(), FlushFailure> {
        let needed = {
            let mut flushes = self.shared.lock();
            if flushes.writing > 0 {
                flushes.need_another();
            }
            flushes.needed
        };
        self.shared.wanted.notify_one();
        let mut ended = self.ended.clone();
        let reached = ended.wait_for(|ended| matches!(ended, Ended::Failed(_)) || ended.reaches(needed)).await;
        match reached.as_deref() {
            Ok(Ended::Flush(_)) => Ok(()),
            Ok(Ended::Failed(failure)) => Err(failure.clone()),
            Err(_) => {
                Err(FlushFailure { outage: Outage::DiskError, cause: "the thread that flushes has ended".into() })
            }
        }
    }
}

impl Ended {
    fn reaches(&self, needed: u64) -> bool {
        matches!(self, Self::Flush(number) if *number >= needed)
    }
}

fn keep_flushing(shared: &Shared, tell: &watch::Sender<Ended>, mut flush: impl FnMut() -> io::Result<()>) {
    loop {
        let number = {
            let flushes = shared.lock();
            let idle = |flushes: &mut Flushes| flushes.needed <= flushes.begun && !flushes.stop;
            let mut flushes = shared.wanted.wait_while(flushes, idle).unwrap_or_else(PoisonError::into_inner);
            if flushes.stop {
                return;
            }
            flushes.begun += 1;
            flushes.begun
        };
        match flush() {
            Ok(()) => drop(tell.send_replace(Ended::Flush(number))),
            Err(error) => {
                tracing::error!(cause = %error, "the table could not be flushed to the disk; nothing is answered until a restart");
                let cause = format!("a flush failed ({error}): restart Plumbline once the disk is repaired");
                drop(tell.send_replace(Ended::Failed(FlushFailure { outage: outage_of_io(&error), cause })));
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use futures_util::FutureExt;

    use super::*;

    /// A group commit whose flushes end on command, and the number of flushes that began.
    fn fixture() -> (GroupCommit, mpsc::Sender<io::Result<()>>, mpsc::Receiver<()>) {
        let (end, ends) = mpsc::channel();
        let (began, begins) = mpsc::channel();
        let group = GroupCommit::start(move || {
            let _ = began.send(());
            ends.recv().unwrap_or(Ok(()))
        });
        (group.unwrap(), end, begins)
    }

    #[tokio::test]
    async fn an_answer_waits_for_a_flush_that_began_after_it() {
        let (group, end, begins) = fixture();
        drop(group.begin_write());
        let mut early = Box::pin(group.wait());
        assert!((&mut early).now_or_never().is_none());
        begins.recv().unwrap();
        // The first flush has begun, so it may miss this write.
        drop(group.begin_write());
        let mut late = Box::pin(group.wait());
        assert!((&mut late).now_or_never().is_none());
        end.send(Ok(())).unwrap();
        early.await.unwrap();
        begins.recv().unwrap();
        assert!((&mut late).now_or_never().is_none(), "the flush that had begun does not count");
        end.send(Ok(())).unwrap();
        late.await.unwrap();
    }

    #[tokio::test]
    async fn a_read_waits_only_for_what_it_may_have_seen() {
        let (group, end, _begins) = fixture();
        group.wait().await.unwrap();
        let write = group.begin_write();
        let mut beside = Box::pin(group.wait());
        assert!((&mut beside).now_or_never().is_none(), "it may have seen a write that is not done");
        end.send(Ok(())).unwrap();
        beside.await.unwrap();
        drop(write);
        let mut afterwards = Box::pin(group.wait());
        assert!((&mut afterwards).now_or_never().is_none());
        end.send(Ok(())).unwrap();
        afterwards.await.unwrap();
        group.wait().await.unwrap();
    }

    #[tokio::test]
    async fn many_share_one_flush() {
        let (group, end, begins) = fixture();
        drop(group.begin_write());
        begins.recv().unwrap();
        let mut rest = Box::pin(futures_util::future::join_all((0..50).map(|_| {
            drop(group.begin_write());
            group.wait()
        })));
        assert!((&mut rest).now_or_never().is_none());
        end.send(Ok(())).unwrap();
        end.send(Ok(())).unwrap();
        rest.await.into_iter().collect::<Result<Vec<()>, _>>().unwrap();
        begins.recv().unwrap();
        assert!(begins.try_recv().is_err(), "two flushes for fifty-one writes");
    }

    #[tokio::test]
    async fn after_a_flush_that_failed_nothing_is_answered_with_success() {
        let (group, end, _begins) = fixture();
        drop(group.begin_write());
        end.send(Err(io::Error::other("no disk"))).unwrap();
        let failure = group.wait().await.unwrap_err();
        assert_eq!(failure.outage, Outage::DiskError);
        assert!(failure.cause.contains("no disk"), "{failure:?}");
        drop(group.begin_write());
        assert_eq!(group.wait().await, Err(failure.clone()));
        assert_eq!(group.failure(), Some(failure));
    }
}
