//! What a registration remembers of the campaign.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The state of one registration in the campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconfirmation {
    /// The time at which the question was queued.
    pub asked_at: Timestamp,
    #[serde(flatten)]
    pub state: ReconfirmationState,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum ReconfirmationState {
    Asked {
        /// The number of due reminders, including ones that were not needed.
        reminded: u32,
    },
    Coming {
        answered_at: Timestamp,
    },
    /// The holder declined, cancelled, or switched to online.
    NotComing {
        answered_at: Timestamp,
    },
    /// No answer; they keep the pass.
    Kept {
        ended_at: Timestamp,
    },
    /// No answer; the pass was returned.
    Returned {
        ended_at: Timestamp,
    },
}

impl ReconfirmationState {
    /// As in the API.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Asked { .. } => "asked",
            Self::Coming { .. } => "coming",
            Self::NotComing { .. } => "not_coming",
            Self::Kept { .. } => "kept",
            Self::Returned { .. } => "returned",
        }
    }

    /// Whether there is no answer, during the campaign or after it.
    pub fn is_silent(&self) -> bool {
        matches!(self, Self::Asked { .. } | Self::Kept { .. })
    }
}
