//! Failures, recorded on the due item itself.

use context::Context;
use domain::failure::Failure;

use super::DueItem;
use crate::keys::{self, Key};
use crate::table::{Cancelled, FAILURE, Guard, Item, Reason, TRIES, Write, millis, text};
use crate::{Store, StoreError};

impl Store {
    /// Records an item's failure and puts off its next try. After too many failures, the item leaves the workflow's
    /// partitions of the index. The update touches no other attribute, so it works even if the item is unreadable.
    /// Guarded by the index entry as it was listed: of two concurrent runs, one counts the failure, and a newer due
    /// time stays. Returns the record, if it was written.
    pub(super) async fn record_failure(
        &self,
        ctx: &Context,
        workflow: &str,
        item: &DueItem,
        error: &StoreError,
    ) -> Result<Option<Failure>, StoreError> {
        let now = ctx.now();
        for attempt in 0..TRIES {
            let Some(found) = self.table.get(&item.key).await? else { return Ok(None) };
            let before = failure_of(&found);
            let (after, due_pk) = if error.is_the_items_fault() {
                let after = Failure::after(before.as_ref(), workflow, &error.to_string(), now);
                let due_pk = match after.next_try_at {
                    Some(_) => keys::due_again(workflow),
                    None => keys::due_set_aside(keys::spread(&item.key.pk)),
                };
                (after, due_pk)
            } else {
                let after = Failure::after_busy(before.as_ref(), workflow, &error.to_string(), now);
                (after, item.due_pk.clone())
            };
            let due_at = millis(after.next_try_at.unwrap_or(now));
            let write = Write::Set {
                key: item.key.clone(),
                set: vec![(FAILURE, attribute(&after)), ("due_pk", text(due_pk)), ("due_at", due_at)],
                remove: Vec::new(),
                guards: vec![Guard::Equals("due_pk", text(&item.due_pk)), Guard::Equals("due_at", item.due_at.clone())],
            };
            match self.table.transact(ctx.id("transaction", 26), vec![write]).await {
                Ok(()) => return Ok(Some(after)),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(reasons)) if reasons.iter().any(|r| matches!(r, Reason::Guard(_))) => {
                    return Ok(None);
                }
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("a failure could not be recorded".into()))
    }
}

pub(super) fn attribute(failure: &Failure) -> aws_sdk_dynamodb::types::AttributeValue {
    serde_dynamo::to_attribute_value(failure).expect("a map with text keys")
}

/// The failure recorded on an item.
pub(crate) fn failure_of(item: &Item) -> Option<Failure> {
    item.get(FAILURE).cloned().and_then(|failure| serde_dynamo::from_attribute_value(failure).ok())
}

/// The item that records a failure beside another item.
pub(super) fn beside_item(of: &Key, failure: &Failure) -> Item {
    let key = keys::beside(of);
    let mut put = crate::table::attributes(&key);
    put.insert("v".into(), crate::table::number(1));
    put.insert(FAILURE.into(), attribute(failure));
    let due_pk = match failure.next_try_at {
        Some(_) => keys::due_again(&failure.workflow),
        None => keys::due_set_aside(keys::spread(&key.pk)),
    };
    put.insert("due_pk".into(), text(due_pk));
    put.insert("due_at".into(), millis(failure.next_try_at.unwrap_or(failure.failed_at)));
    put
}
