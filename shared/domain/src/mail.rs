//! Mails owed: what obliges us to write, and what becomes of a mail.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::person::EmailAddress;

mod feedback;
mod occasion;
mod priority;

pub use feedback::{Feedback, FeedbackKind, SUPPRESSED};
pub use occasion::Occasion;
pub use priority::{AHEAD_MAX, MailOrder, MailPriority};

/// Why a mail is owed. Each kind has one template, which says what facts it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailKind {
    RegistrationConfirmed,
    /// A registration was changed; the calendar entry too.
    RegistrationChanged,
    RegistrationCancelled,
    /// Somebody asked for their link again.
    ManageLink,
    /// An invitation to claim a pass.
    Invitation,
    WaitlistJoined,
    /// Somebody who waits asked for their link again.
    WaitlistLink,
    /// Somebody left the waitlist, or declined an offer.
    WaitlistLeft,
    /// A pass is on offer.
    Offer,
    /// The offer runs out soon.
    OfferReminder,
    /// The offer has run out.
    OfferLapsed,
    /// Leads have passes that nobody has claimed.
    PassesUnclaimed,
    /// A lead lets somebody send proposals after the deadline.
    LateLink,
    /// A proposal was submitted: the receipt, with its text.
    ProposalSubmitted,
    ProposalWithdrawn,
    /// Somebody is named as a speaker and is asked whether they are.
    SpeakerInvited,
    /// A speaker answered; for the proposal's owner.
    SpeakerAnswered,
    /// "Are you still coming?"
    ReconfirmAsk,
    /// The same once more, to whoever is silent.
    ReconfirmReminder,
    /// No answer came, and the pass stays theirs.
    ReconfirmKept,
    /// A BoF got a slot, at once or after it waited.
    BofPlaced,
    /// A BoF waits for a slot.
    BofWaiting,
    /// A BoF does not take place.
    BofCancelled,
    /// A release of the timetable changes sessions of a speaker.
    Timetable,
    /// A proposal is asked to be moved; for the leads who answer.
    ProposalMoveAsked,
    /// A move was answered; for the proposal's people.
    ProposalMoveAnswered,
    /// Two proposals were merged; for the people of both.
    ProposalMerged,
    RoleInvitation,
    /// Whoever was offered a role has accepted it or given it up: to who offered it.
    RoleAnswered,
    /// A role was taken back.
    RoleRemoved,
    /// Whether they want to be reminded of a call.
    CallWatch,
    /// The deadline of a call that they have drafts for was moved.
    CallMoved,
    /// What came in for a call that has closed.
    CallClosed,
    Reminder,
    /// A proposal became a track; for its leads.
    TrackMade,
    /// A decision on a proposal is made known.
    DecisionReleased,
    /// An accepted proposal's people come.
    AcceptanceConfirmed,
    /// An accepted proposal's people do not come.
    AcceptanceDeclined,
    /// An accepted proposal fell out; for its leads, with who is next on standby.
    PlaceFreed,
    /// Acceptances were not answered in time; for their leads.
    AcceptancesOverdue,
    /// Accepted speakers have no pass, since their pool is empty; for leads and organizers.
    SpeakerPassesShort,
    /// A link and a code to say that an address is one's own.
    LinkAddress,
    /// The addresses that count as one person have changed.
    AddressesChanged,
    /// A link and a code to sign in.
    SignIn,
}

/// A mail that is owed, kept as one item. Its key names the obligation, so that it can be owed only once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Names the obligation, such as `registration-confirmed:3k…`. Also the local part of the `Message-ID`.
    pub key: String,
    /// The edition it is about; sign-in is about none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conference: Option<String>,
    pub kind: MailKind,
    pub to: EmailAddress,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the template needs. Links are derived when the mail is composed: no token is stored.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, String>,
    /// The request that owed it, as the log names it; the table notes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
    /// When it was owed: its `Date`.
    pub owed_at: Timestamp,
    /// Counts the claims so far.
    #[serde(default)]
    pub tries: u32,
    /// What the mail service heard of it after it had taken it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Feedback>,
    /// Counts how often `feedback` has changed: guards writes against each other.
    #[serde(default)]
    pub heard: u32,
    #[serde(flatten)]
    pub state: MailState,
}

impl Mail {
    /// A mail owed from now on.
    pub fn queued(kind: MailKind, subject_id: &str, to: EmailAddress, owed_at: Timestamp) -> Self {
        let name = serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
        Self {
            key: format!("{name}:{subject_id}"),
            conference: None,
            kind,
            to,
            name: None,
            facts: BTreeMap::new(),
            trace: None,
            owed_at,
            tries: 0,
            feedback: None,
            heard: 0,
            state: MailState::Queued,
        }
    }

    /// About this edition.
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

    /// With a fact for the template.
    #[must_use]
    pub fn with(mut self, fact: &str, value: impl Into<String>) -> Self {
        self.facts.insert(fact.to_owned(), value.into());
        self
    }

    /// A fact, empty if the writer left it out.
    pub fn fact(&self, name: &str) -> &str {
        self.facts.get(name).map_or("", String::as_str)
    }
}

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum MailState {
    /// To be sent when it is due.
    #[serde(rename = "owed")]
    Queued,
    /// The mail service said "not now"; to be sent again when it is due.
    Delayed {
        error: String,
        /// Earlier claims whose outcome nobody knows.
        #[serde(default)]
        doubts: u32,
    },
    /// Somebody is handing it over; if they die, it is due again when the claim ends.
    Claimed {
        until: Timestamp,
        /// Earlier claims whose outcome nobody knows.
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

/// How long one hand-over may take: longer than the function's time limit (30 s), so that nobody else takes a mail
/// that is still being sent.
pub const CLAIM_LASTS: SignedDuration = SignedDuration::from_secs(90);

/// Tries before a mail is given up: with the back-off below, about a day; for one that a person waits for, about an hour.
pub const TRIES_MAX: u32 = 12;

/// Whether to hand a due mail over now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is not due, or it is done.
    Leave,
    /// Claim it in this state, then hand it over.
    Take(MailState),
    GiveUp(MailState),
}

/// Decides about a mail that the index says is due.
///
/// A claim that ended without a note leaves a doubt: the service may have taken the mail. It is handed over once
/// more; a second doubt gives it up, since "at most two" is promised and no mail service tells whether it has a
/// mail already.
pub fn claim(state: &MailState, tries: u32, now: Timestamp) -> Claim {
    let until = now + CLAIM_LASTS;
    match state {
        MailState::Queued | MailState::Delayed { .. } if tries >= TRIES_MAX => Claim::GiveUp(MailState::Failed {
            failed_at: now,
            error: match state {
                MailState::Delayed { error, .. } => error.clone(),
                _ => "too many tries".into(),
            },
        }),
        MailState::Queued => Claim::Take(MailState::Claimed { until, doubts: 0 }),
        MailState::Delayed { doubts, .. } => Claim::Take(MailState::Claimed { until, doubts: *doubts }),
        MailState::Claimed { until: ends, .. } if now < *ends => Claim::Leave,
        MailState::Claimed { doubts: 0, .. } => Claim::Take(MailState::Claimed { until, doubts: 1 }),
        MailState::Claimed { .. } => Claim::GiveUp(MailState::Failed {
            failed_at: now,
            error: "handed over twice without an answer; it may have arrived".into(),
        }),
        MailState::Sent { .. } | MailState::Failed { .. } => Claim::Leave,
    }
}

/// When to try again after `tries` refusals: after 30 s, doubling, at most 6 h. A mail that a person waits for starts
/// with 2 s: what the service refuses in a rush, it often takes a moment later.
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
        let Claim::Take(claimed) = claim(&MailState::Queued, 0, at(0)) else { panic!("it is owed") };
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
