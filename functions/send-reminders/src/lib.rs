//! Sends the reminders that are due: about unsubmitted drafts, about calls that people subscribed to, and to leads.
//!
//! Level-triggered: deadlines store in the `due` index when to look at them, and the workflow finds the due reminders
//! then. It combines the reminders of one person in one run into one mail. Running twice, late, or in two places at
//! once sends nothing twice, and outdated reminders are skipped.

use context::Context;
use store::{Reminded, Run, Store, StoreError, run_again};

/// Rounds in one invocation; what remains is due again in the next one.
const ROUNDS: u32 = 20;

/// Processes everything that is due.
pub async fn run(context: &Context, store: &Store) -> Result<Run<Reminded>, StoreError> {
    let run = run_again(ROUNDS, || store.remind_due(context)).await?;
    let total = run.done;
    if total != Reminded::default() {
        tracing::info!(deadlines.looked_at = total.deadlines, mails.owed = total.mails, "reminded");
    }
    Ok(run)
}
