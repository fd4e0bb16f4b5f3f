//! Calls for tracks: their proposals, and making a track of one.

use domain::conference::Length;
use domain::person::EmailAddress;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::Kind;
use crate::pools::Pool;
use crate::proposals::{ProposalStatus, SpeakerStatus};
use crate::route::row::{SEE_OTHER, get, json, json_or_form, json_or_page, post};
use crate::route::{Route, Who};

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/new-tracks", "organize", Who::Organizer, "proposals that may become tracks")
        .answers(&[json_or_page::<CallsForTracks>(200)]),
    get(
        "/conferences/{conference}/proposals/{id}/become-track",
        "organize",
        Who::Organizer,
        "the form to make a proposal a track",
    )
    .answers(&[json_or_page::<TrackProposal>(200)]),
    post(
        "/conferences/{conference}/proposals/{id}/become-track",
        "organize",
        Who::Organizer,
        "make a proposal a track",
    )
    .reads(json_or_form::<BecomeTrack>())
    .answers(&[json::<BecameTrack<'_>>(200), json::<BecameTrack<'_>>(201), SEE_OTHER])
    .refuses(&[Kind::ProposalState, Kind::Conflict]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct CallsForTracks {
    pub calls: Vec<CallForTracks>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct CallForTracks {
    pub track: String,
    pub name: String,
    /// Full blocks; two halves make one. Null if unknown.
    pub room_for: Option<u64>,
    /// Half blocks that are asked for.
    pub proposed: u64,
    /// Half blocks that accepted and confirmed proposals ask for.
    pub chosen: u64,
    pub proposals: Vec<TrackProposal>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct TrackProposal {
    pub id: String,
    pub title: String,
    pub state: ProposalStatus,
    pub leads: Vec<ProposedLead>,
    pub length: Length,
    pub recorded: bool,
    pub topics: Vec<String>,
    pub key_attendees: Vec<String>,
    pub accomplishments: Vec<String>,
    /// The track that it became.
    pub became: Option<String>,
    /// The proposal that it was merged into.
    pub merged_into: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ProposedLead {
    pub name: String,
    pub email: EmailAddress,
    pub state: SpeakerStatus,
}

/// How to make a track of a proposal. What is left out is as the proposal says.
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct BecomeTrack {
    /// Made from the name if left out.
    pub id: Option<String>,
    pub name: Option<String>,
    pub length: Option<Length>,
    pub recorded: Option<bool>,
    /// For its leads to give; 0 for none.
    pub passes: Option<u64>,
    /// As in a definition: `2023-08-20T17:00:00`, or `2023-08-20 anywhere on Earth`.
    pub claim_by: Option<String>,
    /// As in a definition: `2023-08-20T17:00:00`, or `2023-08-20 anywhere on Earth`.
    pub opens: Option<String>,
    /// As in a definition: `2023-08-20T17:00:00`, or `2023-08-20 anywhere on Earth`.
    pub closes: Option<String>,
    /// Another proposal of the call that becomes part of the track.
    pub merge_with: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct BecameTrack<'a> {
    pub track: &'a str,
    pub name: &'a str,
    pub leads: &'a [EmailAddress],
    pub block_minutes: Option<u64>,
    pub recorded: bool,
    /// The pool of its passes; null if it has none.
    pub pool: Option<Pool<'a>>,
    pub proposal: &'a str,
    /// Of the edition's definition.
    pub revision: u64,
}
