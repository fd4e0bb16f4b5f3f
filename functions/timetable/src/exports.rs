//! Exports of the timetable in every format: the whole, one track, one person, or one session.

use domain::conference::{Conference, Track};
use domain::phrase::Phrase;
use domain::timetable::{Guid, Released, SessionId};
use formats::ical::{self, Of};
use formats::jsonld;
use formats::published::Published;
use formats::schedule;
use messages::{Language, Messages, TIMETABLE};
use web::{App, Problem, Reply, Request};

use crate::placement::read_id;
use crate::view::View;

/// The most sessions that one calendar can select by id.
const PICKS_MAX: usize = 300;

/// Answers an export of the release that the request sees.
async fn exported(
    app: &App,
    request: &Request,
    content_type: &'static str,
    make: impl FnOnce(&Published<'_>) -> String,
) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let home = home(app, request, &edition.conference);
    let view = View::of(app, request).await?;
    view.answer(request, || {
        let published = Published { conference: &edition.conference, release: &view.release, home: &home };
        Ok(Reply::new(200, content_type, make(&published)))
    })
}

/// A public calendar is in the edition's language: programs fetch it, for readers who are not known.
fn words(request: &Request) -> Result<CalendarWords, Problem> {
    let language = Language::of_tag(request.edition()?.conference.language).unwrap_or_default();
    Ok(CalendarWords(Messages::new(language, &TIMETABLE)))
}

/// The words of a calendar's descriptions.
#[derive(Debug)]
pub(crate) struct CalendarWords(pub(crate) Messages);

impl ical::Words for CalendarWords {
    fn led_by(&self, leads: &str) -> String {
        self.0.t("calendar-led-by").arg("leads", leads).to_string()
    }

    fn not_recorded(&self) -> String {
        self.0.t("calendar-not-recorded").to_string()
    }
}

fn home(app: &App, request: &Request, conference: &Conference) -> String {
    format!("{}/conferences/{}", request.base_url(app), conference.id)
}

/// `GET …/timetable.json`: schedule JSON for conference apps.
pub(crate) async fn json(app: &App, request: &Request) -> Result<Reply, Problem> {
    exported(app, request, "application/json", |published| schedule::json(&schedule::schedule(published))).await
}

/// `GET …/timetable.xml`
pub(crate) async fn xml(app: &App, request: &Request) -> Result<Reply, Problem> {
    exported(app, request, "application/xml", |published| schedule::xml(&schedule::schedule(published))).await
}

/// `GET …/timetable.csv`
pub(crate) async fn csv(app: &App, request: &Request) -> Result<Reply, Problem> {
    let name = format!("{}-timetable.csv", request.edition()?.id());
    let table = exported(app, request, "text/csv; charset=utf-8", schedule::csv).await?;
    Ok(table.header("content-disposition", &format!("attachment; filename=\"{name}\"")))
}

pub(crate) const CALENDAR: &str = "text/calendar; charset=utf-8";

/// `GET …/timetable.ics`; with `?sessions=a,b` only these sessions, for bookmarks that the browser stores.
pub(crate) async fn calendar(app: &App, request: &Request) -> Result<Reply, Problem> {
    let words = words(request)?;
    let Some(picks) = request.query("sessions") else {
        return exported(app, request, CALENDAR, |published| ical::calendar(published, Of::Whole, &words)).await;
    };
    let error = |detail: Phrase| Problem::validation("/sessions", detail);
    let picks = picks.split(',').filter(|id| !id.is_empty());
    let ids = picks.map(|id| read_id(&id.into())).collect::<Result<Vec<SessionId>, _>>().map_err(error)?;
    if ids.len() > PICKS_MAX {
        return Err(error(Phrase::of("must-be-at-most-ids").arg("max", PICKS_MAX)));
    }
    exported(app, request, CALENDAR, |published| ical::calendar(published, Of::These(&ids), &words)).await
}

/// `GET …/timetable/tracks/{track}.ics`
pub(crate) async fn track(app: &App, request: &Request, track: &Track) -> Result<Reply, Problem> {
    let words = words(request)?;
    exported(app, request, CALENDAR, |published| ical::calendar(published, Of::Track(&track.id), &words)).await
}

/// `GET …/timetable/people/{person}.ics`
pub(crate) async fn person(app: &App, request: &Request, person: &Guid) -> Result<Reply, Problem> {
    let view = View::of(app, request).await?;
    if view.release.of_person(person).next().is_none() {
        return Err(Problem::not_found("no-such-person"));
    }
    let words = words(request)?;
    exported(app, request, CALENDAR, |published| ical::calendar(published, Of::Person(person), &words)).await
}

/// `GET …/sessions/{session}.ics`
pub(crate) async fn session(app: &App, request: &Request, id: &SessionId) -> Result<Reply, Problem> {
    let view = View::of(app, request).await?;
    if view.release.session(id).is_none() {
        return Err(Problem::not_found("no-such-session"));
    }
    let (only, words) = (std::slice::from_ref(id), words(request)?);
    exported(app, request, CALENDAR, |published| ical::calendar(published, Of::These(only), &words)).await
}

/// The timetable as JSON-LD, for its page.
pub(crate) fn json_ld(app: &App, request: &Request, conference: &Conference, view: &View) -> String {
    let home = home(app, request, conference);
    jsonld::timetable(&Published { conference, release: &view.release, home: &home })
}

/// One session as JSON-LD, for its page.
pub(crate) fn session_json_ld(
    app: &App,
    request: &Request,
    conference: &Conference,
    view: &View,
    released: &Released,
) -> String {
    let home = home(app, request, conference);
    jsonld::of_session(&Published { conference, release: &view.release, home: &home }, released)
}
