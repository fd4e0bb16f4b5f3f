//! How an item remembers the request that made it, so that a repeat of the request has no further effect.

use serde::{Deserialize, Serialize};

/// Identifies a request by its `Idempotency-Key`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestMark {
    /// Hash of the `Idempotency-Key`.
    pub key: String,
    /// Hash of the body.
    pub body: String,
}
