//! The consistency check of imported editions: a head agrees with its pages.

use std::collections::BTreeMap;

use domain::history::Roll;

use crate::StoreError;
use crate::history::{Import, people_of};
use crate::keys::SALT;
use crate::table::{Item, typed};

/// Heads of imports and their pages, by the partition of the pages.
#[derive(Clone, Debug, Default)]
pub(super) struct SeenHistory {
    heads: BTreeMap<String, Import>,
    pages: BTreeMap<String, BTreeMap<String, Vec<u8>>>,
}

/// The partition of a head's pages; `None` if the key is not a head's.
fn pages_of(pk: &str, sk: &str) -> Option<String> {
    (pk.ends_with("#HISTORY") && sk != SALT).then(|| format!("{pk}#{sk}"))
}

impl SeenHistory {
    pub(super) fn sort(&mut self, pk: &str, sk: &str, item: Item) -> Result<(), StoreError> {
        if let Some(pages) = pages_of(pk, sk) {
            self.heads.insert(pages, typed(item)?);
        } else if pk.contains("#HISTORY#") {
            self.pages.entry(pk.to_owned()).or_default().insert(sk.to_owned(), people_of(&item)?.to_vec());
        }
        Ok(())
    }

    pub(super) fn forget(&mut self, pk: &str, sk: &str) {
        if let Some(pages) = pages_of(pk, sk) {
            self.heads.remove(&pages);
        } else if let Some(pages) = self.pages.get_mut(pk) {
            pages.remove(sk);
            self.pages.retain(|_, pages| !pages.is_empty());
        }
    }

    /// Promise 6: every imported person is on the page where look-ups expect them.
    pub(super) fn check(&self, find: &mut impl FnMut(u8, String)) {
        for (pk, head) in &self.heads {
            let pages = self.pages.get(pk);
            let written: Vec<_> = pages.into_iter().flat_map(BTreeMap::values).map(Vec::as_slice).collect();
            let roll = Roll::read(written.iter().copied()).unwrap_or_default();
            let people = head.people;
            if roll.len() as u64 != people || roll.pages(head.pages) != written {
                find(6, format!("{pk} says {people} people on {} pages and has {}", head.pages, roll.len()));
            }
        }
        for pk in self.pages.keys().filter(|pk| !self.heads.contains_key(*pk)) {
            find(6, format!("{pk} has people and no import"));
        }
    }
}
