//! Ids of sessions and people in keys, URLs and exports.

use std::fmt;
use std::str::FromStr;

use crate::phrase::Phrase;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Identifies a session in URLs and calendars. A session made from a proposal has the proposal's id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SessionId(String);

/// Six of `A-Z0-9`, easy to read aloud; `code` in the schedule formats.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

/// A UUID in lower case, for the schedule formats.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Guid(String);

impl FromStr for SessionId {
    type Err = Phrase;
    fn from_str(text: &str) -> Result<Self, Phrase> {
        let fine = (1..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fine { Ok(Self(text.to_owned())) } else { Err(Phrase::of("must-be-session")) }
    }
}

impl FromStr for Code {
    type Err = Phrase;
    fn from_str(text: &str) -> Result<Self, Phrase> {
        let fine = text.len() == 6 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if fine { Ok(Self(text.to_owned())) } else { Err(Phrase::of("must-be-code")) }
    }
}

impl Code {
    /// Random, from letters and digits that are not easily confused.
    pub fn from_random(random: u64) -> Self {
        const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        let bytes = random.to_le_bytes();
        Self(bytes[..6].iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect())
    }
}

impl FromStr for Guid {
    type Err = Phrase;
    fn from_str(text: &str) -> Result<Self, Phrase> {
        let fine = text.len() == 36
            && text.bytes().enumerate().all(|(at, b)| match at {
                8 | 13 | 18 | 23 => b == b'-',
                _ => b.is_ascii_hexdigit(),
            });
        if fine { Ok(Self(text.to_ascii_lowercase())) } else { Err(Phrase::of("must-be-uuid")) }
    }
}

impl Guid {
    /// Random (RFC 9562, version 4): for sessions and people. A person's guid never derives from an address, because
    /// then a guessed address could be confirmed.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self::shaped(bytes, 4)
    }

    /// Deterministic (RFC 9562, version 8, from SHA-256): for things with a public name, such as a room.
    pub fn named(words: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for word in words {
            hash.update(word.as_bytes());
            hash.update([0]);
        }
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.finalize()[..16]);
        Self::shaped(bytes, 8)
    }

    fn shaped(mut bytes: [u8; 16], version: u8) -> Self {
        bytes[6] = (bytes[6] & 0x0f) | (version << 4);
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let mut text = String::with_capacity(36);
        for (at, byte) in bytes.iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            for half in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
            }
        }
        Self(text)
    }
}

macro_rules! text_type {
    ($($name:ident),*) => {$(
        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(text: String) -> Result<Self, String> {
                text.parse().map_err(|refused: Phrase| refused.in_log())
            }
        }
        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }
    )*};
}

text_type!(SessionId, Code, Guid);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_is_a_uuid_and_is_stable_for_a_name() {
        let random = Guid::from_random([0xff; 16]);
        assert_eq!(random.as_str(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(random.as_str().to_uppercase().parse(), Ok(random));
        assert_eq!(Guid::named(&["lpc-2023", "mc-1"]), Guid::named(&["lpc-2023", "mc-1"]));
        assert_ne!(Guid::named(&["lpc-2023", "mc-1"]), Guid::named(&["lpc-2023m", "c-1"]));
        assert!("ffffffff-ffff-4fff-bfff-fffffffffff".parse::<Guid>().is_err());
    }

    #[test]
    fn a_code_is_six_capital_letters_and_digits() {
        for random in [0, 1, u64::MAX, 0x1234_5678_9abc_def0] {
            let code = Code::from_random(random);
            assert_eq!(code.as_str().parse(), Ok(code));
        }
        for bad in ["", "ABC", "abcdef", "ABCDEFG", "AB-DEF"] {
            assert!(bad.parse::<Code>().is_err(), "{bad}");
        }
    }
}
