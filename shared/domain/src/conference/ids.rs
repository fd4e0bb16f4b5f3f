//! Ids in URLs and table keys.

use std::fmt;
use std::str::FromStr;

use crate::phrase::Phrase;
use serde::{Deserialize, Serialize};

/// Lower-case words joined by hyphens: safe in a URL, a key and a file name.
fn slug(text: &str, max: usize) -> Result<String, Phrase> {
    let fine = (2..=max).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-');
    if fine { Ok(text.to_owned()) } else { Err(Phrase::of("must-be-slug").arg("max", max)) }
}

macro_rules! slug_type {
    ($(#[$doc:meta])* $name:ident, $max:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl FromStr for $name {
            type Err = Phrase;
            fn from_str(text: &str) -> Result<Self, Phrase> {
                slug(text, $max).map(Self)
            }
        }
        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(text: String) -> Result<Self, String> {
                text.parse().map_err(|refused: Phrase| refused.in_log())
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

slug_type!(
    /// Identifies an edition: `lpc-2023`.
    ConferenceId,
    40
);
slug_type!(
    /// Identifies a pool within its edition: `general`, `virtual`, `speakers`, `mc-tracing`.
    PoolId,
    40
);
slug_type!(
    /// Identifies a track within its edition: `tracing`.
    TrackId,
    40
);
slug_type!(
    /// Identifies a room within its edition: `mc-1`.
    RoomId,
    40
);

impl PoolId {
    /// The pool that is open to everyone.
    pub const GENERAL: &'static str = "general";
    /// The pool of virtual passes.
    pub const VIRTUAL: &'static str = "virtual";

    /// Whether it holds virtual passes.
    pub fn is_virtual(&self) -> bool {
        self.0 == Self::VIRTUAL
    }
}
