//! Due work, and records of what failed.

use domain::mail::MailPriority;

use super::mail::{DELIVER_MAIL, due_mail_partitions};
use super::{Key, SPREAD};

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
