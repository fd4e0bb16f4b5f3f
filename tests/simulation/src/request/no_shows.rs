//! Requests on the day of the edition, and its policy for people who do not come.

use bytes::Bytes;
use http::Request;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{Asks, EDITION, Knows, START, address, built};
use crate::plan::no_shows::{NoShowAct, NoShows};

/// Moves the edition to the days from the start on, with a policy for no-shows.
pub(super) fn define(definition: &mut Value, policy: &NoShows) {
    definition["starts_on"] = "2030-02-01".into();
    definition["ends_on"] = "2030-02-03".into();
    let start: Timestamp = START.parse().expect("a constant");
    definition["no_show"] = json!({
        "from": (start + SignedDuration::from_secs(policy.from)).to_string(),
        "passes": "offer_on",
        "offer_minutes": policy.minutes,
    });
}

/// The request of an act; `None` for acts that have no current meaning yet.
pub(super) fn request(act: &NoShowAct, knows: &Knows) -> Option<Request<Bytes>> {
    let base = format!("/conferences/{EDITION}");
    let asks = match act {
        NoShowAct::ReleaseOf { registration, .. } => {
            let mut body = json!({ "reason": "You did not come." });
            if let Some(id) = registration {
                body["registrations"] = json!([id]);
            }
            Asks::new("POST", format!("{base}/no-shows/release"), body)
        }
        NoShowAct::Return { registration, check_in, .. } => {
            let path = format!("{base}/no-shows/{registration}/give-back");
            Asks::new("POST", path, json!({ "check_in": check_in }))
        }
        NoShowAct::WalkIn { person, key, .. } => {
            let body = json!({ "name": format!("Person {person}"), "email": address(*person) });
            let key = key.map(|key| format!("person-{person}-walks-in-{key}"));
            Asks { key, ..Asks::new("POST", format!("{base}/check-ins/walk-ins"), body) }
        }
        NoShowAct::Release { .. } | NoShowAct::GiveBack { .. } | NoShowAct::Come { .. } | NoShowAct::Near { .. } => {
            return None;
        }
    };
    built(Asks { token: Some(knows.session.clone()), ..asks })
}
