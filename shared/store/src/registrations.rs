//! Registrations: one transaction takes the pass, puts the person and queues the mail.

mod changing;
mod confirming;
pub(crate) mod writes;

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::consents::recorded;
use domain::conference::{Attendance, ConferenceId, Pool, PoolId};
use domain::invitation::{Invitation, InvitationError, InvitationState};
use domain::mail::MailKind;
use domain::pass::{Move, PoolStatus};
use domain::person::{EmailAddress, PersonKey};
use domain::registration::{
    Earlier, Person, Refusal, Register, Registration, RegistrationId, RegistrationState, admit, earlier_of_all,
    hold_until,
};
use domain::request_mark::RequestMark;
use domain::waitlist::{Entry, EntryState};
use domain::webhook::EventKind;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::editions::Head;
use crate::group::{Group, ask_address, is_single};
use crate::mails::enqueue_mail;
use crate::pools::{SellOut, due_now};
use crate::table::{Batch, Cancelled, Due, Guard, Reason, TRIES, Write, item, listed, text, typed};
use crate::waitlist::leaving_writes;
use crate::webhooks::event_write;
use crate::{Edition, Store, StoreError, invitations, keys};

pub use changing::{CancelOutcome, ChangeOutcome, Changes};
pub(crate) use changing::{GivesUp, link_key};
pub use confirming::ConfirmOutcome;
use writes::{day_of, person_write, registration_mail, returning};

/// After this many empty shards, a request reads all of them. Otherwise it would rarely find few passes in many shards.
/// Reading all also proves a sell-out early.
pub const EMPTY_IN_A_ROW: u32 = 6;

/// A registration's manage token; `None` if its signing key has been retired.
pub fn manage_token(ctx: &Context, registration: &Registration) -> Option<String> {
    ctx.keys().token(&registration.key_id, "manage", &[registration.id.as_str(), &registration.nonce])
}

/// One address's registration and waitlist entry in an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub person: Person,
    /// Their latest waitlist entry.
    pub entry: Option<Entry>,
}

/// A request to register, with the marks that identify it.
#[derive(Clone, Debug)]
pub struct RegistrationRequest {
    pub register: Register,
    /// Its `Idempotency-Key`, hashed.
    pub mark: Option<RequestMark>,
    /// The tag of the language that the person asks in, if they ask in one.
    pub language: Option<&'static str>,
    /// Whether staff at the door register somebody who came without a pass.
    pub at_door: bool,
    /// Whether the address is known to be theirs: they are signed in with it, or staff see them.
    pub is_address_proved: bool,
}

/// The outcome of a registration request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegisterOutcome {
    Created(Registration),
    /// A repeat of an answered request; the answer is the same.
    Replayed(Registration),
    /// The person has this registration already; the link goes by mail.
    AlreadyRegistered(Registration),
    /// The person holds a pass and asked for something else.
    Conflict(Registration),
    /// The `Idempotency-Key` was used for another request.
    KeyReused,
    Refused(Refusal),
    /// The edition's definition has changed: parse the request again.
    Stale,
    /// Too many concurrent writes. No pass was taken.
    Busy,
}

/// What is read before a registration is decided.
struct BeforeRegistering {
    status: Option<PoolStatus>,
    /// The one whose code the request has, if the code is right.
    invitation: Option<Invitation>,
    group: Group,
}

/// What becomes of a pass that is taken from a shard.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PassTaken {
    /// A registration has it, counted on this day.
    On(Date),
    /// It is held until the holder confirms the address. It is counted then.
    Held,
}

impl PassTaken {
    fn write(self, key: keys::Key) -> Write {
        let (step, day) = match self {
            Self::On(day) => (Move::Take, Some(day)),
            Self::Held => (Move::HoldFree(1), None),
        };
        Write::Ledger { key, step, due: Due::Keep, day }
    }
}

/// The outcome of taking a pass.
pub(crate) enum Taking {
    Taken,
    /// No shard had a free pass.
    Empty,
    /// Another write of the transaction was refused.
    Guarded(Vec<Reason>),
    Busy,
}

impl Store {
    /// Registers a person, if all rules of section 4 allow it.
    ///
    /// Two round trips: one read, then the transaction. Guarded by the ledger, by the person's version and by the
    /// mail's absence; a repeat finds the person registered.
    pub async fn register(
        &self,
        ctx: &Context,
        edition: &Edition,
        request: &RegistrationRequest,
    ) -> Result<RegisterOutcome, StoreError> {
        let c = edition.id();
        let conference = &edition.conference;
        let email = &request.register.email;
        let open_pool = conference.open_pool(request.register.attendance).expect("checked when the request was parsed");
        let sold_out_before = self.shards.sold_out_at(c, &open_pool.id);
        let Some(before) = self.read_before_registering(ctx, edition, open_pool, request).await? else {
            return Ok(RegisterOutcome::Stale);
        };
        if let Some(known) = self.known_person(ctx, c, &before.group, request).await? {
            return Ok(known);
        }
        let (status, invitation) = (before.status.as_ref(), before.invitation.as_ref());
        let addresses = before.group.addresses(email);
        let pool =
            match admit(conference, &request.register, &addresses, invitation, status, (ctx.now(), request.at_door)) {
                Ok(pool) => pool,
                Err(refusal @ Refusal::SoldOut { .. }) => {
                    let refill_seq = status.map(|status| status.refill_seq);
                    // No registrations happen after a sell-out: a person absent when it was known is still absent.
                    if refill_seq.is_some() && sold_out_before == refill_seq {
                        return Ok(RegisterOutcome::Refused(refusal));
                    }
                    self.shards.knows_sold_out(c, &open_pool.id, refill_seq.unwrap_or_default());
                    return self.refuse_unless_known(ctx, edition, request, refusal).await;
                }
                Err(refusal) => return Ok(RegisterOutcome::Refused(refusal)),
            };
        let status = match status {
            Some(status) if pool.id == open_pool.id => status.clone(),
            _ => self.pool_status(c, &pool.id).await?,
        };
        self.register_in(ctx, edition, pool, &status, before, request).await
    }

    /// Reads in one batch what a registration depends on; `None` if the edition's definition has changed.
    async fn read_before_registering(
        &self,
        ctx: &Context,
        edition: &Edition,
        open_pool: &Pool,
        request: &RegistrationRequest,
    ) -> Result<Option<BeforeRegistering>, StoreError> {
        let c = edition.id();
        let email = &request.register.email;
        let mut batch = Batch::default();
        let address = ask_address(&mut batch, edition, email);
        let code = request.register.invitation.as_deref();
        let invitation = code.map(|code| batch.ask::<Invitation>(keys::invitation(c, invitation_id(code))));
        let cached = self.table.edition_cache.get(ctx, c, &open_pool.id, edition.revision);
        let cached = cached.map_err(|reading| {
            let head = batch.ask::<Head>(keys::head(c));
            (reading, head, batch.ask::<PoolStatus>(keys::status(c, &open_pool.id)))
        });
        let mut found = batch.read(&self.table).await?;
        let status = match cached {
            Ok(cached) => Some(cached.status),
            Err((reading, head, status)) => {
                if Self::is_stale(edition, found.take_item(&head))? {
                    return Ok(None);
                }
                let status = found.take(&status)?;
                if let Some(status) = &status {
                    self.table.edition_cache.keep(c, &open_pool.id, reading, edition.revision, status);
                }
                status
            }
        };
        let invitation = invitation.map(|asked| found.take(&asked)).transpose()?.flatten();
        let invitation = invitation.filter(|invitation| invitations::verify(ctx, invitation, code.unwrap_or_default()));
        let group = match self.group_from(edition, email, address.of(&mut found)?).await? {
            Some(group) => group,
            None => self.group(edition, email).await?,
        };
        let group = self.without_expired_hold(ctx, edition, email, group).await?;
        Ok(Some(BeforeRegistering { status, invitation, group }))
    }

    /// Takes a pass of this pool for an admitted person, and decides again if their item has changed meanwhile.
    async fn register_in(
        &self,
        ctx: &Context,
        edition: &Edition,
        pool: &Pool,
        status: &PoolStatus,
        before: BeforeRegistering,
        request: &RegistrationRequest,
    ) -> Result<RegisterOutcome, StoreError> {
        let c = edition.id();
        let email = &request.register.email;
        let BeforeRegistering { invitation, mut group, .. } = before;
        let invitation = invitation.as_ref();
        for _ in 0..3 {
            // A person who swaps a virtual pass keeps it at the same address; new records go to the primary item.
            let person = group.holder().or(group.root()).cloned();
            let mut made = new_registration(ctx, request, &pool.id, invitation, &group.key, person.as_ref());
            if let Some(until) =
                hold_until(&edition.conference, &request.register, request.is_address_proved, ctx.now())
            {
                made = made.held(until);
            }
            let taken = if made.is_confirmed() { PassTaken::On(day_of(edition, &made)) } else { PassTaken::Held };
            let waits = self.ends_waiting(ctx, c, &group, made.attendance).await?;
            let touch = group.touch(c, &made.id.person());
            let act = Act::new(Kind::WalkInRegistered, &made.id, ctx.id("activity", 12));
            let entry = if request.at_door { self.activity(ctx, c, act) } else { None };
            let is_new = made.is_confirmed() && person.as_ref().and_then(Person::active).is_none();
            let created = created_event(edition, &made, ctx.now()).filter(|_| is_new);
            let taking = self
                .take(ctx, edition, &pool.id, (status.clone(), taken), |shard| {
                    made.shard = shard;
                    let mut writes = registering_writes(
                        ctx,
                        edition,
                        person.as_ref(),
                        &made,
                        &group.mailable(email),
                        request.language,
                        invitation,
                    );
                    writes.extend(touch.clone().into_iter().chain(entry.clone()).chain(created.clone()));
                    [writes, waits.clone()].concat()
                })
                .await?;
            match taking {
                Taking::Taken => return Ok(RegisterOutcome::Created(made)),
                Taking::Busy => return Ok(RegisterOutcome::Busy),
                Taking::Empty => {
                    let refusal = if pool.is_reserved() {
                        Refusal::Invitation(InvitationError::PoolEmpty)
                    } else {
                        Refusal::SoldOut { pool: pool.id.clone() }
                    };
                    return self.refuse_unless_known(ctx, edition, request, refusal).await;
                }
                Taking::Guarded(reasons) => {
                    let used = invitation.is_some() && matches!(reasons.get(2), Some(Reason::Guard(_)));
                    group = self.group_after(edition, email, reasons).await?;
                    if let Some(known) = self.known_person(ctx, c, &group, request).await? {
                        return Ok(known);
                    }
                    // Checked after the person: the claim may come from this same request, sent twice.
                    if used {
                        return Ok(RegisterOutcome::Refused(Refusal::Invitation(InvitationError::Used)));
                    }
                }
            }
        }
        Ok(RegisterOutcome::Busy)
    }

    /// The person after a refused write of their item: the refusal contains the current item.
    async fn group_after(
        &self,
        edition: &Edition,
        email: &EmailAddress,
        reasons: Vec<Reason>,
    ) -> Result<Group, StoreError> {
        if let Some(Reason::Guard(Some(now))) = reasons.into_iter().next() {
            let now: Person = typed(now)?;
            // An item without a link needs no other item.
            if is_single(Some(&now)) && now.key == edition.person_key(email) {
                return Ok(Group::alone(edition, email, Some(now)));
            }
        }
        self.group(edition, email).await
    }

    /// The writes that end a person's wait, for the transaction that gives them a pass.
    pub(crate) async fn ends_waiting(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        group: &Group,
        attendance: Attendance,
    ) -> Result<Vec<Write>, StoreError> {
        if attendance == Attendance::Virtual {
            return Ok(Vec::new());
        }
        let mut writes = Vec::new();
        for entry in self.entries_of(c, group).await?.into_iter().filter(Entry::is_active) {
            let state = EntryState::Withdrawn { ended_at: ctx.now() };
            let after = Entry { state, rev: entry.rev + 1, ..entry.clone() };
            writes.extend(leaving_writes(ctx, c, &entry, &after));
        }
        Ok(writes)
    }

    /// Refuses for lack of passes, unless a concurrent copy of this request took one of the last.
    async fn refuse_unless_known(
        &self,
        ctx: &Context,
        edition: &Edition,
        request: &RegistrationRequest,
        refusal: Refusal,
    ) -> Result<RegisterOutcome, StoreError> {
        let group = self.group(edition, &request.register.email).await?;
        let known = self.known_person(ctx, edition.id(), &group, request).await?;
        Ok(known.unwrap_or(RegisterOutcome::Refused(refusal)))
    }

    /// The outcome for a known person, if that decides the request.
    async fn known_person(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        group: &Group,
        request: &RegistrationRequest,
    ) -> Result<Option<RegisterOutcome>, StoreError> {
        Ok(match earlier_of_all(&group.people, &request.register, request.mark.as_ref()) {
            Earlier::Nothing | Earlier::Upgrade => None,
            Earlier::SameRequest(registration) => Some(RegisterOutcome::Replayed(registration.clone())),
            Earlier::KeyReused => Some(RegisterOutcome::KeyReused),
            Earlier::Other(registration) => Some(RegisterOutcome::Conflict(registration.clone())),
            Earlier::SameWish(registration) => {
                let person = group.holder().expect("the registration has a person");
                self.enqueue_link_mail(ctx, c, person, registration).await?;
                Some(RegisterOutcome::AlreadyRegistered(registration.clone()))
            }
        })
    }

    /// Takes a pass of a pool, together with `others`, from any shard that has one.
    ///
    /// If a shard is empty or busy, another is tried. If all seem empty, or many were, all are read; only then is the
    /// pool sold out. A conflict never counts as a sell-out.
    pub(crate) async fn take(
        &self,
        ctx: &Context,
        edition: &Edition,
        p: &PoolId,
        (mut status, taken): (PoolStatus, PassTaken),
        mut others: impl FnMut(u32) -> Vec<Write>,
    ) -> Result<Taking, StoreError> {
        let c = edition.id();
        let mut empty_in_a_row = 0;
        for attempt in 0..TRIES {
            let shard = self.shards.choose(ctx, c, p, &status).filter(|_| empty_in_a_row < EMPTY_IN_A_ROW);
            let Some(shard) = shard else {
                empty_in_a_row = 0;
                match self.prove_sold_out(ctx, edition, p, &status).await? {
                    SellOut::Proved => return Ok(Taking::Empty),
                    SellOut::Changing => return Ok(Taking::Busy),
                    SellOut::NotYet => {}
                    SellOut::Refilled => status = self.pool_status(c, p).await?,
                }
                continue;
            };
            let key = keys::shard(c, p, shard);
            let writes = once_each(taken.write(key), others(shard));
            let mut reasons = match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(Taking::Taken),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(reasons)) => reasons,
            };
            let shard_reason = if reasons.is_empty() { Reason::Conflict } else { reasons.remove(0) };
            if reasons.iter().any(|reason| matches!(reason, Reason::Guard(_))) {
                return Ok(Taking::Guarded(reasons));
            }
            if matches!(shard_reason, Reason::Guard(_)) {
                self.shards.is_empty(c, p, status.refill_seq, shard);
                empty_in_a_row += 1;
            } else {
                self.back_off(ctx, attempt).await;
            }
        }
        Ok(Taking::Busy)
    }

    pub async fn person(&self, c: &ConferenceId, id: &RegistrationId) -> Result<Option<Person>, StoreError> {
        self.table.get(&keys::person(c, &id.person())).await?.map(typed).transpose()
    }

    /// What these addresses have in an edition, each with its waitlist entry.
    pub async fn held_by(&self, edition: &Edition, addresses: &[EmailAddress]) -> Result<Vec<Held>, StoreError> {
        let c = edition.id();
        let key = |address| keys::person(c, &edition.person_key(address));
        let found = self.table.get_all(&addresses.iter().map(key).collect::<Vec<_>>()).await?;
        let people = found.into_iter().flatten().map(typed::<Person>).collect::<Result<Vec<_>, _>>()?;
        let mut held = Vec::new();
        for person in people {
            let entry = match &person.entry {
                Some(id) => self.entry(c, id).await?,
                None => None,
            };
            held.push(Held { person, entry });
        }
        Ok(held)
    }
}

/// Joins taking a pass with its other writes. A person may take a pass of the same shard that holds their offer. A
/// transaction may write an item once, so the two moves become one.
fn once_each(take: Write, mut others: Vec<Write>) -> Vec<Write> {
    let holds = |other: &Write| match (other, &take) {
        (Write::Ledger { key, step: Move::Lapse(1), .. }, Write::Ledger { key: taken, .. }) => key == taken,
        _ => false,
    };
    let Some(at) = others.iter().position(holds) else { return [vec![take], others].concat() };
    if let (Write::Ledger { step, day, .. }, Write::Ledger { step: taking, day: taken, .. }) = (&mut others[at], &take)
    {
        // One pass is held and another no longer: `free` to `returned`.
        let both = if *taking == Move::HoldFree(1) { Move::TakeOffSale(1) } else { Move::TakeAndLapse };
        (*step, *day) = (both, *taken);
    }
    // The shard's write comes first, as without an offer.
    others[..=at].rotate_right(1);
    others
}

/// An invitation's id: its code up to the dot.
fn invitation_id(code: &str) -> &str {
    code.split('.').next().unwrap_or_default()
}

/// The writes that go with taking the pass: the person, the mail, and the invitation if there is one.
fn registering_writes(
    ctx: &Context,
    edition: &Edition,
    before: Option<&Person>,
    made: &Registration,
    email: &EmailAddress,
    language: Option<&str>,
    invitation: Option<&Invitation>,
) -> Vec<Write> {
    let c = edition.id();
    let upgraded = before.and_then(Person::active);
    let mut person = before.cloned().unwrap_or_else(|| Person::unregistered(made.id.person(), email.clone()));
    person.email = email.clone();
    person.language = language.map(str::to_owned).or(person.language);
    if upgraded.is_none() {
        person.previous = person.registration.take();
    }
    person.registration = Some(made.clone());
    let mail = match upgraded {
        Some(_) => registration_mail(c, MailKind::RegistrationChanged, made, email, ctx.now()),
        None => registration_mail(c, mail_of_new(made), made, email, made.registered_at),
    };
    let mut writes = vec![person_write(c, &person, before), enqueue_mail(&mail)];
    if let Some(invitation) = invitation {
        let state = InvitationState::Claimed { registration: made.id.to_string() };
        let mut claimed = item(&keys::invitation(c, &invitation.id), &Invitation { state, ..invitation.clone() });
        listed(&mut claimed, keys::invitations(c, &invitation.pool), keys::invitation_entry(invitation));
        // Guarded by the invitation being open: it is used once.
        writes.push(Write::Put { item: claimed, guards: vec![Guard::Equals("status", text("open"))] });
    }
    if let Some(virtual_pass) = upgraded {
        let shard = keys::shard(c, &virtual_pass.pool, virtual_pass.shard);
        let due = due_now(ctx, &shard);
        let (step, day) = returning(edition, virtual_pass);
        writes.push(Write::Ledger { key: shard, step, due, day });
    }
    writes
}

/// The event of a registration that has its pass now.
pub(crate) fn created_event(edition: &Edition, made: &Registration, now: Timestamp) -> Option<Write> {
    let about = (made.id.as_str(), made.state.as_str(), u64::from(made.sequence));
    event_write(edition, EventKind::RegistrationCreated, about, now)
}

fn mail_of_new(made: &Registration) -> MailKind {
    if made.is_confirmed() { MailKind::RegistrationConfirmed } else { MailKind::ConfirmAddress }
}

fn new_registration(
    ctx: &Context,
    request: &RegistrationRequest,
    pool: &PoolId,
    invitation: Option<&Invitation>,
    key: &PersonKey,
    person: Option<&Person>,
) -> Registration {
    let register = &request.register;
    let before = person.and_then(Person::active);
    let agreed_before = before.map(|before| before.consents.clone()).unwrap_or_default();
    let attendance = if invitation.is_some() { Attendance::InPerson } else { register.attendance };
    let made = Registration {
        id: RegistrationId::new(key, &ctx.id("registration", 8)),
        state: RegistrationState::Confirmed,
        name: register.name.clone(),
        affiliation: register.affiliation.clone(),
        first_time: register.first_time,
        answers: register.answers.clone(),
        consents: recorded(&register.consents, &agreed_before, ctx.now()),
        attendance,
        pool: pool.clone(),
        shard: 0,
        invitation: invitation.map(|i| i.id.clone()),
        nonce: ctx.nonce(),
        key_id: ctx.keys().current().to_owned(),
        request: request.mark.clone(),
        swapped_by: None,
        registered_at: ctx.now(),
        was_held: false,
        address_confirmed_at: None,
        in_person_since: None,
        reconfirmation: None,
        offered_on: None,
        sequence: 0,
    };
    match before {
        None => made,
        // A person with a virtual pass keeps number and link, and swaps the pass.
        Some(before) => Registration {
            id: before.id.clone(),
            nonce: before.nonce.clone(),
            key_id: before.key_id.clone(),
            registered_at: before.registered_at,
            in_person_since: Some(ctx.now()),
            reconfirmation: before.reconfirmation.clone(),
            was_held: before.was_held,
            address_confirmed_at: before.address_confirmed_at,
            sequence: before.sequence + 1,
            request: before.request.clone(),
            swapped_by: made.request.clone(),
            ..made
        },
    }
}
