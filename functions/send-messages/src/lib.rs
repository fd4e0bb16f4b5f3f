//! Sends messages to groups of people: finds the recipients of scheduled ones, queues their mails, and counts which were
//! sent.
//!
//! Level-triggered: a message stores in the `due` index when its next step comes. Each batch of mails is queued in one
//! transaction with the message's progress, so that running twice, late, or in two places at once sends nothing twice.

use context::Context;
use store::{MessagesSent, Run, Store, StoreError, run_again};

/// Rounds in one invocation; what remains is due again in the next one.
const ROUNDS: u32 = 20;

/// Processes everything that is due.
pub async fn run(context: &Context, store: &Store) -> Result<Run<MessagesSent>, StoreError> {
    let run = run_again(ROUNDS, || store.send_messages_due(context)).await?;
    if run.done != MessagesSent::default() {
        tracing::info!(messages.steps = run.done.steps, mails.owed = run.done.mails, "messages sent");
    }
    Ok(run)
}
