//! Sends the reminders whose time has come: of drafts not sent, of calls that people asked about, to leads.
//!
//! Level-triggered: deadlines say in the `due` index when they are to be looked at, and what they are is found then.
//! What several deadlines have for one person in one run is one mail. Running twice, late, or in two places at once
//! sends nothing twice, and what has become useless meanwhile is left out.

use context::Context;
use store::{Reminded, Run, Store, StoreError, run_again};

/// Runs of one invocation: what is left is due again at the next.
const ROUNDS: u32 = 20;

/// Does whatever is due.
pub async fn run(context: &Context, store: &Store) -> Result<Run<Reminded>, StoreError> {
    let run = run_again(ROUNDS, || store.remind_due(context)).await?;
    let total = run.done;
    if total != Reminded::default() {
        tracing::info!(deadlines.looked_at = total.deadlines, mails.owed = total.mails, "reminded");
    }
    Ok(run)
}
