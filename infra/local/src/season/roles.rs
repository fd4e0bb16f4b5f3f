//! Roles: most are offered when the calls open, those at the door a week before the conference. Most are accepted.

use jiff::civil::date;
use serde_json::json;

use super::SeasonError;
use super::calendar::{at, time_on};
use super::event::{Act, Event};
use super::play::{ORGANIZER, Visitor};

struct Offer {
    email: &'static str,
    role: &'static str,
    track: Option<&'static str>,
    is_accepted: bool,
}

const fn reviewer(email: &'static str, is_accepted: bool) -> Offer {
    Offer { email, role: "reviewer", track: Some("refereed"), is_accepted }
}

const OFFERS: &[Offer] = &[
    reviewer("reviewer-1@example.org", true),
    reviewer("reviewer-2@example.org", true),
    reviewer("reviewer-3@example.org", true),
    reviewer("reviewer-4@example.org", true),
    reviewer("reviewer-5@example.org", true),
    reviewer("reviewer-6@example.org", false),
    Offer { email: "second.lead.iot@example.org", role: "lead", track: Some("iot"), is_accepted: true },
    Offer { email: "second.lead.tracing@example.org", role: "lead", track: Some("tracing"), is_accepted: false },
    Offer { email: "second.organizer@example.org", role: "organizer", track: None, is_accepted: true },
    Offer { email: "door-1@example.org", role: "door", track: None, is_accepted: true },
    Offer { email: "door-2@example.org", role: "door", track: None, is_accepted: true },
];

/// The people who check others in.
pub(super) const DOOR_HELPERS: usize = 2;

pub(super) fn door_helper(index: usize) -> String {
    OFFERS[OFFERS.len() - DOOR_HELPERS + index].email.to_owned()
}

pub(super) fn events() -> Vec<Event> {
    let mut events = Vec::new();
    for (index, offer) in OFFERS.iter().enumerate() {
        let (offered, accepted) = match offer.role {
            "door" => (date(2023, 11, 6), date(2023, 11, 7)),
            _ => (date(2023, 7, 5), date(2023, 7, 6)),
        };
        events.push(Event::new(at(time_on(offered, index, 9, 12)), Act::OfferRole { index }));
        if offer.is_accepted {
            events.push(Event::new(at(time_on(accepted, index, 9, 21)), Act::AcceptRole { index }));
        }
    }
    events
}

pub(super) async fn offer(visitor: &Visitor<'_>, index: usize) -> Result<(), SeasonError> {
    let Offer { email, role, track, .. } = &OFFERS[index];
    let mut body = json!({ "email": email, "role": role });
    if let Some(track) = track {
        body["track"] = json!(track);
    }
    let made = visitor.ask("POST", "/roles", Some(&visitor.sign_in(ORGANIZER)), &body).await?;
    visitor.play.note("role", email, &made)
}

pub(super) async fn accept(visitor: &Visitor<'_>, index: usize) -> Result<(), SeasonError> {
    let email = OFFERS[index].email;
    let path = format!("/roles/{}", visitor.play.made("role", email)?.id);
    visitor.ask("POST", &path, Some(&visitor.sign_in(email)), &json!({ "action": "accept" })).await.map(drop)
}
