//! Mail preferences: on a page for signed-in people, and by one click from a mail (RFC 8058).

use askama::Template;
use domain::input::{Reading, boolean, one_of};
use domain::reminder::ReminderKind;
use serde::Serialize;
use serde_json::json;
use store::{MailWishes, unsubscribe_token};
use web::{App, Kind, Layout, Problem, Reply, Request};

/// A kind of mails, and whether it is wanted.
#[derive(Serialize)]
struct Shown {
    kind: &'static str,
    label: &'static str,
    on: bool,
}

fn shown(wishes: &MailWishes) -> Vec<Shown> {
    let one = |(word, kind): &(&'static str, ReminderKind)| Shown {
        kind: word,
        label: kind.label(),
        on: !wishes.is_off(*kind),
    };
    ReminderKind::WORDS.iter().map(one).collect()
}

#[derive(Template)]
#[template(path = "mails.html")]
struct MailsPage {
    layout: Layout,
    kinds: Vec<Shown>,
}

/// `GET /me/mails`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let reader = reader(app, request).await?;
    let kinds = shown(&app.store.mail_wishes(&reader).await?);
    if !request.wants_html {
        return Ok(Reply::json(200, &json!({ "kinds": kinds })));
    }
    Ok(Reply::page(200, &MailsPage { layout: request.layout().titled("Your mails"), kinds }))
}

async fn reader(app: &App, request: &Request) -> Result<String, Problem> {
    let email = request.caller.email.as_ref().expect("the route requires a signed-in caller");
    Ok(app.store.reader(email).await?)
}

/// `POST /me/mails` `{kind, on}`
pub(crate) async fn wish(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let wish = reading.root(&document).and_then(|o| {
        let kind = o.required("kind", one_of(ReminderKind::WORDS));
        let on = o.required("on", boolean);
        o.done();
        Some((kind?, on?))
    });
    let (kind, on) = reading.finish(wish)?;
    let reader = reader(app, request).await?;
    let wishes = app.store.wish_mails(&app.context, &reader, &[kind], !on).await?;
    if request.is_page_form() {
        return Ok(Reply::see_other("/me/mails"));
    }
    Ok(Reply::json(200, &json!({ "kinds": shown(&wishes) })))
}

#[derive(Template)]
#[template(path = "unsubscribe.html")]
struct UnsubscribePage<'a> {
    layout: Layout,
    token: &'a str,
    labels: Vec<&'static str>,
    done: bool,
}

/// The link's reader, and which kinds of mail.
fn linked(app: &App, request: &Request) -> Result<(String, Vec<ReminderKind>), Problem> {
    let token = request.parameter("token").unwrap_or_default();
    unsubscribe_token(&app.context, token).ok_or_else(|| {
        Problem::new(Kind::NotFound, "this link is wrong or too old; sign in to say which mails you want").way(
            "mails",
            "Your mails",
            "/me/mails".into(),
        )
    })
}

fn page<'a>(request: &'a Request, kinds: &[ReminderKind], done: bool) -> UnsubscribePage<'a> {
    let labels = kinds.iter().map(|kind| kind.label()).collect();
    let token = request.parameter("token").unwrap_or_default();
    UnsubscribePage { layout: request.layout().titled("No more of these mails"), token, labels, done }
}

/// `GET /unsubscribe/{token}`: shows what there is to press, and changes nothing: scanners open links.
pub(crate) fn button(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (_, kinds) = linked(app, request)?;
    if !request.wants_html {
        return Ok(Reply::json(200, &json!({ "detail": "post to this address to get no more of these mails" })));
    }
    Ok(Reply::page(200, &page(request, &kinds, false)))
}

/// `POST /unsubscribe/{token}`: the page's button, and the one click of a mail program, whose body says nothing that the
/// path does not (RFC 8058, section 3.1) and may be of a kind that is not read here.
pub(crate) async fn unsubscribe(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (reader, kinds) = linked(app, request)?;
    app.store.wish_mails(&app.context, &reader, &kinds, true).await?;
    tracing::info!(mail.kinds = kinds.len(), "a reader unsubscribed from some kinds of mail");
    if request.wants_html {
        return Ok(Reply::page(200, &page(request, &kinds, true)));
    }
    Ok(Reply::json(200, &json!({ "detail": "no more of these mails are sent" })))
}
