//! Until when a proposal can be submitted and changed, as pages show it. The write decides.

use domain::conference::{Conference, Track};
use domain::instant::Deadline;
use domain::person::EmailAddress;
use store::Edition;
use web::{App, Clocks, Html, Problem, Request};

/// The track's deadline, or their own where its leads let them be late; `None` once that is over, or before the call
/// opens.
pub(crate) async fn closes(
    app: &App,
    edition: &Edition,
    track: Option<&Track>,
    addresses: &[EmailAddress],
) -> Result<Option<Deadline>, Problem> {
    let Some((track, cfp)) = track.and_then(|track| Some((track, track.cfp.as_ref()?))) else { return Ok(None) };
    let now = app.context.now();
    if now < cfp.window.closes.at {
        return Ok(Some(cfp.window.closes.clone()).filter(|_| cfp.window.opens.at <= now));
    }
    let late = app.store.late_link_for(edition, &track.id, addresses, now).await?;
    Ok(late.map(|late| late.until))
}

/// A deadline as a page shows it.
pub(crate) fn shown(
    app: &App,
    request: &Request,
    conference: &Conference,
    deadline: &Deadline,
) -> Result<Html, Problem> {
    let reader = request.zone()?;
    let clocks = Clocks { conference: &conference.time_zone, reader: reader.as_ref(), now: app.context.now() };
    Ok(clocks.deadline(deadline, &[]))
}
