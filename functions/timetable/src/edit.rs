//! The editor: unplaced sessions, and the days to place them in. Each session has a form; a script adds dragging.

use askama::Template;
use contract::timetable as answers;
use domain::conference::{Conference, TrackKind};
use domain::live::{Links, OwnLinks};
use domain::timetable::{Draft, Drafted, Kind, Released, SessionId, State};
use messages::Messages;
use serde_json::Value;
use store::Edition;
use web::{App, Layout, Problem, Reply, Request, Typed};

use crate::grid::{self, DayTable, What};
use crate::placer::Placer;
use crate::shown::Clocks;
use crate::view::{led, may_draft};
use crate::wording;

#[derive(Template)]
#[template(path = "edit.html")]
struct EditPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    organizer: bool,
    unplaced: Vec<Card<'a>>,
    days: Vec<DayTable<'a>>,
    /// Placed sessions that the caller may move, in order of time.
    placed: Vec<Card<'a>>,
    /// Collisions in the current draft.
    collisions: Vec<String>,
    number: Option<u32>,
    done: Option<String>,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    /// The session whose placing failed.
    failed: Option<String>,
    /// The session whose links failed.
    failed_live: Option<String>,
    script: String,
}

/// A session that can be placed.
struct Card<'a> {
    drafted: &'a Drafted,
    track: &'a str,
    /// `2023-11-13T09:30`, on the conference's clocks.
    local: String,
    room: &'a str,
    minutes: u32,
    where_it_is: String,
    can_shift: bool,
    /// The links of its own.
    live: Links,
}

impl<'a> Card<'a> {
    fn new(drafted: &'a Drafted, conference: &'a Conference, messages: Messages, own: &OwnLinks) -> Self {
        let placement = drafted.placement.as_ref();
        let track = drafted.session.track.as_ref().and_then(|track| conference.track(track.as_str()));
        let local = placement.map(|placement| placement.starts_at.to_zoned(conference.time_zone.clone()));
        Self {
            track: track.map_or("", |track| track.name.as_str()),
            local: local.map(|local| local.strftime("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default(),
            room: placement.map_or("", |placement| placement.room.as_str()),
            minutes: placement.map_or(drafted.session.minutes, |placement| placement.minutes),
            where_it_is: placement
                .map(|placement| wording::placement(messages, conference, placement))
                .unwrap_or_default(),
            can_shift: track.is_some_and(|track| track.kind != TrackKind::Bof) && placement.is_some(),
            live: own.get(&drafted.session.id).cloned().unwrap_or_default(),
            drafted,
        }
    }
}

/// `GET …/timetable/edit`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    page(app, request, None, None).await
}

/// Shows the editor again, with the error.
pub(crate) async fn again(
    app: &App,
    request: &Request,
    problem: &Problem,
    failed: Option<&SessionId>,
) -> Result<Reply, Problem> {
    page(app, request, Some(problem), failed).await
}

async fn page(
    app: &App,
    request: &Request,
    problem: Option<&Problem>,
    failed: Option<&SessionId>,
) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let conference = &*edition.conference;
    may_draft(request, edition)?;
    let drafting = app.store.draft(edition).await?;
    let bofs = app.store.bofs(edition.id()).await?;
    let mut draft = drafting.draft;
    draft.sessions.extend(bofs.drafted(conference));
    draft.sessions.sort_by_key(|drafted| {
        let at = drafted.placement.as_ref().map(|placement| (placement.starts_at, placement.room.clone()));
        (at, drafted.session.number)
    });
    let theirs = |drafted: &&Drafted| is_theirs(request, edition, drafted);
    let (placed, unplaced): (Vec<_>, Vec<_>) = draft
        .sessions
        .iter()
        .filter(|drafted| drafted.session.state != State::Cancelled && drafted.session.kind != Kind::Bof)
        .filter(theirs)
        .partition(|drafted| drafted.placement.is_some());
    let own = app.store.live_links(edition.id()).await?;
    if !request.wants_html {
        let live_links = live_links(placed.iter().chain(&unplaced).copied(), &own);
        let placed = placed.into_iter().map(Into::into).collect();
        let unplaced = unplaced.into_iter().map(Into::into).collect();
        return Ok(Reply::json(200, &answers::Draft { placed, unplaced, live_links }));
    }
    let all = released(&draft);
    let all: Vec<_> = all.iter().collect();
    let clocks = Clocks::of_conference(request, conference);
    let document = if problem.is_some() { request.typed() } else { Value::Null };
    let collisions = domain::timetable::check(conference, &draft);
    let collisions = collisions.iter().map(|(id, collision)| {
        let title = draft.session(id).map_or(id.as_str(), |drafted| drafted.session.title.as_str());
        wording::conflict(request.messages, conference, title, collision)
    });
    let sets_live = document.get("action").is_some_and(|action| action == "set_live");
    let card = |drafted| Card::new(drafted, conference, request.messages, &own);
    let page = EditPage {
        layout: request.layout().titled(request.t("edit-timetable")),
        conference,
        organizer: request.caller.organizes(Some(edition)),
        unplaced: unplaced.into_iter().map(card).collect(),
        days: grid::days(conference, &all, &clocks, grid::PLACING, None),
        placed: placed.into_iter().map(card).collect(),
        collisions: collisions.collect(),
        number: app.store.release_head(edition.id()).await?.map(|head| head.number),
        done: said(request),
        values: Typed::new(&document, problem),
        problem,
        failed: failed.filter(|_| !sets_live).map(ToString::to_string),
        failed_live: failed.filter(|_| sets_live).map(ToString::to_string),
        script: web::script("timetable-editor"),
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

fn live_links<'a>(sessions: impl Iterator<Item = &'a Drafted>, own: &'a OwnLinks) -> Vec<answers::LiveLinks<'a>> {
    let of = |drafted: &'a Drafted| {
        let links = own.get(&drafted.session.id).filter(|links| !links.is_empty())?;
        let (live_url, chat_url) = (links.live_url.as_deref(), links.chat_url.as_deref());
        Some(answers::LiveLinks { session: drafted.session.id.as_str(), live_url, chat_url })
    };
    sessions.filter_map(of).collect()
}

fn is_theirs(request: &Request, edition: &Edition, drafted: &Drafted) -> bool {
    match Placer::of(request, edition).map(|placer| placer.by() == domain::timetable::By::Organizer) {
        Ok(true) => true,
        _ => drafted.session.track.as_ref().is_some_and(|track| led(request, edition).contains(track)),
    }
}

/// The placed sessions of a draft, in the form that a table shows.
fn released(draft: &Draft) -> Vec<Released> {
    let placed = draft.placed().map(|(session, placement)| Released {
        session: session.clone(),
        placement: placement.clone(),
        sequence: 0,
        modified_at: jiff::Timestamp::UNIX_EPOCH,
        moved: None,
    });
    placed.collect()
}

/// What the last form did.
fn said(request: &Request) -> Option<String> {
    let done = request.query("done")?;
    let (placed, left) = (request.number("placed").unwrap_or(0), request.number("left").unwrap_or(0));
    let id = match (done, placed, left) {
        ("suggested", 0, 0) => "done-nothing",
        ("suggested", _, 0) => "done-all-placed",
        ("suggested", ..) => "done-some-placed",
        _ if request.messages.has("done", done) => {
            return Some(request.messages.word("done", done).arg("placed", placed).arg("left", left).to_string());
        }
        _ => return None,
    };
    Some(request.t(id).arg("placed", placed).arg("left", left).to_string())
}
