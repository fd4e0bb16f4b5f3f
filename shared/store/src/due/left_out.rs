//! What a workflow meets that cannot be read, and that is not what is due: it goes on without, and the fault is
//! recorded beside the item, where people find it.

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

/// How long a record that has ended stays, so that a request sent twice finds it.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);

/// What was left out since it was last recorded.
#[derive(Debug, Default)]
pub(crate) struct LeftOut(Mutex<BTreeMap<Key, Why>>);

#[derive(Debug)]
struct Why {
    error: String,
    /// Whether the item cannot be read; else it can, and something could not be done for it.
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
    /// The same store for one run of a workflow, which goes on without what it cannot read and records that.
    pub(crate) fn lenient(&self) -> Self {
        Self { left_out: Some(Arc::default()), ..self.clone() }
    }

    /// Those of these items that can be read. One that cannot is left out, as if it were not there: what is decided or
    /// shown is about the others.
    pub(crate) fn readable<T: DeserializeOwned>(&self, items: impl IntoIterator<Item = Item>) -> Vec<T> {
        items.into_iter().filter_map(|item| self.readable_one(Some(item))).collect()
    }

    /// The same of one item that may be there.
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

    /// In a workflow, goes on without what cannot be read of an answer; elsewhere answers the fault.
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

    /// Goes on although something could not be done about an item, for a reason that lies in what was read. Where
    /// others were in the way, the workflow has to come again: that is answered.
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

    /// Records what was left out, each beside its item. Guarded by there being no failure recorded there: what is met
    /// again and again is recorded once, and what a person skipped stays skipped. What cannot be read is looked at again
    /// with a back-off, and its record ends once it can; what could not be done waits for a person.
    ///
    /// It is looked at again by `workflow`, or by that which such items are due for.
    pub(crate) async fn record_left_out(&self, ctx: &Context, workflow: Option<&str>) -> Result<(), StoreError> {
        let left_out = self.left_out.as_ref().map(|left_out| left_out.take()).unwrap_or_default();
        for (key, why) in left_out {
            let workflow = workflow.unwrap_or_else(|| workflow_of(&key));
            let failure = if why.unreadable {
                Failure::after(None, workflow, &why.error, ctx.now())
            } else {
                Failure::set_aside(workflow, &why.error, ctx.now())
            };
            let put = Write::Put { item: beside_item(&key, &failure), guards: vec![Guard::Unset(FAILURE)] };
            match self.table.transact(ctx.id("transaction", 26), vec![put]).await {
                Ok(()) => log(&key, &why),
                Err(Cancelled::Reasons(_)) => {}
                Err(Cancelled::Store(error)) if error.is_the_items_fault() => log(&key, &why),
                Err(Cancelled::Store(error)) => return Err(error),
            }
        }
        Ok(())
    }

    /// Looks again at what could not be read. If it can be now, or is gone, the record beside it ends, and the table
    /// removes it in time. Guarded by its being there: whoever meets the item again makes it anew.
    pub(super) async fn recheck(&self, ctx: &Context, beside: &Key) -> Result<(), StoreError> {
        let of = keys::beside_of(beside).ok_or_else(|| StoreError::Broken("no record beside an item".into()))?;
        if let Some(found) = self.table.get(&of).await? {
            readable::check(&of, found)?;
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
