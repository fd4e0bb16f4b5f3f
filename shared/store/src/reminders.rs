//! Reminders before deadlines: an item for each deadline says when to look at it next, and another for each person what
//! they have been reminded of.
//!
//! What the deadline is and whom it concerns is found when it is looked at, so neither can be out of date. To have a
//! deadline looked at, put [`look`] into the transaction that sets or moves it; what is new to be reminded of gets a
//! [`Subject`], its deadline in [`Store::deadline_of`] and its people in [`Store::concerned`].

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::AttributeValue;
use context::Context;
use domain::conference::{ConferenceId, TrackId};
use domain::instant::{Before, Deadline};
use domain::mail::{Mail, MailKind};
use domain::person::{EmailAddress, PersonKey};
use domain::proposal::ProposalState;
use domain::reminder::{Concern, Decision, Line, ReminderKind, Series, Subject, obligation};
use futures_util::future::try_join_all;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::due::{Run, Work};
use crate::keys::Key;
use crate::mails::enqueue_mail;
use crate::registrations::TRIES;
use crate::review_reminders::reviews_deadline;
use crate::table::{Cancelled, Guard, Write, due_at, item, millis, number, text, typed};
use crate::{Edition, Store, StoreError, keys};

/// The workflow's name in the `due` index.
const WORKFLOW: &str = "send-reminders";

/// Due items looked at in one run: what one person is to be told by them goes into one mail.
const BATCH: i32 = 100;

/// The deadlines of one edition are processed together: what one person hears of them is one mail.
const WORK: Work = Work { together: edition_of, unit: BATCH as usize, ..Work::each(WORKFLOW, BATCH) };

fn edition_of(key: &Key) -> Option<String> {
    keys::parse_reminders(key).map(|(c, _)| c.to_string())
}

/// People written to in one transaction: a mail and what they were reminded of for each, of 100 writes.
const PEOPLE_AT_ONCE: usize = 40;

/// What one run did.
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

/// A deadline that people are reminded of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminding {
    pub deadline: Deadline,
    /// How long before it people hear of it.
    pub reminders: Vec<Before>,
}

/// What somebody has been reminded of in an edition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    #[serde(default)]
    done: BTreeSet<String>,
    #[serde(default)]
    revision: u64,
}

/// What one person is to be told now.
struct Letter {
    email: EmailAddress,
    name: Option<String>,
    /// Each with the obligation that it is.
    lines: Vec<(String, Line)>,
}

/// Has the workflow look at a deadline as soon as it can: it finds what is due, and when to look again. No guard: twice
/// only looks once more. It counts the series up, so that a look that has begun before does not end this one.
pub(crate) fn look(c: &ConferenceId, subject: &Subject, now: Timestamp) -> Write {
    let key = keys::reminders(c, subject);
    let set =
        vec![("due_pk", text(keys::due(WORKFLOW, keys::spread(&key.pk)))), ("due_at", millis(now)), ("v", number(1))];
    Write::Count { key, names: vec!["revision"], set, guards: Vec::new() }
}

impl Store {
    /// What people are reminded of by this name: its deadline; `None` if there is none any more.
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

    /// Whom a deadline concerns now.
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

    /// Whoever has drafts in the track, asked to be reminded, or leads it.
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
        let sent = proposals.iter().filter(|p| p.was_submitted()).count();
        let begun = proposals.iter().filter(|p| p.state == ProposalState::Draft).count();
        let about = vec![format!("{sent} sent so far, {begun} begun and not sent")];
        for email in self.team(edition).await?.leads(t) {
            let path = format!("/conferences/{c}/proposals?track={t}");
            concerns.push(Concern { email, name: None, line: line(ReminderKind::Leads, about.clone(), path) });
        }
        Ok(concerns)
    }

    /// What has been done for a deadline.
    pub async fn reminder_series(&self, c: &ConferenceId, subject: &Subject) -> Result<Series, StoreError> {
        let found = self.table.get(&keys::reminders(c, subject)).await?;
        Ok(found.map(typed).transpose()?.unwrap_or_default())
    }

    /// Sends the reminders that are due. Safe at any interleaving, also with itself: each is guarded by what the person
    /// has been reminded of, and the deadline's series by its revision.
    pub async fn remind_due(&self, ctx: &Context) -> Result<Run<Reminded>, StoreError> {
        let store = &self.lenient();
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

    /// Sends the next reminder of a deadline now, before its time; answers how many mails are owed. A repeat sends the
    /// one after it.
    pub async fn remind_now(&self, ctx: &Context, edition: &Edition, subject: &Subject) -> Result<u64, StoreError> {
        self.remind(ctx, edition, std::slice::from_ref(subject), true).await
    }

    /// Holds the reminders of a deadline back, or lets them go on: those that have become useless meanwhile are left
    /// out. Guarded by nothing: twice sets the same.
    pub async fn pause_reminders(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        subject: &Subject,
        paused: bool,
    ) -> Result<(), StoreError> {
        let Write::Count { key, names, mut set, guards } = look(c, subject, ctx.now()) else { return Ok(()) };
        set.push(("paused", AttributeValue::Bool(paused)));
        let write = Write::Count { key, names, set, guards };
        for attempt in 0..TRIES {
            match self.table.transact(ctx.id("transaction", 26), vec![write.clone()]).await {
                Ok(()) => return Ok(()),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("these reminders are being sent".into()))
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
            match self.table.transact(ctx.id("transaction", 26), vec![Write::Put { item: put, guards }]).await {
                // Looked at by somebody else meanwhile, or to be looked at again: what was sent is not sent again.
                Ok(()) | Err(Cancelled::Reasons(_)) => {}
                Err(Cancelled::Store(error)) => return Err(error),
            }
        }
        Ok(mails)
    }

    /// Owes these letters: one mail to a person, however many addresses of theirs are concerned.
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

    /// Guarded by what each person has been reminded of: of two who send the same, one does.
    async fn write_some(
        &self,
        ctx: &Context,
        edition: &Edition,
        people: &[(PersonKey, Letter)],
    ) -> Result<u64, StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let asked: Vec<_> = people.iter().map(|(person, _)| keys::reminded(c, person)).collect();
            let told = self.table.get_all(&asked).await?;
            let emails: Vec<_> = people.iter().map(|(_, letter)| &letter.email).collect();
            let wishes = self.mail_wishes_of(&emails).await?;
            let mut writes = Vec::new();
            let mut mails = 0;
            for (((person, letter), found), (reader, wishes)) in people.iter().zip(told).zip(wishes) {
                let is_there = found.is_some();
                let before: Option<Told> = self.readable_one(found);
                if is_there && before.is_none() {
                    // Nobody knows what they were reminded of: better not at all than twice.
                    continue;
                }
                let mut after = before.clone().unwrap_or_default();
                let left: Vec<_> = letter
                    .lines
                    .iter()
                    .filter(|(named, line)| !wishes.is_off(line.kind) && after.done.insert(named.clone()))
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

/// The mail of these lines, under the first of its obligations: each is one person's once.
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
