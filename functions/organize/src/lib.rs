//! Pages and routes for organizers: define editions, size pools, invite people, list registrations and mails.

mod agenda;
mod announcements;
mod audit;
mod definition;
mod history;
mod invitation_table;
mod invitations;
mod lists;
mod mails;
mod new_tracks;
mod next_edition;
mod pools;
mod reconfirmation;
mod waitlist;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use store::AttentionAct;
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, &messages::ORGANIZE, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    let (method, path) = request.route();
    match (method, path.strip_prefix("/conferences/{conference}").unwrap_or(path)) {
        ("PUT", "") => definition::put(&app, &request).await,
        ("GET", "/definition") => definition::show(&request),
        ("POST", "/definition") => definition::by_form(&app, &request).await,
        ("GET", "/pools") => pools::list(&app, &request).await,
        ("GET", "/pools/{pool}") => pools::show(&app, &request).await,
        ("PATCH", "/pools/{pool}") => pools::change(&app, &request).await,
        ("POST", "/pools/{pool}") => pools::by_form(&app, &request).await,
        ("POST", "/pools/{pool}/release") => pools::release(&app, &request).await,
        ("GET", "/invitations") => invitation_table::show(&app, &request),
        ("POST", "/invitations") => invitation_table::invite(&app, &request).await,
        ("GET", "/pools/{pool}/invitations") => invitations::list(&app, &request).await,
        ("POST", "/pools/{pool}/invitations") => invitations::invite(&app, &request).await,
        ("DELETE" | "POST", "/pools/{pool}/invitations/{invitation}") => invitations::revoke(&app, &request).await,
        ("GET", "/registrations") => lists::registrations(&app, &request).await,
        ("GET", "/registrations.csv") => lists::all(&app, &request).await,
        ("GET", "/reconfirmation") => reconfirmation::show(&app, &request).await,
        ("GET", "/waitlist") => waitlist::list(&app, &request).await,
        ("GET", "/waitlist.csv") => waitlist::all(&app, &request).await,
        ("PATCH", "/waitlist/{id}") => waitlist::change(&app, &request).await,
        ("POST", "/waitlist/{id}/move") => waitlist::by_form(&app, &request).await,
        ("POST", "/announcements") => announcements::post(&app, &request).await,
        ("PATCH" | "POST", "/announcements/{announcement}") => announcements::change(&app, &request).await,
        ("GET", "/audit") => audit::show(&app, &request).await,
        ("POST", "/audit") => audit::run(&app, &request).await,
        ("GET", "/agenda") => agenda::list(&app, &request).await,
        ("GET", "/agenda/{line}") => agenda::preview::show(&app, &request).await,
        ("POST", "/agenda/{line}") => agenda::act(&app, &request).await,
        ("POST", "/agenda/set-aside/{id}/retry") => agenda::decide_failed(&app, &request, AttentionAct::Retry).await,
        ("POST", "/agenda/set-aside/{id}/skip") => agenda::decide_failed(&app, &request, AttentionAct::Skip).await,
        ("GET", "/new-tracks") => new_tracks::list(&app, &request).await,
        ("GET", "/proposals/{id}/become-track") => new_tracks::form(&app, &request).await,
        ("POST", "/proposals/{id}/become-track") => new_tracks::become_track(&app, &request).await,
        ("GET", "/next-edition") => next_edition::show(&app, &request).await,
        ("POST", "/next-edition") => next_edition::create(&app, &request).await,
        ("GET", "/history") => history::show(&app, &request).await,
        ("POST", "/history") => history::import(&app, &request).await,
        ("DELETE" | "POST", "/history/editions/{edition}") => history::remove(&app, &request).await,
        ("POST", "/history/erasures") => history::erase(&app, &request).await,
        ("GET", "/mails") => mails::list(&app, &request).await,
        ("GET", "/mails/{mail}") => mails::view::show(&app, &request).await,
        ("GET", "/mails/{mail}/html") => mails::view::html(&app, &request).await,
        ("POST", "/mails/{mail}/resend") => mails::resend(&app, &request).await,
        _ => Err(Problem::not_found("no-such-route")),
    }
}
