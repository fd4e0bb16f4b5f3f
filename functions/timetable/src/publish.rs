//! Publishing: what would change, doing it, and what each release changed.

use askama::Template;
use domain::conference::Conference;
use domain::input::{Reading, boolean};
use domain::instant::readable;
use domain::timetable::{Change, SessionId};
use serde_json::json;
use store::{Edition, PublishOutcome, Published};
use web::{App, Layout, Problem, Reply, Request};

#[derive(Template)]
#[template(path = "publish.html")]
struct PreviewPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    number: Option<u32>,
    changes: Vec<String>,
    /// How many people are written to.
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

/// `GET …/timetable/publish`: what publishing now would do.
pub(crate) async fn preview(app: &App, request: &Request) -> Result<Reply, Problem> {
    if request.wants_html {
        return preview_page(app, request, None).await;
    }
    let edition = request.edition()?;
    let made = app.store.preview_timetable(&app.context, edition).await?;
    let (changes, mails) = made.map(|(made, mails)| (made.changes, mails)).unwrap_or_default();
    let last = app.store.release_head(edition.id()).await?.map(|head| head.number);
    Ok(Reply::json(200, &json!({ "release": last, "changes": shown(&edition.conference, &changes), "mails": mails })))
}

async fn preview_page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let conference = &*edition.conference;
    let made = app.store.preview_timetable(&app.context, edition).await?;
    let number = app.store.release_head(edition.id()).await?.map(|head| head.number);
    let (changes, mails) = made.map(|(made, mails)| (made.changes, mails)).unwrap_or_default();
    let changes = changes.iter().map(|change| change.sentence(conference)).collect();
    let layout = request.layout().titled("Publish the timetable");
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
            let changes = shown(&edition.conference, &changes);
            Ok(Reply::json(200, &json!({ "release": number, "changes": changes, "mails": mails })))
        }
        Err(problem) if request.is_page_form() => preview_page(app, request, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn published(app: &App, request: &Request) -> Result<(Option<u32>, Vec<Change>, usize), Problem> {
    let edition = request.edition()?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let wish = reading.root(&document).map(|o| {
        let announce = o.optional("announce", boolean).unwrap_or(source == domain::input::Source::Typed);
        o.done();
        announce
    });
    let announce = reading.finish(wish)?;
    match app.store.publish_draft(&app.context, edition, None, announce).await? {
        PublishOutcome::Done { number, changes, mails } => {
            tracing::info!(conference.id = %edition.id(), release = number, metric.releases = 1, "published");
            Ok((Some(number), changes, mails))
        }
        PublishOutcome::Unchanged(number) => Ok((number, Vec::new(), 0)),
        PublishOutcome::Busy => {
            Err(Problem::busy("others publish at the same time; look what they changed, and try again"))
        }
    }
}

/// Publishes some sessions as the draft has them, if the timetable is published at all; answers the release's number.
pub(crate) async fn republish(app: &App, edition: &Edition, only: &[SessionId]) -> Result<Option<u32>, Problem> {
    match app.store.publish_draft(&app.context, edition, Some(only), false).await? {
        PublishOutcome::Done { number, .. } => Ok(Some(number)),
        PublishOutcome::Unchanged(number) => Ok(number),
        PublishOutcome::Busy => Err(Problem::busy("it is changed in the draft, and not published yet; publish it")),
    }
}

fn shown(conference: &Conference, changes: &[Change]) -> Vec<serde_json::Value> {
    let with_words = |change: &Change| {
        let mut shown = serde_json::to_value(change).unwrap_or_default();
        shown["detail"] = change.sentence(conference).into();
        shown
    };
    changes.iter().map(with_words).collect()
}

/// `GET …/timetable/releases`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let releases = app.store.published(edition.id()).await?;
    if !request.wants_html {
        return Ok(Reply::json(200, &json!({ "releases": releases })));
    }
    let zone = &edition.conference.time_zone;
    let layout = request.layout().titled("Releases of the timetable");
    let organizer = request.caller.organizes(Some(edition));
    let releases = releases.into_iter().map(|r| (readable(r.published_at, zone), r)).map(|(at, r)| (r, at)).collect();
    Ok(Reply::page(200, &ReleasesPage { layout, conference: &edition.conference, releases, organizer }))
}
