//! Sign-in by mail: a link that works until it expires, and six digits for another device.

mod ask;
mod enter;
mod leave;
mod mails;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, &messages::SIGN_IN, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    match request.route() {
        ("GET", "/sign-in") => Ok(ask::show(&request)),
        ("POST", "/sign-in") => ask::ask(&app, &request).await,
        ("GET", "/sign-in/{token}") => enter::show(&app, &request).await,
        ("POST", "/sign-in/{token}") => enter::enter(&app, &request).await,
        ("POST", "/sign-out") => leave::sign_out(&app, &request).await,
        ("GET", "/me/mails") => mails::show(&app, &request).await,
        ("POST", "/me/mails") => mails::requested(&app, &request).await,
        ("GET", "/unsubscribe/{token}") => mails::button(&app, &request).await,
        ("POST", "/unsubscribe/{token}") => mails::unsubscribe(&app, &request).await,
        _ => Err(Problem::not_found("no-such-route")),
    }
}
