//! Sessions on pages, with times in the reader's zone.

use domain::conference::{Conference, TrackId};
use domain::timetable::{Link, LinkKind, Released, Session};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use messages::Messages;
use web::{Problem, Request};

/// The zone that a page shows: the conference's, or the reader's `?zone=`.
pub(crate) struct Clocks {
    pub(crate) zone: TimeZone,
    /// Whether it differs from the conference's zone.
    pub(crate) own: bool,
    pub(crate) messages: Messages,
}

impl Clocks {
    pub(crate) fn of(request: &Request, conference: &Conference) -> Result<Self, Problem> {
        Ok(match request.zone()? {
            None => Self::of_conference(request, conference),
            Some(zone) => Self { zone, own: true, messages: request.messages },
        })
    }

    pub(crate) fn of_conference(request: &Request, conference: &Conference) -> Self {
        Self { zone: conference.time_zone.clone(), own: false, messages: request.messages }
    }

    /// The name of the zone: `America/New_York`.
    pub(crate) fn name(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// `09:30`, with the day if it differs in this zone.
    pub(crate) fn time(&self, at: Timestamp, conference: &Conference) -> String {
        let local = at.to_zoned(self.zone.clone());
        if self.own && local.date() != conference.day_of(at) {
            return format!("{} {}", self.messages.weekday(local.date()), local.strftime("%H:%M"));
        }
        local.strftime("%H:%M").to_string()
    }
}

/// A session in the form that pages show.
pub(crate) struct Item<'a> {
    pub(crate) released: &'a Released,
    pub(crate) room: &'a str,
    pub(crate) track: Option<(&'a str, &'a str)>,
    /// `Mon 13 November 2023`.
    pub(crate) day: String,
    pub(crate) from: String,
    pub(crate) until: String,
    /// The start as RFC 3339, for scripts.
    pub(crate) at: String,
    /// The colour of its track: a class from 1 to [`TINTS`].
    pub(crate) tint: usize,
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
            day: clocks.messages.full_day(conference.day_of(period.starts_at)),
            from: clocks.time(period.starts_at, conference),
            until: clocks.time(period.ends_at, conference),
            at: period.starts_at.to_string(),
            tint: tint(conference, released.session.track.as_ref()),
        }
    }

    pub(crate) fn session(&self) -> &'a Session {
        &self.released.session
    }

    /// The speakers, each with the address of their page.
    pub(crate) fn people(&self) -> Vec<(&'a str, &'a str)> {
        self.released.session.public_people().map(|p| (p.name.as_str(), p.guid.as_str())).collect()
    }

    pub(crate) fn links(&self) -> &'a [Link] {
        &self.released.session.links
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.released.is_cancelled()
    }
}

/// The number of colours for tracks.
const TINTS: usize = 6;

/// The colour of a track. Tracks beyond the number of colours share them.
fn tint(conference: &Conference, track: Option<&TrackId>) -> usize {
    let position = conference.tracks.iter().position(|of| Some(&of.id) == track);
    position.map_or(1, |position| position % TINTS + 1)
}

/// The label of a link: its own text, or its kind.
pub(crate) fn label(messages: &Messages, link: &Link) -> String {
    link.title.clone().unwrap_or_else(|| kind_label(*messages, link.kind))
}

pub(crate) fn kind_label(messages: Messages, kind: LinkKind) -> String {
    let word = LinkKind::WORDS.iter().find(|(_, of)| *of == kind).map_or("related", |(word, _)| *word);
    messages.word("link", word).to_string()
}
