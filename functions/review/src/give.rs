//! `PUT …/proposals/{id}/reviews/mine`: a reviewer's review of a proposal.

use domain::input::only;
use domain::phrase::Phrase;
use domain::review;
use store::ReviewOutcome;
use web::{App, Kind, Problem, Reply, Request};

use crate::{page, shown};
use lists::judged::{judged, led};

/// `PUT` and, by form, `POST …/proposals/{id}/reviews/mine`
pub(crate) async fn mine(app: &App, request: &Request) -> Result<Reply, Problem> {
    match given(app, request).await {
        Ok(reply) => Ok(reply),
        Err(problem) if request.is_page_form() && !matches!(problem.kind(), Kind::NotFound | Kind::Forbidden) => {
            page::failed(app, request, &problem).await
        }
        Err(problem) => Err(problem),
    }
}

async fn given(app: &App, request: &Request) -> Result<Reply, Problem> {
    let repeats = repeats_a_conflict(request);
    let judged = match judged(app, request).await {
        Ok(judged) => judged,
        // Declaring a conflict again gets the same answer; the proposal stays hidden from the reviewer.
        Err(problem) if problem.kind() == Kind::NotFound && repeats => return conflicted(app, request, problem).await,
        Err(problem) => return Err(problem),
    };
    let (document, source) = request.document()?;
    let said = review::read(&document, source, &judged.track.review)?;
    let addresses = &request.caller.addresses;
    match app.store.review(&app.context, judged.edition, &judged.proposal.id, addresses, &said).await? {
        ReviewOutcome::Done(review) if request.is_page_form() => {
            tracing::info!(conference = %judged.edition.id(), proposal = %review.proposal, "reviewed");
            Ok(Reply::see_other(&format!("/conferences/{}/reviews", judged.edition.id())))
        }
        ReviewOutcome::Done(review) => {
            tracing::info!(conference = %judged.edition.id(), proposal = %review.proposal, "reviewed");
            Ok(Reply::json(200, &shown::review(&judged, &review)))
        }
        ReviewOutcome::Conflicted | ReviewOutcome::Gone => Err(Problem::not_found("no-such-proposal")),
        ReviewOutcome::Closed(state) => {
            let detail = Phrase::of("review-closed-detail").word_of("in-state", "state", state);
            Err(Problem::new(Kind::ReviewClosed, detail).with("state", state))
        }
        ReviewOutcome::Busy => Err(Problem::busy(Phrase::of("review-busy"))),
    }
}

/// Whether the request declares a conflict.
fn repeats_a_conflict(request: &Request) -> bool {
    let conflict = request.typed().get("conflict").cloned().unwrap_or_default();
    conflict == true || matches!(conflict.as_str(), Some("on" | "true" | "yes"))
}

/// Repeats the answer to a conflict declared before. For anyone else the proposal does not exist.
async fn conflicted(app: &App, request: &Request, unknown: Problem) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let Some(id) = request.parameter("id").and_then(domain::proposal::ProposalId::parse) else { return Err(unknown) };
    let Some(proposal) = app.store.proposal(edition.id(), &id).await? else { return Err(unknown) };
    let reviews = app.store.reviews_of(edition.id(), &proposal).await?;
    let own = reviews.iter().find(|r| r.is_conflict() && request.caller.addresses.contains(&r.reviewer));
    let (Some(own), Some(track)) = (own, edition.conference.track(proposal.track.as_str())) else {
        return Err(unknown);
    };
    if request.is_page_form() {
        return Ok(Reply::see_other(&format!("/conferences/{}/reviews", edition.id())));
    }
    let judged =
        lists::judged::Judged { edition, track, as_lead: false, proposal: proposal.clone(), reviews: Vec::new() };
    Ok(Reply::json(200, &shown::review(&judged, own)))
}

/// `DELETE …/proposals/{id}/reviews/{review}`, by form `POST`: a lead removes a conflict that was declared by mistake.
pub(crate) async fn lift(app: &App, request: &Request) -> Result<Reply, Problem> {
    let judged = led(app, request).await?;
    if request.method == "POST" {
        let (document, source) = request.document()?;
        only(source, &document, "action", |value| match value.as_str() {
            Some("lift") => Ok(()),
            _ => Err(Phrase::of("must-be-lift")),
        })?;
    }
    let review = request.parameter("review").unwrap_or_default();
    if !app.store.lift_conflict(&app.context, judged.edition.id(), &judged.proposal, review).await? {
        return Err(Problem::new(Kind::NotFound, Phrase::of("no-such-conflict")));
    }
    tracing::info!(conference = %judged.edition.id(), proposal = %judged.proposal.id, "conflict lifted");
    if request.wants_html {
        return Ok(Reply::see_other(&page::path(judged.edition.id(), &judged.proposal.id)));
    }
    Ok(Reply::empty(204))
}
