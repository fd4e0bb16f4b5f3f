//! Pools: their shards and status, and changes of capacity.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use aws_sdk_dynamodb::types::AttributeValue;
use context::Context;
use domain::activity::{Act, Kind};
use domain::announcement::News;
use domain::conference::{Attendance, ConferenceId, PoolId};
use domain::pass::resize::{self, Begin, CapacityInUse, Goal, Resize, Resized, SHARDS_PER_STEP};
use domain::pass::{Ledger, Move, PoolStatus, Sale, Stock, Totals};
use domain::waitlist::Freed;
use jiff::SignedDuration;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::announcements::announce;
use crate::edition_cache::CACHE_FOR;
use crate::keys::{Key, QUEUES};
use crate::opening::{EmptyWaitlist, opening_writes};
use crate::table::{Cancelled, Due, Guard, Reason, Write, days, due_at, item, millis, number, text, typed};
use crate::{Edition, Store, StoreError, keys};

/// How long the workflow leaves a resize to the request that began it.
pub(crate) const RESIZE_PATIENCE: SignedDuration = SignedDuration::from_secs(10);

/// A step that puts passes on sale writes the shards, the status, the tallies, an announcement and an activity entry. All
/// must fit into one `TransactWriteItems`.
const _: () = assert!(SHARDS_PER_STEP + 3 + (QUEUES as usize) <= 100);

/// Attempts at one step against conflicts before the caller has to retry.
const TRIES: u32 = 20;

/// A pool's figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolFigures {
    pub pool: PoolId,
    pub capacity: u64,
    /// On sale, or claimable.
    pub free: u64,
    /// Returned or added, and not yet offered or on sale.
    #[serde(rename = "spare")]
    pub returned: u64,
    pub held: u64,
    pub taken: u64,
    /// Whether registration answers that it is sold out.
    pub sold_out: bool,
}

/// A pool's figures, and its registrations by day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolDays {
    pub figures: PoolFigures,
    /// Whether an organizer has paused its offers.
    pub paused: bool,
    /// Confirmed registrations by the day on which they got their pass, in the conference's time zone.
    pub by_day: BTreeMap<Date, i64>,
}

/// The outcome of a change of capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resizing {
    /// The pool has the requested capacity.
    Done(PoolFigures),
    /// People hold more passes than that. The pool is unchanged.
    InUse(CapacityInUse),
    /// The `resize_id` names an earlier request for this other capacity. Nothing was changed.
    Reused(u64),
    /// Too many concurrent writes; the change may be half done, and completes automatically. Retry with the same id.
    Busy,
}

/// This process's knowledge of a pool, until the pool is refilled.
#[derive(Debug, Default)]
pub(crate) struct Hints {
    pools: Mutex<HashMap<(ConferenceId, PoolId), Hint>>,
    /// Held while all shards are read: of many requests at the sell-out, one reads for the others.
    proving: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Hint {
    refill_seq: u64,
    /// Shards without a free pass.
    empty: BTreeSet<u32>,
    /// How often all of them were read.
    surveyed: u64,
    /// Whether a read of all of them found none.
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

    /// A shard that may have a free pass; `None` if every one is known to be empty.
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

    pub(crate) fn is_empty(&self, c: &ConferenceId, p: &PoolId, refill_seq: u64, shard: u32) {
        self.with(c, p, refill_seq, |hint| hint.empty.insert(shard));
    }

    /// Notes which shards are empty, after a read of all of them.
    fn are_empty(&self, c: &ConferenceId, p: &PoolId, refill_seq: u64, shards: BTreeSet<u32>) {
        self.with(c, p, refill_seq, |hint| {
            hint.empty = shards;
            hint.surveyed += 1;
        });
    }

    fn surveyed(&self, c: &ConferenceId, p: &PoolId, refill_seq: u64) -> u64 {
        self.with(c, p, refill_seq, |hint| hint.surveyed)
    }

    /// Notes a proven sell-out.
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
    /// A pool's figures, summed over its shards: an unreadable shard counts as having nothing.
    pub async fn pool(&self, c: &ConferenceId, p: &PoolId) -> Result<PoolFigures, StoreError> {
        let (status, shards) = self.readable_shards(c, p).await?;
        let shards: Vec<_> = shards.into_iter().map(|(_, ledger)| ledger).collect();
        Ok(figures(p, &status, &shards))
    }

    /// A pool's figures with its confirmed registrations by day, from the same reads. Registrations of versions that did
    /// not count them are missing.
    pub async fn pool_days(&self, c: &ConferenceId, p: &PoolId) -> Result<PoolDays, StoreError> {
        let status = self.pool_status(c, p).await?;
        let keys: Vec<_> = (0..status.shards).map(|number| keys::shard(c, p, number)).collect();
        let shards: Vec<_> = self.table.get_all(&keys).await?.into_iter().flatten().collect();
        let mut by_day: BTreeMap<Date, i64> = BTreeMap::new();
        for (day, count) in shards.iter().flat_map(days) {
            *by_day.entry(day).or_default() += count;
        }
        let shards: Vec<Ledger> = self.readable(shards);
        Ok(PoolDays { figures: figures(p, &status, &shards), paused: status.paused, by_day })
    }

    /// The same; `None` if the pool's status is unreadable, which the agenda shows.
    pub async fn readable_pool_days(&self, c: &ConferenceId, p: &PoolId) -> Result<Option<PoolDays>, StoreError> {
        match self.pool_days(c, p).await {
            Err(error) if error.is_the_items_fault() => Ok(None),
            found => found.map(Some),
        }
    }

    /// The pools that are proved sold out, and whose capacity is not changing.
    pub async fn sold_out(&self, c: &ConferenceId, pools: &[&PoolId]) -> Result<Vec<bool>, StoreError> {
        let keys: Vec<_> = pools.iter().map(|p| keys::status(c, p)).collect();
        let found = self.table.get_all(&keys).await?;
        let sold_out = |item| self.readable_one::<PoolStatus>(item).is_some_and(|s| s.sale() == Sale::SoldOut);
        Ok(found.into_iter().map(sold_out).collect())
    }

    /// This pool's returned passes that went to others, by week. Promotion counts them: one read.
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

    /// The same without the unreadable shards, each with its number.
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

    /// The readable ones of these shards.
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

    /// Changes a pool's capacity. `resize_id` names the request: a repeat has no further effect and the same answer. A
    /// different request with the same id is refused. The pool remembers the latest 20 ids.
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
            // Either way, the next iteration finds it on the status: an intent to finish, or its result.
            let key = keys::status(c, p);
            let refused = match resize::begin(resize_id, target, shards.iter().collect()) {
                Begin::Start(start) => Err(start),
                Begin::Nothing => Ok(None),
                Begin::Refused(in_use) => Ok(Some(in_use)),
            };
            let writes = match refused {
                Err(start) => {
                    let before = figures(p, &status, &shards).capacity;
                    let act = Act::new(Kind::PoolResized, p, status.step + 1).before(before).after(target);
                    let entry = self.activity(ctx, c, act);
                    std::iter::once(intent(ctx, &key, &status, &start)).chain(entry).collect()
                }
                Ok(refused) => vec![noted(&key, &status, Resized { id: resize_id.to_owned(), target, refused })],
            };
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => {}
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(Resizing::Busy)
    }

    /// Completes the resize that a pool has under way.
    ///
    /// Added passes go on sale in the step that adds them, if the waitlist is empty. Before adding the first, it waits
    /// as long as a process may use a status that it read before the intent was written. After that, every process
    /// knows of the change, and none answers that the pool is sold out.
    pub(crate) async fn finish_resize(&self, ctx: &Context, c: &ConferenceId, p: &PoolId) -> Result<(), StoreError> {
        let mut attempt = 0;
        let mut is_known = false;
        loop {
            let (status, shards) = self.pool_state(c, p).await?;
            let Some(resize) = &status.resize else { return Ok(()) };
            let adds = resize.goal.adds_to_existing();
            if adds && !std::mem::replace(&mut is_known, true) {
                ctx.sleep(CACHE_FOR).await;
                continue;
            }
            let opening = if adds { self.opening(ctx, c, p, &status).await? } else { None };
            let writes = step_writes(self, ctx, c, p, &status, resize, &shards, opening.as_ref());
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

    /// The edition and its empty waitlist's tallies, if passes added to this pool can go on sale.
    async fn opening(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        p: &PoolId,
        status: &PoolStatus,
    ) -> Result<Option<(Edition, EmptyWaitlist)>, StoreError> {
        let edition = self.edition(c).await?;
        let edition = edition.ok_or_else(|| StoreError::Broken(format!("{c} has pools and no definition")))?;
        let waitlist = self.may_open(ctx, &edition, p, status).await?;
        Ok(waitlist.map(|waitlist| (edition, waitlist)))
    }

    /// Waits before another try: up to 10 ms, doubling, at most 320 ms. The wait is random, so that conflicting
    /// requests separate.
    pub(crate) async fn back_off(&self, ctx: &Context, attempt: u32) {
        let most = std::time::Duration::from_millis(10 << attempt.min(5));
        ctx.sleep(ctx.jitter(most)).await;
    }

    /// Proves a sell-out and notes it. `status` was read before the shards, so its refill count can only have grown.
    /// Guarded by `refill_seq`, because a refill voids the proof. Guarded by no change of capacity, which may be about
    /// to add passes. Guarded too by not being noted yet, so that it is announced once.
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
        if !status.is_changing() && self.shards.sold_out_at(c, p) == Some(status.refill_seq) {
            return Ok(SellOut::Proved);
        }
        if self.shards.surveyed(c, p, status.refill_seq) != surveyed {
            return Ok(SellOut::NotYet);
        }
        let numbers: Vec<_> = (0..status.shards).collect();
        let shards = self.shards_of(c, p, &numbers).await?;
        // An unreadable shard has nothing to sell.
        let full: BTreeSet<u32> = shards.iter().filter(|(_, ledger)| ledger.free > 0).map(|(n, _)| *n).collect();
        let readable: BTreeSet<u32> = shards.iter().map(|(n, _)| *n).collect();
        let unreadable: Vec<u32> = numbers.iter().copied().filter(|n| !readable.contains(n)).collect();
        let empty: BTreeSet<u32> = numbers.into_iter().filter(|n| !full.contains(n)).collect();
        let all = full.is_empty();
        self.shards.are_empty(c, p, status.refill_seq, empty);
        if !all {
            return Ok(SellOut::NotYet);
        }
        if status.is_changing() {
            return Ok(SellOut::Changing);
        }
        for n in unreadable {
            // Once the shard is repaired, its passes go on sale again.
            self.record_unreadable(ctx, &keys::shard(c, p, n), "not counted when its pool sold out").await?;
        }
        let write = Write::Set {
            key: keys::status(c, p),
            set: vec![("sold_out", AttributeValue::Bool(true))],
            remove: Vec::new(),
            guards: vec![
                Guard::Equals("refill_seq", number(status.refill_seq)),
                Guard::Equals("sold_out", AttributeValue::Bool(false)),
                Guard::Unset("resize"),
            ],
        };
        let stopped = Act::new(Kind::SalesStopped, p, status.refill_seq);
        let mut writes = vec![write, self.activity_by_itself(ctx, c, "promote-waitlist", stopped)];
        if edition.conference.open_pool(Attendance::InPerson).is_some_and(|pool| pool.id == *p) {
            let news = News::SoldOut { pool: p, seq: status.refill_seq };
            writes.extend(announce(ctx, &edition.conference, &news));
        }
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Err(Cancelled::Store(error)) => Err(error),
            Err(Cancelled::Reasons(reasons)) if matches!(reasons.first(), Some(Reason::Guard(_))) => {
                match reasons.into_iter().next() {
                    Some(Reason::Guard(Some(now))) => Ok(self.proved_unless_changed(c, p, status, &typed(now)?)),
                    _ => Ok(SellOut::Refilled),
                }
            }
            // On a conflict, a concurrent request writes the status: to note the same, or to change it.
            Err(Cancelled::Reasons(_)) => Ok(self.proved_unless_changed(c, p, status, &self.pool_status(c, p).await?)),
            Ok(()) => Ok(self.proved_unless_changed(c, p, status, status)),
        }
    }

    /// Whether the proof still holds with the current status.
    fn proved_unless_changed(&self, c: &ConferenceId, p: &PoolId, then: &PoolStatus, now: &PoolStatus) -> SellOut {
        if now.is_changing() {
            return SellOut::Changing;
        }
        if now.refill_seq != then.refill_seq {
            return SellOut::Refilled;
        }
        self.shards.knows_sold_out(c, p, then.refill_seq);
        SellOut::Proved
    }
}

/// The result of reading every shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SellOut {
    /// No shard had a free pass.
    Proved,
    NotYet,
    /// No shard had one, but the pool was refilled meanwhile.
    Refilled,
    /// No shard had one, but the pool's capacity is changing.
    Changing,
}

fn figures(p: &PoolId, status: &PoolStatus, shards: &[Ledger]) -> PoolFigures {
    let Totals { capacity, free, returned, held, taken } = shards.iter().collect();
    PoolFigures { pool: p.clone(), capacity, free, returned, held, taken, sold_out: status.sold_out }
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

/// Notes that a resize ended without a step. Guarded by the status's step, so that the result matches the status.
fn noted(key: &Key, status: &PoolStatus, ended: Resized) -> Write {
    let remembered = serde_dynamo::to_attribute_value(status.remembering(ended)).expect("maps with text keys");
    Write::Set {
        key: key.clone(),
        set: vec![("step", number(status.step + 1)), ("resized", remembered)],
        remove: Vec::new(),
        guards: vec![Guard::Equals("step", number(status.step))],
    }
}

/// One step: moves the shards and shortens the intent together. Guarded by the step's number, so each is made once. A
/// step that puts passes on sale is also guarded as [`opening_writes`] says.
#[allow(clippy::too_many_arguments, reason = "what was read, from its one caller")]
fn step_writes(
    store: &Store,
    ctx: &Context,
    c: &ConferenceId,
    p: &PoolId,
    status: &PoolStatus,
    resize: &Resize,
    shards: &[Ledger],
    opening: Option<&(Edition, EmptyWaitlist)>,
) -> Vec<Write> {
    let step = resize::next_step(resize, shards, if opening.is_some() { Stock::Free } else { Stock::Returned });
    let mut set = vec![("step", number(status.step + 1)), ("shards", number(step.shards))];
    let mut guards = vec![Guard::Equals("step", number(status.step))];
    let mut remove = Vec::new();
    let mut beside = Vec::new();
    if let Some((edition, waitlist)) = opening {
        let passes = step.moves.iter().map(|(_, change)| if let Move::Add(count, _) = change { *count } else { 0 });
        let opening = opening_writes(ctx, edition, p, status, waitlist.as_ref(), passes.sum());
        set.extend(opening.set);
        guards.extend(opening.guards);
        beside = opening.beside;
    } else if matches!(resize.goal, Goal::Raise { into: Stock::Free, .. }) {
        // Earlier proofs did not count these passes, so they are void.
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
            if ended.refused.is_some() {
                let act = Act::new(Kind::PoolPutBack, p, status.step + 1).before(ended.target);
                let put_back = put_back_capacity(shards, &step.moves);
                beside.push(store.activity_by_itself(ctx, c, "promote-waitlist", act.after(put_back)));
            }
        }
    }
    let mut writes = vec![Write::Set { key: keys::status(c, p), set, remove, guards }];
    writes.extend(beside);
    for (number, change) in step.moves {
        let key = keys::shard(c, p, number);
        let to_returned = matches!(change, Move::Add(_, Stock::Returned));
        if number as usize >= shards.len() {
            let ledger = Ledger::EMPTY.apply(change).expect("adding to nothing");
            let mut created = item(&key, &ledger);
            if to_returned {
                due_at(&mut created, "promote-waitlist", ctx.now());
            }
            writes.push(Write::Put { item: created, guards: vec![Guard::Absent] });
        } else {
            let due = if to_returned { due_now(ctx, &key) } else { Due::Keep };
            writes.push(Write::Ledger { key, step: change, due, day: None });
        }
    }
    writes
}

/// The capacity after the last step of a change that was refused on its way.
fn put_back_capacity(shards: &[Ledger], moves: &[(u32, Move)]) -> u64 {
    let before: u64 = shards.iter().map(|shard| shard.capacity).sum();
    moves.iter().fold(before, |capacity, (_, change)| match change {
        Move::Add(count, _) => capacity + count,
        Move::Remove { returned, free } => capacity - returned - free,
        _ => capacity,
    })
}

/// Due for promotion now.
pub(crate) fn due_now(ctx: &Context, key: &Key) -> Due {
    Due::At { due_pk: keys::due("promote-waitlist", keys::spread(&key.pk)), at: ctx.now() }
}
