//! An edition's definition: the same document as a conference file.

use std::collections::BTreeMap;

use askama::Template;
use domain::conference::{self, Conference};
use domain::input::{Source, ValidationError};
use serde_json::{Value, json};
use store::{Edition, PutEdition};
use web::{App, Kind, Layout, Problem, Reply, Request};

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
        return Err(Problem::new(Kind::UnsupportedMediaType, "a definition must be application/json"));
    }
    let (edition, created) = put_document(app, request, document).await?;
    let status = if created { 201 } else { 200 };
    let mut pools = Vec::new();
    for pool in &edition.conference.pools {
        pools.push(app.store.pool(edition.id(), &pool.id).await?);
    }
    let answer = json!({ "id": edition.id(), "revision": edition.revision, "pools": pools });
    Ok(Reply::json(status, &answer).header("location", &format!("/conferences/{}", edition.id())))
}

async fn put_document(app: &App, request: &Request, mut document: Value) -> Result<(Edition, bool), Problem> {
    let id = request.parameter("conference").unwrap_or_default().to_owned();
    if let Value::Object(object) = &mut document
        && !object.contains_key("id")
    {
        object.insert("id".into(), id.clone().into());
    }
    let conference = conference::read(&document)?;
    if conference.id.as_str() != id {
        return Err(Problem::validation("/id", format!("must be {id}, as in the address")));
    }
    write(app, request.edition_if_any(), &conference, &document).await
}

/// Writes a definition over the one before; whether the edition is new.
pub(crate) async fn write(
    app: &App,
    before: Option<&Edition>,
    conference: &Conference,
    document: &Value,
) -> Result<(Edition, bool), Problem> {
    check_time(app, before, conference)?;
    match app.store.put_edition(&app.context, conference, document).await? {
        PutEdition::Created(edition) => Ok((edition, true)),
        PutEdition::Changed(edition) => {
            reclassify_leads(app, before, &edition).await?;
            Ok((edition, false))
        }
        PutEdition::InUse(pool, in_use) => Err(crate::pools::in_use(&pool, in_use)),
        PutEdition::Refused(errors) => Err(errors.into()),
        PutEdition::Busy => {
            Err(Problem::new(Kind::Conflict, "somebody else changed the definition meanwhile; read it again"))
        }
    }
}

/// A track's leads are contributors: their waitlist class follows when leads change. A repeat of the
/// request does what a death has left undone.
pub(crate) async fn reclassify_leads(app: &App, before: Option<&Edition>, after: &Edition) -> Result<(), Problem> {
    let leads = |edition: &Edition| {
        edition
            .conference
            .tracks
            .iter()
            .flat_map(|track| track.leads.clone())
            .map(|lead| (lead.folded(), lead))
            .collect()
    };
    let mut changed: BTreeMap<_, _> = leads(after);
    changed.extend(before.map(leads).unwrap_or_default());
    for lead in changed.into_values() {
        app.store.reclassify(&app.context, after, &lead).await?;
    }
    Ok(())
}

/// What is over cannot be created, nor can what is not over be put into the past.
fn check_time(app: &App, before: Option<&Edition>, after: &Conference) -> Result<(), Vec<ValidationError>> {
    let unchanged = before.is_some_and(|before| before.conference.ends_on == after.ends_on);
    if unchanged { Ok(()) } else { after.check_not_over(app.context.now()).map_err(|error| vec![error]) }
}

fn page<'a>(request: &'a Request, text: &'a str, problem: Option<&'a Problem>, saved: bool) -> DefinitionPage<'a> {
    let layout = request.layout().titled("Definition");
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
        .map_err(|e| Problem::new(Kind::Malformed, format!("the definition is not valid JSON: {e}")));
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
