//! Planted bugs of erasures.

use serde_json::{Value, json};

use super::Bug;
use super::activity::is_act;
use super::writes::sort_key;

impl Bug {
    /// Changes a transaction as the bug would; answers whether it is not written at all.
    pub(super) fn of_erasures(self, items: &mut [Value]) -> bool {
        match self {
            Self::OneScan => {
                items.iter_mut().filter(|item| begins_anew(item)).for_each(delete);
                false
            }
            Self::ErasedWithPass => items.iter().any(|item| {
                is_act(item, "registration_cancelled")
                    && item["Put"]["Item"]["actor"].to_string().contains("\"retain-data\"")
            }),
            _ => false,
        }
    }

    /// Changes the answer to a scan as the bug would.
    pub(super) fn scans(self, body: Vec<u8>) -> Vec<u8> {
        if self != Self::MailsNotScanned {
            return body;
        }
        let Ok(mut answer) = serde_json::from_slice::<Value>(&body) else { return body };
        if let Some(items) = answer["Items"].as_array_mut() {
            items.retain(|item| item["sk"]["S"] != "MAIL");
        }
        answer.to_string().into_bytes()
    }
}

/// Whether it is an erasure that begins anew after a scan.
fn begins_anew(item: &Value) -> bool {
    let erasure = &item["Put"]["Item"];
    sort_key(item) == "ERASURE" && erasure["stage"]["S"] == "ending" && erasure["scans"]["N"] != "0"
}

/// Removes the item instead.
fn delete(item: &mut Value) {
    let put = &item["Put"];
    let key = json!({ "pk": put["Item"]["pk"], "sk": put["Item"]["sk"] });
    *item = json!({ "Delete": { "TableName": put["TableName"], "Key": key } });
}
