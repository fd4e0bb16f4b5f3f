//! Requests a sign-in link. The answer is the same whether or not the address is known.

use askama::Template;
use contract::sign_in::SignInAsked;
use domain::input::{only, parsed};
use domain::person::{EmailAddress, base32};
use domain::phrase::Phrase;
use domain::sign_in::{LIMIT_WINDOW, MAILS_PER_EMAIL, REQUESTS_PER_ADDRESS};
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

#[derive(Template)]
#[template(path = "ask.html")]
struct AskPage<'a> {
    layout: Layout,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

/// `GET /sign-in`
pub(crate) fn show(request: &Request) -> Reply {
    Reply::page(
        200,
        &AskPage { layout: request.layout().titled(request.t("sign-in-title")), values: Typed::empty(), problem: None },
    )
}

/// `POST /sign-in` `{email}`
pub(crate) async fn ask(app: &App, request: &Request) -> Result<Reply, Problem> {
    match asked(app, request).await {
        Err(problem) if request.is_page_form() => {
            let typed = request.typed();
            let values = Typed::new(&typed, Some(&problem));
            let page = AskPage {
                layout: request.layout().titled(request.t("sign-in-title")),
                values,
                problem: Some(&problem),
            };
            Ok(problem.on_page(&page))
        }
        answered => answered,
    }
}

async fn asked(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    let email = only(source, &document, "email", parsed::<EmailAddress>)?;
    let ctx = &app.context;
    // Hashed, because keys of the table must not contain addresses.
    let hashed = |what: &str| {
        let hash = ctx.keys().hash(ctx.keys().current(), "limit", &[what]).expect("the current key is in the ring");
        base32(&hash[..16])
    };
    let from_here = app.store.count(ctx, "sign-in-from", &hashed(&request.source_ip), LIMIT_WINDOW).await?;
    if from_here > REQUESTS_PER_ADDRESS {
        let minutes = LIMIT_WINDOW.as_mins();
        let wait = u64::try_from(LIMIT_WINDOW.as_secs()).unwrap_or(900);
        return Err(Problem::new(
            Kind::TooManyRequests,
            Phrase::of("too-many-asked-network").count("minutes", minutes),
        )
        .retry_after(wait));
    }
    let to_them = app.store.count(ctx, "sign-in-to", &hashed(&email.folded()), LIMIT_WINDOW).await?;
    let attempt = app.store.begin_sign_in(ctx, &email, request.language(), to_them > MAILS_PER_EMAIL).await?;
    let path = format!("/sign-in/{}", attempt.id);
    if request.is_page_form() {
        return Ok(Reply::see_other(&path));
    }
    let detail = &request.problem_messages().t("sign-in-mail-sent").to_string();
    Ok(Reply::json(202, &SignInAsked { detail, code_url: &path }))
}
