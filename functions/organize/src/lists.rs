//! Lists of registrations.

use askama::Template;
use contract::registrations::{RegistrationEntry, Registrations};
use domain::conference::Conference;
use lists::registrations::{self, check_ins, row};
use web::{ANSWER_BYTES, App, Layout, Problem, Reply, Request, next_link};

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
    request.export_csv(registrations::part(app, request, ANSWER_BYTES).await?)
}
