//! No-shows: people with an in-person pass who did not come. An organizer offers their passes to others; a person who
//! comes late gets a pass back while no one is waiting for it.

use std::sync::Arc;

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::Attendance;
use domain::directory::{PersonRow, RowRegistration};
use domain::mail::MailKind;
use domain::pass::Sale;
use domain::registration::{Person, Registration, RegistrationId, RegistrationState};
use domain::ticket::CheckIn;

use crate::mails::enqueue_mail;
use crate::registrations::writes::{day_of, person_write, registration_mail};
use crate::registrations::{GivesUp, PassTaken, Taking, created_event};
use crate::table::TRIES;
use crate::{CancelOutcome, Edition, Store, StoreError};

/// The outcome of giving a pass back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GiveBackOutcome {
    /// The person has a pass again, or still has one.
    Holds(Registration),
    /// The registration was cancelled for another reason.
    Cancelled(Registration),
    /// The person has another pass.
    HasPass(Registration),
    NoPass(NoPass),
    Busy,
}

/// Why the door has no pass to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPass {
    /// People on the waitlist come first.
    PeopleWait,
    SoldOut,
}

/// Who did not come.
#[derive(Clone, Debug, Default)]
pub struct NoShows {
    /// People with an in-person pass who are not checked in.
    pub missing: Vec<Arc<PersonRow>>,
    /// People whose pass was offered to others.
    pub offered_on: Vec<Arc<PersonRow>>,
}

impl Store {
    /// Who did not come, from the directory. The check-in of each pass is read: half a read unit for each, and one call
    /// for 100.
    pub async fn no_shows(&self, ctx: &Context, edition: &Edition) -> Result<NoShows, StoreError> {
        let people = self.directory(ctx, edition).await?;
        let comes = |one: &RowRegistration| one.is_confirmed() && one.attendance == Attendance::InPerson;
        let expected: Vec<_> = people.iter().filter(|row| row.registration.as_ref().is_some_and(comes)).collect();
        let ids: Vec<_> = expected.iter().filter_map(|row| row.registration.as_ref().map(|one| &one.id)).collect();
        let check_ins = self.check_ins(edition.id(), &ids).await?;
        let missing = expected.iter().zip(check_ins).filter(|(_, found)| !found.as_ref().is_some_and(CheckIn::is_here));
        let is_offered_on = |row: &&Arc<PersonRow>| {
            row.registration.as_ref().is_some_and(|one| !one.is_confirmed() && one.offered_on_at.is_some())
        };
        let mut no_shows = NoShows {
            missing: missing.map(|(row, _)| Arc::clone(row)).collect(),
            offered_on: people.iter().filter(is_offered_on).cloned().collect(),
        };
        let name = |row: &Arc<PersonRow>| (domain::directory::folded(&row.name), row.id.clone());
        no_shows.missing.sort_by_cached_key(name);
        no_shows.offered_on.sort_by_cached_key(name);
        Ok(no_shows)
    }

    /// Offers a no-show's pass to others: it returns like a cancelled one. Guarded by the versions of the person and of
    /// the check-in, so that of a racing scan and this act one succeeds. A repeat finds it cancelled; a person who came
    /// keeps the pass.
    pub async fn offer_on(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &RegistrationId,
        reason: &str,
    ) -> Result<Option<CancelOutcome>, StoreError> {
        self.give_up(ctx, edition, id, GivesUp::NoShow(reason)).await
    }

    /// Gives a person whose pass was offered on a pass of the open pool, if one is on sale: none is while people wait.
    /// Their registration keeps its number, link and ticket. Guarded by the ledger and by the person's version; a repeat
    /// finds it confirmed.
    pub async fn give_back(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &RegistrationId,
    ) -> Result<Option<GiveBackOutcome>, StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let Some(person) = self.person(c, id).await? else { return Ok(None) };
            let Some(before) = person.registration(id) else { return Ok(None) };
            if before.is_confirmed() {
                return Ok(Some(GiveBackOutcome::Holds(before.clone())));
            }
            let group = self.group_of(edition, &person).await?;
            if let Some(other) = group.active() {
                return Ok(Some(GiveBackOutcome::HasPass(other.clone())));
            }
            let is_latest = person.registration.as_ref().is_some_and(|latest| latest.id == *id);
            if before.offered_on.is_none() || !is_latest {
                return Ok(Some(GiveBackOutcome::Cancelled(before.clone())));
            }
            let Some(pool) = edition.conference.open_pool(Attendance::InPerson) else { return Ok(None) };
            let status = self.pool_status(c, &pool.id).await?;
            match status.sale() {
                Sale::Open => {}
                Sale::Changing => return Ok(Some(GiveBackOutcome::Busy)),
                Sale::SoldOut => return Ok(Some(GiveBackOutcome::NoPass(self.no_pass(edition).await?))),
            }
            let mut after = Registration {
                state: RegistrationState::Confirmed,
                offered_on: None,
                invitation: before.invitation.clone().filter(|_| before.pool == pool.id),
                pool: pool.id.clone(),
                sequence: before.sequence + 1,
                ..before.clone()
            };
            let waits = self.ends_waiting(ctx, c, &group, Attendance::InPerson).await?;
            let touch = group.touch(c, &person.key);
            let entry = self.activity(ctx, c, Act::new(Kind::PassGivenBack, id, after.sequence));
            let taking = self
                .take(ctx, edition, &pool.id, (status, PassTaken::On(day_of(edition, before))), |shard| {
                    after.shard = shard;
                    let holds = Person { registration: Some(after.clone()), ..person.clone() };
                    let mail = registration_mail(c, MailKind::RegistrationChanged, &after, &person.email, ctx.now());
                    let mut writes = vec![person_write(c, &holds, Some(&person)), enqueue_mail(&mail)];
                    writes.extend(touch.clone().into_iter().chain(entry.clone()));
                    writes.extend(created_event(edition, &after, ctx.now()));
                    [writes, waits.clone()].concat()
                })
                .await?;
            match taking {
                Taking::Taken => return Ok(Some(GiveBackOutcome::Holds(after))),
                Taking::Empty => return Ok(Some(GiveBackOutcome::NoPass(self.no_pass(edition).await?))),
                Taking::Busy => return Ok(Some(GiveBackOutcome::Busy)),
                Taking::Guarded(_) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(Some(GiveBackOutcome::Busy))
    }

    /// Why no pass is on sale at the door.
    pub async fn no_pass(&self, edition: &Edition) -> Result<NoPass, StoreError> {
        let waiting = self.front(edition.id(), &edition.conference.waitlist, 1).await?;
        Ok(if waiting.is_empty() { NoPass::SoldOut } else { NoPass::PeopleWait })
    }
}
