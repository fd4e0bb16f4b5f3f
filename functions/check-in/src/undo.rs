//! Taking a check-in back.

use contract::check_in::DoorPerson;
use domain::registration::RegistrationId;
use store::AtDoor;
use web::{App, Problem, Reply, Request};

use crate::door;
use crate::scan::{doorkeeper, unknown};

async fn undone(app: &App, request: &Request) -> Result<DoorPerson, Problem> {
    let edition = request.edition()?;
    let id = request.parameter("id").and_then(RegistrationId::parse).ok_or_else(unknown)?;
    let by = doorkeeper(request)?;
    let undone = app.store.undo_check_in(&app.context, edition.id(), &id, &by).await?;
    let AtDoor { registration, check_in } = undone.ok_or_else(unknown)?;
    tracing::info!(conference.id = %edition.id(), registration = %id, "check-in undone");
    Ok(door::person(&registration, check_in.as_ref()))
}

/// `DELETE …/check-ins/{id}`: a repeat finds nothing to undo, and answers the same.
pub(crate) async fn undo(app: &App, request: &Request) -> Result<Reply, Problem> {
    Ok(Reply::json(200, &undone(app, request).await?))
}

/// `POST …/check-ins/{id}/undo`
pub(crate) async fn by_form(app: &App, request: &Request) -> Result<Reply, Problem> {
    let person = undone(app, request).await?;
    if !request.is_page_form() && !request.wants_html {
        return Ok(Reply::json(200, &person));
    }
    let path = format!("/conferences/{}/check-in", request.edition()?.id());
    Ok(Reply::see_other(&format!("{path}?registration={}&done=undone", person.registration)))
}
