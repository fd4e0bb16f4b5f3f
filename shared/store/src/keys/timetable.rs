//! Sessions, their live links, bookmarks, releases of the timetable, and BoFs.

use domain::bof::BofId;
use domain::conference::ConferenceId;
use domain::person::PersonKey;
use domain::timetable::SessionId;

use super::Key;

/// The sort key of the BoF board.
pub(crate) const BOARD: &str = "BOARD";

pub(crate) fn bofs(c: &ConferenceId) -> String {
    format!("C#{c}#BOFS")
}
pub(crate) fn board(c: &ConferenceId) -> Key {
    Key::new(bofs(c), BOARD)
}

/// The prefix of the sort keys of a release's sessions.
pub(crate) const PART: &str = "PART";

/// The prefix of the sort keys of a release's mails.
pub(crate) const BATCH: &str = "BATCH";

pub(crate) fn draft(c: &ConferenceId) -> Key {
    Key::new(format!("C#{c}#DRAFT"), "DRAFT")
}
pub(crate) fn bookmarks(c: &ConferenceId) -> String {
    format!("C#{c}#BOOKMARKS")
}
pub(crate) fn bookmarked(c: &ConferenceId, person: &PersonKey) -> Key {
    Key::new(bookmarks(c), person.as_str())
}
pub(crate) fn sessions(c: &ConferenceId) -> String {
    format!("C#{c}#SESSIONS")
}
pub(crate) fn session(c: &ConferenceId, id: &SessionId) -> Key {
    Key::new(sessions(c), id.as_str())
}
pub(crate) fn live_links(c: &ConferenceId) -> String {
    format!("C#{c}#LIVE")
}
pub(crate) fn live_links_of(c: &ConferenceId, session: &SessionId) -> Key {
    Key::new(live_links(c), session.as_str())
}
pub(crate) fn session_feedback(c: &ConferenceId, session: &SessionId) -> String {
    format!("C#{c}#FEEDBACK#{session}")
}
/// `giver` is a keyed hash, which names no pass.
pub(crate) fn session_feedback_of(c: &ConferenceId, session: &SessionId, giver: &str) -> Key {
    Key::new(session_feedback(c, session), giver)
}

/// The head of the release in force.
pub(crate) fn timetable(c: &ConferenceId) -> Key {
    Key::new(format!("C#{c}#TIMETABLE"), "RELEASE")
}

/// The edition of the release that a due entry names.
pub(crate) fn parse_timetable(key: &Key) -> Option<ConferenceId> {
    key.pk.strip_prefix("C#")?.strip_suffix("#TIMETABLE").filter(|_| key.sk == "RELEASE")?.parse().ok()
}
pub(crate) fn release_parts(c: &ConferenceId, parts: &str) -> String {
    format!("C#{c}#RELEASE#{parts}")
}
pub(crate) fn release_part(c: &ConferenceId, parts: &str, what: &str, number: usize) -> Key {
    Key::new(release_parts(c, parts), &format!("{what}#{number:04}"))
}
pub(crate) fn release_list(c: &ConferenceId) -> String {
    format!("C#{c}#RELEASES")
}
pub(crate) fn release_listed(c: &ConferenceId, number: u32) -> Key {
    Key::new(release_list(c), &format!("{number:08}"))
}
pub(crate) fn bof(c: &ConferenceId, id: &BofId) -> Key {
    Key::new(bofs(c), &format!("BOF#{id}"))
}
