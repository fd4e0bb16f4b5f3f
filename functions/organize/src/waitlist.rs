//! The waitlist: its order, the reason for it, and moving a person.

use askama::Template;
use domain::conference::{Attendance, Class, Conference};
use domain::input::{Reading, line, one_of};
use domain::waitlist::{Because, Entry, EntryId, Ground, Moved};
use formats::table::Table;
use jiff::Timestamp;
use serde::Serialize;
use store::{Cursor, Ending};
use web::{App, Kind, Layout, Problem, Reply, Request, next_link};

use crate::csv;

/// An entry in the list.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    status: &'static str,
    name: &'a str,
    email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    affiliation: Option<&'a str>,
    reason: &'a str,
    class: Class,
    #[serde(flatten)]
    ground: &'a Ground,
    joined_at: Timestamp,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    moved: &'a [Moved],
    #[serde(skip_serializing_if = "Option::is_none")]
    offer: Option<ShownOffer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<Timestamp>,
    /// Whether it ended because mail does not reach them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unreachable: bool,
}

/// An offer with why it went to this person before all others: replaying offers by number gives the same order.
#[derive(Serialize)]
struct ShownOffer<'a> {
    number: u64,
    offered_at: Timestamp,
    expires_at: Timestamp,
    because: &'a Because,
}

fn row(entry: &Entry) -> Row<'_> {
    Row {
        id: entry.id.as_str(),
        status: entry.state.as_str(),
        name: entry.name.as_str(),
        email: entry.email.as_str(),
        affiliation: entry.affiliation.as_deref(),
        reason: &entry.reason,
        class: entry.standing.class,
        ground: &entry.standing.ground,
        joined_at: entry.joined_at,
        moved: &entry.moved,
        offer: entry.offer.as_ref().map(|offer| ShownOffer {
            number: offer.number,
            offered_at: offer.offered_at,
            expires_at: offer.expires_at,
            because: &offer.because,
        }),
        ended_at: entry.state.ended_at(),
        unreachable: entry.state.is_unreachable(),
    }
}

fn ground_words(ground: &Ground) -> String {
    match ground {
        Ground::Leads { track } => format!("leads {track}"),
        Ground::Contributes { .. } => "has a proposal, or speaks".into(),
        Ground::NoEarlierEdition => "at no earlier edition".into(),
        Ground::Unverified => "says so, unverified".into(),
        Ground::Nothing => String::new(),
        Ground::Moved => "moved by an organizer".into(),
    }
}

#[derive(Template)]
#[template(path = "waitlist.html")]
struct WaitlistPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    waiting: u64,
    line: &'a [Entry],
    entries: &'a [Entry],
    next: Option<String>,
    problem: Option<&'a Problem>,
}

/// Entries on one page, and how many of the queue are shown before them.
const PAGE: usize = 100;

/// `GET …/waitlist`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    page(app, request, None).await
}

async fn page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let first = app.store.next_in_line(edition, PAGE).await?;
    let pool = edition.conference.open_pool(Attendance::InPerson).ok_or_else(|| Problem::not_found("pool"))?;
    let waiting = app.store.waiting(edition.id(), &pool.id).await?.total();
    let page = app.store.entries(edition.id(), request.cursor()?.as_ref(), PAGE).await?;
    let next = next_link(&format!("/conferences/{}/waitlist", edition.id()), page.next.as_ref());
    if request.wants_html {
        let layout = request.layout().titled("Waitlist");
        let conference = &edition.conference;
        let (line, entries) = (&first, &page.items);
        let html = WaitlistPage { layout, conference, waiting, line, entries, next, problem };
        return Ok(match problem {
            Some(problem) => problem.on_page(&html),
            None => Reply::page(200, &html),
        });
    }
    let rows: Vec<_> = page.items.iter().map(row).collect();
    let line: Vec<_> = first.iter().map(row).collect();
    let answer = serde_json::json!({ "waiting": waiting, "next_in_line": line, "waitlist": rows, "next": next });
    Ok(Reply::json(200, &answer))
}

/// `GET …/waitlist.csv`
pub(crate) async fn all(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let mut table = Table::new([
        "id",
        "status",
        "class",
        "ground",
        "name",
        "email",
        "affiliation",
        "reason",
        "joined_at",
        "offer_number",
        "offered_at",
        "expires_at",
    ]);
    let mut after: Option<Cursor> = None;
    loop {
        let page = app.store.entries(edition.id(), after.as_ref(), 500).await?;
        for entry in &page.items {
            let row = row(entry);
            let offer = |show: fn(&ShownOffer<'_>) -> String| row.offer.as_ref().map(show).unwrap_or_default();
            let class = Class::WORDS.iter().find(|(_, c)| *c == row.class).map_or("", |(word, _)| word);
            table.line([
                row.id,
                row.status,
                class,
                &ground_words(row.ground),
                row.name,
                row.email,
                row.affiliation.unwrap_or_default(),
                row.reason,
                &row.joined_at.to_string(),
                &offer(|o| o.number.to_string()),
                &offer(|o| o.offered_at.to_string()),
                &offer(|o| o.expires_at.to_string()),
            ]);
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Ok(csv::reply(table, &format!("{}-waitlist.csv", edition.id())))
}

/// `PATCH …/waitlist/{id}` `{class, reason}`
pub(crate) async fn change(app: &App, request: &Request) -> Result<Reply, Problem> {
    let entry = moved(app, request).await?;
    Ok(Reply::json(200, &row(&entry)))
}

/// `POST …/waitlist/{id}/move`
pub(crate) async fn by_form(app: &App, request: &Request) -> Result<Reply, Problem> {
    match moved(app, request).await {
        Ok(_) => Ok(Reply::see_other(&format!("/conferences/{}/waitlist", request.edition()?.id()))),
        Err(problem) if request.wants_html => page(app, request, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn moved(app: &App, request: &Request) -> Result<Entry, Problem> {
    let unknown = || Problem::not_found("waitlist entry");
    let edition = request.edition()?;
    let id = request.parameter("id").and_then(EntryId::parse).ok_or_else(unknown)?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let wish = reading.root(&document).and_then(|o| {
        let class = o.required("class", one_of(Class::WORDS));
        let reason = o.required("reason", line(500));
        o.done();
        Some((class?, reason?))
    });
    let (class, reason) = reading.finish(wish)?;
    match app.store.move_entry(&app.context, edition.id(), &id, class, &reason).await? {
        Some(Ending::Done(entry)) => Ok(entry),
        Some(Ending::Otherwise(entry) | Ending::Lapsed(entry)) => {
            let detail = format!("only who waits can be moved; this entry is {}", entry.state.as_str());
            Err(Problem::new(Kind::NotWaiting, detail).with("waitlist_status", entry.state.as_str()))
        }
        Some(Ending::Busy) => Err(Problem::busy("nobody was moved; try again")),
        None => Err(unknown()),
    }
}
