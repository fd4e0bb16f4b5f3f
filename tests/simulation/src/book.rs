//! The requests and answers of all clients, and the mails that the mail service took. Promises are checked against this
//! and the table.

use std::collections::{BTreeMap, BTreeSet};

use domain::erasure::Erasure;
use domain::ticket::CheckIn;
use jiff::Timestamp;

use crate::plan::calls::CallAct;
use crate::plan::{Act, Answer};
use crate::request::ClientResponse;

/// One request to one process.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The act it is part of.
    pub act: Act,
    pub begun: Timestamp,
    pub begun_step: u32,
    /// When it was answered or given up.
    pub ended: Option<Timestamp>,
    /// The answer that the client got; `None` if none came back.
    pub response: Option<ClientResponse>,
    /// The registrations there were when it was sent.
    pub before: BTreeSet<String>,
    /// The least `free` that each pool had since it was sent.
    pub least_free: BTreeMap<String, u64>,
    /// The fewest passes that each pool had on sale or on their way there, from when it was sent until it was answered.
    pub least_open: BTreeMap<String, u64>,
    /// The registration, entry, proposal or BoF in its path, if it names one.
    pub about: Option<String>,
}

/// A mail that the mail service took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// The obligation, with dots for colons as the `Message-ID` has it.
    pub obligation: String,
    /// The actor that handed it over.
    pub by: usize,
}

/// An erasure, as the table showed it.
#[derive(Clone, Debug)]
pub struct Erased {
    /// Its latest version.
    pub erasure: Erasure,
    pub begun_at: Timestamp,
    /// When its item was last written: its last scan began later.
    pub written_at: Timestamp,
    /// When nothing of the person was left.
    pub ended_at: Option<Timestamp>,
}

/// Everything that is known without the table.
#[derive(Clone, Debug, Default)]
pub struct Book {
    pub attempts: Vec<Attempt>,
    /// Every mail that was accepted, in order.
    pub hand_overs: Vec<HandOver>,
    /// Mails that the service refused permanently because the simulation said so.
    pub rejected: BTreeSet<String>,
    /// Runs of workflows that were hit by a fault or died.
    pub hurt: BTreeSet<usize>,
    /// Runs of workflows that read data that makes no sense.
    pub nonsense: Vec<String>,
    /// Runs of workflows that did not end although no fault hit them, with the reason.
    pub failed: Vec<String>,
    /// Who panicked, and was not stopped from it.
    pub panicked: Vec<String>,
    /// What each person last learnt of their registration: id and token.
    pub held: BTreeMap<usize, (String, String)>,
    /// The place on the waitlist that each person last learnt of: id and token.
    pub waits: BTreeMap<usize, (String, String)>,
    /// The invitation codes that people have.
    pub codes: BTreeMap<usize, String>,
    /// The ids of proposals that people know, by author and the author's number for it.
    pub proposals: BTreeMap<(usize, u32), String>,
    /// The ids of BoFs, in the same way.
    pub bofs: BTreeMap<(usize, u32), String>,
    /// How often each check-in was undone, and how many requests had begun when the latest undo was seen in the table.
    pub undone: BTreeMap<String, (usize, usize)>,
    /// When a list of registrations last gave a stale answer.
    pub stale_registrations_at: Option<Timestamp>,
    /// Every erasure that was begun, by its id.
    pub erasures: BTreeMap<String, Erased>,
    /// Mails that were handed over for an address that stands for an erased person.
    pub sent_to_no_one: BTreeSet<String>,
    /// When faults stopped: from then on all due work is done in order of time.
    pub settled_from: Option<Timestamp>,
}

impl Book {
    /// Notes which undos are in the table.
    pub fn note_undone(&mut self, check_ins: &BTreeMap<String, CheckIn>) {
        let begun = self.attempts.len();
        for (id, check_in) in check_ins.iter().filter(|(_, check_in)| !check_in.undone.is_empty()) {
            let noted = self.undone.entry(id.clone()).or_insert((0, 0));
            if noted.0 != check_in.undone.len() {
                *noted = (check_in.undone.len(), begun);
            }
        }
    }

    /// Notes how far the erasures in the table are; `written_at` says when each was last written.
    pub fn note_erasures(
        &mut self,
        now: Timestamp,
        erasures: &BTreeMap<String, Erasure>,
        written_at: impl Fn(&str) -> Timestamp,
    ) {
        for (id, erasure) in erasures {
            let written_at = written_at(id);
            let new = Erased { erasure: erasure.clone(), begun_at: now, written_at, ended_at: None };
            let noted = self.erasures.entry(id.clone()).or_insert(new);
            if noted.erasure != *erasure {
                (noted.erasure, noted.written_at) = (erasure.clone(), written_at);
            }
        }
        for (_, gone) in self.erasures.iter_mut().filter(|(id, _)| !erasures.contains_key(*id)) {
            gone.ended_at.get_or_insert(now);
        }
    }

    /// Records a client's answer, and what the client learnt from it.
    pub fn record_response(&mut self, at: usize, now: Timestamp, response: Option<ClientResponse>) {
        let attempt = &mut self.attempts[at];
        attempt.ended = Some(now);
        attempt.response.clone_from(&response);
        let Some(response) = response else { return };
        let text = |name: &str| response.json[name].as_str().map(str::to_owned);
        match attempt.act {
            Act::Register { person, .. } if response.status == 201 => {
                // A late answer to an old request does not make people forget what they hold now.
                if let (Some(id), Some(token), Some("confirmed")) =
                    (text("id"), text("manage_token"), response.json["status"].as_str())
                {
                    self.held.insert(person, (id, token));
                }
            }
            Act::Join { person, .. } if response.status == 201 => {
                if let (Some(id), Some(token), Some("waiting" | "offered")) =
                    (text("id"), text("manage_token"), response.json["status"].as_str())
                {
                    self.waits.insert(person, (id, token));
                }
            }
            Act::Answer { person, how: Answer::Accept, .. } if response.status == 200 => {
                if let (Some(id), Some(token), Some("confirmed")) =
                    (text("id"), text("manage_token"), response.json["status"].as_str())
                {
                    self.held.insert(person, (id, token));
                }
            }
            Act::Invite { person, .. } if matches!(response.status, 200 | 201) => {
                if let Some(code) = text("code") {
                    self.codes.insert(person, code);
                }
            }
            Act::Calls(CallAct::Propose { person, number, .. }) if response.status == 201 => {
                self.proposals.extend(text("id").map(|id| ((person, number), id)));
            }
            // A person who waits for a slot learns of it in a problem.
            Act::Calls(CallAct::Bof { person, number, .. }) => {
                self.bofs.extend(text("id").map(|id| ((person, number), id)));
            }
            _ => {}
        }
    }

    /// Whether any client has asked for this about a waitlist entry.
    pub fn was_asked(&self, entry: &str, wanted: Answer) -> bool {
        let asked = |attempt: &Attempt| {
            matches!(attempt.act, Act::Answer { how, .. } if how == wanted) && attempt.about.as_deref() == Some(entry)
        };
        self.attempts.iter().any(asked)
    }

    /// Whether any client has asked to cancel this registration.
    pub fn cancel_was_asked(&self, id: &str) -> bool {
        let asked = |attempt: &Attempt| {
            matches!(attempt.act, Act::Cancel { .. } | Act::Reconfirm { coming: false, .. })
                && attempt.about.as_deref() == Some(id)
        };
        self.attempts.iter().any(asked)
    }
}
