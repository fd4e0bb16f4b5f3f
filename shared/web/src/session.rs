//! Sessions: a signed token in a cookie or as a bearer token, ended before its time by signing out.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use context::Context;
use domain::person::EmailAddress;
use domain::sign_in::SESSION_VALID;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The cookie's name. `__Host-` makes browsers insist on `Secure`, `Path=/` and no other domain.
pub const COOKIE: &str = "__Host-plumbline-session";

/// Somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Names it, so that it can be ended.
    pub id: String,
    pub email: EmailAddress,
    pub expires_at: Timestamp,
}

/// A new session of this person, with its token: `{payload}.{key id}.{keyed hash}`.
pub fn begin(ctx: &Context, email: &EmailAddress) -> (Session, String) {
    let session = Session { id: ctx.id("session", 16), email: email.clone(), expires_at: ctx.now() + SESSION_VALID };
    let payload = serde_json::to_vec(&session).expect("a map with text keys");
    let payload = URL_SAFE_NO_PAD.encode(payload);
    let key_id = ctx.keys().current();
    let hash = ctx.keys().token(key_id, "session", &[&payload]).expect("the current key is in the ring");
    (session, format!("{payload}.{key_id}.{hash}"))
}

/// The session that a token stands for, if it is ours and has not run out.
pub fn read(ctx: &Context, token: &str) -> Option<Session> {
    let (payload, rest) = token.split_once('.')?;
    let (key_id, hash) = rest.split_once('.')?;
    if !ctx.keys().verify(hash, key_id, "session", &[payload]) {
        return None;
    }
    let session: Session = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
    (ctx.now() < session.expires_at).then_some(session)
}
