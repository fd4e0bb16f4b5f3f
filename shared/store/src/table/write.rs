//! One write of a transaction, and its form for DynamoDB.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::builders::TransactWriteItemBuilder;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};
use domain::pass::Move;
use jiff::Timestamp;
use jiff::civil::Date;

use super::{Item, Table, attributes, key_of, millis, number, text};
use crate::keys::Key;

/// The attribute that says when an item is due.
const DUE_AT: &str = "due_at";

/// A workflow's failure on an item. Every write that sets a new due time removes it: a put because it replaces the
/// whole item, an update as built here.
pub(crate) const FAILURE: &str = "failure";

/// A condition on the item that a write replaces.
#[derive(Clone, Debug)]
pub(crate) enum Guard {
    /// There is no such item.
    Absent,
    Exists,
    Equals(&'static str, AttributeValue),
    /// An attribute has this value, or the item has no such attribute yet, or there is no such item.
    EqualsOrUnset(&'static str, AttributeValue),
    /// An attribute has another value, or there is none.
    Differs(&'static str, AttributeValue),
    /// There is no such attribute.
    Unset(&'static str),
    /// A number is greater than this. Fails if the attribute is missing.
    Above(&'static str, AttributeValue),
    /// A number is at most this. Fails if the attribute is missing.
    AtMost(&'static str, AttributeValue),
}

/// One write of a transaction.
#[derive(Clone, Debug)]
pub(crate) enum Write {
    /// Puts a whole item if the guards hold; without any, it relies on the guard of another write in the transaction.
    Put { item: Item, guards: Vec<Guard> },
    /// Makes a ledger move; the table refuses the same moves as the ledger. If a pass becomes taken or is returned, `day`
    /// is the day of its registration: the shard counts registrations by day, so that a chart needs no read of its own.
    Ledger { key: Key, step: Move, due: Due, day: Option<Date> },
    /// Removes an item if the guards hold.
    Delete { key: Key, guards: Vec<Guard> },
    /// Adds one to each of some numbers (a missing one counts as 0), and sets attributes, if the guards hold.
    Count { key: Key, names: Vec<&'static str>, set: Vec<(&'static str, AttributeValue)>, guards: Vec<Guard> },
    /// Sets and removes attributes if the guards hold.
    Set { key: Key, set: Vec<(&'static str, AttributeValue)>, remove: Vec<&'static str>, guards: Vec<Guard> },
    /// Replaces attributes, whatever they are named, if each is still what it was.
    Replace { key: Key, changes: Vec<Change> },
    /// Writes nothing, and lets the other writes commit only if the guards hold at that moment.
    Check { key: Key, guards: Vec<Guard> },
}

impl Write {
    pub(super) fn sk(&self) -> &str {
        match self {
            Self::Put { item, .. } => item.get("sk").and_then(|sk| sk.as_s().ok()).map_or("", String::as_str),
            Self::Ledger { key, .. }
            | Self::Set { key, .. }
            | Self::Replace { key, .. }
            | Self::Delete { key, .. }
            | Self::Count { key, .. }
            | Self::Check { key, .. } => &key.sk,
        }
    }

    /// The key of the item that it changes; `None` for a check.
    pub(super) fn key(&self) -> Option<Key> {
        match self {
            Self::Put { item, .. } => key_of(item).ok(),
            Self::Check { .. } => None,
            Self::Ledger { key, .. }
            | Self::Set { key, .. }
            | Self::Replace { key, .. }
            | Self::Delete { key, .. }
            | Self::Count { key, .. } => Some(key.clone()),
        }
    }
}

/// An attribute before and after a [`Write::Replace`]; `None` where it is absent.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) name: String,
    pub(crate) was: Option<AttributeValue>,
    pub(crate) now: Option<AttributeValue>,
}

/// How a ledger move changes the shard's entry in the `due` index.
#[derive(Clone, Debug)]
pub(crate) enum Due {
    Keep,
    /// The shard has `returned` passes to reallocate: due now.
    At {
        due_pk: String,
        at: Timestamp,
    },
    /// This move takes all of its `returned`: nothing is due any more.
    Done,
}

/// Collects names and values of one expression.
#[derive(Default)]
pub(super) struct Terms {
    names: HashMap<String, String>,
    values: Item,
}

impl Terms {
    pub(super) fn name(&mut self, name: &str) -> String {
        let placeholder = format!("#{name}");
        self.names.insert(placeholder.clone(), name.to_owned());
        placeholder
    }

    pub(super) fn value(&mut self, value: AttributeValue) -> String {
        let placeholder = format!(":v{}", self.values.len());
        self.values.insert(placeholder.clone(), value);
        placeholder
    }

    pub(super) fn guard(&mut self, guard: &Guard) -> String {
        match guard {
            Guard::Absent => format!("attribute_not_exists({})", self.name("pk")),
            Guard::Exists => format!("attribute_exists({})", self.name("pk")),
            Guard::Equals(name, value) => format!("{} = {}", self.name(name), self.value(value.clone())),
            Guard::EqualsOrUnset(name, value) => {
                let (name, value) = (self.name(name), self.value(value.clone()));
                format!("(attribute_not_exists({name}) OR {name} = {value})")
            }
            Guard::Differs(name, value) => {
                let (name, value) = (self.name(name), self.value(value.clone()));
                format!("(attribute_not_exists({name}) OR {name} <> {value})")
            }
            Guard::Unset(name) => format!("attribute_not_exists({})", self.name(name)),
            Guard::Above(name, value) => format!("{} > {}", self.name(name), self.value(value.clone())),
            Guard::AtMost(name, value) => format!("{} <= {}", self.name(name), self.value(value.clone())),
        }
    }

    /// The condition that all guards hold; empty without guards.
    fn all(&mut self, guards: &[Guard]) -> String {
        let conditions: Vec<_> = guards.iter().map(|guard| self.guard(guard)).collect();
        conditions.join(" AND ")
    }

    fn assignments(&mut self, set: Vec<(&'static str, AttributeValue)>) -> String {
        let set: Vec<_> = set.into_iter().map(|(name, v)| format!("{} = {}", self.name(name), self.value(v))).collect();
        set.join(", ")
    }

    pub(super) fn finish(self) -> (Option<HashMap<String, String>>, Option<Item>) {
        ((!self.names.is_empty()).then_some(self.names), (!self.values.is_empty()).then_some(self.values))
    }
}

impl Table {
    pub(super) fn build(&self, write: Write) -> Result<TransactWriteItem, String> {
        let mut terms = Terms::default();
        let item = match write {
            Write::Put { item, guards } => self.put(item, &guards, terms)?,
            Write::Ledger { key, step, due, day } => {
                let (update, condition) = ledger_expressions(&mut terms, step, due, day);
                self.update(&key, update, condition, terms)?
            }
            Write::Delete { key, guards } => self.delete(&key, &guards, terms)?,
            Write::Count { key, names, set, guards } => {
                let is_due = set.iter().any(|(name, _)| *name == DUE_AT);
                let condition = terms.all(&guards);
                let set = terms.assignments(set);
                let set = if set.is_empty() { String::new() } else { format!("SET {set} ") };
                let one = terms.value(number(1));
                let add: Vec<_> = names.into_iter().map(|name| format!("{} {one}", terms.name(name))).collect();
                let clear = if is_due { format!(" REMOVE {}", terms.name(FAILURE)) } else { String::new() };
                self.update(&key, format!("{set}ADD {}{clear}", add.join(", ")), condition, terms)?
            }
            Write::Set { key, set, mut remove, guards } => {
                let moves_due = set.iter().any(|(name, _)| *name == DUE_AT) || remove.contains(&DUE_AT);
                if moves_due && !set.iter().any(|(name, _)| *name == FAILURE) {
                    remove.push(FAILURE);
                }
                let condition = terms.all(&guards);
                let set = terms.assignments(set);
                let remove: Vec<_> = remove.into_iter().map(|name| terms.name(name)).collect();
                let mut update = if set.is_empty() { String::new() } else { format!("SET {set}") };
                if !remove.is_empty() {
                    update = format!("{update} REMOVE {}", remove.join(", "));
                }
                self.update(&key, update, condition, terms)?
            }
            Write::Replace { key, changes } => {
                let (update, condition) = replacing(&mut terms, changes);
                self.update(&key, update, condition, terms)?
            }
            Write::Check { key, guards } => self.check(&key, &guards, terms)?,
        };
        Ok(item.build())
    }

    fn put(&self, mut item: Item, guards: &[Guard], mut terms: Terms) -> Result<TransactWriteItemBuilder, String> {
        if let Some(trace) = self.trace.as_deref().filter(|_| item.get("sk") == Some(&text("MAIL"))) {
            item.entry("trace".into()).or_insert_with(|| text(trace));
        }
        let condition = terms.all(guards);
        let (names, values) = terms.finish();
        let put = Put::builder()
            .table_name(&*self.name)
            .set_item(Some(item))
            .set_condition_expression((!condition.is_empty()).then_some(condition))
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        Ok(TransactWriteItem::builder().put(put.build().map_err(|e| e.to_string())?))
    }

    fn delete(&self, key: &Key, guards: &[Guard], mut terms: Terms) -> Result<TransactWriteItemBuilder, String> {
        let condition = terms.all(guards);
        let (names, values) = terms.finish();
        let delete = Delete::builder()
            .table_name(&*self.name)
            .set_key(Some(attributes(key)))
            .set_condition_expression((!condition.is_empty()).then_some(condition))
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        Ok(TransactWriteItem::builder().delete(delete.build().map_err(|e| e.to_string())?))
    }

    fn check(&self, key: &Key, guards: &[Guard], mut terms: Terms) -> Result<TransactWriteItemBuilder, String> {
        let condition = terms.all(guards);
        let (names, values) = terms.finish();
        let check = ConditionCheck::builder()
            .table_name(&*self.name)
            .set_key(Some(attributes(key)))
            .condition_expression(condition)
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        Ok(TransactWriteItem::builder().condition_check(check.build().map_err(|e| e.to_string())?))
    }

    fn update(
        &self,
        key: &Key,
        update: String,
        condition: String,
        terms: Terms,
    ) -> Result<TransactWriteItemBuilder, String> {
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

fn replacing(terms: &mut Terms, changes: Vec<Change>) -> (String, String) {
    let (mut sets, mut removes, mut conditions) = (Vec::new(), Vec::new(), vec![terms.guard(&Guard::Exists)]);
    for Change { name, was, now } in changes {
        let name = terms.name(&name);
        conditions.push(match was {
            Some(was) => format!("{name} = {}", terms.value(was)),
            None => format!("attribute_not_exists({name})"),
        });
        match now {
            Some(now) => sets.push(format!("{name} = {}", terms.value(now))),
            None => removes.push(name),
        }
    }
    let mut update = String::new();
    if !sets.is_empty() {
        update = format!("SET {}", sets.join(", "));
    }
    if !removes.is_empty() {
        update = format!("{update} REMOVE {}", removes.join(", "));
    }
    (update, conditions.join(" AND "))
}

/// A ledger move as an update: every decreasing figure is guarded, so the table refuses the same moves as
/// `Ledger::apply`.
fn ledger_expressions(terms: &mut Terms, step: Move, due: Due, day: Option<Date>) -> (String, String) {
    let mut sets = Vec::new();
    let mut conditions = vec![terms.guard(&Guard::Exists)];
    for (figure, delta) in step.change().figures().into_iter().filter(|(_, delta)| *delta != 0) {
        let name = terms.name(figure);
        let amount = terms.value(number(delta.abs()));
        sets.push(format!("{name} = {name} {} {amount}", if delta < 0 { "-" } else { "+" }));
        if delta < 0 {
            // A shard leaves the index only with the last of its `returned` passes.
            let sign = if matches!(due, Due::Done) && figure == "spare" { "=" } else { ">=" };
            conditions.push(format!("{name} {sign} {amount}"));
        }
    }
    let mut update = String::new();
    if let Some(day) = day.filter(|_| step.change().taken != 0) {
        let (day, taken) = (terms.name(&day_attribute(day)), terms.value(number(step.change().taken)));
        update = format!(" ADD {day} {taken}");
    }
    match due {
        Due::Keep => {}
        Due::At { due_pk, at } => {
            sets.push(format!("{} = {}", terms.name("due_pk"), terms.value(text(due_pk))));
            sets.push(format!("{} = {}", terms.name(DUE_AT), terms.value(millis(at))));
            update = format!("{update} REMOVE {}", terms.name(FAILURE));
        }
        Due::Done => {
            let names = ["due_pk", DUE_AT, FAILURE].map(|name| terms.name(name));
            update = format!("{update} REMOVE {}", names.join(", "));
        }
    }
    (format!("SET {}{update}", sets.join(", ")), conditions.join(" AND "))
}

/// What the attributes of a shard begin with that count its registrations by day.
const DAY: &str = "on_";

fn day_attribute(day: Date) -> String {
    format!("{DAY}{}", day.strftime("%Y%m%d"))
}

/// The registrations of a shard by day.
pub(crate) fn days(shard: &Item) -> impl Iterator<Item = (Date, i64)> {
    shard.iter().filter_map(|(name, count)| {
        let day = Date::strptime("%Y%m%d", name.strip_prefix(DAY)?).ok()?;
        Some((day, count.as_n().ok()?.parse().ok()?))
    })
}
