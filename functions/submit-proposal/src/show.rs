//! A proposal as an answer.

use std::collections::BTreeMap;

use domain::conference::track::Link;
use domain::input::ValidationError;
use domain::proposal::{Moving, Proposal, ProposalId, ProposalState, Speaker, Unavailable};
use jiff::Timestamp;
use serde::Serialize;
use store::Edition;
use web::Reply;

use crate::seen::{etag, path};

/// A proposal as its people, leads and organizers see it.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    id: &'a str,
    number: u64,
    code: &'a str,
    guid: &'a str,
    state: &'static str,
    track: &'a str,
    title: &'a str,
    #[serde(rename = "abstract")]
    abstract_text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<&'a str>,
    links: &'a [Link],
    files: &'a [String],
    answers: &'a BTreeMap<String, String>,
    unavailable: &'a [Unavailable],
    owner: &'a str,
    speakers: Vec<ShownSpeaker<'a>>,
    created_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    submitted_at: Option<Timestamp>,
    updated_at: Timestamp,
    revision: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirm_by: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    merged_into: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    moving: Option<&'a Moving>,
    /// What it lacks to be submitted; only where it can be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<ValidationError>,
}

#[derive(Serialize)]
pub(crate) struct ShownSpeaker<'a> {
    name: &'a str,
    email: &'a str,
    state: &'static str,
}

impl<'a> ShownSpeaker<'a> {
    fn new(speaker: &'a Speaker) -> Self {
        Self { name: speaker.name.as_str(), email: speaker.email.as_str(), state: speaker.state.as_str() }
    }
}

impl<'a> Shown<'a> {
    pub(crate) fn new(edition: &Edition, proposal: &'a Proposal) -> Self {
        let content = &proposal.content;
        let track = edition.conference.track(proposal.track.as_str());
        let may_submit = proposal.state.clone().submit().is_ok();
        Self {
            id: proposal.id.as_str(),
            number: proposal.number,
            code: &proposal.code,
            guid: &proposal.guid,
            state: proposal.state.as_str(),
            track: proposal.track.as_str(),
            title: &content.title,
            abstract_text: &content.abstract_text,
            format: content.format.as_deref(),
            minutes: content.minutes,
            notes: content.notes.as_deref(),
            links: &content.links,
            files: &content.files,
            answers: &content.answers,
            unavailable: &content.unavailable,
            owner: proposal.owner.as_str(),
            speakers: proposal.speakers.iter().map(ShownSpeaker::new).collect(),
            created_at: proposal.created_at,
            submitted_at: proposal.submitted_at,
            updated_at: proposal.updated_at,
            revision: proposal.revision,
            confirm_by: match proposal.state {
                ProposalState::Accepted { confirm_by, .. } => confirm_by,
                _ => None,
            },
            merged_into: proposal.state.merged_into().map(ProposalId::as_str),
            moving: proposal.moving.as_ref(),
            missing: track.filter(|_| may_submit).map(|track| proposal.missing(track)).unwrap_or_default(),
        }
    }
}

/// A proposal as JSON, with its `ETag`.
pub(crate) fn json(status: u16, edition: &Edition, proposal: &Proposal) -> Reply {
    let reply = Reply::json(status, &Shown::new(edition, proposal)).header("etag", &etag(proposal));
    if status == 201 { reply.header("location", &path(edition, proposal)) } else { reply }
}
