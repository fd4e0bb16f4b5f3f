//! Scheduled work, read from the items that say when they are due, and the ways in which an organizer pauses it.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::{Attendance, ConferenceId, Pool, PoolId, TrackId};
use domain::instant::Before;
use domain::mail::{Mail, MailState};
use domain::message::Message;
use domain::reconfirmation::Stage;
use domain::registration::Person;
use domain::reminder::{Concern, Subject};
use domain::waitlist::{Entry, EntryState, Hours, Opening};
use jiff::Timestamp;

use crate::reconfirmation::CampaignFigures;
use crate::releases::Release;
use crate::table::{Cancelled, Guard, Range, Reason, Write, millis, number, text};
use crate::{Edition, Store, StoreError, keys};

/// Due items read per workflow: more than an organizer reads.
const MOST: i32 = 2000;

/// One scheduled piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upcoming {
    /// Due work runs within a minute.
    pub at: Timestamp,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Returned passes are offered, or go back on sale if the waitlist is empty.
    GiveOn {
        pool: PoolId,
        passes: u64,
        /// Whether an organizer has paused it.
        paused: bool,
    },
    /// People are reminded of their offers.
    RemindOffers {
        entries: Vec<Entry>,
    },
    /// Offers lapse, and their passes go to the next person on the waitlist.
    EndOffers {
        entries: Vec<Entry>,
    },
    /// Held passes whose addresses are not confirmed go to the next person on the waitlist, or back on sale.
    EndHolds {
        people: Vec<Person>,
    },
    /// A reserved pool's leads get a mail about unclaimed passes.
    TellLeads {
        pool: PoolId,
        /// Unclaimed passes now.
        unclaimed: u64,
        /// Whether an organizer has paused the pool's end.
        paused: bool,
    },
    /// A reserved pool's unclaimed passes go to the waitlist.
    Release {
        pool: PoolId,
        /// Unclaimed passes now.
        unclaimed: u64,
        /// Whether an organizer has paused it.
        paused: bool,
    },
    /// The campaign asks people whether they still come, reminds them, or ends.
    Reconfirm {
        stage: Stage,
        /// How many people it concerns, as far as is known now.
        count: u64,
        /// Whether an organizer has paused the campaign.
        paused: bool,
    },
    /// A call for proposals opens.
    CallOpens {
        track: TrackId,
    },
    /// A call closes: it is announced, and its leads get a summary of the proposals.
    CallCloses {
        track: TrackId,
        sent: u64,
    },
    /// People are reminded of a deadline.
    Remind {
        subject: Subject,
        before: Before,
        /// The people it would concern now.
        concerns: Vec<Concern>,
        /// Whether it is the deadline's next reminder.
        next: bool,
        /// Whether an organizer has paused it.
        paused: bool,
    },
    /// Released decisions are sent.
    TellDecisions {
        track: TrackId,
        count: u64,
    },
    /// A track's leads get a mail about acceptances without an answer.
    AcceptancesEnd {
        track: TrackId,
        /// Acceptances without an answer now.
        count: u64,
    },
    SendMails {
        count: u64,
    },
    /// Answers to questions whose retention period ends, or the personal data of everyone, are erased.
    EraseData {
        /// Whether it is everyone's.
        everyone: bool,
        /// Questions whose answers end.
        questions: u64,
    },
    /// A message goes to a group of people.
    SendMessage {
        message: Box<Message>,
    },
}

impl Store {
    /// An edition's scheduled work, soonest first. Unreadable items are left out and recorded, so that the agenda shows
    /// them as such.
    pub async fn agenda(&self, ctx: &Context, edition: &Edition) -> Result<Vec<Upcoming>, StoreError> {
        let store = self.lenient();
        let upcoming = store.upcoming(ctx, edition).await?;
        store.record_left_out(ctx, None).await?;
        Ok(upcoming)
    }

    async fn upcoming(&self, ctx: &Context, edition: &Edition) -> Result<Vec<Upcoming>, StoreError> {
        let c = edition.id();
        let mut upcoming = self.upcoming_offers(c).await?;
        upcoming.extend(self.upcoming_holds(c).await?);
        for pool in &edition.conference.pools {
            let of_pool = self.upcoming_of_pool(ctx, edition, pool).await;
            upcoming.extend(self.or_without(&keys::status(c, &pool.id), of_pool)?);
        }
        let campaign = self.upcoming_campaign(ctx, edition).await;
        upcoming.extend(self.or_without(&keys::campaign(c), campaign)?);
        upcoming.extend(self.upcoming_calls(ctx, edition).await?);
        upcoming.extend(self.upcoming_selections(ctx, edition).await?);
        upcoming.extend(self.upcoming_mails(c).await?);
        upcoming.extend(self.upcoming_messages(c).await?);
        let data_end = self.upcoming_data_end(edition).await;
        upcoming.extend(self.or_without(&keys::retention(c), data_end)?);
        upcoming.sort_by_key(|upcoming| upcoming.at);
        Ok(upcoming)
    }

    async fn upcoming_data_end(&self, edition: &Edition) -> Result<Vec<Upcoming>, StoreError> {
        let Some(at) = self.next_data_end(edition.id()).await? else { return Ok(Vec::new()) };
        let ended = edition.conference.data_ended(at);
        let what = What::EraseData { everyone: ended.everyone, questions: ended.answers.len() as u64 };
        Ok(vec![Upcoming { at, what }])
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
            Some(release) => releases(&pool.id, &release, figures.free + figures.returned),
            None => Vec::new(),
        };
        let status = self.pool_status(c, &pool.id).await?;
        if figures.returned > 0 {
            let at = match Hours::of(&edition.conference).opening(ctx.now()) {
                Opening::Later(at) if pool.attendance() == Attendance::InPerson => at,
                _ => ctx.now(),
            };
            let what = What::GiveOn { pool: pool.id.clone(), passes: figures.returned, paused: status.paused };
            upcoming.push(Upcoming { at, what });
        } else if status.paused {
            let what = What::GiveOn { pool: pool.id.clone(), passes: 0, paused: true };
            upcoming.push(Upcoming { at: ctx.now(), what });
        }
        Ok(upcoming)
    }

    /// A part of the agenda, or nothing if it cannot be read.
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

    async fn upcoming_holds(&self, c: &ConferenceId) -> Result<Vec<Upcoming>, StoreError> {
        let due = self.due_entries("promote-waitlist", Range::All, MOST).await?;
        let ours = |key: &keys::Key| keys::parse_person(key).is_some_and(|(of, _)| of == *c);
        let keys: Vec<_> = due.into_iter().map(|(_, key)| key).filter(ours).collect();
        let found = self.table.get_all(&keys).await?;
        let mut end: BTreeMap<Timestamp, Vec<Person>> = BTreeMap::new();
        for person in self.readable::<Person>(found.into_iter().flatten()) {
            if let Some(until) = person.active().and_then(|registration| registration.state.held_until()) {
                end.entry(minute_after(until)).or_default().push(person);
            }
        }
        let end = end.into_iter().map(|(at, people)| Upcoming { at, what: What::EndHolds { people } });
        Ok(end.collect())
    }

    /// The campaign's remaining stages.
    pub(crate) async fn upcoming_campaign(
        &self,
        ctx: &Context,
        edition: &Edition,
    ) -> Result<Vec<Upcoming>, StoreError> {
        let Some(CampaignFigures { campaign, figures }) = self.campaign_figures(edition).await? else {
            return Ok(Vec::new());
        };
        // A stage is done once its scan has ended.
        let coming = |at: Timestamp| campaign.scanned_at.is_none_or(|scanned| at > scanned);
        let mut upcoming = Vec::new();
        let mut add = |at, stage, count| {
            upcoming.push(Upcoming { at, what: What::Reconfirm { stage, count, paused: campaign.paused } });
        };
        if coming(campaign.ask_at) && ctx.now() < campaign.answer_by {
            let mut taken = 0;
            for pool in edition.conference.pools.iter().filter(|pool| pool.attendance() == Attendance::InPerson) {
                taken += self.pool(edition.id(), &pool.id).await?.taken;
            }
            add(campaign.ask_at, Stage::Ask, taken);
        }
        for (number, at) in campaign.reminders_at.iter().enumerate().filter(|(_, at)| coming(**at)) {
            add(*at, Stage::Remind(number), figures.silent);
        }
        if coming(campaign.answer_by) {
            add(campaign.answer_by, Stage::End, figures.silent);
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

    /// Pauses or resumes a pool's offers and reopening. Returned passes wait during the pause. Guarded by
    /// its not being so already; a repeat changes nothing.
    pub async fn pause(&self, ctx: &Context, c: &ConferenceId, p: &PoolId, paused: bool) -> Result<(), StoreError> {
        let flag = Write::Set {
            key: keys::status(c, p),
            set: vec![("paused", AttributeValue::Bool(paused))],
            remove: Vec::new(),
            guards: vec![Guard::Exists, differs_from(paused)],
        };
        let kind = if paused { Kind::PoolPaused } else { Kind::PoolResumed };
        let entry = self.activity(ctx, c, Act::new(kind, p, ctx.id("activity", 12)));
        self.commit_once(ctx, flag, entry).await?;
        if paused {
            return Ok(());
        }
        // Paused work is due now. The workflow clears shards without returned passes.
        let (_, shards) = self.pool_state(c, p).await?;
        for (n, _) in (0u32..).zip(shards).filter(|(_, ledger)| ledger.returned > 0) {
            let key = keys::shard(c, p, n);
            let due_pk = keys::due("promote-waitlist", keys::spread(&key.pk));
            let set = vec![("due_pk", text(due_pk)), ("due_at", millis(ctx.now()))];
            self.commit(ctx, Write::Set { key, set, remove: Vec::new(), guards: vec![Guard::Exists] }).await?;
        }
        Ok(())
    }

    /// Pauses or resumes the release of a reserved pool. Its passes cannot be claimed after `claim_by` either way.
    /// Guarded by its not being so already; a repeat changes nothing.
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
        let guards = vec![Guard::Exists, differs_from(paused)];
        let write = if paused {
            Write::Set { key, set: vec![flag], remove: vec!["due_pk", "due_at"], guards }
        } else {
            let due_pk = keys::due("release-passes", keys::spread(&key.pk));
            let notice_at = release.claim_by - crate::releases::NOTICE;
            let at = if release.noticed || notice_at <= ctx.now() { release.claim_by } else { notice_at };
            let set = vec![flag, ("due_pk", text(due_pk)), ("due_at", millis(at)), ("v", number(1))];
            Write::Set { key, set, remove: Vec::new(), guards }
        };
        let kind = if paused { Kind::ReleasePaused } else { Kind::ReleaseResumed };
        let entry = self.activity(ctx, c, Act::new(kind, p, ctx.id("activity", 12)));
        self.commit_once(ctx, write, entry).await
    }

    /// Brings the reminders of an instant forward to now: the workflow queues them at its next run. Guarded by each
    /// entry's version; people whose entry changes meanwhile get no early reminder. A repeat finds none of that
    /// instant.
    pub async fn remind_offers_now(&self, ctx: &Context, c: &ConferenceId, at: Timestamp) -> Result<(), StoreError> {
        let act = Act::new(Kind::RemindersHastened, "offers", ctx.id("activity", 12)).after(at);
        let mut entry = self.activity(ctx, c, act);
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
                let writes = std::iter::once(write).chain(entry.clone()).collect();
                match self.table.transact(ctx.id("transaction", 26), writes).await {
                    // One act, with one entry.
                    Ok(()) => entry = None,
                    Err(Cancelled::Reasons(_)) => {}
                    Err(Cancelled::Store(error)) => return Err(error),
                }
            }
        }
        Ok(())
    }

    /// Makes an edition's mails that wait for a retry due now. Guarded by the mail's not having been handed over
    /// meanwhile; a repeat sets the same value.
    pub async fn send_now(&self, ctx: &Context, c: &ConferenceId) -> Result<(), StoreError> {
        let mut entry = self.activity(ctx, c, Act::new(Kind::MailsHastened, "queued", ctx.id("activity", 12)));
        for mail in self.queued_mails(c).await? {
            if !matches!(mail.state, MailState::Queued | MailState::Delayed { .. }) {
                continue;
            }
            let key = keys::mail(&mail.key);
            let guards = vec![Guard::Equals("tries", number(mail.tries)), Guard::Exists];
            let set = vec![("due_at", millis(ctx.now()))];
            let write = Write::Set { key, set, remove: Vec::new(), guards };
            let writes = std::iter::once(write).chain(entry.clone()).collect();
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                // One act, with one entry.
                Ok(()) => entry = None,
                Err(Cancelled::Reasons(_)) => {}
                Err(Cancelled::Store(error)) => return Err(error),
            }
        }
        Ok(())
    }

    /// Commits one write; retries while other writes conflict.
    pub(crate) async fn commit(&self, ctx: &Context, write: Write) -> Result<(), StoreError> {
        for attempt in 0..crate::table::TRIES {
            match self.table.transact(ctx.id("transaction", 26), vec![write.clone()]).await {
                Ok(()) => return Ok(()),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("an item is written by others just now".into()))
    }

    /// Commits one write with the entry of its act; retries while other writes conflict. If its guard fails, it holds
    /// already, and there is no act.
    pub(crate) async fn commit_once(
        &self,
        ctx: &Context,
        write: Write,
        entry: Option<Write>,
    ) -> Result<(), StoreError> {
        for attempt in 0..crate::table::TRIES {
            let writes = std::iter::once(write.clone()).chain(entry.clone()).collect();
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(()),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(reasons)) if matches!(reasons.first(), Some(Reason::Guard(_))) => return Ok(()),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("an item is written by others just now".into()))
    }

    /// The people who would get a pool's returned passes, in order.
    pub async fn would_get(&self, edition: &Edition, p: &PoolId, passes: u64) -> Result<Vec<Entry>, StoreError> {
        let waited_for = edition.conference.open_pool(Attendance::InPerson).is_some_and(|pool| pool.id == *p);
        match usize::try_from(passes.min(100)) {
            Ok(limit) if waited_for && limit > 0 => self.next_in_line(edition, limit).await,
            _ => Ok(Vec::new()),
        }
    }
}

/// The first full minute from an instant on: a stampede's holds end within a few seconds of each other, and are one
/// line.
fn minute_after(at: Timestamp) -> Timestamp {
    let minute = at.as_second().div_euclid(60) + i64::from(at.as_second() % 60 != 0 || at.subsec_nanosecond() != 0);
    Timestamp::from_second(minute * 60).unwrap_or(at)
}

/// The guard of a pause or of its end. What was never paused has no such attribute.
pub(crate) fn differs_from(paused: bool) -> Guard {
    if paused {
        Guard::EqualsOrUnset("paused", AttributeValue::Bool(false))
    } else {
        Guard::Equals("paused", AttributeValue::Bool(true))
    }
}

pub(crate) fn releases(pool: &PoolId, release: &Release, unclaimed: u64) -> Vec<Upcoming> {
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
