//! Asks everybody who holds a pass to come whether they still do, reminds those who are silent, and ends the round as
//! the edition says.
//!
//! Level-triggered: an edition's round says in the `due` index when its next instant comes. Each run goes on with the
//! walk over the registrations where the last one left it, a bounded number of pages at a time. Running twice, late, or
//! in two places at once changes nothing. Returned passes go to the waitlist.

use context::Context;
use store::{Reconfirmed, Run, Store, StoreError};

/// Does whatever is due.
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
