//! Mails as organizers see them.

use domain::mail::FeedbackKind;
use domain::mail::MailState;
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::parameters::{CURSOR, DONE};
use crate::route::row::{PAGE, SEE_OTHER, get, json, json_or_page, one_of, post};
use crate::route::{Parameter, Route, Who};
use crate::{Kind, Stated};

/// The lists of mails, and the values of `state`.
pub const LISTS: &[&str] = &["queued", "sent", "failed", "bounced"];

const STATE: Parameter = one_of(
    "state",
    LISTS,
    "only these mails; `sent` are those handed over to the mail service, `bounced` those of them that did not arrive",
);

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/mails", "organize", Who::Organizer, "what was sent, and what failed")
        .takes(&[CURSOR, STATE, DONE])
        .answers(&[json_or_page::<Mails<'_>>(200)])
        .refuses(&[Kind::Invalid]),
    get("/conferences/{conference}/mails/{mail}", "organize", Who::Organizer, "one mail, with what it says")
        .answers(&[json_or_page::<MailView<'_>>(200)]),
    get("/conferences/{conference}/mails/{mail}/html", "organize", Who::Organizer, "its HTML, as its reader sees it")
        .answers(&[PAGE]),
    post("/conferences/{conference}/mails/{mail}/resend", "organize", Who::Organizer, "send a failed mail again")
        .answers(&[json::<Mail<'_>>(202), SEE_OTHER])
        .refuses(&[Kind::MailNotFailed, Kind::Conflict]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Mails<'a> {
    pub mails: Vec<Mail<'a>>,
    /// The link to the next page, with its `cursor`; null on the last.
    pub next: Option<String>,
}

/// A mail: why it was sent and what became of it, not what it says.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Mail<'a> {
    /// Names the reason for the mail.
    pub id: &'a str,
    pub kind: &'a str,
    pub to: &'a EmailAddress,
    #[serde(flatten)]
    pub state: Stated<MailStatus>,
    #[serde(rename = "owed_at")]
    pub queued_at: Timestamp,
    /// When it was sent or given up.
    pub at: Option<Timestamp>,
    pub error: Option<&'a str>,
    /// What the mail service reported after it had accepted the mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Feedback<'a>>,
}

/// A mail with its content. Secrets in its links are replaced by `…`: they are for its reader only.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MailView<'a> {
    #[serde(flatten)]
    pub mail: Mail<'a>,
    /// Null, like text and HTML, if the mail cannot be shown because the record it refers to no longer exists.
    pub subject: Option<String>,
    pub text: Option<String>,
    pub html: Option<String>,
}

words! {
    MailStatus { Queued = "owed", Delayed = "delayed", Claimed = "claimed", Sent = "sent", Failed = "failed" }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Feedback<'a> {
    pub kind: FeedbackKind,
    /// Sending again is of no use.
    pub permanent: bool,
    pub at: Timestamp,
    /// What the other side said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diagnostic: Option<&'a str>,
    /// When an organizer had the mail sent again despite it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifted_at: Option<Timestamp>,
}

impl Mail<'_> {
    /// The error in the reader's language, for pages.
    pub fn error_phrase(&self) -> Option<Phrase> {
        self.error.map(domain::mail::error_phrase)
    }
}

impl<'a> From<&'a domain::mail::Mail> for Mail<'a> {
    fn from(mail: &'a domain::mail::Mail) -> Self {
        let (state, at, error) = match &mail.state {
            MailState::Queued => (MailStatus::Queued, None, None),
            MailState::Delayed { error, .. } => (MailStatus::Delayed, None, Some(error.as_str())),
            MailState::Claimed { .. } => (MailStatus::Claimed, None, None),
            MailState::Sent { sent_at, .. } => (MailStatus::Sent, Some(*sent_at), None),
            MailState::Failed { failed_at, error } => (MailStatus::Failed, Some(*failed_at), Some(error.as_str())),
        };
        let feedback = mail.feedback.as_ref().map(|feedback| Feedback {
            kind: feedback.kind,
            permanent: feedback.permanent,
            at: feedback.at,
            diagnostic: feedback.diagnostic.as_deref(),
            lifted_at: feedback.lifted_at,
        });
        Self {
            id: &mail.key,
            kind: mail.key.split(':').next().unwrap_or_default(),
            to: &mail.to,
            state: Stated::new(state),
            queued_at: mail.queued_at,
            at,
            error,
            feedback,
        }
    }
}
