//! What a change of a definition would do: the refusals of [`Store::put_edition`] and the figures of its effects,
//! without a write.

use std::collections::BTreeMap;

use context::Context;
use domain::conference::effects::{Effect, Figures, PoolNow, TrackNow, effects};
use domain::conference::{Attendance, Conference, PoolId, Track};
use domain::input::ValidationError;
use domain::pass::Ledger;
use domain::pass::resize::CapacityInUse;
use domain::proposal::ProposalState;

use crate::{Edition, Store, StoreError};

/// The outcome of trying a change of an edition.
#[derive(Debug)]
pub enum TriedEdition {
    /// It is allowed, and has these effects.
    Fine(Vec<Effect>),
    InUse(PoolId, CapacityInUse),
    Refused(Vec<ValidationError>),
}

impl Store {
    /// Tries a change of an edition. Reads only the figures that its effects depend on.
    pub async fn try_edition(
        &self,
        ctx: &Context,
        before: &Edition,
        after: &Conference,
    ) -> Result<TriedEdition, StoreError> {
        if let Err(errors) = self.call_writes(ctx, Some(&before.conference), after).await? {
            return Ok(TriedEdition::Refused(errors));
        }
        let pools = self.changed_pools(before, after).await?;
        if let Some((pool, in_use)) = in_use(&lowered(&before.conference, after, &pools), &pools) {
            return Ok(TriedEdition::InUse(pool, in_use));
        }
        let waiting = match before.conference.open_pool(Attendance::InPerson) {
            Some(general) => self.waiting(before.id(), &general.id).await?.total(),
            None => 0,
        };
        let mut tracks = BTreeMap::new();
        for track in changed_tracks(&before.conference, after) {
            let rows = self.proposal_rows(before, &track.id).await?;
            let drafts = rows.iter().filter(|row| row.state == ProposalState::Draft).count() as u64;
            let call = self.call(before.id(), &track.id).await?;
            tracks.insert(track.id.clone(), TrackNow { call, drafts, proposals: rows.len() as u64 - drafts });
        }
        let figures = Figures { pools, waiting, tracks };
        Ok(TriedEdition::Fine(effects(&before.conference, after, &figures, ctx.now())))
    }

    /// The pools that a change touches, as they are.
    pub(crate) async fn changed_pools(
        &self,
        before: &Edition,
        after: &Conference,
    ) -> Result<BTreeMap<PoolId, PoolNow>, StoreError> {
        let mut pools = BTreeMap::new();
        for pool in &before.conference.pools {
            if after.pool(&pool.id) == Some(pool) {
                continue;
            }
            let status = self.pool_status(before.id(), &pool.id).await?;
            let figures = self.pool(before.id(), &pool.id).await?;
            let ledger = Ledger {
                capacity: figures.capacity,
                free: figures.free,
                returned: figures.returned,
                held: figures.held,
                taken: figures.taken,
            };
            pools.insert(pool.id.clone(), PoolNow { ledger, sold_out: figures.sold_out, paused: status.paused });
        }
        Ok(pools)
    }
}

/// The pools of which a change takes passes, with their new capacity: those that it omits, and those that it sets to
/// less than they have.
pub(crate) fn lowered(before: &Conference, after: &Conference, now: &BTreeMap<PoolId, PoolNow>) -> Vec<(PoolId, u64)> {
    let wanted = |id: &PoolId| after.pool(id).map_or(0, |pool| pool.capacity);
    let changed = before.pools.iter().filter(|pool| pool.capacity != wanted(&pool.id));
    let lowers = changed.filter(|pool| now.get(&pool.id).is_some_and(|now| wanted(&pool.id) < now.ledger.capacity));
    lowers.map(|pool| (pool.id.clone(), wanted(&pool.id))).collect()
}

/// The first pool with more passes in use than it would have.
pub(crate) fn in_use(lowered: &[(PoolId, u64)], now: &BTreeMap<PoolId, PoolNow>) -> Option<(PoolId, CapacityInUse)> {
    lowered.iter().find_map(|(pool, wanted)| {
        let ledger = now.get(pool)?.ledger;
        let in_use = CapacityInUse { wanted: *wanted, held: ledger.held, taken: ledger.taken };
        (*wanted < in_use.least()).then(|| (pool.clone(), in_use))
    })
}

/// Tracks that go, and tracks whose call changes.
fn changed_tracks<'a>(before: &'a Conference, after: &Conference) -> impl Iterator<Item = &'a Track> {
    before.tracks.iter().filter(|track| after.track(track.id.as_str()).is_none_or(|other| other.cfp != track.cfp))
}
