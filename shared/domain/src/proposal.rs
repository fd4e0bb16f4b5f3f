//! Proposals for a track, from draft to decision. Start at [`Proposal`]; its states and transitions are in `state.rs`.

mod change;
mod content;
mod contribution;
mod moving;
mod rules;
mod speaker;
mod state;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::conference::TrackId;
use crate::person::{ALPHABET, EmailAddress, base32};
use crate::request_mark::RequestMark;

pub use change::{Change, Deed, FieldChange};
pub use content::{
    ABSTRACT_MAX, Content, ImportedProposal, LIST_MAX, MINUTES_MAX, NOTES_MAX, Named, ProposalRequest, SPEAKERS_MAX,
    TITLE_MAX, Unavailable, required_fields,
};
pub use contribution::Submissions;
pub use rules::{Refusal, limit};
pub use speaker::{INVITATIONS_MAX, INVITATIONS_PER_DAY, Invited, Speaker, SpeakerState};
pub use state::{Act, Decision, ProposalState, WrongState};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Identifies it in URLs and keys.
    pub id: ProposalId,
    /// A positive integer, unique in the edition, never changes: the `id` of the session in schedule exports.
    pub number: u64,
    /// Six of `A-Z0-9`, unique in the edition; derived from the number.
    pub code: String,
    /// A UUID, never changes. Imported proposals keep theirs.
    pub guid: String,
    pub track: TrackId,
    pub content: Content,
    /// The creator, who receives the mails about it. Not necessarily a speaker.
    pub owner: EmailAddress,
    /// In the order of the programme.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<Speaker>,
    #[serde(flatten)]
    pub state: ProposalState,
    pub created_at: Timestamp,
    /// The first submission. Decides whether it was in time, also after a move to another track.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Timestamp>,
    pub updated_at: Timestamp,
    /// Counts changes from 1: the `ETag`, and the version for optimistic locking.
    pub revision: u64,
    /// The requested move to another track.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moving: Option<Moving>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub became: Option<TrackId>,
    /// The number of invitations sent to speakers so far.
    #[serde(default)]
    pub invitations: u32,
    /// The creating request, to recognize a repeat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestMark>,
}

/// A move to another track that the receiving lead has not answered yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moving {
    pub to: TrackId,
    /// The reason, for the receiving lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub asked_by: EmailAddress,
    pub asked_at: Timestamp,
}

impl Proposal {
    pub fn is_owned_by(&self, addresses: &[EmailAddress]) -> bool {
        addresses.contains(&self.owner)
    }

    /// The speaker with one of these addresses, unless they declined.
    pub fn speaker(&self, addresses: &[EmailAddress]) -> Option<&Speaker> {
        self.speakers.iter().find(|s| addresses.contains(&s.email) && !matches!(s.state, SpeakerState::Declined { .. }))
    }

    /// Whether they may see it: the owner, confirmed speakers, and people invited to speak.
    pub fn is_seen_by(&self, addresses: &[EmailAddress]) -> bool {
        self.is_owned_by(addresses) || self.speaker(addresses).is_some()
    }

    /// Whether they may change it: the owner and confirmed speakers.
    pub fn is_edited_by(&self, addresses: &[EmailAddress]) -> bool {
        self.is_owned_by(addresses) || self.speaker(addresses).is_some_and(Speaker::is_confirmed)
    }

    /// Whether it was ever submitted. Before that, only its own people may see it.
    pub fn was_submitted(&self) -> bool {
        self.submitted_at.is_some()
    }

    /// Recipients of mails about it: owner and confirmed speakers, each once, with the name for the greeting.
    pub fn people(&self) -> Vec<(&EmailAddress, Option<&str>)> {
        let owner_name = self.speakers.iter().find(|s| s.email == self.owner).map(|s| s.name.as_str());
        let others = self.speakers.iter().filter(|s| s.is_confirmed() && s.email != self.owner);
        [(&self.owner, owner_name)].into_iter().chain(others.map(|s| (&s.email, Some(s.name.as_str())))).collect()
    }

    /// The title, or a placeholder for a draft without one.
    pub fn shown_title(&self) -> &str {
        if self.content.title.is_empty() { "Untitled" } else { &self.content.title }
    }

    /// The next revision, to be changed further before it is written.
    #[must_use]
    pub fn next(self, now: Timestamp) -> Self {
        Self { revision: self.revision + 1, updated_at: now, ..self }
    }

    /// Keeps the time of the first submission.
    pub fn submit(self, now: Timestamp) -> Result<Self, WrongState> {
        let state = self.state.clone().submit()?;
        let first = self.submitted_at.unwrap_or(now);
        Ok(Self { state, submitted_at: Some(first), ..self }.next(now))
    }

    pub fn withdraw(self, now: Timestamp) -> Result<Self, WrongState> {
        Ok(Self { state: self.state.clone().withdraw(now)?, moving: None, ..self }.next(now))
    }

    /// Withdraws it in favour of the proposal that now has its speakers.
    pub fn merge_into(self, other: &ProposalId, now: Timestamp) -> Result<Self, WrongState> {
        Ok(Self { state: self.state.clone().merge(other, now)?, moving: None, ..self }.next(now))
    }

    /// Applies a released decision; `confirm_by` is for an acceptance.
    pub fn decide(self, decision: Decision, confirm_by: Option<Timestamp>, now: Timestamp) -> Result<Self, WrongState> {
        Ok(Self { state: self.state.clone().decide(decision, confirm_by, now)?, moving: None, ..self }.next(now))
    }

    /// Records that it became a track. It must be accepted and not a track yet.
    pub fn become_track(self, track: &TrackId, now: Timestamp) -> Result<Self, WrongState> {
        if !matches!(self.state, ProposalState::Accepted { .. } | ProposalState::Confirmed { .. }) {
            return Err(WrongState { state: self.state.as_str(), act: Act::BecomeTrack });
        }
        Ok(Self { became: Some(track.clone()), moving: None, ..self }.next(now))
    }

    pub fn confirm(self, now: Timestamp) -> Result<Self, WrongState> {
        Ok(Self { state: self.state.clone().confirm(now)?, ..self }.next(now))
    }

    pub fn decline(self, now: Timestamp) -> Result<Self, WrongState> {
        Ok(Self { state: self.state.clone().decline(now)?, ..self }.next(now))
    }
}

/// 16 characters of Crockford's base 32.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProposalId(String);

impl ProposalId {
    /// In characters.
    pub const LENGTH: usize = 16;

    /// Makes an id from a random text of [`Self::LENGTH`] characters.
    pub fn new(random: String) -> Self {
        Self(random)
    }

    /// The id for a person's request with an `Idempotency-Key`: a repeat gives the same id.
    pub fn of_request(whose: &str, mark: &RequestMark) -> Self {
        let hash = Sha256::digest(format!("proposal {whose} {}", mark.key).as_bytes());
        Self(base32(&hash[..10]))
    }

    /// The id for an imported guid, so that another import finds the same proposal.
    pub fn of_import(whose: &str, guid: &str) -> Self {
        Self(base32(&Sha256::digest(format!("import {whose} {guid}").as_bytes())[..10]))
    }

    /// Parses an id from a URL; `None` if it is malformed.
    pub fn parse(text: &str) -> Option<Self> {
        let fine = text.len() == Self::LENGTH && text.bytes().all(|b| ALPHABET.contains(&b));
        fine.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ProposalId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The number of codes: 36 to the 6th.
const CODES: u64 = 2_176_782_336;

/// Coprime to [`CODES`], so that numbers below it get distinct codes, and neighbours distant ones.
const STRIDE: u64 = 1_234_567_891;

/// The code of a number: six of `A-Z0-9`, unique for every number below [`CODES`].
pub fn code(number: u64) -> String {
    let mut left = (number % CODES) * STRIDE % CODES;
    let mut code = [0; 6];
    for place in code.iter_mut().rev() {
        *place = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[usize::try_from(left % 36).unwrap_or(0)];
        left /= 36;
    }
    code.into_iter().map(char::from).collect()
}

/// A random UUID (RFC 9562, version 4) from a text with at least 128 random bits.
pub fn guid(random: &str) -> String {
    use std::fmt::Write;
    let mut bytes: [u8; 32] = Sha256::digest(random.as_bytes()).into();
    bytes[6] = 0x40 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes[..16].iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_guid_is_a_random_uuid() {
        let text = guid("0123456789abcdefghjkmnpqrs");
        assert_eq!(text.len(), 36);
        assert_eq!((&text[14..15], text.matches('-').count()), ("4", 4));
        assert!("89ab".contains(&text[19..20]));
        assert_ne!(text, guid("0123456789abcdefghjkmnpqrt"));
    }

    #[test]
    fn an_id_survives_parsing() {
        let mark = RequestMark { key: "k".into(), body: "b".into() };
        let id = ProposalId::of_request("ann", &mark);
        assert_eq!(ProposalId::parse(id.as_str()), Some(id.clone()));
        assert_ne!(id, ProposalId::of_request("bob", &mark));
        for other in ["", "new", "0123456789abcdeu", "0123456789ABCDEF", "0123456789abcdef0"] {
            assert_eq!(ProposalId::parse(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn no_two_numbers_have_one_code(a in 1..CODES, b in 1..CODES) {
            prop_assume!(a != b);
            prop_assert_ne!(code(a), code(b));
            prop_assert!(code(a).len() == 6 && code(a).bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()));
        }
    }
}
