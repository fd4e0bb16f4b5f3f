//! One mail: what became of it, and what it says.

use askama::Template;
use contract::mails::MailView;
use domain::conference::Conference;
use domain::mail::Mail;
use mail::Rendered;
use web::{App, Layout, Problem, Reply, Request};

use super::{Row, named};

/// The page shows the mail's HTML in a frame, which comes from our own address.
const WITH_FRAME: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
     connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A mail's HTML has styles of its own, as mail programs need, and may do nothing else.
const IN_FRAME: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox; \
     form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

#[derive(Template)]
#[template(path = "mail.html")]
struct MailPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    row: Row<'a>,
    text: Option<&'a str>,
}

/// `GET …/mails/{mail}`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let mail = named(app, request).await?;
    let conference = &request.edition()?.conference;
    let rendered = rendered(app, &mail, conference);
    if !request.wants_html {
        let (subject, text, html) = match rendered {
            Some(Rendered { subject, text, html, .. }) => (Some(subject), Some(text), Some(html)),
            None => (None, None, None),
        };
        return Ok(Reply::json(200, &MailView { mail: (&mail).into(), subject, text, html }));
    }
    let row = Row::new(request.messages, &mail);
    let title = rendered.as_ref().map_or_else(|| row.kind.clone(), |rendered| rendered.subject.clone());
    let text = rendered.as_ref().map(|rendered| rendered.text.as_str());
    let page = MailPage { layout: request.layout().titled(title), conference, row, text };
    Ok(Reply::page(200, &page).header("content-security-policy", WITH_FRAME))
}

/// `GET …/mails/{mail}/html`
pub(crate) async fn html(app: &App, request: &Request) -> Result<Reply, Problem> {
    let mail = named(app, request).await?;
    let rendered = rendered(app, &mail, &request.edition()?.conference);
    let Some(Rendered { html, .. }) = rendered else { return Err(Problem::not_found("no-such-mail")) };
    let reply = Reply::new(200, "text/html; charset=utf-8", html).header("cache-control", "no-store");
    Ok(reply.header("content-security-policy", IN_FRAME))
}

/// The mail as its reader gets it, without the secrets in its links; `None` if it can no longer be written.
fn rendered(app: &App, mail: &Mail, conference: &Conference) -> Option<Rendered> {
    let mut rendered = mail::render(&app.context, mail, Some(conference)).ok()?;
    rendered.text = without_secrets(&rendered.text);
    rendered.html = without_secrets(&rendered.html);
    Some(rendered)
}

/// What secrets in our links follow.
const BEFORE_SECRETS: [&str; 3] = ["token=", "/unsubscribe/", "invitation="];

/// Replaces the secrets in links. An organizer may see what a mail says, not act as its reader.
fn without_secrets(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = BEFORE_SECRETS.iter().filter_map(|mark| rest.find(mark).map(|at| at + mark.len())).min() {
        let (before, secret) = rest.split_at(at);
        shown.push_str(before);
        let ends = |c: char| !(c.is_ascii_alphanumeric() || "._~%-".contains(c));
        let end = secret.find(ends).unwrap_or(secret.len());
        if end > 0 {
            shown.push('…');
        }
        rest = &secret[end..];
    }
    shown + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_of_links_are_hidden_and_nothing_else() {
        let text =
            "See https://example.org/r/1?token=ab.c-d_2\n<a href=\"https://example.org/x?invitation=k.9&amp;y=1\">";
        let shown = "See https://example.org/r/1?token=…\n<a href=\"https://example.org/x?invitation=…&amp;y=1\">";
        assert_eq!(without_secrets(text), shown);
        assert_eq!(without_secrets("no links, token= alone"), "no links, token= alone");
        assert_eq!(without_secrets("/unsubscribe/calls.k.z9, bye"), "/unsubscribe/…, bye");
    }
}
