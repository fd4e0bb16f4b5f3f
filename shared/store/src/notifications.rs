//! Sends released decisions: one transaction per proposal, with the passes that it earns and the mails that it queues.

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::{ConferenceId, TrackId};
use domain::mail::{Mail, MailKind};
use domain::person::EmailAddress;
use domain::proposal::{Decision, Deed, Proposal, ProposalState};
use domain::review::{Going, ProposalDecision, Selection, overdue};
use jiff::{SignedDuration, Timestamp};

use crate::decisions::{ruling_write, selection_write};
use crate::due::{Run, Work};
use crate::keys::Key;
use crate::mails::enqueue_mail;
use crate::proposals::{Edit, about, change_writes};
use crate::review_reminders::acceptance_look;
use crate::speaker_passes::{Earning, Room, look_again};
use crate::table::{Cancelled, Guard, TRIES, Write, number};
use crate::{Edition, Store, StoreError, keys};

/// Decisions sent in one step, and selections processed in one run.
const AT_ONCE: usize = 20;

/// The time until the next search for passes for speakers without one.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_hours(24);

/// The delay before a failed decision is tried again. The proposal has a record of the failure beside it, which a
/// person sees, and the selection continues with the others.
const NOTIFY_AGAIN: SignedDuration = SignedDuration::from_hours(1);

#[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "a small number")]
const WORK: Work = Work::each("release-decisions", AT_ONCE as i32);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Releases {
    /// Decisions that were sent.
    pub notified: u64,
    /// Speakers who got an invitation later than their decision.
    pub invited: u64,
    /// Selections that were processed.
    pub selections: u64,
}

impl std::ops::AddAssign for Releases {
    fn add_assign(&mut self, run: Self) {
        self.notified += run.notified;
        self.invited += run.invited;
        self.selections += run.selections;
    }
}

impl Store {
    /// Processes due selections: sends released decisions, and finds passes for speakers without one. Safe to run
    /// concurrently: each decision is guarded by its version, and the end of a selection by the selection's.
    pub async fn notify_released_decisions(&self, ctx: &Context) -> Result<Run<Releases>, StoreError> {
        let store = &self.lenient().acting_workflow(WORK.workflow);
        store.process_due(ctx, &WORK, |keys| Box::pin(async move { store.notify_unit(ctx, &keys).await })).await
    }

    async fn notify_unit(&self, ctx: &Context, unit: &[Key]) -> Result<(Releases, bool), StoreError> {
        let (mut done, mut more) = (Releases::default(), false);
        for key in unit {
            let Some((c, t)) = keys::parse_selection(key) else {
                return Err(StoreError::Broken(format!("{} is due to release decisions", key.pk)));
            };
            let edition = self.edition_there(&c).await?;
            more |= self.notify_step(ctx, &edition, &t, &mut done).await?;
        }
        Ok((done, more))
    }

    /// One step of a track's selection: sends some decisions, or finds passes once all are sent. A decision whose items
    /// are unreadable stays on its way. Returns whether there is more to do now.
    async fn notify_step(
        &self,
        ctx: &Context,
        edition: &Edition,
        t: &TrackId,
        done: &mut Releases,
    ) -> Result<bool, StoreError> {
        let c = edition.id();
        let before = self.selection(c, t).await?;
        let mut room = self.speakers_room(ctx, edition).await?;
        let by = before.asked_by.clone().unwrap_or_else(|| edition.conference.contact.clone());
        let (left, unsent) = self.notify_some(ctx, edition, (&before, &by), room.as_mut(), done).await?;
        let mut after = Selection { going: left, ..before.clone() };
        let all_tried = after.going.is_empty();
        let has_unsent = !unsent.is_empty();
        after.going.extend(unsent);
        if before.going.is_empty() || after.going.is_empty() {
            after.released_at = if before.going.is_empty() { before.released_at } else { Some(ctx.now()) };
        }
        after.rev += 1;
        let mut mails = Vec::new();
        let mut more = false;
        let due = if all_tried {
            let proposals = self.proposals_of_track(c, t).await?;
            let (invited, short) = self.invite_missing(ctx, edition, &proposals, room.as_mut()).await?;
            done.invited += invited;
            after.short = short;
            if short > after.short_notified {
                mails = self.short_mails(ctx, edition, t, &after).await?;
            }
            after.short_notified = short;
            let (over, next) = overdue(&proposals, before.overdue_notified, ctx.now());
            if !over.is_empty() {
                mails.extend(self.overdue_mails(ctx, edition, t, (&after, &over)).await?);
            }
            after.overdue_notified = Some(ctx.now());
            let short = (short > 0).then(|| ctx.now() + LOOK_AGAIN);
            next.into_iter().chain(short).chain(has_unsent.then(|| ctx.now() + NOTIFY_AGAIN)).min()
        } else {
            more = true;
            Some(ctx.now())
        };
        let mut writes = vec![selection_write(c, t, &after, &before, due)];
        writes.extend(mails.iter().map(enqueue_mail));
        if !mails.is_empty() {
            let act = Act::new(Kind::SelectionNoticed, t, after.rev).after(mails.len() as u64).of_track(Some(t));
            writes.push(self.activity_by_itself(ctx, c, WORK.workflow, act));
        }
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => done.selections += 1,
            // Another run or release changed it: it is still due, and the next run continues.
            Err(Cancelled::Reasons(_)) => more = true,
            Err(Cancelled::Store(error)) => return Err(error),
        }
        Ok(more)
    }

    /// Sends decisions until [`AT_ONCE`] are sent. Returns those that it did not come to, and those that failed.
    async fn notify_some(
        &self,
        ctx: &Context,
        edition: &Edition,
        (selection, by): (&Selection, &EmailAddress),
        mut room: Option<&mut Room>,
        done: &mut Releases,
    ) -> Result<(Vec<Going>, Vec<Going>), StoreError> {
        let mut left = selection.going.iter();
        let (mut tried, mut unsent) = (0, Vec::new());
        while tried < AT_ONCE
            && let Some(going) = left.next()
        {
            match self.notify(ctx, edition, going, by, room.as_deref_mut()).await {
                Ok(notified) => {
                    done.notified += u64::from(notified);
                    tried += 1;
                }
                // Does not count towards the step, so that many failing decisions delay no others.
                Err(error) => {
                    self.go_on_without(&keys::proposal(edition.id(), &going.proposal), error)?;
                    unsent.push(going.clone());
                }
            }
        }
        Ok((left.cloned().collect(), unsent))
    }

    /// Sends one decision, unless it was sent already or has changed. Guarded by the versions of proposal and decision;
    /// a repeat finds it sent. Returns whether this call sent it.
    async fn notify(
        &self,
        ctx: &Context,
        edition: &Edition,
        going: &Going,
        by: &EmailAddress,
        mut room: Option<&mut Room>,
    ) -> Result<bool, StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let Some(proposal) = self.proposal(c, &going.proposal).await? else { return Ok(false) };
            let ruling = self.ruling(c, &proposal).await?;
            if ruling.rev != going.rev {
                // It was sent before, perhaps by a run that died before it reclassified the people on the waitlist.
                self.reclassify_all(ctx, edition, &proposal).await?;
                return Ok(false);
            }
            let now = ctx.now();
            let Some((after, notified)) = released_decision(ctx, edition, &proposal, &ruling, now) else {
                // It was withdrawn meanwhile, so there is nothing to send.
                return Ok(false);
            };
            let earning = self.earn_writes(ctx, edition, &after, room.as_deref_mut()).await?;
            let edit = Edit { before: Some(&proposal), after: &after, by, deed: Deed::Decided };
            let mut writes = change_writes(ctx, edition, &edit);
            writes.push(ruling_write(c, &notified, &ruling));
            writes.extend(decision_mails(edition, &after, &notified, &earning).iter().map(enqueue_mail));
            writes.extend(earning.writes);
            if matches!(after.state, ProposalState::Accepted { .. }) {
                writes.push(acceptance_look(c, &after.id, now));
            }
            let act = Act::new(Kind::DecisionDelivered, &after.id, after.revision)
                .before(proposal.state.as_str())
                .after(after.state.as_str());
            writes.push(self.activity_by_itself(ctx, c, WORK.workflow, act.of_track(Some(&after.track))));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => {
                    self.reclassify_all(ctx, edition, &after).await?;
                    return Ok(true);
                }
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => {
                    if let Some(room) = room.as_deref_mut() {
                        room.left += earning.invited.len() as u64;
                    }
                    self.back_off(ctx, attempt).await;
                }
            }
        }
        Err(StoreError::Busy(format!("{} changes just now", going.proposal)))
    }
}

impl Store {
    /// Reclassifies a proposal's people on the waitlist.
    pub(crate) async fn reclassify_all(
        &self,
        ctx: &Context,
        edition: &Edition,
        proposal: &Proposal,
    ) -> Result<(), StoreError> {
        let c = edition.id();
        for (email, _) in proposal.people() {
            if let Err(error) = self.reclassify(ctx, edition, email).await {
                self.go_on_without(&keys::person(c, &edition.person_key(email)), error)?;
            }
        }
        Ok(())
    }

    /// Invites the speakers of a track's accepted proposals who have no pass yet. They were added or confirmed later,
    /// or there was no pass for them. Each proposal is guarded by its version; on a conflict, the next run tries again.
    /// Returns how many were invited, and for how many there is no pass.
    async fn invite_missing(
        &self,
        ctx: &Context,
        edition: &Edition,
        proposals: &[Proposal],
        mut room: Option<&mut Room>,
    ) -> Result<(u64, u64), StoreError> {
        let (mut invited, mut short) = (0, 0);
        if room.is_none() {
            return Ok((invited, short));
        }
        for proposal in proposals {
            let earning = match self.earn_writes(ctx, edition, proposal, room.as_deref_mut()).await {
                Ok(earning) => earning,
                Err(error) => {
                    self.go_on_without(&keys::proposal(edition.id(), &proposal.id), error)?;
                    continue;
                }
            };
            short += earning.short.len() as u64;
            if earning.writes.is_empty() {
                continue;
            }
            let guards = vec![Guard::Equals("revision", number(proposal.revision))];
            let check = Write::Check { key: keys::proposal(edition.id(), &proposal.id), guards };
            let act = Act::new(Kind::SpeakersInvited, &proposal.id, ctx.id("activity", 12))
                .after(earning.invited.len() as u64)
                .of_track(Some(&proposal.track));
            let entry = self.activity_by_itself(ctx, edition.id(), WORK.workflow, act);
            let writes = earning.writes.into_iter().chain([check, entry]).collect();
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => invited += earning.invited.len() as u64,
                Err(Cancelled::Store(error)) => return Err(error),
                // These speakers still have no pass: count them as short, and try again later.
                Err(Cancelled::Reasons(_)) => short += earning.invited.len() as u64,
            }
        }
        Ok((invited, short))
    }

    /// Tells the leads which acceptances have no answer at their deadline.
    async fn overdue_mails(
        &self,
        ctx: &Context,
        edition: &Edition,
        t: &TrackId,
        (selection, over): (&Selection, &[&Proposal]),
    ) -> Result<Vec<Mail>, StoreError> {
        let titles: Vec<_> = over.iter().take(50).map(|proposal| proposal.shown_title()).collect();
        let mail = |to: &EmailAddress| {
            let obligation = format!("{}:{t}:{}:{}", edition.id(), selection.rev, edition.person_key(to));
            Mail::queued(MailKind::AcceptancesOverdue, &obligation, to.clone(), ctx.now())
                .about(edition.id().as_str())
                .with("track", t.as_str())
                .with("count", over.len().to_string())
                .with("titles", titles.join("\n"))
        };
        Ok(self.team(edition).await?.leads(t).iter().take(40).map(mail).collect())
    }

    /// Tells the leads and the organizers that speakers have no pass.
    async fn short_mails(
        &self,
        ctx: &Context,
        edition: &Edition,
        t: &TrackId,
        selection: &Selection,
    ) -> Result<Vec<Mail>, StoreError> {
        let team = self.team(edition).await?;
        let mut readers = team.leads(t);
        let organizers = team.organizers();
        readers.extend(organizers.into_iter().filter(|organizer| !team.leads(t).contains(organizer)));
        let mail = |to: &EmailAddress| {
            let obligation = format!("{}:{t}:{}:{}", edition.id(), selection.rev, edition.person_key(to));
            Mail::queued(MailKind::SpeakerPassesShort, &obligation, to.clone(), ctx.now())
                .about(edition.id().as_str())
                .with("track", t.as_str())
                .with("pool", crate::speaker_passes::SPEAKERS_POOL)
                .with("short", selection.short.to_string())
        };
        Ok(readers.iter().take(40).map(mail).collect())
    }
}

/// A preview of a release.
#[derive(Clone, Debug)]
pub struct ReleasePreview {
    /// Identifies the preview: a release with the same value sends exactly what was previewed.
    pub preview: String,
    /// The proposals whose people would get a decision, in their state after it, with decisions and mails.
    pub notified: Vec<(Proposal, ProposalDecision, Vec<Mail>)>,
    /// Proposals that still need a decision.
    pub undecided: Vec<Proposal>,
    /// Speakers who would get an invitation.
    pub invited: u64,
    /// Speakers who would get no pass.
    pub short: u64,
}

impl Store {
    /// Previews a release of a track's decisions; changes nothing.
    pub async fn preview_release(
        &self,
        ctx: &Context,
        edition: &Edition,
        t: &TrackId,
    ) -> Result<ReleasePreview, StoreError> {
        let proposals = self.proposals_of_track(edition.id(), t).await?;
        let rulings = self.rulings(edition.id(), &proposals).await?;
        let going = crate::decisions::going(&proposals, &rulings);
        let mut room = self.speakers_room(ctx, edition).await?;
        let mut preview = ReleasePreview {
            preview: Selection::preview_of(&going),
            notified: Vec::new(),
            undecided: Vec::new(),
            invited: 0,
            short: 0,
        };
        for (proposal, ruling) in proposals.iter().zip(&rulings) {
            if let Some((after, notified)) = released_decision(ctx, edition, proposal, ruling, ctx.now()) {
                let earning = self.earn_writes(ctx, edition, &after, room.as_mut()).await?;
                preview.invited += earning.invited.len() as u64;
                preview.short += earning.short.len() as u64;
                let mails = decision_mails(edition, &after, &notified, &earning);
                preview.notified.push((after, notified, mails));
            } else if proposal.state == ProposalState::Submitted {
                preview.undecided.push(proposal.clone());
            }
        }
        Ok(preview)
    }

    /// Makes a track's selection due, to find passes for speakers without one. No guard: a repeat only searches again.
    pub async fn invite_speakers(&self, ctx: &Context, c: &ConferenceId, t: &TrackId) -> Result<(), StoreError> {
        self.commit(ctx, look_again(ctx, c, t)).await
    }
}

/// The proposal and the decision after a pending decision is sent; `None` if nothing is pending.
fn released_decision(
    ctx: &Context,
    edition: &Edition,
    proposal: &Proposal,
    ruling: &ProposalDecision,
    now: Timestamp,
) -> Option<(Proposal, ProposalDecision)> {
    let decision = ruling.pending.as_ref()?.decision;
    let conference = &edition.conference;
    let policy = conference.track(proposal.track.as_str()).map(|track| track.confirm.clone()).unwrap_or_default();
    let confirm_by = (decision == Decision::Accepted).then(|| policy.deadline(now, conference.begins_at()));
    let after = proposal.clone().decide(decision, confirm_by, now).ok()?;
    let notified = ruling.released(confirm_by, (ctx.nonce(), ctx.keys().current().to_owned()), now)?;
    Some((after, notified))
}

/// The mails of a decision, with keys that name the proposal, the release and the reader.
pub(crate) fn decision_mails(
    edition: &Edition,
    proposal: &Proposal,
    ruling: &ProposalDecision,
    earning: &Earning,
) -> Vec<Mail> {
    let Some(notified) = &ruling.notified else { return Vec::new() };
    let mail = |(to, name): (&EmailAddress, Option<&str>)| {
        let person = edition.person_key(to);
        let mut mail = about(edition, proposal, MailKind::DecisionReleased, to, name)
            .with("decision", notified.decision.as_str())
            .with("person", person.as_str())
            .with("nonce", &notified.nonce)
            .with("key_id", &notified.key_id);
        mail.key = format!("decision-released:{}:{}:{person}", proposal.id, notified.round);
        if let Some(note) = &notified.note {
            mail = mail.with("note", note);
        }
        if let Some(by) = notified.confirm_by {
            mail = mail.with("confirm_by", by.to_string());
        }
        let pass = if earning.invited.contains(to) {
            "invited"
        } else if earning.short.contains(to) {
            "short"
        } else {
            "none"
        };
        mail.with("pass", pass)
    };
    proposal.people().into_iter().map(mail).collect()
}
