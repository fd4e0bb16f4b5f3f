//! The promises for BoFs: a slot belongs to one BoF, goes to waiting BoFs in order, and is kept until given up.

use std::collections::{BTreeMap, BTreeSet};

use domain::bof::{Bof, BofState};
use domain::conference::{BofSlot, Period};
use jiff::Timestamp;

use super::Seen;
use crate::plan::Act;
use crate::plan::calls::CallAct;

/// The slots of a world, in order of time and room.
fn slots(seen: &Seen<'_>) -> Vec<BofSlot> {
    let places = [("bof-1", "10:00:00"), ("bof-2", "10:00:00"), ("bof-1", "12:00:00")];
    let count = seen.world.calls.as_ref().map_or(0, |calls| calls.slots);
    let slot = |(room, at): &(&str, &str)| {
        let starts_at: Timestamp = format!("2030-05-02T{at}Z").parse().expect("a constant");
        BofSlot { room: room.parse().expect("a constant"), period: Period::of(starts_at, 45) }
    };
    places.iter().take(count).map(slot).collect()
}

fn given(bof: &Bof) -> Option<&BofSlot> {
    match &bof.state {
        BofState::Placed { slot } => Some(slot),
        _ => None,
    }
}

/// 1: never two BoFs in one slot, and none in a slot that there is not.
pub(super) fn one_bof_to_a_slot(seen: &Seen<'_>) -> Result<(), String> {
    let mut taken: BTreeMap<(&str, Timestamp), &Bof> = BTreeMap::new();
    let slots = slots(seen);
    for bof in seen.now.programme.bofs.values() {
        let Some(slot) = given(bof) else { continue };
        if !slots.contains(slot) {
            return Err(format!("{} has the slot {slot:?}, which there is not", bof.id));
        }
        if let Some(other) = taken.insert((slot.room.as_str(), slot.period.starts_at), bof) {
            return Err(format!("{} and {} have one slot", bof.id, other.id));
        }
    }
    Ok(())
}

/// Whether the BoF's proposer could be there: they can't be in two rooms at once.
fn fits(bof: &Bof, slot: &BofSlot, all: &BTreeMap<String, Bof>) -> bool {
    let own = all.values().filter(|other| other.person == bof.person && other.id != bof.id);
    !own.filter_map(given).any(|other| other.period.overlaps(slot.period))
}

/// 4: no slot is free while a BoF that fits it waits; a returned slot goes to the first BoF that fits.
pub(super) fn slots_go_to_who_waits(seen: &Seen<'_>) -> Result<(), String> {
    let programme = &seen.now.programme;
    let waiting: Vec<&Bof> = programme.bofs.values().filter(|bof| bof.state == BofState::Waiting).collect();
    for slot in slots(seen) {
        let free = slot.period.starts_at > seen.time && !programme.bofs.values().any(|bof| given(bof) == Some(&slot));
        let waits = waiting.iter().find(|bof| free && fits(bof, &slot, &programme.bofs));
        if let Some(waits) = waits {
            return Err(format!(
                "the slot in {} at {} is free, and {} waits",
                slot.room, slot.period.starts_at, waits.id
            ));
        }
    }
    let Some(before) = seen.before else { return Ok(()) };
    let line = before.programme.board.line();
    for (at, id) in line.iter().enumerate() {
        let Some(slot) = programme.bofs.get(id.as_str()).and_then(given) else { continue };
        let passed = |id: &&domain::bof::BofId| {
            let bof = programme.bofs.get(id.as_str());
            bof.is_some_and(|bof| bof.state == BofState::Waiting && fits(bof, slot, &programme.bofs))
        };
        if let Some(first) = line[..at].iter().find(passed) {
            return Err(format!("{id} has a slot, and {first} waited before it"));
        }
    }
    Ok(())
}

/// 5: one request is one BoF, and each person has at most two.
pub(super) fn a_repeat_is_free(seen: &Seen<'_>) -> Result<(), String> {
    let mut ids: BTreeMap<(usize, u32), &str> = BTreeMap::new();
    for attempt in &seen.book.attempts {
        let (Act::Calls(CallAct::Bof { person, number, .. }), Some(response)) = (&attempt.act, &attempt.response)
        else {
            continue;
        };
        let Some(id) = response.json["id"].as_str() else { continue };
        let first = ids.entry((*person, *number)).or_insert(id);
        if *first != id {
            return Err(format!("BoF {number} of person {person} is {first} and {id}"));
        }
    }
    let mut of: BTreeMap<&str, usize> = BTreeMap::new();
    for bof in seen.now.programme.bofs.values().filter(|bof| bof.is_active()) {
        let count = of.entry(bof.person.as_str()).or_default();
        *count += 1;
        if *count > domain::bof::PER_PERSON {
            return Err(format!("{} has {count} BoFs", bof.person));
        }
    }
    Ok(())
}

/// 6: a BoF that an answer showed exists until its proposer cancels it or gives up their pass. A cancelled one stays
/// so.
pub(super) fn what_was_answered_is_kept(seen: &Seen<'_>) -> Result<(), String> {
    let called_off: BTreeSet<&str> = seen
        .book
        .attempts
        .iter()
        .filter(|attempt| matches!(attempt.act, Act::Calls(CallAct::CallOff { .. })))
        .filter_map(|attempt| attempt.about.as_deref())
        .collect();
    for attempt in &seen.book.attempts {
        let (Act::Calls(act), Some(response)) = (&attempt.act, &attempt.response) else { continue };
        if act.bof().is_none() {
            continue;
        }
        let Some(id) = response.json["id"].as_str() else { continue };
        let Some(bof) = seen.now.programme.bofs.get(id) else {
            return Err(format!("{id} was answered, and is not there"));
        };
        if matches!(act, CallAct::CallOff { .. }) && response.status == 200 && bof.is_active() {
            return Err(format!("{id} was called off, and is {}", bof.state.as_str()));
        }
        let by_nobody = match &bof.state {
            BofState::Cancelled { because: domain::bof::Ended::NoPass, .. } => false,
            BofState::Cancelled { .. } => !called_off.contains(id),
            _ => false,
        };
        if by_nobody {
            return Err(format!("{id} was proposed, and is called off by no one"));
        }
    }
    Ok(())
}
