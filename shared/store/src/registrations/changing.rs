//! Changes of a registration: cancelling it, changing it, and mailing its link again.

use std::collections::BTreeMap;

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::consents::{Agreeing, recorded};
use domain::conference::{Attendance, ConferenceId, PoolId};
use domain::mail::{Mail, MailKind};
use domain::pass::Sale;
use domain::person::{EmailAddress, PersonName};
use domain::reconfirmation::Counter;
use domain::registration::{OfferedOn, Person, Registration, RegistrationId, RegistrationState};
use domain::waitlist::Entry;
use domain::webhook::EventKind;
use jiff::Timestamp;

use super::writes::{LINK_WINDOW, changed_writes, count_answer, day_of, person_write, registration_mail, returning};
use super::{PassTaken, Taking};
use crate::mails::enqueue_mail;
use crate::pools::due_now;
use crate::table::{Cancelled, TRIES, Write};
use crate::webhooks::event_write;
use crate::{Edition, Store, StoreError, keys};

/// The outcome of a cancellation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CancelOutcome {
    /// It is cancelled, now or since before.
    Cancelled(Registration),
    /// It was to be cancelled because its holder did not answer or did not come, but they have.
    Kept(Registration),
    Busy,
}

/// Why a pass is returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GivesUp<'a> {
    /// Its holder, or an organizer for them, cancels.
    Themselves,
    /// An organizer cancels, and tells the holder why.
    Because(&'a str),
    /// Its holder did not answer whether they still come before the campaign's end.
    Silent,
    /// Its holder did not come, and an organizer offers the pass to others for this reason.
    NoShow(&'a str),
}

/// A request to change a registration; `None` leaves a field unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub name: Option<PersonName>,
    /// A new affiliation; `Some(None)` removes it.
    pub affiliation: Option<Option<String>>,
    /// Changes whether it is their first time.
    pub first_time: Option<bool>,
    pub answers: Option<BTreeMap<String, String>>,
    pub consents: Option<Agreeing>,
    /// Switches between in-person and virtual.
    pub attendance: Option<Attendance>,
}

/// The outcome of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeOutcome {
    Changed(Registration),
    /// It is cancelled, and stays so.
    Cancelled(Registration),
    /// Its pass is held until the address is confirmed.
    NotConfirmed(Registration),
    /// The address was not confirmed in time.
    Lapsed(Registration),
    /// The other pool has no free pass.
    SoldOut(PoolId),
    Busy,
}

/// The key of the mail with a registration's link, in a window of time. The link to a held one confirms the address.
pub(crate) fn link_key(id: &RegistrationId, state: &RegistrationState, window: i64) -> String {
    let kind = if state.held_until().is_some() { "confirm-address" } else { "manage-link" };
    format!("{kind}:{id}:{window}")
}

impl Store {
    /// Cancels a registration: returns the pass and queues the mail. Guarded by the person's version; a repeat finds it
    /// cancelled.
    pub async fn cancel(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &RegistrationId,
    ) -> Result<Option<CancelOutcome>, StoreError> {
        self.give_up(ctx, edition, id, GivesUp::Themselves).await
    }

    /// The same for an organizer, with a reason for the mail to the holder.
    pub async fn cancel_because(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &RegistrationId,
        reason: &str,
    ) -> Result<Option<CancelOutcome>, StoreError> {
        self.give_up(ctx, edition, id, GivesUp::Because(reason)).await
    }

    /// The same for either reason: every cancellation uses this function.
    pub(crate) async fn give_up(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &RegistrationId,
        why: GivesUp<'_>,
    ) -> Result<Option<CancelOutcome>, StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let Some(person) = self.person(c, id).await? else { return Ok(None) };
            let Some(registration) = person.registration(id) else { return Ok(None) };
            if !registration.is_active() {
                return Ok(Some(CancelOutcome::Cancelled(registration.clone())));
            }
            let absent = match why {
                GivesUp::NoShow(_) => match self.guard_absence(c, id).await? {
                    Some(guard) => Some(guard),
                    None => return Ok(Some(CancelOutcome::Kept(registration.clone()))),
                },
                _ => None,
            };
            let mut cancelled = ended(registration, why, ctx.now());
            let counter = cancelled.not_coming(ctx.now(), why == GivesUp::Silent);
            if why == GivesUp::Silent && counter != Some(Counter::Returned) {
                return Ok(Some(CancelOutcome::Kept(registration.clone())));
            }
            let shard = keys::shard(c, &cancelled.pool, cancelled.shard);
            let due = due_now(ctx, &shard);
            let mut after = person.clone();
            after.registration = Some(cancelled.clone());
            let bofs = self.ends_bofs(ctx, edition, &mut after).await?;
            let mail = ended_mail(c, &cancelled, &after.email, why, ctx.now());
            let (step, day) = returning(edition, registration);
            let mut writes = vec![
                Write::Ledger { key: shard, step, due, day },
                person_write(c, &after, Some(&person)),
                enqueue_mail(&mail),
            ];
            writes.extend(counter.map(|counter| count_answer(c, id, counter)));
            writes.extend(bofs.into_iter().chain(absent));
            let act = |kind| Act::new(kind, id, cancelled.sequence);
            writes.extend(match why {
                GivesUp::Themselves | GivesUp::Because(_) => self.activity(ctx, c, act(Kind::RegistrationCancelled)),
                GivesUp::NoShow(reason) => self.activity(ctx, c, act(Kind::PassOfferedOn).after(reason)),
                GivesUp::Silent => Some(self.activity_by_itself(ctx, c, "reconfirm", act(Kind::PassReturned))),
            });
            // A pass that was only held never was a registration to others.
            if registration.is_confirmed() {
                let about = (id.as_str(), cancelled.state.as_str(), u64::from(cancelled.sequence));
                writes.extend(event_write(edition, EventKind::RegistrationCancelled, about, ctx.now()));
            }
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(Some(CancelOutcome::Cancelled(cancelled))),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(Some(CancelOutcome::Busy))
    }

    /// Changes a registration; a change of attendance swaps the passes in the same transaction. Guarded by the person's
    /// version; a repeat finds nothing left to change.
    pub async fn change(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &RegistrationId,
        changes: &Changes,
    ) -> Result<Option<ChangeOutcome>, StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let Some(person) = self.person(c, id).await? else { return Ok(None) };
            let Some(before) = person.registration(id) else { return Ok(None) };
            match before.state {
                RegistrationState::Confirmed => {}
                RegistrationState::Held { .. } => return Ok(Some(ChangeOutcome::NotConfirmed(before.clone()))),
                RegistrationState::Lapsed { .. } => return Ok(Some(ChangeOutcome::Lapsed(before.clone()))),
                RegistrationState::Cancelled { .. } => return Ok(Some(ChangeOutcome::Cancelled(before.clone()))),
            }
            let mut after = apply(before, changes, ctx.now());
            if after == *before {
                return Ok(Some(ChangeOutcome::Changed(after)));
            }
            after.sequence += 1;
            let counter = swapped(before, &mut after, ctx.now());
            let act = Act::new(Kind::RegistrationChanged, id, after.sequence);
            let act = act.before(before.attendance.as_str()).after(after.attendance.as_str());
            let entry = self.activity(ctx, c, act);
            let reasons = if after.attendance == before.attendance {
                let mut writes = changed_writes(ctx, edition, &person, before, &after, counter);
                writes.extend(entry);
                match self.table.transact(ctx.id("transaction", 26), writes).await {
                    Ok(()) => return Ok(Some(ChangeOutcome::Changed(after))),
                    Err(Cancelled::Store(error)) => return Err(error),
                    Err(Cancelled::Reasons(reasons)) => reasons,
                }
            } else {
                let pool = edition.conference.open_pool(after.attendance).expect("checked when the request was parsed");
                let status = self.pool_status(c, &pool.id).await?;
                match status.sale() {
                    Sale::Open => {}
                    Sale::Changing => return Ok(Some(ChangeOutcome::Busy)),
                    Sale::SoldOut => return Ok(Some(ChangeOutcome::SoldOut(pool.id.clone()))),
                }
                after.pool = pool.id.clone();
                after.invitation = None;
                let group = self.group_of(edition, &person).await?;
                let waits = self.ends_waiting(ctx, c, &group, after.attendance).await?;
                let touch = group.touch(c, &person.key).filter(|_| after.attendance == Attendance::InPerson);
                let mut without = Person { registration: Some(after.clone()), ..person.clone() };
                let bofs = self.ends_bofs(ctx, edition, &mut without).await?;
                let taking = self
                    .take(ctx, edition, &pool.id, (status, PassTaken::On(day_of(edition, &after))), |shard| {
                        after.shard = shard;
                        let changed = changed_writes(ctx, edition, &person, before, &after, counter);
                        let rest = touch.clone().into_iter().chain(entry.clone()).collect();
                        [changed, waits.clone(), bofs.clone(), rest].concat()
                    })
                    .await?;
                match taking {
                    Taking::Taken => return Ok(Some(ChangeOutcome::Changed(after))),
                    Taking::Empty => return Ok(Some(ChangeOutcome::SoldOut(pool.id.clone()))),
                    Taking::Busy => return Ok(Some(ChangeOutcome::Busy)),
                    Taking::Guarded(reasons) => reasons,
                }
            };
            drop(reasons);
            self.back_off(ctx, attempt).await;
        }
        Ok(Some(ChangeOutcome::Busy))
    }

    /// Mails a person their links again: to their pass and to their waitlist entry. The caller's answer does not depend
    /// on whether they exist.
    pub async fn link_again(&self, ctx: &Context, edition: &Edition, email: &EmailAddress) -> Result<(), StoreError> {
        let c = edition.id();
        let group = self.group(edition, email).await?;
        for entry in self.entries_of(c, &group).await?.into_iter().filter(Entry::is_active) {
            self.enqueue_entry_link(ctx, c, &entry).await?;
        }
        match (group.holder(), group.active()) {
            (Some(person), Some(registration)) => self.enqueue_link_mail(ctx, c, person, registration).await,
            _ => Ok(()),
        }
    }

    /// Mails the link to a pass; of a held one, the link to confirm the address. Guarded by the mail's absence: asking
    /// again within the window queues nothing more.
    pub(super) async fn enqueue_link_mail(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        person: &Person,
        registration: &Registration,
    ) -> Result<(), StoreError> {
        let window = ctx.now().as_second() / LINK_WINDOW.as_secs();
        let is_held = registration.state.held_until().is_some();
        let kind = if is_held { MailKind::ConfirmAddress } else { MailKind::ManageLink };
        let mut mail = registration_mail(c, kind, registration, &person.email, ctx.now());
        mail.key = link_key(&registration.id, &registration.state, window);
        match self.table.transact(ctx.id("transaction", 26), vec![enqueue_mail(&mail)]).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(()),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}

/// The registration after its pass was returned.
fn ended(registration: &Registration, why: GivesUp<'_>, now: Timestamp) -> Registration {
    let offered_on = match why {
        GivesUp::NoShow(reason) => Some(OfferedOn { at: now, reason: reason.to_owned() }),
        _ => None,
    };
    let state = RegistrationState::Cancelled { cancelled_at: now };
    Registration { state, offered_on, sequence: registration.sequence + 1, ..registration.clone() }
}

fn ended_mail(
    c: &ConferenceId,
    cancelled: &Registration,
    email: &EmailAddress,
    why: GivesUp<'_>,
    now: Timestamp,
) -> Mail {
    let mail = |kind| registration_mail(c, kind, cancelled, email, now);
    match why {
        GivesUp::Themselves => mail(MailKind::RegistrationCancelled),
        GivesUp::Because(reason) => mail(MailKind::RegistrationCancelled).with("reason", reason),
        GivesUp::Silent => mail(MailKind::RegistrationCancelled).with("because", "silent"),
        GivesUp::NoShow(reason) => mail(MailKind::PassOfferedOn).with("reason", reason),
    }
}

fn apply(before: &Registration, changes: &Changes, now: Timestamp) -> Registration {
    let mut after = before.clone();
    if let Some(name) = &changes.name {
        after.name = name.clone();
    }
    if let Some(affiliation) = &changes.affiliation {
        after.affiliation.clone_from(affiliation);
    }
    after.first_time = changes.first_time.or(after.first_time);
    if let Some(answers) = &changes.answers {
        after.answers.clone_from(answers);
    }
    if let Some(agreeing) = &changes.consents {
        after.consents = recorded(agreeing, &before.consents, now);
    }
    if let Some(attendance) = changes.attendance {
        after.attendance = attendance;
    }
    after
}

/// Notes that a person now comes in person, or now takes part online; returns the counter of answers to raise, if any.
fn swapped(before: &Registration, after: &mut Registration, now: Timestamp) -> Option<Counter> {
    match (before.attendance, after.attendance) {
        (Attendance::InPerson, Attendance::Virtual) => after.not_coming(now, false),
        (Attendance::Virtual, Attendance::InPerson) => {
            after.in_person_since = Some(now);
            None
        }
        _ => None,
    }
}
