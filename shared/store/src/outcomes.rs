//! A track's outcomes: one item beside its call.

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::{Conference, ConferenceId, Track, TrackId};
use domain::outcome::{Held, Outcomes, OutcomesRequest};
use domain::proposal::{Proposal, ProposalState};
use std::collections::BTreeMap;

use crate::table::{Cancelled, Guard, TRIES, Write, item, number, typed};
use crate::{Store, StoreError, keys};

/// The outcome of a change of a track's outcomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SayingOutcomes {
    /// It is stored, now or since before.
    Done(Outcomes),
    /// A concurrent request changed it since the revision named; this is the current state.
    Stale(Outcomes),
    Busy,
}

impl Store {
    /// A track's outcomes; empty if none are recorded.
    pub async fn outcomes(&self, c: &ConferenceId, t: &TrackId) -> Result<Outcomes, StoreError> {
        Ok(self.table.get(&keys::outcomes(c, t)).await?.map(typed).transpose()?.unwrap_or_default())
    }

    /// The same for every track of an edition with recorded outcomes.
    pub async fn all_outcomes(&self, conference: &Conference) -> Result<BTreeMap<TrackId, Outcomes>, StoreError> {
        let ids = conference.tracks.iter().map(|track| &track.id);
        let keys: Vec<_> = ids.clone().map(|id| keys::outcomes(&conference.id, id)).collect();
        let found = self.table.get_all(&keys).await?;
        let said = ids.zip(found).filter_map(|(id, found)| Some((id.clone(), found?)));
        said.map(|(id, found)| Ok((id, typed(found)?))).collect()
    }

    /// The sessions of a track that can have outcomes: its accepted proposals, in order of their numbers.
    pub async fn held_sessions(&self, c: &ConferenceId, track: &Track) -> Result<Vec<Held>, StoreError> {
        let may_be =
            |p: &&Proposal| matches!(p.state, ProposalState::Accepted { .. } | ProposalState::Confirmed { .. });
        let proposals = self.proposals_of_track(c, &track.id).await?;
        let held = proposals.iter().filter(may_be);
        Ok(held.map(|p| Held { id: p.id.to_string(), title: p.shown_title().to_owned() }).collect())
    }

    /// Stores a track's outcomes. Guarded by the revision that was read; a repeat changes nothing.
    pub async fn say_outcomes(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        t: &TrackId,
        requested: &OutcomesRequest,
    ) -> Result<SayingOutcomes, StoreError> {
        for attempt in 0..TRIES {
            let found = self.table.get(&keys::outcomes(c, t)).await?;
            let guard = if found.is_some() { None } else { Some(Guard::Absent) };
            let before: Outcomes = found.map(typed).transpose()?.unwrap_or_default();
            if before.says_the_same(&requested.outcomes) {
                return Ok(SayingOutcomes::Done(before));
            }
            if requested.made_on.is_some_and(|made_on| made_on != before.revision) {
                return Ok(SayingOutcomes::Stale(before));
            }
            let changed_at = Some(ctx.now());
            let after = Outcomes { revision: before.revision + 1, changed_at, ..requested.outcomes.clone() };
            let guards = vec![guard.unwrap_or(Guard::Equals("revision", number(before.revision)))];
            let mut writes = vec![Write::Put { item: item(&keys::outcomes(c, t), &after), guards }];
            let act = Act::new(Kind::OutcomesRecorded, t, after.revision).of_track(Some(t));
            writes.extend(self.activity(ctx, c, act));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(SayingOutcomes::Done(after)),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(SayingOutcomes::Busy)
    }
}
