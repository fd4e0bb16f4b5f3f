//! Problems for a refused submission or change, each with the figures and the next step.

use domain::conference::{Conference, Track};
use domain::phrase::Phrase;
use domain::proposal::{Proposal, Refusal};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::{Edition, RevisionOutcome};
use web::{Kind, Problem};

use crate::seen::{etag, path};
use crate::show::shown;

/// A deadline in the conference's zone, in UTC, and as it was announced.
fn deadline(detail: Phrase, at: Timestamp, announced: Option<&str>, conference: &Conference) -> Phrase {
    let zones =
        Phrase::of("deadline-in-zones").instant("at", at, &conference.time_zone).instant("utc", at, &TimeZone::UTC);
    let when = match announced {
        Some(announced) => Phrase::of("deadline-announced").phrase("zones", zones).arg("announced", announced),
        None => zones,
    };
    detail.phrase("when", when)
}

pub(crate) fn refused(edition: &Edition, track: Option<&Track>, refusal: Refusal) -> Problem {
    let conference = &edition.conference;
    let name = track.map_or_else(|| Phrase::of("this-track"), |track| Phrase::verbatim(track.name.as_str()));
    let window = track.and_then(|track| track.cfp.as_ref()).map(|cfp| &cfp.window);
    let calls =
        |problem: Problem| problem.way("calls", Phrase::of("way-calls"), format!("/conferences/{}", edition.id()));
    match refusal {
        Refusal::NoCall => calls(Problem::new(Kind::CfpNotOpen, Phrase::of("no-call").phrase("track", name))),
        Refusal::NotOpen { opens_at } => {
            let announced = window.map(|window| window.opens.announced.as_str());
            let opens = Phrase::of("call-opens").phrase("track", name);
            let opens = deadline(opens, opens_at, announced, conference);
            calls(Problem::new(Kind::CfpNotOpen, opens).with("opens_at", opens_at.to_string()))
        }
        Refusal::Closed { closed_at } => {
            let announced = window.filter(|w| w.closes.at == closed_at).map(|window| window.closes.announced.as_str());
            let leads: Vec<_> = track.map(|t| t.leads.iter().map(ToString::to_string).collect()).unwrap_or_default();
            let ask = if leads.is_empty() { conference.contact.to_string() } else { leads.join(", ") };
            let detail = Phrase::of("call-closed").phrase("track", name).arg("ask", ask);
            let detail = deadline(detail, closed_at, announced, conference);
            let problem = Problem::new(Kind::CfpClosed, detail).with("closed_at", closed_at.to_string());
            calls(problem.with("closes_at", closed_at.to_string()).with("announced", announced.unwrap_or_default()))
        }
        Refusal::Incomplete(missing) => Problem::invalid(missing),
        Refusal::State(wrong) => Problem::new(Kind::ProposalState, wrong.detail()).with("state", wrong.state),
        Refusal::LimitReached { limit } => {
            Problem::new(Kind::LimitReached, Phrase::of("proposal-limit").arg("limit", limit).phrase("track", name))
                .with("limit", limit)
                .way("mine", Phrase::of("way-proposals"), "/me/proposals".into())
        }
        Refusal::TooManyInvitations { sent } => {
            Problem::new(Kind::TooManyRequests, Phrase::of("too-many-asked-for-proposal").arg("sent", sent))
        }
        Refusal::NoMove => Problem::new(Kind::NoMove, Phrase::of("no-open-move")),
        Refusal::SameTrack => Problem::validation("/track", Phrase::of("same-track")),
        Refusal::TooManySpeakers { count } => {
            let most = domain::proposal::SPEAKERS_MAX;
            Problem::validation("/into", Phrase::of("merge-too-many-speakers").arg("sum", count).arg("most", most))
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
        Some(RevisionOutcome::Busy) => Err(Problem::busy(Phrase::of("nothing-changed"))),
        None => Err(Problem::not_found("no-such-proposal")),
    }
}

/// Another person changed it in the meantime. Contains the current version.
pub(crate) fn stale(edition: &Edition, now: &Proposal) -> Problem {
    let detail = Phrase::of("changed-since").arg("revision", now.revision);
    Problem::new(Kind::ChangedMeanwhile, detail)
        .with("etag", etag(now))
        .with("current", serde_json::to_value(shown(edition, now)).expect("a map with text keys"))
        .way("proposal", Phrase::of("way-proposal-now"), path(edition, now))
}
