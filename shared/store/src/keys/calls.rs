//! Calls for proposals, their reminders, watchers and late links.

use domain::conference::{ConferenceId, TrackId};
use domain::person::PersonKey;
use domain::reminder::Subject;

use super::Key;

pub(crate) fn call(c: &ConferenceId, t: &TrackId) -> Key {
    Key::new(format!("C#{c}#TRACK#{t}"), "CALL")
}
pub(crate) fn outcomes(c: &ConferenceId, t: &TrackId) -> Key {
    Key::new(format!("C#{c}#TRACK#{t}"), "OUTCOMES")
}
pub(crate) fn watchers(c: &ConferenceId, t: &TrackId) -> String {
    format!("C#{c}#TRACK#{t}#WATCHERS")
}
pub(crate) fn watch(c: &ConferenceId, t: &TrackId, id: &str) -> Key {
    Key::new(watchers(c, t), id)
}
pub(crate) fn reminders(c: &ConferenceId, subject: &Subject) -> Key {
    Key::new(format!("C#{c}#REMIND#{subject}"), "REMINDERS")
}
pub(crate) fn reminded(c: &ConferenceId, person: &PersonKey) -> Key {
    Key::new(format!("C#{c}#REMINDED#{person}"), "REMINDED")
}

/// The edition and the track of the call that a due entry names.
pub(crate) fn parse_call(key: &Key) -> Option<(ConferenceId, TrackId)> {
    let (c, t) = key.pk.strip_prefix("C#")?.split_once("#TRACK#")?;
    Some((c.parse().ok()?, t.parse().ok()?))
}

/// The edition and the deadline that a due entry of reminders names.
pub(crate) fn parse_reminders(key: &Key) -> Option<(ConferenceId, Subject)> {
    let (c, subject) = key.pk.strip_prefix("C#")?.split_once("#REMIND#")?;
    Some((c.parse().ok()?, subject.parse().ok()?))
}
pub(crate) fn late_links(c: &ConferenceId, t: &TrackId) -> String {
    format!("C#{c}#TRACK#{t}#LATE")
}
pub(crate) fn late_link(c: &ConferenceId, t: &TrackId, id: &str) -> Key {
    Key::new(late_links(c, t), id)
}
