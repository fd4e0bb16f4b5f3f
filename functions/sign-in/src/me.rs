//! Who is signed in, and signing out.

use askama::Template;
use domain::person::EmailAddress;
use serde::Serialize;
use store::EditionEntry;
use web::session::COOKIE;
use web::{App, Layout, Problem, Reply, Request};

/// What somebody is in one edition.
#[derive(Serialize)]
struct Role {
    conference: String,
    name: String,
    organizer: bool,
    leads: Vec<String>,
}

#[derive(Template)]
#[template(path = "me.html")]
struct MePage<'a> {
    layout: Layout,
    email: &'a EmailAddress,
    roles: &'a [Role],
}

/// `GET /me`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let caller = &request.caller;
    let email = caller.email.as_ref().expect("the route is for those who are signed in");
    let mut roles = Vec::new();
    for EditionEntry { id, .. } in app.store.editions().await? {
        let Some(edition) = app.store.edition(&id).await? else { continue };
        let leads: Vec<_> = caller.leads(&edition).into_iter().map(ToString::to_string).collect();
        let organizer = caller.organizes(Some(&edition));
        if organizer || !leads.is_empty() {
            roles.push(Role { conference: id.to_string(), name: edition.conference.name.clone(), organizer, leads });
        }
    }
    if request.wants_html {
        let layout = request.layout().titled("You");
        return Ok(Reply::page(200, &MePage { layout, email, roles: &roles }));
    }
    let expires_at = caller.session.as_ref().map(|session| session.expires_at);
    Ok(Reply::json(200, &serde_json::json!({ "email": email, "expires_at": expires_at, "roles": roles })))
}

/// `POST /sign-out`
pub(crate) async fn sign_out(app: &App, request: &Request) -> Result<Reply, Problem> {
    if let Some(session) = &request.caller.session {
        app.store.end_session(&app.context, &session.id, session.expires_at).await?;
    }
    let reply = if request.wants_html { Reply::see_other("/") } else { Reply::empty(204) };
    Ok(reply.cookie(COOKIE, "", "/", 0))
}
