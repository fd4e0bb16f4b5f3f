//! Who is registered.

use askama::Template;
use domain::conference::Conference;
use domain::registration::{Person, RegistrationState};
use formats::table::Table;
use jiff::Timestamp;
use serde::Serialize;
use store::Cursor;
use web::{App, Layout, Problem, Reply, Request, next_link};

use crate::csv;

/// A registration in the list.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    status: &'static str,
    name: &'a str,
    email: &'a str,
    affiliation: Option<&'a str>,
    attendance: &'static str,
    pool: &'a str,
    first_time: Option<bool>,
    registered_at: Timestamp,
    /// What came of "are you still coming?"; `None` where they were not asked.
    reconfirmation: Option<&'static str>,
}

fn row(person: &Person) -> Option<Row<'_>> {
    let registration = person.registration.as_ref()?;
    Some(Row {
        id: registration.id.as_str(),
        status: match registration.state {
            RegistrationState::Confirmed => "confirmed",
            RegistrationState::Cancelled { .. } => "cancelled",
        },
        name: registration.name.as_str(),
        email: person.email.as_str(),
        affiliation: registration.affiliation.as_deref(),
        attendance: registration.attendance.as_str(),
        pool: registration.pool.as_str(),
        first_time: registration.first_time,
        registered_at: registration.registered_at,
        reconfirmation: registration.reconfirmation.as_ref().map(|known| known.state.as_str()),
    })
}

#[derive(Template)]
#[template(path = "registrations.html")]
struct RegistrationsPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    rows: Vec<Row<'a>>,
    next: Option<String>,
}

/// Registrations on one page.
const PAGE: usize = 100;

/// `GET …/registrations`
pub(crate) async fn registrations(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let page = app.store.registrations(edition.id(), request.cursor()?.as_ref(), PAGE).await?;
    let next = next_link(&format!("/conferences/{}/registrations", edition.id()), page.next.as_ref());
    let rows: Vec<_> = page.items.iter().filter_map(row).collect();
    if !request.wants_html {
        return Ok(Reply::json(200, &serde_json::json!({ "registrations": rows, "next": next })));
    }
    let layout = request.layout().titled("Registrations");
    Ok(Reply::page(200, &RegistrationsPage { layout, conference: &edition.conference, rows, next }))
}

/// `GET …/registrations.csv`: all of them.
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
    ];
    let mut table = Table::new(head.into_iter().chain(questions));
    let mut after: Option<Cursor> = None;
    loop {
        let page = app.store.registrations(edition.id(), after.as_ref(), 500).await?;
        for person in &page.items {
            let Some(row) = row(person) else { continue };
            let at = row.registered_at.to_string();
            let first = row.first_time.map_or("", |first| if first { "yes" } else { "no" });
            let answers = person.registration.iter().flat_map(|registration| {
                conference.questions.iter().map(|q| registration.answers.get(&q.id).map_or("", String::as_str))
            });
            let cells = [
                row.id,
                row.status,
                row.name,
                row.email,
                row.affiliation.unwrap_or_default(),
                row.attendance,
                row.pool,
                first,
                &at,
                row.reconfirmation.unwrap_or_default(),
            ];
            table.line(cells.into_iter().chain(answers));
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Ok(csv::reply(table, &format!("{}-registrations.csv", edition.id())))
}
