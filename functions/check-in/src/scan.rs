//! `POST …/check-ins`: a scan, as it happens or hours later.

use contract::check_in::{CheckInState, CheckedIn};
use domain::input::{Object, Reading, any_text, line};
use domain::person::PersonKey;
use domain::phrase::Phrase;
use domain::registration::{Registration, RegistrationId};
use domain::ticket::{CLOCK_AHEAD, Refused, Scan, Scanned, TicketCode, number};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;
use store::{ScanOutcome, is_ticket_of};
use web::{App, Kind, Problem, Reply, Request};

use crate::door;

/// A scan as it was sent.
struct Sent {
    /// The code or the id of a registration.
    which: Which,
    at: Option<Timestamp>,
    device: Option<String>,
}

enum Which {
    Code(String),
    Registration(String),
}

/// An instant as devices note it.
fn instant(value: &Value) -> Result<Timestamp, Phrase> {
    any_text(value)?.parse().map_err(|_| Phrase::of("must-be-instant"))
}

fn read(o: &Object<'_>, now: Timestamp) -> Option<Sent> {
    let code = o.optional("code", line(200));
    let registration = o.optional("registration", line(100));
    let at = o.optional("at", instant);
    if at.is_some_and(|at| at > now + CLOCK_AHEAD) {
        o.reject("at", Phrase::of("scan-in-future"));
    }
    let device = o.optional("device", line(64));
    let which = match (code, registration) {
        (Some(code), None) => Some(Which::Code(code)),
        (None, Some(registration)) => Some(Which::Registration(registration)),
        (Some(_), Some(_)) => {
            o.reject("registration", Phrase::of("scan-code-or-registration"));
            None
        }
        (None, None) => {
            o.reject("code", Phrase::of("scan-code-required"));
            None
        }
    };
    Some(Sent { which: which?, at, device })
}

pub(crate) fn unknown() -> Problem {
    Problem::new(Kind::TicketUnknown, Phrase::of("scan-unknown"))
}

/// The caller's key, which a check-in stores.
pub(crate) fn doorkeeper(request: &Request) -> Result<PersonKey, Problem> {
    let email = request.caller.email.as_ref();
    let email = email.ok_or_else(|| Problem::new(Kind::SignInRequired, Phrase::of("scan-sign-in")))?;
    Ok(request.edition()?.person_key(email))
}

/// Finds the registration of a scanned code. The code must carry our signature.
async fn find(app: &App, request: &Request, which: &Which) -> Result<RegistrationId, Problem> {
    let c = request.edition()?.id();
    match which {
        Which::Registration(id) => RegistrationId::parse(id).ok_or_else(unknown),
        Which::Code(text) => {
            let code = TicketCode::parse(text).ok_or_else(unknown)?;
            let at_door = app.store.at_door(c, &code.registration).await?.ok_or_else(unknown)?;
            if !is_ticket_of(&app.context, &code, &at_door.registration) {
                return Err(unknown());
            }
            Ok(code.registration)
        }
    }
}

/// `POST …/check-ins` `{code | registration, at, device}`
pub(crate) async fn check_in(app: &App, request: &Request) -> Result<Reply, Problem> {
    match scanned(app, request).await {
        Ok(done) if request.is_page_form() => {
            let state = done.state.as_str();
            let path = format!("/conferences/{}/check-in", request.edition()?.id());
            Ok(Reply::see_other(&format!("{path}?registration={}&done={state}", done.registration)))
        }
        Ok(done) => Ok(Reply::json(200, &done)),
        Err(problem) if request.is_page_form() => door::page(app, request, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn scanned(app: &App, request: &Request) -> Result<CheckedIn, Problem> {
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let sent = reading.root(&document).and_then(|o| {
        let sent = read(&o, app.context.now());
        o.done();
        sent
    });
    let sent = reading.finish(sent)?;
    let id = find(app, request, &sent.which).await?;
    let scan = identified(app, request, &id, sent.device, sent.at).await?;
    admit(app, request, &id, &scan).await
}

/// Checks a person in.
pub(crate) async fn admit(
    app: &App,
    request: &Request,
    id: &RegistrationId,
    scan: &Scan,
) -> Result<CheckedIn, Problem> {
    let by = doorkeeper(request)?;
    let c = request.edition()?.id();
    match app.store.scan(&app.context, c, id, scan, &by).await?.ok_or_else(unknown)? {
        ScanOutcome::Busy => Err(Problem::busy(Phrase::of("scan-busy"))),
        ScanOutcome::Refused(registration, refused) => Err(refusal(&registration, refused)),
        ScanOutcome::Scanned(registration, scanned) => answer(request, &registration, scan, scanned),
    }
}

/// The answer to a scan of a ticket that lets in.
fn answer(request: &Request, registration: &Registration, scan: &Scan, scanned: Scanned) -> Result<CheckedIn, Problem> {
    let edition = request.edition()?;
    let id = &registration.id;
    let (state, first_at) = match scanned {
        Scanned::Admit(after) => {
            tracing::info!(conference.id = %edition.id(), registration = %id, "checked in");
            (CheckInState::CheckedIn, after.first_at.unwrap_or(scan.at))
        }
        Scanned::Repeat { first_at } => (CheckInState::CheckedIn, first_at),
        Scanned::Already { first_at, .. } => (CheckInState::AlreadyCheckedIn, first_at),
        Scanned::Undone { undone_at } => return Err(undone(request, registration, undone_at)),
    };
    Ok(CheckedIn {
        state,
        first_at,
        registration: id.to_string(),
        number: number(id),
        name: registration.name.to_string(),
        pool: registration.pool.to_string(),
        notes: door::notes(request.messages, &edition.conference, registration),
    })
}

/// The scan that a request is. A form has a device of its own and no time, so that sending it twice is one scan. A
/// request with neither is always another scan.
async fn identified(
    app: &App,
    request: &Request,
    id: &RegistrationId,
    device: Option<String>,
    at: Option<Timestamp>,
) -> Result<Scan, Problem> {
    let now = app.context.now();
    match (device, at) {
        (Some(device), Some(at)) => Ok(Scan { device, at }),
        (None, at) => Ok(Scan { device: format!("api-{}", app.context.id("device", 10)), at: at.unwrap_or(now) }),
        (Some(device), None) => {
            let at_door = app.store.at_door(request.edition()?.id(), id).await?;
            let admitted = at_door.and_then(|at_door| at_door.check_in).and_then(|check_in| check_in.admitted);
            Ok(admitted.filter(|scan| scan.device == device).unwrap_or(Scan { device, at: now }))
        }
    }
}

/// The red answers name the person, so that the door can send them to the desk.
fn refusal(registration: &Registration, refused: Refused) -> Problem {
    let (kind, detail) = match refused {
        Refused::OfferedOn => (Kind::PassOfferedOn, Phrase::of("scan-offered-on")),
        Refused::NotConfirmed => (Kind::AddressNotConfirmed, Phrase::of("scan-not-confirmed")),
        Refused::Cancelled => (Kind::RegistrationCancelled, Phrase::of("scan-cancelled")),
        Refused::Virtual => (Kind::TicketVirtual, Phrase::of("scan-virtual")),
    };
    Problem::new(kind, detail).with("name", registration.name.as_str()).with("number", number(&registration.id))
}

fn undone(request: &Request, registration: &Registration, at: Timestamp) -> Problem {
    let zone = request.edition().map_or(TimeZone::UTC, |edition| edition.conference.time_zone.clone());
    let detail = Phrase::of("scan-undone").instant("at", at, &zone);
    Problem::new(Kind::CheckInUndone, detail).with("name", registration.name.as_str()).with("undone_at", at.to_string())
}
