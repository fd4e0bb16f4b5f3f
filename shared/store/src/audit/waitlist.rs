//! The consistency check of the waitlist: positions, offers, and eligibility.

use std::collections::{BTreeMap, BTreeSet};

use domain::conference::{Attendance, PoolId};
use domain::registration::Registration;
use domain::waitlist::{ByClass, EntryState};

use super::Seen;
use crate::{keys, queue};

impl Seen {
    /// Held passes by shard, according to the offers and the registrations whose addresses are not confirmed.
    pub(super) fn held(&self) -> BTreeMap<String, u64> {
        let mut held = BTreeMap::new();
        for (pk, entry) in &self.entries {
            if let (EntryState::Offered, Some(offer)) = (&entry.state, &entry.offer) {
                let c = pk.split("#ENTRY#").next().unwrap_or_default();
                *held.entry(format!("{c}#POOL#{}#{}", entry.pool, offer.shard)).or_default() += 1;
            }
        }
        for (pk, person) in &self.people {
            let registration = person.active().filter(|registration| !registration.is_confirmed());
            if let Some(Registration { pool, shard, .. }) = registration {
                let c = pk.split("#PERSON#").next().unwrap_or_default();
                *held.entry(format!("{c}#POOL#{pool}#{shard}")).or_default() += 1;
            }
        }
        held
    }

    /// Promise 2: exactly the held registrations are due, each at the end of its hold.
    pub(super) fn holds(&self, find: &mut impl FnMut(u8, String)) {
        for (pk, person) in &self.people {
            let is_held = person.active().is_some_and(|registration| !registration.is_confirmed());
            if is_held && !self.due.contains(pk) {
                find(2, format!("{pk} has a held pass that nothing ends"));
            }
            if !is_held && self.due.contains(pk) {
                find(2, format!("{pk} has no held pass and is due"));
            }
        }
    }

    /// Promise 2: every offer is due. Promise 3: one active entry per person, and none beside an in-person pass.
    /// Promise 4: exactly the people who wait have a position, and nothing is on sale meanwhile. Promise 8: an offer
    /// queues its mail, and so does its end.
    pub(super) fn waitlist(&self, find: &mut impl FnMut(u8, String)) {
        let mut active: BTreeMap<String, u32> = BTreeMap::new();
        let mut expected = BTreeSet::new();
        let mut waiting: BTreeMap<String, u64> = BTreeMap::new();
        for (pk, entry) in &self.entries {
            let c = pk.split("#ENTRY#").next().unwrap_or_default();
            let person_pk = format!("{c}#PERSON#{}", entry.id.person());
            let person = self.people.get(&person_pk);
            if entry.is_active() {
                *active.entry(person_pk.clone()).or_default() += 1;
                if person.is_none_or(|person| person.entry.as_ref() != Some(&entry.id)) {
                    find(3, format!("{pk} is active, and {person_pk} does not name it"));
                }
                let comes = person.and_then(|p| p.active()).is_some_and(|r| r.attendance == Attendance::InPerson);
                if comes {
                    find(3, format!("{person_pk} has a pass to come and still waits"));
                }
            }
            if entry.state == EntryState::Waiting {
                let Ok(id) = c.trim_start_matches("C#").parse() else { continue };
                let place = keys::queue_place(&id, entry);
                expected.insert((place.pk, place.sk));
                *waiting.entry(format!("{c}#POOL#{}", entry.pool)).or_default() += 1;
            }
            if entry.state == EntryState::Offered && !self.due.contains(pk) {
                find(2, format!("{pk} has an offer that nothing ends"));
            }
            if entry.state != EntryState::Offered && self.due.contains(pk) {
                find(2, format!("{pk} has no offer and is due"));
            }
            let mut expected = vec!["waitlist-joined"];
            expected.extend(entry.offer.as_ref().map(|_| "offer"));
            expected.extend(entry.offer.as_ref().filter(|offer| offer.reminded).map(|_| "offer-reminder"));
            // Promotion skips people with a suppressed address: they get no offer and no mail.
            let lapsed = matches!(entry.state, EntryState::Lapsed { .. }) && entry.offer.is_some();
            expected.extend(lapsed.then_some("offer-lapsed"));
            for kind in expected {
                let key = format!("MAIL#{kind}:{}", entry.id);
                if !self.mails.contains_key(&key) {
                    find(8, format!("{key} was never queued for {pk}"));
                }
            }
        }
        self.counts(find);
        for (person, count) in active.into_iter().filter(|(_, count)| *count > 1) {
            find(3, format!("{person} has {count} active entries"));
        }
        for (pk, sk) in expected.difference(&self.places) {
            find(2, format!("an entry waits without its position {pk} {sk}"));
        }
        for (pk, sk) in self.places.difference(&expected) {
            find(4, format!("no entry waits at the position {pk} {sk}"));
        }
        for (pool, count) in waiting {
            let own = |shard: &&String| shard.rsplit_once('#').is_some_and(|(parent, _)| parent == pool);
            let free: u64 = self.shards.iter().filter(|(shard, _)| own(shard)).map(|(_, ledger)| ledger.free).sum();
            if free > 0 {
                find(4, format!("{pool} has {free} passes on sale, and {count} people wait"));
            }
        }
    }

    /// The counts of waiting people agree with the entries.
    fn counts(&self, find: &mut impl FnMut(u8, String)) {
        let mut waiting: BTreeMap<&str, ByClass> = BTreeMap::new();
        for (pk, entry) in &self.entries {
            let c = pk.split("#ENTRY#").next().unwrap_or_default();
            let counts = waiting.entry(c).or_default();
            if entry.state == EntryState::Waiting {
                *counts.of_mut(entry.priority.class) += 1;
            }
        }
        waiting.retain(|c, _| !self.lacks(c, &["ENTRY", "TALLY", "STATUS"]));
        for (c, waiting) in waiting {
            let own = |pk: &&String| pk.split("#TALLY#").next() == Some(c);
            let tallies = self.tallies.iter().filter(|(pk, _)| own(pk)).map(|(_, tally)| *tally).collect();
            let status = self.statuses.get(&format!("{c}#POOL#{}", PoolId::GENERAL));
            let counted = queue::waiting(&tallies, &status.map(|status| status.offered).unwrap_or_default());
            if counted != waiting {
                find(4, format!("{c} counts {counted:?} who wait, and there are {waiting:?}"));
            }
        }
    }
}
