//! Who a reader is: linked addresses, sign-in, API tokens, calendar addresses, rate limits. And when their data ends.

use domain::conference::ConferenceId;
use domain::person::PersonKey;

use super::Key;

pub(crate) fn people_salt() -> Key {
    Key::new("PEOPLE".into(), "SALT")
}
pub(crate) fn link(hash: &PersonKey) -> Key {
    Key::new(format!("LINK#{hash}"), "LINK")
}
pub(crate) fn linking(id: &str) -> Key {
    Key::new(format!("LINKING#{id}"), "ATTEMPT")
}
pub(crate) fn attempt(id: &str) -> Key {
    Key::new(format!("SIGN-IN#{id}"), "ATTEMPT")
}
pub(crate) fn api_tokens(owner: &str) -> String {
    format!("TOKENS#{owner}")
}
pub(crate) fn api_token(owner: &str, id: &str) -> Key {
    Key::new(api_tokens(owner), id)
}
pub(crate) fn calendar_address(owner: &str) -> Key {
    Key::new(format!("CALENDAR#{owner}"), "CALENDAR")
}
pub(crate) fn ended_session(id: &str) -> Key {
    Key::new(format!("SESSION#{id}"), "ENDED")
}
/// An attempt to confirm an erasure.
pub(crate) fn erasing(id: &str) -> Key {
    Key::new(format!("ERASING#{id}"), "ATTEMPT")
}

/// The sort key of an erasure.
pub(crate) const ERASURE: &str = "ERASURE";

pub(crate) fn erasure(id: &str) -> Key {
    Key::new(format!("ERASURE#{id}"), ERASURE)
}

/// The sort key of an edition's retention periods.
pub(crate) const RETENTION: &str = "RETENTION";

pub(crate) fn retention(c: &ConferenceId) -> Key {
    Key::new(format!("C#{c}#RETENTION"), RETENTION)
}
pub(crate) fn parse_retention(key: &Key) -> Option<ConferenceId> {
    key.pk.strip_prefix("C#")?.strip_suffix("#RETENTION")?.parse().ok()
}
pub(crate) fn limit(what: &str, whose: &str, window: i64) -> Key {
    Key::new(format!("LIMIT#{what}#{whose}#{window}"), "LIMIT")
}
