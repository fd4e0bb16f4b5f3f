//! Sessions: a signed token, sent as a cookie or as a bearer token. Signing out ends a session early; the store keeps
//! the list of ended sessions.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use context::Context;
use domain::person::EmailAddress;
use domain::sign_in::SESSION_VALID;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The prefix `__Host-` makes browsers require `Secure`, `Path=/` and no `Domain` (RFC 6265bis).
pub const COOKIE: &str = "__Host-plumbline-session";

/// The content of the token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Identifies the session when it is ended early.
    pub id: String,
    pub email: EmailAddress,
    pub expires_at: Timestamp,
}

/// Creates a session and its token: `{payload}.{key id}.{keyed hash}`.
pub fn begin(ctx: &Context, email: &EmailAddress) -> (Session, String) {
    let session = Session { id: ctx.id("session", 16), email: email.clone(), expires_at: ctx.now() + SESSION_VALID };
    let payload = serde_json::to_vec(&session).expect("a map with text keys");
    let payload = URL_SAFE_NO_PAD.encode(payload);
    let key_id = ctx.keys().current();
    let hash = ctx.keys().token(key_id, "session", &[&payload]).expect("the current key is in the ring");
    (session, format!("{payload}.{key_id}.{hash}"))
}

/// The session of a token; `None` if its signature is wrong or it has expired. Does not check whether it was ended
/// early.
pub fn read(ctx: &Context, token: &str) -> Option<Session> {
    let (payload, rest) = token.split_once('.')?;
    let (key_id, hash) = rest.split_once('.')?;
    if !ctx.keys().verify(hash, key_id, "session", &[payload]) {
        return None;
    }
    let session: Session = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
    (ctx.now() < session.expires_at).then_some(session)
}
