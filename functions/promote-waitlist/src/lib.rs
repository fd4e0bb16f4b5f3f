//! Offers returned passes to the waitlist in order; when the waitlist is empty, returns them to general sale. Also
//! reminds people of their offers and ends offers.
//!
//! Level-triggered: shards store in the `due` index that they have returned passes, and entries when their offer's
//! reminder or end is due. Running twice, late, or in two places at once changes nothing.

use context::Context;
use store::{Promoted, Run, Store, StoreError, run_again};

/// Rounds in one invocation; what remains is due again in the next one.
const ROUNDS: u32 = 100;

/// Processes everything that is due.
pub async fn run(context: &Context, store: &Store) -> Result<Run<Promoted>, StoreError> {
    let run = run_again(ROUNDS, || store.promote(context)).await?;
    let total = run.done;
    if total != Promoted::default() {
        tracing::info!(
            metric.offers = total.offered,
            offers.reminded = total.reminded,
            offers.lapsed = total.lapsed,
            passes.reopened = total.reopened,
            "promoted"
        );
    }
    Ok(run)
}
