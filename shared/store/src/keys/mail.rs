//! The outbox, what each reader wants, and messages to groups.

use domain::conference::ConferenceId;
use domain::mail::MailPriority;
use domain::message::MessageId;

use super::due::due;
use super::{Key, SPREAD, spread};

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

/// The workflow whose due items are listed by priority.
pub(crate) const DELIVER_MAIL: &str = "deliver-mail";

/// Partition keys of each mail priority above the lowest. A mail writes its index entry four times, so four keys of
/// 1,000 units a second carry 1,000 mails a second. SES sends fewer, and each key costs one more query. They take 4,000
/// new mails a second, which is all that a fresh table writes.
const URGENT_SPREAD: u32 = 4;

/// Those of them that hold mails of this priority.
pub(crate) fn due_mail_partitions(priority: MailPriority) -> Vec<String> {
    (0..mail_spread(priority)).map(|number| due_mail_partition(priority, number)).collect()
}

/// The partition that lists a mail while it is due.
pub(crate) fn due_mail(mail: &Key, priority: MailPriority) -> String {
    due_mail_partition(priority, spread(&mail.pk) % mail_spread(priority))
}

fn due_mail_partition(priority: MailPriority, number: u32) -> String {
    match priority {
        MailPriority::Interactive => format!("DUE#{DELIVER_MAIL}#interactive-{number}"),
        MailPriority::TimeCritical => format!("DUE#{DELIVER_MAIL}#time-critical-{number}"),
        // Before mails had priorities, all were listed here: those queued then are found here, whatever their kind.
        MailPriority::Routine => due(DELIVER_MAIL, number),
    }
}

fn mail_spread(priority: MailPriority) -> u32 {
    match priority {
        MailPriority::Interactive | MailPriority::TimeCritical => URGENT_SPREAD,
        MailPriority::Routine => SPREAD,
    }
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
