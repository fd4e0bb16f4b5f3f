//! A person's addresses, roles, and everything that belongs to them.

mod addresses;
mod link;
mod me;
mod roles;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, answer).await
}

/// An instant on a page, in the conference's zone.
pub(crate) fn when(at: &jiff::Timestamp, conference: &domain::conference::Conference) -> String {
    domain::instant::readable(*at, &conference.time_zone)
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
        ("GET", "/me/link/{token}") => link::show(&app, &request).await,
        ("POST", "/me/link/{token}") => link::enter(&app, &request).await,
        ("GET", "/roles") => roles::list(&app, &request).await,
        ("POST", "/roles") => roles::offer(&app, &request).await,
        ("DELETE", "/roles/{role}") => roles::end(&app, &request).await,
        ("POST", "/roles/{role}") => roles::act(&app, &request).await,
        _ => Err(Problem::not_found("route")),
    }
}
