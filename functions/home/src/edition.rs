//! One edition: the state of registration and of every call.

use askama::Template;
use contract::conferences::{CallState, Consent, RegistrationWindow, Sale, TrackEntry, Venue};
use domain::announcement::{Announcement, AnnouncementState};
use domain::conference::{Attendance, Conference, Phase, PoolId, Track};
use jiff::Timestamp;
use web::{App, Layout, Problem, Reply, Request};

use crate::calls::{CallCard, NextDate, View};

#[derive(Template)]
#[template(path = "edition.html")]
struct EditionPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    registration: RegistrationState,
    stage: Stage,
    dates: Vec<NextDate>,
    calls: Vec<CallCard<'a>>,
    announcements: Vec<Announcement>,
}

/// What an attendee can do now.
struct RegistrationState {
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

/// What the page says about attending.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Before,
    Open,
    After,
    /// The conference's last day has passed.
    Over,
}

impl Stage {
    fn of(conference: &Conference, now: Timestamp) -> Self {
        let today = now.to_zoned(conference.time_zone.clone()).date();
        match conference.registration.phase(now) {
            _ if today > conference.ends_on => Self::Over,
            Phase::Before => Self::Before,
            Phase::Open => Self::Open,
            Phase::After => Self::After,
        }
    }
}

/// The number of announcements on an edition's page.
const LATEST: usize = 3;

/// `GET /conferences/{conference}`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let conference = &edition.conference;
    let now = app.context.now();
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
        let sale = |pool| Sale { sold_out: is_sold_out(pool) };
        let registration = RegistrationWindow {
            state: conference.registration.phase(now),
            opens_at: conference.registration.opens.at,
            closes_at: conference.registration.closes.at,
            in_person: sale(PoolId::GENERAL),
            r#virtual: conference.open_pool(Attendance::Virtual).map(|_| sale(PoolId::VIRTUAL)),
            consents: conference.privacy.consents.iter().map(consent).collect(),
        };
        return Ok(Reply::json(200, &answer(conference, now, registration, &announcements)));
    }
    let (zone, messages) = (&conference.time_zone, request.messages);
    let registration = RegistrationState {
        opens: messages.deadline(&conference.registration.opens, zone),
        closes: messages.deadline(&conference.registration.closes, zone),
        in_person_sold_out: is_sold_out(PoolId::GENERAL),
        virtual_offered: conference.open_pool(Attendance::Virtual).is_some(),
        virtual_sold_out: is_sold_out(PoolId::VIRTUAL),
    };
    let found = app.store.calls(conference).await?;
    let reader = request.zone()?;
    let view = View { conference, messages, now, reader: reader.as_ref() };
    let (calls, dates) = (view.cards(&found), view.next_dates(&found));
    let (layout, stage) = (request.layout(), Stage::of(conference, now));
    Ok(Reply::page(200, &EditionPage { layout, conference, registration, stage, dates, calls, announcements }))
}

fn consent(consent: &domain::conference::Consent) -> Consent<'_> {
    let domain::conference::Consent { id, text, url, version, required } = consent;
    Consent { id, text, url: url.as_deref(), version, required: *required }
}

fn answer<'a>(
    conference: &'a Conference,
    now: Timestamp,
    registration: RegistrationWindow<'a>,
    announcements: &'a [Announcement],
) -> contract::conferences::Conference<'a> {
    let track = |track: &'a Track| TrackEntry {
        id: track.id.as_str(),
        name: &track.name,
        kind: track.kind,
        cfp: track.cfp.as_ref().map(|cfp| CallState {
            state: cfp.window.phase(now),
            opens_at: cfp.window.opens.at,
            closes_at: cfp.window.closes.at,
            announced: &cfp.window.closes.announced,
        }),
    };
    let place = &conference.place;
    contract::conferences::Conference {
        id: conference.id.as_str(),
        series: &conference.series,
        acronym: &conference.acronym,
        name: &conference.name,
        description: conference.description.as_deref(),
        starts_on: conference.starts_on,
        ends_on: conference.ends_on,
        time_zone: conference.time_zone.iana_name().unwrap_or("UTC"),
        place: Venue {
            name: &place.name,
            address: place.address.as_deref(),
            city: &place.city,
            country: &place.country,
        },
        contact: &conference.contact,
        website: conference.website.as_deref(),
        registration,
        tracks: conference.tracks.iter().map(track).collect(),
        announcements: announcements.iter().map(Into::into).collect(),
    }
}
