//! Reviews and tags: what reviewers and leads note of a track's proposals. They are kept in the track, apart from the
//! proposals, so that one read shows them all and nothing of a proposal changes with them.

use std::collections::BTreeSet;

use context::Context;
use domain::conference::{ConferenceId, TrackId};
use domain::person::EmailAddress;
use domain::proposal::{Proposal, ProposalId, ProposalState};
use domain::review::{Review, Said};
use serde::{Deserialize, Serialize};

use crate::registrations::TRIES;
use crate::table::{Cancelled, Guard, Write, item, number, text, typed};
use crate::{Edition, Store, StoreError, keys};

/// What became of a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewOutcome {
    /// It is so, now or since before.
    Done(Review),
    /// They have said that they are not the one to judge it.
    Conflicted,
    /// The proposal is not under review, with its state.
    Closed(&'static str),
    /// There is no such proposal in this track any more.
    Gone,
    Busy,
}

#[derive(Debug, Serialize, Deserialize)]
struct Tagged {
    proposal: ProposalId,
    tags: Vec<String>,
}

/// Whether what reviewers say of a proposal in this state still counts.
pub fn is_under_review(state: &ProposalState) -> bool {
    matches!(state, ProposalState::Submitted | ProposalState::Standby { .. })
}

impl Store {
    /// All reviews of a track, by proposal.
    pub async fn track_reviews(&self, c: &ConferenceId, t: &TrackId) -> Result<Vec<Review>, StoreError> {
        Ok(self.readable(self.table.query(&keys::reviews(c, t)).await?))
    }

    pub async fn reviews_of(&self, c: &ConferenceId, proposal: &Proposal) -> Result<Vec<Review>, StoreError> {
        let prefix = format!("{}#", proposal.id);
        let found = self.table.query_prefix(&keys::reviews(c, &proposal.track), &prefix).await?;
        found.into_iter().map(typed).collect()
    }

    /// Whether somebody with these addresses has declared a conflict with a proposal.
    pub async fn has_conflict(
        &self,
        edition: &Edition,
        proposal: &Proposal,
        addresses: &[EmailAddress],
    ) -> Result<bool, StoreError> {
        Ok(self.own_reviews(edition, proposal, addresses).await?.iter().any(Review::is_conflict))
    }

    /// The proposals of a track that somebody with these addresses has declared a conflict with.
    pub async fn conflicts(
        &self,
        c: &ConferenceId,
        t: &TrackId,
        addresses: &[EmailAddress],
    ) -> Result<BTreeSet<ProposalId>, StoreError> {
        let reviews = self.track_reviews(c, t).await?.into_iter();
        let theirs = reviews.filter(|review| review.is_conflict() && addresses.contains(&review.reviewer));
        Ok(theirs.map(|review| review.proposal).collect())
    }

    /// What somebody has said of a proposal by any of their addresses.
    async fn own_reviews(
        &self,
        edition: &Edition,
        proposal: &Proposal,
        addresses: &[EmailAddress],
    ) -> Result<Vec<Review>, StoreError> {
        let key = |address| keys::review(edition.id(), &proposal.track, &proposal.id, &edition.person_key(address));
        let keys: Vec<_> = addresses.iter().map(key).collect();
        self.table.get_all(&keys).await?.into_iter().flatten().map(typed).collect()
    }

    /// Notes what somebody says of a proposal. Guarded by the version of what they said before, and by the proposal's
    /// being in this track and state; a repeat finds it said.
    pub async fn review(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &ProposalId,
        addresses: &[EmailAddress],
        said: &Said,
    ) -> Result<ReviewOutcome, StoreError> {
        let c = edition.id();
        let Some(reviewer) = addresses.first() else { return Ok(ReviewOutcome::Gone) };
        for attempt in 0..TRIES {
            let Some(proposal) = self.proposal(c, id).await? else { return Ok(ReviewOutcome::Gone) };
            let own = self.own_reviews(edition, &proposal, addresses).await?;
            let before = own.iter().find(|review| review.is_conflict()).or(own.first());
            if let Some(before) = before {
                if before.said == *said {
                    return Ok(ReviewOutcome::Done(before.clone()));
                }
                if before.is_conflict() && matches!(said, Said::Given { .. }) {
                    return Ok(ReviewOutcome::Conflicted);
                }
            }
            if matches!(said, Said::Given { .. }) && !is_under_review(&proposal.state) {
                return Ok(ReviewOutcome::Closed(proposal.state.as_str()));
            }
            let now = ctx.now();
            let review = Review {
                proposal: id.clone(),
                key: before.map_or_else(|| edition.person_key(reviewer), |before| before.key.clone()),
                reviewer: reviewer.clone(),
                reviewed_at: before.map_or(now, |before| before.reviewed_at),
                updated_at: now,
                rev: before.map_or(0, |before| before.rev) + 1,
                said: said.clone(),
            };
            let guard = before.map_or(Guard::Absent, |before| Guard::Equals("rev", number(before.rev)));
            let key = keys::review(c, &proposal.track, id, &review.key);
            let writes = vec![
                Write::Put { item: item(&key, &review), guards: vec![guard] },
                Write::Check {
                    key: keys::proposal(c, id),
                    guards: vec![
                        Guard::Equals("track", text(proposal.track.as_str())),
                        Guard::Equals("state", text(proposal.state.as_str())),
                    ],
                },
            ];
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(ReviewOutcome::Done(review)),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(ReviewOutcome::Busy)
    }

    /// Lifts a conflict that somebody has declared, by removing what they said. Guarded by its being a conflict; twice
    /// finds nothing. Answers whether there was one.
    pub async fn lift_conflict(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        proposal: &Proposal,
        reviewer: &str,
    ) -> Result<bool, StoreError> {
        let reviews = self.reviews_of(c, proposal).await?;
        let Some(found) = reviews.into_iter().find(|r| r.is_conflict() && r.key.as_str() == reviewer) else {
            return Ok(false);
        };
        let key = keys::review(c, &proposal.track, &proposal.id, &found.key);
        let guards = vec![Guard::Equals("rev", number(found.rev))];
        match self.table.transact(ctx.id("transaction", 26), vec![Write::Delete { key, guards }]).await {
            Ok(()) => Ok(true),
            // Somebody else lifted it at this moment.
            Err(Cancelled::Reasons(_)) => Ok(false),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// The tags of a track's proposals.
    pub async fn track_tags(
        &self,
        c: &ConferenceId,
        t: &TrackId,
    ) -> Result<Vec<(ProposalId, Vec<String>)>, StoreError> {
        let found = self.table.query(&keys::tags(c, t)).await?;
        found.into_iter().map(|found| typed::<Tagged>(found).map(|tagged| (tagged.proposal, tagged.tags))).collect()
    }

    /// Puts tags on a proposal in place of those before. Nothing guards it: the last who tags decides, and twice sets
    /// the same.
    pub async fn tag(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        proposal: &Proposal,
        tags: &[String],
    ) -> Result<(), StoreError> {
        let key = keys::tagged(c, &proposal.track, &proposal.id);
        let tagged = Tagged { proposal: proposal.id.clone(), tags: tags.to_vec() };
        let put = Write::Put { item: item(&key, &tagged), guards: Vec::new() };
        self.commit(ctx, put).await
    }
}
