//! BoF slots: first come, first served.

use jiff::Timestamp;

use super::obstacles::Obstacles;
use super::{BofSlot, Draft, Placement, Session};
use crate::conference::Conference;

/// Why a BoF gets no slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSlot {
    /// It is longer than every slot there is.
    TooLong {
        /// The longest, in minutes.
        longest: u32,
    },
    /// None is left that its people can be in.
    NoneLeft,
}

/// The free slots that a BoF fits into, the first in time first: long enough, not begun, with nothing else in them, and
/// its people not elsewhere. Whoever finds the first taken meanwhile goes on with the next.
pub fn free_slots<'a>(
    conference: &'a Conference,
    draft: &Draft,
    bof: &Session,
    now: Timestamp,
) -> Result<Vec<&'a BofSlot>, NoSlot> {
    let longest = conference.bof_slots.iter().map(|slot| slot.period.minutes()).max().unwrap_or(0);
    if bof.minutes > longest && longest > 0 {
        return Err(NoSlot::TooLong { longest });
    }
    let obstacles = Obstacles::of(conference, draft, bof);
    let slots = conference.bof_slots.iter();
    let fits = |slot: &&BofSlot| slot.period.minutes() >= bof.minutes && slot.period.starts_at > now;
    let free: Vec<_> = slots.filter(fits).filter(|slot| obstacles.is_free(&slot.room, slot.period)).collect();
    if free.is_empty() { Err(NoSlot::NoneLeft) } else { Ok(free) }
}

/// A BoF's placement in a slot.
pub fn in_slot(bof: &Session, slot: &BofSlot) -> Placement {
    Placement { room: slot.room.clone(), starts_at: slot.period.starts_at, minutes: bof.minutes, override_reason: None }
}
