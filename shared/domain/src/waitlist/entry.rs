//! A waitlist entry: a person's position and its state.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::PriorityClass;
use crate::conference::consents::{self, Agreeing, Consents};
use crate::conference::{Class, Conference, PoolId};
use crate::input::{Object, boolean, line, paragraphs, parsed};
use crate::person::{EmailAddress, PersonName, base32};
use crate::registration::RegistrationId;
use crate::request_mark::RequestMark;

/// Like a registration's id: the person's key and a random part.
pub type EntryId = RegistrationId;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub id: EntryId,
    pub name: PersonName,
    pub email: EmailAddress,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<String>,
    /// The person's motivation, for organizers.
    pub reason: String,
    /// The person's own claim; used only without data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_time: Option<bool>,
    /// The registration from an accepted offer takes them over.
    #[serde(default, skip_serializing_if = "Consents::is_empty")]
    pub consents: Consents,
    pub pool: PoolId,
    #[serde(rename = "standing")]
    pub priority: PriorityClass,
    /// Moves by organizers, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<Moved>,
    /// The time of joining; a change of class keeps it.
    pub joined_at: Timestamp,
    /// Input of the token's keyed hash, so that the token is not stored.
    pub nonce: String,
    /// The signing key of the token.
    pub key_id: String,
    /// The creating request, to recognize a repeat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestMark>,
    /// Version for optimistic locking: a write succeeds only on the version that was read.
    pub rev: u64,
    #[serde(flatten)]
    pub state: EntryState,
    /// The latest offer, also after it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
}

impl Entry {
    /// Waiting or offered. A person can have only one active entry.
    pub fn is_active(&self) -> bool {
        matches!(self.state, EntryState::Waiting | EntryState::Offered)
    }

    pub fn open_offer(&self, now: Timestamp) -> Option<&Offer> {
        self.offer.as_ref().filter(|offer| self.state == EntryState::Offered && now < offer.expires_at)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum EntryState {
    Waiting,
    /// A pass is held until the offer expires.
    Offered,
    Accepted {
        ended_at: Timestamp,
        /// The registration that holds the pass.
        registration: RegistrationId,
    },
    /// Declined by the person.
    Declined {
        ended_at: Timestamp,
    },
    /// No answer in time, or unreachable by mail.
    Lapsed {
        ended_at: Timestamp,
        /// Mail does not reach the person: the offer's mail bounced, or no offer was made for this reason.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unreachable: bool,
    },
    /// The person left the waitlist, or got a pass in another way.
    Withdrawn {
        ended_at: Timestamp,
    },
}

impl EntryState {
    /// As in the API.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Offered => "offered",
            Self::Accepted { .. } => "accepted",
            Self::Declined { .. } => "declined",
            Self::Lapsed { .. } => "lapsed",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Whether it ended because mail does not reach the person.
    pub fn is_unreachable(&self) -> bool {
        matches!(self, Self::Lapsed { unreachable: true, .. })
    }

    pub fn ended_at(&self) -> Option<Timestamp> {
        match self {
            Self::Waiting | Self::Offered => None,
            Self::Accepted { ended_at, .. }
            | Self::Declined { ended_at }
            | Self::Lapsed { ended_at, .. }
            | Self::Withdrawn { ended_at } => Some(*ended_at),
        }
    }
}

/// An offer of a pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The offer's number in the pool: offers are made in this order.
    pub number: u64,
    /// The shard that holds the pass.
    pub shard: u32,
    pub offered_at: Timestamp,
    /// The time of the reminder; `None` if there is no time for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_at: Option<Timestamp>,
    /// Whether the reminder was queued.
    #[serde(default)]
    pub reminded: bool,
    /// The first instant at which accepting is too late.
    pub expires_at: Timestamp,
    /// Why this person got the offer.
    pub because: Because,
}

/// Why a person got an offer before all others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    pub class: Class,
    /// The class's position in the edition's order at that time, from 0.
    pub rank: usize,
    /// The next entry in order at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<EntryId>,
}

/// A move of an entry by an organizer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub at: Timestamp,
    pub from: Class,
    pub to: Class,
    pub reason: String,
}

/// A validated request to join the waitlist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    pub name: PersonName,
    pub email: EmailAddress,
    /// The person's motivation.
    pub reason: String,
    pub affiliation: Option<String>,
    pub first_time: Option<bool>,
    pub consents: Agreeing,
}

impl Join {
    /// Parses the body of `POST …/waitlist`.
    pub fn read(o: Object<'_>, conference: &Conference) -> Option<Self> {
        let name = o.required("name", parsed);
        let email = o.required("email", parsed);
        let reason = o.required("reason", paragraphs(2000));
        let affiliation = o.optional("affiliation", line(200));
        let first_time = o.optional("first_time", boolean);
        let consents = consents::read(&o, &conference.privacy.consents, &Consents::new());
        o.done();
        Some(Self { name: name?, email: email?, reason: reason?, affiliation, first_time, consents: consents? })
    }

    /// Identifies repeats of this request under an `Idempotency-Key`.
    pub fn mark(&self, idempotency_key: &str) -> RequestMark {
        let hash = |text: &str| base32(&Sha256::digest(text.as_bytes())[..16]);
        let body = format!(
            "{:?}{}",
            (&self.name, self.email.folded(), &self.reason, &self.affiliation, self.first_time),
            consents::marked(&self.consents)
        );
        RequestMark { key: hash(idempotency_key), body: hash(&body) }
    }
}
