//! Notifications when calls open, move, and close. The write of a proposal itself decides whether it is in time.

use std::collections::BTreeMap;

use context::Context;
use domain::activity::{Act, Kind};
use domain::announcement::News;
use domain::call::{Call, Step};
use domain::conference::Track;
use domain::mail::{Mail, MailKind};
use domain::person::EmailAddress;
use domain::proposal::{Proposal, ProposalState};
use domain::reminder::{ReminderKind, Subject};

use crate::announcements::announce;
use crate::calls::call_item;
use crate::due::{Run, Work};
use crate::keys::Key;
use crate::mails::enqueue_mail;
use crate::reminders::series::look;
use crate::table::{Cancelled, Guard, Write, number};
use crate::{Edition, Store, StoreError, keys};

/// Due items per run.
const BATCH: i32 = 100;

const WORK: Work = Work::each("close-cfps", BATCH);

/// Mails queued in one transaction.
const MAILS_AT_ONCE: usize = 80;

/// Leads who get the summary; a track with more has a mailing list.
const LEADS_MOST: usize = 50;

/// Proposals listed in that mail; with more, the list is on the page.
const NAMED_MOST: usize = 200;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallsProcessed {
    /// Calls whose reminders were planned.
    pub planned: u64,
    pub opened: u64,
    /// Calls whose deadline was moved.
    pub moved: u64,
    pub closed: u64,
    pub mails: u64,
}

impl std::ops::AddAssign for CallsProcessed {
    fn add_assign(&mut self, other: Self) {
        self.planned += other.planned;
        self.opened += other.opened;
        self.moved += other.moved;
        self.closed += other.closed;
        self.mails += other.mails;
    }
}

impl Store {
    /// Sends the calls' due notifications. Safe to run concurrently: the call's revision guards each step, and the
    /// mail's absence guards each mail.
    pub async fn process_calls(&self, ctx: &Context) -> Result<Run<CallsProcessed>, StoreError> {
        let store = &self.lenient().acting_workflow(WORK.workflow);
        store
            .process_due(ctx, &WORK, |keys| Box::pin(async move { Ok((store.process_call(ctx, &keys).await?, false)) }))
            .await
    }

    async fn process_call(&self, ctx: &Context, unit: &[Key]) -> Result<CallsProcessed, StoreError> {
        let mut done = CallsProcessed::default();
        for key in unit {
            let Some((c, t)) = keys::parse_call(key) else {
                return Err(StoreError::Broken(format!("{} is due to open or close", key.pk)));
            };
            let edition = self.edition_there(&c).await?;
            let (Some(track), Some(mut call)) = (edition.conference.track(t.as_str()), self.call(&c, &t).await?) else {
                continue;
            };
            while let Some((step, after)) = call.step(ctx.now()) {
                let Some(mails) = self.take_step(ctx, &edition, track, (step, &call, &after)).await? else { break };
                done.mails += mails;
                match step {
                    Step::Plan => done.planned += 1,
                    Step::Moved => done.moved += 1,
                    Step::Opened => done.opened += 1,
                    Step::Closed => done.closed += 1,
                }
                call = after;
            }
        }
        Ok(done)
    }

    /// Guarded by the call's revision. Returns how many mails it queued, or `None` if the call changed meanwhile: then
    /// it is still due.
    async fn take_step(
        &self,
        ctx: &Context,
        edition: &Edition,
        track: &Track,
        (step, before, after): (Step, &Call, &Call),
    ) -> Result<Option<u64>, StoreError> {
        let (c, conference) = (edition.id(), &*edition.conference);
        let mut writes = vec![Write::Put {
            item: call_item(c, &track.id, after, ctx.now()),
            guards: vec![Guard::Equals("revision", number(before.revision))],
        }];
        let mut mails = 0;
        match step {
            Step::Plan => writes.push(look(c, &Subject::Call(track.id.clone()), ctx.now())),
            Step::Opened => writes.extend(announce(ctx, conference, &News::CallOpened { track, call: after })),
            // Before the step is noted: after a crash, the next run sends the rest.
            Step::Moved => mails = self.notify_moved(ctx, edition, track, before).await?,
            Step::Closed => {
                writes.extend(announce(ctx, conference, &News::CallClosed { track, call: after }));
                let notices = self.closed_mails(ctx, edition, track, after).await?;
                mails = notices.len() as u64;
                writes.extend(notices.iter().map(enqueue_mail));
            }
        }
        let kind = match step {
            Step::Plan => None,
            Step::Opened => Some(Kind::CallOpened),
            Step::Moved => Some(Kind::CallMoved),
            Step::Closed => Some(Kind::CallClosed),
        };
        writes.extend(kind.map(|kind| {
            let act = Act::new(kind, &track.id, after.revision).of_track(Some(&track.id));
            self.activity_by_itself(ctx, c, WORK.workflow, act)
        }));
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok(Some(mails)),
            Err(Cancelled::Reasons(_)) => Ok(None),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Tells everyone with a draft that the deadline was moved, once per deadline. Guarded by each mail's absence;
    /// mails that are already queued are skipped.
    async fn notify_moved(
        &self,
        ctx: &Context,
        edition: &Edition,
        track: &Track,
        call: &Call,
    ) -> Result<u64, StoreError> {
        let c = edition.id();
        let was = call.was.last().unwrap_or(&call.closes);
        let mut readers: BTreeMap<String, (EmailAddress, Vec<Proposal>)> = BTreeMap::new();
        for proposal in self.proposals_of_track(c, &track.id).await? {
            if proposal.state == ProposalState::Draft {
                let email = self.addresses_of(&proposal.owner).await?.into_iter().next();
                let email = email.unwrap_or_else(|| proposal.owner.clone());
                readers.entry(email.folded()).or_insert_with(|| (email, Vec::new())).1.push(proposal);
            }
        }
        let readers: Vec<_> = readers.into_values().collect();
        let mut count = 0;
        for chunk in readers.chunks(MAILS_AT_ONCE) {
            let emails: Vec<_> = chunk.iter().map(|(email, _)| email).collect();
            let preferences = self.mail_preferences_of(&emails).await?;
            let mut mails = Vec::new();
            for ((email, drafts), (reader, preferences)) in chunk.iter().zip(preferences) {
                if preferences.is_off(ReminderKind::Drafts) {
                    continue;
                }
                let titles: Vec<_> = drafts.iter().map(Proposal::shown_title).collect();
                let path = match drafts.as_slice() {
                    [one] => format!("/conferences/{c}/proposals/{}", one.id),
                    _ => format!("/conferences/{c}/proposals"),
                };
                let obligation = format!("{c}:{}:{}:{}", track.id, call.was.len(), edition.person_key(email));
                let mail = Mail::queued(MailKind::CallMoved, &obligation, email.clone(), ctx.now())
                    .about(c.as_str())
                    .with("track", track.id.as_str())
                    .with("at", call.closes.at.to_string())
                    .with("announced", &call.closes.announced)
                    .with("was_at", was.at.to_string())
                    .with("was_announced", &was.announced)
                    .with("titles", serde_json::to_string(&titles).unwrap_or_default())
                    .with("path", path)
                    .with("kinds", ReminderKind::Drafts.as_str())
                    .with("reader", reader);
                mails.push(mail);
            }
            let asked: Vec<_> = mails.iter().map(|mail| keys::mail(&mail.key)).collect();
            let found = self.table.get_all(&asked).await?;
            let writes: Vec<_> = mails
                .iter()
                .zip(found)
                .filter(|(_, found)| found.is_none())
                .map(|(mail, _)| enqueue_mail(mail))
                .collect();
            if writes.is_empty() {
                continue;
            }
            let queued = writes.len() as u64;
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => count += queued,
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => return Err(StoreError::Busy("others tell the same".into())),
            }
        }
        Ok(count)
    }

    /// The mails that summarize a closed call for its leads: counts, titles with speakers, and the number of unsent
    /// drafts. They reveal nothing else about drafts.
    async fn closed_mails(
        &self,
        ctx: &Context,
        edition: &Edition,
        track: &Track,
        call: &Call,
    ) -> Result<Vec<Mail>, StoreError> {
        let c = edition.id();
        let proposals = self.proposals_of_track(c, &track.id).await?;
        let drafts = proposals.iter().filter(|proposal| proposal.state == ProposalState::Draft).count();
        let sent: Vec<_> = proposals
            .iter()
            .filter(|p| p.was_submitted() && !matches!(p.state, ProposalState::Withdrawn { .. }))
            .collect();
        let named = sent.iter().take(NAMED_MOST).map(|proposal| {
            let speakers: Vec<_> = proposal.speakers.iter().map(|speaker| speaker.name.to_string()).collect();
            (proposal.shown_title(), speakers)
        });
        let named = serde_json::to_string(&named.collect::<Vec<_>>()).unwrap_or_default();
        let leads = self.team(edition).await?.leads(&track.id);
        let readers = if leads.is_empty() { edition.conference.organizers.clone() } else { leads };
        let mail = |email: &EmailAddress| {
            // A later close sends the summary again.
            let obligation = format!("{c}:{}:{}:{}", track.id, call.closes.at.as_second(), edition.person_key(email));
            Mail::queued(MailKind::CallClosed, &obligation, email.clone(), ctx.now())
                .about(c.as_str())
                .with("track", track.id.as_str())
                .with("sent", sent.len().to_string())
                .with("drafts", drafts.to_string())
                .with("named", &named)
        };
        Ok(readers.iter().take(LEADS_MOST).map(mail).collect())
    }
}
