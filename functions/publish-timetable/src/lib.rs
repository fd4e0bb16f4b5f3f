//! Queues the mails of a timetable release that the publishing request did not queue.
//!
//! Level-triggered: the release in force stores in the `due` index that it has mails to queue. Publishing stores their
//! list before the release takes effect. Each batch is guarded by the number of mails queued so far. Running twice,
//! late, or in two places at once changes nothing.

use context::Context;
use store::{NotifiedSpeakers, Run, Store, StoreError};

/// Queues all mails that are due.
pub async fn run(context: &Context, store: &Store) -> Result<Run<NotifiedSpeakers>, StoreError> {
    let run = store.notify_speakers_due(context).await?;
    let notified = run.done;
    if notified != NotifiedSpeakers::default() {
        tracing::info!(mails = notified.mails, "notified speakers of a release");
    }
    Ok(run)
}
