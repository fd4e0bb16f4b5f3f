//! Erasing a person: an item that is due until nothing of them is left.
//!
//! What is active is ended first, by the same acts as when its person ends it, so that passes go on. Then a mail
//! confirms the erasure. Only then the person is replaced in all items. All of this but the mail is done again until a
//! scan finds nothing: a request that had read an item before may write it once more, and the person may register again
//! while they are erased.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::conference::ConferenceId;
use crate::person::EmailAddress;
use crate::personal_data::{Ended, Traces};

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
    /// Whether the last mail was queued: it may be removed before the erasure goes on, and is sent once.
    #[serde(default)]
    pub mail_queued: bool,
    pub stage: Stage,
    /// Whole scans that replaced the person where they found them.
    #[serde(default)]
    pub scans: u32,
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
            mail_queued: false,
            stage: Stage::Ending,
            scans: 0,
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
        let (names, ids) = (self.traces.names.clone(), self.traces.ids.clone());
        let traces = Traces { addresses, names, ids, ended: None };
        Self {
            id: format!("{}-{c}", self.id),
            conference: Some(c.clone()),
            reason: None,
            traces,
            public: BTreeSet::new(),
            stage: Stage::Erasing { after: None, found: 0 },
            scans: 0,
            rev: 0,
            ..self.clone()
        }
    }

    /// The id of an edition's only erasure of what has ended.
    pub fn id_of_ended(c: &ConferenceId) -> String {
        format!("ended-{c}")
    }

    /// What has ended of all people of an edition. No one is mailed, and nothing has to be ended first: the edition is
    /// over. The id is the edition's: of two that are to begin, one does.
    pub fn of_ended(c: &ConferenceId, ended: Ended, now: Timestamp) -> Self {
        let erasing = Stage::Erasing { after: None, found: 0 };
        let everywhere = Self::everywhere(&Self::id_of_ended(c), Traces::of_ended(ended), None, now);
        Self { conference: Some(c.clone()), stage: erasing, ..everywhere }
    }

    /// The address of the last mail.
    pub fn reader(&self) -> Option<&EmailAddress> {
        self.traces.addresses.first()
    }

    pub fn covers(&self, c: Option<&ConferenceId>) -> bool {
        self.conference.is_none() || self.conference.as_ref() == c
    }

    /// The erasure in its next stage, and when that is due; `None` if nothing of the person is left.
    pub fn next(&self, now: Timestamp) -> Option<(Self, Timestamp)> {
        let erasing = Stage::Erasing { after: None, found: 0 };
        let (stage, at) = match &self.stage {
            Stage::Ending => (Stage::Learning { after: None }, now),
            // The last mail is sent once.
            Stage::Learning { .. } if self.scans == 0 => (Stage::Confirming, now),
            Stage::Learning { .. } | Stage::Confirming => (erasing, now),
            // The first scan proves nothing: what was read before it may be written after it.
            Stage::Erasing { found, .. } if *found > 0 || self.scans == 0 => {
                let stage = if self.traces.ended.is_some() { erasing } else { Stage::Ending };
                let again = Self { stage, scans: self.scans + 1, ended: BTreeSet::new(), ..self.clone() };
                return Some((again, now + SETTLES_IN));
            }
            Stage::Erasing { .. } => return None,
        };
        Some((Self { stage, ..self.clone() }, at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_erasure_ends_only_after_a_later_scan_that_finds_nothing() {
        let now = Timestamp::UNIX_EPOCH;
        let mut erasure = Erasure::everywhere("x", Traces::default(), None, now);
        let erasing = |found| Stage::Erasing { after: None, found };
        let learning = Stage::Learning { after: None };
        let goes_to = |erasure: &mut Erasure, expected: Stage, wait| {
            let (next, at) = erasure.next(now).unwrap();
            assert_eq!((&next.stage, at), (&expected, now + wait));
            *erasure = next;
        };
        let at_once = SignedDuration::ZERO;
        for stage in [learning.clone(), Stage::Confirming, erasing(0)] {
            goes_to(&mut erasure, stage, at_once);
        }
        // One scan is not enough, and each one that finds something begins anew, without the mail.
        for found in [0, 3] {
            erasure.stage = erasing(found);
            erasure.ended.insert("demo-2030".parse().unwrap());
            goes_to(&mut erasure, Stage::Ending, SETTLES_IN);
            assert!(erasure.ended.is_empty(), "what the person did meanwhile ends too");
            for stage in [learning.clone(), erasing(0)] {
                goes_to(&mut erasure, stage, at_once);
            }
        }
        assert_eq!(erasure.next(now), None);
    }
}
