//! `POST …/no-shows/{id}/give-back`: a person whose pass was offered on comes late.

use domain::input::{Reading, boolean};
use domain::phrase::Phrase;
use domain::registration::RegistrationId;
use domain::ticket::Scan;
use store::GiveBackOutcome;
use web::{App, Kind, Problem, Reply, Request};

use crate::scan::unknown;
use crate::{door, scan, walk_in};

/// Gives the pass back; the ticket works again. A repeat finds it given back.
pub(crate) async fn give_back(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let path = format!("/conferences/{}", edition.id());
    match given_back(app, request).await {
        Ok((id, true)) if request.is_page_form() => {
            Ok(Reply::see_other(&format!("{path}/check-in?registration={id}&done=given_back")))
        }
        Ok(_) if request.is_page_form() => Ok(Reply::see_other(&format!("{path}/no-shows?done=given_back"))),
        Ok((id, _)) => {
            let at_door = app.store.at_door(edition.id(), &id).await?.ok_or_else(unknown)?;
            Ok(Reply::json(200, &door::person(&at_door.registration, at_door.check_in.as_ref())))
        }
        Err(problem) if request.is_page_form() => door::page(app, request, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn given_back(app: &App, request: &Request) -> Result<(RegistrationId, bool), Problem> {
    let edition = request.edition()?;
    let id = request.parameter("id").and_then(RegistrationId::parse).ok_or_else(unknown)?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let check_in = reading.root(&document).map(|o| {
        let check_in = o.optional("check_in", boolean);
        o.done();
        check_in.unwrap_or_default()
    });
    let check_in = reading.finish(check_in)?;
    match app.store.give_back(&app.context, edition, &id).await?.ok_or_else(unknown)? {
        GiveBackOutcome::Holds(_) => {}
        GiveBackOutcome::Cancelled(_) => {
            let detail = Phrase::of("give-back-cancelled");
            return Err(Problem::new(Kind::RegistrationCancelled, detail));
        }
        GiveBackOutcome::HasPass(other) => return Err(walk_in::already(&other)),
        GiveBackOutcome::NoPass(why) => return Err(walk_in::none_left(why)),
        GiveBackOutcome::Busy => return Err(Problem::busy(Phrase::of("register-busy"))),
    }
    tracing::info!(conference.id = %edition.id(), registration = %id, "pass given back");
    if check_in {
        let scanned = Scan { device: app.context.id("device", 10), at: app.context.now() };
        scan::admit(app, request, &id, &scanned).await?;
    }
    Ok((id, check_in))
}
