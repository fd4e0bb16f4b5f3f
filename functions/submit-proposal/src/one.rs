//! One proposal: view, change, delete.

use askama::Template;
use domain::conference::{Conference, Track};
use domain::input::Source;
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use domain::proposal::{Proposal, ProposalState, SpeakerState};
use store::RevisionOutcome;
use web::{App, Html, Kind, Layout, Problem, Reply, Request, markdown};

use crate::closes::{self, closes, confirm_by};
use crate::create::limit_invitations;
use crate::fields::{document, pressed, read};
use crate::form::{Form, done};
use crate::refused::{revised, stale};
use crate::seen::{Seen, if_match, seen};
use crate::show;

#[derive(Template)]
#[template(path = "proposal.html")]
#[allow(clippy::struct_excessive_bools, reason = "each says whether the page offers something")]
struct ProposalPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    proposal: &'a Proposal,
    track: Option<&'a Track>,
    track_name: &'a str,
    format: Option<&'a str>,
    text: Html,
    path: String,
    /// The deadline for submitting and changing it.
    closes: Option<Html>,
    /// The deadline for confirming an accepted one.
    confirm_by: Option<Html>,
    edits: bool,
    /// Whether the page offers the form.
    may_edit: bool,
    may_submit: bool,
    /// Whether it waits for the caller to confirm that they are coming.
    answers: bool,
    may_withdraw: bool,
    leads: bool,
    receives: bool,
    own: bool,
    /// The key of the invited speaker, if it is the caller.
    asked: Option<String>,
    other_tracks: Vec<&'a Track>,
    moving_to: Option<&'a str>,
    missing: Vec<domain::input::ValidationError>,
    /// The message after an act.
    done: Option<&'static str>,
    problem: Option<&'a Problem>,
}

/// The page of a proposal, also after an error.
pub(crate) async fn page(
    app: &App,
    request: &Request,
    seen: &Seen<'_>,
    problem: Option<&Problem>,
) -> Result<Reply, Problem> {
    let (proposal, conference) = (&seen.proposal, &*seen.edition.conference);
    let track = seen.track();
    let closes = closes(app, seen.edition, track, &seen.addresses).await?;
    let name = |id: &domain::conference::TrackId| conference.track(id.as_str()).map(|track| track.name.as_str());
    let asked = proposal
        .speaker(&seen.addresses)
        .filter(|speaker| matches!(speaker.state, SpeakerState::Invited { .. }))
        .map(|speaker| seen.edition.person_key(&speaker.email).to_string());
    let can_submit = proposal.state.clone().submit().is_ok() && proposal.is_edited_by(&seen.addresses);
    let movable =
        matches!(proposal.state, ProposalState::Draft | ProposalState::Submitted | ProposalState::Standby { .. });
    let may_edit = seen.edits() && (seen.leads || closes.is_some() || proposal.state == ProposalState::Draft);
    let page = ProposalPage {
        layout: request.layout().titled(proposal.shown_title()),
        conference,
        proposal,
        track,
        track_name: track.map_or(proposal.track.as_str(), |track| track.name.as_str()),
        format: proposal
            .content
            .format
            .as_deref()
            .map(|id| track.and_then(|track| track.format(id)).map_or(id, |format| format.label.as_str())),
        text: markdown(&proposal.content.abstract_text),
        path: seen.path(),
        closes: closes.map(|closes| closes::shown(app, request, conference, &closes)).transpose()?,
        confirm_by: confirm_by(proposal).map(|by| closes::shown(app, request, conference, &by)).transpose()?,
        edits: seen.edits(),
        may_edit,
        may_submit: can_submit,
        answers: seen.own && matches!(proposal.state, ProposalState::Accepted { .. }),
        may_withdraw: seen.edits() && proposal.state.contributes(),
        leads: seen.leads,
        receives: seen.receives,
        own: seen.own,
        asked,
        other_tracks: conference
            .tracks
            .iter()
            .filter(|track| movable && track.cfp.is_some() && track.id != proposal.track)
            .collect(),
        moving_to: proposal.moving.as_ref().map(|moving| name(&moving.to).unwrap_or(moving.to.as_str())),
        missing: track.filter(|_| can_submit).map(|track| proposal.missing(track)).unwrap_or_default(),
        done: match request.query("done") {
            Some("saved") => Some("done-saved"),
            Some("submitted") => Some("done-submitted"),
            Some("changed") => Some("done-changed"),
            Some("withdrawn") => Some("done-withdrawn"),
            Some("move-asked") => Some("done-move-asked"),
            Some("moved") => Some("done-moved"),
            Some("stays") => Some("done-stays"),
            Some("merged") => Some("done-merged"),
            Some("confirmed") => Some("done-confirmed"),
            _ => None,
        },
        problem,
    };
    Ok(match problem {
        Some(problem) => problem.on_page(&page),
        None => Reply::page(200, &page).header("etag", &crate::seen::etag(proposal)),
    })
}

/// `GET …/proposals/{id}`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let seen = seen(app, request).await?;
    if request.wants_html {
        return page(app, request, &seen, None).await;
    }
    Ok(show::json(200, seen.edition, &seen.proposal))
}

/// `GET …/proposals/{id}/edit`
pub(crate) async fn edit(app: &App, request: &Request) -> Result<Reply, Problem> {
    let seen = seen(app, request).await?;
    seen.may_edit()?;
    let document = document(&seen.proposal);
    Form::new(request, seen.edition, its_track(&seen)?, &document).of(&seen.proposal).page(app).await
}

fn its_track<'s>(seen: &'s Seen<'_>) -> Result<&'s Track, Problem> {
    seen.track().ok_or_else(|| Problem::new(Kind::CfpNotOpen, Phrase::of("track-gone")))
}

/// `PUT …/proposals/{id}`, with `If-Match`, so that neither of two concurrent changes is lost.
pub(crate) async fn put(app: &App, request: &Request) -> Result<Reply, Problem> {
    let seen = seen(app, request).await?;
    seen.may_edit()?;
    if request.header("if-match").is_none() {
        let detail = Phrase::of("if-match-required");
        return Err(Problem::new(Kind::PreconditionRequired, detail));
    }
    let revision = if_match(request)?;
    let (mut document, source) = request.document()?;
    let proposal = change(app, &seen, (&mut document, source), revision).await?;
    Ok(show::json(200, seen.edition, &proposal))
}

async fn change(
    app: &App,
    seen: &Seen<'_>,
    (document, source): (&mut serde_json::Value, Source),
    revision: Option<u64>,
) -> Result<Proposal, Problem> {
    // A stale revision is reported before anything else is checked.
    if revision.is_some_and(|revision| revision != seen.proposal.revision) {
        return Err(stale(seen.edition, &seen.proposal));
    }
    let requested = read(document, source, &seen.edition.conference, its_track(seen)?)?;
    if requested.submit {
        seen.may_submit()?;
    }
    let known = |email: &EmailAddress| {
        seen.proposal.speakers.iter().any(|s| s.email == *email) || seen.addresses.contains(email)
    };
    let new = requested.speakers.iter().filter(|named| !known(&named.email)).count();
    limit_invitations(app, seen.edition, new, seen.actor()).await?;
    let target = (&seen.proposal.id, revision);
    let done = app.store.edit_proposal(&app.context, seen.edition, target, &requested, seen.actor()).await?;
    revised(seen.edition, done)
}

/// `DELETE …/proposals/{id}`: deletes a draft.
pub(crate) async fn delete(app: &App, request: &Request) -> Result<Reply, Problem> {
    let seen = seen(app, request).await?;
    let revision = if_match(request)?;
    remove(app, &seen, revision).await?;
    Ok(Reply::empty(204))
}

async fn remove(app: &App, seen: &Seen<'_>, revision: Option<u64>) -> Result<(), Problem> {
    if !seen.proposal.is_owned_by(&seen.addresses) && !seen.leads {
        return Err(Problem::new(Kind::Forbidden, Phrase::of("draft-delete-owner")));
    }
    match app.store.delete_draft(&app.context, seen.edition, (&seen.proposal.id, revision), seen.actor()).await? {
        // It is already deleted, so the request has succeeded.
        None | Some(RevisionOutcome::Done(_)) => Ok(()),
        other => revised(seen.edition, other).map(|_| ()),
    }
}

/// `POST …/proposals/{id}`, for forms: save, submit, preview, delete; a draft saves itself.
pub(crate) async fn by_form(app: &App, request: &Request) -> Result<Reply, Problem> {
    let mut seen = seen(app, request).await?;
    let (mut document, source) = request.document()?;
    let typed = document.clone();
    let pressed = pressed(&mut document, source);
    if pressed.action == "delete" {
        return match remove(app, &seen, pressed.revision).await {
            Ok(()) => Ok(Reply::see_other("/me/proposals?done=deleted")),
            Err(problem) if request.is_page_form() => page(app, request, &seen, Some(&problem)).await,
            Err(problem) => Err(problem),
        };
    }
    seen.may_edit()?;
    if pressed.action == "preview" {
        let track = its_track(&seen)?;
        return Form::new(request, seen.edition, track, &typed).of(&seen.proposal).preview().page(app).await;
    }
    match change(app, &seen, (&mut document, source), pressed.revision).await {
        Ok(proposal) if request.is_page_form() => {
            let draft = proposal.state == ProposalState::Draft;
            let said = if draft || pressed.action == "submit" { done(&proposal) } else { "changed" };
            Ok(Reply::see_other(&format!("{}?done={said}", seen.path())))
        }
        Ok(proposal) => Ok(show::json(200, seen.edition, &proposal)),
        Err(problem) if request.is_page_form() => {
            // The form continues from the current version.
            if let Some(now) = app.store.proposal(seen.edition.id(), &seen.proposal.id).await? {
                seen.proposal = now;
            }
            let track = its_track(&seen)?;
            Form::new(request, seen.edition, track, &typed).of(&seen.proposal).failed(app, &problem).await
        }
        Err(problem) => Err(problem),
    }
}
