//! A proposal in the form of an answer.

use contract::proposals as answers;
use domain::proposal::{Proposal, ProposalId, ProposalState};
use messages::Messages;
use store::Edition;
use web::Reply;

use crate::seen::{etag, path};

/// A proposal as its people, leads and organizers see it.
pub(crate) fn shown<'a>(edition: &Edition, proposal: &'a Proposal) -> answers::Proposal<'a> {
    let content = &proposal.content;
    let track = edition.conference.track(proposal.track.as_str());
    let may_submit = proposal.state.clone().submit().is_ok();
    let missing = track.filter(|_| may_submit).map(|track| proposal.missing(track)).unwrap_or_default();
    answers::Proposal {
        id: proposal.id.as_str(),
        number: proposal.number,
        code: &proposal.code,
        guid: &proposal.guid,
        state: (&proposal.state).into(),
        track: proposal.track.as_str(),
        title: &content.title,
        abstract_text: &content.abstract_text,
        format: content.format.as_deref(),
        minutes: content.minutes,
        notes: content.notes.as_deref(),
        links: content.links.iter().map(Into::into).collect(),
        files: &content.files,
        answers: &content.answers,
        unavailable: content.unavailable.iter().map(ToString::to_string).collect(),
        owner: &proposal.owner,
        speakers: proposal.speakers.iter().map(Into::into).collect(),
        created_at: proposal.created_at,
        submitted_at: proposal.submitted_at,
        updated_at: proposal.updated_at,
        revision: proposal.revision,
        confirm_by: match proposal.state {
            ProposalState::Accepted { confirm_by, .. } => confirm_by,
            _ => None,
        },
        merged_into: proposal.state.merged_into().map(ProposalId::as_str),
        moving: proposal.moving.as_ref().map(Into::into),
        // For programs, like the words of states.
        missing: missing.iter().map(|error| web::value_error(error, Messages::default())).collect(),
    }
}

/// A proposal as JSON, with its `ETag`.
pub(crate) fn json(status: u16, edition: &Edition, proposal: &Proposal) -> Reply {
    let reply = Reply::json(status, &shown(edition, proposal)).header("etag", &etag(proposal));
    if status == 201 { reply.header("location", &path(edition, proposal)) } else { reply }
}
