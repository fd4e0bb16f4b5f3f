//! Releases: numbered timetables as people see them, each in parts under a head, and the mails about them.

use std::sync::{Arc, PoisonError};

use context::Context;
use domain::activity::{Act, Kind};
use domain::announcement::News;
use domain::conference::ConferenceId;
use domain::mail::Mail;
use domain::timetable::{Release, Released};
use domain::webhook::EventKind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::announcements::announce;
use crate::due::{Run, Work};
use crate::keys::Key;
use crate::mails::enqueue_mail;
use crate::table::{Cancelled, Guard, TRIES, Write, due_at, item, number, typed};
use crate::webhooks::event_write;
use crate::{Edition, Store, StoreError, keys};

/// Bytes of sessions in one part: an item takes 400 KB (`DynamoDB`, "Item size").
const PART_MAX: usize = 250_000;

/// Mails queued in one transaction, which takes 100 items.
const MAILS_AT_ONCE: usize = 60;

/// Due heads per run.
const BATCH: i32 = 20;

/// The workflow that mails the people that a release concerns.
const WORKFLOW: &str = "publish-timetable";

const WORK: Work = Work::each(WORKFLOW, BATCH);

/// The release that is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseHead {
    /// Counts from 1.
    pub number: u32,
    pub published_at: Timestamp,
    /// Names its parts: of two concurrent publishers, only one's parts are found.
    parts: String,
    /// The number of batches of mails, and how many of them are queued.
    #[serde(default)]
    batches: u32,
    #[serde(default, rename = "told")]
    queued_batches: u32,
    /// Counts the changes of its parts: only erasing a person changes them.
    #[serde(default)]
    pub erased: u32,
}

impl ReleaseHead {
    /// Whether a batch of mails is not queued yet.
    pub(crate) fn has_unqueued_mails(&self) -> bool {
        self.queued_batches < self.batches
    }
}

/// The changes of a release, for the list of releases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Counts from 1.
    pub number: u32,
    pub published_at: Timestamp,
    /// Each change in words, in order.
    pub changes: Vec<String>,
}

/// A release to publish, and its notifications.
#[derive(Clone, Debug)]
pub struct Publication {
    pub release: Release,
    /// Its changes, in words.
    pub changes: Vec<String>,
    /// The mails to the people it concerns: one each, with a key that names release and person.
    pub mails: Vec<Mail>,
    /// Whether to announce it publicly.
    pub announce: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NotifiedSpeakers {
    pub mails: u64,
}

impl std::ops::AddAssign for NotifiedSpeakers {
    fn add_assign(&mut self, other: Self) {
        self.mails += other.mails;
    }
}

/// A part of a release: some of its sessions, as text.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Part {
    sessions: String,
}

/// Some of the mails that a release queues, as text.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Batch {
    mails: String,
}

/// Releases that this process has read, by the name of their parts and the count of their changes.
pub(crate) type KnownReleases = std::sync::Mutex<Vec<(String, u32, Arc<Release>)>>;

/// Releases cached in memory.
const KNOWN: usize = 8;

impl Store {
    /// The head of the release in force, read consistently.
    pub async fn release_head(&self, c: &ConferenceId) -> Result<Option<ReleaseHead>, StoreError> {
        self.table.get(&keys::timetable(c)).await?.map(typed).transpose()
    }

    /// The release that a head names.
    pub async fn timetable_release(&self, c: &ConferenceId, head: &ReleaseHead) -> Result<Arc<Release>, StoreError> {
        let known = |store: &Self| {
            let known = store.timetables.lock().unwrap_or_else(PoisonError::into_inner);
            {
                let same =
                    |(parts, erased, _): &&(String, u32, Arc<Release>)| *parts == head.parts && *erased == head.erased;
                known.iter().find(same).map(|(_, _, release)| Arc::clone(release))
            }
        };
        if let Some(release) = known(self) {
            return Ok(release);
        }
        let mut sessions: Vec<Released> = Vec::new();
        for found in self.table.query(&keys::release_parts(c, &head.parts)).await? {
            if found.get("sk").and_then(|sk| sk.as_s().ok()).is_some_and(|sk| sk.starts_with(keys::PART)) {
                let part: Part = typed(found)?;
                let some: Vec<Released> =
                    serde_json::from_str(&part.sessions).map_err(|e| StoreError::Broken(e.to_string()))?;
                sessions.extend(some);
            }
        }
        let release = Arc::new(Release { number: head.number, published_at: head.published_at, sessions });
        let mut known = self.timetables.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() == KNOWN {
            known.remove(0);
        }
        known.push((head.parts.clone(), head.erased, Arc::clone(&release)));
        Ok(release)
    }

    /// What each release changed, latest first.
    pub async fn published(&self, c: &ConferenceId) -> Result<Vec<Published>, StoreError> {
        let found = self.table.query(&keys::release_list(c)).await?;
        let mut all = found.into_iter().map(typed).collect::<Result<Vec<Published>, _>>()?;
        all.sort_by_key(|published| std::cmp::Reverse(published.number));
        Ok(all)
    }

    /// Publishes a release over the one that `before` is the head of; returns whether that was still in force. Its
    /// parts and mails are written first, under a name of their own, so that they take effect only with the head.
    /// Guarded by the number before it: of two concurrent publishers, one reads again. The mails are queued afterwards
    /// in batches; the head is due until all are.
    pub async fn publish(
        &self,
        ctx: &Context,
        edition: &Edition,
        before: Option<&ReleaseHead>,
        publication: &Publication,
    ) -> Result<bool, StoreError> {
        let c = edition.id();
        // The mails of the last release go first, unless they are unreadable.
        let store = self.lenient();
        if let Err(error) = store.notify_speakers(ctx, c).await {
            store.go_on_without(&keys::timetable(c), error)?;
        }
        store.record_left_out(ctx, Some(WORKFLOW)).await?;
        let release = &publication.release;
        let parts = format!("{}-{}", release.number, ctx.id("release", 10));
        let put = |item| vec![Write::Put { item, guards: vec![Guard::Absent] }];
        for (n, sessions) in parts_of(&release.sessions).into_iter().enumerate() {
            let part = item(&keys::release_part(c, &parts, keys::PART, n), &Part { sessions });
            self.write(ctx, put(part)).await?;
        }
        let mut batches = 0;
        for mails in publication.mails.chunks(MAILS_AT_ONCE) {
            let mails = serde_json::to_string(mails).expect("maps with text keys");
            let key = keys::release_part(c, &parts, keys::BATCH, batches);
            self.write(ctx, put(item(&key, &Batch { mails }))).await?;
            batches += 1;
        }
        let head = ReleaseHead {
            number: release.number,
            published_at: release.published_at,
            parts,
            erased: 0,
            batches: u32::try_from(batches).unwrap_or(u32::MAX),
            queued_batches: 0,
        };
        let mut written = item(&keys::timetable(c), &head);
        if head.batches > 0 {
            due_at(&mut written, WORKFLOW, ctx.now());
        }
        let guard = before.map_or(Guard::Absent, |before| Guard::Equals("number", number(before.number)));
        let listed = Published {
            number: release.number,
            published_at: release.published_at,
            changes: publication.changes.clone(),
        };
        let mut writes = vec![
            Write::Put { item: written, guards: vec![guard] },
            Write::Put { item: item(&keys::release_listed(c, release.number), &listed), guards: Vec::new() },
        ];
        if publication.announce {
            let news = News::Timetable { number: release.number, changes: publication.changes.len() };
            writes.extend(announce(ctx, &edition.conference, &news));
        }
        let act = Act::new(Kind::TimetablePublished, release.number, release.number);
        writes.extend(self.activity(ctx, c, act.after(publication.changes.len() as u64)));
        let number = u64::from(release.number);
        let about = (&*number.to_string(), "published", number);
        writes.extend(event_write(edition, EventKind::TimetablePublished, about, ctx.now()));
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => {}
            Err(Cancelled::Reasons(_)) => return Ok(false),
            Err(Cancelled::Store(error)) => return Err(error),
        }
        // If this fails, the head stays due.
        if let Err(error) = self.notify_speakers(ctx, c).await {
            self.go_on_without(&keys::timetable(c), error)?;
        }
        Ok(true)
    }

    async fn write(&self, ctx: &Context, writes: Vec<Write>) -> Result<(), StoreError> {
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok(()),
            Err(Cancelled::Reasons(_)) => Err(StoreError::Busy("a part of a release could not be written".into())),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Queues a release's remaining mails, batch by batch. Guarded by the number of queued batches, and each mail by
    /// its absence; a repeat queues nothing more.
    async fn notify_speakers(&self, ctx: &Context, c: &ConferenceId) -> Result<u64, StoreError> {
        let mut queued = 0;
        for attempt in 0..TRIES {
            loop {
                let Some(head) = self.release_head(c).await? else { return Ok(queued) };
                if !head.has_unqueued_mails() {
                    return Ok(queued);
                }
                let key = keys::release_part(c, &head.parts, keys::BATCH, head.queued_batches as usize);
                let batch = self.table.get(&key).await?;
                let batch = batch.ok_or_else(|| StoreError::Broken(format!("{} lacks a batch", head.parts)))?;
                let unreadable = |e: serde_json::Error| StoreError::Unreadable { key: key.clone(), why: e.to_string() };
                let batch: Vec<Value> = serde_json::from_str(&typed::<Batch>(batch)?.mails).map_err(unreadable)?;
                let mut mails = Vec::new();
                for mail in batch {
                    // An unreadable mail delays no others.
                    match serde_json::from_value::<Mail>(mail).map_err(unreadable) {
                        Ok(mail) => mails.push(mail),
                        Err(error) => self.go_on_without(&key, error)?,
                    }
                }
                let guards = vec![
                    Guard::Equals("number", number(head.number)),
                    Guard::Equals("told", number(head.queued_batches)),
                ];
                let last = head.queued_batches + 1 == head.batches;
                let remove = if last { vec!["due_pk", "due_at"] } else { Vec::new() };
                let set = vec![("told", number(head.queued_batches + 1))];
                let mut writes = vec![Write::Set { key: keys::timetable(c), set, remove, guards }];
                writes.extend(mails.iter().map(enqueue_mail));
                match self.table.transact(ctx.id("transaction", 26), writes).await {
                    Ok(()) => queued += mails.len() as u64,
                    Err(Cancelled::Store(error)) => return Err(error),
                    Err(Cancelled::Reasons(_)) => break,
                }
            }
            self.back_off(ctx, attempt).await;
        }
        Err(StoreError::Busy("many publish at once".into()))
    }

    /// Queues the mails of releases whose publishing did not get to it. Safe to run concurrently.
    pub async fn notify_speakers_due(&self, ctx: &Context) -> Result<Run<NotifiedSpeakers>, StoreError> {
        let store = &self.lenient();
        store
            .process_due(ctx, &WORK, |keys| {
                Box::pin(async move { Ok((store.notify_speakers_unit(ctx, &keys).await?, false)) })
            })
            .await
    }

    async fn notify_speakers_unit(&self, ctx: &Context, unit: &[Key]) -> Result<NotifiedSpeakers, StoreError> {
        let mut done = NotifiedSpeakers::default();
        for key in unit {
            let c = keys::parse_timetable(key);
            let c = c.ok_or_else(|| StoreError::Broken(format!("{} is not a timetable", key.pk)))?;
            done.mails += self.notify_speakers(ctx, &c).await?;
        }
        Ok(done)
    }
}

/// Sessions as text, in parts that fit into an item.
fn parts_of(sessions: &[Released]) -> Vec<String> {
    let mut parts = vec![String::from("[")];
    for session in sessions {
        let text = serde_json::to_string(session).expect("maps with text keys");
        let part = parts.last_mut().expect("begun with one");
        if part.len() > 1 && part.len() + text.len() > PART_MAX {
            parts.push(String::from("["));
        }
        let part = parts.last_mut().expect("begun with one");
        if part.len() > 1 {
            part.push(',');
        }
        part.push_str(&text);
    }
    for part in &mut parts {
        part.push(']');
    }
    parts
}
