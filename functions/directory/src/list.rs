//! The list of people: page, JSON and CSV.

use std::sync::Arc;

use askama::Template;
use contract::directory::{People, PersonEntry};
use domain::conference::{Attendance, Class, Conference};
use domain::directory::{Filter, PersonRow, PersonState, RoleName, Sort};
use domain::registration::RegistrationState;
use domain::waitlist::EntryState;
use jiff::Timestamp;
use lists::people::{Matched, asked, matched, page_of};
use messages::Messages;
use store::{Cursor, Edition};
use web::{ANSWER_BYTES, App, Layout, Problem, Reply, Request, next_link};

/// People on one page. Each is read again for it, which costs a read unit or two.
const PAGE: usize = 25;

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

/// `GET …/people.csv`
pub(crate) async fn csv(app: &App, request: &Request) -> Result<Reply, Problem> {
    request.export_csv(lists::people::part(app, request, ANSWER_BYTES).await?)
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

/// The kind of pill for the state of a registration.
pub(crate) fn registration_kind(state: &RegistrationState) -> &'static str {
    match state {
        RegistrationState::Held { .. } => "warn",
        RegistrationState::Confirmed => "good",
        RegistrationState::Cancelled { .. } | RegistrationState::Lapsed { .. } => "bad",
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
