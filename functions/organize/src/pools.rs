//! Pools: figures, and changes of capacity.

use askama::Template;
use domain::conference::{Conference, PoolId};
use domain::input::{Reading, integer, line};
use domain::instant::readable;
use domain::pass::CAPACITY_MAX;
use domain::pass::resize::CapacityInUse;
use serde_json::json;
use store::{Edition, PoolFigures, Resizing};
use web::{App, Kind, Layout, Problem, Reply, Request};

#[derive(Template)]
#[template(path = "pools.html")]
pub(crate) struct PoolsPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    pools: Vec<Row>,
    organizer: bool,
    problem: Option<&'a Problem>,
}

/// A pool on the page.
struct Row {
    figures: PoolFigures,
    claim_by: Option<String>,
}

/// The pool that the path names.
pub(crate) fn named<'a>(request: &'a Request, edition: &'a Edition) -> Result<&'a PoolId, Problem> {
    let wanted = request.parameter("pool").unwrap_or_default();
    let pool = edition.conference.pools.iter().find(|pool| pool.id.as_str() == wanted);
    pool.map(|pool| &pool.id).ok_or_else(|| Problem::not_found("pool"))
}

/// The pools that the caller may see, with their figures.
async fn visible(app: &App, request: &Request) -> Result<Vec<PoolFigures>, Problem> {
    let edition = request.edition()?;
    let mut figures = Vec::new();
    for pool in &edition.conference.pools {
        if request.caller.keeps(edition, &pool.id) {
            figures.push(app.store.pool(edition.id(), &pool.id).await?);
        }
    }
    Ok(figures)
}

/// `GET …/pools`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    if request.wants_html {
        return page(app, request, None).await;
    }
    Ok(Reply::json(200, &visible(app, request).await?))
}

async fn page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let conference = &edition.conference;
    let claim_by = |id: &PoolId| {
        let deadline = conference.pool(id).and_then(|pool| pool.claim_by.as_ref())?;
        Some(readable(deadline.at, &conference.time_zone))
    };
    let figures = visible(app, request).await?;
    let pools = figures.into_iter().map(|figures| Row { claim_by: claim_by(&figures.pool), figures }).collect();
    let layout = request.layout().titled("Passes");
    let organizer = request.caller.organizes(Some(edition));
    let status = problem.map_or(200, |problem| problem.kind().status());
    Ok(Reply::page(status, &PoolsPage { layout, conference, pools, organizer, problem }))
}

/// `GET …/pools/{pool}`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let pool = named(request, edition)?;
    if request.wants_html {
        return Ok(Reply::see_other(&format!("/conferences/{}/pools", edition.id())));
    }
    Ok(Reply::json(200, &app.store.pool(edition.id(), pool).await?))
}

/// `PATCH …/pools/{pool}` `{capacity, resize_id?}`
pub(crate) async fn change(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let pool = named(request, edition)?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let wish = reading.root(&document).and_then(|o| {
        let capacity = o.required("capacity", integer(1, CAPACITY_MAX));
        let resize_id = o.optional("resize_id", line(100));
        o.done();
        Some((capacity?, resize_id))
    });
    let (capacity, resize_id) = reading.finish(wish)?;
    let in_body = resize_id.is_some();
    let resize_id = match resize_id {
        Some(resize_id) => resize_id,
        None => request.idempotency_key()?.map_or_else(|| app.context.id("resize", 16), str::to_owned),
    };
    match app.store.resize(&app.context, edition.id(), pool, &resize_id, capacity).await? {
        Resizing::Done(figures) => {
            tracing::info!(conference = %edition.id(), pool = %pool, capacity, "resized");
            Ok(Reply::json(200, &figures))
        }
        Resizing::InUse(figures) => Err(in_use(pool, figures)),
        Resizing::Reused(earlier) => {
            let name = if in_body { "resize_id" } else { "Idempotency-Key" };
            let detail = format!("the same {name} came with the capacity {earlier}; send a new one with a new wish");
            let problem = Problem::new(Kind::IdempotencyKeyReused, detail);
            let faults = json!([{ "pointer": "/resize_id", "detail": format!("was used for the capacity {earlier}") }]);
            Err(if in_body { problem.with("errors", faults) } else { problem })
        }
        Resizing::Busy => Err(Problem::busy("the pool is busy; ask again with the same resize_id")),
    }
}

/// `POST …/pools/{pool}`: the page's form.
pub(crate) async fn by_form(app: &App, request: &Request) -> Result<Reply, Problem> {
    match change(app, request).await {
        Ok(_) => Ok(Reply::see_other(&format!("/conferences/{}/pools", request.edition()?.id()))),
        Err(problem) if request.wants_html => page(app, request, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

/// The refusal of a capacity below what people hold, with the figures.
pub(crate) fn in_use(pool: &PoolId, figures: CapacityInUse) -> Problem {
    let CapacityInUse { wanted, held, taken } = figures;
    let least = figures.least();
    Problem::new(
        Kind::CapacityInUse,
        format!("{taken} passes of {pool} are taken and {held} are on offer; the least possible is {least}"),
    )
    .with("pool", pool.as_str())
    .with("wanted", wanted)
    .with("held", held)
    .with("taken", taken)
    .with("least", least)
}
