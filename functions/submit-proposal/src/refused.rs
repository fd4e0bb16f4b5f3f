//! Problems for a refused submission or change, each with the figures and the next step.

use domain::conference::{Conference, Track};
use domain::instant::readable;
use domain::proposal::{Proposal, Refusal};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::{Edition, RevisionOutcome};
use web::{Kind, Problem};

use crate::seen::{etag, path};
use crate::show::shown;

/// A deadline in the conference's zone, in UTC, and as it was announced.
pub(crate) fn deadline(at: Timestamp, announced: Option<&str>, conference: &Conference) -> String {
    let zones = format!("{} ({})", readable(at, &conference.time_zone), readable(at, &TimeZone::UTC));
    announced.map_or(zones.clone(), |announced| format!("{zones}, announced as {announced}"))
}

pub(crate) fn refused(edition: &Edition, track: Option<&Track>, refusal: Refusal) -> Problem {
    let conference = &edition.conference;
    let name = track.map_or("this track", |track| track.name.as_str());
    let window = track.and_then(|track| track.cfp.as_ref()).map(|cfp| &cfp.window);
    let calls = |problem: Problem| problem.way("calls", "All calls", format!("/conferences/{}", edition.id()));
    match refusal {
        Refusal::NoCall => calls(Problem::new(Kind::CfpNotOpen, format!("{name} calls for no proposals"))),
        Refusal::NotOpen { opens_at } => {
            let announced = window.map(|window| window.opens.announced.as_str());
            let opens = deadline(opens_at, announced, conference);
            calls(
                Problem::new(Kind::CfpNotOpen, format!("the call of {name} opens on {opens}"))
                    .with("opens_at", opens_at.to_string()),
            )
        }
        Refusal::Closed { closed_at } => {
            let announced = window.filter(|w| w.closes.at == closed_at).map(|window| window.closes.announced.as_str());
            let closed = deadline(closed_at, announced, conference);
            let leads: Vec<_> = track.map(|t| t.leads.iter().map(ToString::to_string).collect()).unwrap_or_default();
            let ask = if leads.is_empty() { conference.contact.to_string() } else { leads.join(", ") };
            let detail = format!(
                "the call of {name} closed on {closed}; if you have a good reason, ask {ask} for a later deadline"
            );
            let problem = Problem::new(Kind::CfpClosed, detail).with("closed_at", closed_at.to_string());
            calls(problem.with("closes_at", closed_at.to_string()).with("announced", announced.unwrap_or_default()))
        }
        Refusal::Incomplete(missing) => Problem::invalid(missing),
        Refusal::State(wrong) => Problem::new(Kind::ProposalState, wrong.to_string()).with("state", wrong.state),
        Refusal::LimitReached { limit } => Problem::new(
            Kind::LimitReached,
            format!("one person may have {limit} submitted to {name} at a time; withdraw one first, or merge them"),
        )
        .with("limit", limit)
        .way("mine", "Your proposals", "/me/proposals".into()),
        Refusal::TooManyInvitations { sent } => Problem::new(
            Kind::TooManyRequests,
            format!("this proposal has asked {sent} people to speak, and may not ask that many more"),
        ),
        Refusal::NoMove => Problem::new(
            Kind::NoMove,
            "there is no open request to move this proposal; it may have been answered already",
        ),
        Refusal::SameTrack => Problem::validation("/track", "is the track that it is in"),
        Refusal::TooManySpeakers { count } => {
            let most = domain::proposal::SPEAKERS_MAX;
            Problem::validation(
                "/into",
                format!("together they have {count} speakers, and a proposal has at most {most}"),
            )
        }
    }
}

/// The result of a change: the proposal, or a problem. A stale request gets the current version, so that nothing is
/// lost.
pub(crate) fn revised(edition: &Edition, revised: Option<RevisionOutcome>) -> Result<Proposal, Problem> {
    match revised {
        Some(RevisionOutcome::Done(proposal)) => Ok(*proposal),
        Some(RevisionOutcome::Stale(now)) => Err(stale(edition, &now)),
        Some(RevisionOutcome::Refused(now, refusal)) => {
            Err(refused(edition, edition.conference.track(now.track.as_str()), refusal))
        }
        Some(RevisionOutcome::Busy) => Err(Problem::busy("nothing has changed; try again in a moment")),
        None => Err(Problem::not_found("proposal")),
    }
}

/// Another person changed it in the meantime. Contains the current version.
pub(crate) fn stale(edition: &Edition, now: &Proposal) -> Problem {
    let detail = format!("it was changed since you read it: it is at revision {} now", now.revision);
    Problem::new(Kind::ChangedMeanwhile, detail)
        .with("etag", etag(now))
        .with("current", serde_json::to_value(shown(edition, now)).expect("a map with text keys"))
        .way("proposal", "See how it is now", path(edition, now))
}
