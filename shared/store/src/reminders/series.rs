//! A series of reminders: the deadline it leads to, and how it becomes due.

use domain::conference::{Conference, ConferenceId, TrackId};
use domain::instant::{Before, Deadline};
use domain::reminder::Subject;
use jiff::Timestamp;

use crate::keys;
use crate::table::{Write, millis, number, text};

/// The workflow's name in the `due` index.
pub(crate) const WORKFLOW: &str = "send-reminders";

/// A deadline with reminders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminding {
    pub deadline: Deadline,
    /// How long before the deadline each reminder goes.
    pub reminders: Vec<Before>,
}

/// Has the workflow process a deadline as soon as it can: it finds due reminders, and the time of the next. No guard: a
/// repeat only processes it again. It raises the series' revision, so that a run that began before does not end this
/// request.
pub(crate) fn look(c: &ConferenceId, subject: &Subject, now: Timestamp) -> Write {
    let key = keys::reminders(c, subject);
    let set =
        vec![("due_pk", text(keys::due(WORKFLOW, keys::spread(&key.pk)))), ("due_at", millis(now)), ("v", number(1))];
    Write::Count { key, names: vec!["revision"], set, guards: Vec::new() }
}

/// Has the reviews' deadlines processed that a definition sets or moves, in the definition's transaction.
pub(crate) fn review_looks(before: Option<&Conference>, after: &Conference, now: Timestamp) -> Vec<Write> {
    let was = |track: &TrackId| before?.track(track.as_str())?.review.due_by.clone();
    let moved = after.tracks.iter().filter(|track| track.review.due_by.is_some());
    let moved = moved.filter(|track| track.review.due_by != was(&track.id));
    moved.map(|track| look(&after.id, &Subject::Reviews(track.id.clone()), now)).collect()
}
