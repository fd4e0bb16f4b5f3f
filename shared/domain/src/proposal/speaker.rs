//! Who speaks: named by e-mail, and a speaker once they have said so.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::content::Named;
use super::{Proposal, Refusal};
use crate::person::{EmailAddress, PersonName};

/// Invitations that one proposal may send in its life: a form is no means to write to strangers.
pub const INVITATIONS_MAX: u32 = 20;

/// Invitations that one person may send in a day, over all their proposals, for the same reason.
pub const INVITATIONS_PER_DAY: u64 = 50;

/// Somebody who speaks, or is asked to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// As it shall stand in the programme.
    pub name: PersonName,
    pub email: EmailAddress,
    /// What they said to it.
    #[serde(flatten)]
    pub state: SpeakerState,
    /// Mixed into their link, so that it is not stored; new with every invitation.
    pub nonce: String,
    /// The signing key that the link was made with.
    pub key_id: String,
}

/// What a speaker said to being named.
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
    /// Whether they have said that they speak.
    pub fn is_confirmed(&self) -> bool {
        matches!(self.state, SpeakerState::Confirmed { .. })
    }

    /// The same with their answer. The last answer counts: whoever declined by mistake may confirm.
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

/// What the link of a new speaker is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited<'a> {
    /// A nonce for each speaker who may be new.
    pub nonces: &'a [String],
    /// The signing key in use.
    pub key_id: &'a str,
}

impl Proposal {
    /// The same with these speakers: who was named before keeps their answer, who is new is invited, and whoever
    /// names themselves has confirmed by that.
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

    /// The same with a speaker's answer, and the name they give themselves; `None` if there is no such speaker.
    pub fn answered(self, email: &EmailAddress, yes: bool, name: Option<&PersonName>, now: Timestamp) -> Option<Self> {
        let at = self.speakers.iter().position(|speaker| speaker.email == *email)?;
        let mut speakers = self.speakers.clone();
        let speaker = speakers[at].clone().answered(yes, now);
        speakers[at] = Speaker { name: name.cloned().unwrap_or(speaker.name), ..speaker };
        Some(Self { speakers, ..self }.next(now))
    }
}
