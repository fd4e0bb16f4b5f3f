//! Announcements: dated public posts, by organizers and by what happens by itself.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::conference::{Conference, PoolId, Track};
use crate::input::{Object, line, paragraphs};
use crate::instant::readable;

/// Names an announcement in URLs. Those that write themselves are named after what obliges them, so that each is made
/// once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AnnouncementId(String);

impl AnnouncementId {
    /// The id of what obliges it: lower-case words and numbers joined by hyphens.
    pub fn of(obligation: &str) -> Self {
        let safe = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        Self(obligation.chars().take(100).map(safe).collect())
    }

    /// The text form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AnnouncementId {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let id = Self::of(text);
        if id.0 == text && !text.is_empty() { Ok(id) } else { Err("must be an announcement's id".into()) }
    }
}

impl fmt::Display for AnnouncementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A dated public post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    pub id: AnnouncementId,
    /// Who or what wrote it.
    pub kind: AnnouncementKind,
    pub title: String,
    /// Paragraphs, parted by blank lines.
    pub body: String,
    /// Its date: when it was published, or while it is held, when it was written.
    pub at: Timestamp,
    /// Whether people can read it.
    #[serde(rename = "status")]
    pub state: AnnouncementState,
}

/// Who or what writes an announcement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnouncementKind {
    Manual,
    /// A release of the timetable was published.
    Timetable,
    /// The last free pass has gone.
    SoldOut,
    /// Passes are on sale again after a sell-out.
    Reopened,
    /// Reserved passes that nobody claimed go to those who wait.
    Released,
    /// A track's call for proposals has opened.
    CallOpened,
    /// The deadline of a call was moved.
    CallMoved,
    CallClosed,
}

/// Whether people can read an announcement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnouncementState {
    /// It waits for an organizer's approval.
    Held,
    Published,
    /// An organizer took it back, or never let it out.
    Withdrawn,
}

impl AnnouncementState {
    /// As in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What becomes of an announcement that writes itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnnouncementPolicy {
    /// It is published at once.
    #[default]
    Publish,
    /// It waits for an organizer.
    Hold,
    Off,
}

impl AnnouncementPolicy {
    /// The words of the definition.
    pub const WORDS: &'static [(&'static str, Self)] =
        &[("publish", Self::Publish), ("hold", Self::Hold), ("off", Self::Off)];
}

/// What an edition does with the announcements that write themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnnouncementPolicies {
    /// When the last free pass has gone.
    pub sold_out: AnnouncementPolicy,
    /// When passes are on sale again.
    pub reopened: AnnouncementPolicy,
    /// When reserved passes go to those who wait.
    pub released: AnnouncementPolicy,
    /// When a track's call for proposals opens.
    pub call_opened: AnnouncementPolicy,
    /// When the deadline of a call is moved.
    pub call_moved: AnnouncementPolicy,
    pub call_closed: AnnouncementPolicy,
    /// When a release of the timetable is published.
    pub timetable: AnnouncementPolicy,
}

/// Something that happened by itself and is worth telling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News<'a> {
    /// The last free pass of a pool has gone; `seq` counts its refills.
    SoldOut {
        pool: &'a PoolId,
        /// Which sell-out of it.
        seq: u64,
    },
    /// Passes of a pool are on sale again; `seq` counts its refills.
    Reopened {
        pool: &'a PoolId,
        seq: u64,
    },
    /// Reserved passes that nobody has claimed go to those who wait.
    Released {
        /// What names this release: pools that end at the same moment are told of together.
        of: &'a str,
        passes: u64,
        /// How many wait for them.
        waiting: u64,
    },
    /// A track's call for proposals has opened.
    CallOpened {
        track: &'a Track,
        call: &'a Call,
    },
    /// The deadline of a call was moved.
    CallMoved {
        track: &'a Track,
        /// Its call as it is now.
        call: &'a Call,
    },
    CallClosed {
        track: &'a Track,
        call: &'a Call,
    },
    /// A release of the timetable was published.
    Timetable {
        number: u32,
        /// How many sessions it changes.
        changes: usize,
    },
}

impl News<'_> {
    /// The announcement of it, if the edition wants one.
    pub fn announcement(&self, conference: &Conference, at: Timestamp) -> Option<Announcement> {
        let closes = readable(conference.registration.closes.at, &conference.time_zone);
        let (kind, policy, obligation, title, body) = match self {
            Self::SoldOut { pool, seq } => (
                AnnouncementKind::SoldOut,
                conference.announcements.sold_out,
                format!("sold-out-{pool}-{seq}"),
                format!("{} is sold out", conference.name),
                format!(
                    "All passes to come in person are taken. Whoever wants to come can join the waitlist: passes that \
                     come back are offered to those who wait, in order.\n\nRegistration stays open until {closes}."
                ),
            ),
            Self::Reopened { pool, seq } => (
                AnnouncementKind::Reopened,
                conference.announcements.reopened,
                format!("reopened-{pool}-{seq}"),
                format!("Registration for {} has reopened", conference.name),
                format!(
                    "Passes have come back, everybody who waited has had an offer, and some are left: they go to \
                     whoever registers first.\n\nRegistration stays open until {closes}."
                ),
            ),
            Self::Released { of, passes, waiting } => {
                let (pass, was, goes) =
                    if *passes == 1 { ("pass", "was", "It goes") } else { ("passes", "were", "They go") };
                let (people, wait) = if *waiting == 1 { ("person", "waits") } else { ("people", "wait") };
                (
                    AnnouncementKind::Released,
                    conference.announcements.released,
                    format!("released-{of}"),
                    format!("{passes} reserved {pass} for {} recovered", conference.name),
                    format!(
                        "{passes} {pass} that {was} reserved {was} not claimed in time. {goes} to the waitlist, where \
                         {waiting} {people} {wait}: each offer is mailed, in order. Whoever waits need do nothing. \
                         What nobody takes goes on sale, and is announced then.\n\nRegistration stays open until \
                         {closes}."
                    ),
                )
            }
            Self::CallOpened { track, call } => (
                AnnouncementKind::CallOpened,
                conference.announcements.call_opened,
                format!("call-opened-{}-{}", track.id, call.opens.at.as_second()),
                format!("The call for proposals of {} is open", track.name),
                format!(
                    "Proposals for {} can be sent until {}.\n\n{}",
                    track.name,
                    call.closes.spelled(&conference.time_zone),
                    track.description
                ),
            ),
            Self::CallMoved { track, call } => (
                AnnouncementKind::CallMoved,
                conference.announcements.call_moved,
                format!("call-moved-{}-{}", track.id, call.was.len()),
                match call.extended() {
                    Some(false) => format!("The call for proposals of {} closes earlier", track.name),
                    _ => format!("The call for proposals of {} is extended", track.name),
                },
                format!(
                    "Proposals for {} can be sent until {}.\n\nBefore, the deadline was {}.",
                    track.name,
                    call.closes.spelled(&conference.time_zone),
                    call.was.last().map(|was| was.spelled(&conference.time_zone)).unwrap_or_default()
                ),
            ),
            Self::CallClosed { track, call } => (
                AnnouncementKind::CallClosed,
                conference.announcements.call_closed,
                format!("call-closed-{}-{}", track.id, call.closes.at.as_second()),
                format!("The call for proposals of {} is closed", track.name),
                format!(
                    "Thank you to everybody who sent a proposal for {}. Its leads read them now, and everybody gets an \
                     answer.\n\nThe call closed at {}.",
                    track.name,
                    call.closes.spelled(&conference.time_zone)
                ),
            ),
            Self::Timetable { number, changes } => {
                let (title, body) = of_timetable(conference, *number, *changes);
                let obligation = format!("timetable-{number}");
                (AnnouncementKind::Timetable, conference.announcements.timetable, obligation, title, body)
            }
        };
        let state = match policy {
            AnnouncementPolicy::Publish => AnnouncementState::Published,
            AnnouncementPolicy::Hold => AnnouncementState::Held,
            AnnouncementPolicy::Off => return None,
        };
        Some(Announcement { id: AnnouncementId::of(&obligation), kind, title, body, at, state })
    }
}

/// Title and text of a release of the timetable.
fn of_timetable(conference: &Conference, number: u32, changes: usize) -> (String, String) {
    if number == 1 {
        let body = "Who speaks when and where, in every format that calendars and conference apps read, is on the \
                    timetable's page.";
        return (format!("The timetable of {} is out", conference.name), body.to_owned());
    }
    let sessions = if changes == 1 { "one session".to_owned() } else { format!("{changes} sessions") };
    let body = format!("Release {number} changes {sessions}. What it changes is on the list of releases.");
    (format!("The timetable of {} has changed", conference.name), body)
}

/// What an organizer writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub title: String,
    pub body: String,
}

impl Post {
    /// Reads the body of `POST …/announcements`.
    pub fn read(o: Object<'_>) -> Option<Self> {
        let title = o.required("title", line(200));
        let body = o.required("body", paragraphs(10_000));
        o.done();
        Some(Self { title: title?, body: body? })
    }
}
