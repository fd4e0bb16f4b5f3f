//! The rooms of the desk: what the side bar of organizers, leads and reviewers links to.

use crate::layout::Layout;

/// Who works in a room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Staff {
    Organizer,
    /// Leads of any track, and organizers.
    Lead,
    /// Reviewers of any track, leads and organizers.
    Reviewer,
    /// People who check in attendees, and organizers.
    Door,
}

/// A link of the side bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// The message of its label.
    pub label: &'static str,
    pub path: String,
    pub is_here: bool,
}

/// A group of the side bar: the message of its heading, and its rooms.
type Group = (&'static str, &'static [(&'static str, &'static str, Staff)]);

const OVERVIEW: &str = "/desk";

/// Rooms by job. Paths follow `/conferences/{conference}`.
const GROUPS: &[Group] = &[
    (
        "desk-registration",
        &[
            ("desk-directory", "/people", Staff::Organizer),
            ("desk-waitlist", "/waitlist", Staff::Organizer),
            ("desk-passes", "/pools", Staff::Lead),
            ("desk-reconfirmation", "/reconfirmation", Staff::Organizer),
        ],
    ),
    (
        "desk-programme",
        &[
            ("desk-calls", "/tracks", Staff::Reviewer),
            ("desk-new-tracks", "/new-tracks", Staff::Organizer),
            ("desk-proposals", "/proposals", Staff::Lead),
            ("desk-reviews", "/reviews", Staff::Reviewer),
            ("desk-timetable", "/timetable/edit", Staff::Lead),
            ("desk-bofs", "/bofs", Staff::Reviewer),
        ],
    ),
    (
        "desk-on-the-day",
        &[
            ("desk-check-in", "/check-in", Staff::Door),
            ("desk-no-shows", "/no-shows", Staff::Organizer),
            ("desk-badges", "/badges", Staff::Organizer),
            ("desk-statistics", "/statistics", Staff::Organizer),
        ],
    ),
    (
        "desk-communication",
        &[
            ("desk-messages", "/messages", Staff::Lead),
            ("desk-news", "/announcements", Staff::Organizer),
            ("desk-outbox", "/mails", Staff::Organizer),
        ],
    ),
    (
        "desk-automation",
        &[
            ("desk-agenda", "/agenda", Staff::Organizer),
            ("desk-activity", "/activity", Staff::Lead),
            ("desk-audit", "/audit", Staff::Organizer),
        ],
    ),
    (
        "desk-settings",
        &[
            ("desk-edition", "/settings", Staff::Organizer),
            ("desk-roles", "/roles", Staff::Lead),
            ("desk-history", "/history", Staff::Organizer),
            ("desk-webhooks", "/webhooks", Staff::Organizer),
            ("desk-next-edition", "/next-edition", Staff::Organizer),
        ],
    ),
];

impl Layout {
    /// Whether the reader works on this edition, so that pages link to the desk.
    pub fn has_desk(&self) -> bool {
        self.conference.is_some() && (self.organizer || self.leads || self.reviews || self.door)
    }

    /// The first page of the desk for this reader.
    pub fn desk_path(&self) -> String {
        self.path_of(if self.has_overview() { OVERVIEW } else { "/check-in" })
    }

    /// The overview. Each organizer, lead and reviewer sees their part of it.
    pub fn desk_overview(&self) -> Option<Room> {
        self.has_overview().then(|| self.room("desk-overview", OVERVIEW))
    }

    /// People at the door have the check-in only.
    fn has_overview(&self) -> bool {
        self.conference.is_some() && (self.organizer || self.leads || self.reviews)
    }

    /// The groups of the side bar with the rooms that this reader may enter.
    pub fn desk_groups(&self) -> Vec<(&'static str, Vec<Room>)> {
        GROUPS
            .iter()
            .map(|(heading, rooms)| {
                let mine = rooms.iter().filter(|(_, _, staff)| self.works_as(*staff));
                (*heading, mine.map(|(label, path, _)| self.room(label, path)).collect::<Vec<_>>())
            })
            .filter(|(_, rooms)| !rooms.is_empty())
            .collect()
    }

    fn room(&self, label: &'static str, path: &str) -> Room {
        Room { label, path: self.path_of(path), is_here: self.is_at(path) }
    }

    fn works_as(&self, staff: Staff) -> bool {
        match staff {
            Staff::Organizer => self.organizer,
            Staff::Lead => self.organizer || self.leads,
            Staff::Reviewer => self.organizer || self.leads || self.reviews,
            Staff::Door => self.organizer || self.door,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Frame;

    fn labels(layout: &Layout) -> Vec<&'static str> {
        layout.desk_groups().into_iter().flat_map(|(_, rooms)| rooms).map(|room| room.label).collect()
    }

    #[test]
    fn each_sees_their_own_rooms() {
        let conference = Some(Frame { id: "demo".into(), ..Frame::default() });
        let layout = Layout { conference, path: "/conferences/demo/reviews".into(), ..Layout::default() };
        assert!(!layout.has_desk());
        let reviewer = Layout { reviews: true, ..layout.clone() };
        assert_eq!(labels(&reviewer), ["desk-calls", "desk-reviews", "desk-bofs"]);
        let groups = reviewer.desk_groups();
        let here: Vec<_> = groups.iter().flat_map(|(_, rooms)| rooms).filter(|room| room.is_here).collect();
        assert_eq!(here, [&Room { label: "desk-reviews", path: "/conferences/demo/reviews".into(), is_here: true }]);
        let lead = Layout { leads: true, ..layout.clone() };
        assert!(labels(&lead).contains(&"desk-timetable") && !labels(&lead).contains(&"desk-outbox"));
        let door = Layout { door: true, ..layout.clone() };
        assert_eq!((labels(&door), door.desk_overview()), (vec!["desk-check-in"], None));
        assert_eq!(door.desk_path(), "/conferences/demo/check-in");
        let organizer = Layout { organizer: true, ..layout };
        let all: Vec<_> = GROUPS.iter().flat_map(|(_, rooms)| *rooms).map(|(label, _, _)| *label).collect();
        assert_eq!(labels(&organizer), all);
    }
}
