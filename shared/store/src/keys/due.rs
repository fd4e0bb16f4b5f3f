//! Due work, and records of what failed.

use domain::mail::MailPriority;

use super::{Key, SPREAD, spread};

pub(crate) fn due(workflow: &str, number: u32) -> String {
    format!("DUE#{workflow}#{number}")
}

/// The workflow that a partition of due items belongs to.
pub fn workflow_of(due_pk: &str) -> Option<&str> {
    due_pk.strip_prefix("DUE#")?.split_once('#').map(|(workflow, _)| workflow)
}

/// Failed items that are tried again, apart from the others, so that each is listed separately. Few items, so one key.
pub(crate) fn due_again(workflow: &str) -> String {
    format!("DUE#{workflow}#again")
}

/// Items that failed too often: no workflow lists them.
pub(crate) fn due_set_aside(number: u32) -> String {
    format!("DUE#set-aside#{number}")
}

/// The prefix of both keys of a record beside an item, so that it is not mistaken for the item.
const BESIDE: &str = "BESIDE#";

/// The record beside an unreadable item that a workflow met.
pub(crate) fn beside(of: &Key) -> Key {
    Key { pk: format!("{BESIDE}{}", of.pk), sk: format!("{BESIDE}{}", of.sk) }
}

/// The item that such a record refers to.
pub(crate) fn beside_of(beside: &Key) -> Option<Key> {
    let part = |text: &str| text.strip_prefix(BESIDE).map(str::to_owned);
    Some(Key { pk: part(&beside.pk)?, sk: part(&beside.sk)? })
}

/// All partitions of the `due` index that hold a workflow's items, and only its items. Each begins with
/// `DUE#{workflow}#`, which the stream's filters match.
pub(crate) fn due_partitions(workflow: &str) -> Vec<String> {
    match workflow {
        DELIVER_MAIL => MailPriority::ALL.into_iter().flat_map(due_mail_partitions).collect(),
        _ => (0..SPREAD).map(|number| due(workflow, number)).collect(),
    }
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
