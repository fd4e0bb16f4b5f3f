//! The recipients of a message, and what became of each one's mail.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::mail::{Feedback, Mail, MailState};
use crate::person::{EmailAddress, PersonKey, base32};

/// A person in the group of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The key of their primary address, so that a person with several addresses gets one mail.
    pub key: PersonKey,
    pub email: EmailAddress,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Names them in the link by which they opt out: a salted hash of their primary address.
    pub reader: String,
    /// Whether they get it although they opted out.
    #[serde(default)]
    pub necessary: bool,
    /// Why they get no mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<Skipped>,
}

/// Why a person in the group gets no mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Skipped {
    /// They switched off messages.
    OptedOut,
    /// An earlier mail to their address came back for good, or they marked it as spam.
    Suppressed,
}

impl Skipped {
    /// As in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OptedOut => "opted_out",
            Self::Suppressed => "suppressed",
        }
    }
}

impl Recipient {
    /// Why they get no mail, from what is known now.
    pub fn skip(&self, opted_out: bool, suppressed: bool) -> Option<Skipped> {
        match (suppressed, opted_out && !self.necessary) {
            (true, _) => Some(Skipped::Suppressed),
            (false, true) => Some(Skipped::OptedOut),
            (false, false) => None,
        }
    }
}

/// A few recipients, stored as one item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    pub recipients: Vec<Recipient>,
}

/// What became of the mail to one recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    Queued,
    Sent,
    /// It was given up.
    Failed,
    /// It was accepted, and came back, or its reader did not want it.
    Bounced,
    OptedOut,
    Suppressed,
}

impl DeliveryState {
    /// As in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Bounced => "bounced",
            Self::OptedOut => "opted_out",
            Self::Suppressed => "suppressed",
        }
    }

    /// Whether the mail has reached its final state, unless an organizer acts.
    pub fn is_final(self) -> bool {
        self != Self::Queued
    }
}

/// The state of one recipient's mail. `is_queued` says whether the batch was queued: then a mail that is not there
/// cannot be read.
pub fn delivery_state(recipient: &Recipient, mail: Option<&Mail>, is_queued: bool) -> DeliveryState {
    match (recipient.skipped, mail) {
        (Some(Skipped::OptedOut), _) => DeliveryState::OptedOut,
        (Some(Skipped::Suppressed), _) => DeliveryState::Suppressed,
        (None, None) if is_queued => DeliveryState::Failed,
        (None, None) => DeliveryState::Queued,
        (None, Some(mail)) => match &mail.state {
            MailState::Queued | MailState::Delayed { .. } | MailState::Claimed { .. } => DeliveryState::Queued,
            MailState::Failed { .. } => DeliveryState::Failed,
            MailState::Sent { .. } if mail.feedback.as_ref().is_some_and(Feedback::holds) => DeliveryState::Bounced,
            MailState::Sent { .. } => DeliveryState::Sent,
        },
    }
}

/// Identifies what a preview shows: the text, and who gets a mail. So nothing is sent that its writer did not see.
pub fn preview_id(subject: &str, body: &str, recipients: &[Recipient]) -> String {
    let mut keys: Vec<_> = recipients.iter().filter(|one| one.skipped.is_none()).map(|one| one.key.as_str()).collect();
    keys.sort_unstable();
    let mut hash = Sha256::new();
    for part in [subject, body].into_iter().chain(keys) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    base32(&hash.finalize()[..10])
}
