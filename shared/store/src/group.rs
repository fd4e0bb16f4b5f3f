//! One person in an edition, over all their linked addresses.
//!
//! Each address has an item of its own there, with everything from before it was linked. New things go to the primary
//! item: a pass, a waitlist position, and anything else that makes a person attend. So of two requests by two
//! addresses, one fails at the primary item's version. A request that began before the linking fails too: linking
//! writes the items of both addresses in every edition.
//!
//! The link is read before or beside the items. An item that knows of a newer link says so (`alias_of`, `link_rev`),
//! and then everything is read again.

use domain::conference::{Attendance, ConferenceId};
use domain::link::{Link, LinkKind, LinkState};
use domain::person::{EmailAddress, PersonKey};
use domain::registration::{Person, Registration};
use domain::waitlist::Entry;

use crate::keys::Key;
use crate::registrations::writes::person_write;
use crate::table::{Asked, Batch, Found, Write, typed};
use crate::{Edition, Store, StoreError, keys};

/// Attempts to read a link and items that match.
const READS: u32 = 8;

/// One person in an edition.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// The primary address: new records are stored under its key.
    pub(crate) root: EmailAddress,
    pub(crate) key: PersonKey,
    /// Those addresses that have an item here.
    pub(crate) people: Vec<Person>,
    /// Other addresses that may get mail.
    linked: Vec<EmailAddress>,
}

impl Group {
    /// A person with one address.
    pub(crate) fn alone(edition: &Edition, email: &EmailAddress, person: Option<Person>) -> Self {
        let key = edition.person_key(email);
        let people = person.into_iter().map(|person| back(edition, email, person)).collect();
        Self { root: email.clone(), key, people, linked: Vec::new() }
    }

    /// The primary item.
    pub(crate) fn root(&self) -> Option<&Person> {
        self.people.iter().find(|person| person.key == self.key)
    }

    /// The primary item, or a new one.
    pub(crate) fn root_or_new(&self) -> Person {
        self.root().cloned().unwrap_or_else(|| Person::unregistered(self.key.clone(), self.root.clone()))
    }

    /// The item that holds the pass. Two addresses can have one each from before they were linked: then the one in
    /// person, which decides whether the person waits for another.
    pub(crate) fn holder(&self) -> Option<&Person> {
        let comes = |person: &&Person| person.active().is_some_and(|r| r.attendance == Attendance::InPerson);
        let any = || self.people.iter().find(|person| person.active().is_some());
        self.people.iter().find(comes).or_else(any)
    }

    /// The registration with the pass, confirmed or held.
    pub(crate) fn active(&self) -> Option<&Registration> {
        self.holder().and_then(Person::active)
    }

    /// The address for mails about this address's request: itself, unless it is being unlinked.
    pub(crate) fn mailable(&self, email: &EmailAddress) -> EmailAddress {
        if *email == self.root || self.linked.contains(email) { email.clone() } else { self.root.clone() }
    }

    /// The person's addresses, starting with the request's.
    pub(crate) fn addresses(&self, email: &EmailAddress) -> Vec<EmailAddress> {
        let others = [&self.root].into_iter().chain(&self.linked).filter(|other| *other != email);
        // An address that is being unlinked acts only for itself.
        let known = *email == self.root || self.linked.contains(email);
        [email].into_iter().chain(others.filter(|_| known)).cloned().collect()
    }

    /// Touches the primary item, so that concurrent writes to linked addresses conflict. Guarded by the primary item's
    /// version.
    pub(crate) fn touch(&self, c: &ConferenceId, written: &PersonKey) -> Option<Write> {
        (*written != self.key).then(|| person_write(c, &self.root_or_new(), self.root()))
    }
}

/// The item of a person who was erased, and comes back with the address: it is theirs again.
fn back(edition: &Edition, email: &EmailAddress, person: Person) -> Person {
    let is_back = person.email.is_erased() && person.key == edition.person_key(email);
    if is_back { Person { email: email.clone(), ..person } } else { person }
}

/// Whether an item knows of no link.
pub(crate) fn is_single(person: Option<&Person>) -> bool {
    person.is_none_or(|person| person.alias_of.is_none() && person.link_rev == 0)
}

/// What is stored of an address: the person in an edition, and the link to other addresses.
#[derive(Debug, Default)]
pub(crate) struct Address {
    person: Option<Person>,
    link: Option<Link>,
}

/// An address that is asked for in a batch.
pub(crate) struct AskedAddress {
    person: Asked<Person>,
    link: Asked<Link>,
}

pub(crate) fn ask_address(batch: &mut Batch, edition: &Edition, email: &EmailAddress) -> AskedAddress {
    AskedAddress {
        person: batch.ask(keys::person(edition.id(), &edition.person_key(email))),
        link: batch.ask(link_key(&edition.people_salt, email)),
    }
}

impl AskedAddress {
    pub(crate) fn of(self, found: &mut Found) -> Result<Address, StoreError> {
        Ok(Address { person: found.take(&self.person)?, link: found.take(&self.link)? })
    }
}

impl Store {
    async fn read_address(&self, edition: &Edition, email: &EmailAddress) -> Result<Address, StoreError> {
        let mut batch = Batch::default();
        let asked = ask_address(&mut batch, edition, email);
        asked.of(&mut batch.read(&self.table).await?)
    }

    /// All items of the person with this address in an edition.
    pub(crate) async fn group(&self, edition: &Edition, email: &EmailAddress) -> Result<Group, StoreError> {
        for _ in 0..READS {
            let read = self.read_address(edition, email).await?;
            if let Some(group) = self.group_from(edition, email, read).await? {
                return Ok(group);
            }
        }
        Err(StoreError::Busy("this person's addresses are being changed".into()))
    }

    /// The same for a person whose item is known.
    pub(crate) async fn group_of(&self, edition: &Edition, person: &Person) -> Result<Group, StoreError> {
        if is_single(Some(person)) {
            // Any later linking writes this item.
            return Ok(Group {
                root: person.email.clone(),
                key: person.key.clone(),
                people: vec![person.clone()],
                linked: Vec::new(),
            });
        }
        self.group(edition, &person.email).await
    }

    /// The same, from an address's items and its link. `None` if the two do not match, because the link is changing.
    pub(crate) async fn group_from(
        &self,
        edition: &Edition,
        email: &EmailAddress,
        Address { person, link }: Address,
    ) -> Result<Option<Group>, StoreError> {
        let c = edition.id();
        let Some(link) = link else {
            return Ok(is_single(person.as_ref()).then(|| Group::alone(edition, email, person)));
        };
        let mut people: Vec<Person> = person.into_iter().map(|person| back(edition, email, person)).collect();
        let link = match &link.kind {
            LinkKind::Root { .. } => link,
            LinkKind::Of { root } => {
                let of = self.read_address(edition, root).await?;
                people.extend(of.person);
                match of.link.filter(|of| of.other(email).is_some()) {
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

    /// The waitlist entries that these items name, the latest of each.
    pub(crate) async fn entries_of(&self, c: &ConferenceId, group: &Group) -> Result<Vec<Entry>, StoreError> {
        let keys: Vec<_> =
            group.people.iter().filter_map(|person| person.entry.as_ref()).map(|id| keys::entry(c, id)).collect();
        self.table.get_all(&keys).await?.into_iter().flatten().map(typed).collect()
    }
}

/// The key of an address's item.
pub(crate) fn link_key(salt: &str, email: &EmailAddress) -> Key {
    keys::link(&PersonKey::new(salt, email))
}
