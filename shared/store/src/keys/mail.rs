//! The outbox, what each reader wants, and messages to groups.

use domain::conference::ConferenceId;
use domain::message::MessageId;

use super::Key;

pub(crate) fn mail_preferences(reader: &str) -> Key {
    Key::new(format!("WISHES#{reader}"), "WISHES")
}
pub(crate) fn message(c: &ConferenceId, id: &MessageId) -> Key {
    Key::new(format!("C#{c}#MESSAGE#{id}"), "MESSAGE")
}

/// A batch of the recipients under a name.
pub(crate) fn message_batch(c: &ConferenceId, id: &MessageId, list: &str, number: u32) -> Key {
    Key::new(format!("C#{c}#MESSAGE#{id}"), &format!("BATCH#{list}#{number:05}"))
}

/// The edition's list of messages.
pub(crate) fn messages(c: &ConferenceId) -> String {
    format!("C#{c}#MESSAGES")
}

/// The edition and the message that a due entry names.
pub(crate) fn parse_message(key: &Key) -> Option<(ConferenceId, MessageId)> {
    let (c, id) = key.pk.strip_prefix("C#")?.split_once("#MESSAGE#")?;
    Some((c.parse().ok()?, MessageId::parse(id)?))
}
pub(crate) fn mail(key: &str) -> Key {
    Key::new(format!("MAIL#{key}"), "MAIL")
}
pub(crate) fn suppressed(hash: &str) -> Key {
    Key::new(format!("SUPPRESSED#{hash}"), "SUPPRESSED")
}

pub(crate) fn mails(c: &str, number: u32) -> String {
    format!("C#{c}#MAILS#{number}")
}

/// Mails that were given up.
pub(crate) fn failed_mails(c: &str) -> String {
    format!("C#{c}#MAILS#failed")
}

/// Sent mails that did not arrive, or that their reader did not want.
pub(crate) fn bounced_mails(c: &str) -> String {
    format!("C#{c}#MAILS#bounced")
}
