//! Who comes, what each sends, and in which order.

use serde_json::{Value, json};

/// One attendee, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Attendee(pub(crate) u32);

impl Attendee {
    /// The body of the registration; the same at every sending.
    pub(crate) fn body(self) -> Value {
        json!({ "name": format!("Attendee {}", self.0), "email": self.email(), "attendance": "in_person" })
    }

    fn email(self) -> String {
        format!("attendee-{:06}@example.org", self.0)
    }

    /// The `Idempotency-Key` of every second pair of people; the others repeat themselves without one.
    pub(crate) fn key(self) -> Option<String> {
        (self.0 / 2).is_multiple_of(2).then(|| format!("load-{:06}", self.0))
    }

    /// Whether the second request follows at once, so that the two overlap, or only after many others.
    fn is_hasty(self) -> bool {
        self.0.is_multiple_of(2)
    }
}

/// Requests between the two of a patient attendee.
const LATER: u32 = 500;

/// Everyone's requests, in the order in which clients take them. Two clients take two neighbouring requests.
pub(crate) fn plan(people: u32, once: bool) -> Vec<Attendee> {
    let mut plan = Vec::new();
    for number in 0..people + LATER {
        let now = Attendee(number);
        if number < people {
            plan.push(now);
            if !once && now.is_hasty() {
                plan.push(now);
            }
        }
        if let Some(earlier) = number.checked_sub(LATER).map(Attendee)
            && !once
            && !earlier.is_hasty()
        {
            plan.push(earlier);
        }
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_sends_twice_and_half_of_them_with_a_key() {
        let plan = plan(1000, false);
        assert_eq!(plan.len(), 2000);
        for number in 0..1000 {
            assert_eq!(plan.iter().filter(|a| a.0 == number).count(), 2, "{number}");
        }
        assert_eq!((0..1000).filter(|n| Attendee(*n).key().is_some()).count(), 500);
        assert_eq!((0..1000).filter(|n| Attendee(*n).key().is_some() && Attendee(*n).is_hasty()).count(), 250);
    }

    #[test]
    fn once_means_once() {
        assert_eq!(plan(7, true), (0..7).map(Attendee).collect::<Vec<_>>());
    }
}
