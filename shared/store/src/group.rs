//! One person in an edition, over all their linked addresses.
//!
//! Each address has an item of its own there, with what it had before it was linked. What is new goes to the root's: a
//! pass, a place on the waitlist, and whatever makes somebody come who did not. So of two requests by two addresses one
//! fails at the root's version. A request that began before the linking fails too: linking writes the items of both
//! addresses in every edition.
//!
//! The link is read before or beside the items. An item that has heard of a newer link than was read says so
//! (`alias_of`, `link_rev`), and then all is read again.

use domain::conference::ConferenceId;
use domain::link::{Link, LinkKind, LinkState};
use domain::person::{EmailAddress, PersonKey};
use domain::registration::{Person, Registration};
use domain::waitlist::Entry;

use crate::links::link_key;
use crate::registrations::person_write;
use crate::table::{Item, Write, typed};
use crate::{Edition, Store, StoreError, keys};

/// Reads before it is given up that link and items fit together.
const READS: u32 = 8;

/// One person in an edition.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// The address that what is new is kept under.
    pub(crate) root: EmailAddress,
    pub(crate) key: PersonKey,
    /// Those addresses that have an item here.
    pub(crate) people: Vec<Person>,
    /// The addresses to write to that are not the root.
    linked: Vec<EmailAddress>,
}

impl Group {
    /// Somebody with one address.
    pub(crate) fn alone(edition: &Edition, email: &EmailAddress, person: Option<Person>) -> Self {
        let key = edition.person_key(email);
        Self { root: email.clone(), key, people: person.into_iter().collect(), linked: Vec::new() }
    }

    /// The root's item.
    pub(crate) fn root(&self) -> Option<&Person> {
        self.people.iter().find(|person| person.key == self.key)
    }

    /// The root's item, or a new one.
    pub(crate) fn root_or_new(&self) -> Person {
        self.root().cloned().unwrap_or_else(|| Person::unregistered(self.key.clone(), self.root.clone()))
    }

    /// Whoever holds the pass.
    pub(crate) fn holder(&self) -> Option<&Person> {
        self.people.iter().find(|person| person.confirmed().is_some())
    }

    pub(crate) fn confirmed(&self) -> Option<&Registration> {
        self.people.iter().find_map(Person::confirmed)
    }

    /// The address to write to of what this address asks for: itself, unless it is being taken away.
    pub(crate) fn mailable(&self, email: &EmailAddress) -> EmailAddress {
        if *email == self.root || self.linked.contains(email) { email.clone() } else { self.root.clone() }
    }

    /// Their addresses, that of a request first.
    pub(crate) fn addresses(&self, email: &EmailAddress) -> Vec<EmailAddress> {
        let others = [&self.root].into_iter().chain(&self.linked).filter(|other| *other != email);
        // Whoever is being taken away asks for itself only.
        let known = *email == self.root || self.linked.contains(email);
        [email].into_iter().chain(others.filter(|_| known)).cloned().collect()
    }

    /// What makes a write of another item than the root's meet whatever else is new. Guarded by the root's version.
    pub(crate) fn touch(&self, c: &ConferenceId, written: &PersonKey) -> Option<Write> {
        (*written != self.key).then(|| person_write(c, &self.root_or_new(), self.root()))
    }
}

/// Whether an item knows of no link.
pub(crate) fn is_single(person: Option<&Person>) -> bool {
    person.is_none_or(|person| person.alias_of.is_none() && person.link_rev == 0)
}

impl Store {
    /// Everybody that the person with this address is in an edition.
    pub(crate) async fn group(&self, edition: &Edition, email: &EmailAddress) -> Result<Group, StoreError> {
        let c = edition.id();
        let asked = [keys::person(c, &edition.person_key(email)), link_key(&edition.people_salt, email)];
        for _ in 0..READS {
            let mut found = self.table.get_all(&asked).await?;
            let link = found.pop().flatten();
            let person = found.pop().flatten();
            if let Some(group) = self.group_from(edition, email, link, person).await? {
                return Ok(group);
            }
        }
        Err(StoreError::Busy("somebody's addresses change just now".into()))
    }

    /// The same, of somebody whose item is known.
    pub(crate) async fn group_of(&self, edition: &Edition, person: &Person) -> Result<Group, StoreError> {
        if is_single(Some(person)) {
            // Whatever links them later writes this item.
            return Ok(Group {
                root: person.email.clone(),
                key: person.key.clone(),
                people: vec![person.clone()],
                linked: Vec::new(),
            });
        }
        self.group(edition, &person.email).await
    }

    /// The same, from what was read of an address and of its link; `None` where the two do not fit together, because
    /// the link changes just now.
    pub(crate) async fn group_from(
        &self,
        edition: &Edition,
        email: &EmailAddress,
        link: Option<Item>,
        person: Option<Item>,
    ) -> Result<Option<Group>, StoreError> {
        let c = edition.id();
        let person: Option<Person> = person.map(typed).transpose()?;
        let link: Option<Link> = link.map(typed).transpose()?;
        let Some(link) = link else {
            return Ok(is_single(person.as_ref()).then(|| Group::alone(edition, email, person)));
        };
        let mut people: Vec<Person> = person.into_iter().collect();
        let link = match &link.kind {
            LinkKind::Root { .. } => link,
            LinkKind::Of { root } => {
                let asked = [keys::person(c, &edition.person_key(root)), link_key(&edition.people_salt, root)];
                let mut found = self.table.get_all(&asked).await?;
                let of: Option<Link> = found.pop().flatten().map(typed).transpose()?;
                people.extend(found.pop().flatten().map(typed::<Person>).transpose()?);
                match of.filter(|of| of.other(email).is_some()) {
                    Some(of) => of,
                    None => return Ok(None),
                }
            }
        };
        let root = link.email.clone();
        let key = edition.person_key(&root);
        if people.iter().any(|person| person.key == key && (person.link_rev > link.rev || person.alias_of.is_some())) {
            return Ok(None);
        }
        let others = link.others().iter().filter(|other| other.email != *email);
        let others: Vec<_> = others.map(|other| keys::person(c, &edition.person_key(&other.email))).collect();
        for found in self.table.get_all(&others).await?.into_iter().flatten() {
            people.push(typed(found)?);
        }
        let linked = link.others().iter().filter(|other| other.status == LinkState::Linked);
        let linked = linked.map(|other| other.email.clone()).collect();
        Ok(Some(Group { root, key, people, linked }))
    }

    /// The places on the waitlist that these items name, latest of each.
    pub(crate) async fn entries_of(&self, c: &ConferenceId, group: &Group) -> Result<Vec<Entry>, StoreError> {
        let keys: Vec<_> =
            group.people.iter().filter_map(|person| person.entry.as_ref()).map(|id| keys::entry(c, id)).collect();
        self.table.get_all(&keys).await?.into_iter().flatten().map(typed).collect()
    }
}
