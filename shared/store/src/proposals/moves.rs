//! Moving proposals between tracks, and merging two.

use std::collections::BTreeSet;

use context::Context;
use domain::conference::Track;
use domain::proposal::{Deed, Proposal, ProposalId, ProposalState, Refusal};

use super::{Actor, Edit, RevisionOutcome, change_writes, lead_entry};
use crate::table::{Cancelled, TRIES, Write, text};
use crate::{Edition, Store, StoreError, keys};

/// The outcome of merging two proposals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeOutcome {
    /// They are merged, now or since before: this one has the speakers of both.
    Merged(Box<Proposal>),
    /// The first proposal changed since the revision that the request names; this is its current state.
    Stale(Box<Proposal>),
    /// The merge was refused, and why.
    Refused(Refusal),
    /// There is no such proposal.
    Gone,
    /// Too many concurrent writes. Nothing was changed.
    Busy,
}

impl Store {
    /// Asks the leads of another track to take a proposal. A draft moves at once, and so does a proposal if the actor
    /// leads that track too. Guarded by its revision; a repeat finds it asked, or moved.
    pub async fn ask_to_move(
        &self,
        ctx: &Context,
        edition: &Edition,
        target: (&ProposalId, Option<u64>),
        (to, reason, at_once): (&Track, Option<String>, bool),
        by: Actor<'_>,
    ) -> Result<Option<RevisionOutcome>, StoreError> {
        let leads = if at_once { Vec::new() } else { self.team(edition).await?.leads(&to.id) };
        let deed = |_: &Proposal| if at_once { Deed::MoveAnswered } else { Deed::MoveAsked };
        let make = |p: &Proposal, _: Option<&Track>| {
            if p.moving.as_ref().is_some_and(|moving| moving.to == to.id && moving.reason == reason) && !at_once {
                return Ok(None);
            }
            let now = ctx.now();
            if at_once || p.state == ProposalState::Draft {
                return p.clone().move_to(to, now).map(Some);
            }
            p.clone().ask_to_move(to, reason.clone(), by.email(), now).map(Some)
        };
        self.change_and_notify(ctx, edition, target, by, &leads, deed, make).await
    }

    /// Answers a request to move a proposal. Guarded by its revision: later changes are checked again, and an answered
    /// request is closed.
    pub async fn answer_move(
        &self,
        ctx: &Context,
        edition: &Edition,
        target: (&ProposalId, Option<u64>),
        accept: bool,
        by: Actor<'_>,
    ) -> Result<Option<RevisionOutcome>, StoreError> {
        let make = |p: &Proposal, _: Option<&Track>| {
            let to = p.moving.as_ref().and_then(|moving| edition.conference.track(moving.to.as_str()));
            p.clone().answer_move(to, accept, ctx.now()).map(Some)
        };
        self.change_proposal(ctx, edition, target, by, |_| Deed::MoveAnswered, make).await
    }

    /// Merges a proposal into another: that one gets its speakers, and this one is withdrawn and points there. Guarded
    /// by the revisions of both; a repeat finds them merged.
    pub async fn merge_proposals(
        &self,
        ctx: &Context,
        edition: &Edition,
        (id, revision): (&ProposalId, Option<u64>),
        into: &ProposalId,
        by: Actor<'_>,
    ) -> Result<MergeOutcome, StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let (Some(from), Some(other)) = (self.proposal(c, id).await?, self.proposal(c, into).await?) else {
                return Ok(MergeOutcome::Gone);
            };
            if from.state.merged_into() == Some(into) {
                return Ok(MergeOutcome::Merged(Box::new(other)));
            }
            if revision.is_some_and(|revision| revision != from.revision) {
                return Ok(MergeOutcome::Stale(Box::new(from)));
            }
            let now = ctx.now();
            let merged = match from.clone().merge_into(into, now) {
                Ok(merged) => merged,
                Err(wrong) => return Ok(MergeOutcome::Refused(wrong.into())),
            };
            let united = match other.clone().merged_with(&from, now) {
                Ok(united) => united,
                Err(refusal) => return Ok(MergeOutcome::Refused(refusal)),
            };
            let edit = |before, after| Edit { before: Some(before), after, by: by.email(), deed: Deed::Merged };
            let mut writes = change_writes(ctx, edition, &edit(&from, &merged));
            writes.extend(change_writes(ctx, edition, &edit(&other, &united)));
            // Takes back the passes that the merged proposal earned. The other proposal's selection invites its new
            // speakers.
            writes.extend(self.following_writes(ctx, edition, Some(&from), &merged).await?);
            let counts = self.count_writes(edition, Some(&from), &merged, None).await?;
            writes.extend(counts.unwrap_or_default());
            writes.extend(lead_entry(ctx, edition, by, Deed::Merged, (Some(&from), &merged)));
            match self.table.transact(ctx.id("transaction", 26), marked_once(writes)).await {
                Ok(()) => return Ok(MergeOutcome::Merged(Box::new(united))),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(MergeOutcome::Busy)
    }
}

/// Joins the writes of several changed proposals. A transaction may write an item once, so a person in several of them
/// is marked once.
pub(crate) fn marked_once(mut writes: Vec<Write>) -> Vec<Write> {
    let mut marked = BTreeSet::new();
    writes.retain(|write| match write {
        Write::Put { item, .. } if item.get("sk") == Some(&text(keys::STANDING)) => {
            marked.insert(item.get("pk").and_then(|pk| pk.as_s().ok()).cloned())
        }
        _ => true,
    });
    writes
}
