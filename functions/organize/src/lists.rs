//! Lists of registrations.

use askama::Template;
use contract::Stated;
use contract::registrations::ReconfirmationStatus;
use contract::registrations::{RegistrationEntry, Registrations};
use domain::conference::{Conference, ConferenceId};
use domain::registration::{Person, RegistrationId};
use formats::table::Table;
use jiff::Timestamp;
use store::{Cursor, Page, StoreError};
use web::{App, Layout, Problem, Reply, Request, next_link};

use crate::csv;

/// The check-ins of these people's registrations, in their order.
async fn check_ins(app: &App, c: &ConferenceId, people: &[Person]) -> Result<Vec<Option<Timestamp>>, StoreError> {
    let registered: Vec<_> = people.iter().map(|person| person.registration.as_ref().map(|one| &one.id)).collect();
    let ids: Vec<_> = registered.iter().flatten().copied().collect();
    let mut found = app.store.check_ins(c, &ids).await?.into_iter();
    let first_at = |id: Option<&RegistrationId>| id.and_then(|_| found.next()).flatten().and_then(|one| one.first_at);
    Ok(registered.into_iter().map(first_at).collect())
}

fn row(person: &Person, checked_in_at: Option<Timestamp>) -> Option<RegistrationEntry<'_>> {
    let registration = person.registration.as_ref()?;
    Some(RegistrationEntry {
        id: registration.id.as_str(),
        state: Stated::new(&registration.state),
        name: registration.name.as_str(),
        email: &person.email,
        affiliation: registration.affiliation.as_deref(),
        attendance: registration.attendance,
        pool: registration.pool.as_str(),
        first_time: registration.first_time,
        registered_at: registration.registered_at,
        reconfirmation: registration.reconfirmation.as_ref().map(|known| (&known.state).into()),
        checked_in_at,
    })
}

#[derive(Template)]
#[template(path = "registrations.html")]
struct RegistrationsPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    rows: Vec<RegistrationEntry<'a>>,
    next: Option<String>,
}

/// Registrations on one page.
const PAGE: usize = 100;

/// `GET …/registrations`
pub(crate) async fn registrations(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let page = app.store.registrations(edition.id(), request.cursor()?.as_ref(), PAGE).await?;
    let next = next_link(&format!("/conferences/{}/registrations", edition.id()), page.next.as_ref());
    let here = check_ins(app, edition.id(), &page.items).await?;
    let rows: Vec<_> = page.items.iter().zip(here).filter_map(|(person, at)| row(person, at)).collect();
    if !request.wants_html {
        return Ok(Reply::json(200, &Registrations { registrations: rows, next }));
    }
    let layout = request.layout().titled(request.t("desk-people"));
    Ok(Reply::page(200, &RegistrationsPage { layout, conference: &edition.conference, rows, next }))
}

/// `GET …/registrations.csv`
pub(crate) async fn all(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let conference = &edition.conference;
    let questions = conference.questions.iter().map(|q| q.id.as_str());
    let head = [
        "id",
        "status",
        "name",
        "email",
        "affiliation",
        "attendance",
        "pool",
        "first_time",
        "registered_at",
        "reconfirmation",
        "checked_in_at",
    ];
    let table = Table::new(head.into_iter().chain(questions));
    let read = |after: Option<Cursor>, limit| async move {
        let page = app.store.registrations(edition.id(), after.as_ref(), limit).await?;
        let here = check_ins(app, edition.id(), &page.items).await?;
        Ok::<_, StoreError>(Page { items: page.items.into_iter().zip(here).collect(), next: page.next })
    };
    csv::export(
        request,
        format!("{}-registrations", edition.id()),
        table,
        read,
        |table, (person, at): &(Person, Option<Timestamp>)| {
            let Some(row) = row(person, *at) else { return };
            let at = row.registered_at.to_string();
            let here = row.checked_in_at.map(|at| at.to_string()).unwrap_or_default();
            let first = row.first_time.map_or("", |first| if first { "yes" } else { "no" });
            let answers = person.registration.iter().flat_map(|registration| {
                conference.questions.iter().map(|q| registration.answers.get(&q.id).map_or("", String::as_str))
            });
            let cells = [
                row.id,
                row.state.state.as_str(),
                row.name,
                row.email.as_str(),
                row.affiliation.unwrap_or_default(),
                row.attendance.as_str(),
                row.pool,
                first,
                &at,
                row.reconfirmation.map_or("", ReconfirmationStatus::as_str),
                &here,
            ];
            table.line(cells.into_iter().chain(answers));
        },
    )
    .await
}
