//! The pages of webhooks.

use askama::Template;
use contract::webhooks::WebhookWithSecret;
use domain::conference::Conference;
use domain::webhook::{Delivery, DeliveryState, Endpoint, EndpointState, EventKind};
use web::{App, Layout, Problem, Reply, Request, Typed, next_link};

use super::{PAGE, acts};

#[derive(Template)]
#[template(path = "webhooks.html")]
struct WebhooksPage<'a> {
    layout: Layout,
    id: &'a str,
    rows: Vec<Row>,
    /// The new webhook, whose secret only this page shows.
    added: Option<&'a WebhookWithSecret>,
    key: String,
    events: Vec<&'static str>,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    done: &'a str,
}

struct Row {
    endpoint: Endpoint,
    created: String,
    failing: Option<String>,
}

#[derive(Template)]
#[template(path = "webhook.html")]
struct WebhookPage<'a> {
    layout: Layout,
    id: &'a str,
    endpoint: &'a Endpoint,
    created: String,
    failing: Option<String>,
    former_until: Option<String>,
    /// The new secret, which only this page shows.
    secret: Option<&'a str>,
    key: String,
    events: Vec<&'static str>,
    deliveries: Vec<ShownDelivery>,
    next: Option<String>,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    done: &'a str,
}

struct ShownDelivery {
    delivery: Delivery,
    at: String,
    next_try: Option<String>,
    attempts: Vec<ShownAttempt>,
}

struct ShownAttempt {
    at: String,
    status: Option<u16>,
    millis: u64,
    error: Option<String>,
}

/// The kind of pill for an endpoint's state.
pub(crate) fn state_pill(endpoint: &Endpoint) -> &'static str {
    match endpoint.state {
        EndpointState::Active if endpoint.failing_since.is_some() => "warn",
        EndpointState::Active => "good",
        EndpointState::Paused => "",
        EndpointState::Disabled => "bad",
    }
}

/// The kind of pill for a delivery's state.
pub(crate) fn delivery_pill(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Pending => "info",
        DeliveryState::Delivered => "good",
        DeliveryState::Failed => "bad",
    }
}

/// The message's word for an event: a dot cannot be in its id.
pub(crate) fn word(event: &str) -> String {
    event.replace(['.', '_'], "-")
}

/// The list with the form of a new one.
pub(super) async fn list(
    app: &App,
    request: &Request,
    added: Option<&WebhookWithSecret>,
    problem: Option<&Problem>,
) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let at = |at| request.messages.short_instant(at, &edition.conference.time_zone);
    let row = |endpoint: Endpoint| Row {
        created: at(endpoint.created_at),
        failing: endpoint.failing_since.map(at),
        endpoint,
    };
    let typed = acts::values(request, None, problem.is_some());
    let page = WebhooksPage {
        layout: request.layout().titled(request.t("desk-webhooks")),
        id: edition.id().as_str(),
        rows: app.store.webhooks(edition.id()).await?.into_iter().map(row).collect(),
        added,
        key: app.context.id("form", 26),
        events: EventKind::offered().map(EventKind::as_str).collect(),
        values: Typed::new(&typed, problem),
        problem,
        done: request.query("done").unwrap_or_default(),
    };
    let status = if added.is_some() { 201 } else { 200 };
    Ok(problem.map_or_else(|| Reply::page(status, &page), |problem| problem.on_page(&page)))
}

/// One webhook with its deliveries.
pub(super) async fn one(
    app: &App,
    request: &Request,
    endpoint: &Endpoint,
    secret: Option<&str>,
    problem: Option<&Problem>,
) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let cursor = if problem.is_some() || secret.is_some() { None } else { request.cursor()? };
    let deliveries = app.store.webhook_deliveries(edition.id(), &endpoint.id, cursor.as_ref(), PAGE).await?;
    let path = format!("/conferences/{}/webhooks/{}", edition.id(), endpoint.id);
    let at = |at| request.messages.short_instant(at, &edition.conference.time_zone);
    let former = endpoint.former.as_ref().map(|former| former.until).filter(|until| app.context.now() < *until);
    // Only the form of the address shows what was typed again.
    let is_typed = problem.is_some() && request.typed()["action"] == "save";
    let typed = acts::values(request, Some(endpoint), is_typed);
    let page = WebhookPage {
        layout: request.layout().titled(request.t("webhook-title")),
        id: edition.id().as_str(),
        endpoint,
        created: at(endpoint.created_at),
        failing: endpoint.failing_since.map(at),
        former_until: former.map(at),
        secret,
        key: app.context.id("form", 26),
        events: EventKind::offered().map(EventKind::as_str).collect(),
        next: next_link(&path, deliveries.next.as_ref()),
        deliveries: deliveries.items.into_iter().map(|one| shown(request, &edition.conference, one)).collect(),
        values: Typed::new(&typed, problem),
        problem,
        done: request.query("done").unwrap_or_default(),
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

fn shown(request: &Request, conference: &Conference, delivery: Delivery) -> ShownDelivery {
    let at = |at| request.messages.short_instant(at, &conference.time_zone);
    let attempts = delivery.attempts.iter().rev().map(|attempt| ShownAttempt {
        at: at(attempt.at),
        status: attempt.status,
        millis: attempt.millis,
        error: attempt.error.clone(),
    });
    ShownDelivery {
        at: at(delivery.at),
        next_try: delivery.next_try_at.map(at),
        attempts: attempts.collect(),
        delivery,
    }
}
