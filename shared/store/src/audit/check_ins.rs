//! The consistency check of check-ins.

use std::collections::BTreeMap;

use domain::registration::Person;

use super::Seen;

impl Seen {
    /// Promise 12: a check-in has a registration and one earliest time, and the live count agrees with the check-ins.
    pub(super) fn check_ins(&self, find: &mut impl FnMut(u8, String)) {
        let mut here: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for (pk, tally) in &self.door_tallies {
            let (counted, _) = here.entry(pk.split("#DOOR#").next().unwrap_or_default()).or_default();
            // A tally has as many admissions as undos, or more.
            *counted = counted.saturating_add(tally.admitted).saturating_sub(tally.undone);
        }
        for (pk, check_in) in &self.check_ins {
            let c = pk.split("#CHECK-IN#").next().unwrap_or_default();
            here.entry(c).or_default().1 += u64::from(check_in.admitted.is_some());
            if check_in.admitted.is_some() != check_in.first_at.is_some() {
                find(12, format!("{pk} is admitted without a time, or the reverse"));
            }
            if check_in.admitted.as_ref().zip(check_in.first_at).is_some_and(|(scan, first)| scan.at < first) {
                find(12, format!("{pk} is admitted before its first scan"));
            }
            let person = self.people.get(&format!("{c}#PERSON#{}", check_in.registration.person()));
            // A person's item keeps two registrations: the check-in of an earlier one stays.
            let is_forgotten = |person: &Person| person.registration.is_some() && person.previous.is_some();
            let is_known =
                |person: &Person| person.registration(&check_in.registration).is_some() || is_forgotten(person);
            if !person.is_some_and(is_known) && !self.lacks(c, &["PERSON"]) {
                find(12, format!("{pk} has no registration"));
            }
        }
        for (c, (counted, items)) in here {
            if counted != items && !self.lacks(c, &["CHECK-IN", "DOOR"]) {
                find(12, format!("{c} counts {counted} people here, and {items} are checked in"));
            }
        }
    }
}
