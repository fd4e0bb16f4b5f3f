//! Rate-limit counters, stored until their window has passed.

use context::Context;
use jiff::SignedDuration;

use crate::{Store, StoreError, keys};

impl Store {
    /// Counts one more of `what` by `whose` (a hash: keys carry no address) in the current window, and returns the
    /// count. No guard: a repeat counts again, which only makes a limit stricter.
    pub async fn count(
        &self,
        ctx: &Context,
        what: &str,
        whose: &str,
        window: SignedDuration,
    ) -> Result<u64, StoreError> {
        let now = ctx.now();
        let number = now.as_second() / window.as_secs().max(1);
        self.table.count(&keys::limit(what, whose, number), Some(now + window + window)).await
    }
}
