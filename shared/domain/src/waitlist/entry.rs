//! An entry of the waitlist: somebody's place in the queue and what became of it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Standing;
use crate::conference::{Class, PoolId};
use crate::input::{Object, boolean, line, paragraphs, parsed};
use crate::person::{EmailAddress, PersonName, base32};
use crate::registration::{RegistrationId, RequestMark};

/// Names an entry: like a registration's id, the person's key and a random part.
pub type EntryId = RegistrationId;

/// One person's place on the waitlist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub id: EntryId,
    pub name: PersonName,
    pub email: EmailAddress,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<String>,
    /// Why they want to come, in their words; for organizers.
    pub reason: String,
    /// What they say; counts only where there is no data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_time: Option<bool>,
    /// The pool whose passes they wait for.
    pub pool: PoolId,
    pub standing: Standing,
    /// Where organizers moved them from, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<Moved>,
    /// When they joined; kept when the class changes.
    pub joined_at: Timestamp,
    /// Mixed into the token, so that it is not stored.
    pub nonce: String,
    /// The signing key that the token was made with.
    pub key_id: String,
    /// The request that made it, to know a repeat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestMark>,
    /// Counts the writes; every change is made on the version it was decided on.
    pub rev: u64,
    #[serde(flatten)]
    pub state: EntryState,
    /// The offer that was made, also after it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
}

impl Entry {
    /// Waiting or offered: it stands in the way of another.
    pub fn is_active(&self) -> bool {
        matches!(self.state, EntryState::Waiting | EntryState::Offered)
    }

    /// The offer, while it can be accepted.
    pub fn open_offer(&self, now: Timestamp) -> Option<&Offer> {
        self.offer.as_ref().filter(|offer| self.state == EntryState::Offered && now < offer.expires_at)
    }
}

/// What became of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum EntryState {
    Waiting,
    /// A pass is held for them until the offer expires.
    Offered,
    Accepted {
        ended_at: Timestamp,
        /// The registration that holds it.
        registration: RegistrationId,
    },
    /// They did not want it.
    Declined {
        ended_at: Timestamp,
    },
    /// They did not answer in time, or could not be told.
    Lapsed {
        ended_at: Timestamp,
        /// Whether mail does not reach them: the offer's came back, or their turn came and none was made.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unreachable: bool,
    },
    /// They left, or got a pass another way.
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

    /// Whether it ended because mail does not reach its holder.
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

/// A pass on offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Counts the offers of the pool: they were made in this order.
    pub number: u64,
    /// The shard that holds the pass.
    pub shard: u32,
    pub offered_at: Timestamp,
    /// When to remind, if there is time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_at: Option<Timestamp>,
    /// Whether the reminder is owed.
    #[serde(default)]
    pub reminded: bool,
    /// The first instant that is too late.
    pub expires_at: Timestamp,
    /// Why this person and nobody else.
    pub because: Because,
}

/// Why an offer went to somebody before all others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    pub class: Class,
    /// Its place in the edition's order then, from 0.
    pub rank: usize,
    /// Who would have been next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<EntryId>,
}

/// What an organizer did to somebody's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub at: Timestamp,
    pub from: Class,
    pub to: Class,
    pub reason: String,
}

/// A wish to join the waitlist, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    pub name: PersonName,
    pub email: EmailAddress,
    /// Why they want to come.
    pub reason: String,
    pub affiliation: Option<String>,
    pub first_time: Option<bool>,
}

impl Join {
    /// Reads the body of `POST …/waitlist`.
    pub fn read(o: Object<'_>) -> Option<Self> {
        let name = o.required("name", parsed);
        let email = o.required("email", parsed);
        let reason = o.required("reason", paragraphs(2000));
        let affiliation = o.optional("affiliation", line(200));
        let first_time = o.optional("first_time", boolean);
        o.done();
        Some(Self { name: name?, email: email?, reason: reason?, affiliation, first_time })
    }

    /// What is remembered of this request under an `Idempotency-Key`.
    pub fn mark(&self, idempotency_key: &str) -> RequestMark {
        let hash = |text: &str| base32(&Sha256::digest(text.as_bytes())[..16]);
        let body = format!("{:?}", (&self.name, self.email.folded(), &self.reason, &self.affiliation, self.first_time));
        RequestMark { key: hash(idempotency_key), body: hash(&body) }
    }
}
