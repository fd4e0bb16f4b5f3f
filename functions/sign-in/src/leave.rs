//! Signing out.

use web::session::COOKIE;
use web::{App, Problem, Reply, Request};

/// `POST /sign-out`
pub(crate) async fn sign_out(app: &App, request: &Request) -> Result<Reply, Problem> {
    if let Some(session) = &request.caller.session {
        app.store.end_session(&app.context, &session.id, session.expires_at).await?;
    }
    let reply = if request.wants_html { Reply::see_other("/") } else { Reply::empty(204) };
    Ok(reply.cookie(COOKIE, "", "/", 0))
}
