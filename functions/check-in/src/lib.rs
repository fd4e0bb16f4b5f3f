//! On the day: the door's page, scans, and their undo.

mod door;
mod scan;
mod undo;

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
        ("DELETE", "/check-ins/{id}") => undo::undo(&app, &request).await,
        ("POST", "/check-ins/{id}/undo") => undo::by_form(&app, &request).await,
        _ => Err(Problem::not_found("route")),
    }
}
