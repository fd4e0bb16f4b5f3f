//! Answers to an acceptance: by the link in the mail, or signed in.

use askama::Template;
use contract::decisions::Acceptance;
use domain::conference::{Conference, Track};
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use domain::proposal::{Proposal, ProposalId, ProposalState, Refusal};
use jiff::Timestamp;
use store::{Actor, RevisionOutcome};
use web::{App, Kind, Layout, Problem, Reply, Request};

/// A proposal whose people can answer, and the person who answers.
struct Asked {
    proposal: Proposal,
    addresses: Vec<EmailAddress>,
    as_lead: bool,
    /// The link's token, for the forms to send again.
    token: Option<String>,
}

/// Finds the proposal and the caller's right to answer: the holder of the link, the proposal's people, or its leads.
/// Only accepted proposals can be answered.
async fn asked(app: &App, request: &Request) -> Result<Asked, Problem> {
    let edition = request.edition()?;
    let unknown = || Problem::not_found("no-such-proposal");
    let id = request.parameter("id").and_then(ProposalId::parse);
    let token = request.manage_token("answer").map(str::to_owned);
    let found = match &id {
        Some(id) => app.store.proposal(edition.id(), id).await?,
        None => None,
    };
    if let (Some(proposal), Some(token)) = (&found, &token) {
        let decision = app.store.ruling(edition.id(), proposal).await?;
        if let Some(email) = store::answerer(&app.context, edition, proposal, &decision, token) {
            let addresses = vec![email.clone()];
            return Ok(Asked { proposal: proposal.clone(), addresses, as_lead: false, token: Some(token.clone()) });
        }
    }
    let addresses = request.caller.addresses.clone();
    if addresses.is_empty() {
        let problem = Problem::new(Kind::SignInRequired, Phrase::of("answer-link-or-sign-in"));
        return Err(problem.way("sign_in", Phrase::of("way-sign-in"), "/sign-in".into()));
    }
    let proposal = found.ok_or_else(unknown)?;
    let as_lead = request.caller.manages_track(edition, &proposal.track);
    if proposal.is_edited_by(&addresses) || as_lead {
        return Ok(Asked { proposal, addresses, as_lead, token: None });
    }
    Err(Problem::new(Kind::Forbidden, Phrase::of("answer-not-yours")))
}

fn shown(proposal: &Proposal) -> Acceptance<'_> {
    Acceptance {
        id: proposal.id.as_str(),
        title: proposal.shown_title(),
        track: proposal.track.as_str(),
        state: (&proposal.state).into(),
        confirm_by: confirm_by(proposal),
    }
}

fn confirm_by(proposal: &Proposal) -> Option<Timestamp> {
    match proposal.state {
        ProposalState::Accepted { confirm_by, .. } => confirm_by,
        _ => None,
    }
}

#[derive(Template)]
#[template(path = "answer.html")]
struct AnswerPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    track: Option<&'a Track>,
    proposal: &'a Proposal,
    confirm_by: Option<Timestamp>,
    /// The remaining time to answer, if there is any.
    left: Option<String>,
    late: bool,
    /// The query at the end of the forms' paths.
    query: String,
    problem: Option<&'a Problem>,
}

/// `GET …/proposals/{id}/answer`: opening the page answers nothing.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let asked = asked(app, request).await?;
    page(app, request, &asked, None)
}

fn page(app: &App, request: &Request, asked: &Asked, problem: Option<&Problem>) -> Result<Reply, Problem> {
    if !request.wants_html {
        return Ok(Reply::json(200, &shown(&asked.proposal)));
    }
    let conference = &request.edition()?.conference;
    let (confirm_by, now) = (confirm_by(&asked.proposal), app.context.now());
    let page = AnswerPage {
        layout: request.layout().titled(request.t("answer-title")),
        conference,
        track: conference.track(asked.proposal.track.as_str()),
        proposal: &asked.proposal,
        confirm_by,
        left: confirm_by.and_then(|by| request.messages.left(by.duration_since(now))),
        late: confirm_by.is_some_and(|by| by <= now),
        query: asked.token.as_ref().map(|token| format!("?token={token}")).unwrap_or_default(),
        problem,
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// `POST …/proposals/{id}/confirm` and `/decline`
pub(crate) async fn answered(app: &App, request: &Request, yes: bool) -> Result<Reply, Problem> {
    let asked = asked(app, request).await?;
    match given(app, request, &asked, yes).await {
        Ok(proposal) if request.wants_html => {
            let query = asked.token.as_ref().map(|token| format!("?token={token}")).unwrap_or_default();
            let c = request.edition()?.id();
            Ok(Reply::see_other(&format!("/conferences/{c}/proposals/{}/answer{query}", proposal.id)))
        }
        Ok(proposal) => Ok(Reply::json(200, &shown(&proposal))),
        Err(problem) if request.wants_html => page(app, request, &asked, Some(&problem)),
        Err(problem) => Err(problem),
    }
}

async fn given(app: &App, request: &Request, asked: &Asked, yes: bool) -> Result<Proposal, Problem> {
    let edition = request.edition()?;
    let by = Actor { addresses: &asked.addresses, as_lead: asked.as_lead };
    let id = &asked.proposal.id;
    match app.store.answer_acceptance(&app.context, edition, id, by, yes).await? {
        Some(RevisionOutcome::Done(proposal)) => {
            tracing::info!(conference = %edition.id(), proposal = %id, state = proposal.state.as_str(), "answered");
            Ok(*proposal)
        }
        Some(RevisionOutcome::Refused(proposal, Refusal::State(wrong))) => {
            Err(Problem::new(Kind::NotAccepted, wrong.detail()).with("state", proposal.state.as_str()))
        }
        Some(RevisionOutcome::Refused(..) | RevisionOutcome::Stale(_) | RevisionOutcome::Busy) => {
            Err(Problem::busy(Phrase::of("answer-busy")))
        }
        None => Err(Problem::not_found("no-such-proposal")),
    }
}
