//! Planted bugs of mails that are handed over, and of campaigns that ask people.

use serde_json::{Value, json};

use super::Bug;
use super::writes::{is_claim, sort_key, unguarded};

impl Bug {
    /// Changes a transaction as the bug would.
    pub(super) fn of_mails_and_campaigns(self, items: &mut [Value]) {
        match self {
            Self::ClaimUnguarded => items.iter_mut().filter(|item| is_claim(item)).for_each(unguarded),
            Self::ClaimNotDue => {
                for item in items.iter_mut().filter(|item| is_claim(item)) {
                    let Some(put) = item["Put"]["Item"].as_object_mut() else { continue };
                    put.remove("due_pk");
                    put.remove("due_at");
                }
            }
            Self::SentBeforeHandOver => {
                for item in items.iter_mut().filter(|item| is_claim(item)) {
                    let Some(put) = item["Put"]["Item"].as_object_mut() else { continue };
                    put.remove("due_pk");
                    put.remove("due_at");
                    put.insert("status".into(), json!({ "S": "sent" }));
                    put.insert("sent_at".into(), json!({ "S": "2030-02-01T12:00:00Z" }));
                    put.insert("message_id".into(), json!({ "S": "planted" }));
                }
            }
            Self::RoundUnguarded => items.iter_mut().filter(|item| sort_key(item) == "ROUND").for_each(unguarded),
            Self::RoundNotDue => {
                let scanning = |item: &&mut Value| {
                    sort_key(item) == "ROUND" && item["Put"]["Item"]["rev"]["N"].as_str().is_some_and(|rev| rev != "0")
                };
                for item in items.iter_mut().filter(scanning) {
                    let Some(put) = item["Put"]["Item"].as_object_mut() else { continue };
                    put.retain(|name, _| !name.starts_with("due_"));
                }
            }
            _ => {}
        }
    }
}
