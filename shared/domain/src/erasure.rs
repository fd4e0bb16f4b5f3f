//! Erasing a person: an item that is due until nothing of them is left.
//!
//! What is active is ended first, by the same acts as when its person ends it, so that passes go on. Then a mail
//! confirms the erasure. Only then the person is replaced in all items, again and again until a scan finds nothing: a
//! request that had read an item before may write it once more.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::conference::ConferenceId;
use crate::person::EmailAddress;
use crate::personal_data::Traces;

/// Longer than any request and any claim of a mail lasts: what they write is found by the next scan.
pub const SETTLES_IN: SignedDuration = SignedDuration::from_mins(2);

/// How soon to look again whether the last mail is on its way.
pub const MAIL_LEAVES_IN: SignedDuration = SignedDuration::from_secs(20);

/// The last mail is waited for no longer than this: an address that takes no mail is erased too.
pub const MAIL_WAIT: SignedDuration = SignedDuration::from_hours(24);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    pub id: String,
    /// The only edition to erase the person from; `None`: all of them, and the person's account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conference: Option<ConferenceId>,
    /// Why an organizer does it; for the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The tag of the language of the last mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    pub asked_at: Timestamp,
    pub traces: Traces,
    /// Proposals whose content goes too: the person's own that are not in the programme.
    #[serde(default)]
    pub blanked: BTreeSet<String>,
    /// Editions in which nothing of the person is active any more.
    #[serde(default)]
    pub ended: BTreeSet<ConferenceId>,
    /// Editions whose programme keeps the person's name for now.
    #[serde(default)]
    pub public: BTreeSet<ConferenceId>,
    pub stage: Stage,
    /// Version for optimistic locking.
    pub rev: u64,
}

/// The progress of an erasure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Ending what is active, edition by edition.
    Ending,
    /// Reading which names the person has.
    Learning { after: Option<Place> },
    /// Waiting for the last mail to leave.
    Confirming,
    /// Replacing the person.
    Erasing {
        /// Counts the scans from 0.
        round: u32,
        after: Option<Place>,
        /// Items that this scan has replaced or found in use.
        found: u64,
    },
}

/// An item's place in a scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub pk: String,
    pub sk: String,
}

impl Erasure {
    /// The person erases themselves, everywhere.
    pub fn everywhere(id: &str, traces: Traces, language: Option<&str>, now: Timestamp) -> Self {
        Self {
            id: id.to_owned(),
            conference: None,
            reason: None,
            language: language.map(str::to_owned),
            asked_at: now,
            traces,
            blanked: BTreeSet::new(),
            ended: BTreeSet::new(),
            public: BTreeSet::new(),
            stage: Stage::Ending,
            rev: 0,
        }
    }

    /// An organizer erases the person from an edition.
    pub fn from_edition(id: &str, c: &ConferenceId, traces: Traces, reason: &str, now: Timestamp) -> Self {
        let reason = Some(reason.to_owned());
        Self { conference: Some(c.clone()), reason, ..Self::everywhere(id, traces, None, now) }
    }

    /// What is left to do when the programme of an edition ends to be public: the person is known there only by their
    /// stand-ins, and by keys and ids. The name is public until then, and other mails may repeat it.
    #[must_use]
    pub fn of_programme(&self, c: &ConferenceId, addresses: Vec<EmailAddress>) -> Self {
        let traces = Traces { addresses, names: self.traces.names.clone(), ids: self.traces.ids.clone() };
        Self {
            id: format!("{}-{c}", self.id),
            conference: Some(c.clone()),
            reason: None,
            traces,
            public: BTreeSet::new(),
            stage: Stage::Erasing { round: 0, after: None, found: 0 },
            rev: 0,
            ..self.clone()
        }
    }

    /// The address of the last mail.
    pub fn reader(&self) -> Option<&EmailAddress> {
        self.traces.addresses.first()
    }

    pub fn covers(&self, c: Option<&ConferenceId>) -> bool {
        self.conference.is_none() || self.conference.as_ref() == c
    }

    /// The next stage, and when it is due; `None` if nothing of the person is left.
    pub fn after_scan(&self, now: Timestamp) -> Option<(Stage, Timestamp)> {
        match &self.stage {
            Stage::Ending => Some((Stage::Learning { after: None }, now)),
            Stage::Learning { .. } => Some((Stage::Confirming, now)),
            Stage::Confirming => Some((Stage::Erasing { round: 0, after: None, found: 0 }, now)),
            // The first scan proves nothing: what was read before it may be written after it.
            Stage::Erasing { round, found, .. } if *found > 0 || *round == 0 => {
                Some((Stage::Erasing { round: round + 1, after: None, found: 0 }, now + SETTLES_IN))
            }
            Stage::Erasing { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_erasure_ends_only_after_a_later_scan_that_finds_nothing() {
        let now = Timestamp::UNIX_EPOCH;
        let mut erasure = Erasure::everywhere("x", Traces::default(), None, now);
        let erasing = |round, found| Stage::Erasing { round, after: None, found };
        for expected in [Stage::Learning { after: None }, Stage::Confirming, erasing(0, 0)] {
            let (next, at) = erasure.after_scan(now).unwrap();
            assert_eq!((&next, at), (&expected, now));
            erasure.stage = next;
        }
        assert_eq!(erasure.after_scan(now), Some((erasing(1, 0), now + SETTLES_IN)), "one scan is not enough");
        erasure.stage = erasing(1, 3);
        assert_eq!(erasure.after_scan(now), Some((erasing(2, 0), now + SETTLES_IN)), "it found something");
        erasure.stage = erasing(2, 0);
        assert_eq!(erasure.after_scan(now), None);
    }
}
