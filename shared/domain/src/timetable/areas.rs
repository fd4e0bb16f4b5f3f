//! The areas in which a session may be placed: its track's blocks, BoF slots, or unreserved time.

use super::{Kind, Period, Session};
use crate::conference::{Conference, RoomId};

/// A room during a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    pub room: RoomId,
    pub period: Period,
    /// Whether it holds exactly one session from its start: a BoF slot.
    pub single: bool,
}

impl Area {
    pub fn contains(&self, room: &RoomId, period: Period) -> bool {
        self.room == *room && self.period.contains(period)
    }
}

/// The areas reserved for a session: blocks of its track, or BoF slots for a BoF. Empty if none are reserved.
pub(super) fn given(conference: &Conference, session: &Session) -> Vec<Area> {
    let mut areas: Vec<_> = session.track.iter().flat_map(|track| conference.blocks_of(track)).map(block).collect();
    if session.kind == Kind::Bof {
        areas.extend(conference.bof_slots.iter().map(|slot| Area {
            room: slot.room.clone(),
            period: slot.period,
            single: true,
        }));
    }
    areas
}

fn block(block: &super::Block) -> Area {
    Area { room: block.room.clone(), period: block.period, single: false }
}

/// Unreserved areas: every room in the conference's hours, without blocks. Excludes rooms with BoF slots.
pub(super) fn free(conference: &Conference) -> Vec<Area> {
    let mut areas = Vec::new();
    for day in conference.each_day() {
        for room in conference.rooms.iter().filter(|room| !conference.bof_slots.iter().any(|s| s.room == room.id)) {
            let blocks = conference.blocks.iter().filter(|b| b.room == room.id).map(|b| b.period);
            let gaps = blocks.fold(vec![day.hours], less);
            areas.extend(gaps.into_iter().map(|period| Area { room: room.id.clone(), period, single: false }));
        }
    }
    areas
}

/// Subtracts the breaks from areas.
pub(super) fn between_breaks(conference: &Conference, areas: &[Area]) -> Vec<Area> {
    let pieces = |area: &Area| {
        let breaks = conference.breaks.iter().filter(|pause| pause.is_in(&area.room)).map(|pause| pause.period);
        let whole = area.clone();
        breaks.fold(vec![area.period], less).into_iter().map(move |period| Area { period, ..whole.clone() })
    };
    areas.iter().flat_map(pieces).collect()
}

/// Subtracts periods from periods.
fn less(periods: Vec<Period>, taken: Period) -> Vec<Period> {
    periods.into_iter().flat_map(|period| without(period, taken)).collect()
}

/// The areas for suggestions: the session's reserved areas, or else unreserved ones.
pub(super) fn areas(conference: &Conference, session: &Session) -> Vec<Area> {
    let given = given(conference, session);
    // BoFs only use BoF slots, never unreserved time.
    if given.is_empty() && session.kind != Kind::Bof { free(conference) } else { given }
}

/// Subtracts one period from another.
fn without(period: Period, taken: Period) -> impl Iterator<Item = Period> {
    let before = Period { starts_at: period.starts_at, ends_at: period.ends_at.min(taken.starts_at) };
    let after = Period { starts_at: period.starts_at.max(taken.ends_at), ends_at: period.ends_at };
    let parts = if period.overlaps(taken) { [Some(before), Some(after)] } else { [Some(period), None] };
    parts.into_iter().flatten().filter(|part| part.starts_at < part.ends_at)
}
