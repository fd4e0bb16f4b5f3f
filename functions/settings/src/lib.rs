//! Settings: every part of an edition as a form, and as a JSON merge patch, with their effects before saving.

mod effects;
mod form;
mod mail_texts;
mod patch;
mod save;
mod sections;
mod view;
mod webhooks;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, &messages::SETTINGS, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    let (method, path) = request.route();
    match (method, path.strip_prefix("/conferences/{conference}").unwrap_or(path)) {
        ("PATCH", "") => patch::change(&app, &request).await,
        ("GET", "/settings") => save::list(&request),
        ("GET", "/settings/{section}") => save::show(&request),
        ("GET", "/settings/mails/{letter}") => mail_texts::show(&app, &request).await,
        ("POST", "/settings/mails/{letter}") => mail_texts::save(&app, &request).await,
        ("POST", "/settings/{section}") => save::save(&app, &request).await,
        ("GET", "/webhooks") => webhooks::list(&app, &request).await,
        ("POST", "/webhooks") => webhooks::add(&app, &request).await,
        ("GET", "/webhooks/{id}") => webhooks::show(&app, &request).await,
        ("PATCH", "/webhooks/{id}") => webhooks::change(&app, &request).await,
        ("DELETE", "/webhooks/{id}") => webhooks::remove(&app, &request).await,
        ("POST", "/webhooks/{id}") => webhooks::act(&app, &request).await,
        ("POST", "/webhooks/{id}/rotate-secret") => webhooks::rotate(&app, &request).await,
        ("POST", "/webhooks/{id}/test") => webhooks::test(&app, &request).await,
        ("GET", "/webhooks/{id}/deliveries") => webhooks::deliveries(&app, &request).await,
        ("POST", "/webhooks/{id}/deliveries/{delivery}/replay") => webhooks::replay(&app, &request).await,
        _ => Err(Problem::not_found("no-such-route")),
    }
}
