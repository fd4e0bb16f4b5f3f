//! Collisions of a placement: occupied rooms, breaks, and people who are in another session or unavailable.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Draft, Guid, Period, Role, Session, SessionId};
use crate::conference::{Conference, RoomId, TrackId};
use crate::instant::readable;

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
    pub fn sentence(&self, conference: &Conference) -> String {
        let zone = &conference.time_zone;
        let name = |id: &RoomId| conference.room(id).map_or_else(|| id.to_string(), |room| room.name.clone());
        let shown = |period: &Period| span(conference, *period);
        match self {
            Self::UnknownRoom { room, rooms } => {
                let rooms: Vec<_> = rooms.iter().map(RoomId::as_str).collect();
                format!("there is no room {room}; there are {}", rooms.join(", "))
            }
            Self::OutsideConference { conference: days } => format!(
                "it is outside the conference, which is from {} to {}",
                readable(days.starts_at, zone),
                readable(days.ends_at, zone)
            ),
            Self::RoomTaken { title, room, period, .. } => {
                format!("\"{title}\" is in {}, {}", name(room), shown(period))
            }
            Self::PersonTwice { person, role, title, room, period, .. } => {
                format!("{person}, {}, is in \"{title}\" in {}, {}", role.label(), name(room), shown(period))
            }
            Self::OutsideBlock { given, .. } if given.is_empty() => {
                "its track has no block yet: an organizer gives it one".to_owned()
            }
            Self::OutsideBlock { given, .. } => {
                let given: Vec<_> = given.iter().map(|(room, p)| format!("{} in {}", shown(p), name(room))).collect();
                format!("it is outside its track's blocks: {}", given.join("; "))
            }
            Self::Break { label, period } => format!("the break \"{label}\" is then, {}", shown(period)),
            Self::Unavailable { person, period } => format!("{person} cannot come, {}", shown(period)),
        }
    }
}

/// For people: `Mon 13 November 2023, 09:00 EST to 09:30`.
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
