//! The timetable as pages: days by room, in detail, by track, and search results.

use askama::Template;
use contract::timetable::Timetable;
use domain::conference::{Conference, Track};
use domain::phrase::Phrase;
use domain::timetable::Released;
use web::{App, Layout, Problem, Reply, Request};

use crate::grid::{self, DayTable, What};
use crate::shown::{Clocks, Item};
use crate::view::{View, may_draft};

#[derive(Template)]
#[template(path = "timetable.html")]
struct TimetablePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    head: Head<'a>,
    days: Vec<DayTable<'a>>,
    /// Instead of tables: a list of sessions with their abstracts.
    detail: Option<Vec<DayList<'a>>>,
    query: &'a str,
    found: usize,
    json_ld: String,
}

/// The header of every view of the timetable.
pub(crate) struct Head<'a> {
    pub(crate) number: Option<u32>,
    pub(crate) is_draft: bool,
    pub(crate) changed: String,
    pub(crate) changed_at: String,
    pub(crate) zone: String,
    pub(crate) own_zone: bool,
    /// Index, date, and whether the day is selected.
    pub(crate) days: Vec<(u32, String, bool)>,
    pub(crate) tracks: Vec<(&'a Track, bool)>,
    pub(crate) may_edit: bool,
    /// The query that links preserve: `&zone=Europe/Berlin&draft`.
    pub(crate) keep: String,
    pub(crate) script: String,
    pub(crate) worker: String,
}

/// A day in detail.
pub(crate) struct DayList<'a> {
    pub(crate) label: String,
    pub(crate) date: String,
    pub(crate) items: Vec<Item<'a>>,
}

/// The requested part of the timetable.
struct Filter<'a> {
    day: Option<u32>,
    track: Option<&'a Track>,
    query: &'a str,
    detail: bool,
}

impl<'a> Filter<'a> {
    fn read(request: &'a Request, conference: &'a Conference) -> Result<Self, Problem> {
        let day = match request.query("day").filter(|day| !day.is_empty()) {
            None => None,
            Some(text) => {
                let days = conference.each_day();
                let found = days.iter().find(|day| day.date.to_string() == text || day.index.to_string() == text);
                let dates: Vec<_> = days.iter().map(|day| day.date.to_string()).collect();
                let unknown =
                    || Problem::validation("/day", Phrase::of("must-be-one-of").arg("words", dates.join(", ")));
                Some(found.ok_or_else(unknown)?.index)
            }
        };
        let track = match request.query("track").filter(|track| !track.is_empty()) {
            None => None,
            Some(id) => {
                let unknown = || Problem::validation("/track", conference.must_be_a_track());
                Some(conference.track(id).ok_or_else(unknown)?)
            }
        };
        let query = request.query("q").unwrap_or_default().trim();
        if query.chars().count() > 200 {
            return Err(Problem::validation("/q", Phrase::of("must-be-at-most-200")));
        }
        let detail = request.flag("detail");
        Ok(Self { day, track, query, detail })
    }

    fn lets_through(&self, released: &Released, conference: &Conference) -> bool {
        let session = &released.session;
        let of_track = self.track.is_none_or(|track| session.track.as_ref() == Some(&track.id));
        let day = || conference.each_day().into_iter().find(|d| self.day == Some(d.index));
        let of_day =
            self.day.is_none() || day().is_some_and(|d| d.date == conference.day_of(released.placement.starts_at));
        of_track && of_day && self.finds(released, conference)
    }

    /// Every word must occur in title, text, people, room or track.
    fn finds(&self, released: &Released, conference: &Conference) -> bool {
        if self.query.is_empty() {
            return true;
        }
        let session = &released.session;
        let room = conference.room(&released.placement.room).map_or("", |room| room.name.as_str());
        let track = session.track.as_ref().and_then(|t| conference.track(t.as_str())).map_or("", |t| t.name.as_str());
        let mut text = [session.title.as_str(), &session.abstract_text, room, track].join("\n");
        for person in session.public_people() {
            text.push('\n');
            text.push_str(person.name.as_str());
        }
        let text = text.to_lowercase();
        self.query.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

/// The header of a view.
pub(crate) fn head<'a>(
    request: &Request,
    conference: &'a Conference,
    view: &View,
    clocks: &Clocks,
    day: Option<u32>,
    track: Option<&Track>,
) -> Head<'a> {
    let used = |track: &Track| view.release.sessions.iter().any(|r| r.session.track.as_ref() == Some(&track.id));
    let mut keep = String::new();
    if clocks.own {
        keep = format!("&zone={}", clocks.name());
    }
    if view.is_draft {
        keep.push_str("&draft=1");
    }
    Head {
        number: view.number,
        is_draft: view.is_draft,
        changed: clocks.messages.instant(view.changed_at, &clocks.zone),
        changed_at: view.changed_at.to_string(),
        zone: clocks.name().to_owned(),
        own_zone: clocks.own,
        days: conference
            .each_day()
            .into_iter()
            .map(|d| (d.index, clocks.messages.weekday(d.date), day == Some(d.index)))
            .collect(),
        tracks: conference
            .tracks
            .iter()
            .filter(|t| used(t))
            .map(|t| (t, track.is_some_and(|track| track.id == t.id)))
            .collect(),
        may_edit: request.edition().is_ok_and(|edition| may_draft(request, edition).is_ok()),
        keep,
        script: web::script("timetable"),
        worker: web::script("timetable-worker"),
    }
}

/// `GET …/timetable`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let conference = &*request.edition()?.conference;
    let filter = Filter::read(request, conference)?;
    answer(app, request, conference, &filter).await
}

/// `GET …/timetable/tracks/{track}`; with the suffix `.ics` as a calendar.
pub(crate) async fn track(app: &App, request: &Request) -> Result<Reply, Problem> {
    let conference = &*request.edition()?.conference;
    let name = request.parameter("track").unwrap_or_default();
    let (name, calendar) = name.strip_suffix(".ics").map_or((name, false), |name| (name, true));
    let track = conference.track(name).ok_or_else(|| Problem::not_found("no-such-track-page"))?;
    if calendar {
        return crate::exports::track(app, request, track).await;
    }
    let filter = Filter { track: Some(track), detail: true, ..Filter::read(request, conference)? };
    answer(app, request, conference, &filter).await
}

async fn answer(app: &App, request: &Request, conference: &Conference, filter: &Filter<'_>) -> Result<Reply, Problem> {
    let clocks = Clocks::of(request, conference)?;
    let view = View::of(app, request).await?;
    view.answer(request, || {
        let sessions: Vec<&Released> =
            view.release.sessions.iter().filter(|released| filter.lets_through(released, conference)).collect();
        if !request.wants_html {
            return Ok(Reply::json(200, &answer_of(&view, &sessions)));
        }
        let title = filter.track.map_or_else(|| request.t("timetable-title").to_string(), |track| track.name.clone());
        let detail = filter.detail || !filter.query.is_empty();
        Ok(Reply::page(
            200,
            &TimetablePage {
                layout: request.layout().titled(title),
                conference,
                head: head(request, conference, &view, &clocks, filter.day, filter.track),
                days: if detail {
                    Vec::new()
                } else {
                    grid::days(conference, &sessions, &clocks, grid::READING, filter.day)
                },
                detail: detail.then(|| lists(conference, &sessions, &clocks)),
                query: filter.query,
                found: sessions.len(),
                json_ld: crate::exports::json_ld(app, request, conference, &view),
            },
        ))
    })
}

/// One day after the other, each session with its abstract.
pub(crate) fn lists<'a>(conference: &'a Conference, sessions: &[&'a Released], clocks: &Clocks) -> Vec<DayList<'a>> {
    let days = conference.each_day().into_iter().map(|day| DayList {
        label: clocks.messages.full_day(day.date),
        date: day.date.to_string(),
        items: sessions
            .iter()
            .filter(|released| conference.day_of(released.placement.starts_at) == day.date)
            .map(|released| Item::new(released, conference, clocks))
            .collect(),
    });
    days.filter(|day| !day.items.is_empty()).collect()
}

fn answer_of<'a>(view: &View, sessions: &[&'a Released]) -> Timetable<'a> {
    Timetable {
        release: view.number,
        draft: view.is_draft,
        changed_at: view.changed_at,
        sessions: sessions.iter().map(|released| (*released).into()).collect(),
    }
}
