//! Who still has reviews to give in a track.
//!
//! Reviews are read whole, so a process keeps them for a while: a page that many look at does not read them each time.
//! Its own writes are noticed at once, those of other processes after [`KEEP_FOR`].

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use context::Context;
use domain::conference::{ConferenceId, TrackId};
use domain::person::{EmailAddress, PersonKey};
use domain::proposal::ProposalId;
use jiff::{SignedDuration, Timestamp};

use crate::{Edition, ProposalRow, Store, StoreError, Team};

/// How long the reviews of a track are kept.
const KEEP_FOR: SignedDuration = SignedDuration::from_secs(30);

/// The reviews that a person has not given yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewsOwed {
    pub reviewer: EmailAddress,
    pub count: u64,
}

/// Who has said something about which proposal.
type Said = BTreeSet<(ProposalId, PersonKey)>;

/// The reviews that this process has read.
#[derive(Debug, Default)]
pub(crate) struct KnownReviews(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    said: HashMap<(ConferenceId, TrackId), (Timestamp, Arc<Said>)>,
    /// The keys of a person's addresses, by the key of one.
    people: HashMap<PersonKey, (Timestamp, Vec<PersonKey>)>,
    /// Counts this process's writes: each one makes reads that began before out of date.
    writes: u64,
}

impl KnownReviews {
    fn with<T>(&self, use_it: impl FnOnce(&mut Known) -> T) -> T {
        use_it(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Forgets a track's reviews after a write.
    pub(crate) fn forget(&self, c: &ConferenceId, t: &TrackId) {
        self.with(|known| {
            known.writes += 1;
            known.said.remove(&(c.clone(), t.clone()));
        });
    }
}

fn is_fresh(now: Timestamp, read_at: Timestamp) -> bool {
    read_at <= now && now.duration_since(read_at) < KEEP_FOR
}

impl Store {
    /// The reviews that a track's reviewers and leads have not given yet, without people who have given all. Their own
    /// proposals and declared conflicts do not count.
    pub async fn reviews_owed(
        &self,
        ctx: &Context,
        edition: &Edition,
        (t, rows): (&TrackId, &[ProposalRow]),
        team: &Team,
    ) -> Result<Vec<ReviewsOwed>, StoreError> {
        let under_review: Vec<_> = rows.iter().filter(|row| row.is_under_review()).collect();
        let mut reviewers = team.reviewers(t);
        reviewers.extend(team.leads(t));
        let mut once = BTreeSet::new();
        reviewers.retain(|email| once.insert(edition.person_key(email)));
        if under_review.is_empty() || reviewers.is_empty() {
            return Ok(Vec::new());
        }
        let said = self.reviews_given(ctx, edition, t).await?;
        let mut owed = Vec::new();
        for reviewer in reviewers {
            let keys = self.known_keys(ctx, edition, &reviewer).await?;
            let has_said = |id: &ProposalId| keys.iter().any(|own| said.contains(&(id.clone(), own.clone())));
            let count = under_review.iter().filter(|row| !row.is_of(&keys) && !has_said(&row.id)).count() as u64;
            if count > 0 {
                owed.push(ReviewsOwed { reviewer, count });
            }
        }
        Ok(owed)
    }

    async fn reviews_given(&self, ctx: &Context, edition: &Edition, t: &TrackId) -> Result<Arc<Said>, StoreError> {
        let (c, now) = (edition.id(), ctx.now());
        let key = (c.clone(), t.clone());
        let (known, writes) = self.known_reviews.with(|known| (known.said.get(&key).cloned(), known.writes));
        if let Some((_, said)) = known.filter(|(read_at, _)| is_fresh(now, *read_at)) {
            return Ok(said);
        }
        let reviews = self.track_reviews(c, t).await?;
        let said = reviews.into_iter().map(|review| (review.proposal, edition.person_key(&review.reviewer)));
        let said: Arc<Said> = Arc::new(said.collect());
        self.known_reviews.with(|known| {
            if known.writes == writes {
                known.said.insert(key, (now, Arc::clone(&said)));
            }
        });
        Ok(said)
    }

    async fn known_keys(
        &self,
        ctx: &Context,
        edition: &Edition,
        email: &EmailAddress,
    ) -> Result<Vec<PersonKey>, StoreError> {
        let (now, key) = (ctx.now(), edition.person_key(email));
        let known = self.known_reviews.with(|known| known.people.get(&key).cloned());
        if let Some((_, keys)) = known.filter(|(read_at, _)| is_fresh(now, *read_at)) {
            return Ok(keys);
        }
        let addresses = self.addresses_of(email).await?;
        let keys: Vec<_> = addresses.iter().map(|address| edition.person_key(address)).collect();
        self.known_reviews.with(|known| known.people.insert(key, (now, keys.clone())));
        Ok(keys)
    }
}
