//! Queues the mails of a timetable release that the publishing request did not queue.
//!
//! Level-triggered: the release in force stores in the `due` index that it has mails to queue. Publishing stores their
//! list before the release takes effect. Each batch is guarded by the number of mails queued so far. Running twice,
//! late, or in two places at once changes nothing.

use context::Context;
use store::{Run, Store, StoreError, Told};

/// Queues all mails that are due.
pub async fn run(context: &Context, store: &Store) -> Result<Run<Told>, StoreError> {
    let run = store.notify_speakers_due(context).await?;
    let told = run.done;
    if told != Told::default() {
        tracing::info!(mails = told.mails, "told of a release");
    }
    Ok(run)
}
