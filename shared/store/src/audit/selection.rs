//! The consistency check of the selection: decisions, their notifications, and the passes that they earn.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use domain::invitation::{Invitation, InvitationState};
use domain::mail::Mail;
use domain::proposal::{Decision, Proposal, ProposalState};
use domain::review::{ProposalDecision, Selection};

use crate::StoreError;
use crate::table::typed;

/// The items of proposals, decisions and selections.
#[derive(Clone, Debug, Default)]
pub(super) struct SeenSelection {
    proposals: BTreeMap<String, Proposal>,
    rulings: BTreeMap<String, ProposalDecision>,
    invitations: BTreeMap<String, Invitation>,
    /// Each with whether it is due.
    selections: BTreeMap<String, (Selection, bool)>,
}

impl SeenSelection {
    /// Adds an item if it belongs to this part; returns whether it did.
    pub(super) fn sort(
        &mut self,
        pk: &str,
        sk: &str,
        item: &HashMap<String, AttributeValue>,
    ) -> Result<bool, StoreError> {
        let key = pk.to_owned();
        match sk {
            "PROPOSAL" => drop(self.proposals.insert(key, typed(item.clone())?)),
            "DECISION" => drop(self.rulings.insert(key, typed(item.clone())?)),
            "INVITATION" => drop(self.invitations.insert(key, typed(item.clone())?)),
            "SELECTION" => {
                let due = super::is_accounted_for(item);
                self.selections.insert(key, (typed(item.clone())?, due));
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Forgets a removed item: drafts can be removed.
    pub(super) fn forget(&mut self, pk: &str, sk: &str) {
        if sk == "PROPOSAL" {
            self.proposals.remove(pk);
        }
    }

    /// Promise 2: no invitation stays open for a proposal that has left the programme. Promise 6: each state agrees
    /// with its notification, and released decisions are on their way. Promise 8: every notification queued its mail.
    pub(super) fn check(&self, mails: &BTreeMap<String, Mail>, find: &mut impl FnMut(u8, String)) {
        for (pk, ruling) in &self.rulings {
            let Some(proposal) = self.proposals.get(pk) else {
                find(6, format!("{pk} has a decision and no proposal"));
                continue;
            };
            let Some(notified) = ruling.notified.as_ref().filter(|_| ruling.track == proposal.track) else { continue };
            if !agrees(notified.decision, &proposal.state) {
                let said = notified.decision.as_str();
                find(6, format!("{pk} is {}, and its people were told that it is {said}", proposal.state.as_str()));
            }
            let prefix = format!("MAIL#decision-released:{}:{}:", proposal.id, notified.round);
            if !mails.range(prefix.clone()..).next().is_some_and(|(key, _)| key.starts_with(&prefix)) {
                find(8, format!("{prefix}… was never queued"));
            }
        }
        for (pk, invitation) in &self.invitations {
            let c = pk.split("#INVITATION#").next().unwrap_or_default();
            if invitation.state != InvitationState::Open {
                continue;
            }
            for earned in &invitation.earned_by {
                let proposal = self.proposals.get(&format!("{c}#PROPOSAL#{earned}"));
                let state = proposal.map(|proposal| &proposal.state);
                if !matches!(state, Some(ProposalState::Accepted { .. } | ProposalState::Confirmed { .. })) {
                    let state = state.map_or("gone", ProposalState::as_str);
                    find(2, format!("{pk} is open for the proposal {earned}, which is {state}"));
                }
            }
        }
        for (pk, (selection, due)) in &self.selections {
            if !due && !selection.going.is_empty() {
                find(6, format!("{pk} has {} decisions on their way and is not due", selection.going.len()));
            }
        }
    }
}

/// Whether a state can follow from the latest decision that was sent.
fn agrees(notified: Decision, state: &ProposalState) -> bool {
    let possible: &[&str] = match notified {
        Decision::Accepted => &["accepted", "confirmed", "declined"],
        Decision::Standby => &["standby"],
        Decision::Rejected => &["rejected"],
    };
    // After any decision, speakers may have withdrawn the proposal, and submitted it again.
    possible.contains(&state.as_str()) || matches!(state.as_str(), "withdrawn" | "submitted")
}
