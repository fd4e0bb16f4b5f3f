//! Publishes a draft as the next numbered release, with its changes and the people to notify.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::place::shown;
use super::{Draft, Guid, LastMove, Participant, Placement, Release, Released, Session, SessionId, State, Wishes};
use crate::conference::Conference;

/// A release to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    pub release: Release,
    /// Changes since the previous release, in the release's order.
    pub changes: Vec<Change>,
    /// The people to notify, each once.
    pub affected: Vec<Affected>,
}

/// The change of one session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub session: SessionId,
    pub title: String,
    #[serde(flatten)]
    pub what: What,
    /// Other changed properties: `title`, `people`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<String>,
}

/// How a session changed between two releases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum What {
    /// New on the timetable, or back on it.
    New {
        to: Placement,
    },
    /// Changed in place or time.
    Moved {
        from: Placement,
        to: Placement,
    },
    Cancelled {
        from: Placement,
    },
    /// Same place and time, other content.
    Changed,
}

impl Change {
    /// One line without a full stop.
    pub fn sentence(&self, conference: &Conference) -> String {
        let title = &self.title;
        let details = if self.details.is_empty() { String::new() } else { format!(" ({})", self.details.join(", ")) };
        match &self.what {
            What::New { to } => format!("New: {title}: {}", shown(conference, to)),
            What::Moved { from, to } => {
                format!("Moved: {title}: {}; it was {}{details}", shown(conference, to), shown(conference, from))
            }
            What::Cancelled { from } => format!("Cancelled: {title}: it was {}", shown(conference, from)),
            What::Changed => format!("Changed: {title}{details}"),
        }
    }

    /// Whether to notify the session's people: about place, time, cancellation, their own part, and the title.
    fn concerns_people(&self) -> bool {
        !matches!(self.what, What::Changed) || self.details.iter().any(|d| matches!(d.as_str(), "title" | "people"))
    }
}

/// A person to notify of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affected {
    pub person: Participant,
    /// Their changed sessions, and whether they still take part.
    pub sessions: Vec<(SessionId, Part)>,
}

/// A person's part in a changed session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// They take part, and it takes place.
    Takes,
    /// They no longer take part, or it is cancelled; their calendar entry is removed.
    Gone,
}

/// The draft equals the last release, so there is nothing to publish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unchanged {
    /// The last release; `None` if there is none and no session is placed.
    pub number: Option<u32>,
}

/// Makes the next release. Every session keeps its `UID` (its guid); its sequence increases by one with each release
/// that changes its public content.
pub fn publish(
    conference: &Conference,
    draft: &Draft,
    last: Option<&Release>,
    now: Timestamp,
) -> Result<Publication, Unchanged> {
    let before = |id: &SessionId| last.and_then(|release| release.session(id));
    let mut found: Vec<(Released, Option<Change>)> = Vec::new();
    for (session, placement) in draft.placed() {
        let session = public(session);
        // The reason for overriding a rule is not public.
        let placement = &Placement { override_reason: None, ..placement.clone() };
        let earlier = before(&session.id);
        let change = change(&session, placement, earlier);
        let moved = last_move(conference, placement, earlier, now);
        let released = match (earlier, &change) {
            (Some(earlier), None) => {
                // Required people are not public, so a change of them changes no public content.
                Released { session, placement: placement.clone(), ..earlier.clone() }
            }
            (earlier, _) => Released {
                session,
                placement: placement.clone(),
                sequence: earlier.map_or(0, |e| e.sequence + 1),
                modified_at: now,
                moved,
            },
        };
        found.push((released, change));
    }
    for earlier in last.into_iter().flat_map(|release| &release.sessions) {
        if !found.iter().any(|(released, _)| released.session.id == earlier.session.id) {
            found.push(gone(earlier, draft, now));
        }
    }
    if found.iter().all(|(_, change)| change.is_none()) {
        return Err(Unchanged { number: last.map(|release| release.number) });
    }
    let room = |p: &Placement| conference.rooms.iter().position(|room| room.id == p.room).unwrap_or(usize::MAX);
    found.sort_by_key(|(r, _)| (r.placement.starts_at, room(&r.placement), r.session.number));
    let affected = affected(&found, last);
    let number = last.map_or(1, |release| release.number + 1);
    let (sessions, changes): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let changes = changes.into_iter().flatten().collect();
    Ok(Publication { release: Release { number, published_at: now, sessions }, changes, affected })
}

/// A session without its confidential data, for a release.
fn public(session: &Session) -> Session {
    let people =
        session.people.iter().map(|person| Participant { unavailable: Vec::new(), ..person.clone() }).collect();
    Session { people, wishes: Wishes::default(), ..session.clone() }
}

fn change(session: &Session, placement: &Placement, earlier: Option<&Released>) -> Option<Change> {
    let change =
        |what, details| Some(Change { session: session.id.clone(), title: session.title.clone(), what, details });
    let to = || placement.clone();
    let Some(earlier) = earlier.filter(|earlier| !earlier.is_cancelled()) else {
        return change(What::New { to: to() }, Vec::new());
    };
    let details = details(&earlier.session, session);
    if !placement.is_where(&earlier.placement) {
        return change(What::Moved { from: earlier.placement.clone(), to: to() }, details);
    }
    if details.is_empty() { None } else { change(What::Changed, details) }
}

fn last_move(conference: &Conference, to: &Placement, earlier: Option<&Released>, now: Timestamp) -> Option<LastMove> {
    let earlier = earlier.filter(|earlier| !earlier.is_cancelled())?;
    if to.is_where(&earlier.placement) {
        return earlier.moved.clone();
    }
    let today = earlier.moved.as_ref().filter(|moved| conference.day_of(moved.at) == conference.day_of(now));
    let from = today.map_or(&earlier.placement, |moved| &moved.from);
    (!to.is_where(from)).then(|| LastMove { from: from.clone(), at: now })
}

/// A session of the last release that the draft does not place; it stays as cancelled.
fn gone(earlier: &Released, draft: &Draft, now: Timestamp) -> (Released, Option<Change>) {
    if earlier.is_cancelled() {
        return (earlier.clone(), None);
    }
    let session = draft.session(&earlier.session.id).map_or_else(|| earlier.session.clone(), |d| public(&d.session));
    let session = Session { state: State::Cancelled, ..session };
    let from = earlier.placement.clone();
    let change = Change {
        session: session.id.clone(),
        title: session.title.clone(),
        what: What::Cancelled { from: from.clone() },
        details: Vec::new(),
    };
    let sequence = earlier.sequence + 1;
    (Released { session, placement: from, sequence, modified_at: now, moved: None }, Some(change))
}

/// The changed public properties, in words.
fn details(was: &Session, is: &Session) -> Vec<String> {
    let seen = |p: &Participant| (p.guid.clone(), p.name.clone(), p.role, p.biography.clone());
    let same_people = was.public_people().map(seen).eq(is.public_people().map(seen));
    let differences = [
        (was.title != is.title || was.subtitle != is.subtitle, "title"),
        (!same_people, "people"),
        (was.abstract_text != is.abstract_text || was.description != is.description, "abstract"),
        (was.track != is.track, "track"),
        (was.kind != is.kind || was.format != is.format || was.language != is.language, "format"),
        (was.state != is.state, "state"),
        (was.is_not_recorded() != is.is_not_recorded() || was.recording_license != is.recording_license, "recording"),
        (was.links != is.links || was.logo != is.logo || was.origin_url != is.origin_url, "links"),
        (was.carried != is.carried, "details"),
        ((&was.guid, &was.code, was.number) != (&is.guid, &is.code, is.number), "number"),
    ];
    differences.into_iter().filter(|(is, _)| *is).map(|(_, what)| what.to_owned()).collect()
}

fn affected(found: &[(Released, Option<Change>)], last: Option<&Release>) -> Vec<Affected> {
    let mut affected: Vec<Affected> = Vec::new();
    let mut note = |person: &Participant, id: &SessionId, part: Part| {
        let at = affected.iter().position(|a| a.person.guid == person.guid).unwrap_or_else(|| {
            affected.push(Affected { person: person.clone(), sessions: Vec::new() });
            affected.len() - 1
        });
        if !affected[at].sessions.iter().any(|(session, _)| session == id) {
            affected[at].sessions.push((id.clone(), part));
        }
    };
    for (released, change) in found {
        let Some(change) = change else { continue };
        let id = &released.session.id;
        let part = if released.is_cancelled() { Part::Gone } else { Part::Takes };
        if change.concerns_people() {
            released.session.people.iter().for_each(|person| note(person, id, part));
        }
        let has = |guid: &Guid| released.session.people.iter().any(|person| person.guid == *guid);
        let earlier = last.and_then(|release| release.session(id)).filter(|earlier| !earlier.is_cancelled());
        let left = earlier.into_iter().flat_map(|earlier| &earlier.session.people);
        left.filter(|person| !has(&person.guid)).for_each(|person| note(person, id, Part::Gone));
    }
    affected
}
