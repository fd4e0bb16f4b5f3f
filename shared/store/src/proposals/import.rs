//! Imports proposals from another system.

use context::Context;
use domain::proposal::{
    Content, Deed, ImportedProposal, Invited, Proposal, ProposalId, ProposalState, SPEAKERS_MAX, code,
};

use super::{Actor, Edit, change_writes, lead_entry};
use crate::table::{Cancelled, TRIES};
use crate::{Edition, Store, StoreError};

impl Store {
    /// Imports a proposal, submitted or confirmed; returns its id, and whether it is new. Its id follows from its guid,
    /// so its absence guards it: proposals from an earlier import stay unchanged. With `dry_run` nothing is written.
    pub async fn import_proposal(
        &self,
        ctx: &Context,
        edition: &Edition,
        brought: &ImportedProposal,
        by: Actor<'_>,
        dry_run: bool,
    ) -> Result<(ProposalId, bool), StoreError> {
        let c = edition.id();
        let id = ProposalId::of_import(c.as_str(), &brought.guid);
        for attempt in 0..TRIES {
            let known = self.proposal(c, &id).await?.is_some();
            if known || dry_run {
                return Ok((id, !known));
            }
            let (now, number) = (ctx.now(), self.next_number(c).await?);
            let nonces: Vec<_> = (0..SPEAKERS_MAX).map(|_| ctx.nonce()).collect();
            let links = Invited { nonces: &nonces, key_id: ctx.keys().current() };
            let blank = Proposal {
                id: id.clone(),
                number,
                code: code(number),
                guid: brought.guid.clone(),
                track: brought.track.clone(),
                content: Content::clone(&brought.content),
                owner: by.email().clone(),
                speakers: Vec::new(),
                state: if brought.confirmed {
                    ProposalState::Confirmed { confirmed_at: now }
                } else {
                    ProposalState::Submitted
                },
                created_at: now,
                submitted_at: Some(now),
                updated_at: now,
                revision: 1,
                moving: None,
                became: None,
                invitations: 0,
                request: None,
            };
            // At most as many speakers as one proposal has: fewer than it may invite in its life.
            let made = blank.with_speakers(&brought.speakers, by.addresses, &links, now);
            let made = made.map_err(|refusal| StoreError::Broken(format!("{id} cannot be brought in: {refusal:?}")))?;
            let edit = Edit { before: None, after: &made, by: by.email(), deed: Deed::Imported };
            let mut writes = change_writes(ctx, edition, &edit);
            writes.extend(self.count_writes(edition, None, &made, None).await?.unwrap_or_default());
            writes.extend(lead_entry(ctx, edition, by, Deed::Imported, (None, &made)));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok((id, true)),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("too much went on to bring a proposal in".into()))
    }
}
