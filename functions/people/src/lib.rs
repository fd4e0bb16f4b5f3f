//! A person's addresses, roles, and everything else that belongs to them.

mod addresses;
mod calendar;
mod data;
mod erasure;
mod link;
mod me;
mod roles;
mod tokens;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, &messages::PEOPLE, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    let (method, path) = request.route();
    match (method, path.strip_prefix("/conferences/{conference}").unwrap_or(path)) {
        ("GET", "/me") => me::show(&app, &request).await,
        ("POST", "/me/addresses") => me::answer_form(&app, &request, addresses::ask(&app, &request).await).await,
        ("PATCH", "/me/addresses/{address}") => addresses::prefer(&app, &request).await,
        ("DELETE", "/me/addresses/{address}") => addresses::unlink(&app, &request).await,
        ("POST", "/me/addresses/{address}") => {
            me::answer_form(&app, &request, addresses::by_form(&app, &request).await).await
        }
        ("GET", "/me/tokens") => tokens::list(&app, &request).await,
        ("POST", "/me/tokens") => tokens::create(&app, &request).await,
        ("DELETE", "/me/tokens") => tokens::revoke_all(&app, &request).await,
        ("DELETE", "/me/tokens/{id}") => tokens::revoke(&app, &request).await,
        ("POST", "/me/tokens/{id}") => tokens::revoke_by_form(&app, &request).await,
        ("GET", "/me/calendar") => calendar::show(&app, &request).await,
        ("POST", "/me/calendar") => calendar::change(&app, &request).await,
        ("DELETE", "/me/calendar") => calendar::end(&app, &request).await,
        ("GET", "/me/data") => data::show(&app, &request).await,
        ("GET", "/me/data.json") => data::download(&app, &request).await,
        ("POST", "/me/erasure") => erasure::answer_form(&request, erasure::ask(&app, &request).await),
        ("GET", "/me/erasure/{token}") => erasure::show(&app, &request).await,
        ("POST", "/me/erasure/{token}") => erasure::confirm(&app, &request).await,
        ("GET", "/me/link/{token}") => link::show(&app, &request).await,
        ("POST", "/me/link/{token}") => link::enter(&app, &request).await,
        ("GET", "/roles") => roles::list(&app, &request).await,
        ("POST", "/roles") => roles::offer(&app, &request).await,
        ("DELETE", "/roles/{role}") => roles::end(&app, &request).await,
        ("POST", "/roles/{role}") => roles::act(&app, &request).await,
        _ => Err(Problem::not_found("no-such-route")),
    }
}
