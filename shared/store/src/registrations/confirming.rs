//! Passes that are held until their holders confirm the address: confirming, and ending the hold.

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::ConferenceId;
use domain::mail::MailKind;
use domain::pass::Move;
use domain::person::{EmailAddress, PersonKey};
use domain::registration::{AddressConfirmed, Person, Registration, RegistrationId};

use super::created_event;
use super::writes::{day_of, person_write, registration_mail};
use crate::group::Group;
use crate::mails::enqueue_mail;
use crate::pools::due_now;
use crate::table::{Cancelled, Due, TRIES, Write, typed};
use crate::{Edition, Store, StoreError, keys};

/// The outcome of confirming an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfirmOutcome {
    /// The pass is theirs, now or since before.
    Confirmed(Registration),
    Cancelled(Registration),
    /// The time was over.
    Lapsed(Registration),
    Busy,
}

impl Store {
    /// Confirms the address of a held registration: takes the held pass and queues the confirmation with the ticket.
    /// Guarded by the person's version; a repeat finds it confirmed.
    pub async fn confirm_address(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &RegistrationId,
    ) -> Result<Option<ConfirmOutcome>, StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let Some(person) = self.person(c, id).await? else { return Ok(None) };
            let Some(held) = person.registration(id) else { return Ok(None) };
            let confirmed = match held.confirm_address(ctx.now()) {
                AddressConfirmed::Now(confirmed) => *confirmed,
                AddressConfirmed::Before => return Ok(Some(ConfirmOutcome::Confirmed(held.clone()))),
                AddressConfirmed::Cancelled => return Ok(Some(ConfirmOutcome::Cancelled(held.clone()))),
                AddressConfirmed::TooLate => return Ok(Some(ConfirmOutcome::Lapsed(held.clone()))),
            };
            let key = keys::shard(c, &held.pool, held.shard);
            let day = Some(day_of(edition, &confirmed));
            let after = Person { registration: Some(confirmed.clone()), ..person.clone() };
            let mail = registration_mail(c, MailKind::RegistrationConfirmed, &confirmed, &person.email, ctx.now());
            let mut writes = vec![
                Write::Ledger { key, step: Move::Accept, due: Due::Keep, day },
                person_write(c, &after, Some(&person)),
                enqueue_mail(&mail),
            ];
            writes.extend(self.activity(ctx, c, Act::new(Kind::AddressConfirmed, id, confirmed.sequence)));
            writes.extend(created_event(edition, &confirmed, ctx.now()));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(Some(ConfirmOutcome::Confirmed(confirmed))),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(Some(ConfirmOutcome::Busy))
    }

    /// Ends the hold on a person's pass if its time is over: returns the pass and queues the mail. Guarded by the
    /// person's version, so a confirmed pass stays; a repeat changes nothing. Returns whether this call ended it.
    pub(crate) async fn end_hold(&self, ctx: &Context, c: &ConferenceId, key: &PersonKey) -> Result<bool, StoreError> {
        let person: Option<Person> = self.table.get(&keys::person(c, key)).await?.map(typed).transpose()?;
        let Some(person) = person else { return Ok(false) };
        let lapsed = person.registration.as_ref().and_then(|registration| registration.lapsed(ctx.now()));
        let Some(lapsed) = lapsed else { return Ok(false) };
        let shard = keys::shard(c, &lapsed.pool, lapsed.shard);
        let due = due_now(ctx, &shard);
        let mail = registration_mail(c, MailKind::HoldLapsed, &lapsed, &person.email, ctx.now());
        let act = Act::new(Kind::HoldLapsed, &lapsed.id, lapsed.sequence);
        let after = Person { registration: Some(lapsed), ..person.clone() };
        let writes = vec![
            Write::Ledger { key: shard, step: Move::Lapse(1), due, day: None },
            person_write(c, &after, Some(&person)),
            enqueue_mail(&mail),
            self.activity_by_itself(ctx, c, "promote-waitlist", act),
        ];
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok(true),
            Err(Cancelled::Store(error)) => Err(error),
            Err(Cancelled::Reasons(_)) => Ok(false),
        }
    }

    /// The person without a hold whose time is over, in case no run has ended it yet: they can register again.
    pub(crate) async fn without_expired_hold(
        &self,
        ctx: &Context,
        edition: &Edition,
        email: &EmailAddress,
        group: Group,
    ) -> Result<Group, StoreError> {
        let expired = group.holder().filter(|person| {
            person.registration.as_ref().is_some_and(|registration| registration.lapsed(ctx.now()).is_some())
        });
        let Some(key) = expired.map(|person| person.key.clone()) else { return Ok(group) };
        self.end_hold(ctx, edition.id(), &key).await?;
        self.group(edition, email).await
    }
}
