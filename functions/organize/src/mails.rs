//! What was mailed, and what could not be.

use askama::Template;
use domain::conference::{Conference, ConferenceId};
use domain::mail::{Feedback, FeedbackKind, Mail, MailKind, MailState};
use domain::waitlist::EntryId;
use jiff::Timestamp;
use serde::Serialize;
use web::{App, Kind, Layout, Problem, Reply, Request, next_link};

/// A mail in the list: recipient, kind and outcome, without its text.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    kind: String,
    to: &'a str,
    status: &'static str,
    owed_at: Timestamp,
    at: Option<Timestamp>,
    error: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feedback: Option<FeedbackRow<'a>>,
    #[serde(skip)]
    can_be_sent_again: bool,
}

/// What the mail service heard of a mail.
#[derive(Serialize)]
struct FeedbackRow<'a> {
    kind: FeedbackKind,
    permanent: bool,
    at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostic: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lifted_at: Option<Timestamp>,
}

impl<'a> FeedbackRow<'a> {
    fn new(feedback: &'a Feedback) -> Self {
        Self {
            kind: feedback.kind,
            permanent: feedback.permanent,
            at: feedback.at,
            diagnostic: feedback.diagnostic.as_deref(),
            lifted_at: feedback.lifted_at,
        }
    }

    /// In words, for the page.
    fn words(&self) -> &'static str {
        match (self.kind, self.permanent) {
            (FeedbackKind::Bounced, true) => "came back for good: nothing more is sent to this address",
            (FeedbackKind::Bounced, false) => "came back; the mail service has stopped trying",
            (FeedbackKind::Complained, _) => "called unwanted by its reader: nothing more is sent to this address",
            (FeedbackKind::Rejected, _) => "taken by the mail service, which then would not send it",
        }
    }
}

fn row(mail: &Mail) -> Row<'_> {
    let (status, at, error) = match &mail.state {
        MailState::Queued => ("owed", None, None),
        MailState::Delayed { error, .. } => ("delayed", None, Some(error.as_str())),
        MailState::Claimed { .. } => ("claimed", None, None),
        MailState::Sent { sent_at, .. } => ("sent", Some(*sent_at), None),
        MailState::Failed { failed_at, error } => ("failed", Some(*failed_at), Some(error.as_str())),
    };
    let kind = mail.key.split(':').next().unwrap_or_default().to_owned();
    let feedback = mail.feedback.as_ref().map(FeedbackRow::new);
    let can_be_sent_again = mail.can_be_sent_again();
    Row {
        id: &mail.key,
        kind,
        to: mail.to.as_str(),
        status,
        owed_at: mail.owed_at,
        at,
        error,
        feedback,
        can_be_sent_again,
    }
}

#[derive(Template)]
#[template(path = "mails.html")]
struct MailsPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    lists: Vec<(&'static str, Vec<Row<'a>>)>,
    next: Option<String>,
    problem: Option<&'a Problem>,
}

/// `GET …/mails`: what is owed now, then what was sent or given up, latest first.
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    show(app, request, None).await
}

async fn show(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    // A form that failed shows the first page.
    let cursor = if problem.is_some() { None } else { request.cursor()? };
    let page = app.store.mails(edition.id(), cursor.as_ref(), 100).await?;
    let next = next_link(&format!("/conferences/{}/mails", edition.id()), page.next.as_ref());
    let waiting = if cursor.is_none() { app.store.queued_mails(edition.id()).await? } else { Vec::new() };
    let owed: Vec<_> = waiting.iter().map(row).collect();
    let rows: Vec<_> = page.items.iter().map(row).collect();
    if request.wants_html {
        let layout = request.layout().titled("Mails");
        let lists = vec![("Owed now", owed), ("Sent or given up", rows)];
        let page = MailsPage { layout, conference: &edition.conference, lists, next, problem };
        return Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)));
    }
    let mails: Vec<_> = owed.into_iter().chain(rows).collect();
    Ok(Reply::json(200, &serde_json::json!({ "mails": mails, "next": next })))
}

/// `POST …/mails/{mail}/resend`: sends a mail that was given up, or did not arrive, again, as if it were owed from now
/// on. Whatever kept mails from its address is lifted.
pub(crate) async fn resend(app: &App, request: &Request) -> Result<Reply, Problem> {
    match resent(app, request).await {
        Err(problem) if request.is_page_form() => show(app, request, Some(&problem)).await,
        answered => answered,
    }
}

async fn resent(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let key = request.parameter("mail").unwrap_or_default();
    let unknown = || Problem::not_found("mail");
    let mail = app.store.mail(key).await?.filter(|m| m.conference.as_deref() == Some(edition.id().as_str()));
    let mail = mail.ok_or_else(unknown)?;
    if !mail.can_be_sent_again() {
        let status = row(&mail).status;
        return Err(Problem::new(Kind::MailNotFailed, format!("it is {status}, so there is nothing to send again")));
    }
    if offer_has_ended(app, &mail, edition.id()).await? {
        return Err(Problem::new(
            Kind::MailNotFailed,
            "the offer that it is about has ended, so it would say what is not so",
        ));
    }
    if !app.store.resend(&app.context, &mail).await? {
        return Err(Problem::new(Kind::Conflict, "somebody else sent it again at the same moment"));
    }
    if request.is_page_form() {
        return Ok(Reply::see_other(&format!("/conferences/{}/mails", edition.id())));
    }
    let mail = app.store.mail(key).await?.ok_or_else(unknown)?;
    Ok(Reply::json(202, &row(&mail)))
}

async fn offer_has_ended(app: &App, mail: &Mail, c: &ConferenceId) -> Result<bool, Problem> {
    if !matches!(mail.kind, MailKind::Offer | MailKind::OfferReminder) {
        return Ok(false);
    }
    let Some(id) = EntryId::parse(mail.fact("entry")) else { return Ok(true) };
    let entry = app.store.entry(c, &id).await?;
    Ok(entry.is_none_or(|entry| entry.open_offer(app.context.now()).is_none()))
}
