//! The people of an edition.

use std::sync::Arc;

use contract::directory::PersonEntry;
use domain::directory::{Filter, PersonRow, Place, Sort};
use domain::phrase::Phrase;
use domain::registration::RegistrationId;
use formats::table::{Cell, Table};
use store::{Cursor, Edition};
use web::{App, Part, Problem, Request};

use crate::paged::yes_or_no;

/// People in one part of an export, which are read again at once.
const READ_AT_ONCE: usize = 1000;

/// The filter and the order that the request asks for.
pub fn asked(request: &Request) -> Result<(Filter, Sort), Problem> {
    let filter = Filter::parse(|name| request.query(name))?;
    let sort = request.query("sort").and_then(|word| Sort::parse(word.trim())).unwrap_or_default();
    Ok((filter, sort))
}

/// People that match, in order, from the cursor on.
pub struct Matched {
    pub total: usize,
    pub rest: Vec<(Place, Arc<PersonRow>)>,
}

pub fn matched(request: &Request, people: &[Arc<PersonRow>], filter: &Filter, sort: Sort) -> Result<Matched, Problem> {
    let malformed = || Problem::validation("/cursor", Phrase::of("must-be-cursor"));
    let after = request.cursor()?.map(|cursor| Place::of_cursor(cursor.as_str()).ok_or_else(malformed)).transpose()?;
    let sorted = sort.sorted(filter.apply(people));
    let total = sorted.len();
    let rest = sorted.into_iter().filter(|(place, _)| after.as_ref().is_none_or(|after| sort.is_after(place, after)));
    Ok(Matched { total, rest: rest.map(|(place, row)| (place, Arc::clone(row))).collect() })
}

/// The rows of one page, read again, without those that no longer match; and where the next page begins.
pub async fn page_of(
    app: &App,
    edition: &Edition,
    filter: &Filter,
    rest: &[(Place, Arc<PersonRow>)],
    size: usize,
) -> Result<(Vec<Arc<PersonRow>>, Option<Cursor>), Problem> {
    let page: Vec<_> = rest.iter().take(size).map(|(_, row)| Arc::clone(row)).collect();
    let next = rest.get(size).and_then(|_| rest.get(size - 1)).and_then(|(place, _)| place.to_cursor().parse().ok());
    let mut fresh = app.store.fresh_people(&app.context, edition, &page).await?;
    fresh.retain(|row| filter.matches(row));
    Ok((fresh, next))
}

/// A person by the key of any of their addresses, or by the id of their registration or waitlist entry.
pub async fn person_of(app: &App, edition: &Edition, id: &str) -> Result<Arc<PersonRow>, Problem> {
    let unknown = || Problem::not_found("no-such-person");
    let key = id.parse().ok().or_else(|| RegistrationId::parse(id).map(|id| id.person())).ok_or_else(unknown)?;
    app.store.directory_person(&app.context, edition, &key).await?.ok_or_else(unknown)
}

const COLUMNS: [&str; 16] = [
    "id",
    "name",
    "email",
    "affiliation",
    "registration",
    "registration_state",
    "attendance",
    "pool",
    "registered_at",
    "waitlist",
    "waitlist_state",
    "class",
    "joined_at",
    "proposals",
    "roles",
    "speaks",
];

/// The cells of a person, in the order of [`COLUMNS`].
fn cells(row: &PersonRow) -> Vec<Cell> {
    let entry = PersonEntry::from(row);
    let registration = entry.registration.as_ref();
    let waitlist = entry.waitlist.as_ref();
    let proposals = row.proposals.iter().map(|proposal| format!("{} ({})", proposal.title, proposal.state.as_str()));
    let roles = row.roles.iter().map(|role| match role.kind.track() {
        Some(track) => format!("{} {track}", role.kind.as_str()),
        None => role.kind.as_str().to_owned(),
    });
    vec![
        row.id.as_str().into(),
        row.name.as_str().into(),
        row.email.as_str().into(),
        Cell::of(row.affiliation.as_deref()),
        Cell::of(registration.map(|r| r.id)),
        Cell::of(registration.map(|r| r.state.to_string())),
        Cell::of(registration.map(|r| r.attendance.as_str())),
        Cell::of(registration.map(|r| r.pool)),
        Cell::of(registration.map(|r| r.registered_at)),
        Cell::of(waitlist.map(|w| w.id)),
        Cell::of(waitlist.map(|w| w.state.to_string())),
        Cell::of(waitlist.map(|w| w.class.as_str())),
        Cell::of(waitlist.map(|w| w.joined_at)),
        proposals.collect::<Vec<_>>().join("; ").into(),
        roles.collect::<Vec<_>>().join("; ").into(),
        yes_or_no(row.speaks),
    ]
}

/// A part of the people that match.
pub async fn part(app: &App, request: &Request, limit: usize) -> Result<Part, Problem> {
    let edition = request.edition()?;
    let (filter, sort) = asked(request)?;
    let people = app.store.directory(&app.context, edition).await?;
    let Matched { rest, .. } = matched(request, &people, &filter, sort)?;
    let name = format!("{}-people", edition.id());
    let export = Export { name, columns: &COLUMNS, cells: &|row: &PersonRow| Some(cells(row)), limit };
    export.part(app, edition, &filter, sort, &rest).await
}

/// An export with one line for each person.
pub(crate) struct Export<'a> {
    pub(crate) name: String,
    pub(crate) columns: &'a [&'a str],
    /// The cells of a person in the order of the columns; `None` leaves the person out.
    pub(crate) cells: &'a (dyn Fn(&PersonRow) -> Option<Vec<Cell>> + Sync),
    /// The most bytes of a part, as CSV.
    pub(crate) limit: usize,
}

impl Export<'_> {
    /// The part of the export that fits into one file.
    pub(crate) async fn part(
        self,
        app: &App,
        edition: &Edition,
        filter: &Filter,
        sort: Sort,
        rest: &[(Place, Arc<PersonRow>)],
    ) -> Result<Part, Problem> {
        let mut table = Table::new(self.columns.iter().copied());
        let mut next = None;
        'parts: for some in rest.chunks(READ_AT_ONCE) {
            let (rows, _) = page_of(app, edition, filter, some, some.len()).await?;
            for row in &rows {
                let Some(cells) = (self.cells)(row) else { continue };
                if !table.line_within(self.limit, cells) {
                    break 'parts;
                }
                next = Some(sort.place(row));
            }
            if some.last().is_some_and(|(last, _)| rest.last().is_some_and(|(end, _)| last == end)) {
                next = None;
            }
        }
        let next = next.map(|place| ("cursor", place.to_cursor()));
        Ok(Part { name: self.name, table, next })
    }
}
