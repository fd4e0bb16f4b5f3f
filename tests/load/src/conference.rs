//! The edition that everyone wants to attend.

use std::hash::{BuildHasher, Hasher, RandomState};

use serde_json::Value;

/// Who may see the ledger. Mails to it stay in the local outbox.
pub(crate) const ORGANIZER: &str = "organizer@example.org";

/// Virtual passes. No attendee asks for one, so all of them must be left.
pub(crate) const VIRTUAL: u32 = 10;

/// A new edition for one run.
#[derive(Clone, Debug)]
pub(crate) struct Conference {
    pub(crate) id: String,
    /// Passes to come in person.
    pub(crate) passes: u32,
}

impl Conference {
    /// An edition with an id that no other run has used.
    pub(crate) fn new(passes: u32) -> Self {
        Self { id: format!("load-{:08x}", any_number() & 0xffff_ffff), passes }
    }

    /// The conference file. Registration is open at any time that a clock may show in this century.
    pub(crate) fn toml(&self) -> String {
        let Self { id, passes } = self;
        format!(
            r#"id = "{id}"
series = "load"
name = "Load test"
starts_on = "2099-05-01"
ends_on = "2099-05-03"
time_zone = "Etc/UTC"
contact = "contact@example.org"
organizers = ["{ORGANIZER}"]

[place]
name = "Hall"
city = "Berlin"
country = "Germany"

[registration]
opens = "2000-01-01T00:00:00Z"
closes = "2099-04-30T00:00:00Z"

[[pools]]
id = "general"
capacity = {passes}

[[pools]]
id = "virtual"
capacity = {VIRTUAL}
"#
        )
    }

    /// The same as the body of `PUT /conferences/{id}`.
    pub(crate) fn json(&self) -> Value {
        toml::from_str(&self.toml()).expect("the file above is TOML")
    }

    /// A path under this edition, such as `/registrations`.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/conferences/{}{rest}", self.id)
    }
}

/// A number that differs from run to run, where it does not matter which.
pub(crate) fn any_number() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_and_body_say_the_same() {
        let conference = Conference::new(2000);
        let body = conference.json();
        assert_eq!(body["id"], conference.id.as_str());
        assert_eq!(body["pools"][0]["capacity"], 2000);
        assert_eq!(body["registration"]["opens"], "2000-01-01T00:00:00Z");
        assert_ne!(Conference::new(1).id, Conference::new(1).id);
    }
}
