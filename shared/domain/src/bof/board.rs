//! Which BoF has which slot, and who is next.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::BofId;
use crate::conference::{BofSlot, Period};

/// BoFs that one person may have at a time, on a slot or on the list: slots are few, and meant for many.
pub const PER_PERSON: usize = 2;

/// Names a slot on the board.
fn key(slot: &BofSlot) -> String {
    format!("{}#{}", slot.period.starts_at, slot.room)
}

/// What a BoF needs of a slot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wants {
    /// How long it takes, if that was said.
    pub minutes: Option<u32>,
    /// When the same person holds other BoFs: nobody is in two rooms.
    pub beside: Vec<Period>,
}

impl Wants {
    fn fits(&self, slot: &BofSlot) -> bool {
        self.minutes.is_none_or(|minutes| minutes <= slot.period.minutes())
            && !self.beside.iter().any(|other| other.overlaps(slot.period))
    }
}

/// The slots that are given, and the list of those who wait, first come first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// Counts the changes: every one is made on the version it was decided on.
    pub revision: u64,
    /// Which BoF has a slot, by the slot's time and room.
    given: BTreeMap<String, BofId>,
    line: Vec<BofId>,
}

/// What a newcomer gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    Slot(BofSlot),
    /// A place on the list, from 1.
    Place(usize),
}

impl Board {
    /// The first slot that is free, still to come and fits; `slots` are in order of preference.
    fn first_free<'s>(&self, slots: &'s [BofSlot], wants: &Wants, now: Timestamp) -> Option<&'s BofSlot> {
        slots
            .iter()
            .find(|slot| slot.period.starts_at > now && !self.given.contains_key(&key(slot)) && wants.fits(slot))
    }

    /// A newcomer takes the first free slot that fits, or the last place on the list. Whoever waits has been served
    /// before ([`Board::serve`]): what is free then fits none of them.
    pub fn admit(&mut self, id: &BofId, slots: &[BofSlot], wants: &Wants, now: Timestamp) -> Given {
        let Some(slot) = self.first_free(slots, wants, now).cloned() else {
            self.line.push(id.clone());
            return Given::Place(self.line.len());
        };
        self.given.insert(key(&slot), id.clone());
        Given::Slot(slot)
    }

    /// A BoF goes: its slot is free, or its place on the list.
    pub fn leave(&mut self, id: &BofId) {
        self.given.retain(|_, has| has != id);
        self.line.retain(|waits| waits != id);
    }

    /// Gives slots that are free to those who wait, in their order, at most `most` of them; answers who got what.
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

    /// A BoF's place on the list, from 1.
    pub fn place(&self, id: &BofId) -> Option<usize> {
        self.line.iter().position(|waits| waits == id).map(|at| at + 1)
    }

    /// How many of these slots are free and still to come.
    pub fn free(&self, slots: &[BofSlot], now: Timestamp) -> usize {
        slots.iter().filter(|slot| slot.period.starts_at > now && !self.given.contains_key(&key(slot))).count()
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.line.len()
    }

    /// Which BoF has this slot.
    pub fn holder(&self, slot: &BofSlot) -> Option<&BofId> {
        self.given.get(&key(slot))
    }

    /// Who waits, first come first.
    pub fn line(&self) -> &[BofId] {
        &self.line
    }

    /// How many slots are given.
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
    fn the_first_slot_that_is_long_enough_goes_to_who_comes_first() {
        check(&[(1, 30), (2, 30), (3, 30), (4, 30)], &expect!["room-a 10:00, room-b 10:00, room-a 12:00, place 1"]);
        check(&[(1, 45), (2, 60), (3, 40), (4, 30)], &expect!["room-a 10:00, place 1, room-b 10:00, room-a 12:00"]);
    }

    #[test]
    fn a_slot_that_comes_back_goes_to_the_next_whom_it_fits_and_to_nobody_who_comes_later() {
        let mut board = check(
            &[(1, 30), (2, 30), (3, 30), (4, 60), (5, 30)],
            &expect![["room-a 10:00, room-b 10:00, room-a 12:00, place 1, place 2"]],
        );
        board.leave(&id(2));
        let lengths = |asked: &BofId, _: &[(BofId, BofSlot)]| Some(wants(if *asked == id(4) { 60 } else { 30 }));
        // The slot of 45 minutes is too short for the first who waits.
        let served = board.serve(&slots(), lengths, at(8), 10);
        assert_eq!(served, [(id(5), slots()[1].clone())]);
        assert_eq!((board.place(&id(4)), board.place(&id(5))), (Some(1), None));
        board.leave(&id(1));
        assert_eq!(board.serve(&slots(), lengths, at(8), 10), [(id(4), slots()[0].clone())]);
        assert_eq!((board.waiting(), board.free(&slots(), at(8))), (0, 0));
    }

    #[test]
    fn nobody_gets_a_slot_that_has_begun_or_two_at_one_time() {
        let mut board = Board::default();
        assert_eq!(shown(&board.admit(&id(1), &slots(), &wants(30), at(10))), "room-a 12:00");
        let beside = vec![slots()[0].period];
        let wants = Wants { minutes: Some(30), beside };
        assert_eq!(shown(&board.admit(&id(2), &slots(), &wants, at(8))), "place 1");
    }

    proptest::proptest! {
        /// Whatever is done in whatever order: no slot is given twice, nobody has two, and a free slot means that it
        /// fits nobody who waits.
        #[test]
        fn slots_and_who_has_them_always_agree(acts in proptest::collection::vec((0..12usize, 0..2usize, 20..60u32), 0..60)) {
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
