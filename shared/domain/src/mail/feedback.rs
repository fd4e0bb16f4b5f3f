//! What the mail service hears of a mail after it has taken it: that it came back, or that nobody wanted it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Mail, MailKind};

/// Why a mail to a suppressed address is given up.
pub const SUPPRESSED: &str = "an earlier mail to this address came back for good, or its reader did not want it; sending this one \
     again lifts that";

/// What was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackKind {
    Bounced,
    /// Its reader called it unwanted.
    Complained,
    /// The mail service took it, and then would not send it.
    Rejected,
}

impl FeedbackKind {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bounced => "bounced",
            Self::Complained => "complained",
            Self::Rejected => "rejected",
        }
    }
}

/// What the mail service heard of a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    pub kind: FeedbackKind,
    /// Whether trying again is no use.
    pub permanent: bool,
    /// When, as the mail service says.
    pub at: Timestamp,
    /// What the other side said, at most [`Feedback::DIAGNOSTIC_MAX`] characters of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diagnostic: Option<String>,
    /// The mail service's id of the hand-over that it is about.
    pub message_id: String,
    /// When an organizer had the mail sent again all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted_at: Option<Timestamp>,
}

impl Feedback {
    /// Characters of a diagnostic that are kept: the other side writes it, and may write much.
    pub const DIAGNOSTIC_MAX: usize = 500;

    /// Whether nothing more is to be sent to this address.
    pub fn suppresses(&self) -> bool {
        match self.kind {
            FeedbackKind::Bounced => self.permanent,
            FeedbackKind::Complained => true,
            FeedbackKind::Rejected => false,
        }
    }

    /// Whether it holds now: an organizer has not had the mail sent again since.
    pub fn holds(&self) -> bool {
        self.lifted_at.is_none()
    }

    /// Whether the offer that this mail brought, or reminded of, has reached nobody.
    pub fn loses_offer(&self, mail: &Mail) -> bool {
        self.kind == FeedbackKind::Bounced
            && self.permanent
            && matches!(mail.kind, MailKind::Offer | MailKind::OfferReminder)
    }
}

impl Mail {
    /// What to keep of the mail's feedback after hearing this; `None` if there is nothing new. What was heard of the
    /// same hand-over before is a repeat, and "later, perhaps" does not take back "never".
    pub fn hears(&self, heard: &Feedback) -> Option<Feedback> {
        let repeats = |known: &Feedback| {
            known.message_id == heard.message_id
                && (!known.holds() || (known.kind, known.permanent) == (heard.kind, heard.permanent))
        };
        match &self.feedback {
            Some(known) if repeats(known) => None,
            Some(known) if known.holds() && known.suppresses() && !heard.suppresses() => None,
            _ => Some(heard.clone()),
        }
    }

    /// Whether an organizer may have it sent again: it was given up, or was taken and did not arrive.
    pub fn can_be_sent_again(&self) -> bool {
        use super::MailState;
        match self.state {
            MailState::Failed { .. } => true,
            MailState::Sent { .. } => self.feedback.as_ref().is_some_and(Feedback::holds),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn heard(kind: FeedbackKind, permanent: bool, message_id: &str) -> Feedback {
        Feedback { kind, permanent, at: at(9), diagnostic: None, message_id: message_id.into(), lifted_at: None }
    }

    fn mail() -> Mail {
        Mail::queued(MailKind::Offer, "x-1", "ann@example.org".parse().unwrap(), at(0))
    }

    #[test]
    fn a_repeat_is_nothing_new_even_after_it_was_lifted() {
        let bounce = heard(FeedbackKind::Bounced, true, "m1");
        let mut mail = mail();
        mail.feedback = mail.hears(&bounce);
        assert_eq!(mail.feedback, Some(bounce.clone()));
        assert_eq!(mail.hears(&bounce), None);
        mail.feedback = Some(Feedback { lifted_at: Some(at(20)), ..bounce.clone() });
        assert_eq!(mail.hears(&bounce), None, "a late repeat does not suppress again");
        let again = heard(FeedbackKind::Bounced, true, "m2");
        assert_eq!(mail.hears(&again), Some(again.clone()), "the second hand-over came back too");
    }

    #[test]
    fn never_is_not_taken_back_by_later() {
        let mut mail = mail();
        let later = heard(FeedbackKind::Bounced, false, "m1");
        mail.feedback = mail.hears(&later);
        assert_eq!(mail.hears(&later), None);
        let never = heard(FeedbackKind::Bounced, true, "m1");
        mail.feedback = mail.hears(&never);
        assert_eq!(mail.feedback, Some(never));
        assert_eq!(mail.hears(&later), None);
        let complaint = heard(FeedbackKind::Complained, true, "m1");
        assert_eq!(mail.hears(&complaint), Some(complaint.clone()));
    }

    #[test]
    fn only_what_never_arrives_costs_the_offer() {
        let mail = mail();
        assert!(heard(FeedbackKind::Bounced, true, "m").loses_offer(&mail));
        assert!(!heard(FeedbackKind::Bounced, false, "m").loses_offer(&mail), "a full mailbox");
        assert!(!heard(FeedbackKind::Complained, true, "m").loses_offer(&mail), "they have read it");
        let other = Mail { kind: MailKind::WaitlistJoined, ..mail };
        assert!(!heard(FeedbackKind::Bounced, true, "m").loses_offer(&other));
    }
}
