//! The deadline, decided in the write (promise 7): a submission's transaction checks the call, or a late link.

use context::Context;
use domain::conference::{Phase, Track};
use domain::proposal::Refusal;
use jiff::Timestamp;

use super::Doer;
use crate::table::{Guard, Reason, Write, number};
use crate::{Edition, Store, StoreError, keys};

impl Store {
    /// The check that a submission to this track includes, as the first of its writes.
    #[allow(clippy::unused_async, reason = "a late link is read here")]
    pub(crate) async fn gate(
        &self,
        ctx: &Context,
        edition: &Edition,
        track: &Track,
        _by: Doer<'_>,
    ) -> Result<Result<Write, Refusal>, StoreError> {
        let Some(cfp) = &track.cfp else { return Ok(Err(Refusal::NoCall)) };
        Ok(match cfp.window.phase(ctx.now()) {
            Phase::Before => Err(Refusal::NotOpen { opens_at: cfp.window.opens.at }),
            Phase::After => Err(Refusal::Closed { closed_at: cfp.window.closes.at }),
            Phase::Open => Ok(Write::Check {
                key: keys::head(edition.id()),
                guards: vec![Guard::Equals("revision", number(edition.revision))],
            }),
        })
    }
}

/// What the first write's refusal says of the deadline; `None` if something else stood in the way.
pub(super) fn shut(reasons: &[Reason], _now: Timestamp) -> Result<Option<Refusal>, StoreError> {
    match reasons.first() {
        Some(Reason::Guard(_)) => Err(StoreError::Busy("the call is changed just now".into())),
        _ => Ok(None),
    }
}
