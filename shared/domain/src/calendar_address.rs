//! A person's secret calendar address. Calendar programs cannot sign in, so the address itself is the proof.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::person::EmailAddress;

/// The calendar address that was made with one e-mail address. It stays after it was ended, for its revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarAddress {
    /// The hashed e-mail address, which the secret contains.
    pub owner: String,
    /// Counts the changes, and guards the next one. Every secret is made from it, so an ended one never returns.
    pub revision: u64,
    /// `None` once it was ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<CurrentAddress>,
}

/// A calendar address that works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrentAddress {
    pub email: EmailAddress,
    /// Of the secret, which is not stored. A plain hash is enough, because the secret has 160 random bits.
    pub hash: String,
    /// Hash of the `Idempotency-Key`, to recognize a repeat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    pub created_at: Timestamp,
}

/// The parts of the secret in the address: `{owner}-{secret}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    pub owner: &'a str,
    pub secret: &'a str,
}

impl<'a> Parts<'a> {
    pub fn parse(text: &'a str) -> Option<Self> {
        let (owner, secret) = text.split_once('-')?;
        let is_word = |part: &str| (1..=64).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        (is_word(owner) && is_word(secret)).then_some(Self { owner, secret })
    }

    /// The path of the calendar.
    pub fn path(&self) -> String {
        format!("/calendar/{}-{}.ics", self.owner, self.secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_reads_as_its_parts() {
        assert_eq!(Parts::parse("0a-1b"), Some(Parts { owner: "0a", secret: "1b" }));
        assert_eq!(Parts { owner: "0a", secret: "1b" }.path(), "/calendar/0a-1b.ics");
        for bad in ["", "a", "a-", "-b", "a-b-c", "a-b.ics", "a-b c"] {
            assert_eq!(Parts::parse(bad), None, "{bad}");
        }
    }
}
