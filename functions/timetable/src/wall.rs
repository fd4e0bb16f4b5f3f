//! The wall display: what is on in each room and what is next, for a screen in the hall or at one room's door.

use askama::Template;
use contract::timetable::{Wall, WallRoom, WallState};
use domain::conference::{Conference, Room};
use domain::phrase::Phrase;
use domain::timetable::{Placement, Release, Released};
use jiff::Timestamp;
use jiff::civil::Date;
use web::{App, Layout, Problem, Reply, Request};

use crate::now::{coming, running};
use crate::shown::{Clocks, Item};
use crate::view::View;

/// With more rooms than this, a screen needs a smaller type to show them all.
const MANY: usize = 8;

#[derive(Template)]
#[template(path = "wall.html")]
struct WallPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    /// Of one room only.
    is_door: bool,
    size: &'static str,
    today: String,
    time: String,
    at: String,
    zone: String,
    /// What to say if nothing is on, and when it continues.
    nothing_on: Option<(String, String)>,
    rooms: Vec<Card<'a>>,
    script: String,
}

/// A room on the page.
struct Card<'a> {
    room: &'a Room,
    now: Option<Line<'a>>,
    next: Option<Line<'a>>,
    cancelled: Vec<Line<'a>>,
}

struct Line<'a> {
    item: Item<'a>,
    /// Its day, unless it is today.
    day: Option<String>,
    /// Where it was, if it was moved today.
    moved: Option<String>,
}

/// What happens in one room.
struct Door<'a> {
    room: &'a Room,
    now: Option<&'a Released>,
    next: Option<&'a Released>,
    /// Cancelled sessions that would be on or come next, if nothing else takes place instead.
    cancelled: Vec<&'a Released>,
}

impl<'a> Door<'a> {
    fn of(conference: &Conference, room: &'a Room, release: &'a Release, at: Timestamp) -> Self {
        let here = |released: &&Released| released.placement.room == room.id;
        let next = coming(release, at).find(here);
        let takes_place = |period: domain::timetable::Period| {
            release.taking_place().filter(here).any(|other| other.placement.period().overlaps(period))
        };
        let cancelled = release.sessions.iter().filter(here).filter(|released| {
            let period = released.placement.period();
            let is_soon = conference.day_of(period.starts_at) == conference.day_of(at)
                && at < period.ends_at
                && next.is_none_or(|next| period.starts_at < next.placement.starts_at);
            released.is_cancelled() && is_soon && !takes_place(period)
        });
        Self { room, now: running(release, at).find(here), next, cancelled: cancelled.collect() }
    }

    fn answer(self) -> WallRoom<'a> {
        WallRoom {
            room: self.room.id.as_str(),
            name: &self.room.name,
            now: self.now.map(Into::into),
            next: self.next.map(Into::into),
            cancelled: self.cancelled.into_iter().map(Into::into).collect(),
        }
    }
}

/// The doors to show: one room, or those that are used on the day of what is on or comes next.
fn doors<'a>(conference: &'a Conference, release: &'a Release, only: Option<&'a Room>, at: Timestamp) -> Vec<Door<'a>> {
    if let Some(room) = only {
        return vec![Door::of(conference, room, release, at)];
    }
    let current = running(release, at).next().or_else(|| coming(release, at).next());
    let Some(day) = current.map(|released| conference.day_of(released.placement.starts_at)) else { return Vec::new() };
    let is_used = |room: &&Room| {
        let mut here = release.sessions.iter().filter(|released| released.placement.room == room.id);
        here.any(|released| conference.day_of(released.placement.starts_at) == day)
    };
    conference.rooms.iter().filter(is_used).map(|room| Door::of(conference, room, release, at)).collect()
}

fn state(release: &Release, doors: &[Door<'_>], at: Timestamp) -> WallState {
    let has_begun = release.taking_place().any(|released| released.placement.starts_at <= at);
    if doors.iter().any(|door| door.now.is_some()) {
        WallState::Running
    } else if !has_begun {
        WallState::Before
    } else if doors.iter().any(|door| door.next.is_some()) {
        WallState::Between
    } else {
        WallState::After
    }
}

/// `GET …/timetable/wall`: the release in force, with BoFs. A shift by a lead shows at once.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let conference = &*request.edition()?.conference;
    let only = match request.query("room").filter(|room| !room.is_empty()) {
        None => None,
        Some(id) => Some(conference.rooms.iter().find(|room| room.id.as_str() == id).ok_or_else(|| {
            let rooms: Vec<_> = conference.rooms.iter().map(|room| room.id.as_str()).collect();
            Problem::validation("/room", Phrase::of("must-be-one-of").arg("words", rooms.join(", ")))
        })?),
    };
    let now = app.context.now();
    let view = View::published(app, request.edition()?).await?.at(now.as_second() / 60);
    view.answer(request, || {
        let doors = doors(conference, &view.release, only, now);
        let state = state(&view.release, &doors, now);
        if request.wants_html {
            let clocks = Clocks::of_conference(request, conference);
            return Ok(Reply::page(200, &page(request, conference, &clocks, now, state, doors, only)));
        }
        Ok(Reply::json(200, &Wall { at: now, state, rooms: doors.into_iter().map(Door::answer).collect() }))
    })
}

fn page<'a>(
    request: &'a Request,
    conference: &'a Conference,
    clocks: &Clocks,
    now: Timestamp,
    state: WallState,
    doors: Vec<Door<'a>>,
    only: Option<&Room>,
) -> WallPage<'a> {
    let today = conference.day_of(now);
    let nothing_on = nothing_on(request, conference, clocks, now, state, &doors, only);
    let line = |released| Line::new(request, released, conference, clocks, today);
    let size = match doors.len() {
        0 | 1 => "one",
        2..=MANY => "some",
        _ => "many",
    };
    let card = |door: Door<'a>| Card {
        room: door.room,
        now: door.now.map(line),
        next: door.next.map(line),
        cancelled: door.cancelled.into_iter().map(line).collect(),
    };
    WallPage {
        layout: request.layout().titled(request.t("wall")),
        conference,
        is_door: only.is_some(),
        size,
        today: clocks.messages.full_day(today),
        time: clocks.time(now, conference),
        at: now.to_string(),
        zone: clocks.name().to_owned(),
        nothing_on,
        rooms: doors.into_iter().map(card).collect(),
        script: web::script("wall"),
    }
}

impl<'a> Line<'a> {
    fn new(
        request: &Request,
        released: &'a Released,
        conference: &'a Conference,
        clocks: &Clocks,
        today: Date,
    ) -> Self {
        let item = Item::new(released, conference, clocks);
        let day = (conference.day_of(released.placement.starts_at) != today).then(|| item.day.clone());
        let moved = released.moved.as_ref().filter(|moved| conference.day_of(moved.at) == today);
        let from = moved.and_then(|moved| was(&moved.from, &released.placement, conference, clocks));
        Self { item, day, moved: from.map(|from| request.t("wall-moved").arg("from", from).to_string()) }
    }
}

/// What of an earlier place differs: its day and time, its room, or both. `None` if only the length does.
fn was(from: &Placement, to: &Placement, conference: &Conference, clocks: &Clocks) -> Option<String> {
    let mut parts = Vec::new();
    if from.starts_at != to.starts_at {
        let day = conference.day_of(from.starts_at);
        if day != conference.day_of(to.starts_at) {
            parts.push(clocks.messages.weekday(day));
        }
        parts.push(clocks.time(from.starts_at, conference));
    }
    if from.room != to.room {
        parts.push(conference.room(&from.room).map_or_else(|| from.room.to_string(), |room| room.name.clone()));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn nothing_on(
    request: &Request,
    conference: &Conference,
    clocks: &Clocks,
    now: Timestamp,
    state: WallState,
    doors: &[Door<'_>],
    only: Option<&Room>,
) -> Option<(String, String)> {
    let first = doors.iter().filter_map(|door| door.next).map(|next| next.placement.starts_at).min();
    let when = |id: &'static str| {
        let Some(at) = first else { return String::new() };
        let is_today = conference.day_of(at) == conference.day_of(now);
        let day = if is_today { String::new() } else { clocks.messages.weekday(conference.day_of(at)) };
        let is_today = if is_today { "yes" } else { "no" };
        request.t(id).arg("today", is_today).arg("day", day).arg("time", clocks.time(at, conference)).to_string()
    };
    let pause = conference
        .breaks
        .iter()
        .find(|pause| pause.period.covers(now) && only.map_or(pause.rooms.is_empty(), |room| pause.is_in(&room.id)));
    match state {
        WallState::Running => None,
        WallState::Before if first.is_none() && only.is_none() => {
            Some((request.t("not-published").to_string(), String::new()))
        }
        WallState::Before if first.is_some() => Some((when("wall-starts"), String::new())),
        WallState::Between => {
            let what = pause.map_or_else(|| request.t("nothing-now").to_string(), |pause| pause.label.clone());
            Some((what, when("wall-continues")))
        }
        WallState::Before | WallState::After if only.is_some() => {
            Some((request.t("nothing-next").to_string(), String::new()))
        }
        WallState::Before | WallState::After => Some((request.t("wall-over").to_string(), String::new())),
    }
}
