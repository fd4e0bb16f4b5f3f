//! The list of editions, and what a kind of problem means.

use askama::Template;
use serde_json::json;
use store::EditionEntry;
use web::{App, Kind, Layout, Problem, Reply, Request};

#[derive(Template)]
#[template(path = "editions.html")]
struct EditionsPage {
    layout: Layout,
    editions: Vec<EditionEntry>,
}

#[derive(Template)]
#[template(path = "problem_kind.html")]
struct KindPage {
    layout: Layout,
    kind: Kind,
}

/// `GET /`
pub(crate) async fn editions(app: &App, request: &Request) -> Result<Reply, Problem> {
    let editions = app.store.editions().await?;
    if request.wants_html {
        let layout = request.layout().titled("Conferences");
        return Ok(Reply::page(200, &EditionsPage { layout, editions }));
    }
    Ok(Reply::json(200, &json!({ "conferences": editions })))
}

/// `GET /problems/{problem}`: the `type` of a problem leads here.
pub(crate) fn problem(request: &Request) -> Result<Reply, Problem> {
    let slug = request.parameter("problem").unwrap_or_default();
    let kind = Kind::ALL.iter().copied().find(|kind| kind.slug() == slug);
    let kind = kind.ok_or_else(|| Problem::not_found("kind of problem"))?;
    if request.wants_html {
        let layout = request.layout().titled(kind.title());
        return Ok(Reply::page(200, &KindPage { layout, kind }));
    }
    Ok(Reply::json(
        200,
        &json!({ "type": format!("/problems/{slug}"), "title": kind.title(), "status": kind.status() }),
    ))
}
