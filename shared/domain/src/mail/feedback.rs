//! Delivery feedback: bounces, complaints and rejections that the mail service reports after it accepted a mail.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Mail, MailKind};

/// The reason for not sending to a suppressed address.
pub const SUPPRESSED: &str = "an earlier mail to this address came back for good, or its reader did not want it; sending this one \
     again lifts that";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackKind {
    Bounced,
    /// The reader marked the mail as spam.
    Complained,
    /// The mail service accepted the mail but then refused to send it.
    Rejected,
}

impl FeedbackKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bounced => "bounced",
            Self::Complained => "complained",
            Self::Rejected => "rejected",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    pub kind: FeedbackKind,
    /// Whether a retry is useless.
    pub permanent: bool,
    /// The time, according to the mail service.
    pub at: Timestamp,
    /// The remote server's message, cut to [`Feedback::DIAGNOSTIC_MAX`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diagnostic: Option<String>,
    /// The mail service's id of the attempt.
    pub message_id: String,
    /// The time at which an organizer had the mail sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted_at: Option<Timestamp>,
}

impl Feedback {
    /// The limit of stored characters: the remote server chooses the text, which can be long.
    pub const DIAGNOSTIC_MAX: usize = 500;

    /// Whether it suppresses further mail to this address.
    pub fn suppresses(&self) -> bool {
        match self.kind {
            FeedbackKind::Bounced => self.permanent,
            FeedbackKind::Complained => true,
            FeedbackKind::Rejected => false,
        }
    }

    /// Whether it still applies: resending the mail clears it.
    pub fn holds(&self) -> bool {
        self.lifted_at.is_none()
    }

    /// Whether the mail carried an offer, or its reminder, that did not arrive.
    pub fn loses_offer(&self, mail: &Mail) -> bool {
        self.kind == FeedbackKind::Bounced
            && self.permanent
            && matches!(mail.kind, MailKind::Offer | MailKind::OfferReminder)
    }
}

impl Mail {
    /// The feedback to store after a new report; `None` if nothing changes. Another report of the same attempt is a
    /// repeat, and a temporary failure does not replace a permanent one.
    pub fn feedback_after(&self, reported: &Feedback) -> Option<Feedback> {
        let repeats = |known: &Feedback| {
            known.message_id == reported.message_id
                && (!known.holds() || (known.kind, known.permanent) == (reported.kind, reported.permanent))
        };
        match &self.feedback {
            Some(known) if repeats(known) => None,
            Some(known) if known.holds() && known.suppresses() && !reported.suppresses() => None,
            _ => Some(reported.clone()),
        }
    }

    /// Whether an organizer may resend it: delivery was abandoned, or the accepted mail did not arrive.
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

    fn feedback(kind: FeedbackKind, permanent: bool, message_id: &str) -> Feedback {
        Feedback { kind, permanent, at: at(9), diagnostic: None, message_id: message_id.into(), lifted_at: None }
    }

    fn mail() -> Mail {
        Mail::queued(MailKind::Offer, "x-1", "ann@example.org".parse().unwrap(), at(0))
    }

    #[test]
    fn a_repeated_report_changes_nothing_even_after_a_resend() {
        let bounce = feedback(FeedbackKind::Bounced, true, "m1");
        let mut mail = mail();
        mail.feedback = mail.feedback_after(&bounce);
        assert_eq!(mail.feedback, Some(bounce.clone()));
        assert_eq!(mail.feedback_after(&bounce), None);
        mail.feedback = Some(Feedback { lifted_at: Some(at(20)), ..bounce.clone() });
        assert_eq!(mail.feedback_after(&bounce), None, "a late repeat does not suppress again");
        let again = feedback(FeedbackKind::Bounced, true, "m2");
        assert_eq!(mail.feedback_after(&again), Some(again.clone()), "the second hand-over came back too");
    }

    #[test]
    fn a_temporary_failure_does_not_replace_a_permanent_one() {
        let mut mail = mail();
        let later = feedback(FeedbackKind::Bounced, false, "m1");
        mail.feedback = mail.feedback_after(&later);
        assert_eq!(mail.feedback_after(&later), None);
        let never = feedback(FeedbackKind::Bounced, true, "m1");
        mail.feedback = mail.feedback_after(&never);
        assert_eq!(mail.feedback, Some(never));
        assert_eq!(mail.feedback_after(&later), None);
        let complaint = feedback(FeedbackKind::Complained, true, "m1");
        assert_eq!(mail.feedback_after(&complaint), Some(complaint.clone()));
    }

    #[test]
    fn only_a_mail_that_never_arrives_ends_the_offer() {
        let mail = mail();
        assert!(feedback(FeedbackKind::Bounced, true, "m").loses_offer(&mail));
        assert!(!feedback(FeedbackKind::Bounced, false, "m").loses_offer(&mail), "a full mailbox");
        assert!(!feedback(FeedbackKind::Complained, true, "m").loses_offer(&mail), "they have read it");
        let other = Mail { kind: MailKind::WaitlistJoined, ..mail };
        assert!(!feedback(FeedbackKind::Bounced, true, "m").loses_offer(&other));
    }
}
