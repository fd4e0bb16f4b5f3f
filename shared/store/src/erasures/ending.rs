//! Ends what a person has that is active, by the same acts as when they end it themselves.

use std::collections::BTreeMap;

use context::Context;
use domain::activity::{Act, Kind};
use domain::erasure::Erasure;
use domain::person::EmailAddress;
use domain::proposal::{Proposal, ProposalState};
use domain::role::{Role, RoleId, RoleState};
use domain::waitlist::EntryState;
use jiff::Timestamp;

use crate::proposals::{Actor, RevisionOutcome};
use crate::registrations::CancelOutcome;
use crate::roles::{RoleChangeOutcome, named};
use crate::table::Cancelled;
use crate::waitlist::{Ending, Leave};
use crate::{Edition, Store, StoreError};

fn busy() -> StoreError {
    StoreError::Busy("a person to erase changes just now".into())
}

impl Store {
    /// Ends what is active in the next edition; `false` if there is none left.
    pub(super) async fn end_somewhere(&self, ctx: &Context, erasure: &mut Erasure) -> Result<bool, StoreError> {
        let mut editions = self.editions().await?.into_iter().map(|entry| entry.id);
        let Some(c) = editions.find(|c| erasure.covers(Some(c)) && !erasure.ended.contains(c)) else {
            return Ok(false);
        };
        if let Some(edition) = self.readable_edition(&c).await? {
            self.end_in(ctx, &edition, erasure).await?;
        }
        erasure.ended.insert(c);
        Ok(true)
    }

    async fn end_in(&self, ctx: &Context, edition: &Edition, erasure: &mut Erasure) -> Result<(), StoreError> {
        let addresses = erasure.traces.addresses.clone();
        // What an edition that is over has, is its history: it stays, without the person.
        if ctx.now() < edition.conference.ends_at() {
            self.end_passes(ctx, edition, &addresses).await?;
        }
        let proposals = self.proposals_of(edition, &addresses).await?;
        let roles = self.all_roles_of(edition, &addresses).await?;
        // The definition names some without an item of their own.
        let named = named(edition).into_iter().filter(|(_, email)| addresses.contains(email));
        let named = named.map(|(kind, email)| (RoleId::new(&edition.person_key(&email), &kind), email));
        let open = roles.into_iter().filter(Role::is_open).map(|role| (role.id, role.email));
        let roles: BTreeMap<_, _> = named.chain(open).map(|(id, email)| (id.to_string(), (id, email))).collect();
        let mut is_known = !proposals.is_empty() || !roles.is_empty();
        for email in &addresses {
            is_known |= !self.group(edition, email).await?.people.is_empty();
        }
        for proposal in proposals {
            erasure.traces.ids.insert(proposal.id.to_string());
            self.end_proposal(ctx, edition, &proposal, &addresses).await?;
            if proposal.is_owned_by(&addresses) && !proposal.is_in_programme() {
                erasure.blanked.insert(proposal.id.to_string());
            }
        }
        for (id, email) in roles.into_values() {
            match self.change_role(ctx, edition, &id, RoleState::GivenUp, &email).await? {
                Some(RoleChangeOutcome::LastOrganizer) => {
                    return Err(StoreError::Broken(format!("{} has no other organizer", edition.id())));
                }
                Some(RoleChangeOutcome::Busy) => return Err(busy()),
                _ => {}
            }
        }
        self.revoke_invitations(ctx, edition, &addresses).await?;
        // An organizer's act has its own entry.
        let is_known = is_known && erasure.conference.is_none();
        if is_known { self.note_erasure(ctx, edition, erasure).await } else { Ok(()) }
    }

    /// Only what is stored under these addresses. Another one that is being linked or unlinked is in the group too, and
    /// its person is not erased.
    async fn end_passes(&self, ctx: &Context, edition: &Edition, addresses: &[EmailAddress]) -> Result<(), StoreError> {
        let keys: Vec<_> = addresses.iter().map(|email| edition.person_key(email)).collect();
        let mut seen = Vec::new();
        for email in addresses {
            let group = self.group(edition, email).await?;
            let entries = self.entries_of(edition.id(), &group).await?.into_iter();
            for entry in entries.filter(|entry| entry.is_active() && keys.contains(&entry.id.person())) {
                let decline = entry.state == EntryState::Offered && entry.open_offer(ctx.now()).is_some();
                let how = if decline { Leave::Decline } else { Leave::Withdraw };
                if let Some(Ending::Busy) = self.leave(ctx, edition, &entry.id, how).await? {
                    return Err(busy());
                }
            }
            let own = group.people.iter().filter(|person| keys.contains(&person.key));
            let held = own.filter_map(|person| person.active());
            for registration in held.filter(|held| !seen.contains(&held.id)).cloned().collect::<Vec<_>>() {
                if let Some(CancelOutcome::Busy) = self.cancel(ctx, edition, &registration.id).await? {
                    return Err(busy());
                }
                seen.push(registration.id);
            }
        }
        Ok(())
    }

    /// Open proposals are withdrawn, and drafts deleted. Those in the programme stay there.
    async fn end_proposal(
        &self,
        ctx: &Context,
        edition: &Edition,
        proposal: &Proposal,
        addresses: &[EmailAddress],
    ) -> Result<(), StoreError> {
        if !proposal.is_owned_by(addresses) {
            return Ok(());
        }
        let by = Actor { addresses: std::slice::from_ref(&proposal.owner), as_lead: false };
        let at = (&proposal.id, None);
        let outcome = match proposal.state {
            ProposalState::Draft => self.delete_draft(ctx, edition, at, by).await?,
            ProposalState::Submitted | ProposalState::Standby { .. } => {
                self.withdraw_proposal(ctx, edition, at, by).await?
            }
            _ => None,
        };
        match outcome {
            Some(RevisionOutcome::Busy | RevisionOutcome::Stale(_)) => Err(busy()),
            _ => Ok(()),
        }
    }

    async fn revoke_invitations(
        &self,
        ctx: &Context,
        edition: &Edition,
        addresses: &[EmailAddress],
    ) -> Result<(), StoreError> {
        for pool in edition.conference.pools.iter().filter(|pool| pool.is_reserved()) {
            for email in addresses {
                self.revoke(ctx, edition.id(), &pool.id, &edition.invitation_id(&pool.id, email)).await?;
            }
        }
        Ok(())
    }

    /// One entry in the edition's log. Guarded by its absence: a repeat has the same change and the same instant,
    /// whichever scan it follows.
    async fn note_erasure(&self, ctx: &Context, edition: &Edition, erasure: &Erasure) -> Result<(), StoreError> {
        let Some(email) = erasure.reader() else { return Ok(()) };
        let act = Act::new(Kind::PersonErased, edition.person_key(email), &erasure.id);
        let Some(entry) = self.activity_since(edition.id(), act, erasure.asked_at) else { return Ok(()) };
        match self.table.transact(ctx.id("transaction", 26), vec![entry]).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(()),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// What stays public of a person, for the last mail: one line for each edition, with the day on which it ends.
    pub(super) async fn public_words(&self, ctx: &Context, erasure: &Erasure) -> Result<String, StoreError> {
        let mut lines: Vec<String> = Vec::new();
        for c in &erasure.ended {
            let Some(edition) = self.readable_edition(c).await? else { continue };
            let proposals = self.proposals_of(&edition, &erasure.traces.addresses).await?;
            if proposals.iter().any(Proposal::is_in_programme) {
                let at: Option<Timestamp> = edition.conference.privacy.ends_at(&edition.conference);
                if at.is_none_or(|at| ctx.now() < at) {
                    let at = at.map(|at| at.to_string()).unwrap_or_default();
                    lines.push(format!("{}\t{at}", edition.conference.name));
                }
            }
        }
        Ok(lines.join("\n"))
    }
}
