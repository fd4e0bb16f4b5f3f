//! Requests about held passes.

use bytes::Bytes;
use http::Request;
use serde_json::Value;

use super::{Asks, EDITION, Knows, built};
use crate::plan::holds::HoldAct;

/// The request of an act; `None` for clients who were mailed no link.
pub(super) fn request(act: HoldAct, knows: &Knows) -> Option<Request<Bytes>> {
    let HoldAct::Confirm { .. } = act else { return None };
    let (id, token) = knows.registration.clone()?;
    let path = format!("/conferences/{EDITION}/registrations/{id}/confirm");
    built(Asks { token: Some(token), ..Asks::new("POST", path, Value::Null) })
}
