//! Reading the whole table, a page at a time.

use aws_sdk_dynamodb::types::ReturnConsumedCapacity;

use super::error::store_error;
use super::{Item, Table, attributes, key_of};
use crate::StoreError;
use crate::keys::Key;

impl Table {
    /// The items after a key, at most 1 MB of them, and the key to go on after; `None` once there are no more.
    pub(crate) async fn scan_page(
        &self,
        after: Option<&Key>,
        consistently: bool,
    ) -> Result<(Vec<Item>, Option<Key>), StoreError> {
        self.units.add_call();
        let answer = self
            .client
            .scan()
            .table_name(&*self.name)
            .consistent_read(consistently)
            .set_exclusive_start_key(after.map(attributes))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(store_error)?;
        self.read(answer.consumed_capacity.as_slice());
        let next = answer.last_evaluated_key.as_ref().map(key_of).transpose()?;
        Ok((answer.items.unwrap_or_default(), next))
    }
}
