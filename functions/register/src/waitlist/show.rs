//! A waitlist entry in the form of an answer, and its token.

use context::Context;
use contract::Stated;
use contract::waitlist::{self as answers, FreedWeek};
use domain::waitlist::{Entry, EntryState, Freed};

/// The cookie that keeps an entry's token after the mailed link was opened.
pub(crate) const COOKIE: &str = "plumbline-entry";

/// An entry's token; `None` if its signing key has been retired.
pub(crate) fn token(ctx: &Context, entry: &Entry) -> Option<String> {
    store::entry_token(ctx, entry)
}

/// Whether this is the entry's token.
pub(crate) fn holds(ctx: &Context, entry: &Entry, given: Option<&str>) -> bool {
    given.is_some_and(|given| ctx.keys().verify(given, &entry.key_id, "waitlist", &[entry.id.as_str(), &entry.nonce]))
}

/// An entry as its holder and organizers see it; `ahead` is the number of people before them.
pub(crate) fn whole(entry: &Entry, ahead: Option<u64>) -> answers::Entry<'_> {
    answers::Entry {
        id: entry.id.as_str(),
        state: Stated::new(&entry.state),
        name: entry.name.as_str(),
        email: &entry.email,
        affiliation: entry.affiliation.as_deref(),
        reason: &entry.reason,
        class: entry.priority.class,
        position: ahead.map(|ahead| ahead + 1),
        joined_at: entry.joined_at,
        offer: entry
            .offer
            .as_ref()
            .map(|offer| answers::Offer { offered_at: offer.offered_at, expires_at: offer.expires_at }),
        ended_at: entry.state.ended_at(),
        registration: match &entry.state {
            EntryState::Accepted { registration, .. } => Some(registration.as_str()),
            _ => None,
        },
        moved: entry.moved.iter().map(Into::into).collect(),
        unreachable: entry.state.is_unreachable(),
        freed_per_week: None,
        manage_token: None,
    }
}

/// Returned passes so far, by week.
pub(crate) fn weeks(freed: &Freed) -> Vec<FreedWeek> {
    freed.weeks().map(|(week_of, passes)| FreedWeek { week_of, passes }).collect()
}
