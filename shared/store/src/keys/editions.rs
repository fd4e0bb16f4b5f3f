//! An edition itself: its definition, roles, news, activity and latest consistency check.

use domain::activity::Object;
use domain::announcement::AnnouncementId;
use domain::conference::ConferenceId;
use domain::role::RoleId;
use jiff::Timestamp;

use super::{Key, spread};

/// The sort key of an edition's head.
pub(crate) const HEAD: &str = "HEAD";

pub(crate) const EDITIONS: &str = "EDITIONS";

/// Partition keys that an edition's activity entries are spread over: each takes 500 acts a second, and the page of all
/// acts is one short read of each.
pub(crate) const ACTIVITY_SPREAD: u32 = 8;

pub(crate) fn activity_partition(c: &ConferenceId, number: u32) -> String {
    format!("C#{c}#ACTIVITY#{number}")
}

/// The partition of an object's activity entries.
pub(crate) fn activity(c: &ConferenceId, object: &Object) -> String {
    activity_partition(c, spread(&object.to_string()) % ACTIVITY_SPREAD)
}

/// The sort key of an activity entry. Milliseconds are padded like those of [`queue_sort`].
pub(crate) fn activity_time(at: Timestamp, id: &str) -> String {
    format!("{:015}#{id}", at.as_millisecond())
}
pub(crate) fn activity_entry(c: &ConferenceId, entry: &domain::activity::Entry) -> Key {
    Key { pk: activity(c, &entry.object), sk: activity_time(entry.at, &entry.id) }
}
pub(crate) fn edition_entry(c: &ConferenceId) -> Key {
    Key::new(EDITIONS.into(), c.as_str())
}
pub(crate) fn head(c: &ConferenceId) -> Key {
    Key::new(format!("C#{c}"), HEAD)
}
pub(crate) fn definition(c: &ConferenceId) -> Key {
    Key::new(format!("C#{c}"), "DEFINITION")
}
pub(crate) fn announcements(c: &ConferenceId) -> String {
    format!("C#{c}#ANNOUNCEMENTS")
}
pub(crate) fn announcement(c: &ConferenceId, id: &AnnouncementId) -> Key {
    Key::new(announcements(c), id.as_str())
}
pub(crate) fn numbers(c: &ConferenceId) -> Key {
    Key::new(format!("C#{c}#NUMBERS"), "NUMBERS")
}

/// The latest consistency check of an edition.
pub(crate) fn audit(c: &ConferenceId) -> Key {
    Key::new(format!("C#{c}#AUDIT"), "LATEST")
}
pub(crate) fn roles(c: &ConferenceId) -> String {
    format!("C#{c}#ROLES")
}
pub(crate) fn role(c: &ConferenceId, id: &RoleId) -> Key {
    Key::new(roles(c), id.as_str())
}
