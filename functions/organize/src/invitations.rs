//! Invitations to a reserved pool.

use askama::Template;
use contract::Stated;
use contract::pools::{self as answers, InvitationStatus, Invitations};
use domain::conference::Conference;
use domain::input::{Reading, line, parsed};
use domain::invitation::{Invitation, InvitationState};
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use store::Invited;
use web::{App, Kind, Layout, Problem, Reply, Request, Typed, next_link};

use crate::pools::named;

fn shown<'a>(app: &App, invitation: &'a Invitation) -> answers::Invitation<'a> {
    let (state, registration) = match &invitation.state {
        InvitationState::Open => (InvitationStatus::Open, None),
        InvitationState::Claimed { registration } => (InvitationStatus::Claimed, Some(registration.as_str())),
        InvitationState::Revoked => (InvitationStatus::Revoked, None),
    };
    let code = (state == InvitationStatus::Open)
        .then(|| store::invitations::code(&app.context, &invitation.id, &invitation.nonce, &invitation.key_id))
        .flatten();
    answers::Invitation {
        id: &invitation.id,
        pool: invitation.pool.as_str(),
        email: &invitation.email,
        state: Stated::new(state),
        invited_at: invitation.invited_at,
        note: invitation.note.as_deref(),
        registration,
        code,
    }
}

#[derive(Template)]
#[template(path = "invitations.html")]
struct InvitationsPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    pool: &'a str,
    invitations: Vec<answers::Invitation<'a>>,
    next: Option<String>,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

/// `GET …/pools/{pool}/invitations`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    show(app, request, None).await
}

async fn show(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let pool = named(request, edition)?;
    // After an error, the form shows the first page.
    let cursor = if problem.is_some() { None } else { request.cursor()? };
    let page = app.store.invitations(edition.id(), pool, cursor.as_ref(), 100).await?;
    let next = next_link(&format!("/conferences/{}/pools/{pool}/invitations", edition.id()), page.next.as_ref());
    let invitations: Vec<_> = page.items.iter().map(|invitation| shown(app, invitation)).collect();
    if !request.wants_html {
        return Ok(Reply::json(200, &Invitations { invitations, next }));
    }
    let layout = request.layout().titled(request.t("invitations-title"));
    let conference = &edition.conference;
    let typed = request.typed();
    let values = Typed::new(&typed, problem);
    let page = InvitationsPage { layout, conference, pool: pool.as_str(), invitations, next, values, problem };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// `POST …/pools/{pool}/invitations` `{email, name?}`
pub(crate) async fn invite(app: &App, request: &Request) -> Result<Reply, Problem> {
    match invited(app, request).await {
        Ok((invitation, created)) if !request.is_page_form() => {
            let status = if created { 201 } else { 200 };
            Ok(Reply::json(status, &shown(app, &invitation)))
        }
        Ok(_) => Ok(Reply::see_other(&request.path)),
        Err(problem) if request.is_page_form() => show(app, request, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn invited(app: &App, request: &Request) -> Result<(Invitation, bool), Problem> {
    let edition = request.edition()?;
    let pool = named(request, edition)?;
    if edition.conference.pool(pool).is_none_or(|pool| !pool.is_reserved()) {
        return Err(Problem::new(Kind::PoolOpen, Phrase::of("pool-needs-no-invitation").arg("pool", pool)));
    }
    let claim_by = edition.conference.pool(pool).and_then(|pool| pool.claim_by.as_ref());
    if let Some(over) = claim_by.filter(|claim_by| claim_by.at <= app.context.now()) {
        return Err(Problem::new(
            Kind::ClaimOver,
            Phrase::of("pool-claim-over").arg("pool", pool).instant("when", over.at, &edition.conference.time_zone),
        ));
    }
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|o| {
        let email = o.required("email", parsed::<EmailAddress>);
        let name = o.optional("name", line(200));
        o.done();
        Some((email?, name))
    });
    let (email, name) = reading.finish(requested)?;
    match app.store.invite(&app.context, edition, pool, &email, name.as_deref()).await? {
        Invited::New(invitation) => Ok((invitation, true)),
        Invited::Already(invitation) => Ok((invitation, false)),
        Invited::PoolEmpty => Err(Problem::new(Kind::PoolEmpty, Phrase::of("pool-all-invited").arg("pool", pool))),
    }
}

/// `DELETE …/pools/{pool}/invitations/{invitation}`, and the page's form.
pub(crate) async fn revoke(app: &App, request: &Request) -> Result<Reply, Problem> {
    match revoked(app, request).await {
        Err(problem) if request.is_page_form() => show(app, request, Some(&problem)).await,
        answered => answered,
    }
}

async fn revoked(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let pool = named(request, edition)?;
    let id = request.parameter("invitation").unwrap_or_default();
    let unknown = || Problem::not_found("no-such-invitation");
    let revoked = app.store.revoke(&app.context, edition.id(), pool, id).await?.ok_or_else(unknown)?;
    if let InvitationState::Claimed { registration } = &revoked.state {
        return Err(Problem::new(
            Kind::InvitationClaimed,
            Phrase::of("invitation-became").arg("registration", registration),
        ));
    }
    if request.is_page_form() {
        return Ok(Reply::see_other(&format!("/conferences/{}/pools/{pool}/invitations", edition.id())));
    }
    Ok(Reply::json(200, &shown(app, &revoked)))
}
