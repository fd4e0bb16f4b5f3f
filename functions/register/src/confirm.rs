//! Confirming the address of a held pass: "check your mail" after the form, the page that the mailed link opens, and
//! its button.

use askama::Template;
use domain::conference::Conference;
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use domain::registration::{Registration, RegistrationState};
use jiff::tz::TimeZone;
use store::{ConfirmOutcome, Edition};
use web::{App, Kind, Layout, Problem, Reply, Request};

use crate::held::{Held, held};
use crate::show;

/// An instant in the conference's zone and in UTC.
type Shown = (String, String);

#[derive(Template)]
#[template(path = "check_mail.html")]
struct CheckMailPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    email: &'a EmailAddress,
    /// Until when the pass is held; `None` if it is no longer.
    until: Option<Shown>,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    email: &'a EmailAddress,
    registration: &'a Registration,
    until: Option<Shown>,
    problem: Option<&'a Problem>,
}

/// Whether a registration waits for its address to be confirmed, or has ended because it was not.
pub(crate) fn concerns(registration: &Registration) -> bool {
    matches!(registration.state, RegistrationState::Held { .. } | RegistrationState::Lapsed { .. })
}

fn until(request: &Request, conference: &Conference, registration: &Registration) -> Option<Shown> {
    let messages = request.messages;
    registration
        .state
        .held_until()
        .map(|at| (messages.instant(at, &conference.time_zone), messages.instant(at, &TimeZone::UTC)))
}

/// The answer to a form that got a held pass: the link went by mail.
pub(crate) fn check_mail(
    request: &Request,
    edition: &Edition,
    registration: &Registration,
    email: &EmailAddress,
) -> Reply {
    let conference = &edition.conference;
    let until = until(request, conference, registration);
    let title = if until.is_some() { "check-mail-title" } else { "confirm-over-title" };
    Reply::page(200, &CheckMailPage { layout: request.layout().titled(request.t(title)), conference, email, until })
}

/// The page of the mailed link. Opening it confirms nothing, because mail scanners open links.
pub(crate) fn page(request: &Request, held: &Held<'_>, problem: Option<&Problem>) -> Reply {
    let (conference, registration) = (&held.edition.conference, held.registration());
    let until = until(request, conference, registration);
    let title = if until.is_some() { "confirm-title" } else { "confirm-over-title" };
    let layout = request.layout().titled(request.t(title));
    let page = ConfirmPage { layout, conference, email: &held.person.email, registration, until, problem };
    problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page))
}

/// `POST …/registrations/{id}/confirm`
pub(crate) async fn confirm(app: &App, request: &Request) -> Result<Reply, Problem> {
    let mut held = held(app, request).await?;
    let registration_page = format!("/conferences/{}/registrations/{}", held.edition.id(), held.id);
    match confirm_held(app, &held).await {
        Ok(_) if request.is_page_form() => Ok(Reply::see_other(&format!("{registration_page}?done=confirmed"))),
        Ok(registration) => Ok(Reply::json(200, &show::whole(&registration, &held.person.email))),
        Err(problem) if request.is_page_form() => {
            // Read it again, because it may have lapsed in the meantime.
            if let Some(person) = app.store.person(held.edition.id(), &held.id).await?
                && person.registration(&held.id).is_some()
            {
                held.person = person;
            }
            Ok(page(request, &held, Some(&problem)))
        }
        Err(problem) => Err(problem),
    }
}

async fn confirm_held(app: &App, held: &Held<'_>) -> Result<Registration, Problem> {
    let c = held.edition.id();
    match app.store.confirm_address(&app.context, held.edition, &held.id).await? {
        Some(ConfirmOutcome::Confirmed(registration)) => {
            tracing::info!(conference.id = %c, registration.id = %registration.id, metric.confirmed = 1, "confirmed");
            Ok(registration)
        }
        Some(ConfirmOutcome::Cancelled(_)) => {
            let detail = Phrase::of("confirm-was-cancelled");
            let path = format!("/conferences/{c}/register");
            Err(Problem::new(Kind::RegistrationCancelled, detail).way(
                "register",
                Phrase::of("way-register-again"),
                path,
            ))
        }
        Some(ConfirmOutcome::Lapsed(_)) => Err(lapsed(held.edition)),
        Some(ConfirmOutcome::Busy) => Err(Problem::busy(Phrase::of("confirm-busy"))),
        None => Err(Problem::not_found("no-such-registration")),
    }
}

pub(crate) fn lapsed(edition: &Edition) -> Problem {
    let detail = Phrase::of("hold-lapsed");
    let path = format!("/conferences/{}/register", edition.id());
    Problem::new(Kind::HoldLapsed, detail).way("register", Phrase::of("way-register-again"), path)
}
