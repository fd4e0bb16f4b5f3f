//! Enforces the deadline in the write (promise 7): a submission's transaction checks the call, or a late link, at the
//! instant at which the request arrived. The closing job's progress does not matter.

use domain::call::{Call, LateLink};
use domain::conference::{Phase, Track};
use domain::proposal::Refusal;
use jiff::Timestamp;

use super::Actor;
use crate::calls::open_check;
use crate::late_links::late_check;
use crate::table::{Reason, Write, typed};
use crate::{Edition, Store, StoreError};

impl Store {
    /// The check that a submission to this track includes, as the first of its writes. It checks the call. If the
    /// definition says that the call is closed and the actor has a late link, it checks that link instead.
    pub(crate) async fn gate(
        &self,
        edition: &Edition,
        track: &Track,
        by: Actor<'_>,
        now: Timestamp,
    ) -> Result<Write, StoreError> {
        let c = edition.id();
        let phase = track.cfp.as_ref().map(|cfp| cfp.window.phase(now));
        if phase != Some(Phase::Open)
            && let Some(late) = self.late_link_for(edition, &track.id, by.addresses, now).await?
        {
            return Ok(late_check(c, &track.id, &edition.person_key(&late.email), now));
        }
        Ok(open_check(c, &track.id, now))
    }
}

impl Store {
    /// Replaces a refusal that the person could fix. If the call is not open anyway, and no late link helps, it reports
    /// the deadline instead.
    pub(super) async fn rather_the_deadline(
        &self,
        edition: &Edition,
        track: &Track,
        by: Actor<'_>,
        now: Timestamp,
        refusal: Refusal,
    ) -> Result<Refusal, StoreError> {
        let (Some(cfp), Refusal::Incomplete(_) | Refusal::LimitReached { .. }) = (&track.cfp, &refusal) else {
            return Ok(refusal);
        };
        let shut = match cfp.window.phase(now) {
            Phase::Open => return Ok(refusal),
            Phase::Before => Refusal::NotOpen { opens_at: cfp.window.opens.at },
            Phase::After => Refusal::Closed { closed_at: cfp.window.closes.at },
        };
        let late = self.late_link_for(edition, &track.id, by.addresses, now).await?;
        Ok(if late.is_some() { refusal } else { shut })
    }
}

/// What the first write's refusal says about the deadline; `None` if another write was refused.
pub(super) fn shut(reasons: &[Reason], now: Timestamp) -> Result<Option<Refusal>, StoreError> {
    let Some(Reason::Guard(found)) = reasons.first() else { return Ok(None) };
    let Some(found) = found.clone() else { return Ok(Some(Refusal::NoCall)) };
    if found.contains_key("closes_at") {
        let call: Call = typed(found)?;
        return Ok(Some(if now < call.opens.at {
            Refusal::NotOpen { opens_at: call.opens.at }
        } else {
            Refusal::Closed { closed_at: call.closes.at }
        }));
    }
    let late: LateLink = typed(found)?;
    Ok(Some(Refusal::Closed { closed_at: late.revoked_at.unwrap_or(late.until.at) }))
}
