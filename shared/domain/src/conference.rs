//! An edition: its definition as a typed document, and how it is read.

pub mod answers;
pub mod grid;
pub mod ids;
pub mod new_tracks;
mod read;
mod read_grid;
pub mod review;
pub mod track;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::announcement::AnnouncementPolicies;
use crate::input::ValidationError;
use crate::instant::Deadline;
use crate::person::EmailAddress;
use crate::reconfirmation::ReconfirmationPolicy;

pub use grid::{Block, BofSlot, Break, Day, Hours, Period, Recording, Room};
pub use ids::{ConferenceId, PoolId, RoomId, TrackId};
pub use new_tracks::{Length, NewTracks};
pub use read::read;
pub use review::{ConfirmPolicy, Criterion, ReviewMode, ReviewPolicy};
pub use track::{Cfp, Format, Track, TrackKind};

/// One edition of a conference series, as its organizers defined it.
#[derive(Clone, Debug)]
pub struct Conference {
    /// Names the edition in URLs: `lpc-2023`.
    pub id: ConferenceId,
    /// The series it belongs to: `lpc`.
    pub series: String,
    /// For schedule exports: at least four of `a-z0-9_`, no hyphen: `lpc2023`.
    pub acronym: String,
    pub name: String,
    /// One paragraph for the home page.
    pub description: Option<String>,
    pub starts_on: Date,
    pub ends_on: Date,
    pub time_zone: TimeZone,
    pub place: Place,
    pub contact: EmailAddress,
    pub website: Option<String>,
    pub registration: Window,
    pub organizers: Vec<EmailAddress>,
    pub rooms: Vec<Room>,
    /// From when until when there are sessions on a day.
    pub hours: Hours,
    /// Parts of the timetable given to tracks. In a room no two overlap.
    pub blocks: Vec<Block>,
    pub breaks: Vec<Break>,
    /// What is given to BoFs, first come, first served.
    pub bof_slots: Vec<BofSlot>,
    pub pools: Vec<Pool>,
    pub waitlist: WaitlistPolicy,
    /// Whether and how people are asked if they still come.
    pub reconfirmation: Option<ReconfirmationPolicy>,
    /// What is announced by itself.
    pub announcements: AnnouncementPolicies,
    /// What is asked beside name and e-mail.
    pub questions: Vec<Question>,
    /// Its tracks and their calls.
    pub tracks: Vec<Track>,
}

/// Where the conference takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub name: String,
    pub address: Option<String>,
    /// City, with what is needed to find it.
    pub city: String,
    pub country: String,
}

impl Place {
    /// In one line, as a calendar's `LOCATION`.
    pub fn line(&self) -> String {
        let parts = [Some(&self.name), self.address.as_ref(), Some(&self.city), Some(&self.country)];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// From when until when; the end is the first instant that is too late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    pub opens: Deadline,
    pub closes: Deadline,
}

impl Window {
    /// Where an instant lies.
    pub fn phase(&self, now: Timestamp) -> Phase {
        if now < self.opens.at {
            Phase::Before
        } else if now < self.closes.at {
            Phase::Open
        } else {
            Phase::After
        }
    }
}

/// Where an instant lies in a [`Window`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Before,
    Open,
    After,
}

/// Whether somebody comes or watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    InPerson,
    Virtual,
}

impl Attendance {
    /// The words of the API.
    pub const WORDS: &'static [(&'static str, Self)] = &[("in_person", Self::InPerson), ("virtual", Self::Virtual)];

    pub fn label(self) -> &'static str {
        match self {
            Self::InPerson => "in person",
            Self::Virtual => "virtual",
        }
    }

    /// As in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::Virtual => "virtual",
        }
    }
}

/// A named stock of passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    /// `general`, `virtual`, or a reserved pool's name.
    pub id: PoolId,
    /// The capacity that the definition asks for. What the pool has now is in its shards.
    pub capacity: u64,
    /// Until when a reserved pool's passes can be claimed; `None` for `general` and `virtual`.
    pub claim_by: Option<Deadline>,
    /// The track whose allotment it is.
    pub track: Option<TrackId>,
}

impl Pool {
    /// What a pass of this pool is good for.
    pub fn attendance(&self) -> Attendance {
        if self.id.is_virtual() { Attendance::Virtual } else { Attendance::InPerson }
    }

    /// Whether it is claimed with invitations.
    pub fn is_reserved(&self) -> bool {
        self.claim_by.is_some()
    }
}

/// A criterion of a waitlist class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Has a proposal submitted or accepted, leads a track, or speaks.
    Contributor,
    /// Was at no earlier conference of the series.
    Newcomer,
    Everyone,
}

impl Class {
    /// The words of the definition and the API.
    pub const WORDS: &'static [(&'static str, Self)] =
        &[("contributor", Self::Contributor), ("newcomer", Self::Newcomer), ("everyone", Self::Everyone)];

    pub fn label(self) -> &'static str {
        match self {
            Self::Contributor => "contributors",
            Self::Newcomer => "newcomers",
            Self::Everyone => "everyone else",
        }
    }
}

/// How people wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitlistPolicy {
    /// Who comes first; ends with [`Class::Everyone`].
    pub classes: Vec<Class>,
    /// How long an offer lasts, in hours.
    pub offer_hours: u64,
    /// No offer starts or ends between these local times.
    pub quiet_hours: Option<(Time, Time)>,
}

/// Something asked at registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub id: String,
    pub label: String,
    /// Whether it must be answered.
    pub required: bool,
    pub kind: QuestionKind,
}

/// What can be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    Text,
    /// Several lines, one thing on each.
    Lines,
    Choice(Vec<String>),
    Tick,
}

impl Conference {
    /// The pool of this name.
    pub fn pool(&self, id: &PoolId) -> Option<&Pool> {
        self.pools.iter().find(|pool| pool.id == *id)
    }

    /// The pool that a walk-up with this attendance draws on.
    pub fn open_pool(&self, attendance: Attendance) -> Option<&Pool> {
        let id = match attendance {
            Attendance::InPerson => PoolId::GENERAL,
            Attendance::Virtual => PoolId::VIRTUAL,
        };
        self.pools.iter().find(|pool| pool.id.as_str() == id)
    }

    /// The track of this name.
    pub fn track(&self, id: &str) -> Option<&Track> {
        self.tracks.iter().find(|track| track.id.as_str() == id)
    }

    /// Whether this address may do everything here.
    pub fn is_organizer(&self, email: &EmailAddress) -> bool {
        self.organizers.contains(email)
    }

    /// The first instant of its first day.
    pub fn begins_at(&self) -> Timestamp {
        self.starts_on.to_zoned(self.time_zone.clone()).map_or(Timestamp::MAX, |begins| begins.timestamp())
    }

    /// Its days in words: `13 to 15 November 2023`.
    pub fn days(&self) -> String {
        let last = crate::instant::readable_day(self.ends_on);
        if self.starts_on == self.ends_on {
            last
        } else if self.starts_on.first_of_month() == self.ends_on.first_of_month() {
            format!("{} to {last}", self.starts_on.day())
        } else {
            format!("{} to {last}", crate::instant::readable_day(self.starts_on))
        }
    }

    /// An edition that is over cannot be created: nothing in it could happen.
    pub fn check_not_over(&self, now: Timestamp) -> Result<(), ValidationError> {
        let today = now.to_zoned(self.time_zone.clone()).date();
        if self.ends_on < today {
            let detail = format!("{} is in the past: it is {today} there", self.ends_on);
            return Err(ValidationError { pointer: "/ends_on".into(), detail });
        }
        Ok(())
    }
}
