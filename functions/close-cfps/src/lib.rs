//! Notifies people that calls for proposals opened, moved or closed: announcements, mails to people with drafts and to
//! leads, and the plan of reminders.
//!
//! Level-triggered: a call stores in the `due` index when its next notification is due. Running twice, late, or in two
//! places at once sends no notification twice. This workflow does not decide whether a proposal is in time; the write
//! that submits it does.

use context::Context;
use store::{CallsProcessed, Run, Store, StoreError, run_again};

/// Rounds in one invocation; what remains is due again in the next one.
const ROUNDS: u32 = 20;

/// Processes everything that is due.
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
