//! Deletes expired items. The database could do it, but by the machine's clock: in a rehearsal of last year everything
//! would already have expired.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::EmbeddedTable;

/// Items read in one call, so that no other call waits long.
const PAGE: u32 = 100;

impl EmbeddedTable {
    /// Deletes the items whose TTL attribute (seconds) is before `now`; returns their number. Blocks, because it reads
    /// the whole table.
    pub fn sweep_expired(&self, table: &str, ttl_attribute: &str, now: Timestamp) -> Result<usize, String> {
        let now = now.as_second().to_string();
        let mut deleted = 0;
        let mut start = Value::Null;
        loop {
            let mut scan = json!({
                "TableName": table,
                "Limit": PAGE,
                "FilterExpression": "#ttl < :now",
                "ProjectionExpression": "pk, sk",
                "ExpressionAttributeNames": {"#ttl": ttl_attribute},
                "ExpressionAttributeValues": {":now": {"N": now}},
            });
            if !start.is_null() {
                scan["ExclusiveStartKey"] = start;
            }
            let mut page = self.ask("Scan", &scan)?;
            for key in page["Items"].as_array().into_iter().flatten() {
                // Guarded, because a new write may have extended the item; then it stays.
                let delete = json!({
                    "TableName": table,
                    "Key": key,
                    "ConditionExpression": "#ttl < :now",
                    "ExpressionAttributeNames": {"#ttl": ttl_attribute},
                    "ExpressionAttributeValues": {":now": {"N": now}},
                });
                deleted += usize::from(self.dispatch("DeleteItem", delete.to_string().as_bytes()).0 == 200);
            }
            start = page["LastEvaluatedKey"].take();
            if start.is_null() {
                return Ok(deleted);
            }
        }
    }

    /// The same on the table's own threads.
    pub(crate) async fn sweep_in_background(&self, table: &str, ttl_attribute: &str, now: Timestamp) {
        let (this, table, ttl) = (self.clone(), table.to_owned(), ttl_attribute.to_owned());
        match self.inner.threads.run(move || this.sweep_expired(&table, &ttl, now)).await {
            Some(Ok(deleted)) => tracing::debug!(deleted, "expired items are gone"),
            Some(Err(error)) => tracing::warn!(cause = error, "expired items could not be deleted"),
            None => tracing::warn!("deleting expired items failed"),
        }
    }

    fn ask(&self, operation: &str, body: &Value) -> Result<Value, String> {
        let (status, answer) = self.dispatch(operation, body.to_string().as_bytes());
        if status != 200 {
            return Err(String::from_utf8_lossy(&answer).into_owned());
        }
        serde_json::from_slice(&answer).map_err(|e| e.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, table};
    use super::*;

    #[test]
    fn only_what_has_expired_by_the_clock_that_is_set_goes() {
        let table = table();
        for (sk, expires) in [("old", "100"), ("new", "300")] {
            let item = json!({"pk": {"S": "a"}, "sk": {"S": sk}, "expires": {"N": expires}});
            ask(&table, "PutItem", &json!({"TableName": "plumbline", "Item": item}));
        }
        ask(&table, "PutItem", &json!({"TableName": "plumbline", "Item": {"pk": {"S": "a"}, "sk": {"S": "stays"}}}));
        let now = Timestamp::from_second(200).unwrap();
        assert_eq!(table.sweep_expired("plumbline", "expires", now), Ok(1));
        assert_eq!(ask(&table, "Scan", &json!({"TableName": "plumbline"})).1["Count"], 2);
    }
}
