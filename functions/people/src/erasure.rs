//! Erasing one's data: asking for it, and confirming it by a mailed link. `retain-data` does it.

use askama::Template;
use domain::person::{EmailAddress, base32};
use domain::phrase::Phrase;
use domain::sign_in::{Attempt, LIMIT_WINDOW, LINK_VALID, MAILS_PER_EMAIL};
use web::session::COOKIE;
use web::{App, Kind, Layout, Problem, Reply, Request};

use crate::{addresses, data};

#[derive(Template)]
#[template(path = "erasure.html")]
struct ErasurePage<'a> {
    layout: Layout,
    token: &'a str,
    addresses: &'a [EmailAddress],
    done: bool,
    problem: Option<&'a Problem>,
}

fn failed() -> Problem {
    let detail = Phrase::of("erasure-link-wrong");
    Problem::new(Kind::SignInFailed, detail).way("data", Phrase::of("way-data"), "/me/data".into())
}

/// A form's answer: if it failed, the page with the error.
pub(crate) fn answer_form(request: &Request, answer: Result<Reply, Problem>) -> Result<Reply, Problem> {
    match answer {
        Err(problem) if request.is_page_form() => Ok(data::page_with(request, &problem)),
        answer => answer,
    }
}

/// An edition cannot be without an organizer and a contact.
async fn check_not_needed(app: &App, person: &[EmailAddress]) -> Result<(), Problem> {
    let editions = app.store.editions_that_need(person).await?;
    if editions.is_empty() {
        return Ok(());
    }
    let named: Vec<_> = editions.iter().map(ToString::to_string).collect();
    let detail = Phrase::of("erasure-needed").arg("editions", named.join(", "));
    Err(Problem::new(Kind::LastOrganizer, detail))
}

/// `POST /me/erasure`: the link goes to the primary address. A stolen session alone erases nothing.
pub(crate) async fn ask(app: &App, request: &Request) -> Result<Reply, Problem> {
    let ctx = &app.context;
    let own = addresses::own(request)?;
    check_not_needed(app, &request.caller.addresses).await?;
    let hash = ctx.keys().hash(ctx.keys().current(), "limit", &[&own.folded()]).expect("the current key is there");
    if app.store.count(ctx, "erasures", &base32(&hash[..16]), LIMIT_WINDOW).await? > MAILS_PER_EMAIL {
        let minutes = LIMIT_WINDOW.as_mins();
        let wait = u64::try_from(LIMIT_WINDOW.as_secs()).unwrap_or(900);
        let problem = Problem::new(Kind::TooManyRequests, Phrase::of("too-many-asked").count("minutes", minutes));
        return Err(problem.retry_after(wait));
    }
    let attempt = Attempt {
        id: ctx.id("attempt", 16),
        email: own.clone(),
        nonce: ctx.nonce(),
        key_id: ctx.keys().current().to_owned(),
        tries: 0,
        expires_at: ctx.now() + LINK_VALID,
    };
    app.store.ask_to_erase(ctx, &attempt, Some(request.messages.language.tag())).await?;
    if request.is_page_form() {
        return Ok(Reply::see_other("/me/data?said=erasure-asked"));
    }
    Ok(request.said(202, &Phrase::of("erasure-mail-sent")))
}

async fn named(app: &App, request: &Request) -> Result<Attempt, Problem> {
    let text = request.parameter("token").unwrap_or_default();
    let (id, token) = text.split_once('.').ok_or_else(failed)?;
    let attempt = app.store.erasing(id).await?.ok_or_else(failed)?;
    let is_right = app.context.keys().verify(token, &attempt.key_id, "erase", &[&attempt.id, &attempt.nonce]);
    if is_right && attempt.is_live(app.context.now()) { Ok(attempt) } else { Err(failed()) }
}

fn page(request: &Request, addresses: &[EmailAddress], done: bool, problem: Option<&Problem>) -> Reply {
    let page = ErasurePage {
        layout: request.layout().titled(request.t("erase-title")),
        token: request.parameter("token").unwrap_or_default(),
        addresses,
        done,
        problem,
    };
    let status = if done { 202 } else { 200 };
    problem.map_or_else(|| Reply::page(status, &page), |problem| problem.on_page(&page))
}

/// `GET /me/erasure/{token}`: shows the button and changes nothing, because mail scanners open links.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let attempt = named(app, request).await?;
    if !request.wants_html {
        return Ok(request.said(200, &Phrase::of("post-to-erase")));
    }
    Ok(page(request, &app.store.addresses_of(&attempt.email).await?, false, None))
}

/// `POST /me/erasure/{token}`
pub(crate) async fn confirm(app: &App, request: &Request) -> Result<Reply, Problem> {
    let attempt = named(app, request).await?;
    let addresses = app.store.addresses_of(&attempt.email).await?;
    if let Err(problem) = check_not_needed(app, &addresses).await {
        return if request.wants_html { Ok(page(request, &addresses, false, Some(&problem))) } else { Err(problem) };
    }
    app.store.begin_erasure(&app.context, &attempt, Some(request.messages.language.tag())).await?;
    if let Some(session) = &request.caller.session {
        app.store.end_session(&app.context, &session.id, session.expires_at).await?;
    }
    tracing::info!(erasure = attempt.id, "erasure begun");
    let reply = if request.wants_html {
        page(request, &addresses, true, None)
    } else {
        request.said(202, &Phrase::of("erasure-begun"))
    };
    Ok(reply.cookie(COOKIE, "", "/", 0))
}
