//! The campaign "are you still coming?": a scan over everyone who is registered, one page per transaction.
//!
//! The campaign's item stores the scan's progress. One transaction writes a page's mails, its people and the campaign.
//! So of two concurrent scans, one succeeds, and a crash repeats at most one page, of which nothing was written. A
//! person's next mail follows from their item, read consistently (`domain::reconfirmation::step_due`).

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::{Conference, ConferenceId};
use domain::mail::{Mail, MailKind};
use domain::reconfirmation::{Answers, Campaign, Figures, Reconfirmation, Scan, Stage, Step, step_due};
use domain::registration::{Person, Registration, RegistrationId};
use jiff::Timestamp;

use crate::due::{Run, Work};
use crate::keys::Key;
use crate::mails::enqueue_mail;
use crate::registrations::GivesUp;
use crate::registrations::writes::{count_answer, person_write, registration_mail};
use crate::table::{Batch, Cancelled, Guard, LISTING, Range, TRIES, Write, due_at, item, number, text, typed};
use crate::{CancelOutcome, Edition, Store, StoreError, keys};

/// People processed in one transaction: each is two items (person, mail) at most, and a transaction takes 100
/// (`TransactWriteItems`).
const PAGE: usize = 45;

/// Pages per run: the others are due again at the next run.
const PAGES: u32 = 60;

/// Campaigns per run.
const BATCH: i32 = 20;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reconfirmed {
    pub asked: u64,
    pub reminded: u64,
    /// People who did not answer and keep their pass.
    pub kept: u64,
    /// People who did not answer and whose pass went to the waitlist.
    pub returned: u64,
    /// Pages of people that were processed.
    pub pages: u64,
}

impl std::ops::AddAssign for Reconfirmed {
    fn add_assign(&mut self, other: Self) {
        self.asked += other.asked;
        self.reminded += other.reminded;
        self.kept += other.kept;
        self.returned += other.returned;
        self.pages += other.pages;
    }
}

const WORK: Work = Work::each("reconfirm", BATCH);

/// The outcome of one page of the scan.
enum Page {
    /// There may be another.
    Done,
    /// Nothing is left to scan now.
    Last,
    /// Concurrent writes change its people: try again later.
    Busy,
}

/// The outcome of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReconfirmOutcome {
    /// The answer is stored, now or since before: they come.
    Coming(Registration),
    /// They do not come: the registration is cancelled, now or since before.
    Cancelled(Registration),
    /// They answer that they come, but the registration was cancelled before.
    Gone(Registration),
    /// They were not asked: they have another kind of pass, or registered after the question.
    NotAsked(Registration),
    /// The time to answer has ended.
    Over(Timestamp),
    Busy,
}

/// A campaign and its results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignFigures {
    pub campaign: Campaign,
    pub figures: Figures,
}

impl Store {
    pub async fn campaign_figures(&self, edition: &Edition) -> Result<Option<CampaignFigures>, StoreError> {
        if edition.conference.reconfirmation.is_none() {
            return Ok(None);
        }
        let c = edition.id();
        let mut batch = Batch::default();
        let campaign = batch.ask::<Campaign>(keys::campaign(c));
        let answers: Vec<_> = (0..keys::TALLIES).map(|n| batch.ask::<Answers>(keys::answers(c, n))).collect();
        let mut found = batch.read(&self.table).await?;
        let Some(campaign) = found.take(&campaign)? else { return Ok(None) };
        let mut sum = Answers::default();
        let answers = answers.into_iter().filter_map(|asked| found.take_item(&asked));
        for Answers { yes, no, changed, returned } in self.readable(answers) {
            sum.yes += yes;
            sum.no += no;
            sum.changed += changed;
            sum.returned += returned;
        }
        let figures = Figures::of(campaign.asked, sum);
        Ok(Some(CampaignFigures { campaign, figures }))
    }

    /// Asks, reminds and ends as due. Safe to run concurrently: the campaign's version and each person's version guard
    /// every page.
    pub async fn reconfirm_due(&self, ctx: &Context) -> Result<Run<Reconfirmed>, StoreError> {
        let store = &self.lenient().acting_workflow(WORK.workflow);
        store.process_due(ctx, &WORK, |keys| Box::pin(async move { store.reconfirm_unit(ctx, &keys).await })).await
    }

    async fn reconfirm_unit(&self, ctx: &Context, unit: &[Key]) -> Result<(Reconfirmed, bool), StoreError> {
        let (mut done, mut more) = (Reconfirmed::default(), false);
        for key in unit {
            let Some(c) = keys::parse_campaign(key) else {
                return Err(StoreError::Broken(format!("{} is due for reconfirmation", key.pk)));
            };
            let edition = self.edition_there(&c).await?;
            let mut left = PAGES;
            while left > 0 {
                match self.scan_page(ctx, &edition, &mut done).await? {
                    Page::Done => left -= 1,
                    Page::Last => break,
                    Page::Busy => {
                        more = true;
                        break;
                    }
                }
            }
            more |= left == 0;
        }
        Ok((done, more))
    }

    /// Processes one page of the due scan; returns whether there may be another. Guarded by the campaign's version and
    /// each person's; on a conflict, the people are read again.
    async fn scan_page(&self, ctx: &Context, edition: &Edition, done: &mut Reconfirmed) -> Result<Page, StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let Some(campaign) = self.table.get(&keys::campaign(c)).await?.map(typed::<Campaign>).transpose()? else {
                return Ok(Page::Last);
            };
            let Some(scan) = campaign.scan_at(ctx.now()) else { return Ok(Page::Last) };
            let (people, next) = self.scanned_page(c, &scan).await?;
            let mut page = Reconfirmed::default();
            let mut writes = Vec::new();
            for person in &people {
                let Some(registration) = person.confirmed() else { continue };
                match step_due(&campaign, registration, scan.at) {
                    None => {}
                    Some(Step::Return) => match self.give_up(ctx, edition, &registration.id, GivesUp::Silent).await {
                        Ok(ended) => {
                            page.returned += u64::from(matches!(ended, Some(CancelOutcome::Cancelled(_))));
                        }
                        Err(error) => self.go_on_without(&keys::person(c, &person.key), error)?,
                    },
                    Some(step) => {
                        writes.extend(step_writes(ctx, edition, &campaign, person, registration, step, &mut page));
                    }
                }
            }
            let mailed = page.asked + page.reminded + page.kept;
            if mailed > 0 {
                let act = Act::new(Kind::CampaignMailed, c, campaign.rev + 1).after(mailed);
                writes.push(self.activity_by_itself(ctx, c, WORK.workflow, act));
            }
            writes.push(campaign_write(c, &campaign.scanned(&scan, next, page.asked), Some(&campaign)));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => {
                    done.asked += page.asked;
                    done.reminded += page.reminded;
                    done.kept += page.kept;
                    done.returned += page.returned;
                    done.pages += 1;
                    return Ok(Page::Done);
                }
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => {
                    done.returned += page.returned;
                    self.back_off(ctx, attempt).await;
                }
            }
        }
        Ok(Page::Busy)
    }

    /// The people on a scan's next page, and where the scan continues after it.
    async fn scanned_page(&self, c: &ConferenceId, scan: &Scan) -> Result<(Vec<Person>, Option<Scan>), StoreError> {
        let range = scan.after.as_ref().map_or(Range::All, |after| Range::Before(text(after)));
        let limit = i32::try_from(PAGE).unwrap_or(i32::MAX);
        let entries = self.table.query_index(&LISTING, &keys::registrations(c, scan.part), range, limit).await?;
        let last = entries.last().filter(|_| entries.len() == PAGE).and_then(|(_, sort)| sort.as_s().ok().cloned());
        let next = match last {
            Some(after) => Some(Scan { after: Some(after), ..scan.clone() }),
            None => Some(Scan { part: scan.part + 1, after: None, ..scan.clone() }),
        };
        let next = next.filter(|next| next.part < keys::SPREAD);
        let keys: Vec<_> = entries.into_iter().map(|(key, _)| key).collect();
        let people = self.readable(self.table.get_all(&keys).await?.into_iter().flatten());
        Ok((people, next))
    }

    /// Stores a person's answer. "No" cancels at once, like every other cancellation. Guarded by the person's version;
    /// a repeat changes nothing.
    pub async fn reconfirm(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &RegistrationId,
        coming: bool,
    ) -> Result<Option<ReconfirmOutcome>, StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let mut batch = Batch::default();
            let person = batch.ask::<Person>(keys::person(c, &id.person()));
            let campaign = batch.ask::<Campaign>(keys::campaign(c));
            let mut found = batch.read(&self.table).await?;
            let (person, campaign) = (found.take(&person)?, found.take(&campaign)?);
            let Some(person) = person else { return Ok(None) };
            let Some(registration) = person.registration(id) else { return Ok(None) };
            if registration.state.held_until().is_some() {
                return Ok(Some(ReconfirmOutcome::NotAsked(registration.clone())));
            }
            if !registration.is_confirmed() {
                let gone = registration.clone();
                return Ok(Some(if coming { ReconfirmOutcome::Gone(gone) } else { ReconfirmOutcome::Cancelled(gone) }));
            }
            let now = ctx.now();
            let Some((after, counter)) = registration.coming(now) else {
                return Ok(Some(ReconfirmOutcome::NotAsked(registration.clone())));
            };
            let silent = registration.reconfirmation.as_ref().is_some_and(|known| known.state.is_silent());
            if let Some(campaign) = campaign.filter(|campaign| silent && campaign.is_over(now)) {
                return Ok(Some(ReconfirmOutcome::Over(campaign.answer_by)));
            }
            if !coming {
                return Ok(match self.give_up(ctx, edition, id, GivesUp::Themselves).await? {
                    Some(CancelOutcome::Cancelled(registration)) => Some(ReconfirmOutcome::Cancelled(registration)),
                    Some(CancelOutcome::Kept(_) | CancelOutcome::Busy) => Some(ReconfirmOutcome::Busy),
                    None => None,
                });
            }
            let Some(counter) = counter else { return Ok(Some(ReconfirmOutcome::Coming(after))) };
            let changed = Person { registration: Some(after.clone()), ..person.clone() };
            let mut writes = vec![person_write(c, &changed, Some(&person)), count_answer(c, id, counter)];
            writes.extend(self.activity(ctx, c, Act::new(Kind::RegistrationChanged, id, ctx.id("activity", 12))));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(Some(ReconfirmOutcome::Coming(after))),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(Some(ReconfirmOutcome::Busy))
    }

    /// Brings a stage of the campaign forward to now; returns whether that was possible. Guarded by the campaign's
    /// version.
    pub async fn bring_forward(&self, ctx: &Context, c: &ConferenceId, stage: Stage) -> Result<bool, StoreError> {
        self.change_campaign(ctx, c, Kind::CampaignHastened, |campaign| campaign.brought_forward(stage, ctx.now()))
            .await
    }

    /// Pauses or resumes the whole campaign. Guarded by its version; a repeat changes nothing more.
    pub async fn pause_campaign(&self, ctx: &Context, c: &ConferenceId, paused: bool) -> Result<bool, StoreError> {
        let kind = if paused { Kind::CampaignPaused } else { Kind::CampaignResumed };
        self.change_campaign(ctx, c, kind, |campaign| {
            Some(if campaign.paused == paused {
                campaign.clone()
            } else {
                Campaign { paused, rev: campaign.rev + 1, ..campaign.clone() }
            })
        })
        .await
    }

    async fn change_campaign(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        kind: Kind,
        change: impl Fn(&Campaign) -> Option<Campaign>,
    ) -> Result<bool, StoreError> {
        for attempt in 0..TRIES {
            let Some(campaign) = self.table.get(&keys::campaign(c)).await?.map(typed::<Campaign>).transpose()? else {
                return Ok(false);
            };
            let Some(after) = change(&campaign) else { return Ok(false) };
            if after.rev == campaign.rev {
                return Ok(true);
            }
            let entry = self.activity(ctx, c, Act::new(kind, c, after.rev));
            let writes = std::iter::once(campaign_write(c, &after, Some(&campaign))).chain(entry).collect();
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(true),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("the campaign is being changed".into()))
    }

    /// The write of a definition's campaign, for the transaction that writes the definition; `None` if the definition
    /// does not change it. Guarded by the campaign's version.
    pub(crate) async fn campaign_write_of(
        &self,
        conference: &Conference,
        before: Option<&Conference>,
    ) -> Result<Option<Write>, StoreError> {
        if conference.reconfirmation.as_ref() == before.and_then(|before| before.reconfirmation.as_ref()) {
            return Ok(None);
        }
        let id = &conference.id;
        let now: Option<Campaign> = self.table.get(&keys::campaign(id)).await?.map(typed).transpose()?;
        let after = match &conference.reconfirmation {
            Some(policy) => Some(Campaign::planned(policy, now.as_ref())),
            None => now.as_ref().map(Campaign::held_back),
        };
        Ok(after.map(|after| campaign_write(id, &after, now.as_ref())))
    }
}

/// The person after a step, and the mail that it queues.
fn step_writes(
    ctx: &Context,
    edition: &Edition,
    campaign: &Campaign,
    person: &Person,
    registration: &Registration,
    step: Step,
    page: &mut Reconfirmed,
) -> Vec<Write> {
    let c = edition.id();
    let (kind, reminder, reconfirmation) = match step {
        Step::Ask(after) => {
            page.asked += 1;
            (MailKind::ReconfirmAsk, None, after)
        }
        Step::Remind(after, number) => {
            page.reminded += 1;
            (MailKind::ReconfirmReminder, Some(number), after)
        }
        Step::Keep(after) => {
            page.kept += 1;
            (MailKind::ReconfirmKept, None, after)
        }
        Step::Return => return Vec::new(),
    };
    let mail = campaign_mail(ctx, c, kind, reminder, campaign, registration, person);
    vec![person_write(c, &with(person, registration, reconfirmation), Some(person)), enqueue_mail(&mail)]
}

fn with(person: &Person, registration: &Registration, reconfirmation: Reconfirmation) -> Person {
    let registration = Registration { reconfirmation: Some(reconfirmation), ..registration.clone() };
    Person { registration: Some(registration), ..person.clone() }
}

/// A mail of the campaign: a registration gets the question and the final mail once, and each reminder once.
fn campaign_mail(
    ctx: &Context,
    c: &ConferenceId,
    kind: MailKind,
    reminder: Option<u32>,
    campaign: &Campaign,
    registration: &Registration,
    person: &Person,
) -> Mail {
    let mut mail = registration_mail(c, kind, registration, &person.email, ctx.now())
        .with("answer_by", campaign.answer_by.to_string())
        .with("silence", campaign.silence.as_str());
    if let Some(number) = reminder {
        mail.key = format!("{}:{number}", mail.key);
    }
    mail
}

/// Puts a campaign over the version that was read, due for its next instant.
fn campaign_write(c: &ConferenceId, after: &Campaign, before: Option<&Campaign>) -> Write {
    let mut put = item(&keys::campaign(c), after);
    if let Some(at) = after.due_at() {
        due_at(&mut put, "reconfirm", at);
    }
    let guard = before.map_or(Guard::Absent, |before| Guard::Equals("rev", number(before.rev)));
    Write::Put { item: put, guards: vec![guard] }
}
