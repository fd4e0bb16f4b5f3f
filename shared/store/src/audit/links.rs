//! Promise 3 for linked addresses: one pass and one waitlist position per person.

use domain::conference::Attendance;
use domain::person::PersonKey;
use domain::registration::Person;

use super::Seen;

impl Seen {
    /// All linked addresses of a person share one pass and one active entry. A person with an in-person pass does not
    /// wait.
    pub(super) fn linked(&self, find: &mut impl FnMut(u8, String)) {
        for (link, root) in &self.links {
            let addresses = root.addresses();
            if addresses.len() < 2 {
                continue;
            }
            for (c, salt) in &self.salts {
                let keys = addresses.iter().map(|email| format!("{c}#PERSON#{}", PersonKey::new(salt, email)));
                let people: Vec<_> = keys.filter_map(|key| self.people.get(&key)).collect();
                let passes = people.iter().filter_map(|person| person.active());
                let comes = passes.clone().any(|pass| pass.attendance == Attendance::InPerson);
                let passes = passes.count();
                let places = people.iter().filter(|person| self.waits(c, person)).count();
                if passes > 1 {
                    find(3, format!("the person of {link} has {passes} passes of {c} by linked addresses"));
                }
                if places > 1 {
                    find(3, format!("the person of {link} has {places} places on the waitlist of {c}"));
                }
                if comes && places > 0 {
                    find(3, format!("the person of {link} has a pass to come to {c} and waits by a linked address"));
                }
            }
        }
    }

    fn waits(&self, c: &str, person: &Person) -> bool {
        let entry = person.entry.as_ref().and_then(|id| self.entries.get(&format!("{c}#ENTRY#{id}")));
        entry.is_some_and(domain::waitlist::Entry::is_active)
    }
}
