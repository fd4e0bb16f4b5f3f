//! Promise 13: nothing is left of an erased person, wherever the erasure met what they did.

use domain::invitation::InvitationState;
use domain::person::{EmailAddress, PersonKey};
use domain::personal_data::ERASED_NAME;
use domain::waitlist::Entry;

use super::Seen;
use crate::book::{Attempt, Erased};
use crate::dump::Text;
use crate::plan::Act;
use crate::plan::calls::{CallAct, with};
use crate::plan::no_shows::NoShowAct;
use crate::request::{EDITION, address};

/// A late call of a request that has ended may arrive for so long.
const LATE: jiff::SignedDuration = jiff::SignedDuration::from_secs(30);

/// 13: at the end, each erasure has ended, and no item has the person's address or name but for what they did since.
/// What they did since is whole. No mail is handed over for them under the address that stands for theirs.
pub(super) fn promise_13_personal_data_ends(seen: &Seen<'_>) -> Result<(), String> {
    if !seen.world.erases {
        return Ok(());
    }
    if let Some(obligation) = seen.book.sent_to_no_one.first() {
        return Err(format!("{obligation} was handed over for an address that stands for an erased person"));
    }
    if !seen.at_end {
        return Ok(());
    }
    for (id, erased) in &seen.book.erasures {
        if erased.ended_at.is_none() {
            return Err(format!("the erasure {id} never ends: {:?}", erased.erasure.stage));
        }
        for person in (0..seen.world.people).filter(|person| is_of(erased, *person)) {
            nothing_is_left(seen, erased, person)?;
        }
    }
    what_is_active_is_whole(seen)
}

fn is_of(erased: &Erased, person: usize) -> bool {
    erased.erasure.traces.addresses.iter().any(|email| email.folded() == address(person))
}

fn nothing_is_left(seen: &Seen<'_>, erased: &Erased, person: usize) -> Result<(), String> {
    let (email, name) = (address(person), format!("Person {person}"));
    // They came back while they were erased, or later.
    let returned = |attempt: &Attempt| {
        let is_late = attempt.ended.is_none_or(|ended| ended + LATE > erased.written_at);
        names(seen, &attempt.act, person) && attempt.begun >= erased.begun_at && is_late
    };
    let returned = seen.book.attempts.iter().any(returned);
    let in_programme = seen.texts.iter().any(|item| is_public(item) && has_word(&item.text, &name));
    for item in seen.texts {
        let (pk, sk) = &item.key;
        if erased.erasure.conference.is_some() && item.edition.as_deref() != Some(EDITION) {
            continue;
        }
        let found = if item.text.to_lowercase().contains(&email) {
            "address"
        } else if has_word(&item.text, &name) && !is_public(item) {
            "name"
        } else {
            continue;
        };
        let is_new = seen.written_at.get(&item.key).is_some_and(|at| *at > erased.written_at);
        // Mails to others may repeat what anyone can read in the programme.
        let is_repeated = found == "name" && sk == "MAIL" && in_programme;
        if !(returned || is_repeated) || !is_new {
            return Err(format!("{pk} {sk} has the {found} of an erased person: {}", item.text));
        }
    }
    Ok(())
}

/// What people who came back have is theirs, with their name and address.
fn what_is_active_is_whole(seen: &Seen<'_>) -> Result<(), String> {
    for person in seen.now.people.values() {
        let Some(held) = person.confirmed() else { continue };
        if person.email.is_erased() || held.name.as_str() == ERASED_NAME {
            return Err(format!("{} has a pass, and its person is erased", held.id));
        }
    }
    let is_erased = |entry: &&Entry| entry.email.is_erased() || entry.name.as_str() == ERASED_NAME;
    if let Some(entry) = seen.now.entries.values().filter(|entry| entry.is_active()).find(is_erased) {
        return Err(format!("{} waits, and its person is erased", entry.id));
    }
    let mut open = seen.now.invitations.values().filter(|invitation| invitation.state == InvitationState::Open);
    match open.find(|invitation| invitation.email.is_erased()) {
        Some(invitation) => Err(format!("the invitation {} is open, and its person is erased", invitation.id)),
        None => Ok(()),
    }
}

/// What anyone can read keeps the name of a person who is in the programme.
fn is_public(item: &Text) -> bool {
    let (pk, sk) = (item.key.0.as_str(), item.key.1.as_str());
    let is_accepted = || ["\"accepted\"", "\"confirmed\""].iter().any(|state| item.text.contains(state));
    pk.ends_with("#BOFS") || pk.ends_with("#SESSIONS") || pk.contains("#RELEASE#") || sk == "PROPOSAL" && is_accepted()
}

/// Whether a text has this name, and not only a longer one.
fn has_word(text: &str, name: &str) -> bool {
    let ends = |at: usize| !text[at + name.len()..].starts_with(|next: char| next.is_alphanumeric());
    text.match_indices(name).any(|(at, _)| ends(at))
}

/// Whether a request writes something about a person.
fn names(seen: &Seen<'_>, act: &Act, person: usize) -> bool {
    match *act {
        Act::Register { person: of, .. }
        | Act::Cancel { person: of, .. }
        | Act::Change { person: of, .. }
        | Act::Link { person: of }
        | Act::Invite { person: of, .. }
        | Act::Join { person: of, .. }
        | Act::Answer { person: of, .. }
        | Act::Move { person: of, .. }
        | Act::Reconfirm { person: of, .. }
        | Act::NoShow(NoShowAct::WalkIn { person: of, .. }) => of == person,
        Act::LinkAddress { person: of, other } | Act::UnlinkAddress { person: of, other } => {
            of == person || other == person
        }
        Act::Erase(act) => act.person() == Some(person),
        Act::Calls(ref act) => {
            let speaks =
                |(of, number): (usize, u32)| of == person || with(of, number, seen.world.people) == Some(person);
            act.person(seen.world.people) == Some(person)
                || act.proposal().is_some_and(speaks)
                || matches!(act, CallAct::Release { .. })
        }
        _ => false,
    }
}

impl Seen<'_> {
    /// Whether an erasure may have ended this registration, entry or proposal: it began before the erasure ended.
    pub(super) fn was_erased(&self, id: &str) -> bool {
        let registered = self.now.registration(id).map(|registration| registration.registered_at);
        let since = registered.or_else(|| self.now.entries.get(id).map(|entry| entry.joined_at));
        let person = id.split('-').next().unwrap_or_default();
        let covers = |erased: &Erased| {
            let ids = &erased.erasure.traces.ids;
            ids.contains(id) || ids.contains(person)
        };
        let in_time =
            |erased: &Erased| since.is_none_or(|since| erased.ended_at.is_none_or(|ended_at| since <= ended_at));
        self.book.erasures.values().any(|erased| covers(erased) && in_time(erased))
    }

    /// Whether the owner of a proposal was erased.
    pub(super) fn owner_was_erased(&self, id: &str) -> bool {
        let proposal = self.now.programme.proposals.get(id);
        proposal.is_some_and(|proposal| self.person_was_erased(&proposal.owner))
    }

    pub(super) fn number_was_erased(&self, person: usize) -> bool {
        address(person).parse().is_ok_and(|email| self.person_was_erased(&email))
    }

    /// Whether this address is, or was, of a person who was erased.
    pub(super) fn person_was_erased(&self, email: &EmailAddress) -> bool {
        let key = self.now.programme.salt.as_ref().map(|salt| PersonKey::new(salt, email));
        email.is_erased() || key.is_some_and(|key| self.was_erased(key.as_str()))
    }
}
