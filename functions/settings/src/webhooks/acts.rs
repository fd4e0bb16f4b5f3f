//! What an organizer does with a webhook: the calls of the store, and the forms of its page.

use contract::webhooks::{Webhook, WebhookWithSecret};
use domain::input::{Reading, any_text, one_of};
use domain::webhook::{Delivery, Endpoint, EndpointChange, EndpointState};
use serde_json::Value;
use web::{App, Problem, Reply, Request};

use super::{named, page, target};

fn gone() -> Problem {
    Problem::not_found("no-such-webhook")
}

pub(super) async fn changed(
    app: &App,
    request: &Request,
    id: &str,
    change: &EndpointChange,
) -> Result<Endpoint, Problem> {
    let after = app.store.change_webhook(&app.context, request.edition()?.id(), id, change).await?;
    after.ok_or_else(gone)
}

pub(super) async fn rotated(app: &App, request: &Request, key: Option<&str>) -> Result<WebhookWithSecret, Problem> {
    let id = request.parameter("id").unwrap_or_default();
    let rotated = app.store.rotate_webhook_secret(&app.context, request.edition()?.id(), id, key).await?;
    let (endpoint, secret) = rotated.ok_or_else(gone)?;
    tracing::info!(webhook.id = endpoint.id, "webhook secret rotated");
    Ok(WebhookWithSecret { about: Webhook::new(&endpoint, app.context.now()), secret })
}

pub(super) async fn tested(app: &App, request: &Request, key: Option<&str>) -> Result<Delivery, Problem> {
    let id = request.parameter("id").unwrap_or_default();
    let c = request.edition()?.id();
    let delivery = app.store.test_webhook(&app.context, c, id, key, &request.base_url(app)).await?;
    delivery.ok_or_else(gone)
}

pub(super) async fn replayed(app: &App, request: &Request, delivery: &str) -> Result<Delivery, Problem> {
    let id = request.parameter("id").unwrap_or_default();
    let replayed = app.store.replay_webhook(&app.context, request.edition()?.id(), id, delivery).await?;
    replayed.ok_or_else(|| Problem::not_found("no-such-delivery"))
}

/// What a form of the page asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Save,
    Set(EndpointState),
    Rotate,
    Test,
    Replay,
    Remove,
}

const ASKED: &[(&str, Asked)] = &[
    ("save", Asked::Save),
    ("pause", Asked::Set(EndpointState::Paused)),
    ("resume", Asked::Set(EndpointState::Active)),
    ("rotate", Asked::Rotate),
    ("test", Asked::Test),
    ("replay", Asked::Replay),
    ("remove", Asked::Remove),
];

/// `POST …/webhooks/{id}`: the page's forms.
pub(crate) async fn act(app: &App, request: &Request) -> Result<Reply, Problem> {
    let endpoint = named(app, request).await?;
    match acted(app, request, &endpoint).await {
        Err(problem) if request.is_page_form() => page::one(app, request, &endpoint, None, Some(&problem)).await,
        done => done,
    }
}

async fn acted(app: &App, request: &Request, endpoint: &Endpoint) -> Result<Reply, Problem> {
    let (mut document, source) = request.document()?;
    let key = request.take_idempotency_key(&mut document, source)?;
    let reading = Reading::new(source);
    let read = reading.root(&document).and_then(|o| {
        let asked = o.required("action", one_of(ASKED))?;
        let delivery = o.optional("delivery", |value| any_text(value).map(str::to_owned));
        // A form without a ticked box has no events at all, which a change would keep.
        if asked == Asked::Save && !o.has("events") {
            o.reject("events", domain::phrase::Phrase::of("webhook-events-missing"));
        }
        Some((asked, delivery, EndpointChange::read(o, target(app))?))
    });
    let (asked, delivery, change) = reading.finish(read)?;
    let here = format!("/conferences/{}/webhooks", request.edition()?.id());
    let said = |word: &str| Reply::see_other(&format!("{here}/{}?done={word}", endpoint.id));
    Ok(match asked {
        Asked::Save => {
            changed(app, request, &endpoint.id, &change).await?;
            said("saved")
        }
        Asked::Set(state) => {
            let change = EndpointChange { state: Some(state), ..EndpointChange::default() };
            changed(app, request, &endpoint.id, &change).await?;
            said(if state == EndpointState::Paused { "paused" } else { "resumed" })
        }
        Asked::Rotate => {
            let rotated = rotated(app, request, key.as_deref()).await?;
            let endpoint = named(app, request).await?;
            page::one(app, request, &endpoint, Some(&rotated.secret), None).await?
        }
        Asked::Test => {
            tested(app, request, key.as_deref()).await?;
            said("tested")
        }
        Asked::Replay => {
            replayed(app, request, delivery.as_deref().unwrap_or_default()).await?;
            said("replayed")
        }
        Asked::Remove => {
            app.store.remove_webhook(&app.context, request.edition()?.id(), &endpoint.id).await?;
            Reply::see_other(&format!("{here}?done=removed"))
        }
    })
}

/// The values of a form as they were typed, or those of an endpoint.
pub(super) fn values(request: &Request, endpoint: Option<&Endpoint>, is_typed: bool) -> Value {
    if is_typed {
        return request.typed();
    }
    let Some(endpoint) = endpoint else { return Value::Null };
    let events = endpoint.events.iter().map(|kind| (kind.as_str().to_owned(), Value::from("true")));
    serde_json::json!({ "url": endpoint.url, "events": events.collect::<serde_json::Map<_, _>>() })
}
