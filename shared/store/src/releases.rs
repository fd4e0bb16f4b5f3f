//! Reserved pools end: passes unclaimed at `claim_by`, or when an organizer says so, become returned passes of
//! `general`.

use context::Context;
use domain::activity::{Act, Kind};
use domain::announcement::News;
use domain::conference::{Attendance, Conference, ConferenceId, Pool, PoolId, TrackId};
use domain::mail::{Mail, MailKind};
use domain::pass::{Ledger, Move, Stock};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::announcements::announce;
use crate::due::{Run, Work};
use crate::keys::Key;
use crate::mails::enqueue_mail;
use crate::pools::due_now;
use crate::table::{Cancelled, Due, Guard, TRIES, Write, millis, number, text, typed};
use crate::{Edition, Store, StoreError, keys};

/// Shards emptied in one transaction; as many are filled.
const AT_ONCE: usize = 24;

/// Leads get a mail about unclaimed passes this long before the pool ends.
pub(crate) const NOTICE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Due items per run.
const BATCH: i32 = 100;

const WORK: Work = Work::each("release-passes", BATCH);

/// When a reserved pool ends, and whether it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The first instant at which nothing can be claimed.
    pub claim_by: Timestamp,
    /// Since when unclaimed passes go to `general`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released_at: Option<Timestamp>,
    /// Whether its leads got the mail about unclaimed passes.
    #[serde(default)]
    pub noticed: bool,
    /// Whether an organizer has paused it.
    #[serde(default)]
    pub paused: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Released {
    /// Passes that became returned passes of `general`.
    pub passes: u64,
    pub notices: u64,
}

impl std::ops::AddAssign for Released {
    fn add_assign(&mut self, other: Self) {
        self.passes += other.passes;
        self.notices += other.notices;
    }
}

impl Store {
    /// When a reserved pool ends, and whether it has.
    pub async fn release_of(&self, c: &ConferenceId, p: &PoolId) -> Result<Option<Release>, StoreError> {
        self.table.get(&keys::release(c, p)).await?.map(typed).transpose()
    }

    /// Processes due releases: mails the leads, and moves unclaimed passes to `general`. Safe to run concurrently: the
    /// ledgers guard every move.
    pub async fn release_due(&self, ctx: &Context) -> Result<Run<Released>, StoreError> {
        let store = &self.lenient().acting_workflow(WORK.workflow);
        store
            .process_due(ctx, &WORK, |keys| Box::pin(async move { Ok((store.release_unit(ctx, &keys).await?, false)) }))
            .await
    }

    async fn release_unit(&self, ctx: &Context, unit: &[Key]) -> Result<Released, StoreError> {
        let mut done = Released::default();
        for key in unit {
            let Some((c, p, None)) = keys::parse_pool(key) else {
                return Err(StoreError::Broken(format!("{} is due for release", key.pk)));
            };
            let edition = self.edition_there(&c).await?;
            let Some(release) = self.release_of(&c, &p).await? else { continue };
            if release.paused && release.released_at.is_none() {
                continue;
            }
            if ctx.now() < release.claim_by && release.released_at.is_none() {
                done.notices += self.give_notice(ctx, &edition, &p, &release).await?;
            } else {
                done.passes += self.release(ctx, &edition, &p).await?;
            }
        }
        Ok(done)
    }

    /// Mails a reserved pool's leads, or the organizers, about unclaimed passes before it ends. Sends this mail only
    /// once.
    pub async fn notify_leads(&self, ctx: &Context, edition: &Edition, p: &PoolId) -> Result<(), StoreError> {
        match self.release_of(edition.id(), p).await? {
            Some(release) if !release.noticed && release.released_at.is_none() => {
                self.give_notice(ctx, edition, p, &release).await.map(drop)
            }
            _ => Ok(()),
        }
    }

    /// Ends a reserved pool now: unclaimed passes, and any returned later, become returned passes of `general`. The intent is
    /// written first, so that a crash loses nothing; a repeat moves nothing more. Returns how many passes moved.
    pub async fn release(&self, ctx: &Context, edition: &Edition, p: &PoolId) -> Result<u64, StoreError> {
        let c = edition.id();
        let key = keys::release(c, p);
        let Some(release) = self.release_of(c, p).await? else { return Ok(0) };
        if release.released_at.is_none() {
            self.note_release(ctx, edition, p, &release).await?;
        }
        let passes = self.move_unclaimed(ctx, edition, p).await?;
        let done = Write::Set { key, set: Vec::new(), remove: vec!["due_pk", "due_at"], guards: vec![Guard::Exists] };
        match self.table.transact(ctx.id("transaction", 26), vec![done]).await {
            // If another write conflicts, it is still due, and the next run finds nothing to move.
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(passes),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Notes that a pool has ended, and announces the result. Guarded by the absence of an earlier note. The
    /// announcement is guarded by its absence: another pool that ends at the same moment may have announced both.
    async fn note_release(
        &self,
        ctx: &Context,
        edition: &Edition,
        p: &PoolId,
        release: &Release,
    ) -> Result<(), StoreError> {
        let key = keys::release(edition.id(), p);
        let due_pk = keys::due("release-passes", keys::spread(&key.pk));
        let note = Write::Set {
            key,
            set: vec![
                ("released_at", text(ctx.now().to_string())),
                ("due_pk", text(due_pk)),
                ("due_at", millis(ctx.now())),
            ],
            remove: Vec::new(),
            guards: vec![Guard::Unset("released_at")],
        };
        let news = self.release_news(ctx, edition, p, release).await?;
        // An ended pool can be given another `claim_by`, and end again.
        let act = Act::new(Kind::PoolReleased, p, release.claim_by).of_track(track_of(edition, p));
        let note: Vec<_> = std::iter::once(note).chain(self.activity(ctx, edition.id(), act)).collect();
        let alone = news.is_none();
        let writes = note.iter().cloned().chain(news).collect::<Vec<_>>();
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => return Ok(()),
            Err(Cancelled::Store(error)) => return Err(error),
            Err(Cancelled::Reasons(_)) if alone => return Ok(()),
            Err(Cancelled::Reasons(_)) => {}
        }
        match self.table.transact(ctx.id("transaction", 26), note).await {
            // A concurrent run noted it.
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(()),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// The announcement of passes that go to the waitlist; `None` if there are no passes, or no people on the waitlist.
    async fn release_news(
        &self,
        ctx: &Context,
        edition: &Edition,
        p: &PoolId,
        release: &Release,
    ) -> Result<Option<Write>, StoreError> {
        let (c, conference) = (edition.id(), &edition.conference);
        let general = &conference.open_pool(Attendance::InPerson).expect("every edition has one").id;
        let waiting = self.waiting(c, general).await?.total();
        if waiting == 0 {
            return Ok(None);
        }
        // A release at its time is announced with the others that end then; an organizer's is announced alone.
        let at_its_time = release.claim_by <= ctx.now();
        let mut passes = 0;
        for pool in &conference.pools {
            let other = pool.claim_by.as_ref().is_some_and(|by| at_its_time && by.at == release.claim_by);
            if pool.id == *p || other && self.release_of(c, &pool.id).await?.is_some_and(|r| !r.paused) {
                let figures = self.pool(c, &pool.id).await?;
                passes += figures.free + figures.returned;
            }
        }
        let of = if at_its_time { release.claim_by.as_second().to_string() } else { p.to_string() };
        let news = News::Released { of: &of, passes, waiting };
        let written = announce(ctx, conference, &news).filter(|_| passes > 0);
        Ok(written.map(|write| match write {
            Write::Put { item, .. } => Write::Put { item, guards: vec![Guard::Absent] },
            other => other,
        }))
    }

    async fn move_unclaimed(&self, ctx: &Context, edition: &Edition, p: &PoolId) -> Result<u64, StoreError> {
        let c = edition.id();
        let mut moved = 0;
        let mut attempt = 0;
        loop {
            let (_, shards) = self.readable_shards(c, p).await?;
            let left: Vec<_> = shards.into_iter().filter(|(_, ledger)| ledger.free + ledger.returned > 0).collect();
            let Some(batch) = left.chunks(AT_ONCE).next() else { return Ok(moved) };
            match self.move_shards(ctx, edition, p, batch).await? {
                Some(passes) => {
                    moved += passes;
                    attempt = 0;
                }
                None if attempt < TRIES => {
                    self.back_off(ctx, attempt).await;
                    attempt += 1;
                }
                None => return Err(StoreError::Busy("a pool is too busy to be released".into())),
            }
        }
    }

    /// Moves these shards' free or `returned` passes of a reserved pool to `general`'s `returned`, in one transaction.
    /// Guarded by the ledgers; `None` if a concurrent write changed them.
    pub(crate) async fn move_shards(
        &self,
        ctx: &Context,
        edition: &Edition,
        p: &PoolId,
        from: &[(u32, Ledger)],
    ) -> Result<Option<u64>, StoreError> {
        let c = edition.id();
        let general = edition.conference.open_pool(Attendance::InPerson).expect("every edition has one").id.clone();
        let shards = self.pool_status(c, &general).await?.shards.max(1);
        let targets = self.readable_targets(ctx, c, &general, shards).await?;
        let passes: u64 = from.iter().map(|(_, ledger)| ledger.free + ledger.returned).sum();
        let mut writes = Vec::new();
        for (n, Ledger { free, returned, .. }) in from.iter().filter(|(_, ledger)| ledger.free + ledger.returned > 0) {
            let step = Move::Remove { returned: *returned, free: *free };
            let due = if *returned > 0 { Due::Done } else { Due::Keep };
            writes.push(Write::Ledger { key: keys::shard(c, p, *n), step, due, day: None });
        }
        // Spread over the pool's shards from a random one on, so that returned passes are not all in one item.
        let most = (targets.len() as u64).min(passes).max(1);
        for (n, shard) in (0..most).zip(targets) {
            let share = passes / most + u64::from(n < passes % most);
            let key = keys::shard(c, &general, shard);
            let due = due_now(ctx, &key);
            writes.push(Write::Ledger { key, step: Move::Add(share, Stock::Returned), due, day: None });
        }
        let act = Act::new(Kind::PassesMoved, p, ctx.id("activity", 12)).after(passes).of_track(track_of(edition, p));
        writes.push(self.activity_by_itself(ctx, c, WORK.workflow, act));
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok(Some(passes)),
            Err(Cancelled::Reasons(_)) => Ok(None),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Shards that returned passes can go to, from a random one on: an unreadable shard takes none.
    async fn readable_targets(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        p: &PoolId,
        shards: u32,
    ) -> Result<Vec<u32>, StoreError> {
        let first = ctx.below("shard", shards);
        let numbers: Vec<_> = (0..shards).map(|n| (first + n) % shards).collect();
        for some in numbers.chunks(AT_ONCE) {
            let found: Vec<_> = self.shards_of(c, p, some).await?.into_iter().map(|(n, _)| n).collect();
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Err(StoreError::Broken(format!("no shard of the pool {p} of {c} can be read")))
    }

    /// Mails a reserved pool's leads, or the organizers, about unclaimed passes. Guarded by the absence of an earlier
    /// notice.
    async fn give_notice(
        &self,
        ctx: &Context,
        edition: &Edition,
        p: &PoolId,
        release: &Release,
    ) -> Result<u64, StoreError> {
        let (c, conference) = (edition.id(), &edition.conference);
        let figures = self.pool(c, p).await?;
        let unclaimed = figures.free + figures.returned;
        let track = conference.pool(p).and_then(|pool| pool.track.as_ref());
        let team = self.team(edition).await?;
        let leads = track.map(|track| team.leads(track)).filter(|leads| !leads.is_empty());
        let readers = leads.unwrap_or_else(|| team.organizers());
        let key = keys::release(c, p);
        let mut set = vec![("noticed", aws_sdk_dynamodb::types::AttributeValue::Bool(true))];
        // A paused release stays paused.
        if !release.paused {
            set.push(("due_pk", text(keys::due("release-passes", keys::spread(&key.pk)))));
            set.push(("due_at", millis(release.claim_by)));
        }
        let mut writes = vec![Write::Set {
            key: key.clone(),
            set,
            remove: Vec::new(),
            guards: vec![
                Guard::Equals("claim_by", text(release.claim_by.to_string())),
                Guard::Unset("released_at"),
                Guard::Equals("noticed", aws_sdk_dynamodb::types::AttributeValue::Bool(false)),
            ],
        }];
        let readers = if unclaimed > 0 { readers } else { Vec::new() };
        for email in readers.iter().take(50) {
            // A later `claim_by` gets a mail of its own.
            let obligation = format!("{c}:{p}:{}:{}", release.claim_by.as_second(), edition.person_key(email));
            let mail = Mail::queued(MailKind::PassesUnclaimed, &obligation, email.clone(), ctx.now())
                .about(c.as_str())
                .with("pool", p.as_str())
                .with("unclaimed", unclaimed.to_string());
            writes.push(enqueue_mail(&mail));
        }
        let notices = writes.len() as u64 - 1;
        if notices > 0 {
            let act = Act::new(Kind::PoolNoticed, p, release.claim_by).after(notices).of_track(track_of(edition, p));
            writes.extend(self.activity(ctx, c, act));
        }
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok(notices),
            Err(Cancelled::Reasons(_)) => Ok(0),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}

fn track_of<'e>(edition: &'e Edition, p: &PoolId) -> Option<&'e TrackId> {
    edition.conference.pool(p).and_then(|pool| pool.track.as_ref())
}

/// When a reserved pool ends: for the transaction that writes the definition. A repeat sets the same.
pub(crate) fn release_write(
    ctx: &Context,
    conference: &Conference,
    pool: &Pool,
    before: Option<&Conference>,
) -> Option<Write> {
    let claim_by = pool.claim_by.as_ref()?.at;
    let was = before.and_then(|before| before.pool(&pool.id)).and_then(|pool| pool.claim_by.as_ref());
    if was.is_some_and(|was| was.at == claim_by) {
        return None;
    }
    let key = keys::release(&conference.id, &pool.id);
    let notice_at = claim_by - NOTICE;
    let noticed = notice_at <= ctx.now();
    Some(Write::Set {
        set: vec![
            ("claim_by", text(claim_by.to_string())),
            ("noticed", aws_sdk_dynamodb::types::AttributeValue::Bool(noticed)),
            ("due_pk", text(keys::due("release-passes", keys::spread(&key.pk)))),
            ("due_at", millis(if noticed { claim_by } else { notice_at })),
            ("v", number(1)),
        ],
        key,
        remove: Vec::new(),
        guards: Vec::new(),
    })
}
