//! The promises of the design's section 3, one function each, checked against the table and the answers to clients.

mod activity;
mod bofs;
mod check_ins;
mod deadlines;
mod decisions;
mod erasures;
mod holds;
mod isolation;
mod kept;
mod mails;
mod no_shows;
mod passes;
mod people;
mod proposals;
mod queue;
mod reminders;
mod retries;

use std::collections::{BTreeMap, BTreeSet};

use domain::reconfirmation::ReconfirmationState;
use domain::registration::Registration;
use domain::waitlist::Entry;
use jiff::{SignedDuration, Timestamp};
use store::audit::Finding;

use crate::book::{Attempt, Book};
use crate::damage::Key;
use crate::dump::{Dump, Figures, Text};
use crate::plan::no_shows::ENDS_AFTER;
use crate::plan::{Act, POOLS, ROUND, World};
use crate::request::START;

/// A promise that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Its number; 0 if the world could not even be made, or something in it is broken.
    pub promise: u8,
    pub step: u32,
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
    pub now: &'a Dump,
    /// The answers to clients, and the mails.
    pub book: &'a Book,
    pub time: Timestamp,
    /// Every item as text, at the end of a world in which people are erased.
    pub texts: &'a [Text],
    /// When each item was last written, in such a world.
    pub written_at: &'a BTreeMap<Key, Timestamp>,
    /// Whether faults have stopped and all due work is done.
    pub at_end: bool,
}

type Check = fn(&Seen<'_>) -> Result<(), String>;

/// Every promise's check, in order.
pub const ALL: [(u8, Check); 14] = [
    (0, nothing_is_broken),
    (1, passes::promise_1_no_oversell),
    (2, passes::promise_2_no_lost_pass),
    (3, people::promise_3_one_person_one_pass),
    (4, queue::promise_4_nobody_jumps_the_queue),
    (5, retries::promise_5_retries_are_free),
    (6, kept::promise_6_answered_means_kept),
    (7, deadlines::promise_7_a_deadline_is_a_deadline),
    (8, mails::promise_8_every_mail_once),
    (9, promise_9_nobody_sees_what_is_not_theirs),
    (10, isolation::promise_10_one_fault_stays_one_fault),
    (11, activity::promise_11_every_act_leaves_a_trace),
    (12, check_ins::promise_12_one_person_one_check_in),
    (13, erasures::promise_13_personal_data_ends),
];

/// What each pool has free, without broken shards: their passes cannot be sold.
pub(crate) fn free(dump: &Dump) -> BTreeMap<String, u64> {
    let free = |pool: &str| {
        let own = dump.shards.iter().filter(|((of, number), _)| of == pool && !dump.is_broken_shard(pool, *number));
        own.map(|(_, shard)| shard.free).sum()
    };
    POOLS.iter().map(|pool| ((*pool).to_owned(), free(pool))).collect()
}

/// The ids of all registrations there are.
pub(crate) fn registrations(dump: &Dump) -> BTreeSet<String> {
    let all = dump.people.values().flat_map(|person| [&person.registration, &person.previous]);
    all.flatten().map(|registration| registration.id.to_string()).collect()
}

fn audit(seen: &Seen<'_>, promise: u8) -> Result<(), String> {
    let excused = |detail: &str| isolation::is_for_want_of_what_is_broken(seen, detail);
    let found = |finding: &&Finding| finding.promise == promise && !excused(&finding.detail);
    match seen.now.audit.findings.iter().find(found) {
        Some(finding) => Err(finding.detail.clone()),
        None => Ok(()),
    }
}

/// 0, beside the promises: nothing that clients or workflows ask for makes no sense to the table.
pub fn nothing_is_broken(seen: &Seen<'_>) -> Result<(), String> {
    let internal = |attempt: &&Attempt| {
        let is_so = attempt.response.as_ref().is_some_and(|response| response.problem() == "internal");
        is_so && !isolation::meets_what_is_broken(seen, attempt)
    };
    if let Some(attempt) = seen.book.attempts.iter().find(internal) {
        return Err(format!("{:?} was told that the service is broken", attempt.act));
    }
    seen.book.nonsense.first().map_or(Ok(()), |why| Err(why.clone()))
}

/// 9: records point only to their owner's items; a proposal is readable only by its people, and a decision only after
/// its release.
fn promise_9_nobody_sees_what_is_not_theirs(seen: &Seen<'_>) -> Result<(), String> {
    audit(seen, 9)?;
    if seen.world.calls.is_none() {
        return Ok(());
    }
    proposals::only_its_people_read_it(seen)?;
    decisions::decisions_are_private(seen)
}

/// Whether its holder gave a registration up, or lost it: for saying nothing until the end of the campaign, for not
/// coming, or because they were erased.
fn given_up(seen: &Seen<'_>, id: &str) -> bool {
    let returned = |registration: &Registration| {
        let known = registration.reconfirmation.as_ref();
        known.is_some_and(|known| matches!(known.state, ReconfirmationState::Returned { .. }))
    };
    // A person's record keeps two registrations.
    let forgotten = seen.world.campaign.is_some_and(|campaign| !campaign.keep) && seen.time >= stage(3);
    seen.book.cancel_was_asked(id)
        || seen.now.registration(id).map_or(forgotten, returned)
        || seen.was_erased(id)
        || seen.was_offered_on(id)
}

/// Whether any act takes an address away: answers to one person may then belong to two.
fn addresses_part(seen: &Seen<'_>) -> bool {
    seen.book.attempts.iter().any(|attempt| matches!(attempt.act, Act::UnlinkAddress { .. }))
}

/// Whether any act links addresses.
fn addresses_join(seen: &Seen<'_>) -> bool {
    seen.book.attempts.iter().any(|attempt| matches!(attempt.act, Act::LinkAddress { .. }))
}

fn confirmed_id(attempt: &Attempt) -> Option<&str> {
    let success = if matches!(attempt.act, Act::Register { .. }) { 201 } else { 200 };
    let response = attempt
        .response
        .as_ref()
        .filter(|response| response.status == success && response.json["status"] == "confirmed")?;
    response.json["id"].as_str()
}

/// When registration closes.
pub(crate) fn closes(world: &World) -> Timestamp {
    START.parse::<Timestamp>().expect("a constant") + SignedDuration::from_secs(world.closes_after)
}

/// When the last offer is made: when registration closes, or, with a policy for no-shows, when the edition ends.
pub(crate) fn last_offers(world: &World) -> Timestamp {
    match world.no_shows {
        Some(_) => crate::request::calls::after_start(ENDS_AFTER * 3600),
        None => closes(world),
    }
}

/// An instant of the campaign.
fn stage(of: usize) -> Timestamp {
    START.parse::<Timestamp>().expect("a constant") + SignedDuration::from_secs(ROUND[of])
}
