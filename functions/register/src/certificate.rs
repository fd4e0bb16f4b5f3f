//! The certificate of attendance, as a page to print.

use askama::Template;
use contract::check_in::Certificate;
use domain::certificate::{NoCertificate, certifies};
use domain::conference::Conference;
use domain::phrase::Phrase;
use domain::registration::Registration;
use domain::ticket::number;
use web::{App, Kind, Layout, Problem, Reply, Request};

use crate::held::{Held, held};
use crate::show;

#[derive(Template)]
#[template(path = "certificate.html")]
struct CertificatePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    registration: &'a Registration,
    number: String,
    script: String,
}

fn refused(held: &Held<'_>, why: NoCertificate) -> Problem {
    let conference = &held.edition.conference;
    let pass = format!("/conferences/{}/registrations/{}", held.edition.id(), held.id);
    let problem = match why {
        NoCertificate::Cancelled => Problem::new(Kind::RegistrationCancelled, Phrase::of("certificate-cancelled")),
        NoCertificate::TooEarly => {
            let detail = Phrase::of("certificate-too-early").arg("day", conference.ends_on);
            Problem::new(Kind::CertificateTooEarly, detail)
        }
        NoCertificate::NotCheckedIn => {
            let detail = Phrase::of("certificate-not-checked-in");
            Problem::new(Kind::NotCheckedIn, detail)
        }
    };
    problem.way("registration", Phrase::of("way-pass"), pass)
}

/// `GET …/registrations/{id}/certificate`: the mailed link's token moves into a cookie, like on the pass page.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let held = held(app, request).await?;
    let pass = format!("/conferences/{}/registrations/{}", held.edition.id(), held.id);
    if let (true, true, Some(token)) = (request.wants_html, held.by_token, request.query("token")) {
        return Ok(Reply::see_other(&request.path).cookie(show::COOKIE, token, &pass, show::COOKIE_SECONDS));
    }
    let at_door = app.store.at_door(held.edition.id(), &held.id).await?;
    let checked_in_at = at_door.and_then(|at_door| at_door.check_in).and_then(|check_in| check_in.first_at);
    let (conference, registration) = (&held.edition.conference, held.registration());
    let checked_in_at =
        certifies(conference, registration, checked_in_at, app.context.now()).map_err(|why| refused(&held, why))?;
    if !request.wants_html {
        let certificate = Certificate {
            registration: registration.id.as_str(),
            name: registration.name.as_str(),
            affiliation: registration.affiliation.as_deref(),
            conference: &conference.name,
            starts_on: conference.starts_on,
            ends_on: conference.ends_on,
            pool: registration.pool.as_str(),
            checked_in_at,
        };
        return Ok(Reply::json(200, &certificate));
    }
    let layout = request.layout().titled(request.t("certificate-title"));
    let (number, script) = (number(&registration.id), web::script("print"));
    Ok(Reply::page(200, &CertificatePage { layout, conference, registration, number, script }))
}
