//! Planted bugs of check-ins.

use serde_json::{Value, json};

use super::Bug;
use super::activity::is_act;
use super::writes::{expression, for_each_item, guard, is_shard, sort_key, unguarded};

fn has_check_in(items: &[Value]) -> bool {
    items.iter().any(|item| sort_key(item) == "CHECK-IN")
}

impl Bug {
    /// Changes a transaction as the bug would; answers whether it is not written at all.
    pub(super) fn of_check_ins(self, items: &mut Vec<Value>, scans: &mut u32) -> bool {
        match self {
            Self::AdmissionUnguarded => {
                items.iter_mut().filter(|item| sort_key(item) == "CHECK-IN").for_each(unguarded);
            }
            Self::UndoNotCounted => {
                items.retain(|item| !(sort_key(item) == "DOOR" && expression(item).contains("ADD #undone")));
            }
            Self::CancelledLetIn if has_check_in(items) => {
                items.retain(|item| item["ConditionCheck"]["Key"]["sk"]["S"] != "PERSON");
            }
            Self::AbsenceUnguarded if items.iter().any(|item| is_act(item, "pass_offered_on")) => {
                items.retain(|item| item["ConditionCheck"]["Key"]["sk"]["S"] != "CHECK-IN");
            }
            Self::GivenBackUnguarded if items.iter().any(|item| is_act(item, "pass_given_back")) => {
                for item in items.iter_mut() {
                    unguarded(item);
                    if is_shard(item) {
                        guard(item, "attribute_exists(#pk)");
                    }
                }
            }
            Self::UndoneForgotten => {
                for item in items.iter_mut().filter(|item| sort_key(item) == "CHECK-IN") {
                    drop(item["Put"]["Item"].as_object_mut().map(|put| put.remove("undone")));
                }
            }
            Self::ScanNotWritten if has_check_in(items) => {
                *scans += 1;
                return scans.is_multiple_of(4);
            }
            _ => {}
        }
        false
    }

    /// Changes an answer to a read as the bug would.
    pub(super) fn reads_check_ins(self, answer: &mut Value) {
        if self != Self::LaterScanCounts {
            return;
        }
        for_each_item(answer, &mut |item| {
            if item["sk"]["S"] == "CHECK-IN" && item["first_at"].is_object() {
                item["first_at"] = json!({ "S": "2030-12-31T12:00:00Z" });
            }
        });
    }
}
