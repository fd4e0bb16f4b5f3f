//! The speakers and their sessions.

use askama::Template;
use contract::timetable::{People, Person, PersonEntry};
use domain::conference::Conference;
use domain::timetable::{Guid, Released};
use web::{App, Layout, Problem, Reply, Request};

use crate::pages::{DayList, Head, head, lists};
use crate::shown::Clocks;
use crate::view::View;

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    head: Head<'a>,
    /// Guid, name, and their sessions: id and title.
    people: Vec<Speaker<'a>>,
}

/// A speaker.
struct Speaker<'a> {
    guid: &'a Guid,
    name: &'a str,
    sessions: Vec<&'a Released>,
}

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    head: Head<'a>,
    name: &'a str,
    guid: &'a str,
    days: Vec<DayList<'a>>,
}

/// `GET …/timetable/people`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    let conference = &*request.edition()?.conference;
    let clocks = Clocks::of(request, conference)?;
    let view = View::of(app, request).await?;
    view.answer(request, || {
        let mut people: Vec<Speaker<'_>> = Vec::new();
        for released in view.release.taking_place() {
            for person in released.session.public_people() {
                match people.iter_mut().find(|speaker| *speaker.guid == person.guid) {
                    Some(speaker) => speaker.sessions.push(released),
                    None => people.push(Speaker {
                        guid: &person.guid,
                        name: person.name.as_str(),
                        sessions: vec![released],
                    }),
                }
            }
        }
        people.sort_by_key(|speaker| speaker.name.to_lowercase());
        if !request.wants_html {
            let people = people.iter().map(|speaker| PersonEntry {
                guid: speaker.guid.as_str(),
                name: speaker.name,
                sessions: speaker.sessions.iter().map(|released| released.session.id.as_str()).collect(),
            });
            return Ok(Reply::json(200, &People { people: people.collect() }));
        }
        let layout = request.layout().titled(request.t("speakers"));
        let head = head(request, conference, &view, &clocks, None, None);
        Ok(Reply::page(200, &PeoplePage { layout, conference, head, people }))
    })
}

/// `GET …/timetable/people/{person}`; with the suffix `.ics` as a calendar.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let unknown = || Problem::not_found("no-such-person");
    let conference = &*request.edition()?.conference;
    let name = request.parameter("person").unwrap_or_default();
    let (name, calendar) = name.strip_suffix(".ics").map_or((name, false), |name| (name, true));
    let guid: Guid = name.parse().map_err(|_| unknown())?;
    if calendar {
        return crate::exports::person(app, request, &guid).await;
    }
    let clocks = Clocks::of(request, conference)?;
    let view = View::of(app, request).await?;
    let sessions: Vec<&Released> = view.release.of_person(&guid).filter(|released| !released.is_cancelled()).collect();
    let person = sessions.iter().flat_map(|r| r.session.public_people()).find(|person| person.guid == guid);
    let name = person.ok_or_else(unknown)?.name.as_str();
    view.answer(request, || {
        if !request.wants_html {
            let sessions = sessions.iter().map(|released| (*released).into()).collect();
            return Ok(Reply::json(200, &Person { guid: guid.as_str(), name, sessions }));
        }
        let layout = request.layout().titled(name);
        let head = head(request, conference, &view, &clocks, None, None);
        let days = lists(conference, &sessions, &clocks);
        Ok(Reply::page(200, &PersonPage { layout, conference, head, name, guid: guid.as_str(), days }))
    })
}
