//! Tracks and their calls for proposals: pages, what leads change, who may be late.

mod late_links;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use domain::conference::Track;
use store::Edition;
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    let (method, path) = request.route();
    match (method, path.strip_prefix("/conferences/{conference}/tracks/{track}").unwrap_or(path)) {
        ("GET", "/late-links") => late_links::list(&app, &request).await,
        ("POST", "/late-links") => late_links::give(&app, &request).await,
        ("DELETE" | "POST", "/late-links/{link}") => late_links::revoke(&app, &request).await,
        _ => Err(Problem::not_found("route")),
    }
}

/// The track that the path names.
fn named<'e>(request: &Request, edition: &'e Edition) -> Result<&'e Track, Problem> {
    let unknown = || {
        let tracks = format!("/conferences/{}", edition.id());
        Problem::not_found("track").way("tracks", "All tracks", tracks)
    };
    edition.conference.track(request.parameter("track").unwrap_or_default()).ok_or_else(unknown)
}
