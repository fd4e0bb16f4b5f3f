//! All BoFs: those with a slot in order of time, then those on the list.

use askama::Template;
use domain::bof::BofState;
use domain::conference::Conference;
use web::{App, Layout, Problem, Reply, Request};

use crate::show::{Shown, is_own};

#[derive(Template)]
#[template(path = "bofs.html")]
struct BofsPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    placed: Vec<Shown<'a>>,
    waiting: Vec<Shown<'a>>,
    /// Cancelled ones of the caller.
    ended: Vec<Shown<'a>>,
    free: usize,
}

/// `GET …/bofs`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let conference = &edition.conference;
    let mut bofs = app.store.bofs(edition.id()).await?;
    bofs.all.sort_by_key(|bof| (bof.period(), bof.slot().map(|slot| slot.room.clone())));
    let shown = |wanted: fn(&BofState) -> bool| -> Vec<Shown<'_>> {
        let some = bofs.all.iter().filter(|bof| wanted(&bof.state));
        some.map(|bof| Shown::new(bof, bofs.board.place(&bof.id), conference, is_own(request, bof))).collect()
    };
    let placed = shown(|state| matches!(state, BofState::Placed { .. }));
    let mut waiting = shown(|state| matches!(state, BofState::Waiting));
    waiting.sort_by_key(|bof| bof.place);
    let mut ended = shown(|state| matches!(state, BofState::Cancelled { .. }));
    ended.retain(|bof| bof.mine);
    let free = bofs.board.free(&conference.bof_slots, app.context.now());
    if !request.wants_html {
        let all: Vec<_> = placed.iter().chain(&waiting).chain(&ended).collect();
        return Ok(Reply::json(200, &serde_json::json!({ "bofs": all, "free_slots": free })));
    }
    let layout = request.layout().titled("Birds of a feather");
    Ok(Reply::page(200, &BofsPage { layout, conference, placed, waiting, ended, free }))
}
