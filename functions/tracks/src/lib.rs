//! Tracks and their calls for proposals: pages, changes by leads, late links, and subscriptions to reminders.

mod edit;
mod late_links;
mod list;
mod outcomes;
mod remind;
mod show;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use domain::conference::Track;
use domain::phrase::Phrase;
use store::Edition;
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, &messages::TRACKS, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    let (method, path) = request.route();
    match (method, path.strip_prefix("/conferences/{conference}/tracks").unwrap_or(path)) {
        ("GET", "") => list::show(&app, &request).await,
        ("GET", ".atom") => list::feed(&app, &request).await,
        ("GET", "/{track}") => show::show(&app, &request).await,
        ("PATCH", "/{track}") => edit::change(&app, &request).await,
        ("POST", "/{track}") => edit::by_form(&app, &request).await,
        ("GET", "/{track}/edit") => edit::show(&request),
        ("GET", "/{track}/outcomes") => outcomes::show(&app, &request).await,
        ("PUT", "/{track}/outcomes") => outcomes::say(&app, &request).await,
        ("POST", "/{track}/outcomes") => outcomes::by_form(&app, &request).await,
        ("POST", "/{track}/remind") => remind::ask(&app, &request).await,
        ("DELETE", "/{track}/remind") | ("POST", "/{track}/remind/stop") => remind::stop(&app, &request).await,
        ("GET", "/{track}/remind/{watch}") => remind::button(&app, &request).await,
        ("POST", "/{track}/remind/{watch}") => remind::confirm(&app, &request).await,
        ("GET", "/{track}/late-links") => late_links::list(&app, &request).await,
        ("POST", "/{track}/late-links") => late_links::give(&app, &request).await,
        ("DELETE" | "POST", "/{track}/late-links/{link}") => late_links::revoke(&app, &request).await,
        _ => Err(Problem::not_found("no-such-route")),
    }
}

/// The track in the path.
fn named<'e>(request: &Request, edition: &'e Edition) -> Result<&'e Track, Problem> {
    let unknown = || {
        let tracks = format!("/conferences/{}/tracks", edition.id());
        Problem::not_found("no-such-track-page").way("tracks", Phrase::of("way-tracks"), tracks)
    };
    edition.conference.track(request.parameter("track").unwrap_or_default()).ok_or_else(unknown)
}

fn page_of(edition: &Edition, track: &Track) -> String {
    format!("/conferences/{}/tracks/{}", edition.id(), track.id)
}
