//! The page of an act: what it still has to know, then a preview with figures and a button that does it.

use askama::Template;
use contract::directory::{ActResult, PeopleActName};
use domain::conference::{Class, Conference};
use domain::input::Source;
use serde_json::{Value, json};
use store::Edition;
use web::{App, Layout, Problem, Reply, Request, Typed};

use super::request::{self, ActRequest, REASON_MAX};
use super::{NAMED_MAX, Outcome, Target, outcome};

#[derive(Template)]
#[template(path = "act.html")]
struct ActPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    /// Empty if the form has no act that there is.
    action: &'static str,
    /// What it does or did; `None` while something is missing.
    outcome: Option<&'a Outcome>,
    /// Whether it was done.
    is_run: bool,
    /// The fields that select the people, to send again.
    targets: Vec<(String, String)>,
    values: Typed<'a>,
    /// Reserved pools that can still be claimed.
    pools: Vec<&'a str>,
    problem: Option<&'a Problem>,
}

/// Everyone it is done for, then the others.
fn people(outcome: &Outcome) -> Vec<&Target> {
    let is_first = |target: &&Target| matches!(target.result, ActResult::Done | ActResult::Failed);
    let (first, others): (Vec<_>, Vec<_>) = outcome.targets.iter().partition(|target| is_first(target));
    first.into_iter().chain(others).take(NAMED_MAX).collect()
}

impl ActPage<'_> {
    fn asks_for_class(&self) -> bool {
        self.action == "move" && self.outcome.is_none()
    }

    fn asks_for_pool(&self) -> bool {
        self.action == "invite" && self.outcome.is_none()
    }
}

/// Answers a form: a preview, or the list after the act was done.
pub(super) async fn by_form(app: &App, request: &Request, edition: &Edition) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    let dry_run = request.flag("dry_run");
    let asked = request::read_document(&document, source, edition, app.context.now());
    let asked = match asked {
        Ok(asked) => asked,
        Err(problem) => return asks_again(app, request, edition, &document, source, &problem).await,
    };
    let outcome = outcome(app, edition, &asked, dry_run).await?;
    if !dry_run && outcome.count(ActResult::Failed) == 0 {
        let done = outcome.count(ActResult::Done);
        let list = format!("/conferences/{}/people?done={}&count={done}", edition.id(), asked.act.as_str());
        return Ok(Reply::see_other(&list));
    }
    let shown = page(app, request, edition, &document, Some(&outcome), None);
    Ok(Reply::page(200, &ActPage { action: asked.act.as_str(), is_run: !dry_run, ..shown }))
}

/// Shows the form again. The list does not ask for a class or a pool, so that the first page without them is no error.
async fn asks_again(
    app: &App,
    request: &Request,
    edition: &Edition,
    document: &Value,
    source: Source,
    problem: &Problem,
) -> Result<Reply, Problem> {
    let needed: &[&str] = match request::action(document) {
        Some(PeopleActName::Move) => &["/class", "/reason"],
        Some(PeopleActName::Invite) => &["/pool"],
        _ => &[],
    };
    let is_first = needed.iter().all(|name| document.get(&name[1..]).is_none());
    if is_first && !problem.errors().is_empty() && problem.errors().iter().all(|e| needed.contains(&e.pointer.as_str()))
    {
        return Ok(Reply::page(200, &page(app, request, edition, document, None, None)));
    }
    // A reason that is too long does not change what would happen.
    let preview = preview_without_reason(app, edition, document, source).await?;
    let shown = page(app, request, edition, document, preview.as_ref(), Some(problem));
    Ok(problem.on_page(&shown))
}

async fn preview_without_reason(
    app: &App,
    edition: &Edition,
    document: &Value,
    source: Source,
) -> Result<Option<Outcome>, Problem> {
    if request::action(document) != Some(PeopleActName::Cancel) {
        return Ok(None);
    }
    let mut document = document.clone();
    if let Some(fields) = document.as_object_mut() {
        fields.remove("reason");
    }
    let asked: Result<ActRequest, _> = request::read_document(&document, source, edition, app.context.now());
    Ok(match asked {
        Ok(asked) => Some(outcome(app, edition, &asked, true).await?),
        Err(_) => None,
    })
}

fn page<'a>(
    app: &App,
    request: &Request,
    edition: &'a Edition,
    document: &'a Value,
    outcome: Option<&'a Outcome>,
    problem: Option<&'a Problem>,
) -> ActPage<'a> {
    let action = request::action(document).map_or("", PeopleActName::as_str);
    let title = if action.is_empty() { request.t("people-title") } else { request.messages.word("act", action) };
    let now = app.context.now();
    let claimable = edition.conference.pools.iter().filter(|pool| pool.claim_by.as_ref().is_some_and(|by| by.at > now));
    ActPage {
        layout: request.layout().titled(title),
        conference: &edition.conference,
        action,
        outcome,
        is_run: false,
        targets: targets(document, outcome),
        values: Typed::new(document, problem),
        pools: claimable.map(|pool| pool.id.as_str()).collect(),
        problem,
    }
}

/// The fields that select the people. After a preview, these are the people that it names, so that no one is added.
fn targets(document: &Value, outcome: Option<&Outcome>) -> Vec<(String, String)> {
    if let Some(outcome) = outcome {
        return outcome.done().map(|id| (format!("chosen.{id}"), "true".to_owned())).collect();
    }
    let mut fields = Vec::new();
    for outer in ["chosen", "filter"] {
        for (inner, value) in document.get(outer).and_then(Value::as_object).into_iter().flatten() {
            fields.push((format!("{outer}.{inner}"), value.as_str().unwrap_or_default().to_owned()));
        }
    }
    if document.get("all") == Some(&json!("true")) {
        fields.push(("all".to_owned(), "true".to_owned()));
    }
    fields
}
