//! Public pages: all editions, one edition, styles, what problems mean. Reads only.

mod announcements;
mod edition;
mod pages;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use web::access::ROUTES;
use web::{App, Kind, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    match request.route() {
        ("GET", "/") => pages::editions(&app, &request).await,
        ("GET", "/conferences/{conference}") => edition::show(&app, &request).await,
        ("GET", "/conferences/{conference}/announcements") => announcements::list(&app, &request).await,
        ("GET", "/conferences/{conference}/announcements.atom") => announcements::feed(&app, &request).await,
        ("GET", "/conferences/{conference}/announcements/{announcement}") => announcements::show(&app, &request).await,
        ("GET", "/assets/{file}") => asset(&request),
        ("GET", "/problems/{problem}") => pages::problem(&request),
        ("GET", "/openapi.json") => Ok(openapi()),
        ("GET", "/healthz") => healthz(&app).await,
        _ => Err(no_route(&request)),
    }
}

fn asset(request: &Request) -> Result<Reply, Problem> {
    let name = request.parameter("file").unwrap_or_default();
    let asset = web::asset(name).ok_or_else(|| Problem::not_found("asset"))?;
    // The name changes with the content, so it can be kept for a year.
    Ok(Reply::new(200, asset.content_type, asset.body.to_owned())
        .header("cache-control", "public, max-age=31536000, immutable")
        // A worker says itself which pages are its; without this it could only have those under /assets.
        .header("service-worker-allowed", "/conferences/"))
}

/// The contract, made when this was built: see `shared/contract`.
fn openapi() -> Reply {
    let document = include_str!(concat!(env!("OUT_DIR"), "/openapi.json")).to_owned();
    Reply::new(200, "application/json", document).header("cache-control", "public, max-age=300")
}

/// Ready means that the table answers.
async fn healthz(app: &App) -> Result<Reply, Problem> {
    app.store.editions().await?;
    Ok(Reply::json(200, &serde_json::json!({ "status": "ready" })))
}

/// Says what there is instead: other methods of the same path, or nothing.
fn no_route(request: &Request) -> Problem {
    let methods: Vec<_> = ROUTES.iter().filter(|r| matches(r.path, &request.path)).map(|r| r.method).collect();
    if methods.is_empty() {
        return Problem::new(Kind::NotFound, format!("there is nothing at {}", short(&request.path))).way(
            "conferences",
            "All conferences",
            "/".into(),
        );
    }
    let allow = methods.join(", ");
    Problem::new(Kind::MethodNotAllowed, format!("{} is not possible here; {allow} is", request.method)).allow(allow)
}

fn short(path: &str) -> String {
    path.chars().take(100).collect()
}

/// Whether a path fits a route's.
fn matches(route: &str, path: &str) -> bool {
    let (route, path): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len() && route.iter().zip(path).all(|(r, p)| r.starts_with('{') && !p.is_empty() || *r == p)
}
