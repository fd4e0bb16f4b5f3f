//! Leads' decisions, stored beside the proposals: private until released.

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::{ConferenceId, TrackId};
use domain::person::EmailAddress;
use domain::proposal::{Proposal, ProposalId};
use domain::review::{DecisionChange, Going, ProposalDecision, Refusal, Rule, Selection, rule};

use crate::activity::activity_by;
use crate::proposals::pending_write;
use crate::table::{Cancelled, Guard, TRIES, Write, due_at, item, number, text, typed};
use crate::{Edition, Store, StoreError, keys};

/// The outcome of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecisionOutcome {
    /// The decision holds, now or since before.
    Done(Box<ProposalDecision>),
    Refused(Refusal),
    /// There is no such proposal.
    Gone,
    Busy,
}

/// The outcome of releasing a track's decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReleaseOutcome {
    /// The decisions are on their way, or the same request sent them before.
    Going(Selection),
    /// Every decision has already been sent.
    Nothing,
    /// The decisions differ from those the lead looked at; this names the current ones.
    Stale(String),
    Busy,
}

impl Store {
    /// The decisions on proposals, in their order; for a proposal without one, an empty decision.
    pub async fn rulings(&self, c: &ConferenceId, proposals: &[Proposal]) -> Result<Vec<ProposalDecision>, StoreError> {
        let keys: Vec<_> = proposals.iter().map(|proposal| keys::decision(c, &proposal.id)).collect();
        let found = self.table.get_all(&keys).await?;
        let ruling = |(proposal, found)| ProposalDecision::of(proposal, self.readable_one(found));
        Ok(proposals.iter().zip(found).map(ruling).collect())
    }

    /// The decision on one proposal.
    pub async fn ruling(&self, c: &ConferenceId, proposal: &Proposal) -> Result<ProposalDecision, StoreError> {
        let found = self.table.get(&keys::decision(c, &proposal.id)).await?.map(typed).transpose()?;
        Ok(ProposalDecision::of(proposal, found))
    }

    /// Notes a lead's decision. Guarded by the decision's version and by the proposal's state and track. Of two
    /// concurrent leads, the second decides on the result of the first; a repeat changes nothing.
    pub async fn rule(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &ProposalId,
        requested: &Rule,
        by: &EmailAddress,
    ) -> Result<DecisionOutcome, StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let Some(proposal) = self.proposal(c, id).await? else { return Ok(DecisionOutcome::Gone) };
            let before = self.ruling(c, &proposal).await?;
            let after = match rule(&before, &proposal, requested, by, ctx.now()) {
                Ok(DecisionChange::Same) => return Ok(DecisionOutcome::Done(Box::new(before))),
                Ok(DecisionChange::New(after)) => after,
                Err(refusal) => return Ok(DecisionOutcome::Refused(refusal)),
            };
            let writes = vec![
                ruling_write(c, &after, &before),
                pending_write(c, &proposal, after.pending.as_ref().map(|pending| pending.decision)),
                Write::Check {
                    key: keys::proposal(c, id),
                    guards: vec![
                        Guard::Equals("track", text(proposal.track.as_str())),
                        Guard::Equals("state", text(proposal.state.as_str())),
                    ],
                },
                decision_entry(ctx, edition, &proposal, (&before, &after), by),
            ];
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(DecisionOutcome::Done(after)),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(DecisionOutcome::Busy)
    }

    /// The progress of a track's selection.
    pub async fn selection(&self, c: &ConferenceId, t: &TrackId) -> Result<Selection, StoreError> {
        let found = self.table.get(&keys::selection(c, t)).await?;
        Ok(found.map(typed).transpose()?.unwrap_or_default())
    }

    /// Releases a track's decisions: notes them, and makes them due. From then on the workflow sends them, whichever
    /// process dies. Guarded by the selection's version; a repeat finds the same decisions on their way.
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
            // A proposal withdrawn and resubmitted during the release is no longer on its way: the same decisions go
            // again.
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
            let act = Act::new(Kind::DecisionsReleased, t, after.rev).after(after.going.len() as u64);
            let writes = vec![write, activity_by(ctx, edition, by, act.of_track(Some(t)))];
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(ReleaseOutcome::Going(after)),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(ReleaseOutcome::Busy)
    }
}

fn decision_entry(
    ctx: &Context,
    edition: &Edition,
    proposal: &Proposal,
    (before, after): (&ProposalDecision, &ProposalDecision),
    by: &EmailAddress,
) -> Write {
    let word = |ruling: &ProposalDecision| {
        ruling.pending.as_ref().map_or("none", |pending| pending.decision.as_str()).to_owned()
    };
    let act = Act::new(Kind::DecisionMade, &proposal.id, after.rev).before(word(before)).after(word(after));
    activity_by(ctx, edition, by, act.of_track(Some(&proposal.track)))
}

/// The decisions of a track that a release would send, in the order of the proposals. So the earliest proposal gets the
/// first mail and the first pass.
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
    Write::Put { item: item(&keys::decision(c, &after.proposal), after), guards: vec![guard] }
}

/// Guarded by the version that was read; due while there is work left.
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
