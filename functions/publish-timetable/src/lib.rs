//! Queues the mails of a timetable release that the publishing request did not get to.
//!
//! Level-triggered: the release in force says in the `due` index that it has mails to owe. They were written beside it
//! before it counted; each batch is owed under the guard of how many were. Running twice, late, or in two places at once
//! changes nothing.

use context::Context;
use store::{Run, Store, StoreError, Told};

/// Owes whatever is due.
pub async fn run(context: &Context, store: &Store) -> Result<Run<Told>, StoreError> {
    let run = store.notify_speakers_due(context).await?;
    let told = run.done;
    if told != Told::default() {
        tracing::info!(mails = told.mails, "told of a release");
    }
    Ok(run)
}
