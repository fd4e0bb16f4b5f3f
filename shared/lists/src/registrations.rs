//! Registrations.

use contract::Stated;
use contract::registrations::{ReconfirmationStatus, RegistrationEntry};
use domain::conference::ConferenceId;
use domain::registration::{Person, RegistrationId};
use formats::table::{Cell, Table};
use jiff::Timestamp;
use store::{Cursor, Page, StoreError};
use web::{App, Part, Problem, Request};

use crate::paged;

const COLUMNS: [&str; 11] = [
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

/// The check-ins of these people's registrations, in their order.
pub async fn check_ins(app: &App, c: &ConferenceId, people: &[Person]) -> Result<Vec<Option<Timestamp>>, StoreError> {
    let registered: Vec<_> = people.iter().map(|person| person.registration.as_ref().map(|one| &one.id)).collect();
    let ids: Vec<_> = registered.iter().flatten().copied().collect();
    let mut found = app.store.check_ins(c, &ids).await?.into_iter();
    let first_at = |id: Option<&RegistrationId>| id.and_then(|_| found.next()).flatten().and_then(|one| one.first_at);
    Ok(registered.into_iter().map(first_at).collect())
}

/// A person's registration as the lists show it.
pub fn row(person: &Person, checked_in_at: Option<Timestamp>) -> Option<RegistrationEntry<'_>> {
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

/// A part of all registrations, with a column for each question, and one for the version of each text agreed to.
pub async fn part(app: &App, request: &Request, limit: usize) -> Result<Part, Problem> {
    let edition = request.edition()?;
    let questions = &edition.conference.questions;
    let consents = &edition.conference.privacy.consents;
    let agreed: Vec<_> = consents.iter().map(|consent| format!("consent_{}", consent.id)).collect();
    let asked = questions.iter().map(|question| question.id.as_str());
    let table = Table::new(COLUMNS.into_iter().chain(asked).chain(agreed.iter().map(String::as_str)));
    let read = |after: Option<Cursor>, limit| async move {
        let page = app.store.registrations(edition.id(), after.as_ref(), limit).await?;
        let here = check_ins(app, edition.id(), &page.items).await?;
        Ok::<_, StoreError>(Page { items: page.items.into_iter().zip(here).collect(), next: page.next })
    };
    let add = |table: &mut Table, (person, at): &(Person, Option<Timestamp>)| {
        let Some(row) = row(person, *at) else { return };
        let answers = person.registration.iter().flat_map(|registration| {
            let answers = questions.iter().map(|question| registration.answers.get(&question.id).map(String::as_str));
            let version = |id| registration.consents.get(id).map(|agreed| agreed.version.as_str());
            answers.chain(consents.iter().map(move |consent| version(&consent.id))).map(Cell::of)
        });
        let cells: [Cell; 11] = [
            row.id.into(),
            row.state.state.as_str().into(),
            row.name.into(),
            row.email.as_str().into(),
            Cell::of(row.affiliation),
            row.attendance.as_str().into(),
            row.pool.into(),
            Cell::of(row.first_time.map(paged::yes_or_no)),
            row.registered_at.into(),
            Cell::of(row.reconfirmation.map(ReconfirmationStatus::as_str)),
            Cell::of(row.checked_in_at),
        ];
        table.line(cells.into_iter().chain(answers));
    };
    paged::by_cursor(request, format!("{}-registrations", edition.id()), table, limit, read, add).await
}
