//! Which people a proposal makes contributors, and how it counts towards a track's limit.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Proposal, ProposalId};
use crate::conference::TrackId;
use crate::person::EmailAddress;

/// One person's submissions to one track. The write that submits a proposal checks the limit on this item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submissions {
    /// Submitted proposals that were not withdrawn.
    pub proposals: BTreeSet<ProposalId>,
    /// Version for optimistic locking: a write succeeds only on the version that was read.
    pub rev: u64,
}

impl Proposal {
    /// The contributors: owner and confirmed speakers, while the proposal is open or accepted.
    pub fn contributors(&self) -> Vec<&EmailAddress> {
        if self.state.contributes() { self.people().into_iter().map(|(email, _)| email).collect() } else { Vec::new() }
    }

    /// Whether it is accepted: its title, its abstract and its speakers' names are public.
    pub fn is_in_programme(&self) -> bool {
        matches!(self.state.as_str(), "accepted" | "confirmed")
    }

    /// The person and track whose limit it counts towards: the owner's, from submission until withdrawal.
    pub fn counts(&self) -> Option<(&TrackId, &EmailAddress)> {
        let counts = !matches!(self.state.as_str(), "draft" | "withdrawn");
        counts.then_some((&self.track, &self.owner))
    }

    /// The people who see it in their list: the owner, and speakers who have not declined.
    pub fn listed_for(&self) -> Vec<&EmailAddress> {
        let speakers = self.speakers.iter().filter(|s| s.state.as_str() != "declined" && s.email != self.owner);
        [&self.owner].into_iter().chain(speakers.map(|s| &s.email)).collect()
    }
}
