//! Giving on what came back: `spare` passes, and resizes that were left half done.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use context::Context;
use domain::conference::{ConferenceId, PoolId};
use domain::pass::Move;

use crate::table::{Cancelled, Due, Guard, Write, number};
use crate::{Store, StoreError, keys};

/// Shards given on in one transaction, beside the status.
const SHARDS_PER_TRANSACTION: usize = 24;

/// Due items looked at in one run.
const BATCH: i32 = 200;

/// What one run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Promoted {
    /// Passes put back on sale.
    pub reopened: u64,
    /// Whether more is due now: run again.
    pub more: bool,
}

impl Store {
    /// Gives on what is due. Safe at any interleaving, also with itself: every move is guarded by the ledger.
    pub async fn promote(&self, ctx: &Context) -> Result<Promoted, StoreError> {
        let due = self.due("promote-waitlist", ctx.now(), BATCH).await?;
        let mut done = Promoted { more: due.len() >= usize::try_from(BATCH).unwrap_or(0), ..Promoted::default() };
        let mut spare: BTreeMap<(ConferenceId, PoolId), Vec<u32>> = BTreeMap::new();
        for key in due {
            match keys::parse_pool(&key) {
                Some((c, p, Some(shard))) => spare.entry((c, p)).or_default().push(shard),
                Some((c, p, None)) => self.finish_resize(ctx, &c, &p).await?,
                None => return Err(StoreError::Broken(format!("{} is due for promotion", key.pk))),
            }
        }
        for ((c, p), shards) in spare {
            for batch in shards.chunks(SHARDS_PER_TRANSACTION) {
                match self.reopen(ctx, &c, &p, batch).await? {
                    Some(reopened) => done.reopened += reopened,
                    None => done.more = true,
                }
            }
        }
        Ok(done)
    }

    /// Nobody waits: puts the `spare` of these shards on sale and voids the sell-out, in one transaction. Guarded by
    /// each shard's exact `spare` and the status's `refill_seq`; answers `None` if something changed meanwhile.
    async fn reopen(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        p: &PoolId,
        numbers: &[u32],
    ) -> Result<Option<u64>, StoreError> {
        let status = self.pool_status(c, p).await?;
        let ledgers = self.shards(c, p, numbers.iter().copied()).await?;
        let reopened: u64 = ledgers.iter().map(|ledger| ledger.spare).sum();
        let mut writes = Vec::new();
        for (shard, ledger) in numbers.iter().zip(ledgers) {
            let key = keys::shard(c, p, *shard);
            writes.push(if ledger.spare > 0 {
                Write::Ledger { key, step: Move::Reopen(ledger.spare), due: Due::Done }
            } else {
                // Lowered since, or the index is behind: nothing is due here.
                let guards = vec![Guard::Equals("spare", number(0))];
                Write::Set { key, set: Vec::new(), remove: vec!["due_pk", "due_at"], guards }
            });
        }
        if reopened > 0 {
            writes.push(Write::Set {
                key: keys::status(c, p),
                set: vec![("refill_seq", number(status.refill_seq + 1)), ("sold_out", AttributeValue::Bool(false))],
                remove: Vec::new(),
                guards: vec![Guard::Equals("refill_seq", number(status.refill_seq))],
            });
        }
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok(Some(reopened)),
            Err(Cancelled::Reasons(_)) => Ok(None),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}
