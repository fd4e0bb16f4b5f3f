//! People of a series' earlier editions.

use domain::conference::ConferenceId;

use super::Key;

/// The sort key of the salt for a series' imported people.
pub(crate) const SALT: &str = "SALT";

pub(crate) fn history(series: &str) -> String {
    format!("SERIES#{series}#HISTORY")
}
pub(crate) fn history_salt(series: &str) -> Key {
    Key::new(history(series), SALT)
}
pub(crate) fn history_head(series: &str, c: &ConferenceId) -> Key {
    Key::new(history(series), c.as_str())
}
pub(crate) fn history_pages(series: &str, c: &ConferenceId) -> String {
    format!("SERIES#{series}#HISTORY#{c}")
}
pub(crate) fn history_page(series: &str, c: &ConferenceId, number: u32) -> Key {
    Key::new(history_pages(series, c), &format!("{number:02}"))
}
