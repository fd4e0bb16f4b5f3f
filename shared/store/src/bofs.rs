//! BoFs: the board of slots, its BoFs, and their people's passes, written together.

use context::Context;
use domain::activity::{Act, Kind};
use domain::bof::{Board, Bof, BofId, BofState, Ended, Given, PER_PERSON, Propose, Reword, Wants};
use domain::conference::{Attendance, BofSlot, Conference, ConferenceId};
use domain::mail::{Mail, MailKind, Occasion};
use domain::person::{EmailAddress, PersonKey, base32};
use domain::proposal::code;
use domain::registration::Person;
use domain::timetable::{Drafted, Guid};
use jiff::Timestamp;

use crate::mails::enqueue_mail;
use crate::registrations::writes::person_write;
use crate::table::{Cancelled, Guard, Write, item, number, typed};
use crate::{Edition, Store, StoreError, keys};

/// Attempts to change the board before the caller has to retry. The board is one item, and requests within a process
/// queue for it.
const TRIES: u32 = 24;

/// BoFs that get a slot in one transaction: each is two items (itself, its mail), and a transaction takes 100.
const AT_ONCE: usize = 20;

/// An edition's board with all its BoFs, in no order.
#[derive(Clone, Debug, Default)]
pub struct Bofs {
    /// Assigned slots, and BoFs that wait for one.
    pub board: Board,
    pub all: Vec<Bof>,
}

/// The outcome of a proposal for a BoF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BofProposeOutcome {
    /// It has a slot, or waits for one at this position, from 1.
    Done(Box<Bof>, Option<usize>),
    /// None of these addresses has an in-person pass.
    NotInPerson,
    /// This person already has the maximum number.
    TooMany,
    /// No remaining slot is long enough, free or not; the longest has this many minutes.
    NoSlot {
        /// 0 if there is no slot at all.
        longest: u32,
    },
    /// The `Idempotency-Key` was used for another BoF.
    KeyReused,
    /// Too many concurrent writes. Nothing was assigned.
    Busy,
}

/// The outcome of cancelling a BoF or changing its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BofChangeOutcome {
    Done(Box<Bof>),
    /// It is cancelled, and stays so.
    Cancelled(Box<Bof>),
    Busy,
}

impl Bofs {
    pub fn get(&self, id: &BofId) -> Option<&Bof> {
        self.all.iter().find(|bof| bof.id == *id)
    }

    /// BoFs with a slot, as sessions of a draft: other placements must not collide with them.
    pub fn drafted(&self, conference: &Conference) -> Vec<Drafted> {
        let placed = self.all.iter().filter(|bof| matches!(bof.state, BofState::Placed { .. }));
        let released = placed.filter_map(|bof| bof.released(conference));
        released.map(|r| Drafted { session: r.session, placement: Some(r.placement) }).collect()
    }

    /// The slot a BoF needs, given its person's other BoFs and pending slots.
    fn wants(&self, bof: &Bof, served: &[(BofId, BofSlot)]) -> Wants {
        let others = self.all.iter().filter(|other| other.person == bof.person && other.id != bof.id);
        let beside = others.filter_map(|other| match &other.state {
            BofState::Placed { .. } => other.period(),
            _ => served.iter().find(|(id, _)| *id == other.id).map(|(_, slot)| slot.period),
        });
        Wants { minutes: bof.minutes, beside: beside.collect() }
    }

    /// Assigns free slots to waiting BoFs after others have left; returns the BoFs with their new slots.
    fn serve(&self, board: &mut Board, conference: &Conference, now: Timestamp) -> Vec<Bof> {
        let wants = |id: &BofId, served: &[(BofId, BofSlot)]| self.get(id).map(|bof| self.wants(bof, served));
        let served = board.serve(&conference.bof_slots, wants, now, AT_ONCE);
        served.into_iter().filter_map(|(id, slot)| Some(self.get(&id)?.placed(slot, now))).collect()
    }
}

impl Store {
    /// An edition's board and BoFs, read consistently. The board comes first: a BoF newer than the board fails the
    /// board's guard.
    pub async fn bofs(&self, c: &ConferenceId) -> Result<Bofs, StoreError> {
        let mut bofs = Bofs::default();
        for found in self.table.query(&keys::bofs(c)).await? {
            if found.get("sk").and_then(|sk| sk.as_s().ok()).is_some_and(|sk| sk == keys::BOARD) {
                bofs.board = typed(found)?;
            } else {
                bofs.all.push(typed(found)?);
            }
        }
        Ok(bofs)
    }

    /// The person with these addresses, if they hold an in-person pass.
    async fn comes(&self, edition: &Edition, who: &[EmailAddress]) -> Result<Option<Person>, StoreError> {
        let keys: Vec<_> = who.iter().map(|email| keys::person(edition.id(), &edition.person_key(email))).collect();
        let found = self.table.get_all(&keys).await?.into_iter().flatten();
        let people = found.map(typed).collect::<Result<Vec<Person>, _>>()?;
        Ok(people.into_iter().find(comes))
    }

    /// Assigns a new BoF the first free slot that fits, or the last position on the list. `who` lists all addresses of
    /// the person; `key` is the request's `Idempotency-Key`.
    ///
    /// The board's revision guards it, so a slot is assigned once and in order. The person's version guards it, so the
    /// pass still exists at that moment. The BoF's absence guards it too. A repeat finds the BoF: by its id, which
    /// follows from the key, or by its text.
    pub async fn propose_bof(
        &self,
        ctx: &Context,
        edition: &Edition,
        who: &[EmailAddress],
        requested: &Propose,
        key: Option<&str>,
    ) -> Result<BofProposeOutcome, StoreError> {
        let (c, conference) = (edition.id(), &edition.conference);
        let _others_wait = self.board.lock().await;
        let mut number = None;
        for attempt in 0..TRIES {
            let Some(person) = self.comes(edition, who).await? else { return Ok(BofProposeOutcome::NotInPerson) };
            let bofs = self.bofs(c).await?;
            let id = bof_id(ctx, c, &person.key, key);
            if let Some(known) = bofs.get(&id) {
                let same = known.request == requested.mark();
                return Ok(if same { done(&bofs, known) } else { BofProposeOutcome::KeyReused });
            }
            let own = || bofs.all.iter().filter(|bof| bof.person == person.key && bof.is_active());
            if let Some(known) = own().find(|bof| bof.request == requested.mark()) {
                return Ok(done(&bofs, known));
            }
            if own().count() >= PER_PERSON {
                return Ok(BofProposeOutcome::TooMany);
            }
            let to_come = conference.bof_slots.iter().filter(|slot| slot.period.starts_at > ctx.now());
            let longest = to_come.map(|slot| slot.period.minutes()).max().unwrap_or(0);
            if longest == 0 || requested.minutes.is_some_and(|minutes| minutes > longest) {
                return Ok(BofProposeOutcome::NoSlot { longest });
            }
            let number = match number {
                Some(number) => number,
                None => *number.insert(self.next_number(c).await?),
            };
            let mut board = bofs.board.clone();
            let served = bofs.serve(&mut board, conference, ctx.now());
            let mut writes = served_writes(ctx, conference, &bofs, &served);
            // If this many got a slot, more may follow: serve those first.
            let all_served = served.len() < AT_ONCE;
            let mut made = new_bof(ctx, edition, &person, requested, id, number);
            if all_served {
                let wants = bofs.wants(&made, &[]);
                let given = board.admit(&made.id, &conference.bof_slots, &wants, ctx.now());
                let mail = match given {
                    Given::Slot(slot) => {
                        made.state = BofState::Placed { slot };
                        bof_mail(conference, MailKind::BofPlaced, &made, ctx.now())
                    }
                    Given::Place(place) => {
                        bof_mail(conference, MailKind::BofWaiting, &made, ctx.now()).with("place", place.to_string())
                    }
                };
                let mut has = person.clone();
                has.bofs.push(made.id.clone());
                writes.extend([bof_write(c, &made, None), person_write(c, &has, Some(&person)), enqueue_mail(&mail)]);
            }
            writes.push(board_write(c, &bofs.board, &board));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) if all_served => {
                    let place = board.place(&made.id);
                    return Ok(BofProposeOutcome::Done(Box::new(made), place));
                }
                Ok(()) => {}
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(BofProposeOutcome::Busy)
    }

    /// Cancels a BoF and assigns its slot to the next one in the same transaction. Guarded by the board's revision, and
    /// the BoF's and the person's versions; a repeat finds it cancelled.
    pub async fn cancel_bof(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &BofId,
        because: Ended,
    ) -> Result<Option<BofChangeOutcome>, StoreError> {
        let c = edition.id();
        let _others_wait = self.board.lock().await;
        for attempt in 0..TRIES {
            let bofs = self.bofs(c).await?;
            let Some(bof) = bofs.get(id) else { return Ok(None) };
            if !bof.is_active() {
                return Ok(Some(BofChangeOutcome::Done(Box::new(bof.clone()))));
            }
            let person: Option<Person> = self.table.get(&keys::person(c, &bof.person)).await?.map(typed).transpose()?;
            let mut writes = end_writes(ctx, edition, &bofs, &[bof], because);
            if let Some(person) = &person {
                let mut without = person.clone();
                without.bofs.retain(|has| has != id);
                writes.push(person_write(c, &without, Some(person)));
            }
            if because == Ended::Organizer {
                writes.extend(self.activity(ctx, c, Act::new(Kind::BofCancelled, id, bof.rev + 1)));
            }
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(Some(BofChangeOutcome::Done(Box::new(bof.cancelled(because, ctx.now()))))),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(Some(BofChangeOutcome::Busy))
    }

    /// The writes that cancel the BoFs of a person who returns their in-person pass, for that transaction. `after` must
    /// not list them any more. Guarded by the board's revision.
    pub(crate) async fn ends_bofs(
        &self,
        ctx: &Context,
        edition: &Edition,
        after: &mut Person,
    ) -> Result<Vec<Write>, StoreError> {
        if after.bofs.is_empty() || comes(after) {
            return Ok(Vec::new());
        }
        after.bofs.clear();
        let bofs = self.bofs(edition.id()).await?;
        let own: Vec<_> = bofs.all.iter().filter(|bof| bof.person == after.key && bof.is_active()).collect();
        Ok(end_writes(ctx, edition, &bofs, &own, Ended::NoPass))
    }

    /// Assigns slots to waiting BoFs after the edition has gained slots. Guarded like each single assignment; a repeat
    /// assigns nothing more. After a crash, the next change of the board completes this one.
    pub(crate) async fn give_bof_slots(&self, ctx: &Context, conference: &Conference) -> Result<(), StoreError> {
        let c = &conference.id;
        if conference.bof_slots.is_empty() {
            return Ok(());
        }
        let _others_wait = self.board.lock().await;
        let mut attempt = 0;
        loop {
            let bofs = self.bofs(c).await?;
            let mut board = bofs.board.clone();
            let served = bofs.serve(&mut board, conference, ctx.now());
            if served.is_empty() {
                return Ok(());
            }
            let mut writes = served_writes(ctx, conference, &bofs, &served);
            writes.push(board_write(c, &bofs.board, &board));
            let act = Act::new(Kind::BofsPlaced, c, bofs.board.revision + 1).after(served.len() as u64);
            writes.extend(self.activity(ctx, c, act));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => attempt = 0,
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) if attempt < TRIES => {
                    self.back_off(ctx, attempt).await;
                    attempt += 1;
                }
                Err(Cancelled::Reasons(_)) => return Err(StoreError::Busy("many propose BoFs".into())),
            }
        }
    }

    /// Changes a BoF's text. Guarded by its version; a repeat finds nothing left to change.
    pub async fn reword_bof(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        id: &BofId,
        words: &Reword,
    ) -> Result<Option<BofChangeOutcome>, StoreError> {
        for attempt in 0..TRIES {
            let Some(found) = self.table.get(&keys::bof(c, id)).await? else { return Ok(None) };
            let before: Bof = typed(found)?;
            if !before.is_active() {
                return Ok(Some(BofChangeOutcome::Cancelled(Box::new(before))));
            }
            let after = before.reworded(words, ctx.now());
            if after == before {
                return Ok(Some(BofChangeOutcome::Done(Box::new(after))));
            }
            let entry = self.activity(ctx, c, Act::new(Kind::BofChanged, id, after.rev));
            let writes = std::iter::once(bof_write(c, &after, Some(&before))).chain(entry).collect();
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(Some(BofChangeOutcome::Done(Box::new(after)))),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(Some(BofChangeOutcome::Busy))
    }
}

/// Whether the person holds an in-person pass.
fn comes(person: &Person) -> bool {
    person.confirmed().is_some_and(|registration| registration.attendance == Attendance::InPerson)
}

fn done(bofs: &Bofs, known: &Bof) -> BofProposeOutcome {
    BofProposeOutcome::Done(Box::new(known.clone()), bofs.board.place(&known.id))
}

/// A BoF's id: it follows from the key if there is one, so that a repeat finds the BoF.
fn bof_id(ctx: &Context, c: &ConferenceId, person: &PersonKey, key: Option<&str>) -> BofId {
    let random = key.map_or_else(
        || ctx.id("bof", 10),
        |key| {
            let hash = ctx.keys().hash(ctx.keys().current(), "bof", &[c.as_str(), person.as_str(), key]);
            base32(&hash.expect("the current key is in the ring"))[..10].to_owned()
        },
    );
    format!("bof-{random}").parse().expect("of the alphabet of ids")
}

fn new_bof(ctx: &Context, edition: &Edition, person: &Person, requested: &Propose, id: BofId, number: u64) -> Bof {
    let registration = person.confirmed().expect("a proposer has a pass");
    Bof {
        guid: Guid::named(&[edition.id().as_str(), id.as_str()]),
        code: code(number).parse().expect("six of A-Z and 0-9"),
        number: u32::try_from(number).unwrap_or(u32::MAX),
        title: requested.title.clone(),
        abstract_text: requested.abstract_text.clone(),
        minutes: requested.minutes,
        name: registration.name.clone(),
        email: person.email.clone(),
        person: person.key.clone(),
        person_guid: edition.person_guid(&person.email),
        request: requested.mark(),
        proposed_at: ctx.now(),
        updated_at: ctx.now(),
        sequence: 0,
        rev: 0,
        state: BofState::Waiting,
        id,
    }
}

/// Cancels BoFs and assigns their slots to waiting ones.
fn end_writes(ctx: &Context, edition: &Edition, bofs: &Bofs, ending: &[&Bof], because: Ended) -> Vec<Write> {
    let (c, conference) = (edition.id(), &*edition.conference);
    let mut board = bofs.board.clone();
    let mut writes = Vec::new();
    let mut left = bofs.clone();
    for bof in ending {
        board.leave(&bof.id);
        let ended = bof.cancelled(because, ctx.now());
        let mail = bof_mail(conference, MailKind::BofCancelled, &ended, ctx.now());
        writes.extend([bof_write(c, &ended, Some(bof)), enqueue_mail(&mail)]);
        left.all.retain(|other| other.id != bof.id);
    }
    let served = left.serve(&mut board, conference, ctx.now());
    writes.extend(served_writes(ctx, conference, bofs, &served));
    writes.push(board_write(c, &bofs.board, &board));
    writes
}

/// The BoFs that got a slot, each with its mail.
fn served_writes(ctx: &Context, conference: &Conference, bofs: &Bofs, served: &[Bof]) -> Vec<Write> {
    let each = served.iter().flat_map(|bof| {
        let mail = bof_mail(conference, MailKind::BofPlaced, bof, ctx.now()).with("waited", "yes");
        [bof_write(&conference.id, bof, bofs.get(&bof.id)), enqueue_mail(&mail)]
    });
    each.collect()
}

/// Puts the board over the version that was read.
fn board_write(c: &ConferenceId, before: &Board, after: &Board) -> Write {
    let guard = match before.revision {
        0 => Guard::Absent,
        revision => Guard::Equals("revision", number(revision)),
    };
    let mut after = after.clone();
    after.revision = before.revision + 1;
    Write::Put { item: item(&keys::board(c), &after), guards: vec![guard] }
}

/// Puts a BoF over the version that was read.
fn bof_write(c: &ConferenceId, after: &Bof, before: Option<&Bof>) -> Write {
    let guard = before.map_or(Guard::Absent, |before| Guard::Equals("rev", number(before.rev)));
    Write::Put { item: item(&keys::bof(c, &after.id), after), guards: vec![guard] }
}

fn bof_mail(conference: &Conference, kind: MailKind, bof: &Bof, now: Timestamp) -> Mail {
    let because = match &bof.state {
        BofState::Cancelled { because: Ended::Proposer, .. } => "proposer",
        BofState::Cancelled { because: Ended::Organizer, .. } => "organizer",
        BofState::Cancelled { because: Ended::NoPass, .. } => "no_pass",
        _ => "",
    };
    let mut mail = Mail::queued(kind, &format!("{}:{}", bof.id, bof.sequence), bof.email.clone(), now)
        .about(conference.id.as_str())
        .greeting(bof.name.as_str())
        .with("bof", bof.id.as_str())
        .with("title", &bof.title);
    if !because.is_empty() {
        mail = mail.with("because", because);
    }
    match bof.released(conference) {
        Some(released) => mail.about_sessions(&[Occasion::of(&released, !bof.is_active())]),
        None => mail,
    }
}
