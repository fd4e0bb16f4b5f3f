//! An entry as an answer, and its token.

use context::Context;
use domain::conference::Class;
use domain::waitlist::{Entry, EntryState, Freed, Moved};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

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

/// An entry as its holder and organizers see it.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    id: &'a str,
    status: &'static str,
    name: &'a str,
    email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    affiliation: Option<&'a str>,
    reason: &'a str,
    class: Class,
    /// From 1; `None` once they do not wait any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<u64>,
    joined_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    offer: Option<ShownOffer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registration: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    moved: &'a [Moved],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unreachable: bool,
    /// Weeks in which passes came back, latest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    freed_per_week: Option<Vec<FreedWeek>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    manage_token: Option<String>,
}

#[derive(Serialize)]
struct FreedWeek {
    week_of: Date,
    passes: u64,
}

#[derive(Serialize)]
struct ShownOffer {
    offered_at: Timestamp,
    expires_at: Timestamp,
}

impl<'a> Shown<'a> {
    /// All of it; `ahead` is how many wait before them.
    pub(crate) fn new(entry: &'a Entry, ahead: Option<u64>) -> Self {
        Self {
            id: entry.id.as_str(),
            status: entry.state.as_str(),
            name: entry.name.as_str(),
            email: entry.email.as_str(),
            affiliation: entry.affiliation.as_deref(),
            reason: &entry.reason,
            class: entry.standing.class,
            position: ahead.map(|ahead| ahead + 1),
            joined_at: entry.joined_at,
            offer: entry
                .offer
                .as_ref()
                .map(|offer| ShownOffer { offered_at: offer.offered_at, expires_at: offer.expires_at }),
            ended_at: entry.state.ended_at(),
            registration: match &entry.state {
                EntryState::Accepted { registration, .. } => Some(registration.as_str()),
                _ => None,
            },
            moved: &entry.moved,
            unreachable: entry.state.is_unreachable(),
            freed_per_week: None,
            manage_token: None,
        }
    }

    /// With what came back so far.
    pub(crate) fn with_freed(mut self, freed: &Freed) -> Self {
        self.freed_per_week = Some(freed.weeks().map(|(week_of, passes)| FreedWeek { week_of, passes }).collect());
        self
    }

    /// With the token, for the request that made it.
    pub(crate) fn with_token(mut self, token: Option<String>) -> Self {
        self.manage_token = token;
        self
    }
}
