//! Requests about a call, its decisions and BoFs; and the definition of an edition with a call.

use bytes::Bytes;
use http::Request;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{Asks, EDITION, Knows, START, address, built};
use crate::plan::World;
use crate::plan::calls::{CallAct, Calls, DECISIONS, REMINDERS, with};

/// The track that calls for proposals.
pub const TRACK: &str = "net";

/// Who leads it.
pub const LEAD: &str = "lead@example.org";

/// A lead's note with a decision: not readable before its release.
pub const NOTE: &str = "The committee has talked about it.";

/// An instant, so many seconds after the start.
pub fn after_start(seconds: i64) -> Timestamp {
    START.parse::<Timestamp>().expect("a constant") + SignedDuration::from_secs(seconds)
}

/// Adds the call and the slots to an edition's definition.
pub(super) fn define(definition: &mut Value, calls: &Calls) {
    let reminders: Vec<_> = REMINDERS.iter().map(|before| format!("PT{before}S")).collect();
    let mut cfp = json!({
        "opens": "2030-01-15T12:00:00Z",
        "closes": after_start(calls.closes_after).to_string(),
        "reminders": reminders,
    });
    if let Some(limit) = calls.limit {
        cfp["limit_per_person"] = limit.into();
    }
    definition["tracks"] = json!([{
        "id": TRACK, "name": "Networking", "kind": "microconference", "leads": [LEAD], "description": "Packets.",
        "cfp": cfp,
    }]);
    definition["rooms"] = json!([{ "id": "bof-1", "name": "BoF room 1" }, { "id": "bof-2", "name": "BoF room 2" }]);
    let slots = [("bof-1", "10:00:00"), ("bof-2", "10:00:00"), ("bof-1", "12:00:00")];
    let slots = slots.iter().take(calls.slots);
    let slots = slots.map(|(room, at)| json!({ "room": room, "starts": format!("2030-05-02T{at}"), "minutes": 45 }));
    definition["bof_slots"] = slots.collect();
}

/// The content of a person's proposal with this number; `words` once they have changed it.
fn content(person: usize, number: u32, words: Option<u32>, people: usize) -> Value {
    let title = match words {
        None => format!("Proposal {number} of {person}"),
        Some(words) => format!("Proposal {number} of {person}, in other words ({words})"),
    };
    let speaker = |person: usize| json!({ "name": format!("Person {person}"), "email": address(person) });
    let speakers: Vec<_> = [person].into_iter().chain(with(person, number, people)).map(speaker).collect();
    json!({ "title": title, "abstract": "How packets are lost.", "minutes": 20, "speakers": speakers })
}

/// The request of an act; `None` for acts that are none, and for clients who know too little to ask.
pub(super) fn request(act: &CallAct, world: &World, knows: &Knows) -> Option<Request<Bytes>> {
    let base = format!("/conferences/{EDITION}");
    let proposal = || knows.proposal.as_ref().map(|(id, _)| format!("{base}/proposals/{id}"));
    let etag = knows.proposal.as_ref().map(|(_, revision)| format!("\"{revision}\""));
    let ask =
        |method, path: String, body| Asks { token: Some(knows.own_session.clone()), ..Asks::new(method, path, body) };
    let people = world.people;
    built(match *act {
        CallAct::Propose { person, number, .. } => {
            let mut body = content(person, number, None, people);
            body["submit"] = (number % 2 == 1).into();
            let asks = ask("POST", format!("{base}/tracks/{TRACK}/proposals"), body);
            Asks { key: Some(format!("proposal-{person}-{number}")), ..asks }
        }
        CallAct::Edit { person, number, words, submit } => {
            let mut body = content(person, number, Some(words), people);
            body["submit"] = submit.into();
            Asks { etag, ..ask("PUT", proposal()?, body) }
        }
        CallAct::Submit { .. } => ask("POST", format!("{}/submit", proposal()?), Value::Null),
        CallAct::Withdraw { .. } => ask("POST", format!("{}/withdraw", proposal()?), Value::Null),
        CallAct::Speak { yes, .. } => {
            let path = format!("{}/speakers/{}", proposal()?, knows.speaker.as_ref()?);
            ask("POST", path, json!({ "answer": if yes { "confirm" } else { "decline" } }))
        }
        CallAct::Read { .. } => ask("GET", proposal()?, Value::Null),
        CallAct::Say { yes, .. } => {
            ask("POST", format!("{}/{}", proposal()?, if yes { "confirm" } else { "decline" }), Value::Null)
        }
        CallAct::Watch { .. } => ask("POST", format!("{base}/tracks/{TRACK}/remind"), json!({})),
        CallAct::Decide { decision, .. } => {
            let mut body = json!({ "decision": DECISIONS[decision] });
            if DECISIONS[decision] != "undecided" {
                body["note"] = NOTE.into();
            }
            ask("POST", format!("{}/decision", proposal()?), body)
        }
        CallAct::Release { .. } => ask("POST", format!("{base}/tracks/{TRACK}/decisions/release"), Value::Null),
        CallAct::Extend => {
            let closes = after_start(world.calls.as_ref()?.extended_to?).to_string();
            ask("PATCH", format!("{base}/tracks/{TRACK}"), json!({ "cfp": { "closes": closes } }))
        }
        CallAct::Bof { person, number, .. } => {
            let body = json!({ "title": format!("BoF {number} of {person}"), "abstract": "Let us meet." });
            Asks { key: Some(format!("bof-{person}-{number}")), ..ask("POST", format!("{base}/bofs"), body) }
        }
        CallAct::CallOff { .. } => ask("DELETE", format!("{base}/bofs/{}", knows.bof.as_ref()?), Value::Null),
        CallAct::Run { .. } | CallAct::Near { .. } => return None,
    })
}
