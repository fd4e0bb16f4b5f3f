//! Definitions from templates: rooms, calls, passes and breaks to begin with, for an organizer to change.

use contract::setup::StartingPoint;
use domain::input::ValidationError;
use domain::phrase::Phrase;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use messages::Messages;
use serde_json::{Value, json};

/// Registration opens so many days before the conference, if that is still to come.
const REGISTRATION_DAYS: i32 = 90;

/// Unclaimed passes of speakers return so many days before the conference.
const CLAIM_DAYS: i32 = 14;

/// Label, start and length in minutes of each day's breaks.
const BREAKS: [(&str, &str, u32); 3] =
    [("setup-coffee", "10:30:00", 30), ("setup-lunch", "12:30:00", 90), ("setup-coffee", "15:30:00", 30)];

/// Each day's slots for BoFs, one in each of two rooms.
const BOF_STARTS: &str = "16:45:00";
const BOF_MINUTES: u32 = 45;

/// The days of the edition, and the day on which it is set up.
#[derive(Clone, Debug)]
pub(crate) struct Days {
    pub(crate) first: Date,
    pub(crate) last: Date,
    pub(crate) zone: TimeZone,
    pub(crate) today: Date,
}

impl Days {
    pub(crate) fn of(first: Date, last: Date, zone: TimeZone, now: Timestamp) -> Self {
        let today = now.to_zoned(zone.clone()).date();
        Self { first, last, zone, today }
    }

    /// Refuses days that are over: all times that follow from them would be in the past.
    pub(crate) fn check_not_over(&self) -> Result<(), Vec<ValidationError>> {
        if self.last >= self.today {
            return Ok(());
        }
        let detail = Phrase::of("day-is-past").arg("day", self.last).arg("today", self.today);
        Err(vec![ValidationError { pointer: "/ends_on".into(), detail }])
    }

    fn each(&self) -> impl Iterator<Item = Date> {
        self.first.series(1.day()).take_while(|day| *day <= self.last)
    }

    fn after_today(&self, days: i32) -> Date {
        self.today.checked_add(days.days()).unwrap_or(self.today)
    }

    fn before_first(&self, days: i32) -> Date {
        self.first.checked_sub(days.days()).unwrap_or(self.first)
    }

    /// The days that are left before the conference; negative when it has begun.
    fn left(&self) -> i32 {
        (self.first - self.today).get_days()
    }

    /// The beginning of today, as an instant: local midnight is skipped in some zones.
    fn this_morning(&self) -> String {
        self.today.to_zoned(self.zone.clone()).map_or_else(|_| self.today.to_string(), |at| at.timestamp().to_string())
    }

    /// Registration closes when the conference ends. It opens 90 days before, tomorrow at the earliest; today if the
    /// conference is on.
    pub(crate) fn registration(&self) -> Value {
        let opens = self.before_first(REGISTRATION_DAYS).max(self.after_today(1));
        let opens = if opens >= self.last { self.this_morning() } else { format!("{opens}T09:00:00") };
        json!({ "opens": opens, "closes": format!("{}T18:00:00", self.last) })
    }

    /// A call is open from now on, for half of the time that is left.
    fn call(&self) -> Value {
        let closes = if self.left() > 1 { self.after_today(self.left() / 2) } else { self.after_today(1) };
        json!({ "opens": self.this_morning(), "closes": format!("{closes} anywhere on Earth") })
    }

    fn claim_by(&self) -> String {
        let claim_by = self.before_first(CLAIM_DAYS);
        let claim_by = if claim_by > self.today { claim_by } else { self.last };
        format!("{claim_by} anywhere on Earth")
    }
}

/// What a template adds to the basics. A file is not a template.
pub(crate) fn parts(from: StartingPoint, days: &Days, words: Messages) -> Value {
    match from {
        StartingPoint::Microconferences => microconferences(days, words),
        StartingPoint::CallOnly => json!({
            "registration": { "opens": format!("{}T08:00:00", days.first), "closes": format!("{}T18:00:00", days.last) },
            "tracks": [talks(days, words)],
            "pools": [{ "id": "general", "capacity": 100 }],
        }),
        StartingPoint::SingleTrack | StartingPoint::File => json!({
            "registration": days.registration(),
            "rooms": [{ "id": "main", "name": words.t("setup-main-room").to_string(), "capacity": 200 }],
            "breaks": breaks(days, words),
            "tracks": [talks(days, words)],
            "pools": [{ "id": "general", "capacity": 200 }, speakers(days)],
        }),
    }
}

fn microconferences(days: &Days, words: Messages) -> Value {
    let room = |number: u32| {
        let name = words.t("setup-room").arg("number", number).to_string();
        json!({ "id": format!("room-{number}"), "name": name, "capacity": 100 })
    };
    let slots = days.each().flat_map(|day| {
        let slot = move |room| json!({ "room": room, "starts": format!("{day}T{BOF_STARTS}"), "minutes": BOF_MINUTES });
        ["room-1", "room-2"].map(slot)
    });
    let main = json!({ "id": "main", "name": words.t("setup-main-room").to_string(), "capacity": 200 });
    json!({
        "registration": days.registration(),
        "rooms": [main, room(1), room(2)],
        "breaks": breaks(days, words),
        "bof_slots": slots.collect::<Vec<_>>(),
        "tracks": [
            {
                "id": "microconferences",
                "name": words.t("setup-microconferences").to_string(),
                "kind": "microconference",
                "description": words.t("setup-microconferences-about").to_string(),
                "cfp": days.call(),
                "new_tracks": {},
            },
            talks(days, words),
        ],
        "pools": [
            { "id": "general", "capacity": 200 },
            { "id": "virtual", "capacity": 500 },
            speakers(days),
        ],
    })
}

fn talks(days: &Days, words: Messages) -> Value {
    json!({
        "id": "talks",
        "name": words.t("setup-talks").to_string(),
        "kind": "refereed",
        "description": words.t("setup-talks-about").to_string(),
        "formats": [
            { "id": "talk", "label": words.t("setup-talk").to_string(), "minutes": [45] },
            { "id": "short-talk", "label": words.t("setup-short-talk").to_string(), "minutes": [20] },
        ],
        "cfp": days.call(),
    })
}

fn speakers(days: &Days) -> Value {
    json!({ "id": "speakers", "capacity": 20, "claim_by": days.claim_by() })
}

fn breaks(days: &Days, words: Messages) -> Vec<Value> {
    let on = |day: Date| {
        BREAKS.map(|(label, starts, minutes)| {
            json!({ "label": words.t(label).to_string(), "starts": format!("{day}T{starts}"), "minutes": minutes })
        })
    };
    days.each().flat_map(on).collect()
}
