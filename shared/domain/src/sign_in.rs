//! Signing in without a password: a link that works until its time ends, and six digits for another device.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::person::EmailAddress;

/// How long a mailed link and its code work. Mail scanners open links and press buttons, so one use does not end it.
pub const LINK_VALID: SignedDuration = SignedDuration::from_mins(15);

/// Wrong codes before the code stops working; the link goes on. A code is one in a million.
pub const CODE_TRIES: u64 = 5;

/// How long a session lasts.
pub const SESSION_VALID: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Mails asking to sign in, to one address in [`LIMIT_WINDOW`]; beyond it the answer is the same and no mail goes.
pub const MAILS_PER_EMAIL: u64 = 20;

/// Requests to sign in from one network address in [`LIMIT_WINDOW`]: a conference's whole venue may be one.
pub const REQUESTS_PER_ADDRESS: u64 = 300;

/// The window that the limits count in.
pub const LIMIT_WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// One request to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Names it; not secret.
    pub id: String,
    pub email: EmailAddress,
    /// Mixed into the link's token and the code, so that neither is stored.
    pub nonce: String,
    /// The signing key they were made with.
    pub key_id: String,
    pub tries: u64,
    /// When link and code stop working.
    pub expires_at: Timestamp,
}

impl Attempt {
    /// Whether link and code still work.
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
