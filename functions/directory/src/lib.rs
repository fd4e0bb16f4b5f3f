//! The people of an edition, for organizers: list, search, one person, acts on many, badges.

mod acts;
mod badges;
mod erasure;
mod find;
mod list;
mod person;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, &messages::DIRECTORY, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    let (method, path) = request.route();
    match (method, path.strip_prefix("/conferences/{conference}").unwrap_or(path)) {
        ("GET", "/people") => list::show(&app, &request).await,
        ("GET", "/people.csv") => list::csv(&app, &request).await,
        ("GET", "/people/{id}") => person::show(&app, &request).await,
        ("POST", "/people/{id}/erasure") => erasure::erase(&app, &request).await,
        ("POST", "/people/actions") => acts::act(&app, &request).await,
        ("GET", "/badges") => badges::show(&app, &request).await,
        ("GET", "/badges.csv") => badges::csv(&app, &request).await,
        ("GET", "/find") => find::show(&app, &request).await,
        _ => Err(Problem::not_found("no-such-route")),
    }
}
