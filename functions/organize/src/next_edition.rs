//! Starts the next edition of the series from this one.

use std::collections::BTreeSet;

use askama::Template;
use domain::conference::{self, Conference, ConferenceId};
use domain::input::ValidationError;
use domain::next_edition::{Next, likely_id, next_edition};
use domain::phrase::Phrase;
use jiff::civil::Date;
use serde_json::{Value, json};
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

#[derive(Template)]
#[template(path = "next-edition.html")]
struct NextPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    /// Tracks, each with whether it is left out.
    tracks: Vec<(&'a str, &'a str, bool)>,
    values: Typed<'a>,
    /// The drafted definition, for the organizer to change and create.
    definition: Option<&'a str>,
    /// Whether the reader may create editions.
    may_create: bool,
    problem: Option<&'a Problem>,
}

/// `GET …/next-edition`: the definition of the next edition if the query names its id and date; as a page, with the
/// form for it.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let asked = request.query("id").is_some() || request.query("starts_on").is_some();
    let made = if asked || !request.wants_html { Some(made(app, request).await) } else { None };
    match made {
        Some(Ok(document)) if !request.wants_html => Ok(Reply::json(200, &document)),
        Some(Err(problem)) if !request.wants_html => Err(problem),
        Some(Ok(document)) => {
            let text = serde_json::to_string_pretty(&document).unwrap_or_default();
            // Shifting the days can make the definition invalid; the errors must be fixed before it can be created.
            let errors = conference::read(&document).err().map(Problem::invalid);
            page(request, &typed(request), Some(&text), errors.as_ref())
        }
        Some(Err(problem)) => page(request, &typed(request), None, Some(&problem)),
        None => {
            let id = likely_id(&edition.conference).map(|id| id.to_string()).unwrap_or_default();
            page(request, &json!({ "id": id }), None, None)
        }
    }
}

fn typed(request: &Request) -> Value {
    let text = |name| request.query(name).unwrap_or_default();
    json!({ "id": text("id"), "starts_on": text("starts_on") })
}

/// Whether the organizer chose to leave out a track.
fn is_left_out(request: &Request, track: &str) -> bool {
    request.query(&format!("without.{track}")).is_some()
}

async fn made(app: &App, request: &Request) -> Result<Value, Problem> {
    let edition = request.edition()?;
    let conference = &edition.conference;
    let mut errors = Vec::new();
    let mut error = |pointer: &str, detail: Phrase| errors.push(ValidationError { pointer: pointer.into(), detail });
    let id = request.query("id").unwrap_or_default().parse::<ConferenceId>();
    match &id {
        Ok(id) if *id == conference.id => {
            error("/id", Phrase::of("next-own-id").arg("id", id));
        }
        Ok(_) => {}
        Err(detail) => error("/id", detail.clone()),
    }
    let starts_on = request.query("starts_on").unwrap_or_default().trim().parse::<Date>();
    match &starts_on {
        Ok(day) if *day <= conference.ends_on => {
            error("/starts_on", Phrase::of("next-after-end").arg("day", conference.ends_on));
        }
        Ok(_) => {}
        Err(_) => error("/starts_on", Phrase::of("next-day")),
    }
    let (Ok(id), Ok(starts_on), true) = (id, starts_on, errors.is_empty()) else { return Err(errors.into()) };
    let tracks = conference.tracks.iter().map(|track| &track.id);
    let without: BTreeSet<_> = tracks.filter(|track| is_left_out(request, track.as_str())).cloned().collect();
    let outcomes = app.store.all_outcomes(conference).await?;
    Ok(next_edition(&edition.document, conference, &outcomes, &Next { id, starts_on, without }))
}

fn page(
    request: &Request,
    typed: &Value,
    definition: Option<&str>,
    problem: Option<&Problem>,
) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let tracks = edition.conference.tracks.iter();
    let page = NextPage {
        layout: request.layout().titled(request.t("next-edition-title")),
        conference: &edition.conference,
        tracks: tracks.map(|t| (t.id.as_str(), t.name.as_str(), is_left_out(request, t.id.as_str()))).collect(),
        values: Typed::new(typed, problem),
        definition,
        may_create: request.caller.first_organizer,
        problem,
    };
    Ok(match problem {
        // A definition with errors is a normal answer here, not a refusal.
        Some(problem) if definition.is_none() || request.method == "POST" => problem.on_page(&page),
        _ => Reply::page(200, &page),
    })
}

/// `POST …/next-edition`: creates the edition from the page's definition, for callers who may create editions.
pub(crate) async fn create(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (form, _) = request.document()?;
    let text = form["definition"].as_str().unwrap_or_default();
    match created(app, request, text).await {
        Ok(id) => Ok(Reply::see_other(&format!("/conferences/{id}/desk"))),
        Err(problem) if request.wants_html => page(request, &Value::Null, Some(text), Some(&problem)),
        Err(problem) => Err(problem),
    }
}

async fn created(app: &App, request: &Request, text: &str) -> Result<ConferenceId, Problem> {
    if !request.caller.first_organizer {
        let detail = Phrase::of("next-first-organizers");
        return Err(Problem::new(Kind::Forbidden, detail));
    }
    let document: Value = serde_json::from_str(text)
        .map_err(|e| Problem::new(Kind::Malformed, Phrase::of("definition-not-json").arg("error", e)))?;
    let conference = conference::read(&document)?;
    if app.store.edition(&conference.id).await?.is_some() {
        return Err(Problem::validation("/id", Phrase::of("edition-exists").arg("id", conference.id)));
    }
    web::definition::write(app, None, &conference, &document).await?;
    tracing::info!(conference = %conference.id, "the next edition was created");
    Ok(conference.id)
}
