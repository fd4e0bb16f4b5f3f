//! Bugs of the activity log.

use serde_json::{Value, json};

use super::Bug;

impl Bug {
    /// Changes a transaction as the bug would.
    pub(super) fn of_activity(self, items: &mut Vec<Value>) {
        match self {
            Self::WorkflowUnlogged => items.retain(|item| !is_entry(item) || by(item, "person")),
            Self::StaffUnlogged => items.retain(|item| !is_entry(item) || by(item, "workflow")),
            Self::LoggedTwice => {
                let again: Vec<_> = items.iter().filter(|item| is_entry(item)).map(later).collect();
                items.extend(again);
            }
            _ => {}
        }
    }
}

fn is_entry(item: &Value) -> bool {
    item["Put"]["Item"]["pk"]["S"].as_str().is_some_and(|pk| pk.contains("#ACTIVITY#"))
}

/// Whether it is an entry about such an act.
pub(super) fn is_act(item: &Value, kind: &str) -> bool {
    is_entry(item) && item["Put"]["Item"]["kind"]["S"] == kind
}

fn by(item: &Value, who: &str) -> bool {
    item["Put"]["Item"]["actor"]["M"][who].is_object()
}

/// The same entry, under the key of a later instant.
fn later(item: &Value) -> Value {
    let mut later = item.clone();
    let sk = item["Put"]["Item"]["sk"]["S"].as_str().unwrap_or_default();
    later["Put"]["Item"]["sk"] = json!({ "S": format!("9{}", sk.get(1..).unwrap_or_default()) });
    later
}
