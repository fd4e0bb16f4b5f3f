//! The few calls that everything is made of: get, batch get, query, transact. Each reports its units, and each
//! answers a failed condition as data, with the item that stood in the way.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, ConsumedCapacity, Delete, KeysAndAttributes, Put, ReturnConsumedCapacity,
    ReturnValuesOnConditionCheckFailure, Select, TransactWriteItem, Update,
};
use domain::pass::Move;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::kept::Kept;
use crate::keys::{self, Key};
use crate::units::Units;

/// An item's attributes.
pub(crate) type Item = HashMap<String, AttributeValue>;

/// The table could not do what was asked. Nothing can be said of whether a write happened.
#[derive(Debug)]
pub enum StoreError {
    /// It is busy or out of reach: the same call can go through later.
    Busy(String),
    /// An item is not what it must be, or the call is wrong: trying again does not help.
    Broken(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy(why) => write!(f, "the table is busy: {why}"),
            Self::Broken(why) => write!(f, "the table's answer makes no sense: {why}"),
        }
    }
}

impl std::error::Error for StoreError {}

#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
fn store_error<E: ProvideErrorMetadata + std::error::Error + 'static>(error: SdkError<E>) -> StoreError {
    let text = match &error {
        SdkError::ServiceError(service) => {
            format!("{}: {}", service.err().code().unwrap_or("?"), service.err().message().unwrap_or(""))
        }
        other => format!("{other:?}").chars().take(200).collect(),
    };
    match error.code() {
        Some("ValidationException" | "ResourceNotFoundException" | "AccessDeniedException") => StoreError::Broken(text),
        _ => StoreError::Busy(text),
    }
}

/// A condition on the item that a write replaces.
#[derive(Clone, Debug)]
pub(crate) enum Guard {
    /// There is no such item.
    Absent,
    /// There is one.
    Exists,
    /// An attribute has this value.
    Equals(&'static str, AttributeValue),
    /// An attribute has this value, or the item has no such attribute yet, or there is no such item.
    EqualsOrUnset(&'static str, AttributeValue),
    /// There is no such attribute.
    Unset(&'static str),
    /// A number is greater than this. One that is not there is not.
    Above(&'static str, AttributeValue),
    /// A number is at most this. One that is not there is not.
    AtMost(&'static str, AttributeValue),
}

/// One write of a transaction.
#[derive(Clone, Debug)]
pub(crate) enum Write {
    /// Puts a whole item where the guards hold; without any, the guard of another write of the transaction is its.
    Put { item: Item, guards: Vec<Guard> },
    /// Makes a ledger move; the table refuses what the ledger refuses.
    Ledger { key: Key, step: Move, due: Due },
    /// Removes an item where the guards hold.
    Delete { key: Key, guards: Vec<Guard> },
    /// Adds one to each of some numbers, from 0 where there is none, and sets attributes, where the guards hold.
    Count { key: Key, names: Vec<&'static str>, set: Vec<(&'static str, AttributeValue)>, guards: Vec<Guard> },
    /// Sets and removes attributes where the guards hold.
    Set { key: Key, set: Vec<(&'static str, AttributeValue)>, remove: Vec<&'static str>, guards: Vec<Guard> },
    /// Writes nothing, and lets the others happen only where the guards hold at that moment.
    Check { key: Key, guards: Vec<Guard> },
}

impl Write {
    fn sk(&self) -> &str {
        match self {
            Self::Put { item, .. } => item.get("sk").and_then(|sk| sk.as_s().ok()).map_or("", String::as_str),
            Self::Ledger { key, .. }
            | Self::Set { key, .. }
            | Self::Delete { key, .. }
            | Self::Count { key, .. }
            | Self::Check { key, .. } => &key.sk,
        }
    }
}

/// What a ledger move does to the shard's place in the `due` index.
#[derive(Clone, Debug)]
pub(crate) enum Due {
    /// Nothing.
    Keep,
    /// The shard has passes to give on: due now.
    At { due_pk: String, at: Timestamp },
    /// All of its `spare` goes with this move: nothing is due any more.
    Done,
}

/// Why one write of a cancelled transaction did not go.
#[derive(Clone, Debug)]
pub(crate) enum Reason {
    /// This one could have gone.
    Fine,
    /// Its guard did not hold; the item as it is.
    Guard(Option<Item>),
    /// Another transaction or a limit was in the way: the same write can go through later.
    Conflict,
}

/// A transaction that did not happen.
#[derive(Debug)]
pub(crate) enum Cancelled {
    /// Refused, with a reason for each write, in order.
    Reasons(Vec<Reason>),
    /// Not known to have happened, or broken.
    Store(StoreError),
}

#[derive(Clone, Debug)]
pub(crate) struct Table {
    client: Client,
    name: Arc<str>,
    pub(crate) units: Arc<Units>,
    /// The request that writes, noted on the mails it owes.
    pub(crate) trace: Option<Arc<str>>,
    pub(crate) kept: Arc<Kept>,
}

/// Collects names and values of one expression.
#[derive(Default)]
struct Terms {
    names: HashMap<String, String>,
    values: Item,
}

impl Terms {
    fn name(&mut self, name: &str) -> String {
        let placeholder = format!("#{name}");
        self.names.insert(placeholder.clone(), name.to_owned());
        placeholder
    }

    fn value(&mut self, value: AttributeValue) -> String {
        let placeholder = format!(":v{}", self.values.len());
        self.values.insert(placeholder.clone(), value);
        placeholder
    }

    fn guard(&mut self, guard: &Guard) -> String {
        match guard {
            Guard::Absent => format!("attribute_not_exists({})", self.name("pk")),
            Guard::Exists => format!("attribute_exists({})", self.name("pk")),
            Guard::Equals(name, value) => format!("{} = {}", self.name(name), self.value(value.clone())),
            Guard::EqualsOrUnset(name, value) => {
                let (name, value) = (self.name(name), self.value(value.clone()));
                format!("(attribute_not_exists({name}) OR {name} = {value})")
            }
            Guard::Unset(name) => format!("attribute_not_exists({})", self.name(name)),
            Guard::Above(name, value) => format!("{} > {}", self.name(name), self.value(value.clone())),
            Guard::AtMost(name, value) => format!("{} <= {}", self.name(name), self.value(value.clone())),
        }
    }

    fn finish(self) -> (Option<HashMap<String, String>>, Option<Item>) {
        ((!self.names.is_empty()).then_some(self.names), (!self.values.is_empty()).then_some(self.values))
    }
}

impl Table {
    pub(crate) fn new(client: Client, name: &str) -> Self {
        Self { client, name: name.into(), units: Arc::default(), trace: None, kept: Arc::default() }
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

    /// Reads items consistently, in any number; answers them in the order asked, absent ones as `None`.
    pub(crate) async fn get_all(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, StoreError> {
        // BatchGetItem takes 100 keys.
        let batches = futures_util::future::join_all(keys.chunks(100).map(|batch| self.get_batch(batch))).await;
        let mut found = HashMap::new();
        for batch in batches {
            found.extend(batch?);
        }
        Ok(keys.iter().map(|key| found.remove(key)).collect())
    }

    async fn get_batch(&self, keys: &[Key]) -> Result<HashMap<Key, Item>, StoreError> {
        let mut found = HashMap::new();
        let mut asked: Vec<_> = keys.iter().map(attributes).collect();
        while !asked.is_empty() {
            self.units.add_call();
            let wanted = KeysAndAttributes::builder().set_keys(Some(asked)).consistent_read(true).build();
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
            // What the table had no capacity for is asked again; the SDK's back-off covers a throttled call.
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

    /// All items of a base-table partition, consistently, in order of sort key.
    pub(crate) async fn query(&self, pk: &str) -> Result<Vec<Item>, StoreError> {
        self.query_prefix(pk, "").await
    }

    /// The items of a base-table partition whose sort key begins so, consistently, in order.
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

    /// The first keys of a base-table partition whose sort key begins so, consistently, in order.
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

    /// Every item of the table, a page at a time, consistently. For the audit.
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

    /// Writes all or nothing. `token` names the attempt: the SDK's own retries of it have one effect.
    pub(crate) async fn transact(&self, token: String, writes: Vec<Write>) -> Result<(), Cancelled> {
        self.units.add_call();
        let turns_a_page = writes
            .iter()
            .any(|write| !matches!(write, Write::Check { .. }) && matches!(write.sk(), keys::HEAD | keys::STATUS));
        let answer = self.transact_writes(token, writes).await;
        // Whether or not it is known to be done.
        if turns_a_page {
            self.kept.forget();
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

    /// Adds to a counter and answers its value afterwards. Twice counts twice: only for limits, and for numbers of
    /// which some may be left out.
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

    fn build(&self, write: Write) -> Result<TransactWriteItem, String> {
        let old = ReturnValuesOnConditionCheckFailure::AllOld;
        let mut terms = Terms::default();
        let item = match write {
            Write::Put { mut item, guards } => {
                if let Some(trace) = self.trace.as_deref().filter(|_| item.get("sk") == Some(&text("MAIL"))) {
                    item.entry("trace".into()).or_insert_with(|| text(trace));
                }
                let conditions: Vec<_> = guards.iter().map(|guard| terms.guard(guard)).collect();
                let condition = conditions.join(" AND ");
                let (names, values) = terms.finish();
                let put = Put::builder()
                    .table_name(&*self.name)
                    .set_item(Some(item))
                    .set_condition_expression((!condition.is_empty()).then_some(condition))
                    .set_expression_attribute_names(names)
                    .set_expression_attribute_values(values)
                    .return_values_on_condition_check_failure(old);
                TransactWriteItem::builder().put(put.build().map_err(|e| e.to_string())?)
            }
            Write::Ledger { key, step, due } => {
                let (update, condition) = ledger_expressions(&mut terms, step, due);
                self.update(&key, update, condition, terms)?
            }
            Write::Delete { key, guards } => {
                let conditions: Vec<_> = guards.iter().map(|guard| terms.guard(guard)).collect();
                let condition = conditions.join(" AND ");
                let (names, values) = terms.finish();
                let delete = Delete::builder()
                    .table_name(&*self.name)
                    .set_key(Some(attributes(&key)))
                    .set_condition_expression((!condition.is_empty()).then_some(condition))
                    .set_expression_attribute_names(names)
                    .set_expression_attribute_values(values)
                    .return_values_on_condition_check_failure(old);
                TransactWriteItem::builder().delete(delete.build().map_err(|e| e.to_string())?)
            }
            Write::Count { key, names, set, guards } => {
                let conditions: Vec<_> = guards.iter().map(|guard| terms.guard(guard)).collect();
                let set: Vec<_> =
                    set.into_iter().map(|(name, v)| format!("{} = {}", terms.name(name), terms.value(v))).collect();
                let set = if set.is_empty() { String::new() } else { format!("SET {} ", set.join(", ")) };
                let one = terms.value(number(1));
                let add: Vec<_> = names.into_iter().map(|name| format!("{} {one}", terms.name(name))).collect();
                let update = format!("{set}ADD {}", add.join(", "));
                self.update(&key, update, conditions.join(" AND "), terms)?
            }
            Write::Set { key, set, remove, guards } => {
                let conditions: Vec<_> = guards.iter().map(|guard| terms.guard(guard)).collect();
                let set: Vec<_> =
                    set.into_iter().map(|(name, v)| format!("{} = {}", terms.name(name), terms.value(v))).collect();
                let remove: Vec<_> = remove.into_iter().map(|name| terms.name(name)).collect();
                let mut update = String::new();
                if !set.is_empty() {
                    update = format!("SET {}", set.join(", "));
                }
                if !remove.is_empty() {
                    update = format!("{update} REMOVE {}", remove.join(", "));
                }
                self.update(&key, update, conditions.join(" AND "), terms)?
            }
            Write::Check { key, guards } => {
                let conditions: Vec<_> = guards.iter().map(|guard| terms.guard(guard)).collect();
                let (names, values) = terms.finish();
                let check = ConditionCheck::builder()
                    .table_name(&*self.name)
                    .set_key(Some(attributes(&key)))
                    .condition_expression(conditions.join(" AND "))
                    .set_expression_attribute_names(names)
                    .set_expression_attribute_values(values)
                    .return_values_on_condition_check_failure(old);
                TransactWriteItem::builder().condition_check(check.build().map_err(|e| e.to_string())?)
            }
        };
        Ok(item.build())
    }

    fn update(
        &self,
        key: &Key,
        update: String,
        condition: String,
        terms: Terms,
    ) -> Result<aws_sdk_dynamodb::types::builders::TransactWriteItemBuilder, String> {
        let (names, values) = terms.finish();
        let update = Update::builder()
            .table_name(&*self.name)
            .set_key(Some(attributes(key)))
            .update_expression(update)
            .set_condition_expression((!condition.is_empty()).then_some(condition))
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        Ok(TransactWriteItem::builder().update(update.build().map_err(|e| e.to_string())?))
    }
}

/// A ledger move as an update: every figure that falls is guarded, so the table refuses what `Ledger::apply` refuses.
fn ledger_expressions(terms: &mut Terms, step: Move, due: Due) -> (String, String) {
    let mut sets = Vec::new();
    let mut conditions = vec![terms.guard(&Guard::Exists)];
    for (figure, delta) in step.change().figures().into_iter().filter(|(_, delta)| *delta != 0) {
        let name = terms.name(figure);
        let amount = terms.value(number(delta.abs()));
        sets.push(format!("{name} = {name} {} {amount}", if delta < 0 { "-" } else { "+" }));
        if delta < 0 {
            // A shard leaves the index only with the last of its spare passes.
            let sign = if matches!(due, Due::Done) && figure == "spare" { "=" } else { ">=" };
            conditions.push(format!("{name} {sign} {amount}"));
        }
    }
    let mut update = String::new();
    match due {
        Due::Keep => {}
        Due::At { due_pk, at } => {
            sets.push(format!("{} = {}", terms.name("due_pk"), terms.value(text(due_pk))));
            sets.push(format!("{} = {}", terms.name("due_at"), terms.value(millis(at))));
        }
        Due::Done => update = format!(" REMOVE {}, {}", terms.name("due_pk"), terms.name("due_at")),
    }
    (format!("SET {}{update}", sets.join(", ")), conditions.join(" AND "))
}

fn cancelled(error: SdkError<TransactWriteItemsError>) -> Cancelled {
    let Some(TransactWriteItemsError::TransactionCanceledException(why)) = error.as_service_error() else {
        return Cancelled::Store(store_error(error));
    };
    let reasons = why.cancellation_reasons();
    if reasons.iter().any(|r| r.code() == Some("ValidationError")) {
        let message = reasons.iter().filter_map(|r| r.message()).collect::<Vec<_>>().join("; ");
        return Cancelled::Store(StoreError::Broken(message));
    }
    Cancelled::Reasons(
        reasons
            .iter()
            .map(|reason| match reason.code() {
                None | Some("None") => Reason::Fine,
                Some("ConditionalCheckFailed") => Reason::Guard(reason.item.clone()),
                // TransactionConflict, ThrottlingError, ProvisionedThroughputExceeded, ItemCollectionSizeLimitExceeded
                Some(_) => Reason::Conflict,
            })
            .collect(),
    )
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

/// What is due, soonest first.
pub(crate) const DUE: Index = Index { name: "due", pk: "due_pk", sk: "due_at", forward: true };
/// What organizers page through, latest first.
pub(crate) const LISTING: Index = Index { name: "listing", pk: "list_pk", sk: "list_sk", forward: false };

/// Which sort keys of an index partition.
#[derive(Clone, Debug)]
pub(crate) enum Range {
    All,
    UpTo(AttributeValue),
    Before(AttributeValue),
}

pub(crate) fn attributes(key: &Key) -> Item {
    HashMap::from([("pk".to_owned(), text(&key.pk)), ("sk".to_owned(), text(&key.sk))])
}

fn key_of(item: &Item) -> Result<Key, StoreError> {
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

/// A value as an item under a key, with the version of its shape.
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

/// Reads an item into its type.
pub(crate) fn typed<T: DeserializeOwned>(item: Item) -> Result<T, StoreError> {
    let pk = item.get("pk").and_then(|v| v.as_s().ok()).cloned().unwrap_or_default();
    serde_dynamo::from_item(item).map_err(|e| StoreError::Broken(format!("{pk}: {e}")))
}
