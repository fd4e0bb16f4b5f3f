//! What a proposal makes of its people: contributors to the conference, and so far towards a track's limit.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Proposal, ProposalId};
use crate::conference::TrackId;
use crate::person::EmailAddress;

/// What one person has submitted to one track, so that a limit is decided in the write.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submissions {
    /// Which proposals: submitted, and not withdrawn since.
    pub proposals: BTreeSet<ProposalId>,
    /// Counts the writes; every change is made on the version it was decided on.
    pub rev: u64,
}

impl Proposal {
    /// Whom it makes a contributor: owner and confirmed speakers, while it may come or will.
    pub fn contributors(&self) -> Vec<&EmailAddress> {
        if self.state.contributes() { self.people().into_iter().map(|(email, _)| email).collect() } else { Vec::new() }
    }

    /// Whose limit it counts towards, and in which track: its owner's, from submission until it is withdrawn.
    pub fn counts(&self) -> Option<(&TrackId, &EmailAddress)> {
        let counts = !matches!(self.state.as_str(), "draft" | "withdrawn");
        counts.then_some((&self.track, &self.owner))
    }

    /// Everybody in whose list it is: owner, and speakers unless they have declined.
    pub fn listed_for(&self) -> Vec<&EmailAddress> {
        let speakers = self.speakers.iter().filter(|s| s.state.as_str() != "declined" && s.email != self.owner);
        [&self.owner].into_iter().chain(speakers.map(|s| &s.email)).collect()
    }
}
