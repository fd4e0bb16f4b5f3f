//! The list of editions, and the meaning of each kind of problem.

use askama::Template;
use contract::conferences::{ConferenceEntry, Conferences};
use contract::problem::ProblemType;
use contract::site::ProblemKind;
use store::{EditionEntry, Outage};
use web::{App, Kind, Layout, Problem, Reply, Request};

#[derive(Template)]
#[template(path = "editions.html")]
struct EditionsPage {
    layout: Layout,
    editions: Vec<EditionEntry>,
    may_set_up: bool,
}

#[derive(Template)]
#[template(path = "problem_kind.html")]
struct KindPage {
    layout: Layout,
    kind: Kind,
}

/// `GET /`
pub(crate) async fn editions(app: &App, request: &Request) -> Result<Reply, Problem> {
    let editions = app.store.editions().await?;
    if request.wants_html {
        let layout = request.layout().titled(request.t("editions-title"));
        return Ok(Reply::page(200, &EditionsPage { layout, editions, may_set_up: request.caller.first_organizer }));
    }
    let conferences = editions.iter().map(entry).collect();
    Ok(Reply::json(200, &Conferences { conferences }))
}

fn entry(edition: &EditionEntry) -> ConferenceEntry<'_> {
    let EditionEntry { id, name, days, starts_on, ends_on, city, country } = edition;
    ConferenceEntry { id: id.as_str(), name, days, starts_on: *starts_on, ends_on: *ends_on, city, country }
}

/// `GET /problems/{problem}`: the page that a problem's `type` links to.
pub(crate) fn problem(request: &Request) -> Result<Reply, Problem> {
    let slug = request.parameter("problem").unwrap_or_default();
    let kind = Kind::ALL.iter().copied().find(|kind| kind.slug() == slug);
    let kind = kind.ok_or_else(|| Problem::not_found("no-such-problem"))?;
    if request.wants_html {
        let layout = request.layout().titled(request.messages.word("problem", kind.slug()));
        return Ok(Reply::page(200, &KindPage { layout, kind }));
    }
    let answer = ProblemKind { r#type: ProblemType(kind), title: kind.title(), status: kind.status() };
    Ok(Reply::json(200, &answer))
}
