//! Suggesting: places what is unplaced, without a conflict.
//!
//! The heuristic, chosen over a solver because it explains itself and needs nothing:
//!
//! 1. Every unplaced session gets its candidates: each five minutes of what it was given (its track's blocks, a BoF
//!    slot) or, where it was given nothing, of what nobody was given, that no break, no placed session and none of its
//!    people's other duties is in. What is placed stays where it is.
//! 2. The session with the fewest candidates goes first, to the cheapest of them. A candidate costs the people who would
//!    have to be in two places at once, wishes that it misses, and, far below both, minutes that it leaves unusable and
//!    lateness.
//! 3. A session that found no candidate left takes the one where the fewest suggested ones are in the way, and these
//!    look for another; if they do not all find one, everything is put back.
//! 4. Sessions in the worst places move to cheaper ones, or change places with one of the same length, until a whole
//!    round brings nothing or the rounds are used up.
//!
//! Everything is counted in whole minutes from the conference's first. The seed only orders what is equal, so that the
//! same draft with the same seed gives the same answer.

mod board;
mod explain;
mod search;
#[cfg(test)]
mod tests;

use super::interest::{Interest, clashes};
use super::{Draft, Placement, SessionId};
use crate::conference::Conference;
pub use explain::Reason;

/// What is suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Where what was unplaced could be; in order of time.
    pub placed: Vec<(SessionId, Placement)>,
    /// What could not be placed, and why.
    pub unplaced: Vec<(SessionId, Reason)>,
    /// How many people would have to be in two places at once, before and after; see [`clashes`].
    pub clashes: (u64, u64),
}

impl Suggestion {
    /// The draft with what is suggested.
    pub fn apply(&self, draft: &Draft) -> Draft {
        let mut draft = draft.clone();
        for (id, placement) in &self.placed {
            if let Some(drafted) = draft.sessions.iter_mut().find(|drafted| drafted.session.id == *id) {
                drafted.placement = Some(placement.clone());
            }
        }
        draft
    }
}

/// Suggests a place for each session that `wanted` chooses, takes place and is unplaced.
pub fn suggest(
    conference: &Conference,
    draft: &Draft,
    interest: &Interest,
    seed: u64,
    wanted: impl Fn(&super::Session) -> bool,
) -> Suggestion {
    let mut search = search::Search::new(conference, draft, interest, seed, wanted);
    search.place_all();
    search.eject();
    search.improve();
    let mut placed = search.placed();
    placed.sort_by(|(a, p), (b, q)| (p.starts_at, &p.room, a).cmp(&(q.starts_at, &q.room, b)));
    let unplaced = search.unplaced();
    let mut suggestion = Suggestion { placed, unplaced, clashes: (clashes(draft, interest), 0) };
    suggestion.clashes.1 = clashes(&suggestion.apply(draft), interest);
    suggestion
}
