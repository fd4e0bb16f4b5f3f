//! The three steps as pages, and the same in one JSON request.

use std::collections::BTreeMap;

use askama::Template;
use contract::setup::{SetUp, SetupOffer, Taken};
use domain::conference::Conference;
use domain::input::{Source, ValidationError};
use serde_json::{Value, json};
use web::{App, Layout, Problem, Reply, Request, Typed};

use crate::asked::{self, Asked, STARTING_POINTS};
use crate::plan::{Base, Plan, base, is_file, pools};
use crate::sent::Sent;
use crate::{access, create};

/// A step of the page, by its number.
const BASICS: u8 = 1;
const START: u8 = 2;
const LOOK: u8 = 3;

/// The fields that the first two steps show; the others of the form are carried along.
const OF_BASICS: [&str; 9] =
    ["name", "id", "starts_on", "ends_on", "time_zone", "organizer", "place/name", "place/city", "place/country"];
const OF_START: [&str; 2] = ["template", "schedule"];

#[derive(Template)]
#[template(path = "setup.html")]
struct SetupPage<'a> {
    layout: Layout,
    step: u8,
    values: Typed<'a>,
    /// The fields of the other steps.
    carried: Vec<(&'a str, &'a str)>,
    /// The text of the file, where the page does not show it.
    schedule: Option<&'a str>,
    /// Words of the API, each with whether it is chosen.
    templates: Vec<(&'static str, bool)>,
    look: Option<Look>,
    problem: Option<&'a Problem>,
}

/// What the last step shows.
struct Look {
    days: String,
    zone: String,
    /// What is taken from the file; a template has nothing to count.
    taken: Option<Taken>,
    rooms: Vec<String>,
    tracks: Vec<String>,
    pools: Vec<String>,
}

#[derive(Template)]
#[template(path = "setup-done.html")]
struct DonePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    signed_in: bool,
    /// Whether mails are in the outbox of this machine.
    is_local: bool,
}

/// `GET /setup`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    if request.wants_html
        && let Some(done) = request.query("done").and_then(|id| id.parse().ok())
        && let Some(edition) = app.store.edition(&done).await?
    {
        let page = DonePage {
            layout: request.layout().titled(edition.conference.name.as_str()),
            conference: &edition.conference,
            signed_in: request.caller.email.is_some(),
            is_local: app.context.settings().open_setup,
        };
        return Ok(Reply::page(200, &page));
    }
    access::check(app, request).await?;
    if !request.wants_html {
        let templates = STARTING_POINTS.iter().map(|(_, from)| *from).collect();
        return Ok(Reply::json(200, &SetupOffer { templates, editions: app.store.editions().await?.len() }));
    }
    let mut initial = BTreeMap::new();
    if let Some(email) = &request.caller.email {
        initial.insert("organizer".to_owned(), email.to_string());
    }
    let sent = Sent { document: Value::Null, source: Source::Form, fields: initial, step: String::new() };
    Ok(page(request, BASICS, &sent, None, None))
}

/// `POST /setup`
pub(crate) async fn post(app: &App, request: &Request) -> Result<Reply, Problem> {
    if let Err(refused) = access::check(app, request).await {
        return repeated(app, request).await.ok_or(refused);
    }
    if request.is_page_form() { by_form(app, request).await } else { by_program(app, request).await }
}

/// The answer to a repeat of the request that created the first edition on this machine: the sender need not be
/// signed in, and nothing changes.
async fn repeated(app: &App, request: &Request) -> Option<Reply> {
    if !app.context.settings().open_setup || request.check_origin(app).is_err() {
        return None;
    }
    let sent = Sent::read(request).await.ok()?;
    let (_, plan) = planned(app, request, &sent).ok()?;
    create::there_already(app, &plan).await.ok()??;
    create::create(app, &plan).await.ok()?;
    Some(answer(request, &plan, false, false))
}

fn planned(app: &App, request: &Request, sent: &Sent) -> Result<(Base, Plan), Vec<ValidationError>> {
    let asked = asked::all(&sent.document, sent.source)?;
    let (now, words) = (app.context.now(), request.messages);
    let base = base(&asked, now, words)?;
    let plan = base.finish(&asked, words)?;
    Ok((base, plan))
}

fn answer(request: &Request, plan: &Plan, is_new: bool, dry_run: bool) -> Reply {
    let id = plan.conference.id.as_str();
    if request.is_page_form() {
        return Reply::see_other(&format!("/setup?done={id}"));
    }
    let definition = asked::object(&plan.document);
    let reply =
        Reply::json(if is_new { 201 } else { 200 }, &SetUp { dry_run, id, definition, taken: plan.taken.clone() });
    if dry_run { reply } else { reply.header("location", &format!("/conferences/{id}")) }
}

async fn by_program(app: &App, request: &Request) -> Result<Reply, Problem> {
    let sent = Sent::read(request).await?;
    let (_, plan) = planned(app, request, &sent)?;
    if request.flag("dry_run") {
        return Ok(answer(request, &plan, false, true));
    }
    let is_new = create::create(app, &plan).await?;
    Ok(answer(request, &plan, is_new, false))
}

async fn by_form(app: &App, request: &Request) -> Result<Reply, Problem> {
    let sent = Sent::read(request).await?;
    match sent.step.as_str() {
        "1" => Ok(page(request, BASICS, &sent, None, None)),
        "2" => match asked::basics(&sent.document, Source::Form) {
            Ok(_) => Ok(page(request, START, &sent, None, None)),
            Err(errors) => Ok(page(request, BASICS, &sent, None, Some(&errors.into()))),
        },
        _ => last_steps(app, request, &sent).await,
    }
}

/// Shows the result, or creates it. An error leads to the step with its field.
async fn last_steps(app: &App, request: &Request, sent: &Sent) -> Result<Reply, Problem> {
    let (now, words) = (app.context.now(), request.messages);
    let asked = match asked::all(&sent.document, Source::Form) {
        Ok(asked) => asked,
        Err(errors) => return Ok(failed(request, sent, None, &errors.into())),
    };
    let base = match base(&asked, now, words) {
        Ok(base) => base,
        Err(errors) => return Ok(failed(request, sent, None, &errors.into())),
    };
    let plan = match base.finish(&asked, words) {
        Ok(plan) => plan,
        Err(errors) => return Ok(failed(request, sent, Some((&asked, &base, None)), &errors.into())),
    };
    if sent.step != "create" {
        let look = look(request, &asked, &base, Some(&plan));
        return Ok(page(request, LOOK, &shown(sent, &base), Some(look), None));
    }
    match create::create(app, &plan).await {
        Ok(is_new) => Ok(answer(request, &plan, is_new, false)),
        Err(problem) => Ok(failed(request, sent, Some((&asked, &base, Some(&plan))), &problem)),
    }
}

/// The step with the first field that has an error, or the last one.
fn failed(request: &Request, sent: &Sent, made: Option<(&Asked, &Base, Option<&Plan>)>, problem: &Problem) -> Reply {
    let is_of = |fields: &[&str]| {
        let field = |error: &ValidationError| error.pointer.trim_start_matches('/').to_owned();
        problem.errors().iter().any(|error| fields.contains(&field(error).as_str()))
    };
    match made {
        _ if is_of(&OF_BASICS) => page(request, BASICS, sent, None, Some(problem)),
        Some((asked, base, plan)) if !is_of(&OF_START) => {
            page(request, LOOK, &shown(sent, base), Some(look(request, asked, base, plan)), Some(problem))
        }
        _ => page(request, START, sent, None, Some(problem)),
    }
}

/// The form with the values of the result where nothing else was typed.
fn shown(sent: &Sent, base: &Base) -> Sent {
    let document = &base.document;
    let mut defaults = BTreeMap::new();
    for (list, keys) in [("rooms", &["name", "capacity"][..]), ("tracks", &["name"][..])] {
        for item in document[list].as_array().into_iter().flatten() {
            let id = item["id"].as_str().unwrap_or_default();
            for key in keys {
                defaults.insert(format!("{list}/{id}/{key}"), text_of(&item[*key]));
            }
        }
    }
    for (id, capacity) in pools(document) {
        defaults.insert(format!("pools/{id}/capacity"), capacity);
    }
    for key in ["opens", "closes"] {
        defaults.insert(format!("registration/{key}"), text_of(&document["registration"][key]));
    }
    Sent { document: sent.with(&defaults), source: Source::Form, fields: sent.fields.clone(), step: String::new() }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn look(request: &Request, asked: &Asked, base: &Base, plan: Option<&Plan>) -> Look {
    let document = &base.document;
    let ids = |list: &str| {
        let items = document[list].as_array().into_iter().flatten();
        items.filter_map(|item| item["id"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let day = |key: &str| document[key].as_str().and_then(|day| day.parse().ok());
    let days = day("starts_on").zip(day("ends_on"));
    Look {
        days: days.map(|(first, last)| request.messages.days(first, last)).unwrap_or_default(),
        zone: text_of(&document["time_zone"]),
        taken: plan.filter(|_| is_file(asked.from)).map(|plan| plan.taken.clone()),
        rooms: ids("rooms"),
        tracks: ids("tracks"),
        pools: pools(document).into_iter().map(|(id, _)| id).collect(),
    }
}

fn page(request: &Request, step: u8, sent: &Sent, look: Option<Look>, problem: Option<&Problem>) -> Reply {
    let is_shown = |name: &str| match step {
        BASICS => OF_BASICS.contains(&name) || name == "place/address",
        START => OF_START.contains(&name),
        _ => ["rooms/", "tracks/", "pools/", "registration/"].iter().any(|begin| name.starts_with(begin)),
    };
    let carried = sent.fields.iter().filter(|(name, _)| *name != "schedule" && !is_shown(name));
    let chosen = sent.fields.get("template").map_or("microconferences", String::as_str);
    let document = if sent.document.is_null() { json!(sent.fields) } else { sent.document.clone() };
    let page = SetupPage {
        layout: request.layout().titled(request.t("setup-title")),
        step,
        values: Typed::new(&document, problem),
        carried: carried.map(|(name, text)| (name.as_str(), text.as_str())).collect(),
        schedule: sent.fields.get("schedule").map(String::as_str).filter(|_| step != START),
        templates: STARTING_POINTS.iter().map(|(word, _)| (*word, *word == chosen)).collect(),
        look,
        problem,
    };
    problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page))
}
