//! Sessions that a mail is about: kept with it as text, so that it says what was so when it was owed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Mail;
use crate::timetable::Released;

/// The fact that a mail's sessions are kept in.
const FACT: &str = "sessions";

/// A session that somebody has a part in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occasion {
    pub session: String,
    /// Its guid, which calendars know it by.
    pub guid: String,
    pub title: String,
    /// The id of its room.
    pub room: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// Counts the changes that calendars are told of.
    pub sequence: u32,
    /// Whether it does not take place, or without them.
    pub cancelled: bool,
}

impl Occasion {
    /// Of a session as people see it.
    pub fn of(released: &Released, cancelled: bool) -> Self {
        let (session, placement) = (&released.session, &released.placement);
        Self {
            session: session.id.to_string(),
            guid: session.guid.to_string(),
            title: session.title.clone(),
            room: placement.room.to_string(),
            starts_at: placement.starts_at,
            ends_at: placement.period().ends_at,
            sequence: released.sequence,
            cancelled,
        }
    }
}

impl Mail {
    #[must_use]
    pub fn about_sessions(self, occasions: &[Occasion]) -> Self {
        let text = serde_json::to_string(occasions).expect("maps with text keys");
        self.with(FACT, text)
    }

    /// The sessions that it is about; none if it is about none.
    pub fn occasions(&self) -> Vec<Occasion> {
        serde_json::from_str(self.fact(FACT)).unwrap_or_default()
    }
}
