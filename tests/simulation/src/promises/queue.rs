//! Promise 4: offers follow the order of the waitlist.

use std::collections::BTreeSet;

use domain::waitlist::{Entry, EntryState};

use super::{Seen, audit, bofs};
use crate::dump::Figures;
use crate::plan::{CLASSES, POOLS};

/// 4: passes go on sale only by a counted refill, and no pool says that it is sold out when it isn't. Offers are made
/// in order, and no registration jumps ahead of people on the waitlist.
pub(super) fn promise_4_nobody_jumps_the_queue(seen: &Seen<'_>) -> Result<(), String> {
    if seen.world.calls.is_some() {
        bofs::slots_go_to_who_waits(seen)?;
    }
    audit(seen, 4)?;
    let Some(before) = seen.before else { return Ok(()) };
    in_order(seen, before)?;
    nobody_walks_past(seen, before)?;
    for (pool, status) in &seen.now.statuses {
        let Some(was) = before.refills.get(pool) else { continue };
        if status.refill_seq < *was {
            return Err(format!("{pool} counts {} refills after {was}", status.refill_seq));
        }
        for ((of, number), shard) in seen.now.shards.iter().filter(|((of, _), _)| of == pool) {
            let free = before.shards.get(&(of.clone(), *number)).map_or(0, |shard| shard.free);
            if shard.free > free && status.refill_seq == *was {
                return Err(format!("shard {number} of {pool} has {} free after {free} without a refill", shard.free));
            }
        }
    }
    Ok(())
}

/// No offer is made past a person who was already ahead on the waitlist when the queue was read for it.
fn in_order(seen: &Seen<'_>, before: &Figures) -> Result<(), String> {
    let place = |entry: &Entry| {
        let class = CLASSES.iter().position(|word| json(&entry.priority.class) == *word);
        (class, entry.joined_at, entry.id.to_string())
    };
    let mut numbers = BTreeSet::new();
    for (id, entry) in &seen.now.entries {
        let Some(offer) = &entry.offer else { continue };
        if !numbers.insert(offer.number) {
            return Err(format!("two offers have the number {}", offer.number));
        }
        let waited = before.entries.get(id).is_some_and(|before| before.state == EntryState::Waiting);
        if entry.state != EntryState::Offered || !waited {
            continue;
        }
        for (other, then) in seen.line {
            let Some(other_now) = seen.now.entries.get(other) else { continue };
            // A person who was moved meanwhile was ahead at both moments, or was not passed over.
            let still = other_now.state == EntryState::Waiting && !seen.entry_is_broken(other_now);
            if still && place(then) < place(entry) && place(other_now) < place(entry) {
                return Err(format!("{id} has an offer, and {other} waited before them"));
            }
        }
    }
    Ok(())
}

/// Passes of the pool with a waitlist go to people who accept an offer, and to others only when the waitlist is empty.
/// A pass that is held until its address is confirmed counts as taken.
fn nobody_walks_past(seen: &Seen<'_>, before: &Figures) -> Result<(), String> {
    let general = before.shards.iter().filter(|((pool, _), _)| pool == POOLS[0]);
    let were = general.map(|(_, shard)| shard.taken).sum::<u64>() + before.held;
    let accepted = |entry: &Entry| matches!(entry.state, EntryState::Accepted { .. });
    let accepts =
        seen.now.entries.iter().filter(|(id, entry)| accepted(entry) && !before.entries.get(*id).is_some_and(accepted));
    let allowed = were + accepts.count() as u64;
    let waits = |entry: &&Entry| entry.state == EntryState::Waiting && !seen.entry_is_broken(entry);
    let waited = before.entries.values().filter(waits).count();
    let taken = seen.now.pool(POOLS[0]).taken + seen.now.held();
    if taken > allowed && waited > 0 {
        return Err(format!("a pass was taken past {waited} people who wait"));
    }
    Ok(())
}

fn json(value: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}
