//! Promise 11: every act leaves a trace.

use std::collections::{BTreeMap, BTreeSet};

use domain::activity::{Entry, Kind, Value};
use domain::reconfirmation::ReconfirmationState;
use domain::waitlist::EntryState;

use super::{Seen, holds};
use crate::dump::Dump;
use crate::plan::{Act, POOLS};

/// 11: each act of staff and workflows has one entry, and none is there twice. What the acts changed says how many there
/// were.
pub(super) fn promise_11_every_act_leaves_a_trace(seen: &Seen<'_>) -> Result<(), String> {
    let dump = seen.now;
    let mut ids = BTreeSet::new();
    for entry in dump.activity.values() {
        if !ids.insert(&entry.id) {
            return Err(format!("the act {} on {} is there twice", entry.kind, entry.object));
        }
    }
    let mut counts: BTreeMap<(Kind, &str), u64> = BTreeMap::new();
    for entry in dump.activity.values() {
        *counts.entry((entry.kind, entry.object.id.as_str())).or_default() += 1;
    }
    let count = |kinds: &[Kind], id: &str| -> u64 {
        kinds.iter().map(|kind| counts.get(&(*kind, id)).copied().unwrap_or(0)).sum()
    };
    let has = |kinds: &[Kind], id: &str, wanted: u64| {
        let found = count(kinds, id);
        if found == wanted { Ok(()) } else { Err(format!("{id} has {found} entries of {kinds:?} for {wanted} acts")) }
    };
    has(&[Kind::EditionChanged], crate::request::EDITION, dump.revision.saturating_sub(1))
        .or_else(|why| if tracks_change(seen) { Ok(()) } else { Err(why) })?;
    offers(dump)?;
    for (id, entry) in &dump.entries {
        has(&[Kind::EntryMoved], id, entry.moved.len() as u64)?;
        has(&[Kind::OfferReminded], id, u64::from(entry.offer.as_ref().is_some_and(|offer| offer.reminded)))?;
        let ended = u64::from(matches!(entry.state, EntryState::Lapsed { .. }));
        has(&[Kind::OfferLapsed, Kind::OfferUndelivered, Kind::EntryPassedOver], id, ended)?;
    }
    for registration in dump.people.values().flat_map(|person| [&person.registration, &person.previous]).flatten() {
        let known = registration.reconfirmation.as_ref();
        let returned = known.is_some_and(|known| matches!(known.state, ReconfirmationState::Returned { .. }));
        let id = registration.id.as_str();
        has(&[Kind::PassReturned], id, u64::from(returned))?;
        let given_back = count(&[Kind::PassGivenBack], id);
        has(&[Kind::PassOfferedOn], id, given_back + u64::from(registration.offered_on.is_some()))?;
    }
    for (id, ruling) in &dump.programme.rulings {
        has(&[Kind::DecisionMade, Kind::DecisionDelivered], id, ruling.rev)?;
    }
    for (id, check_in) in dump.check_ins.iter() {
        let undone = check_in.undone.len() as u64;
        let admitted = undone + u64::from(check_in.admitted.is_some());
        has(&[Kind::CheckedIn], id, admitted)?;
        has(&[Kind::CheckInUndone], id, undone)?;
        has(&[Kind::CheckInCorrected], id, check_in.rev.saturating_sub(admitted + undone))?;
    }
    holds::each_lapse_has_an_entry(seen)?;
    capacities(seen)?;
    invitations(seen, &|id| count(&[Kind::InvitationMade], id))
}

/// Whether the lead moves the deadline, which changes the definition too.
fn tracks_change(seen: &Seen<'_>) -> bool {
    seen.world.calls.as_ref().is_some_and(|calls| calls.extended_to.is_some())
}

/// Each offer's number is in the entry of one act.
fn offers(dump: &Dump) -> Result<(), String> {
    for (pool, status) in &dump.statuses {
        let mut ranges: Vec<_> = of(dump, Kind::OffersMade, pool).filter_map(numbers).collect();
        ranges.sort_unstable();
        let mut made = 0;
        for (from, until) in ranges {
            if from != made {
                return Err(format!("{pool} has offers from {made} to {from} without an entry, or with two"));
            }
            made = until;
        }
        if made != status.offers {
            return Err(format!("{pool} made {} offers, and its entries say {made}", status.offers));
        }
    }
    Ok(())
}

/// Each pool has the capacity that it began with and that its changes gave it.
fn capacities(seen: &Seen<'_>) -> Result<(), String> {
    let others = |act: &Act| matches!(act, Act::Enlarge { .. } | Act::Release { .. });
    if seen.world.ends || seen.book.attempts.iter().any(|attempt| others(&attempt.act)) {
        return Ok(());
    }
    for (pool, begun) in POOLS.iter().zip(seen.world.capacities) {
        let Some(status) = seen.now.statuses.get(*pool).filter(|status| status.resize.is_none()) else { continue };
        let changes = of(seen.now, Kind::PoolResized, pool).chain(of(seen.now, Kind::PoolPutBack, pool));
        let expected = changes
            .filter_map(numbers)
            .fold(i128::from(begun), |capacity, (before, after)| capacity + i128::from(after) - i128::from(before));
        let capacity = seen.now.pool(pool).capacity;
        if expected != i128::from(capacity) && seen.now.damage.items.is_empty() {
            let step = status.step;
            return Err(format!("{pool} has the capacity {capacity} at step {step}, and its entries say {expected}"));
        }
    }
    Ok(())
}

/// Each invitation that an organizer was told of has an entry.
fn invitations(seen: &Seen<'_>, count: &dyn Fn(&str) -> u64) -> Result<(), String> {
    for attempt in &seen.book.attempts {
        let Some(response) = attempt.response.as_ref().filter(|response| response.status == 201) else { continue };
        let (Act::Invite { .. }, Some(id)) = (&attempt.act, response.json["id"].as_str()) else { continue };
        if count(id) == 0 {
            return Err(format!("the invitation {id} has no entry"));
        }
    }
    Ok(())
}

fn of<'d>(dump: &'d Dump, kind: Kind, id: &'d str) -> impl Iterator<Item = &'d Entry> {
    dump.activity.values().filter(move |entry| entry.kind == kind && entry.object.id == id)
}

fn numbers(entry: &Entry) -> Option<(u64, u64)> {
    match (&entry.before, &entry.after) {
        (Some(Value::Number(before)), Some(Value::Number(after))) => Some((*before, *after)),
        _ => None,
    }
}
