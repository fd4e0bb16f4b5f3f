//! The consistency check: proves section 3 of the design over a table by comparing its items with each other.
//!
//! It reports differences, and never corrects them: that needs an explicit command. The simulation runs the same check
//! after every step.

mod bofs;
mod check_ins;
mod edition;
mod history;
mod links;
mod proposals;
mod reconfirmation;
mod selection;
mod timetable;
mod waitlist;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::bof::{Board, Bof};
use domain::failure::without_personal_data;
use domain::link::{Link, LinkKind};
use domain::mail::Mail;
use domain::pass::{Ledger, PoolStatus};
use domain::reconfirmation::{Answers, Campaign};
use domain::registration::{Person, Registration, RegistrationState};
use domain::ticket::CheckIn;
use domain::waitlist::Entry;
use serde::{Deserialize, Serialize};

pub use edition::{AUDIT_MAX, AuditResult, AuditedBy};

use crate::due::failure_of;
use crate::editions::Head;
use crate::keys::{self, Key, parse_pool};
use crate::queue::Tally;
use crate::readable;
use crate::table::typed;
use crate::timetable::{Kept, ReleaseHead};
use crate::{DoorTally, Store, StoreError};

/// A violation of a promise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// The promise of section 3 that it breaks.
    pub promise: u8,
    /// Keys and figures; no name or address.
    pub detail: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "promise {}: {}", self.promise, self.detail)
    }
}

/// What a check read and found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// Shards whose ledgers were checked.
    pub shards: usize,
    /// Registrations compared with the ledgers.
    pub registrations: usize,
    /// Waitlist entries whose places and offers were checked.
    pub entries: usize,
    /// BoFs whose slots and passes were checked.
    pub bofs: usize,
    /// Mails checked against what queued them.
    pub mails: usize,
    pub findings: BTreeSet<Finding>,
    /// Each edition's part of the counts, without the findings.
    #[serde(skip)]
    pub editions: BTreeMap<String, Audit>,
}

/// All items that the check compares: from a scan, or from the simulation's writes.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    shards: BTreeMap<String, Ledger>,
    statuses: BTreeMap<String, PoolStatus>,
    people: BTreeMap<String, Person>,
    mails: BTreeMap<String, Mail>,
    entries: BTreeMap<String, Entry>,
    tallies: BTreeMap<String, Tally>,
    links: BTreeMap<String, Link>,
    salts: BTreeMap<String, String>,
    boards: BTreeMap<String, Board>,
    /// BoFs: partition and sort key.
    bofs: BTreeMap<(String, String), Bof>,
    check_ins: BTreeMap<String, CheckIn>,
    door_tallies: BTreeMap<String, DoorTally>,
    campaigns: BTreeMap<String, Campaign>,
    answers: BTreeMap<String, Answers>,
    /// Sessions: partition and sort key.
    sessions: BTreeMap<(String, String), Kept>,
    release_heads: BTreeMap<String, ReleaseHead>,
    /// Waitlist positions: partition and sort key.
    places: BTreeSet<(String, String)>,
    history: history::SeenHistory,
    proposals: proposals::SeenProposals,
    selection: selection::SeenSelection,
    /// Items that are due, or that a person skipped.
    due: BTreeSet<String>,
    /// Unreadable items, by partition and sort key, with the reason.
    unreadable: BTreeMap<(String, String), String>,
}

impl Store {
    /// Checks the table. A scan is no snapshot: a write during the scan can look like a difference. On a live table,
    /// only trust findings that two checks in a row agree on; see [`Store::audit_settled`].
    pub async fn audit(&self) -> Result<Audit, StoreError> {
        let mut seen = Seen::default();
        // An unreadable item is a finding; the check compares the rest.
        self.table.scan(|item| drop(seen.sort(item))).await?;
        Ok(seen.check())
    }

    /// Repeats the check until two in a row agree on their findings, or there are none.
    pub async fn audit_settled(&self) -> Result<Audit, StoreError> {
        let mut last = self.audit().await?;
        for _ in 0..5 {
            if last.findings.is_empty() {
                break;
            }
            let mut again = self.audit().await?;
            again.findings = again.findings.intersection(&last.findings).cloned().collect();
            if again.findings == last.findings {
                return Ok(again);
            }
            last = again;
        }
        Ok(last)
    }
}

impl Seen {
    /// Adds an item in place of an earlier version. An error says why it is unreadable: that is a finding, and the
    /// check compares the rest.
    pub fn sort(&mut self, item: HashMap<String, AttributeValue>) -> Result<(), StoreError> {
        let part = |name: &str| item.get(name).and_then(|v| v.as_s().ok()).cloned().unwrap_or_default();
        let (pk, sk) = (part("pk"), part("sk"));
        if keys::beside_of(&Key { pk: pk.clone(), sk: sk.clone() }).is_some() {
            // This record is about an item that is a finding itself.
            return Ok(());
        }
        let taken_in = self.take_in(&pk, &sk, item);
        match &taken_in {
            Ok(()) => drop(self.unreadable.remove(&(pk, sk))),
            Err(error) => {
                self.forget_version(&pk, &sk);
                self.unreadable.insert((pk, sk), without_personal_data(&error.to_string()));
            }
        }
        taken_in
    }

    fn take_in(&mut self, pk: &str, sk: &str, item: HashMap<String, AttributeValue>) -> Result<(), StoreError> {
        let (pk, sk) = (pk.to_owned(), sk.to_owned());
        if is_accounted_for(&item) {
            self.due.insert(pk.clone());
        } else {
            self.due.remove(&pk);
        }
        if proposals::is_one(&pk, &sk) {
            self.proposals.sort(pk.clone(), sk.clone(), item.clone())?;
        }
        if self.selection.sort(&pk, &sk, &item)? {
            return Ok(());
        }
        match sk.as_str() {
            "SHARD" => drop(self.shards.insert(pk, typed(item)?)),
            "STATUS" => drop(self.statuses.insert(pk, typed(item)?)),
            "PERSON" => drop(self.people.insert(pk, typed(item)?)),
            "MAIL" => drop(self.mails.insert(pk, typed(item)?)),
            "LINK" => drop(self.links.insert(pk, typed(item)?)),
            keys::HEAD => drop(self.salts.insert(pk, typed::<Head>(item)?.salt)),
            "TALLY" => drop(self.tallies.insert(pk, typed(item)?)),
            "CHECK-IN" => drop(self.check_ins.insert(pk, typed(item)?)),
            "DOOR" => drop(self.door_tallies.insert(pk, typed(item)?)),
            "ROUND" => drop(self.campaigns.insert(pk, typed(item)?)),
            "ANSWERS" => drop(self.answers.insert(pk, typed(item)?)),
            "ENTRY" => drop(self.entries.insert(pk, typed(item)?)),
            _ if pk.starts_with("SERIES#") => self.history.sort(&pk, &sk, item)?,
            "BOARD" => drop(self.boards.insert(pk, typed(item)?)),
            "RELEASE" if pk.ends_with("#TIMETABLE") => drop(self.release_heads.insert(pk, typed(item)?)),
            _ if pk.ends_with("#SESSIONS") => drop(self.sessions.insert((pk, sk), typed(item)?)),
            _ if pk.ends_with("#BOFS") => drop(self.bofs.insert((pk, sk), typed(item)?)),
            _ if pk.contains("#QUEUE#") => drop(self.places.insert((pk, sk))),
            _ => readable::check(&Key { pk, sk }, item)?,
        }
        Ok(())
    }

    /// Forgets the earlier version of an item that has become unreadable.
    fn forget_version(&mut self, pk: &str, sk: &str) {
        self.history.forget(pk, sk);
        self.proposals.forget(pk, sk);
        self.selection.forget(pk, sk);
        self.places.remove(&(pk.to_owned(), sk.to_owned()));
        match sk {
            "SHARD" => drop(self.shards.remove(pk)),
            "STATUS" => drop(self.statuses.remove(pk)),
            "PERSON" => drop(self.people.remove(pk)),
            "MAIL" => drop(self.mails.remove(pk)),
            "LINK" => drop(self.links.remove(pk)),
            "TALLY" => drop(self.tallies.remove(pk)),
            "CHECK-IN" => drop(self.check_ins.remove(pk)),
            "DOOR" => drop(self.door_tallies.remove(pk)),
            "ROUND" => drop(self.campaigns.remove(pk)),
            "ANSWERS" => drop(self.answers.remove(pk)),
            "ENTRY" => drop(self.entries.remove(pk)),
            "BOARD" => drop(self.boards.remove(pk)),
            "RELEASE" => drop(self.release_heads.remove(pk)),
            _ => {
                self.sessions.remove(&(pk.to_owned(), sk.to_owned()));
                self.bofs.remove(&(pk.to_owned(), sk.to_owned()));
            }
        }
    }

    /// Forgets a removed item: waitlist positions and imports can be removed, and what an erased person had.
    pub fn forget(&mut self, pk: &str, sk: &str) {
        self.forget_version(pk, sk);
        self.unreadable.remove(&(pk.to_owned(), sk.to_owned()));
    }

    /// Runs all comparisons.
    pub fn check(&self) -> Audit {
        let unreadable = self.unreadable.iter().map(|((pk, sk), why)| {
            // A read error names the item already.
            let detail = if why.starts_with(pk.as_str()) { why.clone() } else { format!("{pk} {sk}: {why}") };
            Finding { promise: 10, detail }
        });
        let mut findings: BTreeSet<Finding> = unreadable.collect();
        let mut find = |promise, detail: String| {
            if !self.follows_from_unreadable(&detail) {
                findings.insert(Finding { promise, detail });
            }
        };
        self.ledgers(&mut find);
        self.people(&mut find);
        self.linked(&mut find);
        self.waitlist(&mut find);
        self.holds(&mut find);
        self.history.check(&mut find);
        self.check_ins(&mut find);
        self.bofs(&mut find);
        self.selection.check(&self.mails, &mut find);
        self.timetable(&mut find);
        self.obligations(&mut find);
        self.proposals.check(&mut find);
        self.reconfirmation(&mut find);
        Audit {
            editions: self.by_edition(),
            shards: self.shards.len(),
            registrations: self.people.values().filter(|p| p.confirmed().is_some()).count(),
            entries: self.entries.len(),
            bofs: self.bofs.len(),
            mails: self.mails.len(),
            findings,
        }
    }

    /// Whether a finding is about an unreadable item, which is a finding of its own.
    fn follows_from_unreadable(&self, detail: &str) -> bool {
        self.unreadable.keys().any(|(pk, sk)| match sk.as_str() {
            "DEFINITION" | keys::HEAD => false,
            // A waitlist position contains its entry's id.
            "ENTRY" => names(detail, pk) || pk.rsplit_once('#').is_some_and(|(_, id)| names(detail, id)),
            _ if pk.ends_with("#BOFS") || pk.ends_with("#SESSIONS") => names(detail, pk) && names(detail, sk),
            _ => names(detail, pk),
        })
    }

    fn unreadable_by_edition(&self, kind: &str) -> BTreeMap<String, u64> {
        let mut counts = BTreeMap::new();
        for (pk, _) in self.unreadable.keys().filter(|(_, sk)| sk == kind) {
            *counts.entry(pk.split('#').take(2).collect::<Vec<_>>().join("#")).or_default() += 1;
        }
        counts
    }

    /// Whether an edition, as keys name it, has unreadable items of these kinds: then its sums are not compared.
    fn lacks(&self, c: &str, kinds: &[&str]) -> bool {
        let of = |pk: &str| pk.strip_prefix(c).is_some_and(|rest| rest.starts_with('#'));
        self.unreadable.keys().any(|(pk, sk)| of(pk) && kinds.iter().any(|kind| sk.starts_with(kind)))
    }

    /// Each edition's counts.
    fn by_edition(&self) -> BTreeMap<String, Audit> {
        let mut editions: BTreeMap<String, Audit> = BTreeMap::new();
        let of = |pk: &str| pk.strip_prefix("C#").and_then(|rest| rest.split('#').next()).map(str::to_owned);
        for c in self.shards.keys().filter_map(|pk| of(pk)) {
            editions.entry(c).or_default().shards += 1;
        }
        for (pk, person) in &self.people {
            if let Some(c) = of(pk).filter(|_| person.confirmed().is_some()) {
                editions.entry(c).or_default().registrations += 1;
            }
        }
        for c in self.entries.keys().filter_map(|pk| of(pk)) {
            editions.entry(c).or_default().entries += 1;
        }
        editions
    }

    /// Promise 1: every ledger is closed and agrees with the registrations. Promise 2: `returned` passes are due.
    fn ledgers(&self, find: &mut impl FnMut(u8, String)) {
        let mut taken: BTreeMap<String, u64> = BTreeMap::new();
        let mut held = self.held();
        // An unreadable person or entry may explain a missing count.
        let mut unreadable_people = self.unreadable_by_edition("PERSON");
        let mut unreadable_entries = self.unreadable_by_edition("ENTRY");
        for (pk, person) in &self.people {
            if let Some(registration) = person.confirmed() {
                let c = pk.split("#PERSON#").next().unwrap_or_default();
                *taken.entry(format!("{c}#POOL#{}#{}", registration.pool, registration.shard)).or_default() += 1;
            }
        }
        for (pk, ledger) in &self.shards {
            if !ledger.is_closed() {
                find(1, format!("{pk} is not closed: {ledger:?}"));
            }
            let registered = taken.remove(pk).unwrap_or_default();
            if !explained(pk, ledger.taken, registered, &mut unreadable_people) {
                find(1, format!("{pk} counts {} taken, and {registered} registrations name it", ledger.taken));
            }
            let offered = held.remove(pk).unwrap_or_default();
            let is_explained = explained(pk, ledger.held, offered, &mut unreadable_entries)
                || explained(pk, ledger.held, offered, &mut unreadable_people);
            if !is_explained {
                find(1, format!("{pk} holds {} passes, and {offered} offers and registrations name it", ledger.held));
            }
            if ledger.returned > 0 && !self.due.contains(pk) {
                find(2, format!("{pk} has {} spare passes and is not due", ledger.returned));
            }
        }
        for (pk, registered) in taken {
            find(1, format!("{registered} registrations name {pk}, which does not exist"));
        }
        for (pk, offered) in held {
            find(1, format!("{offered} offers or held registrations name {pk}, which does not exist"));
        }
        self.pools(find);
    }

    /// A sold-out pool has nothing free, and its status counts exactly its shards.
    fn pools(&self, find: &mut impl FnMut(u8, String)) {
        for (pk, status) in &self.statuses {
            let shards: Vec<_> = self.shards.iter().filter(|(shard, _)| parent(shard) == Some(pk)).collect();
            let unreadable = self.unreadable.keys().filter(|(shard, _)| parent(shard) == Some(pk)).count();
            if shards.len() + unreadable != status.shards as usize {
                find(1, format!("{pk} counts {} shards and has {}", status.shards, shards.len()));
            }
            let free: u64 = shards.iter().map(|(_, ledger)| ledger.free).sum();
            if status.sold_out && free > 0 {
                find(4, format!("{pk} says sold out and has {free} free passes"));
            }
            if status.resize.is_some() && !self.due.contains(pk) {
                find(2, format!("{pk} has a resize under way that is not due"));
            }
        }
    }

    /// Promise 3: one active registration per person. The key enforces it, so each item must be under its own key.
    fn people(&self, find: &mut impl FnMut(u8, String)) {
        for link in self.links.values() {
            let LinkKind::Of { root } = &link.kind else { continue };
            let of = self.links.values().find(|of| of.email == *root);
            if of.is_none_or(|of| of.other(&link.email).is_none()) {
                find(3, "an address counts as another that does not know it".into());
            }
        }
        for (pk, person) in &self.people {
            if !pk.ends_with(person.key.as_str()) {
                find(3, format!("{pk} holds the person {}", person.key));
            }
            let both = person.active().is_some() && person.previous.as_ref().is_some_and(Registration::is_active);
            if both {
                find(3, format!("{pk} holds two active registrations"));
            }
            if person.registration.as_ref().is_some_and(|r| r.id.person() != person.key) {
                find(3, format!("{pk} holds a registration of another person"));
            }
        }
    }

    /// Promise 8: every registration queued its confirmation in the same transaction, and every unsettled mail is due.
    fn obligations(&self, find: &mut impl FnMut(u8, String)) {
        use domain::mail::MailState;
        for (person_pk, person) in &self.people {
            for registration in [&person.registration, &person.previous].into_iter().flatten() {
                for name in queued_by(registration) {
                    let key = format!("MAIL#{name}");
                    if !self.mails.contains_key(&key) {
                        find(8, format!("{key} was never queued for {person_pk}"));
                    }
                }
            }
        }
        for (pk, mail) in &self.mails {
            let settled = matches!(mail.state, MailState::Sent { .. } | MailState::Failed { .. });
            if !settled && !self.due.contains(pk) {
                find(8, format!("{pk} of {} is queued and not due", about(mail)));
            }
            if settled && self.due.contains(pk) {
                find(8, format!("{pk} of {} is settled and still due", about(mail)));
            }
        }
    }
}

/// The mails that a registration has queued in the transactions that made and ended it.
fn queued_by(registration: &Registration) -> impl Iterator<Item = String> {
    let id = &registration.id;
    let ended = match (&registration.state, &registration.offered_on) {
        (RegistrationState::Held { .. } | RegistrationState::Confirmed, _) => None,
        (RegistrationState::Lapsed { .. }, _) => Some(format!("hold-lapsed:{id}")),
        (RegistrationState::Cancelled { .. }, Some(_)) => {
            Some(format!("pass-offered-on:{id}:{}", registration.sequence))
        }
        (RegistrationState::Cancelled { .. }, None) => Some(format!("registration-cancelled:{id}")),
    };
    let was_confirmed = !registration.was_held || registration.address_confirmed_at.is_some();
    let first = registration.was_held.then(|| format!("confirm-address:{id}"));
    let confirmed = was_confirmed.then(|| format!("registration-confirmed:{id}"));
    first.into_iter().chain(confirmed).chain(ended)
}

/// Whether a ledger's figure agrees with what was counted. Unreadable items may explain a difference.
fn explained(shard: &str, figure: u64, counted: u64, unreadable: &mut BTreeMap<String, u64>) -> bool {
    let Some(missing) = figure.checked_sub(counted) else { return false };
    let c = shard.split("#POOL#").next().unwrap_or_default();
    let left = unreadable.get(c).copied().unwrap_or_default();
    if missing > left {
        return false;
    }
    if missing > 0 {
        unreadable.insert(c.to_owned(), left - missing);
    }
    true
}

/// Whether an item is due, or a person skipped it.
fn is_accounted_for(item: &HashMap<String, AttributeValue>) -> bool {
    item.contains_key("due_pk") || failure_of(item).is_some_and(|failure| failure.skipped_at.is_some())
}

/// Whether a text names exactly this partition key, not a longer key with the same beginning.
fn names(text: &str, pk: &str) -> bool {
    text.match_indices(pk).any(|(at, _)| {
        let next = text[at + pk.len()..].chars().next();
        next.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '#' | '-' | '_')))
    })
}

/// The edition of a mail, as keys name it.
fn about(mail: &Mail) -> String {
    mail.conference.as_ref().map_or_else(|| "none".to_owned(), |c| format!("C#{c}#"))
}

/// The partition key of the status of a shard's pool.
fn parent(shard: &str) -> Option<&str> {
    let key = crate::keys::Key { pk: shard.to_owned(), sk: "SHARD".into() };
    parse_pool(&key)?.2?;
    shard.rsplit_once('#').map(|(pool, _)| pool)
}
