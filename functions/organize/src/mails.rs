//! The outbox: queued, sent, failed and bounced mails.

pub(crate) mod view;

use askama::Template;
use contract::mails as answers;
use domain::conference::{Conference, ConferenceId};
use domain::mail::{FeedbackKind, Mail, MailKind};
use domain::phrase::Phrase;
use domain::waitlist::EntryId;
use messages::Messages;
use store::MailList;
use web::{App, Kind, Layout, Problem, Reply, Request, mail_kind, next_link};

/// A mail on the page.
pub(crate) struct Row<'a> {
    mail: answers::Mail<'a>,
    /// The kind of mail in words.
    kind: String,
    can_be_sent_again: bool,
}

impl<'a> Row<'a> {
    fn new(messages: Messages, mail: &'a Mail) -> Self {
        Self { mail: mail.into(), kind: mail_kind(messages, mail.kind), can_be_sent_again: mail.can_be_sent_again() }
    }
}

/// The message for a mail's delivery feedback.
fn feedback_text(feedback: &answers::Feedback<'_>) -> &'static str {
    match (feedback.kind, feedback.permanent) {
        (FeedbackKind::Bounced, true) => "mails-bounced",
        (FeedbackKind::Bounced, false) => "mails-delayed",
        (FeedbackKind::Complained, _) => "mails-complained",
        (FeedbackKind::Rejected, _) => "mails-rejected",
    }
}

#[derive(Template)]
#[template(path = "mails.html")]
struct MailsPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    /// Each with the word of its list; none is empty.
    lists: Vec<(&'static str, Vec<Row<'a>>)>,
    /// The list that the reader has chosen.
    state: Option<&'a str>,
    next: Option<String>,
    problem: Option<&'a Problem>,
    resent: bool,
}

impl MailsPage<'_> {
    fn is_chosen(&self, list: &str) -> bool {
        self.state == Some(list)
    }
}

/// `GET …/mails`: queued mails, then sent and failed ones, latest first.
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    show(app, request, None).await
}

/// The list that a query names; `None` for queued mails, which no list has.
fn list_named(state: &str) -> Option<MailList> {
    match state {
        "sent" => Some(MailList::Sent),
        "failed" => Some(MailList::Failed),
        "bounced" => Some(MailList::Bounced),
        _ => None,
    }
}

async fn show(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    // After an error, the form shows the first page.
    let cursor = if problem.is_some() { None } else { request.cursor()? };
    let state = request.query("state").map(str::trim).filter(|state| answers::LISTS.contains(state));
    let queued_only = state == Some("queued");
    let waiting = if cursor.is_none() && (queued_only || state.is_none()) {
        app.store.queued_mails(edition.id()).await?
    } else {
        Vec::new()
    };
    let (mails, next) = if queued_only {
        (Vec::new(), None)
    } else {
        let only = state.and_then(list_named);
        let page = app.store.mails_of(edition.id(), only, cursor.as_ref(), 100).await?;
        let next = next_link(&format!("/conferences/{}/mails", edition.id()), page.next.as_ref());
        (page.items, next.map(|next| state.map_or(next.clone(), |state| format!("{next}&state={state}"))))
    };
    if !request.wants_html {
        let mails = waiting.iter().chain(&mails).map(Into::into).collect();
        return Ok(Reply::json(200, &answers::Mails { mails, next }));
    }
    let row = |mail| Row::new(request.messages, mail);
    let mut lists = vec![("queued", waiting.iter().map(row).collect::<Vec<_>>())];
    if let Some(state) = answers::LISTS.iter().copied().find(|word| Some(*word) == state && !queued_only) {
        lists.push((state, mails.iter().map(row).collect()));
    } else {
        let (failed, sent): (Vec<_>, Vec<_>) = mails.iter().map(row).partition(|row| row.can_be_sent_again);
        lists.insert(0, ("not-arrived", failed));
        lists.push(("sent", sent));
    }
    lists.retain(|(_, list)| !list.is_empty());
    let page = MailsPage {
        layout: request.layout().titled(request.t("desk-outbox")),
        conference: &edition.conference,
        lists,
        state,
        next,
        problem,
        resent: problem.is_none() && request.query("done") == Some("resent"),
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// `POST …/mails/{mail}/resend`: queues a failed or undelivered mail again, as if it were new. Also lifts the
/// suppression of its address.
pub(crate) async fn resend(app: &App, request: &Request) -> Result<Reply, Problem> {
    match resent(app, request).await {
        Err(problem) if request.is_page_form() => show(app, request, Some(&problem)).await,
        answered => answered,
    }
}

async fn resent(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let key = request.parameter("mail").unwrap_or_default();
    let unknown = || Problem::not_found("no-such-mail");
    let mail = named(app, request).await?;
    if !mail.can_be_sent_again() {
        let state = answers::Mail::from(&mail).state.state;
        return Err(Problem::new(
            Kind::MailNotFailed,
            Phrase::of("mail-not-failed-detail").word_of("in-state", "state", &state.to_string()),
        ));
    }
    if offer_has_ended(app, &mail, edition.id()).await? {
        return Err(Problem::new(Kind::MailNotFailed, Phrase::of("mail-offer-ended")));
    }
    if !app.store.resend(&app.context, &mail).await? {
        return Err(Problem::new(Kind::Conflict, Phrase::of("mail-resending")));
    }
    if request.is_page_form() {
        return Ok(Reply::see_other(&format!("/conferences/{}/mails?done=resent", edition.id())));
    }
    let mail = app.store.mail(key).await?.ok_or_else(unknown)?;
    Ok(Reply::json(202, &answers::Mail::from(&mail)))
}

/// The mail in the path, if it is about this edition.
async fn named(app: &App, request: &Request) -> Result<Mail, Problem> {
    let edition = request.edition()?;
    let mail = app.store.mail(request.parameter("mail").unwrap_or_default()).await?;
    let mail = mail.filter(|mail| mail.conference.as_deref() == Some(edition.id().as_str()));
    mail.ok_or_else(|| Problem::not_found("no-such-mail"))
}

async fn offer_has_ended(app: &App, mail: &Mail, c: &ConferenceId) -> Result<bool, Problem> {
    if !matches!(mail.kind, MailKind::Offer | MailKind::OfferReminder) {
        return Ok(false);
    }
    let Some(id) = EntryId::parse(mail.fact("entry")) else { return Ok(true) };
    let entry = app.store.entry(c, &id).await?;
    Ok(entry.is_none_or(|entry| entry.open_offer(app.context.now()).is_none()))
}
