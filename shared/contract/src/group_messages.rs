//! Messages of organizers and leads to groups of people.

use domain::directory::PersonState;
use domain::message::{self, DeliveryState, Recipient, Skipped};
use domain::person::EmailAddress;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::Kind;
use crate::parameters::{CURSOR, DONE, DRY_RUN, IDEMPOTENCY_KEY};
use crate::route::row::{PAGE, SEE_OTHER, flag, get, json, json_or_form, json_or_page, number, post, query};
use crate::route::{Parameter, Route, Who};

const TEST: Parameter = flag("test", "send one copy to me, and nothing else");

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/messages", "message-people", Who::TeamKeeper, "messages to groups of people")
        .takes(&[CURSOR])
        .answers(&[json_or_page::<Messages<'_>>(200)]),
    post(
        "/conferences/{conference}/messages",
        "message-people",
        Who::TeamKeeper,
        "write to a group of people; a lead to those of their track",
    )
    .takes(&[DRY_RUN, TEST, IDEMPOTENCY_KEY])
    .reads(json_or_form::<MessageRequest>())
    .answers(&[
        json_or_page::<MessagePreview<'_>>(200),
        json::<Message<'_>>(201),
        json_or_page::<MessageTested<'_>>(202),
        SEE_OTHER,
    ])
    .refuses(&[Kind::IdempotencyKeyReused]),
    get(
        "/conferences/{conference}/messages/new",
        "message-people",
        Who::TeamKeeper,
        "the form of a message, with the group of the query, or with a scheduled message to change",
    )
    .takes(&[
        query("message", "the id of a scheduled message"),
        query("q", "as in the list of people"),
        query("state", "as in the list of people"),
        query("attendance", "as in the list of people"),
        query("pool", "as in the list of people"),
        query("class", "as in the list of people"),
        query("role", "as in the list of people"),
        query("speaks", "as in the list of people"),
        query("track", "the id of a track"),
        query("proposal_state", "a state of proposals"),
    ])
    .answers(&[PAGE])
    .refuses(&[Kind::Invalid, Kind::MessageNotScheduled]),
    get(
        "/conferences/{conference}/messages/{id}",
        "message-people",
        Who::TeamKeeper,
        "one message, and what became of the mail to each recipient",
    )
    .takes(&[DONE, number("part", "which part of the recipients; 0 is the first")])
    .answers(&[json_or_page::<MessageDelivery<'_>>(200)]),
    post(
        "/conferences/{conference}/messages/{id}",
        "message-people",
        Who::TeamKeeper,
        "change, cancel or send a scheduled message",
    )
    .reads(json_or_form::<MessageAct>())
    .answers(&[json::<Message<'_>>(200), SEE_OTHER])
    .refuses(&[Kind::MessageNotScheduled]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(rename = "GroupMessages"))]
pub struct Messages<'a> {
    /// Latest first. A page may have fewer than the others, and still a `next`.
    pub messages: Vec<Message<'a>>,
    /// The link to the next page, with its `cursor`; null on the last.
    pub next: Option<String>,
}

words! {
    /// How far a message is. `sent`: the mail service accepted or refused each of its mails.
    MessageState { Scheduled = "scheduled", Sending = "sending", Sent = "sent", Cancelled = "cancelled" }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(rename = "GroupMessage"))]
pub struct Message<'a> {
    pub id: &'a str,
    pub state: MessageState,
    pub subject: &'a str,
    /// Markdown.
    pub body: &'a str,
    pub filter: MessageFilter<'a>,
    /// If they were named one by one.
    pub ids: Vec<&'a str>,
    /// Whether it also goes to people who opted out, if they have a pass, are on the waitlist, or have an open
    /// proposal.
    pub necessary: bool,
    pub send_at: Timestamp,
    /// Whether it is paused on the agenda.
    pub paused: bool,
    pub created_by: &'a EmailAddress,
    pub created_at: Timestamp,
    /// People who get a mail; null until the list is made.
    pub recipients: Option<u64>,
}

/// A group of people.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MessageFilter<'a> {
    pub q: Option<&'a str>,
    pub state: Option<&'a str>,
    pub attendance: Option<&'a str>,
    pub pool: Option<&'a str>,
    pub class: Option<&'a str>,
    pub role: Option<&'a str>,
    pub speaks: Option<bool>,
    pub track: Option<&'a str>,
    pub proposal_state: Option<&'a str>,
}

impl<'a> From<&'a message::Group> for MessageFilter<'a> {
    fn from(group: &'a message::Group) -> Self {
        let filter = &group.filter;
        Self {
            q: filter.q.as_deref(),
            state: filter.state.map(PersonState::as_str),
            attendance: filter.attendance.map(domain::conference::Attendance::as_str),
            pool: filter.pool.as_ref().map(domain::conference::PoolId::as_str),
            class: filter.class.map(domain::conference::Class::as_str),
            role: filter.role.map(domain::directory::RoleName::as_str),
            speaks: filter.speaks,
            track: group.track.as_ref().map(domain::conference::TrackId::as_str),
            proposal_state: group.proposal_state.as_deref(),
        }
    }
}

impl<'a> From<&'a message::Message> for Message<'a> {
    fn from(message: &'a message::Message) -> Self {
        Self {
            id: message.id.as_str(),
            state: match &message.progress {
                message::Progress::Scheduled { .. } => MessageState::Scheduled,
                message::Progress::Sending { .. } => MessageState::Sending,
                message::Progress::Sent { .. } => MessageState::Sent,
                message::Progress::Cancelled { .. } => MessageState::Cancelled,
            },
            subject: &message.subject,
            body: &message.body,
            filter: (&message.group).into(),
            ids: message.group.ids.iter().map(String::as_str).collect(),
            necessary: message.necessary,
            send_at: message.send_at,
            paused: message.is_paused(),
            created_by: &message.created_by,
            created_at: message.created_at,
            recipients: message.delivery().map(|delivery| delivery.recipients),
        }
    }
}

/// A message to people who match the filter, or who have these ids.
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MessageRequest {
    /// At most 200 characters.
    pub subject: String,
    /// Markdown, at most 10,000 characters.
    pub body: String,
    /// Required without `ids`; an empty one selects everyone.
    pub filter: Option<GroupFilter>,
    /// Of people, at most 500.
    pub ids: Option<Vec<String>>,
    /// When to send it; at once without it.
    pub send_at: Option<String>,
    /// For organizers: it also goes to people who opted out, if they have a pass, are on the waitlist, or have an open
    /// proposal.
    pub necessary: Option<bool>,
    /// As in the preview: if the text or the group has changed since, nothing is sent.
    pub preview: Option<String>,
    /// Of a form: the scheduled message that is being changed. Only for a preview or a test.
    pub message: Option<String>,
    /// Of a form.
    pub idempotency_key: Option<String>,
}

/// The values of the list of people. Leads can use `track`, `proposal_state`, `speaks` and `q`.
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct GroupFilter {
    pub q: Option<String>,
    pub state: Option<String>,
    pub attendance: Option<String>,
    pub pool: Option<String>,
    pub class: Option<String>,
    pub role: Option<String>,
    pub speaks: Option<bool>,
    /// Speakers and owners of submitted proposals to this track; with `speaks`, only those of accepted ones.
    pub track: Option<String>,
    pub proposal_state: Option<String>,
}

words! {
    MessageActName { Change = "change", Cancel = "cancel", Send = "send" }
}

/// An act on a scheduled message. `change` takes the fields of a new one.
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MessageAct {
    pub action: MessageActName,
    pub subject: Option<String>,
    pub body: Option<String>,
    pub filter: Option<GroupFilter>,
    pub ids: Option<Vec<String>>,
    pub send_at: Option<String>,
    pub necessary: Option<bool>,
    pub preview: Option<String>,
    pub message: Option<String>,
    pub idempotency_key: Option<String>,
}

/// The preview of a message.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MessagePreview<'a> {
    pub dry_run: bool,
    /// Everybody in the group.
    pub total: usize,
    /// How many get a mail.
    pub recipients: usize,
    /// How many get none.
    pub skipped: usize,
    /// Identifies the text and who gets a mail.
    pub preview: String,
    /// Everybody in the group, by name.
    pub people: Vec<MessageRecipient<'a>>,
    /// The copy of the first person, or of the caller if there is none.
    pub subject: String,
    pub text: String,
    pub html: String,
}

words! {
    /// What became of the mail to a person, or what will. `listed`: they get it.
    RecipientState {
        Listed = "listed",
        Queued = "queued",
        Sent = "sent",
        Failed = "failed",
        Bounced = "bounced",
        OptedOut = "opted_out",
        Suppressed = "suppressed",
    }
}

impl From<DeliveryState> for RecipientState {
    fn from(state: DeliveryState) -> Self {
        match state {
            DeliveryState::Queued => Self::Queued,
            DeliveryState::Sent => Self::Sent,
            DeliveryState::Failed => Self::Failed,
            DeliveryState::Bounced => Self::Bounced,
            DeliveryState::OptedOut => Self::OptedOut,
            DeliveryState::Suppressed => Self::Suppressed,
        }
    }
}

impl From<Option<Skipped>> for RecipientState {
    fn from(skipped: Option<Skipped>) -> Self {
        match skipped {
            None => Self::Listed,
            Some(Skipped::OptedOut) => Self::OptedOut,
            Some(Skipped::Suppressed) => Self::Suppressed,
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MessageRecipient<'a> {
    pub id: &'a str,
    pub name: Option<&'a str>,
    pub email: &'a EmailAddress,
    pub state: RecipientState,
}

impl<'a> MessageRecipient<'a> {
    pub fn new(recipient: &'a Recipient, state: impl Into<RecipientState>) -> Self {
        let Recipient { key, email, name, .. } = recipient;
        Self { id: key.as_str(), name: name.as_deref(), email, state: state.into() }
    }
}

/// A message, and its delivery.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MessageDelivery<'a> {
    #[serde(flatten)]
    pub message: Message<'a>,
    pub delivery: DeliveryFigures,
    /// A part of the recipients, or of the people who would get it now.
    pub people: Vec<MessageRecipient<'a>>,
    /// The link to the next part; null on the last.
    pub next: Option<String>,
}

/// How many mails are in which state.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct DeliveryFigures {
    pub recipients: u64,
    pub queued: u64,
    pub sent: u64,
    pub failed: u64,
    /// Came back, or were marked as spam.
    pub bounced: u64,
    /// People who get no mail.
    pub skipped: u64,
}

/// The copy went to this address.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MessageTested<'a> {
    pub sent_to: &'a EmailAddress,
}
