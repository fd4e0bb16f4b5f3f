//! Setting up an edition in three steps: its name and place; a template, or the schedule file of another system; a look
//! at the result. Everything that a step needs comes with its form, so nothing is stored before the last one.

mod access;
mod asked;
mod create;
mod imported;
mod pages;
mod plan;
mod sent;
mod template;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, &messages::SETUP, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    match request.route() {
        ("GET", "/setup") => pages::show(&app, &request).await,
        ("POST", "/setup") => pages::post(&app, &request).await,
        _ => Err(Problem::not_found("no-such-route")),
    }
}
