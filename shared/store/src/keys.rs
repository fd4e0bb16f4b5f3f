//! Every key of the table, in one place.
//!
//! The table has one partition key `pk`, one sort key `sk`, and a TTL attribute `expires` (seconds). Two sparse indexes
//! project keys only: `due` (`due_pk`, `due_at` in milliseconds) for scheduled work, and `listing` (`list_pk`,
//! `list_sk`) for the lists that organizers page through. Treat index reads as hints: re-read each item consistently
//! before a decision.
//!
//! [`ACCESS_PATTERNS`] lists the access patterns; `README.md` of this crate shows the same list, and a test keeps the
//! two equal.

mod calls;
mod due;
mod editions;
mod history;
mod mail;
mod passes;
mod patterns;
mod people;
mod proposals;
mod timetable;
mod waitlist;
mod webhooks;

pub use due::workflow_of;
pub use patterns::{ACCESS_PATTERNS, AccessPattern};
pub use waitlist::QUEUES;

pub(crate) use calls::*;
pub(crate) use due::*;
pub(crate) use editions::*;
pub(crate) use history::*;
pub(crate) use mail::*;
pub(crate) use passes::*;
pub(crate) use people::*;
pub(crate) use proposals::*;
pub(crate) use timetable::*;
pub(crate) use waitlist::*;
pub(crate) use webhooks::*;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub pk: String,
    pub sk: String,
}

impl Key {
    fn new(pk: String, sk: &str) -> Self {
        Self { pk, sk: sk.to_owned() }
    }
}

/// Partition keys that an index's entries are spread over: a hot index key throttles the table's own writes.
pub const SPREAD: u32 = 16;

/// The one of the [`SPREAD`] keys for this text.
pub fn spread(of: &str) -> u32 {
    // FNV-1a: stable over builds, unlike the standard library's hasher.
    let hash = of.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    // The low bits follow the last letters. The top bits of a product spread names that count up.
    u32::try_from((hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 60).unwrap_or(0) % SPREAD
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::mail::MailPriority;

    use super::*;

    #[test]
    fn a_pool_key_says_which_pool() {
        let (c, p) = ("lpc-2023".parse().unwrap(), "mc-tracing".parse().unwrap());
        assert_eq!(parse_pool(&shard(&c, &p, 7)), Some((c.clone(), p.clone(), Some(7))));
        assert_eq!(parse_pool(&status(&c, &p)), Some((c, p, None)));
    }

    #[test]
    fn a_mail_is_listed_where_its_workflow_looks() {
        let partitions = due_partitions(DELIVER_MAIL);
        assert_eq!(partitions.len(), 24);
        assert!(partitions.iter().all(|pk| pk.starts_with("DUE#deliver-mail#")), "{partitions:?}");
        for priority in MailPriority::ALL {
            let own = due_mail_partitions(priority);
            let used: BTreeSet<_> = (0..200).map(|n| due_mail(&mail(&format!("sign-in:{n}")), priority)).collect();
            assert_eq!(used, own.iter().cloned().collect(), "{priority:?}");
            assert!(own.iter().all(|pk| partitions.contains(pk)), "{priority:?}");
        }
        assert_eq!(
            due_mail_partitions(MailPriority::Routine),
            (0..SPREAD).map(|n| due(DELIVER_MAIL, n)).collect::<Vec<_>>()
        );
        assert_eq!(due_partitions("reconfirm").len(), SPREAD as usize);
    }

    #[test]
    fn keys_spread_evenly() {
        let mut counts = [0; SPREAD as usize];
        for n in 0..1600 {
            counts[spread(&format!("person-{n}")) as usize] += 1;
        }
        assert!(counts.iter().all(|c| (60..160).contains(c)), "{counts:?}");
    }
}
