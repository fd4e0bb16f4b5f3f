//! Public pages: all editions, one edition, styles, and the meaning of problems. Only reads.

mod announcements;
mod calls;
mod edition;
mod pages;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use contract::Stated;
use contract::site::{Health, HealthState};
use domain::phrase::Phrase;
use web::access::ROUTES;
use web::{App, Kind, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, &messages::HOME, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    match request.route() {
        ("GET", "/") => pages::editions(&app, &request).await,
        ("GET", "/conferences/{conference}") => edition::show(&app, &request).await,
        ("GET", "/conferences/{conference}/announcements") => announcements::list(&app, &request).await,
        ("GET", "/conferences/{conference}/announcements.atom") => announcements::feed(&app, &request).await,
        ("GET", "/conferences/{conference}/announcements/{announcement}") => announcements::show(&app, &request).await,
        ("GET", "/conferences/{conference}/appearance/{file}") => appearance(&request),
        ("GET", "/assets/{file}") => asset(&request),
        ("GET", "/problems/{problem}") => pages::problem(&request),
        ("GET", "/openapi.json") => Ok(openapi()),
        ("GET", "/healthz") => healthz(&app).await,
        _ => without_slash(&request).ok_or_else(|| no_route(&request)),
    }
}

fn asset(request: &Request) -> Result<Reply, Problem> {
    let name = request.parameter("file").unwrap_or_default();
    // The name changes with the content, so browsers may cache the file for a year, but not under another version's
    // name.
    let (asset, caching) = match web::asset(name) {
        Some(asset) => (asset, "public, max-age=31536000, immutable"),
        None => (web::asset_of_another_version(name).ok_or_else(|| Problem::not_found("no-such-asset"))?, "no-store"),
    };
    Ok(Reply::new(200, asset.content_type, asset.body.to_owned())
        .header("cache-control", caching)
        // A service worker controls only pages below its own path (`/assets`) unless this header allows more.
        .header("service-worker-allowed", "/conferences/"))
}

/// An edition's colours, logo or badges' sizes. An old name, from a page that was loaded before they changed, gets the
/// current file.
fn appearance(request: &Request) -> Result<Reply, Problem> {
    let conference = &request.edition()?.conference;
    let name = request.parameter("file").unwrap_or_default();
    let file = web::appearance::file(conference, name).ok_or_else(|| Problem::not_found("no-such-file"))?;
    let caching = if file.path == request.path { "public, max-age=31536000, immutable" } else { "no-store" };
    let reply = match file.body {
        web::appearance::Body::Text(text) => Reply::new(200, file.content_type, text),
        web::appearance::Body::Base64(base64) => Reply::binary(file.content_type, base64),
    };
    Ok(reply.header("cache-control", caching))
}

/// The contract, derived from its types: see `shared/contract`.
fn openapi() -> Reply {
    let document = include_str!("../../../shared/contract/openapi.json").to_owned();
    Reply::new(200, "application/json", document).header("cache-control", "public, max-age=300")
}

/// Ready means that the table answers and accepts writes.
async fn healthz(app: &App) -> Result<Reply, Problem> {
    app.store.check_storage().await?;
    app.store.editions().await?;
    Ok(Reply::json(200, &Health { state: Stated::new(HealthState::Ready) }))
}

/// Redirects a path with an extra slash at its end. Only to an existing route, so never to another site.
fn without_slash(request: &Request) -> Option<Reply> {
    let path = request.path.strip_suffix('/')?;
    if !ROUTES.iter().any(|route| matches(route.path, path)) {
        return None;
    }
    Some(Reply::moved(&request.with_query(path)))
}

/// The problem for an unknown route; names the methods that the path allows, if any.
fn no_route(request: &Request) -> Problem {
    let methods: Vec<_> = ROUTES.iter().filter(|r| matches(r.path, &request.path)).map(|r| r.method).collect();
    if methods.is_empty() {
        return Problem::new(Kind::NotFound, Phrase::of("nothing-at").arg("path", short(&request.path))).way(
            "conferences",
            Phrase::of("way-conferences"),
            "/".into(),
        );
    }
    let allow = methods.join(", ");
    Problem::new(
        Kind::MethodNotAllowed,
        Phrase::of("method-not-possible").arg("method", &request.method).arg("allow", &allow),
    )
    .allow(allow)
}

fn short(path: &str) -> String {
    path.chars().take(100).collect()
}

/// Whether a path matches a route.
fn matches(route: &str, path: &str) -> bool {
    let (route, path): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len() && route.iter().zip(path).all(|(r, p)| r.starts_with('{') && !p.is_empty() || *r == p)
}
