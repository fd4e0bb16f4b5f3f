//! The one way in which a workflow processes due items: each unit by itself, so that a failure stays isolated.

use std::any::Any;
use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::panic::AssertUnwindSafe;

use context::Context;
use domain::failure::without_personal_data;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::stream::{self, Stream, StreamExt};
use jiff::Timestamp;

use super::DueItem;
use crate::keys::{self, Key};
use crate::{Store, StoreError};

/// How a workflow's due items are processed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work {
    pub(crate) workflow: &'static str,
    /// Due items listed in one run, if the run lists them itself.
    pub(crate) batch: i32,
    /// Names the unit that an item shares with others; without a name, the item is a unit alone.
    pub(crate) together: fn(&Key) -> Option<String>,
    /// Items in one unit, at most.
    pub(crate) unit: usize,
    /// Units processed concurrently.
    pub(crate) at_once: usize,
}

impl Work {
    /// Each item alone, one after the other.
    pub(crate) const fn each(workflow: &'static str, batch: i32) -> Self {
        Self { workflow, batch, together: |_| None, unit: 1, at_once: 1 }
    }
}

/// The result of one unit: its counts, and whether there is more to do now. Boxed, so that the future that holds it can
/// move between threads and stays small.
pub(crate) type Processing<'p, T> = BoxFuture<'p, Result<(T, bool), StoreError>>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run<T> {
    pub done: T,
    /// Whether more is due now: run again.
    pub more: bool,
    /// Items that failed. All others were processed.
    pub failed: Vec<Failed>,
}

impl<T: AddAssign> AddAssign for Run<T> {
    fn add_assign(&mut self, other: Self) {
        self.done += other.done;
        self.more = other.more;
        self.failed.extend(other.failed);
    }
}

/// A due item that a run could not process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    pub workflow: &'static str,
    pub key: Key,
    /// Without names and addresses.
    pub error: String,
    /// `None` if the item is set aside. `None` too if the failure could not be recorded: then the item stays due as
    /// before.
    pub next_try_at: Option<Timestamp>,
    pub set_aside: bool,
    /// Whether the item is at fault; otherwise concurrent writes were the cause.
    pub is_the_items_fault: bool,
}

/// Runs a workflow again while it has more to do, up to a number of times.
pub async fn run_again<T: Default + AddAssign, F: Future<Output = Result<Run<T>, StoreError>>>(
    times: u32,
    run: impl Fn() -> F,
) -> Result<Run<T>, StoreError> {
    let mut total = Run::default();
    for _ in 0..times {
        total += run().await?;
        if !total.more {
            break;
        }
    }
    Ok(total)
}

impl Store {
    /// Processes a workflow's due items, unit by unit. `process` gets the keys of one unit and returns its counts and
    /// whether there is more to do now.
    ///
    /// If a unit fails or panics, its items are tried again one by one, so that only the item at fault is blamed. The
    /// failure is recorded on that item, its next try is put off, and the run goes on. The run as a whole fails only if
    /// the table cannot be reached.
    ///
    /// `self` must be the store that `process` works with: its left-out items are recorded afterwards.
    pub(crate) async fn process_due<'p, T: Default + AddAssign + Send>(
        &self,
        ctx: &Context,
        work: &Work,
        process: impl Fn(Vec<Key>) -> Processing<'p, T> + Sync,
    ) -> Result<Run<T>, StoreError> {
        let (due, more) = self.due(work.workflow, ctx.now(), work.batch).await?;
        let mut run =
            self.process_units(ctx, work, stream::iter(units(work, due).into_iter().map(Ok)), process).await?;
        run.more |= more;
        Ok(run)
    }

    /// The same for units that the caller lists, each only when there is room for it.
    pub(crate) async fn process_units<'p, T: Default + AddAssign + Send>(
        &self,
        ctx: &Context,
        work: &Work,
        units: impl Stream<Item = Result<Vec<DueItem>, StoreError>>,
        process: impl Fn(Vec<Key>) -> Processing<'p, T> + Sync,
    ) -> Result<Run<T>, StoreError> {
        let mut run = Run { done: T::default(), more: false, failed: Vec::new() };
        let process = &process;
        let ended = units
            .map(|unit| async move { self.process_unit(ctx, work, unit?, process).await })
            .buffer_unordered(work.at_once);
        let mut ended = std::pin::pin!(ended);
        let mut out_of_reach = None;
        while let Some(unit) = ended.next().await {
            match unit {
                Ok(unit) => {
                    run.done += unit.done;
                    run.more |= unit.more;
                    run.failed.extend(unit.failed);
                }
                // Other units would fail in the same way; running ones finish.
                Err(error) => {
                    out_of_reach = Some(error);
                    break;
                }
            }
        }
        if !run.failed.is_empty() {
            let set_aside = run.failed.iter().filter(|failed| failed.set_aside).count();
            tracing::warn!(
                dimension.workflow = work.workflow,
                metric.failures = run.failed.len(),
                failures.set_aside = set_aside,
                "due items could not be processed"
            );
        }
        out_of_reach.map_or(Ok(run), Err)
    }

    async fn process_unit<'p, T: Default + AddAssign + Send>(
        &self,
        ctx: &Context,
        work: &Work,
        unit: Vec<DueItem>,
        process: &(impl Fn(Vec<Key>) -> Processing<'p, T> + Sync),
    ) -> Result<Run<T>, StoreError> {
        let mut run = Run { done: T::default(), more: false, failed: Vec::new() };
        let keys: Vec<_> = unit.iter().map(|item| item.key.clone()).collect();
        let whole = self.attempt(ctx, process, keys.clone()).await;
        let alone = unit.len() == 1;
        match whole {
            Ok((done, more)) => {
                run.done += done;
                run.more |= more;
            }
            // Every item would fail in the same way, so none is blamed.
            Err(error) if error.outage().is_some() => return Err(error),
            Err(error) if alone => run.failed.extend(self.fail(ctx, work.workflow, &unit[0], &error).await?),
            Err(_) => {
                for (item, key) in unit.iter().zip(keys) {
                    match self.attempt(ctx, process, vec![key]).await {
                        Ok((done, more)) => {
                            run.done += done;
                            run.more |= more;
                        }
                        Err(error) if error.outage().is_some() => return Err(error),
                        Err(error) => run.failed.extend(self.fail(ctx, work.workflow, item, &error).await?),
                    }
                }
            }
        }
        self.record_left_out(ctx, Some(work.workflow)).await?;
        Ok(run)
    }

    /// One try; a panic counts as a failure.
    async fn attempt<'p, T: Default>(
        &self,
        ctx: &Context,
        process: &(impl Fn(Vec<Key>) -> Processing<'p, T> + Sync),
        keys: Vec<Key>,
    ) -> Result<(T, bool), StoreError> {
        let tried = async {
            match keys.first().filter(|key| keys::beside_of(key).is_some()) {
                Some(beside) => self.recheck(ctx, beside).await.map(|()| (T::default(), false)),
                None => process(keys).await,
            }
        };
        match AssertUnwindSafe(tried).catch_unwind().await {
            Ok(done) => done,
            Err(panic) => Err(StoreError::Broken(format!("panicked: {}", message(&*panic)))),
        }
    }

    /// Records and logs a failure. `None` if the item has changed since it was listed: then the failure may be about
    /// its earlier version.
    async fn fail(
        &self,
        ctx: &Context,
        workflow: &'static str,
        item: &DueItem,
        error: &StoreError,
    ) -> Result<Option<Failed>, StoreError> {
        let text = without_personal_data(&error.to_string());
        if let StoreError::Unreadable { key, .. } = error
            && *key != item.key
            && keys::beside_of(&item.key).is_none()
        {
            // The item is fine and has to wait; the agenda also shows the item it waits for.
            self.leave_out_unreadable(key, error);
        }
        let recorded = match self.record_failure(ctx, workflow, item, error).await {
            Ok(Some(recorded)) => Some(recorded),
            // Another write changed it meanwhile, so its new due time applies.
            Ok(None) => return Ok(None),
            Err(unrecorded) if unrecorded.is_the_items_fault() => {
                let cause = without_personal_data(&unrecorded.to_string());
                tracing::error!(item.pk = item.key.pk, item.sk = item.key.sk, cause, "a failure could not be recorded");
                None
            }
            Err(out_of_reach) => return Err(out_of_reach),
        };
        let next_try_at = recorded.as_ref().and_then(|failure| failure.next_try_at);
        let set_aside = recorded.as_ref().is_some_and(|failure| failure.next_try_at.is_none());
        tracing::error!(
            workflow,
            item.pk = item.key.pk,
            item.sk = item.key.sk,
            cause = text,
            failures = recorded.as_ref().map_or(0, |failure| failure.failures),
            set_aside,
            "a due item could not be processed"
        );
        let is_the_items_fault = error.is_the_items_fault();
        let key = item.key.clone();
        Ok(Some(Failed { workflow, key, error: text, next_try_at, set_aside, is_the_items_fault }))
    }
}

/// The units of a batch, ordered by their first due item.
fn units(work: &Work, due: Vec<DueItem>) -> Vec<Vec<DueItem>> {
    let mut units: Vec<Vec<DueItem>> = Vec::new();
    let mut open: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for item in due {
        // Retries are not grouped with first tries.
        let is_retry = item.due_pk == keys::due_again(work.workflow);
        let name = (work.together)(&item.key).map(|name| (name, is_retry));
        match name.as_ref().and_then(|name| open.get(name)).copied() {
            Some(at) if units[at].len() < work.unit => units[at].push(item),
            _ => {
                open.extend(name.map(|name| (name, units.len())));
                units.push(vec![item]);
            }
        }
    }
    units
}

/// The message of a panic.
fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a message".into())
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::types::AttributeValue;

    use super::*;

    fn item(pk: &str, again: bool) -> DueItem {
        let due_pk = if again { keys::due_again("x") } else { keys::due("x", 0) };
        DueItem { key: Key { pk: pk.into(), sk: "S".into() }, due_pk, due_at: AttributeValue::N("0".into()) }
    }

    #[test]
    fn units_hold_what_belongs_together_and_nothing_that_failed_before() {
        let together = |key: &Key| key.pk.split_once('-').map(|(name, _)| name.to_owned());
        let work = Work { together, unit: 2, ..Work::each("x", 100) };
        let due = [("a-1", false), ("b", false), ("a-2", false), ("a-3", false), ("a-4", true), ("b", true)];
        let units = units(&work, due.map(|(pk, again)| item(pk, again)).into());
        let shown: Vec<Vec<_>> = units.iter().map(|unit| unit.iter().map(|i| i.key.pk.as_str()).collect()).collect();
        assert_eq!(shown, [vec!["a-1", "a-2"], vec!["b"], vec!["a-3"], vec!["a-4"], vec!["b"]]);
    }
}
