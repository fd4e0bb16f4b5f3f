//! Choosing microconferences: the proposals of a call for tracks, and making a track of one.

use askama::Template;
use contract::new_tracks::{BecameTrack, CallForTracks, CallsForTracks, ProposedLead, TrackProposal};
use contract::proposals::{ProposalStatus, SpeakerStatus};
use domain::conference::{Conference, Length, NewTracks, Track, TrackId};
use domain::input::Reading;
use domain::instant::Deadline;
use domain::new_track::{Asked, Terms, id_of, leads};
use domain::phrase::Phrase;
use domain::proposal::{Proposal, ProposalId, ProposalState};
use serde_json::{Value, json};
use store::{Actor, BecomingTrack, Edition};
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

/// A call with its proposals.
fn call(track: &Track, new_tracks: &NewTracks, proposals: &[Proposal]) -> CallForTracks {
    let seen: Vec<_> = proposals.iter().filter(|proposal| proposal.was_submitted()).collect();
    let halves = |wanted: &dyn Fn(&Proposal) -> bool| {
        seen.iter().filter(|proposal| wanted(proposal)).map(|proposal| Asked::of(proposal).length.halves()).sum()
    };
    CallForTracks {
        track: track.id.to_string(),
        name: track.name.clone(),
        room_for: new_tracks.room_for,
        proposed: halves(&|proposal| proposal.state.contributes()),
        chosen: halves(&is_chosen),
        proposals: seen.into_iter().map(row).collect(),
    }
}

/// Whether the proposals need more blocks than there are.
fn is_short(call: &CallForTracks) -> bool {
    call.room_for.is_some_and(|room| call.proposed > 2 * room)
}

/// Blocks in words: `2`, `2½`.
fn blocks(halves: u64) -> String {
    match (halves / 2, halves % 2) {
        (0, 1) => "\u{bd}".to_owned(),
        (whole, 0) => whole.to_string(),
        (whole, _) => format!("{whole}\u{bd}"),
    }
}

fn is_chosen(proposal: &Proposal) -> bool {
    matches!(proposal.state, ProposalState::Accepted { .. } | ProposalState::Confirmed { .. })
}

/// A proposal for a track.
fn row(proposal: &Proposal) -> TrackProposal {
    let asked = Asked::of(proposal);
    let lead = |speaker: &domain::proposal::Speaker| ProposedLead {
        name: speaker.name.to_string(),
        email: speaker.email.clone(),
        state: (&speaker.state).into(),
    };
    TrackProposal {
        id: proposal.id.to_string(),
        title: proposal.shown_title().to_owned(),
        state: (&proposal.state).into(),
        leads: proposal.speakers.iter().map(lead).collect(),
        length: asked.length,
        recorded: asked.recorded,
        topics: asked.topics,
        key_attendees: asked.key_attendees,
        accomplishments: asked.accomplishments,
        became: proposal.became.as_ref().map(ToString::to_string),
        merged_into: proposal.state.merged_into().map(ToString::to_string),
    }
}

/// The kind of pill for a state.
fn pill_kind(state: ProposalStatus) -> &'static str {
    match state {
        ProposalStatus::Accepted | ProposalStatus::Confirmed => "good",
        ProposalStatus::Rejected | ProposalStatus::Withdrawn | ProposalStatus::Declined => "bad",
        ProposalStatus::Draft | ProposalStatus::Submitted | ProposalStatus::Standby => "",
    }
}

fn may_become_one(proposal: &TrackProposal) -> bool {
    proposal.became.is_none() && matches!(proposal.state, ProposalStatus::Accepted | ProposalStatus::Confirmed)
}

#[derive(Template)]
#[template(path = "new-tracks.html")]
struct ListPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    calls: Vec<CallForTracks>,
}

/// `GET …/new-tracks`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let mut calls = Vec::new();
    for track in &edition.conference.tracks {
        let Some(new_tracks) = &track.new_tracks else { continue };
        let proposals = app.store.proposals_of_track(edition.id(), &track.id).await?;
        calls.push(call(track, new_tracks, &proposals));
    }
    if !request.wants_html {
        return Ok(Reply::json(200, &CallsForTracks { calls }));
    }
    let layout = request.layout().titled(request.t("new-tracks-title"));
    Ok(Reply::page(200, &ListPage { layout, conference: &edition.conference, calls }))
}

#[derive(Template)]
#[template(path = "become-track.html")]
struct BecomePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    proposal: &'a TrackProposal,
    /// Its leads: the speakers who confirmed.
    leads: Vec<String>,
    /// Proposals that can be merged into it.
    others: Vec<(String, String)>,
    full: u64,
    half: u64,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

/// The proposal in the path, with its call.
async fn named<'e>(app: &App, request: &Request, edition: &'e Edition) -> Result<(Proposal, &'e NewTracks), Problem> {
    let unknown = || Problem::not_found("no-such-track-proposal");
    let id = request.parameter("id").and_then(ProposalId::parse).ok_or_else(unknown)?;
    let proposal = app.store.proposal(edition.id(), &id).await?.filter(Proposal::was_submitted).ok_or_else(unknown)?;
    let call = edition.conference.track(proposal.track.as_str()).and_then(|track| track.new_tracks.as_ref());
    Ok((proposal, call.ok_or_else(unknown)?))
}

/// `GET …/proposals/{id}/become-track`
pub(crate) async fn form(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let (proposal, new_tracks) = named(app, request, edition).await?;
    if !request.wants_html {
        return Ok(Reply::json(200, &row(&proposal)));
    }
    let asked = Asked::of(&proposal);
    let deadline = |deadline: &Option<Deadline>| deadline.as_ref().map(|d| d.announced.clone()).unwrap_or_default();
    let usual = json!({
        "id": id_of(proposal.shown_title()),
        "name": proposal.shown_title(),
        "length": asked.length.as_str(),
        "recorded": if asked.recorded { "yes" } else { "no" },
        "passes": new_tracks.passes.to_string(),
        "claim_by": deadline(&new_tracks.claim_by),
        "closes": deadline(&new_tracks.closes),
    });
    page(app, request, &usual, None).await
}

async fn page(app: &App, request: &Request, typed: &Value, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let (proposal, new_tracks) = named(app, request, edition).await?;
    let others = app.store.proposals_of_track(edition.id(), &proposal.track).await?;
    let may_merge = |other: &&Proposal| {
        other.id != proposal.id && other.was_submitted() && other.state.contributes() && other.became.is_none()
    };
    let others = others.iter().filter(may_merge).map(|p| (p.id.to_string(), p.shown_title().to_owned())).collect();
    let layout = request.layout().titled(request.t("new-tracks-become-title"));
    let page = BecomePage {
        layout,
        conference: &edition.conference,
        proposal: &row(&proposal),
        leads: leads(&proposal).into_iter().map(ToString::to_string).collect(),
        others,
        full: new_tracks.minutes(Length::Full),
        half: new_tracks.minutes(Length::Half),
        values: Typed::new(typed, problem),
        problem,
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// `POST …/proposals/{id}/become-track`
pub(crate) async fn become_track(app: &App, request: &Request) -> Result<Reply, Problem> {
    match became(app, request).await {
        Ok(became) if request.is_page_form() => {
            let path = format!("/conferences/{}/new-tracks#{}", request.edition()?.id(), became.track);
            Ok(Reply::see_other(&path))
        }
        Ok(became) => answer(app, &became).await,
        Err(problem) if request.is_page_form() && problem.kind() != Kind::NotFound => {
            page(app, request, &request.typed(), Some(&problem)).await
        }
        Err(problem) => Err(problem),
    }
}

/// A new track, with its edition.
struct Became {
    track: TrackId,
    proposal: Proposal,
    edition: Edition,
    new: bool,
}

async fn became(app: &App, request: &Request) -> Result<Became, Problem> {
    let edition = request.edition()?;
    let (proposal, _) = named(app, request, edition).await?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let terms = reading.root(&document).and_then(Terms::read);
    let terms = reading.finish(terms)?;
    let by = Actor { addresses: &request.caller.addresses, as_lead: true };
    let became = app.store.become_track(&app.context, edition, &proposal.id, &terms, by).await?;
    match became.ok_or_else(|| Problem::not_found("no-such-proposal"))? {
        BecomingTrack::Done { track, proposal, edition: after, new } => {
            web::definition::reclassify_leads(app, Some(edition), &after).await?;
            tracing::info!(conference = %after.id(), proposal = %proposal.id, track = %track, new, "became a track");
            Ok(Became { track, proposal: *proposal, edition: after, new })
        }
        BecomingTrack::Refused(errors) => Err(errors.into()),
        BecomingTrack::State(wrong) => Err(Problem::new(Kind::ProposalState, wrong.detail())),
        BecomingTrack::Busy => Err(Problem::new(Kind::Conflict, Phrase::of("edition-meanwhile-again"))),
    }
}

async fn answer(app: &App, became: &Became) -> Result<Reply, Problem> {
    let Became { track, proposal, edition, new } = became;
    // If the track was removed since then, the answer omits its details.
    let found = edition.conference.track(track.as_str());
    let pool = edition.conference.pools.iter().find(|pool| pool.track.as_ref() == Some(track));
    let pool = match pool {
        Some(pool) => Some(app.store.pool(edition.id(), &pool.id).await?),
        None => None,
    };
    let answer = BecameTrack {
        track: track.as_str(),
        name: found.map_or(proposal.shown_title(), |track| &track.name),
        leads: found.map(|track| &track.leads[..]).unwrap_or_default(),
        block_minutes: found.and_then(|track| track.block_minutes),
        recorded: found.is_none_or(|track| track.recorded),
        pool: pool.as_ref().map(crate::pools::answer),
        proposal: proposal.id.as_str(),
        revision: edition.revision,
    };
    Ok(Reply::json(if *new { 201 } else { 200 }, &answer))
}
