//! All due work in one read. The store asks each partition of the index, as it must on AWS; here one scan is enough,
//! which lets a season of months pass in seconds.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::EmbeddedTable;

/// An entry of the index `due`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DueEntry {
    /// `DUE#{workflow}#{partition}`
    partition: String,
    pub(crate) at: Timestamp,
}

impl DueEntry {
    /// The workflow's name; `set-aside` for items that need a person.
    pub(crate) fn workflow(&self) -> &str {
        self.partition.split('#').nth(1).unwrap_or_default()
    }

    /// Whether processing it has failed before.
    pub(crate) fn has_failed(&self) -> bool {
        self.partition.ends_with("#again") || self.workflow() == "set-aside"
    }
}

impl EmbeddedTable {
    pub(crate) fn due(&self, table: &str) -> Result<Vec<DueEntry>, String> {
        let (mut due, mut start) = (Vec::new(), Value::Null);
        loop {
            let mut scan = json!({ "TableName": table, "IndexName": "due", "ProjectionExpression": "due_pk, due_at" });
            if !start.is_null() {
                scan["ExclusiveStartKey"] = start;
            }
            let (status, answer) = self.answer("Scan", scan.to_string().as_bytes());
            let mut page: Value = serde_json::from_slice(&answer).map_err(|error| error.to_string())?;
            if status != 200 {
                return Err(page.to_string());
            }
            due.extend(page["Items"].as_array().into_iter().flatten().filter_map(entry));
            start = page["LastEvaluatedKey"].take();
            if start.is_null() {
                return Ok(due);
            }
        }
    }
}

fn entry(item: &Value) -> Option<DueEntry> {
    let millis = item["due_at"]["N"].as_str()?.parse().ok()?;
    let partition = item["due_pk"]["S"].as_str()?.to_owned();
    Some(DueEntry { partition, at: Timestamp::from_millisecond(millis).ok()? })
}
