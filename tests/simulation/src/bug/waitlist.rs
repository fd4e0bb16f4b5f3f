//! Planted bugs of the waitlist and of linked addresses.

use serde_json::{Value, json};

use super::Bug;
use super::writes::{adds_on_sale, changes, expression, is_shard, puts_entry, sort_key, unconditional, unguarded};

impl Bug {
    /// Changes a transaction as the bug would.
    pub(super) fn of_waitlist(self, items: &mut Vec<Value>, reopening: bool) {
        let offering = items.iter().any(|item| is_shard(item) && changes(item, "held", '+'));
        match self {
            Self::OfferUnguarded => items.iter_mut().filter(|item| puts_entry(item, "offered")).for_each(unguarded),
            Self::AcceptUnguarded => items.iter_mut().filter(|item| puts_entry(item, "accepted")).for_each(unguarded),
            Self::PlaceKept if offering => items.retain(|item| !item["Delete"].is_object()),
            Self::OfferMailMissing if offering => items.retain(|item| sort_key(item) != "MAIL"),
            Self::OfferNotDue => {
                for item in items.iter_mut().filter(|item| puts_entry(item, "offered")) {
                    if let Some(put) = item["Put"]["Item"].as_object_mut() {
                        put.retain(|name, _| !name.starts_with("due_"));
                    }
                }
            }
            Self::LapsedToFree => {
                for item in items.iter_mut().filter(|item| is_shard(item) && changes(item, "held", '-')) {
                    if changes(item, "spare", '+') && !changes(item, "free", '-') {
                        item["Update"]["ExpressionAttributeNames"]["#spare"] = "free".into();
                    }
                }
            }
            Self::ReopenUnguarded if reopening => {
                items.iter_mut().filter(|item| sort_key(item) == "TALLY").for_each(unconditional);
            }
            Self::RaiseUnguarded if items.iter().any(adds_on_sale) => {
                items.iter_mut().filter(|item| sort_key(item) == "TALLY").for_each(unconditional);
            }
            Self::JoinUnguarded if !reopening => {
                items.iter_mut().filter(|item| sort_key(item) == "TALLY").for_each(unconditional);
            }
            Self::LinkedAtOnce => {
                for item in items.iter_mut().filter(|item| sort_key(item) == "LINK") {
                    let others = item.pointer_mut("/Put/Item/others/L").and_then(Value::as_array_mut);
                    for other in others.into_iter().flatten() {
                        if other["M"]["status"]["S"] == "linking" {
                            other["M"]["status"] = json!({ "S": "linked" });
                        }
                    }
                }
            }
            Self::LinkHalfWritten => {
                let begins = items.iter().any(|item| item["Put"]["Item"]["kind"]["S"] == "of");
                items.retain(|item| !(begins && item["Put"]["Item"]["kind"]["S"] == "root"));
            }
            Self::MoveNotCounted => items.retain(|item| !expression(item).contains("ADD #moves")),
            _ => {}
        }
    }
}

/// A query's answer without the places of half of the queue's keys.
pub(super) fn half_read(body: Vec<u8>) -> Vec<u8> {
    let Ok(mut answer) = serde_json::from_slice::<Value>(&body) else { return body };
    if let Some(items) = answer["Items"].as_array_mut() {
        let unread = |item: &Value| {
            let number = item["pk"]["S"].as_str().and_then(|pk| pk.split("#QUEUE#").nth(1)?.parse::<u32>().ok());
            number.is_some_and(|number| number < 4)
        };
        items.retain(|item| !unread(item));
        let count = items.len();
        answer["Count"] = count.into();
        answer["ScannedCount"] = count.into();
    }
    answer.to_string().into_bytes()
}
