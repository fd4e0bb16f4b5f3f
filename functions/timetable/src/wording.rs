//! Placements, changes and conflicts in the reader's language.

use domain::conference::{Conference, Period, RoomId};
use domain::timetable::{Change, Collision, Placement, Role, What};
use messages::Messages;

/// A change that publishing would make.
pub(crate) struct ChangeLine {
    /// The kind of its pill.
    pub(crate) kind: &'static str,
    /// The word of the API, such as `moved`.
    pub(crate) word: &'static str,
    pub(crate) title: String,
    /// Where the session is or was, and what else changed.
    pub(crate) lines: Vec<String>,
}

impl ChangeLine {
    pub(crate) fn new(messages: Messages, conference: &Conference, change: Change) -> Self {
        let Change { title, what, details, .. } = change;
        let at = |place: &Placement| placement(messages, conference, place);
        let (kind, word, place) = match &what {
            What::New { to } => ("good", "new", Some(at(to))),
            What::Moved { from, to } => {
                let text = messages.t("moved-to").arg("to", at(to)).arg("from", at(from));
                ("warn", "moved", Some(text.to_string()))
            }
            What::Cancelled { from } => {
                ("bad", "cancelled", Some(messages.t("was-at").arg("place", at(from)).to_string()))
            }
            What::Changed => ("info", "changed", None),
        };
        let details: Vec<_> = details.iter().map(|detail| messages.word("detail", detail).to_string()).collect();
        let details =
            (!details.is_empty()).then(|| messages.t("details-changed").arg("details", details.join(", ")).to_string());
        Self { kind, word, title, lines: place.into_iter().chain(details).collect() }
    }
}

/// `Mon 13 November 2023, 09:00–09:30, BoF room 1`, on the conference's clocks.
pub(crate) fn placement(messages: Messages, conference: &Conference, placement: &Placement) -> String {
    messages
        .t("placement")
        .arg("when", span(messages, conference, placement.period()))
        .arg("room", room_name(conference, &placement.room))
        .to_string()
}

/// A conflict of the session with this title.
pub(crate) fn conflict(messages: Messages, conference: &Conference, title: &str, collision: &Collision) -> String {
    let when = |period: &Period| span(messages, conference, *period);
    let text = match collision {
        Collision::UnknownRoom { room, .. } => messages.t("conflict-unknown-room").arg("room", room.as_str()),
        Collision::OutsideConference { .. } => {
            let days = messages.days(conference.starts_on, conference.ends_on);
            messages.t("conflict-outside-conference").arg("days", days)
        }
        Collision::RoomTaken { title: other, room, period, .. } => messages
            .t("conflict-room-taken")
            .arg("other", other)
            .arg("room", room_name(conference, room))
            .arg("when", when(period)),
        Collision::PersonTwice { person, role, title: other, room, period, .. } => messages
            .t("conflict-person-twice")
            .arg("person", person)
            .arg("role", role_word(*role))
            .arg("other", other)
            .arg("room", room_name(conference, room))
            .arg("when", when(period)),
        Collision::OutsideBlock { .. } => messages.t("conflict-outside-block"),
        Collision::Break { label, period } => {
            messages.t("conflict-break").arg("label", label).arg("when", when(period))
        }
        Collision::Unavailable { person, period } => {
            messages.t("conflict-unavailable").arg("person", person).arg("when", when(period))
        }
    };
    text.arg("title", title).to_string()
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Speaker => "speaker",
        Role::Lead => "lead",
        Role::MustBeThere => "must_be_there",
    }
}

fn room_name<'a>(conference: &'a Conference, room: &'a RoomId) -> &'a str {
    conference.room(room).map_or(room.as_str(), |room| room.name.as_str())
}

/// `Mon 13 November 2023, 09:00–09:30`
fn span(messages: Messages, conference: &Conference, period: Period) -> String {
    let zone = &conference.time_zone;
    let day = conference.day_of(period.starts_at);
    let from = period.starts_at.to_zoned(zone.clone()).strftime("%H:%M").to_string();
    let end = period.ends_at.to_zoned(zone.clone());
    let until = if end.date() == day {
        end.strftime("%H:%M").to_string()
    } else {
        messages.short_instant(period.ends_at, zone)
    };
    messages.t("span").arg("day", messages.full_day(day)).arg("from", from).arg("until", until).to_string()
}
