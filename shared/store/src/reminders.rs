//! Reminders before deadlines: an item per deadline says when to process it next, and an item per person lists the
//! reminders they got.
//!
//! The deadline and its people are found only when the item is processed, so neither can be out of date. To have a
//! deadline processed, put [`look`] into the transaction that sets or moves it. A new kind of deadline gets a
//! [`Subject`], its deadline in [`Store::deadline_of`] and its people in [`Store::concerned`].

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::AttributeValue;
use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::{ConferenceId, TrackId};
use domain::instant::Deadline;
use domain::mail::{Mail, MailKind};
use domain::person::{EmailAddress, PersonKey};
use domain::proposal::ProposalState;
use domain::reminder::{Concern, Counted, Decision, Line, ReminderKind, Series, Subject, obligation};
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};

use crate::agenda::differs_from;
use crate::due::{Run, Work};
use crate::keys::Key;
use crate::mails::enqueue_mail;
use crate::review_reminders::reviews_deadline;
use crate::table::{Cancelled, Guard, TRIES, Write, due_at, item, number, typed};
use crate::{Edition, Store, StoreError, keys};

pub(crate) mod series;

pub use series::Reminding;
use series::{WORKFLOW, look};

/// Due items per run: one person's reminders in a run go into one mail.
const BATCH: i32 = 100;

/// The deadlines of one edition are processed together, so that one person gets one mail about them.
const WORK: Work = Work { together: edition_of, unit: BATCH as usize, ..Work::each(WORKFLOW, BATCH) };

fn edition_of(key: &Key) -> Option<String> {
    keys::parse_reminders(key).map(|(c, _)| c.to_string())
}

/// People who get mail in one transaction: each needs a mail and their list of reminders, of 100 writes.
const PEOPLE_AT_ONCE: usize = 40;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reminded {
    pub mails: u64,
    pub deadlines: u64,
}

impl std::ops::AddAssign for Reminded {
    fn add_assign(&mut self, other: Self) {
        self.mails += other.mails;
        self.deadlines += other.deadlines;
    }
}

/// The reminders that a person got in an edition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SentReminders {
    #[serde(default)]
    done: BTreeSet<String>,
    #[serde(default)]
    revision: u64,
}

/// One person's reminders in this run.
struct Letter {
    email: EmailAddress,
    name: Option<String>,
    /// Each with its key.
    lines: Vec<(String, Line)>,
}

impl Store {
    /// The deadline of a subject; `None` if it has none any more.
    pub async fn deadline_of(&self, edition: &Edition, subject: &Subject) -> Result<Option<Reminding>, StoreError> {
        match subject {
            Subject::Call(track) => {
                let call = self.call(edition.id(), track).await?;
                Ok(call.map(|call| Reminding { deadline: call.closes, reminders: call.reminders }))
            }
            Subject::Reviews(track) => Ok(reviews_deadline(edition, track)),
            Subject::Acceptance(id) => self.acceptance_deadline(edition, id).await,
        }
    }

    /// The people that a deadline concerns now.
    pub async fn concerned(
        &self,
        edition: &Edition,
        subject: &Subject,
        deadline: &Deadline,
    ) -> Result<Vec<Concern>, StoreError> {
        match subject {
            Subject::Call(track) => self.concerned_by_call(edition, track, deadline).await,
            Subject::Reviews(track) => self.concerned_by_reviews(edition, track, deadline).await,
            Subject::Acceptance(id) => self.concerned_by_acceptance(edition, id, deadline).await,
        }
    }

    /// People with drafts in the track, people who asked for reminders, and the track's leads.
    async fn concerned_by_call(
        &self,
        edition: &Edition,
        t: &TrackId,
        deadline: &Deadline,
    ) -> Result<Vec<Concern>, StoreError> {
        let c = edition.id();
        let line = |kind, about, path| Line {
            kind,
            track: t.clone(),
            at: deadline.at,
            announced: deadline.announced.clone(),
            about,
            counted: None,
            path,
        };
        let proposals = self.proposals_of_track(c, t).await?;
        let mut concerns = Vec::new();
        let mut drafts: BTreeMap<String, (EmailAddress, Vec<_>)> = BTreeMap::new();
        for draft in proposals.iter().filter(|p| p.state == ProposalState::Draft) {
            let of = drafts.entry(draft.owner.folded()).or_insert_with(|| (draft.owner.clone(), Vec::new()));
            of.1.push(draft);
        }
        for (email, theirs) in drafts.values() {
            let path = match theirs.as_slice() {
                [one] => format!("/conferences/{c}/proposals/{}", one.id),
                _ => format!("/conferences/{c}/proposals"),
            };
            let about = theirs.iter().map(|draft| draft.shown_title().to_owned()).collect();
            concerns.push(Concern { email: email.clone(), name: None, line: line(ReminderKind::Drafts, about, path) });
        }
        for watch in self.watchers(c, t).await?.into_iter().filter(|watch| !drafts.contains_key(&watch.email.folded()))
        {
            let path = format!("/conferences/{c}/tracks/{t}");
            concerns.push(Concern {
                email: watch.email,
                name: None,
                line: line(ReminderKind::Calls, Vec::new(), path),
            });
        }
        let submitted = proposals.iter().filter(|p| p.was_submitted()).count();
        let drafts = proposals.iter().filter(|p| p.state == ProposalState::Draft).count();
        let counted = Some(Counted::OfCall { submitted, drafts });
        for email in self.team(edition).await?.leads(t) {
            let path = format!("/conferences/{c}/proposals?track={t}");
            let line = Line { counted, ..line(ReminderKind::Leads, Vec::new(), path) };
            concerns.push(Concern { email, name: None, line });
        }
        Ok(concerns)
    }

    /// The reminders of a deadline that are done.
    pub async fn reminder_series(&self, c: &ConferenceId, subject: &Subject) -> Result<Series, StoreError> {
        let found = self.table.get(&keys::reminders(c, subject)).await?;
        Ok(found.map(typed).transpose()?.unwrap_or_default())
    }

    /// Sends due reminders. Safe to run concurrently: the person's list guards each reminder, and the revision guards
    /// the deadline's series.
    pub async fn remind_due(&self, ctx: &Context) -> Result<Run<Reminded>, StoreError> {
        let store = &self.lenient().acting_workflow(WORK.workflow);
        store
            .process_due(ctx, &WORK, |keys| Box::pin(async move { Ok((store.remind_unit(ctx, &keys).await?, false)) }))
            .await
    }

    async fn remind_unit(&self, ctx: &Context, unit: &[Key]) -> Result<Reminded, StoreError> {
        let mut named = Vec::new();
        for key in unit {
            let parsed = keys::parse_reminders(key);
            named.push(parsed.ok_or_else(|| StoreError::Broken(format!("{} is due for reminders", key.pk)))?);
        }
        let Some((c, _)) = named.first().cloned() else { return Ok(Reminded::default()) };
        let subjects: Vec<_> = named.into_iter().map(|(_, subject)| subject).collect();
        let edition = self.edition_there(&c).await?;
        let mails = self.remind(ctx, &edition, &subjects, false).await?;
        Ok(Reminded { mails, deadlines: subjects.len() as u64 })
    }

    /// Sends a deadline's next reminder now, before its time; returns how many mails it queued. A repeat sends the one
    /// after it.
    pub async fn remind_now(&self, ctx: &Context, edition: &Edition, subject: &Subject) -> Result<u64, StoreError> {
        self.remind(ctx, edition, std::slice::from_ref(subject), true).await
    }

    /// Pauses or resumes a deadline's reminders: those that became useless meanwhile are skipped. Guarded by its not
    /// being so already; a repeat changes nothing.
    pub async fn pause_reminders(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        subject: &Subject,
        paused: bool,
    ) -> Result<(), StoreError> {
        let Write::Count { key, names, mut set, mut guards } = look(c, subject, ctx.now()) else { return Ok(()) };
        set.push(("paused", AttributeValue::Bool(paused)));
        guards.push(differs_from(paused));
        let kind = if paused { Kind::RemindersPaused } else { Kind::RemindersResumed };
        let entry = self.activity(ctx, c, Act::new(kind, subject, ctx.id("activity", 12)).of_track(track_of(subject)));
        self.commit_once(ctx, Write::Count { key, names, set, guards }, entry).await
    }

    async fn remind(
        &self,
        ctx: &Context,
        edition: &Edition,
        subjects: &[Subject],
        early: bool,
    ) -> Result<u64, StoreError> {
        let c = edition.id();
        let mut decided: Vec<(&Subject, Series, Decision)> = Vec::new();
        let mut letters: BTreeMap<PersonKey, Letter> = BTreeMap::new();
        for subject in subjects {
            let series = self.reminder_series(c, subject).await?;
            let Some(Reminding { deadline, reminders }) = self.deadline_of(edition, subject).await? else {
                let after = Series { revision: series.revision + 1, ..series.clone() };
                decided.push((subject, series, Decision { send: None, after, next_at: None }));
                continue;
            };
            let decision = if early {
                let next = series.upcoming(deadline.at, &reminders).first().map_or(ctx.now(), |(at, _)| *at);
                let ready = Series { looked_at: true, paused: false, ..series.clone() };
                let decision = ready.decide(deadline.at, &reminders, next.max(ctx.now()));
                Decision { after: Series { paused: series.paused, ..decision.after }, ..decision }
            } else {
                series.decide(deadline.at, &reminders, ctx.now())
            };
            if let Some(before) = decision.send {
                for concern in self.concerned(edition, subject, &deadline).await? {
                    let named = obligation(subject, before, concern.line.kind);
                    let letter = letters.entry(edition.person_key(&concern.email)).or_insert_with(|| Letter {
                        email: concern.email.clone(),
                        name: concern.name.clone(),
                        lines: Vec::new(),
                    });
                    letter.lines.push((named, concern.line));
                }
            }
            decided.push((subject, series, decision));
        }
        let mails = self.write_letters(ctx, edition, letters.into_values().collect()).await?;
        for (subject, before, decision) in decided {
            let mut put = item(&keys::reminders(c, subject), &decision.after);
            if let Some(at) = decision.next_at {
                due_at(&mut put, WORKFLOW, at);
            }
            let guards = vec![Guard::EqualsOrUnset("revision", number(before.revision))];
            let mut writes = vec![Write::Put { item: put, guards }];
            if decision.send.is_some() {
                let kind = if early { Kind::RemindersHastened } else { Kind::RemindersSent };
                let act = Act::new(kind, subject, decision.after.revision).of_track(track_of(subject));
                writes.extend(self.activity(ctx, c, act));
            }
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                // A concurrent run processed it, or it is due again: sent reminders are not sent again.
                Ok(()) | Err(Cancelled::Reasons(_)) => {}
                Err(Cancelled::Store(error)) => return Err(error),
            }
        }
        Ok(mails)
    }

    /// Queues these letters: one mail per person, even if several of their addresses are concerned.
    async fn write_letters(&self, ctx: &Context, edition: &Edition, letters: Vec<Letter>) -> Result<u64, StoreError> {
        let mut people: BTreeMap<PersonKey, Letter> = BTreeMap::new();
        for chunk in letters.chunks(PEOPLE_AT_ONCE) {
            let primaries = try_join_all(chunk.iter().map(|letter| self.addresses_of(&letter.email))).await?;
            for (letter, addresses) in chunk.iter().zip(primaries) {
                let email = addresses.into_iter().next().unwrap_or_else(|| letter.email.clone());
                let person = people.entry(edition.person_key(&email)).or_insert_with(|| Letter {
                    email,
                    name: letter.name.clone(),
                    lines: Vec::new(),
                });
                person.lines.extend(letter.lines.iter().cloned());
            }
        }
        let mut mails = 0;
        let people: Vec<_> = people.into_iter().collect();
        for chunk in people.chunks(PEOPLE_AT_ONCE) {
            mails += self.write_some(ctx, edition, chunk).await?;
        }
        Ok(mails)
    }

    /// Guarded by the list of each person's reminders: of two concurrent runs, one sends them.
    async fn write_some(
        &self,
        ctx: &Context,
        edition: &Edition,
        people: &[(PersonKey, Letter)],
    ) -> Result<u64, StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let asked: Vec<_> = people.iter().map(|(person, _)| keys::reminded(c, person)).collect();
            let sent = self.table.get_all(&asked).await?;
            let emails: Vec<_> = people.iter().map(|(_, letter)| &letter.email).collect();
            let preferences = self.mail_preferences_of(&emails).await?;
            let mut writes = Vec::new();
            let mut mails = 0;
            for (((person, letter), found), (reader, preferences)) in people.iter().zip(sent).zip(preferences) {
                let is_there = found.is_some();
                let before: Option<SentReminders> = self.readable_one(found);
                if is_there && before.is_none() {
                    // Their list of reminders is unreadable: better no reminder than a second one.
                    continue;
                }
                let mut after = before.clone().unwrap_or_default();
                let left: Vec<_> = letter
                    .lines
                    .iter()
                    .filter(|(named, line)| !preferences.is_off(line.kind) && after.done.insert(named.clone()))
                    .collect();
                let Some((first, _)) = left.first() else { continue };
                let mail = reminder_mail(ctx, c, person, letter, first, &left, &reader);
                let guard = match &before {
                    Some(before) => Guard::Equals("revision", number(before.revision)),
                    None => Guard::Absent,
                };
                after.revision += 1;
                writes.push(Write::Put { item: item(&keys::reminded(c, person), &after), guards: vec![guard] });
                writes.push(enqueue_mail(&mail));
                mails += 1;
            }
            if writes.is_empty() {
                return Ok(0);
            }
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(mails),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("people are being reminded by others".into()))
    }
}

fn track_of(subject: &Subject) -> Option<&TrackId> {
    match subject {
        Subject::Call(track) | Subject::Reviews(track) => Some(track),
        Subject::Acceptance(_) => None,
    }
}

/// The mail of these lines, under the key of the first: each line goes to a person once.
fn reminder_mail(
    ctx: &Context,
    c: &ConferenceId,
    person: &PersonKey,
    letter: &Letter,
    first: &str,
    left: &[&(String, Line)],
    reader: &str,
) -> Mail {
    let lines: Vec<_> = left.iter().map(|(_, line)| line).collect();
    let kinds: BTreeSet<_> = lines.iter().map(|line| line.kind).collect();
    let kinds: Vec<_> = kinds.into_iter().map(ReminderKind::as_str).collect();
    let mail = Mail::queued(MailKind::Reminder, &format!("{c}:{first}:{person}"), letter.email.clone(), ctx.now());
    let mut mail = mail
        .about(c.as_str())
        .with("lines", serde_json::to_string(&lines).unwrap_or_default())
        .with("kinds", kinds.join("-"))
        .with("reader", reader);
    mail.name.clone_from(&letter.name);
    mail
}
