//! The few calls that all others build on: get, batch get, query, transact. Each reports its units, and returns a
//! failed condition as data, with the conflicting item.

mod batch;
mod error;
mod outage;
mod scan;
mod write;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, ConsumedCapacity, KeysAndAttributes, ReturnConsumedCapacity, Select};
use futures_util::StreamExt;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::directory::changes::OwnWrites;
use crate::edition_cache::EditionCache;
use crate::keys::{self, Key};
use crate::units::Units;

pub(crate) use batch::{Asked, Batch, Found};
pub use error::StoreError;
pub(crate) use error::{Cancelled, Reason};
use error::{cancelled, store_error};
pub use outage::Outage;
use write::Terms;
pub(crate) use write::{Change, Due, FAILURE, Guard, Write, days};

/// Batches that are read at the same time when there are very many.
const BATCHES_AT_ONCE: usize = 16;

/// Attempts of an act that reads, decides and writes over the version it read, before the caller has to retry.
pub(crate) const TRIES: u32 = 16;

/// An item's attributes.
pub(crate) type Item = HashMap<String, AttributeValue>;

#[derive(Clone, Debug)]
pub(crate) struct Table {
    client: Client,
    name: Arc<str>,
    pub(crate) units: Arc<Units>,
    /// The request that writes, noted on the mails it queues.
    pub(crate) trace: Option<Arc<str>>,
    pub(crate) edition_cache: Arc<EditionCache>,
    /// Tells the directory of people what this process writes.
    pub(crate) own_writes: Arc<OwnWrites>,
}

impl Table {
    pub(crate) fn new(client: Client, name: &str) -> Self {
        Self {
            client,
            name: name.into(),
            units: Arc::default(),
            trace: None,
            edition_cache: Arc::default(),
            own_writes: Arc::default(),
        }
    }

    /// Checks whether the table takes calls at all.
    pub(crate) async fn check_storage(&self) -> Result<(), StoreError> {
        self.units.add_call();
        let answer = match self.client.describe_table().table_name(&*self.name).send().await.map_err(store_error) {
            // Calls about tables have limits of their own: a refusal of one says nothing about the table.
            Err(StoreError::Busy(_)) => return Ok(()),
            answer => answer?,
        };
        let status = answer.table.and_then(|table| table.table_status);
        match Outage::of_status(status.as_ref()) {
            None => Ok(()),
            Some(outage) => Err(StoreError::Unavailable { outage, cause: format!("its status is {status:?}") }),
        }
    }

    /// Reads an item consistently.
    pub(crate) async fn get(&self, key: &Key) -> Result<Option<Item>, StoreError> {
        self.units.add_call();
        let answer = self
            .client
            .get_item()
            .table_name(&*self.name)
            .set_key(Some(attributes(key)))
            .consistent_read(true)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(store_error)?;
        self.read(answer.consumed_capacity.as_slice());
        Ok(answer.item)
    }

    /// Reads any number of items consistently; returns them in the order asked, absent ones as `None`.
    pub(crate) async fn get_all(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, StoreError> {
        // BatchGetItem takes 100 keys.
        let batches = futures_util::future::join_all(keys.chunks(100).map(|batch| self.get_batch(batch, true))).await;
        let mut found = HashMap::new();
        for batch in batches {
            found.extend(batch?);
        }
        Ok(keys.iter().map(|key| found.remove(key)).collect())
    }

    /// The same for very many items, a few batches at a time. Reads that need not be consistent cost half.
    pub(crate) async fn get_many(&self, keys: &[Key], consistently: bool) -> Result<Vec<Option<Item>>, StoreError> {
        let batches: Vec<_> = keys.chunks(100).map(|batch| self.get_batch(batch, consistently)).collect();
        let mut batches = futures_util::stream::iter(batches).buffer_unordered(BATCHES_AT_ONCE);
        let mut found = HashMap::with_capacity(keys.len());
        while let Some(batch) = batches.next().await {
            found.extend(batch?);
        }
        drop(batches);
        Ok(keys.iter().map(|key| found.remove(key)).collect())
    }

    async fn get_batch(&self, keys: &[Key], consistently: bool) -> Result<HashMap<Key, Item>, StoreError> {
        let mut found = HashMap::new();
        let mut asked: Vec<_> = keys.iter().map(attributes).collect();
        while !asked.is_empty() {
            self.units.add_call();
            let wanted = KeysAndAttributes::builder().set_keys(Some(asked)).consistent_read(consistently).build();
            let answer = self
                .client
                .batch_get_item()
                .request_items(&*self.name, wanted.map_err(|e| StoreError::Broken(e.to_string()))?)
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await
                .map_err(store_error)?;
            self.read(answer.consumed_capacity());
            let items = answer.responses.unwrap_or_default().remove(&*self.name).unwrap_or_default();
            if items.is_empty() && answer.unprocessed_keys.as_ref().is_some_and(|left| !left.is_empty()) {
                return Err(StoreError::Busy("no key of a batch could be read".into()));
            }
            for item in items {
                found.insert(key_of(&item)?, item);
            }
            // Asks again for keys that the table had no capacity for; the SDK's back-off covers a throttled call.
            asked = answer.unprocessed_keys.unwrap_or_default().remove(&*self.name).map(|k| k.keys).unwrap_or_default();
        }
        Ok(found)
    }

    /// The keys that an index lists under `pk`, with a sort key after `after` and up to `until`, in order.
    pub(crate) async fn query_index(
        &self,
        index: &Index,
        pk: &str,
        range: Range,
        limit: i32,
    ) -> Result<Vec<(Key, AttributeValue)>, StoreError> {
        self.units.add_call();
        let mut terms = Terms::default();
        let mut condition = format!("{} = {}", terms.name(index.pk), terms.value(AttributeValue::S(pk.into())));
        let comparison = match range {
            Range::All => None,
            Range::UpTo(value) => Some(("<=", value)),
            Range::Before(value) => Some(("<", value)),
            Range::After(value) => Some((">", value)),
        };
        if let Some((sign, value)) = comparison {
            condition = format!("{condition} AND {} {sign} {}", terms.name(index.sk), terms.value(value));
        }
        let (names, values) = terms.finish();
        let answer = self
            .client
            .query()
            .table_name(&*self.name)
            .index_name(index.name)
            .key_condition_expression(condition)
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values)
            .scan_index_forward(index.forward)
            .limit(limit)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(store_error)?;
        self.read(answer.consumed_capacity.as_slice());
        let entries = answer.items.unwrap_or_default();
        entries
            .iter()
            .map(|entry| {
                let sort = entry.get(index.sk).cloned().unwrap_or(AttributeValue::Null(true));
                Ok((key_of(entry)?, sort))
            })
            .collect()
    }

    /// How many items an index lists under `pk` with a sort key after `after` (exclusive).
    pub(crate) async fn count_index(&self, index: &Index, pk: &str, after: Option<&str>) -> Result<u64, StoreError> {
        let mut count = 0;
        let mut start = None;
        loop {
            self.units.add_call();
            let mut terms = Terms::default();
            let mut condition = format!("{} = {}", terms.name(index.pk), terms.value(text(pk)));
            if let Some(after) = after {
                condition = format!("{condition} AND {} > {}", terms.name(index.sk), terms.value(text(after)));
            }
            let (names, values) = terms.finish();
            let answer = self
                .client
                .query()
                .table_name(&*self.name)
                .index_name(index.name)
                .key_condition_expression(condition)
                .set_expression_attribute_names(names)
                .set_expression_attribute_values(values)
                .select(Select::Count)
                .set_exclusive_start_key(start)
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await
                .map_err(store_error)?;
            self.read(answer.consumed_capacity.as_slice());
            count += u64::try_from(answer.count).unwrap_or_default();
            start = answer.last_evaluated_key;
            if start.is_none() {
                return Ok(count);
            }
        }
    }

    /// All keys that an index lists under `pk`, in order.
    pub(crate) async fn query_index_whole(&self, index: &Index, pk: &str) -> Result<Vec<Key>, StoreError> {
        let mut keys = Vec::new();
        let mut start = None;
        loop {
            self.units.add_call();
            let mut terms = Terms::default();
            let condition = format!("{} = {}", terms.name(index.pk), terms.value(text(pk)));
            let (names, values) = terms.finish();
            let answer = self
                .client
                .query()
                .table_name(&*self.name)
                .index_name(index.name)
                .key_condition_expression(condition)
                .set_expression_attribute_names(names)
                .set_expression_attribute_values(values)
                .set_exclusive_start_key(start)
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await
                .map_err(store_error)?;
            self.read(answer.consumed_capacity.as_slice());
            for entry in answer.items.unwrap_or_default() {
                keys.push(key_of(&entry)?);
            }
            start = answer.last_evaluated_key;
            if start.is_none() {
                return Ok(keys);
            }
        }
    }

    /// All items of a base-table partition, consistently, in order of sort key.
    pub(crate) async fn query(&self, pk: &str) -> Result<Vec<Item>, StoreError> {
        self.query_prefix(pk, "").await
    }

    /// The items of a base-table partition whose sort key has this prefix, consistently, in order.
    pub(crate) async fn query_prefix(&self, pk: &str, prefix: &str) -> Result<Vec<Item>, StoreError> {
        let mut items = Vec::new();
        let mut start = None;
        let condition = if prefix.is_empty() { "pk = :pk" } else { "pk = :pk AND begins_with(sk, :prefix)" };
        loop {
            self.units.add_call();
            let mut query = self
                .client
                .query()
                .table_name(&*self.name)
                .key_condition_expression(condition)
                .expression_attribute_values(":pk", text(pk));
            if !prefix.is_empty() {
                query = query.expression_attribute_values(":prefix", text(prefix));
            }
            let answer = query
                .consistent_read(true)
                .set_exclusive_start_key(start)
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await
                .map_err(store_error)?;
            self.read(answer.consumed_capacity.as_slice());
            items.extend(answer.items.unwrap_or_default());
            start = answer.last_evaluated_key;
            if start.is_none() {
                return Ok(items);
            }
        }
    }

    /// The last items of a base-table partition before a sort key, consistently, latest first, each with its sort key.
    pub(crate) async fn query_latest(
        &self,
        pk: &str,
        before: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Item)>, StoreError> {
        self.units.add_call();
        let condition = if before.is_some() { "pk = :pk AND sk < :before" } else { "pk = :pk" };
        let mut values = Item::from([(":pk".to_owned(), text(pk))]);
        values.extend(before.map(|before| (":before".to_owned(), text(before))));
        let answer = self
            .client
            .query()
            .table_name(&*self.name)
            .key_condition_expression(condition)
            .set_expression_attribute_values(Some(values))
            .consistent_read(true)
            .scan_index_forward(false)
            .limit(i32::try_from(limit).unwrap_or(i32::MAX))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(store_error)?;
        self.read(answer.consumed_capacity.as_slice());
        answer.items.unwrap_or_default().into_iter().map(|item| Ok((key_of(&item)?.sk, item))).collect()
    }

    /// The first keys of a base-table partition whose sort key has this prefix, consistently, in order.
    pub(crate) async fn query_keys(&self, pk: &str, prefix: &str, limit: i32) -> Result<Vec<Key>, StoreError> {
        self.units.add_call();
        let answer = self
            .client
            .query()
            .table_name(&*self.name)
            .key_condition_expression("pk = :pk AND begins_with(sk, :prefix)")
            .expression_attribute_values(":pk", text(pk))
            .expression_attribute_values(":prefix", text(prefix))
            .projection_expression("pk, sk")
            .consistent_read(true)
            .limit(limit)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(store_error)?;
        self.read(answer.consumed_capacity.as_slice());
        answer.items.unwrap_or_default().iter().map(key_of).collect()
    }

    /// All keys of a base-table partition. The reads need not be consistent.
    pub(crate) async fn query_keys_whole(&self, pk: &str) -> Result<Vec<Key>, StoreError> {
        let mut keys = Vec::new();
        let mut start = None;
        loop {
            self.units.add_call();
            let answer = self
                .client
                .query()
                .table_name(&*self.name)
                .key_condition_expression("pk = :pk")
                .expression_attribute_values(":pk", text(pk))
                .projection_expression("pk, sk")
                .set_exclusive_start_key(start)
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await
                .map_err(store_error)?;
            self.read(answer.consumed_capacity.as_slice());
            for found in answer.items.unwrap_or_default() {
                keys.push(key_of(&found)?);
            }
            start = answer.last_evaluated_key;
            if start.is_none() {
                return Ok(keys);
            }
        }
    }

    /// How many items of a base-table partition have a sort key from `from` up to and without `below`, consistently.
    pub(crate) async fn query_count(&self, pk: &str, from: &str, below: &str) -> Result<u64, StoreError> {
        let mut count = 0;
        let mut start = None;
        loop {
            self.units.add_call();
            let answer = self
                .client
                .query()
                .table_name(&*self.name)
                .key_condition_expression("pk = :pk AND sk BETWEEN :from AND :below")
                .expression_attribute_values(":pk", text(pk))
                .expression_attribute_values(":from", text(from))
                .expression_attribute_values(":below", text(below))
                .select(Select::Count)
                .consistent_read(true)
                .set_exclusive_start_key(start)
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await
                .map_err(store_error)?;
            self.read(answer.consumed_capacity.as_slice());
            count += u64::try_from(answer.count).unwrap_or_default();
            start = answer.last_evaluated_key;
            if start.is_none() {
                return Ok(count);
            }
        }
    }

    /// Every item of the table, a page at a time, consistently. For the consistency check.
    pub(crate) async fn scan(&self, mut each: impl FnMut(Item)) -> Result<(), StoreError> {
        let mut start = None;
        loop {
            self.units.add_call();
            let answer = self
                .client
                .scan()
                .table_name(&*self.name)
                .consistent_read(true)
                .set_exclusive_start_key(start)
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await
                .map_err(store_error)?;
            self.read(answer.consumed_capacity.as_slice());
            answer.items.unwrap_or_default().into_iter().for_each(&mut each);
            start = answer.last_evaluated_key;
            if start.is_none() {
                return Ok(());
            }
        }
    }

    /// Commits all writes or none. `token` names the attempt: the SDK's own retries of it have one effect.
    pub(crate) async fn transact(&self, token: String, writes: Vec<Write>) -> Result<(), Cancelled> {
        self.units.add_call();
        let turns_a_page = writes
            .iter()
            .any(|write| !matches!(write, Write::Check { .. }) && matches!(write.sk(), keys::HEAD | keys::STATUS));
        let is_watched = self.own_writes.is_watched();
        let written: Vec<_> = writes.iter().filter(|_| is_watched).filter_map(Write::key).collect();
        let answer = self.transact_writes(token, writes).await;
        self.own_writes.note(&written);
        // Also if the outcome is unknown.
        if turns_a_page {
            self.edition_cache.forget();
        }
        answer
    }

    async fn transact_writes(&self, token: String, writes: Vec<Write>) -> Result<(), Cancelled> {
        let items = writes.into_iter().map(|write| self.build(write)).collect::<Result<Vec<_>, _>>();
        let answer = self
            .client
            .transact_write_items()
            .set_transact_items(Some(items.map_err(|e| Cancelled::Store(StoreError::Broken(e)))?))
            .client_request_token(token)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        match answer {
            Ok(answer) => {
                for capacity in answer.consumed_capacity() {
                    self.units.add_write(written(capacity));
                }
                Ok(())
            }
            Err(error) => Err(cancelled(error)),
        }
    }

    /// Adds to a counter and returns its new value. A repeat counts again: only for limits, and for numbers that may
    /// have gaps.
    pub(crate) async fn count(&self, key: &Key, expires: Option<Timestamp>) -> Result<u64, StoreError> {
        self.units.add_call();
        let mut terms = Terms::default();
        let mut update = format!("ADD {} {}", terms.name("count"), terms.value(number(1)));
        if let Some(expires) = expires {
            update = format!("{update} SET {} = {}", terms.name("expires"), terms.value(number(expires.as_second())));
        }
        let (names, values) = terms.finish();
        let answer = self
            .client
            .update_item()
            .table_name(&*self.name)
            .set_key(Some(attributes(key)))
            .update_expression(update)
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values)
            .return_values(aws_sdk_dynamodb::types::ReturnValue::UpdatedNew)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(store_error)?;
        if let Some(capacity) = &answer.consumed_capacity {
            self.units.add_write(written(capacity));
        }
        let count = answer.attributes.as_ref().and_then(|a| a.get("count")?.as_n().ok()?.parse().ok());
        count.ok_or_else(|| StoreError::Broken("a counter has no count".into()))
    }

    fn read(&self, capacities: &[ConsumedCapacity]) {
        for capacity in capacities {
            self.units.add_read(capacity.capacity_units.unwrap_or_default());
        }
    }
}

/// Units of a table and its indexes. AWS gives both sums; an emulator may give only the total.
fn written(capacity: &ConsumedCapacity) -> f64 {
    capacity.write_capacity_units.or(capacity.capacity_units).unwrap_or_default()
}

/// A sparse index.
pub(crate) struct Index {
    name: &'static str,
    pk: &'static str,
    sk: &'static str,
    forward: bool,
}

/// Due items, soonest first.
pub(crate) const DUE: Index = Index { name: "due", pk: "due_pk", sk: "due_at", forward: true };
/// Lists that organizers page through, latest first.
pub(crate) const LISTING: Index = Index { name: "listing", pk: "list_pk", sk: "list_sk", forward: false };

/// A range of sort keys of an index partition.
#[derive(Clone, Debug)]
pub(crate) enum Range {
    All,
    UpTo(AttributeValue),
    Before(AttributeValue),
    After(AttributeValue),
}

pub(crate) fn attributes(key: &Key) -> Item {
    HashMap::from([("pk".to_owned(), text(&key.pk)), ("sk".to_owned(), text(&key.sk))])
}

pub(crate) fn key_of(item: &Item) -> Result<Key, StoreError> {
    let part = |name: &str| item.get(name).and_then(|v| v.as_s().ok()).cloned();
    match (part("pk"), part("sk")) {
        (Some(pk), Some(sk)) => Ok(Key { pk, sk }),
        _ => Err(StoreError::Broken("an item has no key".into())),
    }
}

pub(crate) fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

pub(crate) fn number(value: impl fmt::Display) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

pub(crate) fn millis(at: Timestamp) -> AttributeValue {
    number(at.as_millisecond())
}

/// A value as an item under a key, with its schema version.
pub(crate) fn item(key: &Key, value: &impl Serialize) -> Item {
    let mut item: Item = serde_dynamo::to_item(value).expect("our types are maps with text keys");
    item.extend(attributes(key));
    item.insert("v".into(), number(1));
    item
}

/// Adds an entry in the `due` index.
pub(crate) fn due_at(item: &mut Item, workflow: &str, at: Timestamp) {
    let spread = crate::keys::spread(item["pk"].as_s().map_or("", String::as_str));
    item.insert("due_pk".into(), text(crate::keys::due(workflow, spread)));
    item.insert("due_at".into(), millis(at));
}

/// Adds an entry in the `listing` index.
pub(crate) fn listed(item: &mut Item, list: String, at: String) {
    item.insert("list_pk".into(), text(list));
    item.insert("list_sk".into(), text(at));
}

/// Parses an item into its type.
pub(crate) fn typed<T: DeserializeOwned>(item: Item) -> Result<T, StoreError> {
    let key = key_of(&item)?;
    serde_dynamo::from_item(item).map_err(|e| StoreError::Unreadable { key, why: e.to_string() })
}
