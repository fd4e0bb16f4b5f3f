//! Reallocates returned passes: they go to the next people on the waitlist, or back on sale. Also reminds
//! people of offers, ends expired offers and holds, and completes half-done resizes.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::{ConferenceId, Pool, PoolId};
use domain::mail::MailKind;
use domain::pass::{Ledger, Move, PoolStatus};
use domain::waitlist::{Because, Entry, EntryId, EntryState, Hours, LapseBy, Offer, Opening};
use domain::webhook::EventKind;
use jiff::{SignedDuration, Timestamp};

use crate::due::{Run, Work};
use crate::keys::Key;
use crate::mails::enqueue_mail;
use crate::opening::{freed, has_waitlist, no_class_changed, opening_writes};
use crate::pools::due_now;
use crate::queue::{Head, Tallies, vacate};
use crate::table::{Cancelled, Due, Guard, Write, millis, number};
use crate::waitlist::{entry_mail, entry_write, leaving_writes, offer_event};
use crate::{Edition, Store, StoreError, keys};

/// People who get an offer in one transaction, and shards reallocated in one: a person is three items (entry, position,
/// mail), a shard one, and a transaction takes 100 (`TransactWriteItems`).
const AT_ONCE: usize = 24;

/// The same where webhooks want to know: each offer has one write more, and a transaction takes 100.
const AT_ONCE_WITH_EVENTS: usize = 19;

fn at_once(edition: &Edition) -> usize {
    if edition.webhooks.contains(&EventKind::OfferMade) { AT_ONCE_WITH_EVENTS } else { AT_ONCE }
}

/// Due items per run.
const BATCH: i32 = 200;

/// Once registration has closed, no offers are made: `returned` passes are checked again after this.
const AFTER_CLOSE: SignedDuration = SignedDuration::from_hours(24);

/// Paused pools are checked again after this; resuming makes them due at once.
const WHILE_PAUSED: SignedDuration = SignedDuration::from_hours(1);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Promoted {
    pub offered: u64,
    pub reminded: u64,
    /// Offers, and holds on passes whose addresses were not confirmed, that had expired.
    pub lapsed: u64,
    /// Passes put back on sale.
    pub reopened: u64,
}

impl std::ops::AddAssign for Promoted {
    fn add_assign(&mut self, other: Self) {
        self.offered += other.offered;
        self.reminded += other.reminded;
        self.lapsed += other.lapsed;
        self.reopened += other.reopened;
    }
}

/// The shards of one pool are processed together: their passes go to the same queue.
const WORK: Work = Work { together: pool_of, unit: AT_ONCE, ..Work::each("promote-waitlist", BATCH) };

fn pool_of(key: &Key) -> Option<String> {
    match keys::parse_pool(key) {
        Some((c, p, Some(_))) => Some(format!("{c}#{p}")),
        _ => None,
    }
}

/// The counts of a step, and whether there is more to do now.
type Step = (Promoted, bool);

const NOTHING: Step = (Promoted { offered: 0, reminded: 0, lapsed: 0, reopened: 0 }, false);

/// A concurrent write changed something: try again.
const AGAIN: Step = (NOTHING.0, true);

impl Store {
    /// Processes due passes and offers. Safe to run concurrently: the ledger guards every move; the entry's version and
    /// the pool's count of offers guard every offer.
    pub async fn promote(&self, ctx: &Context) -> Result<Run<Promoted>, StoreError> {
        let store = &self.lenient().acting_workflow(WORK.workflow);
        store.process_due(ctx, &WORK, |keys| Box::pin(async move { store.promote_unit(ctx, &keys).await })).await
    }

    async fn promote_unit(&self, ctx: &Context, unit: &[Key]) -> Result<Step, StoreError> {
        let Some(key) = unit.first() else { return Ok(NOTHING) };
        if let Some((c, p, Some(_))) = keys::parse_pool(key) {
            let shards: Vec<_> = unit.iter().filter_map(|key| keys::parse_pool(key)?.2).collect();
            let edition = self.edition_there(&c).await?;
            return self.reallocate(ctx, &edition, &p, &shards).await;
        }
        if let Some((c, p, None)) = keys::parse_pool(key) {
            self.finish_resize(ctx, &c, &p).await?;
            return Ok(NOTHING);
        }
        if let Some((c, id)) = keys::parse_entry(key) {
            return self.process_offer(ctx, &c, &id).await;
        }
        if let Some((c, person)) = keys::parse_person(key) {
            let lapsed = u64::from(self.end_hold(ctx, &c, &person).await?);
            // The pass is `returned` now, or the holder has just confirmed the address.
            return Ok((Promoted { lapsed, ..Promoted::default() }, true));
        }
        if key.sk == keys::STANDINGS {
            return Ok((NOTHING.0, self.reclassify_series(ctx, key).await?));
        }
        if let Some(c) = keys::parse_class_mark(key) {
            self.reclassify_marked(ctx, &c, key).await?;
            return Ok(NOTHING);
        }
        Err(StoreError::Broken(format!("{} is due for promotion", key.pk)))
    }

    /// Processes an offer whose reminder or end is due.
    async fn process_offer(&self, ctx: &Context, c: &ConferenceId, id: &EntryId) -> Result<Step, StoreError> {
        let Some(entry) = self.entry(c, id).await? else { return Ok(NOTHING) };
        let (EntryState::Offered, Some(offer)) = (&entry.state, &entry.offer) else { return Ok(NOTHING) };
        if ctx.now() >= offer.expires_at {
            let edition = self.edition_there(c).await?;
            let lapsed = u64::from(self.lapse(ctx, &edition, &entry).await?);
            // The pass is `returned` now, or a concurrent run ended the offer: try again.
            return Ok((Promoted { lapsed, ..Promoted::default() }, true));
        }
        if offer.reminded || offer.remind_at.is_none_or(|at| ctx.now() < at) {
            return Ok(NOTHING);
        }
        let offer = Offer { reminded: true, ..offer.clone() };
        let after = Entry { offer: Some(offer), rev: entry.rev + 1, ..entry.clone() };
        let mail = entry_mail(c, MailKind::OfferReminder, &after, ctx.now());
        // Guarded by the entry's version, and by the mail's absence.
        let mut writes = vec![entry_write(c, &after, Some(&entry)), enqueue_mail(&mail)];
        writes.extend(self.activity(ctx, c, Act::new(Kind::OfferReminded, id, after.rev)));
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok((Promoted { reminded: 1, ..Promoted::default() }, false)),
            Err(Cancelled::Reasons(_)) => Ok(AGAIN),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Reallocates the `returned` passes of these shards: to the waitlist, or back on sale.
    async fn reallocate(
        &self,
        ctx: &Context,
        edition: &Edition,
        p: &PoolId,
        numbers: &[u32],
    ) -> Result<Step, StoreError> {
        let c = edition.id();
        let status = self.pool_status(c, p).await?;
        let ledgers = self.shards(c, p, numbers.iter().copied()).await?;
        let shards: Vec<_> = numbers.iter().copied().zip(ledgers).collect();
        if status.paused {
            return self.postpone(ctx, c, p, &shards, ctx.now() + WHILE_PAUSED).await;
        }
        if edition.conference.pool(p).is_some_and(Pool::is_reserved) && self.is_over(ctx, c, p).await? {
            // The pool has ended: its passes go to the waitlist for `general`.
            let moved = self.move_shards(ctx, edition, p, &shards).await?;
            return Ok((Promoted { reopened: moved.unwrap_or(0), ..Promoted::default() }, true));
        }
        let returned: u64 = shards.iter().map(|(_, ledger)| ledger.returned).sum();
        if returned == 0 && status.sold_out && shards.iter().any(|(_, ledger)| ledger.free > 0) {
            return self.take_off_sale(ctx, c, p, &status, &shards).await;
        }
        if !has_waitlist(edition, p) {
            return self.reopen(ctx, edition, p, &status, &shards, None).await;
        }
        let wanted = usize::try_from(returned).unwrap_or(AT_ONCE).min(at_once(edition));
        // Read before the queue, so that later joins are noticed. Only reopening needs them.
        let tallies = self.tallies(c).await;
        // One more person than can get a pass: each offer notes who was next.
        let front = self.front(c, &edition.conference.waitlist, wanted + 1).await?;
        if !front.is_empty() && shards.iter().any(|(_, ledger)| ledger.free > 0) {
            return self.take_off_sale(ctx, c, p, &status, &shards).await;
        }
        if returned == 0 || front.is_empty() {
            return self.reopen(ctx, edition, p, &status, &shards, Some(&tallies?)).await;
        }
        match Hours::of(&edition.conference).opening(ctx.now()) {
            Opening::Now(lapse_by) => {
                if !self.are_reachable(ctx, c, &front[..front.len().min(wanted)]).await? {
                    return Ok(AGAIN);
                }
                self.offer(ctx, edition, p, &status, &shards, &front, &lapse_by).await
            }
            Opening::Later(at) => self.postpone(ctx, c, p, &shards, at).await,
            Opening::Over => self.postpone(ctx, c, p, &shards, ctx.now() + AFTER_CLOSE).await,
        }
    }

    /// Takes these shards' passes off sale and reallocates them. Only a repaired item leaves passes on sale while
    /// people wait, or while the pool counts as sold out. Guarded by the status as it was read.
    async fn take_off_sale(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        p: &PoolId,
        status: &PoolStatus,
        shards: &[(u32, Ledger)],
    ) -> Result<Step, StoreError> {
        let on_sale = shards.iter().filter(|(_, ledger)| ledger.free > 0);
        let mut writes: Vec<_> = on_sale
            .map(|(n, ledger)| {
                let key = keys::shard(c, p, *n);
                let due = due_now(ctx, &key);
                Write::Ledger { key, step: Move::TakeOffSale(ledger.free), due, day: None }
            })
            .collect();
        let guards = vec![
            Guard::Equals("refill_seq", number(status.refill_seq)),
            Guard::Equals("sold_out", AttributeValue::Bool(status.sold_out)),
        ];
        writes.push(Write::Check { key: keys::status(c, p), guards });
        let act = Act::new(Kind::SalesStopped, p, ctx.id("activity", 12));
        writes.push(self.activity_by_itself(ctx, c, WORK.workflow, act));
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(AGAIN),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Whether mail reaches the next people for an offer. A person that it does not reach leaves the queue and gets no
    /// pass. Guarded by their version; afterwards the queue is read again.
    async fn are_reachable(&self, ctx: &Context, c: &ConferenceId, next: &[(Head, Entry)]) -> Result<bool, StoreError> {
        let suppressed = self.suppressed(ctx, next.iter().map(|(_, entry)| &entry.email)).await?;
        let mut all = true;
        for ((_, entry), _) in next.iter().zip(suppressed).filter(|(_, suppressed)| *suppressed) {
            all = false;
            let state = EntryState::Lapsed { ended_at: ctx.now(), unreachable: true };
            let after = Entry { state, rev: entry.rev + 1, ..entry.clone() };
            let mut writes = leaving_writes(ctx, c, entry, &after);
            let act = Act::new(Kind::EntryPassedOver, &entry.id, after.rev);
            writes.push(self.activity_by_itself(ctx, c, WORK.workflow, act));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => tracing::info!(conference.id = %c, entry.id = %entry.id, "passed over: mail comes back"),
                // They have left or moved: the queue is read again.
                Err(Cancelled::Reasons(_)) => {}
                Err(Cancelled::Store(error)) => return Err(error),
            }
        }
        Ok(all)
    }

    /// Offers passes to the first people on the waitlist, in one transaction: holds the passes, marks the entries
    /// offered, removes their positions, and queues the mails. Guarded by each entry's version, each shard's `returned`,
    /// and the pool's count of offers, so that one of two concurrent runs succeeds. Also guarded by no change of class
    /// since, so that the queue missed no one.
    #[allow(clippy::too_many_arguments, reason = "what was read, from its one caller")]
    async fn offer(
        &self,
        ctx: &Context,
        edition: &Edition,
        p: &PoolId,
        status: &PoolStatus,
        shards: &[(u32, Ledger)],
        front: &[(Head, Entry)],
        lapse_by: &LapseBy,
    ) -> Result<Step, StoreError> {
        let c = edition.id();
        // Each `returned` pass by its shard, so that the first pass goes to the first person.
        let mut passes = shards
            .iter()
            .flat_map(|(n, ledger)| std::iter::repeat_n(*n, usize::try_from(ledger.returned).unwrap_or(0)));
        let mut held: BTreeMap<u32, u64> = BTreeMap::new();
        let mut writes = Vec::new();
        let mut offered = 0;
        let mut by_class = status.offered;
        for (position, (head, entry)) in front.iter().enumerate().take(at_once(edition)) {
            let Some(shard) = passes.next() else { break };
            let offer = Offer {
                number: status.offers + offered,
                shard,
                offered_at: ctx.now(),
                remind_at: lapse_by.remind_at,
                reminded: false,
                expires_at: lapse_by.expires_at,
                because: Because {
                    class: head.class,
                    rank: head.place.rank,
                    next: front.get(position + 1).map(|(next, _)| next.place.id.clone()),
                },
            };
            let after = Entry { state: EntryState::Offered, offer: Some(offer), rev: entry.rev + 1, ..entry.clone() };
            writes.extend([
                entry_write(c, &after, Some(entry)),
                vacate(c, entry),
                enqueue_mail(&entry_mail(c, MailKind::Offer, &after, ctx.now())),
            ]);
            writes.extend(offer_event(edition, EventKind::OfferMade, &after, ctx.now()));
            *held.entry(shard).or_default() += 1;
            *by_class.of_mut(entry.priority.class) += 1;
            offered += 1;
        }
        let left = shards.iter().any(|(n, ledger)| held.get(n).copied().unwrap_or(0) < ledger.returned);
        for (n, count) in held {
            let all = shards.iter().any(|(number, ledger)| *number == n && ledger.returned == count);
            let due = if all { Due::Done } else { Due::Keep };
            writes.push(Write::Ledger { key: keys::shard(c, p, n), step: Move::Hold(count), due, day: None });
        }
        writes.push(Write::Set {
            key: keys::status(c, p),
            set: vec![
                ("offers", number(status.offers + offered)),
                ("offered", serde_dynamo::to_attribute_value(by_class).expect("a map with text keys")),
                freed(ctx, edition, status, offered),
            ],
            remove: Vec::new(),
            guards: vec![Guard::EqualsOrUnset("offers", number(status.offers)), no_class_changed(status)],
        });
        let until = status.offers + offered;
        let act = Act::new(Kind::OffersMade, p, until).before(status.offers).after(until);
        writes.push(self.activity_by_itself(ctx, c, WORK.workflow, act));
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok((Promoted { offered, ..Promoted::default() }, left)),
            Err(Cancelled::Reasons(_)) => Ok(AGAIN),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Makes these shards due later. Guarded by each shard's exact `returned`.
    async fn postpone(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        p: &PoolId,
        shards: &[(u32, Ledger)],
        until: Timestamp,
    ) -> Result<Step, StoreError> {
        let writes = shards.iter().map(|(n, ledger)| {
            let key = keys::shard(c, p, *n);
            let guards = vec![Guard::Equals("spare", number(ledger.returned))];
            let due_pk = keys::due("promote-waitlist", keys::spread(&key.pk));
            let set = vec![("due_pk", AttributeValue::S(due_pk)), ("due_at", millis(until))];
            if ledger.returned > 0 { Write::Set { key, set, remove: Vec::new(), guards } } else { nothing_due(key) }
        });
        match self.table.transact(ctx.id("transaction", 26), writes.collect()).await {
            Ok(()) => Ok(NOTHING),
            Err(Cancelled::Reasons(_)) => Ok(AGAIN),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// The waitlist is empty: puts the `returned` passes of these shards on sale and voids the sell-out, in one
    /// transaction. Guarded by each shard's exact `returned`, and as [`opening_writes`] says.
    async fn reopen(
        &self,
        ctx: &Context,
        edition: &Edition,
        p: &PoolId,
        status: &PoolStatus,
        shards: &[(u32, Ledger)],
        tallies: Option<&Tallies>,
    ) -> Result<Step, StoreError> {
        let c = edition.id();
        let reopened: u64 = shards.iter().map(|(_, ledger)| ledger.returned).sum();
        let mut writes = Vec::new();
        for (shard, ledger) in shards {
            let key = keys::shard(c, p, *shard);
            writes.push(if ledger.returned > 0 {
                Write::Ledger { key, step: Move::Reopen(ledger.returned), due: Due::Done, day: None }
            } else {
                // The pool was lowered since, or the index lags.
                nothing_due(key)
            });
        }
        if reopened > 0 {
            let opening = opening_writes(ctx, edition, p, status, tallies, reopened);
            let (set, guards) = (opening.set, opening.guards);
            writes.push(Write::Set { key: keys::status(c, p), set, remove: Vec::new(), guards });
            writes.extend(opening.beside);
            let act = Act::new(Kind::SalesReopened, p, status.refill_seq + 1).after(reopened);
            writes.push(self.activity_by_itself(ctx, c, WORK.workflow, act));
        }
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok((Promoted { reopened, ..Promoted::default() }, false)),
            Err(Cancelled::Reasons(_)) => Ok(AGAIN),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}

fn nothing_due(key: Key) -> Write {
    let guards = vec![Guard::Equals("spare", number(0))];
    Write::Set { key, set: Vec::new(), remove: vec!["due_pk", "due_at"], guards }
}
