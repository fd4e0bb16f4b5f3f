//! Retention periods: when one of an edition ends, the erasure of what has ended begins.
//!
//! The item says when the next period ends. Where something has ended, it is due again and again: what an organizer
//! brings back later, as by an import, has ended as well.

use aws_sdk_dynamodb::types::AttributeValue;
use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::{Conference, ConferenceId};
use domain::erasure::{Erasure, SETTLES_IN};
use domain::personal_data::{Ended, addresses_of};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{WORKFLOW, put};
use crate::keys::{self, Key};
use crate::table::{Cancelled, Guard, Item, Write, millis, number, text, typed};
use crate::{Store, StoreError};

/// How soon to look again for data that has ended: as often as costs little. Reading 100 MB is 12,500 read units.
const AGAIN_IN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// An edition's retention periods.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Retention {
    /// What had ended when it was last due.
    #[serde(default)]
    ended: Ended,
}

/// The write that makes the next end match a definition; `None` if the definition does not change it. It also begins
/// what has ended already.
pub(crate) fn retention_write(before: Option<&Conference>, after: &Conference) -> Option<Write> {
    let ends = after.data_ends();
    if before.map_or_else(|| ends == Default::default(), |before| before.data_ends() == ends) {
        return None;
    }
    let key = keys::retention(&after.id);
    let (set, remove) = due(&key, after.next_data_end(Timestamp::MIN));
    Some(Write::Set { key, set, remove, guards: Vec::new() })
}

/// Attributes to set, and attributes to remove.
type Changed = (Vec<(&'static str, AttributeValue)>, Vec<&'static str>);

/// What makes an item due at an instant, or not at all.
fn due(key: &Key, at: Option<Timestamp>) -> Changed {
    match at {
        Some(at) => {
            let partition = text(keys::due(WORKFLOW, keys::spread(&key.pk)));
            (vec![("due_pk", partition), ("due_at", millis(at)), ("v", number(1))], Vec::new())
        }
        None => (vec![("v", number(1))], vec!["due_pk", "due_at"]),
    }
}

impl Store {
    /// When the next retention period of an edition ends, or data that has ended is looked for again; `None`: never.
    pub async fn next_data_end(&self, c: &ConferenceId) -> Result<Option<Timestamp>, StoreError> {
        let Some(found) = self.table.get(&keys::retention(c)).await? else { return Ok(None) };
        let due_at = found.get("due_at").and_then(|at| at.as_n().ok()).and_then(|at| at.parse().ok());
        Ok(due_at.and_then(|at| Timestamp::from_millisecond(at).ok()))
    }

    /// Begins to erase what has ended. Guarded by the instant at which it was due: a repeat finds another. While an
    /// earlier erasure of the edition goes on, this one waits.
    pub(super) async fn begin_ended(&self, ctx: &Context, key: &Key, found: Item) -> Result<(), StoreError> {
        let Some(c) = keys::parse_retention(key) else {
            return Err(StoreError::Broken(format!("{} is due for the end of its data", key.pk)));
        };
        let guards = match found.get("due_at") {
            Some(due_at) => vec![Guard::Equals("due_at", due_at.clone())],
            None => return Ok(()),
        };
        let retention: Retention = typed(found)?;
        let edition = self.edition_there(&c).await?;
        let now = ctx.now();
        let mut ended = edition.conference.data_ended(now);
        let goes_on = self.table.get(&keys::erasure(&Erasure::id_of_ended(&c))).await?.is_some();
        let again = (!ended.is_empty()).then(|| now + if goes_on { SETTLES_IN } else { AGAIN_IN });
        let next = edition.conference.next_data_end(now).into_iter().chain(again).min();
        let (mut set, remove) = due(key, next);
        let mut writes = Vec::new();
        if !ended.is_empty() && !goes_on {
            if ended != retention.ended {
                let act = Act::new(Kind::DataEnded, &c, now);
                writes.extend(self.activity(ctx, &c, act));
            }
            let stored = serde_dynamo::to_attribute_value(&ended).map_err(|e| StoreError::Broken(e.to_string()))?;
            set.push(("ended", stored));
            ended.kept = addresses_of(&edition.document);
            writes.push(put(&Erasure::of_ended(&c, ended, now), now, None));
        }
        writes.push(Write::Set { key: key.clone(), set, remove, guards });
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(()),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}
