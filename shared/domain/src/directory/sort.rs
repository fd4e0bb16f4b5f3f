//! The order of the list of people, and positions in it, for cursors.

use std::cmp::{Ordering, Reverse};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;

use super::{PersonRow, folded};

/// The number of characters of a name that count for sorting. A cursor holds them; it has at most 200 bytes.
const NAME_CHARS: usize = 24;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Latest first; people with only a role come last.
    #[default]
    Latest,
    Earliest,
    Name,
    Affiliation,
    Email,
}

impl Sort {
    /// The words of the API.
    pub const WORDS: &'static [&'static str] = &["-registered", "registered", "name", "affiliation", "email"];

    const ALL: &'static [Self] = &[Self::Latest, Self::Earliest, Self::Name, Self::Affiliation, Self::Email];

    pub fn parse(text: &str) -> Option<Self> {
        let at = Self::WORDS.iter().position(|word| *word == text)?;
        Self::ALL.get(at).copied()
    }

    /// As in the API.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().zip(Self::WORDS).find(|(sort, _)| **sort == self).map_or("", |(_, word)| word)
    }

    /// Sorts rows, and returns each with its position.
    pub fn sorted<'r, R: AsRef<PersonRow>>(self, rows: impl IntoIterator<Item = &'r R>) -> Vec<(Place, &'r R)> {
        let mut placed: Vec<_> = rows.into_iter().map(|row| (self.place(row.as_ref()), row)).collect();
        placed.sort_by(|(a, _), (b, _)| self.compare(a, b));
        placed
    }

    pub fn place(self, row: &PersonRow) -> Place {
        let text = match self {
            Self::Latest | Self::Earliest => "",
            Self::Name => &row.name,
            Self::Affiliation => row.affiliation.as_deref().unwrap_or_default(),
            Self::Email => row.email.as_str(),
        };
        let text = folded(text).chars().take(NAME_CHARS).collect();
        Place { since: row.since, text, id: row.id.clone() }
    }

    /// Whether a position comes after another. Empty texts and unknown times come last.
    pub fn is_after(self, place: &Place, other: &Place) -> bool {
        self.compare(place, other) == Ordering::Greater
    }

    fn compare(self, a: &Place, b: &Place) -> Ordering {
        let by = match self {
            Self::Latest => Reverse(a.since).cmp(&Reverse(b.since)),
            Self::Earliest => (a.since.is_none(), a.since).cmp(&(b.since.is_none(), b.since)),
            Self::Name | Self::Affiliation | Self::Email => {
                (a.text.is_empty(), &a.text).cmp(&(b.text.is_empty(), &b.text))
            }
        };
        by.then_with(|| a.id.cmp(&b.id))
    }
}

/// A place in a sorted list. It stays where it is when people before it come or go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    since: Option<Timestamp>,
    text: String,
    id: String,
}

impl Place {
    /// As the text of a cursor: an instant, `#`, and a key.
    pub fn to_cursor(&self) -> String {
        let mark = if self.since.is_some() { "at" } else { "never" };
        let text = URL_SAFE_NO_PAD.encode(&self.text);
        format!("{}#{mark}~{text}~{}", self.since.unwrap_or(Timestamp::UNIX_EPOCH), self.id)
    }

    /// Parses the text of a cursor; `None` if it is malformed.
    pub fn of_cursor(cursor: &str) -> Option<Self> {
        let (at, key) = cursor.split_once('#')?;
        let mut parts = key.split('~');
        let since = match parts.next()? {
            "at" => Some(at.parse().ok()?),
            "never" => None,
            _ => return None,
        };
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(parts.next()?).ok()?).ok()?;
        let id = parts.next()?.to_owned();
        Some(Self { since, text, id })
    }
}
