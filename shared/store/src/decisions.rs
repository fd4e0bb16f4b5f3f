//! What leads decide, kept beside the proposals: private until it is released.

use context::Context;
use domain::conference::{ConferenceId, TrackId};
use domain::person::EmailAddress;
use domain::proposal::{Proposal, ProposalId};
use domain::review::{DecisionChange, Going, ProposalDecision, Refusal, Rule, Selection, rule};

use crate::registrations::TRIES;
use crate::table::{Cancelled, Guard, Write, due_at, item, number, text, typed};
use crate::{Edition, Store, StoreError, keys};

/// What became of a ruling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecisionOutcome {
    /// It is so, now or since before.
    Done(Box<ProposalDecision>),
    Refused(Refusal),
    /// There is no such proposal.
    Gone,
    Busy,
}

/// What became of a wish to release a track's decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReleaseOutcome {
    /// They are on their way, or were sent by the same wish before.
    Going(Selection),
    /// Nothing is decided that its people have not been told.
    Nothing,
    /// The decisions are others than those that were looked at; what names them now.
    Stale(String),
    Busy,
}

impl Store {
    /// The verdicts of proposals, in their order: where there is none, one that says so.
    pub async fn rulings(&self, c: &ConferenceId, proposals: &[Proposal]) -> Result<Vec<ProposalDecision>, StoreError> {
        let keys: Vec<_> = proposals.iter().map(|proposal| keys::ruling(c, &proposal.id)).collect();
        let found = self.table.get_all(&keys).await?;
        let ruling = |(proposal, found)| ProposalDecision::of(proposal, self.readable_one(found));
        Ok(proposals.iter().zip(found).map(ruling).collect())
    }

    /// The verdict of one proposal.
    pub async fn ruling(&self, c: &ConferenceId, proposal: &Proposal) -> Result<ProposalDecision, StoreError> {
        let found = self.table.get(&keys::ruling(c, &proposal.id)).await?.map(typed).transpose()?;
        Ok(ProposalDecision::of(proposal, found))
    }

    /// Notes what a lead decides. Guarded by the verdict's version and by the proposal's state and track: of two leads
    /// at once the second decides on what the first did, and a repeat finds it so.
    pub async fn rule(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &ProposalId,
        wish: &Rule,
        by: &EmailAddress,
    ) -> Result<DecisionOutcome, StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let Some(proposal) = self.proposal(c, id).await? else { return Ok(DecisionOutcome::Gone) };
            let before = self.ruling(c, &proposal).await?;
            let after = match rule(&before, &proposal, wish, by, ctx.now()) {
                Ok(DecisionChange::Same) => return Ok(DecisionOutcome::Done(Box::new(before))),
                Ok(DecisionChange::New(after)) => after,
                Err(refusal) => return Ok(DecisionOutcome::Refused(refusal)),
            };
            let writes = vec![
                ruling_write(c, &after, &before),
                Write::Check {
                    key: keys::proposal(c, id),
                    guards: vec![
                        Guard::Equals("track", text(proposal.track.as_str())),
                        Guard::Equals("state", text(proposal.state.as_str())),
                    ],
                },
            ];
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(DecisionOutcome::Done(after)),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(DecisionOutcome::Busy)
    }

    /// How far a track's selection is.
    pub async fn selection(&self, c: &ConferenceId, t: &TrackId) -> Result<Selection, StoreError> {
        let found = self.table.get(&keys::selection(c, t)).await?;
        Ok(found.map(typed).transpose()?.unwrap_or_default())
    }

    /// Releases what is decided in a track: notes which decisions, and makes that due. From then on the workflow tells
    /// them, whatever dies meanwhile. Guarded by the selection's version; a repeat finds the same ones on their way.
    pub async fn release_decisions(
        &self,
        ctx: &Context,
        edition: &Edition,
        t: &TrackId,
        preview: Option<&str>,
        by: &EmailAddress,
    ) -> Result<ReleaseOutcome, StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let before = self.selection(c, t).await?;
            let proposals = self.proposals_of_track(c, t).await?;
            let rulings = self.rulings(c, &proposals).await?;
            let going = going(&proposals, &rulings);
            let now = Selection::preview_of(&going);
            // What was withdrawn on its way and has come back is not on its way any more: the same decisions go again.
            let same = before.preview == now && !before.going.is_empty();
            let repeated = preview == Some(&before.preview) && before.preview != now;
            if before.round > 0 && (same || repeated) {
                return Ok(ReleaseOutcome::Going(before));
            }
            if going.is_empty() {
                return Ok(if before.round > 0 { ReleaseOutcome::Going(before) } else { ReleaseOutcome::Nothing });
            }
            if preview.is_some_and(|preview| preview != now) {
                return Ok(ReleaseOutcome::Stale(now));
            }
            let after = before.release(going, by, ctx.now());
            let write = selection_write(c, t, &after, &before, Some(ctx.now()));
            match self.table.transact(ctx.id("transaction", 26), vec![write]).await {
                Ok(()) => return Ok(ReleaseOutcome::Going(after)),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(ReleaseOutcome::Busy)
    }
}

/// The decisions of a track that its people have not been told and can be: those that a release is about, in the
/// order of the proposals: whoever proposed first is told first, and has the first pass.
pub fn going(proposals: &[Proposal], rulings: &[ProposalDecision]) -> Vec<Going> {
    let decided = proposals.iter().zip(rulings).filter(|(proposal, ruling)| {
        ruling
            .pending
            .as_ref()
            .is_some_and(|p| proposal.state.clone().decide(p.decision, None, proposal.updated_at).is_ok())
    });
    decided.map(|(proposal, ruling)| Going { proposal: proposal.id.clone(), rev: ruling.rev }).collect()
}

/// Guarded by the version that was read.
pub(crate) fn ruling_write(c: &ConferenceId, after: &ProposalDecision, before: &ProposalDecision) -> Write {
    let guard = if before.rev == 0 { Guard::Absent } else { Guard::Equals("rev", number(before.rev)) };
    Write::Put { item: item(&keys::ruling(c, &after.proposal), after), guards: vec![guard] }
}

/// Guarded by the version that was read; due as long as there is something to do for it.
pub(crate) fn selection_write(
    c: &ConferenceId,
    t: &TrackId,
    after: &Selection,
    before: &Selection,
    due: Option<jiff::Timestamp>,
) -> Write {
    let mut put = item(&keys::selection(c, t), after);
    if let Some(at) = due {
        due_at(&mut put, "release-decisions", at);
    }
    let guard =
        if before.rev == 0 { Guard::EqualsOrUnset("rev", number(0)) } else { Guard::Equals("rev", number(before.rev)) };
    Write::Put { item: put, guards: vec![guard] }
}
