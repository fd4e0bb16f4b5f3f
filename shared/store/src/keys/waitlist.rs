//! Waitlist entries, the queue they stand in, and marks to reclassify people.

use domain::conference::{Class, ConferenceId};
use domain::person::PersonKey;
use domain::waitlist::{Entry, EntryId};
use jiff::Timestamp;

use super::{Key, spread};

pub(crate) fn entry(c: &ConferenceId, id: &EntryId) -> Key {
    Key::new(format!("C#{c}#ENTRY#{id}"), "ENTRY")
}

/// Keys that the queue is spread over. A person who joins writes one of them and its tally, so concurrent joins rarely
/// conflict; a reader of the queue reads all of them.
pub const QUEUES: u32 = 8;

pub(crate) fn queue(c: &ConferenceId, number: u32) -> String {
    format!("C#{c}#QUEUE#{number}")
}

/// The one of the [`QUEUES`] keys that an entry is in.
pub(crate) fn queue_number(id: &EntryId) -> u32 {
    spread(id.as_str()) % QUEUES
}

/// The prefix of a class's sort keys.
pub(crate) fn class_prefix(class: Class) -> String {
    let word = Class::WORDS.iter().find(|(_, c)| *c == class).map_or("", |(word, _)| word);
    format!("{word}#")
}

/// An entry's position in the queue: within a class, sort keys are ordered by time of joining, then id.
pub(crate) fn queue_place(c: &ConferenceId, entry: &Entry) -> Key {
    let place = queue_sort(entry.priority.class, entry.joined_at, &entry.id);
    Key { pk: queue(c, queue_number(&entry.id)), sk: place }
}
pub(crate) fn queue_sort(class: Class, joined_at: Timestamp, id: &EntryId) -> String {
    // Milliseconds are padded to the digits that the year 9999 needs, so that text sorts like numbers.
    format!("{}{:015}#{id}", class_prefix(class), joined_at.as_millisecond())
}

/// Parses the time of joining and the entry out of a position's sort key.
pub(crate) fn parse_place(sk: &str) -> Option<(Timestamp, EntryId)> {
    let mut parts = sk.split('#').skip(1);
    let joined_at = Timestamp::from_millisecond(parts.next()?.parse().ok()?).ok()?;
    Some((joined_at, EntryId::parse(parts.next()?)?))
}
pub(crate) fn tally(c: &ConferenceId, number: u32) -> Key {
    Key::new(format!("C#{c}#TALLY#{number}"), "TALLY")
}
pub(crate) fn waitlist(c: &ConferenceId, number: u32) -> String {
    format!("C#{c}#WAITLIST#{number}")
}

/// The edition and the entry that a due entry of the waitlist names.
pub(crate) fn parse_entry(key: &Key) -> Option<(ConferenceId, EntryId)> {
    let (c, id) = key.pk.strip_prefix("C#")?.split_once("#ENTRY#")?;
    Some((c.parse().ok()?, EntryId::parse(id)?))
}

/// The sort key of a mark to reclassify a person on the waitlist.
pub(crate) const STANDING: &str = "STANDING";

pub(crate) fn class_mark(c: &ConferenceId, person: &PersonKey) -> Key {
    Key::new(format!("C#{c}#STANDING#{person}"), STANDING)
}

/// The edition of such a mark.
pub(crate) fn parse_class_mark(key: &Key) -> Option<ConferenceId> {
    let (c, person) = key.pk.strip_prefix("C#")?.split_once("#STANDING#")?;
    person.parse::<PersonKey>().ok()?;
    c.parse().ok()
}
pub(crate) fn series_scan(series: &str) -> Key {
    Key::new(format!("SERIES#{series}#STANDINGS"), STANDINGS)
}

/// The sort key of a scan through a series.
pub(crate) const STANDINGS: &str = "STANDINGS";
