//! Behind the link: one button. And the six digits, for another device than the one that reads the mail.

use askama::Template;
use domain::input::{line, only};
use domain::person::EmailAddress;
use domain::sign_in::{Attempt, CODE_TRIES, SESSION_VALID, six_digits};
use web::session::{self, COOKIE};
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

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

/// What the path names: the whole link, or only the attempt, for which a code must come.
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
    Problem::new(Kind::SignInFailed, "it is wrong, or its 15 minutes are over; ask for a new one").way(
        "sign_in",
        "Ask for a new link",
        "/sign-in".into(),
    )
}

/// The attempt that a link is for, if the link is right and still works.
async fn by_link(app: &App, named: &Named<'_>) -> Result<Attempt, Problem> {
    let attempt = app.store.sign_in_attempt(named.id).await?.ok_or_else(failed)?;
    let token = named.token.unwrap_or_default();
    let right = app.context.keys().verify(token, &attempt.key_id, "sign-in", &[&attempt.id, &attempt.nonce]);
    if right && attempt.is_live(app.context.now()) { Ok(attempt) } else { Err(failed()) }
}

/// `GET /sign-in/{token}`: shows what there is to press, and changes nothing: scanners open links.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let named = named(request);
    let layout = request.layout().titled("Sign in");
    if named.token.is_none() {
        return Ok(Reply::page(200, &CodePage { layout, id: named.id, values: Typed::empty(), problem: None }));
    }
    let attempt = by_link(app, &named).await?;
    if !request.wants_html {
        return Ok(Reply::json(200, &serde_json::json!({ "detail": "post to this address to sign in" })));
    }
    let token = request.parameter("token").unwrap_or_default();
    Ok(Reply::page(200, &ButtonPage { layout, token, email: &attempt.email }))
}

/// `POST /sign-in/{token}`: by the link, or by `{code}`.
pub(crate) async fn enter(app: &App, request: &Request) -> Result<Reply, Problem> {
    request.check_origin(app)?;
    let named = named(request);
    if named.token.is_some() {
        // One use does not end it: some scanners press buttons, and the person comes after them.
        let attempt = by_link(app, &named).await?;
        return Ok(signed_in(app, request, &attempt.email));
    }
    match by_code(app, request, named.id).await {
        Ok(email) => Ok(signed_in(app, request, &email)),
        Err(problem) if request.wants_html => {
            let layout = request.layout().titled("Sign in");
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
        let detail = "this code was tried too often; press the button in the mail, or ask for a new one";
        return Err(Problem::new(Kind::SignInFailed, detail).at("/code"));
    }
    let hash = ctx.keys().hash(&attempt.key_id, "sign-in-code", &[&attempt.id, &attempt.nonce]).ok_or_else(failed)?;
    // Few tries make the time of this comparison of no use to anybody.
    if six_digits(&hash) == code { Ok(attempt.email) } else { Err(failed().at("/code")) }
}

fn signed_in(app: &App, request: &Request, email: &EmailAddress) -> Reply {
    let (session, token) = session::begin(&app.context, email);
    tracing::info!(session = session.id, "signed in");
    let seconds = SESSION_VALID.as_secs();
    let reply = if request.wants_html {
        web::lead_on(request)
    } else {
        Reply::json(200, &serde_json::json!({ "token": token, "email": email, "expires_at": session.expires_at }))
    };
    reply.cookie(COOKIE, &token, "/", seconds)
}
