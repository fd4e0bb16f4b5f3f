//! What the people of an accepted proposal answer: by the link of their mail, or signed in.

use askama::Template;
use domain::conference::{Conference, Track};
use domain::person::EmailAddress;
use domain::proposal::{Proposal, ProposalId, ProposalState, Refusal};
use jiff::Timestamp;
use serde::Serialize;
use store::{Actor, RevisionOutcome};
use web::{App, Kind, Layout, Problem, Reply, Request};

/// A proposal whose people answer, and who does.
struct Asked {
    proposal: Proposal,
    addresses: Vec<EmailAddress>,
    as_lead: bool,
    /// The link's token, to keep it in the forms.
    token: Option<String>,
}

/// Who answers, and about what: the holder of the link, the proposal's people, its leads. Only accepted proposals can be answered.
async fn asked(app: &App, request: &Request) -> Result<Asked, Problem> {
    let edition = request.edition()?;
    let unknown = || Problem::not_found("proposal");
    let id = request.parameter("id").and_then(ProposalId::parse);
    let token = request.manage_token("answer").map(str::to_owned);
    let found = match &id {
        Some(id) => app.store.proposal(edition.id(), id).await?,
        None => None,
    };
    if let (Some(proposal), Some(token)) = (&found, &token) {
        let ruling = app.store.ruling(edition.id(), proposal).await?;
        if let Some(email) = store::answerer(&app.context, edition, proposal, &ruling, token) {
            let addresses = vec![email.clone()];
            return Ok(Asked { proposal: proposal.clone(), addresses, as_lead: false, token: Some(token.clone()) });
        }
    }
    let addresses = request.caller.addresses.clone();
    if addresses.is_empty() {
        let problem = Problem::new(Kind::SignInRequired, "open the link from the mail, or sign in with its address");
        return Err(problem.way("sign_in", "Sign in", "/sign-in".into()));
    }
    let proposal = found.ok_or_else(unknown)?;
    let as_lead = request.caller.has_track(edition, &proposal.track);
    if proposal.is_edited_by(&addresses) || as_lead {
        return Ok(Asked { proposal, addresses, as_lead, token: None });
    }
    Err(Problem::new(Kind::Forbidden, "this is for its people; open the link from the mail"))
}

#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    title: &'a str,
    track: &'a str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirm_by: Option<Timestamp>,
}

fn shown(proposal: &Proposal) -> Shown<'_> {
    Shown {
        id: proposal.id.as_str(),
        title: proposal.shown_title(),
        track: proposal.track.as_str(),
        state: proposal.state.as_str(),
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
    late: bool,
    /// What the forms' paths end with.
    query: String,
    problem: Option<&'a Problem>,
}

/// `GET …/proposals/{id}/answer`: opening it answers nothing.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let asked = asked(app, request).await?;
    page(app, request, &asked, None)
}

fn page(app: &App, request: &Request, asked: &Asked, problem: Option<&Problem>) -> Result<Reply, Problem> {
    if !request.wants_html {
        return Ok(Reply::json(200, &shown(&asked.proposal)));
    }
    let conference = &request.edition()?.conference;
    let confirm_by = confirm_by(&asked.proposal);
    let page = AnswerPage {
        layout: request.layout().titled("Your place"),
        conference,
        track: conference.track(asked.proposal.track.as_str()),
        proposal: &asked.proposal,
        confirm_by,
        late: confirm_by.is_some_and(|by| by <= app.context.now()),
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
            Err(Problem::new(Kind::NotAccepted, wrong.to_string()).with("state", proposal.state.as_str()))
        }
        Some(RevisionOutcome::Refused(..) | RevisionOutcome::Stale(_) | RevisionOutcome::Busy) => {
            Err(Problem::busy("your answer was not taken; send it again"))
        }
        None => Err(Problem::not_found("proposal")),
    }
}
