//! Who was registered for earlier editions of a series, as it was imported: hashes of addresses, never addresses.
//!
//! An address becomes a [`PastPerson`] in two steps. The first, SHA-256 of the folded address, can be done by whoever
//! has the addresses and does not want to hand them over. Anybody who guesses an address can do it too, so it is not
//! stored: the second step hashes it again under the series' own salt.

mod read;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::person::EmailAddress;

pub use read::{Lines, Record, from_document, from_records};

/// People of one import and of one edition.
pub const PEOPLE_MAX: usize = 50_000;

/// Pages of one roll: they are written in one transaction, which takes 100 items (`TransactWriteItems`).
pub const PAGES_MAX: u32 = 64;

/// People on a page before there is a further one: it stays a small item (8 KB), which is read for one of them.
const ON_A_PAGE: usize = 512;

/// SHA-256 of a folded address: what an import may have in place of it.
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
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let error = || "must be a SHA-256 as 64 hexadecimal digits".to_owned();
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

/// Somebody of an earlier edition: a hash of their address's hash under the series' salt, so that it cannot be found
/// from an address, or from a list of hashes that somebody else has, without the salt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PastPerson([u8; BYTES]);

impl PastPerson {
    /// The person of this address under the series' salt.
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

    /// The page that they are on, of so many.
    pub fn page(&self, pages: u32) -> u32 {
        // Hashes are even over their first bits, so pages are too, and they are in order.
        u32::from(u16::from_be_bytes([self.0[0], self.0[1]])) * pages / (1 << 16)
    }

    /// Whether a page, as [`Roll::pages`] gives it, has them.
    pub fn is_on(&self, page: &[u8]) -> bool {
        let (people, _) = page.as_chunks::<BYTES>();
        people.binary_search(&self.0).is_ok()
    }
}

/// Everybody of one earlier edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roll(BTreeSet<PastPerson>);

impl Roll {
    /// Reads pages, in any order; `None` where one is not whole.
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

    /// How many pages these people need.
    pub fn pages_needed(&self) -> u32 {
        u32::try_from(self.0.len().div_ceil(ON_A_PAGE)).unwrap_or(PAGES_MAX).clamp(1, PAGES_MAX)
    }

    /// The people in order on so many pages.
    pub fn pages(&self, pages: u32) -> Vec<Vec<u8>> {
        let mut written = vec![Vec::new(); usize::try_from(pages).unwrap_or(0)];
        for person in &self.0 {
            let page = usize::try_from(person.page(pages)).unwrap_or(0);
            written[page].extend_from_slice(&person.0);
        }
        written
    }

    /// Adds somebody; whether they are new.
    pub fn add(&mut self, person: PastPerson) -> bool {
        self.0.insert(person)
    }

    /// Takes somebody out; whether they were in.
    pub fn remove(&mut self, person: &PastPerson) -> bool {
        self.0.remove(person)
    }

    /// How many people.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nobody is in.
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
    fn an_address_hash_is_what_sha256sum_prints_of_the_folded_address() {
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
    fn a_past_person_says_nothing_without_the_salt() {
        let ann = hash("ann@example.org");
        assert_ne!(PastPerson::new("a", &ann), PastPerson::new("b", &ann));
        assert_ne!(PastPerson::new("a", &ann).0, ann.0[..BYTES]);
    }

    proptest! {
        #[test]
        fn whoever_is_on_the_roll_is_found_on_their_page_and_nobody_else(
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
                let somebody = person(n);
                let page = &written[somebody.page(pages) as usize];
                prop_assert_eq!(somebody.is_on(page), people.contains(n));
            }
        }
    }

    #[test]
    fn a_large_roll_still_fits_one_transaction() {
        let mut roll = Roll::default();
        for n in 0..PEOPLE_MAX as u128 {
            // Even over the first bits, as hashes are.
            roll.add(PastPerson(n.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835).to_be_bytes()));
        }
        assert_eq!((roll.len(), roll.pages_needed()), (PEOPLE_MAX, PAGES_MAX));
        let pages = roll.pages(PAGES_MAX);
        // An item has at most 400 KB, a transaction 4 MB.
        assert!(pages.iter().all(|page| page.len() < 20_000));
        assert_eq!(pages.iter().map(Vec::len).sum::<usize>(), PEOPLE_MAX * BYTES);
    }
}
