//! Proposals for their people and for leads: from draft to submission, and changes until the decision.

mod acts;
mod closes;
mod create;
mod fields;
mod form;
mod history;
mod import;
mod list;
mod meanwhile;
mod one;
mod refused;
mod seen;
mod show;
mod speakers;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, &messages::SUBMIT_PROPOSAL, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    let (method, path) = request.route();
    match (method, path.strip_prefix("/conferences/{conference}").unwrap_or(path)) {
        ("GET", "/tracks/{track}/propose") => form::show(&app, &request).await,
        ("POST", "/tracks/{track}/proposals") => create::create(&app, &request).await,
        ("GET", "/proposals") => list::list(&app, &request).await,
        ("GET", "/proposals.csv") => list::csv(&app, &request).await,
        ("GET", "/proposals/import") => import::show(&request),
        ("POST", "/proposals/import") => import::post(&app, &request).await,
        ("GET", "/me/proposals") => list::mine(&app, &request).await,
        ("GET", "/proposals/{id}") => one::show(&app, &request).await,
        ("GET", "/proposals/{id}/edit") => one::edit(&app, &request).await,
        ("PUT", "/proposals/{id}") => one::put(&app, &request).await,
        ("DELETE", "/proposals/{id}") => one::delete(&app, &request).await,
        ("POST", "/proposals/{id}") => one::by_form(&app, &request).await,
        ("POST", "/proposals/{id}/submit") => acts::submit(&app, &request).await,
        ("POST", "/proposals/{id}/withdraw") => acts::withdraw(&app, &request).await,
        ("POST", "/proposals/{id}/move") => acts::shift(&app, &request).await,
        ("POST", "/proposals/{id}/merge") => acts::merge(&app, &request).await,
        ("GET", "/proposals/{id}/history") => history::show(&app, &request).await,
        ("GET", "/proposals/{id}/speakers/{speaker}") => speakers::show(&app, &request).await,
        ("POST", "/proposals/{id}/speakers/{speaker}") => speakers::answer(&app, &request).await,
        _ => Err(Problem::not_found("no-such-route")),
    }
}
