//! An edition in figures, computed from the rows of its people: who came, what became of the waitlist and of proposals.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::conference::{Attendance, Conference, PoolId, TrackId};
use crate::directory::{PersonRow, RowRegistration, RowWaitlist};
use crate::proposal::ProposalState;
use crate::registration::RegistrationId;
use crate::waitlist::EntryState;

/// When each person was checked in first; people who are not here are absent.
pub type Arrivals = BTreeMap<RegistrationId, Timestamp>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// In-person passes by pool, in the definition's order.
    pub pools: Vec<(PoolId, Came)>,
    pub in_person: Came,
    /// Virtual passes.
    pub online: u64,
    /// Passes of no-shows that went to others.
    pub offered_on: u64,
    /// First check-ins by day at the conference.
    pub days: Vec<(Date, u64)>,
    pub waitlist: Outcome,
    /// In the definition's order.
    pub tracks: Vec<(TrackId, Decided)>,
}

/// Holders of passes, and how many of them came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Came {
    pub passes: u64,
    pub here: u64,
}

impl Came {
    /// The share of holders who did not come, in tenths of a percent.
    pub fn no_show_permille(self) -> Option<u64> {
        ((self.passes - self.here) * 1000).checked_div(self.passes)
    }
}

/// What became of the people on the waitlist, by their latest entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub joined: u64,
    /// People who ever got an offer.
    pub offered: u64,
    pub accepted: u64,
    pub declined: u64,
    pub lapsed: u64,
    pub left: u64,
    pub waiting: u64,
    /// People with an open offer.
    pub open_offers: u64,
    /// From joining to the offer, of people who got one.
    pub median_wait: Option<SignedDuration>,
    pub longest_wait: Option<SignedDuration>,
}

/// Proposals by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// Every proposal that was submitted.
    pub submitted: u64,
    /// Accepted or confirmed.
    pub accepted: u64,
    pub standby: u64,
    pub rejected: u64,
    /// Withdrawn, or declined after the acceptance.
    pub withdrawn: u64,
    pub undecided: u64,
}

impl Statistics {
    pub fn of<'a>(
        conference: &Conference,
        people: impl Iterator<Item = &'a PersonRow> + Clone,
        arrivals: &Arrivals,
    ) -> Self {
        let mut statistics = Self {
            pools: conference.pools.iter().map(|pool| (pool.id.clone(), Came::default())).collect(),
            tracks: conference.tracks.iter().map(|track| (track.id.clone(), Decided::default())).collect(),
            waitlist: outcome(people.clone().filter_map(|row| row.waitlist.as_ref())),
            ..Self::default()
        };
        let mut days: BTreeMap<Date, u64> = BTreeMap::new();
        for registration in people.clone().filter_map(|row| row.registration.as_ref()) {
            statistics.add(registration, arrivals);
            let arrived = arrivals.get(&registration.id).filter(|_| comes(registration));
            if let Some(at) = arrived {
                *days.entry(conference.day_of(*at)).or_default() += 1;
            }
        }
        statistics.days = days.into_iter().collect();
        // A proposal is in the row of each of its people.
        let mut seen = BTreeSet::new();
        for proposal in people.flat_map(|row| &row.proposals).filter(|proposal| seen.insert(&proposal.id)) {
            if let Some((_, decided)) = statistics.tracks.iter_mut().find(|(track, _)| *track == proposal.track) {
                decided.add(&proposal.state);
            }
        }
        statistics.pools.retain(|(pool, came)| !pool.is_virtual() && came.passes > 0);
        statistics
    }

    fn add(&mut self, registration: &RowRegistration, arrivals: &Arrivals) {
        self.offered_on += u64::from(!registration.is_confirmed() && registration.offered_on_at.is_some());
        self.online += u64::from(registration.is_confirmed() && registration.attendance == Attendance::Virtual);
        if !comes(registration) {
            return;
        }
        let here = u64::from(arrivals.contains_key(&registration.id));
        let pool = self.pools.iter_mut().find(|(pool, _)| *pool == registration.pool).map(|(_, came)| came);
        for came in pool.into_iter().chain([&mut self.in_person]) {
            came.passes += 1;
            came.here += here;
        }
    }
}

fn comes(registration: &RowRegistration) -> bool {
    registration.is_confirmed() && registration.attendance == Attendance::InPerson
}

fn outcome<'a>(entries: impl Iterator<Item = &'a RowWaitlist>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut waits = Vec::new();
    for entry in entries {
        outcome.joined += 1;
        if let Some(offered_at) = entry.offered_at {
            outcome.offered += 1;
            waits.push(offered_at.duration_since(entry.joined_at));
        }
        *match entry.state {
            EntryState::Waiting => &mut outcome.waiting,
            EntryState::Offered => &mut outcome.open_offers,
            EntryState::Accepted { .. } => &mut outcome.accepted,
            EntryState::Declined { .. } => &mut outcome.declined,
            EntryState::Lapsed { .. } => &mut outcome.lapsed,
            EntryState::Withdrawn { .. } => &mut outcome.left,
        } += 1;
    }
    waits.sort_unstable();
    outcome.median_wait = waits.get(waits.len() / 2).copied();
    outcome.longest_wait = waits.last().copied();
    outcome
}

impl Decided {
    fn add(&mut self, state: &ProposalState) {
        let figure = match state {
            // Drafts are visible to their own people only.
            ProposalState::Draft => return,
            ProposalState::Submitted => &mut self.undecided,
            ProposalState::Accepted { .. } | ProposalState::Confirmed { .. } => &mut self.accepted,
            ProposalState::Standby { .. } => &mut self.standby,
            ProposalState::Rejected { .. } => &mut self.rejected,
            ProposalState::Withdrawn { .. } | ProposalState::Declined { .. } => &mut self.withdrawn,
        };
        *figure += 1;
        self.submitted += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conference::Class;

    fn entry(joined: i64, offered: Option<i64>, state: EntryState) -> RowWaitlist {
        let at = |second| Timestamp::from_second(second).unwrap();
        RowWaitlist {
            id: RegistrationId::parse("0123456789abcdefghjkmnpqrs-1").unwrap(),
            state,
            class: Class::Everyone,
            joined_at: at(joined),
            offered_at: offered.map(at),
            expires_at: None,
        }
    }

    #[test]
    fn people_on_the_waitlist_are_counted_once_with_the_time_to_their_offer() {
        let ended_at = Timestamp::UNIX_EPOCH;
        let entries = [
            entry(0, Some(60), EntryState::Declined { ended_at }),
            entry(0, Some(180), EntryState::Lapsed { ended_at, unreachable: false }),
            entry(60, Some(180), EntryState::Offered),
            entry(0, None, EntryState::Waiting),
            entry(0, None, EntryState::Withdrawn { ended_at }),
        ];
        let found = outcome(entries.iter());
        assert_eq!((found.joined, found.offered, found.waiting, found.left, found.lapsed), (5, 3, 1, 1, 1));
        assert_eq!((found.declined, found.open_offers, found.accepted), (1, 1, 0));
        let minutes = |wait: Option<SignedDuration>| wait.map(|wait| wait.as_mins());
        assert_eq!((minutes(found.median_wait), minutes(found.longest_wait)), (Some(2), Some(3)));
        assert_eq!(outcome([].iter()), Outcome::default());
    }

    #[test]
    fn the_share_of_the_missing_is_exact_and_needs_passes() {
        assert_eq!(Came { passes: 8, here: 7 }.no_show_permille(), Some(125));
        assert_eq!(Came::default().no_show_permille(), None);
    }
}
