//! Assigns slots to BoFs: first come, first served among those that fit.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::BofId;
use crate::conference::{BofSlot, Period};

/// The limit for one person at a time, with or without a slot: slots are few and should serve many people.
pub const PER_PERSON: usize = 2;

/// Identifies a slot on the board.
fn key(slot: &BofSlot) -> String {
    format!("{}#{}", slot.period.starts_at, slot.room)
}

/// A BoF's requirements for a slot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wants {
    /// Length in minutes, if requested.
    pub minutes: Option<u32>,
    /// Periods of the host's other BoFs; they must not overlap.
    pub beside: Vec<Period>,
}

impl Wants {
    fn fits(&self, slot: &BofSlot) -> bool {
        self.minutes.is_none_or(|minutes| minutes <= slot.period.minutes())
            && !self.beside.iter().any(|other| other.overlaps(slot.period))
    }
}

/// The assigned slots and the list of waiting BoFs, in order of arrival.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// Version for optimistic locking: a write succeeds only on the version that was read.
    pub revision: u64,
    /// The BoF in each assigned slot, by time and room.
    given: BTreeMap<String, BofId>,
    line: Vec<BofId>,
}

/// The result for a new BoF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    Slot(BofSlot),
    /// The position on the list, from 1.
    Place(usize),
}

impl Board {
    /// The first slot that is free, in the future and fits; `slots` are in order of preference.
    fn first_free<'s>(&self, slots: &'s [BofSlot], wants: &Wants, now: Timestamp) -> Option<&'s BofSlot> {
        slots
            .iter()
            .find(|slot| slot.period.starts_at > now && !self.given.contains_key(&key(slot)) && wants.fits(slot))
    }

    /// Gives a new BoF the first free slot that fits, or the last position on the list. Call [`Board::serve`] first:
    /// then the remaining free slots fit no waiting BoF, and the newcomer overtakes none.
    pub fn admit(&mut self, id: &BofId, slots: &[BofSlot], wants: &Wants, now: Timestamp) -> Given {
        let Some(slot) = self.first_free(slots, wants, now).cloned() else {
            self.line.push(id.clone());
            return Given::Place(self.line.len());
        };
        self.given.insert(key(&slot), id.clone());
        Given::Slot(slot)
    }

    /// Removes a BoF from its slot or from the list.
    pub fn leave(&mut self, id: &BofId) {
        self.given.retain(|_, has| has != id);
        self.line.retain(|waits| waits != id);
    }

    /// Assigns free slots to waiting BoFs in their order, at most `most` of them. Returns the new assignments.
    pub fn serve(
        &mut self,
        slots: &[BofSlot],
        wants: impl Fn(&BofId, &[(BofId, BofSlot)]) -> Option<Wants>,
        now: Timestamp,
        most: usize,
    ) -> Vec<(BofId, BofSlot)> {
        let mut served = Vec::new();
        for id in self.line.clone() {
            if served.len() == most {
                break;
            }
            let Some(wants) = wants(&id, &served) else { continue };
            if let Some(slot) = self.first_free(slots, &wants, now).cloned() {
                self.given.insert(key(&slot), id.clone());
                self.line.retain(|waits| *waits != id);
                served.push((id, slot));
            }
        }
        served
    }

    /// A BoF's position on the list, from 1.
    pub fn place(&self, id: &BofId) -> Option<usize> {
        self.line.iter().position(|waits| waits == id).map(|at| at + 1)
    }

    /// The number of these slots that are free and in the future.
    pub fn free(&self, slots: &[BofSlot], now: Timestamp) -> usize {
        slots.iter().filter(|slot| slot.period.starts_at > now && !self.given.contains_key(&key(slot))).count()
    }

    /// The number of waiting BoFs.
    pub fn waiting(&self) -> usize {
        self.line.len()
    }

    pub fn holder(&self, slot: &BofSlot) -> Option<&BofId> {
        self.given.get(&key(slot))
    }

    /// The waiting BoFs in order of arrival.
    pub fn line(&self) -> &[BofId] {
        &self.line
    }

    /// The number of assigned slots.
    pub fn taken(&self) -> usize {
        self.given.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn at(hour: u8) -> Timestamp {
        format!("2030-05-01T{hour:02}:00:00Z").parse().unwrap()
    }

    fn slots() -> Vec<BofSlot> {
        [("room-a", 10, 60), ("room-b", 10, 45), ("room-a", 12, 30)]
            .map(|(room, hour, minutes)| BofSlot { room: room.parse().unwrap(), period: Period::of(at(hour), minutes) })
            .to_vec()
    }

    fn id(n: usize) -> BofId {
        format!("bof-{n:010}").parse().unwrap()
    }

    fn wants(minutes: u32) -> Wants {
        Wants { minutes: Some(minutes), beside: Vec::new() }
    }

    fn shown(given: &Given) -> String {
        match given {
            Given::Slot(slot) => format!("{} {}", slot.room, slot.period.starts_at.strftime("%H:%M")),
            Given::Place(place) => format!("place {place}"),
        }
    }

    fn check(commands: &[(usize, u32)], expected: &Expect) -> Board {
        let mut board = Board::default();
        let given: Vec<_> = commands
            .iter()
            .map(|(n, minutes)| shown(&board.admit(&id(*n), &slots(), &wants(*minutes), at(8))))
            .collect();
        expected.assert_eq(&given.join(", "));
        board
    }

    #[test]
    fn the_first_bof_gets_the_first_slot_that_is_long_enough() {
        check(&[(1, 30), (2, 30), (3, 30), (4, 30)], &expect!["room-a 10:00, room-b 10:00, room-a 12:00, place 1"]);
        check(&[(1, 45), (2, 60), (3, 40), (4, 30)], &expect!["room-a 10:00, place 1, room-b 10:00, room-a 12:00"]);
    }

    #[test]
    fn a_freed_slot_goes_to_the_next_waiting_bof_that_fits() {
        let mut board = check(
            &[(1, 30), (2, 30), (3, 30), (4, 60), (5, 30)],
            &expect![["room-a 10:00, room-b 10:00, room-a 12:00, place 1, place 2"]],
        );
        board.leave(&id(2));
        let lengths = |asked: &BofId, _: &[(BofId, BofSlot)]| Some(wants(if *asked == id(4) { 60 } else { 30 }));
        // The slot of 45 minutes is too short for the first waiting BoF.
        let served = board.serve(&slots(), lengths, at(8), 10);
        assert_eq!(served, [(id(5), slots()[1].clone())]);
        assert_eq!((board.place(&id(4)), board.place(&id(5))), (Some(1), None));
        board.leave(&id(1));
        assert_eq!(board.serve(&slots(), lengths, at(8), 10), [(id(4), slots()[0].clone())]);
        assert_eq!((board.waiting(), board.free(&slots(), at(8))), (0, 0));
    }

    #[test]
    fn a_slot_that_has_begun_or_overlaps_is_not_assigned() {
        let mut board = Board::default();
        assert_eq!(shown(&board.admit(&id(1), &slots(), &wants(30), at(10))), "room-a 12:00");
        let beside = vec![slots()[0].period];
        let wants = Wants { minutes: Some(30), beside };
        assert_eq!(shown(&board.admit(&id(2), &slots(), &wants, at(8))), "place 1");
    }

    proptest::proptest! {
        /// After any sequence of acts, no slot is assigned twice, no BoF has two slots, and no free slot fits a
        /// waiting BoF.
        #[test]
        fn slots_and_their_bofs_always_agree(acts in proptest::collection::vec((0..12usize, 0..2usize, 20..60u32), 0..60)) {
            let mut board = Board::default();
            let mut lengths: BTreeMap<BofId, u32> = BTreeMap::new();
            for (n, act, minutes) in acts {
                let who = id(n);
                let known = lengths.contains_key(&who);
                if act == 0 && !known {
                    board.admit(&who, &slots(), &wants(minutes), at(8));
                    lengths.insert(who, minutes);
                } else if act == 1 && known {
                    board.leave(&who);
                    lengths.remove(&who);
                    board.serve(&slots(), |id, _| Some(wants(lengths[id])), at(8), 10);
                }
                let holders: Vec<_> = slots().iter().filter_map(|slot| board.holder(slot).cloned()).collect();
                proptest::prop_assert_eq!(holders.len(), board.taken());
                let mut all: Vec<_> = holders.iter().chain(board.line()).cloned().collect();
                all.sort();
                all.dedup();
                proptest::prop_assert_eq!(all.len(), lengths.len());
                for waits in board.line() {
                    proptest::prop_assert!(board.first_free(&slots(), &wants(lengths[waits]), at(8)).is_none());
                }
            }
        }
    }
}
