//! `POST …/check-ins/walk-ins`: a person who came without a pass.

use contract::check_in::CheckedIn;
use domain::conference::Attendance;
use domain::input::{Reading, line, parsed};
use domain::phrase::Phrase;
use domain::registration::{Refusal, Register, Registration};
use domain::ticket::{Scan, number};
use store::{NoPass, RegisterOutcome, RegistrationRequest};
use web::{App, Kind, Problem, Reply, Request};

use crate::{door, scan};

/// The device of the scan that comes with the registration. With its time, a repeat is the same scan.
const DEVICE: &str = "walk-in";

/// `POST …/check-ins/walk-ins` `{name, email, affiliation?}`
pub(crate) async fn register(app: &App, request: &Request) -> Result<Reply, Problem> {
    match registered(app, request).await {
        Ok(done) if request.is_page_form() => {
            let path = format!("/conferences/{}/check-in", request.edition()?.id());
            Ok(Reply::see_other(&format!("{path}?registration={}&done=walk_in", done.registration)))
        }
        Ok(done) => Ok(Reply::json(201, &done)),
        Err(problem) if request.is_page_form() => door::page(app, request, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

fn read(request: &Request) -> Result<RegistrationRequest, Problem> {
    let (mut document, source) = request.document()?;
    let key = request.take_idempotency_key(&mut document, source)?;
    let reading = Reading::new(source);
    let register = reading.root(&document).and_then(|o| {
        let name = o.required("name", parsed);
        let email = o.required("email", parsed);
        let affiliation = o.optional("affiliation", line(200));
        o.done();
        Some(Register {
            name: name?,
            email: email?,
            attendance: Attendance::InPerson,
            affiliation,
            first_time: None,
            // The edition's questions are for people who plan.
            answers: std::collections::BTreeMap::new(),
            consents: std::collections::BTreeMap::new(),
            invitation: None,
        })
    });
    let register = reading.finish(register)?;
    let mark = key.map(|key| register.mark(&key));
    // The language of the request is that of the person at the door.
    Ok(RegistrationRequest { register, mark, language: None, at_door: true, is_address_proved: true })
}

/// Registers and checks in. The registration decides under the rules of every other one, so no one jumps the queue.
async fn registered(app: &App, request: &Request) -> Result<CheckedIn, Problem> {
    let requested = read(request)?;
    let edition = request.edition()?;
    let registration = match app.store.register(&app.context, edition, &requested).await? {
        RegisterOutcome::Created(registration) => {
            let id = &registration.id;
            tracing::info!(conference.id = %edition.id(), registration.id = %id, metric.registrations = 1, "walked in");
            registration
        }
        RegisterOutcome::Replayed(registration) => registration,
        RegisterOutcome::AlreadyRegistered(registration) | RegisterOutcome::Conflict(registration) => {
            return Err(already(&registration));
        }
        RegisterOutcome::KeyReused => {
            let detail = Phrase::of("key-with-other-body");
            return Err(Problem::new(Kind::IdempotencyKeyReused, detail));
        }
        RegisterOutcome::Refused(refusal) => return Err(refused(app, request, refusal).await?),
        RegisterOutcome::Stale => return Err(Problem::busy(Phrase::of("edition-changing"))),
        RegisterOutcome::Busy => return Err(Problem::busy(Phrase::of("register-busy"))),
    };
    let scanned = Scan { device: DEVICE.into(), at: registration.registered_at };
    scan::admit(app, request, &registration.id, &scanned).await
}

pub(crate) fn already(registration: &Registration) -> Problem {
    let detail = match registration.attendance {
        _ if registration.state.held_until().is_some() => Phrase::of("walk-in-not-confirmed"),
        Attendance::InPerson => Phrase::of("walk-in-has-pass"),
        Attendance::Virtual => Phrase::of("walk-in-has-virtual"),
    };
    Problem::new(Kind::AlreadyRegistered, detail)
        .with("registration", registration.id.as_str())
        .with("number", number(&registration.id))
}

async fn refused(app: &App, request: &Request, refusal: Refusal) -> Result<Problem, Problem> {
    let edition = request.edition()?;
    let zone = &edition.conference.time_zone;
    Ok(match refusal {
        Refusal::NotOpen { opens_at } => {
            Problem::new(Kind::RegistrationNotOpen, Phrase::of("walk-in-opens").instant("at", opens_at, zone))
        }
        Refusal::Closed { .. } => {
            let ended = edition.conference.ends_at();
            Problem::new(Kind::RegistrationClosed, Phrase::of("walk-in-ended").instant("at", ended, zone))
        }
        Refusal::SoldOut { .. } => none_left(app.store.no_pass(edition).await?),
        Refusal::Changing => Problem::busy(Phrase::of("passes-changing")),
        Refusal::Invitation(_) => Problem::busy(Phrase::of("walk-in-no-invitation")),
    })
}

/// Why no pass can be had at the door.
pub(crate) fn none_left(why: NoPass) -> Problem {
    match why {
        NoPass::PeopleWait => {
            let detail = Phrase::of("walk-in-people-wait");
            Problem::new(Kind::PeopleWaiting, detail)
        }
        NoPass::SoldOut => Problem::new(Kind::SoldOut, Phrase::of("walk-in-sold-out")),
    }
}
