//! Addresses of one person: those they have verified count as one person everywhere.
//!
//! The address that others were linked to first is the *root*. It stays the root: what is got by any of the addresses
//! is kept under the root's key, so of two requests at once one meets the other. Which of them is the *primary*, the
//! one to show and to write to, is theirs to choose.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::person::EmailAddress;

/// What is kept of an address that is linked to others. One that is not has no such item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub email: EmailAddress,
    /// What it is to the others.
    #[serde(flatten)]
    pub kind: LinkKind,
    /// Counts the writes; every change is made on the version it was decided on.
    pub rev: u64,
}

/// What an address is to the others it is linked with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LinkKind {
    /// The first: it knows all others.
    Root {
        /// Which one to show and to write to.
        primary: EmailAddress,
        /// The others, in order of linking.
        others: Vec<Linked>,
    },
    Of {
        root: EmailAddress,
    },
}

/// An address in its root's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    pub email: EmailAddress,
    /// Since when its owner has proved it.
    pub linked_at: Timestamp,
    pub status: LinkState,
}

/// How far the linking of an address is. While it is not done, nothing new can be got by either address that the other
/// would not stand in the way of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// Being linked: it is looked whether both hold something.
    LinkOutcome,
    /// Linked: one person.
    Linked,
    UnlinkOutcome,
}

/// Addresses that one can be linked with.
pub const OTHERS_MAX: usize = 5;

impl Link {
    /// An address by itself, at this version.
    pub fn alone(email: EmailAddress, rev: u64) -> Self {
        let kind = LinkKind::Root { primary: email.clone(), others: Vec::new() };
        Self { email, kind, rev }
    }

    /// The others of a root, those that are only half linked too.
    pub fn others(&self) -> &[Linked] {
        match &self.kind {
            LinkKind::Root { others, .. } => others,
            LinkKind::Of { .. } => &[],
        }
    }

    /// What is said of one of the others.
    pub fn other(&self, email: &EmailAddress) -> Option<&Linked> {
        self.others().iter().find(|other| other.email == *email)
    }

    /// The root with one of the others so; added if need be.
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

    /// The root without one of the others.
    #[must_use]
    pub fn without(&self, email: &EmailAddress) -> Self {
        let mut after = self.with(email, LinkState::UnlinkOutcome, Timestamp::UNIX_EPOCH);
        if let LinkKind::Root { others, .. } = &mut after.kind {
            others.retain(|other| other.email != *email);
        }
        after
    }

    /// The root with another primary; `None` where that is none of the verified addresses.
    pub fn with_primary(&self, email: &EmailAddress) -> Option<Self> {
        let known = self.addresses().into_iter().find(|address| address == email)?;
        let mut after = Self { rev: self.rev + 1, ..self.clone() };
        let LinkKind::Root { primary, .. } = &mut after.kind else { return None };
        *primary = known;
        Some(after)
    }

    /// The verified addresses of one person, primary first, from their root's item.
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
    fn the_primary_comes_first_and_what_is_not_verified_does_not_count() {
        let address = |text: &str| text.parse::<EmailAddress>().unwrap();
        let linked = |text, status| Linked { email: address(text), linked_at: Timestamp::UNIX_EPOCH, status };
        let kind = LinkKind::Root {
            primary: address("new@example.org"),
            others: vec![
                linked("new@example.org", LinkState::Linked),
                linked("half@example.org", LinkState::LinkOutcome),
                linked("gone@example.org", LinkState::UnlinkOutcome),
            ],
        };
        let root = Link { email: address("old@example.org"), kind, rev: 3 };
        assert_eq!(root.addresses(), [address("new@example.org"), address("old@example.org")]);
    }
}
