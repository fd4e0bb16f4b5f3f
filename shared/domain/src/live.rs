//! Rooms that people follow online: when pass holders see their links. No one else ever does.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::conference::{Conference, Room};
use crate::timetable::{Placement, Release};

/// How long before the first session of a day the links are shown.
pub const OPENS_BEFORE: SignedDuration = SignedDuration::from_mins(15);

/// Whether an edition has links to show at all on this day. Costs no read.
pub fn may_be_open(conference: &Conference, now: Timestamp) -> bool {
    let today = now.to_zoned(conference.time_zone.clone()).date();
    let has_links = conference.rooms.iter().any(|room| room.live_url.is_some() || room.chat_url.is_some());
    has_links && conference.starts_on <= today && today <= conference.ends_on
}

/// The rooms whose links are shown now, in the definition's order: those with links, from [`OPENS_BEFORE`] before the
/// first session of the day in any room until the day ends.
pub fn open_rooms<'c>(conference: &'c Conference, release: &Release, now: Timestamp) -> Vec<&'c Room> {
    if !may_be_open(conference, now) {
        return Vec::new();
    }
    let today = now.to_zoned(conference.time_zone.clone()).date();
    let begun = opens_at(conference, release, today).is_some_and(|opens_at| now >= opens_at);
    let rooms = conference.rooms.iter().filter(|room| room.live_url.is_some() || room.chat_url.is_some());
    rooms.filter(|_| begun).collect()
}

/// When the links are shown on a day; `None` if no session takes place.
fn opens_at(conference: &Conference, release: &Release, day: Date) -> Option<Timestamp> {
    let day_of = |at: Timestamp| at.to_zoned(conference.time_zone.clone()).date();
    let takes_place = release.sessions.iter().filter(|released| !released.is_cancelled());
    let starts = takes_place.map(|released| released.placement.starts_at).filter(|at| day_of(*at) == day);
    starts.min().map(|first| first - OPENS_BEFORE)
}

/// When the links of a session were last shown or hidden, until now. `None` before that, and for rooms without links.
pub fn links_changed_at(
    conference: &Conference,
    release: &Release,
    session: &Placement,
    now: Timestamp,
) -> Option<Timestamp> {
    let room = conference.room(&session.room)?;
    let day = session.starts_at.to_zoned(conference.time_zone.clone()).date();
    let is_shown = room.live_url.is_some() || room.chat_url.is_some();
    if !is_shown || day < conference.starts_on || conference.ends_on < day {
        return None;
    }
    let opens_at = opens_at(conference, release, day)?;
    let closes_at = day.tomorrow().and_then(|next| next.to_zoned(conference.time_zone.clone())).ok()?.timestamp();
    [closes_at, opens_at].into_iter().find(|at| *at <= now)
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
        let open = |now: &str| open_rooms(&conference, &release, now.parse().unwrap()).len();
        assert_eq!(open("2030-04-30T12:00:00Z"), 0);
        assert_eq!(open("2030-05-01T06:44:59Z"), 0);
        assert_eq!(open("2030-05-01T06:45:00Z"), 1, "the room without links is left out");
        assert_eq!(open("2030-05-01T21:59:59Z"), 1);
        assert_eq!(open("2030-05-01T22:00:00Z"), 0, "the next day in Berlin");
        assert_eq!(open("2030-05-02T07:45:00Z"), 1);
        assert_eq!(open("2030-05-02T22:00:00Z"), 0);
        assert_eq!(open_rooms(&conference, &released(&[]), "2030-05-01T12:00:00Z".parse().unwrap()).len(), 0);
    }

    #[test]
    fn a_session_changes_when_its_links_are_shown_and_when_they_are_hidden() {
        let conference = conference();
        let sessions = [("small", "2030-05-01T07:00:00Z"), ("big", "2030-05-01T09:00:00Z")];
        let release = released(&sessions.map(|(room, at)| (room, at.parse().unwrap())));
        let changed = |number: usize, now: &str| {
            let placement = &release.sessions[number].placement;
            links_changed_at(&conference, &release, placement, now.parse().unwrap()).map(|at| at.to_string())
        };
        assert_eq!(changed(1, "2030-05-01T06:44:59Z"), None);
        assert_eq!(changed(1, "2030-05-01T06:45:00Z").as_deref(), Some("2030-05-01T06:45:00Z"));
        assert_eq!(changed(1, "2030-05-01T21:59:59Z").as_deref(), Some("2030-05-01T06:45:00Z"));
        assert_eq!(changed(1, "2030-05-03T12:00:00Z").as_deref(), Some("2030-05-01T22:00:00Z"));
        assert_eq!(changed(0, "2030-05-01T12:00:00Z"), None, "its room has no links");
    }
}
