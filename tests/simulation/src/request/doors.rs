//! Requests of the door.

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use super::{Asks, EDITION, Knows, built};
use crate::plan::doors::DoorAct;

/// The request of an act; `None` for acts that have no current meaning yet.
pub(super) fn request(act: &DoorAct, knows: &Knows) -> Option<Request<Bytes>> {
    let base = format!("/conferences/{EDITION}/check-ins");
    let asks = match act {
        DoorAct::Send { scan, .. } => {
            let mut body = match &scan.code {
                Some(code) => json!({ "code": code }),
                None => json!({ "registration": scan.registration }),
            };
            body["device"] = scan.device.clone().into();
            if let Some(at) = scan.at {
                body["at"] = at.to_string().into();
            }
            Asks::new("POST", base, body)
        }
        DoorAct::TakeBack { registration, .. } => Asks::new("DELETE", format!("{base}/{registration}"), Value::Null),
        DoorAct::Scan { .. } | DoorAct::Connect { .. } | DoorAct::Undo { .. } => return None,
    };
    built(Asks { token: Some(knows.session.clone()), ..asks })
}
