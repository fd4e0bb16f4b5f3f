//! What people write in the season, from a file.

use jiff::civil::DateTime;
use serde::Deserialize;

use super::SeasonError;

const SEASON: &str = include_str!("../../sample/season.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    pub(super) affiliations: Vec<String>,
    pub(super) abstracts: Vec<String>,
    pub(super) reviews: Vec<String>,
    pub(super) reasons: Reasons,
    pub(super) announcements: Vec<Announcement>,
    pub(super) proposals: Vec<Proposal>,
    pub(super) bofs: Vec<Bof>,
    /// About sessions, by people who were there.
    pub(super) comments: Vec<String>,
}

/// The reasons that people on the waitlist give.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reasons {
    pub(super) contributor: Vec<String>,
    pub(super) newcomer: Vec<String>,
    pub(super) everyone: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Announcement {
    /// On the conference's clocks.
    pub(super) at: DateTime,
    pub(super) title: String,
    pub(super) body: String,
}

/// A proposal that is not in the programme later.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Proposal {
    pub(super) track: String,
    pub(super) title: String,
    #[serde(rename = "abstract")]
    pub(super) abstract_text: String,
    #[serde(default)]
    pub(super) fate: Fate,
    /// Of a microconference.
    #[serde(default)]
    pub(super) topics: Vec<String>,
}

/// How far a proposal comes in the summer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fate {
    Draft,
    #[default]
    Submitted,
    Withdrawn,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bof {
    pub(super) title: String,
    #[serde(rename = "abstract")]
    pub(super) abstract_text: String,
}

impl Text {
    pub(super) fn read() -> Result<Self, SeasonError> {
        toml::from_str(SEASON).map_err(|error| SeasonError::File(format!("season.toml: {error}")))
    }
}

/// The text for an index; the list repeats.
pub(super) fn pick(texts: &[String], index: usize) -> &str {
    &texts[index % texts.len()]
}
