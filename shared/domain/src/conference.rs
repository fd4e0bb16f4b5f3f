//! An edition of a conference: the types of its definition. The files `read*.rs` parse it; start at [`Conference`].

pub mod answers;
pub mod appearance;
pub mod badges;
mod confirm_address;
pub mod consents;
pub mod effects;
pub mod grid;
pub mod ids;
pub mod mail_texts;
pub mod merge;
pub mod new_tracks;
mod no_show;
mod policies;
pub mod privacy;
mod read;
mod read_grid;
pub mod review;
pub mod track;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::input::{ValidationError, must_be_one_of};
use crate::instant::Deadline;
use crate::person::EmailAddress;
use crate::phrase::Phrase;

pub use appearance::Appearance;
pub use badges::Badges;
pub use consents::Consent;
pub use grid::{Block, BofSlot, Break, Day, Hours, Period, Recording, Room};
pub use ids::{ConferenceId, PoolId, RoomId, TrackId};
pub use mail_texts::{MailText, MailTexts};
pub use new_tracks::{Length, NewTracks};
pub use no_show::{NoShowPasses, NoShowPolicy};
pub use policies::{AnnouncementPolicies, AnnouncementPolicy, REMINDERS_MAX, ReconfirmationPolicy, Silence};
pub use privacy::Privacy;
pub use read::read;
pub use review::{ConfirmPolicy, Criterion, ReviewMode, ReviewPolicy};
pub use track::{Cfp, Format, Track, TrackKind};

/// One edition of a conference series, as its organizers defined it.
#[derive(Clone, Debug)]
pub struct Conference {
    /// Identifies the edition in URLs: `lpc-2023`.
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
    /// The language of mails, and of pages for readers who ask for none that there is: `en` or `de`.
    pub language: &'static str,
    pub appearance: Appearance,
    /// How badges are printed.
    pub badges: Badges,
    pub registration: Window,
    /// How long a pass is held until its holder confirms the address; `None` if the edition does not ask for that.
    pub confirm_within: Option<SignedDuration>,
    pub organizers: Vec<EmailAddress>,
    pub rooms: Vec<Room>,
    /// The daily hours of sessions.
    pub hours: Hours,
    /// Parts of the timetable reserved for tracks. Blocks in one room do not overlap.
    pub blocks: Vec<Block>,
    pub breaks: Vec<Break>,
    /// The slots for BoFs, assigned first come, first served.
    pub bof_slots: Vec<BofSlot>,
    pub pools: Vec<Pool>,
    pub waitlist: WaitlistPolicy,
    /// Whether and how attendees are asked if they are still coming.
    pub reconfirmation: Option<ReconfirmationPolicy>,
    /// From when people who did not come count as no-shows, and what happens to their passes.
    pub no_show: Option<NoShowPolicy>,
    /// Policies for generated announcements.
    pub announcements: AnnouncementPolicies,
    /// The organizers' own texts of mails.
    pub mail_texts: MailTexts,
    /// Registration questions in addition to name and e-mail.
    pub questions: Vec<Question>,
    /// How long personal data is kept.
    pub privacy: Privacy,
    pub tracks: Vec<Track>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub name: String,
    pub address: Option<String>,
    /// The city, with the details needed to find the venue.
    pub city: String,
    pub country: String,
}

impl Place {
    /// One line, for a calendar's `LOCATION`.
    pub fn line(&self) -> String {
        let parts = [Some(&self.name), self.address.as_ref(), Some(&self.city), Some(&self.country)];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// A period; `closes` is exclusive: from that instant on it is too late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    pub opens: Deadline,
    pub closes: Deadline,
}

impl Window {
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

/// The position of an instant relative to a [`Window`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Before,
    Open,
    After,
}

/// In person or online.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    InPerson,
    Virtual,
}

impl Attendance {
    /// The words of the API.
    pub const WORDS: &'static [(&'static str, Self)] = &[("in_person", Self::InPerson), ("virtual", Self::Virtual)];

    /// Refuses an attendance for which there are no passes.
    pub fn no_passes(self) -> Phrase {
        match self {
            Self::InPerson => Phrase::of("no-in-person-passes"),
            Self::Virtual => Phrase::of("no-virtual-passes"),
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

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    /// `general`, `virtual`, or a reserved pool's name.
    pub id: PoolId,
    /// The capacity in the definition. The current figures are in the pool's shards.
    pub capacity: u64,
    /// The deadline for claiming passes of a reserved pool; `None` for `general` and `virtual`.
    pub claim_by: Option<Deadline>,
    /// The track that the passes are reserved for.
    pub track: Option<TrackId>,
}

impl Pool {
    /// The attendance that its passes allow.
    pub fn attendance(&self) -> Attendance {
        if self.id.is_virtual() { Attendance::Virtual } else { Attendance::InPerson }
    }

    /// Whether its passes need an invitation.
    pub fn is_reserved(&self) -> bool {
        self.claim_by.is_some()
    }
}

/// A priority class of the waitlist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Has a proposal submitted or accepted, leads a track, or speaks.
    Contributor,
    /// Attended no earlier edition of the series.
    Newcomer,
    Everyone,
}

impl Class {
    /// The words of the definition and the API.
    pub const WORDS: &'static [(&'static str, Self)] =
        &[("contributor", Self::Contributor), ("newcomer", Self::Newcomer), ("everyone", Self::Everyone)];

    /// As in the definition and the API.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|(_, class)| *class == self).map_or("everyone", |(word, _)| *word)
    }
}

/// The rules of the waitlist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitlistPolicy {
    /// Priority classes, highest first; the last is [`Class::Everyone`].
    pub classes: Vec<Class>,
    /// How long an offer lasts, in hours.
    pub offer_hours: u64,
    /// Local quiet hours, in which no offer starts or ends.
    pub quiet_hours: Option<(Time, Time)>,
}

/// A question in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub id: String,
    pub label: String,
    pub required: bool,
    pub kind: QuestionKind,
    /// Days from the edition's end after which the answers go; `None`: with everything else.
    pub keep_days: Option<u64>,
}

/// The kind of answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    Text,
    /// Several lines, one item on each.
    Lines,
    Choice(Vec<String>),
    Tick,
    /// A day of the calendar, such as a day of arrival.
    Date,
}

impl Conference {
    /// Whether people can join the waitlist: while registration is open, and while passes of no-shows are offered.
    pub fn waitlist_phase(&self, now: Timestamp) -> Phase {
        let offers = self.no_show.as_ref().is_some_and(|policy| policy.offers_at(now));
        match self.registration.phase(now) {
            Phase::After if offers => Phase::Open,
            phase => phase,
        }
    }

    pub fn pool(&self, id: &PoolId) -> Option<&Pool> {
        self.pools.iter().find(|pool| pool.id == *id)
    }

    /// The open pool for registrations without an invitation.
    pub fn open_pool(&self, attendance: Attendance) -> Option<&Pool> {
        let id = match attendance {
            Attendance::InPerson => PoolId::GENERAL,
            Attendance::Virtual => PoolId::VIRTUAL,
        };
        self.pools.iter().find(|pool| pool.id.as_str() == id)
    }

    pub fn track(&self, id: &str) -> Option<&Track> {
        self.tracks.iter().find(|track| track.id.as_str() == id)
    }

    /// The error that lists the tracks.
    pub fn must_be_a_track(&self) -> Phrase {
        must_be_one_of(self.tracks.iter().map(|track| track.id.as_str()))
    }

    pub fn is_organizer(&self, email: &EmailAddress) -> bool {
        self.organizers.contains(email)
    }

    /// The first instant of its first day.
    pub fn begins_at(&self) -> Timestamp {
        self.starts_on.to_zoned(self.time_zone.clone()).map_or(Timestamp::MAX, |begins| begins.timestamp())
    }

    /// The first instant after its last day.
    pub fn ends_at(&self) -> Timestamp {
        let next = self.ends_on.saturating_add(1.day());
        next.to_zoned(self.time_zone.clone()).map_or(Timestamp::MAX, |ends| ends.timestamp())
    }

    /// In words: `13 to 15 November 2023`.
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

    /// Refuses to create an edition in the past.
    pub fn check_not_over(&self, now: Timestamp) -> Result<(), ValidationError> {
        let today = now.to_zoned(self.time_zone.clone()).date();
        if self.ends_on < today {
            let detail = Phrase::of("day-is-past").arg("day", self.ends_on).arg("today", today);
            return Err(ValidationError { pointer: "/ends_on".into(), detail });
        }
        Ok(())
    }
}
