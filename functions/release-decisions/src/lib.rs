//! Notifies people of decisions that leads have released, with the passes that acceptances earn. Also looks for passes
//! for speakers who have none yet.
//!
//! It is a separate function because it hands out passes and changes proposals; a workflow that only sends reminders
//! may do neither. Level-triggered: a track's selection stores in the `due` index that a release is in progress.
//! Running twice, late, or in two places at once notifies each person once.

use context::Context;
use store::{Releases, Run, Store, StoreError, run_again};

/// Rounds in one invocation; what remains is due again in the next one.
const ROUNDS: u32 = 50;

/// Processes all releases that are due.
pub async fn run(context: &Context, store: &Store) -> Result<Run<Releases>, StoreError> {
    let run = run_again(ROUNDS, || store.notify_released_decisions(context)).await?;
    let total = run.done;
    if total.notified > 0 || total.invited > 0 {
        tracing::info!(metric.decisions = total.notified, invitations.later = total.invited, "decisions made known");
    }
    Ok(run)
}
