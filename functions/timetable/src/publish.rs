//! Publishing: a preview, the release itself, and the changes of each release.

use askama::Template;
use contract::timetable::{Release, ReleaseMade, Releases, TimetableChange};
use domain::conference::Conference;
use domain::input::{Reading, boolean};
use domain::phrase::Phrase;
use domain::timetable::{Change, SessionId};
use store::{Edition, PublishOutcome, Published};
use web::{App, Layout, Problem, Reply, Request};

use crate::wording::ChangeLine;

#[derive(Template)]
#[template(path = "publish.html")]
struct PreviewPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    number: Option<u32>,
    changes: Vec<ChangeLine>,
    /// The number of people who get a mail.
    mails: usize,
    problem: Option<&'a Problem>,
}

#[derive(Template)]
#[template(path = "releases.html")]
struct ReleasesPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    releases: Vec<(Published, String)>,
    organizer: bool,
}

/// `GET …/timetable/publish`: shows what publishing now would change.
pub(crate) async fn preview(app: &App, request: &Request) -> Result<Reply, Problem> {
    if request.wants_html {
        return preview_page(app, request, None).await;
    }
    let edition = request.edition()?;
    let made = app.store.preview_timetable(&app.context, edition).await?;
    let (changes, mails) = made.map(|(made, mails)| (made.changes, mails)).unwrap_or_default();
    let last = app.store.release_head(edition.id()).await?.map(|head| head.number);
    let changes = answers(&edition.conference, &changes);
    Ok(Reply::json(200, &ReleaseMade { release: last, changes, mails }))
}

async fn preview_page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let conference = &*edition.conference;
    let made = app.store.preview_timetable(&app.context, edition).await?;
    let number = app.store.release_head(edition.id()).await?.map(|head| head.number);
    let (changes, mails) = made.map(|(made, mails)| (made.changes, mails)).unwrap_or_default();
    let changes = changes.into_iter().map(|change| ChangeLine::new(request.messages, conference, change)).collect();
    let layout = request.layout().titled(request.t("publish-title"));
    let page = PreviewPage { layout, conference, number, changes, mails, problem };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// `POST …/timetable/publish` `{announce?}`
pub(crate) async fn publish(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    match published(app, request).await {
        Ok((number, changes, mails)) => {
            if request.is_page_form() {
                return Ok(Reply::see_other(&format!("/conferences/{}/timetable/releases", edition.id())));
            }
            let changes = answers(&edition.conference, &changes);
            Ok(Reply::json(200, &ReleaseMade { release: number, changes, mails }))
        }
        Err(problem) if request.is_page_form() => preview_page(app, request, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn published(app: &App, request: &Request) -> Result<(Option<u32>, Vec<Change>, usize), Problem> {
    let edition = request.edition()?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).map(|o| {
        let announce = o.optional("announce", boolean).unwrap_or(source == domain::input::Source::Typed);
        o.done();
        announce
    });
    let announce = reading.finish(requested)?;
    match app.store.publish_draft(&app.context, edition, None, announce).await? {
        PublishOutcome::Done { number, changes, mails } => {
            tracing::info!(conference.id = %edition.id(), release = number, metric.releases = 1, "published");
            Ok((Some(number), changes, mails))
        }
        PublishOutcome::Unchanged(number) => Ok((number, Vec::new(), 0)),
        PublishOutcome::Busy => Err(Problem::busy(Phrase::of("publish-busy"))),
    }
}

/// Publishes some sessions of the draft if the timetable has been published; returns the release's number.
pub(crate) async fn republish(app: &App, edition: &Edition, only: &[SessionId]) -> Result<Option<u32>, Problem> {
    match app.store.publish_draft(&app.context, edition, Some(only), false).await? {
        PublishOutcome::Done { number, .. } => Ok(Some(number)),
        PublishOutcome::Unchanged(number) => Ok(number),
        PublishOutcome::Busy => Err(Problem::busy(Phrase::of("publish-draft-only"))),
    }
}

fn answers<'a>(conference: &Conference, changes: &'a [Change]) -> Vec<TimetableChange<'a>> {
    changes.iter().map(|change| TimetableChange::new(conference, change)).collect()
}

/// `GET …/timetable/releases`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let releases = app.store.published(edition.id()).await?;
    if !request.wants_html {
        let releases = releases.iter().map(|made| Release {
            number: made.number,
            published_at: made.published_at,
            changes: &made.changes,
        });
        return Ok(Reply::json(200, &Releases { releases: releases.collect() }));
    }
    let zone = &edition.conference.time_zone;
    let layout = request.layout().titled(request.t("releases"));
    let organizer = request.caller.organizes(Some(edition));
    let releases = releases
        .into_iter()
        .map(|r| (request.messages.instant(r.published_at, zone), r))
        .map(|(at, r)| (r, at))
        .collect();
    Ok(Reply::page(200, &ReleasesPage { layout, conference: &edition.conference, releases, organizer }))
}
