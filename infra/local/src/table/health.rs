//! Checks whether the table accepts writes, by a trial write.

use serde_json::json;

use super::EmbeddedTable;
use crate::storage::{outage_of_io, unavailable};

/// A separate table, so that the trial adds no item to Plumbline's.
const TRIAL: &str = "plumbline-storage-trial";

/// Characters of a trial write: several pages of the database, to detect a log that is full to the last page.
const LENGTH: usize = 16 * 1024;

impl EmbeddedTable {
    /// The table's description, used as its health check: fails if the database is a file that accepts no writes.
    pub(super) fn describe(&self, body: &[u8]) -> (u16, Vec<u8>) {
        if let Some(file) = &self.inner.file {
            if let Err(error) = file.storage.check() {
                return unavailable(outage_of_io(&error), &error.to_string());
            }
            let (status, answer) = self.try_write();
            if status != 200 {
                return (status, answer);
            }
        }
        self.dispatch("DescribeTable", body)
    }

    /// Overwrites the same item each time.
    fn try_write(&self) -> (u16, Vec<u8>) {
        let item = json!({ "pk": { "S": "trial" }, "filler": { "S": "x".repeat(LENGTH) } });
        let put = json!({ "TableName": TRIAL, "Item": item }).to_string();
        let (status, answer) = self.dispatch("PutItem", put.as_bytes());
        if status != 400 {
            return (status, answer);
        }
        // The first trial in this file.
        let create = json!({
            "TableName": TRIAL,
            "KeySchema": [{ "AttributeName": "pk", "KeyType": "HASH" }],
            "AttributeDefinitions": [{ "AttributeName": "pk", "AttributeType": "S" }],
            "BillingMode": "PAY_PER_REQUEST",
        });
        let (status, answer) = self.dispatch("CreateTable", create.to_string().as_bytes());
        // A concurrent trial may have created it; then it exists.
        if status == 500 { (status, answer) } else { self.dispatch("PutItem", put.as_bytes()) }
    }
}
