//! Messages of organizers and leads to groups of people: who gets one, when it goes, and how far it is.
//!
//! A message that goes at once has its recipients from the start: those that its writer saw in the preview. A scheduled
//! one gets them at its time. From then on the recipients are fixed, in [`Batch`]es; each batch is queued in one
//! transaction with the message's progress, so that each person gets one mail, however often the workflow runs.

mod draft;
mod group;
mod recipient;

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::person::{ALPHABET, EmailAddress};
use crate::request_mark::RequestMark;

pub use draft::{BODY_MAX, MessageDraft, SUBJECT_MAX, parse_group};
pub use group::{Group, PEOPLE_MAX, is_active, proposal_states};
pub use recipient::{Batch, DeliveryState, Recipient, Skipped, delivery_state, preview_id};

/// People in one batch. Each is one mail with a copy of the text: a transaction takes 100 items and 4 MB
/// (`TransactWriteItems`).
pub const BATCH: usize = 40;

/// The most recipients of one message.
pub const RECIPIENTS_MAX: usize = 25_000;

/// The shortest and the longest time between two looks at how many mails have been sent.
const LOOK_AGAIN: (SignedDuration, SignedDuration) = (SignedDuration::from_secs(20), SignedDuration::from_mins(10));

/// 16 characters of Crockford's base 32.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(String);

impl MessageId {
    /// In characters.
    pub const LENGTH: usize = 16;

    /// Makes an id from a random text of [`Self::LENGTH`] characters.
    pub fn new(random: String) -> Self {
        Self(random)
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

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub id: MessageId,
    pub subject: String,
    /// Markdown.
    pub body: String,
    pub group: Group,
    /// Whether it also goes to people who opted out, if they have a pass or a proposal.
    #[serde(default)]
    pub necessary: bool,
    pub created_by: EmailAddress,
    pub created_at: Timestamp,
    /// The time at which its mails are queued.
    pub send_at: Timestamp,
    pub progress: Progress,
    /// The request that made it, to recognize a repeat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestMark>,
    /// Version for optimistic locking.
    pub rev: u64,
}

/// How far a message is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Progress {
    Scheduled {
        /// Whether an organizer has paused it.
        #[serde(default)]
        paused: bool,
    },
    /// Its mails are being queued, or have not all been sent.
    Sending {
        delivery: Delivery,
    },
    /// The mail service accepted or refused each of its mails.
    Sent {
        sent_at: Timestamp,
        delivery: Delivery,
    },
    Cancelled {
        cancelled_at: Timestamp,
    },
}

impl Progress {
    /// As in the API.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Scheduled { .. } => "scheduled",
            Self::Sending { .. } => "sending",
            Self::Sent { .. } => "sent",
            Self::Cancelled { .. } => "cancelled",
        }
    }
}

/// The recipients of a message, and how many of them are done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Names the batches of recipients.
    pub batches: String,
    /// The number of batches.
    pub count: u32,
    /// Recipients who get a mail.
    pub recipients: u64,
    /// People in the group who get none, because they opted out or their address is suppressed.
    pub skipped: u64,
    /// Batches whose mails are queued.
    pub queued: u32,
    /// Batches whose mails have all been sent or given up.
    pub settled: u32,
    /// Mails of those batches that the mail service accepted.
    pub sent: u64,
    /// Mails of those batches that were given up.
    pub failed: u64,
    pub began_at: Timestamp,
    /// The time of the workflow's next step.
    pub next_at: Timestamp,
}

impl Delivery {
    /// The delivery to these recipients, of which nothing is done.
    pub fn new(batches: String, all: &[Recipient], now: Timestamp) -> Self {
        let skipped = all.iter().filter(|recipient| recipient.skipped.is_some()).count();
        Self {
            batches,
            count: u32::try_from(all.len().div_ceil(BATCH)).unwrap_or(u32::MAX),
            recipients: (all.len() - skipped) as u64,
            skipped: skipped as u64,
            queued: 0,
            settled: 0,
            sent: 0,
            failed: 0,
            began_at: now,
            next_at: now,
        }
    }

    /// Whether a batch's mails are queued.
    pub fn is_queued(&self, batch: u32) -> bool {
        batch < self.queued
    }

    /// Looks again after a tenth of the time that it has taken so far.
    fn look_again(&self, now: Timestamp) -> Timestamp {
        let (shortest, longest) = LOOK_AGAIN;
        let tenth = SignedDuration::from_secs(now.duration_since(self.began_at).as_secs() / 10);
        now + tenth.clamp(shortest, longest)
    }
}

/// The next step of a message that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Find the recipients, and begin.
    Begin,
    /// Queue the mails of this batch.
    Queue(u32),
    /// Count the mails of this batch.
    Count(u32),
    /// Nothing to do.
    Nothing,
}

impl Message {
    /// The time of the workflow's next step; `None` if there is none.
    pub fn due_at(&self) -> Option<Timestamp> {
        match &self.progress {
            Progress::Scheduled { paused: false } => Some(self.send_at),
            Progress::Sending { delivery } => Some(delivery.next_at),
            Progress::Scheduled { paused: true } | Progress::Sent { .. } | Progress::Cancelled { .. } => None,
        }
    }

    pub fn delivery(&self) -> Option<&Delivery> {
        match &self.progress {
            Progress::Sending { delivery } | Progress::Sent { delivery, .. } => Some(delivery),
            Progress::Scheduled { .. } | Progress::Cancelled { .. } => None,
        }
    }

    pub fn step(&self, now: Timestamp) -> Step {
        if self.due_at().is_none_or(|at| now < at) {
            return Step::Nothing;
        }
        match &self.progress {
            Progress::Sending { delivery } if delivery.queued < delivery.count => Step::Queue(delivery.queued),
            Progress::Sending { delivery } => Step::Count(delivery.settled),
            _ => Step::Begin,
        }
    }

    /// After its recipients are fixed.
    #[must_use]
    pub fn begun(&self, delivery: Delivery, now: Timestamp) -> Self {
        if delivery.count == 0 {
            return self.with(Progress::Sent { sent_at: now, delivery });
        }
        self.with(Progress::Sending { delivery })
    }

    /// After the mails of the next batch are queued. `listed` of it were skipped when the list was made, and `skipped`
    /// are now.
    #[must_use]
    pub fn queued(&self, listed: u64, skipped: u64, now: Timestamp) -> Self {
        let Progress::Sending { delivery } = &self.progress else { return self.clone() };
        let queued = delivery.queued + 1;
        let next_at = if queued < delivery.count { now } else { delivery.look_again(now) };
        let recipients = (delivery.recipients + listed).saturating_sub(skipped);
        let skipped = (delivery.skipped + skipped).saturating_sub(listed);
        self.with(Progress::Sending { delivery: Delivery { recipients, skipped, queued, next_at, ..delivery.clone() } })
    }

    /// After the mails of the next batch were counted: `None` if some are not sent or given up yet.
    #[must_use]
    pub fn counted(&self, counts: Option<(u64, u64)>, now: Timestamp) -> Self {
        let Progress::Sending { delivery } = &self.progress else { return self.clone() };
        let Some((sent, failed)) = counts else {
            let next_at = delivery.look_again(now);
            return self.with(Progress::Sending { delivery: Delivery { next_at, ..delivery.clone() } });
        };
        let delivery = Delivery {
            settled: delivery.settled + 1,
            sent: delivery.sent + sent,
            failed: delivery.failed + failed,
            next_at: now,
            ..delivery.clone()
        };
        if delivery.settled < delivery.count {
            return self.with(Progress::Sending { delivery });
        }
        self.with(Progress::Sent { sent_at: now, delivery })
    }

    /// Cancels a scheduled message; `None` if it is no longer scheduled.
    pub fn cancelled(&self, now: Timestamp) -> Option<Self> {
        matches!(self.progress, Progress::Scheduled { .. })
            .then(|| self.with(Progress::Cancelled { cancelled_at: now }))
    }

    /// A scheduled message with another text, group or time; `None` if it is no longer scheduled.
    pub fn changed(&self, draft: &MessageDraft, now: Timestamp) -> Option<Self> {
        matches!(self.progress, Progress::Scheduled { .. }).then(|| Self {
            subject: draft.subject.clone(),
            body: draft.body.clone(),
            group: draft.group.clone(),
            necessary: draft.necessary,
            send_at: draft.send_at.unwrap_or(now),
            rev: self.rev + 1,
            ..self.clone()
        })
    }

    /// Whether an organizer has paused it.
    pub fn is_paused(&self) -> bool {
        matches!(self.progress, Progress::Scheduled { paused: true })
    }

    /// Pauses or resumes a scheduled message.
    pub fn paused(&self, paused: bool) -> Option<Self> {
        matches!(self.progress, Progress::Scheduled { .. }).then(|| self.with(Progress::Scheduled { paused }))
    }

    /// Sends a scheduled message now.
    pub fn brought_forward(&self, now: Timestamp) -> Option<Self> {
        let now_due = self.paused(false)?;
        Some(Self { send_at: now.min(now_due.send_at), ..now_due })
    }

    fn with(&self, progress: Progress) -> Self {
        Self { progress, rev: self.rev + 1, ..self.clone() }
    }
}

#[cfg(test)]
mod tests;
