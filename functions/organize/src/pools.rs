//! Pools: figures, and changes of capacity.

use askama::Template;
use domain::conference::{Attendance, Class, Conference, PoolId};
use domain::input::{Reading, integer, line};
use domain::instant::readable;
use domain::pass::CAPACITY_MAX;
use domain::pass::resize::CapacityInUse;
use jiff::Timestamp;
use serde::Serialize;
use store::{Edition, PoolFigures, Resizing};
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

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
    released: Option<String>,
    /// What its form shows: what was typed, or the capacity now.
    capacity: String,
    error: Option<String>,
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
    let document = request.typed();
    let typed = problem.map(|problem| Typed::new(&document, Some(problem)));
    let mut pools = Vec::new();
    for figures in figures {
        let release = app.store.release_of(edition.id(), &figures.pool).await?;
        let typed = typed.filter(|_| request.parameter("pool") == Some(figures.pool.as_str()));
        pools.push(Row {
            claim_by: claim_by(&figures.pool),
            released: release.and_then(|release| release.released_at).map(|at| readable(at, &conference.time_zone)),
            capacity: typed.map_or_else(|| figures.capacity.to_string(), |typed| typed.text("capacity").to_owned()),
            error: typed.and_then(|typed| typed.error("capacity")).map(str::to_owned),
            figures,
        });
    }
    let layout = request.layout().titled("Passes");
    let organizer = request.caller.organizes(Some(edition));
    let page = PoolsPage { layout, conference, pools, organizer, problem };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
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
    if request.query("dry_run") == Some("true") {
        return preview(app, edition, pool, capacity).await;
    }
    match app.store.resize(&app.context, edition.id(), pool, &resize_id, capacity).await? {
        Resizing::Done(figures) => {
            tracing::info!(conference = %edition.id(), pool = %pool, capacity, "resized");
            Ok(Reply::json(200, &resized(app, edition, figures, false).await?))
        }
        Resizing::InUse(figures) => Err(in_use(pool, figures).at("/capacity")),
        Resizing::Reused(earlier) => {
            let name = if in_body { "resize_id" } else { "Idempotency-Key" };
            let detail = format!("the same {name} came with the capacity {earlier}; send a new one with a new wish");
            let problem = Problem::new(Kind::IdempotencyKeyReused, detail);
            Err(if in_body { problem.at("/resize_id") } else { problem })
        }
        Resizing::Busy => Err(Problem::busy("the pool is busy; ask again with the same resize_id")),
    }
}

/// What a change of capacity would do; nothing is changed.
async fn preview(app: &App, edition: &Edition, pool: &PoolId, capacity: u64) -> Result<Reply, Problem> {
    let mut figures = app.store.pool(edition.id(), pool).await?;
    if capacity < figures.held + figures.taken {
        return Err(in_use(pool, CapacityInUse { wanted: capacity, held: figures.held, taken: figures.taken }));
    }
    // As a resize does it: what is added is spare, what is taken away is spare first and then free.
    let added = capacity.saturating_sub(figures.capacity);
    let removed = figures.capacity.saturating_sub(capacity);
    let from_spare = removed.min(figures.spare);
    figures.spare = figures.spare + added - from_spare;
    figures.free -= removed - from_spare;
    figures.capacity = capacity;
    Ok(Reply::json(200, &resized(app, edition, figures, true).await?))
}

/// A pool's figures, and what follows by itself.
#[derive(Serialize)]
struct Resized {
    #[serde(flatten)]
    figures: PoolFigures,
    dry_run: bool,
    to_offer: u64,
    offers_to: Vec<NextInLine>,
}

/// A person who gets an offer.
#[derive(Serialize)]
struct NextInLine {
    id: String,
    name: String,
    class: Class,
    joined_at: Timestamp,
}

/// People named in an answer about offers; all are counted.
const NAMED: u64 = 100;

async fn resized(app: &App, edition: &Edition, figures: PoolFigures, dry_run: bool) -> Result<Resized, Problem> {
    let waited_for = edition.conference.open_pool(Attendance::InPerson).is_some_and(|pool| pool.id == figures.pool);
    let waiting = if waited_for { app.store.waiting(edition.id(), &figures.pool).await?.total() } else { 0 };
    let to_offer = waiting.min(figures.spare);
    let named = usize::try_from(to_offer.min(NAMED)).unwrap_or(0);
    let line = if named > 0 { app.store.next_in_line(edition, named).await? } else { Vec::new() };
    let offers_to = line.into_iter().map(|entry| NextInLine {
        id: entry.id.to_string(),
        name: entry.name.to_string(),
        class: entry.standing.class,
        joined_at: entry.joined_at,
    });
    Ok(Resized { figures, dry_run, to_offer, offers_to: offers_to.collect() })
}

/// `POST …/pools/{pool}/release`: releases a reserved pool's unclaimed passes to `general`, for the waitlist first.
pub(crate) async fn release(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let pool = named(request, edition)?;
    if edition.conference.pool(pool).is_none_or(|pool| !pool.is_reserved()) {
        let problem = Problem::new(Kind::PoolOpen, format!("{pool} is open to all; only reserved pools are released"));
        return if request.wants_html { page(app, request, Some(&problem)).await } else { Err(problem) };
    }
    let released = app.store.release(&app.context, edition, pool).await?;
    tracing::info!(conference = %edition.id(), pool = %pool, released, "released");
    if request.wants_html {
        return Ok(Reply::see_other(&format!("/conferences/{}/pools", edition.id())));
    }
    let figures = app.store.pool(edition.id(), pool).await?;
    Ok(Reply::json(200, &Released { figures, released }))
}

/// A pool's figures, and what went.
#[derive(Serialize)]
struct Released {
    #[serde(flatten)]
    figures: PoolFigures,
    released: u64,
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
