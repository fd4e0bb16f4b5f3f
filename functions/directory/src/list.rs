//! The list of people: page, JSON, CSV and workbook.

use std::sync::Arc;

use askama::Template;
use contract::directory::{People, PersonEntry};
use domain::conference::{Attendance, Class, Conference};
use domain::directory::{Filter, PersonRow, PersonState, Place, RoleName, Sort};
use domain::waitlist::EntryState;
use jiff::Timestamp;
use messages::Messages;
use store::{Cursor, Edition};
use web::{App, Kind, Layout, Problem, Reply, Request, next_link};

use crate::table::Export;
use crate::xlsx;

/// People on one page. Each is read again for it, which costs a read unit or two.
const PAGE: usize = 25;

/// People in one part of an export, which are read again at once.
pub(crate) const READ_AT_ONCE: usize = 1000;

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    rows: Vec<Arc<PersonRow>>,
    total: usize,
    everybody: usize,
    filter: &'a Filter,
    sort: Sort,
    /// The query of the list, for its exports.
    query: String,
    next: Option<String>,
    done: Option<String>,
}

impl PeoplePage<'_> {
    /// Whether the filter has this value.
    fn has(&self, name: &str, word: &str) -> bool {
        self.filter.pairs().iter().any(|(other, value)| *other == name && value == word)
    }

    fn when(&self, at: &Timestamp) -> String {
        self.layout.messages.short_instant(*at, &self.conference.time_zone)
    }
}

/// The filter and the order that the request asks for.
pub(crate) fn asked(request: &Request) -> Result<(Filter, Sort), Problem> {
    let filter = Filter::parse(|name| request.query(name))?;
    let sort = request.query("sort").and_then(|word| Sort::parse(word.trim())).unwrap_or_default();
    Ok((filter, sort))
}

/// People that match, in order, from the cursor on.
pub(crate) struct Matched {
    pub(crate) total: usize,
    pub(crate) rest: Vec<(Place, Arc<PersonRow>)>,
}

pub(crate) fn matched(
    request: &Request,
    people: &[Arc<PersonRow>],
    filter: &Filter,
    sort: Sort,
) -> Result<Matched, Problem> {
    let malformed = || Problem::validation("/cursor", "must be as in the `next` of the page before");
    let after = request.cursor()?.map(|cursor| Place::of_cursor(cursor.as_str()).ok_or_else(malformed)).transpose()?;
    let sorted = sort.sorted(filter.apply(people));
    let total = sorted.len();
    let rest = sorted.into_iter().filter(|(place, _)| after.as_ref().is_none_or(|after| sort.is_after(place, after)));
    Ok(Matched { total, rest: rest.map(|(place, row)| (place, Arc::clone(row))).collect() })
}

/// The rows of one page, read again, without those that no longer match; and where the next page begins.
pub(crate) async fn page_of(
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

/// The query that asks for this list.
fn query(filter: &Filter, sort: Sort) -> String {
    let mut pairs = filter.pairs();
    if sort != Sort::default() {
        pairs.push(("sort", sort.as_str().to_owned()));
    }
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn next_page(edition: &Edition, query: &str, next: Option<&Cursor>) -> Option<String> {
    let path = format!("/conferences/{}/people", edition.id());
    let link = next_link(&path, next)?;
    Some(if query.is_empty() { link } else { format!("{link}&{query}") })
}

/// `GET …/people`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let (filter, sort) = asked(request)?;
    let people = app.store.directory(&app.context, edition).await?;
    let Matched { total, rest } = matched(request, &people, &filter, sort)?;
    let (rows, next) = page_of(app, edition, &filter, &rest, PAGE).await?;
    // Who no longer matches is not counted.
    let total = total - (rest.len().min(PAGE) - rows.len());
    let query = query(&filter, sort);
    let next = next_page(edition, &query, next.as_ref());
    if !request.wants_html {
        let entries = rows.iter().map(|row| PersonEntry::from(&**row)).collect();
        return Ok(Reply::json(200, &People { people: entries, total, next }));
    }
    let page = PeoplePage {
        layout: request.layout().titled(request.t("people-title")),
        conference: &edition.conference,
        rows,
        total,
        everybody: people.len(),
        filter: &filter,
        sort,
        query: if query.is_empty() { query } else { format!("?{query}") },
        next,
        done: done(request),
    };
    Ok(Reply::page(200, &page))
}

/// What an act did, after its form.
fn done(request: &Request) -> Option<String> {
    let count = request.number("count").unwrap_or(0);
    let text = match request.query("done")? {
        "cancel" => request.t("done-cancel").arg("count", count),
        "move" => request.t("done-move").arg("count", count),
        "resend" => request.t("done-resend").arg("count", count),
        "erase" => request.t("done-erase").arg("count", count),
        "invite" => request.t("done-invite").arg("count", count),
        _ => return None,
    };
    Some(text.to_string())
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
fn cells(row: &PersonRow) -> [String; 16] {
    let entry = PersonEntry::from(row);
    let registration = entry.registration.as_ref();
    let waitlist = entry.waitlist.as_ref();
    let proposals = row.proposals.iter().map(|proposal| format!("{} ({})", proposal.title, proposal.state.as_str()));
    let roles = row.roles.iter().map(|role| match role.kind.track() {
        Some(track) => format!("{} {track}", role.kind.as_str()),
        None => role.kind.as_str().to_owned(),
    });
    [
        row.id.clone(),
        row.name.clone(),
        row.email.to_string(),
        row.affiliation.clone().unwrap_or_default(),
        registration.map_or_else(String::new, |r| r.id.to_owned()),
        registration.map_or_else(String::new, |r| r.state.to_string()),
        registration.map_or_else(String::new, |r| r.attendance.as_str().to_owned()),
        registration.map_or_else(String::new, |r| r.pool.to_owned()),
        registration.map_or_else(String::new, |r| r.registered_at.to_string()),
        waitlist.map_or_else(String::new, |w| w.id.to_owned()),
        waitlist.map_or_else(String::new, |w| w.state.to_string()),
        waitlist.map_or_else(String::new, |w| w.class.as_str().to_owned()),
        waitlist.map_or_else(String::new, |w| w.joined_at.to_string()),
        proposals.collect::<Vec<_>>().join("; "),
        roles.collect::<Vec<_>>().join("; "),
        if row.speaks { "yes" } else { "no" }.to_owned(),
    ]
}

/// `GET …/people.csv`
pub(crate) async fn csv(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let (filter, sort) = asked(request)?;
    let people = app.store.directory(&app.context, edition).await?;
    let Matched { rest, .. } = matched(request, &people, &filter, sort)?;
    let name = format!("{}-people", edition.id());
    let export = Export { name, columns: COLUMNS, cells: &|row: &PersonRow| Some(cells(row)) };
    export.part(app, request, &filter, sort, &rest).await
}

/// `GET …/people.xlsx`
pub(crate) async fn workbook(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let (filter, sort) = asked(request)?;
    let people = app.store.directory(&app.context, edition).await?;
    let rows: Vec<_> = sort.sorted(filter.apply(&people)).into_iter().map(|(_, row)| Arc::clone(row)).collect();
    let mut fresh = Vec::with_capacity(rows.len());
    for some in rows.chunks(READ_AT_ONCE) {
        fresh.extend(app.store.fresh_people(&app.context, edition, some).await?);
    }
    fresh.retain(|row| filter.matches(row));
    let lines = fresh.iter().map(|row| cells(row));
    let book = xlsx::workbook(&COLUMNS, lines).map_err(|cause| {
        tracing::error!(%cause, "a workbook could not be written");
        Problem::new(Kind::Broken, "the workbook could not be written; use the CSV export")
    })?;
    Ok(xlsx::reply(&book, &format!("{}-people.xlsx", edition.id())))
}

/// The kind of pill for a state.
fn state_kind(state: &EntryState) -> &'static str {
    match state {
        EntryState::Waiting => "info",
        EntryState::Offered => "warn",
        EntryState::Accepted { .. } => "good",
        EntryState::Declined { .. } | EntryState::Lapsed { .. } | EntryState::Withdrawn { .. } => "",
    }
}

/// What else to know of a person in the list: class, talks and roles.
fn remarks(messages: &Messages, row: &PersonRow) -> String {
    let mut remarks = Vec::new();
    if row.speaks {
        remarks.push(messages.t("people-speaks").to_string());
    } else if !row.proposals.is_empty() {
        remarks.push(messages.t("people-proposals").arg("count", row.proposals.len() as u64).to_string());
    }
    if let Some(entry) = row.waitlist.as_ref().filter(|entry| entry.is_active()) {
        remarks.push(messages.word("class", entry.class.as_str()).to_string());
    }
    remarks.extend(row.roles.iter().map(|role| messages.word("role", role.kind.as_str()).to_string()));
    remarks.dedup();
    remarks.join(", ")
}
