//! Webhooks: the list, adding one, one with its deliveries, and what an organizer does with it.

mod acts;
mod page;

use contract::webhooks::{Webhook, WebhookDeliveries, WebhookDelivery, WebhookWithSecret, Webhooks};
use domain::input::Reading;
use domain::phrase::Phrase;
use domain::webhook::{Endpoint, EndpointChange, MOST_ENDPOINTS, NewEndpoint, Target};
use store::AddWebhook;
use web::{App, Kind, Problem, Reply, Request, next_link};

pub(crate) use acts::act;
pub(crate) use page::{delivery_pill, state_pill, word};

/// Deliveries on one page.
const PAGE: usize = 25;

fn target(app: &App) -> Target {
    if app.context.settings().webhooks_to_loopback { Target::OrLoopback } else { Target::Public }
}

/// The endpoint in the path.
async fn named(app: &App, request: &Request) -> Result<Endpoint, Problem> {
    let id = request.parameter("id").unwrap_or_default();
    let found = app.store.webhook(request.edition()?.id(), id).await?;
    found.ok_or_else(|| Problem::not_found("no-such-webhook"))
}

/// `GET …/webhooks`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    if request.wants_html {
        return page::list(app, request, None, None).await;
    }
    let endpoints = app.store.webhooks(request.edition()?.id()).await?;
    let webhooks = endpoints.iter().map(|endpoint| Webhook::new(endpoint, app.context.now())).collect();
    Ok(Reply::json(200, &Webhooks { webhooks, next: None }))
}

/// `POST …/webhooks`: a form gets the secret on the page that answers it, since no later page can show it.
pub(crate) async fn add(app: &App, request: &Request) -> Result<Reply, Problem> {
    match added(app, request).await {
        Ok(with_secret) if request.is_page_form() => page::list(app, request, Some(&with_secret), None).await,
        Ok(with_secret) => {
            let path = format!("{}/{}", request.path, with_secret.about.id);
            Ok(Reply::json(201, &with_secret).header("location", &path))
        }
        Err(problem) if request.is_page_form() => page::list(app, request, None, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn added(app: &App, request: &Request) -> Result<WebhookWithSecret, Problem> {
    let (mut document, source) = request.document()?;
    let key = request.take_idempotency_key(&mut document, source)?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|o| NewEndpoint::read(o, target(app)));
    let requested = reading.finish(requested)?;
    let c = request.edition()?.id();
    match app.store.add_webhook(&app.context, c, &requested, key.as_deref()).await? {
        AddWebhook::Added(endpoint, secret) => {
            tracing::info!(conference.id = %c, webhook.id = endpoint.id, "webhook added");
            Ok(WebhookWithSecret { about: Webhook::new(&endpoint, app.context.now()), secret })
        }
        AddWebhook::Full => Err(Problem::validation("/url", Phrase::of("webhook-too-many").arg("max", MOST_ENDPOINTS))),
        AddWebhook::KeyReused => Err(Problem::new(Kind::IdempotencyKeyReused, Phrase::of("webhook-key-reused"))),
    }
}

/// `GET …/webhooks/{id}`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let endpoint = named(app, request).await?;
    if request.wants_html {
        return page::one(app, request, &endpoint, None, None).await;
    }
    Ok(Reply::json(200, &Webhook::new(&endpoint, app.context.now())))
}

/// `PATCH …/webhooks/{id}`
pub(crate) async fn change(app: &App, request: &Request) -> Result<Reply, Problem> {
    let endpoint = named(app, request).await?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let change = reading.root(&document).and_then(|o| EndpointChange::read(o, target(app)));
    let after = acts::changed(app, request, &endpoint.id, &reading.finish(change)?).await?;
    Ok(Reply::json(200, &Webhook::new(&after, app.context.now())))
}

/// `DELETE …/webhooks/{id}`: a repeat finds nothing to remove, and answers the same.
pub(crate) async fn remove(app: &App, request: &Request) -> Result<Reply, Problem> {
    let id = request.parameter("id").unwrap_or_default();
    app.store.remove_webhook(&app.context, request.edition()?.id(), id).await?;
    Ok(Reply::empty(204))
}

/// `POST …/webhooks/{id}/rotate-secret`
pub(crate) async fn rotate(app: &App, request: &Request) -> Result<Reply, Problem> {
    let with_secret = acts::rotated(app, request, request.idempotency_key()?).await?;
    Ok(Reply::json(200, &with_secret))
}

/// `POST …/webhooks/{id}/test`
pub(crate) async fn test(app: &App, request: &Request) -> Result<Reply, Problem> {
    let delivery = acts::tested(app, request, request.idempotency_key()?).await?;
    Ok(Reply::json(202, &WebhookDelivery::from(&delivery)))
}

/// `GET …/webhooks/{id}/deliveries`
pub(crate) async fn deliveries(app: &App, request: &Request) -> Result<Reply, Problem> {
    let endpoint = named(app, request).await?;
    let c = request.edition()?.id();
    let page = app.store.webhook_deliveries(c, &endpoint.id, request.cursor()?.as_ref(), PAGE).await?;
    let next = next_link(&request.path, page.next.as_ref());
    let deliveries = page.items.iter().map(WebhookDelivery::from).collect();
    Ok(Reply::json(200, &WebhookDeliveries { deliveries, next }))
}

/// `POST …/webhooks/{id}/deliveries/{delivery}/replay`
pub(crate) async fn replay(app: &App, request: &Request) -> Result<Reply, Problem> {
    let delivery = acts::replayed(app, request, request.parameter("delivery").unwrap_or_default()).await?;
    Ok(Reply::json(202, &WebhookDelivery::from(&delivery)))
}
