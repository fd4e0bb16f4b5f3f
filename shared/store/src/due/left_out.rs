//! Unreadable items that a workflow finds beside its due items. The workflow goes on without them, and records the
//! failure beside the item, where people find it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use context::Context;
use domain::failure::{Failure, without_personal_data};
use jiff::SignedDuration;
use serde::de::DeserializeOwned;

use super::attention::workflow_of;
use super::record::beside_item;
use crate::keys::{self, Key};
use crate::readable;
use crate::table::{Cancelled, FAILURE, Guard, Item, Write, number, typed};
use crate::{Store, StoreError};

/// How long an ended record stays, so that a repeated request finds it.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Items left out since the last recording.
#[derive(Debug, Default)]
pub(crate) struct LeftOut(Mutex<BTreeMap<Key, Why>>);

#[derive(Debug)]
struct Why {
    error: String,
    /// Whether the item is unreadable; otherwise it is readable, and an action on it failed.
    unreadable: bool,
}

impl LeftOut {
    fn add(&self, key: &Key, why: Why) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key.clone()).or_insert(why);
    }

    fn take(&self) -> BTreeMap<Key, Why> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Store {
    /// The same store for one run of a workflow, which leaves out unreadable items and records them.
    pub(crate) fn lenient(&self) -> Self {
        Self { left_out: Some(Arc::default()), ..self.clone() }
    }

    /// The readable ones of these items. Unreadable items are left out as if they did not exist: decisions and lists
    /// cover the others.
    pub(crate) fn readable<T: DeserializeOwned>(&self, items: impl IntoIterator<Item = Item>) -> Vec<T> {
        items.into_iter().filter_map(|item| self.readable_one(Some(item))).collect()
    }

    /// The same for one optional item.
    pub(crate) fn readable_one<T: DeserializeOwned>(&self, item: Option<Item>) -> Option<T> {
        match typed(item?) {
            Ok(value) => Some(value),
            Err(error) => {
                if let StoreError::Unreadable { key, .. } = &error {
                    self.leave_out_unreadable(key, &error);
                }
                None
            }
        }
    }

    /// In a workflow, leaves out an unreadable answer; elsewhere returns the error.
    pub(crate) fn or_left_out<T>(&self, answer: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
        match answer {
            Ok(value) => Ok(Some(value)),
            Err(error) => {
                let StoreError::Unreadable { key, .. } = &error else { return Err(error) };
                if self.left_out.is_none() {
                    return Err(error);
                }
                self.leave_out_unreadable(key, &error);
                Ok(None)
            }
        }
    }

    /// Continues although an action on an item failed because of its content. If concurrent writes were the cause,
    /// returns the error, because the workflow has to run again.
    pub(crate) fn go_on_without(&self, about: &Key, error: StoreError) -> Result<(), StoreError> {
        match &error {
            StoreError::Unreadable { key, .. } => self.leave_out_unreadable(key, &error),
            error if error.is_the_items_fault() => {
                self.leave_out(about, Why { error: error.to_string(), unreadable: false });
            }
            _ => return Err(error),
        }
        Ok(())
    }

    pub(crate) fn leave_out_unreadable(&self, key: &Key, error: &StoreError) {
        self.leave_out(key, Why { error: error.to_string(), unreadable: true });
    }

    fn leave_out(&self, key: &Key, why: Why) {
        match &self.left_out {
            Some(left_out) => left_out.add(key, why),
            None => log(key, &why),
        }
    }

    /// Records each left-out item beside the item itself. Guarded by the absence of a failure there: repeated meetings
    /// are recorded once, and a person's skip stays. An unreadable item is rechecked with a back-off, and its record
    /// ends once the item is readable. A failed action waits for a person.
    ///
    /// `workflow` rechecks it; without one, the workflow that such items are due for does.
    pub(crate) async fn record_left_out(&self, ctx: &Context, workflow: Option<&str>) -> Result<(), StoreError> {
        let left_out = self.left_out.as_ref().map(|left_out| left_out.take()).unwrap_or_default();
        for (key, why) in left_out {
            self.record_beside(ctx, &key, &why, workflow.unwrap_or_else(|| workflow_of(&key))).await?;
        }
        Ok(())
    }

    /// Records that a request left out an unreadable item, so that the consequences are processed after the repair.
    /// Guarded as [`Store::record_left_out`] is.
    pub(crate) async fn record_unreadable(&self, ctx: &Context, key: &Key, error: &str) -> Result<(), StoreError> {
        let why = Why { error: error.to_owned(), unreadable: true };
        self.record_beside(ctx, key, &why, workflow_of(key)).await
    }

    async fn record_beside(&self, ctx: &Context, key: &Key, why: &Why, workflow: &str) -> Result<(), StoreError> {
        let failure = if why.unreadable {
            Failure::after(None, workflow, &why.error, ctx.now())
        } else {
            Failure::set_aside(workflow, &why.error, ctx.now())
        };
        let put = Write::Put { item: beside_item(key, &failure), guards: vec![Guard::Unset(FAILURE)] };
        match self.table.transact(ctx.id("transaction", 26), vec![put]).await {
            Ok(()) => log(key, why),
            Err(Cancelled::Reasons(_)) => {}
            Err(Cancelled::Store(error)) if error.is_the_items_fault() => log(key, why),
            Err(Cancelled::Store(error)) => return Err(error),
        }
        Ok(())
    }

    /// Rechecks an unreadable item. If it is readable or gone, the record beside it ends, and the table removes it
    /// later. Guarded by the record's existence: the next workflow that finds the item writes a new one.
    pub(super) async fn recheck(&self, ctx: &Context, beside: &Key) -> Result<(), StoreError> {
        let of = keys::beside_of(beside).ok_or_else(|| StoreError::Broken("no record beside an item".into()))?;
        if let Some(found) = self.table.get(&of).await? {
            readable::check(&of, found)?;
            self.look_at_passes_again(ctx, &of).await?;
        }
        let expires = (ctx.now() + KEPT_FOR).as_second();
        let ended = Write::Set {
            key: beside.clone(),
            set: vec![("expires", number(expires))],
            remove: vec!["due_pk", "due_at"],
            guards: vec![Guard::Exists],
        };
        self.commit(ctx, ended).await
    }
}

fn log(key: &Key, why: &Why) {
    tracing::error!(
        item.pk = key.pk,
        item.sk = key.sk,
        cause = without_personal_data(&why.error),
        "an item was left out"
    );
}
