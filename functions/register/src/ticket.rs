//! The ticket of a pass: its QR code as a page, as SVG and as PNG.

use askama::Template;
use contract::check_in::Ticket;
use domain::conference::Conference;
use domain::phrase::Phrase;
use domain::registration::Registration;
use domain::ticket::{Refused, admits, number};
use formats::qr::Picture;
use store::ticket_code;
use web::{App, Kind, Layout, Problem, Reply, Request};

use crate::held::{Held, held};
use crate::show;

#[derive(Template)]
#[template(path = "ticket.html")]
struct TicketPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    registration: &'a Registration,
    ticket: Drawn,
    checked_in: Option<String>,
}

/// A ticket that a page shows.
pub(crate) struct Drawn {
    /// In groups, to type it.
    pub(crate) code: String,
    pub(crate) number: String,
    pub(crate) side: usize,
    pub(crate) path: String,
}

/// The ticket of a registration that lets in.
pub(crate) fn drawn(app: &App, registration: &Registration) -> Option<Drawn> {
    admits(registration).ok()?;
    let code = ticket_code(&app.context, registration);
    let picture = Picture::of(&code.text())?;
    let number = number(&registration.id);
    Some(Drawn { code: code.spelled(), number, side: picture.side(), path: picture.path() })
}

/// The registration of the path, if it lets in.
async fn admitted<'a>(app: &App, request: &'a Request) -> Result<Held<'a>, Problem> {
    let held = held(app, request).await?;
    let pass = format!("/conferences/{}/registrations/{}", held.edition.id(), held.id);
    match admits(held.registration()) {
        Ok(()) => Ok(held),
        Err(Refused::NotConfirmed) => {
            let detail = Phrase::of("ticket-confirm-first");
            Err(Problem::new(Kind::AddressNotConfirmed, detail).way("registration", Phrase::of("way-pass"), pass))
        }
        Err(Refused::Cancelled) => {
            let detail = Phrase::of("ticket-cancelled");
            Err(Problem::new(Kind::RegistrationCancelled, detail).way("registration", Phrase::of("way-pass"), pass))
        }
        Err(Refused::OfferedOn) => {
            let detail = Phrase::of("ticket-offered-on");
            Err(Problem::new(Kind::PassOfferedOn, detail).way("registration", Phrase::of("way-pass"), pass))
        }
        Err(Refused::Virtual) => {
            let detail = Phrase::of("ticket-not-needed");
            Err(Problem::new(Kind::TicketVirtual, detail).way("registration", Phrase::of("way-pass"), pass))
        }
    }
}

async fn picture(app: &App, request: &Request) -> Result<Picture, Problem> {
    let held = admitted(app, request).await?;
    let code = ticket_code(&app.context, held.registration()).text();
    Picture::of(&code).ok_or_else(|| Problem::new(Kind::Broken, Phrase::of("ticket-no-picture")))
}

/// `GET …/registrations/{id}/ticket`: the mailed link's token moves into a cookie, like on the pass page.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let held = admitted(app, request).await?;
    let pass = format!("/conferences/{}/registrations/{}", held.edition.id(), held.id);
    if let (true, true, Some(token)) = (request.wants_html, held.by_token, request.query("token")) {
        return Ok(Reply::see_other(&request.path).cookie(show::COOKIE, token, &pass, show::COOKIE_SECONDS));
    }
    let at_door = app.store.at_door(held.edition.id(), &held.id).await?;
    let checked_in_at = at_door.and_then(|at_door| at_door.check_in).and_then(|check_in| check_in.first_at);
    let registration = held.registration();
    if !request.wants_html {
        return Ok(Reply::json(
            200,
            &Ticket {
                registration: registration.id.to_string(),
                code: ticket_code(&app.context, registration).text(),
                number: number(&registration.id),
                name: registration.name.to_string(),
                pool: registration.pool.to_string(),
                svg: format!("{pass}/ticket.svg"),
                png: format!("{pass}/ticket.png"),
                checked_in_at,
            },
        ));
    }
    let conference = &held.edition.conference;
    let ticket = drawn(app, registration).ok_or_else(|| Problem::new(Kind::Broken, Phrase::of("ticket-no-picture")))?;
    let page = TicketPage {
        layout: request.layout().titled(request.t("ticket-title")),
        conference,
        registration,
        ticket,
        checked_in: checked_in_at.map(|at| request.messages.short_instant(at, &conference.time_zone)),
    };
    Ok(Reply::page(200, &page))
}

/// `GET …/registrations/{id}/ticket.svg`
pub(crate) async fn svg(app: &App, request: &Request) -> Result<Reply, Problem> {
    let svg = picture(app, request).await?.svg();
    Ok(Reply::new(200, "image/svg+xml", svg).header("cache-control", "private, no-store"))
}

/// `GET …/registrations/{id}/ticket.png`
pub(crate) async fn png(app: &App, request: &Request) -> Result<Reply, Problem> {
    let png = picture(app, request).await?.png_base64();
    Ok(Reply::binary("image/png", png).header("cache-control", "private, no-store"))
}
