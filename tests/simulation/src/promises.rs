//! The promises of the design's section 3, one function each, over the table and what clients were told.

use std::collections::{BTreeMap, BTreeSet};

use domain::conference::Attendance;
use domain::invitation::{Invitation, InvitationState};
use domain::mail::MailState;
use domain::registration::Registration;
use jiff::{SignedDuration, Timestamp};

use crate::book::{Attempt, Book};
use crate::dump::{Dump, Figures};
use crate::plan::{Act, POOLS, World};
use crate::request::START;

/// A promise that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Its number; 0 if the world could not even be made.
    pub promise: u8,
    /// At which step.
    pub step: u32,
    /// What was found.
    pub detail: String,
}

/// What a check looks at.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// What there was at first.
    pub world: &'a World,
    /// The table before the latest write, where there was one since the last check.
    pub before: Option<&'a Figures>,
    /// The table.
    pub now: &'a Dump,
    /// What clients were told, and what was mailed.
    pub book: &'a Book,
    /// The time.
    pub time: Timestamp,
    /// Whether faults have stopped and all that was due is done.
    pub at_end: bool,
}

type Check = fn(&Seen<'_>) -> Result<(), String>;

/// Every promise's check, in order.
pub const ALL: [(u8, Check); 8] = [
    (1, promise_1_no_oversell),
    (2, promise_2_no_lost_pass),
    (3, promise_3_one_person_one_pass),
    (4, promise_4_nobody_jumps_the_queue),
    (5, promise_5_retries_are_free),
    (6, promise_6_answered_means_kept),
    (7, promise_7_a_deadline_is_a_deadline),
    (8, promise_8_every_mail_once),
];

/// What each pool has free.
pub(crate) fn free(dump: &Dump) -> BTreeMap<String, u64> {
    POOLS.iter().map(|pool| ((*pool).to_owned(), dump.pool(pool).free)).collect()
}

/// The ids of all registrations there are.
pub(crate) fn registrations(dump: &Dump) -> BTreeSet<String> {
    let all = dump.people.values().flat_map(|person| [&person.registration, &person.previous]);
    all.flatten().map(|registration| registration.id.to_string()).collect()
}

fn audit(seen: &Seen<'_>, promise: u8) -> Result<(), String> {
    match seen.now.audit.findings.iter().find(|finding| finding.promise == promise) {
        Some(finding) => Err(finding.detail.clone()),
        None => Ok(()),
    }
}

/// 1: every ledger is closed and agrees with the registrations; at the end, pools are as large as organizers said.
pub fn promise_1_no_oversell(seen: &Seen<'_>) -> Result<(), String> {
    // A figure below zero is no ledger any more.
    if let Some(why) = &seen.now.broken {
        return Err(why.clone());
    }
    audit(seen, 1)?;
    if seen.at_end { capacities(seen) } else { Ok(()) }
}

/// One wish to resize, over all requests with its id.
struct Wish {
    target: u64,
    begun: u32,
    answered: Option<(Timestamp, u16)>,
    begun_at: Timestamp,
}

/// The last wish that was granted stands: one that was answered before another began does not.
fn capacities(seen: &Seen<'_>) -> Result<(), String> {
    for (at, pool) in POOLS.iter().enumerate() {
        let mut wishes: BTreeMap<u32, Wish> = BTreeMap::new();
        for attempt in &seen.book.attempts {
            let Act::Resize { pool, target, id } = attempt.act else { continue };
            if pool != at {
                continue;
            }
            let wish = wishes.entry(id).or_insert(Wish {
                target,
                begun: attempt.begun_step,
                begun_at: attempt.begun,
                answered: None,
            });
            let told = attempt.told.as_ref().filter(|told| matches!(told.status, 200 | 409));
            if let (Some(told), Some(ended)) = (told, attempt.ended)
                && wish.answered.is_none_or(|(first, _)| ended < first)
            {
                wish.answered = Some((ended, told.status));
            }
        }
        let granted: Vec<&Wish> =
            wishes.values().filter(|wish| wish.answered.is_none_or(|(_, status)| status == 200)).collect();
        let superseded = |wish: &Wish| {
            let Some((ended, _)) = wish.answered else { return false };
            granted.iter().any(|other| other.answered.is_some() && other.begun >= wish.begun && other.begun_at > ended)
        };
        let mut possible: BTreeSet<u64> =
            granted.iter().filter(|wish| !superseded(wish)).map(|wish| wish.target).collect();
        if granted.iter().all(|wish| wish.answered.is_none()) {
            possible.insert(seen.world.capacities[at]);
        }
        let capacity = seen.now.pool(pool).capacity;
        if !possible.contains(&capacity) {
            return Err(format!("{pool} has {capacity} passes, and organizers set one of {possible:?}"));
        }
    }
    Ok(())
}

/// 2: what is spare is due; nobody is refused for want of passes while there are some; at the end nothing is spare.
pub fn promise_2_no_lost_pass(seen: &Seen<'_>) -> Result<(), String> {
    audit(seen, 2)?;
    for attempt in &seen.book.attempts {
        let Some(told) = attempt.told.as_ref().filter(|told| told.problem() == "sold-out") else { continue };
        let pool = told.json["pool"].as_str().unwrap_or_default();
        let least = attempt.least_free.get(pool).copied().unwrap_or_default();
        if least > 0 {
            return Err(format!("{:?} was told that {pool} is sold out, and it had {least} free", attempt.act));
        }
    }
    if seen.at_end {
        for ((pool, number), shard) in &seen.now.shards {
            if shard.spare > 0 {
                return Err(format!("shard {number} of {pool} still has {} spare", shard.spare));
            }
        }
        if let Some((pool, _)) = seen.now.statuses.iter().find(|(_, status)| status.resize.is_some()) {
            return Err(format!("a resize of {pool} never ends"));
        }
    }
    Ok(())
}

/// 3: one confirmed registration per address, in the table and in what its owner was told.
pub fn promise_3_one_person_one_pass(seen: &Seen<'_>) -> Result<(), String> {
    audit(seen, 3)?;
    let mut confirmed = BTreeSet::new();
    for person in seen.now.people.values().filter(|person| person.confirmed().is_some()) {
        if !confirmed.insert(person.email.folded()) {
            return Err("somebody has two confirmed registrations".into());
        }
    }
    let mut active: BTreeMap<usize, &str> = BTreeMap::new();
    for attempt in &seen.book.attempts {
        let Act::Register { person, .. } = attempt.act else { continue };
        let Some(id) = confirmed_id(attempt) else { continue };
        if seen.book.cancel_was_asked(id) {
            continue;
        }
        let first = active.entry(person).or_insert(id);
        if *first != id {
            return Err(format!("person {person} was given {first} and {id}, and cancelled neither"));
        }
    }
    Ok(())
}

fn confirmed_id(attempt: &Attempt) -> Option<&str> {
    let told = attempt.told.as_ref().filter(|told| told.status == 201 && told.json["status"] == "confirmed")?;
    told.json["id"].as_str()
}

/// 4: passes go on sale only by a counted refill, and no pool says it is sold out that is not. The waitlist's own
/// order is checked here once there is one.
pub fn promise_4_nobody_jumps_the_queue(seen: &Seen<'_>) -> Result<(), String> {
    audit(seen, 4)?;
    let Some(before) = seen.before else { return Ok(()) };
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

/// 5: the same key gets the same answer; without one, a repeat learns no token; a resize's repeats agree; nobody is
/// invited twice.
pub fn promise_5_retries_are_free(seen: &Seen<'_>) -> Result<(), String> {
    let mut by_key: BTreeMap<(usize, u32), (&str, &str)> = BTreeMap::new();
    let mut by_resize: BTreeMap<(usize, u32), u16> = BTreeMap::new();
    for attempt in &seen.book.attempts {
        let Some(told) = &attempt.told else { continue };
        match attempt.act {
            Act::Register { person, key: Some(key), .. } if told.status == 201 => {
                let text = |name: &str| told.json[name].as_str().unwrap_or_default();
                let (id, token) = (text("id"), text("manage_token"));
                if token.is_empty() {
                    return Err(format!("person {person} registered and got no token"));
                }
                // Two registrations are remembered; whoever cancelled more often than that asks anew.
                if seen.now.registration(id).is_none() {
                    by_key.remove(&(person, key));
                    continue;
                }
                let first = by_key.entry((person, key)).or_insert((id, token));
                if *first != (id, token) && seen.now.registration(first.0).is_some() {
                    return Err(format!("person {person}'s key {key} was answered {} and {id}", first.0));
                }
            }
            Act::Register { person, .. } if told.status == 200 && !told.json["manage_token"].is_null() => {
                return Err(format!("a repeat that proves nothing was given person {person}'s token"));
            }
            Act::Resize { pool, id, .. } if matches!(told.status, 200 | 409) => {
                let first = by_resize.entry((pool, id)).or_insert(told.status);
                if *first != told.status {
                    return Err(format!("resize {id} of {} was answered {first} and {}", POOLS[pool], told.status));
                }
            }
            _ => {}
        }
    }
    let mut invited = BTreeSet::new();
    let open = |invitation: &&Invitation| invitation.state == InvitationState::Open;
    if let Some(twice) =
        seen.now.invitations.values().filter(open).find(|i| !invited.insert((i.pool.as_str(), i.email.folded())))
    {
        return Err(format!("somebody was invited to {} twice, lately by {}", twice.pool, twice.id));
    }
    resize_once(seen)
}

/// A resize that was remembered has no second effect: what is remembered is never forgotten in a short run.
fn resize_once(seen: &Seen<'_>) -> Result<(), String> {
    for (pool, status) in &seen.now.statuses {
        let mut ids = BTreeSet::new();
        if let Some(twice) = status.resized.iter().find(|resized| !ids.insert(&resized.id)) {
            return Err(format!("{pool} made the resize {} twice", twice.id));
        }
    }
    Ok(())
}

/// 6: what was answered with success is in the table, until its holder cancels it; what was cancelled stays so.
pub fn promise_6_answered_means_kept(seen: &Seen<'_>) -> Result<(), String> {
    for attempt in &seen.book.attempts {
        let Some(told) = &attempt.told else { continue };
        let found = |id: &str| seen.now.registration(id);
        match attempt.act {
            Act::Register { .. } => {
                let Some(id) = confirmed_id(attempt).filter(|id| !seen.book.cancel_was_asked(id)) else { continue };
                if !found(id).is_some_and(Registration::is_confirmed) {
                    return Err(format!("{id} was confirmed to its owner and is not there"));
                }
            }
            Act::Cancel { .. } if told.status == 200 => {
                let id = attempt.about.as_deref().unwrap_or_default();
                if found(id).is_some_and(Registration::is_confirmed) {
                    return Err(format!("{id} was cancelled to its owner's knowledge and holds a pass"));
                }
            }
            Act::Change { person, online } if told.status == 200 && seen.at_end => last_change(seen, person, online)?,
            _ => {}
        }
    }
    Ok(())
}

/// Whoever changed once and was told so has what they asked for.
fn last_change(seen: &Seen<'_>, person: usize, online: bool) -> Result<(), String> {
    let of = |attempt: &&Attempt| matches!(attempt.act, Act::Change { person: p, .. } if p == person);
    let mut changes = seen.book.attempts.iter().filter(of);
    let (Some(only), None) = (changes.next(), changes.next()) else { return Ok(()) };
    let Some(now) = only.about.as_deref().and_then(|id| seen.now.registration(id)) else { return Ok(()) };
    let wanted = if online { Attendance::Virtual } else { Attendance::InPerson };
    if now.attendance == wanted { Ok(()) } else { Err(format!("{} was changed, and is as it was", now.id)) }
}

/// 7: who asks after the close gets nothing new; who was answered before it is not told that it is over.
pub fn promise_7_a_deadline_is_a_deadline(seen: &Seen<'_>) -> Result<(), String> {
    let start: Timestamp = START.parse().map_err(|_| "a constant")?;
    let closes = start + SignedDuration::from_secs(seen.world.closes_after);
    for attempt in &seen.book.attempts {
        let (Some(told), Some(ended)) = (&attempt.told, attempt.ended) else { continue };
        let Act::Register { invited: false, .. } = attempt.act else { continue };
        let id = told.json["id"].as_str().unwrap_or_default();
        let is_new = told.status == 201 && !attempt.before.contains(id);
        // Another request for the same person, sent in time, may have made it meanwhile.
        let in_time = seen.now.registration(id).is_none_or(|registration| registration.registered_at < closes);
        if is_new && attempt.begun >= closes && !in_time {
            return Err(format!("{id} was registered by a request sent at {}, after the close", attempt.begun));
        }
        if told.problem() == "registration-closed" && ended < closes {
            return Err(format!("a request answered at {ended} was told that registration closed at {closes}"));
        }
    }
    Ok(())
}

/// 8: an obligation is handed over once; twice only where the first hand-over's note was lost. At the end none is owed.
pub fn promise_8_every_mail_once(seen: &Seen<'_>) -> Result<(), String> {
    audit(seen, 8)?;
    let mut taken: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for hand_over in &seen.book.hand_overs {
        taken.entry(&hand_over.obligation).or_default().push(hand_over.by);
    }
    for (obligation, by) in &taken {
        let excused = by.first().is_some_and(|by| seen.book.hurt.contains(by));
        if by.len() > 2 || by.len() == 2 && !excused {
            return Err(format!("{obligation} was handed over {} times, by {by:?}", by.len()));
        }
    }
    if !seen.at_end {
        return Ok(());
    }
    for mail in seen.now.mails.values() {
        let obligation = mail.key.replace(':', ".");
        let count = taken.get(obligation.as_str()).map_or(0, Vec::len);
        match &mail.state {
            MailState::Sent { .. } if count > 0 => {}
            MailState::Sent { .. } => return Err(format!("{obligation} counts as sent and was never handed over")),
            MailState::Failed { .. } if count > 0 || seen.book.rejected.contains(&obligation) => {}
            MailState::Failed { error, .. } if error.starts_with("handed over twice") => {}
            MailState::Failed { error, .. } => return Err(format!("{obligation} was given up: {error}")),
            state => return Err(format!("{obligation} is still {state:?} at {}", seen.time)),
        }
    }
    Ok(())
}
