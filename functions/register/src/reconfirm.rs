//! "Are you still coming?" for the holder: the page with two buttons, and the answer.

use askama::Template;
use domain::conference::Conference;
use domain::conference::Silence;
use domain::input::{boolean, only};
use domain::phrase::Phrase;
use domain::reconfirmation::Campaign;
use domain::registration::Registration;
use jiff::tz::TimeZone;
use store::ReconfirmOutcome;
use web::{App, Kind, Layout, Problem, Reply, Request};

use crate::held::{Held, held};
use crate::show::{self, COOKIE_SECONDS};

#[derive(Template)]
#[template(path = "reconfirm.html")]
struct ReconfirmPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    registration: &'a Registration,
    /// `asked`, `coming`, `not_coming`, `kept`, `returned`, or empty if the question was not asked.
    status: &'a str,
    /// The deadline for an answer, in the conference's zone and in UTC.
    until: Option<(String, String)>,
    over: bool,
    returns: bool,
    done: bool,
    problem: Option<&'a Problem>,
}

async fn page(
    app: &App,
    request: &Request,
    held: &Held<'_>,
    done: bool,
    problem: Option<&Problem>,
) -> Result<Reply, Problem> {
    let conference = &held.edition.conference;
    let registration = held.registration();
    let campaign: Option<Campaign> = app.store.campaign_figures(held.edition).await?.map(|known| known.campaign);
    let known = registration.reconfirmation.as_ref();
    let zone = &conference.time_zone;
    let messages = request.messages;
    let until = campaign.as_ref().map(|campaign| {
        (messages.instant(campaign.answer_by, zone), messages.instant(campaign.answer_by, &TimeZone::UTC))
    });
    let page = ReconfirmPage {
        layout: request.layout().titled(request.t("reconfirm-title")),
        conference,
        registration,
        status: known.map_or("", |known| known.state.as_str()),
        until,
        over: campaign.as_ref().is_some_and(|campaign| campaign.is_over(app.context.now())),
        returns: campaign.is_some_and(|campaign| campaign.silence == Silence::Return),
        done,
        problem,
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// `GET …/registrations/{id}/reconfirm`: moves the mailed link's token into a cookie. Opening the page answers nothing,
/// because mail scanners open links.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let held = held(app, request).await?;
    if !request.wants_html {
        return Ok(Reply::json(200, &show::whole(held.registration(), &held.person.email)));
    }
    if let (true, Some(token)) = (held.by_token, request.query("token")) {
        // The cookie also covers the registration's own page.
        let path = format!("/conferences/{}/registrations/{}", held.edition.id(), held.id);
        return Ok(Reply::see_other(&request.path).cookie(show::COOKIE, token, &path, COOKIE_SECONDS));
    }
    page(app, request, &held, request.query("done").is_some(), None).await
}

/// `POST …/registrations/{id}/reconfirm` `{coming: true | false}`
pub(crate) async fn answer(app: &App, request: &Request) -> Result<Reply, Problem> {
    let mut held = held(app, request).await?;
    let answered = answer_held(app, request, &held).await;
    let registration_page = format!("/conferences/{}/registrations/{}", held.edition.id(), held.id);
    match answered {
        Ok(registration) if request.is_page_form() => Ok(Reply::see_other(&if registration.is_confirmed() {
            format!("{}?done", request.path)
        } else {
            format!("{registration_page}?done=cancelled")
        })),
        Ok(registration) => Ok(Reply::json(200, &show::whole(&registration, &held.person.email))),
        Err(problem) if request.is_page_form() => {
            // Read it again, because it may have been cancelled in the meantime.
            if let Some(person) = app.store.person(held.edition.id(), &held.id).await?
                && person.registration(&held.id).is_some()
            {
                held.person = person;
            }
            page(app, request, &held, false, Some(&problem)).await
        }
        Err(problem) => Err(problem),
    }
}

async fn answer_held(app: &App, request: &Request, held: &Held<'_>) -> Result<Registration, Problem> {
    let (document, source) = request.document()?;
    let coming = only(source, &document, "coming", boolean)?;
    let c = held.edition.id();
    let again = |problem: Problem| {
        problem.way("register", Phrase::of("way-register-again"), format!("/conferences/{c}/register"))
    };
    match app.store.reconfirm(&app.context, held.edition, &held.id, coming).await? {
        Some(ReconfirmOutcome::Coming(registration) | ReconfirmOutcome::Cancelled(registration)) => {
            tracing::info!(conference.id = %c, registration.id = %registration.id, coming, "answered");
            Ok(registration)
        }
        Some(ReconfirmOutcome::Gone(_)) => {
            let detail = Phrase::of("reconfirm-gone");
            Err(again(Problem::new(Kind::RegistrationCancelled, detail)))
        }
        Some(ReconfirmOutcome::NotAsked(_)) => {
            let path = format!("/conferences/{c}/registrations/{}", held.id);
            let detail = Phrase::of("reconfirm-not-asked");
            Err(Problem::new(Kind::NotAsked, detail).way("registration", Phrase::of("way-registration"), path))
        }
        Some(ReconfirmOutcome::Over(answer_by)) => {
            let detail = Phrase::of("reconfirm-over").instant("until", answer_by, &held.edition.conference.time_zone);
            Err(again(Problem::new(Kind::ReconfirmationOver, detail)))
        }
        Some(ReconfirmOutcome::Busy) => Err(Problem::busy(Phrase::of("reconfirm-busy"))),
        None => Err(Problem::not_found("no-such-registration")),
    }
}
