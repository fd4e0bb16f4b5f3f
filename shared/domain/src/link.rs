//! Linked addresses: all verified addresses of a person count as one person.
//!
//! The first address of a group is its *root* and never changes. New records of all linked addresses are stored under
//! the root's key, so that concurrent requests conflict. The *primary* address is for display and mail; the person can
//! choose it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::person::EmailAddress;

/// The stored state of a linked address. Other addresses have no such item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub email: EmailAddress,
    #[serde(flatten)]
    pub kind: LinkKind,
    /// Version for optimistic locking: a write succeeds only on the version that was read.
    pub rev: u64,
}

/// The address's part in its group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LinkKind {
    /// The first address; it lists all others.
    Root {
        /// For display and mail.
        primary: EmailAddress,
        /// In order of linking.
        others: Vec<Linked>,
    },
    Of {
        root: EmailAddress,
    },
}

/// An entry in the root's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    pub email: EmailAddress,
    /// The time at which the owner verified it.
    pub linked_at: Timestamp,
    pub status: LinkState,
}

/// The progress of linking an address. Until it is done, a new record of either address conflicts with one of the
/// other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// In progress: checking whether both addresses hold conflicting records.
    Linking,
    /// Done: one person.
    Linked,
    Unlinking,
}

/// The most other addresses in a group.
pub const OTHERS_MAX: usize = 5;

impl Link {
    /// A group of one address, at this version.
    pub fn alone(email: EmailAddress, rev: u64) -> Self {
        let kind = LinkKind::Root { primary: email.clone(), others: Vec::new() };
        Self { email, kind, rev }
    }

    /// The root's other addresses, including those still being linked.
    pub fn others(&self) -> &[Linked] {
        match &self.kind {
            LinkKind::Root { others, .. } => others,
            LinkKind::Of { .. } => &[],
        }
    }

    /// The entry of one of the other addresses.
    pub fn other(&self, email: &EmailAddress) -> Option<&Linked> {
        self.others().iter().find(|other| other.email == *email)
    }

    /// Sets the entry of another address; adds it if it is missing.
    #[must_use]
    pub fn with(&self, email: &EmailAddress, status: LinkState, at: Timestamp) -> Self {
        let mut after = Self { rev: self.rev + 1, ..self.clone() };
        if let LinkKind::Root { primary, others } = &mut after.kind {
            match others.iter_mut().find(|other| other.email == *email) {
                Some(other) => other.status = status,
                None => others.push(Linked { email: email.clone(), linked_at: at, status }),
            }
            if status != LinkState::Linked && primary == email {
                *primary = self.email.clone();
            }
        }
        after
    }

    /// Removes another address.
    #[must_use]
    pub fn without(&self, email: &EmailAddress) -> Self {
        let mut after = self.with(email, LinkState::Unlinking, Timestamp::UNIX_EPOCH);
        if let LinkKind::Root { others, .. } = &mut after.kind {
            others.retain(|other| other.email != *email);
        }
        after
    }

    /// Changes the primary address; `None` if the new one is not verified.
    pub fn with_primary(&self, email: &EmailAddress) -> Option<Self> {
        let known = self.addresses().into_iter().find(|address| address == email)?;
        let mut after = Self { rev: self.rev + 1, ..self.clone() };
        let LinkKind::Root { primary, .. } = &mut after.kind else { return None };
        *primary = known;
        Some(after)
    }

    /// A person's verified addresses, primary first, from their root's item.
    pub fn addresses(&self) -> Vec<EmailAddress> {
        let LinkKind::Root { primary, others } = &self.kind else { return vec![self.email.clone()] };
        let linked = others.iter().filter(|other| other.status == LinkState::Linked).map(|other| &other.email);
        let mut all: Vec<_> = std::iter::once(&self.email).chain(linked).cloned().collect();
        all.sort_by_key(|address| address != primary);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_primary_is_first_and_unverified_addresses_are_omitted() {
        let address = |text: &str| text.parse::<EmailAddress>().unwrap();
        let linked = |text, status| Linked { email: address(text), linked_at: Timestamp::UNIX_EPOCH, status };
        let kind = LinkKind::Root {
            primary: address("new@example.org"),
            others: vec![
                linked("new@example.org", LinkState::Linked),
                linked("half@example.org", LinkState::Linking),
                linked("gone@example.org", LinkState::Unlinking),
            ],
        };
        let root = Link { email: address("old@example.org"), kind, rev: 3 };
        assert_eq!(root.addresses(), [address("new@example.org"), address("old@example.org")]);
    }

    /// Addresses that were being linked when a new version was deployed must still be read.
    #[test]
    fn states_keep_the_words_they_are_stored_with() {
        let words = [LinkState::Linking, LinkState::Linked, LinkState::Unlinking].map(|state| serde_json::json!(state));
        assert_eq!(words, ["linking", "linked", "unlinking"]);
    }
}
