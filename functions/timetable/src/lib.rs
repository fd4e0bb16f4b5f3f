//! The timetable: everyone reads and exports it; leads and organizers fill it in and publish it.

mod bookmarks;
mod draft;
mod edit;
mod exports;
mod feedback;
mod grid;
mod import;
mod links;
mod live;
mod now;
mod pages;
mod people;
mod personal;
mod placement;
mod placer;
mod publish;
mod session;
mod shown;
mod suggest;
mod view;
mod wall;
mod wording;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use web::{App, Problem, Reply, Request};

/// Answers one event.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    web::serve(app, event, &messages::TIMETABLE, answer).await
}

async fn answer(app: App, request: Request) -> Result<Reply, Problem> {
    let (method, path) = request.route();
    match (method, path.strip_prefix("/conferences/{conference}").unwrap_or(path)) {
        ("GET", "/timetable") => pages::show(&app, &request).await,
        ("GET", "/timetable.json") => exports::json(&app, &request).await,
        ("GET", "/timetable.xml") => exports::xml(&app, &request).await,
        ("GET", "/timetable.ics") => exports::calendar(&app, &request).await,
        ("GET", "/timetable.csv") => exports::csv(&app, &request).await,
        ("GET", "/timetable/now") => now::show(&app, &request).await,
        ("GET", "/timetable/wall") => wall::show(&app, &request).await,
        ("GET", "/timetable/people") => people::list(&app, &request).await,
        ("GET", "/timetable/people/{person}") => people::show(&app, &request).await,
        ("GET", "/timetable/tracks/{track}") => pages::track(&app, &request).await,
        ("GET", "/timetable/releases") => publish::list(&app, &request).await,
        ("GET", "/timetable/edit") => edit::show(&app, &request).await,
        ("GET", "/timetable/publish") => publish::preview(&app, &request).await,
        ("GET", "/timetable/bookmarks") => bookmarks::show(&app, &request).await,
        ("PUT", "/timetable/bookmarks") => bookmarks::keep(&app, &request).await,
        ("POST", "/timetable/publish") => publish::publish(&app, &request).await,
        ("POST", "/timetable/suggest") => suggest::suggest(&app, &request).await,
        ("POST", "/timetable/shift") => placement::shift(&app, &request).await,
        ("POST", "/timetable/import") => import::import(&app, &request).await,
        ("GET", "/calendar/{token}") => personal::calendar(&app, &request).await,
        ("POST", "/sessions") => session::create(&app, &request).await,
        ("GET", "/sessions/{session}") => session::show(&app, &request).await,
        ("PATCH", "/sessions/{session}") => session::change(&app, &request).await,
        ("DELETE", "/sessions/{session}") => session::cancel(&app, &request).await,
        ("POST", "/sessions/{session}") => session::by_form(&app, &request).await,
        ("GET", "/sessions/{session}/feedback") => feedback::show(&app, &request).await,
        ("POST", "/sessions/{session}/feedback") => feedback::give(&app, &request).await,
        ("PUT", "/sessions/{session}/placement") => placement::place(&app, &request).await,
        ("DELETE", "/sessions/{session}/placement") => placement::take_off(&app, &request).await,
        ("POST", "/sessions/{session}/placement") => placement::by_form(&app, &request).await,
        _ => Err(Problem::not_found("no-such-route")),
    }
}
