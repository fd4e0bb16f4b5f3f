//! Messages of organizers and leads to groups of people: preview, test, send, delivery.

mod access;
mod acts;
mod compose;
mod delivery;
mod list;
mod preview;
mod request;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, &messages::MESSAGE_PEOPLE, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    let (method, path) = request.route();
    match (method, path.strip_prefix("/conferences/{conference}").unwrap_or(path)) {
        ("GET", "/messages") => list::show(&app, &request).await,
        ("GET", "/messages/new") => compose::show(&app, &request).await,
        ("POST", "/messages") => acts::write(&app, &request).await,
        ("GET", "/messages/{id}") => delivery::show(&app, &request).await,
        ("POST", "/messages/{id}") => acts::change(&app, &request).await,
        _ => Err(Problem::not_found("no-such-route")),
    }
}
