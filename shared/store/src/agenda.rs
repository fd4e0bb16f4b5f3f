//! What will happen by itself, read from the items that say when they are due; and what an organizer holds back.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use context::Context;
use domain::conference::{Attendance, ConferenceId, Pool, PoolId, TrackId};
use domain::instant::Before;
use domain::mail::{Mail, MailState};
use domain::reconfirmation::Stage;
use domain::reminder::{Concern, Subject};
use domain::waitlist::{Entry, EntryState, Hours, Opening};
use jiff::Timestamp;

use crate::reconfirmation::CampaignFigures;
use crate::releases::Release;
use crate::table::{Cancelled, Guard, Range, Write, millis, number, text};
use crate::{Edition, Store, StoreError, keys};

/// Due items of one workflow that are looked at: more than an organizer reads.
const MOST: i32 = 2000;

/// Something that will happen by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upcoming {
    /// When; what is due already happens within a minute.
    pub at: Timestamp,
    pub what: What,
}

/// What will happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Passes that came back are offered, or go back on sale where nobody waits.
    GiveOn {
        pool: PoolId,
        passes: u64,
        /// Whether an organizer holds it back.
        paused: bool,
    },
    /// People are reminded of their offers.
    RemindOffers {
        entries: Vec<Entry>,
    },
    /// Offers run out, and their passes go to the next.
    EndOffers {
        entries: Vec<Entry>,
    },
    /// A reserved pool's leads are told what is unclaimed.
    TellLeads {
        pool: PoolId,
        /// How many are unclaimed now.
        unclaimed: u64,
        /// Whether an organizer holds the pool's end back.
        paused: bool,
    },
    /// A reserved pool's unclaimed passes go to those who wait.
    Release {
        pool: PoolId,
        /// How many are unclaimed now.
        unclaimed: u64,
        /// Whether an organizer holds it back.
        paused: bool,
    },
    /// People are asked whether they still come, reminded, or the round ends.
    Reconfirm {
        stage: Stage,
        /// How many it concerns, as far as is known now.
        count: u64,
        /// Whether an organizer holds the round back.
        paused: bool,
    },
    /// A call for proposals opens.
    CallOpens {
        track: TrackId,
    },
    /// A call closes: it is announced, and its leads are told what came in.
    CallCloses {
        track: TrackId,
        sent: u64,
    },
    /// People are reminded of a deadline.
    Remind {
        subject: Subject,
        before: Before,
        /// Whom it would concern now.
        concerns: Vec<Concern>,
        /// Whether it is the next of its deadline.
        next: bool,
        /// Whether an organizer holds it back.
        paused: bool,
    },
    /// Decisions that were released are made known.
    TellDecisions {
        track: TrackId,
        count: u64,
    },
    /// The leads of a track are told which acceptances nobody has answered.
    AcceptancesEnd {
        track: TrackId,
        /// How many are unanswered now.
        count: u64,
    },
    SendMails {
        count: u64,
    },
}

impl Store {
    /// Everything of an edition that will happen by itself, soonest first. What cannot be read is left out and recorded,
    /// so that the agenda shows it as what it is.
    pub async fn agenda(&self, ctx: &Context, edition: &Edition) -> Result<Vec<Upcoming>, StoreError> {
        let store = self.lenient();
        let upcoming = store.upcoming(ctx, edition).await?;
        store.record_left_out(ctx, None).await?;
        Ok(upcoming)
    }

    async fn upcoming(&self, ctx: &Context, edition: &Edition) -> Result<Vec<Upcoming>, StoreError> {
        let c = edition.id();
        let mut upcoming = self.upcoming_offers(c).await?;
        for pool in &edition.conference.pools {
            let of_pool = self.upcoming_of_pool(ctx, edition, pool).await;
            upcoming.extend(self.or_without(&keys::status(c, &pool.id), of_pool)?);
        }
        let campaign = self.upcoming_campaign(ctx, edition).await;
        upcoming.extend(self.or_without(&keys::round(c), campaign)?);
        upcoming.extend(self.upcoming_calls(ctx, edition).await?);
        upcoming.extend(self.upcoming_selections(ctx, edition).await?);
        upcoming.extend(self.upcoming_mails(c).await?);
        upcoming.sort_by_key(|upcoming| upcoming.at);
        Ok(upcoming)
    }

    async fn upcoming_of_pool(
        &self,
        ctx: &Context,
        edition: &Edition,
        pool: &Pool,
    ) -> Result<Vec<Upcoming>, StoreError> {
        let c = edition.id();
        let figures = self.pool(c, &pool.id).await?;
        let mut upcoming = match self.or_left_out(self.release_of(c, &pool.id).await)?.flatten() {
            Some(release) => releases(&pool.id, &release, figures.free + figures.spare),
            None => Vec::new(),
        };
        let status = self.pool_status(c, &pool.id).await?;
        if figures.spare > 0 {
            let at = match Hours::of(&edition.conference).opening(ctx.now()) {
                Opening::Later(at) if pool.attendance() == Attendance::InPerson => at,
                _ => ctx.now(),
            };
            let what = What::GiveOn { pool: pool.id.clone(), passes: figures.spare, paused: status.paused };
            upcoming.push(Upcoming { at, what });
        } else if status.paused {
            let what = What::GiveOn { pool: pool.id.clone(), passes: 0, paused: true };
            upcoming.push(Upcoming { at: ctx.now(), what });
        }
        Ok(upcoming)
    }

    /// A part of the agenda, or nothing where it cannot be read.
    pub(crate) fn or_without(
        &self,
        about: &keys::Key,
        part: Result<Vec<Upcoming>, StoreError>,
    ) -> Result<Vec<Upcoming>, StoreError> {
        part.or_else(|error| self.go_on_without(about, error).map(|()| Vec::new()))
    }

    async fn upcoming_offers(&self, c: &ConferenceId) -> Result<Vec<Upcoming>, StoreError> {
        let due = self.due_entries("promote-waitlist", Range::All, MOST).await?;
        let ours = |key: &keys::Key| keys::parse_entry(key).is_some_and(|(of, _)| of == *c);
        let keys: Vec<_> = due.into_iter().map(|(_, key)| key).filter(ours).collect();
        let found = self.table.get_all(&keys).await?;
        let mut remind: BTreeMap<Timestamp, Vec<Entry>> = BTreeMap::new();
        let mut end: BTreeMap<Timestamp, Vec<Entry>> = BTreeMap::new();
        for entry in self.readable::<Entry>(found.into_iter().flatten()) {
            let Some(offer) = entry.offer.clone().filter(|_| entry.state == EntryState::Offered) else { continue };
            if let Some(at) = offer.remind_at.filter(|_| !offer.reminded) {
                remind.entry(at).or_default().push(entry.clone());
            }
            end.entry(offer.expires_at).or_default().push(entry);
        }
        let remind = remind.into_iter().map(|(at, entries)| Upcoming { at, what: What::RemindOffers { entries } });
        let end = end.into_iter().map(|(at, entries)| Upcoming { at, what: What::EndOffers { entries } });
        Ok(remind.chain(end).collect())
    }

    /// The stages of the round that are still to come.
    async fn upcoming_campaign(&self, ctx: &Context, edition: &Edition) -> Result<Vec<Upcoming>, StoreError> {
        let Some(CampaignFigures { round, figures }) = self.round(edition).await? else { return Ok(Vec::new()) };
        // Done are those whose walk has come to its end.
        let coming = |at: Timestamp| round.walked_at.is_none_or(|walked| at > walked);
        let mut upcoming = Vec::new();
        let mut add = |at, stage, count| {
            upcoming.push(Upcoming { at, what: What::Reconfirm { stage, count, paused: round.paused } });
        };
        if coming(round.ask_at) && ctx.now() < round.answer_by {
            let mut taken = 0;
            for pool in edition.conference.pools.iter().filter(|pool| pool.attendance() == Attendance::InPerson) {
                taken += self.pool(edition.id(), &pool.id).await?.taken;
            }
            add(round.ask_at, Stage::Ask, taken);
        }
        for (number, at) in round.reminders_at.iter().enumerate().filter(|(_, at)| coming(**at)) {
            add(*at, Stage::Remind(number), figures.silent);
        }
        if coming(round.answer_by) {
            add(round.answer_by, Stage::End, figures.silent);
        }
        Ok(upcoming)
    }

    async fn upcoming_mails(&self, c: &ConferenceId) -> Result<Option<Upcoming>, StoreError> {
        let due = self.due_entries(keys::DELIVER_MAIL, Range::All, MOST).await?;
        let keys: Vec<_> = due.iter().map(|(_, key)| key.clone()).collect();
        let found = self.table.get_all(&keys).await?;
        let mut times = Vec::new();
        for ((at, _), mail) in due.iter().zip(found) {
            let mail: Option<Mail> = self.readable_one(mail);
            if mail.is_some_and(|mail| mail.conference.as_deref() == Some(c.as_str())) {
                times.push(*at);
            }
        }
        let count = times.len() as u64;
        Ok(times.into_iter().min().map(|at| Upcoming { at, what: What::SendMails { count } }))
    }

    /// Holds offers and reopening of a pool back, or lets them go on. What is spare meanwhile stays spare. Guarded by
    /// nothing but the pool's being there: twice sets the same.
    pub async fn pause(&self, ctx: &Context, c: &ConferenceId, p: &PoolId, paused: bool) -> Result<(), StoreError> {
        let flag = Write::Set {
            key: keys::status(c, p),
            set: vec![("paused", AttributeValue::Bool(paused))],
            remove: Vec::new(),
            guards: vec![Guard::Exists],
        };
        self.commit(ctx, flag).await?;
        if paused {
            return Ok(());
        }
        // What was put off is due now. A shard that has nothing spare is told so by the workflow.
        let (_, shards) = self.pool_state(c, p).await?;
        for (n, _) in (0u32..).zip(shards).filter(|(_, ledger)| ledger.spare > 0) {
            let key = keys::shard(c, p, n);
            let due_pk = keys::due("promote-waitlist", keys::spread(&key.pk));
            let set = vec![("due_pk", text(due_pk)), ("due_at", millis(ctx.now()))];
            self.commit(ctx, Write::Set { key, set, remove: Vec::new(), guards: vec![Guard::Exists] }).await?;
        }
        Ok(())
    }

    /// Holds the release of a reserved pool back, or lets it happen when it is due. Its passes cannot be claimed after
    /// `claim_by` either way. Guarded by the release's being there; twice sets the same.
    pub async fn pause_release(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        p: &PoolId,
        paused: bool,
    ) -> Result<(), StoreError> {
        let key = keys::release(c, p);
        let Some(release) = self.release_of(c, p).await? else { return Ok(()) };
        let flag = ("paused", AttributeValue::Bool(paused));
        let write = if paused {
            Write::Set { key, set: vec![flag], remove: vec!["due_pk", "due_at"], guards: vec![Guard::Exists] }
        } else {
            let due_pk = keys::due("release-passes", keys::spread(&key.pk));
            let notice_at = release.claim_by - crate::releases::NOTICE;
            let at = if release.noticed || notice_at <= ctx.now() { release.claim_by } else { notice_at };
            let set = vec![flag, ("due_pk", text(due_pk)), ("due_at", millis(at)), ("v", number(1))];
            Write::Set { key, set, remove: Vec::new(), guards: vec![Guard::Exists] }
        };
        self.commit(ctx, write).await
    }

    /// Brings the reminders of an instant forward to now: the workflow owes them at its next run. Guarded by each entry's
    /// version; whoever changes meanwhile is not reminded early. Twice finds none of that instant.
    pub async fn remind_offers_now(&self, ctx: &Context, c: &ConferenceId, at: Timestamp) -> Result<(), StoreError> {
        for upcoming in self.upcoming_offers(c).await? {
            let What::RemindOffers { entries } = upcoming.what else { continue };
            if upcoming.at.as_second() != at.as_second() {
                continue;
            }
            for before in entries {
                let mut after = Entry { rev: before.rev + 1, ..before.clone() };
                if let Some(offer) = &mut after.offer {
                    offer.remind_at = Some(ctx.now());
                }
                let write = crate::waitlist::entry_write(c, &after, Some(&before));
                match self.table.transact(ctx.id("transaction", 26), vec![write]).await {
                    Ok(()) | Err(Cancelled::Reasons(_)) => {}
                    Err(Cancelled::Store(error)) => return Err(error),
                }
            }
        }
        Ok(())
    }

    /// Makes an edition's mails that wait for another try due now. Guarded by the mail's not having been handed over
    /// meanwhile; twice sets the same.
    pub async fn send_now(&self, ctx: &Context, c: &ConferenceId) -> Result<(), StoreError> {
        for mail in self.queued_mails(c).await? {
            if !matches!(mail.state, MailState::Queued | MailState::Delayed { .. }) {
                continue;
            }
            let key = keys::mail(&mail.key);
            let guards = vec![Guard::Equals("tries", number(mail.tries)), Guard::Exists];
            let set = vec![("due_at", millis(ctx.now()))];
            let write = Write::Set { key, set, remove: Vec::new(), guards };
            match self.table.transact(ctx.id("transaction", 26), vec![write]).await {
                Ok(()) | Err(Cancelled::Reasons(_)) => {}
                Err(Cancelled::Store(error)) => return Err(error),
            }
        }
        Ok(())
    }

    /// One write, again while others are in the way.
    pub(crate) async fn commit(&self, ctx: &Context, write: Write) -> Result<(), StoreError> {
        for attempt in 0..crate::registrations::TRIES {
            match self.table.transact(ctx.id("transaction", 26), vec![write.clone()]).await {
                Ok(()) => return Ok(()),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("an item is written by others just now".into()))
    }

    /// Who gets the passes that a pool has spare, in order, as far as there are.
    pub async fn would_get(&self, edition: &Edition, p: &PoolId, passes: u64) -> Result<Vec<Entry>, StoreError> {
        let waited_for = edition.conference.open_pool(Attendance::InPerson).is_some_and(|pool| pool.id == *p);
        match usize::try_from(passes.min(100)) {
            Ok(limit) if waited_for && limit > 0 => self.next_in_line(edition, limit).await,
            _ => Ok(Vec::new()),
        }
    }
}

fn releases(pool: &PoolId, release: &Release, unclaimed: u64) -> Vec<Upcoming> {
    let mut upcoming = Vec::new();
    if release.released_at.is_some() {
        return upcoming;
    }
    if !release.noticed {
        let at = release.claim_by - crate::releases::NOTICE;
        let what = What::TellLeads { pool: pool.clone(), unclaimed, paused: release.paused };
        upcoming.push(Upcoming { at, what });
    }
    let what = What::Release { pool: pool.clone(), unclaimed, paused: release.paused };
    upcoming.push(Upcoming { at: release.claim_by, what });
    upcoming
}
