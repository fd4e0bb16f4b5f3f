//! One edition: state of registration and of every call.

use askama::Template;
use domain::announcement::{Announcement, AnnouncementState};
use domain::conference::{Attendance, Conference, Phase, PoolId, Track};
use domain::instant::readable;
use jiff::Timestamp;
use serde_json::{Value, json};
use web::{App, Clocks, Html, Layout, Problem, Reply, Request};

#[derive(Template)]
#[template(path = "edition.html")]
struct EditionPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    registration: RegistrationState,
    calls: Vec<Call<'a>>,
    announcements: Vec<Announcement>,
}

/// What an attendee can do now.
struct RegistrationState {
    phase: Phase,
    opens: String,
    closes: String,
    in_person_sold_out: bool,
    virtual_offered: bool,
    virtual_sold_out: bool,
}

impl RegistrationState {
    fn virtual_open(&self) -> bool {
        self.virtual_offered && !self.virtual_sold_out
    }
}

/// A track with its call as a reader sees it now.
struct Call<'a> {
    track: &'a Track,
    phase: Option<Phase>,
    /// When it opens, if it has not; else when it closes.
    deadline: Option<Html>,
}

/// Announcements on an edition's page.
const LATEST: usize = 3;

/// `GET /conferences/{conference}`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let conference = &edition.conference;
    let now = app.context.now();
    let reader = request.zone()?;
    let pools: Vec<&PoolId> = [Attendance::InPerson, Attendance::Virtual]
        .into_iter()
        .filter_map(|attendance| conference.open_pool(attendance))
        .map(|pool| &pool.id)
        .collect();
    let sold_out = app.store.sold_out(edition.id(), &pools).await?;
    let is_sold_out = |wanted: &str| pools.iter().zip(&sold_out).any(|(id, out)| id.as_str() == wanted && *out);
    let mut announcements = app.store.announcements(edition.id()).await?;
    announcements.retain(|announcement| announcement.state == AnnouncementState::Published);
    announcements.truncate(LATEST);
    if !request.wants_html {
        let figures = json!({
            "in_person": { "sold_out": is_sold_out(PoolId::GENERAL) },
            "virtual": conference.open_pool(Attendance::Virtual).map(|_| json!({ "sold_out": is_sold_out(PoolId::VIRTUAL) })),
        });
        return Ok(Reply::json(200, &as_json(conference, now, &figures, &announcements)));
    }
    let zone = &conference.time_zone;
    let registration = RegistrationState {
        phase: conference.registration.phase(now),
        opens: readable(conference.registration.opens.at, zone),
        closes: readable(conference.registration.closes.at, zone),
        in_person_sold_out: is_sold_out(PoolId::GENERAL),
        virtual_offered: conference.open_pool(Attendance::Virtual).is_some(),
        virtual_sold_out: is_sold_out(PoolId::VIRTUAL),
    };
    let clocks = Clocks { conference: zone, reader: reader.as_ref(), now };
    let found = app.store.calls(conference).await?;
    let mut calls: Vec<_> = conference.tracks.iter().zip(&found).collect();
    // Open calls first, the soonest deadline on top.
    calls.sort_by_key(|(_, call)| {
        let closes = call.as_ref().map(|call| call.closes.at);
        (call.as_ref().map(|call| call.phase(now)) != Some(Phase::Open), closes.is_none(), closes)
    });
    let calls = calls
        .into_iter()
        .map(|(track, call)| Call {
            track,
            phase: call.as_ref().map(|call| call.phase(now)),
            deadline: call.as_ref().map(|call| match call.phase(now) {
                Phase::Before => clocks.deadline(&call.opens, &[]),
                Phase::Open | Phase::After => clocks.deadline(&call.closes, &call.was),
            }),
        })
        .collect();
    let layout = request.layout();
    Ok(Reply::page(200, &EditionPage { layout, conference, registration, calls, announcements }))
}

fn as_json(conference: &Conference, now: Timestamp, passes: &Value, announcements: &[Announcement]) -> Value {
    let tracks: Vec<_> = conference
        .tracks
        .iter()
        .map(|track| {
            let cfp = track.cfp.as_ref().map(|cfp| {
                json!({
                    "state": cfp.window.phase(now),
                    "opens_at": cfp.window.opens.at,
                    "closes_at": cfp.window.closes.at,
                    "announced": cfp.window.closes.announced,
                })
            });
            json!({ "id": track.id, "name": track.name, "kind": track.kind, "cfp": cfp })
        })
        .collect();
    json!({
        "id": conference.id,
        "series": conference.series,
        "acronym": conference.acronym,
        "name": conference.name,
        "description": conference.description,
        "starts_on": conference.starts_on,
        "ends_on": conference.ends_on,
        "time_zone": conference.time_zone.iana_name(),
        "place": {
            "name": conference.place.name,
            "address": conference.place.address,
            "city": conference.place.city,
            "country": conference.place.country,
        },
        "contact": conference.contact,
        "website": conference.website,
        "registration": {
            "state": conference.registration.phase(now),
            "opens_at": conference.registration.opens.at,
            "closes_at": conference.registration.closes.at,
            "in_person": passes["in_person"],
            "virtual": passes["virtual"],
        },
        "tracks": tracks,
        "announcements": announcements,
    })
}
