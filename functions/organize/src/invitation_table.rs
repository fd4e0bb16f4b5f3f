//! Invitations from a pasted or uploaded table.

use std::collections::BTreeMap;

use askama::Template;
use contract::invitation_table::{InvitationResult, InvitedPerson, TableInvited};
use domain::conference::{Conference, Pool, PoolId};
use domain::history::Record;
use domain::invitation::table::{InvitationTable, Invitee, Reader, error};
use domain::phrase::Phrase;
use serde_json::Value;
use store::{Edition, Invited, Openings};
use web::{App, Kind, Layout, Pasted, Problem, Reply, Request, Typed};

#[derive(Template)]
#[template(path = "invitation-table.html")]
struct TablePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    /// The pools that the caller can invite to.
    pools: Vec<&'a Pool>,
    preview: Option<&'a TableInvited<'a>>,
    /// The number of people who were just invited.
    done: Option<u64>,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

fn page(
    app: &App,
    request: &Request,
    preview: Option<&TableInvited<'_>>,
    typed: &Value,
    problem: Option<&Problem>,
) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let now = app.context.now();
    let is_open = |pool: &&Pool| {
        let is_over = pool.claim_by.as_ref().is_some_and(|claim_by| claim_by.at <= now);
        pool.is_reserved() && !is_over && request.caller.manages_pool(edition, &pool.id)
    };
    let page = TablePage {
        layout: request.layout().titled(request.t("invitation-table-title")),
        conference: &edition.conference,
        pools: edition.conference.pools.iter().filter(is_open).collect(),
        preview,
        done: request.query("done").and_then(|done| done.parse().ok()),
        values: Typed::new(typed, problem),
        problem,
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// `GET …/invitations`
pub(crate) fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    page(app, request, None, &Value::Null, None)
}

/// `POST …/invitations`: a CSV file, a workbook, rows as JSON, or the page's form.
pub(crate) async fn invite(app: &App, request: &Request) -> Result<Reply, Problem> {
    let dry_run = request.flag("dry_run");
    if !request.is_form() {
        let records = request.table()?;
        let document = if request.content_type() == "application/json" { request.document()?.0 } else { Value::Null };
        let usual = request.query("pool").or_else(|| document["pool"].as_str());
        let table = read(app, request, &records, usual)?;
        let results = invited(app, request.edition()?, &table, dry_run).await?;
        return Ok(Reply::json(200, &answer(&table, &results, dry_run)));
    }
    let Pasted { typed, records } = request.pasted_table().await?;
    let usual = typed["pool"].as_str().map(str::trim);
    let table = match records {
        Ok(records) => read(app, request, &records, usual),
        Err(errors) => Err(errors.into()),
    };
    let outcome = match table {
        Ok(table) => invited(app, request.edition()?, &table, dry_run).await.map(|results| (table, results)),
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok((table, results)) if dry_run => page(app, request, Some(&answer(&table, &results, true)), &typed, None),
        Ok((table, results)) => {
            let count = answer(&table, &results, false).invited;
            Ok(Reply::see_other(&format!("{}?done={count}", request.path)))
        }
        Err(problem) => page(app, request, None, &typed, Some(&problem)),
    }
}

fn read(app: &App, request: &Request, records: &[Record], usual: Option<&str>) -> Result<InvitationTable, Problem> {
    let edition = request.edition()?;
    let manages = |pool: &PoolId| request.caller.manages_pool(edition, pool);
    let reader = Reader { conference: &edition.conference, usual, manages: &manages, now: app.context.now() };
    Ok(reader.read(records)?)
}

/// Invites everybody in the table, unless this is a dry run. All lines are checked before the first invitation; a repeat
/// after an interruption invites the rest.
async fn invited(
    app: &App,
    edition: &Edition,
    table: &InvitationTable,
    dry_run: bool,
) -> Result<Vec<InvitationResult>, Problem> {
    let mut pools: BTreeMap<&PoolId, Openings> = BTreeMap::new();
    for person in &table.people {
        if !pools.contains_key(&person.pool) {
            pools.insert(&person.pool, app.store.openings(edition.id(), &person.pool).await?);
        }
    }
    let results = planned(&table.people, &pools)?;
    if dry_run {
        return Ok(results);
    }
    let mut done = Vec::with_capacity(results.len());
    for (person, result) in table.people.iter().zip(results) {
        done.push(match result {
            InvitationResult::Already => InvitationResult::Already,
            InvitationResult::Invited => one(app, edition, person, &mut pools).await?,
        });
    }
    let count = done.iter().filter(|result| **result == InvitationResult::Invited).count();
    tracing::info!(conference = %edition.id(), invited = count, "people invited from a table");
    Ok(done)
}

/// What the table does to each person. Refuses all of it if a pool has too few passes.
fn planned(people: &[Invitee], pools: &BTreeMap<&PoolId, Openings>) -> Result<Vec<InvitationResult>, Problem> {
    let mut left: BTreeMap<&PoolId, u64> = pools.iter().map(|(pool, openings)| (*pool, openings.left())).collect();
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    for person in people {
        let is_invited = pools.get(&person.pool).is_some_and(|openings| openings.of(&person.email).is_some());
        let left = left.entry(&person.pool).or_default();
        results.push(if is_invited { InvitationResult::Already } else { InvitationResult::Invited });
        match left.checked_sub(1) {
            _ if is_invited => {}
            Some(rest) => *left = rest,
            None => {
                let detail = Phrase::of("invite-none-left").arg("pool", &person.pool);
                errors.push(error(person.line, "pool", detail));
            }
        }
    }
    errors.truncate(20);
    if errors.is_empty() { Ok(results) } else { Err(Problem::invalid(errors)) }
}

async fn one(
    app: &App,
    edition: &Edition,
    person: &Invitee,
    pools: &mut BTreeMap<&PoolId, Openings>,
) -> Result<InvitationResult, Problem> {
    let Some(openings) = pools.get_mut(&person.pool) else { return Ok(InvitationResult::Already) };
    let invitee = (&person.email, person.name.as_deref(), person.note.as_deref());
    match app.store.invite_within(&app.context, edition, &person.pool, invitee, openings).await? {
        Invited::New(invitation) => {
            openings.add(invitation);
            Ok(InvitationResult::Invited)
        }
        Invited::Already(_) => Ok(InvitationResult::Already),
        Invited::PoolEmpty => {
            let detail = Phrase::of("invite-line-none-left").arg("line", person.line).arg("pool", &person.pool);
            Err(Problem::new(Kind::PoolEmpty, detail))
        }
    }
}

fn answer<'a>(table: &'a InvitationTable, results: &[InvitationResult], dry_run: bool) -> TableInvited<'a> {
    let count = |wanted: InvitationResult| results.iter().filter(|result| **result == wanted).count();
    let people = table.people.iter().zip(results).map(|(person, result)| InvitedPerson {
        line: person.line,
        email: person.email.as_str(),
        name: person.name.as_deref(),
        pool: person.pool.as_str(),
        note: person.note.as_deref(),
        result: *result,
    });
    TableInvited {
        dry_run,
        invited: count(InvitationResult::Invited),
        already: count(InvitationResult::Already),
        repeated: table.repeated,
        people: people.collect(),
    }
}
