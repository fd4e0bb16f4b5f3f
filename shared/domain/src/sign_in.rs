//! Sign-in without a password: a link that works until it expires, and a six-digit code for another device.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::person::EmailAddress;

/// The lifetime of a mailed link and its code. Links work more than once, because mail scanners open them and press
/// buttons.
pub const LINK_VALID: SignedDuration = SignedDuration::from_mins(15);

/// Attempts with a wrong code before the code stops working; the link still works. A guess succeeds with a chance of
/// one in a million.
pub const CODE_TRIES: u64 = 5;

pub const SESSION_VALID: SignedDuration = SignedDuration::from_hours(14 * 24);

/// The limit of sign-in mails to one address in [`LIMIT_WINDOW`]. Beyond it the answer is the same, but no mail is
/// sent.
pub const MAILS_PER_EMAIL: u64 = 20;

/// The limit of requests from one network address in [`LIMIT_WINDOW`]. It is high, because a whole venue can share one
/// address.
pub const REQUESTS_PER_ADDRESS: u64 = 300;

pub const LIMIT_WINDOW: SignedDuration = SignedDuration::from_mins(15);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Not secret.
    pub id: String,
    pub email: EmailAddress,
    /// Input of the keyed hashes of link and code, so that neither is stored.
    pub nonce: String,
    /// The signing key of both.
    pub key_id: String,
    pub tries: u64,
    /// Applies to both link and code.
    pub expires_at: Timestamp,
}

impl Attempt {
    /// Whether link and code are still valid.
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.expires_at
    }
}

/// Six digits from a keyed hash's first eight bytes. The bias of the remainder is below one in 10^13.
pub fn six_digits(hash: &[u8]) -> String {
    let mut first = [0u8; 8];
    first.copy_from_slice(&hash[..8]);
    format!("{:06}", u64::from_be_bytes(first) % 1_000_000)
}
