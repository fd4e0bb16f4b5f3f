//! What failed and needs a person: shown at the top of the agenda, tried again, skipped.

use jiff::Timestamp;
use serde::Serialize;
use store::{Attention, AttentionAct, AttentionScope, Edition};
use web::{App, Problem, Reply, Request};

use super::page;

/// Failed items on one page; all are counted.
const SHOWN: usize = 200;

/// Stands in a URL for all of an edition's.
const ALL: &str = "all";

/// One failed item.
#[derive(Serialize)]
pub(super) struct SetAside {
    pub(super) id: String,
    pub(super) workflow: String,
    pub(super) object: String,
    pub(super) error: String,
    pub(super) failures: u32,
    pub(super) since: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_try_at: Option<Timestamp>,
    pub(super) state: &'static str,
}

impl SetAside {
    fn of(item: Attention) -> Self {
        Self {
            id: item.id,
            workflow: item.workflow,
            object: item.object,
            error: item.error,
            failures: item.failures,
            since: item.since,
            next_try_at: item.next_try_at,
            state: item.state.as_str(),
        }
    }
}

/// First organizers also see what belongs to no edition: nobody else would.
fn scope<'a>(request: &Request, edition: &'a Edition) -> AttentionScope<'a> {
    if request.caller.first_organizer { AttentionScope::Deployment(edition) } else { AttentionScope::Edition(edition) }
}

pub(super) async fn list(app: &App, request: &Request) -> Result<(Vec<SetAside>, usize), Problem> {
    let (found, total) = app.store.attention(scope(request, request.edition()?), SHOWN).await?;
    Ok((found.into_iter().map(SetAside::of).collect(), total))
}

/// `POST …/agenda/set-aside/{id}/retry` and `…/skip`; `all` stands for all of them.
pub(crate) async fn decide_failed(app: &App, request: &Request, act: AttentionAct) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let (scope, id) = (scope(request, edition), request.parameter("id").unwrap_or_default());
    if id == ALL {
        let count = app.store.act_on_all_failed(&app.context, scope, act).await?;
        tracing::info!(conference.id = %edition.id(), act = ?act, count, "an organizer decides about all that failed");
    } else if app.store.act_on_failed(&app.context, scope, id, act).await? {
        tracing::info!(conference.id = %edition.id(), act = ?act, item.id = id, "an organizer decides about a failed item");
    } else {
        return Err(Problem::not_found("failed item"));
    }
    if request.wants_html {
        return Ok(Reply::see_other(&format!("/conferences/{}/agenda", edition.id())));
    }
    page(app, request, None).await
}
