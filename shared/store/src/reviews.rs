//! Reviews and tags: what reviewers and leads note about a track's proposals. They are stored with the track, so that
//! one read gets them all. They are apart from the proposals, which never change with them.

use std::collections::BTreeSet;

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::{ConferenceId, TrackId};
use domain::person::EmailAddress;
use domain::proposal::{Proposal, ProposalId, ProposalState};
use domain::review::{Review, Said};
use serde::{Deserialize, Serialize};

use crate::activity::activity_by;
use crate::table::{Cancelled, Guard, TRIES, Write, item, number, text, typed};
use crate::{Edition, Store, StoreError, keys};

/// The outcome of a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewOutcome {
    /// The review is stored, now or since before.
    Done(Review),
    /// The reviewer has declared a conflict.
    Conflicted,
    /// The proposal is not under review, with its state.
    Closed(&'static str),
    /// The track has no such proposal any more.
    Gone,
    Busy,
}

#[derive(Debug, Serialize, Deserialize)]
struct Tagged {
    proposal: ProposalId,
    tags: Vec<String>,
}

/// Whether reviews of a proposal in this state still count.
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

    /// Whether a person with these addresses has declared a conflict with a proposal.
    pub async fn has_conflict(
        &self,
        edition: &Edition,
        proposal: &Proposal,
        addresses: &[EmailAddress],
    ) -> Result<bool, StoreError> {
        Ok(self.own_reviews(edition, proposal, addresses).await?.iter().any(Review::is_conflict))
    }

    /// The proposals of a track with which a person with these addresses has declared a conflict.
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

    /// A person's reviews of a proposal under any of their addresses.
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

    /// Stores a person's review of a proposal. Guarded by the version of their earlier review, and by the proposal's
    /// track and state; a repeat changes nothing.
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
                review_entry(ctx, edition, &proposal, &review),
            ];
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => {
                    self.known_reviews.forget(c, &proposal.track);
                    return Ok(ReviewOutcome::Done(review));
                }
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(ReviewOutcome::Busy)
    }

    /// Lifts a declared conflict by removing the review. Guarded by its being a conflict; a repeat finds nothing.
    /// Returns whether there was one.
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
        let act = Act::new(Kind::ConflictLifted, &proposal.id, format!("{reviewer} {}", found.rev))
            .of_track(Some(&proposal.track));
        let mut writes = vec![Write::Delete { key, guards }];
        writes.extend(self.activity(ctx, c, act));
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => {
                self.known_reviews.forget(c, &proposal.track);
                Ok(true)
            }
            // A concurrent request lifted it.
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

    /// Replaces a proposal's tags. Guarded by being others: the last change wins, and a repeat changes nothing.
    pub async fn tag(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        proposal: &Proposal,
        tags: &[String],
    ) -> Result<(), StoreError> {
        let key = keys::tagged(c, &proposal.track, &proposal.id);
        let tagged = Tagged { proposal: proposal.id.clone(), tags: tags.to_vec() };
        let same = serde_dynamo::to_attribute_value(tags).expect("a list of texts");
        let put = Write::Put { item: item(&key, &tagged), guards: vec![Guard::Differs("tags", same)] };
        let act = Act::new(Kind::TagsChanged, &proposal.id, ctx.id("activity", 12)).of_track(Some(&proposal.track));
        self.commit_once(ctx, put, self.activity(ctx, c, act)).await
    }
}

fn review_entry(ctx: &Context, edition: &Edition, proposal: &Proposal, review: &Review) -> Write {
    let kind = if review.is_conflict() { Kind::ConflictDeclared } else { Kind::ReviewGiven };
    // A review that follows a lifted conflict begins again with its first version.
    let change = format!("{} {} {}", review.key, review.rev, review.updated_at);
    let act = Act::new(kind, &proposal.id, change).of_track(Some(&proposal.track));
    activity_by(ctx, edition, &review.reviewer, act)
}
