//! Where people follow rooms and sessions online: when pass holders see the links. No one else ever does.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::conference::{Conference, Room};
use crate::timetable::{Release, Released, SessionId};

/// How long before the first session of a day the links are shown. Also how long before a session its own links replace
/// its room's on pass pages.
pub const OPENS_BEFORE: SignedDuration = SignedDuration::from_mins(15);

/// The links of a room or of a session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chat_url: Option<String>,
    /// Of a session's own links: when they were last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<Timestamp>,
}

impl Links {
    pub fn of_room(room: &Room) -> Self {
        Self { live_url: room.live_url.clone(), chat_url: room.chat_url.clone(), changed_at: None }
    }

    pub fn is_empty(&self) -> bool {
        self.live_url.is_none() && self.chat_url.is_none()
    }

    /// These links; each that is missing is taken from `others`.
    #[must_use]
    pub fn or(self, others: Self) -> Self {
        let (live_url, chat_url) = (self.live_url.or(others.live_url), self.chat_url.or(others.chat_url));
        Self { live_url, chat_url, changed_at: self.changed_at }
    }
}

/// Sessions' own links, which replace their rooms'.
pub type OwnLinks = BTreeMap<SessionId, Links>;

/// A room whose links are shown now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRoom<'c> {
    pub room: &'c Room,
    pub links: Links,
    /// The session's title, if the links are a session's own.
    pub title: Option<String>,
}

/// Whether links can be shown at all on this day. Costs no read.
pub fn is_day(conference: &Conference, now: Timestamp) -> bool {
    let today = conference.day_of(now);
    conference.starts_on <= today && today <= conference.ends_on
}

/// Whether this day's first session in any room has begun, or begins within [`OPENS_BEFORE`].
fn has_begun(conference: &Conference, release: &Release, now: Timestamp) -> bool {
    let opens_at = opens_at(conference, release, conference.day_of(now));
    is_day(conference, now) && opens_at.is_some_and(|opens_at| now >= opens_at)
}

/// The rooms with links now, in the definition's order, from [`OPENS_BEFORE`] before the first session of the day until
/// the day ends. A room shows the own links of the session that runs in it or begins within [`OPENS_BEFORE`].
pub fn open_rooms<'c>(
    conference: &'c Conference,
    release: &Release,
    own: &OwnLinks,
    now: Timestamp,
) -> Vec<OpenRoom<'c>> {
    if !has_begun(conference, release, now) {
        return Vec::new();
    }
    let open = |room: &'c Room| {
        let current = current(conference, release, room, now);
        let own = current.and_then(|released| Some((own.get(&released.session.id)?, &released.session.title)));
        let (links, title) = own.filter(|(links, _)| !links.is_empty()).unzip();
        let links = links.cloned().unwrap_or_default().or(Links::of_room(room));
        OpenRoom { room, links, title: title.cloned() }
    };
    conference.rooms.iter().map(open).filter(|open| !open.links.is_empty()).collect()
}

/// The session that runs in a room, or else the one that begins soon; none in the slot of a BoF.
fn current<'r>(conference: &Conference, release: &'r Release, room: &Room, now: Timestamp) -> Option<&'r Released> {
    let here = || release.taking_place().filter(|released| released.placement.room == room.id);
    let running = here().find(|released| released.placement.period().covers(now));
    let is_bof = conference.bof_slots.iter().any(|slot| slot.room == room.id && slot.period.covers(now));
    let soon = || here().find(|r| now < r.placement.starts_at && r.placement.starts_at - OPENS_BEFORE <= now);
    running.or_else(|| if is_bof { None } else { soon() })
}

/// The links of a session's page, if they are shown now. A session's own links are shown on its own day; on other days
/// its page has its room's.
pub fn open_session(
    conference: &Conference,
    release: &Release,
    released: &Released,
    own: Option<&Links>,
    now: Timestamp,
) -> Option<Links> {
    if released.is_cancelled() || !has_begun(conference, release, now) {
        return None;
    }
    let is_today = conference.day_of(released.placement.starts_at) == conference.day_of(now);
    let own = own.filter(|_| is_today).cloned().unwrap_or_default();
    let of_room = conference.room(&released.placement.room).map(Links::of_room).unwrap_or_default();
    Some(own.or(of_room)).filter(|links| !links.is_empty())
}

/// When the links are shown on a day; `None` if no session takes place.
fn opens_at(conference: &Conference, release: &Release, day: Date) -> Option<Timestamp> {
    let starts = release.taking_place().map(|released| released.placement.starts_at);
    starts.filter(|at| conference.day_of(*at) == day).min().map(|first| first - OPENS_BEFORE)
}

/// When the links of a session were last shown, changed or hidden, until now. `None` before that, and for sessions that
/// never had links.
pub fn links_changed_at(
    conference: &Conference,
    release: &Release,
    released: &Released,
    own: Option<&Links>,
    now: Timestamp,
) -> Option<Timestamp> {
    let of_room = conference.room(&released.placement.room).map(Links::of_room).unwrap_or_default();
    let day = conference.day_of(released.placement.starts_at);
    let own_changed_at = own.and_then(|links| links.changed_at);
    let is_shown = !own.cloned().unwrap_or_default().or(of_room).is_empty();
    if (!is_shown && own_changed_at.is_none()) || day < conference.starts_on || conference.ends_on < day {
        return None;
    }
    let opens_at = opens_at(conference, release, day)?;
    let closes_at = day.tomorrow().and_then(|next| next.to_zoned(conference.time_zone.clone())).ok()?.timestamp();
    let own_changed_at = own_changed_at.filter(|at| opens_at <= *at && *at < closes_at);
    let opened_at = Some(opens_at).filter(|_| is_shown);
    [Some(closes_at), own_changed_at, opened_at].into_iter().flatten().find(|at| *at <= now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conference::read;
    use crate::timetable::tests::released;
    use serde_json::json;

    fn conference() -> Conference {
        read(&json!({
            "id": "demo-2030", "series": "demo", "name": "Demo 2030",
            "starts_on": "2030-05-01", "ends_on": "2030-05-02", "time_zone": "Europe/Berlin",
            "contact": "contact@example.org", "organizers": ["organizer@example.org"],
            "place": {"name": "Hall", "city": "Berlin", "country": "Germany"},
            "registration": {"opens": "2030-01-01T09:00:00", "closes": "2030-04-30T18:00:00"},
            "rooms": [
                {"id": "big", "name": "Big room", "live_url": "https://live.example.org/big"},
                {"id": "small", "name": "Small room"},
            ],
            "pools": [{"id": "general", "capacity": 10}],
        }))
        .unwrap()
    }

    #[test]
    fn links_are_shown_on_each_day_from_a_quarter_of_an_hour_before_it_begins() {
        let conference = conference();
        let sessions = [("small", "2030-05-01T07:00:00Z"), ("big", "2030-05-02T08:00:00Z")];
        let release = released(&sessions.map(|(room, at)| (room, at.parse().unwrap())));
        let open = |now: &str| open_rooms(&conference, &release, &OwnLinks::new(), now.parse().unwrap()).len();
        assert_eq!(open("2030-04-30T12:00:00Z"), 0);
        assert_eq!(open("2030-05-01T06:44:59Z"), 0);
        assert_eq!(open("2030-05-01T06:45:00Z"), 1, "the room without links is left out");
        assert_eq!(open("2030-05-01T21:59:59Z"), 1);
        assert_eq!(open("2030-05-01T22:00:00Z"), 0, "the next day in Berlin");
        assert_eq!(open("2030-05-02T07:45:00Z"), 1);
        assert_eq!(open("2030-05-02T22:00:00Z"), 0);
        let (none, noon) = (released(&[]), "2030-05-01T12:00:00Z".parse().unwrap());
        assert!(open_rooms(&conference, &none, &OwnLinks::new(), noon).is_empty());
    }

    #[test]
    fn a_sessions_own_links_replace_its_rooms_from_a_quarter_of_an_hour_before_it_until_it_ends() {
        let conference = conference();
        let sessions = [("big", "2030-05-01T07:00:00Z"), ("small", "2030-05-01T09:00:00Z")];
        let release = released(&sessions.map(|(room, at)| (room, at.parse().unwrap())));
        let chat = Links { chat_url: Some("https://live.example.org/chat".into()), ..Links::default() };
        let own: OwnLinks = release.sessions.iter().map(|r| (r.session.id.clone(), chat.clone())).collect();
        let shown = |now: &str| -> Vec<String> {
            let open = open_rooms(&conference, &release, &own, now.parse().unwrap());
            let words = |open: OpenRoom<'_>| {
                let Links { live_url, chat_url, .. } = open.links;
                let (live, chat) = (live_url.map_or("", |_| " live"), chat_url.map_or("", |_| " chat"));
                format!("{}{live}{chat}{}", open.room.id, open.title.map_or("", |_| " own"))
            };
            open.into_iter().map(words).collect()
        };
        assert_eq!(
            shown("2030-05-01T06:45:00Z"),
            ["big live chat own"],
            "the room's link where it has none of its own"
        );
        assert_eq!(shown("2030-05-01T07:30:00Z"), ["big live"], "it has ended");
        assert_eq!(shown("2030-05-01T08:45:00Z"), ["big live", "small chat own"], "a room without links of its own");
        assert_eq!(shown("2030-05-02T08:45:00Z"), [""; 0]);
    }

    #[test]
    fn a_page_of_a_session_has_its_own_links_on_its_own_day() {
        let conference = conference();
        let sessions = [("big", "2030-05-01T07:00:00Z"), ("big", "2030-05-02T09:00:00Z")];
        let release = released(&sessions.map(|(room, at)| (room, at.parse().unwrap())));
        let own = Links { live_url: Some("https://live.example.org/own".into()), ..Links::default() };
        let live = |number: usize, now: &str| {
            let released = &release.sessions[number];
            open_session(&conference, &release, released, Some(&own), now.parse().unwrap()).and_then(|l| l.live_url)
        };
        let url = |name: &str| Some(format!("https://live.example.org/{name}"));
        assert_eq!(live(0, "2030-05-01T06:44:59Z"), None);
        assert_eq!(live(0, "2030-05-01T06:45:00Z"), url("own"));
        assert_eq!(live(1, "2030-05-01T06:45:00Z"), url("big"), "tomorrow's");
        assert_eq!(live(1, "2030-05-02T08:45:00Z"), url("own"));
        assert_eq!(live(1, "2030-05-02T22:00:00Z"), None, "the conference is over");
    }

    #[test]
    fn a_session_changes_when_its_links_are_shown_and_when_they_are_hidden() {
        let conference = conference();
        let sessions = [("small", "2030-05-01T07:00:00Z"), ("big", "2030-05-01T09:00:00Z")];
        let release = released(&sessions.map(|(room, at)| (room, at.parse().unwrap())));
        let changed = |number: usize, now: &str| {
            let (released, now) = (&release.sessions[number], now.parse().unwrap());
            links_changed_at(&conference, &release, released, None, now).map(|at| at.to_string())
        };
        assert_eq!(changed(1, "2030-05-01T06:44:59Z"), None);
        assert_eq!(changed(1, "2030-05-01T06:45:00Z").as_deref(), Some("2030-05-01T06:45:00Z"));
        assert_eq!(changed(1, "2030-05-01T21:59:59Z").as_deref(), Some("2030-05-01T06:45:00Z"));
        assert_eq!(changed(1, "2030-05-03T12:00:00Z").as_deref(), Some("2030-05-01T22:00:00Z"));
        assert_eq!(changed(0, "2030-05-01T12:00:00Z"), None, "its room has no links");
    }

    #[test]
    fn a_session_changes_when_its_own_links_change_while_they_are_shown() {
        let conference = conference();
        let release = released(&[("small", "2030-05-01T07:00:00Z".parse().unwrap())]);
        let changed = |url: Option<&str>, at: &str, now: &str| {
            let own = Links { live_url: url.map(Into::into), changed_at: at.parse().ok(), ..Links::default() };
            let now = now.parse().unwrap();
            links_changed_at(&conference, &release, &release.sessions[0], Some(&own), now).map(|at| at.to_string())
        };
        let url = Some("https://live.example.org/own");
        let (opens, during) = ("2030-05-01T06:45:00Z", "2030-05-01T07:10:00Z");
        assert_eq!(changed(url, "2030-04-30T12:00:00Z", during).as_deref(), Some(opens), "set the day before");
        assert_eq!(changed(url, during, "2030-05-01T08:00:00Z").as_deref(), Some(during));
        assert_eq!(changed(None, during, "2030-05-01T08:00:00Z").as_deref(), Some(during), "taken away");
        assert_eq!(changed(url, during, "2030-05-02T08:00:00Z").as_deref(), Some("2030-05-01T22:00:00Z"), "hidden");
    }
}
