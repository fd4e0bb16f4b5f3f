//! How long an edition keeps personal data.

use jiff::{SignedDuration, Timestamp};

use super::Conference;
use crate::input::{Object, integer};

/// Ten years.
const DAYS_MAX: u64 = 3660;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Privacy {
    /// Days from the edition's end; `None`: personal data is kept.
    pub keep_days: Option<u64>,
}

impl Privacy {
    /// When the edition's personal data ends; `None`: never by itself.
    pub fn ends_at(&self, conference: &Conference) -> Option<Timestamp> {
        let days = i64::try_from(self.keep_days?).unwrap_or(i64::MAX / 48);
        conference.ends_at().checked_add(SignedDuration::from_hours(24 * days)).ok()
    }
}

pub(super) fn read(o: Object<'_>) -> Privacy {
    let keep_days = o.optional("keep_days", integer(1, DAYS_MAX));
    o.done();
    Privacy { keep_days }
}
