//! Speakers: people named by e-mail, who become speakers when they confirm.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::content::Named;
use super::{Proposal, Refusal};
use crate::person::{EmailAddress, PersonName};

/// The limit of invitations for one proposal, so that it cannot be used to send spam.
pub const INVITATIONS_MAX: u32 = 20;

/// The daily limit for one person over all their proposals, for the same reason.
pub const INVITATIONS_PER_DAY: u64 = 50;

/// A speaker, or a person invited to speak.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The name for the programme.
    pub name: PersonName,
    pub email: EmailAddress,
    #[serde(flatten)]
    pub state: SpeakerState,
    /// Input of the link's keyed hash, so that the link is not stored; new for every invitation.
    pub nonce: String,
    /// The signing key of the link.
    pub key_id: String,
}

/// A speaker's answer to the invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SpeakerState {
    Invited { invited_at: Timestamp },
    Confirmed { confirmed_at: Timestamp },
    Declined { declined_at: Timestamp },
}

impl SpeakerState {
    /// As in the API.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Invited { .. } => "invited",
            Self::Confirmed { .. } => "confirmed",
            Self::Declined { .. } => "declined",
        }
    }
}

impl Speaker {
    pub fn is_confirmed(&self) -> bool {
        matches!(self.state, SpeakerState::Confirmed { .. })
    }

    /// Records an answer. The last one counts, so that a speaker who declined by mistake can confirm.
    #[must_use]
    pub fn answered(self, yes: bool, now: Timestamp) -> Self {
        let state = match (yes, self.state) {
            (true, SpeakerState::Confirmed { confirmed_at }) => SpeakerState::Confirmed { confirmed_at },
            (true, _) => SpeakerState::Confirmed { confirmed_at: now },
            (false, SpeakerState::Declined { declined_at }) => SpeakerState::Declined { declined_at },
            (false, _) => SpeakerState::Declined { declined_at: now },
        };
        Self { state, ..self }
    }
}

/// The inputs for new speakers' links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited<'a> {
    /// One for each speaker, as each may be new.
    pub nonces: &'a [String],
    /// The current signing key.
    pub key_id: &'a str,
}

impl Proposal {
    /// Replaces the speakers. Known speakers keep their answer, new ones are invited, and people who name themselves
    /// are confirmed.
    pub fn with_speakers(
        self,
        named: &[Named],
        by: &[EmailAddress],
        links: &Invited<'_>,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let mut invitations = self.invitations;
        let mut speakers = Vec::with_capacity(named.len());
        for (at, named) in named.iter().enumerate() {
            if let Some(known) = self.speakers.iter().find(|s| s.email == named.email) {
                speakers.push(Speaker { name: named.name.clone(), ..known.clone() });
                continue;
            }
            let state = if by.contains(&named.email) {
                SpeakerState::Confirmed { confirmed_at: now }
            } else {
                invitations += 1;
                SpeakerState::Invited { invited_at: now }
            };
            speakers.push(Speaker {
                name: named.name.clone(),
                email: named.email.clone(),
                state,
                nonce: links.nonces.get(at).cloned().unwrap_or_default(),
                key_id: links.key_id.to_owned(),
            });
        }
        if invitations > INVITATIONS_MAX {
            return Err(Refusal::TooManyInvitations { sent: self.invitations });
        }
        Ok(Self { speakers, invitations, ..self })
    }

    /// Records a speaker's answer and the name they enter; `None` if there is no such speaker.
    pub fn answered(self, email: &EmailAddress, yes: bool, name: Option<&PersonName>, now: Timestamp) -> Option<Self> {
        let at = self.speakers.iter().position(|speaker| speaker.email == *email)?;
        let mut speakers = self.speakers.clone();
        let speaker = speakers[at].clone().answered(yes, now);
        speakers[at] = Speaker { name: name.cloned().unwrap_or(speaker.name), ..speaker };
        Some(Self { speakers, ..self }.next(now))
    }
}
