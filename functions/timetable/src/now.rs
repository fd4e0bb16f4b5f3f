//! The sessions that run now, and the next one in each room.

use askama::Template;
use contract::timetable::NowAndNext;
use domain::conference::Conference;
use domain::timetable::{Release, Released};
use jiff::Timestamp;
use web::{App, Layout, Problem, Reply, Request};

use crate::pages::{Head, head};
use crate::shown::{Clocks, Item};
use crate::view::View;

#[derive(Template)]
#[template(path = "now.html")]
struct NowPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    head: Head<'a>,
    time: String,
    now: Vec<Item<'a>>,
    next: Vec<Item<'a>>,
}

/// The sessions that run at an instant.
pub(crate) fn running(release: &Release, at: Timestamp) -> impl Iterator<Item = &Released> {
    release.taking_place().filter(move |released| released.placement.period().covers(at))
}

/// The sessions that start after an instant, in order of time.
pub(crate) fn coming(release: &Release, at: Timestamp) -> impl Iterator<Item = &Released> {
    release.taking_place().filter(move |released| at < released.placement.starts_at)
}

/// `GET …/timetable/now`: uses the release in force, with BoFs. A shift by a lead shows at once.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let conference = &*request.edition()?.conference;
    let clocks = Clocks::of(request, conference)?;
    let now = app.context.now();
    let view = View::of(app, request).await?.at(now.as_second() / 60);
    view.answer(request, || {
        let running: Vec<&Released> = running(&view.release, now).collect();
        let mut next: Vec<&Released> = Vec::new();
        for released in coming(&view.release, now) {
            if !next.iter().any(|earlier| earlier.placement.room == released.placement.room) {
                next.push(released);
            }
        }
        if !request.wants_html {
            let (running, next) = (running.into_iter().map(Into::into), next.into_iter().map(Into::into));
            return Ok(Reply::json(200, &NowAndNext { at: now, now: running.collect(), next: next.collect() }));
        }

        let item = |released| Item::new(released, conference, &clocks);
        Ok(Reply::page(
            200,
            &NowPage {
                layout: request.layout().titled(request.t("now-and-next")),
                conference,
                head: head(request, conference, &view, &clocks, None, None),
                time: request.messages.instant(now, &clocks.zone),
                now: running.into_iter().map(item).collect(),
                next: next.into_iter().map(item).collect(),
            },
        ))
    })
}
