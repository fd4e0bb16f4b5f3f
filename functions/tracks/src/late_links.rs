//! Late links: people who may send proposals to a track after the deadline.

use askama::Template;
use contract::Stated;
use contract::tracks::{self as answers, LateLinkAct, LateLinkChange, LateLinkStatus};
use domain::call::LateLink;
use domain::conference::{Conference, Track};
use domain::input::{Reading, any_text, parsed};
use domain::instant::Deadline;
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use jiff::Timestamp;
use store::LateLinkOutcome;
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

use crate::named;

fn shown<'a>(app: &App, track: &'a Track, link: &'a LateLink) -> answers::LateLink<'a> {
    let state = match (link.revoked_at, link.works(app.context.now())) {
        (Some(_), _) => LateLinkStatus::Revoked,
        (None, true) => LateLinkStatus::Working,
        (None, false) => LateLinkStatus::Over,
    };
    let act = |act: &'a domain::call::LateAct| LateLinkChange {
        at: act.at,
        by: &act.by,
        act: if act.until.is_some() { LateLinkAct::Given } else { LateLinkAct::Revoked },
    };
    answers::LateLink {
        id: &link.id,
        track: track.id.as_str(),
        email: &link.email,
        until: link.until.at,
        announced: &link.until.announced,
        state: Stated::new(state),
        log: link.log.iter().map(act).collect(),
    }
}

#[derive(Template)]
#[template(path = "late-links.html")]
struct LateLinksPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    track: &'a Track,
    links: Vec<(answers::LateLink<'a>, String)>,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

impl LateLinksPage<'_> {
    fn when(&self, at: &Timestamp) -> String {
        self.layout.messages.instant(*at, &self.conference.time_zone)
    }
}

/// `GET …/tracks/{track}/late-links`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    show(app, request, None).await
}

async fn show(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let track = named(request, edition)?;
    let links = app.store.late_links(edition.id(), &track.id).await?;
    if !request.wants_html {
        let late_links = links.iter().map(|link| shown(app, track, link)).collect();
        return Ok(Reply::json(200, &answers::LateLinks { late_links }));
    }
    let conference = &*edition.conference;
    let spelled = |link: &LateLink| request.messages.spelled(&link.until, &conference.time_zone);
    let links = links.iter().map(|link| (shown(app, track, link), spelled(link))).collect();
    let typed = request.typed();
    let values = Typed::new(&typed, problem);
    let layout = request.layout().titled(request.t("late-title"));
    let page = LateLinksPage { layout, conference, track, links, values, problem };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// `POST …/tracks/{track}/late-links` `{email, until}`
pub(crate) async fn give(app: &App, request: &Request) -> Result<Reply, Problem> {
    match given(app, request).await {
        Ok((link, created)) if !request.is_page_form() => {
            let track = named(request, request.edition()?)?;
            Ok(Reply::json(if created { 201 } else { 200 }, &shown(app, track, &link)))
        }
        Ok(_) => Ok(Reply::see_other(&request.path)),
        Err(problem) if request.is_page_form() => show(app, request, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn given(app: &App, request: &Request) -> Result<(LateLink, bool), Problem> {
    let edition = request.edition()?;
    let track = named(request, edition)?;
    let zone = &edition.conference.time_zone;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|o| {
        let email = o.required("email", parsed::<EmailAddress>);
        let until = o.required("until", |v| Deadline::parse(any_text(v)?, zone));
        if let Some(until) = &until {
            let now = app.context.now();
            match &track.cfp {
                _ if until.at <= now => o.reject("until", Phrase::of("late-in-future").arg("now", now)),
                Some(cfp) if until.at <= cfp.window.closes.at => {
                    let closes = cfp.window.closes.spelled(zone);
                    o.reject("until", Phrase::of("late-after-deadline").arg("closes", closes));
                }
                _ => {}
            }
        }
        o.done();
        Some((email?, until?))
    });
    let (email, until) = reading.finish(requested)?;
    let by = request.caller.email.as_ref().expect("leads are signed in");
    match app.store.give_late_link(&app.context, edition, &track.id, (&email, &until), by).await? {
        LateLinkOutcome::Given(link) => {
            tracing::info!(track = track.id.as_str(), late_link = link.id, "a late link was given");
            Ok((link, true))
        }
        LateLinkOutcome::Already(link) => Ok((link, false)),
        LateLinkOutcome::NoCall => {
            Err(Problem::new(Kind::NotFound, Phrase::of("late-no-call").arg("track", &track.name)))
        }
        LateLinkOutcome::TooOften => {
            let most = LateLink::ACTS_MAX;
            Err(Problem::validation("/email", Phrase::of("late-too-often").arg("most", most)))
        }
    }
}

/// `DELETE …/tracks/{track}/late-links/{link}`, and the page's form.
pub(crate) async fn revoke(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let track = named(request, edition)?;
    let id = request.parameter("link").unwrap_or_default();
    let by = request.caller.email.as_ref().expect("leads are signed in");
    let link = app.store.revoke_late_link(&app.context, edition.id(), &track.id, id, by).await?;
    let link = link.ok_or_else(|| Problem::not_found("no-such-late-link"))?;
    tracing::info!(track = track.id.as_str(), late_link = link.id, "a late link was taken back");
    if request.is_page_form() {
        return Ok(Reply::see_other(&format!("/conferences/{}/tracks/{}/late-links", edition.id(), track.id)));
    }
    Ok(Reply::json(200, &shown(app, track, &link)))
}
