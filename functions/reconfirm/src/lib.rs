//! Asks everyone with an in-person pass whether they are still coming, reminds people who do not answer, and ends the
//! campaign as the edition's policy says.
//!
//! Level-triggered: an edition's campaign stores in the `due` index when its next instant comes. Each run continues the
//! scan of the registrations where the last one stopped, with a bounded number of pages. Running twice, late, or in two
//! places at once changes nothing. Returned passes go to the waitlist.

use context::Context;
use store::{Reconfirmed, Run, Store, StoreError};

/// Processes everything that is due.
pub async fn run(context: &Context, store: &Store) -> Result<Run<Reconfirmed>, StoreError> {
    let run = store.reconfirm_due(context).await?;
    let done = run.done;
    if done != Reconfirmed::default() {
        tracing::info!(
            metric.asked_to_reconfirm = done.asked,
            people.reminded = done.reminded,
            people.kept = done.kept,
            passes.returned = done.returned,
            pages = done.pages,
            more = run.more,
            "reconfirmed"
        );
    }
    Ok(run)
}
