//! The start page of organizers, leads and reviewers: figures, what needs them, and what happens next.

mod activity;
mod overview;
mod statistics;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, &messages::DESK, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    let (method, path) = request.route();
    match (method, path.strip_prefix("/conferences/{conference}").unwrap_or(path)) {
        ("GET", "/desk") => overview::show(&app, &request).await,
        ("GET", "/activity") => activity::show(&app, &request).await,
        ("GET", "/statistics") => statistics::show(&app, &request).await,
        ("GET", "/statistics.csv") => statistics::csv(&app, &request).await,
        ("GET", "/organize") => overview::moved(&request),
        _ => Err(Problem::not_found("no-such-route")),
    }
}
