//! The consistency check of proposals: their pointers agree with them, and so do the counts for limits.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use domain::conference::ConferenceId;
use domain::person::PersonKey;
use domain::proposal::{Proposal, ProposalId, ProposalState, Submissions};

use crate::proposals::{pointer_keys, row_of_item};
use crate::table::typed;
use crate::{StoreError, keys};

/// Proposals and the items beside them.
#[derive(Clone, Debug, Default)]
pub(super) struct SeenProposals {
    proposals: BTreeMap<String, Proposal>,
    /// Pointers: partition and sort key.
    pointers: BTreeSet<(String, String)>,
    /// The states that the rows of tracks say.
    rows: BTreeMap<(String, String), ProposalState>,
    submissions: BTreeMap<String, Submissions>,
    /// By edition, as `C#{c}`.
    salts: BTreeMap<String, String>,
}

/// Whether this part of the check handles an item with these keys.
pub(super) fn is_one(pk: &str, sk: &str) -> bool {
    matches!(sk, keys::HEAD | keys::PROPOSAL | "SUBMISSIONS") || is_pointer(pk)
}

fn is_pointer(pk: &str) -> bool {
    pk.ends_with("#PROPOSALS") || pk.contains("#SPEAKER#")
}

impl SeenProposals {
    /// Adds an item in place of an earlier version.
    pub(super) fn sort(
        &mut self,
        pk: String,
        sk: String,
        item: HashMap<String, AttributeValue>,
    ) -> Result<(), StoreError> {
        match sk.as_str() {
            keys::HEAD => {
                let salt = item.get("salt").and_then(|salt| salt.as_s().ok()).cloned();
                self.salts.extend(salt.map(|salt| (pk, salt)));
            }
            keys::PROPOSAL => drop(self.proposals.insert(pk, typed(item)?)),
            "SUBMISSIONS" => drop(self.submissions.insert(pk, typed(item)?)),
            _ => {
                let key = (pk, sk);
                match row_of_item(&item) {
                    Some(row) => _ = self.rows.insert(key.clone(), row.state),
                    None => _ = self.rows.remove(&key),
                }
                self.pointers.insert(key);
            }
        }
        Ok(())
    }

    /// Forgets a removed item: drafts and pointers can be removed.
    pub(super) fn forget(&mut self, pk: &str, sk: &str) {
        if sk == keys::PROPOSAL {
            self.proposals.remove(pk);
        }
        let key = (pk.to_owned(), sk.to_owned());
        self.pointers.remove(&key);
        self.rows.remove(&key);
    }

    /// Promise 6: its track and its people find every stored proposal. It has a number of its own and counts once.
    /// Promise 9: people find only their own proposals.
    pub(super) fn check(&self, find: &mut impl FnMut(u8, String)) {
        let mut expected = BTreeSet::new();
        let mut counted: BTreeMap<String, BTreeSet<ProposalId>> = BTreeMap::new();
        let mut numbers = BTreeSet::new();
        for (pk, proposal) in &self.proposals {
            let edition = pk.split("#PROPOSAL#").next().unwrap_or_default();
            let Some(salt) = self.salts.get(edition) else {
                find(6, format!("{pk} is of no edition"));
                continue;
            };
            let Ok(c) = edition.trim_start_matches("C#").parse::<ConferenceId>() else { continue };
            let row = (keys::track_proposals(&c, &proposal.track), proposal.id.to_string());
            if let Some(state) = self.rows.get(&row).filter(|state| **state != proposal.state) {
                find(6, format!("the row of {pk} says {}, and it is {}", state.as_str(), proposal.state.as_str()));
            }
            let people = proposal.listed_for().into_iter().map(|email| PersonKey::new(salt, email));
            expected.extend(pointer_keys(&c, proposal, people).into_iter().map(|key| (key.pk, key.sk)));
            if let Some((track, owner)) = proposal.counts() {
                let key = keys::submissions(&c, track, &PersonKey::new(salt, owner));
                counted.entry(key.pk).or_default().insert(proposal.id.clone());
            }
            if !numbers.insert((edition, proposal.number)) {
                find(6, format!("{pk} has the number {} of another", proposal.number));
            }
        }
        for (pk, sk) in expected.difference(&self.pointers) {
            find(6, format!("the proposal {sk} is not found under {pk}"));
        }
        for (pk, sk) in self.pointers.difference(&expected) {
            find(9, format!("{pk} has the proposal {sk}, which is not its own"));
        }
        for (pk, submissions) in &self.submissions {
            let counted = counted.remove(pk).unwrap_or_default();
            if counted != submissions.proposals {
                find(6, format!("{pk} counts {}, and {} are submitted", submissions.proposals.len(), counted.len()));
            }
        }
        for (pk, counted) in counted {
            find(6, format!("{pk} counts nothing, and {} are submitted", counted.len()));
        }
    }
}
