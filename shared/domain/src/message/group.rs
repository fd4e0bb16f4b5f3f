//! The group of people that a message goes to.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::conference::TrackId;
use crate::directory::{Filter, PersonRow, RowWaitlist};
use crate::proposal::ProposalState;

/// The most people that a message can name one by one.
pub const PEOPLE_MAX: usize = 500;

/// The people who match everything that it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Group {
    pub filter: Filter,
    /// Speakers and owners of submitted proposals to this track. With `filter.speaks`, only those of accepted ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub track: Option<TrackId>,
    /// The state of one of their proposals, of the track if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal_state: Option<String>,
    /// Only these, if there are any.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub ids: BTreeSet<String>,
}

impl Group {
    /// Whether a lead may write to it: they see only the people of their track, so that how many match cannot tell
    /// anything else of them.
    pub fn is_only_of_track(&self) -> bool {
        let Filter { q: _, speaks: _, state, attendance, pool, class, role } = &self.filter;
        let others = [state.is_some(), attendance.is_some(), pool.is_some(), class.is_some(), role.is_some()];
        self.track.is_some() && self.ids.is_empty() && !others.contains(&true)
    }

    pub fn matches(&self, row: &PersonRow) -> bool {
        self.filter.matches(row) && self.names(row) && self.matches_proposals(row)
    }

    fn names(&self, row: &PersonRow) -> bool {
        self.ids.is_empty() || self.ids.contains(&row.id)
    }

    fn matches_proposals(&self, row: &PersonRow) -> bool {
        if self.track.is_none() && self.proposal_state.is_none() {
            return true;
        }
        let speaks = self.filter.speaks == Some(true);
        row.proposals.iter().any(|proposal| {
            self.track.as_ref().is_none_or(|track| proposal.track == *track)
                && self.proposal_state.as_deref().is_none_or(|state| proposal.state.as_str() == state)
                && (!speaks || proposal.is_speaker && proposal.is_accepted())
        })
    }
}

/// The states by which proposals can be chosen: a draft is for its own people.
pub fn proposal_states() -> impl Iterator<Item = &'static str> {
    ProposalState::WORDS.iter().copied().filter(|word| *word != "draft")
}

/// Whether a necessary message goes to them although they opted out: it concerns their pass, their entry on the
/// waitlist, or their proposal.
pub fn is_active(row: &PersonRow) -> bool {
    let is_open = |state: &ProposalState| !matches!(state.as_str(), "draft" | "withdrawn" | "rejected" | "declined");
    row.is_registered()
        || row.waitlist.as_ref().is_some_and(RowWaitlist::is_active)
        || row.proposals.iter().any(|proposal| is_open(&proposal.state))
}
