//! Failed items that need a person: listed at the top of the agenda, with "Try again" and "Skip".

use contract::agenda::{SetAside, SetAsideState};
use domain::failure::FailureState;
use messages::Messages;
use store::{Attention, AttentionAct, AttentionScope, Edition};
use web::{App, Problem, Reply, Request};

use super::page;

/// The most failed items on one page; the page counts all of them.
const SHOWN: usize = 200;

/// In a URL, means all failed items of an edition.
const ALL: &str = "all";

fn shown(item: Attention, messages: Messages) -> SetAside {
    let Attention { id, key: _, workflow, object, error, failures, since, next_try_at, state } = item;
    let state = match state {
        FailureState::Retrying => SetAsideState::Retrying,
        FailureState::SetAside | FailureState::Skipped => SetAsideState::SetAside,
    };
    SetAside { id, workflow, object: messages.say(&object), error, failures, since, next_try_at, state }
}

/// First organizers also see items without an edition, because no other organizer would.
fn scope<'a>(request: &Request, edition: &'a Edition) -> AttentionScope<'a> {
    if request.caller.first_organizer { AttentionScope::Deployment(edition) } else { AttentionScope::Edition(edition) }
}

pub(super) async fn list(app: &App, request: &Request) -> Result<(Vec<SetAside>, usize), Problem> {
    let (found, total) = app.store.attention(scope(request, request.edition()?), SHOWN).await?;
    Ok((found.into_iter().map(|item| shown(item, request.problem_messages())).collect(), total))
}

/// `POST …/agenda/set-aside/{id}/retry` and `…/skip`; the id `all` means all of them.
pub(crate) async fn decide_failed(app: &App, request: &Request, act: AttentionAct) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let (scope, id) = (scope(request, edition), request.parameter("id").unwrap_or_default());
    if id == ALL {
        let count = app.store.act_on_all_failed(&app.context, scope, act).await?;
        tracing::info!(conference.id = %edition.id(), act = ?act, count, "an organizer decides about all that failed");
    } else if app.store.act_on_failed(&app.context, scope, id, act).await? {
        tracing::info!(conference.id = %edition.id(), act = ?act, item.id = id, "an organizer decides about a failed item");
    } else {
        return Err(Problem::not_found("no-such-failed-item"));
    }
    if request.wants_html {
        return Ok(Reply::see_other(&format!("/conferences/{}/agenda", edition.id())));
    }
    page(app, request, None).await
}
