//! Creates the table from the template's resource.

use dynoxide::DynoxideError;
use serde_json::{Value, json};

use super::EmbeddedTable;
use crate::template::TableDefinition;

impl EmbeddedTable {
    /// Creates the table with its keys and indexes, unless it exists.
    ///
    /// Omits the stream: with one, every write would scan a day of stream records, and the runner sees each write
    /// anyway.
    pub fn create(&self, name: &str, definition: &TableDefinition) -> Result<(), String> {
        let (status, _) = self.dispatch("DescribeTable", json!({ "TableName": name }).to_string().as_bytes());
        if status == 200 {
            return Ok(());
        }
        let request = serde_json::from_value(request(name, definition)).map_err(|e| e.to_string())?;
        self.database().create_table(request).map(|_| ()).map_err(|e: DynoxideError| e.to_string())
    }
}

fn request(name: &str, definition: &TableDefinition) -> Value {
    let keys = |keys: &[(String, String)]| -> Value {
        keys.iter().map(|(name, kind)| json!({"AttributeName": name, "KeyType": kind})).collect()
    };
    let attributes: Value = definition
        .attributes
        .iter()
        .map(|(name, kind)| json!({"AttributeName": name, "AttributeType": kind}))
        .collect();
    let indexes: Value = definition
        .indexes
        .iter()
        .map(|index| {
            json!({
                "IndexName": index.name,
                "KeySchema": keys(&index.keys),
                "Projection": {"ProjectionType": index.projection},
            })
        })
        .collect();
    json!({
        "TableName": name,
        "KeySchema": keys(&definition.keys),
        "AttributeDefinitions": attributes,
        "GlobalSecondaryIndexes": indexes,
        "BillingMode": "PAY_PER_REQUEST",
    })
}
