//! An edition's definition: the same document as a conference file.

use askama::Template;
use contract::conferences::Defined;
use domain::input::Source;
use domain::phrase::Phrase;
use serde_json::Value;
use store::Edition;
use web::{App, Kind, Layout, Problem, Reply, Request, definition};

#[derive(Template)]
#[template(path = "definition.html")]
struct DefinitionPage<'a> {
    layout: Layout,
    id: &'a str,
    text: &'a str,
    problem: Option<&'a Problem>,
    saved: bool,
}

/// `PUT /conferences/{conference}`
pub(crate) async fn put(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    if source == Source::Form {
        return Err(Problem::new(Kind::UnsupportedMediaType, Phrase::of("definition-json")));
    }
    let (edition, created) = put_document(app, request, document).await?;
    let status = if created { 201 } else { 200 };
    let mut pools = Vec::new();
    for pool in &edition.conference.pools {
        pools.push(app.store.pool(edition.id(), &pool.id).await?);
    }
    let pools = pools.iter().map(crate::pools::answer).collect();
    let answer = Defined { id: edition.id().as_str(), revision: edition.revision, pools };
    Ok(Reply::json(status, &answer).header("location", &format!("/conferences/{}", edition.id())))
}

async fn put_document(app: &App, request: &Request, mut document: Value) -> Result<(Edition, bool), Problem> {
    let id = request.parameter("conference").unwrap_or_default();
    let conference = definition::read(id, &mut document)?;
    definition::write(app, request.edition_if_any(), &conference, &document).await
}

fn page<'a>(request: &'a Request, text: &'a str, problem: Option<&'a Problem>, saved: bool) -> DefinitionPage<'a> {
    let layout = request.layout().titled(request.t("definition-title"));
    DefinitionPage { layout, id: request.parameter("conference").unwrap_or_default(), text, problem, saved }
}

/// `GET /conferences/{conference}/definition`
pub(crate) fn show(request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    if !request.wants_html {
        return Ok(Reply::json(200, &*edition.document).header("etag", &format!("\"{}\"", edition.revision)));
    }
    let text = serde_json::to_string_pretty(&*edition.document).unwrap_or_default();
    Ok(Reply::page(200, &page(request, &text, None, request.query("saved").is_some())))
}

/// `POST /conferences/{conference}/definition`: the page's form.
pub(crate) async fn by_form(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (form, _) = request.document()?;
    let text = form["definition"].as_str().unwrap_or_default().to_owned();
    let parsed = serde_json::from_str::<Value>(&text)
        .map_err(|e| Problem::new(Kind::Malformed, Phrase::of("definition-not-json").arg("error", e)));
    let put = match parsed {
        Ok(document) => put_document(app, request, document).await.map(|_| ()),
        Err(problem) => Err(problem),
    };
    match put {
        Ok(()) => Ok(Reply::see_other(&format!("{}?saved", request.path))),
        Err(problem) if request.wants_html => Ok(problem.on_page(&page(request, &text, Some(&problem), false))),
        Err(problem) => Err(problem),
    }
}
