//! The page that the mailed link opens: a button, or a form for the six digits if the mail is read on another device.

use askama::Template;
use contract::sign_in::SignedIn;
use domain::input::{line, only};
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use domain::sign_in::{Attempt, CODE_TRIES, SESSION_VALID, six_digits};
use jiff::ToSpan;
use jiff::tz::TimeZone;
use web::session::{self, COOKIE};
use web::{App, Caller, Kind, Layout, Problem, Reply, Request, Typed};

#[derive(Template)]
#[template(path = "button.html")]
struct ButtonPage<'a> {
    layout: Layout,
    token: &'a str,
    email: &'a EmailAddress,
}

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage<'a> {
    layout: Layout,
    id: &'a str,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

/// The content of the path: the whole link, or only the attempt, which then needs a code.
struct Named<'a> {
    id: &'a str,
    token: Option<&'a str>,
}

fn named(request: &Request) -> Named<'_> {
    let text = request.parameter("token").unwrap_or_default();
    match text.split_once('.') {
        Some((id, token)) => Named { id, token: Some(token) },
        None => Named { id: text, token: None },
    }
}

fn failed() -> Problem {
    Problem::new(Kind::SignInFailed, Phrase::of("sign-in-wrong")).way(
        "sign_in",
        Phrase::of("way-new-link"),
        "/sign-in".into(),
    )
}

/// The attempt of a link, if the link is correct and still valid.
async fn by_link(app: &App, named: &Named<'_>) -> Result<Attempt, Problem> {
    let attempt = app.store.sign_in_attempt(named.id).await?.ok_or_else(failed)?;
    let token = named.token.unwrap_or_default();
    let right = app.context.keys().verify(token, &attempt.key_id, "sign-in", &[&attempt.id, &attempt.nonce]);
    if right && attempt.is_live(app.context.now()) { Ok(attempt) } else { Err(failed()) }
}

/// `GET /sign-in/{token}`: shows the button or the form for the code, and changes nothing, because mail scanners open
/// links.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let named = named(request);
    let layout = request.layout().titled(request.t("sign-in-title"));
    if named.token.is_none() {
        return Ok(Reply::page(200, &CodePage { layout, id: named.id, values: Typed::empty(), problem: None }));
    }
    let attempt = by_link(app, &named).await?;
    if !request.wants_html {
        return Ok(request.said(200, &Phrase::of("post-to-sign-in")));
    }
    let token = request.parameter("token").unwrap_or_default();
    Ok(Reply::page(200, &ButtonPage { layout, token, email: &attempt.email }))
}

/// `POST /sign-in/{token}`: signs in, with the whole link or with `{code}`.
pub(crate) async fn enter(app: &App, request: &Request) -> Result<Reply, Problem> {
    request.check_origin(app)?;
    let named = named(request);
    if named.token.is_some() {
        // One use does not end the link: some scanners press buttons, and the person comes after them.
        let attempt = by_link(app, &named).await?;
        return signed_in(app, request, &attempt.email).await;
    }
    match by_code(app, request, named.id).await {
        Ok(email) => signed_in(app, request, &email).await,
        Err(problem) if request.wants_html => {
            let layout = request.layout().titled(request.t("sign-in-title"));
            let typed = request.typed();
            let values = Typed::new(&typed, Some(&problem));
            Ok(problem.on_page(&CodePage { layout, id: named.id, values, problem: Some(&problem) }))
        }
        Err(problem) => Err(problem),
    }
}

async fn by_code(app: &App, request: &Request, id: &str) -> Result<EmailAddress, Problem> {
    let ctx = &app.context;
    let attempt = app.store.sign_in_attempt(id).await?.ok_or_else(failed)?;
    let (document, source) = request.document()?;
    let code = only(source, &document, "code", line(20))?;
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    if !attempt.is_live(ctx.now()) {
        return Err(failed().at("/code"));
    }
    if attempt.tries >= CODE_TRIES || !app.store.count_try(ctx, &attempt).await? {
        let detail = Phrase::of("code-tried-too-often");
        return Err(Problem::new(Kind::SignInFailed, detail).at("/code"));
    }
    let hash = ctx.keys().hash(&attempt.key_id, "sign-in-code", &[&attempt.id, &attempt.nonce]).ok_or_else(failed)?;
    // With so few tries, the duration of this comparison reveals nothing useful.
    if six_digits(&hash) == code { Ok(attempt.email) } else { Err(failed().at("/code")) }
}

async fn signed_in(app: &App, request: &Request, email: &EmailAddress) -> Result<Reply, Problem> {
    let (session, token) = session::begin(&app.context, email);
    tracing::info!(session = session.id, "signed in");
    let seconds = SESSION_VALID.as_secs();
    let reply = if request.wants_html {
        let home = match web::page_before_sign_in(request) {
            Some(_) => None,
            None => desk_of(app, email).await?,
        };
        web::redirect_after_sign_in(request, home.as_deref().unwrap_or("/me"))
    } else {
        Reply::json(200, &SignedIn { token: &token, email, expires_at: session.expires_at })
    };
    Ok(reply.cookie(COOKIE, &token, "/", seconds))
}

/// The desk of the latest edition that this person works on, unless all of them are over: a month after its end, an
/// edition is rare.
async fn desk_of(app: &App, email: &EmailAddress) -> Result<Option<String>, Problem> {
    let addresses = app.store.addresses_of(email).await?;
    let today = app.context.now().to_zoned(TimeZone::UTC).date();
    for entry in
        app.store.editions().await?.into_iter().filter(|entry| today <= entry.ends_on.saturating_add(1.month()))
    {
        let Some(edition) = app.store.readable_edition(&entry.id).await? else { continue };
        let caller = Caller {
            email: addresses.first().cloned(),
            roles: app.store.roles_of(&edition, &addresses).await?,
            addresses: addresses.clone(),
            ..Caller::default()
        };
        if caller.organizes(Some(&edition)) || !caller.reviews(&edition).is_empty() {
            return Ok(Some(format!("/conferences/{}/desk", edition.id())));
        }
    }
    Ok(None)
}
