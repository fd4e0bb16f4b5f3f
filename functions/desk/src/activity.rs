//! `GET …/activity`: who did what, latest first. Leads see the acts that concern their tracks.

use askama::Template;
use contract::activity as answers;
use domain::activity::{Actor, Entry, Filter, ObjectKind, Value};
use domain::conference::Class;
use domain::phrase::Phrase;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use messages::Messages;
use store::{ActivityNames, Edition, WORKFLOWS};
use web::{App, Layout, Problem, Reply, Request, next_link};

/// Entries of a page.
const PAGE: usize = 50;

/// The number of letters of a key shown for a person who is no longer known.
const SHORT_KEY: usize = 8;

#[derive(Template)]
#[template(path = "activity.html")]
struct ActivityPage<'a> {
    layout: Layout,
    path: String,
    filter: &'a Filter,
    filtered: bool,
    /// The day that the filter names.
    since: String,
    /// Whose acts can be chosen: the id and the name.
    actors: Vec<(String, String)>,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    at: Timestamp,
    when: String,
    actor: String,
    what: String,
    object: String,
    kind: &'static str,
    track: String,
}

/// `GET …/activity`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let (c, zone) = (edition.id(), &edition.conference.time_zone);
    let chosen = filter(request, zone)?;
    let filtered = chosen != Filter::default();
    let all = request.caller.organizes(Some(edition));
    let tracks = (!all).then(|| request.caller.leads(edition).into_iter().cloned().collect());
    let seen = Filter { tracks, ..chosen.clone() };
    let page = app.store.activity_page(c, &seen, request.cursor()?.as_ref(), PAGE).await?;
    let mut names = app.store.activity_names(edition, &page.items).await?;
    if let Some(email) = &request.caller.email {
        names.know(edition, email);
    }
    let path = format!("/conferences/{c}/activity");
    let next = next_link(&path, page.next.as_ref()).map(|next| with_filter(next, request));
    if !request.wants_html {
        let line = |entry| answers::ActivityEntry::new(entry, names.actor(entry), names.object(entry));
        return Ok(Reply::json(200, &answers::Activity { activity: page.items.iter().map(line).collect(), next }));
    }
    let rows = page.items.iter().map(|entry| row(request.messages, edition, &names, entry)).collect();
    let since = chosen.since.map(|at| at.to_zoned(zone.clone()).date().to_string()).unwrap_or_default();
    Ok(Reply::page(
        200,
        &ActivityPage {
            layout: request.layout().titled(request.t("desk-activity")),
            path,
            filter: &chosen,
            filtered,
            since,
            actors: actors(request.messages, &names, &page.items),
            rows,
            next,
        },
    ))
}

fn filter(request: &Request, zone: &TimeZone) -> Result<Filter, Problem> {
    let given = |name: &str| request.query(name).map(str::trim).filter(|text| !text.is_empty());
    let wrong = |name: &'static str| move |detail: Phrase| Problem::validation(name, detail);
    let object = given("object").map(str::parse).transpose().map_err(wrong("/object"))?;
    let kind = given("kind").map(str::parse).transpose().map_err(wrong("/kind"))?;
    let since = given("since").map(|text| since(text, zone)).transpose().map_err(wrong("/since"))?;
    Ok(Filter { actor: given("actor").map(str::to_owned), object, kind, since, tracks: None })
}

/// An instant, or the beginning of a day at the conference.
fn since(text: &str, zone: &TimeZone) -> Result<Timestamp, Phrase> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let day = text.parse::<Date>().ok().and_then(|day| day.to_zoned(zone.clone()).ok());
    day.map(|day| day.timestamp()).ok_or_else(|| Phrase::of("must-be-instant-or-day-since"))
}

/// The link to the next page keeps the filter.
fn with_filter(next: String, request: &Request) -> String {
    let pairs = request.queries().filter(|(name, text)| *name != "cursor" && !text.is_empty());
    pairs.fold(next, |next, (name, text)| {
        let text: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
        format!("{next}&{name}={text}")
    })
}

/// The people of the edition and the workflows, and others who are on the page.
fn actors(messages: Messages, names: &ActivityNames, entries: &[Entry]) -> Vec<(String, String)> {
    let mut actors: Vec<_> = names.actors().map(|(id, name)| (id.to_owned(), name.to_owned())).collect();
    let workflows = WORKFLOWS.iter().map(|name| (*name).to_owned());
    actors.extend(workflows.map(|name| (name.clone(), workflow(messages, &name))));
    for entry in entries {
        if !actors.iter().any(|(id, _)| id == entry.actor.id()) {
            actors.push((entry.actor.id().to_owned(), actor(messages, names, entry)));
        }
    }
    actors.sort_by(|a, b| a.1.cmp(&b.1));
    actors
}

fn workflow(messages: Messages, name: &str) -> String {
    messages.t("activity-workflow").arg("name", name).to_string()
}

fn actor(messages: Messages, names: &ActivityNames, entry: &Entry) -> String {
    match (&entry.actor, names.actor(entry)) {
        (Actor::Workflow(name), _) => workflow(messages, name),
        (Actor::Person(_), Some(name)) => name.to_owned(),
        (Actor::Person(key), None) => key.as_str().chars().take(SHORT_KEY).collect(),
    }
}

fn row(messages: Messages, edition: &Edition, names: &ActivityNames, entry: &Entry) -> Row {
    let conference = &edition.conference;
    let track = entry.track.as_ref().and_then(|track| conference.track(track.as_str()));
    Row {
        at: entry.at,
        when: messages.short_instant(entry.at, &conference.time_zone),
        actor: actor(messages, names, entry),
        what: sentence(messages, edition, names, entry),
        object: entry.object.to_string(),
        kind: entry.kind.as_str(),
        track: track.map(|track| track.name.clone()).unwrap_or_default(),
    }
}

fn sentence(messages: Messages, edition: &Edition, names: &ActivityNames, entry: &Entry) -> String {
    let value = |value: Option<&Value>| shown(messages, edition, entry.object.kind, value);
    messages
        .word("activity-act", entry.kind.as_str())
        .arg("object", object(messages, names, entry))
        .arg("before", value(entry.before.as_ref()))
        .arg("after", value(entry.after.as_ref()))
        .to_string()
}

fn object(messages: Messages, names: &ActivityNames, entry: &Entry) -> String {
    let id = &entry.object.id;
    match (entry.object.kind, names.object(entry), entry.after.as_ref()) {
        (ObjectKind::Session, None, Some(Value::Number(count))) => {
            messages.t("activity-sessions").arg("count", *count).to_string()
        }
        (_, Some(name), _) => name.to_owned(),
        (
            ObjectKind::Registration
            | ObjectKind::Entry
            | ObjectKind::Invitation
            | ObjectKind::LateLink
            | ObjectKind::Role
            | ObjectKind::Mail
            | ObjectKind::Person,
            None,
            _,
        ) => id.chars().take(SHORT_KEY).collect(),
        (_, None, _) => id.clone(),
    }
}

fn shown(messages: Messages, edition: &Edition, kind: ObjectKind, value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::At(at)) => messages.short_instant(*at, &edition.conference.time_zone),
        Some(Value::Text(word)) if word == "none" => messages.t("activity-nothing").to_string(),
        Some(Value::Text(word)) => {
            let is_class = Class::WORDS.iter().any(|(class, _)| class == word);
            let group = match kind {
                ObjectKind::Role => "role",
                ObjectKind::Entry if is_class => "class",
                _ => "state",
            };
            let known = messages.has(group, word);
            if known { messages.word(group, word).to_string() } else { word.clone() }
        }
    }
}
