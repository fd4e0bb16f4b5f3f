//! Planted bugs of isolation: what a workflow does about an item that it cannot process.

use serde_json::{Value, json};

use super::Bug;
use super::writes::{expression, update};

/// The names and values of an update that notes a failure begin with this.
const FAILURE: &str = "#failure";

/// Whether a write notes that an item could not be processed.
fn notes_failure(item: &Value) -> bool {
    expression(item).contains(&format!("{FAILURE} = "))
}

impl Bug {
    /// Changes a transaction as the bug would; answers whether the run ends at it.
    pub(super) fn of_isolation(self, items: &mut [Value]) -> bool {
        let mut failures = items.iter_mut().filter(|item| notes_failure(item));
        match self {
            Self::FailureEndsRun => failures.next().is_some(),
            Self::FailureStaysDue => {
                for item in failures {
                    update(item, |parts| parts.retain(|part| !part.starts_with("#due_")));
                }
                false
            }
            Self::NeverSetAside => {
                failures.for_each(count_one);
                false
            }
            _ => false,
        }
    }
}

/// Each failure counts as the first.
fn count_one(item: &mut Value) {
    let text = expression(item).to_owned();
    let value = text.split(&format!("{FAILURE} = ")).nth(1).and_then(|rest| rest.split([',', ' ']).next());
    if let Some(value) = value {
        item["Update"]["ExpressionAttributeValues"][value]["M"]["failures"] = json!({ "N": "1" });
    }
}
