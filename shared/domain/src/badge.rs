//! What a person's badge shows, and how large the name on it can be.

use unicode_width::UnicodeWidthStr;

use crate::conference::Attendance;
use crate::directory::{PersonRow, RowRegistration};
use crate::person::EmailAddress;
use crate::role::{RoleKind, RoleState};

/// What a badge says of its holder besides the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ribbon {
    Organizer,
    Lead,
    Speaker,
    FirstTime,
}

impl Ribbon {
    /// As in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Organizer => "organizer",
            Self::Lead => "lead",
            Self::Speaker => "speaker",
            Self::FirstTime => "first_time",
        }
    }
}

/// The badge of a person with a pass in person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge<'a> {
    /// The id of the person.
    pub person: &'a str,
    pub registration: &'a RowRegistration,
    /// `None` leaves a line to write on.
    pub name: Option<&'a str>,
    pub affiliation: Option<&'a str>,
    pub ribbons: Vec<Ribbon>,
}

impl<'a> Badge<'a> {
    /// `None` for a person without a pass in person.
    pub fn of(row: &'a PersonRow) -> Option<Self> {
        let registration = row.registration.as_ref().filter(|registration| has_badge(registration))?;
        Some(Self {
            person: &row.id,
            registration,
            name: Some(row.name.as_str()).filter(|name| is_printable(name)),
            affiliation: row.affiliation.as_deref().filter(|affiliation| is_printable(affiliation)),
            ribbons: ribbons(row, registration),
        })
    }
}

fn has_badge(registration: &RowRegistration) -> bool {
    registration.is_confirmed() && registration.attendance == Attendance::InPerson
}

/// Some people register with their address as their name; a badge must not show it to everyone.
fn is_printable(text: &str) -> bool {
    let is_address = |word: &str| word.trim_matches(['<', '>', '(', ')', ',', ';']).parse::<EmailAddress>().is_ok();
    !text.trim().is_empty() && !text.split_whitespace().any(is_address)
}

fn ribbons(row: &PersonRow, registration: &RowRegistration) -> Vec<Ribbon> {
    let holds = |wanted: fn(&RoleKind) -> bool| {
        row.roles.iter().any(|role| role.state == RoleState::Held && wanted(&role.kind))
    };
    let all = [
        (Ribbon::Organizer, holds(|kind| *kind == RoleKind::Organizer)),
        (Ribbon::Lead, holds(|kind| matches!(kind, RoleKind::Lead { .. }))),
        (Ribbon::Speaker, row.speaks),
        (Ribbon::FirstTime, registration.first_time),
    ];
    all.into_iter().filter(|(_, worn)| *worn).map(|(ribbon, _)| ribbon).collect()
}

/// The size of a name: a step of [`NAME_COLUMNS`], the first for the shortest names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameSize(usize);

/// The most columns of a line of a name at each size. A Latin letter takes one, a CJK character two.
pub const NAME_COLUMNS: [u32; 6] = [8, 12, 16, 22, 30, 42];

impl NameSize {
    /// The largest size at which a name fits on two lines; the smallest one if it fits at none.
    pub fn of(name: &str) -> Self {
        let columns = columns(name);
        let fits = NAME_COLUMNS.iter().position(|most| columns <= *most as usize);
        Self(fits.unwrap_or(NAME_COLUMNS.len() - 1))
    }

    /// From 1 on.
    pub fn step(self) -> usize {
        self.0 + 1
    }
}

/// The columns of the longer line after the best break.
fn columns(name: &str) -> usize {
    let whole = name.width();
    let breaks = name.char_indices().filter_map(|(at, c)| match c {
        '-' => Some(at + 1),
        c => c.is_whitespace().then_some(at),
    });
    breaks.map(|at| name[..at].trim().width().max(name[at..].trim().width())).min().unwrap_or(whole).min(whole)
}

#[cfg(test)]
mod tests;
