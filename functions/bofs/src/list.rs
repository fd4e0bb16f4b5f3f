//! All BoFs: those with a slot in order of time, then those on the list.

use askama::Template;
use contract::bofs::{Bof, Bofs};
use domain::bof::BofState;
use domain::conference::Conference;
use web::{App, Layout, Problem, Reply, Request};

use crate::show::{is_own, shown};

#[derive(Template)]
#[template(path = "bofs.html")]
struct BofsPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    placed: Vec<Bof<'a>>,
    waiting: Vec<Bof<'a>>,
    /// The caller's own cancelled BoFs.
    ended: Vec<Bof<'a>>,
    free: usize,
}

/// `GET …/bofs`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let conference = &edition.conference;
    let mut bofs = app.store.bofs(edition.id()).await?;
    bofs.all.sort_by_key(|bof| (bof.period(), bof.slot().map(|slot| slot.room.clone())));
    let those = |wanted: fn(&BofState) -> bool| -> Vec<Bof<'_>> {
        let some = bofs.all.iter().filter(|bof| wanted(&bof.state));
        some.map(|bof| shown(bof, bofs.board.place(&bof.id), conference, is_own(request, bof))).collect()
    };
    let placed = those(|state| matches!(state, BofState::Placed { .. }));
    let mut waiting = those(|state| matches!(state, BofState::Waiting));
    waiting.sort_by_key(|bof| bof.place);
    let mut ended = those(|state| matches!(state, BofState::Cancelled { .. }));
    ended.retain(|bof| bof.mine);
    let free = bofs.board.free(&conference.bof_slots, app.context.now());
    if !request.wants_html {
        let bofs = placed.into_iter().chain(waiting).chain(ended).collect();
        return Ok(Reply::json(200, &Bofs { bofs, free_slots: free }));
    }
    let layout = request.layout().titled(request.t("bofs-title"));
    Ok(Reply::page(200, &BofsPage { layout, conference, placed, waiting, ended, free }))
}
