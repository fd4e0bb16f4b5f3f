//! The form of a message, with its preview.

use askama::Template;
use domain::conference::{Attendance, Class, Conference, Track};
use domain::directory::{Filter, PersonState, RoleName};
use domain::message::{BODY_MAX, Message, Progress, SUBJECT_MAX, Skipped};
use domain::person::EmailAddress;
use serde_json::{Map, Value, json};
use store::Edition;
use web::{App, Layout, Problem, Reply, Request, Typed};

use crate::access;
use crate::preview::Preview;

/// People of a preview that the page names; the answer in JSON names all.
const SHOWN: usize = 200;

/// The names of a group's values in the query.
const OF_PROPOSALS: [&str; 2] = ["track", "proposal_state"];

/// What the form shows.
#[derive(Clone, Copy)]
pub(crate) struct Form<'a> {
    /// The scheduled message that it changes.
    pub(crate) message: Option<&'a Message>,
    pub(crate) typed: &'a Value,
    pub(crate) preview: Option<&'a Preview>,
    /// The address to which a test went.
    pub(crate) tested: Option<&'a EmailAddress>,
    pub(crate) problem: Option<&'a Problem>,
}

#[derive(Template)]
#[template(path = "message.html")]
pub(crate) struct ComposePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    organizer: bool,
    tracks: Vec<&'a Track>,
    key: String,
    values: Typed<'a>,
    form: Form<'a>,
    problem: Option<&'a Problem>,
}

impl ComposePage<'_> {
    fn has(&self, name: &str, word: &str) -> bool {
        self.values.text(name) == word
    }

    fn skipped_word(skipped: Option<&Skipped>) -> &'static str {
        skipped.map_or("gets", |skipped| skipped.as_str())
    }
}

/// `GET …/messages/new`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let id = request.query("message").map(str::trim).filter(|id| !id.is_empty());
    let message = match id {
        Some(id) => Some(access::named(app, request, Some(id)).await?),
        None => None,
    };
    if message.as_ref().is_some_and(|message| !matches!(message.progress, Progress::Scheduled { .. })) {
        return Err(access::not_scheduled());
    }
    let typed = match &message {
        Some(message) => values_of(edition, message),
        None => json!({ "filter": asked(request, edition) }),
    };
    let form = Form { message: message.as_ref(), typed: &typed, preview: None, tested: None, problem: None };
    Ok(Reply::page(200, &page(app, request, edition, form)))
}

/// The group that the query names; a lead begins with their first track.
fn asked(request: &Request, edition: &Edition) -> Map<String, Value> {
    let names = Filter::NAMES.iter().chain(&OF_PROPOSALS);
    let named = names.filter_map(|name| Some(((*name).to_owned(), Value::from(request.query(name)?.trim()))));
    let mut filter: Map<String, Value> = named.collect();
    if !request.caller.organizes(Some(edition))
        && !filter.contains_key("track")
        && let Some(first) = access::tracks(request, edition).first()
    {
        filter.insert("track".into(), first.id.as_str().into());
    }
    filter
}

/// A message as its form shows it.
fn values_of(edition: &Edition, message: &Message) -> Value {
    let mut filter: Map<String, Value> =
        message.group.filter.pairs().into_iter().map(|(name, text)| (name.to_owned(), text.into())).collect();
    if let Some(track) = &message.group.track {
        filter.insert("track".into(), track.as_str().into());
    }
    if let Some(state) = &message.group.proposal_state {
        filter.insert("proposal_state".into(), state.as_str().into());
    }
    let send_at = message.send_at.to_zoned(edition.conference.time_zone.clone());
    json!({
        "subject": message.subject,
        "body": message.body,
        "filter": filter,
        "necessary": if message.necessary { "true" } else { "" },
        "send_at": send_at.strftime("%Y-%m-%dT%H:%M").to_string(),
    })
}

/// The page of a form.
pub(crate) fn page<'a>(app: &App, request: &Request, edition: &'a Edition, form: Form<'a>) -> ComposePage<'a> {
    let values = Typed::new(form.typed, form.problem);
    // The same message keeps its key, from preview to sending, so that sending it twice sends it once.
    let typed = values.text("idempotency_key");
    let is_used = form.problem.is_some_and(|problem| problem.kind() == web::Kind::IdempotencyKeyReused);
    let key = if typed.is_empty() || is_used { app.context.id("form", 26) } else { typed.to_owned() };
    let title = if form.message.is_some() { "message-change-title" } else { "message-new-title" };
    ComposePage {
        layout: request.layout().titled(request.t(title)),
        conference: &edition.conference,
        organizer: request.caller.organizes(Some(edition)),
        tracks: access::tracks(request, edition),
        key,
        values,
        form,
        problem: form.problem,
    }
}
