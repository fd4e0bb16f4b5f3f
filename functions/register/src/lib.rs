//! Registering for a conference, and managing the registration with the mailed link.

mod create;
mod form;
mod link;
mod manage;
mod show;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    match request.route() {
        ("GET", "/conferences/{conference}/register") => form::show(&app, &request).await,
        ("POST", "/conferences/{conference}/registrations") => create::create(&app, request).await,
        ("GET", "/conferences/{conference}/registrations/{id}") => manage::show(&app, &request).await,
        ("PATCH", "/conferences/{conference}/registrations/{id}") => manage::change(&app, &request).await,
        ("DELETE", "/conferences/{conference}/registrations/{id}") => manage::cancel(&app, &request).await,
        ("POST", "/conferences/{conference}/registrations/{id}") => manage::by_form(&app, &request).await,
        ("GET", "/conferences/{conference}/link") => link::show(&request),
        ("POST", "/conferences/{conference}/link") => link::send(&app, &request).await,
        _ => Err(Problem::not_found("route")),
    }
}
