//! Mail preferences: on a page for signed-in people, and by one click from a mail (RFC 8058).

use askama::Template;
use contract::subscriptions::{self as answers, MailKindWanted};
use domain::conference::ConferenceId;
use domain::input::{Reading, boolean, one_of, parsed};
use domain::phrase::Phrase;
use domain::reminder::ReminderKind;
use store::{MailPreferences, Unwanted, unsubscribe_token};
use web::{App, Kind, Layout, Problem, Reply, Request};

fn shown(request: &Request, preferences: &MailPreferences) -> Vec<MailKindWanted> {
    let messages = request.problem_messages();
    let one = |(_, kind): &(&str, ReminderKind)| MailKindWanted {
        kind: *kind,
        label: messages.word("reminder", kind.as_str()).to_string(),
        on: !preferences.is_off(*kind),
    };
    ReminderKind::WORDS.iter().map(one).collect()
}

/// The answer, and what the page shows.
fn answer(request: &Request, preferences: &MailPreferences) -> answers::MailPreferences {
    answers::MailPreferences {
        kinds: shown(request, preferences),
        messages_off: preferences.messages_off.keys().cloned().collect(),
    }
}

#[derive(Template)]
#[template(path = "mails.html")]
struct MailsPage {
    layout: Layout,
    kinds: Vec<MailKindWanted>,
    /// Editions whose messages are switched off.
    messages_off: Vec<String>,
}

/// `GET /me/mails`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let reader = reader(app, request).await?;
    let answer = answer(request, &app.store.mail_preferences(&reader).await?);
    if !request.wants_html {
        return Ok(Reply::json(200, &answer));
    }
    let answers::MailPreferences { kinds, messages_off } = answer;
    let layout = request.layout().titled(request.t("mails-title"));
    Ok(Reply::page(200, &MailsPage { layout, kinds, messages_off }))
}

async fn reader(app: &App, request: &Request) -> Result<String, Problem> {
    let email = request.caller.email.as_ref().expect("the route requires a signed-in caller");
    Ok(app.store.reader(email).await?)
}

/// `POST /me/mails` `{kind, on}`, or `{messages, on}` with an edition
pub(crate) async fn requested(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|o| {
        let edition = o.optional("messages", parsed::<ConferenceId>).map(Unwanted::Messages);
        let kind = if edition.is_some() {
            edition
        } else {
            o.required("kind", one_of(ReminderKind::WORDS)).map(|kind| Unwanted::Reminders(vec![kind]))
        };
        let on = o.required("on", boolean);
        o.done();
        Some((kind?, on?))
    });
    let (what, on) = reading.finish(requested)?;
    let reader = reader(app, request).await?;
    let preferences = app.store.set_mail_preference(&app.context, &reader, &what, !on).await?;
    if request.is_page_form() {
        return Ok(Reply::see_other("/me/mails"));
    }
    Ok(Reply::json(200, &answer(request, &preferences)))
}

#[derive(Template)]
#[template(path = "unsubscribe.html")]
struct UnsubscribePage<'a> {
    layout: Layout,
    token: &'a str,
    kinds: &'a [ReminderKind],
    /// The edition, if the link is for its messages.
    messages: Option<&'a str>,
    /// Whether the mails are switched off.
    off: bool,
    /// What a form did.
    done: bool,
}

/// The reader and the mails of an unsubscribe link.
fn linked(app: &App, request: &Request) -> Result<(String, Unwanted), Problem> {
    let token = request.parameter("token").unwrap_or_default();
    unsubscribe_token(&app.context, token).ok_or_else(|| {
        Problem::new(Kind::NotFound, Phrase::of("mails-link-wrong")).way(
            "mails",
            Phrase::of("way-mails"),
            "/me/mails".into(),
        )
    })
}

async fn page(app: &App, request: &Request, what: &Unwanted, off: bool, done: bool) -> Result<Reply, Problem> {
    let (kinds, edition) = match what {
        Unwanted::Reminders(kinds) => (kinds.as_slice(), None),
        Unwanted::Messages(c) => (&[][..], Some(c)),
    };
    let messages = match edition {
        Some(c) => Some(app.store.edition_hint(c).await?.map_or(c.to_string(), |found| found.conference.name.clone())),
        None => None,
    };
    let page = UnsubscribePage {
        layout: request.layout().titled(request.t("unsubscribe-title")),
        token: request.parameter("token").unwrap_or_default(),
        kinds,
        messages: messages.as_deref(),
        off,
        done,
    };
    Ok(Reply::page(200, &page))
}

/// `GET /unsubscribe/{token}`: shows the button and changes nothing, because mail scanners open links.
pub(crate) async fn button(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (reader, what) = linked(app, request)?;
    if !request.wants_html {
        return Ok(request.said(200, &Phrase::of("post-to-unsubscribe")));
    }
    let off = app.store.mail_preferences(&reader).await?.refuses(&what);
    page(app, request, &what, off, false).await
}

/// `POST /unsubscribe/{token}`: for the page's button and for the one click of a mail program. The body of a one-click
/// request repeats the path (RFC 8058, section 3.1). Its content type may be one that is not parsed here. The page also
/// sends `on=true`, to get the mails again.
pub(crate) async fn unsubscribe(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (reader, what) = linked(app, request)?;
    let again = request.is_form() && request.typed()["on"].as_str() == Some("true");
    let preferences = app.store.set_mail_preference(&app.context, &reader, &what, !again).await?;
    tracing::info!(mail.off = !again, "a reader changed which mails they want");
    if request.wants_html {
        return page(app, request, &what, preferences.refuses(&what), true).await;
    }
    let said = if again { "these-mails-again" } else { "these-mails-no-more" };
    Ok(request.said(200, &Phrase::of(said)))
}
