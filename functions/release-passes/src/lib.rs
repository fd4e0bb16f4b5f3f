//! Releases the passes that reserved pools have not claimed by their `claim_by`, and notifies their leads a week
//! before.
//!
//! Level-triggered: each reserved pool stores in the `due` index when it ends. Running twice, late, or in two places at
//! once changes nothing. The passes go to `general` as returned passes, so the waitlist gets them first.

use context::Context;
use store::{Released, Run, Store, StoreError};

/// Processes everything that is due.
pub async fn run(context: &Context, store: &Store) -> Result<Run<Released>, StoreError> {
    let run = store.release_due(context).await?;
    let done = run.done;
    if done.passes + done.notices > 0 {
        tracing::info!(passes.released = done.passes, leads.told = done.notices, "released");
    }
    Ok(run)
}
