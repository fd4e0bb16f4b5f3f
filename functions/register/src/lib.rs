//! Registering for a conference, joining the waitlist, and managing either with the mailed link.

mod certificate;
mod confirm;
mod create;
mod form;
mod held;
mod link;
mod manage;
mod reconfirm;
mod show;
mod ticket;
mod waitlist;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, &messages::REGISTER, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    match request.route() {
        ("GET", "/conferences/{conference}/register") => form::show(&app, &request).await,
        ("POST", "/conferences/{conference}/registrations") => create::create(&app, request).await,
        ("GET", "/conferences/{conference}/registrations/{id}") => manage::show(&app, &request).await,
        ("PATCH", "/conferences/{conference}/registrations/{id}") => manage::change(&app, &request).await,
        ("DELETE", "/conferences/{conference}/registrations/{id}") => manage::cancel(&app, &request).await,
        ("POST", "/conferences/{conference}/registrations/{id}") => manage::by_form(&app, &request).await,
        ("POST", "/conferences/{conference}/registrations/{id}/confirm") => confirm::confirm(&app, &request).await,
        ("GET", "/conferences/{conference}/registrations/{id}/certificate") => certificate::show(&app, &request).await,
        ("GET", "/conferences/{conference}/registrations/{id}/ticket") => ticket::show(&app, &request).await,
        ("GET", "/conferences/{conference}/registrations/{id}/ticket.svg") => ticket::svg(&app, &request).await,
        ("GET", "/conferences/{conference}/registrations/{id}/ticket.png") => ticket::png(&app, &request).await,
        ("GET", "/conferences/{conference}/registrations/{id}/reconfirm") => reconfirm::show(&app, &request).await,
        ("POST", "/conferences/{conference}/registrations/{id}/reconfirm") => reconfirm::answer(&app, &request).await,
        ("GET", "/conferences/{conference}/link") => link::show(&request),
        ("POST", "/conferences/{conference}/link") => link::send(&app, &request).await,
        ("GET", "/conferences/{conference}/join-waitlist") => waitlist::join::form(&app, &request),
        ("POST", "/conferences/{conference}/waitlist") => waitlist::join::join(&app, &request).await,
        ("GET", "/conferences/{conference}/waitlist/{id}") => waitlist::entry::show(&app, &request).await,
        ("DELETE", "/conferences/{conference}/waitlist/{id}") => waitlist::entry::withdraw(&app, &request).await,
        ("POST", "/conferences/{conference}/waitlist/{id}") => waitlist::entry::by_form(&app, &request).await,
        ("POST", "/conferences/{conference}/waitlist/{id}/accept") => waitlist::entry::accept(&app, &request).await,
        ("POST", "/conferences/{conference}/waitlist/{id}/decline") => waitlist::entry::decline(&app, &request).await,
        _ => Err(Problem::not_found("no-such-route")),
    }
}
