//! Named API tokens: listing, creating, revoking.

use askama::Template;
use contract::api_tokens::{self as answers, ApiTokens, CreatedApiToken};
use domain::api_token::{ApiToken, LIMIT_WINDOW, LONGEST_VALID, MOST_CREATED, NewToken};
use domain::conference::ConferenceId;
use domain::input::{Reading, one_of, only};
use domain::person::base32;
use domain::phrase::Phrase;
use futures_util::future::try_join_all;
use jiff::tz::TimeZone;
use store::TokenOutcome;
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

use crate::addresses::own;

/// A token in the form of an answer.
fn shown(token: &ApiToken) -> answers::ApiToken {
    answers::ApiToken {
        id: token.id.clone(),
        name: token.name.clone(),
        scope: token.scope.into(),
        conference: token.conference.to_string(),
        email: token.email.clone(),
        created_at: token.created_at,
        expires_at: token.expires_at,
        last_used_at: token.last_used_at,
    }
}

#[derive(Template)]
#[template(path = "tokens.html")]
struct TokensPage<'a> {
    layout: Layout,
    tokens: Vec<Row>,
    /// The editions for which the reader may create tokens: id and name.
    editions: Vec<(ConferenceId, String)>,
    /// The new token and its name, which only this page shows.
    created: Option<(&'a str, &'a str)>,
    key: String,
    /// The last day that a token can have.
    latest: String,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    said: &'a str,
}

/// A token of the page, its times in the reader's words.
struct Row {
    token: answers::ApiToken,
    expired: bool,
    created: String,
    expires: String,
    used: Option<String>,
}

/// The editions that the caller organizes, or leads a track of.
async fn own_editions(app: &App, request: &Request) -> Result<Vec<(ConferenceId, String)>, Problem> {
    let entries = app.store.editions().await?;
    let one = |id: ConferenceId| async move {
        let Some(edition) = app.store.edition(&id).await? else { return Ok::<_, Problem>(None) };
        let caller = request.caller.with_roles(app.store.roles_of(&edition, &request.caller.addresses).await?);
        let works = caller.organizes(Some(&edition)) || !caller.leads(&edition).is_empty();
        Ok(works.then(|| (id, edition.conference.name.clone())))
    };
    let found = try_join_all(entries.into_iter().map(|entry| one(entry.id))).await?;
    Ok(found.into_iter().flatten().collect())
}

async fn page(
    app: &App,
    request: &Request,
    created: Option<(&str, &str)>,
    problem: Option<&Problem>,
) -> Result<Reply, Problem> {
    let now = app.context.now();
    let tokens = app.store.api_tokens(&request.caller.addresses).await?;
    let at = |at| request.messages.short_instant(at, &TimeZone::UTC);
    let row = |token: &ApiToken| Row {
        token: shown(token),
        expired: token.has_expired(now),
        created: at(token.created_at),
        expires: at(token.expires_at),
        used: token.last_used_at.map(at),
    };
    let typed = if problem.is_some() { request.typed() } else { serde_json::Value::Null };
    let page = TokensPage {
        layout: request.layout().titled(request.t("tokens-title")),
        tokens: tokens.iter().map(row).collect(),
        editions: own_editions(app, request).await?,
        created,
        key: app.context.id("form", 26),
        latest: (now + LONGEST_VALID).to_zoned(TimeZone::UTC).date().to_string(),
        values: Typed::new(&typed, problem),
        problem,
        said: request.query("said").unwrap_or_default(),
    };
    let status = if created.is_some() { 201 } else { 200 };
    Ok(problem.map_or_else(|| Reply::page(status, &page), |problem| problem.on_page(&page)))
}

async fn answer(app: &App, request: &Request) -> Result<Reply, Problem> {
    let tokens = app.store.api_tokens(&request.caller.addresses).await?;
    Ok(Reply::json(200, &ApiTokens { tokens: tokens.iter().map(shown).collect(), next: None }))
}

/// `GET /me/tokens`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    if request.wants_html { page(app, request, None, None).await } else { answer(app, request).await }
}

/// `POST /me/tokens`: a form gets the token on the page that answers it, since no later page can show it.
pub(crate) async fn create(app: &App, request: &Request) -> Result<Reply, Problem> {
    match created(app, request).await {
        Ok((token, text)) if request.is_page_form() => page(app, request, Some((&token.name, &text)), None).await,
        Ok((token, text)) => Ok(Reply::json(201, &CreatedApiToken { about: shown(&token), token: text })),
        Err(problem) if request.is_page_form() => page(app, request, None, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn created(app: &App, request: &Request) -> Result<(ApiToken, String), Problem> {
    let ctx = &app.context;
    let own = own(request)?;
    let (mut document, source) = request.document()?;
    let key = request.take_idempotency_key(&mut document, source)?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|o| NewToken::read(o, ctx.now()));
    let requested = reading.finish(requested)?;
    if !own_editions(app, request).await?.iter().any(|(id, _)| *id == requested.conference) {
        return Err(Problem::validation("/conference", Phrase::of("token-edition")));
    }
    let whose = ctx.keys().hash(ctx.keys().current(), "limit", &[&own.folded()]).expect("the current key is there");
    if app.store.count(ctx, "tokens", &base32(&whose[..16]), LIMIT_WINDOW).await? > MOST_CREATED {
        let detail = Phrase::of("token-too-many").arg("max", MOST_CREATED);
        return Err(Problem::new(Kind::TooManyRequests, detail).retry_after(24 * 3600));
    }
    match app.store.create_api_token(ctx, own, &requested, key.as_deref()).await? {
        TokenOutcome::Created(token, text) => {
            tracing::info!(token = token.id, conference.id = %token.conference, "API token created");
            Ok((token, text))
        }
        TokenOutcome::KeyReused => {
            let detail = Phrase::of("token-key-reused");
            Err(Problem::new(Kind::IdempotencyKeyReused, detail))
        }
    }
}

/// Revokes the token in the path if it is the caller's, or all tokens of the caller.
async fn end(app: &App, request: &Request, id: Option<&str>) -> Result<(), Problem> {
    let mut tokens = app.store.api_tokens(&request.caller.addresses).await?;
    tokens.retain(|token| id.is_none_or(|id| token.id == id));
    for token in tokens {
        app.store.revoke_api_token(&app.context, &token).await?;
        tracing::info!(token = token.id, "API token revoked");
    }
    Ok(())
}

/// `DELETE /me/tokens/{id}`: a repeat finds nothing to revoke, and answers the same.
pub(crate) async fn revoke(app: &App, request: &Request) -> Result<Reply, Problem> {
    end(app, request, request.parameter("id")).await?;
    answer(app, request).await
}

/// `DELETE /me/tokens`
pub(crate) async fn revoke_all(app: &App, request: &Request) -> Result<Reply, Problem> {
    end(app, request, None).await?;
    answer(app, request).await
}

/// `POST /me/tokens/{id}` `{action}`: the page's form.
pub(crate) async fn revoke_by_form(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    only(source, &document, "action", one_of(&[("revoke", ())]))?;
    let id = request.parameter("id").filter(|id| *id != "all");
    end(app, request, id).await?;
    let said = if id.is_some() { "token-revoked" } else { "tokens-revoked" };
    Ok(Reply::see_other(&format!("/me/tokens?said={said}")))
}
