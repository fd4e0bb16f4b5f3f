//! The page that a verification mail links to: a button for the person who asked, or a form for the six digits.

use askama::Template;
use contract::people::Addresses;
use domain::input::{line, only};
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use domain::sign_in::{Attempt, CODE_TRIES, six_digits};
use store::{Both, LinkOutcome};
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

use crate::addresses::{all, own};

#[derive(Template)]
#[template(path = "link.html")]
struct LinkPage<'a> {
    layout: Layout,
    /// The form's target.
    token: &'a str,
    /// Whether the path is the whole link, so that no code is needed.
    whole: bool,
    email: &'a EmailAddress,
    own: &'a EmailAddress,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

fn failed() -> Problem {
    let detail = Phrase::of("link-wrong");
    Problem::new(Kind::SignInFailed, detail).way("me", Phrase::of("way-addresses"), "/me".into())
}

/// The attempt in the path, and whether the path proves the address. Only the person who asked can continue: if the
/// mail goes to another person, or a scanner presses its button, nothing is linked.
async fn named(app: &App, request: &Request) -> Result<(Attempt, bool), Problem> {
    let text = request.parameter("token").unwrap_or_default();
    let (id, token) = text.split_once('.').map_or((text, None), |(id, token)| (id, Some(token)));
    let (attempt, by) = app.store.linking(id).await?.ok_or_else(failed)?;
    if !request.caller.addresses.contains(&by) {
        let detail = Phrase::of("link-not-yours");
        return Err(Problem::new(Kind::Forbidden, detail).way("sign_in", Phrase::of("way-sign-in"), "/sign-in".into()));
    }
    let right = |token| app.context.keys().verify(token, &attempt.key_id, "link", &[&attempt.id, &attempt.nonce]);
    let proved = token.is_some_and(right);
    if !attempt.is_live(app.context.now()) || (token.is_some() && !proved) {
        return Err(failed());
    }
    Ok((attempt, proved))
}

/// `GET /me/link/{token}`: shows the button or the form for the code, and changes nothing.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    page(app, request, None).await
}

async fn page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let token = request.parameter("token").unwrap_or_default();
    let (attempt, whole) = named(app, request).await?;
    if !request.wants_html {
        return Ok(request.said(200, &Phrase::of("post-to-link")));
    }
    let layout = request.layout().titled(request.t("link-title"));
    let typed = request.typed();
    let values = Typed::new(&typed, problem);
    let own = own(request)?;
    let page = LinkPage { layout, token, whole, email: &attempt.email, own, values, problem };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// `POST /me/link/{token}`: completes the link, with the whole link or with `{code}`.
pub(crate) async fn enter(app: &App, request: &Request) -> Result<Reply, Problem> {
    match entered(app, request).await {
        Err(problem) if request.wants_html && problem.kind() != Kind::Forbidden => {
            // An expired or invalid link has no page of its own.
            page(app, request, Some(&problem)).await.map_err(|_| problem)
        }
        answered => answered,
    }
}

async fn entered(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (attempt, proved) = named(app, request).await?;
    if !proved {
        check_code(app, request, &attempt).await?;
    }
    match app.store.link_address(&app.context, own(request)?, &attempt.email).await? {
        LinkOutcome::Linked => {
            tracing::info!("address linked");
            if request.wants_html {
                return Ok(Reply::see_other("/me?said=linked"));
            }
            Ok(Reply::json(200, &Addresses { addresses: all(app, request).await? }))
        }
        LinkOutcome::Taken => {
            let detail = Phrase::of("link-taken");
            Err(Problem::new(Kind::AddressTaken, detail))
        }
        LinkOutcome::HasOthers => {
            let detail = Phrase::of("link-has-others");
            Err(Problem::new(Kind::AddressTaken, detail))
        }
        LinkOutcome::TooMany => Err(Problem::new(Kind::Conflict, Phrase::of("link-too-many"))),
        LinkOutcome::Both(both) => Err(clash(&both)),
        LinkOutcome::Busy => Err(Problem::busy(Phrase::of("addresses-busy"))),
    }
}

async fn check_code(app: &App, request: &Request, attempt: &Attempt) -> Result<(), Problem> {
    let (document, source) = request.document()?;
    let code = only(source, &document, "code", line(20))?;
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    if attempt.tries >= CODE_TRIES || !app.store.count_linking_try(&app.context, attempt).await? {
        let detail = Phrase::of("link-code-tried");
        return Err(Problem::new(Kind::SignInFailed, detail).at("/code"));
    }
    let hash = app.context.keys().hash(&attempt.key_id, "link-code", &[&attempt.id, &attempt.nonce]);
    // With so few tries, the duration of this comparison reveals nothing useful.
    if six_digits(&hash.ok_or_else(failed)?) == code { Ok(()) } else { Err(failed().at("/code")) }
}

/// Lists what both addresses have, and says what to do.
fn clash(both: &[Both]) -> Problem {
    let one = |both: &Both| {
        let what: Vec<_> = both.what.iter().map(|(email, what)| format!("{email} has a {what}")).collect();
        format!("{}: {}", both.conference, what.join(", "))
    };
    let all: Vec<_> = both.iter().map(one).collect();
    let detail = Phrase::of("link-both-registered").arg("what", all.join("; "));
    let conferences: Vec<_> = both.iter().map(|both| both.conference.as_str()).collect();
    Problem::new(Kind::BothRegistered, detail).with("conferences", conferences).way(
        "me",
        Phrase::of("way-me"),
        "/me".into(),
    )
}
