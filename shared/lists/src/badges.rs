//! Badges of people with a pass in person.

use std::sync::Arc;

use contract::badges::{Badge as BadgeShown, Ribbon as RibbonShown};
use domain::badge::{Badge, Ribbon};
use domain::directory::{Filter, PersonRow, Sort};
use domain::ticket::{TicketCode, number};
use formats::table::Cell;
use store::{Edition, ticket_code_of};
use web::{App, Part, Problem, Request};

use crate::people::{Export, Matched, asked, matched, person_of};

/// The badges that a request asks for.
pub struct Asked {
    pub filter: Filter,
    pub sort: Sort,
    pub matched: Matched,
    /// The query that asks for them.
    pub query: String,
}

/// Reads which badges a request asks for.
pub async fn badges_asked(app: &App, request: &Request, edition: &Edition) -> Result<Asked, Problem> {
    let (filter, mut sort) = asked(request)?;
    let mut pairs = filter.pairs();
    match request.query("sort").filter(|word| !word.trim().is_empty()) {
        Some(_) => pairs.push(("sort", sort.as_str().to_owned())),
        None => sort = Sort::Name,
    }
    let person = request.query("person").map(str::trim).filter(|id| !id.is_empty());
    let mut people = match person {
        Some(id) => vec![person_of(app, edition, id).await?],
        None => app.store.directory(&app.context, edition).await?.iter().map(Arc::clone).collect(),
    };
    pairs.extend(person.map(|id| ("person", id.to_owned())));
    people.retain(|row| Badge::of(row).is_some());
    let matched = matched(request, &people, &filter, sort)?;
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    Ok(Asked { filter, sort, matched, query })
}

/// The code of a badge's ticket.
pub fn ticket(app: &App, badge: &Badge<'_>) -> TicketCode {
    let registration = badge.registration;
    ticket_code_of(&app.context, &registration.id, &registration.nonce, &registration.key_id)
}

fn ribbon(ribbon: Ribbon) -> RibbonShown {
    match ribbon {
        Ribbon::Organizer => RibbonShown::Organizer,
        Ribbon::Lead => RibbonShown::Lead,
        Ribbon::Speaker => RibbonShown::Speaker,
        Ribbon::FirstTime => RibbonShown::FirstTime,
    }
}

/// A badge as the lists show it.
pub fn shown<'a>(app: &App, badge: &Badge<'a>) -> BadgeShown<'a> {
    BadgeShown {
        person: badge.person,
        registration: badge.registration.id.as_str(),
        number: number(&badge.registration.id),
        name: badge.name,
        affiliation: badge.affiliation,
        ribbons: badge.ribbons.iter().copied().map(ribbon).collect(),
        ticket: ticket(app, badge).text(),
    }
}

const COLUMNS: [&str; 7] = ["person", "registration", "number", "name", "affiliation", "ribbons", "ticket"];

/// The cells of a badge, in the order of [`COLUMNS`].
fn cells(app: &App, row: &PersonRow) -> Option<Vec<Cell>> {
    let badge = Badge::of(row)?;
    let shown = shown(app, &badge);
    Some(vec![
        shown.person.into(),
        shown.registration.into(),
        shown.number.into(),
        Cell::of(shown.name),
        Cell::of(shown.affiliation),
        shown.ribbons.iter().map(|ribbon| ribbon.as_str()).collect::<Vec<_>>().join("; ").into(),
        shown.ticket.into(),
    ])
}

/// A part of the badges that a request asks for.
pub async fn part(app: &App, request: &Request, limit: usize) -> Result<Part, Problem> {
    let edition = request.edition()?;
    let Asked { filter, sort, matched, .. } = badges_asked(app, request, edition).await?;
    let name = format!("{}-badges", edition.id());
    let export = Export { name, columns: &COLUMNS, cells: &|row: &PersonRow| cells(app, row), limit };
    export.part(app, edition, &filter, sort, &matched.rest).await
}
