//! Whether an edition asks people to confirm their address before they have a pass, and how long it holds the pass.

use jiff::SignedDuration;

use crate::input::{Object, boolean, integer};

/// In minutes: mail usually arrives within one or two, and greylisting delays it by up to 15.
const MINUTES: i64 = 30;

/// The shortest hold, in minutes, so that people can open the mail, and the longest.
const MINUTES_MIN: u64 = 5;
const MINUTES_MAX: u64 = 24 * 60;

/// Reads `confirm_email` and `confirm_minutes` of the object `registration`.
pub(super) fn read(registration: &Object<'_>) -> Option<SignedDuration> {
    let is_asked = registration.optional("confirm_email", boolean).unwrap_or_default();
    let minutes = registration.optional("confirm_minutes", integer(MINUTES_MIN, MINUTES_MAX));
    let minutes = minutes.and_then(|minutes| i64::try_from(minutes).ok()).unwrap_or(MINUTES);
    is_asked.then(|| SignedDuration::from_mins(minutes))
}
