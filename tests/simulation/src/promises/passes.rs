//! Promises 1 and 2: ledgers are closed, and no pass is lost.

use std::collections::{BTreeMap, BTreeSet};

use domain::pass::PoolStatus;
use domain::waitlist::EntryState;
use jiff::Timestamp;

use super::{Seen, audit, bofs, decisions, last_offers};
use crate::book::Attempt;
use crate::plan::{Act, POOLS};
use crate::request::ClientResponse;

/// 1: every ledger is closed and agrees with the registrations; at the end, pools are as large as organizers said.
pub(super) fn promise_1_no_oversell(seen: &Seen<'_>) -> Result<(), String> {
    if seen.world.calls.is_some() {
        bofs::one_bof_to_a_slot(seen)?;
    }
    // A figure below zero is no ledger.
    if let Some(why) = &seen.now.broken {
        return Err(why.clone());
    }
    audit(seen, 1)?;
    if !seen.at_end {
        return Ok(());
    }
    match seen.world.ends {
        // What cannot be read moves nowhere.
        true if seen.pool_is_broken(POOLS[0]) || seen.pool_is_broken(POOLS[2]) => Ok(()),
        true => ended(seen),
        false => capacities(seen),
    }
}

/// All unclaimed passes of a reserved pool went to `general`: the total number of passes is the same.
fn ended(seen: &Seen<'_>) -> Result<(), String> {
    let now = POOLS.map(|pool| seen.now.pool(pool));
    let capacities = now.map(|ledger| ledger.capacity);
    let [general, virtual_, speakers] = seen.world.capacities;
    if capacities[0] + capacities[2] != general + speakers || capacities[1] != virtual_ {
        return Err(format!("pools of {:?} have {capacities:?} passes", seen.world.capacities));
    }
    let response = |attempt: &&Attempt| attempt.response.as_ref().is_some_and(|response| response.status == 200);
    let mut releases = seen.book.attempts.iter().filter(|attempt| matches!(attempt.act, Act::Release { .. }));
    if releases.any(|attempt| response(&attempt)) && now[2].free + now[2].returned > 0 {
        return Err(format!("speakers was ended, and has {:?}", now[2]));
    }
    Ok(())
}

/// One request to resize, over all attempts with its id.
struct ResizeRequest {
    target: u64,
    begun: u32,
    answered: Option<(Timestamp, u16)>,
    begun_at: Timestamp,
}

/// The pool has the capacity of the last granted resize. A resize that was answered before another began is not the
/// last.
fn capacities(seen: &Seen<'_>) -> Result<(), String> {
    for (at, pool) in POOLS.iter().enumerate().filter(|(_, pool)| !seen.pool_is_broken(pool)) {
        // By `resize_id`; the raise by the edition's document has none.
        let mut requests: BTreeMap<Option<u32>, ResizeRequest> = BTreeMap::new();
        for attempt in &seen.book.attempts {
            let (pool, target, id) = match attempt.act {
                Act::Resize { pool, target, id } => (pool, target, Some(id)),
                Act::Enlarge { capacity } => (0, capacity, None),
                _ => continue,
            };
            if pool != at {
                continue;
            }
            let resize = requests.entry(id).or_insert(ResizeRequest {
                target,
                begun: attempt.begun_step,
                begun_at: attempt.begun,
                answered: None,
            });
            let response = attempt.response.as_ref().filter(|response| matches!(response.status, 200 | 409));
            if let (Some(response), Some(ended)) = (response, attempt.ended)
                && resize.answered.is_none_or(|(first, _)| ended < first)
            {
                resize.answered = Some((ended, response.status));
            }
        }
        let granted: Vec<&ResizeRequest> =
            requests.values().filter(|resize| resize.answered.is_none_or(|(_, status)| status == 200)).collect();
        let superseded = |resize: &ResizeRequest| {
            let Some((ended, _)) = resize.answered else { return false };
            granted
                .iter()
                .any(|other| other.answered.is_some() && other.begun >= resize.begun && other.begun_at > ended)
        };
        let mut possible: BTreeSet<u64> =
            granted.iter().filter(|resize| !superseded(resize)).map(|resize| resize.target).collect();
        if granted.iter().all(|resize| resize.answered.is_none()) {
            possible.insert(seen.world.capacities[at]);
        }
        let capacity = seen.now.pool(pool).capacity;
        if !possible.contains(&capacity) {
            return Err(format!("{pool} has {capacity} passes, and organizers set one of {possible:?}"));
        }
    }
    Ok(())
}

/// 2: returned passes are due. No request is refused as sold out while passes are free or a raise adds some. At the end
/// no pass is `returned`.
pub(super) fn promise_2_no_lost_pass(seen: &Seen<'_>) -> Result<(), String> {
    if seen.world.calls.is_some() {
        decisions::acceptances_earn_passes(seen)?;
    }
    audit(seen, 2)?;
    for attempt in &seen.book.attempts {
        let refused = |response: &&ClientResponse| matches!(response.problem(), "sold-out" | "people-waiting");
        let Some(response) = attempt.response.as_ref().filter(refused) else { continue };
        // The door gives passes of one pool only.
        let at_door = matches!(attempt.act, Act::NoShow(_));
        let pool = if at_door { POOLS[0] } else { response.json["pool"].as_str().unwrap_or_default() };
        let least = attempt.least_free.get(pool).copied().unwrap_or_default();
        if least > 0 {
            return Err(format!("{:?} was told that {pool} is sold out, and it had {least} free", attempt.act));
        }
        let open = attempt.least_open.get(pool).copied().unwrap_or_default();
        // In other worlds, returned passes stay returned until the workflow puts them on sale.
        if seen.world.raises && open > 0 {
            return Err(format!(
                "{:?} was told that {pool} is sold out, and {open} were on sale or on their way there",
                attempt.act
            ));
        }
    }
    if seen.at_end {
        let waiting = seen.now.waiting().values().filter(|entry| !seen.entry_is_broken(entry)).count();
        // Once registration has closed, no offers are made, and no passes go on sale past people on the waitlist.
        let stays = |pool: &str| pool == POOLS[0] && waiting > 0 && seen.time >= last_offers(seen.world);
        let whole = |(pool, number): &(String, u32)| !seen.shard_is_broken(pool, *number);
        for ((pool, number), shard) in seen.now.shards.iter().filter(|(shard, _)| whole(shard)) {
            if shard.returned > 0 && !stays(pool) {
                return Err(format!("shard {number} of {pool} still has {} spare", shard.returned));
            }
            if shard.free > 0 && pool == POOLS[0] && waiting > 0 {
                return Err(format!("shard {number} of {pool} has {} free, and {waiting} wait for it", shard.free));
            }
            if shard.held > held_for_broken(seen, *number) {
                return Err(format!("shard {number} of {pool} still holds {} passes", shard.held));
            }
        }
        let resizes = |(pool, status): &(&String, &PoolStatus)| status.resize.is_some() && !seen.pool_is_broken(pool);
        if let Some((pool, _)) = seen.now.statuses.iter().find(resizes) {
            return Err(format!("a resize of {pool} never ends"));
        }
    }
    Ok(())
}

/// Passes of a shard that offers hold which no workflow can end.
fn held_for_broken(seen: &Seen<'_>, number: u32) -> u64 {
    let held = seen.now.entries.values().filter(|entry| {
        let of_shard = entry.offer.as_ref().is_some_and(|offer| offer.shard == number);
        entry.state == EntryState::Offered && of_shard && seen.entry_is_broken(entry)
    });
    held.count() as u64
}
