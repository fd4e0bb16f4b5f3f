//! Review and selection: reviews of a track's proposals, the leads' decisions and their release, and the answers of
//! accepted speakers.

mod answer;
mod ballot;
mod chart;
mod compare;
mod decide;
mod give;
mod page;
mod queue;
mod release;
mod selection;
mod shown;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, &messages::REVIEW, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    let (method, path) = request.route();
    match (method, path.strip_prefix("/conferences/{conference}").unwrap_or(path)) {
        ("GET", "/reviews") => queue::list(&app, &request).await,
        ("GET", "/reviews.csv") => queue::all(&app, &request).await,
        ("GET", "/proposals/{id}/reviews") => page::show(&app, &request).await,
        ("PUT" | "POST", "/proposals/{id}/reviews/mine") => give::mine(&app, &request).await,
        ("DELETE" | "POST", "/proposals/{id}/reviews/{review}") => give::lift(&app, &request).await,
        ("PUT" | "POST", "/proposals/{id}/tags") => decide::tags(&app, &request).await,
        ("POST", "/proposals/{id}/decision") => decide::one(&app, &request).await,
        ("GET", "/tracks/{track}/ballot") => ballot::show(&app, &request).await,
        ("GET", "/tracks/{track}/ballot.csv") => ballot::table(&app, &request).await,
        ("POST", "/tracks/{track}/ballot") => ballot::vote(&app, &request).await,
        ("GET", "/tracks/{track}/selection") => selection::list(&app, &request).await,
        ("GET", "/tracks/{track}/selection.csv") => selection::all(&app, &request).await,
        ("GET", "/tracks/{track}/compare") => compare::show(&app, &request).await,
        ("POST", "/tracks/{track}/decisions") => decide::many(&app, &request).await,
        ("GET", "/tracks/{track}/decisions/release") => release::preview(&app, &request).await,
        ("POST", "/tracks/{track}/decisions/release") => release::release(&app, &request).await,
        ("POST", "/tracks/{track}/invite-speakers") => release::invite(&app, &request).await,
        ("GET", "/proposals/{id}/answer") => answer::show(&app, &request).await,
        ("POST", "/proposals/{id}/confirm") => answer::answered(&app, &request, true).await,
        ("POST", "/proposals/{id}/decline") => answer::answered(&app, &request, false).await,
        _ => Err(Problem::not_found("no-such-route")),
    }
}
