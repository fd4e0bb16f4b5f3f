//! Registrations: one transaction takes the pass, puts the person and owes the mail.

mod changing;

use context::Context;
use domain::conference::{Attendance, ConferenceId, PoolId};
use domain::invitation::{Invitation, InvitationError, InvitationState};
use domain::mail::{Mail, MailKind};
use domain::pass::{Move, PoolStatus};
use domain::person::{EmailAddress, PersonKey};
use domain::registration::{
    Earlier, Person, Refusal, Register, Registration, RegistrationId, RegistrationState, RequestMark, admit,
    earlier_of_all,
};
use domain::waitlist::{Entry, EntryState};
use jiff::SignedDuration;

use crate::group::{Group, is_single};
use crate::links::link_key;
use crate::mails::enqueue_mail;
use crate::pools::{SellOut, due_now};
use crate::table::{Cancelled, Due, Guard, Item, Reason, Write, item, listed, number, text, typed};
use crate::waitlist::leaving_writes;
use crate::{Edition, Store, StoreError, keys};

pub use changing::{CancelOutcome, ChangeOutcome, Changes};
pub(crate) use changing::{GivesUp, changed_writes};

/// Tries to take a pass before the caller is told to come again.
pub(crate) const TRIES: u32 = 16;

/// Empty shards that one request meets before it reads all of them: few passes in many shards are found no other way,
/// and a sell-out is proved while it is young.
pub const EMPTY_IN_A_ROW: u32 = 6;

/// Asking for one's link again is answered by at most one mail in this time.
pub(crate) const LINK_WINDOW: SignedDuration = SignedDuration::from_mins(5);

/// A registration's manage token; `None` if its signing key has been retired.
pub fn manage_token(ctx: &Context, registration: &Registration) -> Option<String> {
    ctx.keys().token(&registration.key_id, "manage", &[registration.id.as_str(), &registration.nonce])
}

/// What one address has in an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub person: Person,
    /// Their latest place on the waitlist.
    pub entry: Option<Entry>,
}

/// A wish to register and what it is known by.
#[derive(Clone, Debug)]
pub struct RegistrationRequest {
    pub register: Register,
    /// Its `Idempotency-Key`, hashed.
    pub mark: Option<RequestMark>,
}

/// What became of a wish to register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegisterOutcome {
    Created(Registration),
    /// The same request was answered before; the answer is the same.
    Replayed(Registration),
    /// The person is registered so; the link goes by mail.
    AlreadyRegistered(Registration),
    /// The person holds a pass and asked for something else.
    Conflict(Registration),
    /// The `Idempotency-Key` was used for another request.
    KeyReused,
    Refused(Refusal),
    /// The edition's definition has changed: read the wish again.
    Stale,
    /// Too much went on. Nothing was taken.
    Busy,
}

/// What became of taking a pass.
enum Taking {
    Taken,
    /// Every shard was seen without a free pass.
    Empty,
    /// Another write of the transaction was refused.
    Guarded(Vec<Reason>),
    Busy,
}

impl Store {
    /// Registers somebody, if all of section 4's rules allow it.
    ///
    /// Two round trips: what must be known in one read, then the transaction. Guarded by the ledger, by the person's
    /// version and by the mail's absence; a repeat finds the person registered.
    pub async fn register(
        &self,
        ctx: &Context,
        edition: &Edition,
        wish: &RegistrationRequest,
    ) -> Result<RegisterOutcome, StoreError> {
        let c = edition.id();
        let conference = &edition.conference;
        let email = &wish.register.email;
        let open_pool = conference.open_pool(wish.register.attendance).expect("checked when the wish was read");
        let mut asked = vec![keys::person(c, &edition.person_key(email)), link_key(&edition.people_salt, email)];
        asked.extend(wish.register.invitation.as_deref().map(|code| keys::invitation(c, invitation_id(code))));
        let own = asked.len();
        let sold_out_before = self.shards.sold_out_at(c, &open_pool.id);
        let kept = self.table.edition_cache.get(ctx, c, &open_pool.id, edition.revision);
        if kept.is_err() {
            asked.extend([keys::head(c), keys::status(c, &open_pool.id)]);
        }
        let mut found = self.table.get_all(&asked).await?;
        let status = match kept {
            Ok(seen) => Some(seen.status),
            Err(reading) => {
                let status: Option<PoolStatus> = found.pop().flatten().map(typed).transpose()?;
                if Self::is_stale(edition, found.pop().flatten())? {
                    return Ok(RegisterOutcome::Stale);
                }
                if let Some(status) = &status {
                    self.table.edition_cache.keep(c, &open_pool.id, reading, edition.revision, status);
                }
                status
            }
        };
        let invitation = if own > 2 { invited(ctx, wish, found.pop().flatten())? } else { None };
        let (link, person) = (found.pop().flatten(), found.pop().flatten());
        let mut group = match self.group_from(edition, email, link, person).await? {
            Some(group) => group,
            None => self.group(edition, email).await?,
        };
        if let Some(known) = self.known_person(ctx, c, &group, wish).await? {
            return Ok(known);
        }
        let addresses = group.addresses(email);
        let pool = match admit(conference, &wish.register, &addresses, invitation.as_ref(), status.as_ref(), ctx.now())
        {
            Ok(pool) => pool,
            Err(refusal @ Refusal::SoldOut { .. }) => {
                let refill_seq = status.as_ref().map(|status| status.refill_seq);
                // Nobody registers after a sell-out: who was absent when it was known stays absent.
                if refill_seq.is_some() && sold_out_before == refill_seq {
                    return Ok(RegisterOutcome::Refused(refusal));
                }
                self.shards.knows_sold_out(c, &open_pool.id, refill_seq.unwrap_or_default());
                return self.refuse_unless_known(ctx, edition, wish, refusal).await;
            }
            Err(refusal) => return Ok(RegisterOutcome::Refused(refusal)),
        };
        let status = match status {
            Some(status) if pool.id == open_pool.id => status,
            _ => self.pool_status(c, &pool.id).await?,
        };
        for _ in 0..3 {
            // Whoever swaps a virtual pass keeps it where it is; what is new goes to the root.
            let person = group.holder().or(group.root()).cloned();
            let mut made = new_registration(ctx, wish, &pool.id, invitation.as_ref(), &group.key, person.as_ref());
            let waits = self.ends_waiting(ctx, c, &group, made.attendance).await?;
            let touch = group.touch(c, &made.id.person());
            let mailable = group.mailable(email);
            let taking = self
                .take(ctx, edition, &pool.id, status.clone(), |shard| {
                    made.shard = shard;
                    let invitation = invitation.as_ref();
                    let mut writes = registering_writes(ctx, edition, person.as_ref(), &made, &mailable, invitation);
                    writes.extend(touch.clone());
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
                    return self.refuse_unless_known(ctx, edition, wish, refusal).await;
                }
                Taking::Guarded(reasons) => {
                    let used = invitation.is_some() && matches!(reasons.get(2), Some(Reason::Guard(_)));
                    group = self.group_after(edition, email, reasons).await?;
                    if let Some(known) = self.known_person(ctx, c, &group, wish).await? {
                        return Ok(known);
                    }
                    // After the person: whoever claimed it may be this very request, sent twice.
                    if used {
                        return Ok(RegisterOutcome::Refused(Refusal::Invitation(InvitationError::Used)));
                    }
                }
            }
        }
        Ok(RegisterOutcome::Busy)
    }

    /// Who somebody is after a write of their item was refused: the item as it is came back with the refusal.
    async fn group_after(
        &self,
        edition: &Edition,
        email: &EmailAddress,
        reasons: Vec<Reason>,
    ) -> Result<Group, StoreError> {
        if let Some(Reason::Guard(Some(now))) = reasons.into_iter().next() {
            let now: Person = typed(now)?;
            // An item that knows of no link says all.
            if is_single(Some(&now)) && now.key == edition.person_key(email) {
                return Ok(Group::alone(edition, email, Some(now)));
            }
        }
        self.group(edition, email).await
    }

    /// Whoever comes need not wait any more: what ends their waiting, for the transaction that gives them a pass.
    async fn ends_waiting(
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

    /// Refuses for want of passes, unless the same wish, sent beside this one, took one of the last.
    async fn refuse_unless_known(
        &self,
        ctx: &Context,
        edition: &Edition,
        wish: &RegistrationRequest,
        refusal: Refusal,
    ) -> Result<RegisterOutcome, StoreError> {
        let group = self.group(edition, &wish.register.email).await?;
        let known = self.known_person(ctx, edition.id(), &group, wish).await?;
        Ok(known.unwrap_or(RegisterOutcome::Refused(refusal)))
    }

    /// What somebody who is known already gets, if that settles it.
    async fn known_person(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        group: &Group,
        wish: &RegistrationRequest,
    ) -> Result<Option<RegisterOutcome>, StoreError> {
        Ok(match earlier_of_all(&group.people, &wish.register, wish.mark.as_ref()) {
            Earlier::Nothing | Earlier::Upgrade => None,
            Earlier::SameRequest(registration) => Some(RegisterOutcome::Replayed(registration.clone())),
            Earlier::KeyReused => Some(RegisterOutcome::KeyReused),
            Earlier::Other(registration) => Some(RegisterOutcome::Conflict(registration.clone())),
            Earlier::SameWish(registration) => {
                let person = group.holder().expect("somebody has the registration");
                self.enqueue_link_mail(ctx, c, person, registration).await?;
                Some(RegisterOutcome::AlreadyRegistered(registration.clone()))
            }
        })
    }

    /// Takes a pass of a pool, together with `others`, from whichever shard has one.
    ///
    /// A shard that is empty or busy is left for another. When all seem empty, or many were, all are read; only then
    /// is the pool sold out. A conflict is never taken for a sell-out.
    async fn take(
        &self,
        ctx: &Context,
        edition: &Edition,
        p: &PoolId,
        mut status: PoolStatus,
        mut others: impl FnMut(u32) -> Vec<Write>,
    ) -> Result<Taking, StoreError> {
        let c = edition.id();
        let mut empty_in_a_row = 0;
        for attempt in 0..TRIES {
            let shard = self.shards.choose(ctx, c, p, &status).filter(|_| empty_in_a_row < EMPTY_IN_A_ROW);
            let Some(shard) = shard else {
                empty_in_a_row = 0;
                if status.is_being_filled() {
                    return Ok(Taking::Busy);
                }
                match self.prove_sold_out(ctx, edition, p, &status).await? {
                    SellOut::Proved => return Ok(Taking::Empty),
                    SellOut::NotYet => {}
                    SellOut::Refilled => status = self.pool_status(c, p).await?,
                }
                continue;
            };
            let take = Write::Ledger { key: keys::shard(c, p, shard), step: Move::Take, due: Due::Keep };
            let writes = once_each(take, others(shard));
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

    /// A person of an edition.
    pub async fn person(&self, c: &ConferenceId, id: &RegistrationId) -> Result<Option<Person>, StoreError> {
        self.table.get(&keys::person(c, &id.person())).await?.map(typed).transpose()
    }

    /// What these addresses have in an edition, each with its place on the waitlist.
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

/// Taking a pass with what goes with it. Whoever has an offer may take a pass of the very shard that holds theirs: the
/// two moves become one, since a transaction may write an item once.
fn once_each(take: Write, mut others: Vec<Write>) -> Vec<Write> {
    let holds = |other: &Write| match (other, &take) {
        (Write::Ledger { key, step: Move::Lapse(1), .. }, Write::Ledger { key: taken, .. }) => key == taken,
        _ => false,
    };
    let Some(at) = others.iter().position(holds) else { return [vec![take], others].concat() };
    if let Write::Ledger { step, .. } = &mut others[at] {
        *step = Move::TakeAndLapse;
    }
    // The shard's comes first, as without an offer.
    others[..=at].rotate_right(1);
    others
}

/// An invitation's id is its code up to the dot.
fn invitation_id(code: &str) -> &str {
    code.split('.').next().unwrap_or_default()
}

/// What goes with taking the pass: the person, the mail, and the invitation if there is one.
fn registering_writes(
    ctx: &Context,
    edition: &Edition,
    before: Option<&Person>,
    made: &Registration,
    email: &EmailAddress,
    invitation: Option<&Invitation>,
) -> Vec<Write> {
    let c = edition.id();
    let upgraded = before.and_then(Person::confirmed);
    let mut person = before.cloned().unwrap_or_else(|| Person::unregistered(made.id.person(), email.clone()));
    person.email = email.clone();
    if upgraded.is_none() {
        person.previous = person.registration.take();
    }
    person.registration = Some(made.clone());
    let mail = match upgraded {
        Some(_) => registration_mail(c, MailKind::RegistrationChanged, made, email, ctx.now()),
        None => registration_mail(c, MailKind::RegistrationConfirmed, made, email, made.registered_at),
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
        writes.push(Write::Ledger { key: shard, step: Move::Return, due });
    }
    writes
}

/// Puts a person over the version that was read.
pub(crate) fn person_write(c: &ConferenceId, after: &Person, before: Option<&Person>) -> Write {
    let after = Person { rev: before.map_or(0, |b| b.rev) + 1, ..after.clone() };
    let key = keys::person(c, &after.key);
    let mut put = item(&key, &after);
    if let Some(registration) = &after.registration {
        let list = keys::registrations(c, keys::spread(after.key.as_str()));
        listed(&mut put, list, format!("{}#{}", registration.registered_at, after.key));
    }
    let guard = before.map_or(Guard::Absent, |before| Guard::Equals("rev", number(before.rev)));
    Write::Put { item: put, guards: vec![guard] }
}

pub(crate) fn registration_mail(
    c: &ConferenceId,
    kind: MailKind,
    registration: &Registration,
    email: &EmailAddress,
    now: jiff::Timestamp,
) -> Mail {
    // A registration can change often, and each change is told once.
    let subject = match kind {
        MailKind::RegistrationChanged => format!("{}:{}", registration.id, registration.sequence),
        _ => registration.id.to_string(),
    };
    Mail::queued(kind, &subject, email.clone(), now)
        .about(c.as_str())
        .greeting(registration.name.as_str())
        .with("registration", registration.id.as_str())
        .with("nonce", &registration.nonce)
        .with("key_id", &registration.key_id)
        .with("attendance", registration.attendance.as_str())
        .with("sequence", registration.sequence.to_string())
}

fn invited(ctx: &Context, wish: &RegistrationRequest, found: Option<Item>) -> Result<Option<Invitation>, StoreError> {
    let Some(found) = found else { return Ok(None) };
    let invitation: Invitation = typed(found)?;
    let code = wish.register.invitation.as_deref().unwrap_or_default();
    Ok(crate::invitations::verify(ctx, &invitation, code).then_some(invitation))
}

fn new_registration(
    ctx: &Context,
    wish: &RegistrationRequest,
    pool: &PoolId,
    invitation: Option<&Invitation>,
    key: &PersonKey,
    person: Option<&Person>,
) -> Registration {
    let register = &wish.register;
    let attendance = if invitation.is_some() { Attendance::InPerson } else { register.attendance };
    let made = Registration {
        id: RegistrationId::new(key, &ctx.id("registration", 8)),
        state: RegistrationState::Confirmed,
        name: register.name.clone(),
        affiliation: register.affiliation.clone(),
        first_time: register.first_time,
        answers: register.answers.clone(),
        attendance,
        pool: pool.clone(),
        shard: 0,
        invitation: invitation.map(|i| i.id.clone()),
        nonce: ctx.nonce(),
        key_id: ctx.keys().current().to_owned(),
        request: wish.mark.clone(),
        swapped_by: None,
        registered_at: ctx.now(),
        in_person_since: None,
        reconfirmation: None,
        sequence: 0,
    };
    match person.and_then(Person::confirmed) {
        None => made,
        // Whoever has a virtual pass keeps number and link, and swaps the pass.
        Some(before) => Registration {
            id: before.id.clone(),
            nonce: before.nonce.clone(),
            key_id: before.key_id.clone(),
            registered_at: before.registered_at,
            in_person_since: Some(ctx.now()),
            reconfirmation: before.reconfirmation.clone(),
            sequence: before.sequence + 1,
            request: before.request.clone(),
            swapped_by: made.request.clone(),
            ..made
        },
    }
}
