//! Roles given to people as items: organizer of an edition, lead or reviewer of a track. The definition can name
//! organizers and leads too.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::conference::TrackId;
use crate::person::{EmailAddress, PersonKey};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum RoleKind {
    Organizer,
    /// Manages a track: its call, proposals, part of the timetable, and passes.
    Lead {
        track: TrackId,
    },
    /// Reviews a track's proposals.
    Reviewer {
        track: TrackId,
    },
    /// Checks in attendees, and does nothing else.
    Door,
}

impl RoleKind {
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Organizer => "organizer",
            Self::Lead { .. } => "lead",
            Self::Reviewer { .. } => "reviewer",
            Self::Door => "door",
        }
    }

    /// `None` for organizers and the door.
    pub fn track(&self) -> Option<&TrackId> {
        match self {
            Self::Organizer | Self::Door => None,
            Self::Lead { track } | Self::Reviewer { track } => Some(track),
        }
    }
}

/// Consists of the person's key and the kind, so that a person has each role only once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoleId(String);

impl RoleId {
    pub fn new(person: &PersonKey, kind: &RoleKind) -> Self {
        Self(match kind.track() {
            None => format!("{person}-{}", kind.as_str()),
            Some(track) => format!("{person}-{}-{track}", kind.as_str()),
        })
    }

    /// Parses an id from a URL; `None` if it is malformed.
    pub fn parse(text: &str) -> Option<Self> {
        let (person, kind) = text.split_once('-')?;
        let person: PersonKey = person.parse().ok()?;
        let kind = match kind.split_once('-') {
            None if kind == "organizer" => RoleKind::Organizer,
            None if kind == "door" => RoleKind::Door,
            Some(("lead", track)) => RoleKind::Lead { track: track.parse().ok()? },
            Some(("reviewer", track)) => RoleKind::Reviewer { track: track.parse().ok()? },
            _ => return None,
        };
        Some(Self::new(&person, &kind))
    }

    /// The common prefix of a person's role ids.
    pub fn prefix(person: &PersonKey) -> String {
        format!("{person}-")
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RoleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The number of changes kept in the log.
const LOG_MAX: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleState {
    /// Invited by mail; not active yet.
    Invited,
    /// Active.
    Held,
    /// The person declined it or gave it up.
    GivenUp,
    Removed,
}

impl RoleState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Held => "held",
            Self::GivenUp => "given_up",
            Self::Removed => "removed",
        }
    }
}

/// One change of a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleChange {
    pub at: Timestamp,
    pub by: EmailAddress,
    pub to: RoleState,
}

/// A person's role in an edition, stored as an item rather than in the definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    pub id: RoleId,
    pub email: EmailAddress,
    #[serde(flatten)]
    pub kind: RoleKind,
    pub status: RoleState,
    pub log: Vec<RoleChange>,
    /// Version for optimistic locking: a write succeeds only on the version that was read.
    pub rev: u64,
}

impl Role {
    /// A first offer of this role to the person.
    pub fn invited(person: &PersonKey, email: EmailAddress, kind: RoleKind, by: &EmailAddress, at: Timestamp) -> Self {
        let change = RoleChange { at, by: by.clone(), to: RoleState::Invited };
        let id = RoleId::new(person, &kind);
        Self { id, email, kind, status: RoleState::Invited, log: vec![change], rev: 0 }
    }

    /// Applies a change; `None` if the transition is not allowed, such as accepting a role that is not offered or
    /// repeating the current state.
    pub fn becomes(&self, to: RoleState, by: &EmailAddress, at: Timestamp) -> Option<Self> {
        let fits = match to {
            RoleState::Invited => !self.is_open(),
            RoleState::Held => self.status == RoleState::Invited,
            RoleState::GivenUp | RoleState::Removed => self.is_open(),
        };
        let log = self.log.iter().skip((self.log.len() + 1).saturating_sub(LOG_MAX)).cloned();
        let log = log.chain([RoleChange { at, by: by.clone(), to }]).collect();
        fits.then(|| Self { status: to, log, rev: self.rev + 1, ..self.clone() })
    }

    /// The person who last offered it.
    pub fn invited_by(&self) -> Option<&EmailAddress> {
        self.log.iter().rev().find(|change| change.to == RoleState::Invited).map(|change| &change.by)
    }

    /// Whether the person has accepted it.
    pub fn is_held(&self) -> bool {
        self.status == RoleState::Held
    }

    /// Whether it is active or offered.
    pub fn is_open(&self) -> bool {
        matches!(self.status, RoleState::Invited | RoleState::Held)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_valid_transitions_of_a_role_are_allowed() {
        use RoleState::{GivenUp, Held, Invited, Removed};
        let email: EmailAddress = "ann@example.org".parse().unwrap();
        let new =
            Role::invited(&PersonKey::new("s", &email), email.clone(), RoleKind::Organizer, &email, Timestamp::MIN);
        let states = [Invited, Held, GivenUp, Removed];
        let mut allowed = Vec::new();
        for from in states {
            for to in states {
                let role = Role { status: from, ..new.clone() };
                if let Some(after) = role.becomes(to, &email, Timestamp::MIN) {
                    assert_eq!((after.status, after.rev, after.log.len()), (to, 1, 2));
                    allowed.push(format!("{} to {}", from.as_str(), to.as_str()));
                }
            }
        }
        assert_eq!(
            allowed,
            [
                "invited to held",
                "invited to given_up",
                "invited to removed",
                "held to given_up",
                "held to removed",
                "given_up to invited",
                "removed to invited",
            ]
        );
    }

    #[test]
    fn the_log_of_a_role_keeps_the_latest_changes() {
        let email: EmailAddress = "ann@example.org".parse().unwrap();
        let mut role =
            Role::invited(&PersonKey::new("s", &email), email.clone(), RoleKind::Organizer, &email, Timestamp::MIN);
        for n in 0..500 {
            let to = if role.is_open() { RoleState::GivenUp } else { RoleState::Invited };
            role = role.becomes(to, &email, Timestamp::from_second(n).unwrap()).unwrap();
        }
        assert_eq!(role.log.len(), LOG_MAX);
        assert_eq!(role.log.last().unwrap().at, Timestamp::from_second(499).unwrap());
    }

    #[test]
    fn an_id_names_the_person_and_what_it_is_for() {
        let person = PersonKey::new("salt", &"ann@example.org".parse().unwrap());
        for kind in [
            RoleKind::Organizer,
            RoleKind::Door,
            RoleKind::Lead { track: "net-dev".parse().unwrap() },
            RoleKind::Reviewer { track: "net".parse().unwrap() },
        ] {
            let id = RoleId::new(&person, &kind);
            assert_eq!(RoleId::parse(id.as_str()), Some(id.clone()));
            assert!(id.as_str().starts_with(&RoleId::prefix(&person)));
        }
        for bad in ["", "x-organizer", &format!("{person}-lead"), &format!("{person}-chair-net")] {
            assert_eq!(RoleId::parse(bad), None, "{bad}");
        }
    }
}
