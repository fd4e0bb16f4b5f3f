//! Promise 3: one person, one pass.

use std::collections::{BTreeMap, BTreeSet};

use domain::link::{LinkKind, LinkState};
use domain::registration::Person;
use domain::waitlist::Entry;

use super::{Seen, audit, confirmed_id, given_up, no_shows};
use crate::plan::{Act, Answer};

/// 3: one confirmed registration per address, in the table and in the answers to its owner.
pub(super) fn promise_3_one_person_one_pass(seen: &Seen<'_>) -> Result<(), String> {
    // An erasure removes the links of a person one by one.
    let is_half_removed =
        |why: &str| !seen.at_end && !seen.now.erasures.is_empty() && why.starts_with("an address counts");
    if let Err(why) = audit(seen, 3)
        && !is_half_removed(&why)
    {
        return Err(why);
    }
    let mut confirmed = BTreeSet::new();
    for person in seen.now.people.values().filter(|person| person.confirmed().is_some()) {
        if !confirmed.insert(person.email.folded()) {
            return Err("a person has two confirmed registrations".into());
        }
    }
    linked_addresses_are_one_person(seen)?;
    // By item: a person who took an address away can have a pass under each.
    let mut active: BTreeMap<(usize, &str), &str> = BTreeMap::new();
    for attempt in &seen.book.attempts {
        let given = match attempt.act {
            Act::Register { person, .. } | Act::Answer { person, how: Answer::Accept, .. } => {
                confirmed_id(attempt).map(|id| (person, id))
            }
            _ => no_shows::walked_in(attempt),
        };
        let Some((person, id)) = given else { continue };
        if given_up(seen, id) {
            continue;
        }
        let item = id.split('-').next().unwrap_or_default();
        let first = active.entry((person, item)).or_insert(id);
        if *first != id {
            return Err(format!("person {person} was given {first} and {id}, and cancelled neither"));
        }
    }
    Ok(())
}

/// A person who has linked two addresses has one pass and one active waitlist entry with both. This reads the items,
/// independently of the product's own audit.
fn linked_addresses_are_one_person(seen: &Seen<'_>) -> Result<(), String> {
    let waits = |person: &Person| {
        let entry = person.entry.as_ref().and_then(|id| seen.now.entries.get(id.as_str()));
        entry.is_some_and(Entry::is_active)
    };
    for alias in seen.now.people.values() {
        let Some(root_key) = &alias.alias_of else { continue };
        let root = seen.now.people.values().find(|person| person.key == *root_key);
        let Some(root) = root else { return Err(format!("{} counts as {root_key}, which is not there", alias.key)) };
        let link = seen.now.links.get(&alias.email.folded()).and_then(|link| match &link.kind {
            LinkKind::Of { root } => seen.now.links.get(&root.folded()),
            LinkKind::Root { .. } => None,
        });
        let linked = link.and_then(|link| link.other(&alias.email)).is_some_and(|of| of.status == LinkState::Linked);
        if linked && alias.confirmed().is_some() && root.confirmed().is_some() {
            return Err(format!("one person has a pass as {} and as {root_key}", alias.key));
        }
        if linked && waits(alias) && waits(root) {
            return Err(format!("one person waits as {} and as {root_key}", alias.key));
        }
    }
    Ok(())
}
