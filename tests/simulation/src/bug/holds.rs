//! Planted bugs of held passes.

use serde_json::Value;

use super::Bug;
use super::writes::{sort_key, unguarded};

/// Whether it puts a person whose latest registration has lapsed.
fn puts_lapsed(item: &Value) -> bool {
    let state = item.pointer("/Put/Item/registration/M/state/M/status/S");
    sort_key(item) == "PERSON" && state.is_some_and(|state| state == "lapsed")
}

impl Bug {
    pub(super) fn of_holds(self, items: &mut [Value]) {
        if self == Self::HoldLapsesConfirmed {
            items.iter_mut().filter(|item| puts_lapsed(item)).for_each(unguarded);
        }
    }
}
