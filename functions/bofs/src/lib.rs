//! Birds of a feather: anyone with an in-person pass proposes one, and it gets the next free slot.

mod change;
mod list;
mod propose;
mod show;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, &messages::BOFS, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    let (method, path) = request.route();
    match (method, path.strip_prefix("/conferences/{conference}").unwrap_or(path)) {
        ("GET", "/bofs") => list::list(&app, &request).await,
        ("GET", "/propose-bof") => propose::form(&app, &request),
        ("POST", "/bofs") => propose::propose(&app, &request).await,
        ("GET", "/bofs/{bof}") => change::show(&app, &request).await,
        ("PATCH", "/bofs/{bof}") => change::reword(&app, &request).await,
        ("DELETE", "/bofs/{bof}") => change::cancel(&app, &request).await,
        ("POST", "/bofs/{bof}") => change::by_form(&app, &request).await,
        _ => Err(Problem::not_found("no-such-route")),
    }
}
