//! The waitlist for organizers: its order, the reasons for it, and moving a person.

use askama::Template;
use contract::waitlist::{Waitlist, WaitlistEntry};
use domain::conference::{Attendance, Class, Conference};
use domain::input::{Reading, line, one_of};
use domain::phrase::Phrase;
use domain::waitlist::{Entry, EntryId, EntryState};
use store::Ending;
use web::{ANSWER_BYTES, App, Kind, Layout, Problem, Reply, Request, next_link};

/// The kind of pill for an entry's state.
fn state_kind(state: &EntryState) -> &'static str {
    match state {
        EntryState::Waiting => "info",
        EntryState::Offered => "warn",
        EntryState::Accepted { .. } => "good",
        EntryState::Declined { .. } | EntryState::Lapsed { .. } | EntryState::Withdrawn { .. } => "",
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

/// Entries on one page; also the number of entries shown before them.
const PAGE: usize = 100;

/// `GET …/waitlist`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    page(app, request, None).await
}

async fn page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let first = app.store.next_in_line(edition, PAGE).await?;
    let pool = edition.conference.open_pool(Attendance::InPerson).ok_or_else(|| Problem::not_found("no-such-pool"))?;
    let waiting = app.store.waiting(edition.id(), &pool.id).await?.total();
    let page = app.store.entries(edition.id(), request.cursor()?.as_ref(), PAGE).await?;
    let next = next_link(&format!("/conferences/{}/waitlist", edition.id()), page.next.as_ref());
    if request.wants_html {
        let layout = request.layout().titled(request.t("desk-waitlist"));
        let conference = &edition.conference;
        let (line, entries) = (&first, &page.items);
        let html = WaitlistPage { layout, conference, waiting, line, entries, next, problem };
        return Ok(match problem {
            Some(problem) => problem.on_page(&html),
            None => Reply::page(200, &html),
        });
    }
    let rows: Vec<_> = page.items.iter().map(WaitlistEntry::from).collect();
    let line: Vec<_> = first.iter().map(WaitlistEntry::from).collect();
    let answer = Waitlist { waiting, next_in_line: line, waitlist: rows, next };
    Ok(Reply::json(200, &answer))
}

/// `GET …/waitlist.csv`
pub(crate) async fn all(app: &App, request: &Request) -> Result<Reply, Problem> {
    request.export_csv(lists::waitlist::part(app, request, ANSWER_BYTES).await?)
}

/// `PATCH …/waitlist/{id}` `{class, reason}`
pub(crate) async fn change(app: &App, request: &Request) -> Result<Reply, Problem> {
    let entry = moved(app, request).await?;
    Ok(Reply::json(200, &WaitlistEntry::from(&entry)))
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
    let unknown = || Problem::not_found("no-such-entry");
    let edition = request.edition()?;
    let id = request.parameter("id").and_then(EntryId::parse).ok_or_else(unknown)?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|o| {
        let class = o.required("class", one_of(Class::WORDS));
        let reason = o.required("reason", line(500));
        o.done();
        Some((class?, reason?))
    });
    let (class, reason) = reading.finish(requested)?;
    match app.store.move_entry(&app.context, edition.id(), &id, class, &reason).await? {
        Some(Ending::Done(entry)) => Ok(entry),
        Some(Ending::Otherwise(entry) | Ending::Lapsed(entry)) => {
            let detail = Phrase::of("move-who-waits").arg("state", entry.state.as_str());
            Err(Problem::new(Kind::NotWaiting, detail).waitlist_state(entry.state.as_str()))
        }
        Some(Ending::Busy) => Err(Problem::busy(Phrase::of("move-busy"))),
        None => Err(unknown()),
    }
}
