//! On the day: the door's page, scans, their undo, people who come without a pass, and people who do not come.

mod door;
mod give_back;
mod no_shows;
mod picture;
mod release;
mod scan;
mod undo;
mod walk_in;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, &messages::CHECK_IN, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    let (method, path) = request.route();
    match (method, path.strip_prefix("/conferences/{conference}").unwrap_or(path)) {
        ("GET", "/check-in") => door::show(&app, &request).await,
        ("POST", "/check-ins") => scan::check_in(&app, &request).await,
        ("POST", "/check-ins/walk-ins") => walk_in::register(&app, &request).await,
        ("POST", "/check-ins/pictures") => picture::read(&request),
        ("GET", "/no-shows") => no_shows::show(&app, &request).await,
        ("POST", "/no-shows/release") => release::release(&app, &request).await,
        ("POST", "/no-shows/{id}/give-back") => give_back::give_back(&app, &request).await,
        ("DELETE", "/check-ins/{id}") => undo::undo(&app, &request).await,
        ("POST", "/check-ins/{id}/undo") => undo::by_form(&app, &request).await,
        _ => Err(Problem::not_found("no-such-route")),
    }
}
