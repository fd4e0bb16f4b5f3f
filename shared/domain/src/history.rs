//! Imported attendance of earlier editions, as hashes of e-mail addresses. Addresses are never stored.
//!
//! An address becomes a [`PastPerson`] in two steps. The first is SHA-256 of the folded address; the owner of the list
//! can do it, to avoid handing over addresses. It is not stored, because anyone can test guessed addresses against it.
//! The second step hashes it again with the series' secret salt.

mod read;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::person::EmailAddress;
use crate::phrase::Phrase;

pub use read::{Lines, Record, from_document, from_records};

/// The limit of people in one import and in one edition.
pub const PEOPLE_MAX: usize = 50_000;

/// The most pages of one roll. One transaction writes all of them, and `TransactWriteItems` takes 100 items.
pub const PAGES_MAX: u32 = 64;

/// The target size of a page, in people. It keeps the item small (8 KB), because looking up one person reads the whole
/// page.
const ON_A_PAGE: usize = 512;

/// SHA-256 of a folded address. Imports may contain it instead of the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AddressHash([u8; 32]);

impl AddressHash {
    pub fn of(email: &EmailAddress) -> Self {
        Self(Sha256::digest(email.folded().as_bytes()).into())
    }
}

impl fmt::Display for AddressHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for AddressHash {
    type Err = Phrase;

    fn from_str(text: &str) -> Result<Self, Phrase> {
        let error = || Phrase::of("must-be-sha256");
        let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
        let digits = digits.filter(|digits| digits.len() == 64).ok_or_else(error)?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = pair[0] << 4 | pair[1];
        }
        Ok(Self(bytes))
    }
}

/// Bytes of a [`PastPerson`]: 128 bits.
const BYTES: usize = 16;

/// A person of an earlier edition: the salted hash of their address's hash. Without the series' salt, neither an
/// address nor a list of hashes reveals it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PastPerson([u8; BYTES]);

impl PastPerson {
    pub fn new(salt: &str, address: &AddressHash) -> Self {
        let mut hash = Sha256::new();
        hash.update(salt.as_bytes());
        hash.update([0]);
        hash.update(address.0);
        let hash: [u8; 32] = hash.finalize().into();
        let mut bytes = [0; BYTES];
        bytes.copy_from_slice(&hash[..BYTES]);
        Self(bytes)
    }

    /// The index of the page with this person.
    pub fn page(&self, pages: u32) -> u32 {
        // The first bits of hashes are uniform, so pages have similar sizes; and pages are in order.
        u32::from(u16::from_be_bytes([self.0[0], self.0[1]])) * pages / (1 << 16)
    }

    /// Whether a page made by [`Roll::pages`] contains them.
    pub fn is_on(&self, page: &[u8]) -> bool {
        let (people, _) = page.as_chunks::<BYTES>();
        people.binary_search(&self.0).is_ok()
    }
}

/// All people of one earlier edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roll(BTreeSet<PastPerson>);

impl Roll {
    /// Parses pages, in any order; `None` if one is damaged.
    pub fn read<'a>(pages: impl IntoIterator<Item = &'a [u8]>) -> Option<Self> {
        let mut roll = Self::default();
        for page in pages {
            let (people, rest) = page.as_chunks::<BYTES>();
            if !rest.is_empty() {
                return None;
            }
            roll.0.extend(people.iter().copied().map(PastPerson));
        }
        Some(roll)
    }

    pub fn pages_needed(&self) -> u32 {
        u32::try_from(self.0.len().div_ceil(ON_A_PAGE)).unwrap_or(PAGES_MAX).clamp(1, PAGES_MAX)
    }

    /// Distributes the people, in order, over this number of pages.
    pub fn pages(&self, pages: u32) -> Vec<Vec<u8>> {
        let mut written = vec![Vec::new(); usize::try_from(pages).unwrap_or(0)];
        for person in &self.0 {
            let page = usize::try_from(person.page(pages)).unwrap_or(0);
            written[page].extend_from_slice(&person.0);
        }
        written
    }

    /// Returns whether the person is new.
    pub fn add(&mut self, person: PastPerson) -> bool {
        self.0.insert(person)
    }

    /// Returns whether the person was present.
    pub fn remove(&mut self, person: &PastPerson) -> bool {
        self.0.remove(person)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hash(email: &str) -> AddressHash {
        AddressHash::of(&email.parse().unwrap())
    }

    #[test]
    fn an_address_hash_equals_sha256sum_of_the_folded_address() {
        // printf %s ann@example.org | sha256sum
        let printed = "438c4c7afe600cdf1e455c369bec76dc970fc8ca463447c7b387a347f3c79331";
        assert_eq!(hash("Ann@Example.ORG").to_string(), printed);
        assert_eq!(printed.parse(), Ok(hash("ann@example.org")));
        assert_eq!(printed.to_uppercase().parse::<AddressHash>().unwrap().to_string(), printed);
        for bad in ["", "ann@example.org", &printed[1..], &format!("{printed}0"), &printed.replace('3', "g")] {
            assert!(bad.parse::<AddressHash>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_past_person_depends_on_the_salt() {
        let ann = hash("ann@example.org");
        assert_ne!(PastPerson::new("a", &ann), PastPerson::new("b", &ann));
        assert_ne!(PastPerson::new("a", &ann).0, ann.0[..BYTES]);
    }

    proptest! {
        #[test]
        fn exactly_the_people_of_the_roll_are_found_on_their_pages(
            people in prop::collection::btree_set(any::<u32>(), 0..300),
            others in prop::collection::vec(any::<u32>(), 20),
            pages in 1..=PAGES_MAX,
        ) {
            let person = |n: &u32| PastPerson::new("salt", &AddressHash(Sha256::digest(n.to_be_bytes()).into()));
            let mut roll = Roll::default();
            for n in &people {
                prop_assert!(roll.add(person(n)));
                prop_assert!(!roll.add(person(n)));
            }
            let written = roll.pages(pages);
            let read = Roll::read(written.iter().map(Vec::as_slice));
            prop_assert_eq!(read.as_ref(), Some(&roll));
            for n in people.iter().chain(&others) {
                let someone = person(n);
                let page = &written[someone.page(pages) as usize];
                prop_assert_eq!(someone.is_on(page), people.contains(n));
            }
        }
    }

    #[test]
    fn a_large_roll_still_fits_one_transaction() {
        let mut roll = Roll::default();
        for n in 0..PEOPLE_MAX as u128 {
            // Uniform in the first bits, like hashes.
            roll.add(PastPerson(n.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835).to_be_bytes()));
        }
        assert_eq!((roll.len(), roll.pages_needed()), (PEOPLE_MAX, PAGES_MAX));
        let pages = roll.pages(PAGES_MAX);
        // An item has at most 400 KB, a transaction 4 MB.
        assert!(pages.iter().all(|page| page.len() < 20_000));
        assert_eq!(pages.iter().map(Vec::len).sum::<usize>(), PEOPLE_MAX * BYTES);
    }
}
