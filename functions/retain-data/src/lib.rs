//! Erases people: ends what they have that is active, mails them for the last time, and removes them from every item.
//!
//! Level-triggered: each erasure is an item that is due until nothing of its person is left. Running twice, late, or in
//! two places at once changes nothing more.

use context::Context;
use store::{ErasureProgress, Run, Store, StoreError};

/// Does the next step of everything that is due.
pub async fn run(context: &Context, store: &Store) -> Result<Run<ErasureProgress>, StoreError> {
    let run = store.erase_due(context).await?;
    if run.done.items > 0 {
        tracing::info!(items.erased = run.done.items, "a person was removed from items");
    }
    Ok(run)
}
