//! Pools: their shards and status, and changes of capacity.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use aws_sdk_dynamodb::types::AttributeValue;
use context::Context;
use domain::announcement::News;
use domain::conference::{Attendance, ConferenceId, PoolId};
use domain::pass::resize::{self, Begin, CapacityInUse, Goal, Resize, Resized};
use domain::pass::{Ledger, Move, PoolStatus, Stock, Totals};
use domain::waitlist::Freed;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::announcements::announce;
use crate::keys::Key;
use crate::table::{Cancelled, Due, Guard, Reason, Write, due_at, item, millis, number, text, typed};
use crate::{Edition, Store, StoreError, keys};

/// How long a resize is left to the request that began it before the workflow goes on with it.
pub(crate) const RESIZE_PATIENCE: SignedDuration = SignedDuration::from_secs(10);

/// Tries of one step against conflicts before the caller is told to come again.
const TRIES: u32 = 20;

/// A pool's figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolFigures {
    pub pool: PoolId,
    pub capacity: u64,
    /// On sale, or to be claimed.
    pub free: u64,
    /// Came back or was added; on its way.
    pub spare: u64,
    pub held: u64,
    pub taken: u64,
    /// Whether everybody is told that it is sold out.
    pub sold_out: bool,
}

/// What became of a change of capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resizing {
    /// The pool has the capacity that was asked for.
    Done(PoolFigures),
    /// People hold more than that. The pool is as it was.
    InUse(CapacityInUse),
    /// The `resize_id` names an earlier wish, for this other capacity. Nothing was changed.
    Reused(u64),
    /// Too much went on; the change may be half done and goes on by itself. Ask again with the same id.
    Busy,
}

/// What this process has seen of a pool, until the pool is refilled.
#[derive(Debug, Default)]
pub(crate) struct Hints {
    pools: Mutex<HashMap<(ConferenceId, PoolId), Hint>>,
    /// Held while all shards are read: of many who come at the sell-out, one reads for the others.
    proving: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Hint {
    refill_seq: u64,
    /// Shards without a free pass.
    empty: BTreeSet<u32>,
    /// How often all of them were read.
    surveyed: u64,
    /// Whether all of them were read without one.
    sold_out: bool,
}

impl Hints {
    fn with<T>(&self, c: &ConferenceId, p: &PoolId, refill_seq: u64, use_it: impl FnOnce(&mut Hint) -> T) -> T {
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        let hint = pools.entry((c.clone(), p.clone())).or_default();
        if hint.refill_seq != refill_seq {
            *hint = Hint { refill_seq, ..Hint::default() };
        }
        use_it(hint)
    }

    /// A shard that may have a free pass; `None` if every one was seen empty.
    pub(crate) fn choose(&self, ctx: &Context, c: &ConferenceId, p: &PoolId, status: &PoolStatus) -> Option<u32> {
        self.with(c, p, status.refill_seq, |Hint { empty, .. }| {
            let left = status.shards.saturating_sub(u32::try_from(empty.len()).unwrap_or(u32::MAX));
            let mut skip = if left == 0 { return None } else { ctx.below("shard", left) };
            (0..status.shards).find(|n| {
                !empty.contains(n) && {
                    let found = skip == 0;
                    skip = skip.saturating_sub(1);
                    found
                }
            })
        })
    }

    /// Notes that a shard is empty.
    pub(crate) fn is_empty(&self, c: &ConferenceId, p: &PoolId, refill_seq: u64, shard: u32) {
        self.with(c, p, refill_seq, |hint| hint.empty.insert(shard));
    }

    /// Notes which shards are empty, after reading all of them.
    fn are_empty(&self, c: &ConferenceId, p: &PoolId, refill_seq: u64, shards: BTreeSet<u32>) {
        self.with(c, p, refill_seq, |hint| {
            hint.empty = shards;
            hint.surveyed += 1;
        });
    }

    fn surveyed(&self, c: &ConferenceId, p: &PoolId, refill_seq: u64) -> u64 {
        self.with(c, p, refill_seq, |hint| hint.surveyed)
    }

    /// Notes that all are empty for good.
    pub(crate) fn knows_sold_out(&self, c: &ConferenceId, p: &PoolId, refill_seq: u64) {
        self.with(c, p, refill_seq, |hint| hint.sold_out = true);
    }

    /// The `refill_seq` at which this process knows the pool to be sold out, if it does.
    pub(crate) fn sold_out_at(&self, c: &ConferenceId, p: &PoolId) -> Option<u64> {
        let pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        pools.get(&(c.clone(), p.clone())).filter(|hint| hint.sold_out).map(|hint| hint.refill_seq)
    }
}

impl Store {
    /// A pool's figures, summed over its shards: one that cannot be read counts as having nothing.
    pub async fn pool(&self, c: &ConferenceId, p: &PoolId) -> Result<PoolFigures, StoreError> {
        let (status, shards) = self.readable_shards(c, p).await?;
        let shards: Vec<_> = shards.into_iter().map(|(_, ledger)| ledger).collect();
        Ok(figures(p, &status, &shards))
    }

    /// Which of these pools are proved sold out.
    pub async fn sold_out(&self, c: &ConferenceId, pools: &[&PoolId]) -> Result<Vec<bool>, StoreError> {
        let keys: Vec<_> = pools.iter().map(|p| keys::status(c, p)).collect();
        let found = self.table.get_all(&keys).await?;
        let sold_out = |item| self.readable_one::<PoolStatus>(item).is_some_and(|status| status.sold_out);
        Ok(found.into_iter().map(sold_out).collect())
    }

    /// How many passes of this pool came back and were given on, by week. Promotion counts them: one read.
    pub async fn freed(&self, c: &ConferenceId, p: &PoolId) -> Result<Freed, StoreError> {
        Ok(self.pool_status(c, p).await?.freed)
    }

    pub(crate) async fn pool_status(&self, c: &ConferenceId, p: &PoolId) -> Result<PoolStatus, StoreError> {
        match self.table.get(&keys::status(c, p)).await? {
            Some(found) => typed(found),
            None => Err(StoreError::Broken(format!("the pool {p} of {c} has no status"))),
        }
    }

    /// The status, then every shard: in this order, a shard can only be fuller than the status knows.
    pub(crate) async fn pool_state(
        &self,
        c: &ConferenceId,
        p: &PoolId,
    ) -> Result<(PoolStatus, Vec<Ledger>), StoreError> {
        let status = self.pool_status(c, p).await?;
        let shards = self.shards(c, p, 0..status.shards).await?;
        Ok((status, shards))
    }

    /// The same without the shards that cannot be read, each with its number.
    pub(crate) async fn readable_shards(
        &self,
        c: &ConferenceId,
        p: &PoolId,
    ) -> Result<(PoolStatus, Vec<(u32, Ledger)>), StoreError> {
        let status = self.pool_status(c, p).await?;
        let numbers: Vec<_> = (0..status.shards).collect();
        let shards = self.shards_of(c, p, &numbers).await?;
        Ok((status, shards))
    }

    /// Those of these shards that can be read.
    pub(crate) async fn shards_of(
        &self,
        c: &ConferenceId,
        p: &PoolId,
        numbers: &[u32],
    ) -> Result<Vec<(u32, Ledger)>, StoreError> {
        let keys: Vec<_> = numbers.iter().map(|number| keys::shard(c, p, *number)).collect();
        let found = self.table.get_all(&keys).await?;
        let shards = numbers.iter().zip(&keys).zip(found).filter_map(|((number, key), found)| {
            if found.is_none() {
                let error = StoreError::Unreadable { key: key.clone(), why: "it is missing".into() };
                self.leave_out_unreadable(key, &error);
            }
            Some((*number, self.readable_one(found)?))
        });
        Ok(shards.collect())
    }

    pub(crate) async fn shards(
        &self,
        c: &ConferenceId,
        p: &PoolId,
        numbers: impl IntoIterator<Item = u32>,
    ) -> Result<Vec<Ledger>, StoreError> {
        let keys: Vec<_> = numbers.into_iter().map(|number| keys::shard(c, p, number)).collect();
        let items = self.table.get_all(&keys).await?;
        items
            .into_iter()
            .zip(&keys)
            .map(|(found, key)| typed(found.ok_or_else(|| StoreError::Broken(format!("{} is missing", key.pk)))?))
            .collect()
    }

    /// Changes a pool's capacity. `resize_id` names the wish: a repeat has no further effect and the same answer, and
    /// another wish under the same name is none. The latest 20 wishes are known by name.
    pub async fn resize(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        p: &PoolId,
        resize_id: &str,
        target: u64,
    ) -> Result<Resizing, StoreError> {
        for attempt in 0..TRIES {
            let (status, shards) = self.pool_state(c, p).await?;
            let running = status.resize.as_ref().filter(|resize| resize.id == resize_id);
            if let Some(resize) = running.filter(|resize| resize.target != target) {
                return Ok(Resizing::Reused(resize.target));
            }
            if let Some(ended) = status.ended(resize_id) {
                return Ok(match ended.refused {
                    _ if ended.target != target => Resizing::Reused(ended.target),
                    Some(in_use) => Resizing::InUse(in_use),
                    None => Resizing::Done(figures(p, &status, &shards)),
                });
            }
            if status.resize.is_some() {
                self.finish_resize(ctx, c, p).await?;
                continue;
            }
            // Whichever it is, the next round finds it on the status: an intent to finish, or how it ended.
            let key = keys::status(c, p);
            let refused = match resize::begin(resize_id, target, shards.iter().collect()) {
                Begin::Start(start) => Err(start),
                Begin::Nothing => Ok(None),
                Begin::Refused(in_use) => Ok(Some(in_use)),
            };
            let write = match refused {
                Err(start) => intent(ctx, &key, &status, &start),
                Ok(refused) => noted(&key, &status, Resized { id: resize_id.to_owned(), target, refused }),
            };
            match self.table.transact(ctx.id("transaction", 26), vec![write]).await {
                Ok(()) => {}
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(Resizing::Busy)
    }

    /// Goes on with whatever resize a pool has under way, to its end.
    pub(crate) async fn finish_resize(&self, ctx: &Context, c: &ConferenceId, p: &PoolId) -> Result<(), StoreError> {
        let mut attempt = 0;
        loop {
            let (status, shards) = self.pool_state(c, p).await?;
            let Some(resize) = &status.resize else { return Ok(()) };
            let writes = step_writes(ctx, c, p, &status, resize, &shards);
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => attempt = 0,
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) if attempt < TRIES => {
                    self.back_off(ctx, attempt).await;
                    attempt += 1;
                }
                Err(Cancelled::Reasons(_)) => return Err(StoreError::Busy("a pool is too busy to be resized".into())),
            }
        }
    }

    /// Waits before another try: up to 10 ms, doubling, at most 320 ms, at random so that those who collided part.
    pub(crate) async fn back_off(&self, ctx: &Context, attempt: u32) {
        let most = std::time::Duration::from_millis(10 << attempt.min(5));
        ctx.sleep(ctx.jitter(most)).await;
    }

    /// Proves a sell-out and notes it. `status` was read before the shards were, so what it counts as refills can
    /// only have grown. Guarded by `refill_seq`: a refill since makes the proof void; and by its not being noted yet, so
    /// that it is announced once.
    pub(crate) async fn prove_sold_out(
        &self,
        ctx: &Context,
        edition: &Edition,
        p: &PoolId,
        status: &PoolStatus,
    ) -> Result<SellOut, StoreError> {
        let c = edition.id();
        let surveyed = self.shards.surveyed(c, p, status.refill_seq);
        let _others_wait = self.shards.proving.lock().await;
        if self.shards.sold_out_at(c, p) == Some(status.refill_seq) {
            return Ok(SellOut::Proved);
        }
        if self.shards.surveyed(c, p, status.refill_seq) != surveyed {
            return Ok(SellOut::NotYet);
        }
        let numbers: Vec<_> = (0..status.shards).collect();
        let shards = self.shards_of(c, p, &numbers).await?;
        // A shard that cannot be read has nothing to sell.
        let full: BTreeSet<u32> = shards.iter().filter(|(_, ledger)| ledger.free > 0).map(|(n, _)| *n).collect();
        let empty: BTreeSet<u32> = numbers.into_iter().filter(|n| !full.contains(n)).collect();
        let all = full.is_empty();
        self.shards.are_empty(c, p, status.refill_seq, empty);
        if !all {
            return Ok(SellOut::NotYet);
        }
        let write = Write::Set {
            key: keys::status(c, p),
            set: vec![("sold_out", AttributeValue::Bool(true))],
            remove: Vec::new(),
            guards: vec![
                Guard::Equals("refill_seq", number(status.refill_seq)),
                Guard::Equals("sold_out", AttributeValue::Bool(false)),
            ],
        };
        let mut writes = vec![write];
        if edition.conference.open_pool(Attendance::InPerson).is_some_and(|pool| pool.id == *p) {
            let news = News::SoldOut { pool: p, seq: status.refill_seq };
            writes.extend(announce(ctx, &edition.conference, &news));
        }
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Err(Cancelled::Store(error)) => Err(error),
            Err(Cancelled::Reasons(reasons)) if matches!(reasons.first(), Some(Reason::Guard(_))) => {
                match reasons.into_iter().next() {
                    Some(Reason::Guard(Some(now)))
                        if typed::<PoolStatus>(now.clone())?.refill_seq == status.refill_seq =>
                    {
                        self.shards.knows_sold_out(c, p, status.refill_seq);
                        Ok(SellOut::Proved)
                    }
                    _ => Ok(SellOut::Refilled),
                }
            }
            // On a conflict somebody else writes the status at this moment: to note the same, or to refill.
            Err(Cancelled::Reasons(_)) if self.pool_status(c, p).await?.refill_seq != status.refill_seq => {
                Ok(SellOut::Refilled)
            }
            Ok(()) | Err(Cancelled::Reasons(_)) => {
                self.shards.knows_sold_out(c, p, status.refill_seq);
                Ok(SellOut::Proved)
            }
        }
    }
}

/// What reading every shard showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SellOut {
    /// No shard had a free pass.
    Proved,
    NotYet,
    /// None had, but the pool was refilled meanwhile.
    Refilled,
}

fn figures(p: &PoolId, status: &PoolStatus, shards: &[Ledger]) -> PoolFigures {
    let Totals { capacity, free, spare, held, taken } = shards.iter().collect();
    PoolFigures { pool: p.clone(), capacity, free, spare, held, taken, sold_out: status.sold_out }
}

/// Notes the intent to resize. Guarded by the status's step: one intent at a time, and a repeat finds its own.
pub(crate) fn intent(ctx: &Context, key: &Key, status: &PoolStatus, resize: &Resize) -> Write {
    let due = keys::due("promote-waitlist", keys::spread(&key.pk));
    Write::Set {
        key: key.clone(),
        set: vec![
            ("step", number(status.step + 1)),
            ("resize", serde_dynamo::to_attribute_value(resize).expect("a map with text keys")),
            ("due_pk", text(due)),
            ("due_at", millis(ctx.now() + RESIZE_PATIENCE)),
        ],
        remove: Vec::new(),
        guards: vec![Guard::Equals("step", number(status.step))],
    }
}

/// Notes that a wish to resize ended without a step. Guarded by the status's step, so that what it says was so.
fn noted(key: &Key, status: &PoolStatus, ended: Resized) -> Write {
    let remembered = serde_dynamo::to_attribute_value(status.remembering(ended)).expect("maps with text keys");
    Write::Set {
        key: key.clone(),
        set: vec![("step", number(status.step + 1)), ("resized", remembered)],
        remove: Vec::new(),
        guards: vec![Guard::Equals("step", number(status.step))],
    }
}

/// One step: the shards move and the intent shortens together. Guarded by the step's number, so each is made once.
fn step_writes(
    ctx: &Context,
    c: &ConferenceId,
    p: &PoolId,
    status: &PoolStatus,
    resize: &Resize,
    shards: &[Ledger],
) -> Vec<Write> {
    let step = resize::next_step(resize, shards);
    let mut set = vec![("step", number(status.step + 1)), ("shards", number(step.shards))];
    let mut guards = vec![Guard::Equals("step", number(status.step))];
    let mut remove = Vec::new();
    if matches!(resize.goal, Goal::Raise { into: Stock::Free, .. }) {
        // What was proved about the pool without these passes is void.
        set.push(("refill_seq", number(status.refill_seq + 1)));
        set.push(("sold_out", AttributeValue::Bool(false)));
        guards.push(Guard::Equals("refill_seq", number(status.refill_seq)));
    }
    match &step.then {
        Ok(next) => set.push(("resize", serde_dynamo::to_attribute_value(next).expect("a map with text keys"))),
        Err(ended) => {
            let remembered = status.remembering(ended.clone());
            set.push(("resized", serde_dynamo::to_attribute_value(remembered).expect("maps with text keys")));
            remove.extend(["resize", "due_pk", "due_at"]);
        }
    }
    let mut writes = vec![Write::Set { key: keys::status(c, p), set, remove, guards }];
    for (number, change) in step.moves {
        let key = keys::shard(c, p, number);
        let to_spare = matches!(change, Move::Add(_, Stock::Spare));
        if number as usize >= shards.len() {
            let ledger = Ledger::EMPTY.apply(change).expect("adding to nothing");
            let mut created = item(&key, &ledger);
            if to_spare {
                due_at(&mut created, "promote-waitlist", ctx.now());
            }
            writes.push(Write::Put { item: created, guards: vec![Guard::Absent] });
        } else {
            let due = if to_spare { due_now(ctx, &key) } else { Due::Keep };
            writes.push(Write::Ledger { key, step: change, due });
        }
    }
    writes
}

/// Due for promotion from now on.
pub(crate) fn due_now(ctx: &Context, key: &Key) -> Due {
    Due::At { due_pk: keys::due("promote-waitlist", keys::spread(&key.pk)), at: ctx.now() }
}
