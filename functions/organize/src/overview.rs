//! Where an organizer begins.

use askama::Template;
use domain::conference::Conference;
use store::PoolFigures;
use web::{App, Layout, Problem, Reply, Request};

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    pools: Vec<PoolFigures>,
    calls_for_tracks: bool,
}

/// `GET /conferences/{conference}/organize`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let mut pools = Vec::new();
    for pool in &edition.conference.pools {
        pools.push(app.store.pool(edition.id(), &pool.id).await?);
    }
    if !request.wants_html {
        return Ok(Reply::json(200, &serde_json::json!({ "conference": edition.id(), "pools": pools })));
    }
    let layout = request.layout().titled("Organize");
    let conference = &edition.conference;
    let calls_for_tracks = conference.tracks.iter().any(|track| track.new_tracks.is_some());
    Ok(Reply::page(200, &OverviewPage { layout, conference, pools, calls_for_tracks }))
}
