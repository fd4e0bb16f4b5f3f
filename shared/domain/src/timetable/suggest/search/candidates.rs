//! Finds the candidates of each session, with the constant part of their costs.

use std::collections::HashMap;

use super::{Candidate, Minutes, PERSON, PREFERENCE, Search, sum_up};
use crate::conference::grid::STEP_MINUTES;
use crate::timetable::interest::Interest;
use crate::timetable::obstacles::absences;
use crate::timetable::{Draft, Guid, Session};

impl<'a> Search<'a> {
    pub(super) fn take_what_is_placed(&mut self, draft: &'a Draft, numbers: &mut HashMap<&'a Guid, usize>) {
        for pause in &self.conference.breaks {
            let range = self.range(pause.period);
            let here = self.conference.rooms.iter().enumerate().filter(|(_, room)| pause.is_in(&room.id));
            here.for_each(|(at, _)| self.rooms[at].take(range));
        }
        self.people = vec![Minutes::new(self.length); numbers.len()];
        for (session, placement) in draft.placed() {
            let range = self.range(placement.period());
            if let Some(room) = self.room(&placement.room) {
                self.rooms[room].take(range);
            }
            for person in &session.people {
                if let Some(person) = numbers.get(&person.guid) {
                    self.people[*person].take(range);
                }
            }
        }
        for at in 0..self.wanting.len() {
            let session = self.wanting[at].session;
            for person in &session.people {
                let alone = Session { people: vec![person.clone()], ..session.clone() };
                for (_, period) in absences(draft, &alone) {
                    let range = self.range(period);
                    self.people[numbers[&person.guid]].take(range);
                }
            }
        }
    }

    pub(super) fn find_candidates(&mut self, draft: &Draft, interest: &Interest) {
        for at in 0..self.wanting.len() {
            let session = self.wanting[at].session;
            let mut steps = vec![0i64; self.length + 1];
            for (other, placement) in draft.placed() {
                let people = i64::from(shared(interest, session, other));
                let (from, until) = self.range(placement.period());
                steps[from] += people;
                steps[until] -= people;
            }
            let mut fixed = vec![0; self.length + 1];
            sum_up(&steps, &mut fixed);
            let after: Vec<_> =
                session.wishes.after.iter().filter_map(|id| draft.session(id)?.placement.as_ref()).collect();
            let after = after.iter().map(|p| self.minute_until(p.period().ends_at)).max().unwrap_or(0);
            let preferred: Vec<_> = session.wishes.preferred.iter().map(|period| self.range(*period)).collect();
            let mut candidates = Vec::new();
            for area in &self.wanting[at].areas {
                let Some(room) = self.room(&area.room) else { continue };
                let range = self.range(area.period);
                let length = session.minutes as usize;
                let mut from = range.0;
                while from + length <= range.1 {
                    let span = (from, from + length);
                    let people = &self.wanting[at].people;
                    if !self.rooms[room].any(span) && !people.iter().any(|person| self.people[*person].any(span)) {
                        let missed = [
                            !preferred.is_empty() && !preferred.iter().any(|p| p.0 <= span.0 && span.1 <= p.1),
                            session.wishes.room.as_ref().is_some_and(|requested| *requested != area.room),
                            span.0 < after,
                        ];
                        let missed = missed.into_iter().filter(|missed| *missed).count() as u64;
                        // Lateness counts from each day's first minute, which spreads sessions over the days.
                        let late = (from % (24 * 60)) as u64 / u64::from(STEP_MINUTES);
                        let cost = missed * PREFERENCE * PERSON + late;
                        candidates.push(Candidate { room, from, until: span.1, area: range, cost });
                    }
                    if area.single {
                        break;
                    }
                    from += STEP_MINUTES as usize;
                }
            }
            candidates.sort_by_key(|candidate| (candidate.room, candidate.from));
            self.wanting[at].candidates = candidates;
            self.fixed.push(fixed);
        }
        for (at, one) in self.wanting.iter().enumerate() {
            let others = self.wanting.iter().enumerate().filter(|(other, _)| *other != at);
            let shared = others.map(|(other, w)| (other, shared(interest, one.session, w.session)));
            self.shared.push(shared.filter(|(_, people)| *people > 0).collect());
        }
    }
}

/// Shared people, and the preference to be apart.
fn shared(interest: &Interest, a: &Session, b: &Session) -> u32 {
    let apart = a.wishes.apart_from.contains(&b.id) || b.wishes.apart_from.contains(&a.id);
    interest.shared(a, b) + if apart { u32::try_from(PREFERENCE).unwrap_or(0) } else { 0 }
}
