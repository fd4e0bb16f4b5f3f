//! The people of an edition, kept by each process that asks for them.
//!
//! A process reads everything once, and then only what has changed. It learns of changes in three ways:
//!
//! - Its own writes tell it at once ([`changes`]).
//! - Writes of other processes queue a mail, which names the person or proposal in its key. New entries of the `listing`
//!   index for mails, and for registrations, say which people to read again.
//! - What queues no mail (a class on the waitlist, a role, a proposal that moved) is read again after a while.
//!
//! The rows of a shown page are always read again ([`Store::fresh_people`]).

pub(crate) mod changes;
mod known;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use context::Context;
use domain::conference::ConferenceId;
use domain::directory::PersonRow;
use domain::person::PersonKey;
use domain::proposal::{Proposal, ProposalId};
use domain::registration::Person;
use domain::role::Role;
use domain::waitlist::Entry;
use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp};

use crate::keys::{Key, SPREAD};
use crate::table::{LISTING, Range, text};
use crate::{Edition, Store, StoreError, defined_roles, keys};

use changes::{Changed, changed_by_mail};
use known::Known;

/// The age at which roles and the lists of proposals are read again.
pub const ROLES_FOR: SignedDuration = SignedDuration::from_mins(1);

/// The age at which everything is read again.
pub const PEOPLE_FOR: SignedDuration = SignedDuration::from_mins(10);

/// How far before the newest known entry an index is read again: entries can appear out of order.
const OVERLAP: SignedDuration = SignedDuration::from_secs(10);

/// New entries of one index partition that are read one by one. With more, everything is read again.
const NEW_MAX: i32 = 500;

/// The people of an edition, in order of id.
pub type People = Arc<[Arc<PersonRow>]>;

/// What this process knows of each edition's people.
#[derive(Debug, Default)]
pub(crate) struct Directories(Mutex<HashMap<ConferenceId, Arc<tokio::sync::Mutex<Option<Snapshot>>>>>);

#[derive(Debug)]
struct Snapshot {
    known: Known,
    read_at: Timestamp,
    roles_read_at: Timestamp,
    /// The edition's revision: its definition names organizers and leads.
    revision: u64,
    seen: Seen,
}

/// How far the index has been read.
#[derive(Debug, Default)]
struct Seen {
    /// The newest instant of an entry.
    to: Option<Timestamp>,
    /// Entries in the overlap, which were processed.
    entries: HashSet<String>,
}

/// What to read again.
#[derive(Debug, Default)]
struct Stale {
    people: BTreeSet<PersonKey>,
    proposals: BTreeSet<ProposalId>,
    roles: bool,
    /// Too much to read it one by one.
    all: bool,
}

impl Store {
    /// Everybody with a registration, a waitlist entry, a submitted proposal or a role, as known now.
    pub async fn directory(&self, ctx: &Context, edition: &Edition) -> Result<People, StoreError> {
        let slot = self.directories.of(edition.id());
        let mut slot = slot.lock().await;
        let snapshot = self.brought_up_to_date(ctx, edition, slot.take()).await?;
        let people = snapshot.known.rows();
        *slot = Some(snapshot);
        Ok(people)
    }

    /// These people as their items say now: passes, waitlist entries and addresses are read consistently. Who is gone
    /// is left out.
    pub async fn fresh_people(
        &self,
        ctx: &Context,
        edition: &Edition,
        rows: &[Arc<PersonRow>],
    ) -> Result<Vec<Arc<PersonRow>>, StoreError> {
        let slot = self.directories.of(edition.id());
        let mut slot = slot.lock().await;
        let mut snapshot = match slot.take() {
            Some(snapshot) => snapshot,
            None => self.brought_up_to_date(ctx, edition, None).await?,
        };
        let people: BTreeSet<_> = rows.iter().flat_map(|row| snapshot.known.addresses_of(&row.key)).collect();
        let read = self.read_people(edition, &mut snapshot.known, &people, true).await;
        snapshot.known.finish();
        let fresh = rows.iter().filter_map(|row| snapshot.known.row(&row.key)).collect();
        // A failed read leaves what was known before, which stays usable.
        *slot = Some(snapshot);
        read.map(|()| fresh)
    }

    /// One person by the key of any of their addresses, with everything read again.
    pub async fn directory_person(
        &self,
        ctx: &Context,
        edition: &Edition,
        key: &PersonKey,
    ) -> Result<Option<Arc<PersonRow>>, StoreError> {
        self.directory(ctx, edition).await?;
        let slot = self.directories.of(edition.id());
        let mut slot = slot.lock().await;
        let Some(snapshot) = slot.as_mut() else { return Ok(None) };
        let root = snapshot.known.root_of(key);
        let people: BTreeSet<_> = snapshot.known.addresses_of(&root).into_iter().collect();
        let read = self.read_people(edition, &mut snapshot.known, &people, true).await;
        snapshot.known.finish();
        read?;
        let proposals = snapshot.known.proposals_of(&root);
        let read = self.read_proposals(edition, &mut snapshot.known, &proposals, true).await;
        snapshot.known.finish();
        read?;
        Ok(snapshot.known.row(&snapshot.known.root_of(key)))
    }

    async fn brought_up_to_date(
        &self,
        ctx: &Context,
        edition: &Edition,
        before: Option<Snapshot>,
    ) -> Result<Snapshot, StoreError> {
        let now = ctx.now();
        let own = self.table.own_writes.take(edition.id());
        let young = |at: Timestamp, lasts| at <= now && now.duration_since(at) < lasts;
        let Some(mut snapshot) = before.filter(|s| young(s.read_at, PEOPLE_FOR)) else {
            return self.read_everybody(ctx, edition).await;
        };
        let mut stale = Stale::default();
        for changed in own {
            stale.add(changed);
        }
        self.read_index(edition.id(), &mut snapshot, &mut stale).await?;
        if stale.all {
            return self.read_everybody(ctx, edition).await;
        }
        if stale.roles || snapshot.revision != edition.revision || !young(snapshot.roles_read_at, ROLES_FOR) {
            self.read_roles_and_lists(edition, &mut snapshot.known).await?;
            (snapshot.roles_read_at, snapshot.revision) = (now, edition.revision);
        }
        self.read_people(edition, &mut snapshot.known, &stale.people, true).await?;
        self.read_proposals(edition, &mut snapshot.known, &stale.proposals, true).await?;
        self.read_unknown(edition, &mut snapshot.known).await?;
        snapshot.known.finish();
        Ok(snapshot)
    }

    /// Reads everything. The reads of people need not be consistent: what changes meanwhile is found by the next call.
    async fn read_everybody(&self, ctx: &Context, edition: &Edition) -> Result<Snapshot, StoreError> {
        let c = edition.id();
        let now = ctx.now();
        self.table.own_writes.watch(c);
        let mut known = Known::default();
        let registrations = (0..SPREAD).map(|n| keys::registrations(c, n));
        let partitions: Vec<_> = registrations.chain((0..SPREAD).map(|n| keys::waitlist(c, n))).collect();
        let listed = try_join_all(partitions.iter().map(|pk| self.table.query_index_whole(&LISTING, pk))).await?;
        let (people, entries): (Vec<_>, Vec<_>) = listed.into_iter().flatten().partition(|key| key.sk == "PERSON");
        let entries: Vec<Entry> = self.readable(self.table.get_many(&entries, false).await?.into_iter().flatten());
        let mut keys: BTreeSet<_> = people.iter().filter_map(keys::parse_person).map(|(_, person)| person).collect();
        keys.extend(entries.iter().map(|entry| entry.id.person()));
        for entry in entries {
            known.put_entry(entry);
        }
        self.read_people(edition, &mut known, &keys, false).await?;
        self.read_roles_and_lists(edition, &mut known).await?;
        self.read_unknown(edition, &mut known).await?;
        known.finish();
        let seen = Seen { to: Some(now - OVERLAP), entries: HashSet::new() };
        Ok(Snapshot { known, read_at: now, roles_read_at: now, revision: edition.revision, seen })
    }

    /// Finds out from the index of registrations and mails who has changed.
    async fn read_index(&self, c: &ConferenceId, snapshot: &mut Snapshot, stale: &mut Stale) -> Result<(), StoreError> {
        let registrations = (0..SPREAD).map(|n| keys::registrations(c, n));
        let mails = (0..SPREAD).map(|n| keys::mails(c.as_str(), n));
        let undelivered = [keys::failed_mails(c.as_str()), keys::bounced_mails(c.as_str())];
        let partitions: Vec<_> = registrations.chain(mails).chain(undelivered).collect();
        let since = snapshot.seen.to.map_or(Range::All, |to| Range::After(text((to - OVERLAP).to_string())));
        let queries = partitions.iter().map(|pk| self.table.query_index(&LISTING, pk, since.clone(), NEW_MAX));
        let mut entries = HashSet::new();
        for found in try_join_all(queries).await? {
            stale.all |= found.len() >= usize::try_from(NEW_MAX).unwrap_or(usize::MAX);
            for (key, at) in found {
                let entry = at.as_s().cloned().unwrap_or_default();
                let at: Option<Timestamp> = entry.split('#').next().and_then(|at| at.parse().ok());
                snapshot.seen.to = snapshot.seen.to.max(at);
                let is_new = !snapshot.seen.entries.contains(&entry);
                entries.insert(entry);
                if !is_new {
                    continue;
                }
                if let Some((_, person)) = keys::parse_person(&key) {
                    stale.people.insert(person);
                } else if let Some(mail) = key.pk.strip_prefix("MAIL#") {
                    for changed in changed_by_mail(mail) {
                        stale.add(changed);
                    }
                }
            }
        }
        snapshot.seen.entries = entries;
        Ok(())
    }

    /// The items of these addresses, and the waitlist entries that they name.
    async fn read_people(
        &self,
        edition: &Edition,
        known: &mut Known,
        people: &BTreeSet<PersonKey>,
        consistently: bool,
    ) -> Result<(), StoreError> {
        let c = edition.id();
        // Known entries are read in the same batch; a new one needs another.
        let entries: Vec<_> = people.iter().filter_map(|key| known.entry_id(key)).collect();
        let mut asked: Vec<Key> = people.iter().map(|key| keys::person(c, key)).collect();
        if consistently {
            asked.extend(entries.iter().map(|id| keys::entry(c, id)));
        }
        let mut found = self.table.get_many(&asked, consistently).await?;
        let entries = found.split_off(people.len());
        let read: Vec<Person> = self.readable(found.into_iter().flatten());
        for entry in self.readable::<Entry>(entries.into_iter().flatten()) {
            known.put_entry(entry);
        }
        known.looked_up(people);
        let named: Vec<_> = read.iter().filter_map(|person| person.entry.clone()).collect();
        for person in read {
            known.put_person(person);
        }
        let new: Vec<_> = named.iter().filter(|id| !known.has_entry(id)).map(|id| keys::entry(c, id)).collect();
        for entry in self.readable::<Entry>(self.table.get_many(&new, consistently).await?.into_iter().flatten()) {
            known.put_entry(entry);
        }
        Ok(())
    }

    async fn read_proposals(
        &self,
        edition: &Edition,
        known: &mut Known,
        ids: &BTreeSet<ProposalId>,
        consistently: bool,
    ) -> Result<(), StoreError> {
        let asked: Vec<_> = ids.iter().map(|id| keys::proposal(edition.id(), id)).collect();
        let found = self.table.get_many(&asked, consistently).await?;
        for (id, item) in ids.iter().zip(found) {
            match self.readable_one::<Proposal>(item) {
                Some(proposal) => known.put_proposal(edition, proposal),
                None => known.remove_proposal(id),
            }
        }
        Ok(())
    }

    /// All roles, and the proposals that are new in a track or gone from it.
    async fn read_roles_and_lists(&self, edition: &Edition, known: &mut Known) -> Result<(), StoreError> {
        let c = edition.id();
        let mut roles: Vec<Role> = defined_roles(edition);
        for role in self.roles(c).await? {
            if !roles.iter().any(|defined| defined.id == role.id) {
                roles.push(role);
            }
        }
        known.put_roles(roles);
        let partitions: Vec<_> =
            edition.conference.tracks.iter().map(|track| keys::track_proposals(c, &track.id)).collect();
        let listed = try_join_all(partitions.iter().map(|pk| self.table.query_keys_whole(pk))).await?;
        let listed: BTreeSet<_> = listed.into_iter().flatten().filter_map(|key| ProposalId::parse(&key.sk)).collect();
        known.keep_proposals(&listed);
        let new = listed.into_iter().filter(|id| !known.has_proposal(id)).collect();
        self.read_proposals(edition, known, &new, false).await
    }

    /// The items of addresses that only a proposal or a role names, and of primary addresses that only another address
    /// names.
    async fn read_unknown(&self, edition: &Edition, known: &mut Known) -> Result<(), StoreError> {
        // An address leads to its primary one, and that to no other.
        for _ in 0..2 {
            let unknown = known.unknown();
            if unknown.is_empty() {
                break;
            }
            self.read_people(edition, known, &unknown, false).await?;
        }
        Ok(())
    }
}

impl Stale {
    fn add(&mut self, changed: Changed) {
        match changed {
            Changed::Person(key) => drop(self.people.insert(key)),
            Changed::Proposal(id) => drop(self.proposals.insert(id)),
            Changed::Roles => self.roles = true,
            Changed::Everybody => self.all = true,
        }
    }
}

impl Directories {
    fn of(&self, c: &ConferenceId) -> Arc<tokio::sync::Mutex<Option<Snapshot>>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(c.clone()).or_default())
    }
}
