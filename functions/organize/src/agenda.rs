//! `GET …/agenda`: what will happen by itself, in order of time; running it now, holding it back.

mod acts;
mod attention;
mod calls;
pub(crate) mod preview;

use askama::Template;
use domain::conference::{Conference, Phase};
use domain::reconfirmation::{Silence, Stage};
use domain::waitlist::Entry;
use jiff::Timestamp;
use serde::Serialize;
use store::{Edition, Upcoming, What};
use web::{App, Layout, Problem, Reply, Request};

pub(crate) use acts::act;
pub(crate) use attention::decide_failed;

/// One line of the agenda.
#[derive(Serialize)]
struct Line {
    id: String,
    at: Timestamp,
    /// The function that does it.
    workflow: &'static str,
    what: String,
    /// How many passes, people or mails it is about.
    count: u64,
    /// The first of the people it concerns.
    concerns: Vec<Concerned>,
    /// Whether it can be run now, held back and let go.
    can_run: bool,
    can_pause: bool,
    paused: bool,
}

/// A person it concerns.
#[derive(Serialize)]
struct Concerned {
    id: String,
    name: String,
}

/// People named in one line; all are counted.
const NAMED: usize = 20;

#[derive(Template)]
#[template(path = "agenda.html")]
struct AgendaPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    lines: Vec<Line>,
    set_aside: Vec<attention::SetAside>,
    set_aside_total: usize,
    problem: Option<&'a Problem>,
}

/// `GET …/agenda`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    page(app, request, None).await
}

async fn page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let lines = lines(app, edition).await?;
    let (set_aside, set_aside_total) = attention::list(app, request).await?;
    if !request.wants_html {
        return Ok(Reply::json(
            200,
            &serde_json::json!({
                "now": app.context.now(),
                "agenda": lines,
                "set_aside": set_aside,
                "set_aside_total": set_aside_total,
            }),
        ));
    }
    let layout = request.layout().titled("Agenda");
    let page = AgendaPage { layout, conference: &edition.conference, lines, set_aside, set_aside_total, problem };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

async fn lines(app: &App, edition: &Edition) -> Result<Vec<Line>, Problem> {
    let mut lines = Vec::new();
    for upcoming in app.store.agenda(&app.context, edition).await? {
        lines.push(line(app, edition, upcoming).await?);
    }
    let conference = &edition.conference;
    let window = &conference.registration;
    let next = match window.phase(app.context.now()) {
        Phase::Before => Some(("opens", window.opens.at)),
        Phase::Open => Some(("closes", window.closes.at)),
        Phase::After => None,
    };
    lines.extend(next.map(|(verb, at)| Line {
        id: format!("registration-{verb}"),
        at,
        workflow: "register",
        what: format!("registration {verb}"),
        count: 0,
        concerns: Vec::new(),
        can_run: false,
        can_pause: false,
        paused: false,
    }));
    lines.sort_by_key(|line| line.at);
    Ok(lines)
}

async fn line(app: &App, edition: &Edition, Upcoming { at, what }: Upcoming) -> Result<Line, Problem> {
    let concerned = |entries: &[Entry]| {
        let name = |entry: &Entry| Concerned { id: entry.id.to_string(), name: entry.name.to_string() };
        entries.iter().take(NAMED).map(name).collect::<Vec<_>>()
    };
    let plain = Line {
        id: String::new(),
        at,
        workflow: "promote-waitlist",
        what: String::new(),
        count: 0,
        concerns: Vec::new(),
        can_run: false,
        can_pause: false,
        paused: false,
    };
    if let Some(line) = calls::line(edition, at, &what) {
        return Ok(line);
    }
    Ok(match what {
        What::GiveOn { pool, passes, paused } => {
            let next = app.store.would_get(edition, &pool, passes).await?;
            Line {
                id: format!("give-on:{pool}"),
                what: if next.is_empty() {
                    format!("spare passes of {pool} go back on sale")
                } else {
                    format!("spare passes of {pool} are offered to those who wait")
                },
                count: passes,
                concerns: concerned(&next),
                can_run: paused,
                can_pause: true,
                paused,
                ..plain
            }
        }
        What::RemindOffers { entries } => Line {
            id: format!("remind-offers:{}", at.as_second()),
            what: "people are reminded of their offers".into(),
            count: entries.len() as u64,
            concerns: concerned(&entries),
            can_run: true,
            ..plain
        },
        What::EndOffers { entries } => Line {
            id: format!("end-offers:{}", at.as_second()),
            what: "offers run out, and their passes go to the next".into(),
            count: entries.len() as u64,
            concerns: concerned(&entries),
            ..plain
        },
        What::TellLeads { pool, unclaimed, paused } => Line {
            id: format!("tell-leads:{pool}"),
            workflow: "release-passes",
            what: format!("the leads of {pool} are told what is unclaimed"),
            count: unclaimed,
            can_run: true,
            can_pause: true,
            paused,
            ..plain
        },
        What::Release { pool, unclaimed, paused } => Line {
            id: format!("release:{pool}"),
            workflow: "release-passes",
            what: format!("what is unclaimed of {pool} goes to those who wait, or on sale"),
            count: unclaimed,
            can_run: true,
            can_pause: true,
            paused,
            ..plain
        },
        What::Reconfirm { stage, count, paused } => round_line(edition, stage, Line { count, paused, ..plain }),
        What::CallOpens { .. }
        | What::CallCloses { .. }
        | What::Remind { .. }
        | What::TellDecisions { .. }
        | What::AcceptancesEnd { .. } => unreachable!("calls::line has these"),
        What::SendMails { count } => Line {
            id: "send-mails".into(),
            workflow: "deliver-mail",
            what: "mails are sent".into(),
            count,
            can_run: true,
            ..plain
        },
    })
}

fn round_line(edition: &Edition, stage: Stage, plain: Line) -> Line {
    let returns = edition.conference.reconfirmation.as_ref().is_some_and(|r| r.silence == Silence::Return);
    Line {
        id: stage_id(stage),
        workflow: "reconfirm",
        what: match stage {
            Stage::Ask => "everybody with a pass to come is asked whether they still do".into(),
            Stage::Remind(_) => "those who have not answered whether they come are reminded".into(),
            Stage::End if returns => "passes of those who have not answered go to whoever waits".into(),
            Stage::End => "those who have not answered are told that they keep their pass".into(),
        },
        can_run: stage != Stage::End,
        can_pause: true,
        ..plain
    }
}

fn stage_id(stage: Stage) -> String {
    match stage {
        Stage::Ask => "reconfirm:ask".into(),
        Stage::Remind(number) => format!("reconfirm:remind-{}", number + 1),
        Stage::End => "reconfirm:end".into(),
    }
}
