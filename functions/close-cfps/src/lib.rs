//! Tells that calls for proposals have opened, were moved, or have closed: announcements, mails to people with drafts
//! and to leads, and the plan of reminders.
//!
//! Level-triggered: calls say in the `due` index when something is to be told. Running twice, late, or in two places at
//! once tells nothing twice. Whether a proposal is in time is not decided here but in the write that sends it.

use context::Context;
use store::{CallsProcessed, Run, Store, StoreError, run_again};

/// Runs of one invocation: what is left is due again at the next.
const ROUNDS: u32 = 20;

/// Does whatever is due.
pub async fn run(context: &Context, store: &Store) -> Result<Run<CallsProcessed>, StoreError> {
    let run = run_again(ROUNDS, || store.process_calls(context)).await?;
    let total = run.done;
    if total != CallsProcessed::default() {
        tracing::info!(
            calls.planned = total.planned,
            calls.opened = total.opened,
            calls.moved = total.moved,
            calls.closed = total.closed,
            mails.owed = total.mails,
            "told of calls"
        );
    }
    Ok(run)
}
