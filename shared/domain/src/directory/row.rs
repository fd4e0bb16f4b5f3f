//! One person of an edition, built from all their items.

use jiff::Timestamp;

use super::folded;
use crate::conference::{Attendance, Class, PoolId, TrackId};
use crate::person::{EmailAddress, PersonKey};
use crate::proposal::{Proposal, ProposalId, ProposalState};
use crate::registration::{Person, Registration, RegistrationId, RegistrationState};
use crate::role::{Role, RoleKind, RoleState};
use crate::waitlist::{Entry, EntryId, EntryState};

/// A person with a registration, a waitlist entry, a proposal or a role. Linked addresses are one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// Identifies them in URLs.
    pub id: String,
    /// The key of their primary address.
    pub key: PersonKey,
    /// As on the badge, else as in the programme; empty if unknown.
    pub name: String,
    /// The address for mails: that of the pass, else of the waitlist entry, else the primary one.
    pub email: EmailAddress,
    /// All their addresses that this edition knows, `email` first.
    pub addresses: Vec<EmailAddress>,
    pub affiliation: Option<String>,
    pub registration: Option<RowRegistration>,
    /// The latest entry, also after it ended.
    pub waitlist: Option<RowWaitlist>,
    /// Submitted proposals. Drafts are visible to their own people only.
    pub proposals: Vec<RowProposal>,
    /// Roles that they hold or are offered.
    pub roles: Vec<RowRole>,
    /// Whether they speak in an accepted proposal.
    pub speaks: bool,
    /// When they registered, else joined the waitlist, else submitted their first proposal.
    pub since: Option<Timestamp>,
    /// The text that search uses: name, addresses, affiliation and numbers, folded, one to a line.
    search: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRegistration {
    pub id: RegistrationId,
    pub state: RegistrationState,
    /// When its pass was offered to others, because its holder did not come.
    pub offered_on_at: Option<Timestamp>,
    pub attendance: Attendance,
    pub pool: PoolId,
    pub registered_at: Timestamp,
    /// Whether they say that they come for the first time.
    pub first_time: bool,
    /// With `key_id`, the input of the ticket's signature.
    pub nonce: String,
    pub key_id: String,
}

impl RowRegistration {
    pub fn is_confirmed(&self) -> bool {
        self.state == RegistrationState::Confirmed
    }

    /// Whether it has a pass: confirmed, or held until its address is confirmed.
    pub fn is_active(&self) -> bool {
        self.is_confirmed() || self.state.held_until().is_some()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowWaitlist {
    pub id: EntryId,
    pub state: EntryState,
    pub class: Class,
    pub joined_at: Timestamp,
    /// When the latest offer was made.
    pub offered_at: Option<Timestamp>,
    /// The end of the latest offer.
    pub expires_at: Option<Timestamp>,
}

impl RowWaitlist {
    /// Waiting or offered.
    pub fn is_active(&self) -> bool {
        matches!(self.state, EntryState::Waiting | EntryState::Offered)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProposal {
    pub id: ProposalId,
    pub number: u64,
    pub code: String,
    pub title: String,
    pub track: TrackId,
    pub state: ProposalState,
    /// Whether they speak in it; otherwise they only sent it.
    pub is_speaker: bool,
}

impl RowProposal {
    /// Accepted, and perhaps confirmed.
    pub fn is_accepted(&self) -> bool {
        matches!(self.state, ProposalState::Accepted { .. } | ProposalState::Confirmed { .. })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRole {
    pub kind: RoleKind,
    pub state: RoleState,
}

/// All items of one person in an edition.
#[derive(Clone, Debug, Default)]
pub struct Facts<'a> {
    /// The items of their addresses.
    pub people: Vec<&'a Person>,
    pub entries: Vec<&'a Entry>,
    pub proposals: Vec<&'a Proposal>,
    pub roles: Vec<&'a Role>,
    /// Their addresses that have no item, from proposals and roles.
    pub others: Vec<&'a EmailAddress>,
}

impl PersonRow {
    /// The row of the person with this primary key; `None` if they have nothing to show.
    pub fn of(key: &PersonKey, facts: &Facts<'_>) -> Option<Self> {
        let registration = registration(facts);
        let entry = entry(facts);
        let addresses = addresses(key, facts, registration, entry);
        let proposals = proposals(facts, &addresses);
        let roles: Vec<_> = facts.roles.iter().filter(|role| role.is_open()).map(|role| row_role(role)).collect();
        if registration.is_none() && entry.is_none() && proposals.is_empty() && roles.is_empty() {
            return None;
        }
        let speaker = || {
            let speakers = facts.proposals.iter().flat_map(|proposal| &proposal.speakers);
            speakers.filter(|speaker| addresses.contains(&speaker.email)).map(|speaker| speaker.name.to_string()).next()
        };
        let name = registration.map(|(_, registration)| registration.name.to_string());
        let name = name.or_else(|| entry.map(|entry| entry.name.to_string())).or_else(speaker).unwrap_or_default();
        let affiliation = registration.and_then(|(_, registration)| registration.affiliation.clone());
        let affiliation = affiliation.or_else(|| entry.and_then(|entry| entry.affiliation.clone()));
        let submitted = facts.proposals.iter().filter_map(|proposal| proposal.submitted_at).min();
        let since = registration.map(|(_, registration)| registration.registered_at);
        let mut row = Self {
            id: key.to_string(),
            key: key.clone(),
            name,
            email: addresses.first()?.clone(),
            affiliation,
            registration: registration.map(|(_, registration)| row_registration(registration)),
            waitlist: entry.map(row_waitlist),
            speaks: proposals.iter().any(|proposal| proposal.is_speaker && proposal.is_accepted()),
            proposals,
            roles,
            since: since.or_else(|| entry.map(|entry| entry.joined_at)).or(submitted),
            addresses,
            search: String::new(),
        };
        row.search = row.search_text();
        Some(row)
    }

    /// Whether every word of a folded text occurs in the name, an address, the affiliation or a number.
    pub fn contains(&self, folded: &str) -> bool {
        folded.split(' ').all(|word| self.search.contains(word))
    }

    /// The name, or the address if there is none.
    pub fn shown_name(&self) -> &str {
        if self.name.is_empty() { self.email.as_str() } else { &self.name }
    }

    /// Whether they hold a pass.
    /// Whether they have a pass, perhaps held until they confirm the address.
    pub fn has_pass(&self) -> bool {
        self.registration.as_ref().is_some_and(RowRegistration::is_active)
    }

    pub fn is_registered(&self) -> bool {
        self.registration.as_ref().is_some_and(RowRegistration::is_confirmed)
    }

    fn search_text(&self) -> String {
        let mut lines = vec![self.name.clone(), self.affiliation.clone().unwrap_or_default(), self.id.clone()];
        lines.extend(self.addresses.iter().map(ToString::to_string));
        lines.extend(self.registration.iter().map(|registration| registration.id.to_string()));
        lines.extend(self.waitlist.iter().map(|entry| entry.id.to_string()));
        lines.extend(self.proposals.iter().map(|proposal| format!("{} #{}", proposal.code, proposal.number)));
        lines.iter().filter(|line| !line.is_empty()).map(|line| folded(line)).collect::<Vec<_>>().join("\n")
    }
}

/// The registration to show, with its holder: the one with a pass, else the latest.
fn registration<'a>(facts: &Facts<'a>) -> Option<(&'a Person, &'a Registration)> {
    let all = facts.people.iter().filter_map(|person| Some((*person, person.registration.as_ref()?)));
    all.max_by_key(|(_, registration)| (registration.is_active(), registration.registered_at))
}

/// The waitlist entry to show: the active one, else the latest.
fn entry<'a>(facts: &Facts<'a>) -> Option<&'a Entry> {
    facts.entries.iter().copied().max_by_key(|entry| (entry.is_active(), entry.joined_at))
}

/// All addresses, the one for mails first.
fn addresses(
    key: &PersonKey,
    facts: &Facts<'_>,
    registration: Option<(&Person, &Registration)>,
    entry: Option<&Entry>,
) -> Vec<EmailAddress> {
    let holder = registration.map(|(holder, _)| &holder.email);
    let waiting = entry.map(|entry| &entry.email);
    let root = facts.people.iter().find(|person| person.key == *key).map(|person| &person.email);
    let people = facts.people.iter().map(|person| &person.email);
    let all = [holder, waiting, root].into_iter().flatten().chain(people).chain(facts.others.iter().copied());
    let mut addresses: Vec<EmailAddress> = Vec::new();
    for address in all {
        if !addresses.contains(address) {
            addresses.push(address.clone());
        }
    }
    addresses
}

fn row_registration(registration: &Registration) -> RowRegistration {
    RowRegistration {
        id: registration.id.clone(),
        state: registration.state.clone(),
        offered_on_at: registration.offered_on.as_ref().map(|offered| offered.at),
        attendance: registration.attendance,
        pool: registration.pool.clone(),
        registered_at: registration.registered_at,
        first_time: registration.first_time == Some(true),
        nonce: registration.nonce.clone(),
        key_id: registration.key_id.clone(),
    }
}

fn row_waitlist(entry: &Entry) -> RowWaitlist {
    RowWaitlist {
        id: entry.id.clone(),
        state: entry.state.clone(),
        class: entry.priority.class,
        joined_at: entry.joined_at,
        offered_at: entry.offer.as_ref().map(|offer| offer.offered_at),
        expires_at: entry.offer.as_ref().map(|offer| offer.expires_at),
    }
}

fn row_role(role: &Role) -> RowRole {
    RowRole { kind: role.kind.clone(), state: role.status }
}

fn proposals(facts: &Facts<'_>, addresses: &[EmailAddress]) -> Vec<RowProposal> {
    let shown = facts.proposals.iter().filter(|proposal| proposal.was_submitted());
    let mut rows: Vec<_> = shown
        .map(|proposal| RowProposal {
            id: proposal.id.clone(),
            number: proposal.number,
            code: proposal.code.clone(),
            title: proposal.shown_title().to_owned(),
            track: proposal.track.clone(),
            state: proposal.state.clone(),
            is_speaker: proposal.speaker(addresses).is_some(),
        })
        .collect();
    rows.sort_by_key(|row| row.number);
    rows
}
