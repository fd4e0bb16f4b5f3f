//! `GET …/check-in`: the door on a phone.

use askama::Template;
use contract::Stated;
use contract::check_in::{Door, DoorPerson};
use domain::conference::{Attendance, Conference, QuestionKind};
use domain::directory::Filter;
use domain::registration::{Registration, RegistrationId};
use domain::ticket::{CheckIn, number};
use futures_util::future::try_join_all;
use jiff::Timestamp;
use messages::Messages;
use store::AtDoor;
use web::{App, Layout, Problem, Reply, Request, Typed, script};

/// The most people that a search shows.
const FOUND_MAX: usize = 10;

#[derive(Template)]
#[template(path = "door.html")]
struct DoorPage<'a> {
    layout: Layout,
    conference: String,
    door: &'a Door,
    q: &'a str,
    /// Identifies the scans of this page's forms.
    device: String,
    /// Identifies the form for a person without a pass: sent twice, it is one registration.
    key: String,
    shown: Option<Card>,
    script: String,
    worker: String,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

/// The result of a form, and its person.
struct Card {
    person: DoorPerson,
    done: &'static str,
    kind: &'static str,
    first: Option<String>,
    notes: Vec<String>,
}

/// A registration as the door sees it.
pub(crate) fn person(registration: &Registration, check_in: Option<&CheckIn>) -> DoorPerson {
    DoorPerson {
        registration: registration.id.to_string(),
        number: number(&registration.id),
        state: Stated::new(&registration.state),
        name: registration.name.to_string(),
        affiliation: registration.affiliation.clone(),
        pool: registration.pool.to_string(),
        attendance: registration.attendance,
        checked_in_at: check_in.and_then(|check_in| check_in.first_at),
        offered_on_at: registration.offered_on.as_ref().map(|offered| offered.at),
    }
}

/// The door's figures, and who matches the search. Each match is read again.
async fn door(app: &App, request: &Request, q: Option<&str>) -> Result<Door, Problem> {
    let edition = request.edition()?;
    let people = app.store.directory(&app.context, edition).await?;
    let comes = |one: &domain::directory::RowRegistration| one.is_confirmed() && one.attendance == Attendance::InPerson;
    let expected = people.iter().filter(|row| row.registration.as_ref().is_some_and(comes)).count();
    let filter = Filter::parse(|name| q.filter(|_| name == "q"))?;
    let matches = people.iter().filter(|row| q.is_some() && filter.matches(row));
    let ids: Vec<_> = matches.filter_map(|row| row.registration.as_ref().map(|r| &r.id)).take(FOUND_MAX).collect();
    let found = try_join_all(ids.into_iter().map(|id| app.store.at_door(edition.id(), id))).await?;
    let found = found.into_iter().flatten();
    Ok(Door {
        now: app.context.now(),
        here: app.store.people_here(edition.id()).await?,
        expected: u64::try_from(expected).unwrap_or_default(),
        people: found.map(|AtDoor { registration, check_in }| person(&registration, check_in.as_ref())).collect(),
    })
}

/// `GET …/check-in`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    if request.wants_html {
        return page(app, request, None).await;
    }
    let q = request.query("q").map(str::trim).filter(|q| !q.is_empty());
    Ok(Reply::json(200, &door(app, request, q).await?))
}

/// The person a form was about.
async fn card(app: &App, request: &Request) -> Result<Option<Card>, Problem> {
    let edition = request.edition()?;
    let (done, kind) = match request.query("done") {
        Some("checked_in") => ("done-checked-in", "good"),
        Some("already_checked_in") => ("done-already-checked-in", "warn"),
        Some("undone") => ("done-undone", ""),
        Some("walk_in") => ("done-walk-in", "good"),
        Some("given_back") => ("done-given-back", "good"),
        _ => return Ok(None),
    };
    let Some(id) = request.query("registration").and_then(RegistrationId::parse) else { return Ok(None) };
    let Some(AtDoor { registration, check_in }) = app.store.at_door(edition.id(), &id).await? else { return Ok(None) };
    let person = person(&registration, check_in.as_ref());
    let at = |at: Timestamp| request.messages.short_instant(at, &edition.conference.time_zone);
    let (first, notes) = (person.checked_in_at.map(at), notes(request.messages, &edition.conference, &registration));
    Ok(Some(Card { person, done, kind, first, notes }))
}

pub(crate) async fn page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let q = request.query("q").map(str::trim).unwrap_or_default();
    let door = door(app, request, Some(q).filter(|q| !q.is_empty())).await?;
    let typed = request.typed();
    let values = Typed::new(&typed, problem);
    let key = values.text("idempotency_key").to_owned();
    let key =
        if key.is_empty() || !problem.is_some_and(Problem::is_temporary) { app.context.id("form", 26) } else { key };
    let page = DoorPage {
        layout: request.layout().titled(request.t("desk-check-in")),
        conference: request.edition()?.id().to_string(),
        door: &door,
        q,
        device: format!("page-{}", app.context.id("device", 10)),
        shown: if problem.is_none() { card(app, request).await? } else { None },
        script: script("check-in"),
        worker: script("check-in-worker"),
        key,
        values,
        problem,
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// What the badge desk wants to know.
pub(crate) fn notes(messages: Messages, conference: &Conference, registration: &Registration) -> Vec<String> {
    let first = registration.first_time.filter(|first| *first).map(|_| messages.t("note-first-time").to_string());
    let answers = conference.questions.iter().filter_map(|question| {
        let answer = registration.answers.get(&question.id)?;
        match question.kind {
            QuestionKind::Choice(_) => Some(format!("{}: {answer}", question.label)),
            QuestionKind::Tick if answer == "yes" => Some(question.label.clone()),
            _ => None,
        }
    });
    registration.affiliation.iter().cloned().chain(first).chain(answers).collect()
}
