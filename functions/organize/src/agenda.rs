//! `GET …/agenda`: everything that will happen automatically, by day. Organizers can run or pause each line.

mod acts;
mod attention;
pub(crate) mod preview;

use askama::Template;
use contract::agenda::{Agenda, AgendaLine as Line, SetAside};
use domain::conference::{Attendance, Conference};
use jiff::Timestamp;
use messages::{Language, Messages};
use store::Edition;
use web::agenda_lines::{affects, agenda_line, clock_lines};
use web::{App, Layout, Problem, Reply, Request};

pub(crate) use acts::act;
pub(crate) use attention::decide_failed;

#[derive(Template)]
#[template(path = "agenda.html")]
struct AgendaPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    now: Timestamp,
    days: Vec<Day>,
    scheduled: usize,
    due: usize,
    paused: usize,
    offers: Option<Offers>,
    set_aside: Vec<SetAside>,
    set_aside_total: usize,
    problem: Option<&'a Problem>,
}

/// The lines of one day, or all that are due.
struct Day {
    title: String,
    lines: Vec<Shown>,
}

/// A line as a page shows it.
struct Shown {
    line: Line,
    is_due: bool,
    /// The time of day; if it is due, with the day.
    time: String,
    /// The instant with its day and zone.
    exact: String,
    left: Option<String>,
    /// How many passes, people, proposals or mails it affects; empty if none.
    affects: String,
}

/// The line that offers returned in-person passes. Organizers can pause it before there is one.
struct Offers {
    line: String,
    paused: bool,
}

impl AgendaPage<'_> {
    /// The time left until a failed item's next try; `None` if a person has to decide.
    fn next_try(&self, failed: &SetAside) -> Option<String> {
        let messages = &self.layout.messages;
        let at = failed.next_try_at?;
        Some(messages.left(at.duration_since(self.now)).unwrap_or_else(|| messages.t("agenda-now").to_string()))
    }
}

impl Shown {
    fn new(messages: Messages, conference: &Conference, now: Timestamp, line: Line) -> Self {
        let zone = &conference.time_zone;
        let is_due = line.at <= now;
        Self {
            is_due,
            time: if is_due {
                messages.short_instant(line.at, zone)
            } else {
                line.at.to_zoned(zone.clone()).strftime("%H:%M").to_string()
            },
            exact: messages.instant(line.at, zone),
            left: messages.left(line.at.duration_since(now)),
            affects: affects(messages, &line),
            line,
        }
    }

    /// Whether the people of the line are entries of the waitlist, which have pages.
    fn is_of_waitlist(&self) -> bool {
        self.line.workflow == "promote-waitlist"
    }
}

/// `GET …/agenda`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    page(app, request, None).await
}

async fn page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let now = app.context.now();
    let lines = lines(app, edition, messages_of(request)).await?;
    let (set_aside, set_aside_total) = attention::list(app, request).await?;
    if !request.wants_html {
        return Ok(Reply::json(200, &Agenda { now, agenda: lines, set_aside, set_aside_total }));
    }
    let conference = &edition.conference;
    let page = AgendaPage {
        layout: request.layout().titled(request.t("agenda-title")),
        conference,
        now,
        scheduled: lines.len(),
        due: lines.iter().filter(|line| line.at <= now).count(),
        paused: lines.iter().filter(|line| line.paused).count(),
        offers: offers(conference, &lines),
        days: by_day(request.messages, conference, now, lines),
        set_aside,
        set_aside_total,
        problem,
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// The texts of the agenda: of a page in the reader's language, of JSON in English.
fn messages_of(request: &Request) -> Messages {
    if request.wants_html { request.messages } else { Messages::new(Language::English, &messages::ORGANIZE) }
}

fn offers(conference: &Conference, lines: &[Line]) -> Option<Offers> {
    let pool = conference.open_pool(Attendance::InPerson)?;
    let id = format!("give-on:{}", pool.id);
    let paused = lines.iter().any(|line| line.id == id && line.paused);
    Some(Offers { line: id, paused })
}

/// Groups lines, which are in order of time.
fn by_day(messages: Messages, conference: &Conference, now: Timestamp, lines: Vec<Line>) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for line in lines {
        let shown = Shown::new(messages, conference, now, line);
        let title = if shown.is_due {
            messages.t("agenda-now").to_string()
        } else {
            messages.weekday(shown.line.at.to_zoned(conference.time_zone.clone()).date())
        };
        match days.last_mut() {
            Some(day) if day.title == title => day.lines.push(shown),
            _ => days.push(Day { title, lines: vec![shown] }),
        }
    }
    days
}

async fn lines(app: &App, edition: &Edition, messages: Messages) -> Result<Vec<Line>, Problem> {
    let mut lines = Vec::new();
    for upcoming in app.store.agenda(&app.context, edition).await? {
        lines.push(agenda_line(&app.store, edition, messages, upcoming).await?);
    }
    lines.extend(clock_lines(edition, messages, app.context.now()));
    lines.sort_by_key(|line| line.at);
    Ok(lines)
}
