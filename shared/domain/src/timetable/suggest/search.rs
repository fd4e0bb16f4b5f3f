//! The search for suggestions; the steps are described in `suggest.rs`.

mod candidates;

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::board::{Minutes, Random};
use super::explain::{self, Reason};
use crate::conference::{Conference, RoomId};
use crate::timetable::areas::{self, Area};
use crate::timetable::interest::Interest;
use crate::timetable::{Draft, Guid, Kind, Period, Placement, Session, SessionId, State};

/// The cost of a missed preference, in people.
const PREFERENCE: u64 = 3;
/// The cost of one person in two places. Smaller costs only break ties.
const PERSON: u64 = 1000;
/// The cost of an unusable minute.
const WASTED_MINUTE: u64 = 12;
/// The most rounds of moves and exchanges.
const ROUNDS: usize = 3;
/// The number of sessions, worst places first, that try an exchange in each round.
const EXCHANGES: usize = 40;
/// The number of unplaced sessions that try to displace others, and the number of places that each inspects.
const EJECTIONS: (usize, usize) = (40, 200);
/// The number of inspected places that each tries.
const TRIES: usize = 12;
/// In minutes; shorter gaps are unusable.
const SHORTEST: usize = 15;

/// A possible place of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Candidate {
    room: usize,
    from: usize,
    until: usize,
    /// The index of its area, to compute gaps.
    area: (usize, usize),
    /// The constant part of its cost.
    cost: u64,
}

impl Candidate {
    fn range(&self) -> (usize, usize) {
        (self.from, self.until)
    }

    /// In people times minutes of overlap: half an overlap costs half.
    fn cost_with(&self, people_minutes: u64) -> u64 {
        self.cost + people_minutes * PERSON / (self.until - self.from).max(1) as u64
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.from < other.until && other.from < self.until
    }
}

#[derive(Debug)]
struct Wanting<'a> {
    session: &'a Session,
    people: Vec<usize>,
    areas: Vec<Area>,
    candidates: Vec<Candidate>,
    at: Option<Candidate>,
    luck: u64,
}

#[derive(Debug)]
pub(super) struct Search<'a> {
    conference: &'a Conference,
    origin: Timestamp,
    length: usize,
    wanting: Vec<Wanting<'a>>,
    /// Occupied minutes by room.
    rooms: Vec<Minutes>,
    /// Occupied minutes by person.
    people: Vec<Minutes>,
    /// The cost of overlapping placed sessions for each unplaced one, in people, as prefix sums over the minutes.
    fixed: Vec<Vec<u64>>,
    /// Shared people of two unplaced sessions, by the pair.
    shared: Vec<Vec<(usize, u32)>>,
    random: Random,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        conference: &'a Conference,
        draft: &'a Draft,
        interest: &Interest,
        seed: u64,
        wanted: impl Fn(&Session) -> bool,
    ) -> Self {
        let days = conference.period();
        let length = usize::try_from(days.ends_at.duration_since(days.starts_at).as_mins()).unwrap_or(0);
        let mut random = Random(seed);
        let mut numbers: HashMap<&Guid, usize> = HashMap::new();
        let mut sessions: Vec<_> = draft
            .sessions
            .iter()
            .filter(|d| d.placement.is_none() && d.session.state != State::Cancelled && wanted(&d.session))
            .map(|d| &d.session)
            .collect();
        // Sort, so that the result does not depend on the draft's order.
        sessions.sort_by(|a, b| a.id.cmp(&b.id));
        let free = areas::between_breaks(conference, &areas::free(conference));
        let wanting: Vec<_> = sessions
            .into_iter()
            .map(|session| {
                let given = areas::given(conference, session);
                let takes_free = given.is_empty() && session.kind != Kind::Bof;
                let areas = if takes_free { free.clone() } else { areas::between_breaks(conference, &given) };
                let people = session.people.iter().map(|person| number(&mut numbers, &person.guid)).collect();
                Wanting { session, people, areas, candidates: Vec::new(), at: None, luck: random.next() }
            })
            .collect();
        let mut search = Self {
            conference,
            origin: days.starts_at,
            length,
            rooms: vec![Minutes::new(length); conference.rooms.len()],
            people: Vec::new(),
            fixed: Vec::new(),
            shared: Vec::new(),
            wanting,
            random,
        };
        search.take_what_is_placed(draft, &mut numbers);
        search.find_candidates(draft, interest);
        search
    }

    fn minute_from(&self, at: Timestamp) -> usize {
        let minutes = at.duration_since(self.origin).as_secs().div_euclid(60);
        usize::try_from(minutes).unwrap_or(0).min(self.length)
    }

    fn minute_until(&self, at: Timestamp) -> usize {
        let minutes = at.duration_since(self.origin).as_secs();
        usize::try_from(minutes.max(0)).unwrap_or(0).div_ceil(60).min(self.length)
    }

    fn range(&self, period: Period) -> (usize, usize) {
        let from = self.minute_from(period.starts_at);
        (from, self.minute_until(period.ends_at).max(from))
    }

    fn room(&self, id: &RoomId) -> Option<usize> {
        self.conference.rooms.iter().position(|room| room.id == *id)
    }

    fn is_free(&self, at: usize, candidate: &Candidate) -> bool {
        let range = candidate.range();
        let busy = |person: &usize| self.people[*person].any(range);
        !self.rooms[candidate.room].any(range) && !self.wanting[at].people.iter().any(busy)
    }

    fn set(&mut self, at: usize, to: Option<Candidate>) {
        if let Some(old) = std::mem::replace(&mut self.wanting[at].at, to) {
            self.rooms[old.room].give_back(old.range());
            self.wanting[at].people.iter().for_each(|person| self.people[*person].give_back(old.range()));
        }
        if let Some(new) = to {
            self.rooms[new.room].take(new.range());
            self.wanting[at].people.iter().for_each(|person| self.people[*person].take(new.range()));
        }
    }

    /// A session's cost for each minute, in people, as prefix sums: a candidate's cost is one subtraction.
    fn pain(&self, at: usize) -> Vec<u64> {
        let mut steps = vec![0i64; self.length + 1];
        for (other, people) in &self.shared[at] {
            if let Some(placed) = &self.wanting[*other].at {
                steps[placed.from] += i64::from(*people);
                steps[placed.until] -= i64::from(*people);
            }
        }
        let mut pain = self.fixed[at].clone();
        sum_up(&steps, &mut pain);
        pain
    }

    /// The cost of one candidate; of many, see [`Self::pain`].
    fn cost_of(&self, at: usize, candidate: &Candidate) -> u64 {
        let shared = self.shared[at].iter().filter_map(|(other, people)| {
            let placed = self.wanting[*other].at.as_ref().filter(|placed| placed.overlaps(candidate))?;
            let minutes = placed.until.min(candidate.until) - placed.from.max(candidate.from);
            Some(minutes as u64 * u64::from(*people))
        });
        let fixed = &self.fixed[at];
        let people = fixed[candidate.until] - fixed[candidate.from] + shared.sum::<u64>();
        candidate.cost_with(people)
    }

    /// The unusable minutes that a candidate leaves beside it.
    fn wasted(&self, candidate: &Candidate) -> u64 {
        let room = &self.rooms[candidate.room];
        let useless = |gap: usize| if gap < SHORTEST { gap as u64 } else { 0 };
        let before = useless(room.gap_before(candidate.from, candidate.area.0));
        before + useless(room.gap_after(candidate.until, candidate.area.1))
    }

    /// The cheapest free candidate. The session's current place must be cleared first.
    fn best(&self, at: usize) -> Option<(u64, Candidate)> {
        let pain = self.pain(at);
        let mut best: Option<(u64, Candidate)> = None;
        for candidate in &self.wanting[at].candidates {
            let cost = candidate.cost_with(pain[candidate.until] - pain[candidate.from]);
            if best.as_ref().is_some_and(|(least, _)| *least <= cost) || !self.is_free(at, candidate) {
                continue;
            }
            let cost = cost + self.wasted(candidate) * WASTED_MINUTE;
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, *candidate));
            }
        }
        best
    }

    /// Step 2: fewest candidates first; ties by length, then by the seed.
    pub(super) fn place_all(&mut self) {
        let mut order: Vec<_> = (0..self.wanting.len()).collect();
        order.sort_by_key(|at| {
            let wanting = &self.wanting[*at];
            let length = u64::from(wanting.session.minutes.max(1));
            (wanting.candidates.len() as u64 / length, std::cmp::Reverse(length), wanting.luck)
        });
        for at in order {
            let best = self.best(at).map(|(_, candidate)| candidate);
            self.set(at, best);
        }
    }

    /// Step 3: unplaced sessions displace others that find another place.
    pub(super) fn eject(&mut self) {
        let mut without: Vec<_> = (0..self.wanting.len()).filter(|at| self.wanting[*at].at.is_none()).collect();
        without.sort_by_key(|at| self.wanting[*at].luck);
        for at in without.into_iter().take(EJECTIONS.0) {
            let candidates = &self.wanting[at].candidates;
            let some = candidates.iter().step_by(candidates.len() / EJECTIONS.1 + 1);
            let mut tries: Vec<_> = some.map(|candidate| (self.in_the_way(at, candidate), *candidate)).collect();
            tries.sort_by_key(|(others, candidate)| (others.len(), candidate.cost));
            for (others, candidate) in tries.into_iter().take(TRIES) {
                if self.try_instead(at, candidate, &others) {
                    break;
                }
            }
        }
    }

    /// The suggested sessions that a candidate collides with, by room or person.
    fn in_the_way(&self, at: usize, candidate: &Candidate) -> Vec<usize> {
        let mine = &self.wanting[at].people;
        let meets = |other: &Wanting<'_>| {
            other.at.as_ref().is_some_and(|placed| {
                placed.overlaps(candidate)
                    && (placed.room == candidate.room || other.people.iter().any(|person| mine.contains(person)))
            })
        };
        (0..self.wanting.len()).filter(|other| *other != at && meets(&self.wanting[*other])).collect()
    }

    fn clear(&mut self, all: &[usize]) {
        for at in all {
            self.set(*at, None);
        }
    }

    fn try_instead(&mut self, at: usize, candidate: Candidate, others: &[usize]) -> bool {
        let before: Vec<_> = others.iter().map(|other| self.wanting[*other].at).collect();
        self.clear(others);
        let mut found = self.is_free(at, &candidate);
        if found {
            self.set(at, Some(candidate));
            for other in others {
                let best = self.best(*other).map(|(_, candidate)| candidate);
                self.set(*other, best);
                found &= best.is_some();
            }
        }
        if !found {
            self.set(at, None);
            self.clear(others);
            others.iter().zip(before).for_each(|(other, old)| self.set(*other, old));
        }
        found
    }

    /// Step 4: move, or exchange with a session of the same length.
    pub(super) fn improve(&mut self) {
        for _ in 0..ROUNDS {
            let mut better = false;
            let mut order: Vec<_> = (0..self.wanting.len()).filter(|at| self.wanting[*at].at.is_some()).collect();
            order.sort_by_cached_key(|_| self.random.next());
            for at in &order {
                better |= self.move_one(*at);
            }
            order.sort_by_cached_key(|at| std::cmp::Reverse(self.wanting[*at].at.map(|here| self.cost_of(*at, &here))));
            for at in order.into_iter().take(EXCHANGES) {
                better |= self.exchange(at);
            }
            if !better {
                break;
            }
        }
    }

    fn move_one(&mut self, at: usize) -> bool {
        let Some(old) = self.wanting[at].at else { return false };
        self.set(at, None);
        let cost = self.cost_of(at, &old) + self.wasted(&old) * WASTED_MINUTE;
        let best = self.best(at).filter(|(least, _)| *least < cost).map(|(_, candidate)| candidate);
        self.set(at, Some(best.unwrap_or(old)));
        best.is_some()
    }

    /// Exchanges places with the first session for which this lowers the total cost.
    fn exchange(&mut self, at: usize) -> bool {
        let Some(mine) = self.wanting[at].at else { return false };
        for other in 0..self.wanting.len() {
            let Some(theirs) = self.wanting[other].at.filter(|theirs| !theirs.overlaps(&mine)) else { continue };
            let swapped = (self.candidate(at, &theirs), self.candidate(other, &mine));
            let (Some(to), Some(back)) = swapped else { continue };
            let before = self.cost_of(at, &mine) + self.cost_of(other, &theirs);
            self.set(at, None);
            self.set(other, None);
            // They do not overlap in time, so they share no person or room.
            if self.is_free(at, &to) && self.is_free(other, &back) {
                self.set(at, Some(to));
                self.set(other, Some(back));
                if self.cost_of(at, &to) + self.cost_of(other, &back) < before {
                    return true;
                }
                self.set(at, None);
                self.set(other, None);
            }
            self.set(at, Some(mine));
            self.set(other, Some(theirs));
        }
        false
    }

    /// A session's candidate at exactly the place of another's.
    fn candidate(&self, at: usize, place: &Candidate) -> Option<Candidate> {
        let candidates = &self.wanting[at].candidates;
        let found = candidates.binary_search_by_key(&(place.room, place.from), |c| (c.room, c.from)).ok()?;
        Some(candidates[found]).filter(|candidate| candidate.until == place.until)
    }

    pub(super) fn placed(&self) -> Vec<(SessionId, Placement)> {
        let placement = |at: Candidate, minutes| Placement {
            room: self.conference.rooms[at.room].id.clone(),
            starts_at: self.origin + SignedDuration::from_mins(i64::try_from(at.from).unwrap_or(0)),
            minutes,
            override_reason: None,
        };
        let all = self.wanting.iter();
        all.filter_map(|w| Some((w.session.id.clone(), placement(w.at?, w.session.minutes)))).collect()
    }

    pub(super) fn unplaced(&self) -> Vec<(SessionId, Reason)> {
        let without = self.wanting.iter().filter(|wanting| wanting.at.is_none());
        without.map(|wanting| (wanting.session.id.clone(), self.reason(wanting))).collect()
    }

    fn reason(&self, wanting: &Wanting<'_>) -> Reason {
        let areas: Vec<_> =
            wanting.areas.iter().filter_map(|a| Some((self.room(&a.room)?, self.range(a.period)))).collect();
        let minutes = wanting.session.minutes;
        let free = |(room, range): &(usize, (usize, usize))| self.rooms[*room].free(*range);
        let left = areas.iter().map(free).sum::<usize>();
        let length = minutes as usize;
        let longest = areas.iter().map(|(_, range)| range.1 - range.0).max();
        let room_somewhere = areas.iter().any(|(room, range)| {
            (range.0..=range.1.saturating_sub(length))
                .any(|from| from + length <= range.1 && !self.rooms[*room].any((from, from + length)))
        });
        explain::reason(wanting.session, longest, left, room_somewhere)
    }
}

/// Turns changes of the cost into prefix sums for each minute.
fn sum_up(steps: &[i64], sums: &mut [u64]) {
    let (mut now, mut sum) = (0, 0);
    for (step, total) in steps.iter().zip(sums) {
        *total += sum;
        now += step;
        sum += now.unsigned_abs();
    }
}

fn number<'a>(numbers: &mut HashMap<&'a Guid, usize>, guid: &'a Guid) -> usize {
    let next = numbers.len();
    *numbers.entry(guid).or_insert(next)
}
