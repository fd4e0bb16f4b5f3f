//! Linked addresses: adding one, choosing the primary one, removing one.

use contract::Stated;
use contract::people::{Address, Addresses};
use contract::sign_in::SignInAsked;
use domain::input::{boolean, one_of, only, parsed};
use domain::link::{Link, LinkState};
use domain::person::{EmailAddress, base32};
use domain::phrase::Phrase;
use domain::sign_in::{Attempt, LIMIT_WINDOW, LINK_VALID, MAILS_PER_EMAIL};
use store::UnlinkOutcome;
use web::{App, Kind, Problem, Reply, Request};

/// The caller's addresses, including half-linked ones, primary first.
pub(crate) async fn all(app: &App, request: &Request) -> Result<Vec<Address>, Problem> {
    let own = own(request)?;
    let root: Link = app.store.root_of(own).await?;
    let verified = root.addresses();
    let half = root.others().iter().filter(|other| other.status != LinkState::Linked);
    let half = half.map(|other| (other.email.clone(), other.status));
    let mut shown = Vec::new();
    for (email, state) in verified.into_iter().map(|email| (email, LinkState::Linked)).chain(half) {
        let (id, primary) = (app.store.address_id(&email).await?, shown.is_empty());
        shown.push(Address { id, primary, email, state: Stated::new(state) });
    }
    Ok(shown)
}

pub(crate) fn own(request: &Request) -> Result<&EmailAddress, Problem> {
    request.caller.email.as_ref().ok_or_else(|| Problem::new(Kind::SignInRequired, Phrase::of("sign-in-first")))
}

async fn answer(app: &App, request: &Request) -> Result<Reply, Problem> {
    Ok(Reply::json(200, &Addresses { addresses: all(app, request).await? }))
}

/// `POST /me/addresses` `{email}`: answers the same for every address, so that it does not reveal accounts.
pub(crate) async fn ask(app: &App, request: &Request) -> Result<Reply, Problem> {
    let path = asked(app, request).await?;
    if request.is_page_form() {
        return Ok(Reply::see_other(&path));
    }
    let detail = &request.problem_messages().t("link-mail-sent").to_string();
    Ok(Reply::json(202, &SignInAsked { detail, code_url: &path }))
}

async fn asked(app: &App, request: &Request) -> Result<String, Problem> {
    let (document, source) = request.document()?;
    let email = only(source, &document, "email", parsed::<EmailAddress>)?;
    let own = own(request)?;
    if request.caller.addresses.contains(&email) {
        return Err(Problem::validation("/email", Phrase::of("address-yours")));
    }
    let ctx = &app.context;
    let hashed = |of: &EmailAddress| {
        let hash = ctx.keys().hash(ctx.keys().current(), "limit", &[&of.folded()]).expect("the current key is there");
        base32(&hash[..16])
    };
    if app.store.count(ctx, "links-by", &hashed(own), LIMIT_WINDOW).await? > MAILS_PER_EMAIL {
        let minutes = LIMIT_WINDOW.as_mins();
        let wait = u64::try_from(LIMIT_WINDOW.as_secs()).unwrap_or(900);
        let problem = Problem::new(Kind::TooManyRequests, Phrase::of("too-many-asked").count("minutes", minutes));
        return Err(problem.retry_after(wait));
    }
    let silent = app.store.count(ctx, "links-to", &hashed(&email), LIMIT_WINDOW).await? > MAILS_PER_EMAIL;
    let attempt = Attempt {
        id: ctx.id("attempt", 16),
        email,
        nonce: ctx.nonce(),
        key_id: ctx.keys().current().to_owned(),
        tries: 0,
        expires_at: ctx.now() + LINK_VALID,
    };
    app.store.begin_linking(ctx, own, &attempt, silent).await?;
    Ok(format!("/me/link/{}", attempt.id))
}

/// The address in the path, if it belongs to the caller.
async fn named(app: &App, request: &Request) -> Result<EmailAddress, Problem> {
    let id = request.parameter("address").unwrap_or_default();
    let found = all(app, request).await?.into_iter().find(|shown| shown.id == id);
    found.map(|shown| shown.email).ok_or_else(|| Problem::not_found("no-such-address"))
}

/// `PATCH /me/addresses/{address}` `{primary}`
pub(crate) async fn prefer(app: &App, request: &Request) -> Result<Reply, Problem> {
    let email = named(app, request).await?;
    let (document, source) = request.document()?;
    if !only(source, &document, "primary", boolean)? {
        return Err(Problem::validation("/primary", Phrase::of("primary-true")));
    }
    preferred(app, request, &email).await?;
    answer(app, request).await
}

async fn preferred(app: &App, request: &Request, email: &EmailAddress) -> Result<(), Problem> {
    settled(app.store.prefer_address(&app.context, own(request)?, email).await?)
}

/// `DELETE /me/addresses/{address}`
pub(crate) async fn unlink(app: &App, request: &Request) -> Result<Reply, Problem> {
    let email = named(app, request).await?;
    unlinked(app, request, &email).await?;
    answer(app, request).await
}

async fn unlinked(app: &App, request: &Request, email: &EmailAddress) -> Result<(), Problem> {
    settled(app.store.unlink_address(&app.context, own(request)?, email).await?)?;
    tracing::info!("address unlinked");
    Ok(())
}

fn settled(unlinking: UnlinkOutcome) -> Result<(), Problem> {
    match unlinking {
        UnlinkOutcome::Done => Ok(()),
        UnlinkOutcome::Unknown => Err(Problem::not_found("no-such-address")),
        UnlinkOutcome::HasOthers => {
            let detail = Phrase::of("first-address-last");
            Err(Problem::new(Kind::Conflict, detail))
        }
        UnlinkOutcome::Busy => Err(Problem::busy(Phrase::of("addresses-busy"))),
    }
}

/// `POST /me/addresses/{address}` `{action}`: the page's form.
pub(crate) async fn by_form(app: &App, request: &Request) -> Result<Reply, Problem> {
    const WORDS: &[(&str, bool)] = &[("prefer", true), ("unlink", false)];
    let email = named(app, request).await?;
    let (document, source) = request.document()?;
    if only(source, &document, "action", one_of(WORDS))? {
        preferred(app, request, &email).await?;
        return Ok(Reply::see_other("/me?said=preferred"));
    }
    unlinked(app, request, &email).await?;
    Ok(Reply::see_other("/me?said=unlinked"))
}
