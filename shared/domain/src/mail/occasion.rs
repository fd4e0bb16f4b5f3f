//! The sessions that a mail is about. They are stored as text with the mail, so that it describes the state when it
//! was queued.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Mail;
use crate::timetable::Released;

/// The name of the mail fact with its sessions.
const FACT: &str = "sessions";

/// A session that the recipient takes part in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occasion {
    pub session: String,
    /// The session's guid: the calendar entry's `UID`.
    pub guid: String,
    pub title: String,
    /// A room id.
    pub room: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// The calendar entry's `SEQUENCE`.
    pub sequence: u32,
    /// Whether it does not take place, or takes place without the recipient.
    pub cancelled: bool,
}

impl Occasion {
    /// Describes a released session.
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

    /// The sessions that the mail is about; empty if there are none.
    pub fn occasions(&self) -> Vec<Occasion> {
        serde_json::from_str(self.fact(FACT)).unwrap_or_default()
    }
}
