//! Makes decisions known that leads have released, with the passes that acceptances earn; and looks for passes for
//! speakers who have none yet.
//!
//! A function of its own, since it hands out passes and changes proposals: a workflow that only sends reminders may do neither.
//! Level-triggered: a track's selection says in the `due` index that something is on its way. Running twice, late, or in
//! two places at once notifies each person once.

use context::Context;
use store::{Releases, Run, Store, StoreError, run_again};

/// Runs of one invocation: what is left is due again at the next.
const ROUNDS: u32 = 50;

/// Makes known whatever is due.
pub async fn run(context: &Context, store: &Store) -> Result<Run<Releases>, StoreError> {
    let run = run_again(ROUNDS, || store.notify_released_decisions(context)).await?;
    let total = run.done;
    if total.told > 0 || total.invited > 0 {
        tracing::info!(metric.decisions = total.told, invitations.later = total.invited, "decisions made known");
    }
    Ok(run)
}
