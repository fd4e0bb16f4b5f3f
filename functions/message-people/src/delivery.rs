//! One message, and what became of the mail to each recipient.

use askama::Template;
use contract::group_messages::{DeliveryFigures, Message as Answer, MessageDelivery, MessageRecipient};
use domain::conference::Conference;
use domain::message::{Message, Progress, Recipient};
use store::{Edition, MessageTallies};
use web::{App, Layout, Problem, Reply, Request};

use crate::{access, list};

#[derive(Template)]
#[template(path = "delivery.html")]
struct DeliveryPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    message: &'a Message,
    group: String,
    /// Whether it can be changed, cancelled or sent.
    can_act: bool,
    figures: MessageTallies,
    people: Vec<MessageRecipient<'a>>,
    next: Option<String>,
    done: Option<&'static str>,
    problem: Option<&'a Problem>,
}

impl DeliveryPage<'_> {
    fn is_scheduled(&self) -> bool {
        matches!(self.message.progress, Progress::Scheduled { .. })
    }
}

/// `GET …/messages/{id}`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let message = access::named(app, request, request.parameter("id")).await?;
    page(app, request, &message, None).await
}

/// A part of the recipients: one batch.
struct Part {
    recipients: Vec<Recipient>,
    is_queued: bool,
    next: Option<u64>,
}

async fn part(app: &App, edition: &Edition, message: &Message, number: u64) -> Result<Part, Problem> {
    let nothing = Part { recipients: Vec::new(), is_queued: false, next: None };
    let Some(delivery) = message.delivery() else { return Ok(nothing) };
    let Some(number) = u32::try_from(number).ok().filter(|number| *number < delivery.count) else { return Ok(nothing) };
    let batch = app.store.message_batch(edition.id(), &message.id, delivery, number).await?;
    let next = (number + 1 < delivery.count).then_some(u64::from(number) + 1);
    Ok(Part { recipients: batch.recipients, is_queued: delivery.is_queued(number), next })
}

/// The answer, and the page after a form that failed.
pub(crate) async fn page(
    app: &App,
    request: &Request,
    message: &Message,
    problem: Option<&Problem>,
) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let number = if problem.is_some() { 0 } else { request.number("part").unwrap_or(0) };
    let part = part(app, edition, message, number).await?;
    let states = app.store.message_states(&message.id, &part.recipients, part.is_queued).await?;
    let people = part.recipients.iter().zip(states).map(|(one, state)| MessageRecipient::new(one, state)).collect();
    let figures = app.store.message_tallies(edition.id(), message).await?;
    let path = format!("/conferences/{}/messages/{}", edition.id(), message.id);
    let next = part.next.map(|next| format!("{path}?part={next}"));
    if !request.wants_html {
        let MessageTallies { recipients, skipped, queued, sent, failed, bounced } = figures;
        let delivery = DeliveryFigures { recipients, queued, sent, failed, bounced, skipped };
        return Ok(Reply::json(200, &MessageDelivery { message: Answer::from(message), delivery, people, next }));
    }
    let done = if problem.is_some() { None } else { request.query("done") };
    let done = match done {
        Some("sending" | "sent") => Some("message-done-sending"),
        Some("scheduled") => Some("message-done-scheduled"),
        Some("changed") => Some("message-done-changed"),
        _ => None,
    };
    let page = DeliveryPage {
        layout: request.layout().titled(message.subject.as_str()),
        conference: &edition.conference,
        message,
        group: list::group_words(request, &edition.conference, message),
        can_act: !message.necessary || request.caller.organizes(Some(edition)),
        figures,
        people,
        next,
        done,
        problem,
    };
    Ok(match problem {
        Some(problem) => problem.on_page(&page),
        None => Reply::page(200, &page),
    })
}
