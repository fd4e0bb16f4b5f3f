//! Places a session. A refusal lists the collisions and the nearest free places.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::areas::{self, Area};
use super::interest::{Interest, MANY};
use super::obstacles::{Collision, Obstacles, from_to, span};
use super::{Draft, MINUTES_MAX, Period, Placement, Session, SessionId, State};
use crate::conference::grid::STEP_MINUTES;
use crate::conference::{Conference, RoomId, TrackId};
use crate::input::{Object, any_text, integer, line, parsed};
use crate::instant;
use crate::phrase::Phrase;

/// The number of free places in a refusal.
pub const NEAREST: usize = 3;

/// A requested placement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub room: RoomId,
    pub starts_at: Timestamp,
    pub minutes: u32,
    /// The organizer's reason for overriding a rule.
    pub reason: Option<String>,
}

impl Wanted {
    /// Parses `room`, `starts_at` (local times are in the conference's zone), `minutes` or `ends_at`, and `reason`.
    /// Without an end the session keeps its length.
    pub fn read(o: &Object<'_>, conference: &Conference, minutes: u32) -> Option<Self> {
        let at = |value: &serde_json::Value| instant::instant(any_text(value)?, &conference.time_zone);
        let room = o.required("room", parsed);
        let starts_at = o.required("starts_at", at);
        let ends_at = o.optional("ends_at", at);
        let length = o.optional("minutes", integer(1, u64::from(MINUTES_MAX)));
        let reason = o.optional("reason", line(500));
        let mut minutes = length.and_then(|m| u32::try_from(m).ok()).unwrap_or(minutes);
        if let (Some(starts_at), Some(ends_at)) = (starts_at, ends_at) {
            if ends_at <= starts_at {
                o.reject("ends_at", Phrase::of("must-be-after-starts-at").arg("starts-at", starts_at));
            } else if length.is_some() {
                o.reject("ends_at", Phrase::of("length-given-twice"));
            } else {
                minutes = Period { starts_at, ends_at }.minutes();
                if minutes == 0 || minutes > MINUTES_MAX {
                    o.reject("ends_at", Phrase::of("must-be-minutes-after-starts-at").arg("max", MINUTES_MAX));
                }
            }
        }
        Some(Self { room: room?, starts_at: starts_at?, minutes, reason })
    }

    pub fn period(&self) -> Period {
        Period::of(self.starts_at, self.minutes)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By<'a> {
    /// Organizers place sessions anywhere, and override most rules with a reason.
    Organizer,
    /// A lead of these tracks places their sessions in their blocks.
    Lead(&'a [TrackId]),
}

/// An allowed placement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub placement: Placement,
    pub warnings: Vec<Warning>,
}

/// A hint for the person who places a session. Never a refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Warning {
    /// Many people are interested in a parallel session too.
    SharedAudience {
        session: SessionId,
        title: String,
        /// The number of people interested in both.
        people: u32,
    },
    /// Many people are interested in its track and in a parallel session's track.
    SharedTracks {
        track: TrackId,
        /// The number of people interested in both.
        people: u32,
    },
    /// It is in an area reserved for another track.
    OthersBlock { track: TrackId },
    /// It is outside the conference's hours.
    OutsideHours,
    /// It misses a preference of its people.
    Preference { what: Preferred },
    /// An organizer overrode this rule.
    Overridden { collision: Collision },
}

/// What its people prefer. The words are the API's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Preferred {
    #[serde(rename = "when its people prefer it")]
    Time,
    #[serde(rename = "in the room its people prefer")]
    Room,
    #[serde(rename = "apart from what its people want to hear")]
    Apart,
    #[serde(rename = "after what its people want it to follow")]
    After,
}

impl Preferred {
    fn phrase(self) -> Phrase {
        match self {
            Self::Time => Phrase::of("prefers-when"),
            Self::Room => Phrase::of("prefers-room"),
            Self::Apart => Phrase::of("prefers-apart"),
            Self::After => Phrase::of("prefers-after"),
        }
    }
}

impl Warning {
    /// As a sentence without a full stop.
    pub fn sentence(&self, conference: &Conference) -> Phrase {
        match self {
            Self::SharedAudience { title, people, .. } => {
                Phrase::of("placed-shared-audience").arg("people", people).arg("title", title)
            }
            Self::SharedTracks { track, people } => {
                let name = conference.track(track.as_str()).map_or(track.as_str(), |t| t.name.as_str());
                Phrase::of("placed-shared-tracks").arg("people", people).arg("track", name)
            }
            Self::OthersBlock { track } => {
                let name = conference.track(track.as_str()).map_or(track.as_str(), |t| t.name.as_str());
                Phrase::of("placed-others-block").arg("track", name)
            }
            Self::OutsideHours => Phrase::of("placed-outside-hours"),
            Self::Preference { what } => Phrase::of("placed-not-preferred").phrase("what", what.phrase()),
            Self::Overridden { collision } => collision.sentence(conference),
        }
    }
}

/// Why a placement is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    UnknownSession,
    /// The session does not take place.
    Cancelled,
    /// The session belongs to no track of this lead.
    NotYours,
    Collides {
        /// At least one.
        collisions: Vec<Collision>,
        /// The nearest free places, nearest first; at most [`NEAREST`].
        nearest: Vec<Placement>,
    },
}

impl Refusal {
    /// As sentences, for people.
    pub fn sentences(&self, conference: &Conference) -> Vec<Phrase> {
        match self {
            Self::UnknownSession => vec![Phrase::of("placed-unknown")],
            Self::Cancelled => vec![Phrase::of("placed-cancelled")],
            Self::NotYours => vec![Phrase::of("placed-not-yours")],
            Self::Collides { collisions, .. } => collisions.iter().map(|c| c.sentence(conference)).collect(),
        }
    }
}

/// Decides about a requested placement.
pub fn place(
    conference: &Conference,
    draft: &Draft,
    interest: &Interest,
    id: &SessionId,
    wanted: &Wanted,
    by: By<'_>,
) -> Result<Placed, Refusal> {
    let drafted = draft.session(id).ok_or(Refusal::UnknownSession)?;
    let session = &drafted.session;
    check_theirs(session, by)?;
    if session.state == State::Cancelled {
        return Err(Refusal::Cancelled);
    }
    let obstacles = Obstacles::of(conference, draft, session);
    let given = areas::given(conference, session);
    let period = wanted.period();
    let mut collisions = Vec::new();
    if conference.room(&wanted.room).is_none() {
        let rooms = conference.rooms.iter().map(|room| room.id.clone()).collect();
        collisions.push(Collision::UnknownRoom { room: wanted.room.clone(), rooms });
    }
    let days = conference.period();
    if !days.contains(period) {
        collisions.push(Collision::OutsideConference { conference: days });
    }
    let in_given = given.iter().any(|area| area.contains(&wanted.room, period));
    if matches!(by, By::Lead(_)) && !in_given {
        let given = given.iter().map(|area| (area.room.clone(), area.period)).collect();
        collisions.push(Collision::OutsideBlock { track: session.track.clone(), given });
    }
    collisions.extend(obstacles.collisions(&wanted.room, period));

    let reason = wanted.reason.clone().filter(|_| by == By::Organizer && !collisions.is_empty());
    let overridden = reason.is_some() && collisions.iter().all(Collision::can_be_overridden);
    if !collisions.is_empty() && !overridden {
        let nearest = nearest(conference, session, &obstacles, &given, wanted);
        return Err(Refusal::Collides { collisions, nearest });
    }
    let placement = Placement {
        room: wanted.room.clone(),
        starts_at: wanted.starts_at,
        minutes: wanted.minutes,
        override_reason: reason,
    };
    let mut warnings: Vec<_> = collisions.into_iter().map(|collision| Warning::Overridden { collision }).collect();
    warnings.extend(warnings_of(conference, draft, interest, session, &placement));
    Ok(Placed { placement, warnings })
}

/// Decides whether a session can be removed from the timetable.
pub fn unplace(draft: &Draft, id: &SessionId, by: By<'_>) -> Result<(), Refusal> {
    check_theirs(&draft.session(id).ok_or(Refusal::UnknownSession)?.session, by)
}

fn check_theirs(session: &Session, by: By<'_>) -> Result<(), Refusal> {
    let theirs = match by {
        By::Organizer => true,
        By::Lead(tracks) => session.track.as_ref().is_some_and(|track| tracks.contains(track)),
    };
    if theirs { Ok(()) } else { Err(Refusal::NotYours) }
}

/// Free places, nearest in time first; at the same distance, the requested room first.
fn nearest(
    conference: &Conference,
    session: &Session,
    obstacles: &Obstacles,
    given: &[Area],
    wanted: &Wanted,
) -> Vec<Placement> {
    let free;
    let areas = if given.is_empty() {
        free = areas::areas(conference, session);
        &free
    } else {
        given
    };
    let mut found = Vec::new();
    for area in areas {
        let mut starts_at = area.period.starts_at;
        while Period::of(starts_at, wanted.minutes).ends_at <= area.period.ends_at {
            let period = Period::of(starts_at, wanted.minutes);
            if obstacles.is_free(&area.room, period) {
                let away = starts_at.duration_since(wanted.starts_at).abs();
                found.push((away, area.room != wanted.room, starts_at, area.room.clone()));
            }
            if area.single {
                break;
            }
            starts_at += SignedDuration::from_mins(i64::from(STEP_MINUTES));
        }
    }
    found.sort();
    let mut nearest: Vec<Placement> = Vec::new();
    for (_, _, starts_at, room) in found {
        let place = Placement { room, starts_at, minutes: wanted.minutes, override_reason: None };
        // Skip places that only shift by minutes in the same room: they are no real alternative.
        let is_other = |p: &Placement| p.room != place.room || !p.period().overlaps(place.period());
        if nearest.len() < NEAREST && nearest.iter().all(is_other) {
            nearest.push(place);
        }
    }
    nearest
}

/// Hints about an allowed placement.
pub fn warnings_of(
    conference: &Conference,
    draft: &Draft,
    interest: &Interest,
    session: &Session,
    placement: &Placement,
) -> Vec<Warning> {
    let period = placement.period();
    let mut warnings = Vec::new();
    let others = conference.blocks.iter().filter(|b| b.room == placement.room && b.period.overlaps(period));
    for block in others.filter(|block| session.track.as_ref() != Some(&block.track)) {
        warnings.push(Warning::OthersBlock { track: block.track.clone() });
    }
    if !conference.each_day().iter().any(|day| day.hours.contains(period)) {
        warnings.push(Warning::OutsideHours);
    }
    let mut tracks: Vec<&TrackId> = Vec::new();
    for (other, elsewhere) in draft.placed().filter(|(other, _)| other.id != session.id) {
        if !elsewhere.period().overlaps(period) {
            continue;
        }
        let people = interest.of_sessions(&session.id, &other.id);
        if people >= MANY {
            let (session, title) = (other.id.clone(), other.title.clone());
            warnings.push(Warning::SharedAudience { session, title, people });
        }
        if let (Some(mine), Some(track)) = (&session.track, &other.track)
            && mine != track
            && interest.of_tracks(mine, track) >= MANY
            && !tracks.contains(&track)
        {
            tracks.push(track);
            warnings.push(Warning::SharedTracks { track: track.clone(), people: interest.of_tracks(mine, track) });
        }
    }
    warnings.extend(missed_wishes(draft, session, placement).map(|what| Warning::Preference { what }));
    warnings
}

fn missed_wishes(draft: &Draft, session: &Session, placement: &Placement) -> impl Iterator<Item = Preferred> {
    let wishes = &session.wishes;
    let period = placement.period();
    let of = |id: &SessionId| draft.session(id).and_then(|d| d.placement.as_ref()).map(Placement::period);
    let when = !wishes.preferred.is_empty() && !wishes.preferred.iter().any(|p| p.contains(period));
    let place = wishes.room.as_ref().is_some_and(|room| *room != placement.room);
    let beside = wishes.apart_from.iter().filter_map(of).any(|other| other.overlaps(period));
    let order = wishes.after.iter().filter_map(of).any(|other| other.ends_at > period.starts_at);
    let missed =
        [(when, Preferred::Time), (place, Preferred::Room), (beside, Preferred::Apart), (order, Preferred::After)];
    missed.into_iter().filter(|(is, _)| *is).map(|(_, what)| what)
}

/// All collisions in a draft. Placements are checked when they are made, but people, breaks and days can change later.
/// Lists each pair once, and omits overridden rules.
pub fn check(conference: &Conference, draft: &Draft) -> Vec<(SessionId, Collision)> {
    let days = conference.period();
    let mut found: Vec<(SessionId, Collision)> = Vec::new();
    for (session, placement) in draft.placed().filter(|(_, placement)| placement.override_reason.is_none()) {
        let id = || session.id.clone();
        if conference.room(&placement.room).is_none() {
            let rooms = conference.rooms.iter().map(|room| room.id.clone()).collect();
            found.push((id(), Collision::UnknownRoom { room: placement.room.clone(), rooms }));
        }
        if !days.contains(placement.period()) {
            found.push((id(), Collision::OutsideConference { conference: days }));
        }
        for collision in Obstacles::of(conference, draft, session).collisions(&placement.room, placement.period()) {
            let reported = match &collision {
                Collision::RoomTaken { session: other, .. } | Collision::PersonTwice { session: other, .. } => {
                    found.iter().any(|(earlier, reported)| earlier == other && names(reported, &session.id))
                        || draft.session(other).is_some_and(overridden)
                }
                _ => false,
            };
            if !reported {
                found.push((id(), collision));
            }
        }
    }
    found
}

fn overridden(drafted: &super::Drafted) -> bool {
    drafted.placement.as_ref().is_some_and(|placement| placement.override_reason.is_some())
}

fn names(collision: &Collision, id: &SessionId) -> bool {
    matches!(collision, Collision::RoomTaken { session, .. } | Collision::PersonTwice { session, .. } if session == id)
}

/// Where and when a placement is.
pub fn placed_at(conference: &Conference, placement: &Placement) -> Phrase {
    let room = conference.room(&placement.room).map_or(placement.room.as_str(), |room| room.name.as_str());
    Phrase::of("placed-at").phrase("when", from_to(conference, placement.period())).arg("room", room)
}

/// For people: `Mon 13 November 2023, 09:00 EST to 09:30, BoF room 1`.
pub fn shown(conference: &Conference, placement: &Placement) -> String {
    let room = conference.room(&placement.room).map_or(placement.room.as_str(), |room| room.name.as_str());
    format!("{}, {room}", span(conference, placement.period()))
}
