//! Collisions of a placement: occupied rooms, breaks, and people who are in another session or unavailable.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Draft, Guid, Period, Role, Session, SessionId};
use crate::conference::{Conference, RoomId, TrackId};
use crate::instant::readable;
use crate::phrase::Phrase;

/// A collision of a placement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Collision {
    UnknownRoom {
        room: RoomId,
        rooms: Vec<RoomId>,
    },
    /// It is not fully inside the conference's days.
    OutsideConference {
        conference: Period,
    },
    /// Another session is in the room.
    RoomTaken {
        session: SessionId,
        title: String,
        room: RoomId,
        period: Period,
    },
    /// A participant is in another session.
    PersonTwice {
        person: String,
        /// Their part in the session being placed.
        role: Role,
        session: SessionId,
        title: String,
        room: RoomId,
        period: Period,
    },
    /// A lead may place only in their track's blocks.
    OutsideBlock {
        /// `None` if the session has no track.
        track: Option<TrackId>,
        given: Vec<(RoomId, Period)>,
    },
    Break {
        label: String,
        period: Period,
    },
    /// A participant is unavailable then.
    Unavailable {
        person: String,
        period: Period,
    },
}

impl Collision {
    /// Whether an organizer may override it with a reason.
    pub fn can_be_overridden(&self) -> bool {
        !matches!(self, Self::UnknownRoom { .. } | Self::OutsideConference { .. })
    }

    /// A sentence without a full stop, with local times.
    pub fn sentence(&self, conference: &Conference) -> Phrase {
        let zone = &conference.time_zone;
        let name = |id: &RoomId| conference.room(id).map_or_else(|| id.to_string(), |room| room.name.clone());
        let when = |phrase: Phrase, period: &Period| phrase.phrase("when", from_to(conference, *period));
        match self {
            Self::UnknownRoom { room, rooms } => {
                let rooms: Vec<_> = rooms.iter().map(RoomId::as_str).collect();
                Phrase::of("placed-no-room").arg("room", room).arg("rooms", rooms.join(", "))
            }
            Self::OutsideConference { conference: days } => Phrase::of("placed-outside-conference")
                .instant("starts", days.starts_at, zone)
                .instant("ends", days.ends_at, zone),
            Self::RoomTaken { title, room, period, .. } => {
                when(Phrase::of("placed-room-taken").arg("title", title).arg("room", name(room)), period)
            }
            Self::PersonTwice { person, role, title, room, period, .. } => {
                let twice = Phrase::of("placed-person-twice").arg("person", person).phrase("role", role.label());
                when(twice.arg("title", title).arg("room", name(room)), period)
            }
            Self::OutsideBlock { given, .. } if given.is_empty() => Phrase::of("placed-no-block"),
            Self::OutsideBlock { given, .. } => {
                let given = given.iter().map(|(room, p)| when(Phrase::of("placed-block").arg("room", name(room)), p));
                Phrase::of("placed-outside-block").phrase("blocks", Phrase::joined(given))
            }
            Self::Break { label, period } => when(Phrase::of("placed-break").arg("label", label), period),
            Self::Unavailable { person, period } => {
                when(Phrase::of("placed-unavailable").arg("person", person), period)
            }
        }
    }
}

/// For people: `Mon 13 November 2023, 09:00 EST to 09:30`.
pub(super) fn from_to(conference: &Conference, period: Period) -> Phrase {
    let zone = &conference.time_zone;
    let end = period.ends_at.to_zoned(zone.clone());
    let span = Phrase::of("from-to").instant("start", period.starts_at, zone);
    let same_day = conference.day_of(period.starts_at) == end.date();
    if same_day { span.arg("end", end.strftime("%H:%M")) } else { span.instant("end", period.ends_at, zone) }
}

/// The same in English, for texts that are stored.
pub fn span(conference: &Conference, period: Period) -> String {
    let zone = &conference.time_zone;
    let end = period.ends_at.to_zoned(zone.clone());
    let same_day = conference.day_of(period.starts_at) == end.date();
    let end = if same_day { end.strftime("%H:%M").to_string() } else { readable(period.ends_at, zone) };
    format!("{} to {end}", readable(period.starts_at, zone))
}

/// Finds the collisions of one session.
#[derive(Debug)]
pub(super) struct Obstacles {
    rooms: BTreeMap<RoomId, Vec<(Period, Collision)>>,
    anywhere: Vec<(Period, Collision)>,
}

impl Obstacles {
    /// Collects the other placed sessions, and the unavailable times of the session's people.
    pub(super) fn of(conference: &Conference, draft: &Draft, session: &Session) -> Self {
        let mut rooms: BTreeMap<RoomId, Vec<(Period, Collision)>> = BTreeMap::new();
        let mut anywhere = Vec::new();
        for room in &conference.rooms {
            let breaks = conference.breaks.iter().filter(|pause| pause.is_in(&room.id));
            let breaks = breaks.map(|b| (b.period, Collision::Break { label: b.label.clone(), period: b.period }));
            rooms.entry(room.id.clone()).or_default().extend(breaks);
        }
        for (other, placement) in draft.placed().filter(|(other, _)| other.id != session.id) {
            let period = placement.period();
            let taken = Collision::RoomTaken {
                session: other.id.clone(),
                title: other.title.clone(),
                room: placement.room.clone(),
                period,
            };
            rooms.entry(placement.room.clone()).or_default().push((period, taken));
            for person in &session.people {
                if other.people.iter().any(|p| p.guid == person.guid) {
                    let twice = Collision::PersonTwice {
                        person: person.name.to_string(),
                        role: person.role,
                        session: other.id.clone(),
                        title: other.title.clone(),
                        room: placement.room.clone(),
                        period,
                    };
                    anywhere.push((period, twice));
                }
            }
        }
        for (person, period) in absences(draft, session) {
            anywhere.push((period, Collision::Unavailable { person, period }));
        }
        Self { rooms, anywhere }
    }

    pub(super) fn is_free(&self, room: &RoomId, period: Period) -> bool {
        let meets = |(other, _): &(Period, Collision)| other.overlaps(period);
        !self.anywhere.iter().any(meets) && !self.rooms.get(room).is_some_and(|taken| taken.iter().any(meets))
    }

    pub(super) fn collisions(&self, room: &RoomId, period: Period) -> Vec<Collision> {
        let here = self.rooms.get(room).into_iter().flatten();
        let all = here.chain(&self.anywhere).filter(|(other, _)| other.overlaps(period));
        all.map(|(_, collision)| collision.clone()).collect()
    }
}

/// The times at which the session's people are unavailable, from all their sessions.
pub(super) fn absences(draft: &Draft, session: &Session) -> Vec<(String, Period)> {
    let said = |guid: &Guid| {
        let all = draft.sessions.iter().flat_map(|drafted| &drafted.session.people).chain(&session.people);
        let mut periods: Vec<_> = all.filter(|p| p.guid == *guid).flat_map(|p| p.unavailable.clone()).collect();
        periods.sort();
        periods.dedup();
        periods
    };
    let people = session.people.iter();
    people.flat_map(|p| said(&p.guid).into_iter().map(|period| (p.name.to_string(), period))).collect()
}
