//! Shared interest in sessions, from bookmarks: how many people would miss something if two sessions overlap.

use std::collections::{BTreeMap, BTreeSet};

use super::{Draft, Session, SessionId};
use crate::conference::TrackId;

/// The least number of shared people that is worth a warning.
pub const MANY: u32 = 5;

/// Counts of people who are interested in both sessions, or both tracks, of a pair. Contains no identities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interest {
    sessions: Pairs<SessionId>,
    tracks: Pairs<TrackId>,
}

/// Stored in both directions, because lookups are more frequent than additions.
type Pairs<T> = BTreeMap<T, BTreeMap<T, u32>>;

impl Interest {
    /// Counts bookmarks; one list for each person.
    pub fn count<'a>(draft: &Draft, bookmarks: impl IntoIterator<Item = &'a [SessionId]>) -> Self {
        let track_of: BTreeMap<_, _> =
            draft.sessions.iter().filter_map(|d| Some((&d.session.id, d.session.track.as_ref()?))).collect();
        let mut interest = Self::default();
        for person in bookmarks {
            let sessions: BTreeSet<_> = person.iter().collect();
            let tracks: BTreeSet<_> = sessions.iter().filter_map(|id| track_of.get(*id).copied()).collect();
            pairs(&sessions).for_each(|(a, b)| interest.in_sessions(a, b, 1));
            pairs(&tracks).for_each(|(a, b)| interest.in_tracks(a, b, 1));
        }
        interest
    }

    /// Adds people who are interested in both sessions.
    pub fn in_sessions(&mut self, a: &SessionId, b: &SessionId, people: u32) {
        add(&mut self.sessions, a, b, people);
    }

    /// Adds people who are interested in both tracks.
    pub fn in_tracks(&mut self, a: &TrackId, b: &TrackId, people: u32) {
        add(&mut self.tracks, a, b, people);
    }

    pub fn of_sessions(&self, a: &SessionId, b: &SessionId) -> u32 {
        get(&self.sessions, a, b)
    }

    pub fn of_tracks(&self, a: &TrackId, b: &TrackId) -> u32 {
        get(&self.tracks, a, b)
    }

    /// The cost of an overlap, in people: those interested in both sessions; if none are known, a tenth of those
    /// interested in both tracks. Sessions of one track always share a small audience.
    pub fn shared(&self, a: &Session, b: &Session) -> u32 {
        let known = self.of_sessions(&a.id, &b.id);
        if known > 0 {
            return known;
        }
        match (&a.track, &b.track) {
            (Some(one), Some(other)) if one == other => 1,
            (Some(one), Some(other)) => self.of_tracks(one, other).div_ceil(10),
            _ => 0,
        }
    }
}

fn add<T: Clone + Ord>(pairs: &mut Pairs<T>, a: &T, b: &T, people: u32) {
    for (one, other) in [(a, b), (b, a)] {
        *pairs.entry(one.clone()).or_default().entry(other.clone()).or_default() += people;
    }
}

fn get<T: Ord>(pairs: &Pairs<T>, a: &T, b: &T) -> u32 {
    pairs.get(a).and_then(|others| others.get(b)).copied().unwrap_or(0)
}

fn pairs<'a, T: Ord>(set: &BTreeSet<&'a T>) -> impl Iterator<Item = (&'a T, &'a T)> {
    let all: Vec<_> = set.iter().copied().collect();
    (0..all.len()).flat_map(move |i| {
        let all = all.clone();
        (0..i).map(move |j| (all[j], all[i]))
    })
}

/// The number of people who would have to be in two places at once, summed over all overlapping pairs.
pub fn clashes(draft: &Draft, interest: &Interest) -> u64 {
    let placed: Vec<_> = draft.placed().collect();
    let mut people = 0;
    for (at, (session, placement)) in placed.iter().enumerate() {
        for (other, elsewhere) in &placed[..at] {
            if placement.period().overlaps(elsewhere.period()) {
                people += u64::from(interest.shared(session, other));
            }
        }
    }
    people
}
