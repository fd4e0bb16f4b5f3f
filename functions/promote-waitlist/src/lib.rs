//! Gives on passes that came back: to the next who waits, or back on sale.
//!
//! Level-triggered: shards say in the `due` index that they have something spare. Running twice, late, or in two
//! places at once changes nothing.

use context::Context;
use store::{Promoted, Store, StoreError};

/// Runs of one invocation: what is left is due again at the next.
const ROUNDS: u32 = 50;

/// Gives on whatever is due.
pub async fn run(context: &Context, store: &Store) -> Result<Promoted, StoreError> {
    let mut total = Promoted::default();
    for _ in 0..ROUNDS {
        let done = store.promote(context).await?;
        total.reopened += done.reopened;
        total.more = done.more;
        if !done.more {
            break;
        }
    }
    if total.reopened > 0 {
        tracing::info!(passes.reopened = total.reopened, "promoted");
    }
    Ok(total)
}
