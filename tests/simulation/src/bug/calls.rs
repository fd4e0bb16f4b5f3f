//! Planted bugs of calls, decisions and BoFs.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Bug;
use super::writes::{for_each_item, sort_key, unguarded};

/// What the bugs remember.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    /// What leads have decided and not released, by the proposal's partition.
    pending: BTreeMap<String, String>,
}

fn put(item: &Value) -> &Value {
    &item["Put"]["Item"]
}

fn puts(item: &Value, sk: &str, name: &str, value: &str) -> bool {
    sort_key(item) == sk && put(item)[name]["S"] == value
}

impl Bug {
    /// Changes a transaction as the bug would.
    pub(super) fn of_calls(self, items: &mut Vec<Value>, remembered: &mut Remembered) {
        let has = |items: &[Value], sk: &str, name: &str, value: &str| items.iter().any(|i| puts(i, sk, name, value));
        match self {
            Self::DeadlineUnguarded => {
                items.retain(|item| item["ConditionCheck"]["Key"]["sk"]["S"] != "CALL");
            }
            Self::ReceiptOutside if has(items, "PROPOSAL", "state", "submitted") => {
                items.retain(|item| sort_key(item) != "MAIL");
            }
            Self::EditUnguarded => items.iter_mut().filter(|item| sort_key(item) == "PROPOSAL").for_each(unguarded),
            Self::InvitationOutside if has(items, "PROPOSAL", "state", "accepted") => {
                items.retain(|item| sort_key(item) != "INVITATION" && put(item)["kind"]["S"] != "invitation");
            }
            Self::InvitationKept => items.retain(|item| !puts(item, "INVITATION", "status", "revoked")),
            Self::ReminderForgotten => items.retain(|item| sort_key(item) != "REMINDED"),
            Self::CloseNotDue => {
                for item in items.iter_mut().filter(|item| sort_key(item) == "CALL") {
                    not_due(item);
                }
            }
            Self::ReleaseNotDue => {
                for item in items.iter_mut().filter(|item| sort_key(item) == "SELECTION") {
                    not_due(item);
                }
            }
            Self::DecisionLeaks => {
                for item in items.iter().filter(|item| sort_key(item) == "DECISION") {
                    let put = put(item);
                    let pk = put["pk"]["S"].as_str().unwrap_or_default().to_owned();
                    match put.pointer("/pending/M/decision/S").and_then(Value::as_str) {
                        Some(decision) => drop(remembered.pending.insert(pk, decision.to_owned())),
                        None => drop(remembered.pending.remove(&pk)),
                    }
                }
            }
            Self::BoardUnguarded => items.iter_mut().filter(|item| sort_key(item) == "BOARD").for_each(unguarded),
            Self::SlotNotGivenOn if items.iter().any(|item| put(item)["status"]["S"] == "cancelled") => {
                slot_stays_free(items);
            }
            _ => {}
        }
    }

    /// Changes an answer to a read as the bug would.
    pub(super) fn reads_calls(self, answer: &mut Value, remembered: &Remembered) {
        if self != Self::DecisionLeaks {
            return;
        }
        for_each_item(answer, &mut |item| {
            let pk = item["pk"]["S"].as_str().unwrap_or_default();
            if item["sk"]["S"] == "PROPOSAL"
                && item["state"]["S"] == "submitted"
                && let Some(decision) = remembered.pending.get(pk)
            {
                item["state"] = json!({ "S": decision });
                item["decided_at"] = item["updated_at"].clone();
            }
        });
    }
}

fn not_due(item: &mut Value) {
    if let Some(put) = item["Put"]["Item"].as_object_mut() {
        put.retain(|name, _| !name.starts_with("due_"));
    }
}

/// The BoF that should get the slot keeps waiting: the BoF, its mail and its slot on the board do not change.
fn slot_stays_free(items: &mut Vec<Value>) {
    let served: Vec<String> = items
        .iter()
        .filter(|item| put(item)["status"]["S"] == "placed")
        .filter_map(|item| Some(put(item)["id"]["S"].as_str()?.to_owned()))
        .collect();
    items.retain(|item| {
        let key = put(item)["key"]["S"].as_str().unwrap_or_default();
        let mailed = served.iter().any(|id| key.starts_with(&format!("bof-placed:{id}:")));
        put(item)["status"]["S"] != "placed" && !mailed
    });
    for item in items.iter_mut().filter(|item| sort_key(item) == "BOARD") {
        let board = &mut item["Put"]["Item"];
        if let Some(given) = board["given"]["M"].as_object_mut() {
            given.retain(|_, id| !served.iter().any(|served| id["S"] == served.as_str()));
        }
        if let Some(line) = board["line"]["L"].as_array_mut() {
            line.extend(served.iter().map(|id| json!({ "S": id })));
        }
    }
}
