//! The overview as a page.

use askama::Template;
use contract::agenda::AgendaLine;
use contract::desk::Desk;
use domain::conference::Conference;
use jiff::Timestamp;
use web::agenda_lines::affects;
use web::{App, Layout, Problem, Reply, Request};

use super::chart::Chart;
use super::seen::{Seen, TrackSeen};
use super::waiting::{WaitingClass, by_class};

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    script: String,
    /// The clock's time at the conference.
    clock: String,
    days_to_go: Option<u64>,
    desk: Desk<'a>,
    /// Whether the reader organizes the edition.
    all: bool,
    acts: Vec<Act>,
    week: Week,
    chart: Option<Chart>,
    waiting: Vec<WaitingClass>,
    tracks: Vec<TrackRow<'a>>,
}

/// The next automatic act.
struct Act {
    line: AgendaLine,
    when: String,
    exact: String,
    affects: String,
    path: Option<String>,
}

/// Registrations of the last seven days.
#[derive(Default)]
struct Week {
    in_person: u64,
    r#virtual: u64,
}

/// A track against its deadline.
struct TrackRow<'a> {
    name: &'a str,
    path: String,
    /// The state of its call, and its deadline with the time left.
    state: Option<&'static str>,
    deadline: Option<String>,
    left: Option<String>,
    submitted: u64,
    drafts: u64,
    to_review: u64,
    last_edition: Option<u64>,
}

pub(super) async fn show(app: &App, request: &Request, seen: &Seen<'_>, mut desk: Desk<'_>) -> Result<Reply, Problem> {
    let conference = &seen.edition.conference;
    let zone = &conference.time_zone;
    let today = seen.now.to_zoned(zone.clone()).date();
    let days = desk.registrations_by_day.as_deref().unwrap_or_default();
    let chart = Chart::new(days, today);
    let mut week = Week::default();
    for day in days.iter().filter(|day| days_since(day.date, today).is_some_and(|days| days < 7)) {
        week.in_person += day.in_person;
        week.r#virtual += day.r#virtual;
    }
    let waiting = match desk.waitlist {
        Some(figures) if figures.waiting > 0 => by_class(&app.store.waiting_since(seen.edition.id()).await?, seen.now),
        _ => Vec::new(),
    };
    let acts = std::mem::take(&mut desk.next).into_iter().map(|line| act(request, seen, line)).collect();
    let most = seen.tracks.iter().map(|track| track_row(request, seen, track)).collect();
    let page = OverviewPage {
        layout: request.layout().titled(request.t("desk-overview")),
        conference,
        script: web::script("desk"),
        clock: request.messages.instant(seen.now, zone),
        days_to_go: days_since(today, conference.starts_on).filter(|days| *days > 0),
        all: seen.part.all,
        acts,
        week,
        chart,
        waiting,
        tracks: most,
        desk,
    };
    Ok(Reply::page(200, &page))
}

/// The days from one to another; `None` if it is earlier.
fn days_since(from: jiff::civil::Date, to: jiff::civil::Date) -> Option<u64> {
    from.until(to).ok().and_then(|span| u64::try_from(span.get_days()).ok())
}

fn act(request: &Request, seen: &Seen<'_>, line: AgendaLine) -> Act {
    let (messages, zone) = (request.messages, &seen.edition.conference.time_zone);
    let path = seen.part.all.then(|| format!("/conferences/{}/agenda/{}", seen.edition.id(), line.id));
    let is_due = line.at <= seen.now;
    Act {
        when: if is_due { messages.t("act-now").to_string() } else { messages.short_instant(line.at, zone) },
        exact: messages.instant(line.at, zone),
        affects: affects(messages, &line),
        path,
        line,
    }
}

fn track_row<'a>(request: &Request, seen: &Seen<'_>, of: &TrackSeen<'a>) -> TrackRow<'a> {
    let (messages, conference) = (request.messages, &seen.edition.conference);
    let call = of.call.as_ref();
    let left = |at: Timestamp| messages.left(at.duration_since(seen.now));
    TrackRow {
        name: &of.track.name,
        path: format!("/conferences/{}/tracks/{}", seen.edition.id(), of.track.id),
        state: call.map(|call| match call.phase(seen.now) {
            domain::conference::Phase::Before => "later",
            domain::conference::Phase::Open => "open",
            domain::conference::Phase::After => "closed",
        }),
        deadline: call.map(|call| messages.deadline_day(&call.closes, &conference.time_zone)),
        left: call.and_then(|call| left(call.closes.at)),
        submitted: of.submitted(),
        drafts: of.drafts(),
        to_review: of.owed(),
        last_edition: of.last_edition,
    }
}
