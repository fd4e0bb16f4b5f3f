//! What people and organizers know when they ask for an erasure, and how far erasures are.

use domain::person::{EmailAddress, PersonKey};
use jiff::Timestamp;

use super::Run;
use crate::damage::Key;
use crate::plan::erasures::EraseAct;
use crate::request::{self, Knows};

impl Run<'_> {
    /// The link of the mail that confirms an erasure, once it is there; the key of the person; the proposal.
    pub(super) fn knows_of_erasures(&self, act: EraseAct) -> Knows {
        let Some(own) = act.person().and_then(|person| request::address(person).parse::<EmailAddress>().ok()) else {
            return Knows::default();
        };
        let (_, own_session) = web::session::begin(&self.context, &own);
        let live = self.dump.erasings.values().find(|attempt| attempt.email == own && attempt.is_live(self.now()));
        let erasure = live.and_then(|attempt| {
            let parts = [attempt.id.as_str(), attempt.nonce.as_str()];
            let token = self.context.keys().token(&attempt.key_id, "erase", &parts)?;
            Some(format!("/me/erasure/{}.{token}", attempt.id))
        });
        let programme = &self.dump.programme;
        let proposal = match act {
            EraseAct::Place { of, number } => self.book.proposals.get(&(of, number)).map(|id| (id.clone(), 0)),
            _ => None,
        };
        Knows {
            own_session,
            erasure,
            proposal,
            speaker: programme.salt.as_ref().map(|salt| PersonKey::new(salt, &own).to_string()),
            ..Knows::default()
        }
    }

    /// When the next step of an erasure is due.
    pub(super) fn next_of_erasures(&self) -> Option<Timestamp> {
        let due = self.dump.due.iter().filter(|(key, _)| key.1 == "ERASURE").map(|(_, due)| due.at);
        due.min().and_then(|at| Timestamp::from_millisecond(at).ok())
    }

    /// Notes how far the erasures are.
    pub(super) fn note_erasures(&mut self) {
        let now = self.now();
        let written_at = |id: &str| {
            let key: Key = (format!("ERASURE#{id}"), "ERASURE".into());
            self.written_at.get(&key).copied().unwrap_or(now)
        };
        self.book.note_erasures(now, &self.dump.erasures, written_at);
    }
}
