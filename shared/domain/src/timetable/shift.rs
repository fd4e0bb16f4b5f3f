//! Shifts the rest of a block by some minutes, on the day of the conference.

use jiff::{SignedDuration, Timestamp};

use super::obstacles::{Collision, Obstacles};
use super::place::By;
use super::{Block, Draft, Placement, SessionId};
use crate::conference::Conference;

/// A session and its new placement.
pub type Moved = (SessionId, Placement);

/// Why a shift is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShiftRefusal {
    /// The block belongs to no track of this lead.
    NotYours,
    /// No session of the track starts in the block from then on.
    NothingLeft,
    /// The last session would end after the block.
    PastTheBlock {
        /// The largest possible shift in minutes; may be 0.
        most: i32,
    },
    /// Sessions would collide.
    Collides(
        /// Each session with its collision.
        Vec<(SessionId, Collision)>,
    ),
}

/// Shifts all sessions that start in the block from `from` on, later or earlier. Breaks do not prevent a shift: if a
/// session runs over, the next one starts during the coffee break. Occupied rooms, people and the block's end do,
/// unless an organizer gives a reason.
pub fn shift(
    conference: &Conference,
    draft: &Draft,
    block: &Block,
    from: Timestamp,
    minutes: i32,
    by: By<'_>,
    reason: Option<&str>,
) -> Result<Vec<Moved>, ShiftRefusal> {
    if let By::Lead(tracks) = by
        && !tracks.contains(&block.track)
    {
        return Err(ShiftRefusal::NotYours);
    }
    let reason = reason.filter(|_| by == By::Organizer);
    let inside = |placement: &Placement| placement.room == block.room && block.period.contains(placement.period());
    let rest: Vec<_> = draft
        .placed()
        .filter(|(session, placement)| session.track.as_ref() == Some(&block.track) && inside(placement))
        .filter(|(_, placement)| placement.starts_at >= from)
        .collect();
    let Some(end) = rest.iter().map(|(_, placement)| placement.period().ends_at).max() else {
        return Err(ShiftRefusal::NothingLeft);
    };
    let most = i32::try_from(block.period.ends_at.duration_since(end).as_mins()).unwrap_or(i32::MAX);
    if minutes > most && reason.is_none() {
        return Err(ShiftRefusal::PastTheBlock { most });
    }

    // Shifted sessions keep their distance, so they cannot collide with each other.
    let mut others = draft.clone();
    others.sessions.retain(|drafted| !rest.iter().any(|(session, _)| session.id == drafted.session.id));
    let mut moved = Vec::new();
    let mut collisions = Vec::new();
    for (session, placement) in rest {
        let starts_at = placement.starts_at.saturating_add(SignedDuration::from_mins(i64::from(minutes)));
        let mut placement = Placement { starts_at: starts_at.unwrap_or(placement.starts_at), ..placement.clone() };
        let period = placement.period();
        let mut met = Obstacles::of(conference, &others, session).collisions(&placement.room, period);
        met.retain(|collision| !matches!(collision, Collision::Break { .. }));
        if period.starts_at < block.period.starts_at {
            let given = vec![(block.room.clone(), block.period)];
            met.push(Collision::OutsideBlock { track: Some(block.track.clone()), given });
        }
        if reason.is_none() {
            collisions.extend(met.into_iter().map(|collision| (session.id.clone(), collision)));
        } else if !met.is_empty() || minutes > most {
            placement.override_reason = reason.map(str::to_owned);
        }
        moved.push((session.id.clone(), placement));
    }
    if collisions.is_empty() { Ok(moved) } else { Err(ShiftRefusal::Collides(collisions)) }
}
