//! Putting passes on sale: when it is allowed, and the writes beside those of the shards.
//!
//! A raise does it in its own steps, and `promote-waitlist` for returned passes. Both use the same guards, so that
//! nothing is on sale while someone is on the waitlist (promise 4).

use aws_sdk_dynamodb::types::AttributeValue;
use context::Context;
use domain::announcement::News;
use domain::conference::{Attendance, ConferenceId, Pool, PoolId};
use domain::pass::PoolStatus;

use crate::announcements::announce;
use crate::queue::{Tallies, note_reopening};
use crate::table::{Guard, Write, number};
use crate::{Edition, Store, StoreError};

/// The waitlist's tallies, read when it was empty; `None` for a pool that has no waitlist.
pub(crate) type EmptyWaitlist = Option<Tallies>;

/// The new state of a pool's status item after passes went on sale, and the writes beside it.
pub(crate) struct OpeningWrites {
    pub(crate) set: Vec<(&'static str, AttributeValue)>,
    pub(crate) guards: Vec<Guard>,
    /// The tallies, and the announcement if the pool was sold out.
    pub(crate) beside: Vec<Write>,
}

impl Store {
    /// Whether passes added to a pool can go on sale: its waitlist is empty, no organizer has paused it, and the pool
    /// has not ended. Read the status first.
    pub(crate) async fn may_open(
        &self,
        ctx: &Context,
        edition: &Edition,
        p: &PoolId,
        status: &PoolStatus,
    ) -> Result<Option<EmptyWaitlist>, StoreError> {
        let (c, conference) = (edition.id(), &edition.conference);
        if status.paused {
            return Ok(None);
        }
        if conference.pool(p).is_some_and(Pool::is_reserved) && self.is_over(ctx, c, p).await? {
            return Ok(None);
        }
        if !has_waitlist(edition, p) {
            return Ok(Some(None));
        }
        // Read before the queue, so that a join after that is noticed.
        let tallies = self.tallies(c).await?;
        let is_empty = self.front(c, &conference.waitlist, 1).await?.is_empty();
        Ok(is_empty.then_some(Some(tallies)))
    }

    /// Whether a reserved pool has ended: its unclaimed passes belong to `general`.
    pub(crate) async fn is_over(&self, ctx: &Context, c: &ConferenceId, p: &PoolId) -> Result<bool, StoreError> {
        let release = self.release_of(c, p).await?;
        Ok(release.is_some_and(|release| release.released_at.is_some() || release.claim_by <= ctx.now()))
    }
}

/// Whether this pool has a waitlist.
pub(crate) fn has_waitlist(edition: &Edition, p: &PoolId) -> bool {
    edition.conference.open_pool(Attendance::InPerson).is_some_and(|pool| pool.id == *p)
}

/// Voids the sell-out and counts a refill. Guarded by the `refill_seq` that was read, and by no pause since. With a
/// waitlist, also guarded by no join and no change of class since its tallies were read.
pub(crate) fn opening_writes(
    ctx: &Context,
    edition: &Edition,
    p: &PoolId,
    status: &PoolStatus,
    tallies: Option<&Tallies>,
    passes: u64,
) -> OpeningWrites {
    let refill_seq = status.refill_seq + 1;
    let mut set = vec![("refill_seq", number(refill_seq)), ("sold_out", AttributeValue::Bool(false))];
    let mut guards = vec![
        Guard::Equals("refill_seq", number(status.refill_seq)),
        Guard::Equals("sold_out", AttributeValue::Bool(status.sold_out)),
        Guard::EqualsOrUnset("paused", AttributeValue::Bool(false)),
    ];
    let mut beside = Vec::new();
    if let Some(tallies) = tallies {
        set.push(freed(ctx, edition, status, passes));
        guards.push(no_class_changed(status));
        beside.extend(note_reopening(edition.id(), tallies, refill_seq));
        // The first reopening after a sell-out is announced.
        let news = News::Reopened { pool: p, seq: refill_seq };
        beside.extend(announce(ctx, &edition.conference, &news).filter(|_| status.sold_out));
    }
    OpeningWrites { set, guards, beside }
}

/// The status's count of returned passes after this many more. Guarded as the status is.
pub(crate) fn freed(
    ctx: &Context,
    edition: &Edition,
    status: &PoolStatus,
    passes: u64,
) -> (&'static str, AttributeValue) {
    let freed = status.freed.and(passes, ctx.now(), &edition.conference.time_zone);
    ("freed", serde_dynamo::to_attribute_value(freed).expect("a map with text keys"))
}

/// The queue is read class by class: a person who changes class meanwhile may be in neither part of the result.
pub(crate) fn no_class_changed(status: &PoolStatus) -> Guard {
    Guard::EqualsOrUnset("moves", number(status.moves))
}
