//! Joining: the form, and `POST /conferences/{conference}/waitlist`.

use std::net::IpAddr;

use askama::Template;
use contract::waitlist as answers;
use domain::conference::{Attendance, Conference, Phase};
use domain::input::{Reading, Source};
use domain::person::{EmailAddress, base32};
use domain::phrase::Phrase;
use domain::sign_in::{LIMIT_WINDOW, REQUESTS_PER_ADDRESS};
use domain::waitlist::{Entry, Join};
use serde_json::Value;
use store::{Edition, JoinOutcome};
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

use super::show;
use crate::show::COOKIE_SECONDS;

#[derive(Template)]
#[template(path = "join.html")]
struct JoinPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    key: String,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    virtual_offered: bool,
}

/// `GET /conferences/{conference}/join-waitlist`
pub(crate) fn form(app: &App, request: &Request) -> Result<Reply, Problem> {
    let email = request.caller.email.as_ref().map(EmailAddress::as_str).unwrap_or_default();
    let document = serde_json::json!({ "email": email });
    Ok(Reply::page(200, &page(app, request, &document, None)?))
}

fn page<'a>(
    app: &App,
    request: &'a Request,
    document: &'a Value,
    problem: Option<&'a Problem>,
) -> Result<JoinPage<'a>, Problem> {
    let conference = &request.edition()?.conference;
    let values = Typed::new(document, problem);
    let typed = values.text("idempotency_key");
    let temporary = problem.is_some_and(Problem::is_temporary);
    let key = if temporary && !typed.is_empty() { typed.to_owned() } else { app.context.id("form", 26) };
    Ok(JoinPage {
        layout: request.layout().titled(request.t("join-waitlist")),
        conference,
        key,
        values,
        problem,
        virtual_offered: conference.open_pool(Attendance::Virtual).is_some(),
    })
}

/// `POST /conferences/{conference}/waitlist`
pub(crate) async fn join(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    match once(app, request, document.clone(), source).await {
        Err(problem) if source == Source::Form && request.wants_html => {
            let page = page(app, request, &document, Some(&problem))?;
            Ok(problem.on_page(&page))
        }
        answered => answered,
    }
}

async fn once(app: &App, request: &Request, mut document: Value, source: Source) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let ctx = &app.context;
    let key = request.take_idempotency_key(&mut document, source)?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|o| Join::read(o, &edition.conference));
    let requested = reading.finish(requested)?;
    limit(app, request).await?;
    let mark = key.map(|key| requested.mark(&key));
    match app.store.join(ctx, edition, &requested, mark.as_ref(), request.language()).await? {
        JoinOutcome::New(entry) => {
            tracing::info!(conference.id = %edition.id(), entry.id = %entry.id, metric.joined = 1, "joined the waitlist");
            joined(app, request, edition, &entry, true).await
        }
        JoinOutcome::Same(entry) => joined(app, request, edition, &entry, false).await,
        JoinOutcome::Already(entry) => {
            let detail = Phrase::of("already-waiting-detail");
            let problem = Problem::new(Kind::AlreadyWaiting, detail);
            // The entry belongs to a linked address; the answer does not say which.
            if entry.email != requested.email {
                return Err(problem);
            }
            Err(problem.with("id", entry.id.as_str()).waitlist_state(entry.state.as_str()))
        }
        JoinOutcome::Registered(registration) => Err(crate::create::already(edition, &registration)),
        JoinOutcome::PassesAvailable => Err(Problem::new(Kind::PassesAvailable, Phrase::of("passes-left")).way(
            "register",
            Phrase::of("way-register"),
            format!("/conferences/{}/register", edition.id()),
        )),
        JoinOutcome::KeyReused => Err(crate::create::key_reused()),
        JoinOutcome::NotNow(phase) => Err(not_now(edition, phase)),
        JoinOutcome::Busy => Err(Problem::busy(Phrase::of("join-busy"))),
    }
}

fn not_now(edition: &Edition, phase: Phase) -> Problem {
    let window = &edition.conference.registration;
    let (kind, detail, at) = match phase {
        Phase::Before => (Kind::RegistrationNotOpen, Phrase::of("waitlist-opens"), window.opens.at),
        _ => (Kind::RegistrationClosed, Phrase::of("waitlist-closed"), window.closes.at),
    };
    Problem::new(kind, detail.instant("at", at, &edition.conference.time_zone)).way(
        "conference",
        Phrase::of("way-conference"),
        format!("/conferences/{}", edition.id()),
    )
}

/// One network address may be a whole venue, so the limit is wide; it only stops a flood. A loopback address belongs to
/// a rehearsal or to a proxy on the same machine, and does not distinguish people.
async fn limit(app: &App, request: &Request) -> Result<(), Problem> {
    if request.source_ip.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback()) {
        return Ok(());
    }
    let ctx = &app.context;
    let hash = ctx.keys().hash(ctx.keys().current(), "limit", &[&request.source_ip]).expect("the current key is there");
    let count = app.store.count(ctx, "waitlist-from", &base32(&hash[..16]), LIMIT_WINDOW).await?;
    if count <= REQUESTS_PER_ADDRESS {
        return Ok(());
    }
    let wait = u64::try_from(LIMIT_WINDOW.as_secs()).unwrap_or(900);
    let detail = Phrase::of("too-many-joined").count("minutes", LIMIT_WINDOW.as_mins());
    Err(Problem::new(Kind::TooManyRequests, detail).retry_after(wait))
}

/// The answer to the request that made an entry, and to its repeats.
async fn joined(app: &App, request: &Request, edition: &Edition, entry: &Entry, new: bool) -> Result<Reply, Problem> {
    let token = show::token(&app.context, entry);
    let path = format!("/conferences/{}/waitlist/{}", edition.id(), entry.id);
    if request.is_form() && request.wants_html {
        let done = Reply::see_other(&format!("{path}?done=joined"));
        return Ok(match token {
            Some(token) => done.cookie(show::COOKIE, &token, &path, COOKIE_SECONDS),
            None => done,
        });
    }
    // Use the counts for a new entry, because it is the last of its class. Count exactly for a repeat.
    let ahead = if new {
        let waiting = app.store.waiting(edition.id(), &entry.pool).await?;
        Some(waiting.up_to(&edition.conference.waitlist, entry.priority.class).saturating_sub(1))
    } else {
        super::entry::ahead(app, edition, entry).await?
    };
    let answer = answers::Entry { manage_token: token, ..show::whole(entry, ahead) };
    Ok(Reply::json(201, &answer).header("location", &path))
}
