//! Selects people of an edition for a list, an export, an act or a message.

use serde::{Deserialize, Serialize};

use super::{PersonRow, folded};
use crate::conference::{Attendance, Class, PoolId};
use crate::input::{ValidationError, must_be_one_of};
use crate::phrase::Phrase;
use crate::registration::RegistrationState;
use crate::waitlist::EntryState;

/// The longest text that search takes, in characters.
const Q_MAX: usize = 200;

/// A filter. Fields without a value match everyone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Any part of name, e-mail, affiliation or number. Each word must occur.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<PersonState>,
    /// Of the registration, also of an ended one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendance: Option<Attendance>,
    /// Of the registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pool: Option<PoolId>,
    /// Of the waitlist entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// Held or offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaks: Option<bool>,
}

/// The state of a person's registration or waitlist entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonState {
    Held,
    Confirmed,
    Cancelled,
    Waiting,
    Offered,
    Accepted,
    Declined,
    Lapsed,
    Withdrawn,
}

impl PersonState {
    /// The words of the API: states of registrations, then of waitlist entries.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("held", Self::Held),
        ("confirmed", Self::Confirmed),
        ("cancelled", Self::Cancelled),
        ("waiting", Self::Waiting),
        ("offered", Self::Offered),
        ("accepted", Self::Accepted),
        ("declined", Self::Declined),
        ("lapsed", Self::Lapsed),
        ("withdrawn", Self::Withdrawn),
    ];

    /// As in the API.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|(_, state)| *state == self).map_or("", |(word, _)| word)
    }

    fn matches(self, row: &PersonRow) -> bool {
        let registration = row.registration.as_ref().map(|registration| &registration.state);
        let entry = row.waitlist.as_ref().map(|entry| &entry.state);
        match self {
            Self::Held => matches!(registration, Some(RegistrationState::Held { .. })),
            Self::Confirmed => matches!(registration, Some(RegistrationState::Confirmed)),
            Self::Cancelled => matches!(registration, Some(RegistrationState::Cancelled { .. })),
            Self::Waiting => matches!(entry, Some(EntryState::Waiting)),
            Self::Offered => matches!(entry, Some(EntryState::Offered)),
            Self::Accepted => matches!(entry, Some(EntryState::Accepted { .. })),
            Self::Declined => matches!(entry, Some(EntryState::Declined { .. })),
            Self::Lapsed => {
                let is_unconfirmed = matches!(registration, Some(RegistrationState::Lapsed { .. }));
                is_unconfirmed || matches!(entry, Some(EntryState::Lapsed { .. }))
            }
            Self::Withdrawn => matches!(entry, Some(EntryState::Withdrawn { .. })),
        }
    }
}

/// A role in any track.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleName {
    Organizer,
    Lead,
    Reviewer,
}

impl RoleName {
    /// The words of the API.
    pub const WORDS: &'static [(&'static str, Self)] =
        &[("organizer", Self::Organizer), ("lead", Self::Lead), ("reviewer", Self::Reviewer)];

    /// As in the API.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|(_, role)| *role == self).map_or("", |(word, _)| word)
    }
}

fn word<T: Copy>(words: &'static [(&'static str, T)], text: &str) -> Result<T, Phrase> {
    let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    found.ok_or_else(|| must_be_one_of(words.iter().map(|(word, _)| *word)))
}

fn yes_or_no(text: &str) -> Result<bool, Phrase> {
    match text {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" => Ok(false),
        _ => Err(Phrase::of("must-be-true-or-false")),
    }
}

/// Reads one value. `None` if it is absent, or invalid, which adds an error.
fn read<T>(
    errors: &mut Vec<ValidationError>,
    name: &str,
    text: Option<&str>,
    parse: impl Fn(&str) -> Result<T, Phrase>,
) -> Option<T> {
    let failed = |detail| errors.push(ValidationError { pointer: format!("/{name}"), detail });
    parse(text?).map_err(failed).ok()
}

impl Filter {
    /// The names of its values, in a query or a form.
    pub const NAMES: &'static [&'static str] = &["q", "state", "attendance", "pool", "class", "role", "speaks"];

    /// Parses a filter from texts by name, as in a query; an empty text counts as absent.
    ///
    /// # Errors
    /// Every value that is not allowed.
    pub fn parse<'a>(text_of: impl Fn(&str) -> Option<&'a str>) -> Result<Self, Vec<ValidationError>> {
        let mut errors = Vec::new();
        let text = |name: &str| text_of(name).map(str::trim).filter(|text| !text.is_empty());
        let q = |text: &str| match text.chars().take(Q_MAX + 1).count() {
            count if count > Q_MAX => Err(Phrase::of("must-be-at-most-characters").arg("max", Q_MAX)),
            _ => Ok(text.to_owned()),
        };
        let filter = Self {
            q: read(&mut errors, "q", text("q"), q),
            state: read(&mut errors, "state", text("state"), |text| word(PersonState::WORDS, text)),
            attendance: read(&mut errors, "attendance", text("attendance"), |text| word(Attendance::WORDS, text)),
            pool: read(&mut errors, "pool", text("pool"), str::parse),
            class: read(&mut errors, "class", text("class"), |text| word(Class::WORDS, text)),
            role: read(&mut errors, "role", text("role"), |text| word(RoleName::WORDS, text)),
            speaks: read(&mut errors, "speaks", text("speaks"), yes_or_no),
        };
        if errors.is_empty() { Ok(filter) } else { Err(errors) }
    }

    /// Its values as texts by name, as [`Filter::parse`] reads them.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let speaks = self.speaks.map(|speaks| if speaks { "true" } else { "false" }.to_owned());
        let values = [
            self.q.clone(),
            self.state.map(|state| state.as_str().to_owned()),
            self.attendance.map(|attendance| attendance.as_str().to_owned()),
            self.pool.as_ref().map(ToString::to_string),
            self.class.map(|class| class.as_str().to_owned()),
            self.role.map(|role| role.as_str().to_owned()),
            speaks,
        ];
        Self::NAMES.iter().zip(values).filter_map(|(name, value)| Some((*name, value?))).collect()
    }

    /// Whether it matches everyone.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub fn matches(&self, row: &PersonRow) -> bool {
        self.matches_folded(row, self.q.as_deref().map(folded).as_deref())
    }

    /// The rows that match, in their order. Folds the text to find only once.
    pub fn apply<'r, R: AsRef<PersonRow>>(&self, rows: &'r [R]) -> Vec<&'r R> {
        let q = self.q.as_deref().map(folded);
        rows.iter().filter(|row| self.matches_folded((*row).as_ref(), q.as_deref())).collect()
    }

    fn matches_folded(&self, row: &PersonRow, q: Option<&str>) -> bool {
        let registration = row.registration.as_ref();
        self.state.is_none_or(|state| state.matches(row))
            && self.attendance.is_none_or(|wanted| registration.is_some_and(|r| r.attendance == wanted))
            && self.pool.as_ref().is_none_or(|pool| registration.is_some_and(|r| r.pool == *pool))
            && self.class.is_none_or(|class| row.waitlist.as_ref().is_some_and(|entry| entry.class == class))
            && self.role.is_none_or(|name| row.roles.iter().any(|role| role.kind.as_str() == name.as_str()))
            && self.speaks.is_none_or(|speaks| row.speaks == speaks)
            && q.is_none_or(|q| row.contains(q))
    }
}
