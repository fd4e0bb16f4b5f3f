//! The deadlines of a proposal, for pages. The write itself decides.

use domain::conference::{Conference, Track};
use domain::instant::Deadline;
use domain::person::EmailAddress;
use domain::proposal::{Proposal, ProposalState};
use store::Edition;
use web::{App, Clocks, Html, Problem, Request};

/// The track's deadline, or a later one that its leads allowed this person; `None` after it, or before the call opens.
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

/// The deadline for confirming an accepted proposal.
pub(crate) fn confirm_by(proposal: &Proposal) -> Option<Deadline> {
    match proposal.state {
        ProposalState::Accepted { confirm_by, .. } => confirm_by.map(|at| Deadline { at, announced: at.to_string() }),
        _ => None,
    }
}

/// A deadline in the form that a page shows.
pub(crate) fn shown(
    app: &App,
    request: &Request,
    conference: &Conference,
    deadline: &Deadline,
) -> Result<Html, Problem> {
    let reader = request.zone()?;
    let (now, messages) = (app.context.now(), request.messages);
    let clocks = Clocks { conference: &conference.time_zone, reader: reader.as_ref(), now, messages };
    Ok(clocks.deadline(deadline, &[]))
}
