//! Erasing people: asking for it, and the workflow's steps (`domain::erasure`). A retention period begins one of all
//! people of an edition ([`ended`]).
//!
//! Each step is a transaction of its own, under the erasure's revision or under what it replaces, and a repeat of it
//! changes nothing more. So an erasure goes on where it stopped, after a crash and beside another run.

mod ended;
mod ending;
mod sweep;

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::ConferenceId;
use domain::erasure::{Erasure, MAIL_LEAVES_IN, MAIL_WAIT, Place, Stage};
use domain::mail::{Mail, MailKind, MailState};
use domain::person::EmailAddress;
use domain::sign_in::Attempt;
use jiff::Timestamp;

use crate::attempts::{attempt_item, attempt_mail};
use crate::due::{Run, Work};
use crate::keys::Key;
use crate::mails::enqueue_mail;
use crate::table::{Cancelled, Guard, Write, due_at, item, number, typed};
use crate::{Edition, Store, StoreError, keys};

pub(crate) use ended::{Retention, retention_write};

const WORKFLOW: &str = "retain-data";

/// Erasures in one run.
const BATCH: i32 = 4;

/// Pages of 1 MB that one step reads: with the writes of what it finds, well within the function's minute.
const PAGES_AT_ONCE: usize = 20;

const WORK: Work = Work::each(WORKFLOW, BATCH);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ErasureProgress {
    pub steps: u64,
    /// Items that a person was removed from.
    pub items: u64,
}

impl std::ops::AddAssign for ErasureProgress {
    fn add_assign(&mut self, other: Self) {
        self.steps += other.steps;
        self.items += other.items;
    }
}

impl Store {
    /// Mails a person the link that confirms an erasure. Guarded by the absence of its random id.
    pub async fn ask_to_erase(
        &self,
        ctx: &Context,
        attempt: &Attempt,
        language: Option<&str>,
    ) -> Result<(), StoreError> {
        let mail = attempt_mail(MailKind::EraseData, attempt, ctx.now()).in_language(language);
        self.begin_attempt(ctx, attempt_item(&keys::erasing(&attempt.id), attempt), &mail).await
    }

    pub async fn erasing(&self, id: &str) -> Result<Option<Attempt>, StoreError> {
        self.table.get(&keys::erasing(id)).await?.map(typed).transpose()
    }

    /// The editions that cannot be without a person: they are its only organizer, or its contact.
    pub async fn editions_that_need(&self, addresses: &[EmailAddress]) -> Result<Vec<ConferenceId>, StoreError> {
        let mut found = Vec::new();
        for entry in self.editions().await? {
            let Some(edition) = self.readable_edition(&entry.id).await? else { continue };
            if self.is_needed(&edition, addresses) {
                found.push(entry.id);
            }
        }
        Ok(found)
    }

    /// Whether an edition cannot be without a person.
    pub fn is_needed(&self, edition: &Edition, addresses: &[EmailAddress]) -> bool {
        let conference = &edition.conference;
        let contacts = conference.tracks.iter().filter_map(|track| track.contact.as_ref());
        let is_contact = contacts.chain([&conference.contact]).any(|contact| addresses.contains(contact));
        is_contact || conference.organizers.iter().all(|organizer| addresses.contains(organizer))
    }

    /// Begins to erase a person from an edition, for its organizer. A repeat finds the erasure that goes on.
    pub async fn begin_erasure_from(
        &self,
        ctx: &Context,
        edition: &Edition,
        addresses: &[EmailAddress],
        reason: &str,
    ) -> Result<(), StoreError> {
        let c = edition.id();
        let Some(first) = addresses.first() else { return Ok(()) };
        let key = edition.person_key(first);
        let traces = self.traces_of(addresses, Some(c)).await?;
        let now = ctx.now();
        let erasure = Erasure::from_edition(&format!("{c}-{key}"), c, traces, reason, now);
        let act = Act::new(Kind::PersonErased, &key, now);
        let writes = std::iter::once(put(&erasure, now, None)).chain(self.activity(ctx, c, act)).collect();
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(()),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Begins to erase a person with all their addresses. The erasure has the id of the confirmed link: a repeat finds it.
    pub async fn begin_erasure(
        &self,
        ctx: &Context,
        attempt: &Attempt,
        language: Option<&str>,
    ) -> Result<(), StoreError> {
        let addresses = self.addresses_of(&attempt.email).await?;
        let traces = self.traces_of(&addresses, None).await?;
        let erasure = Erasure::everywhere(&attempt.id, traces, language, ctx.now());
        match self.table.transact(ctx.id("transaction", 26), vec![put(&erasure, ctx.now(), None)]).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(()),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Does the next steps of all due erasures.
    pub async fn erase_due(&self, ctx: &Context) -> Result<Run<ErasureProgress>, StoreError> {
        let store = &self.lenient().acting_workflow(WORKFLOW);
        store
            .process_due(ctx, &WORK, |keys| {
                Box::pin(async move {
                    let mut done = ErasureProgress::default();
                    let mut more = false;
                    for key in keys {
                        let Some(found) = store.table.get(&key).await? else { continue };
                        if key.sk == keys::RETENTION {
                            store.begin_ended(ctx, &key, found).await?;
                            done += ErasureProgress { steps: 1, items: 0 };
                            more = true;
                            continue;
                        }
                        let erasure: Erasure = typed(found)?;
                        let (progress, at) = store.erasure_step(ctx, &erasure).await?;
                        done += progress;
                        more |= at.is_some_and(|at| at <= ctx.now());
                    }
                    Ok((done, more))
                })
            })
            .await
    }

    /// Does one step; returns when the next is due, if there is one.
    async fn erasure_step(
        &self,
        ctx: &Context,
        erasure: &Erasure,
    ) -> Result<(ErasureProgress, Option<Timestamp>), StoreError> {
        let mut after = erasure.clone();
        let mut progress = ErasureProgress { steps: 1, items: 0 };
        match &erasure.stage {
            Stage::Ending => {
                if self.end_somewhere(ctx, &mut after).await? {
                    return Ok((progress, self.go_on(ctx, erasure, after, ctx.now()).await?));
                }
            }
            Stage::Learning { after: from } => {
                let next = self.learn(&mut after, from.as_ref()).await?;
                if next.is_some() {
                    after.stage = Stage::Learning { after: next };
                    return Ok((progress, self.go_on(ctx, erasure, after, ctx.now()).await?));
                }
            }
            Stage::Confirming => {
                if let Some(at) = self.last_mail(ctx, erasure).await? {
                    return Ok((progress, Some(at)));
                }
            }
            Stage::Erasing { after: from, .. } => {
                let (next, items) = self.sweep(ctx, &mut after, from.as_ref()).await?;
                progress.items = items;
                let Stage::Erasing { found, .. } = after.stage else { unreachable!("a sweep leaves the stage") };
                after.stage = Stage::Erasing { after: next.clone(), found: found + items };
                if next.is_some() {
                    return Ok((progress, self.go_on(ctx, erasure, after, ctx.now()).await?));
                }
            }
        }
        let Some((next, at)) = after.next(ctx.now()) else {
            self.end_erasure(ctx, erasure, &after).await?;
            return Ok((progress, None));
        };
        Ok((progress, self.go_on(ctx, erasure, next, at).await?))
    }

    /// Puts the erasure over the version that was read. If another run has gone on meanwhile, that one counts.
    async fn go_on(
        &self,
        ctx: &Context,
        before: &Erasure,
        mut after: Erasure,
        at: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        after.rev = before.rev + 1;
        match self.table.transact(ctx.id("transaction", 26), vec![put(&after, at, Some(before))]).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(Some(at)),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Queues the last mail, and puts the next step off; returns when that is due, or `None` once the mail has left, or
    /// cannot leave. Noted on the erasure in the same transaction, and guarded by its version: the mail may be removed
    /// by another run or by another erasure of the person, and is not queued again.
    async fn last_mail(&self, ctx: &Context, erasure: &Erasure) -> Result<Option<Timestamp>, StoreError> {
        let Some(reader) = erasure.reader().filter(|reader| !reader.is_stand_in()) else { return Ok(None) };
        let mut mail = Mail::queued(MailKind::DataErased, &erasure.id, reader.clone(), ctx.now())
            .in_language(erasure.language.as_deref())
            .with("reason", erasure.reason.as_deref().unwrap_or_default())
            .with("public", self.public_words(ctx, erasure).await?);
        if let Some(c) = &erasure.conference {
            mail = mail.about(c.as_str());
        }
        let at = ctx.now() + MAIL_LEAVES_IN;
        let queued = Erasure { mail_queued: true, rev: erasure.rev + 1, ..erasure.clone() };
        let mut writes = vec![put(&queued, at, Some(erasure))];
        match self.mail(&mail.key).await? {
            Some(Mail { state: MailState::Sent { .. } | MailState::Failed { .. }, .. }) => return Ok(None),
            Some(_) if ctx.now() > erasure.asked_at + MAIL_WAIT => return Ok(None),
            Some(_) => {}
            None if erasure.mail_queued => return Ok(None),
            None => writes.push(enqueue_mail(&mail)),
        }
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(Some(at)),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Removes the erasure, and plans what is left for the end of each programme that keeps the person's name.
    async fn end_erasure(&self, ctx: &Context, before: &Erasure, after: &Erasure) -> Result<(), StoreError> {
        let guards = vec![Guard::Equals("rev", number(before.rev))];
        let mut writes = vec![Write::Delete { key: keys::erasure(&before.id), guards }];
        for c in &after.public {
            let edition = self.edition_there(c).await?;
            if let Some(at) = edition.conference.privacy.ends_at(&edition.conference) {
                let own = after.traces.addresses.iter().map(|email| EmailAddress::erased(&edition.person_key(email)));
                let later = after.of_programme(c, own.collect());
                writes.push(put(&later, at, None));
            }
        }
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(()),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}

fn put(erasure: &Erasure, at: Timestamp, before: Option<&Erasure>) -> Write {
    let mut item = item(&keys::erasure(&erasure.id), erasure);
    due_at(&mut item, WORKFLOW, at);
    let guard = before.map_or(Guard::Absent, |before| Guard::Equals("rev", number(before.rev)));
    Write::Put { item, guards: vec![guard] }
}

fn place(key: Key) -> Place {
    Place { pk: key.pk, sk: key.sk }
}

fn key_at(place: &Place) -> Key {
    Key { pk: place.pk.clone(), sk: place.sk.clone() }
}
