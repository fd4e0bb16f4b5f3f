//! The next automatic acts of an edition, for its overview.
//!
//! [`Store::agenda`] reads everyone concerned by an act. Here the `due` index says when each act comes; only those that
//! are shown are read.

use std::collections::BTreeMap;

use context::Context;
use domain::conference::{Attendance, Class, ConferenceId, Phase, TrackId};
use domain::reminder::Subject;
use domain::waitlist::{Entry, EntryState, Hours, Opening};
use futures_util::future::try_join_all;
use jiff::Timestamp;

use crate::agenda::{Upcoming, What, releases};
use crate::pools::PoolDays;
use crate::table::Range;
use crate::{Edition, MailFigures, ProposalRow, Store, StoreError, keys};

/// Due items read per partition of a workflow's index: those of all editions.
const MOST: i32 = 200;

/// Open offers read: the soonest to be reminded or to end.
const OFFERS: usize = 200;

/// People whose time of waiting is looked at, for each class in each of the queue's partitions.
const WAITING_MOST: i32 = 1000;

/// Reminders of offers among the next acts, and as many ends of offers.
const OFFER_ACTS: usize = 2;

/// The next acts, and when the first open offer ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NextUp {
    pub acts: Vec<Upcoming>,
    pub next_expires_at: Option<Timestamp>,
}

/// What the overview has read already.
#[derive(Clone, Copy, Debug)]
pub struct AlreadyRead<'a> {
    pub pools: &'a [PoolDays],
    /// The proposals of each track, in the order of the definition.
    pub proposals: &'a [Vec<ProposalRow>],
    /// Without them, sending mails is left out.
    pub mails: Option<MailFigures>,
}

/// An act whose details are not read yet.
enum Coming {
    Known(What),
    Remind(Subject),
    Select(TrackId),
}

impl Store {
    /// The next `most` acts that `shows` allows, soonest first. Unreadable items are left out: the agenda records them.
    pub async fn next_up(
        &self,
        ctx: &Context,
        edition: &Edition,
        read: AlreadyRead<'_>,
        shows: impl Fn(&What) -> bool,
        most: usize,
    ) -> Result<NextUp, StoreError> {
        self.lenient().find_next_up(ctx, edition, read, shows, most).await
    }

    async fn find_next_up(
        &self,
        ctx: &Context,
        edition: &Edition,
        read: AlreadyRead<'_>,
        shows: impl Fn(&What) -> bool,
        most: usize,
    ) -> Result<NextUp, StoreError> {
        let c = edition.id();
        let offered = self.open_offers(c).await?;
        let next_expires_at = offered.iter().filter_map(|entry| entry.offer.as_ref()).map(|o| o.expires_at).min();
        let mut coming: Vec<(Timestamp, Coming)> = Vec::new();
        let mut known = offer_acts(offered);
        known.extend(self.pool_acts(ctx, edition, read.pools).await?);
        let campaign = self.upcoming_campaign(ctx, edition).await;
        known.extend(self.or_without(&keys::campaign(c), campaign)?);
        known.extend(self.call_acts(ctx, edition, read.proposals).await?);
        if let Some(mails) = read.mails
            && let Some(at) = mails.next_at
        {
            known.push(Upcoming { at, what: What::SendMails { count: mails.queued } });
        }
        known.extend(self.upcoming_messages(c).await?);
        coming.extend(known.into_iter().filter(|act| shows(&act.what)).map(|act| (act.at, Coming::Known(act.what))));
        for (at, key) in self.due_entries("send-reminders", Range::All, MOST).await? {
            let ours = keys::parse_reminders(&key).filter(|(of, _)| of == c);
            coming.extend(ours.map(|(_, subject)| (at, Coming::Remind(subject))));
        }
        for (at, key) in self.due_entries("release-decisions", Range::All, MOST).await? {
            let ours = keys::parse_selection(&key).filter(|(of, _)| of == c);
            coming.extend(ours.map(|(_, track)| (at, Coming::Select(track))));
        }
        coming.sort_by_key(|(at, _)| *at);
        let mut acts = Vec::new();
        for (at, coming) in coming {
            if acts.len() >= most {
                break;
            }
            let found = match coming {
                Coming::Known(what) => vec![Upcoming { at, what }],
                Coming::Remind(subject) => {
                    let key = keys::reminders(c, &subject);
                    let reminders = self.upcoming_reminders(edition, subject, ctx.now()).await;
                    self.or_without(&key, reminders)?
                }
                Coming::Select(track) => {
                    let selection = self.upcoming_selection(ctx, edition, &track).await;
                    self.or_without(&keys::selection(c, &track), selection)?
                }
            };
            acts.extend(found.into_iter().filter(|act| shows(&act.what)).take(1));
        }
        acts.sort_by_key(|act| act.at);
        Ok(NextUp { acts, next_expires_at })
    }

    async fn open_offers(&self, c: &ConferenceId) -> Result<Vec<Entry>, StoreError> {
        let due = self.due_entries("promote-waitlist", Range::All, MOST).await?;
        let ours = |key: &keys::Key| keys::parse_entry(key).is_some_and(|(of, _)| of == *c);
        let keys: Vec<_> = due.into_iter().map(|(_, key)| key).filter(ours).take(OFFERS).collect();
        let mut entries: Vec<Entry> = self.readable(self.table.get_all(&keys).await?.into_iter().flatten());
        entries.retain(|entry| entry.state == EntryState::Offered);
        Ok(entries)
    }

    async fn pool_acts(
        &self,
        ctx: &Context,
        edition: &Edition,
        pools: &[PoolDays],
    ) -> Result<Vec<Upcoming>, StoreError> {
        let (c, now) = (edition.id(), ctx.now());
        let mut acts = Vec::new();
        for PoolDays { figures, paused, .. } in pools {
            let Some(pool) = edition.conference.pool(&figures.pool) else { continue };
            if pool.is_reserved()
                && let Some(release) = self.or_left_out(self.release_of(c, &pool.id).await)?.flatten()
            {
                acts.extend(releases(&pool.id, &release, figures.free + figures.returned));
            }
            if figures.returned > 0 || *paused {
                let at = match Hours::of(&edition.conference).opening(now) {
                    Opening::Later(at) if pool.attendance() == Attendance::InPerson && figures.returned > 0 => at,
                    _ => now,
                };
                let what = What::GiveOn { pool: pool.id.clone(), passes: figures.returned, paused: *paused };
                acts.push(Upcoming { at, what });
            }
        }
        Ok(acts)
    }

    /// When calls open and close.
    async fn call_acts(
        &self,
        ctx: &Context,
        edition: &Edition,
        proposals: &[Vec<ProposalRow>],
    ) -> Result<Vec<Upcoming>, StoreError> {
        let now = ctx.now();
        let tracks = edition.conference.tracks.iter().zip(proposals);
        let calls = self.calls(&edition.conference).await?;
        let mut acts = Vec::new();
        for ((track, rows), call) in tracks.zip(calls) {
            let Some(call) = call.filter(|call| call.phase(now) != Phase::After) else { continue };
            if call.phase(now) == Phase::Before {
                acts.push(Upcoming { at: call.opens.at, what: What::CallOpens { track: track.id.clone() } });
            }
            let sent = rows.iter().filter(|row| row.submitted_at.is_some()).count() as u64;
            let what = What::CallCloses { track: track.id.clone(), sent };
            acts.push(Upcoming { at: call.closes.at, what });
        }
        Ok(acts)
    }

    /// Since when people wait, by class: from the keys of their places, about 40 to a read unit.
    pub async fn waiting_since(&self, c: &ConferenceId) -> Result<Vec<(Class, Timestamp)>, StoreError> {
        let classes = Class::WORDS.iter().map(|(_, class)| *class);
        let queries =
            classes.flat_map(|class| (0..keys::QUEUES).map(move |n| (class, n))).map(|(class, n)| async move {
                let queue = keys::queue(c, n);
                let keys = self.table.query_keys(&queue, &keys::class_prefix(class), WAITING_MOST).await?;
                let since = keys.into_iter().filter_map(|key| keys::parse_place(&key.sk));
                Ok::<_, StoreError>(since.map(|(joined_at, _)| (class, joined_at)).collect::<Vec<_>>())
            });
        Ok(try_join_all(queries).await?.into_iter().flatten().collect())
    }
}

/// The next reminders and ends of open offers: not all, so that they do not hide every other act.
fn offer_acts(offered: Vec<Entry>) -> Vec<Upcoming> {
    let mut remind: BTreeMap<Timestamp, Vec<Entry>> = BTreeMap::new();
    let mut end: BTreeMap<Timestamp, Vec<Entry>> = BTreeMap::new();
    for entry in offered {
        let Some(offer) = entry.offer.clone() else { continue };
        if let Some(at) = offer.remind_at.filter(|_| !offer.reminded) {
            remind.entry(at).or_default().push(entry.clone());
        }
        end.entry(offer.expires_at).or_default().push(entry);
    }
    let remind = remind.into_iter().map(|(at, entries)| Upcoming { at, what: What::RemindOffers { entries } });
    let end = end.into_iter().map(|(at, entries)| Upcoming { at, what: What::EndOffers { entries } });
    remind.take(OFFER_ACTS).chain(end.take(OFFER_ACTS)).collect()
}
