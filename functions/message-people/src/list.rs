//! The list of messages.

use askama::Template;
use contract::group_messages::{Message as Answer, Messages, RecipientState};
use domain::conference::Conference;
use domain::message::{Message, Progress};
use web::{App, Layout, Problem, Reply, Request, next_link};

use crate::access;

/// Messages on one page.
const PAGE: usize = 25;

#[derive(Template)]
#[template(path = "messages.html")]
struct MessagesPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    message: Message,
    /// Its recipients.
    group: String,
    when: String,
}

/// `GET …/messages`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let page = app.store.messages(edition.id(), request.cursor()?.as_ref(), PAGE).await?;
    let next = next_link(&format!("/conferences/{}/messages", edition.id()), page.next.as_ref());
    let visible: Vec<_> = page.items.into_iter().filter(|message| access::sees(request, edition, message)).collect();
    if !request.wants_html {
        return Ok(Reply::json(200, &Messages { messages: visible.iter().map(Answer::from).collect(), next }));
    }
    let conference = &edition.conference;
    let row = |message: Message| Row {
        group: group_words(request, conference, &message),
        when: request.messages.short_instant(message.send_at, &conference.time_zone),
        message,
    };
    let rows = visible.into_iter().map(row).collect();
    let layout = request.layout().titled(request.t("desk-messages"));
    Ok(Reply::page(200, &MessagesPage { layout, conference, rows, next }))
}

/// A group in a few words: the values of its filter.
pub(crate) fn group_words(request: &Request, conference: &Conference, message: &Message) -> String {
    let (group, messages) = (&message.group, request.messages);
    let filter = &group.filter;
    let mut words = Vec::new();
    if let Some(track) = &group.track {
        words.push(conference.track(track.as_str()).map_or(track.to_string(), |track| track.name.clone()));
    }
    words.extend(group.proposal_state.as_ref().map(|state| messages.word("message-proposals", state).to_string()));
    words.extend(filter.state.map(|state| messages.word("state", state.as_str()).to_string()));
    words.extend(filter.attendance.map(|attendance| messages.word("attendance", attendance.as_str()).to_string()));
    words.extend(filter.pool.as_ref().map(ToString::to_string));
    words.extend(filter.class.map(|class| messages.word("message-class", class.as_str()).to_string()));
    words.extend(filter.role.map(|role| messages.word("message-role", role.as_str()).to_string()));
    words.extend(
        filter
            .speaks
            .map(|speaks| messages.t(if speaks { "message-speaks" } else { "message-speaks-not" }).to_string()),
    );
    words.extend(filter.q.as_ref().map(|q| format!("“{q}”")));
    if !group.ids.is_empty() {
        words.push(messages.t("message-named").arg("count", group.ids.len()).to_string());
    }
    if words.is_empty() { messages.t("message-everybody").to_string() } else { words.join(" · ") }
}

/// The kind of pill for a state.
pub(crate) fn pill(progress: &Progress) -> &'static str {
    match progress {
        Progress::Scheduled { .. } => "info",
        Progress::Sending { .. } => "warn",
        Progress::Sent { .. } => "good",
        Progress::Cancelled { .. } => "",
    }
}

/// The kind of pill for what became of a mail.
pub(crate) fn recipient_pill(state: RecipientState) -> &'static str {
    match state {
        RecipientState::Sent => "good",
        RecipientState::Failed | RecipientState::Bounced => "bad",
        RecipientState::Listed | RecipientState::Queued => "info",
        RecipientState::OptedOut | RecipientState::Suppressed => "",
    }
}
