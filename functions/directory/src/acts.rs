//! Acts on many people: the preview, and the act.
//!
//! An act decides about each person from their items as they are now (`domain::directory::consequence`), and each of its
//! writes is guarded as when it is done for one person. So a repeat does only what is left, and says what was done.

mod page;
mod perform;
mod request;

use std::sync::Arc;

use contract::directory::{ActResult, Acted, ActedPerson, PeopleActName};
use domain::directory::{BulkAct, Consequence, Kept, PersonRow, Sort, consequence};
use domain::person::EmailAddress;
use store::{Edition, Openings};
use web::{App, Problem, Reply, Request};

pub(crate) use request::ACTIONS;
use request::{ActRequest, Targets};

/// People that one request changes at most: each is a transaction, and a request has 29 seconds.
const ACT_MAX: usize = 300;

/// People that are read again at once.
const READ_AT_ONCE: usize = 100;

/// People named in an answer.
const NAMED_MAX: usize = 2_000;

/// A person that an act is for, and what it did to them or would do.
pub(crate) struct Target {
    pub(crate) id: String,
    pub(crate) row: Option<Arc<PersonRow>>,
    pub(crate) result: ActResult,
    /// The planned effect, until it is done.
    effect: Option<Consequence>,
}

/// What an act did, or would do.
pub(crate) struct Outcome {
    pub(crate) targets: Vec<Target>,
}

impl Outcome {
    pub(crate) fn count(&self, result: ActResult) -> usize {
        self.targets.iter().filter(|target| target.result == result).count()
    }

    fn skipped(&self) -> usize {
        let counted = [ActResult::Done, ActResult::Already, ActResult::Failed, ActResult::Left];
        self.targets.iter().filter(|target| !counted.contains(&target.result)).count()
    }

    /// The ids of those it is done for.
    pub(crate) fn done(&self) -> impl Iterator<Item = &str> {
        self.targets.iter().filter(|target| target.result == ActResult::Done).map(|target| target.id.as_str())
    }

    fn answer(&self, action: PeopleActName, dry_run: bool) -> Acted<'_> {
        let (first, others): (Vec<_>, Vec<_>) =
            self.targets.iter().partition(|target| matches!(target.result, ActResult::Done | ActResult::Failed));
        Acted {
            action,
            dry_run,
            total: self.targets.len(),
            done: self.count(ActResult::Done),
            already: self.count(ActResult::Already),
            skipped: self.skipped(),
            failed: self.count(ActResult::Failed),
            left: self.count(ActResult::Left),
            people: first.into_iter().chain(others).take(NAMED_MAX).map(named).collect(),
        }
    }
}

fn named(target: &Target) -> ActedPerson<'_> {
    let row = target.row.as_deref();
    ActedPerson {
        id: &target.id,
        name: row.map_or("", |row| row.name.as_str()),
        email: row.map(|row| &row.email),
        result: target.result,
    }
}

/// `POST …/people/actions`
pub(crate) async fn act(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    if request.is_page_form() {
        return page::by_form(app, request, edition).await;
    }
    let asked = request::read(request, edition, app.context.now())?;
    let dry_run = request.flag("dry_run");
    let outcome = outcome(app, edition, &asked, dry_run).await?;
    Ok(Reply::json(200, &outcome.answer(asked.name(), dry_run)))
}

/// Does an act, or finds out what it would do.
async fn outcome(app: &App, edition: &Edition, asked: &ActRequest, dry_run: bool) -> Result<Outcome, Problem> {
    let mut openings = match &asked.act {
        BulkAct::Invite { pool } => app.store.openings(edition.id(), pool).await?,
        _ => Openings::default(),
    };
    let mut outcome = planned(app, edition, asked, &openings).await?;
    if dry_run {
        return Ok(outcome);
    }
    for target in &mut outcome.targets {
        if let (Some(row), Some(Ok(_))) = (&target.row, &target.effect) {
            target.result = perform::perform(app, edition, &asked.act, row, &mut openings).await?;
        }
    }
    let done = outcome.count(ActResult::Done);
    tracing::info!(conference = %edition.id(), action = asked.act.as_str(), done, "acted on people");
    Ok(outcome)
}

/// Decides about each person. Rows are read again as far as the act goes.
async fn planned(app: &App, edition: &Edition, asked: &ActRequest, openings: &Openings) -> Result<Outcome, Problem> {
    let people = app.store.directory(&app.context, edition).await?;
    let mut targets = Vec::new();
    let rows: Vec<Arc<PersonRow>> = match &asked.targets {
        Targets::Ids(ids) => {
            let row = |id: &String| people.iter().find(|row| row.id == *id).cloned();
            let found: Vec<_> = ids.iter().map(|id| (id, row(id))).collect();
            let unknown = found.iter().filter(|(_, row)| row.is_none());
            targets.extend(unknown.map(|(id, _)| decided((*id).clone(), None, Err(Kept::Unknown))));
            found.into_iter().filter_map(|(_, row)| row).collect()
        }
        Targets::Matching(filter) => {
            let sorted = Sort::Name.sorted(filter.apply(&people));
            sorted.into_iter().map(|(_, row)| Arc::clone(row)).collect()
        }
    };
    let (mut left, mut to_do) = (openings.left(), 0);
    for some in rows.chunks(READ_AT_ONCE) {
        let some = if to_do < ACT_MAX { fresh(app, edition, asked, some, &mut targets).await? } else { some.to_vec() };
        let queued = match &asked.act {
            BulkAct::Resend => app.store.with_queued_links(&app.context, &some).await?,
            _ => std::collections::HashSet::new(),
        };
        for row in some {
            let is_invited = |own: &EmailAddress| openings.of(own).is_some();
            let already = queued.contains(&row.id) || row.addresses.iter().any(is_invited);
            let consequence = consequence(&asked.act, &row, already, &mut left);
            let mut target = decided(row.id.clone(), Some(row), consequence);
            if target.result == ActResult::Done {
                to_do += 1;
                if to_do > ACT_MAX {
                    (target.result, target.effect) = (ActResult::Left, None);
                }
            }
            targets.push(target);
        }
    }
    Ok(Outcome { targets })
}

/// These rows, read again. Who is gone is unknown; who no longer matches the filter is left out.
async fn fresh(
    app: &App,
    edition: &Edition,
    asked: &ActRequest,
    rows: &[Arc<PersonRow>],
    targets: &mut Vec<Target>,
) -> Result<Vec<Arc<PersonRow>>, Problem> {
    let mut fresh = app.store.fresh_people(&app.context, edition, rows).await?;
    match &asked.targets {
        Targets::Matching(filter) => fresh.retain(|row| filter.matches(row)),
        Targets::Ids(_) => {
            let gone = rows.iter().filter(|row| !fresh.iter().any(|now| now.id == row.id));
            targets.extend(gone.map(|row| decided(row.id.clone(), None, Err(Kept::Unknown))));
        }
    }
    Ok(fresh)
}

fn decided(id: String, row: Option<Arc<PersonRow>>, consequence: Consequence) -> Target {
    Target { id, row, result: (&consequence).into(), effect: Some(consequence) }
}
