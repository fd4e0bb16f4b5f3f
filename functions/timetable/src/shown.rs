//! Sessions as answers: for programs, and for pages with their times in the reader's zone.

use domain::conference::{Conference, TrackId};
use domain::instant;
use domain::timetable::{Kind, Link, LinkKind, Released, Role, Session, State};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use web::{Problem, Request};

/// A session as programs get it.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    id: &'a str,
    number: u32,
    code: &'a str,
    guid: &'a str,
    kind: Kind,
    track: Option<&'a str>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subtitle: Option<&'a str>,
    #[serde(rename = "abstract")]
    abstract_text: &'a str,
    format: &'a str,
    people: Vec<Person<'a>>,
    room: Option<&'a str>,
    starts_at: Option<Timestamp>,
    ends_at: Option<Timestamp>,
    minutes: u32,
    status: State,
    not_recorded: bool,
    links: &'a [Link],
    #[serde(skip_serializing_if = "Option::is_none")]
    sequence: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    override_reason: Option<&'a str>,
}

#[derive(Serialize)]
struct Person<'a> {
    guid: &'a str,
    name: &'a str,
    role: Role,
}

impl<'a> Shown<'a> {
    /// A session of a release.
    pub(crate) fn released(released: &'a Released) -> Self {
        let Released { session, placement, sequence, modified_at } = released;
        Self { sequence: Some(*sequence), modified_at: Some(*modified_at), ..Self::drafted(session, Some(placement)) }
    }

    pub(crate) fn drafted(session: &'a Session, placement: Option<&'a domain::timetable::Placement>) -> Self {
        let period = placement.map(domain::timetable::Placement::period);
        Self {
            id: session.id.as_str(),
            number: session.number,
            code: session.code.as_str(),
            guid: session.guid.as_str(),
            kind: session.kind,
            track: session.track.as_ref().map(TrackId::as_str),
            title: &session.title,
            subtitle: session.subtitle.as_deref(),
            abstract_text: &session.abstract_text,
            format: session.format_label(),
            people: session
                .public_people()
                .map(|p| Person { guid: p.guid.as_str(), name: p.name.as_str(), role: p.role })
                .collect(),
            room: placement.map(|placement| placement.room.as_str()),
            starts_at: period.map(|period| period.starts_at),
            ends_at: period.map(|period| period.ends_at),
            minutes: placement.map_or(session.minutes, |placement| placement.minutes),
            status: session.state,
            not_recorded: session.is_not_recorded(),
            links: &session.links,
            sequence: None,
            modified_at: None,
            override_reason: placement.and_then(|placement| placement.override_reason.as_deref()),
        }
    }
}

/// The clocks that a page shows: the conference's, or those that the reader asks for with `?zone=`.
pub(crate) struct Clocks {
    pub(crate) zone: TimeZone,
    /// Whether they are not the conference's.
    pub(crate) own: bool,
}

impl Clocks {
    pub(crate) fn of(request: &Request, conference: &Conference) -> Result<Self, Problem> {
        match request.query("zone").filter(|name| !name.is_empty()) {
            None => Ok(Self { zone: conference.time_zone.clone(), own: false }),
            Some(name) => {
                let zone = instant::zone(name).map_err(|detail| Problem::validation("/zone", detail))?;
                Ok(Self { zone, own: true })
            }
        }
    }

    /// Their name: `America/New_York`.
    pub(crate) fn name(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// `09:30`, with the day where it is another there.
    pub(crate) fn time(&self, at: Timestamp, conference: &Conference) -> String {
        let local = at.to_zoned(self.zone.clone());
        if self.own && local.date() != conference.day_of(at) {
            return local.strftime("%a %H:%M").to_string();
        }
        local.strftime("%H:%M").to_string()
    }
}

/// A session as pages show it.
pub(crate) struct Item<'a> {
    pub(crate) released: &'a Released,
    pub(crate) room: &'a str,
    pub(crate) track: Option<(&'a str, &'a str)>,
    /// `Mon 13 November 2023`.
    pub(crate) day: String,
    pub(crate) from: String,
    pub(crate) until: String,
    /// From when on, for scripts: RFC 3339.
    pub(crate) at: String,
}

impl<'a> Item<'a> {
    pub(crate) fn new(released: &'a Released, conference: &'a Conference, clocks: &Clocks) -> Self {
        let placement = &released.placement;
        let period = placement.period();
        let track = released.session.track.as_ref().and_then(|track| conference.track(track.as_str()));
        Self {
            released,
            room: conference.room(&placement.room).map_or(placement.room.as_str(), |room| room.name.as_str()),
            track: track.map(|track| (track.id.as_str(), track.name.as_str())),
            day: conference.day_of(period.starts_at).strftime("%a %-d %B %Y").to_string(),
            from: clocks.time(period.starts_at, conference),
            until: clocks.time(period.ends_at, conference),
            at: period.starts_at.to_string(),
        }
    }

    pub(crate) fn session(&self) -> &'a Session {
        &self.released.session
    }

    /// Who speaks, each with the address of their page.
    pub(crate) fn people(&self) -> Vec<(&'a str, &'a str)> {
        self.released.session.public_people().map(|p| (p.name.as_str(), p.guid.as_str())).collect()
    }

    /// Links with their labels.
    pub(crate) fn links(&self) -> Vec<(&'a str, &'a str)> {
        self.released.session.links.iter().map(|link| (label(link), link.url.as_str())).collect()
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.released.is_cancelled()
    }
}

/// What a link is called.
pub(crate) fn label(link: &Link) -> &str {
    link.title.as_deref().unwrap_or(match link.kind {
        LinkKind::Recording => "Recording",
        LinkKind::Slides => "Slides",
        LinkKind::Paper => "Paper",
        LinkKind::Web => "Page",
        LinkKind::Blog => "Post",
        LinkKind::Article => "Article",
        LinkKind::Related => "Related",
        LinkKind::Activitypub => "Fediverse",
    })
}
