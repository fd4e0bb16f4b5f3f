//! Who speaks, and when.

use askama::Template;
use domain::conference::Conference;
use domain::timetable::{Guid, Released};
use web::{App, Layout, Problem, Reply, Request};

use crate::pages::{DayList, Head, head, lists};
use crate::shown::{Clocks, Shown};
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
            let shown: Vec<_> = people
                .iter()
                .map(|speaker| {
                    let sessions: Vec<_> = speaker.sessions.iter().map(|r| r.session.id.as_str()).collect();
                    serde_json::json!({ "guid": speaker.guid, "name": speaker.name, "sessions": sessions })
                })
                .collect();
            return Ok(Reply::json(200, &serde_json::json!({ "people": shown })));
        }
        let layout = request.layout().titled("Who speaks");
        let head = head(request, conference, &view, &clocks, None, None);
        Ok(Reply::page(200, &PeoplePage { layout, conference, head, people }))
    })
}

/// `GET …/timetable/people/{person}`, and with `.ics` after it as a calendar.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let unknown = || Problem::not_found("person");
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
            let shown: Vec<_> = sessions.iter().map(|released| Shown::released(released)).collect();
            return Ok(Reply::json(200, &serde_json::json!({ "guid": guid, "name": name, "sessions": shown })));
        }
        let layout = request.layout().titled(name);
        let head = head(request, conference, &view, &clocks, None, None);
        let days = lists(conference, &sessions, &clocks);
        Ok(Reply::page(200, &PersonPage { layout, conference, head, name, guid: guid.as_str(), days }))
    })
}
