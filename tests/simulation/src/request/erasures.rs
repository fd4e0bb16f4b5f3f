//! Requests to erase people, and to give a proposal a place on the timetable before.

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use super::{Asks, EDITION, Knows, built};
use crate::plan::erasures::EraseAct;

/// The request of an act; `None` for acts that are none, and for clients who know too little to ask.
pub(super) fn request(act: &EraseAct, knows: &Knows) -> Option<Request<Bytes>> {
    let base = format!("/conferences/{EDITION}");
    let (token, asks) = match act {
        EraseAct::Everywhere { .. } => {
            let asks = match &knows.erasure {
                Some(path) => Asks::new("POST", path.clone(), Value::Null),
                None => Asks::new("POST", "/me/erasure".into(), json!({})),
            };
            (&knows.own_session, asks)
        }
        EraseAct::FromEdition { .. } => {
            let path = format!("{base}/people/{}/erasure", knows.speaker.as_ref()?);
            (&knows.session, Asks::new("POST", path, json!({ "reason": "They wrote to us." })))
        }
        EraseAct::Place { of, .. } => {
            let path = format!("{base}/sessions/{}/placement", knows.proposal.as_ref()?.0);
            let starts_at = format!("2030-05-01T{:02}:00:00", 9 + of % 8);
            let body = json!({ "room": "bof-1", "starts_at": starts_at, "minutes": 20 });
            (&knows.session, Asks::new("PUT", path, body))
        }
        EraseAct::Publish => (&knows.session, Asks::new("POST", format!("{base}/timetable/publish"), json!({}))),
        EraseAct::Run | EraseAct::Near { .. } => return None,
    };
    built(Asks { token: Some(token.clone()), ..asks })
}
