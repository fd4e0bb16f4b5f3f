//! Everything that a process knows of an edition's people, by the key of the address under which it is stored; and the
//! rows made from it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use domain::directory::{Facts, PersonRow};
use domain::person::{EmailAddress, PersonKey};
use domain::proposal::{Content, Proposal, ProposalId};
use domain::registration::Person;
use domain::role::Role;
use domain::waitlist::{Entry, EntryId};

use super::People;
use crate::Edition;

#[derive(Debug, Default)]
pub(super) struct Known {
    people: HashMap<PersonKey, Person>,
    /// The latest entry.
    entries: HashMap<PersonKey, Entry>,
    proposals: HashMap<ProposalId, Proposal>,
    /// The proposals of each address.
    theirs: HashMap<PersonKey, BTreeSet<ProposalId>>,
    roles: HashMap<PersonKey, Vec<Role>>,
    /// Addresses that proposals and roles name.
    named: HashMap<PersonKey, EmailAddress>,
    /// The keys whose items were read, also if there was none.
    looked_up: HashSet<PersonKey>,
    /// The other keys of each primary key.
    others: HashMap<PersonKey, BTreeSet<PersonKey>>,
    rows: BTreeMap<PersonKey, Arc<PersonRow>>,
    /// The keys of addresses whose rows are to be made again.
    changed: BTreeSet<PersonKey>,
    list: People,
}

impl Known {
    pub(super) fn rows(&self) -> People {
        Arc::clone(&self.list)
    }

    pub(super) fn row(&self, key: &PersonKey) -> Option<Arc<PersonRow>> {
        self.rows.get(&self.root_of(key)).cloned()
    }

    /// The primary key of the person with this key.
    pub(super) fn root_of(&self, key: &PersonKey) -> PersonKey {
        let root = self.people.get(key).and_then(|person| person.alias_of.as_ref());
        root.unwrap_or(key).clone()
    }

    /// All keys of the person with this primary key.
    pub(super) fn addresses_of(&self, root: &PersonKey) -> Vec<PersonKey> {
        [root].into_iter().chain(self.others.get(root).into_iter().flatten()).cloned().collect()
    }

    pub(super) fn entry_id(&self, key: &PersonKey) -> Option<EntryId> {
        self.entries.get(key).map(|entry| entry.id.clone())
    }

    pub(super) fn has_entry(&self, id: &EntryId) -> bool {
        self.entries.get(&id.person()).is_some_and(|entry| entry.id == *id)
    }

    pub(super) fn has_proposal(&self, id: &ProposalId) -> bool {
        self.proposals.contains_key(id)
    }

    pub(super) fn proposals_of(&self, root: &PersonKey) -> BTreeSet<ProposalId> {
        let keys = self.addresses_of(root);
        keys.iter().filter_map(|key| self.theirs.get(key)).flatten().cloned().collect()
    }

    pub(super) fn looked_up(&mut self, keys: &BTreeSet<PersonKey>) {
        self.looked_up.extend(keys.iter().cloned());
    }

    /// Keys whose items were not read yet.
    pub(super) fn unknown(&self) -> BTreeSet<PersonKey> {
        let all = self.named.keys().chain(self.others.keys());
        all.filter(|key| !self.looked_up.contains(*key)).cloned().collect()
    }

    pub(super) fn put_person(&mut self, person: Person) {
        if self.people.get(&person.key) == Some(&person) {
            return;
        }
        let before = self.people.get(&person.key).and_then(|before| before.alias_of.clone());
        if before != person.alias_of {
            if let Some(root) = before {
                self.others.entry(root.clone()).or_default().remove(&person.key);
                self.changed.insert(root);
            }
            if let Some(root) = &person.alias_of {
                self.others.entry(root.clone()).or_default().insert(person.key.clone());
                // Its row, if it had one of its own, goes.
                self.rows.remove(&person.key);
            }
        }
        self.changed.insert(person.key.clone());
        self.people.insert(person.key.clone(), person);
    }

    pub(super) fn put_entry(&mut self, entry: Entry) {
        let key = entry.id.person();
        let is_older = |known: &Entry| (known.joined_at, known.rev) > (entry.joined_at, entry.rev);
        if self.entries.get(&key).is_some_and(|known| *known == entry || is_older(known)) {
            return;
        }
        self.changed.insert(key.clone());
        self.entries.insert(key, entry);
    }

    /// Keeps what rows show of a proposal, without its text.
    pub(super) fn put_proposal(&mut self, edition: &Edition, proposal: Proposal) {
        let content = Content { title: proposal.content.title.clone(), ..Content::default() };
        let proposal = Proposal { content, ..proposal };
        if self.proposals.get(&proposal.id) == Some(&proposal) {
            return;
        }
        self.remove_proposal(&proposal.id);
        for email in proposal.listed_for() {
            let key = edition.person_key(email);
            self.named.entry(key.clone()).or_insert_with(|| email.clone());
            self.theirs.entry(key.clone()).or_default().insert(proposal.id.clone());
            self.changed.insert(key);
        }
        self.proposals.insert(proposal.id.clone(), proposal);
    }

    pub(super) fn remove_proposal(&mut self, id: &ProposalId) {
        if self.proposals.remove(id).is_none() {
            return;
        }
        for (key, theirs) in &mut self.theirs {
            if theirs.remove(id) {
                self.changed.insert(key.clone());
            }
        }
    }

    /// Removes proposals that no track lists.
    pub(super) fn keep_proposals(&mut self, listed: &BTreeSet<ProposalId>) {
        let gone: Vec<_> = self.proposals.keys().filter(|id| !listed.contains(*id)).cloned().collect();
        for id in &gone {
            self.remove_proposal(id);
        }
    }

    pub(super) fn put_roles(&mut self, roles: Vec<Role>) {
        let mut by_person: HashMap<PersonKey, Vec<Role>> = HashMap::new();
        for role in roles {
            let Some(key) = role.id.as_str().split('-').next().and_then(|key| key.parse::<PersonKey>().ok()) else {
                continue;
            };
            self.named.entry(key.clone()).or_insert_with(|| role.email.clone());
            by_person.entry(key).or_default().push(role);
        }
        let both = by_person.keys().chain(self.roles.keys());
        let changed: Vec<_> = both.filter(|key| by_person.get(*key) != self.roles.get(*key)).cloned().collect();
        self.changed.extend(changed);
        self.roles = by_person;
    }

    /// Makes the rows of those who have changed.
    pub(super) fn finish(&mut self) {
        let changed = std::mem::take(&mut self.changed);
        let mut roots: BTreeSet<_> = changed.iter().map(|key| self.root_of(key)).collect();
        roots.extend(changed);
        if roots.is_empty() {
            return;
        }
        for key in roots {
            // The row of an address that is linked to another belongs to that one.
            let row = if self.root_of(&key) == key { self.row_of(&key) } else { None };
            match row {
                Some(row) => drop(self.rows.insert(key, Arc::new(row))),
                None => drop(self.rows.remove(&key)),
            }
        }
        self.list = self.rows.values().cloned().collect();
    }

    fn row_of(&self, root: &PersonKey) -> Option<PersonRow> {
        let keys = self.addresses_of(root);
        let proposals: BTreeSet<_> = keys.iter().filter_map(|key| self.theirs.get(key)).flatten().collect();
        let without_item = |key: &&PersonKey| !self.people.contains_key(*key);
        let facts = Facts {
            people: keys.iter().filter_map(|key| self.people.get(key)).collect(),
            entries: keys.iter().filter_map(|key| self.entries.get(key)).collect(),
            proposals: proposals.into_iter().filter_map(|id| self.proposals.get(id)).collect(),
            roles: keys.iter().filter_map(|key| self.roles.get(key)).flatten().collect(),
            others: keys.iter().filter(without_item).filter_map(|key| self.named.get(key)).collect(),
        };
        PersonRow::of(root, &facts)
    }
}
