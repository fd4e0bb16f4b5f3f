//! Reads the body of a message, and of an act on one.

use contract::group_messages::MessageActName;
use domain::input::{Object, Reading, Source, any_text, one_of};
use domain::message::MessageDraft;
use jiff::Timestamp;
use serde_json::Value;
use store::Edition;
use web::Problem;

/// What a request wants to send.
pub(crate) struct Written {
    pub(crate) draft: MessageDraft,
    /// The preview that its writer saw.
    pub(crate) preview: Option<String>,
    /// The scheduled message that the form changes.
    pub(crate) changes: Option<String>,
}

/// An act on a scheduled message.
pub(crate) enum Act {
    Change(Written),
    Cancel,
    Send,
}

const ACTIONS: &[(&str, MessageActName)] =
    &[("change", MessageActName::Change), ("cancel", MessageActName::Cancel), ("send", MessageActName::Send)];

/// Reads a new message. A time that has passed means at once.
pub(crate) fn read(document: &Value, source: Source, edition: &Edition, now: Timestamp) -> Result<Written, Problem> {
    let reading = Reading::new(source);
    let written = reading.root(document).and_then(|o| {
        let written = fields(&o, edition, now);
        o.done();
        written
    });
    Ok(reading.finish(written)?)
}

/// Reads an act on a message.
pub(crate) fn read_act(document: &Value, source: Source, edition: &Edition, now: Timestamp) -> Result<Act, Problem> {
    let reading = Reading::new(source);
    let act = reading.root(document).and_then(|o| {
        o.ignore("idempotency_key");
        let act = match o.required("action", one_of(ACTIONS))? {
            MessageActName::Change => fields(&o, edition, now).map(Act::Change),
            MessageActName::Cancel => Some(Act::Cancel),
            MessageActName::Send => Some(Act::Send),
        };
        o.done();
        act
    });
    Ok(reading.finish(act)?)
}

fn fields(o: &Object<'_>, edition: &Edition, now: Timestamp) -> Option<Written> {
    let text = |value: &Value| any_text(value).map(str::to_owned);
    let preview = o.optional("preview", text);
    let changes = o.optional("message", text);
    let mut draft = MessageDraft::read(o, &edition.conference)?;
    draft.send_at = draft.send_at.filter(|at| *at > now);
    Some(Written { draft, preview, changes })
}
