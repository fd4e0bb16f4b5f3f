//! The consistency check of the timetable: no room is used twice, and a release with unsent mails is due.

use super::Seen;
use domain::timetable::State;

impl Seen {
    /// Promise 1: no two sessions share a room at one time, unless an organizer gave a reason. Promise 8: a release
    /// with unsent notifications is due.
    pub(super) fn timetable(&self, find: &mut impl FnMut(u8, String)) {
        let mut placed: Vec<_> = self
            .sessions
            .iter()
            .filter(|(_, kept)| kept.drafted.session.state != State::Cancelled)
            .filter_map(|((pk, id), kept)| Some((pk, id, kept.drafted.placement.as_ref()?)))
            .collect();
        placed.sort_by_key(|(pk, _, placement)| (*pk, placement.room.clone(), placement.period()));
        for pair in placed.windows(2) {
            let [(pk, id, one), (other_pk, other_id, other)] = pair else { continue };
            let said_why = one.override_reason.is_some() || other.override_reason.is_some();
            if pk == other_pk && one.room == other.room && one.period().overlaps(other.period()) && !said_why {
                find(1, format!("{pk} has {id} and {other_id} in {} at once", one.room));
            }
        }
        for (pk, head) in &self.release_heads {
            if head.has_unqueued_mails() && !self.due.contains(pk) {
                find(8, format!("{pk} has people to tell of release {} and is not due", head.number));
            }
        }
    }
}
