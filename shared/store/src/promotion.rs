//! Giving on what came back: `spare` passes go to the next who wait, or back on sale; offers are reminded of and
//! lapse; resizes that were left half done are finished.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use context::Context;
use domain::announcement::News;
use domain::conference::{Attendance, ConferenceId, Pool, PoolId};
use domain::mail::MailKind;
use domain::pass::{Ledger, Move, PoolStatus};
use domain::waitlist::{Because, Entry, EntryId, EntryState, Hours, LapseBy, Offer, Opening};
use jiff::{SignedDuration, Timestamp};

use crate::announcements::announce;
use crate::due::{Run, Work};
use crate::keys::Key;
use crate::mails::enqueue_mail;
use crate::queue::{Head, Tallies, note_reopening, vacate};
use crate::table::{Cancelled, Due, Guard, Write, millis, number};
use crate::waitlist::{entry_mail, entry_write, leaving_writes};
use crate::{Edition, Store, StoreError, keys};

/// People who get an offer in one transaction, and shards given on in one: a person is three items (entry, place,
/// mail), a shard one, and a transaction takes 100 (`TransactWriteItems`).
const AT_ONCE: usize = 24;

/// Due items looked at in one run.
const BATCH: i32 = 200;

/// Once registration has closed no offer can be made: what is spare is looked at again after this.
const AFTER_CLOSE: SignedDuration = SignedDuration::from_hours(24);

/// What an organizer holds back is looked at again after this; letting it go makes it due at once.
const WHILE_PAUSED: SignedDuration = SignedDuration::from_hours(1);

/// What one run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Promoted {
    pub offered: u64,
    pub reminded: u64,
    /// Offers that had run out.
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

/// What was done, and whether there is more to do for it now.
type Step = (Promoted, bool);

const NOTHING: Step = (Promoted { offered: 0, reminded: 0, lapsed: 0, reopened: 0 }, false);

/// Something changed meanwhile: look again.
const AGAIN: Step = (NOTHING.0, true);

impl Store {
    /// Gives on what is due. Safe at any interleaving, also with itself: every move is guarded by the ledger, every
    /// offer by the entry's version and the pool's count of offers.
    pub async fn promote(&self, ctx: &Context) -> Result<Run<Promoted>, StoreError> {
        let store = &self.lenient();
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
        if key.sk == keys::STANDINGS {
            return Ok((NOTHING.0, self.reclassify_series(ctx, key).await?));
        }
        if let Some(c) = keys::parse_class_mark(key) {
            self.reclassify_marked(ctx, &c, key).await?;
            return Ok(NOTHING);
        }
        Err(StoreError::Broken(format!("{} is due for promotion", key.pk)))
    }

    /// An offer whose reminder or whose end has come.
    async fn process_offer(&self, ctx: &Context, c: &ConferenceId, id: &EntryId) -> Result<Step, StoreError> {
        let Some(entry) = self.entry(c, id).await? else { return Ok(NOTHING) };
        let (EntryState::Offered, Some(offer)) = (&entry.state, &entry.offer) else { return Ok(NOTHING) };
        if ctx.now() >= offer.expires_at {
            let edition = self.edition_there(c).await?;
            let lapsed = u64::from(self.lapse(ctx, &edition, &entry).await?);
            // The pass is spare now, or somebody else was there: look again.
            return Ok((Promoted { lapsed, ..Promoted::default() }, true));
        }
        if offer.reminded || offer.remind_at.is_none_or(|at| ctx.now() < at) {
            return Ok(NOTHING);
        }
        let offer = Offer { reminded: true, ..offer.clone() };
        let after = Entry { offer: Some(offer), rev: entry.rev + 1, ..entry.clone() };
        let mail = entry_mail(c, MailKind::OfferReminder, &after, ctx.now());
        // Guarded by the entry's version, and by the mail's absence.
        let writes = vec![entry_write(c, &after, Some(&entry)), enqueue_mail(&mail)];
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok((Promoted { reminded: 1, ..Promoted::default() }, false)),
            Err(Cancelled::Reasons(_)) => Ok(AGAIN),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Gives on the `spare` of these shards: to those who wait, else back on sale.
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
        let waited_for = edition.conference.open_pool(Attendance::InPerson).is_some_and(|pool| pool.id == *p);
        if status.paused {
            return self.postpone(ctx, c, p, &shards, ctx.now() + WHILE_PAUSED).await;
        }
        if edition.conference.pool(p).is_some_and(Pool::is_reserved) && self.is_over(ctx, c, p).await? {
            // Nobody can claim it any more: it goes to those who wait for `general`.
            let moved = self.move_shards(ctx, edition, p, &shards).await?;
            return Ok((Promoted { reopened: moved.unwrap_or(0), ..Promoted::default() }, true));
        }
        if !waited_for {
            return self.reopen(ctx, edition, p, &status, &shards, None).await;
        }
        let spare: u64 = shards.iter().map(|(_, ledger)| ledger.spare).sum();
        let wanted = usize::try_from(spare).unwrap_or(AT_ONCE).min(AT_ONCE);
        // Before the queue, so that whoever joins after it was read is noticed. Only reopening needs them.
        let tallies = self.tallies(c).await;
        // One more than can get one: each offer notes who would have been next.
        let front = self.front(c, &edition.conference.waitlist, wanted + 1).await?;
        if spare == 0 || front.is_empty() {
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

    async fn is_over(&self, ctx: &Context, c: &ConferenceId, p: &PoolId) -> Result<bool, StoreError> {
        let release = self.release_of(c, p).await?;
        Ok(release.is_some_and(|release| release.released_at.is_some() || release.claim_by <= ctx.now()))
    }

    /// Whether mail reaches those who would get an offer. Anyone it does not reach is passed over: they leave the queue
    /// and hold no pass. Guarded by their version; then the queue is read again.
    async fn are_reachable(&self, ctx: &Context, c: &ConferenceId, next: &[(Head, Entry)]) -> Result<bool, StoreError> {
        let suppressed = self.suppressed(ctx, next.iter().map(|(_, entry)| &entry.email)).await?;
        let mut all = true;
        for ((_, entry), _) in next.iter().zip(suppressed).filter(|(_, suppressed)| *suppressed) {
            all = false;
            let state = EntryState::Lapsed { ended_at: ctx.now(), unreachable: true };
            let after = Entry { state, rev: entry.rev + 1, ..entry.clone() };
            match self.table.transact(ctx.id("transaction", 26), leaving_writes(ctx, c, entry, &after)).await {
                Ok(()) => tracing::info!(conference.id = %c, entry.id = %entry.id, "passed over: mail comes back"),
                // They have left or moved: the queue is read again.
                Err(Cancelled::Reasons(_)) => {}
                Err(Cancelled::Store(error)) => return Err(error),
            }
        }
        Ok(all)
    }

    /// Offers passes to the first who wait, in one transaction: the pass is held, the entry offered, the place left,
    /// the mail owed. Guarded by each entry's version, each shard's `spare`, and the pool's count of offers, so that of
    /// two who do this at once one does; and by nobody having changed class since, so that nobody was missed.
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
        // Each spare pass by its shard, so that the first pass goes to the first person.
        let mut passes =
            shards.iter().flat_map(|(n, ledger)| std::iter::repeat_n(*n, usize::try_from(ledger.spare).unwrap_or(0)));
        let mut held: BTreeMap<u32, u64> = BTreeMap::new();
        let mut writes = Vec::new();
        let mut offered = 0;
        let mut by_class = status.offered;
        for (position, (head, entry)) in front.iter().enumerate().take(AT_ONCE) {
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
            *held.entry(shard).or_default() += 1;
            *by_class.of_mut(entry.standing.class) += 1;
            offered += 1;
        }
        let left = shards.iter().any(|(n, ledger)| held.get(n).copied().unwrap_or(0) < ledger.spare);
        for (n, count) in held {
            let all = shards.iter().any(|(number, ledger)| *number == n && ledger.spare == count);
            let due = if all { Due::Done } else { Due::Keep };
            writes.push(Write::Ledger { key: keys::shard(c, p, n), step: Move::Hold(count), due });
        }
        writes.push(Write::Set {
            key: keys::status(c, p),
            set: vec![
                ("offers", number(status.offers + offered)),
                ("offered", serde_dynamo::to_attribute_value(by_class).expect("a map with text keys")),
                freed(ctx, edition, status, offered),
            ],
            remove: Vec::new(),
            guards: vec![Guard::EqualsOrUnset("offers", number(status.offers)), nobody_moved(status)],
        });
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok((Promoted { offered, ..Promoted::default() }, left)),
            Err(Cancelled::Reasons(_)) => Ok(AGAIN),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Looks at these shards again later. Guarded by each shard's exact `spare`.
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
            let guards = vec![Guard::Equals("spare", number(ledger.spare))];
            let due_pk = keys::due("promote-waitlist", keys::spread(&key.pk));
            let set = vec![("due_pk", AttributeValue::S(due_pk)), ("due_at", millis(until))];
            if ledger.spare > 0 { Write::Set { key, set, remove: Vec::new(), guards } } else { nothing_due(key) }
        });
        match self.table.transact(ctx.id("transaction", 26), writes.collect()).await {
            Ok(()) => Ok(NOTHING),
            Err(Cancelled::Reasons(_)) => Ok(AGAIN),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Nobody waits: puts the `spare` of these shards on sale and voids the sell-out, in one transaction. Guarded by
    /// each shard's exact `spare`, the status's `refill_seq`, and, where people can wait for this pool, by nobody having
    /// joined or changed class since the tallies were read.
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
        let reopened: u64 = shards.iter().map(|(_, ledger)| ledger.spare).sum();
        let mut writes = Vec::new();
        for (shard, ledger) in shards {
            let key = keys::shard(c, p, *shard);
            writes.push(if ledger.spare > 0 {
                Write::Ledger { key, step: Move::Reopen(ledger.spare), due: Due::Done }
            } else {
                // Lowered since, or the index is behind.
                nothing_due(key)
            });
        }
        if reopened > 0 {
            let refill_seq = status.refill_seq + 1;
            let refills = Guard::Equals("refill_seq", number(status.refill_seq));
            writes.push(Write::Set {
                key: keys::status(c, p),
                set: [("refill_seq", number(refill_seq)), ("sold_out", AttributeValue::Bool(false))]
                    .into_iter()
                    .chain(tallies.map(|_| freed(ctx, edition, status, reopened)))
                    .collect(),
                remove: Vec::new(),
                guards: [refills, Guard::Equals("sold_out", AttributeValue::Bool(status.sold_out))]
                    .into_iter()
                    .chain(tallies.map(|_| nobody_moved(status)))
                    .collect(),
            });
            if let Some(tallies) = tallies {
                writes.extend(note_reopening(c, tallies, refill_seq));
                // The first reopening after a sell-out is news.
                let news = News::Reopened { pool: p, seq: refill_seq };
                writes.extend(announce(ctx, &edition.conference, &news).filter(|_| status.sold_out));
            }
        }
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok((Promoted { reopened, ..Promoted::default() }, false)),
            Err(Cancelled::Reasons(_)) => Ok(AGAIN),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}

/// What the pool's status counts of passes that came back, after so many more. Guarded as the status is.
fn freed(ctx: &Context, edition: &Edition, status: &PoolStatus, passes: u64) -> (&'static str, AttributeValue) {
    let freed = status.freed.and(passes, ctx.now(), &edition.conference.time_zone);
    ("freed", serde_dynamo::to_attribute_value(freed).expect("a map with text keys"))
}

/// The queue is read class by class: whoever changes class meanwhile may be in neither part of what was read.
fn nobody_moved(status: &PoolStatus) -> Guard {
    Guard::EqualsOrUnset("moves", number(status.moves))
}

fn nothing_due(key: Key) -> Write {
    let guards = vec![Guard::Equals("spare", number(0))];
    Write::Set { key, set: Vec::new(), remove: vec!["due_pk", "due_at"], guards }
}
