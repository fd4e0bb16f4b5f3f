//! The promises of the design's section 3, one function each, over the table and what clients were told.

use std::collections::{BTreeMap, BTreeSet};

use domain::conference::Attendance;
use domain::invitation::{Invitation, InvitationState};
use domain::link::{LinkKind, LinkState};
use domain::mail::MailState;
use domain::reconfirmation::ReconfirmationState;
use domain::registration::{Person, Registration};
use domain::waitlist::{Entry, EntryState, Offer};
use jiff::{SignedDuration, Timestamp};

use crate::book::{Attempt, Book};
use crate::dump::{Dump, Figures};
use crate::plan::{Act, Answer, CLASSES, POOLS, ROUND, World};
use crate::request::START;

/// A promise that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Its number; 0 if the world could not even be made, or something in it is broken.
    pub promise: u8,
    /// At which step.
    pub step: u32,
    /// What was found.
    pub detail: String,
}

/// Who waits, by entry.
pub type Line = BTreeMap<String, Entry>;

/// What a check looks at.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// What there was at first.
    pub world: &'a World,
    /// Who waited when the latest write's decider began to read the queue.
    pub line: &'a Line,
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
pub const ALL: [(u8, Check); 9] = [
    (0, nothing_is_broken),
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

/// 0, beside the promises: nothing that clients or workflows ask for makes no sense to the table.
pub fn nothing_is_broken(seen: &Seen<'_>) -> Result<(), String> {
    let internal = |attempt: &&Attempt| attempt.told.as_ref().is_some_and(|told| told.problem() == "internal");
    if let Some(attempt) = seen.book.attempts.iter().find(internal) {
        return Err(format!("{:?} was told that the service is broken", attempt.act));
    }
    seen.book.nonsense.first().map_or(Ok(()), |why| Err(why.clone()))
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
        let waiting = seen.now.waiting().len();
        // Once registration has closed nothing is offered any more, and nothing goes on sale past those who wait.
        let stays = |pool: &str| pool == POOLS[0] && waiting > 0 && seen.time >= closes(seen.world);
        for ((pool, number), shard) in &seen.now.shards {
            if shard.spare > 0 && !stays(pool) {
                return Err(format!("shard {number} of {pool} still has {} spare", shard.spare));
            }
            if shard.free > 0 && pool == POOLS[0] && waiting > 0 {
                return Err(format!("shard {number} of {pool} has {} free, and {waiting} wait for it", shard.free));
            }
            if shard.held > 0 {
                return Err(format!("shard {number} of {pool} still holds {} passes", shard.held));
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
    linked_addresses_are_one_person(seen)?;
    // By item: whoever took an address away can have a pass under each.
    let mut active: BTreeMap<(usize, &str), &str> = BTreeMap::new();
    for attempt in &seen.book.attempts {
        let (Act::Register { person, .. } | Act::Answer { person, how: Answer::Accept, .. }) = attempt.act else {
            continue;
        };
        let Some(id) = confirmed_id(attempt) else { continue };
        if given_up(seen, id) {
            continue;
        }
        let item = id.split('-').next().unwrap_or_default();
        let first = active.entry((person, item)).or_insert(id);
        if *first != id {
            return Err(format!("person {person} was given {first} and {id}, and cancelled neither"));
        }
    }
    Ok(())
}

/// Whether its holder gave a registration up, or lost it for saying nothing until the end of the round.
fn given_up(seen: &Seen<'_>, id: &str) -> bool {
    let returned = |registration: &Registration| {
        let known = registration.reconfirmation.as_ref();
        known.is_some_and(|known| matches!(known.state, ReconfirmationState::Returned { .. }))
    };
    // Of somebody's registrations two are remembered.
    let forgotten = seen.world.round.is_some_and(|round| !round.keep) && seen.time >= stage(3);
    seen.book.cancel_was_asked(id) || seen.now.registration(id).map_or(forgotten, returned)
}

/// Whoever has linked two addresses has one pass and one active place with both: seen from the items that say so, apart
/// from the product's own audit.
fn linked_addresses_are_one_person(seen: &Seen<'_>) -> Result<(), String> {
    let waits = |person: &Person| {
        let entry = person.entry.as_ref().and_then(|id| seen.now.entries.get(id.as_str()));
        entry.is_some_and(Entry::is_active)
    };
    for alias in seen.now.people.values() {
        let Some(root_key) = &alias.alias_of else { continue };
        let root = seen.now.people.values().find(|person| person.key == *root_key);
        let Some(root) = root else { return Err(format!("{} counts as {root_key}, which is not there", alias.key)) };
        let link = seen.now.links.get(&alias.email.folded()).and_then(|link| match &link.kind {
            LinkKind::Of { root } => seen.now.links.get(&root.folded()),
            LinkKind::Root { .. } => None,
        });
        let linked = link.and_then(|link| link.other(&alias.email)).is_some_and(|of| of.status == LinkState::Linked);
        if linked && alias.confirmed().is_some() && root.confirmed().is_some() {
            return Err(format!("one person has a pass as {} and as {root_key}", alias.key));
        }
        if linked && waits(alias) && waits(root) {
            return Err(format!("one person waits as {} and as {root_key}", alias.key));
        }
    }
    Ok(())
}

/// Whether anybody takes addresses away: what they were told as one person is two people's then.
fn addresses_part(seen: &Seen<'_>) -> bool {
    seen.book.attempts.iter().any(|attempt| matches!(attempt.act, Act::UnlinkAddress { .. }))
}

/// Whether anybody links addresses.
fn addresses_join(seen: &Seen<'_>) -> bool {
    seen.book.attempts.iter().any(|attempt| matches!(attempt.act, Act::LinkAddress { .. }))
}

fn confirmed_id(attempt: &Attempt) -> Option<&str> {
    let success = if matches!(attempt.act, Act::Register { .. }) { 201 } else { 200 };
    let told = attempt.told.as_ref().filter(|told| told.status == success && told.json["status"] == "confirmed")?;
    told.json["id"].as_str()
}

/// When registration closes.
pub(crate) fn closes(world: &World) -> Timestamp {
    START.parse::<Timestamp>().expect("a constant") + SignedDuration::from_secs(world.closes_after)
}

/// 4: passes go on sale only by a counted refill, and no pool says it is sold out that is not; offers are made in
/// order, and nobody walks past those who wait.
pub fn promise_4_nobody_jumps_the_queue(seen: &Seen<'_>) -> Result<(), String> {
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

/// An offer goes to nobody while somebody waits before them who waited already when the queue was read for it.
fn in_order(seen: &Seen<'_>, before: &Figures) -> Result<(), String> {
    let place = |entry: &Entry| {
        let class = CLASSES.iter().position(|word| json(&entry.standing.class) == *word);
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
            // Whoever was moved meanwhile was before them at both moments, or was not passed over.
            let still = other_now.state == EntryState::Waiting;
            if still && place(then) < place(entry) && place(other_now) < place(entry) {
                return Err(format!("{id} has an offer, and {other} waited before them"));
            }
        }
    }
    Ok(())
}

/// Passes of the pool that people wait for go to whoever accepts an offer, and to others only when nobody waits.
fn nobody_walks_past(seen: &Seen<'_>, before: &Figures) -> Result<(), String> {
    let general = before.shards.iter().filter(|((pool, _), _)| pool == POOLS[0]);
    let were: u64 = general.map(|(_, shard)| shard.taken).sum();
    let accepted = |entry: &Entry| matches!(entry.state, EntryState::Accepted { .. });
    let accepts =
        seen.now.entries.iter().filter(|(id, entry)| accepted(entry) && !before.entries.get(*id).is_some_and(accepted));
    let allowed = were + accepts.count() as u64;
    let waited = before.entries.values().filter(|entry| entry.state == EntryState::Waiting).count();
    let taken = seen.now.pool(POOLS[0]).taken;
    if taken > allowed && waited > 0 {
        return Err(format!("a pass was taken past {waited} people who wait"));
    }
    Ok(())
}

fn json(value: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
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
                if *first != (id, token) && seen.now.registration(first.0).is_some() && !addresses_part(seen) {
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
    waits_once(seen)?;
    let mut invited = BTreeSet::new();
    let open = |invitation: &&Invitation| invitation.state == InvitationState::Open;
    if let Some(twice) =
        seen.now.invitations.values().filter(open).find(|i| !invited.insert((i.pool.as_str(), i.email.folded())))
    {
        return Err(format!("somebody was invited to {} twice, lately by {}", twice.pool, twice.id));
    }
    resize_once(seen)
}

/// The same wish to join is one entry, and the same offer accepted twice one registration.
fn waits_once(seen: &Seen<'_>) -> Result<(), String> {
    let mut by_key: BTreeMap<(usize, u32), Vec<(&str, &str)>> = BTreeMap::new();
    let mut accepted: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for attempt in &seen.book.attempts {
        let Some(told) = &attempt.told else { continue };
        let text = |name: &str| told.json[name].as_str().unwrap_or_default();
        let answer = (text("id"), text("manage_token"));
        match attempt.act {
            Act::Join { person, key, .. } if told.status == 201 => {
                if answer.1.is_empty() {
                    return Err(format!("person {person} joined and got no token"));
                }
                if let Some(key) = key {
                    by_key.entry((person, key)).or_default().push(answer);
                }
            }
            Act::Join { person, .. } if !answer.1.is_empty() => {
                return Err(format!("a repeat that proves nothing was given the token of person {person}'s entry"));
            }
            Act::Answer { how: Answer::Accept, .. } if told.status == 200 => {
                let entry = attempt.about.as_deref().unwrap_or_default();
                let first = accepted.entry(entry).or_insert(answer);
                if *first != answer {
                    return Err(format!("{entry} was accepted as {} and as {}", first.0, answer.0));
                }
            }
            _ => {}
        }
    }
    for ((person, key), answers) in by_key {
        for (first, other) in answers.iter().zip(answers.iter().skip(1)) {
            if first != other && !another_between(seen, first.0, other.0) && !addresses_part(seen) {
                return Err(format!("person {person}'s key {key} was answered {} and {}", first.0, other.0));
            }
        }
    }
    Ok(())
}

/// Whether the same person joined between two entries: only the latest request is remembered.
fn another_between(seen: &Seen<'_>, first: &str, other: &str) -> bool {
    let (Some(first), Some(other)) = (seen.now.entries.get(first), seen.now.entries.get(other)) else { return false };
    let (from, until) = (first.joined_at.min(other.joined_at), first.joined_at.max(other.joined_at));
    let between = |entry: &&Entry| {
        entry.id.person() == first.id.person()
            && (from..=until).contains(&entry.joined_at)
            && ![&first.id, &other.id].contains(&&entry.id)
    };
    seen.now.entries.values().any(|entry| between(&entry))
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
                let Some(id) = confirmed_id(attempt).filter(|id| !given_up(seen, id)) else { continue };
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
            Act::Reconfirm { coming, .. } if told.status == 200 => answer_is_kept(seen, attempt, coming)?,
            Act::Join { .. } if told.status == 201 => joined_is_kept(seen, &told.json["id"])?,
            Act::Answer { how, .. } if told.status == 200 => {
                let id = attempt.about.as_deref().unwrap_or_default();
                let state = seen.now.entries.get(id).map(|entry| &entry.state);
                let kept = match (how, state) {
                    (Answer::Accept, Some(EntryState::Accepted { registration, .. })) => {
                        let id = registration.as_str();
                        given_up(seen, id) || found(id).is_some_and(Registration::is_confirmed)
                    }
                    (Answer::Decline, Some(EntryState::Declined { .. })) => true,
                    // Whoever leaves what had ended has what they want.
                    (Answer::Leave, Some(state)) => state.ended_at().is_some(),
                    _ => false,
                };
                if !kept {
                    return Err(format!("{how:?} of {id} was answered with success, and it is {state:?}"));
                }
            }
            Act::Change { person, online } if told.status == 200 && seen.at_end => last_change(seen, person, online)?,
            _ => {}
        }
    }
    Ok(())
}

/// Whoever said that they come keeps their pass until they give it up; whoever said no has none.
fn answer_is_kept(seen: &Seen<'_>, attempt: &Attempt, coming: bool) -> Result<(), String> {
    let id = attempt.about.as_deref().unwrap_or_default();
    let Some(registration) = seen.now.registration(id) else { return Ok(()) };
    let state = registration.reconfirmation.as_ref().map(|known| &known.state);
    let kept = match state {
        Some(ReconfirmationState::Coming { .. }) => registration.is_confirmed(),
        // Or they take part online now.
        Some(ReconfirmationState::NotComing { .. }) => true,
        _ => false,
    };
    if coming && !kept {
        return Err(format!("{id} was told that they are expected, and it is {state:?}"));
    }
    if !coming && registration.is_confirmed() {
        return Err(format!("{id} does not come, and holds a pass"));
    }
    Ok(())
}

/// An instant of the round.
fn stage(of: usize) -> Timestamp {
    START.parse::<Timestamp>().expect("a constant") + SignedDuration::from_secs(ROUND[of])
}

/// Who came before the question is asked it, and nobody else; at the end nobody is left without an answer or an end.
/// Where nothing ran as long as there was time to answer, nobody is asked a question that is over.
fn asked_once(seen: &Seen<'_>) -> Result<(), String> {
    let Some(round) = seen.world.round else { return Ok(()) };
    let walked = seen.now.walked.range(stage(0)..stage(3)).next().is_some();
    for registration in seen.now.people.values().filter_map(|person| person.confirmed()) {
        let id = &registration.id;
        match registration.reconfirmation.as_ref().map(|known| (&known.state, known.asked_at)) {
            Some((_, asked_at)) if registration.registered_at >= stage(0) || asked_at < stage(0) => {
                return Err(format!("{id} was asked at {asked_at}, and came at {}", registration.registered_at));
            }
            Some((ReconfirmationState::Kept { ended_at }, _)) if !round.keep || *ended_at < stage(3) => {
                return Err(format!("{id} was told at {ended_at} that they keep their pass"));
            }
            Some((ReconfirmationState::Asked { .. }, _)) if seen.at_end => {
                return Err(format!("{id} was asked, and nothing came of it"));
            }
            None if seen.at_end
                && walked
                && registration.attendance == Attendance::InPerson
                && registration.comes_since() < stage(0) =>
            {
                return Err(format!("{id} came before the question and was not asked"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whoever says at the end or after it that they come is too late where silence returns the pass; nobody is told so
/// sooner, and no pass is returned sooner.
fn round_ends(seen: &Seen<'_>) -> Result<(), String> {
    let Some(round) = seen.world.round.filter(|round| !round.keep) else { return Ok(()) };
    let ends = stage(3);
    for attempt in &seen.book.attempts {
        let Act::Reconfirm { coming, .. } = attempt.act else { continue };
        let (Some(told), Some(ended)) = (&attempt.told, attempt.ended) else { continue };
        let same =
            |other: &&Attempt| other.about == attempt.about && matches!(other.act, Act::Reconfirm { coming: true, .. });
        let sent_in_time = seen.book.attempts.iter().filter(same).any(|other| other.begun < ends);
        if coming && told.status == 200 && !sent_in_time {
            return Err(format!("{:?} was granted at {ended}, and the round ended at {ends}", attempt.act));
        }
        if told.problem() == "reconfirmation-over" && ended < ends {
            return Err(format!("{:?} was told at {ended} that {round:?} had ended: it ends at {ends}", attempt.act));
        }
    }
    let registrations = seen.now.people.values().flat_map(|person| [&person.registration, &person.previous]);
    for registration in registrations.flatten() {
        let state = registration.reconfirmation.as_ref().map(|known| &known.state);
        if let Some(ReconfirmationState::Returned { ended_at }) = state
            && *ended_at < ends
        {
            return Err(format!("{} was returned at {ended_at}, before the end", registration.id));
        }
    }
    Ok(())
}

/// Whoever was told that they wait does, until something ends it that they or an offer's end brought about.
fn joined_is_kept(seen: &Seen<'_>, id: &serde_json::Value) -> Result<(), String> {
    let id = id.as_str().unwrap_or_default();
    let Some(entry) = seen.now.entries.get(id) else { return Err(format!("{id} joined and is not there")) };
    let ended_well = match &entry.state {
        EntryState::Waiting | EntryState::Offered => true,
        EntryState::Accepted { .. } => seen.book.was_asked(id, Answer::Accept),
        EntryState::Declined { .. } => seen.book.was_asked(id, Answer::Decline),
        EntryState::Lapsed { ended_at, .. } => entry.offer.as_ref().is_some_and(|offer| offer.expires_at <= *ended_at),
        EntryState::Withdrawn { .. } => {
            // Or they got a pass another way.
            let key = entry.id.person();
            let own = |person: &&Person| person.key == key || person.alias_of.as_ref() == Some(&key);
            let root = seen.now.people.values().find(own).and_then(|person| person.alias_of.clone());
            let counts = |person: &&Person| own(person) || root.as_ref() == Some(&person.key) || addresses_part(seen);
            let passes = seen
                .now
                .people
                .values()
                .filter(counts)
                .flat_map(|person| [&person.registration, &person.previous])
                .flatten();
            seen.book.was_asked(id, Answer::Leave) || passes.count() > 0
        }
    };
    if ended_well { Ok(()) } else { Err(format!("{id} joined, and is {:?} by nobody's wish", entry.state)) }
}

/// Whoever changed once and was told so has what they asked for.
fn last_change(seen: &Seen<'_>, person: usize, online: bool) -> Result<(), String> {
    let of = |attempt: &&Attempt| matches!(attempt.act, Act::Change { person: p, .. } if p == person);
    // An invitation or an accepted offer swaps a virtual pass.
    let swaps = |attempt: &Attempt| match attempt.act {
        Act::Register { person: p, invited: true, .. } | Act::Answer { person: p, how: Answer::Accept, .. } => {
            p == person || addresses_join(seen)
        }
        _ => false,
    };
    if seen.book.attempts.iter().any(swaps) {
        return Ok(());
    }
    let of = |attempt: &&Attempt| of(attempt) || (addresses_join(seen) && matches!(attempt.act, Act::Change { .. }));
    let mut changes = seen.book.attempts.iter().filter(of);
    let (Some(only), None) = (changes.next(), changes.next()) else { return Ok(()) };
    let Some(now) = only.about.as_deref().and_then(|id| seen.now.registration(id)) else { return Ok(()) };
    let wanted = if online { Attendance::Virtual } else { Attendance::InPerson };
    if now.attendance == wanted { Ok(()) } else { Err(format!("{} was changed, and is as it was", now.id)) }
}

/// 7: who asks after the close gets nothing new; who was answered before it is not told that it is over. The same for
/// the end of an offer.
pub fn promise_7_a_deadline_is_a_deadline(seen: &Seen<'_>) -> Result<(), String> {
    let closes = closes(seen.world);
    for attempt in &seen.book.attempts {
        let (Some(told), Some(ended)) = (&attempt.told, attempt.ended) else { continue };
        let id = told.json["id"].as_str().unwrap_or_default();
        // Another request for the same person, sent in time, may have made it meanwhile.
        let in_time = match attempt.act {
            Act::Register { invited: false, .. } => {
                seen.now.registration(id).is_none_or(|registration| registration.registered_at < closes)
            }
            Act::Join { .. } => seen.now.entries.get(id).is_none_or(|entry| entry.joined_at < closes),
            Act::Answer { how, .. } => {
                answered_in_time(seen, attempt, how, ended)?;
                continue;
            }
            _ => continue,
        };
        let is_new = told.status == 201 && !attempt.before.contains(id);
        if is_new && attempt.begun >= closes && !in_time {
            return Err(format!("{id} was made by a request sent at {}, after the close", attempt.begun));
        }
        if told.problem() == "registration-closed" && ended < closes {
            return Err(format!("a request answered at {ended} was told that registration closed at {closes}"));
        }
    }
    round_ends(seen)?;
    offers_stand(seen)
}

/// Whoever accepts or declines from the end of the offer on is told that it has lapsed, unless it was answered before;
/// nobody is told so sooner.
fn answered_in_time(seen: &Seen<'_>, attempt: &Attempt, how: Answer, ended: Timestamp) -> Result<(), String> {
    let id = attempt.about.as_deref().unwrap_or_default();
    let Some(told) = attempt.told.as_ref().filter(|_| how != Answer::Leave) else { return Ok(()) };
    let Some(offer) = seen.now.entries.get(id).and_then(|entry| entry.offer.as_ref()) else {
        return if told.status == 200 { Err(format!("{id} was answered {how:?} without an offer")) } else { Ok(()) };
    };
    let expires_at = offer.expires_at;
    let same = |other: &&Attempt| {
        other.about == attempt.about && matches!(other.act, Act::Answer { how: theirs, .. } if theirs == how)
    };
    let sent_in_time = seen.book.attempts.iter().filter(same).any(|other| other.begun < expires_at);
    if told.status == 200 && !sent_in_time {
        return Err(format!("{how:?} of {id} was granted at {ended}, and the offer ended at {expires_at}"));
    }
    if told.problem() == "offer-lapsed" && ended < expires_at {
        return Err(format!("{how:?} of {id} was told at {ended} that the offer had lapsed: it ends at {expires_at}"));
    }
    let open = matches!(told.json["waitlist_status"].as_str(), Some("waiting" | "offered" | "lapsed"));
    if attempt.begun >= expires_at && told.problem() == "no-offer" && open {
        return Err(format!("{how:?} of {id} came too late and was told {}", told.words()));
    }
    Ok(())
}

/// An offer stays as it was made; it is accepted before its end and lapses after it.
fn offers_stand(seen: &Seen<'_>) -> Result<(), String> {
    let as_made = |offer: &Offer| Offer { reminded: false, ..offer.clone() };
    for (id, entry) in &seen.now.entries {
        let Some(offer) = &entry.offer else { continue };
        let before = seen.before.and_then(|before| before.entries.get(id)?.offer.as_ref());
        if before.is_some_and(|before| as_made(before) != as_made(offer)) {
            return Err(format!("the offer of {id} was changed"));
        }
        match entry.state {
            EntryState::Accepted { ended_at, .. } if ended_at >= offer.expires_at => {
                return Err(format!("{id} was accepted at {ended_at}, after its end"));
            }
            EntryState::Lapsed { ended_at, .. } if ended_at < offer.expires_at => {
                return Err(format!("{id} lapsed at {ended_at}, before its end at {}", offer.expires_at));
            }
            _ => {}
        }
    }
    Ok(())
}

/// 8: an obligation is handed over once; twice only where the first hand-over's note was lost. At the end none is owed.
pub fn promise_8_every_mail_once(seen: &Seen<'_>) -> Result<(), String> {
    audit(seen, 8)?;
    asked_once(seen)?;
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
