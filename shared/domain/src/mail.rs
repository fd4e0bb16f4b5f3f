//! Queued mails: why each is sent, and its state until it is delivered or given up.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::person::EmailAddress;
use crate::phrase::Phrase;

mod feedback;
mod occasion;
mod priority;

pub use feedback::{Feedback, FeedbackKind, SUPPRESSED};
pub use occasion::Occasion;
pub use priority::{AHEAD_MAX, MailOrder, MailPriority};

/// The reason for a mail. Each kind has one template, which lists the facts that it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailKind {
    RegistrationConfirmed,
    /// A pass is held until the reader confirms the address.
    ConfirmAddress,
    /// The address was not confirmed in time.
    HoldLapsed,
    /// A registration was changed, and its calendar entry too.
    RegistrationChanged,
    RegistrationCancelled,
    /// A person did not come, and an organizer offered their pass to others.
    PassOfferedOn,
    /// A person requested their link again.
    ManageLink,
    /// An invitation to claim a pass.
    Invitation,
    WaitlistJoined,
    /// A person on the waitlist requested their link again.
    WaitlistLink,
    /// A person left the waitlist, or declined an offer.
    WaitlistLeft,
    /// A pass is offered.
    Offer,
    /// The offer expires soon.
    OfferReminder,
    /// The offer has expired.
    OfferLapsed,
    /// A reserved pool has unclaimed passes; for its leads.
    PassesUnclaimed,
    /// A lead lets a person submit proposals after the deadline.
    LateLink,
    /// A proposal was submitted: the receipt, with its text.
    ProposalSubmitted,
    ProposalWithdrawn,
    /// A person is named as a speaker and is asked to confirm.
    SpeakerInvited,
    /// A speaker answered; for the proposal's owner.
    SpeakerAnswered,
    /// "Are you still coming?"
    ReconfirmAsk,
    /// The same question again, for people who have not answered.
    ReconfirmReminder,
    /// The person did not answer and keeps the pass.
    ReconfirmKept,
    /// A BoF got a slot, at once or after waiting.
    BofPlaced,
    /// A BoF waits for a slot.
    BofWaiting,
    /// A BoF does not take place.
    BofCancelled,
    /// A timetable release changes sessions of a speaker.
    Timetable,
    /// A move of a proposal is requested; for the leads who answer.
    ProposalMoveAsked,
    /// A move was answered; for the proposal's people.
    ProposalMoveAnswered,
    /// Two proposals were merged; for the people of both.
    ProposalMerged,
    RoleInvitation,
    /// The person accepted, declined or gave up a role; for the person who offered it.
    RoleAnswered,
    /// A role was taken back.
    RoleRemoved,
    /// Asks the reader to confirm that they want reminders of a call.
    CallWatch,
    /// The deadline of a call was moved; for people with drafts.
    CallMoved,
    /// The number of proposals for a call that has closed; for its leads.
    CallClosed,
    Reminder,
    /// A proposal became a track; for its leads.
    TrackMade,
    /// A decision on a proposal was released.
    DecisionReleased,
    /// An accepted proposal's people confirmed.
    AcceptanceConfirmed,
    /// An accepted proposal's people declined.
    AcceptanceDeclined,
    /// An accepted proposal dropped out; for its leads, with the next proposal on standby.
    PlaceFreed,
    /// Acceptances were not answered in time; for the leads.
    AcceptancesOverdue,
    /// Accepted speakers have no pass because their pool is empty; for leads and organizers.
    SpeakerPassesShort,
    /// A message of organizers or leads to a group of people.
    Message,
    /// A copy of such a message, for the person who writes it.
    MessageTest,
    /// A link and a code to verify an address.
    LinkAddress,
    /// The linked addresses of a person have changed.
    AddressesChanged,
    /// A link and a code to sign in.
    SignIn,
    /// A link to confirm that one's data is erased.
    EraseData,
    /// A person's data is being erased: the last mail to them.
    DataErased,
}

/// A queued mail, stored as one item. Its key names the obligation, so that the mail is queued only once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Names the obligation, such as `registration-confirmed:3k…`. Also the local part of the `Message-ID`.
    pub key: String,
    /// The edition that it concerns; `None` for sign-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conference: Option<String>,
    pub kind: MailKind,
    pub to: EmailAddress,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The tag of the reader's language. `None`: the language that they last used in the edition, else the edition's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The facts for the template. Links are derived when the mail is composed, so no token is stored.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, String>,
    /// The request that queued it, as the log identifies it. The store records it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
    /// The time at which it was queued: its `Date`.
    #[serde(rename = "owed_at")]
    pub queued_at: Timestamp,
    /// The number of claims so far.
    #[serde(default)]
    pub tries: u32,
    /// Delivery feedback from the mail service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Feedback>,
    /// The number of changes of `feedback`, for optimistic locking.
    #[serde(default)]
    #[serde(rename = "heard")]
    pub feedback_count: u32,
    #[serde(flatten)]
    pub state: MailState,
}

impl Mail {
    /// A newly queued mail.
    pub fn queued(kind: MailKind, subject_id: &str, to: EmailAddress, queued_at: Timestamp) -> Self {
        let name = serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
        Self {
            key: format!("{name}:{subject_id}"),
            conference: None,
            kind,
            to,
            name: None,
            language: None,
            facts: BTreeMap::new(),
            trace: None,
            queued_at,
            tries: 0,
            feedback: None,
            feedback_count: 0,
            state: MailState::Queued,
        }
    }

    /// Sets the edition that it concerns.
    #[must_use]
    pub fn about(mut self, conference: &str) -> Self {
        self.conference = Some(conference.to_owned());
        self
    }

    #[must_use]
    pub fn greeting(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// Sets the reader's language, if it is known.
    #[must_use]
    pub fn in_language(mut self, tag: Option<&str>) -> Self {
        self.language = tag.map(str::to_owned).or(self.language);
        self
    }

    /// Adds a fact for the template.
    #[must_use]
    pub fn with(mut self, fact: &str, value: impl Into<String>) -> Self {
        self.facts.insert(fact.to_owned(), value.into());
        self
    }

    /// A fact; empty if it is missing.
    pub fn fact(&self, name: &str) -> &str {
        self.facts.get(name).map_or("", String::as_str)
    }
}

/// The state of a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum MailState {
    /// Queued: sent when it is due.
    #[serde(rename = "owed")]
    Queued,
    /// The mail service refused it for now; retried when it is due.
    Delayed {
        error: String,
        /// The number of earlier claims with an unknown outcome.
        #[serde(default)]
        doubts: u32,
    },
    /// An invocation is sending it. If that invocation dies, the mail is due again when the claim ends.
    Claimed {
        until: Timestamp,
        /// The number of earlier claims with an unknown outcome.
        #[serde(default)]
        doubts: u32,
    },
    Sent {
        sent_at: Timestamp,
        message_id: String,
    },
    /// It was given up; an organizer can send it again.
    Failed {
        failed_at: Timestamp,
        error: String,
    },
}

/// The length of a claim: longer than the function's time limit (30 s), so that no other invocation takes a mail that
/// is still being sent.
pub const CLAIM_LASTS: SignedDuration = SignedDuration::from_secs(90);

/// The number of tries before a mail is given up: with the back-off below, after about a day, or about an hour for a
/// mail that a person waits for.
pub const TRIES_MAX: u32 = 12;

/// The decision whether to send a due mail now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is not due, or it is already sent or given up.
    Leave,
    /// Claim it in this state, then send it.
    Take(MailState),
    GiveUp(MailState),
}

/// Decides about a mail that the index lists as due.
///
/// If a claim ended without an outcome, the service may have taken the mail. It is sent once more. After a second such
/// claim it is given up: Plumbline promises at most two copies, and no mail service reports whether it already has a
/// mail.
pub fn claim(state: &MailState, tries: u32, now: Timestamp) -> Claim {
    let until = now + CLAIM_LASTS;
    match state {
        MailState::Queued | MailState::Delayed { .. } if tries >= TRIES_MAX => Claim::GiveUp(MailState::Failed {
            failed_at: now,
            error: match state {
                MailState::Delayed { error, .. } => error.clone(),
                _ => TOO_MANY_TRIES.into(),
            },
        }),
        MailState::Queued => Claim::Take(MailState::Claimed { until, doubts: 0 }),
        MailState::Delayed { doubts, .. } => Claim::Take(MailState::Claimed { until, doubts: *doubts }),
        MailState::Claimed { until: ends, .. } if now < *ends => Claim::Leave,
        MailState::Claimed { doubts: 0, .. } => Claim::Take(MailState::Claimed { until, doubts: 1 }),
        MailState::Claimed { .. } => Claim::GiveUp(MailState::Failed { failed_at: now, error: NO_ANSWER.into() }),
        MailState::Sent { .. } | MailState::Failed { .. } => Claim::Leave,
    }
}

// Why a mail was not sent, beside what the mail service says. Items hold these texts.
pub const NOT_SENT: &str = "it could not be sent";
pub const TOO_MANY_TRIES: &str = "too many tries";
pub const NO_ANSWER: &str = "handed over twice without an answer; it may have arrived";
pub const READER_ERASED: &str = "its reader was erased";

/// The error of a mail for people. What the mail service says has one language.
pub fn error_phrase(error: &str) -> Phrase {
    match error {
        NOT_SENT => Phrase::of("mail-error-not-sent"),
        TOO_MANY_TRIES => Phrase::of("mail-error-too-many-tries"),
        NO_ANSWER => Phrase::of("mail-error-no-answer"),
        READER_ERASED => Phrase::of("mail-error-reader-erased"),
        other => Phrase::verbatim(other),
    }
}

/// The time of the next try after `tries` refusals: after 30 s, doubling, at most 6 h. A mail that a person waits for
/// starts with 2 s, because a service that refuses a mail in a rush often accepts it a moment later.
pub fn retry_at(priority: MailPriority, tries: u32, now: Timestamp) -> Timestamp {
    let first: u64 = if priority == MailPriority::Interactive { 2 } else { 30 };
    let seconds = (first << tries.saturating_sub(1).min(10)).min(6 * 3600);
    now + SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_mail_is_handed_over_at_most_twice_when_nobody_knows_what_happened() {
        let mut state = MailState::Queued;
        let mut handed_over = 0;
        let mut now = at(0);
        for _ in 0..10 {
            match claim(&state, 0, now) {
                // The process dies after every claim.
                Claim::Take(claimed) => {
                    handed_over += 1;
                    state = claimed;
                }
                Claim::GiveUp(failed) => state = failed,
                Claim::Leave => {}
            }
            now += CLAIM_LASTS;
        }
        assert_eq!(handed_over, 2);
        assert!(matches!(state, MailState::Failed { .. }));
    }

    #[test]
    fn a_claimed_mail_is_left_alone_until_the_claim_ends() {
        let Claim::Take(claimed) = claim(&MailState::Queued, 0, at(0)) else { panic!("it is queued") };
        assert_eq!(claim(&claimed, 1, at(89)), Claim::Leave);
        assert!(matches!(claim(&claimed, 1, at(90)), Claim::Take(_)));
    }

    #[test]
    fn refusals_back_off_and_end() {
        assert_eq!(retry_at(MailPriority::Routine, 1, at(0)), at(30));
        assert_eq!(retry_at(MailPriority::TimeCritical, 3, at(0)), at(120));
        assert_eq!(retry_at(MailPriority::Routine, 99, at(0)), at(6 * 3600));
        assert_eq!(retry_at(MailPriority::Interactive, 1, at(0)), at(2));
        assert_eq!(retry_at(MailPriority::Interactive, 3, at(0)), at(8));
        assert!(matches!(
            claim(&MailState::Delayed { error: "x".into(), doubts: 0 }, TRIES_MAX, at(0)),
            Claim::GiveUp(_)
        ));
    }

    #[test]
    fn the_key_names_the_obligation() {
        let to: EmailAddress = "ann@example.org".parse().unwrap();
        assert_eq!(Mail::queued(MailKind::RegistrationConfirmed, "x-1", to, at(0)).key, "registration-confirmed:x-1");
    }
}
