//! The consistency check of BoFs: the board, its BoFs, and their people's passes.

use domain::bof::BofState;
use domain::conference::Attendance;

use super::Seen;

impl Seen {
    /// Promise 1: no slot is given twice, and board and BoFs agree on the slots. Promise 2: no slot stays with a
    /// cancelled BoF. Promise 8: every slot has queued its mail. Promise 9: the proposer of every BoF holds an
    /// in-person pass.
    pub(super) fn bofs(&self, find: &mut impl FnMut(u8, String)) {
        for ((pk, id), bof) in &self.bofs {
            let c = pk.trim_end_matches("#BOFS");
            let person_pk = format!("{c}#PERSON#{}", bof.person);
            let person = self.people.get(&person_pk);
            let names_it = person.is_some_and(|person| person.bofs.contains(&bof.id));
            if bof.is_active() != names_it {
                find(9, format!("{pk} {id} is {}, and {person_pk} names it: {names_it}", bof.state.as_str()));
            }
            let comes = person.and_then(|p| p.confirmed()).is_some_and(|r| r.attendance == Attendance::InPerson);
            if bof.is_active() && !comes {
                find(9, format!("{pk} {id} is {}, and {person_pk} has no pass in person", bof.state.as_str()));
            }
            let board = self.boards.get(pk);
            let holds = |slot| board.and_then(|board| board.holder(slot)) == Some(&bof.id);
            let waits = board.is_some_and(|board| board.place(&bof.id).is_some());
            let agrees = match &bof.state {
                BofState::Placed { slot } => holds(slot) && !waits,
                BofState::Waiting => waits,
                BofState::Cancelled { slot, .. } => !waits && !slot.as_ref().is_some_and(holds),
            };
            if !agrees {
                find(1, format!("{pk} {id} is {}, and the board says otherwise", bof.state.as_str()));
            }
            let kind = match bof.state {
                BofState::Placed { .. } => "bof-placed",
                BofState::Waiting => "bof-waiting",
                BofState::Cancelled { .. } => "bof-cancelled",
            };
            // Rewording a BoF changes calendars and sends no mail.
            let prefix = format!("MAIL#{kind}:{}:", bof.id);
            if !self.mails.range(prefix.clone()..).next().is_some_and(|(key, _)| key.starts_with(&prefix)) {
                find(8, format!("{prefix}… was never queued"));
            }
        }
        for (pk, board) in &self.boards {
            let of = |wanted: fn(&BofState) -> bool| {
                self.bofs.iter().filter(|((own, _), bof)| own == pk && wanted(&bof.state)).count()
            };
            let placed = of(|state| matches!(state, BofState::Placed { .. }));
            let waiting = of(|state| matches!(state, BofState::Waiting));
            let comparable = !self.unreadable.keys().any(|(own, _)| own == pk);
            if comparable && (board.taken(), board.waiting()) != (placed, waiting) {
                let (taken, waits) = (board.taken(), board.waiting());
                find(1, format!("{pk} counts {taken} slots and {waits} waiting, and there are {placed} and {waiting}"));
            }
        }
    }
}
