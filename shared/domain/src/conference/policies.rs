//! What an edition announces automatically, and how it asks "are you still coming?".

use serde::{Deserialize, Serialize};

use crate::instant::{Before, Deadline};

/// The policy for a generated announcement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnnouncementPolicy {
    /// Published at once.
    #[default]
    Publish,
    /// Waits for an organizer's approval.
    Hold,
    Off,
}

impl AnnouncementPolicy {
    /// The words of the definition.
    pub const WORDS: &'static [(&'static str, Self)] =
        &[("publish", Self::Publish), ("hold", Self::Hold), ("off", Self::Off)];
}

/// An edition's policies for generated announcements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnnouncementPolicies {
    /// For a sell-out.
    pub sold_out: AnnouncementPolicy,
    /// For the return of passes to sale after a sell-out.
    pub reopened: AnnouncementPolicy,
    /// For the release of reserved passes to the waitlist.
    pub released: AnnouncementPolicy,
    /// For the opening of a call for proposals.
    pub call_opened: AnnouncementPolicy,
    /// For a moved deadline of a call.
    pub call_moved: AnnouncementPolicy,
    pub call_closed: AnnouncementPolicy,
    /// For a timetable release.
    pub timetable: AnnouncementPolicy,
}

/// The most reminders of a reconfirmation campaign.
pub const REMINDERS_MAX: usize = 2;

/// An edition's settings for the campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReconfirmationPolicy {
    /// When the holders of in-person passes are asked.
    pub ask_at: Deadline,
    /// The first instant at which an answer is too late.
    pub answer_by: Deadline,
    /// Times before `answer_by` at which silent holders are reminded, the earliest first.
    pub reminders: Vec<Before>,
    pub silence: Silence,
}

/// What happens to a pass without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    Keep,
    /// The pass returns to the waitlist.
    Return,
}

impl Silence {
    /// The words of the definition and the API.
    pub const WORDS: &'static [(&'static str, Self)] = &[("keep", Self::Keep), ("return", Self::Return)];

    /// As in the definition.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Return => "return",
        }
    }
}
