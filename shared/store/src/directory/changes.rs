//! How a process learns that a person has changed: by its own writes, and by the mails that writes queue.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::conference::ConferenceId;
use domain::person::PersonKey;
use domain::proposal::ProposalId;
use domain::registration::RegistrationId;

use crate::keys::{self, Key};

/// Own writes that are noted one by one. With more, everything is read again.
const NOTED_MAX: usize = 5_000;

/// What a write has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Changed {
    Person(PersonKey),
    Proposal(ProposalId),
    Roles,
    /// More than is noted one by one.
    Everybody,
}

/// The writes of this process to people of the editions that it knows, since they were last taken.
#[derive(Debug, Default)]
pub(crate) struct OwnWrites(Mutex<HashMap<ConferenceId, Vec<Changed>>>);

impl OwnWrites {
    fn with<T>(&self, use_it: impl FnOnce(&mut HashMap<ConferenceId, Vec<Changed>>) -> T) -> T {
        use_it(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Begins to note writes to an edition.
    pub(super) fn watch(&self, c: &ConferenceId) {
        self.with(|noted| {
            noted.entry(c.clone()).or_default();
        });
    }

    pub(super) fn take(&self, c: &ConferenceId) -> Vec<Changed> {
        self.with(|noted| noted.get_mut(c).map(std::mem::take).unwrap_or_default())
    }

    /// Whether writes of any edition are noted.
    pub(crate) fn is_watched(&self) -> bool {
        self.with(|noted| !noted.is_empty())
    }

    /// Notes the keys of a transaction, also if its outcome is unknown.
    pub(crate) fn note(&self, written: &[Key]) {
        let changes: Vec<_> = written.iter().filter_map(changed_by_write).collect();
        self.with(|noted| {
            for (c, changed) in changes {
                let Some(list) = noted.get_mut(&c) else { continue };
                if list.len() >= NOTED_MAX {
                    *list = vec![Changed::Everybody];
                } else if list.first() != Some(&Changed::Everybody) {
                    list.push(changed);
                }
            }
        });
    }
}

fn changed_by_write(key: &Key) -> Option<(ConferenceId, Changed)> {
    let (c, rest) = key.pk.strip_prefix("C#")?.split_once('#')?;
    let changed = match key.sk.as_str() {
        "PERSON" => Changed::Person(keys::parse_person(key)?.1),
        "ENTRY" => Changed::Person(RegistrationId::parse(rest.strip_prefix("ENTRY#")?)?.person()),
        keys::PROPOSAL => Changed::Proposal(ProposalId::parse(rest.strip_prefix("PROPOSAL#")?)?),
        _ if rest == "ROLES" => Changed::Roles,
        _ => return None,
    };
    Some((c.parse().ok()?, changed))
}

/// Kinds of mail that change no row.
const NOTHING_CHANGED: &[&str] = &[
    "manage-link",
    "waitlist-link",
    "offer-reminder",
    "invitation",
    "reminder",
    "reconfirm-ask",
    "reconfirm-reminder",
    "reconfirm-kept",
    "timetable",
    "message",
    "message-test",
    "late-link",
    "call-watch",
    "call-moved",
    "call-closed",
];

/// Who has changed when this mail was queued, from its key, which names the obligation.
pub(super) fn changed_by_mail(key: &str) -> Vec<Changed> {
    let mut parts = key.split(':');
    let kind = parts.next().unwrap_or_default();
    if NOTHING_CHANGED.contains(&kind) {
        return Vec::new();
    }
    if kind.starts_with("role-") {
        return vec![Changed::Roles];
    }
    let changed = |part: &str| {
        let person = part.split('-').next().and_then(|key| key.parse().ok()).map(Changed::Person);
        person.or_else(|| ProposalId::parse(part).map(Changed::Proposal))
    };
    parts.filter_map(changed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: &str = "0123456789abcdefghjkmnpqrs";
    const PROPOSAL: &str = "0123456789abcdef";

    #[test]
    fn a_mail_says_whom_it_is_about() {
        let person = || Changed::Person(PERSON.parse().unwrap());
        let proposal = || Changed::Proposal(ProposalId::parse(PROPOSAL).unwrap());
        for (key, expected) in [
            (format!("registration-cancelled:{PERSON}-x7"), vec![person()]),
            (format!("registration-changed:{PERSON}-x7:2"), vec![person()]),
            (format!("offer-lapsed:{PERSON}-x7"), vec![person()]),
            (format!("proposal-submitted:{PROPOSAL}:2:{PERSON}"), vec![proposal(), person()]),
            (format!("decision-released:{PROPOSAL}:1:{PERSON}"), vec![proposal(), person()]),
            (format!("role-answered:{PERSON}-lead-net:1"), vec![Changed::Roles]),
            (format!("message:m1:{PERSON}"), vec![]),
            ("call-closed:net:1".into(), vec![]),
        ] {
            assert_eq!(changed_by_mail(&key), expected, "{key}");
        }
    }

    #[test]
    fn own_writes_are_noted_for_known_editions_only() {
        let (c, other): (ConferenceId, ConferenceId) = ("lpc-2023".parse().unwrap(), "lpc-2024".parse().unwrap());
        let noted = OwnWrites::default();
        assert!(!noted.is_watched());
        noted.watch(&c);
        let key = PERSON.parse().unwrap();
        let entry = RegistrationId::new(&key, "x7");
        let proposal = ProposalId::parse(PROPOSAL).unwrap();
        let pool = "general".parse().unwrap();
        noted.note(&[keys::person(&c, &key), keys::entry(&c, &entry), keys::proposal(&c, &proposal)]);
        noted.note(&[keys::person(&other, &key), keys::shard(&c, &pool, 1), keys::mail("sign-in:x")]);
        let person = || Changed::Person(key.clone());
        assert_eq!(noted.take(&c), [person(), person(), Changed::Proposal(proposal)]);
        assert_eq!(noted.take(&c), []);
        noted.note(&vec![keys::person(&c, &key); NOTED_MAX + 2]);
        assert_eq!(noted.take(&c), [Changed::Everybody]);
    }
}
