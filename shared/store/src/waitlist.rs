//! What people do on the waitlist: join, leave, accept and decline an offer. How they are classed is in [`classes`].

mod classes;

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::consents::{Consents, recorded};
use domain::conference::{Attendance, ConferenceId, Phase, PoolId};
use domain::mail::{Mail, MailKind};
use domain::pass::Move;
use domain::person::{EmailAddress, PersonKey};
use domain::registration::{Person, Registration, RegistrationId, RegistrationState};
use domain::request_mark::RequestMark;
use domain::waitlist::{Entry, EntryId, EntryState, Join, PriorityClass, priority_class};
use domain::webhook::EventKind;
use jiff::Timestamp;

use crate::group::Group;
use crate::mails::enqueue_mail;
use crate::pools::{SellOut, due_now};
use crate::queue::{join_queue, leave_queue};
use crate::registrations::created_event;
use crate::registrations::writes::{LINK_WINDOW, changed_writes, day_of, person_write, registration_mail};
use crate::table::{Cancelled, Due, Guard, TRIES, Write, due_at, item, listed, number, typed};
use crate::webhooks::event_write;
use crate::{Cursor, Edition, Page, Store, StoreError, keys};

/// The key of the mail with an entry's link, in a window of time.
pub(crate) fn waitlist_link_key(id: &EntryId, window: i64) -> String {
    format!("waitlist-link:{id}:{window}")
}

/// The token of a waitlist entry; `None` if its signing key has been retired.
pub fn entry_token(ctx: &Context, entry: &Entry) -> Option<String> {
    ctx.keys().token(&entry.key_id, "waitlist", &[entry.id.as_str(), &entry.nonce])
}

/// The outcome of joining.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JoinOutcome {
    New(Entry),
    /// A repeat of an answered request; the answer is the same.
    Same(Entry),
    /// They wait already, or have an offer; the link goes by mail.
    Already(Entry),
    /// They have an in-person pass, perhaps held until they confirm the address.
    Registered(Registration),
    /// Passes are available, so there is no waitlist to join.
    PassesAvailable,
    /// The `Idempotency-Key` was used for another request.
    KeyReused,
    /// Registration is not open at this time.
    NotNow(Phase),
    /// The edition's definition has changed: read it again.
    Busy,
}

/// The outcome of answering an offer, or of leaving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The entry has ended so, now or since before.
    Done(Entry),
    /// The entry ended in another way before, or there was no offer: nothing was changed.
    Otherwise(Entry),
    /// The offer has expired.
    Lapsed(Entry),
    Busy,
}

/// The outcome of accepting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AcceptOutcome {
    /// They hold the pass, now or since before: the current registration from this offer, with any later changes.
    Accepted(Box<Registration>, EmailAddress),
    /// There is no offer, or it was declined: nothing was changed.
    Otherwise(Entry),
    /// The offer has expired.
    Lapsed(Entry),
    Busy,
}

/// How a person ends an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// They decline the offer.
    Decline,
    /// They leave the waitlist.
    Withdraw,
}

impl Store {
    pub async fn entry(&self, c: &ConferenceId, id: &EntryId) -> Result<Option<Entry>, StoreError> {
        self.table.get(&keys::entry(c, id)).await?.map(typed).transpose()
    }

    /// Joins the waitlist, if no pass is free. Guarded by the person's version, by the absence of the position, and by
    /// no reopening since the pool was seen sold out; a repeat finds the entry.
    pub async fn join(
        &self,
        ctx: &Context,
        edition: &Edition,
        requested: &Join,
        mark: Option<&RequestMark>,
        language: Option<&str>,
    ) -> Result<JoinOutcome, StoreError> {
        let (c, conference) = (edition.id(), &edition.conference);
        let pool = conference.open_pool(Attendance::InPerson).expect("every edition has a general pool").id.clone();
        let priority =
            priority_class(&conference.waitlist, &self.facts(edition, &requested.email, requested.first_time).await?);
        for attempt in 0..TRIES {
            let group = self.group(edition, &requested.email).await?;
            let group = self.without_expired_hold(ctx, edition, &requested.email, group).await?;
            let latest = self.entries_of(c, &group).await?;
            if let Some(outcome) = mark.and_then(|mark| earlier_join(&latest, mark)) {
                return Ok(outcome);
            }
            let phase = conference.waitlist_phase(ctx.now());
            if phase != Phase::Open {
                return Ok(JoinOutcome::NotNow(phase));
            }
            if let Some(held) = group.active().filter(|r| r.attendance == Attendance::InPerson) {
                return Ok(JoinOutcome::Registered(held.clone()));
            }
            if let Some(entry) = latest.into_iter().find(Entry::is_active) {
                if entry.state == EntryState::Waiting || entry.open_offer(ctx.now()).is_some() {
                    self.enqueue_entry_link(ctx, c, &entry).await?;
                    return Ok(JoinOutcome::Already(entry));
                }
                // The offer has expired, and no run has noted it yet.
                self.lapse(ctx, edition, &entry).await?;
            }
            let status = self.pool_status(c, &pool).await?;
            if !status.sold_out {
                if status.is_being_raised() {
                    return Ok(JoinOutcome::PassesAvailable);
                }
                match self.prove_sold_out(ctx, edition, &pool, &status).await? {
                    SellOut::Proved => {}
                    // A concurrent request read all shards: use its answer.
                    SellOut::NotYet if attempt == 0 => continue,
                    SellOut::NotYet => return Ok(JoinOutcome::PassesAvailable),
                    SellOut::Refilled => continue,
                    SellOut::Changing => {
                        self.back_off(ctx, attempt).await;
                        continue;
                    }
                }
            }
            let entry = new_entry(ctx, &group, requested, mark, &pool, &priority);
            let mut after = group.root_or_new();
            after.entry = Some(entry.id.clone());
            after.language = language.map(str::to_owned).or(after.language);
            let [place, tally] = join_queue(c, &entry, status.refill_seq);
            let writes = vec![
                person_write(c, &after, group.root()),
                entry_write(c, &entry, None),
                place,
                tally,
                enqueue_mail(&entry_mail(c, MailKind::WaitlistJoined, &entry, ctx.now())),
            ];
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(JoinOutcome::New(entry)),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(JoinOutcome::Busy)
    }

    /// Leaves the waitlist or declines an offer: a held pass becomes `returned`. Guarded by the entry's version; a repeat
    /// finds it ended.
    pub async fn leave(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &EntryId,
        how: Leave,
    ) -> Result<Option<Ending>, StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let Some(entry) = self.entry(c, id).await? else { return Ok(None) };
            let now = ctx.now();
            let (ended, same) = match how {
                Leave::Decline => {
                    (EntryState::Declined { ended_at: now }, matches!(entry.state, EntryState::Declined { .. }))
                }
                Leave::Withdraw => (
                    EntryState::Withdrawn { ended_at: now },
                    // Leaving counts as done if the person is no longer on the waitlist.
                    !entry.is_active() && !matches!(entry.state, EntryState::Accepted { .. }),
                ),
            };
            if same {
                return Ok(Some(Ending::Done(entry)));
            }
            let late = matches!(entry.state, EntryState::Lapsed { .. })
                || (entry.state == EntryState::Offered && entry.open_offer(now).is_none());
            if how == Leave::Decline && late {
                return Ok(Some(Ending::Lapsed(entry)));
            }
            if !entry.is_active() || (how == Leave::Decline && entry.state != EntryState::Offered) {
                return Ok(Some(Ending::Otherwise(entry)));
            }
            let after = Entry { state: ended, rev: entry.rev + 1, ..entry.clone() };
            let mut writes = leaving_writes(ctx, c, &entry, &after);
            writes.push(enqueue_mail(&entry_mail(c, MailKind::WaitlistLeft, &after, now)));
            let kind = if how == Leave::Decline { Kind::OfferDeclined } else { Kind::EntryRemoved };
            writes.extend(self.activity(ctx, c, Act::new(kind, id, after.rev)));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(Some(Ending::Done(after))),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(Some(Ending::Busy))
    }

    /// Accepts an offer: the person gets the held pass and a registration, and returns any virtual pass. Guarded by the
    /// versions of entry and person; a repeat finds the registration.
    pub async fn accept(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &EntryId,
    ) -> Result<Option<AcceptOutcome>, StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let Some(entry) = self.entry(c, id).await? else { return Ok(None) };
            let person: Option<Person> =
                self.table.get(&keys::person(c, &id.person())).await?.map(typed).transpose()?;
            let Some(person) = person else { return Err(StoreError::Broken(format!("no person has the entry {id}"))) };
            let now = ctx.now();
            match &entry.state {
                EntryState::Accepted { registration, .. } => {
                    let holder = self.person(c, registration).await?.unwrap_or(person);
                    return Ok(Some(match holder.registration(registration) {
                        Some(registration) => AcceptOutcome::Accepted(Box::new(registration.clone()), holder.email),
                        // Cancelled, and no longer among the stored registrations.
                        None => AcceptOutcome::Otherwise(entry),
                    }));
                }
                EntryState::Lapsed { .. } => return Ok(Some(AcceptOutcome::Lapsed(entry))),
                EntryState::Offered if entry.open_offer(now).is_none() => {
                    return Ok(Some(AcceptOutcome::Lapsed(entry)));
                }
                EntryState::Offered => {}
                _ => return Ok(Some(AcceptOutcome::Otherwise(entry))),
            }
            let offer = entry.offer.as_ref().expect("an open offer");
            let group = self.group(edition, &person.email).await?;
            // A virtual pass is swapped at its own address; new records go to the primary item.
            let holder = group.holder().cloned().unwrap_or_else(|| group.root_or_new());
            let registration = accepted_registration(ctx, &group.key, &entry, offer.shard, &holder);
            let state = EntryState::Accepted { ended_at: now, registration: registration.id.clone() };
            let accepted = Entry { state, rev: entry.rev + 1, ..entry.clone() };
            let key = keys::shard(c, &entry.pool, offer.shard);
            let day = Some(day_of(edition, &registration));
            let take = Write::Ledger { key, step: Move::Accept, due: Due::Keep, day };
            let mut writes = vec![take, entry_write(c, &accepted, Some(&entry))];
            let email = if holder.active().is_some() { holder.email.clone() } else { group.mailable(&entry.email) };
            if let Some(before) = holder.active() {
                // The virtual pass goes back in the same transaction.
                writes.extend(changed_writes(ctx, edition, &holder, before, &registration, None));
                writes.extend(group.touch(c, &holder.key));
            } else {
                let after = Person {
                    registration: Some(registration.clone()),
                    previous: holder.registration.clone(),
                    email: email.clone(),
                    ..holder.clone()
                };
                let mail = registration_mail(c, MailKind::RegistrationConfirmed, &registration, &email, now);
                writes.extend([person_write(c, &after, group.root()), enqueue_mail(&mail)]);
            }
            writes.extend(self.activity(ctx, c, Act::new(Kind::OfferAccepted, id, accepted.rev)));
            writes.extend(offer_event(edition, EventKind::OfferAccepted, &accepted, now));
            if holder.active().is_none() {
                writes.extend(created_event(edition, &registration, now));
            }
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(Some(AcceptOutcome::Accepted(Box::new(registration), email))),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(Some(AcceptOutcome::Busy))
    }

    /// Ends an expired offer: returns the pass and queues the mail. Guarded by the entry's version; a repeat changes
    /// nothing. Returns whether this call ended it.
    pub(crate) async fn lapse(&self, ctx: &Context, edition: &Edition, entry: &Entry) -> Result<bool, StoreError> {
        self.end_offer(ctx, edition, entry, false).await
    }

    async fn end_offer(
        &self,
        ctx: &Context,
        edition: &Edition,
        entry: &Entry,
        unreachable: bool,
    ) -> Result<bool, StoreError> {
        let c = edition.id();
        let state = EntryState::Lapsed { ended_at: ctx.now(), unreachable };
        let after = Entry { state, rev: entry.rev + 1, ..entry.clone() };
        let mut writes = leaving_writes(ctx, c, entry, &after);
        writes.push(enqueue_mail(&entry_mail(c, MailKind::OfferLapsed, &after, ctx.now())));
        let (kind, workflow) = if unreachable {
            (Kind::OfferUndelivered, "mail-feedback")
        } else {
            (Kind::OfferLapsed, "promote-waitlist")
        };
        writes.push(self.activity_by_itself(ctx, c, workflow, Act::new(kind, &entry.id, after.rev)));
        writes.extend(offer_event(edition, EventKind::OfferLapsed, &after, ctx.now()));
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok(true),
            Err(Cancelled::Store(error)) => Err(error),
            Err(Cancelled::Reasons(_)) => Ok(false),
        }
    }

    /// Ends an offer early because its mail was undeliverable: the pass goes to the next person. A person who has
    /// accepted anyway keeps it. Guarded by the entry's version; a repeat changes nothing. Returns whether this call
    /// ended it.
    pub async fn lapse_bounced(&self, ctx: &Context, edition: &Edition, id: &EntryId) -> Result<bool, StoreError> {
        for attempt in 0..TRIES {
            let entry = self.entry(edition.id(), id).await?.filter(|entry| entry.state == EntryState::Offered);
            let Some(entry) = entry else { return Ok(false) };
            if self.end_offer(ctx, edition, &entry, true).await? {
                return Ok(true);
            }
            self.back_off(ctx, attempt).await;
        }
        Err(StoreError::Busy("an offer changes just now".into()))
    }

    /// Entries, ended ones too, latest first.
    pub async fn entries(
        &self,
        c: &ConferenceId,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<Entry>, StoreError> {
        self.list((0..keys::SPREAD).map(|n| keys::waitlist(c, n)).collect(), after, limit).await
    }

    /// The first people who wait, in the order in which they will get an offer.
    pub async fn next_in_line(&self, edition: &Edition, limit: usize) -> Result<Vec<Entry>, StoreError> {
        let front = self.front(edition.id(), &edition.conference.waitlist, limit).await?;
        Ok(front.into_iter().map(|(_, entry)| entry).collect())
    }

    /// Guarded by the mail's absence: asking again within the window queues nothing more.
    pub(crate) async fn enqueue_entry_link(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        let window = ctx.now().as_second() / LINK_WINDOW.as_secs();
        let mut mail = entry_mail(c, MailKind::WaitlistLink, entry, ctx.now());
        mail.key = waitlist_link_key(&entry.id, window);
        match self.table.transact(ctx.id("transaction", 26), vec![enqueue_mail(&mail)]).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(()),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}

/// The writes that end an active entry: they remove its position or return its held pass.
pub(crate) fn leaving_writes(ctx: &Context, c: &ConferenceId, entry: &Entry, after: &Entry) -> Vec<Write> {
    let mut writes = vec![entry_write(c, after, Some(entry))];
    match (&entry.state, &entry.offer) {
        (EntryState::Offered, Some(offer)) => {
            let key = keys::shard(c, &entry.pool, offer.shard);
            let due = due_now(ctx, &key);
            writes.push(Write::Ledger { key, step: Move::Lapse(1), due, day: None });
        }
        _ => writes.extend(leave_queue(c, entry)),
    }
    writes
}

/// Puts an entry over the version that was read; while it is offered, it is due for its reminder or its end.
pub(crate) fn entry_write(c: &ConferenceId, after: &Entry, before: Option<&Entry>) -> Write {
    let key = keys::entry(c, &after.id);
    let mut put = item(&key, after);
    let list = keys::waitlist(c, keys::spread(after.id.as_str()));
    listed(&mut put, list, format!("{}#{}", after.joined_at, after.id));
    if let (EntryState::Offered, Some(offer)) = (&after.state, &after.offer) {
        let remind_at = offer.remind_at.filter(|_| !offer.reminded);
        due_at(&mut put, "promote-waitlist", remind_at.unwrap_or(offer.expires_at));
    }
    let guard = before.map_or(Guard::Absent, |before| Guard::Equals("rev", number(before.rev)));
    Write::Put { item: put, guards: vec![guard] }
}

/// An event about an offer.
pub(crate) fn offer_event(edition: &Edition, kind: EventKind, after: &Entry, now: Timestamp) -> Option<Write> {
    event_write(edition, kind, (after.id.as_str(), after.state.as_str(), after.rev), now)
}

/// A mail about an entry. Each kind is queued once in an entry's life: an entry has at most one offer.
pub(crate) fn entry_mail(c: &ConferenceId, kind: MailKind, entry: &Entry, now: Timestamp) -> Mail {
    let mail = Mail::queued(kind, entry.id.as_str(), entry.email.clone(), now)
        .about(c.as_str())
        .greeting(entry.name.as_str())
        .with("entry", entry.id.as_str())
        .with("nonce", &entry.nonce)
        .with("key_id", &entry.key_id)
        .with("status", entry.state.as_str());
    match &entry.offer {
        Some(offer) => mail.with("expires_at", offer.expires_at.to_string()),
        None => mail,
    }
}

/// The outcome of an earlier request with the same `Idempotency-Key`.
fn earlier_join(entries: &[Entry], mark: &RequestMark) -> Option<JoinOutcome> {
    if let Some(entry) = entries.iter().find(|entry| entry.request.as_ref() == Some(mark)) {
        return Some(JoinOutcome::Same(entry.clone()));
    }
    let reused = entries.iter().any(|entry| entry.request.as_ref().is_some_and(|earlier| earlier.key == mark.key));
    reused.then_some(JoinOutcome::KeyReused)
}

fn new_entry(
    ctx: &Context,
    group: &Group,
    requested: &Join,
    mark: Option<&RequestMark>,
    pool: &PoolId,
    priority: &PriorityClass,
) -> Entry {
    // Positions are ordered by milliseconds.
    let joined_at = Timestamp::from_millisecond(ctx.now().as_millisecond()).unwrap_or_default();
    Entry {
        id: EntryId::new(&group.key, &ctx.id("entry", 8)),
        name: requested.name.clone(),
        email: group.mailable(&requested.email),
        affiliation: requested.affiliation.clone(),
        reason: requested.reason.clone(),
        first_time: requested.first_time,
        consents: recorded(&requested.consents, &Consents::new(), joined_at),
        pool: pool.clone(),
        priority: priority.clone(),
        moved: Vec::new(),
        joined_at,
        nonce: ctx.nonce(),
        key_id: ctx.keys().current().to_owned(),
        request: mark.cloned(),
        rev: 0,
        state: EntryState::Waiting,
        offer: None,
    }
}

/// The registration from an accepted offer: a new one, or the virtual one with the pass swapped.
fn accepted_registration(ctx: &Context, key: &PersonKey, entry: &Entry, shard: u32, person: &Person) -> Registration {
    if let Some(before) = person.active() {
        return Registration {
            // An offer is accepted by its mailed link, which proves the address of a held pass too.
            state: RegistrationState::Confirmed,
            attendance: Attendance::InPerson,
            pool: entry.pool.clone(),
            shard,
            invitation: None,
            in_person_since: Some(ctx.now()),
            sequence: before.sequence + 1,
            consents: before.consents.clone().into_iter().chain(entry.consents.clone()).collect(),
            ..before.clone()
        };
    }
    Registration {
        id: RegistrationId::new(key, &ctx.id("registration", 8)),
        state: RegistrationState::Confirmed,
        name: entry.name.clone(),
        affiliation: entry.affiliation.clone(),
        first_time: entry.first_time,
        answers: std::collections::BTreeMap::new(),
        consents: entry.consents.clone(),
        attendance: Attendance::InPerson,
        pool: entry.pool.clone(),
        shard,
        invitation: None,
        nonce: ctx.nonce(),
        key_id: ctx.keys().current().to_owned(),
        request: None,
        swapped_by: None,
        registered_at: ctx.now(),
        was_held: false,
        address_confirmed_at: None,
        in_person_since: None,
        reconfirmation: None,
        offered_on: None,
        sequence: 0,
    }
}
