//! Pools: figures, and changes of capacity.

use askama::Template;
use contract::pools::{NextInLine, Pool, PoolReleased, Pools, Resized};
use domain::conference::{Attendance, Conference, PoolId};
use domain::input::{Reading, integer, line};
use domain::pass::CAPACITY_MAX;
use domain::pass::resize::CapacityInUse;
use domain::phrase::Phrase;
use store::{Edition, PoolFigures, Resizing};
use web::definition::capacity_in_use;
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

#[derive(Template)]
#[template(path = "pools.html")]
pub(crate) struct PoolsPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    pools: Vec<Row>,
    organizer: bool,
    problem: Option<&'a Problem>,
    /// What a form did.
    done: Option<String>,
}

/// A pool on the page.
struct Row {
    figures: PoolFigures,
    claim_by: Option<String>,
    released: Option<String>,
    /// The value of its form: the typed text, or else the current capacity.
    capacity: String,
    error: Option<Phrase>,
    /// What a change of its capacity would do.
    preview: Option<Preview>,
}

/// A change of capacity that is not made yet.
struct Preview {
    after: PoolFigures,
    /// How many people on the waitlist get an offer.
    to_offer: u64,
    /// The first of them.
    names: String,
}

/// The pool in the path.
pub(crate) fn named<'a>(request: &'a Request, edition: &'a Edition) -> Result<&'a PoolId, Problem> {
    let wanted = request.parameter("pool").unwrap_or_default();
    let pool = edition.conference.pools.iter().find(|pool| pool.id.as_str() == wanted);
    pool.map(|pool| &pool.id).ok_or_else(|| Problem::not_found("no-such-pool"))
}

/// A pool's figures as an answer.
pub(crate) fn answer(figures: &PoolFigures) -> Pool<'_> {
    let PoolFigures { pool, capacity, free, returned, held, taken, sold_out } = figures;
    Pool {
        pool: pool.as_str(),
        capacity: *capacity,
        free: *free,
        returned: *returned,
        held: *held,
        taken: *taken,
        sold_out: *sold_out,
    }
}

/// The pools that the caller may see, with their figures.
async fn visible(app: &App, request: &Request) -> Result<Vec<PoolFigures>, Problem> {
    let edition = request.edition()?;
    let mut figures = Vec::new();
    for pool in &edition.conference.pools {
        if request.caller.manages_pool(edition, &pool.id) {
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
    let figures = visible(app, request).await?;
    Ok(Reply::json(200, &Pools { pools: figures.iter().map(answer).collect() }))
}

async fn page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let conference = &edition.conference;
    let claim_by = |id: &PoolId| {
        let deadline = conference.pool(id).and_then(|pool| pool.claim_by.as_ref())?;
        Some(request.messages.deadline(deadline, &conference.time_zone))
    };
    let figures = visible(app, request).await?;
    let asked = asked(request);
    let document = request.typed();
    let typed = problem.map(|problem| Typed::new(&document, Some(problem)));
    let mut pools = Vec::new();
    for figures in figures {
        let release = app.store.release_of(edition.id(), &figures.pool).await?;
        let typed = typed.filter(|_| request.parameter("pool") == Some(figures.pool.as_str()));
        let asked = asked.as_ref().filter(|(pool, _)| *pool == figures.pool).map(|(_, asked)| asked);
        let (preview, refused) = match asked {
            Some(Ok(capacity)) => match previewed(&figures, *capacity) {
                Ok(after) => (Some(shown(app, edition, after).await?), None),
                Err(problem) => (None, problem.errors().first().map(|error| error.detail.clone())),
            },
            Some(Err(detail)) => (None, Some(detail.clone())),
            None => (None, None),
        };
        let wanted = asked.and_then(|_| request.query("capacity")).map(str::to_owned);
        pools.push(Row {
            claim_by: claim_by(&figures.pool),
            released: release
                .and_then(|release| release.released_at)
                .map(|at| request.messages.instant(at, &conference.time_zone)),
            capacity: match typed {
                Some(typed) => typed.text("capacity").to_owned(),
                None => wanted.unwrap_or_else(|| figures.capacity.to_string()),
            },
            error: typed.and_then(|typed| typed.error("capacity")).cloned().or(refused),
            preview,
            figures,
        });
    }
    let layout = request.layout().titled(request.t("desk-passes"));
    let organizer = request.caller.organizes(Some(edition));
    let done = done(request, problem);
    let page = PoolsPage { layout, conference, pools, organizer, problem, done };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// The change of capacity that a page previews: the pool, and the capacity or why it is none.
fn asked(request: &Request) -> Option<(PoolId, Result<u64, Phrase>)> {
    let is_list = request.method == "GET" && request.caller.organizes(request.edition_if_any());
    let pool = request.query("pool").filter(|_| is_list)?.parse().ok()?;
    let capacity = request.number("capacity")?;
    let is_allowed = (1..=CAPACITY_MAX).contains(&capacity);
    Some((pool, is_allowed.then_some(capacity).ok_or_else(|| Phrase::of("must-be-capacity").arg("max", CAPACITY_MAX))))
}

/// What the form before did, for the page that follows it.
fn done(request: &Request, problem: Option<&Problem>) -> Option<String> {
    if problem.is_some() || request.method != "GET" {
        return None;
    }
    let word = request.query("done").filter(|word| ["resized", "released"].contains(word))?;
    let pool = request.query("pool")?.parse::<PoolId>().ok()?;
    Some(request.messages.word("pools-done", word).arg("pool", pool.to_string()).to_string())
}

async fn shown(app: &App, edition: &Edition, after: PoolFigures) -> Result<Preview, Problem> {
    let Resized { to_offer, offers_to, .. } = resized(app, edition, &after, true).await?;
    let names: Vec<_> = offers_to.iter().take(PREVIEWED).map(|next| next.name.as_str()).collect();
    let more = if offers_to.len() > PREVIEWED { " …" } else { "" };
    let names = format!("{}{more}", names.join(", "));
    Ok(Preview { after, to_offer, names })
}

/// Names in a preview.
const PREVIEWED: usize = 5;

/// `GET …/pools/{pool}`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let pool = named(request, edition)?;
    if request.wants_html {
        return Ok(Reply::see_other(&format!("/conferences/{}/pools", edition.id())));
    }
    Ok(Reply::json(200, &answer(&app.store.pool(edition.id(), pool).await?)))
}

/// `PATCH …/pools/{pool}` `{capacity, resize_id?}`
pub(crate) async fn change(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let pool = named(request, edition)?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|o| {
        let capacity = o.required("capacity", integer(1, CAPACITY_MAX));
        let resize_id = o.optional("resize_id", line(100));
        o.done();
        Some((capacity?, resize_id))
    });
    let (capacity, resize_id) = reading.finish(requested)?;
    let in_body = resize_id.is_some();
    let resize_id = match resize_id {
        Some(resize_id) => resize_id,
        None => request.idempotency_key()?.map_or_else(|| app.context.id("resize", 16), str::to_owned),
    };
    if request.flag("dry_run") {
        return preview(app, edition, pool, capacity).await;
    }
    match app.store.resize(&app.context, edition.id(), pool, &resize_id, capacity).await? {
        Resizing::Done(figures) => {
            tracing::info!(conference = %edition.id(), pool = %pool, capacity, "resized");
            Ok(Reply::json(200, &resized(app, edition, &figures, false).await?))
        }
        Resizing::InUse(figures) => Err(capacity_in_use(pool, figures).at("/capacity")),
        Resizing::Reused(earlier) => {
            let name = if in_body { "resize_id" } else { "Idempotency-Key" };
            let detail = Phrase::of("resize-key-reused").arg("name", name).arg("earlier", earlier);
            let problem = Problem::new(Kind::IdempotencyKeyReused, detail);
            Err(if in_body { problem.at("/resize_id") } else { problem })
        }
        Resizing::Busy => Err(Problem::busy(Phrase::of("pool-busy"))),
    }
}

/// Shows the effect of a change of capacity without making it.
async fn preview(app: &App, edition: &Edition, pool: &PoolId, capacity: u64) -> Result<Reply, Problem> {
    let after = previewed(&app.store.pool(edition.id(), pool).await?, capacity)?;
    Ok(Reply::json(200, &resized(app, edition, &after, true).await?))
}

/// A pool after a change of capacity: added passes go to `returned`; removed ones come from `returned` first, then from
/// `free`. These are the rules of a resize.
fn previewed(before: &PoolFigures, capacity: u64) -> Result<PoolFigures, Problem> {
    let mut figures = before.clone();
    if capacity < figures.held + figures.taken {
        let in_use = CapacityInUse { wanted: capacity, held: figures.held, taken: figures.taken };
        return Err(capacity_in_use(&figures.pool, in_use).at("/capacity"));
    }
    let added = capacity.saturating_sub(figures.capacity);
    let removed = figures.capacity.saturating_sub(capacity);
    let from_returned = removed.min(figures.returned);
    figures.returned = figures.returned + added - from_returned;
    figures.free -= removed - from_returned;
    figures.capacity = capacity;
    Ok(figures)
}

/// The most people named in an answer about offers; the answer counts all of them.
const NAMED: u64 = 100;

async fn resized<'f>(
    app: &App,
    edition: &Edition,
    figures: &'f PoolFigures,
    dry_run: bool,
) -> Result<Resized<'f>, Problem> {
    let waited_for = edition.conference.open_pool(Attendance::InPerson).is_some_and(|pool| pool.id == figures.pool);
    let waiting = if waited_for { app.store.waiting(edition.id(), &figures.pool).await?.total() } else { 0 };
    let to_offer = waiting.min(figures.returned);
    let named = usize::try_from(to_offer.min(NAMED)).unwrap_or(0);
    let line = if named > 0 { app.store.next_in_line(edition, named).await? } else { Vec::new() };
    let offers_to = line.into_iter().map(|entry| NextInLine {
        id: entry.id.to_string(),
        name: entry.name.to_string(),
        class: entry.priority.class,
        joined_at: entry.joined_at,
    });
    Ok(Resized { pool: answer(figures), dry_run, to_offer, offers_to: offers_to.collect() })
}

/// `POST …/pools/{pool}/release`: releases a reserved pool's unclaimed passes to `general`, for the waitlist first.
pub(crate) async fn release(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let pool = named(request, edition)?;
    if edition.conference.pool(pool).is_none_or(|pool| !pool.is_reserved()) {
        let problem = Problem::new(Kind::PoolOpen, Phrase::of("pool-open-release").arg("pool", pool));
        return if request.wants_html { page(app, request, Some(&problem)).await } else { Err(problem) };
    }
    let released = app.store.release(&app.context, edition, pool).await?;
    tracing::info!(conference = %edition.id(), pool = %pool, released, "released");
    if request.wants_html {
        return Ok(Reply::see_other(&done_page(request, edition, "released")));
    }
    let figures = app.store.pool(edition.id(), pool).await?;
    Ok(Reply::json(200, &PoolReleased { pool: answer(&figures), released }))
}

/// `POST …/pools/{pool}`: the page's form.
pub(crate) async fn by_form(app: &App, request: &Request) -> Result<Reply, Problem> {
    match change(app, request).await {
        Ok(_) => Ok(Reply::see_other(&done_page(request, request.edition()?, "resized"))),
        Err(problem) if request.wants_html => page(app, request, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

/// The page that follows a form and says what it did.
fn done_page(request: &Request, edition: &Edition, word: &str) -> String {
    let pool = request.parameter("pool").unwrap_or_default();
    format!("/conferences/{}/pools?done={word}&pool={pool}", edition.id())
}
