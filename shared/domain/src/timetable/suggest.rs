//! Suggests places for unplaced sessions, without collisions.
//!
//! The heuristic, preferred to a solver because its results can be explained and it needs no dependency:
//!
//! 1. Every unplaced session gets its candidates: start times, five minutes apart, in its reserved areas (its track's
//!    blocks, a BoF slot) or else in unreserved time. A candidate overlaps no break, no placed session, and no other
//!    duty of its people. Placed sessions never move.
//! 2. The session with the fewest candidates goes first, to the cheapest of them. The cost counts the people who would
//!    have to be in two places at once and missed preferences; with much less weight, unusable minutes and lateness.
//! 3. A session without a free candidate displaces the fewest suggested sessions. These look for another place; if one
//!    of them finds none, the step is undone.
//! 4. Sessions in the worst places move to cheaper ones, or exchange places with one of the same length, until a round
//!    improves nothing or the limit of rounds is reached.
//!
//! Times are whole minutes from the conference's start. The seed only breaks ties, so the same draft with the same
//! seed gives the same result.

mod board;
mod explain;
mod search;
#[cfg(test)]
mod tests;

use super::interest::{Interest, clashes};
use super::{Draft, Placement, SessionId};
use crate::conference::Conference;
pub use explain::Reason;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Suggested placements, in order of time.
    pub placed: Vec<(SessionId, Placement)>,
    /// Sessions without a suggestion, with the reasons.
    pub unplaced: Vec<(SessionId, Reason)>,
    /// People who would have to be in two places at once, before and after; see [`clashes`].
    pub clashes: (u64, u64),
}

impl Suggestion {
    /// The draft with the suggestions applied.
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

/// Suggests a place for each unplaced session that takes place and that `wanted` selects.
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
