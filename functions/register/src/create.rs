//! `POST /conferences/{conference}/registrations`

use askama::Template;
use domain::conference::{Attendance, Conference, PoolId};
use domain::input::{Reading, Source};
use domain::invitation::InvitationError;
use domain::phrase::Phrase;
use domain::registration::{Refusal, Register, Registration};
use serde_json::Value;
use store::{Edition, RegisterOutcome, RegistrationRequest};
use web::{App, Kind, Layout, Problem, Reply, Request};

use crate::confirm;
use crate::form;
use crate::show;

#[derive(Template)]
#[template(path = "known.html")]
struct KnownPage<'a> {
    layout: Layout,
    conference: &'a Conference,
}

pub(crate) async fn create(app: &App, request: Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    let mut request = request;
    // The definition can change between reading the form and taking the pass; then parse the request again.
    for _ in 0..3 {
        let answered = once(app, &request, document.clone(), source).await;
        match answered {
            Ok(Some(reply)) => return Ok(reply),
            Ok(None) => {
                let id = request.edition()?.id().clone();
                let edition = app.store.edition(&id).await?.ok_or_else(|| Problem::not_found("no-such-conference"))?;
                request = request.with_edition(edition);
            }
            Err(problem) if source == Source::Form && request.wants_html => {
                return form::again(app, &request, &document, problem).await;
            }
            Err(problem) => return Err(problem),
        }
    }
    Err(Problem::busy(Phrase::of("edition-changing")))
}

/// One attempt; `None` if the edition's definition has changed.
async fn once(app: &App, request: &Request, document: Value, source: Source) -> Result<Option<Reply>, Problem> {
    let edition = request.edition()?;
    let (requested, key) = read(request, edition, document, source)?;
    let requested = RegistrationRequest {
        mark: key.map(|key| requested.mark(&key)),
        // Someone who is signed in has opened a link that went to this address.
        is_address_proved: request.caller.email.as_ref() == Some(&requested.email),
        register: requested,
        language: request.language(),
        at_door: false,
    };
    let ctx = &app.context;
    let reply = match app.store.register(ctx, edition, &requested).await? {
        RegisterOutcome::Created(registration) => {
            tracing::info!(
                conference.id = %edition.id(),
                registration.id = %registration.id,
                pool.id = %registration.pool,
                metric.registrations = 1,
                "registered"
            );
            made(app, request, edition, &registration, &requested)
        }
        RegisterOutcome::Replayed(registration) => made(app, request, edition, &registration, &requested),
        RegisterOutcome::AlreadyRegistered(registration) if request.is_form() && request.wants_html => {
            known(request, edition, &registration, &requested)
        }
        RegisterOutcome::AlreadyRegistered(registration) => Reply::json(200, &show::summary(&registration)),
        RegisterOutcome::Conflict(registration) => return Err(already(edition, &registration)),
        RegisterOutcome::KeyReused => {
            return Err(key_reused());
        }
        RegisterOutcome::Refused(refusal) => return Err(refused(edition, refusal)),
        RegisterOutcome::Stale => return Ok(None),
        RegisterOutcome::Busy => {
            return Err(Problem::busy(Phrase::of("register-busy")));
        }
    };
    Ok(Some(reply))
}

pub(crate) fn key_reused() -> Problem {
    let detail = Phrase::of("key-with-other-body");
    Problem::new(Kind::IdempotencyKeyReused, detail)
}

/// Parses the request and the `Idempotency-Key`.
fn read(
    request: &Request,
    edition: &Edition,
    mut document: Value,
    source: Source,
) -> Result<(Register, Option<String>), Problem> {
    let key = request.take_idempotency_key(&mut document, source)?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|object| Register::read(object, &edition.conference));
    Ok((reading.finish(requested)?, key))
}

/// The page for a form whose sender has not proved the address: what they can do next comes by mail.
fn known(request: &Request, edition: &Edition, registration: &Registration, requested: &RegistrationRequest) -> Reply {
    if !registration.is_confirmed() {
        return confirm::check_mail(request, edition, registration, &requested.register.email);
    }
    let layout = request.layout().titled(request.t("known-title"));
    Reply::page(200, &KnownPage { layout, conference: &edition.conference })
}

/// The answer to the request that made a registration, and to its repeats. If the pass is or was held, it has no token:
/// only the mail has the link.
fn made(
    app: &App,
    request: &Request,
    edition: &Edition,
    registration: &Registration,
    requested: &RegistrationRequest,
) -> Reply {
    let path = format!(
        "/conferences/{}/registrations/{}",
        request.parameter("conference").unwrap_or_default(),
        registration.id
    );
    if registration.was_held {
        if request.is_form() && request.wants_html {
            return known(request, edition, registration, requested);
        }
        let answer = show::whole(registration, &requested.register.email);
        return Reply::json(201, &answer).header("location", &path);
    }
    if request.is_form() && request.wants_html {
        let done = format!("{path}?done=registered");
        return match show::token(&app.context, registration) {
            Some(token) => Reply::see_other(&done).cookie(show::COOKIE, &token, &path, show::COOKIE_SECONDS),
            None => Reply::see_other(&done),
        };
    }
    Reply::json(201, &show::made(&app.context, registration, &requested.register.email)).header("location", &path)
}

pub(crate) fn already(edition: &Edition, registration: &Registration) -> Problem {
    let held = registration.state.held_until().is_some();
    let detail = if held { Phrase::of("already-held") } else { Phrase::of("already-has-pass") };
    let detail = detail.word_of("a-pass", "attendance", registration.attendance.as_str());
    Problem::new(Kind::AlreadyRegistered, detail).way(
        "link",
        Phrase::of("way-link"),
        format!("/conferences/{}/link", edition.id()),
    )
}

pub(crate) fn sold_out(edition: &Edition, pool: &PoolId) -> Problem {
    let conference = &edition.conference;
    let home = format!("/conferences/{}", edition.id());
    let problem = if pool.is_virtual() {
        Problem::new(Kind::SoldOut, Phrase::of("virtual-taken"))
    } else {
        Problem::new(Kind::SoldOut, Phrase::of("in-person-taken")).with("waitlist", format!("{home}/waitlist")).way(
            "join",
            Phrase::of("way-join"),
            format!("{home}/join-waitlist"),
        )
    };
    let problem = problem.with("pool", pool.as_str());
    let virtual_left = !pool.is_virtual() && conference.open_pool(Attendance::Virtual).is_some();
    let problem = if virtual_left {
        problem.way("virtual", Phrase::of("way-virtual"), format!("{home}/register?attendance=virtual"))
    } else {
        problem
    };
    problem.way("conference", Phrase::of("way-conference"), home)
}

fn refused(edition: &Edition, refusal: Refusal) -> Problem {
    let zone = &edition.conference.time_zone;
    let home = || format!("/conferences/{}", edition.id());
    match refusal {
        Refusal::NotOpen { opens_at } => Problem::new(
            Kind::RegistrationNotOpen,
            Phrase::of("registration-opens-detail").instant("at", opens_at, zone),
        )
        .with("opens_at", opens_at.to_string())
        .way("conference", Phrase::of("way-conference"), home()),
        Refusal::Closed { closed_at } => Problem::new(
            Kind::RegistrationClosed,
            Phrase::of("registration-closed-detail").instant("at", closed_at, zone),
        )
        .with("closed_at", closed_at.to_string())
        .way("conference", Phrase::of("way-conference"), home()),
        Refusal::SoldOut { pool } => sold_out(edition, &pool),
        Refusal::Changing => Problem::busy(Phrase::of("passes-changing")),
        Refusal::Invitation(error) => {
            let detail = match error {
                InvitationError::Unknown => Phrase::of("invitation-unknown"),
                InvitationError::Used => Phrase::of("invitation-used"),
                InvitationError::Revoked => Phrase::of("invitation-revoked"),
                InvitationError::TooLate { claim_by } => {
                    Phrase::of("invitation-too-late").instant("at", claim_by, zone)
                }
                InvitationError::PoolEmpty => Phrase::of("invitation-pool-empty"),
            };
            Problem::new(Kind::InvitationInvalid, detail)
                .at("/invitation")
                .with("contact", edition.conference.contact.as_str())
        }
    }
}
